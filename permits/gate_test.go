package permits

import (
	"slices"
	"testing"

	"tietolupa/registers"
)

// openIn lists the conditions of the gate that are open.
func openIn(c Case, hour int) (names []string) {
	for _, g := range c.GateConditions(hours(hour)) {
		if !slices.Contains(GateNames(), g.Name) {
			panic(g.Name + " has no name")
		}
		if g.Open != nil {
			names = append(names, g.Name)
		}
	}
	return names
}

// TestGateIsItsConditions: the gate is the first of its conditions that is open, and
// each is open until who has to has met it.
func TestGateIsItsConditions(t *testing.T) { // 4 A, TiHL 14 §, JulkL 34 §, TSL 31.3 §
	for _, x := range []struct {
		state State
		hour  int
		open  []string
	}{
		{Granted, 5, []string{"served", "accepted", "price", "signed", "in-force", "final", "key"}},
		{Served, 6, []string{"accepted", "price", "signed", "in-force", "key"}},
		{InForce, 20, nil},
		{Ended, 20, []string{"in-force"}},
	} {
		c := at(t, x.state)
		if got := openIn(c, x.hour); !slices.Equal(got, x.open) {
			t.Errorf("%s: open are %v, want %v", x.state, got, x.open)
		}
		if (c.Gate(hours(x.hour)) == nil) != (len(x.open) == 0) {
			t.Errorf("%s: the gate says %v", x.state, c.Gate(hours(x.hour)))
		}
	}
	c := at(t, InForce)
	for _, g := range c.GateConditions(hours(20)) {
		if g.At.IsZero() || g.Turn != WaitsNobody || len(g.Waits) > 0 {
			t.Errorf("%s is met by %q at %v, and waits for %v", g.Name, g.By, g.At, g.Waits)
		}
	}
	c.Life.Suspension = &Suspension{By: "paivi", At: hours(19)}
	if got := openIn(c, 20); !slices.Equal(got, []string{"suspended"}) {
		t.Errorf("suspended: open are %v", got)
	}
}

// TestPriceIsAcceptedWithTheConditions: the acceptance covers the price; one that
// changes afterwards is accepted anew before data leave, and what costs nothing needs
// no acceptance.
func TestPriceIsAcceptedWithTheConditions(t *testing.T) { // JulkL 34 §, letters 2 row 9
	ok := must[Case](t)
	c := at(t, InForce)
	before := c.ConditionsSHA256()
	d := *c.Decision
	d.Fee = &DecidedFee{Hours: 8}
	c.Decision = &d
	if c.ConditionsSHA256() == before {
		t.Error("the price is not in what is accepted")
	}
	if got := c.RetrievalPrice().In("fi"); got != "Tietojen poiminta maksaa 52,00 euroa työtunnilta. Työ on arvioitu 416,00 euroksi toimitusta kohden, eikä siitä laskuteta kysymättä enempää kuin 499,20 euroa." {
		t.Error(got)
	}
	if got := rule(c.Gate(hours(20))); got != "price-not-accepted" || !slices.Equal(openIn(c, 20), []string{"price"}) {
		t.Errorf("at another price: %s, open are %v", got, openIn(c, 20))
	}
	if _, _, err := c.AcceptConditions(aino, before, hours(21)); rule(err) != "other-text" {
		t.Errorf("the earlier text is accepted: %v", err)
	}
	c = ok(c.AcceptConditions(aino, c.ConditionsSHA256(), hours(21)))
	if c.State != InForce || c.Gate(hours(22)) != nil {
		t.Errorf("accepted anew: %s, %v", c.State, c.Gate(hours(22)))
	}
	if _, _, err := c.AcceptConditions(aino, c.ConditionsSHA256(), hours(23)); rule(err) != "already-signed" {
		t.Errorf("accepted twice: %v", err)
	}
	d.Fee = &DecidedFee{Hours: 8, Waiver: "reciprocity"}
	c.Decision, c.Accepted = &d, &Signature{By: "aino", At: hours(7)}
	if c.Gate(hours(22)) != nil || c.RetrievalPrice().In("fi") != "" {
		t.Errorf("free of charge: %v", c.Gate(hours(22)))
	}
}

// TestWhatTheLetterAsksIsDeclared: what the letter asks to be done before delivery is
// declared with the acceptance, and nothing leaves without.
func TestWhatTheLetterAsksIsDeclared(t *testing.T) { // TSL 31.3 §, JulkL 28.1 §
	ok := must[Case](t)
	c := at(t, Served)
	plain := c.ConditionsSHA256()
	c.Application.Article9 = "6"
	c.Application.Linked = []LinkedData{{Name: "Tutkintorekisteri", State: LinkedPending}, {Name: "Oma aineisto", State: LinkedHeld}}
	if _, _, err := c.AcceptConditions(aino, plain, hours(7)); rule(err) != "other-text" {
		t.Errorf("accepted without the declarations: %v", err)
	}
	if got := c.Accepts("sv"); len(got) != 3 || !slices.Equal(c.BeforeDelivery(), []string{DPIASent, LinkedPermits}) {
		t.Errorf("it covers %q", got)
	}
	c = ok(c.AcceptConditions(aino, c.ConditionsSHA256(), hours(7)))
	for _, by := range []Actor{aino, eero} {
		_, sha := Undertaking("fi")
		c = ok(c.Sign(by, sha, hours(8)))
	}
	if c = proved(t, c, hours(9)); c.Gate(hours(20)) != nil {
		t.Errorf("declared: %v", c.Gate(hours(20)))
	}
	c.Accepted = &Signature{By: "aino", At: hours(7), Price: c.Accepted.Price, Declared: []string{LinkedPermits}}
	if got := rule(c.Gate(hours(20))); got != "not-declared" || !slices.Equal(openIn(c, 20), []string{"dpia"}) {
		t.Errorf("half declared: %s, open are %v", got, openIn(c, 20))
	}
	c.Application.Recipient = Recipient{Kind: PersonRecipient, Name: "Aino Virtanen", Key: "age1other"}
	if got := openIn(c, 20); !slices.Contains(got, "key") {
		t.Errorf("to another key: open are %v", got)
	}
	if _, err := c.AsItStands().Conditions("fi"); err != nil || c.PermitTerm().From.Before(registers.DayOf(start)) {
		t.Error(err)
	}
}
