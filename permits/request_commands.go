package permits

import (
	"slices"
	"time"
)

// The commands on a request, beside those it shares with a case (take, note,
// message, declare-interest, transfer, withdraw, serve), and the events they
// leave.
const (
	DoAskPrecision Command = "ask-precision"
	DoGivePrecise  Command = "give-precision"
	DoCallBulky    Command = "call-bulky"
	DoQuote        Command = "quote"
	DoAnswerQuote  Command = "answer-quote"
	DoNameReader   Command = "name-reader"
	DoRead         Command = "read-for"
	DoGive         Command = "give"
	DoRefuse       Command = "refuse"
	DoDemand       Command = "demand-decision"
	DoDecideOn     Command = "decide-request"

	RequestMade        EventKind = "request-made"
	RequestTaken       EventKind = "request-taken"
	RequestBarred      EventKind = "request-barred"
	RequestNoted       EventKind = "request-noted"
	RequestMessage     EventKind = "request-message"
	PrecisionAsked     EventKind = "request-precision-asked"
	PrecisionGiven     EventKind = "request-precision-given"
	RequestBulky       EventKind = "request-bulky"
	RequestQuoted      EventKind = "request-quoted"
	RequestAgreed      EventKind = "request-agreed"
	ReaderNamed        EventKind = "request-reader-named"
	RequestRead        EventKind = "request-read"
	RequestGiven       EventKind = "request-given"
	RequestRefused     EventKind = "request-refused"
	RequestDemanded    EventKind = "request-demanded"
	RequestDecided     EventKind = "request-decided"
	RequestServed      EventKind = "request-served"
	RequestTransferred EventKind = "request-transferred"
	RequestWithdrawn   EventKind = "request-withdrawn"
)

func pendingRequests() []RequestState {
	return []RequestState{RequestIsOpen, RequestIsTaken, RequestIsSpecified, RequestIsOffered, RequestIsDemanded}
}

// requestSteps is the state machine of requests, row by row.
func requestSteps() []step[Request, RequestState] {
	working := []RequestState{RequestIsOpen, RequestIsTaken, RequestIsSpecified, RequestIsOffered}
	taken := []RequestState{RequestIsTaken}
	return append([]step[Request, RequestState]{
		{Command: DoTake, In: []RequestState{RequestIsOpen}, Leads: taken, Stays: working[1:], Events: []EventKind{RequestTaken}, Law: "JulkL 14.2 §; HL 23 §", Rule: "already-decided", who: requestOfficer,
			when: func(r Request, by Actor, _ time.Time) error {
				if r.Handler == by.ID {
					return deny("not-in-review") // nothing to take: it is theirs
				}
				return nil
			}},
		{Command: DoDeclare, In: pendingRequests(), Events: []EventKind{RequestBarred}, Law: "HL 28 §", Rule: "already-ended",
			who: func(_ Request, by Actor, _ time.Time) error { return by.officer("not-a-presenter", Presenter, Decider) }},
		{Command: DoNote, In: RequestStates(), Events: []EventKind{RequestNoted}, Law: "HL 42 §", Rule: "not-submitted", who: requestOfficer},
		{Command: DoMessage, In: RequestStates(), Events: []EventKind{RequestMessage}, Law: "HL 8 §; JulkL 13.1 §", Rule: "not-submitted",
			who: func(r Request, by Actor, now time.Time) error {
				if r.Asker == by.ID && by.ID != "" {
					return nil
				}
				return requestOfficer(r, by, now)
			}},
		{Command: DoAskPrecision, In: taken, Leads: []RequestState{RequestIsSpecified}, Events: []EventKind{PrecisionAsked}, Law: "JulkL 13.1–13.2, 16.3 §", Rule: "not-in-review", who: requestHandler},
		{Command: DoGivePrecise, In: []RequestState{RequestIsSpecified}, Leads: taken, Events: []EventKind{PrecisionGiven}, Law: "JulkL 13 §", Rule: "nothing-asked", who: requestAsker},
		{Command: DoCallBulky, In: taken, Events: []EventKind{RequestBulky}, Law: "JulkL 14.4 §", Rule: "not-in-review", who: requestHandler,
			when: func(r Request, _ Actor, _ time.Time) error {
				if r.Bulky != "" {
					return deny("already-bulky")
				}
				return nil
			}},
		{Command: DoQuote, In: taken, Leads: []RequestState{RequestIsOffered}, Events: []EventKind{RequestQuoted}, Law: "JulkL 21, 34 §", Rule: "not-in-review", who: requestHandler,
			when: func(r Request, _ Actor, _ time.Time) error {
				if r.Kind == AuthorityRequest {
					return deny("no-price-for-authorities")
				}
				return nil
			}},
		{Command: DoAnswerQuote, In: []RequestState{RequestIsOffered}, Leads: []RequestState{RequestIsTaken, RequestIsWithdrawn}, Events: []EventKind{RequestAgreed, RequestWithdrawn}, Law: "JulkL 21, 34 §", Rule: "nothing-asked", who: requestAsker},
		{Command: DoNameReader, In: taken, Events: []EventKind{ReaderNamed}, Law: "JulkL 29 §; 4 a §", Rule: "not-in-review", who: requestHandler, when: ofAnAuthority},
		{Command: DoRead, In: taken, Events: []EventKind{RequestRead}, Law: "4 a § 3 mom.; TiHL 17 §", Rule: "not-in-review", when: ofAnAuthority,
			who: func(r Request, by Actor, _ time.Time) error {
				if by.ID == "" || r.Reader != by.ID {
					return deny("not-the-reader")
				}
				return nil
			}},
		{Command: DoGive, In: taken, Leads: []RequestState{RequestIsGiven, RequestIsPartlyGiven}, Events: []EventKind{RequestGiven}, Law: "JulkL 9–10, 14.1, 21, 25, 29 §", Rule: "not-in-review", who: requestHandler},
		{Command: DoRefuse, In: taken, Leads: []RequestState{RequestIsRefused}, Events: []EventKind{RequestRefused}, Law: "JulkL 14.3 §", Rule: "not-in-review", who: requestHandler},
		{Command: DoDemand, In: []RequestState{RequestIsRefused, RequestIsPartlyGiven}, Leads: []RequestState{RequestIsDemanded}, Events: []EventKind{RequestDemanded}, Law: "JulkL 14.3 § 2–3 k", Rule: "nothing-refused", who: requestAsker},
		{Command: DoDecideOn, In: []RequestState{RequestIsDemanded}, Leads: []RequestState{RequestIsDecided}, Events: []EventKind{RequestDecided}, Law: "JulkL 14.1, 14.3, 33 §; HL 43–47 §", Rule: "nothing-asked",
			who: func(r Request, by Actor, _ time.Time) error {
				if err := by.officer("not-a-decider", Decider); err != nil {
					return err
				}
				if err := official(by, r.parties(), r.Bars, Decider); err != nil {
					return err
				}
				if r.Handler == by.ID {
					return deny("same-presenter") // who refused it does not decide it again
				}
				return nil
			}},
		{Command: DoServe, In: []RequestState{RequestIsDecided}, Leads: []RequestState{RequestIsServed}, Events: []EventKind{RequestServed}, Law: "HL 54–60 §; SAsL 18–19 §", Rule: "not-decided", who: requestOfficer},
		{Command: DoTransfer, In: working, Leads: []RequestState{RequestIsTransferred}, Events: []EventKind{RequestTransferred}, Law: "JulkL 15 §; HL 21 §", Rule: "already-decided", who: requestOfficer},
		{Command: DoWithdraw, In: append([]RequestState{RequestIsDemanded}, working...), Leads: []RequestState{RequestIsWithdrawn}, Events: []EventKind{RequestWithdrawn}, Law: "HL 53.1 §", Rule: "already-decided", who: requestAsker},
	}, givenSteps()...)
}

// RequestCommands lists the commands on requests in the order of a request's life.
func RequestCommands() []Command { return commandsOf(requestSteps()) }

// Commands lists what by may do to r now.
func (r Request) Commands(by Actor, now time.Time) []Command {
	return openCommands(requestSteps(), r, r.State, by, now)
}

// ready returns the rule that keeps by from doing command to r as they saw it.
func (r Request) ready(do Command, by Actor, seen int, now time.Time) error {
	if err := opensStep(requestSteps(), do, r, r.State, by, now); err != nil {
		return err
	}
	if r.Version != seen {
		return deny("stale-page")
	}
	return nil
}

// parties are those who have a part in r: officials among them handle it not.
func (r Request) parties() []UserID {
	return slices.DeleteFunc([]UserID{r.Asker}, func(u UserID) bool { return u == "" })
}

func requestOfficer(r Request, by Actor, _ time.Time) error {
	return official(by, r.parties(), r.Bars, Presenter, Decider)
}

func requestHandler(r Request, by Actor, now time.Time) error {
	if err := requestOfficer(r, by, now); err != nil {
		return err
	}
	if r.Handler != by.ID {
		return deny("not-your-case")
	}
	return nil
}

// requestAsker is who asks; for somebody outside the service an officer who
// records what they said.
func requestAsker(r Request, by Actor, now time.Time) error {
	if r.Asker != "" {
		if by.ID != r.Asker {
			return deny("not-your-application")
		}
		return nil
	}
	return requestOfficer(r, by, now)
}

func ofAnAuthority(r Request, _ Actor, _ time.Time) error {
	if r.Kind != AuthorityRequest {
		return deny("not-an-authority")
	}
	return nil
}
