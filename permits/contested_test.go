package permits

import (
	"testing"
	"time"
)

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
		{RemedyOverturned, InForce, "", ""},
	} {
		t.Run(test.outcome, func(t *testing.T) {
			c := at(t, Revoked)
			c = ok(c.RectifyOf(aino, c.Version, RevocationRemedy, time.Time{}, "Peruuttaminen on aiheeton.", hours(20)))
			if got := rule(c.Gate(hours(21))); got != "not-in-force" {
				t.Errorf("while it is open the gate says %q", got)
			}
			if _, _, err := ruling(c, henrik, 0, test.outcome, hours(22)); rule(err) != "same-decider" {
				t.Errorf("who revoked rules on it: %v", err)
			}
			stayed := ok(c.Interim(both, c.Version, "authority", false, "Peruuttamista ei panna täytäntöön.", hours(21)))
			if err := stayed.Gate(hours(22)); err != nil {
				t.Errorf("stayed, the gate says %v", err)
			}
			if got := rule(ok(stayed.Interim(both, stayed.Version, "authority", true, "Kielto raukeaa.", hours(22))).Gate(hours(23))); got != "not-in-force" {
				t.Errorf("once the order is replaced, the gate says %q", got)
			}
			c = ok(ruling(stayed, both, 0, test.outcome, hours(22)))
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
		c = ok(ruling(c, both, 0, RemedyChanged, hours(22)))
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
	}{RemedyRejected: {1, false}, RemedyOverturned: {0, false}, RemedyChanged: {0, true}, RemedyChangedPart: {0, true}} {
		t.Run(outcome, func(t *testing.T) {
			c := at(t, InForce)
			decided := c.PermitTerm().To
			c = ok(c.AskChange(aino, c.Version, Delta{Until: decided.AddDate(1, 0, 0)}, "Aineisto tarvitaan.", cat, hours(20)))
			c = granting(t, c, henrik, hours(21))
			c = ok(c.AcceptChange(aino, c.Version, agreed(c), cat, hours(23)))
			c = ok(c.RectifyOf(aino, c.Version, "change-1", time.Time{}, "Vaadin pidempää.", hours(24)))
			c = ok(ruling(c, both, 0, outcome, hours(25)))
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

// TestOneRemedyOfADecision: one is open at a time against each decision, by
// either route; each is late by its own decision's last day, and ruled on by
// another than who made that one.
func TestOneRemedyOfADecision(t *testing.T) { // HL 49 b–d §, HOL 13, 81 §, letters.md 0.2
	ok := must[Case](t)
	cat := theCatalogue(t)
	changed := func(t *testing.T) Case {
		c := at(t, InForce)
		c = ok(c.AskChange(aino, c.Version, Delta{Until: c.PermitTerm().To.AddDate(1, 0, 0)}, "Aineisto tarvitaan.", cat, hours(20)))
		c = granting(t, c, both, hours(21))
		return ok(c.AcceptChange(aino, c.Version, agreed(c), cat, hours(23)))
	}
	rectify := func(c Case, against string, served time.Time, at int) (Case, string) {
		next, _, err := c.RectifyOf(aino, c.Version, against, served, "Vaadin.", hours(at))
		return next, rule(err)
	}
	appeal := func(c Case, against string) string {
		return rule(last(c.RecordAppealOf(paivi, c.Version, against, "Itä-Suomen hallinto-oikeus", "1/2020", "Valitus.", hours(30))))
	}
	t.Run("an open rectification keeps back an appeal and another rectification of the same decision", func(t *testing.T) {
		c, _ := rectify(changed(t), "", time.Time{}, 24)
		if _, got := rectify(c, "", time.Time{}, 25); got != "remedy-pending" {
			t.Errorf("another rectification: %q", got)
		}
		if got := appeal(c, ""); got != "remedy-pending" {
			t.Errorf("an appeal: %q", got)
		}
	})
	t.Run("each decision has its own", func(t *testing.T) {
		c, _ := rectify(changed(t), "", time.Time{}, 24)
		c, got := rectify(c, "change-1", time.Time{}, 25)
		if got != "nothing" || len(c.OpenRemedies()) != 2 {
			t.Fatalf("%q, %d open", got, len(c.OpenRemedies()))
		}
		if _, _, err := c.Rectify(aino, c.Version, "Vaadin.", hours(26)); rule(err) != "remedy-pending" {
			t.Errorf("a third: %v", err)
		}
		if _, _, err := ruling(c, both, 2, RemedyRejected, hours(26)); rule(err) != "same-decider" {
			t.Errorf("who decided the change rules on it: %v", err)
		}
		c = ok(ruling(c, henrik, 2, RemedyOverturned, hours(26)))
		if c.Life.Remedies[0].Outcome != "" || c.Life.Changes[0].State != ChangeIsAnnulled || c.State != InForce {
			t.Errorf("the ruling on the change touched the other: %+v", c.Life.Remedies)
		}
		if _, _, err := ruling(c, both, 2, RemedyRejected, hours(27)); rule(err) != "no-remedy" {
			t.Errorf("ruled on twice: %v", err)
		}
	})
	t.Run("what has been ruled on is appealed against, what was withdrawn is not", func(t *testing.T) {
		for outcome, want := range map[string][2]string{RemedyRejected: {"other-route", "nothing"}, RemedyDismissed: {"other-route", "nothing"}, RemedyWithdrawn: {"nothing", "other-route"}} {
			c, _ := rectify(at(t, InForce), "", time.Time{}, 24)
			c = ok(ruling(c, both, 0, outcome, hours(25)))
			if _, got := rectify(c, "", time.Time{}, 26); got != want[0] {
				t.Errorf("%s: another rectification: %q, want %q", outcome, got, want[0])
			}
			if got := appeal(c, ""); got != want[1] {
				t.Errorf("%s: an appeal: %q, want %q", outcome, got, want[1])
			}
		}
	})
	t.Run("a decision made anew is rectified before it is appealed against", func(t *testing.T) {
		c, _ := rectify(at(t, InForce), "", time.Time{}, 24)
		c = ok(ruling(c, both, 0, RemedyChanged, hours(25)))
		again := at(t, InForce)
		again.Life.Remedies, again.DecidedAt = c.Life.Remedies, hours(26)
		if got := appeal(again, ""); got != "other-route" {
			t.Errorf("an appeal: %q", got)
		}
		if _, got := rectify(again, "", time.Time{}, 27); got != "nothing" {
			t.Errorf("a rectification: %q", got)
		}
	})
	t.Run("late by its own decision's last day", func(t *testing.T) {
		c := changed(t)
		c.Life.Changes[0].DecidedAt, c.Life.Services = hours(24*60), nil // as of a case older than what is kept of service and of its signatures
		c.Life.Measures = nil
		for _, test := range []struct {
			against string
			served  time.Time
			hour    int
			late    bool
		}{
			{"", time.Time{}, 24 * 70, true},
			{"change-1", time.Time{}, 24 * 70, false},
			{"change-1", time.Time{}, 24 * 110, true},
			{"change-1", hours(24 * 85), 24 * 110, false},
		} {
			next, got := rectify(c, test.against, test.served, test.hour)
			if got != "nothing" || next.Life.Remedies[0].Late != test.late {
				t.Errorf("%+v: %q, late %v", test, got, next.Life.Remedies)
			}
		}
		r := at(t, Revoked)
		r.Life.Services = nil
		for served, late := range map[time.Time]bool{{}: false, hours(24): true} {
			next, got := rectify(r, RevocationRemedy, served, 24*60)
			if got != "nothing" || next.Life.Remedies[0].Late != late {
				t.Errorf("a revocation fetched at %v: %q, late %v, want %v", served, got, next.Life.Remedies, late)
			}
		}
	})
}
