package permits

import (
	"time"

	"tietolupa/registers"
)

// A DisclosureID is its number with hyphens, "KEHA-L3-2020".
type DisclosureID string

// A DisclosureState says whose turn it is.
type DisclosureState string

const (
	DisclosureIsRequested DisclosureState = "requested" // the body has asked
	DisclosureIsPrepared  DisclosureState = "prepared"  // one officer has prepared it
	DisclosureIsConfirmed DisclosureState = "confirmed" // another has confirmed it: in force within its term
	DisclosureIsDeclined  DisclosureState = "declined"
	DisclosureIsEnded     DisclosureState = "ended"
)

// The commands by which an officer handles a disclosure; ending it is DoEnd.
const (
	DoPrepare Command = "prepare"
	DoConfirm Command = "confirm"
	DoDecline Command = "decline"
)

// disclosureEvents is what each command on a disclosure leaves.
var disclosureEvents = map[Command]EventKind{DoPrepare: DisclosurePrepared, DoConfirm: DisclosureConfirmed, DoDecline: DisclosureDeclined, DoEnd: DisclosureEnded}

// A Disclosure is a statutory disclosure (7.2a): on request, free of charge,
// despite secrecy, the data indispensable for a statutory task of the ministry
// or an ELY centre.
type Disclosure struct {
	ID          DisclosureID
	Request     DisclosureRequest
	State       DisclosureState
	Version     int
	RequestedBy UserID
	RequestedAt time.Time
	Scope       Scope // what is disclosed: as requested, or less
	PreparedBy  UserID
	PreparedAt  time.Time
	ConfirmedBy UserID
	ConfirmedAt time.Time
	EndedAt     time.Time
	Reasons     string // of a refusal or an early end
}

// A DisclosureRequest names task, provision and necessity.
type DisclosureRequest struct {
	Body      Body             `json:"body"`
	Person    UserID           `json:"person"` // who orders within it
	Task      string           `json:"task"`   // code of the list of statutory tasks
	Provision string           `json:"provision"`
	Necessity string           `json:"necessity"`
	Scope     Scope            `json:"scope"`
	Area      []string         `json:"area,omitempty"` // ELY codes "01"…; empty for the whole country (ministry only)
	Term      registers.Period `json:"term"`
	Recipient Recipient        `json:"recipient"`
}
