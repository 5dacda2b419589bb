package permits

import (
	"slices"
	"strings"
	"time"
)

// A BreachSource is what a breach is about: at most one of a permit, a
// disclosure and an order that an environment received.
type BreachSource struct {
	Case       *Case
	Disclosure *Disclosure
	Order      *Order
}

func (s BreachSource) basis() string {
	switch {
	case s.Case != nil:
		return string(s.Case.ID)
	case s.Disclosure != nil:
		return string(s.Disclosure.ID)
	case s.Order != nil:
		return s.Order.BasisID
	}
	return ""
}

// received says whether by is of those who received data on s.
func (s BreachSource) received(by Actor) bool {
	switch {
	case by.ID == "":
		return false
	case s.Case != nil:
		return slices.Contains(s.Case.Users(), by.ID)
	case s.Disclosure != nil:
		return s.Disclosure.Request.Person == by.ID
	case s.Order != nil:
		return MayReceive(by, *s.Order)
	}
	return false
}

// A BreachNotice is a breach as it is told.
type BreachNotice struct {
	Kinds    []string
	Happened string // when, as far as it is known
	What     string // what happened, whose data, what has been done
	Aware    time.Time
}

// TellBreach records a breach: by a recipient of data on the permit or
// disclosure it concerns (condition 18), or by an officer. KEHA's awareness
// begins with a recipient's notice, and with the moment that an officer states.
func TellBreach(id string, by Actor, s BreachSource, n BreachNotice, now time.Time) (Breach, Event, error) {
	b := Breach{ID: id, State: BreachIsOpen, By: by.ID, Basis: s.basis(), Aware: n.Aware}
	switch {
	case s.received(by):
		b.Aware, b.Told = now, true
	case by.officer("", Presenter, Decider) != nil:
		return Breach{}, Event{}, deny("not-a-recipient-of-data")
	case n.Aware.IsZero() || n.Aware.After(now):
		return Breach{}, Event{}, denyAbout("request-field", "aware")
	}
	if len(n.Kinds) == 0 || slices.ContainsFunc(n.Kinds, func(k string) bool { return !slices.Contains(BreachKinds(), k) }) {
		return Breach{}, Event{}, denyAbout("request-field", "breach_kinds")
	}
	if empty(n.What) {
		return Breach{}, Event{}, denyAbout("request-field", "breach_what")
	}
	b.Kinds, b.Happened = slices.Clone(n.Kinds), strings.TrimSpace(n.Happened)
	b.What = b.text(ReportText, "", by, true, n.What, now)
	if s.Order != nil {
		b.Extracts, b.TouchedAt = []OrderID{s.Order.ID}, now
	}
	return b.step(BreachTold, by, now, b.What, "basis", b.Basis, "aware", b.Aware.UTC().Format(time.RFC3339))
}

func (b *Breach) text(kind TextKind, anchor string, by Actor, visible bool, body string, now time.Time) TextRef {
	return b.write(Text{Subject: b.ID, Kind: kind, Anchor: anchor, By: by.ID, At: now, Visible: visible, Body: body})
}

func (b Breach) step(kind EventKind, by Actor, now time.Time, text TextRef, detail ...string) (Breach, Event, error) {
	told, err := by.vouched(kind, eventDetail(text, detail))
	if err != nil {
		return Breach{}, Event{}, err
	}
	b.Version++
	return b, Event{Subject: b.ID, Version: b.Version, Kind: kind, By: by.ID, At: now, Detail: told}, nil
}

// eventDetail is a text's hash and pairs of a name and a value; empty values
// are left out.
func eventDetail(text TextRef, pairs []string) map[string]string {
	d := map[string]string{}
	if !text.IsZero() {
		d["text"] = text.SHA256
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			d[pairs[i]] = pairs[i+1]
		}
	}
	return d
}
