package permits

import "testing"

// TestRemedyAgainstARevocation: each outcome of a remedy against a revocation,
// with and without an interim order.
func TestRemedyAgainstARevocation(t *testing.T) { // HL 49 b–g §, HOL 81, 123 §, law.md 14.1
	ok := must[Case](t)
	for _, test := range []struct {
		outcome   string
		state     State
		gate      string // at once after the ruling
		downloads string
	}{
		{RemedyRejected, Revoked, "not-in-force", "not-in-force"},
		{RemedyDismissed, Revoked, "not-in-force", "not-in-force"},
		{RemedyWithdrawn, Revoked, "not-in-force", "not-in-force"},
		{RemedyChanged, InForce, "", ""},
		{RemedyOverturned, InForce, "", ""},
		{RemedyReturned, InForce, "suspended", "suspended"},
	} {
		t.Run(test.outcome, func(t *testing.T) {
			c := at(t, Revoked)
			c = ok(c.RectifyOf(aino, c.Version, RevocationRemedy, "Peruuttaminen on aiheeton.", hours(20)))
			if got := rule(c.Gate(hours(21))); got != "not-in-force" {
				t.Errorf("while it is open the gate says %q", got)
			}
			if _, _, err := c.Rule(henrik, c.Version, test.outcome, "Perustelut.", hours(22)); rule(err) != "same-decider" {
				t.Errorf("who revoked rules on it: %v", err)
			}
			stayed := ok(c.Interim(both, c.Version, "authority", false, "Peruuttamista ei panna täytäntöön.", hours(21)))
			if err := stayed.Gate(hours(22)); err != nil {
				t.Errorf("stayed, the gate says %v", err)
			}
			if got := rule(ok(stayed.Interim(both, stayed.Version, "authority", true, "Kielto raukeaa.", hours(22))).Gate(hours(23))); got != "not-in-force" {
				t.Errorf("once the order is replaced, the gate says %q", got)
			}
			c = ok(stayed.Rule(both, stayed.Version, test.outcome, "Perustelut.", hours(22)))
			gate := "no error"
			if test.gate != "" {
				gate = test.gate
			}
			if c.State != test.state || gateOf(c) != gate {
				t.Errorf("%s, the gate says %q", c.State, gateOf(c))
			}
			if c.Decision == nil || c.Accepted == nil {
				t.Error("the decision itself was undone")
			}
		})
	}
	t.Run("an appeal against the decision does not touch the revocation", func(t *testing.T) {
		c := at(t, Revoked)
		c = ok(c.Rectify(aino, c.Version, "Vaadin laajempaa.", hours(20)))
		if _, _, err := c.Interim(both, c.Version, "court", false, "Saa luovuttaa.", hours(21)); rule(err) != "no-remedy" {
			t.Errorf("an order opens a revoked permit: %v", err)
		}
		c = ok(c.Rule(both, c.Version, RemedyChanged, "Perustelut.", hours(22)))
		if c.State != Revoked {
			t.Errorf("state %s", c.State)
		}
	})
}

func gateOf(c Case) string {
	if err := c.Gate(hours(23)); err != nil {
		return rule(err)
	}
	return "no error"
}

// TestRemedyAgainstAChange: what the change gave is granted no longer, the
// decision stands, and one that was sent back is decided again.
func TestRemedyAgainstAChange(t *testing.T) { // HOL 81 §, HL 49 g §
	ok := must[Case](t)
	cat := theCatalogue(t)
	for outcome, want := range map[string]struct {
		years int // of the term, beyond the decision's
		asked bool
	}{RemedyRejected: {1, false}, RemedyOverturned: {0, false}, RemedyChanged: {0, true}, RemedyReturned: {0, true}} {
		t.Run(outcome, func(t *testing.T) {
			c := at(t, InForce)
			decided := c.PermitTerm().To
			c = ok(c.AskChange(aino, c.Version, Delta{Until: decided.AddDate(1, 0, 0)}, "Aineisto tarvitaan.", cat, hours(20)))
			c = ok(c.ProposeChange(paivi, c.Version, &c.Life.Changes[0].Asked, nil, "Täyttyy.", cat, hours(21)))
			c = ok(c.DecideChange(henrik, c.Version, hours(22)))
			c = ok(c.AcceptChange(aino, c.Version, agreed(c), cat, hours(23)))
			c = ok(c.RectifyOf(aino, c.Version, "change-1", "Vaadin pidempää.", hours(24)))
			c = ok(c.Rule(both, c.Version, outcome, "Perustelut.", hours(25)))
			if got := c.PermitTerm().To; got != decided.AddDate(want.years, 0, 0) {
				t.Errorf("the term ends %s", got)
			}
			if got := c.openChange() != nil; got != want.asked {
				t.Errorf("decided again: %v", got)
			}
			if c.State != InForce || c.Decision == nil {
				t.Errorf("state %s", c.State)
			}
		})
	}
}
