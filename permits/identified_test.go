package permits

import (
	"slices"
	"testing"
)

// TestStrongCommands walks every command: what its row marks refuses whoever has
// not been identified strongly and keeps as evidence how who does it was, and no
// command that is not marked leaves the same events (act 617/2009; SAsL 9, 16, 18
// §).
func TestStrongCommands(t *testing.T) {
	marked := 0
	for _, g := range guards() {
		for _, kind := range g.Events {
			_, _, err := at(t, InForce).step(kind, weakly(aino), hours(20), nil)
			if NeedsStrong(g.Command) != (rule(err) == "weak-identification") {
				t.Errorf("%s, marked %v, leaves %s: %v", g.Command, NeedsStrong(g.Command), kind, err)
			}
			_, e, err := at(t, InForce).step(kind, aino, hours(20), map[string]string{"no": "1"})
			if err != nil || NeedsStrong(g.Command) != (e.Detail["identified"] == loa3) {
				t.Errorf("%s leaves %s: %v, %v", g.Command, kind, e.Detail, err)
			}
		}
		if NeedsStrong(g.Command) {
			marked++
		}
	}
	if marked != len(strongCommands) || slices.ContainsFunc(strongCommands, func(do Command) bool { _, known := guardOf(do); return !known }) {
		t.Errorf("%d of %d marked commands have a row", marked, len(strongCommands))
	}
	if IdentifiedFor(hours(0)).Hours() != 12 {
		t.Errorf("an identification holds %v", IdentifiedFor(hours(0)))
	}
}
