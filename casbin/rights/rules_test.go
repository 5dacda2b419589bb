package rights

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"tietolupa/permits"
)

// A breach is one way to break a rule. The rule is the first word of its name.
type breach struct {
	name string
	by   func(t *testing.T) error
}

func applying(by, person permits.Actor, change func(*Request)) func(*testing.T) error {
	return func(*testing.T) error {
		r := request()
		change(&r)
		_, _, err := Apply("KEHA-H1-2020", by, person, r, now)
		return err
	}
}

func editing(change func(*Request)) func(*testing.T) error { return applying(contact, tuula, change) }

func commissioning(by, person permits.Actor, r Request) func(*testing.T) error {
	return func(*testing.T) error { _, _, err := Apply("KEHA-H1-2020", by, person, r, now); return err }
}

// granting tries to grant an application of TE01, changed in one place.
func granting(by, person permits.Actor, reasons string, change func(*Application, *Extent)) func(*testing.T) error {
	return func(t *testing.T) error {
		a := apply(t, contact, tuula, request())
		seen, e := a.Version, a.Request.Extent
		change(&a, &e)
		_, _, _, err := a.Grant("KEHA-K1-2020", by, person, seen, e, reasons, now)
		return err
	}
}

func holding(try func(Right) error) func(*testing.T) error {
	return func(t *testing.T) error { return try(right(t)) }
}

func last[A, E any](_ A, _ E, err error) error { return err }

func unchanged[T any](*T)             {}
func asApplied(*Application, *Extent) {}

func importing(by permits.Actor, change func(*Right)) func(*testing.T) error {
	return func(*testing.T) error { r := legacy(); change(&r); return last(Import(by, oskari, r, now)) }
}

func acting(outcome Outcome, reasons string, change func(*Notice, *Right)) func(*testing.T) error {
	return func(t *testing.T) error {
		r := right(t)
		n, _, err := Notify("KEHA-I1-2020", contact, r, ConditionsNotMet, "Siirtyi toisiin tehtäviin.", now)
		if err != nil {
			t.Fatal(err)
		}
		seen := n.Version
		change(&n, &r)
		return last(n.Act(hanna, seen, r, outcome, reasons, now))
	}
}

var breaches = []breach{
	// 5.1a–b, 4a.1a, 4a.2
	{"not-a-contact official", applying(tuula, tuula, unchanged)},
	{"not-a-contact nobody", applying(permits.Actor{}, tuula, unchanged)},
	{"no-person", applying(contact, permits.Actor{Body: "TE01"}, unchanged)},
	{"person-of-another-body", applying(contact, oskari, unchanged)},
	{"no-such-ground", editing(func(r *Request) { r.Ground = "5.2.9" })},
	{"no-such-ground before-the-act", func(*testing.T) error {
		_, _, err := Apply("x", contact, tuula, request(), at("2020-06-30"))
		return err
	}},
	{"no-such-ground social-enterprises-after-371/2023", func(*testing.T) error {
		r := request()
		r.Ground, r.From, r.Until = "5.2.4", day("2023-07-01"), day("2024-01-01")
		_, _, err := Apply("x", contact, tuula, r, at("2023-07-01"))
		return err
	}},
	{"ground-of-another-body Kela", applying(kela, permits.Actor{ID: "k", Body: "KELA"}, unchanged)},
	{"ground-of-another-body controller-tasks-at-an-ELY-centre", applying(ely, oskari, func(r *Request) { r.Ground = "5.2.8" })},
	{"no-content", editing(func(r *Request) { r.Items = nil })},
	{"no-extent", editing(func(r *Request) { r.Offices, r.Areas = nil, nil })},
	{"no-powers", editing(func(r *Request) { r.Powers = nil })},
	{"no-duration until", editing(func(r *Request) { r.Until = day("2020-11-01") })},
	{"no-duration none", editing(func(r *Request) { r.From = r.From.AddDate(2, 0, 0) })},
	{"no-such-item", editing(func(r *Request) { r.Items = append(r.Items, "3.1.10") })},
	{"item-beyond-ground joint", editing(func(r *Request) { r.Items = append(r.Items, "joint.4") })},
	{"item-beyond-ground integration-act", editing(func(r *Request) { r.Ground, r.Items = "5.2.2", []string{"3.2.1"} })},
	{"item-beyond-ground alternation", editing(func(r *Request) { r.Ground, r.Items = "5.2.6", []string{"3.1.7"} })},
	{"no-such-office", editing(func(r *Request) { r.Offices = []permits.Body{"TE16"} })},
	{"no-such-office ELY", editing(func(r *Request) { r.Offices = []permits.Body{"ELY01"} })},
	{"no-such-access-area", editing(func(r *Request) { r.Areas = []string{"ELY16"} })},
	{"no-such-access-area of-2026", editing(func(r *Request) { r.Areas = []string{"EVK01"} })},
	{"no-such-power", editing(func(r *Request) { r.Powers = []Power{"burn"} })},
	{"power-beyond-ground", editing(func(r *Request) { r.Powers = []Power{Extract} })},
	{"power-without-use", editing(func(r *Request) { r.Powers, r.Uses = []Power{Disclose}, []Use{PendingMatter} })},
	{"term-too-long", editing(func(r *Request) { r.Until = day("2022-11-03") })},
	{"no-need", editing(func(r *Request) { r.Need = " " })},
	{"no-uses", editing(func(r *Request) { r.Uses = nil })},
	{"use-beyond-ground", editing(func(r *Request) { r.Uses = []Use{Oversight} })},
	{"use-beyond-ground joint-service", applying(contact, tuula, func(r *Request) {
		r.Ground, r.Items, r.Uses = "1.2b", []string{"joint.4"}, []Use{CustomerService, Oversight}
	})},
	{"not-an-access-applicant trial-municipality-before-the-trial", func(*testing.T) error {
		m := permits.Actor{ID: "m", Body: "M091", Duties: []permits.Duty{permits.Contact}}
		r := request()
		r.Ground, r.From, r.Until = "5.2.1", day("2021-03-01"), day("2021-08-31")
		a := Application{Applicant: "M091", Request: r}
		a.Request.Person = m.ID
		return a.checkRegisters(tenMonths(), lawOf("2020-11-02"))
	}},
	// 5.3
	{"no-commission", applying(ely, auditor, func(r *Request) { *r = commissioned("ELY13", "5.3a", "study"); r.Commission = nil })},
	{"no-commission nameless", applying(ely, auditor, func(r *Request) { *r = commissioned("ELY13", "5.3a", "study"); r.Commission.Reference = "" })},
	{"needless-commission", editing(func(r *Request) { r.Commission = commissioned("TEM", "5.3a", "study").Commission })},
	{"no-such-commission-task", commissioning(ely, auditor, commissioned("ELY13", "5.3a", "development"))},
	{"no-such-commissioner ELY's-developer", commissioning(ely, auditor, commissioned("ELY13", "5.3b", "development"))},
	{"no-such-commissioner TEM's-developer", commissioning(keha, auditor, commissioned("TEM", "5.3b", "maintenance"))},
	{"no-such-commissioner office", commissioning(contact, auditor, commissioned("TE01", "5.3a", "audit"))},
	{"not-the-commissioner", commissioning(ely, auditor, commissioned("TEM", "5.3a", "audit"))},
	{"person-of-another-body commissioned-official", commissioning(ely, oskari, commissioned("ELY13", "5.3a", "audit"))},
	{"person-of-another-body of-another-firm", commissioning(ely, permits.Actor{ID: "x", Organisation: "Muu Oy"}, commissioned("ELY13", "5.3a", "audit"))},
	{"beyond-commission", applying(ely, auditor, func(r *Request) {
		*r = commissioned("ELY13", "5.3a", "study")
		r.Until = r.Until.AddDate(0, 0, 1)
	})},
	// granting
	{"not-an-access-officer", granting(keha, tuula, "", asApplied)},
	{"not-the-grantor", granting(permits.Actor{ID: "x", Body: "TE01", Duties: hanna.Duties}, tuula, "", asApplied)},
	{"own-right", granting(permits.Actor{ID: tuula.ID, Body: permits.KEHA, Duties: hanna.Duties}, tuula, "", asApplied)},
	{"own-access-application", granting(permits.Actor{ID: contact.ID, Body: permits.KEHA, Duties: hanna.Duties}, tuula, "", asApplied)},
	{"already-decided", granting(hanna, tuula, "", func(a *Application, _ *Extent) { a.State = Refused })},
	{"stale-page", granting(hanna, tuula, "", func(a *Application, _ *Extent) { a.Version++ })},
	{"wider-than-applied items", granting(hanna, tuula, "Syy.", func(_ *Application, e *Extent) { e.Items = append(e.Items, "3.1.7") })},
	{"wider-than-applied powers", granting(hanna, tuula, "Syy.", func(_ *Application, e *Extent) { e.Powers = append(e.Powers, Disclose) })},
	{"wider-than-applied offices", granting(hanna, tuula, "Syy.", func(_ *Application, e *Extent) { e.Offices = append(e.Offices, "TE02") })},
	{"wider-than-applied areas", granting(hanna, tuula, "Syy.", func(_ *Application, e *Extent) { e.Areas = []string{WholeCountry} })},
	{"wider-than-applied until", granting(hanna, tuula, "Syy.", func(_ *Application, e *Extent) { e.Until = e.Until.AddDate(0, 0, 1) })},
	{"wider-than-applied from", granting(hanna, tuula, "Syy.", func(_ *Application, e *Extent) { e.From = e.From.AddDate(0, 0, -1) })},
	{"no-reasons narrower", granting(hanna, tuula, " ", func(_ *Application, e *Extent) { e.Powers = []Power{Search} })},
	{"person-of-another-body moved-meanwhile", granting(hanna, permits.Actor{ID: tuula.ID, Body: "TE02"}, "", asApplied)},
	{"no-powers granted-none", granting(hanna, tuula, "Syy.", func(_ *Application, e *Extent) { e.Powers = nil })},
	{"no-reasons refused", func(t *testing.T) error {
		a := apply(t, contact, tuula, request())
		return last(a.Refuse(hanna, a.Version, "", now))
	}},
	{"not-a-contact withdrawn-by-another-body", func(t *testing.T) error {
		a := apply(t, contact, tuula, request())
		return last(a.Withdraw(ely, a.Version, now))
	}},
	{"already-decided withdrawn", func(t *testing.T) error {
		a, _ := grant(t, contact, tuula, request())
		return last(a.Withdraw(contact, a.Version, now))
	}},
	{"stale-page withdrawn", func(t *testing.T) error {
		a := apply(t, contact, tuula, request())
		return last(a.Withdraw(contact, a.Version+1, now))
	}},
	// 5a
	{"wider-than-right", holding(func(r Right) error {
		e := r.Extent
		e.Items = append(e.Items, "3.1.7")
		return last(r.Change(hanna, r.Version, e, "Syy.", now))
	})},
	{"right-unchanged", holding(func(r Right) error { return last(r.Change(hanna, r.Version, r.Extent, "Syy.", now)) })},
	{"no-content changed", holding(func(r Right) error {
		e := r.Extent
		e.Items = nil
		return last(r.Change(hanna, r.Version, e, "Syy.", now))
	})},
	{"no-reasons changed", holding(func(r Right) error { return last(r.Change(hanna, r.Version, Extent{}, "", now)) })},
	{"not-an-access-officer removed", holding(func(r Right) error { return last(r.Remove(contact, r.Version, ConditionsNotMet, "Syy.", now)) })},
	{"no-such-removal", holding(func(r Right) error { return last(r.Remove(hanna, r.Version, "5a.9", "Syy.", now)) })},
	{"no-reasons removed", holding(func(r Right) error { return last(r.Remove(hanna, r.Version, Misuse, " ", now)) })},
	{"stale-page removed", holding(func(r Right) error { return last(r.Remove(hanna, r.Version+1, Misuse, "Syy.", now)) })},
	{"right-removed", holding(func(r Right) error {
		r, _, err := r.Remove(hanna, r.Version, Misuse, "Syy.", now)
		if err != nil {
			return err
		}
		return last(r.Remove(hanna, r.Version, Misuse, "Syy.", now))
	})},
	{"no-such-ground changed-after-its-law", holding(func(r Right) error {
		r.Ground = "5.2.4"
		e := r.Extent
		e.Powers = []Power{Search}
		return last(r.Change(hanna, r.Version, e, "Syy.", at("2023-07-01")))
	})},
	{"not-your-right-to-tell-of", holding(func(r Right) error { return last(Notify("n", ely, r, Misuse, "Syy.", now)) })},
	{"not-your-right-to-tell-of outside", holding(func(r Right) error { return last(Notify("n", auditor, r, Misuse, "Syy.", now)) })},
	{"no-ground-told", holding(func(r Right) error { return last(Notify("n", contact, r, "", " ", now)) })},
	{"no-such-removal told", holding(func(r Right) error { return last(Notify("n", contact, r, "5a.3", "Syy.", now)) })},
	{"notice-acted-on", acting(Kept, "Syy.", func(n *Notice, _ *Right) { n.Outcome = Kept })},
	{"stale-page notice", acting(Kept, "Syy.", func(n *Notice, _ *Right) { n.Version++ })},
	{"no-reasons kept", acting(Kept, "", func(*Notice, *Right) {})},
	{"outcome-of-another-right not-removed", acting(Removed, "", func(*Notice, *Right) {})},
	{"outcome-of-another-right removed-though", acting(Kept, "Syy.", func(_ *Notice, r *Right) { r.RemovedAt = now })},
	{"outcome-of-another-right other", acting(Kept, "Syy.", func(_ *Notice, r *Right) { r.ID = "KEHA-K2-2020" })},
	// V.2
	{"not-a-legacy-right", importing(hanna, func(r *Right) { r.GrantedAt = at("2020-07-01") })},
	{"no-such-legacy-grantor", importing(hanna, func(r *Right) { r.GrantedBy = "KEHA" })},
	{"not-an-access-officer imported", importing(keha, unchanged)},
	{"item-beyond-ground imported", importing(hanna, func(r *Right) { r.Items = []string{"joint.1"} })},
	{"no-duration imported", importing(hanna, func(r *Right) { r.Until = day("2020-10-31") })},
	{"own-alert", func(*testing.T) error { return MayHandleAlert("a", "a", "Syy.") }},
	{"nothing-to-review", holding(func(r Right) error { return last(r.Review(hanna, tuula, r.Version, r.Extent, "Syy.", now)) })},
}

// TestRules: each breach is refused by its own rule.
func TestRules(t *testing.T) {
	for _, b := range breaches {
		want, _, _ := strings.Cut(b.name, " ")
		t.Run(b.name, func(t *testing.T) {
			if got := rule(b.by(t)); got != want {
				t.Errorf("the rule is %s, want %s", got, want)
			}
		})
	}
}

// TestEveryRuleIsProvoked: a rule that no test breaks is a rule nobody knows to
// work, and one without its sentences cannot be told.
func TestEveryRuleIsProvoked(t *testing.T) {
	provoked := map[string]bool{}
	for _, b := range breaches {
		name, _, _ := strings.Cut(b.name, " ")
		provoked[name] = true
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) == 0 {
				return true
			}
			f, ok := call.Fun.(*ast.Ident)
			lit, text := call.Args[0].(*ast.BasicLit)
			if !ok || !text || f.Name != "deny" && f.Name != "denyAbout" {
				return true
			}
			used, err := strconv.Unquote(lit.Value)
			if err != nil {
				t.Fatal(err)
			}
			if !provoked[used] {
				t.Errorf("%s: no test breaks %s", name, used)
			}
			if permits.Rules()[used].Text.FI == "" {
				t.Errorf("%s: rules.csv has no row %s", name, used)
			}
			return true
		})
	}
}
