package permits

import (
	"slices"
	"strings"
	"time"

	"tietolupa/registers"
)

// Take makes by the case's presenter; another presenter's case is taken over.
func (c Case) Take(by Actor, now time.Time) (Case, Event, error) {
	if err := by.officer("not-a-presenter", Presenter); err != nil {
		return Case{}, Event{}, err
	}
	switch {
	case c.involves(by.ID):
		return Case{}, Event{}, deny("own-case") // HL 28 §
	case c.State != Submitted && c.State != InReview:
		return Case{}, Event{}, deny("not-in-review")
	}
	c.State, c.Presenter = InReview, by.ID
	return c.step(CaseTaken, by, now, nil)
}

// Propose puts d before the decider. Law day and appeal route are those of the
// law version of now, whatever d says: nobody types them (letters 0.2).
func (c Case) Propose(by Actor, seen int, d Decision, cat *registers.Catalogue, now time.Time) (Case, Event, error) {
	law, err := LawOn(registers.DayOf(now))
	if err != nil {
		return Case{}, Event{}, err
	}
	d.LawDay, d.Route = registers.DayOf(now), law.Route
	d.Scope = d.Scope.WithKeys(cat)
	if err := c.mayPropose(by, seen, d, cat, now); err != nil {
		return Case{}, Event{}, err
	}
	c.State, c.Proposal = Proposed, &d
	return c.step(CaseProposed, by, now, map[string]string{"outcome": string(d.Outcome), "scope": d.Scope.Hash()})
}

// mayHandle returns the rule that keeps by from proposing in c.
func (c Case) mayHandle(by Actor, seen int) error {
	if err := by.officer("not-a-presenter", Presenter); err != nil {
		return err
	}
	switch {
	case c.involves(by.ID):
		return deny("own-case") // HL 28 §
	case c.State != InReview:
		return deny("not-in-review")
	case c.Presenter != by.ID:
		return deny("not-your-case")
	case c.Version != seen:
		return deny("stale-page")
	}
	return nil
}

func (c Case) mayPropose(by Actor, seen int, d Decision, cat *registers.Catalogue, now time.Time) error {
	if err := c.mayHandle(by, seen); err != nil {
		return err
	}
	switch {
	case strings.TrimSpace(d.Reasons) == "":
		return deny("no-reasons") // HL 45 §
	case unfilled(d.Reasons):
		return denyAbout("template-left", "reasons")
	}
	switch d.Outcome {
	case RefuseAll:
		return nil
	case GrantAll, GrantPart:
	default:
		return deny("no-such-outcome")
	}
	if err := d.Scope.Check(cat, registers.DayOf(now)); err != nil {
		return err
	}
	if err := c.Application.Scope.Covers(d.Scope, cat); err != nil {
		return err
	}
	same := d.Scope.Covers(c.Application.Scope, cat) == nil
	switch {
	case d.Outcome == GrantAll && !same:
		return deny("not-a-full-grant")
	case d.Outcome == GrantPart && same:
		return deny("not-a-partial-grant")
	case d.Term.To.IsZero() || !d.Term.From.Before(d.Term.To) || !d.Term.To.Time().After(now):
		return deny("already-over")
	case c.Application.Until.Before(d.Term.To):
		return denyAbout("beyond-application", "until")
	}
	if err := d.reasoned(c.Application.Scope, cat); err != nil {
		return err
	}
	if err := c.checkConditions(d); err != nil {
		return err
	}
	return d.findings(cat)
}

// Return sends a proposal back to its presenter.
func (c Case) Return(by Actor, seen int, now time.Time) (Case, Event, error) {
	if err := c.mayDecide(by, seen); err != nil {
		return Case{}, Event{}, err
	}
	c.State = InReview
	return c.step(CaseReturned, by, now, nil)
}

// Decide makes the proposal the decision.
func (c Case) Decide(by Actor, seen int, now time.Time) (Case, Event, error) {
	if err := c.mayDecide(by, seen); err != nil {
		return Case{}, Event{}, err
	}
	d := *c.Proposal
	law, err := LawOn(registers.DayOf(now)) // the legal basis is that of the decision's day (14.12)
	if err != nil {
		return Case{}, Event{}, err
	}
	if d.Outcome != RefuseAll && d.Term.To.Before(registers.DayOf(now)) {
		return Case{}, Event{}, deny("term-over")
	}
	d.LawDay, d.Route = registers.DayOf(now), law.Route
	c.Decision, c.Decider, c.DecidedAt = &d, by.ID, now
	kind := CaseRefused
	switch d.Outcome {
	case GrantAll:
		c.State, kind = Granted, CaseGranted
	case GrantPart:
		c.State, kind = PartlyGranted, CasePartlyGranted
	default:
		c.State = Refused
	}
	return c.step(kind, by, now, map[string]string{"scope": d.Scope.Hash(), "presenter": string(c.Presenter)})
}

func (c Case) mayDecide(by Actor, seen int) error {
	if err := by.officer("not-a-decider", Decider); err != nil {
		return err
	}
	switch {
	case c.State != Proposed:
		return deny("not-proposed")
	case c.Presenter == by.ID:
		return deny("same-presenter")
	case c.involves(by.ID):
		return deny("own-case") // HL 28 §
	case c.Version != seen:
		return deny("stale-page")
	}
	return nil
}

// Serve records that the decision is deemed served at at (HL 59 §, SAsL 19 §).
func (c Case) Serve(by Actor, at, now time.Time) (Case, Event, error) {
	if err := by.officer("not-a-presenter", Presenter, Decider); err != nil {
		return Case{}, Event{}, err
	}
	switch {
	case c.involves(by.ID):
		return Case{}, Event{}, deny("own-case") // HL 28 §
	case c.State != Granted && c.State != PartlyGranted && c.State != Refused:
		return Case{}, Event{}, deny("not-decided")
	case at.Before(c.DecidedAt):
		return Case{}, Event{}, deny("served-before-decided")
	}
	c.State, c.ServedAt = Served, at
	return c.step(CaseServed, by, now, nil)
}

// involves says whether u is a party: applicant or named user.
func (c Case) involves(u UserID) bool {
	return c.Applicant == u || slices.Contains(c.Application.Users(), u)
}
