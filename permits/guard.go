package permits

import (
	"slices"
	"sync"
	"time"

	"tietolupa/registers"
)

// A guard is what a command asks before it does anything, and what it may do:
// the state machine, row by row. docs/case.md is drawn from it.
type guard struct {
	Command Command
	In      []State
	Leads   []State // empty: the state stays
	Stays   []State // where it may also leave the state as it is
	Back    []Move  // what it leads from a state in which it otherwise stays
	Events  []EventKind
	Law     string // provision
	Rule    string // broken when the case is in another state
	Change  bool   // also of a change that a permit in force waits for: see Case.For
	who     func(Case, Actor, time.Time) error
	when    func(Case, Actor, time.Time) error
	open    func(Case, Actor, time.Time) error // instead of who and when
}

var (
	guardOnce sync.Once
	guardRows []guard
	rowOf     map[Command]*guard // a page asks for them by the hundred
)

// guards are the rows of the state machine in the order of a case's life.
func guards() []guard {
	guardOnce.Do(func() {
		guardRows = slices.Concat(handlingGuards(), questionGuards(), memberGuards(), servingGuards(), lifeGuards(), measureGuards(), courtGuards(), arrivedGuards())
		rowOf = make(map[Command]*guard, len(guardRows))
		for i := range guardRows {
			rowOf[guardRows[i].Command] = &guardRows[i]
		}
	})
	return guardRows
}

func guardOf(do Command) (*guard, bool) {
	guards()
	g, known := rowOf[do]
	return g, known
}

// ProvisionOf is the provision that a command carries out; empty for one that is
// not known.
func ProvisionOf(do Command) string {
	if g, known := guardOf(do); known {
		return g.Law
	}
	return ""
}

// ready returns the rule that keeps by from do in c, seen at version seen.
func (c Case) ready(do Command, by Actor, seen int, now time.Time) error {
	if err := c.opens(do, by, now); err != nil {
		return err
	}
	if c.Version != seen {
		return deny("stale-page")
	}
	return nil
}

// opens returns the rule that closes command to by, or nil.
func (c Case) opens(do Command, by Actor, now time.Time) error {
	g, known := guardOf(do)
	if !known {
		return deny("not-allowed")
	}
	if change, of := c.For(do); of {
		if err := change.opens(do, by, now); err == nil || !slices.Contains(g.Stays, c.State) {
			return err
		}
	}
	if g.open != nil {
		return g.open(c, by, now)
	}
	if err := g.who(c, by, now); err != nil {
		return err
	}
	if !slices.Contains(g.In, c.State) && !slices.Contains(g.Stays, c.State) {
		return deny(g.Rule)
	}
	if g.when != nil {
		return g.when(c, by, now)
	}
	return nil
}

// anOfficer is any official of the authority who may act in the case.
func anOfficer(c Case, by Actor, _ time.Time) error {
	return c.unbarred(by, Presenter, Decider)
}

// aDecider is an official who decides.
func aDecider(c Case, by Actor, _ time.Time) error {
	if err := by.officer("not-a-decider", Decider); err != nil {
		return err
	}
	return c.unbarred(by, Decider)
}

// theHandler is the presenter of the case or who acts for them today.
func theHandler(c Case, by Actor, now time.Time) error {
	if err := c.unbarred(by, Presenter); err != nil {
		return err
	}
	if !c.handles(by.ID, now) {
		return deny("not-your-case")
	}
	return nil
}

// theApplicant is who speaks for the applicant: who drafted it, or the leader.
func theApplicant(c Case, by Actor, _ time.Time) error {
	if by.ID == "" || c.Applicant != by.ID && c.Leader() != by.ID {
		return deny("not-your-application")
	}
	return nil
}

func theLeader(c Case, by Actor, _ time.Time) error {
	if by.ID == "" || c.Leader() != by.ID {
		return deny("not-the-leader")
	}
	return nil
}

func aUser(c Case, by Actor, _ time.Time) error {
	if by.ID == "" || !slices.Contains(c.Users(), by.ID) {
		return deny("not-a-named-user")
	}
	return nil
}

// unbarred returns the rule that keeps by from acting as an official in c: duty
// and authority, no part in it, and no bar (HL 28 §).
func (c Case) unbarred(by Actor, duties ...Duty) error {
	if err := by.officer("not-a-presenter", duties...); err != nil {
		return err
	}
	switch {
	case c.involves(by.ID):
		return deny("own-case") // HL 28 §
	case c.Barred(by.ID):
		return deny("disqualified") // HL 28 §
	}
	return nil
}

// Barred says whether u is disqualified from the case (esteellinen, HL 28 §).
func (c Case) Barred(u UserID) bool {
	return slices.ContainsFunc(c.Handling.Bars, func(b Bar) bool { return b.User == u })
}

// handles says whether u is the presenter or a substitute today.
func (c Case) handles(u UserID, now time.Time) bool {
	day := registers.DayOf(now)
	return c.Presenter == u || slices.ContainsFunc(c.Handling.Substitutes, func(s Substitute) bool {
		return s.User == u && s.Term.Has(day)
	})
}
