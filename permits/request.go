package permits

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"tietolupa/registers"
)

// A RequestKind says what is asked for beside permits (7.1).
type RequestKind string

const (
	DocumentRequest  RequestKind = "document"  // asiakirjapyyntö, JulkL 13–14 §
	AggregateRequest RequestKind = "aggregate" // tilauksesta koottava yhdistelmä, JulkL 21 §
	AuthorityRequest RequestKind = "authority" // to another authority, JulkL 29 §
)

// RequestKinds lists the kinds in the order in which they are offered.
func RequestKinds() []RequestKind {
	return []RequestKind{DocumentRequest, AggregateRequest, AuthorityRequest}
}

// A RequestState says where a request is.
type RequestState string

const (
	RequestIsOpen        RequestState = "open"
	RequestIsTaken       RequestState = "taken"
	RequestIsSpecified   RequestState = "specifying"   // the asker's turn: which document, or what the law asks (JulkL 13 §)
	RequestIsOffered     RequestState = "estimated"    // the asker's turn: what it costs and when it comes
	RequestIsGiven       RequestState = "given"        // whole
	RequestIsPartlyGiven RequestState = "partly-given" // JulkL 10 §
	RequestIsRefused     RequestState = "refused"      // by the official: the reason and the right to a decision are told (JulkL 14.3 §)
	RequestIsDemanded    RequestState = "demanded"     // the authority's decision is asked for
	RequestIsDecided     RequestState = "decided"      // by the authority; can be appealed
	RequestIsServed      RequestState = "served"       // and the decision has been served
	RequestIsTransferred RequestState = "transferred"  // JulkL 15 §
	RequestIsWithdrawn   RequestState = "withdrawn"
)

// RequestStates lists the states in the order of a request's life.
func RequestStates() []RequestState {
	return []RequestState{RequestIsOpen, RequestIsTaken, RequestIsSpecified, RequestIsOffered, RequestIsGiven, RequestIsPartlyGiven,
		RequestIsRefused, RequestIsDemanded, RequestIsDecided, RequestIsServed, RequestIsTransferred, RequestIsWithdrawn}
}

// The ways in which a request arrives (TiHL 26 §).
var requestChannels = []string{"service", "email", "letter", "telephone", "visit"}

// RequestChannels lists them; the slice is the caller's own.
func RequestChannels() []string { return slices.Clone(requestChannels) }

// A Request is an ordinary document request, an aggregate made to order or a
// disclosure to another authority: a case of its own kind in the same queue.
type Request struct {
	ID      string // "KEHA-A4-2020"
	Kind    RequestKind
	State   RequestState
	Version int
	By      UserID // who made or recorded it
	Asker   UserID // who asks in the service; empty for somebody outside it
	Arrived time.Time
	Handler UserID
	Closed  time.Time
	RequestDetails
	Writer
	Attached []Attachment // every version of every file; there only while a command decides
}

// RequestDetails are what a request holds beside what it is found by. They hold
// numbers and hashes of what people wrote, never the text.
type RequestDetails struct {
	Title    string  `json:"title"` // as lists show it
	Channel  string  `json:"channel"`
	What     TextRef `json:"what"`
	Contact  TextRef `json:"contact,omitzero"` // of an asker outside the service: only what sending takes (JulkL 13.1 §)
	Language string  `json:"language"`         // of the answer, "fi" or "sv"

	// Of another authority (JulkL 29 §).
	Authority string  `json:"authority,omitempty"` // as printed
	Official  TextRef `json:"official,omitzero"`   // who there receives it
	Provision string  `json:"provision,omitempty"` // a row of law/authority_provisions.csv
	Need      TextRef `json:"need,omitzero"`
	Reader    UserID  `json:"reader,omitempty"` // the official whose personal right reads what is given (4a.3)

	Asked     *Specification   `json:"asked,omitempty"`
	Specified time.Time        `json:"specified,omitzero"` // when it became precise enough: the clock runs from then
	Bulky     string           `json:"bulky,omitempty"`    // ground of the month instead of two weeks (JulkL 14.4 §); empty for none
	BulkyWhy  TextRef          `json:"bulky_why,omitzero"`
	Quote     *RequestQuote    `json:"quote,omitempty"`
	Demanded  time.Time        `json:"demanded,omitzero"`
	Answers   []RequestAnswer  `json:"answers,omitempty"`
	ServedAt  time.Time        `json:"served_at,omitzero"`
	Sent      *Transfer        `json:"sent,omitempty"`
	Bars      []Bar            `json:"bars,omitempty"`
	Readings  []RequestReading `json:"readings,omitempty"`

	// Of the files that were given.
	FilesUntil registers.Day `json:"files_until,omitzero"` // the last day on which the asker may fetch them; zero for none
	Retracted  *Retraction   `json:"retracted,omitempty"`  // of the last time they were taken back
	Handed     []HandOver    `json:"handed,omitempty"`
}

// A Specification is what the asker is asked to make precise: which document
// (JulkL 13.1 §), or, only where the law asks for it, purpose and identity (13.2
// §).
type Specification struct {
	Points []string `json:"points"` // "document", "purpose", "identity"
	Ground string   `json:"ground,omitempty"`
	At     time.Time
	Text   TextRef `json:"text"`
	Reply  TextRef `json:"reply,omitzero"`
}

// The grounds on which purpose and identity may be asked for.
const (
	SecretGround   = "13.2" // the document is secret and may be given on a condition
	RegisterGround = "16.3" // a copy or electronic data of a personal register
)

// A RequestQuote is what laborious work costs and when it is ready, told before
// it is begun (JulkL 21, 34 §).
type RequestQuote struct {
	Quarters int           `json:"quarters"` // of an hour
	Cents    int           `json:"cents"`
	Day      registers.Day `json:"day"`
	Text     TextRef       `json:"text,omitzero"`
	Accepted time.Time     `json:"accepted,omitzero"`
}

// A RequestAnswer is one answer: the official's, or the authority's decision.
type RequestAnswer struct {
	Outcome   string        `json:"outcome"` // "given", "partly", "refused"
	Decision  bool          `json:"decision,omitempty"`
	By        UserID        `json:"by"`
	At        time.Time     `json:"at"`
	Text      TextRef       `json:"text"`              // what is given; of a refusal its reasons
	Basis     string        `json:"basis,omitempty"`   // why it may be given: a key of GivingBases
	Secrecy   []string      `json:"secrecy,omitempty"` // items of JulkL 24.1 § in what leaves: its marking (25 §)
	Parts     TextRef       `json:"parts,omitzero"`    // to what extent it is secret (25.1 §)
	Grounds   []string      `json:"grounds,omitempty"` // of what is refused: items of 24.1 §, or "none", "not-public"
	Way       string        `json:"way,omitempty"`     // how it was given
	Fee       string        `json:"fee,omitempty"`     // ground of JulkL 34 §
	Quarters  int           `json:"quarters,omitempty"`
	Pages     int           `json:"pages,omitempty"`
	Cents     int           `json:"cents,omitempty"`
	Files     []RequestFile `json:"files,omitempty"`
	Provision string        `json:"provision,omitempty"` // by which the one who answered may
}

// A RequestReading says that an official read with a right of their own what is
// given to another authority: whose data, and which items, stand in the audit
// log alone.
type RequestReading struct {
	By        UserID    `json:"by"`
	Right     string    `json:"right"`
	At        time.Time `json:"at"`
	Variables []string  `json:"variables"`
	Secrecy   []string  `json:"secrecy"`
}

// Due is the last day to give the document: two weeks, or a month, from when
// the request was precise enough; a decision asked for has its own. Of an
// aggregate it is the day agreed, zero until then.
func (r Request) Due() registers.Day {
	from := r.Arrived
	if r.Specified.After(from) {
		from = r.Specified
	}
	if r.Demanded.After(from) {
		from = r.Demanded
	}
	if r.Quote != nil && !r.Quote.Accepted.IsZero() && r.Demanded.IsZero() {
		return r.Quote.Day
	}
	if r.Kind == AggregateRequest && r.Demanded.IsZero() {
		return registers.Day{}
	}
	day := registers.DayOf(from)
	if r.Bulky != "" {
		return WorkingDay(day.AddDate(0, 1, 0))
	}
	return WorkingDay(day.AddDate(0, 0, TermDays("document", day)))
}

// Undecided says whether somebody has still to answer r.
func (r Request) Undecided() bool { return slices.Contains(pendingRequests(), r.State) }

// OnDesk says whether r is in the queue: to be answered, or its decision to be
// served.
func (r Request) OnDesk() bool { return r.Undecided() || r.State == RequestIsDecided }

// Clocks lists the terms that run in r on the day of now.
func (r Request) Clocks(now time.Time) []Clock {
	due := r.Due()
	switch {
	case r.State == RequestIsServed:
		last := AppealDay(r.ServedAt)
		return []Clock{{Name: "appeal", Provision: "HOL 13 §", Due: last, Over: last.Before(registers.DayOf(now))}}
	case !r.Undecided() || due.IsZero():
		return nil
	}
	c := Clock{Name: "document", Provision: "JulkL 14.4 §", Due: due, Over: due.Before(registers.DayOf(now)), Paused: r.State == RequestIsSpecified || r.State == RequestIsOffered}
	if r.Quote != nil && r.Due() == r.Quote.Day {
		c.Provision = "JulkL 21 §" // as agreed
	}
	return []Clock{c}
}

// AppealDay is the last day to appeal a decision served at at (HOL 13 §).
func AppealDay(at time.Time) registers.Day {
	return WorkingDay(registers.DayOf(at).AddDate(0, 0, AppealDays))
}

// WaitsFor is whom r waits for.
func (r Request) WaitsFor() Party {
	switch r.State {
	case RequestIsOpen, RequestIsTaken, RequestIsDecided:
		return WaitsPresenter
	case RequestIsSpecified, RequestIsOffered:
		return WaitsApplicant
	case RequestIsDemanded:
		return WaitsDecider
	}
	return WaitsNobody
}

// Answer is the last answer; nil before the first.
func (r Request) Answer() *RequestAnswer {
	if len(r.Answers) == 0 {
		return nil
	}
	return &r.Answers[len(r.Answers)-1]
}

// Marking is the secrecy marking of what leaves by an answer (JulkL 25 §);
// empty when all of it is public.
func (a RequestAnswer) Marking() string { return Marking(a.Secrecy) }

// Marking writes the secrecy marking of items of 24.1 § in Finnish.
func Marking(items []string) string { return MarkingIn("fi", items) }

// MarkingIn writes the marking in the language of the letter, Finnish or
// Swedish, the items in their order.
func MarkingIn(lang string, items []string) string {
	if len(items) == 0 {
		return ""
	}
	items = slices.Clone(items)
	slices.SortFunc(items, func(a, b string) int { return itemNumber(a) - itemNumber(b) })
	items = slices.Compact(items)
	if lang == "sv" {
		return "sekretessbelagd, OffentlighetsL 24 § 1 mom. " + strings.Join(items, ", ") + " punkten"
	}
	return "salassa pidettävä, JulkL 24 § 1 mom. " + strings.Join(items, " k., ") + " k."
}

// itemNumber is the number of an item of JulkL 24.1 §; 0 for what is none.
func itemNumber(item string) int {
	n, err := strconv.Atoi(item)
	if err != nil || n < 1 || n > 32 {
		return 0
	}
	return n
}

// SecrecyItems lists the items of JulkL 24.1 §, "1" to "32".
func SecrecyItems() (all []string) {
	for n := 1; n <= 32; n++ {
		all = append(all, strconv.Itoa(n))
	}
	return all
}

// MaySeeRequest says whether by may read request r: who asked, the official who
// reads for it, and the authority's officers.
func MaySeeRequest(by Actor, r Request) bool {
	if by.ID == "" {
		return false
	}
	return r.Asker == by.ID || r.Reader == by.ID || by.officer("", Presenter, Decider) == nil
}

// MaySeeRequestText says whether by may read a text of r: officers all of it
// unless they are the asker, others what is visible to them or their own. The
// reader sees what is asked and why.
func MaySeeRequestText(by Actor, r Request, t Text) bool {
	if !MaySeeRequest(by, r) || t.Subject != r.ID {
		return false
	}
	return t.Visible || t.By == by.ID || r.Asker != by.ID && by.officer("", Presenter, Decider) == nil
}
