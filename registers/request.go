package registers

import (
	"slices"
	"strings"
)

// A RequestKind is a right of the data subject, by its article of the GDPR.
type RequestKind string

const (
	Access        RequestKind = "15" // oikeus saada pääsy tietoihin
	Rectification RequestKind = "16" // oikaiseminen
	Erasure       RequestKind = "17" // poistaminen
	Restriction   RequestKind = "18" // käsittelyn rajoittaminen
	Portability   RequestKind = "20" // siirtäminen järjestelmästä toiseen
	Objection     RequestKind = "21" // vastustaminen
)

// RequestKinds lists the rights in the order of the regulation.
func RequestKinds() []RequestKind {
	return []RequestKind{Access, Rectification, Erasure, Restriction, Portability, Objection}
}

// A RequestState is where a request stands.
type RequestState string

const (
	Received          RequestState = "received"
	IdentityQuestions RequestState = "identity"  // who asks is in doubt, and has been asked (art. 12(6))
	RequestAnswered   RequestState = "answered"  // with a Reply
	RequestWithdrawn  RequestState = "withdrawn" // by the data subject
)

// A Right says whether a right exists in a register on a day, and by which
// provision (4.2; GDPR 17(3), 20(1)).
type Right struct {
	Kind      RequestKind
	Register  string
	Extent    RightExtent
	Rule      string // the requirement a refusal names
	Provision string
	Why       Names
}

// A RightExtent is how far a right reaches.
type RightExtent string

const (
	Full    RightExtent = "yes"
	Limited RightExtent = "limited" // weighed case by case
	None    RightExtent = "no"
)

// A Request is a data subject's request about one register. Deadlines follow
// from it; nothing in it says what the person asked to be told.
type Request struct {
	Kind        RequestKind
	Register    string
	State       RequestState
	Arrived     Day
	AskedWho    Day // when proof of identity was asked for
	ConfirmedBy Day // when it was given
	ExtendedOn  Day
	ExtendedFor string // why (art. 12(3))
	ClosedOn    Day
	Reply       Reply
	LiftedOn    Day    // when a granted restriction was lifted
	LiftedFor   string // why
	LiftTold    Day    // when the data subject was told that it would be (art. 18(3))
}

// OpenRequest takes a request in on the day it arrived. It fails when the kind is not
// a right of the regulation or the register is not named.
func OpenRequest(kind RequestKind, register string, arrived Day) (Request, error) {
	const act = "open request"
	if !slices.Contains(RequestKinds(), kind) {
		return Request{}, refuseRequest(act, "12-kind", string(kind))
	}
	if register == "" || arrived.IsZero() {
		return Request{}, refuseRequest(act, "1.2a", register)
	}
	return Request{Kind: kind, Register: register, State: Received, Arrived: arrived}, nil
}

// Open says whether r still waits for an answer or a withdrawal.
func (r Request) Open() bool { return r.State == Received || r.State == IdentityQuestions }

// Due is the last day of the answer: a month from arrival, three when extended
// (art. 12(3)). The clock stands while identity is being asked about, and starts
// from the day it was confirmed. A day that falls on a weekend is not moved: to
// answer earlier is never wrong. Zero while the clock stands.
func (r Request) Due() Day {
	if r.State == IdentityQuestions {
		return Day{}
	}
	months := 1
	if !r.ExtendedOn.IsZero() {
		months = 3
	}
	return anniversary(r.clockStart(), 0, months)
}

func (r Request) clockStart() Day {
	if r.Arrived.Before(r.ConfirmedBy) {
		return r.ConfirmedBy
	}
	return r.Arrived
}

// Late says whether r has been waiting past its last day on day.
func (r Request) Late(day Day) bool {
	return r.State == Received && r.Due().Before(day)
}

// Extend gives the answer two more months, for a reason that is told to the
// data subject within the first month, once (art. 12(3)).
func Extend(r Request, reason string, day Day) (Request, error) {
	const act = "extend request"
	switch {
	case r.State != Received:
		return r, refuseRequest(act, "12-state", "")
	case strings.TrimSpace(reason) == "":
		return r, refuseRequest(act, "12-reason", "")
	case !r.ExtendedOn.IsZero() || r.Due().Before(day):
		return r, refuseRequest(act, "12.3-extend", "")
	}
	r.ExtendedOn, r.ExtendedFor = day, reason
	return r, nil
}

// AskIdentity stops the clock until the data subject has shown who they are;
// there must be reasonable doubt, in words (art. 12(6)).
func AskIdentity(r Request, doubt string, day Day) (Request, error) {
	const act = "ask for identity"
	if r.State != Received || !r.AskedWho.IsZero() || day.Before(r.Arrived) {
		return r, refuseRequest(act, "12-state", "")
	}
	if strings.TrimSpace(doubt) == "" {
		return r, refuseRequest(act, "12-reason", "")
	}
	r.State, r.AskedWho = IdentityQuestions, day
	return r, nil
}

// ConfirmIdentity starts the month anew on day.
func ConfirmIdentity(r Request, day Day) (Request, error) {
	if r.State != IdentityQuestions || day.Before(r.AskedWho) {
		return r, refuseRequest("confirm identity", "12-state", "")
	}
	r.State, r.ConfirmedBy = Received, day
	return r, nil
}

// WithdrawRequest ends r without an answer, as the data subject wished.
func WithdrawRequest(r Request, day Day) (Request, error) {
	if !r.Open() {
		return r, refuseRequest("withdraw request", "12-state", "")
	}
	r.State, r.ClosedOn = RequestWithdrawn, day
	return r, nil
}
