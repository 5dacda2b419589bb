package permits

import (
	"slices"
	"strings"
	"time"

	"tietolupa/registers"
)

// A Made is an order made on a basis: why, and when. Failed ones count: they are
// run again.
type Made struct {
	Cause string // empty for a delivery of the cadence, else "change-2", "error-1" or "revocation-1"
	At    time.Time
	Lost  bool // sealed to a key that its environment revoked before it was received
	Scope Scope
	To    Recipient
}

// MadeOf lists orders as Case.Order takes them, oldest first.
func MadeOf(orders []Order) (made []Made) {
	for _, o := range orders {
		made = append(made, Made{o.Cause, o.At, o.Lost(), o.Scope, o.Recipient})
	}
	return made
}

// A Due is a delivery that may be ordered now, and what it holds.
type Due struct {
	Cause string
	Scope Scope
	Free  bool // of charge: it corrects an error that was told of in time
}

// No is the number of what brought it, or empty.
func (d Due) No() string { _, no, _ := strings.Cut(d.Cause, "-"); return no }

// Kind is "change", "error", "revocation" or, for a delivery of the cadence,
// "cadence".
func (d Due) Kind() string {
	if kind, _, found := strings.Cut(d.Cause, "-"); found {
		return kind
	}
	return "cadence"
}

// DueDeliveries lists what may be ordered on c now, in the order it is delivered:
// what the cadence gives, whole; of a change in force the data that it added, when
// the rest has been delivered before it; what a revocation in part has left, when
// it closed packages; and each delivery whose error was found, anew. The
// pseudonyms are the same in all of them. What was delivered under a decision that
// has been undone is no delivery of the one that stands.
func (c Case) DueDeliveries(made []Made, cat *registers.Catalogue, now time.Time) (due []Due) {
	made = slices.DeleteFunc(slices.Clone(made), func(m Made) bool { return m.At.Before(c.DecidedAt) })
	has := func(cause string) bool {
		return slices.ContainsFunc(made, func(m Made) bool { return m.Cause == cause && !m.Lost })
	}
	regular := 0
	for _, m := range made {
		if m.Cause == "" && !m.Lost {
			regular++
		}
	}
	if c.Decision == nil {
		return nil
	}
	open := c.AsDelivered(now)
	scope := open.Granted()
	if regular < scope.Cadence.due(c.Decision.Term.From, registers.DayOf(now)) {
		return []Due{{Scope: scope}}
	}
	for _, ch := range open.Life.Changes {
		cause := changeName(ch.No)
		if ch.State != ChangeIsInForce || has(cause) {
			continue
		}
		added := c.addedBy(ch, cat)
		if len(added.VariableIDs()) > 0 && !slices.ContainsFunc(made, func(m Made) bool { return m.whole(ch, added, cat) }) {
			due = append(due, Due{Cause: cause, Scope: added})
		}
	}
	for _, r := range c.PartsRevoked() { // what is left, in place of the packages that were closed
		cause := r.name()
		before := slices.ContainsFunc(made, func(m Made) bool { return m.At.Before(r.At) })
		since := slices.ContainsFunc(made, func(m Made) bool { return m.Cause == "" && !m.Lost && !m.At.Before(r.At) })
		if len(r.Part.Tables)+len(r.Part.Variables)+len(r.Part.Orders) > 0 && before && !since && !has(cause) {
			due = append(due, Due{Cause: cause, Scope: scope, Free: true})
		}
	}
	for _, e := range c.Life.Errors {
		if cause := "error-" + number(e.No); e.Found && !e.At.Before(c.DecidedAt) && !has(cause) {
			due = append(due, Due{Cause: cause, Scope: c.scopeOf(e.Cause, cat), Free: e.Free})
		}
	}
	return due
}

// whole says whether m, a delivery of the cadence, was made since ch came into
// force and held what it added: before its gate opened such a one does not.
func (m Made) whole(ch Change, added Scope, cat *registers.Catalogue) bool {
	return m.Cause == "" && !m.Lost && !m.At.Before(ch.Closed) &&
		(m.Scope.Version == 0 || m.Scope.Covers(added, cat) == nil && (ch.Granted.Place == nil || m.To.Environment == ch.Granted.Place.Environment))
}

// addedBy is what ch in force added to what was granted before it: all of it
// when the data go to another place.
func (c Case) addedBy(ch Change, cat *registers.Catalogue) Scope {
	was := c.before(ch)
	switch {
	case ch.Granted == nil:
		return Scope{}
	case ch.Granted.Place != nil && ch.Granted.Scope != nil:
		return *ch.Granted.Scope
	case ch.Granted.Place != nil:
		return *was.Scope
	case ch.Granted.Scope != nil:
		return Added(*was.Scope, *ch.Granted.Scope, cat)
	}
	return Scope{}
}

// scopeOf is what a delivery of that cause holds.
func (c Case) scopeOf(cause string, cat *registers.Catalogue) Scope {
	for _, ch := range c.Life.Changes {
		if cause == changeName(ch.No) {
			return c.addedBy(ch, cat)
		}
	}
	return c.Granted()
}

// Order orders the first extract that is due on the permit. made are the orders
// already made on it.
func (c Case) Order(id OrderID, by Actor, made []Made, cat *registers.Catalogue, now time.Time) (Order, Event, error) {
	if !slices.Contains(c.Users(), by.ID) {
		return Order{}, Event{}, deny("not-a-named-user")
	}
	b, err := c.Basis(now)
	if err != nil {
		return Order{}, Event{}, err
	}
	if c.NeedsProof() {
		return Order{}, Event{}, deny("key-unproved")
	}
	due := c.DueDeliveries(made, cat, now)
	if len(due) == 0 {
		return Order{}, Event{}, deny("already-delivered")
	}
	b.scope = due[0].Scope
	o, e, err := b.order(id, by, c.AsDelivered(now).Recipient(), c.Application.Language, len(made), now)
	if o.Cause = due[0].Cause; err == nil && o.Cause != "" {
		e.Detail["cause"] = o.Cause
	}
	return o, e, err
}

// NextDelivery is the first day on which the next extract may be ordered, when
// made have been; zero when no more are due within the term.
func (c Case) NextDelivery(made []Made, cat *registers.Catalogue) registers.Day {
	term := c.PermitTerm()
	if term.From.IsZero() {
		return registers.Day{}
	}
	for day := term.From; !term.To.Before(day); day = day.AddDate(0, 1, 0) {
		first := day
		if c.Granted().Cadence == Monthly || c.Granted().Cadence == Yearly {
			first = firstOf(day, term.From)
		}
		if len(c.DueDeliveries(made, cat, first.Time())) > 0 {
			return first
		}
	}
	return registers.Day{}
}

// firstOf is the first day of day's month, but no earlier than from.
func firstOf(day, from registers.Day) registers.Day {
	t := day.Time()
	first := registers.DayOf(time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC))
	if first.Before(from) {
		return from
	}
	return first
}
