package extracts

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tietolupa/permits"
	"tietolupa/registers"
)

// TestDryRunMeasuresAndLeavesNothing: the report counts what the registers hold
// by heart, and no file, folder or key is left (sdc 3, law 4 A).
func TestDryRunMeasuresAndLeavesNothing(t *testing.T) {
	in := input(t, smallRegister(t), granted(t, "person.hid_e=pseudonym", "person.sex=exact", "person.disability=exact",
		"employment_code.hid_e=pseudonym", "employment_code.code=exact"))
	trial := permits.Trial{Case: "KEHA-1-2020", No: 1, Scope: in.Order.Scope, LawDay: in.Order.LawDay}
	got, taken, err := DryRun(t.Context(), trial, Input{Catalogue: in.Catalogue, Snapshot: in.Snapshot, Dir: in.Dir, Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	if taken.IsZero() {
		t.Error("nobody knows when the registers were read")
	}
	// Aino and three men, of whom none has a disability; Helmi is removable.
	want := permits.RiskReport{
		Tables:  []permits.TrialTable{{Name: "person", Rows: 4, Subjects: 4}, {Name: "employment_code", Rows: got.Tables[1].Rows, Subjects: got.Tables[1].Subjects}},
		Persons: 4, Quasi: []string{"person.sex"}, Classes: 2, SmallestClass: 1, Uniques: 1,
		Sizes: []permits.ClassSizes{
			{From: 1, To: 1, Classes: 1, Persons: 1}, {From: 2, To: 2}, {From: 3, To: 4, Classes: 1, Persons: 3}, {From: 5, To: 9},
			{From: 10, To: 49}, {From: 50, To: 99}, {From: 100, To: 999}, {From: 1000},
		},
		Cells: []permits.SmallCells{{Variable: "person.sex", Protection: registers.Exact, Values: 2, Small: 2, Persons: 4, Threshold: 5}},
	}
	want.Sensitive = got.Sensitive
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the report (-want +got):\n%s", diff)
	}
	if len(got.Sensitive) != 1 || got.Sensitive[0].Variable != "person.disability" {
		t.Errorf("sensitive classes %+v", got.Sensitive)
	}
	left, err := os.ReadDir(in.Dir)
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}
