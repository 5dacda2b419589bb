package permits

import (
	"testing"
	"time"
)

// delivered is an order on c that has been sealed.
func delivered(c Case, id OrderID, cause string) Order {
	return Order{ID: id, BasisID: string(c.ID), Cause: cause, Delivery: &Delivery{SealedAt: hours(20)}}
}

func init() {
	add := func(name string, try func(Case) error) {
		breaches = append(breaches, breach{name, doing(InForce, try)})
	}
	bill := func(c Case, o Order, quarters int) (Case, Event, error) {
		return c.Bill(paivi, c.Version, o, quarters, hours(30))
	}
	add("not-sealed bill", func(c Case) error { return last(bill(c, Order{BasisID: string(c.ID)}, 4)) })
	add("no-quarters", func(c Case) error { return last(bill(c, delivered(c, "T-1-2020", ""), 0)) })
	add("already-billed", func(c Case) error {
		c, _, err := bill(c, delivered(c, "T-1-2020", ""), 4)
		if err != nil {
			return err
		}
		return last(bill(c, delivered(c, "T-1-2020", ""), 4))
	})
	add("beyond-the-ceiling", func(c Case) error { return last(bill(priced(c, 2, ""), delivered(c, "T-1-2020", ""), 10)) })
	add("free-retrieval", func(c Case) error { return last(bill(priced(c, 2, "reciprocity"), delivered(c, "T-1-2020", ""), 4)) })
	add("nothing-to-charge", func(Case) error { return MayBatch(0) })
	add("free-correction", func(c Case) error {
		c.Life.Errors = []DeliveryError{{No: 1, Free: true}}
		return last(bill(c, delivered(c, "T-2-2020", "error-1"), 4))
	})
}

// priced is c with the retrieval priced so in its decision.
func priced(c Case, hours float64, waiver string) Case {
	d := *c.Decision
	d.Fee = &DecidedFee{Hours: hours, Waiver: waiver}
	c.Decision = &d
	return c
}

// TestCharges: what may be invoiced follows from what was decided and done, each
// once, numbered for good in the order in which it arose, with the last day to
// demand its rectification.
func TestCharges(t *testing.T) { // JulkL 34 §, MPL 6, 11 b §, 14.4
	c := at(t, InForce)
	if all := c.Charges(); len(all) != 0 {
		t.Errorf("a decision without a price is charged: %+v", all)
	}
	c = priced(c, 2, "")
	if most := c.RetrievalMost(); most != 12480 {
		t.Errorf("two hours cost %d cents at most", most)
	}
	c = must[Case](t)(c.Bill(paivi, c.Version, delivered(c, "T-1-2020", ""), 9, hours(30)))
	c = must[Case](t)(c.Bill(paivi, c.Version, delivered(c, "T-2-2020", "error-1"), 2, hours(40))) // not told of in time: paid
	all := c.Charges()
	if len(all) != 2 || all[0].No != 1 || all[0].Cents != 5200*9/4 || all[0].Order != "T-1-2020" || all[1].No != 2 || all[1].Cents != 2600 {
		t.Fatalf("%+v", all)
	}
	if day := all[0].RemedyUntil().String(); day != "2021-05-03" {
		t.Errorf("rectified until %s", day)
	}
	if day := (Charge{Kind: "market", At: hours(1)}).RemedyUntil(); !day.IsZero() {
		t.Errorf("a market price is rectified until %s", day)
	}
	for _, s := range []State{Draft, Submitted, Withdrawn, Refused} {
		if all := at(t, s).Charges(); len(all) != 0 {
			t.Errorf("%s costs %+v", s, all)
		}
	}
	r := Request{RequestDetails: RequestDetails{Answers: []RequestAnswer{{Outcome: "refused", At: hours(1)}, {Outcome: "given", Fee: "search", Quarters: 4, Cents: 5200, At: hours(5)}}}}
	if all := r.Charges(); len(all) != 1 || all[0].Cents != 5200 || all[0].Code != "search" || all[0].At != hours(5) {
		t.Errorf("a request costs %+v", all)
	}
	first := c.DecidedAt
	c.Handling.Earlier = append(c.Handling.Earlier, Decided{DecidedAt: first, At: first.Add(time.Hour)})
	c.DecidedAt = first.Add(24 * time.Hour)
	if again := c.Charges(); len(again) != 2 {
		t.Errorf("a decision made anew is charged: %+v", again)
	}
}
