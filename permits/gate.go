package permits

import (
	"slices"
	"time"

	"tietolupa/registers"
)

// A GateCondition is one thing that has to stand before data leave by a permit
// (law.md 4 A, letters 2 row 9): met, since when and by whom, or open, whose turn it
// is, and by which rule data are kept in.
type GateCondition struct {
	Name  string    // "served", "accepted", "price", …: names of GateNames
	Open  error     // the rule; nil: met
	At    time.Time // when it was met; of one that opens by itself, when it will be
	By    UserID    // who met it
	Turn  Party     // of an open one
	Waits []UserID  // who has not done it yet
	Order bool      // asked when an extract is ordered, not of what has been sealed
}

// GateNames lists the names of GateCondition in their order.
func GateNames() []string {
	return []string{"served", "accepted", "price", "dpia", "linked", "signed", "in-force", "key-destroyed", "suspended", "gate-closed", "recipient-revoked",
		"final", "term-begun", "term-over", "key"}
}

// Gate returns the rule that keeps data from leaving on c now, or nil: that of the
// first of GateConditions that is open. What is asked when an extract is ordered,
// Order asks.
func (c Case) Gate(now time.Time) error {
	for _, g := range c.GateConditions(now) {
		if g.Open != nil && !g.Order {
			return g.Open
		}
	}
	return nil
}

// GateConditions lists what has to stand before data leave on c, in order, and how
// each stands now: a served grant, accepted with its price and with what its letter
// asks to be declared, undertaken by every named user, within its term, final where
// the appeal route asks it, to a recipient whose key is proved. What closes the gate
// of a permit in force, a suspension or an order, is listed while it does.
func (c Case) GateConditions(now time.Time) (all []GateCondition) {
	add := func(g GateCondition, open bool, rule error) {
		if open {
			g.Open = rule
			if g.Turn != WaitsNobody || g.At.Before(now) {
				g.At, g.By = time.Time{}, ""
			}
		} else {
			g.Turn, g.Waits = WaitsNobody, nil
		}
		all = append(all, g)
	}
	closes := func(name string, open bool, rule error, turn Party) {
		if open {
			add(GateCondition{Name: name, Turn: turn}, true, rule)
		}
	}
	grants := c.Decision != nil && c.Decision.Grants()
	add(GateCondition{Name: "served", At: c.ServedAt, Turn: WaitsPresenter}, !grants || c.ServedAt.IsZero() || now.Before(c.ServedAt), deny("not-in-force"))
	if grants {
		c.addAcceptance(add)
		waits := slices.DeleteFunc(c.Users(), c.HasSigned)
		add(GateCondition{Name: "signed", At: c.lastSigned(), Turn: WaitsHolder, Waits: waits}, len(waits) > 0, deny("not-in-force"))
	}
	closes("in-force", c.State != InForce && !c.stayed(), deny("not-in-force"), WaitsNobody)
	closes("key-destroyed", !c.Life.KeyGone.IsZero(), deny("key-destroyed"), WaitsNobody) // by a restored backup alone is such a permit in force
	closes("suspended", c.Life.Suspension != nil, deny("suspended"), WaitsDecider)
	closes("gate-closed", c.closedByOrder(""), deny("gate-closed"), WaitsOthers)
	closes("recipient-revoked", c.recipientRevoked(), deny("recipient-revoked"), WaitsHolder)
	if !grants {
		return all
	}
	day, term := registers.DayOf(now), c.PermitTerm()
	held := c.heldByAppeal(c.Decision, "")
	final := GateCondition{Name: "final", At: c.DeliveryFrom()}
	if held {
		final.Turn = WaitsOthers
	}
	add(final, c.ServedAt.IsZero() || now.Before(c.DeliveryFrom()) || held, deny("not-final"))
	add(GateCondition{Name: "term-begun", At: term.From.Time()}, day.Before(term.From), deny("term-not-begun"))
	closes("term-over", c.AsDelivered(now).PermitTerm().To.Before(day), deny("term-over"), WaitsNobody)
	if c.Recipient().Kind == PersonRecipient {
		by, at := c.keyProved()
		add(GateCondition{Name: "key", At: at, By: by, Turn: WaitsHolder, Order: true}, c.NeedsProof(), deny("key-unproved"))
	}
	return all
}

// addAcceptance adds what the leader's acceptance covers: the conditions of the
// decision, the price of retrieval, and what is to be done before delivery.
func (c Case) addAcceptance(add func(g GateCondition, open bool, rule error)) {
	var given Signature
	if c.Accepted != nil {
		given = *c.Accepted
	}
	g := GateCondition{At: given.At, By: given.By, Turn: WaitsHolder, Waits: []UserID{c.Leader()}}
	g.Name = "accepted"
	add(g, c.Accepted == nil, deny("not-in-force"))
	unless := func(rule error) error { // until the conditions are accepted nothing else of it is
		if c.Accepted == nil {
			return deny("not-in-force")
		}
		return rule
	}
	if p := c.RetrievalPrice(); p.Charged() {
		g.Name = "price"
		add(g, given.Price != p.key(), unless(deny("price-not-accepted")))
	}
	for _, name := range c.BeforeDelivery() {
		g.Name = name
		add(g, !slices.Contains(given.Declared, name), unless(deny("not-declared")))
	}
}

// What a decision's letter asks to be done before delivery, and the leader declares.
const (
	DPIASent      = "dpia"   // vaikutustenarviointi tietosuojavaltuutetulle (TSL 31.3 §)
	LinkedPermits = "linked" // yhdistettävien aineistojen luvat (JulkL 28.1 §)
)

// BeforeDelivery lists what c's letter asks to be done before delivery besides the
// key and the price: that the impact assessment has been sent where special
// categories are asked for and rights are derogated from, and that other holders have
// given their permits for what is linked.
func (c Case) BeforeDelivery() (names []string) {
	a := c.Application
	if a.Article9 != "" {
		names = append(names, DPIASent)
	}
	if slices.ContainsFunc(a.Linked, func(d LinkedData) bool { return d.State != LinkedHeld }) {
		names = append(names, LinkedPermits)
	}
	return names
}

// ImpactAssessmentOf is the file that is the impact assessment of c: the newest of
// that kind that stands among have, given by a party and not found infected; false
// when there is none.
func ImpactAssessmentOf(have []Attachment) (of Attachment, there bool) {
	for _, a := range Standing(have) {
		if a.Kind == ImpactAssessment && a.Redacts == 0 && a.Visible && a.Scan != ScanInfected && a.Scan != ScanFailed {
			of, there = a, true
		}
	}
	return of, there
}

// declaring is s with what it declares done. An impact assessment is declared of a
// file that is there (TSL 31.3 §).
func (c Case) declaring(s Signature, names []string) (Signature, error) {
	s.Declared = names
	if slices.Contains(names, DPIASent) {
		a, there := ImpactAssessmentOf(c.Attached)
		if !there {
			return s, deny("no-assessment-file")
		}
		s.Assessment = a.No
	}
	return s, nil
}

// declaresFor lists what the acceptance of ch declares anew: the impact assessment,
// where it adds variables of special categories, data to be linked or transfers
// outside the EEA, and the permits of other holders for what it links.
func (c Case) declaresFor(ch Change, cat *registers.Catalogue) (names []string) {
	if ch.Granted == nil {
		return nil
	}
	g, special := *ch.Granted, false
	if g.Scope != nil {
		for _, id := range Added(*c.before(ch).Scope, *g.Scope, cat).VariableIDs() {
			v, known := cat.Variable(id)
			special = special || known && v.Class == registers.Special
		}
	}
	if special || g.ThirdCountries != "" || len(g.Linked) > 0 {
		names = append(names, DPIASent)
	}
	if slices.ContainsFunc(g.Linked, func(d LinkedData) bool { return d.State != LinkedHeld }) {
		names = append(names, LinkedPermits)
	}
	return names
}

// acceptanceStands says whether what the leader accepted is what the decision says
// now: a price that has changed since is accepted anew.
func (c Case) acceptanceStands() bool {
	stands := true
	c.addAcceptance(func(_ GateCondition, open bool, _ error) { stands = stands && !open })
	return stands
}

// lastSigned is when the last of the named users signed the undertaking.
func (c Case) lastSigned() (last time.Time) {
	for _, u := range c.Users() {
		at := c.Undertakings[u].At
		if a := c.added(u); at.IsZero() && a != nil && a.Signed != nil {
			at = a.Signed.At
		}
		if at.After(last) {
			last = at
		}
	}
	return last
}

// keyProved is who proved the key that packages are sealed to now, and when.
func (c Case) keyProved() (by UserID, at time.Time) {
	key := c.Recipient().Key
	for _, k := range c.Life.Keys {
		if k.Key == key && !k.Proved.IsZero() {
			by, at = k.By, k.Proved
		}
	}
	return by, at
}
