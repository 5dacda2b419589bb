package permits

import (
	"testing"
	"time"

	"tietolupa/registers"
)

// TestHeardOnTheRevocationAtHand: what the holder said of a revocation that was
// undone, or of a decision that no longer stands, is no hearing on a new one.
func TestHeardOnTheRevocationAtHand(t *testing.T) { // HL 34 §, JulkL 28.2 §
	ok := must[Case](t)
	heard := func(c Case, hour int) Case {
		c = ok(c.Hear(paivi, c.Version, "revocation", "Määräystä 5 on rikottu.", registers.Day{}, hours(hour)))
		return ok(c.Answer(aino, c.Version, "Emme ole rikkoneet.", false, hours(hour+1)))
	}
	annulled := func(c Case, hour int) Case {
		c = ok(c.RectifyOf(aino, c.Version, RevocationRemedy, time.Time{}, "Peruuttaminen on aiheeton.", hours(hour)))
		return ok(c.Rule(both, c.Version, RemedyOverturned, "Perustelut.", hours(hour+1)))
	}
	revokedOnce := func(t *testing.T) Case {
		c := heard(at(t, InForce), 10)
		return ok(c.Revoke(henrik, "Määräystä 5 on rikottu.", hours(12)))
	}
	t.Run("heard on the first", func(t *testing.T) { revokedOnce(t) })
	t.Run("undone, the holder is heard anew", func(t *testing.T) {
		c := annulled(revokedOnce(t), 13)
		if _, _, err := c.Revoke(henrik, "Taas.", hours(15)); rule(err) != "not-heard" {
			t.Fatalf("revoked on the old hearing: %v", err)
		}
		c = heard(c, 15)
		ok(c.Revoke(henrik, "Taas.", hours(17)))
	})
	t.Run("an unanswered one whose term is over does not keep from a new one", func(t *testing.T) {
		c := at(t, InForce)
		c = ok(c.Hear(paivi, c.Version, "revocation", "Määräystä 5 on rikottu.", registers.Day{}, hours(10)))
		if _, _, err := c.Hear(paivi, c.Version, "revocation", "Toinen kohta.", registers.Day{}, hours(11)); rule(err) != "hearing-open" {
			t.Errorf("two at once: %v", err)
		}
		later := c.Term().AddDate(0, 0, 1).Time()
		c = ok(c.Hear(paivi, c.Version, "revocation", "Toinen kohta.", registers.Day{}, later))
		if c.Term().Before(registers.DayOf(later)) {
			t.Errorf("the term is %s", c.Term())
		}
	})
	t.Run("of a decision undone nobody is asked any more", func(t *testing.T) {
		c := heard(at(t, InForce), 10)
		c = ok(c.Hear(paivi, c.Version, "revocation", "Vielä toinen kohta.", registers.Day{}, hours(12)))
		c = ok(c.Rectify(aino, c.Version, "Vaadin laajempaa.", hours(13)))
		c = ok(c.Rule(both, c.Version, RemedyChanged, "Perustelut.", hours(14)))
		if c.openHearing() != nil || !c.Term().IsZero() {
			t.Error("its hearing is open")
		}
		c = ok(c.Propose(paivi, c.Version, proposal(c), theCatalogue(t), hours(15)))
		c = ok(c.Decide(henrik, c.Version, hours(16)))
		c = signed(t, c, hours(16))
		c = ok(c.Serve(paivi, hours(17), hours(17)))
		if _, _, err := c.Revoke(henrik, "Määräystä 5 on rikottu.", hours(18)); rule(err) != "not-heard" {
			t.Errorf("revoked on a hearing about the earlier decision: %v", err)
		}
	})
}
