package rights

import (
	"time"

	"tietolupa/permits"
	"tietolupa/registers"
)

// A State says where an application stands. Its text is stored.
type State string

const (
	Applied   State = "applied"
	Granted   State = "granted" // as applied or narrower: Given says
	Refused   State = "refused"
	Withdrawn State = "withdrawn"
)

// States lists every state.
func States() []State { return []State{Applied, Granted, Refused, Withdrawn} }

// A Request is what is applied for: all that is needed to grant a right and to
// set its validity (5.1b).
type Request struct {
	Person     permits.UserID `json:"person"` // who is to hold the right (4a.1a)
	Ground     Ground         `json:"ground"`
	Commission *Commission    `json:"commission,omitempty"` // with grounds 5.3a and 5.3b only
	Uses       []Use          `json:"uses"`
	Extent
	Need string `json:"need"` // why all of it is indispensable (4a.2, 4a.3)
}

// An Application (käyttöoikeushakemus) is one body's for one person.
type Application struct {
	ID        string         `json:"id"`
	Applicant permits.Body   `json:"applicant"` // of the closed list of the day (5.1a); KEHA for its own staff
	FiledBy   permits.UserID `json:"filed_by"`
	FiledAt   time.Time      `json:"filed_at"` // arrival
	Request   Request        `json:"request"`
	State     State          `json:"state"`
	Given     Extent         `json:"given"` // of a granted one
	Right     string         `json:"right,omitempty"`
	DecidedBy permits.UserID `json:"decided_by,omitempty"`
	DecidedAt time.Time      `json:"decided_at"` // or withdrawn
	Reasons   string         `json:"reasons,omitempty"`
	Version   int            `json:"version"`
}

// Events of access rights. Their texts are stored.
const (
	AccessApplied   permits.EventKind = "access-applied"
	AccessGranted   permits.EventKind = "access-granted" // of the application; the right's own event is RightGiven
	AccessRefused   permits.EventKind = "access-refused"
	AccessWithdrawn permits.EventKind = "access-withdrawn"
	RightGiven      permits.EventKind = "right-given"
	RightChanged    permits.EventKind = "right-changed"
	RightRemoved    permits.EventKind = "right-removed"
	RightImported   permits.EventKind = "right-imported"
	RightReviewed   permits.EventKind = "right-reviewed"
	NoticeArrived   permits.EventKind = "notice-arrived"
	NoticeActedOn   permits.EventKind = "notice-acted-on"
)

// Days that rules compare with are those of the service's clock.
func dayOf(now time.Time) registers.Day { return registers.DayOf(now) }
