package permits

import (
	"slices"
	"strings"
	"time"

	"tietolupa/registers"
)

// RequestDisclosure begins a statutory disclosure at the body's request.
func RequestDisclosure(id DisclosureID, by Actor, r DisclosureRequest, cat *registers.Catalogue, now time.Time) (Disclosure, Event, error) {
	r.Body, r.Person = by.Body, by.ID
	r.Scope = r.Scope.WithKeys(cat)
	if !by.Has(Analyst) {
		return Disclosure{}, Event{}, deny("not-an-analyst")
	}
	if err := r.check(cat, registers.DayOf(now)); err != nil {
		return Disclosure{}, Event{}, err
	}
	d := Disclosure{ID: id, Request: r, State: DisclosureIsRequested, RequestedBy: by.ID, RequestedAt: now, Scope: r.Scope}
	return d.step(DisclosureRequested, by, now)
}

// check returns the first rule the request breaks (7.2a).
func (r DisclosureRequest) check(cat *registers.Catalogue, day registers.Day) error {
	law, err := LawOn(day)
	if err != nil {
		return err
	}
	task, known := TaskByCode(r.Task)
	switch {
	case !law.MayReceive(r.Body):
		return denyAbout("no-such-body", string(r.Body))
	case !known:
		return deny("no-such-task")
	case !task.For(r.Body):
		return deny("task-of-another-body")
	case strings.TrimSpace(r.Provision) == "":
		return deny("no-provision")
	case strings.TrimSpace(r.Necessity) == "":
		return deny("no-necessity")
	case slices.ContainsFunc(r.Area, func(a string) bool { return !knownArea(a) }):
		return deny("no-such-area")
	case r.Body != TEM && !slices.Equal(r.Area, []string{strings.TrimPrefix(string(r.Body), "ELY")}):
		return deny("beyond-own-area")
	case r.Term.To.IsZero() || r.Term.To.Before(day) || r.Term.To.Before(r.Term.From):
		return deny("already-over")
	}
	if err := r.Recipient.check(DisclosureBasis, day); err != nil {
		return err
	}
	return r.Scope.Check(cat, day)
}

// Prepare records what one officer finds should be disclosed: what was
// requested, or less.
func (d Disclosure) Prepare(by Actor, seen int, scope Scope, cat *registers.Catalogue, now time.Time) (Disclosure, Event, error) {
	scope = scope.WithKeys(cat)
	if err := d.officer(by, Presenter); err != nil {
		return Disclosure{}, Event{}, err
	}
	switch {
	case d.State != DisclosureIsRequested:
		return Disclosure{}, Event{}, deny("not-requested")
	case d.Version != seen:
		return Disclosure{}, Event{}, deny("stale-page")
	}
	if err := scope.Check(cat, registers.DayOf(now)); err != nil {
		return Disclosure{}, Event{}, err
	}
	if err := d.Request.Scope.Covers(scope, cat); err != nil {
		return Disclosure{}, Event{}, err
	}
	d.State, d.Scope, d.PreparedBy, d.PreparedAt = DisclosureIsPrepared, scope, by.ID, now
	return d.step(DisclosurePrepared, by, now)
}

// Confirm puts a prepared disclosure in force: by another officer than who
// prepared it.
func (d Disclosure) Confirm(by Actor, seen int, now time.Time) (Disclosure, Event, error) {
	if err := d.officer(by, Presenter, Decider); err != nil {
		return Disclosure{}, Event{}, err
	}
	switch {
	case d.State != DisclosureIsPrepared:
		return Disclosure{}, Event{}, deny("not-prepared")
	case d.PreparedBy == by.ID:
		return Disclosure{}, Event{}, deny("same-officer")
	case d.Version != seen:
		return Disclosure{}, Event{}, deny("stale-page")
	}
	law, err := LawOn(registers.DayOf(now))
	switch {
	case err != nil:
		return Disclosure{}, Event{}, err
	case !law.MayReceive(d.Request.Body):
		return Disclosure{}, Event{}, denyAbout("no-such-body", string(d.Request.Body))
	case d.Request.Term.To.Before(registers.DayOf(now)):
		return Disclosure{}, Event{}, deny("term-over")
	}
	d.State, d.ConfirmedBy, d.ConfirmedAt = DisclosureIsConfirmed, by.ID, now
	return d.step(DisclosureConfirmed, by, now)
}

// Decline refuses a disclosure with reasons (JulkL 14.3 §).
func (d Disclosure) Decline(by Actor, seen int, reasons string, now time.Time) (Disclosure, Event, error) {
	if err := d.officer(by, Presenter, Decider); err != nil {
		return Disclosure{}, Event{}, err
	}
	switch {
	case d.State != DisclosureIsRequested && d.State != DisclosureIsPrepared:
		return Disclosure{}, Event{}, deny("already-decided")
	case d.Version != seen:
		return Disclosure{}, Event{}, deny("stale-page")
	case strings.TrimSpace(reasons) == "":
		return Disclosure{}, Event{}, deny("no-reasons")
	}
	d.State, d.Reasons, d.EndedAt = DisclosureIsDeclined, reasons, now
	return d.step(DisclosureDeclined, by, now)
}

// End closes a confirmed disclosure.
func (d Disclosure) End(by Actor, seen int, reasons string, now time.Time) (Disclosure, Event, error) {
	if err := d.officer(by, Presenter, Decider); err != nil {
		return Disclosure{}, Event{}, err
	}
	switch {
	case d.State != DisclosureIsConfirmed:
		return Disclosure{}, Event{}, deny("not-in-force")
	case d.Version != seen:
		return Disclosure{}, Event{}, deny("stale-page")
	case strings.TrimSpace(reasons) == "":
		return Disclosure{}, Event{}, deny("no-reasons")
	}
	d.State, d.Reasons, d.EndedAt = DisclosureIsEnded, reasons, now
	return d.step(DisclosureEnded, by, now)
}

// Basis proves that an extract may be made on this disclosure now.
func (d Disclosure) Basis(now time.Time) (Basis, error) {
	day := registers.DayOf(now)
	switch {
	case d.State != DisclosureIsConfirmed:
		return Basis{}, deny("not-in-force")
	case day.Before(d.Request.Term.From):
		return Basis{}, deny("term-not-begun")
	case d.Request.Term.To.Before(day):
		return Basis{}, deny("term-over")
	}
	law, err := LawOn(day) // the basis of a disclosure is that of the day it is made
	if err != nil {
		return Basis{}, err
	}
	if !law.MayReceive(d.Request.Body) {
		return Basis{}, denyAbout("no-such-body", string(d.Request.Body))
	}
	return Basis{
		kind: DisclosureBasis, id: string(d.ID), version: d.Version, provision: law.Disclosure.FI,
		scope: d.Scope, area: d.Request.Area, destroyBy: d.Request.Term.To,
	}, nil
}

// Order orders an extract within the disclosure, by the person it names.
func (d Disclosure) Order(id OrderID, by Actor, previous int, now time.Time) (Order, Event, error) {
	if d.Request.Person != by.ID {
		return Order{}, Event{}, deny("not-a-named-user")
	}
	if !by.Has(Analyst) || d.Request.Body != by.Body {
		return Order{}, Event{}, deny("not-of-the-body")
	}
	b, err := d.Basis(now)
	if err != nil {
		return Order{}, Event{}, err
	}
	if previous >= b.scope.Cadence.due(d.Request.Term.From, registers.DayOf(now)) {
		return Order{}, Event{}, deny("already-delivered")
	}
	return b.order(id, by, d.Request.Recipient, "fi", previous, now)
}

// officer returns the rule that keeps by from handling d: duty and authority,
// and no part in the request (HL 28 §).
func (d Disclosure) officer(by Actor, duties ...Duty) error {
	if err := by.officer("not-a-presenter", duties...); err != nil {
		return err
	}
	if d.RequestedBy == by.ID || d.Request.Person == by.ID {
		return deny("own-case")
	}
	return nil
}

// knownArea says whether a is an ELY area of decree 1373/2018.
func knownArea(a string) bool { return len(a) == 2 && a >= "01" && a <= "15" }

func (d Disclosure) step(kind EventKind, by Actor, now time.Time) (Disclosure, Event, error) {
	detail, err := by.vouched(kind, map[string]string{"scope": d.Scope.Hash()})
	if err != nil {
		return Disclosure{}, Event{}, err
	}
	d.Version++
	return d, Event{Subject: string(d.ID), Version: d.Version, Kind: kind, By: by.ID, At: now, Detail: detail}, nil
}
