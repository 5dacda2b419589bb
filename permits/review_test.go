package permits

import "testing"

// TestReturnSaysWhy: a proposal goes back to its presenter with words that the
// officers read and the parties do not.
func TestReturnSaysWhy(t *testing.T) { // PL 118 §, HL 45 §
	c := at(t, Proposed)
	if _, _, err := c.Return(henrik, c.Version, "  ", hours(5)); rule(err) != "no-reasons" {
		t.Errorf("without words: %v", err)
	}
	if _, _, err := c.Return(paivi, c.Version, "Perustele tarpeellisuus.", hours(5)); rule(err) != "not-a-decider" {
		t.Errorf("by the presenter: %v", err)
	}
	next, e, err := c.Return(henrik, c.Version, "Perustele tarpeellisuus.", hours(5))
	if err != nil || next.State != InReview || len(next.Written) != 1 {
		t.Fatalf("%s, %d texts, %v", next.State, len(next.Written), err)
	}
	said := next.Written[0]
	if said.Kind != ReturnText || e.Detail["text"] != said.SHA256 || !MaySeeText(paivi, next, said) || MaySeeText(aino, next, said) {
		t.Errorf("%+v, the event has %v", said, e.Detail)
	}
}

// TestDryRunIsOfTheScopeGranted: a grant never rests on a dry run of another scope,
// whose cohort may be larger than the one granted.
func TestDryRunIsOfTheScopeGranted(t *testing.T) { // GDPR 35, 39
	c := at(t, InReview)
	cat := theCatalogue(t)
	run := func(s Scope, no int) Trial {
		return Trial{No: no, Scope: s.WithKeys(cat), State: TrialDone, Report: &RiskReport{Persons: 5000}}
	}
	wide, narrow := proposal(c), partial(c)
	if _, _, err := c.Propose(paivi, c.Version, true, narrow.Rests([]Trial{run(wide.Scope, 1)}), cat, hours(4)); rule(err) != "trial-stale" {
		t.Errorf("on a run of all that was applied for: %v", err)
	}
	must[Case](t)(c.Propose(paivi, c.Version, true, narrow.Rests([]Trial{run(wide.Scope, 1), run(narrow.Scope, 2)}), cat, hours(4)))
	must[Case](t)(c.Propose(paivi, c.Version, true, wide.Rests([]Trial{run(wide.Scope, 1)}), cat, hours(4)))
	must[Case](t)(c.Propose(paivi, c.Version, true, refusal("Suunnitelma puuttuu.").Rests([]Trial{run(narrow.Scope, 1)}), cat, hours(4)))
}
