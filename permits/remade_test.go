package permits

import (
	"strings"
	"testing"

	"tietolupa/registers"
)

// undone is a permit in use, with a change of its scope, an interim order and a
// package, whose decision a court has sent back to be made anew.
func undone(t *testing.T) (c Case, pack Order) {
	t.Helper()
	ok, cat := must[Case](t), theCatalogue(t)
	c = at(t, InForce)
	wider := c.Granted()
	wider.Tables = append([]ScopeTable(nil), wider.Tables...)
	wider.Tables[0].Variables = append(append([]ScopeVariable(nil), wider.Tables[0].Variables...), ScopeVariable{"person.citizenship", registers.Exact})
	d := Delta{Scope: &wider, Until: on("2024-11-02")}
	c = ok(c.AskChange(aino, c.Version, d, "Uusi kysymys.", cat, hours(20)))
	c = granting(t, c, henrik, hours(21))
	c = ok(c.AcceptChange(aino, c.Version, agreed(c), cat, hours(23)))
	c = ok(c.Rectify(aino, c.Version, "Vaadin.", hours(24)))
	c = ok(c.Interim(henrik, c.Version, "authority", true, "Ei saa luovuttaa.", hours(25)))
	pack = Order{At: hours(24), Recipient: c.Recipient()}
	c = ok(ruling(c, both, 0, RemedyChanged, hours(26)))
	return c, pack
}

// anew decides and serves c again, by d.
func anew(t *testing.T, c Case, d Decision) Case {
	t.Helper()
	ok := must[Case](t)
	c = ok(c.Propose(paivi, c.Version, true, d, theCatalogue(t), hours(27)))
	c = ok(c.Decide(henrik, c.Version, true, hours(28)))
	c = signed(t, c, hours(28))
	return ok(c.Serve(paivi, hours(29), hours(29)))
}

// TestDecisionMadeAnew: nothing of a decision that was undone lives on in the one
// that takes its place: no change, no interim order, no delivery and no package.
func TestDecisionMadeAnew(t *testing.T) { // HL 49 g, 50 §; HOL 81, 123 §; JulkL 28 §
	ok, cat := must[Case](t), theCatalogue(t)
	was, pack := undone(t)
	c := anew(t, was, proposal(was))
	c = ok(c.AcceptConditions(aino, c.ConditionsSHA256(), hours(30)))
	_, fi := Undertaking("fi")
	_, sv := Undertaking("sv")
	c = ok(c.Sign(aino, fi, hours(31)))
	c = ok(c.Sign(eero, sv, hours(32)))
	if c.State != InForce {
		t.Fatalf("state %s", c.State)
	}
	if c.Granted().Hash() != c.Decision.Scope.Hash() || c.PermitTerm() != c.Decision.Term {
		t.Error("a change of the earlier decision lives on")
	}
	if err := c.Gate(c.DeliveryFrom().Add(1)); rule(err) == "gate-closed" {
		t.Error("an order on the earlier decision closes the gate")
	}
	if got := rule(c.LetsOut(pack, "aino", hours(40))); got != "decision-undone" {
		t.Errorf("the package of the earlier decision: %s", got)
	}
	if due := c.DueDeliveries([]Made{{At: hours(24)}, {Cause: "change-1", At: hours(25)}}, cat, hours(40)); len(due) != 1 || due[0].Scope.Hash() != c.Decision.Scope.Hash() {
		t.Errorf("due: %+v", due)
	}
}

// TestRefusedAnew: what was delivered on a decision that was undone is destroyed
// when the case is then refused, and the key after it.
func TestRefusedAnew(t *testing.T) { // condition 16, 17; JulkL 28.2 §
	ok := must[Case](t)
	was, _ := undone(t)
	c := anew(t, was, refusal("Suunnitelma puuttuu."))
	due := c.DestructionDue(hours(40))
	if c.State != Ended || due.IsZero() || c.KeyDay().IsZero() {
		t.Fatalf("state %s, destruction due %s, key %s", c.State, due, c.KeyDay())
	}
	if !c.Overdue(due.Time().AddDate(0, 0, 2)) {
		t.Error("it is never late")
	}
	c = ok(c.DeclareDestruction(aino, c.Version, "Tuhottu.", on("2021-01-01"), hours(41)))
	if c.State != Destroyed {
		t.Errorf("state %s", c.State)
	}
}

// TestOrderSaysTheDaysOfDestruction: the day on which the data must be destroyed
// follows the decision's own order, and the letter's day of the key the program's.
func TestOrderSaysTheDaysOfDestruction(t *testing.T) { // conditions 16 and 17
	c := at(t, Ended)
	ended := registers.DayOf(c.EndedAt)
	if got := c.DestructionDue(hours(40)); got != ended.AddDate(0, 0, 30) {
		t.Errorf("by the usual order: %s", got)
	}
	d := *c.Decision
	d.Conditions = append([]Condition(nil), d.Conditions...)
	for i := range d.Conditions {
		if d.Conditions[i].No == 16 {
			d.Conditions[i].Parameters = map[string]string{"days": "60"}
		}
	}
	c.Decision = &d
	if got := c.DestructionDue(hours(40)); got != ended.AddDate(0, 0, 60) {
		t.Errorf("by its own order: %s", got)
	}
	worded, err := c.Conditions("fi")
	if err != nil {
		t.Fatal(err)
	}
	full := c
	full.EndedAt = c.PermitTerm().To.Time()
	key := WriteDay(full.KeyDay())
	for _, w := range worded {
		if w.No == 17 && !strings.Contains(w.Text, key) {
			t.Errorf("order 17 does not say %s: %s", key, w.Text)
		}
	}
}
