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
	for _, m := range []struct {
		strong, rows []Command
		leaves       []EventKind
	}{
		{strongOnRequests, RequestCommands(), leaves(requestSteps(), strongOnRequests)}, {strongOnBreaches, BreachCommands(), leaves(breachSteps(), strongOnBreaches)},
	} {
		for _, do := range m.strong {
			if !slices.Contains(m.rows, do) {
				t.Errorf("%s has no row", do)
			}
		}
		if len(m.leaves) == 0 {
			t.Error("the commands leave nothing")
		}
	}
	if IdentifiedFor(hours(0)).Hours() != 12 {
		t.Errorf("an identification holds %v", IdentifiedFor(hours(0)))
	}
}

// TestStrongOnOtherMatters: what settles a request, a breach or a disclosure asks
// for the same, keeps the same evidence, and what only asks or tells does not.
func TestStrongOnOtherMatters(t *testing.T) {
	type done func(by Actor, kind EventKind) (Event, error)
	matters := map[string]struct {
		step   done
		events map[Command][]EventKind
		strong func(Command) bool
	}{
		"request": {func(by Actor, kind EventKind) (Event, error) {
			_, e, err := (Request{ID: "KEHA-P1-2020"}).step(kind, by, hours(20), TextRef{})
			return e, err
		}, map[Command][]EventKind{}, RequestNeedsStrong},
		"breach": {func(by Actor, kind EventKind) (Event, error) {
			_, e, err := (Breach{ID: "KEHA-T1-2020"}).step(kind, by, hours(20), TextRef{})
			return e, err
		}, map[Command][]EventKind{}, BreachNeedsStrong},
		"disclosure": {func(by Actor, kind EventKind) (Event, error) {
			_, e, err := (Disclosure{ID: "KEHA-L1-2020"}).step(kind, by, hours(20))
			return e, err
		}, map[Command][]EventKind{}, DisclosureNeedsStrong},
	}
	for _, s := range requestSteps() {
		matters["request"].events[s.Command] = s.Events
	}
	for _, s := range breachSteps() {
		matters["breach"].events[s.Command] = s.Events
	}
	for do, kind := range disclosureEvents {
		matters["disclosure"].events[do] = []EventKind{kind}
	}
	for name, m := range matters {
		for do, kinds := range m.events {
			for _, kind := range kinds {
				_, err := m.step(weakly(paivi), kind)
				e, strongly := m.step(paivi, kind)
				if m.strong(do) != (rule(err) == "weak-identification") || strongly != nil || m.strong(do) != (e.Detail["identified"] == loa3) {
					t.Errorf("%s: %s, marked %v, leaves %s: %v, %v", name, do, m.strong(do), kind, err, e.Detail)
				}
			}
		}
	}
}
