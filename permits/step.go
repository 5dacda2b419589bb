package permits

import (
	"slices"
	"time"
)

// A step is one row of the table of commands of a request or of a breach: who
// may do the command, in which states, where it leads and what it leaves. The
// state machines of docs/requests.md are drawn from these rows.
type step[T any, S ~string] struct {
	Command Command
	In      []S
	Leads   []S // empty: the state stays
	Stays   []S // where it may also leave the state as it is
	Events  []EventKind
	Law     string // provision
	Rule    string // broken when it is in another state
	who     func(t T, by Actor, now time.Time) error
	when    func(t T, by Actor, now time.Time) error // nil: whenever the state allows
}

// opensStep returns the rule that keeps by from doing command to t, or nil. A
// command without a row is nobody's.
func opensStep[T any, S ~string](steps []step[T, S], command Command, t T, state S, by Actor, now time.Time) error {
	i := slices.IndexFunc(steps, func(s step[T, S]) bool { return s.Command == command })
	if i < 0 {
		return deny("not-submitted")
	}
	if err := steps[i].who(t, by, now); err != nil {
		return err
	}
	if !slices.Contains(steps[i].In, state) && !slices.Contains(steps[i].Stays, state) {
		return deny(steps[i].Rule)
	}
	if steps[i].when != nil {
		return steps[i].when(t, by, now)
	}
	return nil
}

// openCommands lists what by may do to t now, in the order of the rows.
func openCommands[T any, S ~string](steps []step[T, S], t T, state S, by Actor, now time.Time) (open []Command) {
	for _, s := range steps {
		if opensStep(steps, s.Command, t, state, by, now) == nil {
			open = append(open, s.Command)
		}
	}
	return open
}

// official returns the rule that keeps by from acting as an official of the
// authority in a matter: duty and authority, no part in it, and no bar (HL 28
// §).
func official(by Actor, parties []UserID, bars []Bar, duties ...Duty) error {
	if err := by.officer("not-a-presenter", duties...); err != nil {
		return err
	}
	switch {
	case slices.Contains(parties, by.ID):
		return deny("own-case") // HL 28 §
	case slices.ContainsFunc(bars, func(b Bar) bool { return b.User == by.ID }):
		return deny("disqualified") // HL 28 §
	}
	return nil
}

// leaves lists the events that the commands do leave.
func leaves[T any, S ~string](steps []step[T, S], do []Command) (all []EventKind) {
	for _, s := range steps {
		if slices.Contains(do, s.Command) {
			all = append(all, s.Events...)
		}
	}
	return all
}

// commandsOf lists the commands of the rows, in their order.
func commandsOf[T any, S ~string](steps []step[T, S]) (all []Command) {
	for _, s := range steps {
		all = append(all, s.Command)
	}
	return all
}
