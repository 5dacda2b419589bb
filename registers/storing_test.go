package registers_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tietolupa/registers"
)

// 4.1a: what has to be stored of a current client and is not.
func TestFindMissing(t *testing.T) {
	cat, err := registers.Load()
	if err != nil {
		t.Fatal(err)
	}
	day := func(s string) registers.Day {
		d, err := registers.ParseDay(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	rule := func(id, tie, stored, columns string, match registers.StoringMatch, days int) registers.StoringRule {
		return registers.StoringRule{ID: id, Tie: tie, Stored: stored, Columns: strings.Fields(columns), Match: match, Days: days, From: day("2020-07-01")}
	}
	row := func(table string, values ...string) registers.StoredRow {
		r := registers.StoredRow{Table: table, Values: map[string]string{"office": "TE01"}}
		for i := 0; i < len(values); i += 2 {
			r.Values[values[i]] = values[i+1]
		}
		return r
	}
	clientship := row("clientship", "clientship_id", "1", "start_date", "2020-10-01")
	contact := rule("contact", "clientship", "person", "phone email", registers.StoredEver, 0)
	plan := rule("plan", "clientship", "plan", "", registers.StoredSince, 14)
	code := rule("code", "clientship", "employment_code", "", registers.StoredOpen, 0)
	joint := rule("joint", "joint_service", "joint_plan", "", registers.StoredLinked, 92)
	none := rule("none", "person", "clientship", "", registers.StoredEver, 0)
	ended := contact
	ended.Until = day("2020-10-31")
	for name, c := range map[string]struct {
		rule registers.StoringRule
		rows []registers.StoredRow
		want string // the day it was due
	}{
		"no contact details":           {contact, []registers.StoredRow{clientship, row("person", "phone", "")}, "2020-10-01"},
		"one of them is enough":        {contact, []registers.StoredRow{clientship, row("person", "phone", "040 1")}, ""},
		"not a client any more":        {contact, []registers.StoredRow{row("clientship", "start_date", "2020-10-01", "end_date", "2020-11-01")}, ""},
		"a client until today":         {contact, []registers.StoredRow{row("clientship", "start_date", "2020-10-01", "end_date", "2020-11-02")}, "2020-10-01"},
		"no client yet":                {contact, []registers.StoredRow{row("clientship", "start_date", "2020-11-03")}, ""},
		"a rule that has ended":        {ended, []registers.StoredRow{clientship}, ""},
		"the term has run":             {plan, []registers.StoredRow{clientship}, "2020-10-15"},
		"the last day of the term":     {plan, []registers.StoredRow{row("clientship", "start_date", "2020-10-19")}, ""},
		"the day after it":             {plan, []registers.StoredRow{row("clientship", "start_date", "2020-10-18")}, "2020-11-01"},
		"a plan of an earlier time":    {plan, []registers.StoredRow{clientship, row("plan", "signed_on", "2020-09-30")}, "2020-10-15"},
		"a plan of this time":          {plan, []registers.StoredRow{clientship, row("plan", "signed_on", "2020-10-01")}, ""},
		"a spell that has ended":       {code, []registers.StoredRow{clientship, row("employment_code", "start_date", "2020-10-01", "end_date", "2020-11-01")}, "2020-10-01"},
		"a spell under way":            {code, []registers.StoredRow{clientship, row("employment_code", "start_date", "2020-10-01")}, ""},
		"another joint service's plan": {joint, []registers.StoredRow{row("joint_service", "joint_service_id", "7", "start_date", "2020-07-01"), row("joint_plan", "joint_service_id", "8")}, "2020-10-01"},
		"the joint service's own plan": {joint, []registers.StoredRow{row("joint_service", "joint_service_id", "7", "start_date", "2020-07-01"), row("joint_plan", "joint_service_id", "7")}, ""},
		"nobody's client":              {none, []registers.StoredRow{row("person")}, "-"},
		"once a client":                {none, []registers.StoredRow{row("person"), clientship}, ""},
		"a table that is not there":    {rule("x", "neighbour", "plan", "", registers.StoredEver, 0), []registers.StoredRow{clientship}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := ""
			for _, m := range registers.FindMissing(cat, c.rows, []registers.StoringRule{c.rule}, day("2020-11-02")) {
				if got += m.Due.String(); m.Due.IsZero() {
					got += "-"
				}
				if m.Office != "TE01" {
					t.Errorf("office %s", m.Office)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
