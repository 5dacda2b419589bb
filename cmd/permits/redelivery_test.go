package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"tietolupa/permits"
	"tietolupa/registers"
)

// TestYearlyRedelivery: on a permit with a yearly cadence a second extract is due
// after a year by the service's clock, and no sooner; the holder is told once,
// by the night's work; its pseudonyms are those of the first; nothing is due on a
// permit that is suspended or has ended.
func TestYearlyRedelivery(t *testing.T) { // JulkL 28 §, condition 17
	r, shop := newRenewing(t)
	p, cat := r.p, r.cat
	draft, err := p.owner.CreateCase(t.Context(), r.people[researcherID])
	if err != nil {
		t.Fatal(err)
	}
	a := r.application()
	a.Scope.Cadence = permits.Yearly
	a.Until = a.Until.AddDate(2, 0, 0)
	c := r.permit(draft.ID, a)
	first := r.order(c.ID)
	before := r.pseudonyms(shop, first)

	order := func() (permits.Order, error) {
		return p.owner.OrderOnCase(t.Context(), c.ID, func(c permits.Case, o permits.OrderID, made []permits.Made, now time.Time) (permits.Order, permits.Event, error) {
			return c.Order(o, r.people[researcherID], made, cat, now)
		})
	}
	told := func() (n int) {
		c, err := p.owner.Case(t.Context(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		for key := range c.Life.Reminded {
			if strings.HasPrefix(key, "delivery-") {
				n++
			}
		}
		return n
	}
	day := func(to registers.Day) {
		t.Helper()
		if err := p.owner.SetClock(t.Context(), to.Time().Add(12*time.Hour)); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if _, err := shop.live(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	next := c.NextDelivery([]permits.Made{{At: first.At}}, cat)
	if next.IsZero() {
		t.Fatal("no day of the next delivery")
	}
	day(next.AddDate(0, 0, -1))
	if _, err := order(); err == nil || told() != 0 {
		t.Errorf("on the day before: ordered %v, told %d times", err == nil, told())
	}
	day(next)
	if n := told(); n != 1 {
		t.Errorf("told %d times", n)
	}
	suspend := func(do func(c permits.Case, now time.Time) (permits.Case, permits.Event, error)) {
		t.Helper()
		if _, err := p.owner.ChangeCase(t.Context(), c.ID, do); err != nil {
			t.Fatal(err)
		}
	}
	suspend(func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		return c.Suspend(r.people[presenterID], c.Version, "Selvitetään.", now)
	})
	if _, err := order(); err == nil {
		t.Error("ordered on a suspended permit")
	}
	suspend(func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		return c.Lift(r.people[deciderID], c.Version, now)
	})
	second, err := order()
	if err != nil {
		t.Fatal(err)
	}
	if second.Recipient.Key != first.Recipient.Key || second.Number != 2 || second.Scope.Hash() != first.Scope.Hash() {
		t.Errorf("the second delivery is %+v", second)
	}
	if _, err := order(); err == nil {
		t.Error("ordered twice in a year")
	}
	after := r.pseudonyms(shop, second)
	strange := slices.DeleteFunc(slices.Clone(after), func(one string) bool { return slices.Contains(before, one) })
	if len(after) < len(before)/2 || len(strange) > 0 {
		t.Errorf("of %d persons before and %d after a year, %d have another pseudonym", len(before), len(after), len(strange))
	}
	day(c.PermitTerm().To.AddDate(0, 0, 1))
	if _, err := order(); err == nil {
		t.Error("ordered on an ended permit")
	}
}
