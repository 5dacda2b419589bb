package permits

import (
	"slices"
	"time"

	"tietolupa/registers"
)

// What a permit is now: the decision and the changes in force.

// Granted is the scope as it now stands: of the decision and the changes, without
// what has been revoked since.
func (c Case) Granted() Scope {
	var s Scope
	var at time.Time
	if c.Decision != nil {
		s, at = c.Decision.Scope, c.DecidedAt
	}
	for _, ch := range c.Life.Changes {
		if ch.State == ChangeIsInForce && ch.Granted.Scope != nil {
			s, at = *ch.Granted.Scope, ch.DecidedAt
		}
	}
	return c.lessRevoked(s, at)
}

// PermitTerm is the term as it now stands; zero before a grant.
func (c Case) PermitTerm() (term registers.Period) {
	if c.Decision != nil {
		term = c.Decision.Term
	}
	for d := range c.deltas() {
		if !d.Until.IsZero() {
			term.To = d.Until
		}
	}
	return term
}

// Leader is the responsible person as things now stand.
func (c Case) Leader() UserID {
	leader := c.Application.Leader()
	for d := range c.deltas() {
		if d.Leader != "" {
			leader = d.Leader
		}
	}
	return leader
}

// Recipient is whom packages are sealed to now: a person's key may have been
// changed for another that has been proved.
func (c Case) Recipient() Recipient {
	r := c.decidedRecipient()
	if r.Kind == PersonRecipient {
		r.Key = c.provedFor(r)
	}
	return r
}

// decidedRecipient is the one of the application or of a change in force.
func (c Case) decidedRecipient() Recipient {
	r := c.Application.Recipient
	for d := range c.deltas() {
		if d.Place != nil {
			r = *d.Place
		}
	}
	return r
}

func (c Case) deltas() func(func(Delta) bool) {
	return func(yield func(Delta) bool) {
		for _, ch := range c.Life.Changes {
			if ch.State == ChangeIsInForce && !yield(*ch.Granted) {
				return
			}
		}
	}
}

// Users lists the named users as they now stand, leader first: those added and
// approved too, those removed or revoked no longer.
func (c Case) Users() []UserID {
	users := c.Application.Users()
	for _, a := range c.Life.Added {
		if !a.Approved.IsZero() && !slices.Contains(users, a.Person.User) {
			users = append(users, a.Person.User)
		}
	}
	return slices.DeleteFunc(users, func(u UserID) bool { return slices.Contains(c.Life.Removed, u) || c.lostUser(u) })
}

// HasSigned says whether u has signed the undertaking of secrecy.
func (c Case) HasSigned(u UserID) bool {
	if _, signed := c.Undertakings[u]; signed {
		return true
	}
	a := c.added(u)
	return a != nil && a.Signed != nil && !a.Approved.IsZero()
}

// closedByOrder says whether the latest interim order on a decision of Contestable
// forbids delivery.
func (c Case) closedByOrder(against string) bool {
	o := c.orderOn(against)
	return o != nil && o.Closes
}

// openedByOrder says whether the latest interim order on it permits delivery.
func (c Case) openedByOrder(against string) bool {
	o := c.orderOn(against)
	return o != nil && !o.Closes
}

// untilFinal says whether d, of that name among Contestable, is carried out only
// when it is final: by route V, unless it states why at once (HOL 122.3 § 2 k) or
// an order permits it; by route O never.
func (c Case) untilFinal(d *Decision, against string) bool {
	return d != nil && d.Route == Appeal && empty(d.Immediate) && !c.openedByOrder(against)
}

// heldByAppeal says whether an open appeal keeps d from being carried out, until
// the court has ruled.
func (c Case) heldByAppeal(d *Decision, against string) bool {
	return c.untilFinal(d, against) && c.openAgainst(against) != nil
}

// DownloadsOpen returns the rule that keeps u from fetching a package of c now,
// or nil. Expiry, revocation and suspension close downloads at once.
func (c Case) DownloadsOpen(u UserID, now time.Time) error {
	if err := c.Gate(now); err != nil {
		return err
	}
	if !slices.Contains(c.Users(), u) || !c.HasSigned(u) {
		return deny("not-a-named-user")
	}
	return nil
}

// LetsOut returns the rule that keeps the package of order o on c from u now, or
// nil: one that was made under a decision that has been undone stays closed, and
// of the others an environment's operator gets it while the gate is open, a person while
// downloads are open to them.
func (c Case) LetsOut(o Order, u UserID, now time.Time) error {
	switch {
	case o.At.Before(c.DecidedAt):
		return deny("decision-undone")
	case c.madeByAnnulled(o):
		return deny("change-annulled")
	case c.revokedPackage(o):
		return deny("part-revoked")
	}
	for _, ch := range c.ClosedChanges(now) {
		if c.holds(o, ch) {
			return c.ChangeGate(ch, now)
		}
	}
	if o.Recipient.Kind == EnvironmentRecipient {
		return c.Gate(now)
	}
	return c.DownloadsOpen(u, now)
}
