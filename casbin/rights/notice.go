package rights

import (
	"slices"
	"strings"
	"time"

	"tietolupa/permits"
)

// A Removal is why a right is removed. Its text is stored.
type Removal string

const (
	ConditionsNotMet Removal = "5a.1.1" // must: the conditions of 5 § are no longer met
	WeightyReason    Removal = "5a.1.2" // must: indispensable for another weighty reason of data protection or security
	Misuse           Removal = "5a.2"   // may: data handled against 4 a § 3 mom, the GDPR or the Data Protection Act
)

// Removals lists the grounds in the order of the provision.
func Removals() []Removal { return []Removal{ConditionsNotMet, WeightyReason, Misuse} }

// Must says whether KEHA has no discretion.
func (r Removal) Must() bool { return r == ConditionsNotMet || r == WeightyReason }

// A Notice (ilmoitus) is what the applicant body, or the outside body of a
// commission, tells without delay: a ground for removal or for change (5a.4).
type Notice struct {
	ID        string         `json:"id"`
	Right     string         `json:"right"`
	Body      permits.Body   `json:"body"` // whose notice; empty of an outside body
	FiledBy   permits.UserID `json:"filed_by"`
	ArrivedAt time.Time      `json:"arrived_at"`
	Removal   Removal        `json:"removal,omitempty"` // empty: a ground for change (5a.3)
	What      string         `json:"what"`
	Outcome   Outcome        `json:"outcome,omitempty"` // empty while nobody has acted
	ActedBy   permits.UserID `json:"acted_by,omitempty"`
	ActedAt   time.Time      `json:"acted_at"`
	Reasons   string         `json:"reasons,omitempty"`
	Version   int            `json:"version"`
}

// An Outcome is what a notice led to. Its text is stored.
type Outcome string

const (
	Removed Outcome = "removed"
	Changed Outcome = "changed"
	Kept    Outcome = "kept" // with reasons
)

// Outcomes lists every outcome.
func Outcomes() []Outcome { return []Outcome{Removed, Changed, Kept} }

// Notify records a notice on its arrival: of the body that applied for the
// right, or of the outside body whose person holds it. No removal means a ground
// for change.
func Notify(id string, by permits.Actor, r Right, removal Removal, what string, now time.Time) (Notice, permits.Event, error) {
	what = strings.TrimSpace(what)
	switch {
	case !r.mayNotify(by):
		return Notice{}, permits.Event{}, deny("not-your-right-to-tell-of")
	case !r.RemovedAt.IsZero():
		return Notice{}, permits.Event{}, deny("right-removed")
	case removal != "" && !slices.Contains(Removals(), removal):
		return Notice{}, permits.Event{}, denyAbout("no-such-removal", string(removal))
	case what == "":
		return Notice{}, permits.Event{}, deny("no-ground-told")
	}
	n := Notice{ID: id, Right: r.ID, Body: by.Body, FiledBy: by.ID, ArrivedAt: now, Removal: removal, What: what}
	return n.step(NoticeArrived, by, now)
}

func (r Right) mayNotify(by permits.Actor) bool {
	if by.ID == "" {
		return false
	}
	if by.Body == "" {
		return r.Commission != nil && by.Has(permits.Commissioned) && by.Organisation == r.Commission.Body
	}
	return by.Body == r.Body && (by.Has(permits.Contact) || by.Has(permits.AccessOfficer))
}

// Act records when and to what a notice led: a right removed, one changed, or
// one kept with reasons. The right is as it stands after that.
func (n Notice) Act(by permits.Actor, seen int, r Right, outcome Outcome, reasons string, now time.Time) (Notice, permits.Event, error) {
	reasons = strings.TrimSpace(reasons)
	if err := officer(by, r.Holder, r.Body, r.Items, r.Ground, dayOf(now)); err != nil {
		return Notice{}, permits.Event{}, err
	}
	switch {
	case n.Outcome != "":
		return Notice{}, permits.Event{}, deny("notice-acted-on")
	case n.Version != seen:
		return Notice{}, permits.Event{}, deny("stale-page")
	case !slices.Contains(Outcomes(), outcome) || n.Right != r.ID || (outcome == Removed) == r.RemovedAt.IsZero():
		return Notice{}, permits.Event{}, deny("outcome-of-another-right")
	case outcome == Kept && reasons == "":
		return Notice{}, permits.Event{}, deny("no-reasons")
	}
	n.Outcome, n.ActedBy, n.ActedAt, n.Reasons = outcome, by.ID, now, reasons
	return n.step(NoticeActedOn, by, now)
}

func (n Notice) step(kind permits.EventKind, by permits.Actor, now time.Time) (Notice, permits.Event, error) {
	n.Version++
	return n, permits.Event{Subject: n.ID, Version: n.Version, Kind: kind, By: by.ID, At: now,
		Detail: map[string]string{"right": n.Right, "outcome": string(n.Outcome)}}, nil
}
