package permits

import (
	"slices"
	"time"
)

// The commands of service, and the events they leave.
const (
	DoFetch         Command = "fetch"
	DoPostLetter    Command = "post-letter"
	DoRecordService Command = "record-service"
	DoClaimArrival  Command = "claim-arrival"
	DoSettleArrival Command = "settle-arrival"

	DecisionSent    EventKind = "decision-sent"    // and not served yet
	LetterFetched   EventKind = "letter-fetched"   // another than the decision's
	LetterUnfetched EventKind = "letter-unfetched" // in the time to fetch it: it is to be served on paper
	LetterPosted    EventKind = "letter-posted"    // with a receipt
	ServiceProved   EventKind = "service-proved"   // of another than the decision's
	ArrivalClaimed  EventKind = "arrival-claimed"
	ArrivalSettled  EventKind = "arrival-settled"
)

func servingGuards() []guard {
	after := append(afterService(), Destroyed, Withdrawn)
	unserved := func(c Case, _ Actor, _ time.Time) error {
		if len(c.Unserved()) == 0 {
			return deny("already-served")
		}
		return nil
	}
	presumed := func(c Case, _ Actor, _ time.Time) error {
		if !slices.ContainsFunc(c.Services(), Service.Presumed) {
			return deny("not-presumed")
		}
		return nil
	}
	return []guard{
		{Command: DoServe, In: decidedOn(), Leads: []State{Served, Ended}, Stays: decidedOn(), Events: []EventKind{CaseServed, DecisionSent}, Law: "HL 54–60 §; SAsL 18–19 §",
			open: func(c Case, by Actor, _ time.Time) error { return c.mayServe(by, c.DecidedAt) }},
		{Command: DoFetch, In: decidedOn(), Leads: []State{Served, Ended}, Stays: after, Events: []EventKind{CaseServed, LetterFetched}, Law: "SAsL 18 §; HL 60 §", Rule: "already-served",
			who: func(c Case, by Actor, _ time.Time) error {
				if !c.receives(by.ID) {
					return deny("not-your-letter")
				}
				return nil
			}, when: unserved},
		{Command: DoPostLetter, In: append(decidedOn(), after...), Events: []EventKind{LetterPosted}, Law: "SAsL 18 §; HL 60 §", Rule: "already-served", who: anOfficer,
			when: func(c Case, _ Actor, now time.Time) error {
				if !slices.ContainsFunc(c.Services(), func(s Service) bool { return s.overdue(now) }) {
					return deny("fetch-time-runs")
				}
				return nil
			}},
		{Command: DoRecordService, In: decidedOn(), Leads: []State{Served, Ended}, Stays: after, Events: []EventKind{CaseServed, ServiceProved}, Law: "HL 60–61 §", Rule: "already-served", who: anOfficer, when: unserved},
		{Command: DoSendCorrected, In: after, Events: []EventKind{CorrectionSent}, Law: "HL 51, 54 §", Rule: "not-served", who: anOfficer,
			when: func(c Case, _ Actor, _ time.Time) error {
				switch {
				case c.unsentCorrection() == nil:
					return deny("nothing-to-send")
				case !c.BothSigned():
					return deny("half-signed") // SAsL 16 §
				}
				return nil
			}},
		{Command: DoClaimArrival, In: after, Events: []EventKind{ArrivalClaimed}, Law: "HL 59.2 §; SAsL 19 §", Rule: "not-served", who: theApplicant,
			when: func(c Case, by Actor, now time.Time) error {
				if len(c.OpenArrivals()) > 0 {
					return deny("arrival-claimed")
				}
				return presumed(c, by, now)
			}},
		{Command: DoSettleArrival, In: after, Events: []EventKind{ArrivalSettled}, Law: "HL 59.2 §; SAsL 19 §", Rule: "not-served", who: anOfficer, when: presumed},
	}
}
