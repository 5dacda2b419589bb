package permits

import (
	"maps"
	"slices"
	"strconv"
	"time"

	"tietolupa/registers"
)

// NewCase starts a draft for by, with what the account already tells.
func NewCase(id CaseID, by Actor, now time.Time) (Case, Event, error) {
	if !by.Has(Researcher) {
		return Case{}, Event{}, deny("not-an-applicant")
	}
	c := Case{ID: id, Applicant: by.ID, State: Draft, Version: 1, Created: now}
	c.Application = Application{Language: "fi", Organisation: by.Organisation, Contact: by.Name, ContactEmail: by.Email,
		Control: OwnControl, Identifiability: Pseudonymised}
	if by.Language == "sv" {
		c.Application.Language = "sv"
	}
	c.Application.Scope.Version = ScopeVersion
	return c, c.event(CaseCreated, by, now, nil), nil
}

// CopyCase starts a draft for by with what was written in another case that by
// may see: everything but the days, the key that packages were sealed to, what
// was decided, and who else wrote it.
func CopyCase(id CaseID, by Actor, of Case, now time.Time) (Case, Event, error) {
	if !MaySee(by, of) || !of.involves(by.ID) {
		return Case{}, Event{}, deny("not-your-application")
	}
	c, _, err := NewCase(id, by, now)
	if err != nil {
		return Case{}, Event{}, err
	}
	c.Application = of.Application
	c.Application.Until = registers.Day{}
	c.Application.Recipient.Key = ""
	c.Application.People = slices.Clone(of.Application.People)
	c.Application.Reasons = maps.Clone(of.Application.Reasons)
	c.Drafting.CopiedOf, c.Drafting.First = of.ID, of.first()
	return c, c.event(CaseCreated, by, now, map[string]string{"copied_of": string(of.ID)}), nil
}

// Submit sends the draft to the authority. cat is the catalogue of that day.
func (c Case) Submit(by Actor, seen int, cat *registers.Catalogue, now time.Time) (Case, Event, error) {
	if err := c.maySubmit(by, seen); err != nil {
		return Case{}, Event{}, err
	}
	c.Application.Scope = c.Application.Scope.WithKeys(cat)
	for _, gap := range c.Gaps(cat, registers.DayOf(now)) {
		if gap.Weight != Advised {
			return Case{}, Event{}, gap.Rule
		}
	}
	c.State, c.Submitted = Submitted, now
	c.Drafting.Touched = nil
	detail := map[string]string{"scope": c.Application.Scope.Hash()}
	for _, a := range Standing(c.Attached) {
		detail["annex-"+strconv.Itoa(a.No)] = a.SHA256
	}
	return c.step(CaseSubmitted, by, now, detail)
}

// Withdraw ends a case before it is decided (rauennut).
func (c Case) Withdraw(by Actor, seen int, now time.Time) (Case, Event, error) {
	if err := c.ready(DoWithdraw, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	c.State, c.EndedAt = Withdrawn, now
	return c.step(CaseWithdrawn, by, now, nil)
}

// maySubmit returns the rule that keeps by from sending the draft: the
// applicant alone does.
func (c Case) maySubmit(by Actor, seen int) error {
	switch {
	case c.Applicant != by.ID:
		return deny("not-your-application")
	case c.State != Draft:
		return deny("not-a-draft")
	case c.Version != seen:
		return deny("stale-page")
	}
	return nil
}

// Complete returns the first thing that an application lacks and has always been
// asked for, or nil (JulkL 13.2 §, 28 §; 7.3). What the form has asked for since
// keeps nobody from supplementing an older application: see Gaps.
func (a Application) Complete(cat *registers.Catalogue, day registers.Day) error {
	for _, gap := range a.Gaps(cat, day) {
		if gap.Weight != Advised && !slices.Contains(addedParts, gap.Part) {
			return gap.Rule
		}
	}
	return nil
}

// addedParts are those that the first form did not have.
var addedParts = []string{"contact_name", "contact_email", "address", "control", "controllers", "identified_why", "consent_terms", LinkedPart}

func (a Application) leaders() (n int) {
	for _, p := range a.People {
		if p.Leader {
			n++
		}
	}
	return n
}

// Users lists the accounts of everybody named, leader first.
func (a Application) Users() (ids []UserID) {
	for _, p := range a.People {
		if p.Leader {
			ids = append([]UserID{p.User}, ids...)
		} else {
			ids = append(ids, p.User)
		}
	}
	return ids
}

// Leader is the account of the responsible leader (vastuullinen johtaja).
func (a Application) Leader() UserID {
	for _, p := range a.People {
		if p.Leader {
			return p.User
		}
	}
	return ""
}

// step counts the change and names it. It is the one place in which a command asks
// how strongly by has been identified.
func (c Case) step(kind EventKind, by Actor, now time.Time, detail map[string]string) (Case, Event, error) {
	detail, err := by.vouched(kind, detail)
	if err != nil {
		return Case{}, Event{}, err
	}
	c.Version++
	c.Undertakings = maps.Clone(c.Undertakings)
	c.pauses(by, now)
	e := c.event(kind, by, now, detail)
	c.sends(e)
	return c, e, nil
}

// pauses stops the clock while the case waits, and lets it run again.
func (c *Case) pauses(by Actor, now time.Time) {
	n, waits := len(c.Handling.Pauses), slices.Contains(waiting, c.State)
	runs := n == 0 || !c.Handling.Pauses[n-1].To.IsZero()
	if waits == runs {
		c.Handling.Pauses = slices.Clone(c.Handling.Pauses)
		if waits {
			c.Handling.Pauses = append(c.Handling.Pauses, Pause{From: now, By: by.ID})
		} else {
			c.Handling.Pauses[n-1].To = now
		}
	}
}

func (c Case) event(kind EventKind, by Actor, now time.Time, detail map[string]string) Event {
	return Event{Subject: string(c.ID), Version: c.Version, Kind: kind, By: by.ID, At: now, Detail: detail}
}
