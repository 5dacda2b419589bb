package rights

import (
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
