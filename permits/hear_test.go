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
		return ok(ruling(c, both, 0, RemedyOverturned, hours(hour+1)))
	}
	revokedOnce := func(t *testing.T) Case {
		c := heard(at(t, InForce), 10)
		return ok(revoking(c, henrik, "", hours(12)))
	}
	t.Run("heard on the first", func(t *testing.T) { revokedOnce(t) })
	t.Run("undone, the holder is heard anew", func(t *testing.T) {
		c := annulled(revokedOnce(t), 13)
		if _, _, err := revoking(c, henrik, "", hours(15)); rule(err) != "not-heard" {
			t.Fatalf("revoked on the old hearing: %v", err)
		}
		c = heard(c, 15)
		ok(revoking(c, henrik, "", hours(17)))
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
		c = ok(ruling(c, both, 0, RemedyChanged, hours(14)))
		if c.openHearing() != nil || !c.Term().IsZero() {
			t.Error("its hearing is open")
		}
		c = ok(c.Propose(paivi, c.Version, true, proposal(c), theCatalogue(t), hours(15)))
		c = ok(c.Decide(henrik, c.Version, true, hours(16)))
		c = signed(t, c, hours(16))
		c = ok(c.Serve(paivi, hours(17), hours(17)))
		if _, _, err := revoking(c, henrik, "", hours(18)); rule(err) != "not-heard" {
			t.Errorf("revoked on a hearing about the earlier decision: %v", err)
		}
	})
}

// TestTermOfAHearingIsExtended: more time is given to answer on a correction and on
// a revocation too, and nobody decides before the new day.
func TestTermOfAHearingIsExtended(t *testing.T) { // HL 33–34 §
	ok := must[Case](t)
	for _, test := range []struct {
		state   State
		purpose string
	}{{Granted, "correction"}, {Served, "correction"}, {InForce, "correction"}, {Served, "revocation"}, {InForce, "revocation"}} {
		t.Run(string(test.state)+" "+test.purpose, func(t *testing.T) {
			c := at(t, test.state)
			if _, _, err := c.Extend(mika, c.Version, on("2021-01-15"), hours(10)); rule(err) != "nothing-asked" {
				t.Errorf("with nothing asked: %v", err)
			}
			c = ok(c.Hear(mika, c.Version, test.purpose, "Määräystä 5 on rikottu.", registers.Day{}, hours(10)))
			first := c.Term()
			if _, _, err := c.Extend(mika, c.Version, first, hours(11)); rule(err) != "already-over" {
				t.Errorf("to the same day: %v", err)
			}
			if _, _, err := c.Extend(aino, c.Version, on("2021-01-15"), hours(11)); err == nil {
				t.Error("the party gives themselves more time")
			}
			c = ok(c.Extend(mika, c.Version, on("2021-01-15"), hours(11)))
			if c.Term() != on("2021-01-15") || c.State != test.state {
				t.Errorf("the term is %s in state %s", c.Term(), c.State)
			}
			if clocks := c.Clocks(hours(12)); len(clocks) == 0 || clocks[0].Name != "supplement" || clocks[0].Due != on("2021-01-15") {
				t.Errorf("clocks %v", clocks)
			}
			after := first.AddDate(0, 0, 2).Time()
			if test.purpose == "revocation" {
				if _, _, err := revoking(c, henrik, "", after); rule(err) != "not-heard" {
					t.Errorf("revoked while the extended term runs: %v", err)
				}
			} else if c.heardOn("correction", after) != nil {
				t.Error("heard on the correction while the extended term runs")
			}
		})
	}
}
