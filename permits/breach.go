package permits

import (
	"slices"
	"time"

	"tietolupa/registers"
)

// A BreachState says where a personal data breach is.
type BreachState string

const (
	BreachIsOpen   BreachState = "open"
	BreachIsClosed BreachState = "closed"
)

const (
	BreachTold     EventKind = "breach-told"
	BreachTouches  EventKind = "breach-touches"
	BreachNotified EventKind = "breach-notified"
	BreachClosed   EventKind = "breach-closed"
)

// A Breach is a personal data breach (GDPR 33–34), told of by a recipient or
// found by KEHA itself.
type Breach struct {
	ID       string // "KEHA-T2-2020"
	State    BreachState
	Version  int
	CaseID   CaseID // of the permit, when a recipient tells; empty otherwise
	By       UserID
	Aware    time.Time // when KEHA became aware: the 72 hours run from then
	What     TextRef
	Extracts []OrderID
	Persons  int      // touched, as counted from the extracts' kept cohorts
	Notices  []Notice // sent
	Closed   time.Time
	Writer
}

// A Notice of a breach: to the Data Protection Ombudsman (GDPR 33), the persons
// (34), or the joint controllers.
type Notice struct {
	To   string    `json:"to"` // "ombudsman", "persons" or "controllers"
	By   UserID    `json:"by"`
	At   time.Time `json:"at"`
	Late bool      `json:"late,omitempty"` // after the 72 hours: the text says why
	Text TextRef   `json:"text"`
}

// TellBreach records a breach: by a named user of the permit it concerns, or by
// an officer.
func TellBreach(id string, by Actor, c *Case, what string, aware, now time.Time) (Breach, Event, error) {
	b := Breach{ID: id, State: BreachIsOpen, By: by.ID, Aware: aware}
	switch {
	case c != nil && slices.Contains(c.Users(), by.ID):
		b.Aware = now // KEHA's awareness begins with the notice
	case by.officer("", Presenter, Decider) != nil:
		return Breach{}, Event{}, deny("not-a-named-user")
	case aware.IsZero() || aware.After(now):
		return Breach{}, Event{}, deny("nothing-answered")
	}
	if empty(what) {
		return Breach{}, Event{}, deny("no-reasons")
	}
	if c != nil {
		b.CaseID = c.ID
	}
	b.What = b.write(Text{Subject: id, Kind: ReportText, By: by.ID, At: now, Visible: true, Body: what})
	return b.step(BreachTold, by, now, b.What)
}

// Due is the moment by which the ombudsman is notified: 72 hours from awareness.
func (b Breach) Due() time.Time {
	return b.Aware.Add(time.Duration(TermDays("breach-notice", registers.DayOf(b.Aware))) * time.Hour)
}

// Touches records which extracts and how many persons the breach touches.
func (b Breach) Touches(by Actor, seen int, extracts []OrderID, persons int, now time.Time) (Breach, Event, error) {
	if err := b.open(by, seen); err != nil {
		return Breach{}, Event{}, err
	}
	b.Extracts, b.Persons = slices.Clone(extracts), max(persons, 0)
	return b.step(BreachTouches, by, now, TextRef{})
}

// Notify records a notice sent. A late one to the ombudsman says why it is late
// (GDPR 33.1).
func (b Breach) Notify(by Actor, seen int, to, words string, now time.Time) (Breach, Event, error) {
	if err := b.open(by, seen); err != nil {
		return Breach{}, Event{}, err
	}
	if !slices.Contains([]string{"ombudsman", "persons", "controllers"}, to) || empty(words) {
		return Breach{}, Event{}, deny("nothing-answered")
	}
	n := Notice{To: to, By: by.ID, At: now, Late: to == "ombudsman" && now.After(b.Due())}
	n.Text = b.write(Text{Subject: b.ID, Kind: MessageText, Anchor: to, By: by.ID, At: now, Body: words})
	b.Notices = append(slices.Clone(b.Notices), n)
	return b.step(BreachNotified, by, now, n.Text)
}

// Close ends the handling: what was found and done, and, without a notice to
// the ombudsman, why none was needed (GDPR 33.1, 33.5).
func (b Breach) Close(by Actor, seen int, words string, now time.Time) (Breach, Event, error) {
	if err := b.open(by, seen); err != nil {
		return Breach{}, Event{}, err
	}
	if empty(words) {
		return Breach{}, Event{}, deny("no-reasons")
	}
	ref := b.write(Text{Subject: b.ID, Kind: RulingText, By: by.ID, At: now, Body: words})
	b.State, b.Closed = BreachIsClosed, now
	return b.step(BreachClosed, by, now, ref)
}

func (b Breach) open(by Actor, seen int) error {
	if err := by.officer("not-a-presenter", Presenter, Decider); err != nil {
		return err
	}
	switch {
	case b.State != BreachIsOpen:
		return deny("already-decided")
	case b.Version != seen:
		return deny("stale-page")
	}
	return nil
}

func (b Breach) step(kind EventKind, by Actor, now time.Time, text TextRef) (Breach, Event, error) {
	b.Version++
	return b, Event{Subject: b.ID, Version: b.Version, Kind: kind, By: by.ID, At: now, Detail: map[string]string{"text": text.SHA256}}, nil
}
