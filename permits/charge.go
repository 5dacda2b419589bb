package permits

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"tietolupa/registers"
)

// A Billed is the work that the retrieval of one delivery took, as an official
// recorded it for invoicing (JulkL 34 §): in begun quarters of an hour.
type Billed struct {
	Order    OrderID   `json:"order"`
	Quarters int       `json:"quarters"`
	By       UserID    `json:"by"`
	At       time.Time `json:"at"`
}

// A Charge (maksu) is one amount that the authority may invoice, in cents, by the
// price of the day on which its matter became pending (14.4).
type Charge struct {
	No       int    // among those of its matter, in the order in which they arose
	Code     string // row of law/fees.csv, or the ground of JulkL 34 § of a request
	Kind     string // of the fee: it settles the remedy
	Order    OrderID
	Quarters int // of an hour; 0 for a fee by piece
	Cents    int
	At       time.Time // when it arose
	By       UserID    // who set it, in a case
	Credits  int       // number of the charge that it gives back of, by a ruling; 0 for one to be paid
}

// Contestable says whether rectification of c may be demanded: it is to be paid, and
// no price of the market.
func (c Charge) Contestable() bool { return c.Credits == 0 && c.Kind != "market" }

// RemedyUntil is the last day to demand that c is rectified: six months from when
// it was set (MPL 11 b.1 §, JulkL 33.1 §); zero for a fee of the market, which is
// a matter of the district court.
func (c Charge) RemedyUntil() registers.Day {
	if !c.Contestable() {
		return registers.Day{}
	}
	return registers.DayOf(c.At).AddDate(0, TermDays("fee-rectification", registers.DayOf(c.At)), 0)
}

// Charges lists what c has brought to be invoiced, in the order in which it
// arose: its first decision, alike whether it gives or refuses, each decision on a
// change, the share of the fee that a withdrawn application costs, and the work of
// each delivery. What costs nothing is no charge, and a decision that is made anew
// costs nothing more.
func (c Case) Charges() (all []Charge) {
	if c.Submitted.IsZero() {
		return nil
	}
	add := func(k Charge, pending time.Time) {
		if f, known := FeeOn(k.Code, registers.DayOf(pending)); known && k.Cents > 0 {
			k.Kind = f.Kind
			all = append(all, k)
		}
	}
	first, decider := c.DecidedAt, c.Decider
	if len(c.Handling.Earlier) > 0 {
		first, decider = c.Handling.Earlier[0].DecidedAt, c.Handling.Earlier[0].Decider
	}
	if f, known := c.DecisionFee(registers.DayOf(c.Submitted)); known && !first.IsZero() {
		add(Charge{Code: f.Code, Cents: f.Cents, At: first, By: decider}, c.Submitted)
	}
	if c.State == Withdrawn {
		add(Charge{Code: c.feeCode(), Cents: c.WithdrawalFee(), At: c.EndedAt}, c.Submitted)
	}
	for _, ch := range c.Life.Changes {
		if ch.DecidedAt.IsZero() {
			continue
		}
		lines, _ := c.ChangeFee(ch.priced(), registers.DayOf(ch.At))
		for _, l := range lines {
			add(Charge{Code: l.Code, Cents: l.Cents, At: ch.DecidedAt, By: ch.Decider}, ch.At)
		}
	}
	hour, _ := FeeOn("retrieval", registers.DayOf(c.Submitted))
	for _, b := range c.Life.Billed {
		add(Charge{Code: "retrieval", Order: b.Order, Quarters: b.Quarters, Cents: hour.Cents * b.Quarters / 4, At: b.At, By: b.By}, c.Submitted)
	}
	return c.credited(numbered(all))
}

// Charges lists what the answers of r cost (JulkL 34 §), in their order.
func (r Request) Charges() (all []Charge) {
	for _, a := range r.Answers {
		if a.Cents > 0 {
			all = append(all, Charge{Code: a.Fee, Kind: "34", Quarters: a.Quarters, Cents: a.Cents, At: a.At})
		}
	}
	return numbered(all)
}

// numbered puts charges in the order in which they arose; as each arises with a
// command, no number ever changes.
func numbered(all []Charge) []Charge {
	slices.SortStableFunc(all, func(a, b Charge) int { return cmp.Or(a.At.Compare(b.At), strings.Compare(a.Code, b.Code)) })
	for i := range all {
		all[i].No = i + 1
	}
	return all
}

// MayBatch returns the rule that keeps a batch of that many charges from being made,
// or nil.
func MayBatch(charges int) error {
	if charges == 0 {
		return deny("nothing-to-charge")
	}
	return nil
}

// mayBill returns the rule that keeps the work of deliveries on c from being
// recorded for invoicing: the decision waives its price, or no price is in force.
func (c Case) mayBill(_ Actor, _ time.Time) error {
	if _, known := FeeOn("retrieval", registers.DayOf(c.Submitted)); !known || c.Decision == nil || c.Decision.Fee != nil && c.Decision.Fee.Waiver != "" {
		return deny("free-retrieval")
	}
	return nil
}

// Bill records how many begun quarters of an hour the retrieval of the delivery of
// took, once: never more than the ceiling that the decision stated, and nothing for
// the correction of an error that was told of in time.
func (c Case) Bill(by Actor, seen int, of Order, quarters int, now time.Time) (Case, Event, error) {
	if err := c.ready(DoBill, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	switch {
	case of.BasisID != string(c.ID) || of.Delivery == nil:
		return Case{}, Event{}, deny("not-sealed")
	case slices.ContainsFunc(c.Life.Billed, func(b Billed) bool { return b.Order == of.ID }):
		return Case{}, Event{}, deny("already-billed")
	case c.corrects(of):
		return Case{}, Event{}, deny("free-correction")
	case quarters < 1:
		return Case{}, Event{}, deny("no-quarters")
	case quarters > c.mostQuarters():
		return Case{}, Event{}, deny("beyond-the-ceiling")
	}
	c.Life.Billed = append(slices.Clone(c.Life.Billed), Billed{Order: of.ID, Quarters: quarters, By: by.ID, At: now})
	return c.step(DataBilled, by, now, map[string]string{"order": string(of.ID), "quarters": number(quarters)})
}

// corrects says whether o is the delivery that corrects an error free of charge.
func (c Case) corrects(o Order) bool {
	return slices.ContainsFunc(c.Life.Errors, func(e DeliveryError) bool { return e.Free && o.Cause == "error-"+number(e.No) })
}

// RetrievalMost is the most that the retrieval of one delivery may cost, in cents:
// a fifth above what the decision priced; 0 where it states a price by the hour
// alone.
func (c Case) RetrievalMost() int {
	if c.Decision.Fee == nil || c.Decision.Fee.Hours == 0 {
		return 0
	}
	for _, l := range c.EstimateFee(c.Decision.Fee.Hours, "").Lines {
		if l.Code == "retrieval" {
			return l.Cents + l.Cents/5
		}
	}
	return 0
}

// mostQuarters is how many quarters of an hour may be recorded for one delivery: by
// the ceiling, or a working week where the decision states a price by the hour
// alone.
func (c Case) mostQuarters() int {
	f, _ := FeeOn("retrieval", registers.DayOf(c.Submitted))
	if most := c.RetrievalMost(); most > 0 && f.Cents > 0 {
		return most * 4 / f.Cents
	}
	return 5 * 29 // seven hours and a quarter a day
}
