package permits

import "time"

// An EventKind says what happened. Its text is stored, so kinds are added but
// never renamed.
type EventKind string

const (
	CaseCreated         EventKind = "case-created"
	CaseEdited          EventKind = "case-edited"
	CaseSubmitted       EventKind = "case-submitted"
	CaseTaken           EventKind = "case-taken"
	CaseProposed        EventKind = "case-proposed"
	CaseReturned        EventKind = "case-returned" // decider to presenter
	CaseGranted         EventKind = "case-granted"
	CasePartlyGranted   EventKind = "case-partly-granted"
	CaseRefused         EventKind = "case-refused"
	CaseServed          EventKind = "case-served"
	ConditionsAccepted  EventKind = "conditions-accepted"
	UndertakingSigned   EventKind = "undertaking-signed"
	CaseInForce         EventKind = "case-in-force"
	CaseEnded           EventKind = "case-ended"
	CaseRevoked         EventKind = "case-revoked"
	CaseWithdrawn       EventKind = "case-withdrawn"
	DisclosureRequested EventKind = "disclosure-requested"
	DisclosurePrepared  EventKind = "disclosure-prepared"
	DisclosureConfirmed EventKind = "disclosure-confirmed"
	DisclosureDeclined  EventKind = "disclosure-declined"
	DisclosureEnded     EventKind = "disclosure-ended"
	ExtractOrdered      EventKind = "extract-ordered"
	ExtractSealed       EventKind = "extract-sealed"
	ExtractHeld         EventKind = "extract-held"
	ExtractFailed       EventKind = "extract-failed"
	ExtractDownloaded   EventKind = "extract-downloaded"
)

// An Event records one command. It holds ids and hashes, never what somebody
// wrote, and is neither updated nor deleted.
type Event struct {
	Subject string // case, disclosure or order id
	Version int    // of the subject, after the command
	Kind    EventKind
	By      UserID
	At      time.Time         // service clock
	Detail  map[string]string // ids and hashes only
}
