package rights

import (
	"slices"
	"strings"
	"time"

	"tietolupa/permits"
	"tietolupa/registers"
	"tietolupa/registers/law"
)

// Grant gives what a applies for, or less, as the right of that id (5.1a). The
// request is tried again by the law of the day, with person as they are now. A
// narrower right has reasons. The events are the application's and the right's.
func (a Application) Grant(right string, by, person permits.Actor, seen int, given Extent, reasons string, now time.Time) (Application, Right, []permits.Event, error) {
	fail := func(err error) (Application, Right, []permits.Event, error) { return Application{}, Right{}, nil, err }
	if err := a.decidable(by, seen, dayOf(now)); err != nil {
		return fail(err)
	}
	given, reasons = given.tidy(), strings.TrimSpace(reasons)
	switch {
	case !a.Request.Covers(given):
		return fail(deny("wider-than-applied"))
	case reasons == "" && !given.Covers(a.Request.Extent):
		return fail(deny("no-reasons"))
	}
	uses := usesLeft(a.Request.Uses, given.Powers)
	granted := a
	granted.Request.Uses = uses
	if err := granted.check(person, given, dayOf(now)); err != nil {
		return fail(err)
	}
	a.State, a.Given, a.Right, a.DecidedBy, a.DecidedAt, a.Reasons = Granted, given, right, by.ID, now, reasons
	r := Right{
		ID: right, Application: a.ID, Holder: a.Request.Person, Body: a.Applicant, Ground: a.Request.Ground,
		Commission: a.Request.Commission, Uses: uses, Extent: given, GrantedBy: string(by.ID), GrantedAt: now,
	}
	r, begun, err := r.step(RightGiven, by, now)
	if err != nil {
		return fail(err)
	}
	a, decided, err := a.step(AccessGranted, by, now)
	if err != nil {
		return fail(err)
	}
	return a, r, []permits.Event{decided, begun}, nil
}

// usesLeft are the uses that some power is left for.
func usesLeft(uses []Use, powers []Power) (left []Use) {
	for _, u := range uses {
		if slices.ContainsFunc(powers, u.Carries) {
			left = append(left, u)
		}
	}
	return left
}

// Refuse ends an application with reasons.
func (a Application) Refuse(by permits.Actor, seen int, reasons string, now time.Time) (Application, permits.Event, error) {
	if err := a.decidable(by, seen, dayOf(now)); err != nil {
		return Application{}, permits.Event{}, err
	}
	if reasons = strings.TrimSpace(reasons); reasons == "" {
		return Application{}, permits.Event{}, deny("no-reasons")
	}
	a.State, a.DecidedBy, a.DecidedAt, a.Reasons = Refused, by.ID, now, reasons
	return a.step(AccessRefused, by, now)
}

// Withdraw takes an undecided application back: by whoever applies for the body.
func (a Application) Withdraw(by permits.Actor, seen int, now time.Time) (Application, permits.Event, error) {
	switch {
	case by.ID == "" || by.Body != a.Applicant || !by.Has(permits.Contact) && by.ID != a.FiledBy:
		return Application{}, permits.Event{}, deny("not-a-contact")
	case a.State != Applied:
		return Application{}, permits.Event{}, deny("already-decided")
	case a.Version != seen:
		return Application{}, permits.Event{}, deny("stale-page")
	}
	a.State, a.DecidedBy, a.DecidedAt = Withdrawn, by.ID, now
	return a.step(AccessWithdrawn, by, now)
}

// decidable returns the rule that keeps by from deciding a: duty and body, a
// right of one's own, an application filed by oneself (HL 28 §).
func (a Application) decidable(by permits.Actor, seen int, day registers.Day) error {
	if err := officer(by, a.Request.Person, a.Applicant, a.Request.Items, a.Request.Ground, day); err != nil {
		return err
	}
	switch {
	case a.FiledBy == by.ID:
		return deny("own-access-application")
	case a.State != Applied:
		return deny("already-decided")
	case a.Version != seen:
		return deny("stale-page")
	}
	return nil
}

// officer returns the rule that keeps by from deciding on a right of holder
// that a body has applied for: KEHA's access officer decides (4a.1b, 5.1a), from
// 1 January 2025 that of the body itself, by the day's law; nobody on their own.
func officer(by permits.Actor, holder permits.UserID, body permits.Body, items []string, ground Ground, day registers.Day) error {
	if by.ID == "" || !by.Has(permits.AccessOfficer) {
		return deny("not-an-access-officer")
	}
	today := law.On(day)
	grantor := permits.KEHA
	for _, register := range registersOf(items, ground, today) {
		if a, err := applicant(body, register, today); err == nil && a.Grantor == "self" {
			grantor = body
		}
	}
	switch {
	case by.Body != grantor:
		return deny("not-the-grantor")
	case by.ID == holder:
		return deny("own-right")
	}
	return nil
}
