package registers

import (
	"errors"
	"testing"
)

// GDPR 18(3): a restriction is lifted for a reason, once its subject has been told.
func TestRestrictionIsLifted(t *testing.T) {
	granted := Request{Kind: Restriction, Register: "employer", State: RequestAnswered, ClosedOn: mustDay("2020-11-02"), Reply: Reply{Outcome: RequestGranted}}
	day := mustDay("2020-12-01")
	for name, test := range map[string]struct {
		rule   string
		reason string
		told   Day
		change func(*Request)
	}{
		"as asked":               {"", "The accuracy has been verified.", day, nil},
		"partly granted":         {"", "Verified.", day, func(r *Request) { r.Reply.Outcome = RequestPartly }},
		"told earlier":           {"", "Verified.", mustDay("2020-11-20"), nil},
		"not told":               {"18.3", "Verified.", Day{}, nil},
		"told afterwards":        {"18.3", "Verified.", mustDay("2020-12-02"), nil},
		"told before it was so":  {"18.3", "Verified.", mustDay("2020-11-01"), nil},
		"without a reason":       {"12-reason", " ", day, nil},
		"what was refused":       {"12-state", "Verified.", day, func(r *Request) { r.Reply.Outcome = RequestRefused }},
		"what is open":           {"12-state", "Verified.", day, func(r *Request) { r.State = Received }},
		"another right":          {"12-state", "Verified.", day, func(r *Request) { r.Kind = Objection }},
		"what was lifted before": {"12-state", "Verified.", day, func(r *Request) { r.LiftedOn = day }},
	} {
		t.Run(name, func(t *testing.T) {
			r := granted
			if test.change != nil {
				test.change(&r)
			}
			lifted, err := Lift(r, test.reason, test.told, day)
			rule, is := errors.AsType[*RuleError](err)
			if test.rule == "" && (err != nil || lifted.Restricts() || !r.Restricts() || lifted.LiftedOn != day || lifted.LiftTold != test.told) {
				t.Errorf("%+v, %v", lifted, err)
			}
			if test.rule != "" && (!is || rule.Rule != test.rule || rule.In("sv") == "") {
				t.Errorf("%v, want rule %s", err, test.rule)
			}
		})
	}
}

// GDPR 18(2): restricted data are stored, and used to answer their subject.
func TestRestrictedDataAreOnlyStored(t *testing.T) {
	for use, open := range map[Use]bool{Storing: true, Answering: true, Viewing: false, Changing: false, Telling: false, Selecting: false, "unheard of": false} {
		if err := CheckRestriction("", use); err != nil {
			t.Errorf("%s of unrestricted data: %v", use, err)
		}
		err := CheckRestriction("R-1-2020", use)
		rule, is := errors.AsType[*RuleError](err)
		if (err == nil) != open || err != nil && (!is || rule.Rule != "18" || rule.In("fi") == "" || rule.In("sv") == "" || rule.In("en") == "") {
			t.Errorf("%s: %v", use, err)
		}
	}
}
