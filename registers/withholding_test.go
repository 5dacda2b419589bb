package registers

import (
	"errors"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCheckWithholding(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		w    Withholding
		rule string
	}{
		{"TSL 34.1 § 2 k a column", Withholding{Table: "person", Column: "phone", Ground: WithheldHealth, Reason: "r"}, ""},
		{"a whole table", Withholding{Table: "plan", Ground: WithheldSecurity, Reason: "r"}, ""},
		{"an unknown ground", Withholding{Table: "plan", Ground: "34.1.4", Reason: "r"}, "34-ground"},
		{"no reason", Withholding{Table: "plan", Ground: WithheldSecurity, Reason: " "}, "34-ground"},
		{"no such table", Withholding{Table: "nothing", Ground: WithheldSecurity, Reason: "r"}, "34-about"},
		{"no such column", Withholding{Table: "plan", Column: "nothing", Ground: WithheldSecurity, Reason: "r"}, "34-about"},
	} {
		err := CheckWithholding(c, test.w)
		var r *RuleError
		if got := errors.As(err, &r); got != (test.rule != "") || got && r.Rule != test.rule {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}

func TestReportWithholds(t *testing.T) {
	r := SubjectReport{
		Held: []HeldRow{
			{Table: "person", Values: []HeldValue{{"person.phone", "1"}, {"person.email", "2"}}},
			{Table: "plan", Values: []HeldValue{{"plan.kind", "01"}}},
		},
		Consider: []string{"person.phone", "plan.kind", "planning.x"},
		Extracts: []WasInside{{Recipient: "B"}, {Recipient: "A"}, {Recipient: "B"}}, Disclosures: []Disclosed{{Recipient: "C"}},
	}
	got := r.Withhold([]Withholding{
		{Table: "person", Column: "phone", Ground: WithheldHealth, Reason: "r"},
		{Table: "plan", Ground: WithheldSecurity, Reason: "secret", Silent: true},
	})
	want := []HeldRow{{Table: "person", Values: []HeldValue{{"person.email", "2"}}}}
	if !reflect.DeepEqual(want, got.Held) {
		t.Errorf("%+v, want %+v", got.Held, want)
	}
	if got.Withheld[0].Reason != "r" || got.Withheld[1].Reason != "" {
		t.Errorf("reasons %+v", got.Withheld)
	}
	if diff := cmp.Diff([]string{"planning.x"}, got.Consider); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"A", "B", "C"}, got.Recipients()); diff != "" {
		t.Error(diff)
	}
	if len(r.Held) != 2 || len(r.Held[0].Values) != 2 {
		t.Error("withholding changed what it was made of")
	}
}
