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
