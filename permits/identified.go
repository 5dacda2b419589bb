package permits

import (
	"maps"
	"slices"
	"sync"
	"time"

	"tietolupa/registers"
)

// strongCommands bind whoever does them, or decide on another's right: each asks
// for a strong identification in the session (vahva sähköinen tunnistaminen, act
// 617/2009; SAsL 9, 16, 18 §).
var strongCommands = []Command{
	DoSubmit, DoOpenQuestion, DoAnswerOffer, DoFetch, DoAccept, DoSign, DoProve, DoAcceptChange, DoSignAdded, DoDestroy, // a party's, or of whom a statement is asked
	DoDecide, DoDecideOther, DoSignLetter, DoServe, DoSendCorrected, DoRecordService, DoRule, DoProposeRuling, DoProposeRevocation, DoJudgment, DoInterim, DoCorrect, DoReopen, DoRevoke, DoProposeStatement, DoGiveStatement, // an official's
}

// strongOnRequests, strongOnBreaches and strongOnDisclosures are the same of the
// other matters: what settles what somebody is given, what a breach is found to
// mean, and what leaves by an act of law. Whoever asks for a document need not say
// who they are (JulkL 13.1 §), so nothing of theirs is among them.
var (
	strongOnRequests    = []Command{DoGive, DoRefuse, DoDecideOn, DoServe}
	strongOnBreaches    = []Command{DoAssess, DoNotify, DoCloseBreach}
	strongOnDisclosures = []Command{DoConfirm, DoDecline, DoEnd}
)

// NeedsStrong says whether a command on a case asks for a strong identification.
func NeedsStrong(do Command) bool { return slices.Contains(strongCommands, do) }

// RequestNeedsStrong says the same of a command on a request for documents.
func RequestNeedsStrong(do Command) bool { return slices.Contains(strongOnRequests, do) }

// BreachNeedsStrong says the same of a command on a breach.
func BreachNeedsStrong(do Command) bool { return slices.Contains(strongOnBreaches, do) }

// DisclosureNeedsStrong says the same of a command on a statutory disclosure.
func DisclosureNeedsStrong(do Command) bool { return slices.Contains(strongOnDisclosures, do) }

// strongEvents are those that the strong commands leave: no other command leaves
// them.
var strongEvents = sync.OnceValue(func() (all []EventKind) {
	for _, g := range guards() {
		if NeedsStrong(g.Command) {
			all = append(all, g.Events...)
		}
	}
	all = append(all, leaves(requestSteps(), strongOnRequests)...)
	all = append(all, leaves(breachSteps(), strongOnBreaches)...)
	for _, do := range strongOnDisclosures {
		all = append(all, disclosureEvents[do])
	}
	return all
})

// vouched returns the rule that keeps a from an act that leaves kind, and
// otherwise detail with how a was identified: the evidence of the act. The service
// itself is nobody to be identified.
func (a Actor) vouched(kind EventKind, detail map[string]string) (map[string]string, error) {
	if a.ID == ServiceID || !slices.Contains(strongEvents(), kind) {
		return detail, nil
	}
	if a.Identified == "" {
		return nil, deny("weak-identification")
	}
	detail = maps.Clone(detail)
	if detail == nil {
		detail = map[string]string{}
	}
	detail["identified"] = a.Identified
	return detail, nil
}

// IdentifiedFor is how long a strong identification holds, for acts that ask for
// one, on the day of now.
func IdentifiedFor(now time.Time) time.Duration {
	return time.Duration(TermDays("identification", registers.DayOf(now))) * time.Hour
}
