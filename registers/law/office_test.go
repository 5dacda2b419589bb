package law

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tietolupa/registers"
)

// The offices whose rows the registers take (2.3b) are those that the dated
// table of organisations knows, for the same days: TE offices to the end of 2024,
// employment authorities from 2025.
func TestOfficesAreTheOrganisations(t *testing.T) {
	cat, err := registers.Load()
	if err != nil {
		t.Fatal(err)
	}
	tables, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	type period struct{ From, Until string }
	want, got := map[string]period{}, map[string]period{}
	for _, o := range tables.organisations {
		if o.Party == registers.Office || o.Party == registers.Authority {
			want[o.Code] = period{o.From.String(), o.Until.String()}
		}
	}
	for _, c := range cat.Codes("office") {
		until := ""
		if !c.Until.IsZero() {
			until = registers.DayOf(c.Until).String()
		}
		got[c.Code] = period{registers.DayOf(c.From).String(), until}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for day, open := range map[string]map[string]bool{
		"2024-12-31": {"TE01": true, "TVV091": false}, "2025-01-01": {"TE01": false, "TVV091": true},
	} {
		on, _ := registers.ParseDay(day)
		for code, want := range open {
			if _, is := cat.CodeOn("office", code, on); is != want {
				t.Errorf("%s: a row of %s may be written: %v", day, code, is)
			}
		}
	}
}
