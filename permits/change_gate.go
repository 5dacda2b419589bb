package permits

import (
	"slices"
	"time"

	"tietolupa/registers"
)

// AsDelivered is c as its data may leave now: a change in force whose own gate is
// still closed is left out, and what was granted before it stays deliverable.
func (c Case) AsDelivered(now time.Time) Case {
	changes, data := slices.Clone(c.Life.Changes), false
	for i, ch := range changes {
		if ch.State != ChangeIsInForce {
			continue
		}
		if of := ch.Granted.Scope != nil; c.ChangeGate(ch, now) != nil || of && data {
			changes[i].State, data = ChangeIsGranted, data || of // a later scope holds what an earlier change gave
		}
	}
	c.Life.Changes = changes
	return c
}

// ChangeGate returns the rule that keeps what ch gave from leaving now, or nil: by
// the appeal route of the law version of the change's own decision, its own
// service, what its acceptance declares, and the interim orders and appeals against it alone (HOL 13, 122–123 §,
// HL 49 f §, law.md 14.1).
func (c Case) ChangeGate(ch Change, now time.Time) error {
	name := changeName(ch.No)
	switch {
	case c.closedByOrder(name):
		return deny("gate-closed")
	case now.Before(c.ChangeFrom(ch)), c.heldByAppeal(ch.Decision, name):
		return denyAbout("not-final", name)
	case slices.ContainsFunc(ch.Declares, func(what string) bool { return ch.Accepted == nil || !slices.Contains(ch.Accepted.Declared, what) }):
		return denyAbout("not-declared", name)
	}
	return nil
}

// ChangeFrom is the first moment at which the appeal route lets the data of ch
// leave: by O from its service, by V after the last day of the appeal period.
func (c Case) ChangeFrom(ch Change) time.Time {
	served := c.changeServed(ch)
	if c.untilFinal(ch.Decision, changeName(ch.No)) {
		return LastDayFrom(served).AddDate(0, 0, 1).Time()
	}
	if ch.Accepted != nil && ch.Accepted.At.Before(served) {
		return ch.Accepted.At // it has come to who accepts it
	}
	return served
}

// changeServed is when the decision on ch is deemed to have come to all who get
// it; where nothing is deemed, when it was accepted.
func (c Case) changeServed(ch Change) (served time.Time) {
	if s, known := c.ServiceAbout(changeName(ch.No)); known {
		return s.Deemed
	}
	for _, r := range c.Receivers(ChangeLetter, ch.DecidedAt) {
		if r.Deemed.After(served) {
			served = r.Deemed
		}
	}
	if served.IsZero() && ch.Accepted != nil {
		served = ch.Accepted.At
	}
	return served
}

// ClosedChanges lists the changes in force whose data may not leave now.
func (c Case) ClosedChanges(now time.Time) (closed []Change) {
	for _, ch := range c.Life.Changes {
		if ch.State == ChangeIsInForce && c.ChangeGate(ch, now) != nil {
			closed = append(closed, ch)
		}
	}
	return closed
}

// orderOn is the latest interim order on a decision of Contestable that stands, or
// nil: one on a decision that has been undone since binds nobody.
func (c Case) orderOn(against string) (standing *InterimOrder) {
	for i, o := range c.Life.Orders {
		if o.Against == against && !o.At.Before(c.DecidedOn(against)) {
			standing = &c.Life.Orders[i]
		}
	}
	return standing
}

// holds says whether order o holds what only ch gave: a variable at its step, or
// rows of its population, period or sample.
func (c Case) holds(o Order, ch Change) bool {
	switch was := c.before(ch).Scope; {
	case o.Cause == changeName(ch.No):
		return true
	case o.At.Before(ch.Closed):
		return false
	case ch.Granted.Place != nil && o.Recipient == *ch.Granted.Place:
		return true
	case ch.Granted.Scope == nil:
		return false
	case rowsOf(*was) != rowsOf(*ch.Granted.Scope) && rowsOf(o.Scope) == rowsOf(*ch.Granted.Scope):
		return true
	default:
		return slices.ContainsFunc(ch.Granted.Scope.VariableIDs(), func(id string) bool {
			at := ch.Granted.Scope.Protection(id)
			return at != was.Protection(id) && at != registers.Drop && o.Scope.Protection(id) == at
		})
	}
}

// rowsOf names the rows of a scope whatever its variables.
func rowsOf(s Scope) string {
	s.Tables = nil
	return s.Hash()
}

// routeOf is the appeal route of a decision of Contestable: that of the law
// version of its own day (law.md 14.1).
func (c Case) routeOf(against string) Route {
	for _, ch := range c.Life.Changes {
		if changeName(ch.No) == against && ch.Decision != nil {
			return ch.Decision.Route
		}
	}
	if against == RevocationRemedy {
		if law, err := LawOn(registers.DayOf(c.DecidedOn(against))); err == nil {
			return law.Route
		}
	}
	return c.Decision.Route
}
