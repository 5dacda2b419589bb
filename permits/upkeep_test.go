package permits

import (
	"testing"
	"time"

	"tietolupa/registers"
)

// TestRevocationIsToBeSigned: a revocation that is decided waits for both signatures.
func TestRevocationIsToBeSigned(t *testing.T) { // HL 54 §
	c := at(t, InForce)
	c = must[Case](t)(c.ProposeRevocation(paivi, c.Version, whole("Kiire."), anyCatalogue, hours(20)))
	c = must[Case](t)(c.Revoke(henrik, c.Version, true, hours(21)))
	all := c.Upkeep()
	if len(all) != 1 || all[0].Name != "signing-1" || all[0].Due.String() != "2020-11-06" || all[0].Party != WaitsPresenter {
		t.Errorf("%+v", all)
	}
	if item, _ := c.Item(hours(22)); item.Shelf != ShelfWork {
		t.Errorf("it stands on %q", item.Shelf)
	}
}

// TestUpkeep: what the authority owes a permit after its decision brings it back
// to the queue with a clock of its own, and what is done takes it away.
func TestUpkeep(t *testing.T) { // HL 23, 23 a, 49 e §
	ok := must[Case](t)
	soiled := Order{ID: "T-1-2020", BasisID: "KEHA-1-2020", Delivery: &Delivery{SealedAt: hours(10)}}
	added := Participant{User: "noora", Name: "Noora", Email: "noora@example.org"}
	_, undertaking := Undertaking("fi")
	for name, row := range map[string]struct {
		do    func(Case) Case
		clock string
		due   string
		party Party
		shelf Shelf
		undo  func(Case) Case
	}{
		"nothing": {do: func(c Case) Case { return c }, shelf: ShelfForce},
		"rectification": {
			do:    func(c Case) Case { return ok(c.Rectify(aino, c.Version, "Vaadin oikaisua.", hours(20))) },
			clock: "rectification", due: "2020-12-03", party: WaitsPresenter, shelf: ShelfWork,
		},
		"change asked": {
			do: func(c Case) Case {
				return ok(c.AskChange(aino, c.Version, Delta{Until: on("2024-11-02")}, "Tutkimus jatkuu.", nil, hours(20)))
			},
			clock: "change", due: "2020-12-03", party: WaitsPresenter, shelf: ShelfWork,
			undo: func(c Case) Case { return ok(c.DropChange(aino, c.Version, hours(30))) },
		},
		"user signed": {
			do: func(c Case) Case {
				c = ok(c.AddUser(aino, c.Version, added, hours(20)))
				return ok(c.SignAdded(Actor{ID: "noora", Name: "Noora", Identified: loa3}, c.Version, undertaking, hours(20)))
			},
			clock: "user", due: "2020-11-10", party: WaitsPresenter, shelf: ShelfWork,
			undo: func(c Case) Case { return ok(c.ApproveUser(paivi, c.Version, "noora", true, "", hours(30))) },
		},
		"error told": {
			do:    func(c Case) Case { return ok(c.ReportError(aino, c.Version, soiled, "Rivejä puuttuu.", hours(20))) },
			clock: "error-1", due: "2020-11-17", party: WaitsPresenter, shelf: ShelfWork,
			undo: func(c Case) Case { return ok(c.SettleError(paivi, c.Version, 1, false, "Rivit ovat.", hours(30))) },
		},
		"suspension": {
			do:    func(c Case) Case { return ok(c.Suspend(paivi, c.Version, "Epäilty väärinkäyttö.", hours(20))) },
			clock: "suspension", due: "2020-11-17", party: WaitsPresenter, shelf: ShelfWork,
			undo: func(c Case) Case { return ok(c.Lift(henrik, c.Version, hours(30))) },
		},
		"revocation proposed": {
			do: func(c Case) Case {
				c = ok(c.Suspend(paivi, c.Version, "Epäilty väärinkäyttö.", hours(20)))
				return ok(c.ProposeRevocation(paivi, c.Version, whole("Kiire."), anyCatalogue, hours(20)))
			},
			clock: "revocation", due: "2020-11-17", party: WaitsDecider, shelf: ShelfProposed,
		},
		"suspension with a hearing": {
			do: func(c Case) Case {
				c = ok(c.Suspend(paivi, c.Version, "Epäilty väärinkäyttö.", hours(20)))
				return ok(c.Hear(paivi, c.Version, "revocation", "Määräystä 5 on rikottu.", registers.Day{}, hours(21)))
			},
			party: WaitsHolder, shelf: ShelfForce,
		},
	} {
		c := row.do(at(t, InForce))
		check := func(when, clock, due string, party Party, shelf Shelf, now time.Time) {
			item, _ := c.Item(now)
			if item.Party != party || item.Shelf != shelf {
				t.Errorf("%s%s: waits for %q on shelf %q, want %q on %q", name, when, item.Party, item.Shelf, party, shelf)
			}
			var found Clock
			for _, u := range c.Upkeep() {
				found = u.Clock
			}
			if found.Name != clock || found.Due.String() != due {
				t.Errorf("%s%s: %q is due %q, want %q %q", name, when, found.Name, found.Due, clock, due)
			}
		}
		check("", row.clock, row.due, row.party, row.shelf, hours(24))
		if row.undo != nil {
			c = row.undo(c)
			check(", done", "", "", WaitsNobody, ShelfForce, hours(31))
		}
	}
}

// TestOrderedIsNotReminded: a delivery that is due is told of, and no more once it
// has been ordered, on the same day or after; what was made for another cause does
// not count.
func TestOrderedIsNotReminded(t *testing.T) {
	c := at(t, InForce)
	d := *c.Decision
	d.Scope.Cadence = Monthly
	c.Decision = &d
	now := hours(24 * 40)
	due := c.deliveryDay(now)
	if due.IsZero() {
		t.Fatal("no delivery is due after a month")
	}
	day := due.Time().Add(8 * time.Hour)
	for name, tt := range map[string]struct {
		made  Made
		waits bool
	}{"ordered that day": {Made{At: day}, false}, "ordered since": {Made{At: now}, false}, "ordered before": {Made{At: hours(24)}, true}, "an error mended": {Made{At: now, Cause: "error-1"}, true}} {
		t.Run(name, func(t *testing.T) {
			c.Made = []Made{tt.made}
			if got := c.deliveryDay(now); got.IsZero() == tt.waits {
				t.Errorf("due %s", got)
			}
		})
	}
}
