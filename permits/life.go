package permits

import (
	"time"

	"tietolupa/registers"
)

// Life is what happens to a case after its decision.
type Life struct {
	Service     *Service          `json:"service,omitempty"`  // of the decision that stands
	Services    []Service         `json:"services,omitempty"` // of the other letters from which a time for appeal runs
	Remedies    []Remedy          `json:"remedies,omitempty"`
	Orders      []InterimOrder    `json:"orders,omitempty"`
	Corrections []Correction      `json:"corrections,omitempty"`
	Revocations []Revocation      `json:"revocations,omitempty"`
	Measures    []Measure         `json:"measures,omitempty"` // as proposed and decided, in their order
	Changes     []Change          `json:"changes,omitempty"`
	Added       []AddedUser       `json:"added,omitempty"`
	Removed     []UserID          `json:"removed,omitempty"`
	Suspension  *Suspension       `json:"suspension,omitempty"`
	Errors      []DeliveryError   `json:"errors,omitempty"`
	Filed       []Filed           `json:"filed,omitempty"`
	TitleShown  *Filed            `json:"title_shown,omitempty"` // why its name stands in the public register
	Reminded    map[string]string `json:"reminded,omitempty"`    // kind of reminder and day → when it was sent
	Destroyed   *Destruction      `json:"destroyed,omitempty"`
	KeyGone     time.Time         `json:"key_gone,omitzero"`
	Billed      []Billed          `json:"billed,omitempty"`
	Keys        []KeyProof        `json:"keys,omitempty"` // of the recipient, in the order they were registered

	CourtRequests []CourtRequest `json:"court_requests,omitempty"` // for a statement on an appeal
}

// The kinds and outcomes of remedies.
const (
	RectificationRemedy = "rectification" // oikaisuvaatimus
	CourtRemedy         = "court"         // valitus hallinto-oikeuteen
	FeeRemedy           = "fee"           // oikaisuvaatimus maksusta, MPL 11 b §

	RemedyRejected    = "rejected"
	RemedyDismissed   = "dismissed"    // late, or not by a party
	RemedyChanged     = "changed"      // the decision is made anew
	RemedyChangedPart = "changed-part" // made anew for a part of what was demanded; the rest is rejected
	RemedyReturned    = "returned"     // sent back to be decided again
	RemedyWithdrawn   = "withdrawn"
	RemedyOverturned  = "overturned" // annulled and not sent back: the permit is over
)

// A Remedy is a demand for rectification or an appeal against the decision.
type Remedy struct {
	No      int       `json:"no"`
	Kind    string    `json:"kind"`
	Against string    `json:"against,omitempty"` // which decision: empty for the case's own, else a name of Contestable's
	By      UserID    `json:"by"`                // who recorded it
	At      time.Time `json:"at"`                // when it arrived
	Late    bool      `json:"late,omitempty"`
	Demand  TextRef   `json:"demand"`
	Court   string    `json:"court,omitempty"`
	Number  string    `json:"number,omitempty"` // of the court's case
	Outcome string    `json:"outcome,omitempty"`
	Ruled   time.Time `json:"ruled,omitzero"`
	RuledBy UserID    `json:"ruled_by,omitempty"`
	Ruling  TextRef   `json:"ruling,omitzero"`
	Credit  int       `json:"credit,omitempty"` // taken off a fee, in cents

	Lodged registers.Day `json:"lodged,omitzero"` // of an appeal: when it came to the court, as the court told
}

// RevocationRemedy is what a remedy against the revocation of the whole permit is
// against; one against the second revocation, in part, is against "revocation-2".
const RevocationRemedy = "revocation"

// A Revocation (peruuttaminen) is a decision of its own, contested on its own.
type Revocation struct {
	No        int          `json:"no,omitempty"`
	By        UserID       `json:"by"`
	At        time.Time    `json:"at"`
	Was       State        `json:"was"`               // before it
	Measure   int          `json:"measure,omitempty"` // that decided it
	Part      *Part        `json:"part,omitempty"`    // nil: the whole permit
	Annulled  time.Time    `json:"annulled,omitzero"`
	Destroyed *Destruction `json:"destroyed,omitempty"` // of what a part took away
}

// An InterimOrder (väliaikainen määräys, HOL 123 §, HL 49 f §) closes or opens
// the gate until it is replaced by another.
type InterimOrder struct {
	From    string    `json:"from"`              // "court" or "authority"
	Against string    `json:"against,omitempty"` // the decision whose gate it moves: a change's name, or empty of the permit's own
	Closes  bool      `json:"closes"`
	By      UserID    `json:"by"`
	At      time.Time `json:"at"`
	Text    TextRef   `json:"text"`
}

// A Correction of a clerical error (HL 51 §) makes a new version of the letter.
type Correction struct {
	No       int       `json:"no"` // the letter's version becomes No + 1
	By       UserID    `json:"by"`
	At       time.Time `json:"at"`
	What     TextRef   `json:"what"`
	Heard    int       `json:"heard,omitempty"`    // number of the hearing before it
	Unheard  TextRef   `json:"unheard,omitzero"`   // or why a hearing was unnecessary (HL 52 §)
	Appeal   bool      `json:"appeal,omitempty"`   // the instruction was wrong: the time runs anew (HL 49 §)
	ServedAt time.Time `json:"served_at,omitzero"` // of the corrected letter
}

// An AddedUser is a named user asked for after the decision (condition 2).
type AddedUser struct {
	Person   Participant `json:"person"`
	By       UserID      `json:"by"`
	At       time.Time   `json:"at"`
	Signed   *Signature  `json:"signed,omitempty"`
	Approved time.Time   `json:"approved,omitzero"`
	Approver UserID      `json:"approver,omitempty"`
	Declined time.Time   `json:"declined,omitzero"`
	Why      TextRef     `json:"why,omitzero"` // of a refusal
}

// A Suspension closes downloads at once (väliaikainen keskeytys, TiHL 13–15 §)
// until it is lifted or the permit is revoked.
type Suspension struct {
	By     UserID    `json:"by"`
	At     time.Time `json:"at"`
	Reason TextRef   `json:"reason"`
}

// A DeliveryError is an error in a delivery that its recipient tells of.
// Corrected free of charge, with the same pseudonyms, when told in time.
type DeliveryError struct {
	No      int       `json:"no"`
	Order   OrderID   `json:"order"`
	Cause   string    `json:"cause,omitempty"` // of the order
	By      UserID    `json:"by"`
	At      time.Time `json:"at"`
	Text    TextRef   `json:"text"`
	Free    bool      `json:"free"` // told within the days
	Settled time.Time `json:"settled,omitzero"`
	Found   bool      `json:"found,omitempty"` // it was an error: one more delivery is due
	Answer  TextRef   `json:"answer,omitzero"`
}

// The kinds of what the holder files.
const (
	UseReport   = "report"      // on the use of the data
	Publication = "publication" // condition 20
)

// A Filed is a report or publication that the holder told of.
type Filed struct {
	Kind string    `json:"kind"`
	By   UserID    `json:"by"`
	At   time.Time `json:"at"`
	Text TextRef   `json:"text"`
}

// A Destruction is the responsible person's declaration (hävittämisilmoitus,
// condition 16).
type Destruction struct {
	Signature
	Backups registers.Day `json:"backups"` // when the last backup is gone
	Text    TextRef       `json:"text"`
}
