package permits

import (
	"slices"
	"time"

	"tietolupa/registers"
)

// A RequestKind says what is asked for beside permits (7.1).
type RequestKind string

const (
	DocumentRequest  RequestKind = "document"  // asiakirjapyyntö, JulkL 13–14 §
	AuthorityRequest RequestKind = "authority" // to another authority, JulkL 29 §
)

// A RequestState says where a request is.
type RequestState string

const (
	RequestIsOpen        RequestState = "open"
	RequestIsTaken       RequestState = "taken"
	RequestIsGiven       RequestState = "given"
	RequestIsPartlyGiven RequestState = "partly-given"
	RequestIsRefused     RequestState = "refused"     // by the official: the reason and the right to a decision are told (JulkL 14.3 §)
	RequestIsDecided     RequestState = "decided"     // refused by the authority's decision, which can be appealed
	RequestIsTransferred RequestState = "transferred" // JulkL 15 §
	RequestIsWithdrawn   RequestState = "withdrawn"
)

const (
	RequestMade        EventKind = "request-made"
	RequestTaken       EventKind = "request-taken"
	RequestBulky       EventKind = "request-bulky"
	RequestGiven       EventKind = "request-given"
	RequestRefused     EventKind = "request-refused"
	RequestDecided     EventKind = "request-decided"
	RequestTransferred EventKind = "request-transferred"
	RequestWithdrawn   EventKind = "request-withdrawn"
)

// A Request is an ordinary document request or a disclosure to another
// authority: a case of its own kind in the same queue. Who asks for a public
// document need not say who they are (JulkL 13.1 §).
type Request struct {
	ID        string // "KEHA-A4-2020"
	Kind      RequestKind
	State     RequestState
	Version   int
	By        UserID // who recorded it
	Body      Body   // the authority that asks; empty otherwise
	Provision string // of a disclosure to an authority: what entitles it (JulkL 29 §)
	Arrived   time.Time
	Bulky     bool // bulky, part-secret or laborious: a month instead of two weeks (JulkL 14.4 §)
	What      TextRef
	Handler   UserID
	Secrecy   []string // items of JulkL 24.1 § in what was given: its marking (25 §)
	Closed    time.Time
	Answer    TextRef
	Writer
}

// NewRequest records a request that arrived at arrived.
func NewRequest(id string, kind RequestKind, by Actor, body Body, provision, what string, arrived, now time.Time) (Request, Event, error) {
	if err := by.officer("not-a-presenter", Presenter, Decider); err != nil {
		return Request{}, Event{}, err
	}
	switch {
	case kind != DocumentRequest && kind != AuthorityRequest:
		return Request{}, Event{}, deny("no-such-request")
	case empty(what) || arrived.After(now):
		return Request{}, Event{}, deny("nothing-answered")
	case kind == AuthorityRequest && (empty(provision) || body == ""):
		return Request{}, Event{}, deny("no-provision")
	}
	r := Request{ID: id, Kind: kind, State: RequestIsOpen, By: by.ID, Body: body, Provision: provision, Arrived: arrived}
	r.What = r.text(RequestText, by, what, now)
	return r.step(RequestMade, by, now, r.What)
}

// Due is the last day to give the document: two weeks, or a month.
func (r Request) Due() registers.Day {
	day := registers.DayOf(r.Arrived)
	if r.Bulky {
		return WorkingDay(day.AddDate(0, 1, 0))
	}
	return WorkingDay(day.AddDate(0, 0, TermDays("document", day)))
}

// Marking is the secrecy marking of what leaves (JulkL 25 §); empty when it is
// public.
func (r Request) Marking() string { return Marking(r.Secrecy) }

// Marking writes the secrecy marking of items of 24.1 §, in Finnish.
func Marking(items []string) string {
	s := ""
	for i, item := range items {
		if i > 0 {
			s += ", "
		}
		s += item + " k."
	}
	if s == "" {
		return ""
	}
	return "salassa pidettävä, JulkL 24 § 1 mom. " + s
}

// Take makes by the request's handler.
func (r Request) Take(by Actor, seen int, now time.Time) (Request, Event, error) {
	if err := r.open(by, seen); err != nil {
		return Request{}, Event{}, err
	}
	r.Handler, r.State = by.ID, RequestIsTaken
	return r.step(RequestTaken, by, now, TextRef{})
}

// CallBulky gives a month to answer, for a stated reason (JulkL 14.4 §).
func (r Request) CallBulky(by Actor, seen int, why string, now time.Time) (Request, Event, error) {
	if err := r.open(by, seen); err != nil {
		return Request{}, Event{}, err
	}
	if empty(why) {
		return Request{}, Event{}, deny("no-reasons")
	}
	r.Bulky = true
	return r.step(RequestBulky, by, now, r.text(ReasonText, by, why, now))
}

// Give records that the document was given, whole or in part (JulkL 10 §), with
// the secrecy items of what left.
func (r Request) Give(by Actor, seen int, whole bool, secrecy []string, answer string, now time.Time) (Request, Event, error) {
	if err := r.open(by, seen); err != nil {
		return Request{}, Event{}, err
	}
	switch {
	case empty(answer):
		return Request{}, Event{}, deny("nothing-answered")
	case r.Kind == DocumentRequest && len(secrecy) > 0:
		return Request{}, Event{}, deny("secret-to-the-public")
	}
	if err := Delegated("document", by, registers.DayOf(now)); err != nil {
		return Request{}, Event{}, err
	}
	r.State, r.Secrecy = RequestIsPartlyGiven, slices.Clone(secrecy)
	if whole {
		r.State = RequestIsGiven
	}
	return r.close(RequestGiven, by, answer, now)
}

// Refuse is the official's refusal: the reason, and that the authority's
// decision may be asked for (JulkL 14.3 §).
func (r Request) Refuse(by Actor, seen int, reasons string, now time.Time) (Request, Event, error) {
	if err := r.open(by, seen); err != nil {
		return Request{}, Event{}, err
	}
	if empty(reasons) {
		return Request{}, Event{}, deny("no-reasons")
	}
	r.State = RequestIsRefused
	return r.close(RequestRefused, by, reasons, now)
}

// Decide is the authority's own decision to refuse what an official refused.
func (r Request) Decide(by Actor, seen int, reasons string, now time.Time) (Request, Event, error) {
	if err := by.officer("not-a-decider", Decider); err != nil {
		return Request{}, Event{}, err
	}
	switch {
	case r.State != RequestIsRefused:
		return Request{}, Event{}, deny("not-proposed")
	case r.Handler == by.ID:
		return Request{}, Event{}, deny("same-presenter")
	case r.Version != seen:
		return Request{}, Event{}, deny("stale-page")
	case empty(reasons):
		return Request{}, Event{}, deny("no-reasons")
	}
	r.State = RequestIsDecided
	return r.close(RequestDecided, by, reasons, now)
}

// Transfer sends the request to the authority whose document it is (JulkL 15 §).
func (r Request) Transfer(by Actor, seen int, to string, now time.Time) (Request, Event, error) {
	if err := r.open(by, seen); err != nil {
		return Request{}, Event{}, err
	}
	if empty(to) {
		return Request{}, Event{}, deny("no-reasons")
	}
	r.State = RequestIsTransferred
	return r.close(RequestTransferred, by, to, now)
}

// Withdraw ends a request that its maker took back.
func (r Request) Withdraw(by Actor, seen int, words string, now time.Time) (Request, Event, error) {
	if err := r.open(by, seen); err != nil {
		return Request{}, Event{}, err
	}
	r.State = RequestIsWithdrawn
	return r.close(RequestWithdrawn, by, words, now)
}

// open returns the rule that keeps by from handling r.
func (r Request) open(by Actor, seen int) error {
	if err := by.officer("not-a-presenter", Presenter, Decider); err != nil {
		return err
	}
	switch {
	case r.State != RequestIsOpen && r.State != RequestIsTaken:
		return deny("already-decided")
	case r.Version != seen:
		return deny("stale-page")
	}
	return nil
}

func (r Request) close(kind EventKind, by Actor, words string, now time.Time) (Request, Event, error) {
	if r.Handler == "" {
		r.Handler = by.ID
	}
	r.Closed, r.Answer = now, r.text(ReplyText, by, words, now)
	return r.step(kind, by, now, r.Answer)
}

func (r *Request) text(kind TextKind, by Actor, body string, now time.Time) TextRef {
	return r.write(Text{Subject: r.ID, Kind: kind, By: by.ID, At: now, Body: body})
}

func (r Request) step(kind EventKind, by Actor, now time.Time, text TextRef) (Request, Event, error) {
	r.Version++
	return r, Event{Subject: r.ID, Version: r.Version, Kind: kind, By: by.ID, At: now, Detail: map[string]string{"text": text.SHA256}}, nil
}
