package registers

import (
	"errors"
	"testing"
)

// GDPR 17: a row goes by an open request about its register, for a reason; who
// the client is stays.
func TestErasureOfARow(t *testing.T) {
	open := Request{Kind: Erasure, Register: "person", State: Received}
	plan := Table{Name: "plan", Register: "person", Subject: "person"}
	for name, c := range map[string]struct {
		request  func(*Request)
		table    Table
		identity bool
		reason   string
		want     string
	}{
		"as it should be":          {nil, plan, false, "Another person's plan.", ""},
		"answered already":         {func(r *Request) { r.State = RequestAnswered }, plan, false, "x", "12-state"},
		"another right":            {func(r *Request) { r.Kind = Rectification }, plan, false, "x", "12-state"},
		"who asks is in doubt":     {func(r *Request) { r.State = IdentityQuestions }, plan, false, "x", "12-state"},
		"another register":         {func(r *Request) { r.Register = "joint" }, plan, false, "x", "12-kind"},
		"who the client is":        {nil, Table{Name: "person", Register: "person", Subject: "person"}, true, "x", "17-identity"},
		"nobody says why it is so": {nil, plan, false, " \n", "12-reason"},
	} {
		t.Run(name, func(t *testing.T) {
			r := open
			if c.request != nil {
				c.request(&r)
			}
			err := CheckErasure(r, c.table, c.identity, c.reason)
			rule, is := errors.AsType[*RuleError](err)
			if (err == nil) != (c.want == "") || err != nil && (!is || rule.Rule != c.want || rule.In("fi") == "" || rule.In("sv") == "" || rule.In("en") == "") {
				t.Errorf("%v, want the rule %q", err, c.want)
			}
		})
	}
}
