package permits

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"tietolupa/registers"
)

// NewCase starts a draft for by.
func NewCase(id CaseID, by Actor, now time.Time) (Case, Event, error) {
	if !by.Has(Researcher) {
		return Case{}, Event{}, deny("not-an-applicant")
	}
	c := Case{ID: id, Applicant: by.ID, State: Draft, Version: 1, Created: now}
	c.Application.Language = "fi"
	c.Application.Scope.Version = ScopeVersion
	return c, c.event(CaseCreated, by, now, nil), nil
}

// Edit replaces the draft's application. seen is the version of the page.
func (c Case) Edit(by Actor, seen int, a Application, now time.Time) (Case, Event, error) {
	if err := c.mayEdit(by, seen); err != nil {
		return Case{}, Event{}, err
	}
	c.Application = a
	return c.step(CaseEdited, by, now, nil)
}

// Submit sends the draft to the authority. cat is the catalogue of that day.
func (c Case) Submit(by Actor, seen int, cat *registers.Catalogue, now time.Time) (Case, Event, error) {
	if err := c.mayEdit(by, seen); err != nil {
		return Case{}, Event{}, err
	}
	c.Application.Scope = c.Application.Scope.WithKeys(cat)
	if err := c.Application.Complete(cat, registers.DayOf(now)); err != nil {
		return Case{}, Event{}, err
	}
	if err := c.WithAnnexes(c.Attached, registers.DayOf(now)); err != nil {
		return Case{}, Event{}, err
	}
	c.State, c.Submitted = Submitted, now
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

func (c Case) mayEdit(by Actor, seen int) error {
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

// Complete returns the first thing an application lacks before it can be
// submitted, or nil (JulkL 13.2 §, 28 §; 7.3).
func (a Application) Complete(cat *registers.Catalogue, day registers.Day) error {
	if _, err := LawOn(day); err != nil { // V.2
		return err
	}
	for _, f := range []struct{ name, value string }{
		{"title", a.Title}, {"organisation", a.Organisation}, {"abstract", a.Abstract},
		{"plan", a.Plan}, {"security", a.Security}, {"disposal", a.Disposal},
	} {
		if strings.TrimSpace(f.value) == "" {
			return denyAbout("field-missing", f.name)
		}
	}
	switch {
	case !slices.Contains([]Purpose{Statistics, Research, Planning}, a.Purpose): // 7.3
		return deny("no-such-purpose")
	case a.Language != "fi" && a.Language != "sv": // KieliL 19 §
		return deny("no-such-language")
	case a.Article6 != "e" && a.Article6 != "c": // JulkL 16.3 §
		return deny("article-six")
	case a.leaders() != 1:
		return deny("one-leader")
	case !a.Until.Time().After(day.Time()):
		return deny("already-over")
	}
	if err := a.Recipient.check(PermitBasis, day); err != nil {
		return err
	}
	named := map[UserID]bool{}
	for _, p := range a.People {
		switch {
		case p.User == "":
			return denyAbout("participant-unknown", p.Email)
		case named[p.User]:
			return denyAbout("participant-twice", p.Name)
		}
		named[p.User] = true
	}
	if err := a.Scope.Check(cat, day); err != nil {
		return err
	}
	for _, id := range a.Scope.VariableIDs() {
		v, _ := cat.Variable(id)
		if v.Role != "subject" && v.Role != "key" && strings.TrimSpace(a.Reasons[id]) == "" {
			return denyAbout("no-reason-for-variable", id)
		}
		if v.Class == registers.Special && strings.TrimSpace(a.Article9) == "" { // TSL 6 §
			return denyAbout("article-nine", id)
		}
	}
	return nil
}

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

// step counts the change and names it.
func (c Case) step(kind EventKind, by Actor, now time.Time, detail map[string]string) (Case, Event, error) {
	c.Version++
	c.Undertakings = maps.Clone(c.Undertakings)
	c.pauses(by, now)
	return c, c.event(kind, by, now, detail), nil
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
