package permits

import (
	"time"

	"tietolupa/registers"
)

// Handling is what happens to a case on its way to the decision.
type Handling struct {
	Bars        []Bar                `json:"bars,omitempty"`
	Substitutes []Substitute         `json:"substitutes,omitempty"`
	CompleteAt  time.Time            `json:"complete_at,omitzero"` // found complete (10 working days)
	Supplements []Supplement         `json:"supplements,omitempty"`
	Offers      []Offer              `json:"offers,omitempty"`
	Hearings    []Hearing            `json:"hearings,omitempty"`
	Statements  []Statement          `json:"statements,omitempty"`
	Pauses      []Pause              `json:"pauses,omitempty"` // of the clock, each with its reason
	Promises    []Promise            `json:"promises,omitempty"`
	Versions    []ApplicationVersion `json:"versions,omitempty"` // that came after the first
	Transfers   []Transfer           `json:"transfers,omitempty"`
	Dissent     *TextRef             `json:"dissent,omitempty"`
	Letter      []OfficialSignature  `json:"letter,omitempty"`
	Arrived     []ArrivedAct         `json:"arrived,omitempty"` // acts of the parties that came on paper
	Earlier     []Decided            `json:"earlier,omitempty"` // decisions undone by rectification or a court
}

// A Bar keeps an official from handling and deciding a case (esteellisyys, HL
// 28 §). It is never lifted.
type Bar struct {
	User   UserID    `json:"user"`
	Ground string    `json:"ground"` // item of HL 28.1 §: "1" to "7"
	By     UserID    `json:"by"`
	At     time.Time `json:"at"`
	Why    TextRef   `json:"why"`
}

// A Substitute handles the case for its presenter while away.
type Substitute struct {
	User UserID           `json:"user"`
	Term registers.Period `json:"term"`
}

// A Supplement is one request to supplement (täydennyspyyntö, HL 22 §): every
// deficiency of the application at once.
type Supplement struct {
	No           int           `json:"no"`
	By           UserID        `json:"by"`
	At           time.Time     `json:"at"`
	Term         registers.Day `json:"term"`
	Again        TextRef       `json:"again,omitzero"` // why a second one was needed
	Deficiencies []Deficiency  `json:"deficiencies"`
	Closed       time.Time     `json:"closed,omitzero"`
	Amended      *Amendment    `json:"amended,omitempty"` // while the reply is being written
}

// A Deficiency is one thing that is missing, at the field it concerns.
type Deficiency struct {
	Field     string  `json:"field"`
	Provision string  `json:"provision"`
	Mandatory bool    `json:"mandatory"`
	Text      TextRef `json:"text"`
	Reply     TextRef `json:"reply,omitzero"`
}

// A Lack is a deficiency as the officer writes it.
type Lack struct {
	Field, Provision, Text string
	Mandatory              bool
}

// An Offer is a narrower scope that the officer proposes (HL 22.3 §, 8 §):
// accepted, it becomes the application, so that nothing is refused.
type Offer struct {
	No       int           `json:"no"`
	By       UserID        `json:"by"`
	At       time.Time     `json:"at"`
	Term     registers.Day `json:"term"`
	Scope    Scope         `json:"scope"`
	Why      TextRef       `json:"why"`
	Answer   string        `json:"answer,omitempty"` // "accepted" or "declined"; empty while open
	Answered time.Time     `json:"answered,omitzero"`
	Text     TextRef       `json:"text,omitzero"` // of the answer
}

// A Hearing is the hearing of a party (HL 34, 36 §).
type Hearing struct {
	No       int           `json:"no"`
	Purpose  string        `json:"purpose"` // "decision", "correction" or "revocation"
	By       UserID        `json:"by"`
	At       time.Time     `json:"at"`
	Term     registers.Day `json:"term"`
	Points   TextRef       `json:"points"`
	Answer   TextRef       `json:"answer,omitzero"`
	Answered time.Time     `json:"answered,omitzero"`
	Consents bool          `json:"consents,omitempty"` // to a correction to the party's detriment (HL 50.2 §)
}

// The kinds of statement.
const (
	OtherStatement = "other" // HL 31 §
	JointStatement = "joint" // of a municipality or Kela that entered data of the sub-register
	DPOStatement   = "dpo"   // of the authority's own data protection officer (GDPR 39)
)

// A Statement is one asked from somebody else (lausunto, HL 31 §).
type Statement struct {
	No       int           `json:"no"`
	Kind     string        `json:"kind"`
	From     string        `json:"from"` // authority or officer, as printed
	By       UserID        `json:"by"`
	At       time.Time     `json:"at"`
	Term     registers.Day `json:"term"`
	Question TextRef       `json:"question"`
	Given    time.Time     `json:"given,omitzero"`
	Text     TextRef       `json:"text,omitzero"`

	Invites []QuestionInvite `json:"invites,omitempty"`  // links to it, the latest last
	Secrecy []string         `json:"secrecy,omitempty"`  // items of JulkL 24.1 § by which what was sent is secret
	Shown   []int            `json:"shown,omitempty"`    // numbers of the attachments that go with it
	Applied bool             `json:"applied,omitempty"`  // the application goes with it
	Back    time.Time        `json:"back,omitzero"`      // when it was taken back
	GivenBy UserID           `json:"given_by,omitempty"` // who gave it in the service
	Way     string           `json:"way,omitempty"`      // how it came: ByService, or one of ArrivedWays; empty of earlier versions
}

// A Pause stops the clock, for a reason that both sides see.
type Pause struct {
	From   time.Time `json:"from"`
	To     time.Time `json:"to,omitzero"`
	Reason TextRef   `json:"reason,omitzero"` // of an officer's own pause; empty when a state pauses
	By     UserID    `json:"by"`
}

// A Promise is the day by which a decision is expected (HL 23 a §). A later one
// takes its place with a reason.
type Promise struct {
	Day    registers.Day `json:"day"`
	By     UserID        `json:"by"`
	At     time.Time     `json:"at"`
	Reason TextRef       `json:"reason,omitzero"`
}

// An ApplicationVersion is an application as it was before a change made while
// it was handled.
type ApplicationVersion struct {
	Version int       `json:"version"` // of the case, until which it stood
	Scope   string    `json:"scope"`   // hash
	Text    TextRef   `json:"text"`    // the whole application as JSON
	Why     string    `json:"why"`     // "offer" or "supplement"
	At      time.Time `json:"at"`
}

// The kinds of transfer (siirto).
const (
	WholeTransfer    = "whole"    // HL 21 §
	PartTransfer     = "part"     // HL 21 §: the rest stays
	MinistryTransfer = "ministry" // JulkL 28.1 §: several authorities of one ministry
)

// A Transfer is what was sent to the authority that is competent.
type Transfer struct {
	Kind string    `json:"kind"`
	To   string    `json:"to"`
	By   UserID    `json:"by"`
	At   time.Time `json:"at"`
	What TextRef   `json:"what"`
}

// An OfficialSignature is the electronic signature of one of the two officials
// (SAsL 16 §): the hash is of the letter.
type OfficialSignature struct {
	Signature
	Role string `json:"role"`         // "presenter" or "decider"
	No   int    `json:"no,omitempty"` // LetterNo's
}

// A Decided is a decision that no longer stands, and who made it.
type Decided struct {
	Decision  Decision  `json:"decision"`
	Presenter UserID    `json:"presenter"`
	Decider   UserID    `json:"decider"`
	DecidedAt time.Time `json:"decided_at"`
	ServedAt  time.Time `json:"served_at"`
	Undone    string    `json:"undone"` // "rectification", "court" or "correction"
	At        time.Time `json:"at"`
	Used      bool      `json:"used,omitempty"` // the permit was put to use on it
}
