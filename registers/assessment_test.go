package registers

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// whole is an impact assessment with all its parts.
func wholeAssessment(state AssessmentState, c Covered) Assessment {
	return Assessment{Kind: ImpactAssessment, State: state, Covers: c, Description: "d", Necessity: "n", Risks: "r", Measures: "m", Advice: "a"}
}

func TestNextAssessment(t *testing.T) {
	now, on := Covered{"c1", "p1"}, mustDay("2020-11-02")
	dpia := func(change func(*Assessment)) Assessment {
		a := wholeAssessment(AssessmentApproved, now)
		change(&a)
		return a
	}
	consult := func(state AssessmentState) Assessment {
		return Assessment{Kind: PriorConsultation, State: state, Covers: now, Of: 1, OfAt: 1, Description: "q", Answer: "yes"}
	}
	for _, test := range []struct {
		name     string
		previous Assessment
		next     Assessment
		rule     string
	}{
		{"2.2.3 approved whole", Assessment{}, dpia(func(*Assessment) {}), ""},
		{"2.2.3 a draft needs a description only", Assessment{}, Assessment{Kind: ImpactAssessment, State: AssessmentDraft, Covers: now, Description: "d"}, ""},
		{"35(7) necessity", Assessment{}, dpia(func(a *Assessment) { a.Necessity = " " }), "35-parts"},
		{"35(7) risks", Assessment{}, dpia(func(a *Assessment) { a.Risks = "" }), "35-parts"},
		{"35(7) measures", Assessment{}, dpia(func(a *Assessment) { a.Measures = "" }), "35-parts"},
		{"35(2) advice", Assessment{}, dpia(func(a *Assessment) { a.Advice = "" }), "35-advice"},
		{"covers nothing", Assessment{}, dpia(func(a *Assessment) { a.Covers = Covered{} }), "35-covers"},
		{"another kind as a version", Assessment{Kind: PriorConsultation, Number: 1, Version: 1}, dpia(func(*Assessment) {}), "35-step"},
		{"2.2.4 sent", Assessment{}, consult(ConsultationSent), ""},
		{"2.2.4 answered without being sent", Assessment{}, consult(ConsultationClosed), "35-step"},
		{"2.2.4 answered", Assessment{Kind: PriorConsultation, State: ConsultationSent, Number: 2, Version: 1, Of: 1, OfAt: 1, SentOn: on}, consult(ConsultationClosed), ""},
		{"2.2.4 sent twice", Assessment{Kind: PriorConsultation, State: ConsultationSent, Number: 2, Version: 1, Of: 1, OfAt: 1}, consult(ConsultationSent), "35-step"},
		{"about nothing", Assessment{}, Assessment{Kind: PriorConsultation, State: ConsultationSent, Covers: now, Description: "q"}, "36-about"},
		{"an impact assessment is not sent", Assessment{}, dpia(func(a *Assessment) { a.State = ConsultationSent }), "35-step"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := NextAssessment(test.previous, test.next, "u-eero", on)
			if test.rule == "" {
				if err != nil {
					t.Fatal(err)
				}
				if got.Version != test.previous.Version+1 || got.By != "u-eero" || got.On != on {
					t.Errorf("%+v", got)
				}
				return
			}
			var r *RuleError
			if !errors.As(err, &r) || r.Rule != test.rule || r.In("sv") == "" {
				t.Errorf("%v, want the rule %s", err, test.rule)
			}
		})
	}
}

func TestAssessmentsDue(t *testing.T) {
	now, old := Covered{"c2", "p2"}, Covered{"c1", "p1"}
	on := mustDay("2020-11-02")
	made := func(number int64, version int, a Assessment, day string) Assessment {
		a.Number, a.Version, a.On = number, version, mustDay(day)
		return a
	}
	approved := func(c Covered, high bool) Assessment {
		a := wholeAssessment(AssessmentApproved, c)
		a.HighRisk = high
		return a
	}
	sent := func(of int64, at int, state AssessmentState, on string) Assessment {
		return Assessment{Kind: PriorConsultation, State: state, Of: of, OfAt: at, SentOn: mustDay(on)}
	}
	for _, test := range []struct {
		name     string
		versions []Assessment
		want     string
	}{
		{"2.2.3 none", nil, "dpia none 0"},
		{"2.2.3 a draft is none", []Assessment{made(1, 1, wholeAssessment(AssessmentDraft, now), "2020-10-01")}, "dpia none 0"},
		{"2.2.3 covers today's", []Assessment{made(1, 1, approved(now, false), "2020-10-01")}, ""},
		{"2.2.3 the catalogue changed", []Assessment{made(1, 1, approved(Covered{"c1", "p2"}, false), "2020-10-01")}, "dpia catalogue 1"},
		{"2.2.3 the profile changed", []Assessment{made(1, 1, approved(old, false), "2020-10-01")}, "dpia profile 1"},
		{"2.2.3 the newest version counts", []Assessment{
			made(1, 2, approved(now, false), "2020-10-02"), made(1, 1, approved(old, false), "2020-10-01"),
		}, ""},
		{"2.2.4 a high risk is consulted on", []Assessment{made(1, 1, approved(now, true), "2020-10-01")}, "consultation high-risk 1"},
		{"2.2.4 the one sent is about another version", []Assessment{
			made(1, 2, approved(now, true), "2020-10-02"), made(2, 1, sent(1, 1, ConsultationSent, "2020-10-01"), "2020-10-01"),
		}, "consultation high-risk 1"},
		{"2.2.4 within fourteen weeks", []Assessment{
			made(1, 1, approved(now, true), "2020-07-27"), made(2, 1, sent(1, 1, ConsultationSent, "2020-07-27"), "2020-07-27"),
		}, ""},
		{"2.2.4 late after fourteen weeks", []Assessment{
			made(1, 1, approved(now, true), "2020-07-26"), made(2, 1, sent(1, 1, ConsultationSent, "2020-07-26"), "2020-07-26"),
		}, "consultation late 2"},
		{"2.2.4 answered", []Assessment{
			made(1, 1, approved(now, true), "2020-07-26"), made(2, 2, sent(1, 1, ConsultationClosed, "2020-07-26"), "2020-08-26"),
		}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, d := range AssessmentsDue(now, test.versions, on) {
				got = append(got, fmt.Sprintf("%s %s %d", d.Kind, d.Reason, d.Number))
			}
			if s := strings.Join(got, "; "); s != test.want {
				t.Errorf("%q, want %q", s, test.want)
			}
		})
	}
}

// TestProfileHash: the profile changes with a protection and not with a name.
func TestProfileHash(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	changed := func(change func(*Variable)) bool {
		d := *c
		d.variables = c.Variables()
		change(&d.variables[0])
		return d.ProfileHash() != c.ProfileHash()
	}
	if changed(func(v *Variable) { v.Name.FI += "x" }) {
		t.Error("a name is no protection")
	}
	if !changed(func(v *Variable) { v.Finest = Exact }) || !changed(func(v *Variable) { v.Class = Special }) {
		t.Error("a protection changed and the profile did not")
	}
	if got := c.Covered(); got.Catalogue != c.Hash() || len(got.Profile) != 64 {
		t.Errorf("%+v", got)
	}
}
