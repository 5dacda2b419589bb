package permits

import "time"

// The commands of measures; the events they leave stand with those of the life of
// a permit.
const (
	DoProposeRuling     Command = "propose-ruling"
	DoReturnRuling      Command = "return-ruling"
	DoJudgment          Command = "record-judgment"
	DoProposeRevocation Command = "propose-revocation"
	DoReturnRevocation  Command = "return-revocation"
)

// measureGuards are the rows of what the authority decides upon a case that it has
// decided: each measure is proposed by one and decided by another.
func measureGuards() []guard {
	ruled := append(afterService(), Destroyed, Withdrawn) // a fee is rectified whatever has become of the case
	annulled := []Move{{Revoked, DoRule, Served}, {Revoked, DoRule, InForce}}
	byCourt := []Move{{Revoked, DoJudgment, Served}, {Revoked, DoJudgment, InForce}}
	ruling := []EventKind{RemedyRuled, CaseReopened, CaseAnnulled, RevocationAnnulled, ChangeAnnulled}
	proposed := func(kind MeasureKind) func(Case, Actor, time.Time) error {
		return func(c Case, by Actor, _ time.Time) error { return c.mayDecideMeasure(kind, by) }
	}
	return []guard{
		{Command: DoRectifyFee, In: ruled, Events: []EventKind{RectificationAsked}, Law: "MPL 11 b §; JulkL 33.1 §", Rule: "not-served", who: theApplicant, when: mayRectifyFee},
		{Command: DoProposeRuling, In: ruled, Events: []EventKind{RulingProposed}, Law: "HL 49 g §; PL 118 §", Rule: "not-served", who: aPresenter, when: mayProposeRuling},
		{Command: DoRule, In: inForce(), Leads: []State{InReview, Revoked}, Stays: ruled, Back: annulled, Events: ruling, Law: "HL 49 g §; PL 118 §", Rule: "not-served", who: aDecider, when: proposed(RulingMeasure)},
		{Command: DoReturnRuling, In: ruled, Events: []EventKind{RulingReturned}, Law: "PL 118 §", Rule: "not-served", who: aDecider, when: proposed(RulingMeasure)},
		{Command: DoJudgment, In: inForce(), Leads: []State{InReview, Revoked}, Stays: ruled, Back: byCourt, Events: ruling, Law: "HOL 81 §", Rule: "not-served", who: aDecider,
			when: func(c Case, _ Actor, _ time.Time) error {
				if len(c.OpenOf(CourtRemedy)) == 0 {
					return deny("no-remedy")
				}
				return nil
			}},
		{Command: DoProposeRevocation, In: inForce(), Events: []EventKind{RevocationProposed}, Law: "JulkL 28.2 §; HL 6, 34 §; PL 118 §", Rule: "not-in-force", who: aPresenter, when: mayProposeRevocation},
		{Command: DoRevoke, In: inForce(), Leads: []State{Revoked}, Stays: inForce(), Events: []EventKind{CaseRevoked, PartRevoked}, Law: "JulkL 28.2 §; HL 34 §; PL 118 §", Rule: "not-in-force", who: aDecider,
			when: func(c Case, by Actor, _ time.Time) error { return c.mayRevoke(by) }},
		{Command: DoReturnRevocation, In: inForce(), Events: []EventKind{RevocationReturned}, Law: "PL 118 §", Rule: "not-in-force", who: aDecider, when: proposed(RevocationMeasure)},
	}
}
