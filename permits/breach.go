package permits

import (
	"slices"
	"time"

	"tietolupa/registers"
)

// A BreachState says where a personal data breach is.
type BreachState string

const (
	BreachIsOpen    BreachState = "open"    // told, nobody has taken it
	BreachIsHandled BreachState = "handled" // somebody answers for it
	BreachIsClosed  BreachState = "closed"
)

// BreachStates lists the states in their order.
func BreachStates() []BreachState {
	return []BreachState{BreachIsOpen, BreachIsHandled, BreachIsClosed}
}

// A BreachRisk is what a breach means to the persons (GDPR 33–34).
type BreachRisk string

const (
	NoRisk   BreachRisk = "none" // unlikely: no notice to the ombudsman (33.1)
	SomeRisk BreachRisk = "risk"
	HighRisk BreachRisk = "high" // the persons are told too (34)
)

// BreachRisks lists them, the least first.
func BreachRisks() []BreachRisk { return []BreachRisk{NoRisk, SomeRisk, HighRisk} }

// BreachKinds lists what may have happened to the data (GDPR 4, 12 k).
func BreachKinds() []string { return []string{"confidentiality", "integrity", "availability"} }

// BreachExemptions lists why the persons need not be told of a high risk (GDPR
// 34.3 a–c); "public" takes a public notice instead.
func BreachExemptions() []string { return []string{"unreadable", "averted", "public"} }

// NoticeReceivers lists whom a notice of a breach may go to.
func NoticeReceivers() []string {
	return []string{"ombudsman", "persons", "public", "controllers", "recipient", "other"}
}

// A Breach is a personal data breach (GDPR 33–34), told of by a recipient or
// found by KEHA itself.
type Breach struct {
	ID      string // "KEHA-T2-2020"
	State   BreachState
	Version int
	Basis   string // permit or disclosure whose recipient told or whom it concerns; empty for none
	By      UserID
	Aware   time.Time // when KEHA became aware: the 72 hours run from then
	Handler UserID
	Closed  time.Time
	BreachDetails
	Writer
}

// BreachDetails are what a breach holds beside what it is found by. Persons
// stand in it as numbers, never as anything that tells who they are.
type BreachDetails struct {
	Kinds     []string       `json:"kinds"`
	Happened  string         `json:"happened,omitempty"` // when, as far as it is known
	Told      bool           `json:"told,omitempty"`     // by a recipient
	What      TextRef        `json:"what"`
	Extracts  []OrderID      `json:"extracts,omitempty"`
	Others    int            `json:"others,omitempty"` // persons touched outside the extracts, estimated
	TouchedAt time.Time      `json:"touched_at,omitzero"`
	Counted   map[string]int `json:"counted,omitempty"` // by subject, from the extracts' kept bitmaps: one who is in several counts once
	CountedAt time.Time      `json:"counted_at,omitzero"`
	Risk      BreachRisk     `json:"risk,omitempty"`
	RiskWhy   TextRef        `json:"risk_why,omitzero"`
	Exemption string         `json:"exemption,omitempty"`
	Notices   []Notice       `json:"notices,omitempty"`
	Suspended time.Time      `json:"suspended,omitzero"` // the permit, because of this
	Measures  TextRef        `json:"measures,omitzero"`
	Bars      []Bar          `json:"bars,omitempty"`
}

// A Notice of a breach that was sent.
type Notice struct {
	To   string    `json:"to"` // one of NoticeReceivers
	Name string    `json:"name,omitempty"`
	By   UserID    `json:"by"`
	At   time.Time `json:"at"` // when it was sent
	Late bool      `json:"late,omitempty"`
	Text TextRef   `json:"text"`
}

// Due is the moment by which the ombudsman is notified: 72 hours from
// awareness, over weekends and holidays too.
func (b Breach) Due() time.Time {
	return b.Aware.Add(time.Duration(TermDays("breach-notice", registers.DayOf(b.Aware))) * time.Hour)
}

// Persons is how many persons the breach touches as far as it is known.
func (b Breach) Persons() int { return b.Counted["person"] + b.Others }

// Counting says whether a worker is still to count whom the extracts hold.
func (b Breach) Counting() bool { return len(b.Extracts) > 0 && b.CountedAt.Before(b.TouchedAt) }

// Notified says whether a notice has gone to one of to.
func (b Breach) Notified(to ...string) bool {
	return slices.ContainsFunc(b.Notices, func(n Notice) bool { return slices.Contains(to, n.To) })
}

// Owes lists whom a notice is still owed to: the ombudsman until the risk is
// found to be unlikely, the persons when it is high and no exemption applies.
func (b Breach) Owes() (to []string) {
	if b.State == BreachIsClosed {
		return nil
	}
	if b.Risk != NoRisk && !b.Notified("ombudsman") {
		to = append(to, "ombudsman")
	}
	if b.Risk == HighRisk {
		switch {
		case b.Exemption == "" && !b.Notified("persons"):
			to = append(to, "persons")
		case b.Exemption == "public" && !b.Notified("public"):
			to = append(to, "public")
		}
	}
	return to
}

// Late says whether the ombudsman should have been notified before now.
func (b Breach) Late(now time.Time) bool {
	return slices.Contains(b.Owes(), "ombudsman") && now.After(b.Due())
}

// OnDesk says whether b is in the queue.
func (b Breach) OnDesk() bool { return b.State != BreachIsClosed }

// MaySeeBreach says whether by may see breach b: who told of it, and the
// authority's officers.
func MaySeeBreach(by Actor, b Breach) bool {
	return by.ID != "" && b.By == by.ID || by.officer("", Presenter, Decider) == nil
}

// MaySeeBreachText says whether by may read a text of b.
func MaySeeBreachText(by Actor, b Breach, t Text) bool {
	if !MaySeeBreach(by, b) || t.Subject != b.ID {
		return false
	}
	return t.Visible || t.By == by.ID || by.officer("", Presenter, Decider) == nil
}
