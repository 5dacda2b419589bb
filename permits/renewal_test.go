package permits

import (
	"slices"
	"testing"
	"time"

	"tietolupa/registers"
)

// TestRenewalHoldsWhatItGoesOnFrom: what a renewal of each kind does to the duty
// to destroy the data and to the key of the permit that it renews.
func TestRenewalHoldsWhatItGoesOnFrom(t *testing.T) { // conditions 9, 16, 17
	ok := must[Case](t)
	c := at(t, Ended)
	ended := registers.DayOf(c.EndedAt)
	due, key := ended.AddDate(0, 0, 30), ended.AddDate(0, 0, 90)
	for _, test := range []struct {
		name      string
		renewal   Case
		due, key  registers.Day
		submitted time.Time
	}{
		{"a draft holds nothing", at(t, Draft), due, key, time.Time{}},
		{"one that is pending holds both", at(t, Submitted), registers.Day{}, forever, hours(24)},
		{"one applied for too late holds the key alone", at(t, Submitted), due, forever, hours(24 * 100)},
		{"one in force holds both", at(t, InForce), registers.Day{}, forever, hours(24)},
		{"one granted and not served holds both", at(t, Granted), registers.Day{}, forever, hours(24)},
		{"one withdrawn lets go", at(t, Withdrawn), due, key, hours(24)},
		{"one refused and not served holds both", at(t, Refused), registers.Day{}, forever, hours(24)},
		{"one that has ended starts the days anew", postponed(at(t, Ended), 24*200), ended.AddDate(0, 0, 200+30), ended.AddDate(0, 0, 200+90), hours(24)},
	} {
		t.Run(test.name, func(t *testing.T) {
			k := test.renewal
			k.ID, k.Renews, k.KeyOf, k.Created = "KEHA-2-2020", c.ID, c.ID, hours(11)
			if !k.Submitted.IsZero() {
				k.Submitted = test.submitted
			}
			c := c
			c.Kin = []Case{k}
			if got := c.DestructionDue(hours(24 * 31)); got != test.due {
				t.Errorf("to be destroyed by %s, want %s", got, test.due)
			}
			if got := c.KeyDay(); got != test.key {
				t.Errorf("the key may go on %s, want %s", got, test.key)
			}
		})
	}
	t.Run("everything as it stands is copied", func(t *testing.T) {
		c := at(t, InForce)
		c = ok(c.AddUser(aino, c.Version, Participant{User: "liisa", Name: "Liisa Ranta"}, hours(20)))
		_, sha := Undertaking("fi")
		c = ok(c.SignAdded(liisa, c.Version, sha, hours(21)))
		c = ok(c.ApproveUser(paivi, c.Version, "liisa", true, "", hours(22)))
		c = ok(c.RemoveUser(aino, c.Version, "eero", hours(23)))
		n := ok(Renew("KEHA-2-2020", aino, c, hours(24)))
		if n.State != Draft || n.Renews != c.ID || n.KeyBasis() != c.ID || n.Drafting.CopiedOf != c.ID || !n.Application.Until.IsZero() {
			t.Errorf("renewal %+v", n)
		}
		if got := n.Application.Users(); !slices.Equal(got, []UserID{"aino", "liisa"}) {
			t.Errorf("users %v", got)
		}
		if n.Application.Scope.Hash() != c.Granted().Hash() || n.Application.Recipient.Key != c.Recipient().Key {
			t.Error("not what was granted, or another key")
		}
		n.State = Ended
		if again := ok(Renew("KEHA-3-2020", aino, withEnd(n, c), hours(25))); again.KeyBasis() != c.ID {
			t.Errorf("a renewal of a renewal has the key of %s", again.KeyBasis())
		}
	})
}

// postponed is c ended so many hours after it was.
func postponed(c Case, n int) Case {
	c.EndedAt = c.EndedAt.Add(time.Duration(n) * time.Hour)
	return c
}

// withEnd gives n the decision and the end of a permit.
func withEnd(n, of Case) Case {
	n.Decision, n.Accepted, n.Undertakings, n.ServedAt, n.DecidedAt, n.Submitted, n.EndedAt = of.Decision, of.Accepted, of.Undertakings, of.ServedAt, of.DecidedAt, hours(24), hours(24)
	return n
}

// TestOverdueDutiesAreConsidered: a duty that is overdue is one factor of the
// next application's finding, told and written about, and no bar.
func TestOverdueDutiesAreConsidered(t *testing.T) { // law.md 14.7, JulkL 28.1 §
	cat := theCatalogue(t)
	earlier, now := at(t, Ended), hours(24*60)
	other := earlier
	other.Applicant, other.Application.Organisation, other.Application.BusinessID = "muu", "Toinen yliopisto", ""
	other.Application.People = []Participant{{User: "muu", Leader: true}}
	c := at(t, InReview)
	c.ID = "KEHA-9-2020"
	duties := func(now time.Time, of ...Case) (all []OverdueDuty) {
		for _, c := range of {
			if d, overdue := c.OverdueDuty(now); overdue {
				all = append(all, d)
			}
		}
		return all
	}
	if got := c.OwedTo(duties(now, earlier, other, at(t, InForce))); len(got) != 1 || got[0].Case != earlier.ID || len(got[0].People) != 2 {
		t.Fatalf("owing: %+v", got)
	}
	if got := c.OwedTo(duties(hours(24*10), earlier)); got != nil {
		t.Errorf("owing before it is overdue: %+v", got)
	}
	c.Owing = c.OwedTo(duties(now, earlier))
	d := proposal(c)
	d.Considered = slices.DeleteFunc(slices.Clone(d.Considered), func(x Considered) bool { return x.Topic == "duties" })
	if _, _, err := c.Propose(paivi, c.Version, true, d, cat, now); rule(err) != "no-consideration" {
		t.Errorf("granted without a word of it: %v", err)
	}
	d.Considered = append(d.Considered, Considered{"duties", "Ilmoitus on pyydetty; viivästys ei osoita riskiä."})
	if _, _, err := c.Propose(paivi, c.Version, true, d, cat, now); err != nil {
		t.Errorf("it is no bar: %v", err)
	}
}
