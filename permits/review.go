package permits

import (
	"slices"
	"time"

	"tietolupa/registers"
)

// Take makes by the case's presenter; another presenter's case is taken over,
// wherever in its handling it stands.
func (c Case) Take(by Actor, now time.Time) (Case, Event, error) {
	if change, of := c.For(DoTake); of {
		return c.folded(change.Take(by, now))
	}
	if err := c.mayTake(by); err != nil {
		return Case{}, Event{}, err
	}
	if c.State == Submitted {
		c.State = InReview
	}
	c.Presenter = by.ID
	return c.step(CaseTaken, by, now, nil)
}

func (c Case) mayTake(by Actor) error {
	if err := c.unbarred(by, Presenter); err != nil {
		return err
	}
	if c.State != Submitted && !slices.Contains(handled(), c.State) {
		return deny("not-in-review")
	}
	return nil
}

// Propose puts d before the decider. Law day and appeal route are those of the
// law version of now, whatever d says: nobody types them (letters 0.2). earlier
// is what earlier decisions on the same variables and orders have done: departing
// from it needs a sentence (HL 6 §). unbiased is the presenter's own answer on
// disqualification (HL 28 §, letters 10.8).
func (c Case) Propose(by Actor, seen int, unbiased bool, d Decision, cat *registers.Catalogue, now time.Time, earlier ...Practice) (Case, Event, error) {
	if change, of := c.For(DoPropose); of {
		return c.folded(change.Propose(by, seen, unbiased, d, cat, now, earlier...))
	}
	law, err := LawOn(registers.DayOf(now))
	if err != nil {
		return Case{}, Event{}, err
	}
	d.LawDay, d.Route = registers.DayOf(now), law.Route
	d.Scope = d.Scope.WithKeys(cat)
	if err := c.mayHandle(by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	if err := c.mayMake(d, cat, now, earlier); err != nil {
		return Case{}, Event{}, err
	}
	if err := declared(unbiased); err != nil {
		return Case{}, Event{}, err
	}
	c.State, c.Proposal, c.Presenter = Proposed, &d, by.ID // a substitute answers for it
	return c.step(CaseProposed, by, now, map[string]string{"outcome": string(d.Outcome), "scope": d.Scope.Hash(), "unbiased": "yes"})
}

// AsDecided is c as if d were proposed and decided at once, for its letter to be
// read before anything is: by the rules of a proposal. It is never stored, and
// until somebody decides the presenter stands in the decider's place.
func (c Case) AsDecided(by Actor, seen int, d Decision, cat *registers.Catalogue, now time.Time, earlier ...Practice) (Case, Event, error) {
	if change, of := c.For(DoPropose); of {
		return c.folded(change.AsDecided(by, seen, d, cat, now, earlier...))
	}
	c, _, err := c.Propose(by, seen, true, d, cat, now, earlier...)
	if err != nil {
		return Case{}, Event{}, err
	}
	next, e, err := c.decide(by, *c.Proposal, now)
	next.Version, e.Version = c.Version, c.Version // both are one step
	return next, e, err
}

// mayHandle returns the rule that keeps by from proposing in c.
func (c Case) mayHandle(by Actor, seen int, now time.Time) error {
	if err := c.unbarred(by, Presenter); err != nil {
		return err
	}
	switch {
	case c.State != InReview:
		return deny("not-in-review")
	case !c.handles(by.ID, now):
		return deny("not-your-case")
	case c.Version != seen:
		return deny("stale-page")
	}
	return nil
}

// mayMake returns the rule that keeps d from being the decision of c, whoever
// makes it.
func (c Case) mayMake(d Decision, cat *registers.Catalogue, now time.Time, earlier []Practice) error {
	switch {
	case d.Short && !c.uncontested(d):
		return deny("not-short")
	case empty(d.Reasons) && !d.Short:
		return deny("no-reasons") // HL 45 §
	case unfilled(d.Reasons):
		return denyAbout("template-left", "reasons")
	}
	switch d.Outcome {
	case Dismiss:
		return nil
	case RefuseAll:
		if err := c.considered(d, cat); err != nil {
			return err
		}
		return c.departs(d, earlier, cat)
	case GrantAll, GrantPart:
	default:
		return deny("no-such-outcome")
	}
	if d.GivesData(c) {
		if err := d.Scope.Check(cat, registers.DayOf(now)); err != nil {
			return err
		}
		if err := c.Application.Scope.Covers(d.Scope, cat); err != nil {
			return err
		}
	}
	if err := c.changesRightly(d, cat); err != nil {
		return err
	}
	same := c.asAsked(d, cat)
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
	if d.GivesData(c) {
		if err := d.reasoned(c.Application.Scope, cat); err != nil {
			return err
		}
	}
	if err := c.checkConditions(d); err != nil {
		return err
	}
	if err := c.tried(d); err != nil {
		return err
	}
	if missing := c.StatementsNeeded(d.Scope, d.Trial, cat, now); len(missing) > 0 {
		return denyAbout("statement-missing", missing[0].Kind)
	}
	if err := d.findings(cat); err != nil {
		return err
	}
	if err := c.considered(d, cat); err != nil {
		return err
	}
	return c.departs(d, earlier, cat)
}

// departs returns the rule that a departure from earlier decisions breaks while
// nothing says why.
func (c Case) departs(d Decision, earlier []Practice, cat *registers.Catalogue) error {
	for _, p := range earlier {
		if missing := Departures(c.Application, d, p, cat); len(missing) > 0 {
			return denyAbout("departure-unexplained", missing[0])
		}
	}
	return nil
}

// ShortForm says whether the letter of c leaves its reasons out (HL 45.2 § 4 k):
// its decision, or what is proposed, was chosen to be short and the law lets it.
func ShortForm(c Case) bool {
	d := c.Decision
	if d == nil {
		d = c.Proposal
	}
	return d != nil && d.Short && c.uncontested(*d)
}

// MayShorten says whether a decision of outcome in c may be short: all that was
// applied for is granted, and nobody was heard against it.
func (c Case) MayShorten(outcome Outcome) bool { return c.uncontested(Decision{Outcome: outcome}) }

// uncontested says whether the reasons may be left out: all that was applied
// for is granted and nobody was heard against it (HL 45.2 § 4 k).
func (c Case) uncontested(d Decision) bool {
	return d.Outcome == GrantAll && len(c.Handling.Hearings) == 0 && len(c.Handling.Earlier) == 0
}

// Return sends a proposal back to its presenter, and says in words what has to be
// prepared further: the authority's officers read it.
func (c Case) Return(by Actor, seen int, why string, now time.Time) (Case, Event, error) {
	if change, of := c.For(DoReturn); of {
		return c.folded(change.Return(by, seen, why, now))
	}
	if err := c.mayDecide(by, seen); err != nil {
		return Case{}, Event{}, err
	}
	if empty(why) {
		return Case{}, Event{}, deny("no-reasons")
	}
	ref := c.text(ReturnText, "", 0, by, false, why, now)
	c.State = InReview
	return c.step(CaseReturned, by, now, map[string]string{"text": ref.SHA256})
}

// Decide makes the proposal the decision. unbiased is the decider's own answer on
// disqualification (HL 28 §, letters 10.8).
func (c Case) Decide(by Actor, seen int, unbiased bool, now time.Time) (Case, Event, error) {
	if change, of := c.For(DoDecide); of {
		return c.folded(change.Decide(by, seen, unbiased, now))
	}
	if err := c.mayDecideOn(by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	if err := declared(unbiased); err != nil {
		return Case{}, Event{}, err
	}
	if err := c.tried(*c.Proposal); err != nil {
		return Case{}, Event{}, err
	}
	return c.decide(by, *c.Proposal, now)
}

// DecideOtherwise makes d the decision, in place of what the presenter
// proposed: it keeps the same rules, and the presenter may record a dissent.
func (c Case) DecideOtherwise(by Actor, seen int, unbiased bool, d Decision, cat *registers.Catalogue, now time.Time, earlier ...Practice) (Case, Event, error) {
	if change, of := c.For(DoDecideOther); of {
		return c.folded(change.DecideOtherwise(by, seen, unbiased, d, cat, now, earlier...))
	}
	if err := c.mayDecide(by, seen); err != nil {
		return Case{}, Event{}, err
	}
	if err := Delegated(c.Matter(d.Outcome), by, registers.DayOf(now)); err != nil {
		return Case{}, Event{}, err
	}
	d.Scope = d.Scope.WithKeys(cat)
	if err := c.mayMake(d, cat, now, earlier); err != nil {
		return Case{}, Event{}, err
	}
	if err := declared(unbiased); err != nil {
		return Case{}, Event{}, err
	}
	return c.decide(by, d, now)
}

func (c Case) decide(by Actor, d Decision, now time.Time) (Case, Event, error) {
	law, err := LawOn(registers.DayOf(now)) // the legal basis is that of the decision's day (14.12)
	if err != nil {
		return Case{}, Event{}, err
	}
	if d.Grants() && d.Term.To.Before(registers.DayOf(now)) {
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
	case Dismiss:
		c.State, kind = Dismissed, CaseDismissed
	default:
		c.State = Refused
	}
	return c.step(kind, by, now, map[string]string{"scope": d.Scope.Hash(), "presenter": string(c.Presenter), "unbiased": "yes"})
}

// mayDecideOn adds to mayDecide that the outcome proposed is the decider's to
// decide by the rules of procedure.
func (c Case) mayDecideOn(by Actor, seen int, now time.Time) error {
	if err := c.mayDecide(by, seen); err != nil {
		return err
	}
	return Delegated(c.Matter(c.Proposal.Outcome), by, registers.DayOf(now))
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
	case c.Barred(by.ID) || c.Barred(c.Presenter):
		return deny("disqualified") // HL 28 §: nor on the proposal of one who is
	case c.Version != seen:
		return deny("stale-page")
	}
	return nil
}

// Serve records that the decision is deemed served at at (HL 59 §, SAsL 19 §). A
// decision made anew that grants nothing ends a permit that was put to use on the
// earlier one: its data are to be destroyed.
func (c Case) Serve(by Actor, at, now time.Time) (Case, Event, error) {
	if err := c.mayServe(by, at); err != nil {
		return Case{}, Event{}, err
	}
	return c.servedFrom(at).step(CaseServed, by, now, nil)
}

// servedFrom is c once its decision has been served, at at.
func (c Case) servedFrom(at time.Time) Case {
	c.State, c.ServedAt = Served, at
	if !c.Decision.Grants() && c.wasUsable() {
		c.State, c.EndedAt = Ended, at
	}
	return c
}

// ServeBy records service with its manner, the moment of sending and the moment
// that it is deemed served. One sent to be fetched, or with a receipt, waits: the
// decision is served when that is shown.
func (c Case) ServeBy(by Actor, s Service, now time.Time) (Case, Event, error) {
	if !c.mayBeSent(s.Manner) {
		return Case{}, Event{}, deny("no-e-consent") // SAsL 18–19 §
	}
	if s.Waits() {
		if err := c.mayServe(by, now); err != nil {
			return Case{}, Event{}, err
		}
		c.Life.Service = &s
		return c.step(DecisionSent, by, now, map[string]string{"manner": s.Manner})
	}
	next, e, err := c.Serve(by, s.Deemed, now)
	if err == nil {
		next.Life.Service = &s
		e.Detail = map[string]string{"manner": s.Manner}
	}
	return next, e, err
}

func (c Case) mayServe(by Actor, at time.Time) error {
	if err := c.unbarred(by, Presenter, Decider); err != nil {
		return err
	}
	switch {
	case !c.ToServe():
		return deny("not-decided")
	case c.Life.Service != nil:
		return deny("already-sent")
	case at.Before(c.DecidedAt):
		return deny("served-before-decided")
	case !c.BothSigned():
		return deny("half-signed") // SAsL 16 §
	}
	return nil
}

// involves says whether u is a party: applicant, co-applicant or named user.
func (c Case) involves(u UserID) bool {
	return u != "" && (c.Applicant == u || c.member(u, EditRole) || c.member(u, ReadRole) || slices.Contains(c.Application.Users(), u) || slices.Contains(c.Users(), u) || c.added(u) != nil)
}
