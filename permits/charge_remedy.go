package permits

import (
	"cmp"
	"slices"
	"time"
)

// DoRectifyFee demands rectification of a fee. The authority rules on it as on any
// demand; whatever it rules, the permit stands as it stood.
const DoRectifyFee Command = "rectify-fee"

// chargeName is what a remedy against charge no is against.
func chargeName(no int) string { return "charge-" + number(no) }

// ChargeOf is the charge that a remedy is against; false when it is against none.
func (c Case) ChargeOf(against string) (Charge, bool) {
	no := numberOf("charge-", against)
	owed := c.owed()
	i := slices.IndexFunc(owed, func(k Charge) bool { return k.No == no })
	if i < 0 {
		return Charge{}, false
	}
	return owed[i], true
}

// OfFee says whether r is about a fee, which the permit does not follow.
func (r Remedy) OfFee() bool { return numberOf("charge-", r.Against) > 0 }

// FeeRuledOn is when the demand for rectification of that charge was ruled on last;
// zero while it was not.
func (c Case) FeeRuledOn(against string) time.Time {
	if r := c.feeRuling(against); r != nil {
		return r.Ruled
	}
	return time.Time{}
}

// ContestedCharge is the kind of the remedy that is open against charge no: FeeRemedy
// while the authority has it, CourtRemedy while a court has; empty when none is.
func (c Case) ContestedCharge(no int) string {
	if r := c.openAgainst(chargeName(no)); r != nil {
		return r.Kind
	}
	return ""
}

// feeRuling is the ruling on a fee that is appealed against, the latest one; nil
// while there is none.
func (c Case) feeRuling(against string) (ruling *Remedy) {
	for i, r := range c.Life.Remedies {
		if r.Kind == FeeRemedy && r.Against == against && r.Outcome != "" && r.Outcome != RemedyWithdrawn {
			ruling = &c.Life.Remedies[i]
		}
	}
	return ruling
}

// feesToAppeal names the fees that have been ruled on and whose ruling may be
// appealed against: one appeal of each ruling, unless it was taken back (MPL 11 b
// §, JulkL 33 §).
func (c Case) feesToAppeal() (names []string) {
	for _, k := range c.owed() {
		name := chargeName(k.No)
		ruling := c.feeRuling(name)
		if ruling == nil || c.openAgainst(name) != nil || slices.ContainsFunc(c.Life.Remedies, func(r Remedy) bool {
			return r.Kind == CourtRemedy && r.Against == name && r.No > ruling.No && r.Outcome != RemedyWithdrawn
		}) {
			continue
		}
		names = append(names, name)
	}
	return names
}

// ruleAnew has the authority rule anew on the demand against a fee, when a court sent
// its ruling back: what was given back already stays so.
func (c *Case) ruleAnew(against string, now time.Time) (no int) {
	again := *c.feeRuling(against)
	again.No, again.At, again.Late = len(c.Life.Remedies)+1, now, false
	again.Outcome, again.Ruled, again.RuledBy, again.Ruling, again.Credit = "", time.Time{}, "", TextRef{}, 0
	c.Life.Remedies = append(c.Life.Remedies, again)
	return again.No
}

// givenBack is what rulings have given back of a fee.
func (c Case) givenBack(against string) (cents int) {
	for _, r := range c.Life.Remedies {
		if r.Against == against {
			cents += r.Credit
		}
	}
	return cents
}

// owed lists the charges of c without what rulings gave back of them.
func (c Case) owed() []Charge {
	return slices.DeleteFunc(c.Charges(), func(k Charge) bool { return k.Credits > 0 })
}

// credited adds to all what rulings have given back, each as a charge of its own
// below zero. A credit arises with its ruling, after the charge that it is of: its
// place among the others, and theirs, never change.
func (c Case) credited(all []Charge) []Charge {
	given := slices.DeleteFunc(slices.Clone(c.Life.Remedies), func(r Remedy) bool { return r.Credit == 0 })
	slices.SortStableFunc(given, func(a, b Remedy) int { return a.Ruled.Compare(b.Ruled) })
	for _, r := range given {
		no := numberOf("charge-", r.Against)
		i := slices.IndexFunc(all, func(k Charge) bool { return k.No == no && k.Credits == 0 })
		if i < 0 {
			continue
		}
		k := all[i]
		k.Cents, k.At, k.By, k.Credits, k.Quarters = -r.Credit, r.Ruled, r.RuledBy, no, 0
		at, _ := slices.BinarySearchFunc(all, k, func(a, b Charge) int { return cmp.Or(a.At.Compare(b.At), -1) })
		all = slices.Insert(all, at, k)
		for n := range all {
			all[n].No = n + 1
		}
	}
	return all
}

// FeesToRectify lists the charges whose rectification may be demanded: one demand
// of each, unless it was taken back.
func (c Case) FeesToRectify() []Charge {
	return slices.DeleteFunc(c.owed(), func(k Charge) bool {
		return !k.Contestable() || slices.ContainsFunc(c.Life.Remedies, func(r Remedy) bool {
			return r.Against == chargeName(k.No) && r.Outcome != RemedyWithdrawn
		})
	})
}

// RectifyFee demands rectification of charge no (MPL 11 b §, JulkL 33.1 §): within
// six months from when it was set. One that comes late is recorded and ruled on as
// such.
func (c Case) RectifyFee(by Actor, seen, no int, demand string, now time.Time) (Case, Event, error) {
	if err := c.ready(DoRectifyFee, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	fees := c.FeesToRectify()
	i := slices.IndexFunc(fees, func(k Charge) bool { return k.No == no })
	switch {
	case i < 0:
		return Case{}, Event{}, denyAbout("no-such-charge", "fee_charge")
	case empty(demand):
		return Case{}, Event{}, deny("no-reasons")
	}
	return c.remedy(RectificationAsked, Remedy{Kind: FeeRemedy, Against: chargeName(no), Late: past(fees[i].RemedyUntil(), now)}, by, demand, now)
}

func mayRectifyFee(c Case, _ Actor, _ time.Time) error {
	if len(c.FeesToRectify()) == 0 {
		return deny("no-such-charge")
	}
	return nil
}

// creditOf is what is taken off the fee that r is against by p, in cents; 0 for
// another remedy or outcome. Accepted in part, it is less than the fee.
func (c Case) creditOf(r Remedy, p Ruled) (int, error) {
	k, of := c.ChargeOf(r.Against)
	if !r.OfFee() || !r.accepts(p.Outcome) {
		return 0, nil
	}
	credit, most := p.Credit, k.Cents-c.givenBack(r.Against)
	if p.Outcome == RemedyChanged && credit == 0 {
		credit = most
	}
	if !of || credit <= 0 || credit > most || credit == most && p.Outcome == RemedyChangedPart {
		return 0, denyAbout("credit-amount", "credit")
	}
	return credit, nil
}

// accepts says whether outcome accepts something of what r demands.
func (r Remedy) accepts(outcome string) bool {
	return outcome == RemedyChanged || outcome == RemedyChangedPart
}
