package permits

import (
	"slices"
	"time"
)

// The commands on the way to the decision, and the events they leave.
const (
	DoAssign      Command = "assign"
	DoSubstitute  Command = "substitute"
	DoDeclare     Command = "declare-interest"
	DoNote        Command = "note"
	DoMessage     Command = "message"
	DoComplete    Command = "complete"
	DoSupplement  Command = "supplement"
	DoReply       Command = "reply"
	DoExtend      Command = "extend"
	DoOffer       Command = "offer"
	DoAnswerOffer Command = "answer-offer"
	DoHear        Command = "hear"
	DoAnswer      Command = "answer"
	DoAsk         Command = "ask-statement"
	DoGiveOpinion Command = "give-statement"
	DoPause       Command = "pause"
	DoResume      Command = "resume"
	DoPromise     Command = "promise"
	DoTransfer    Command = "transfer"
	DoDecideOther Command = "decide-otherwise"
	DoDissent     Command = "dissent"
	DoSignLetter  Command = "sign-letter"

	CaseAssigned        EventKind = "case-assigned"
	CaseSubstituted     EventKind = "case-substituted"
	InterestDeclared    EventKind = "interest-declared"
	NoteWritten         EventKind = "note-written"
	MessageWritten      EventKind = "message-written"
	CaseComplete        EventKind = "case-complete"
	SupplementAsked     EventKind = "supplement-asked"
	SupplementReplied   EventKind = "supplement-replied"
	TermExtended        EventKind = "term-extended"
	NarrowingOffered    EventKind = "narrowing-offered"
	NarrowingAccepted   EventKind = "narrowing-accepted"
	NarrowingDeclined   EventKind = "narrowing-declined"
	HearingOpened       EventKind = "hearing-opened"
	HearingAnswered     EventKind = "hearing-answered"
	StatementAsked      EventKind = "statement-asked"
	StatementGiven      EventKind = "statement-given"
	CasePaused          EventKind = "case-paused"
	CaseResumed         EventKind = "case-resumed"
	DecisionPromised    EventKind = "decision-promised"
	CaseTransferred     EventKind = "case-transferred"
	CasePartTransferred EventKind = "case-part-transferred"
	CaseDismissed       EventKind = "case-dismissed"
	DissentRecorded     EventKind = "dissent-recorded"
	LetterSigned        EventKind = "letter-signed"
)

// The states in which a case waits within its handling.
const (
	Supplementing State = "supplementing" // täydennettävänä: the applicant's turn
	Offered       State = "offered"       // rajausehdotus: the applicant's turn
	Heard         State = "heard"         // kuultavana: the party's turn
	Paused        State = "paused"        // keskeytetty, with a reason
	Transferred   State = "transferred"   // siirretty (HL 21 §)
	Dismissed     State = "dismissed"     // jätetty tutkimatta
)

// waiting are the states in which the clock stands still.
var waiting = []State{Supplementing, Offered, Heard, Paused}

// handled are the states in which a presenter has the case, before the proposal.
func handled() []State { return append([]State{InReview}, waiting...) }
func undecided() []State {
	return append([]State{Submitted, InReview, Proposed}, waiting...)
}

// afterService are the states of a case whose decision has been served, while it may
// be contested.
func afterService() []State { return []State{Served, InForce, Ended, Revoked} }

// measured are the states in which a measure may wait: upon a permit, or upon a
// decision that it has had made anew.
func measured() []State {
	return append(afterService(), handled()...)
}
func decidedOn() []State { return []State{Granted, PartlyGranted, Refused, Dismissed} }

// Undecided says whether c has been submitted and waits for its decision.
func (c Case) Undecided() bool { return slices.Contains(undecided(), c.State) }

// ToServe says whether c has been decided and the decision not served.
func (c Case) ToServe() bool { return slices.Contains(decidedOn(), c.State) }

func handlingGuards() []guard {
	return []guard{
		{Command: DoEdit, In: []State{Draft}, Stays: []State{Supplementing}, Change: true, Events: []EventKind{CaseEdited, ConflictSettled}, Law: "HL 16, 20 §",
			open: func(c Case, by Actor, _ time.Time) error {
				of, _ := c.Amending()
				return of.mayWrite(by)
			}},
		{Command: DoSubmit, In: []State{Draft}, Leads: []State{Submitted}, Events: []EventKind{CaseSubmitted}, Law: "HL 19–20 §; JulkL 13.2 §",
			open: func(c Case, by Actor, _ time.Time) error { return c.maySubmit(by, c.Version) }},
		{Command: DoWithdraw, In: append([]State{Draft}, undecided()...), Leads: []State{Withdrawn}, Events: []EventKind{CaseWithdrawn}, Law: "HL 20 §; letters 3 B2", Rule: "already-decided", who: theApplicant},
		{Command: DoTake, Change: true, In: []State{Submitted}, Leads: []State{InReview}, Stays: handled(), Events: []EventKind{CaseTaken}, Law: "HL 23 §",
			open: func(c Case, by Actor, now time.Time) error {
				if c.State != Submitted && c.Presenter == by.ID {
					return deny("not-in-review") // nothing to take: it is theirs
				}
				return c.mayTake(by)
			}},
		{Command: DoAssign, Change: true, In: []State{Submitted}, Leads: []State{InReview}, Stays: handled(), Events: []EventKind{CaseAssigned}, Law: "HL 23 §", Rule: "not-in-review", who: aDecider},
		{Command: DoSubstitute, Change: true, In: Substitutable(), Events: []EventKind{CaseSubstituted}, Law: "HL 23 §", Rule: "not-in-review", who: anOfficer},
		{Command: DoDeclare, In: slices.Concat(undecided(), decidedOn(), []State{Served, InForce}), Events: []EventKind{InterestDeclared}, Law: "HL 28 §", Rule: "already-ended",
			who: func(_ Case, by Actor, _ time.Time) error { return by.officer("not-a-presenter", Presenter, Decider) }},
		{Command: DoNote, In: AllStates()[1:], Events: []EventKind{NoteWritten}, Law: "HL 42 §", Rule: "not-submitted", who: anOfficer},
		{Command: DoMessage, In: AllStates()[1:], Events: []EventKind{MessageWritten}, Law: "HL 8 §", Rule: "not-submitted",
			who: func(c Case, by Actor, now time.Time) error {
				if c.involves(by.ID) {
					return nil
				}
				return anOfficer(c, by, now)
			}},
		{Command: DoComplete, Change: true, In: handled(), Events: []EventKind{CaseComplete}, Law: "HL 22 §", Rule: "not-in-review", who: theHandler,
			when: func(c Case, _ Actor, _ time.Time) error {
				if !c.Handling.CompleteAt.IsZero() {
					return deny("already-complete")
				}
				return nil
			}},
		{Command: DoSupplement, Change: true, In: []State{InReview}, Leads: []State{Supplementing}, Events: []EventKind{SupplementAsked}, Law: "HL 22, 33 §", Rule: "not-in-review", who: theHandler},
		{Command: DoReply, Change: true, In: []State{Supplementing}, Leads: []State{InReview}, Stays: []State{Supplementing}, Events: []EventKind{SupplementReplied}, Law: "HL 22 §", Rule: "nothing-asked", who: theApplicant},
		{Command: DoExtend, Change: true, In: []State{Supplementing, Offered, Heard}, Stays: append(decidedOn(), Served, InForce), Events: []EventKind{TermExtended}, Law: "HL 33 §", Rule: "nothing-asked",
			who: func(c Case, by Actor, now time.Time) error {
				if slices.Contains(waiting, c.State) {
					return theHandler(c, by, now)
				}
				return anOfficer(c, by, now) // as whoever opens a hearing on a correction or a revocation
			},
			when: func(c Case, _ Actor, _ time.Time) error {
				if c.Term().IsZero() {
					return deny("nothing-asked")
				}
				return nil
			}},
		{Command: DoOffer, Change: true, In: []State{InReview}, Leads: []State{Offered}, Events: []EventKind{NarrowingOffered}, Law: "HL 8, 22.3 §", Rule: "not-in-review", who: theHandler},
		{Command: DoAnswerOffer, Change: true, In: []State{Offered}, Leads: []State{InReview}, Events: []EventKind{NarrowingAccepted, NarrowingDeclined}, Law: "HL 22.3 §", Rule: "nothing-asked", who: theApplicant},
		{Command: DoHear, Change: true, In: []State{InReview}, Leads: []State{Heard}, Stays: append(decidedOn(), Served, InForce), Events: []EventKind{HearingOpened}, Law: "HL 34, 36 §", Rule: "not-in-review",
			who: anOfficer,
			when: func(c Case, by Actor, now time.Time) error {
				if c.State == InReview && !c.handles(by.ID, now) {
					return deny("not-your-case")
				}
				return nil
			}},
		{Command: DoAnswer, Change: true, In: []State{Heard}, Leads: []State{InReview}, Stays: append(decidedOn(), Served, InForce), Events: []EventKind{HearingAnswered}, Law: "HL 34 §", Rule: "nothing-asked", who: theApplicant,
			when: func(c Case, _ Actor, _ time.Time) error {
				if h := c.openHearing(); h == nil {
					return deny("nothing-asked")
				}
				return nil
			}},
		{Command: DoAsk, Change: true, In: handled(), Events: []EventKind{StatementAsked}, Law: "HL 31 §; GDPR 39", Rule: "not-in-review", who: theHandler},
		{Command: DoGiveOpinion, Change: true, In: handled(), Events: []EventKind{StatementGiven}, Law: "HL 31, 42 §", Rule: "not-in-review", who: anOfficer,
			when: func(c Case, _ Actor, _ time.Time) error {
				if c.openStatements() == 0 {
					return deny("nothing-asked")
				}
				return nil
			}},
		{Command: DoPause, Change: true, In: []State{InReview}, Leads: []State{Paused}, Events: []EventKind{CasePaused}, Law: "HL 23 §", Rule: "not-in-review", who: theHandler},
		{Command: DoResume, Change: true, In: waiting, Leads: []State{InReview}, Events: []EventKind{CaseResumed}, Law: "HL 33.2 §", Rule: "not-waiting", who: theHandler,
			when: func(c Case, _ Actor, now time.Time) error {
				if c.State != Paused && !c.termOver(now) {
					return deny("term-runs")
				}
				return nil
			}},
		{Command: DoPromise, Change: true, In: append([]State{Submitted, Proposed}, handled()...), Events: []EventKind{DecisionPromised}, Law: "HL 23, 23 a §", Rule: "already-decided", who: anOfficer},
		{Command: DoTransfer, In: append([]State{Submitted}, handled()...), Leads: []State{Transferred}, Stays: append([]State{Submitted}, handled()...), Events: []EventKind{CaseTransferred, CasePartTransferred}, Law: "HL 21 §; JulkL 15, 28.1 §", Rule: "not-in-review", who: anOfficer},
		{Command: DoPropose, Change: true, In: []State{InReview}, Leads: []State{Proposed}, Events: []EventKind{CaseProposed, ChangeProposed}, Law: "JulkL 28 §; HL 45 §; PL 118 §",
			open: func(c Case, by Actor, now time.Time) error { return c.mayHandle(by, c.Version, now) }},
		{Command: DoReturn, Change: true, In: []State{Proposed}, Leads: []State{InReview}, Events: []EventKind{CaseReturned}, Law: "PL 118 §",
			open: func(c Case, by Actor, _ time.Time) error { return c.mayDecide(by, c.Version) }},
		{Command: DoDecide, Change: true, In: []State{Proposed}, Leads: decidedOn(), Events: []EventKind{CaseGranted, CasePartlyGranted, CaseRefused, CaseDismissed, ChangeGranted, ChangeRefused}, Law: "JulkL 28 §; HL 44 §",
			open: func(c Case, by Actor, now time.Time) error { return c.mayDecideOn(by, c.Version, now) }},
		{Command: DoDecideOther, Change: true, In: []State{Proposed}, Leads: decidedOn(), Events: []EventKind{CaseGranted, CasePartlyGranted, CaseRefused, CaseDismissed, ChangeGranted, ChangeRefused}, Law: "PL 118 §; HL 44 §",
			open: func(c Case, by Actor, now time.Time) error { return c.mayDecideOn(by, c.Version, now) }},
		{Command: DoDissent, Change: true, In: append([]State{Proposed}, decidedOn()...), Stays: measured(), Events: []EventKind{DissentRecorded}, Law: "PL 118 §; SAsL 16 §", Rule: "not-proposed",
			who: func(c Case, by Actor, _ time.Time) error {
				if err := c.unbarred(by, Presenter); err != nil {
					return err
				}
				if c.Presenter != by.ID && c.dissentFrom(by.ID) == nil {
					return deny("not-your-case")
				}
				return nil
			},
			when: func(c Case, by Actor, _ time.Time) error {
				switch {
				case c.dissentFrom(by.ID) != nil:
					return nil
				case !slices.Contains(append(decidedOn(), Proposed), c.State):
					return deny("not-proposed")
				case c.Handling.Dissent != nil:
					return deny("already-signed")
				case c.signedAs("presenter") || c.signedAs("decider"):
					return deny("letter-signed") // it would be on no paper
				}
				return nil
			}},
		{Command: DoSignLetter, In: append(decidedOn(), afterService()...), Stays: append([]State{Proposed, Destroyed, Withdrawn}, handled()...), Events: []EventKind{LetterSigned}, Law: "SAsL 16 §", Rule: "not-decided", who: anOfficer,
			when: func(c Case, by Actor, _ time.Time) error { _, err := c.LetterToSign(by.ID); return err }},
	}
}
