package permits

import "time"

// The commands of a statement to a court, and the events they leave.
const (
	DoCourtRequest     Command = "record-court-request"
	DoProposeStatement Command = "propose-court-statement"
	DoGiveStatement    Command = "give-court-statement"
	DoReturnStatement  Command = "return-court-statement"
	DoSendStatement    Command = "send-court-statement"

	CourtAsked             EventKind = "court-asked"
	CourtStatementProposed EventKind = "court-statement-proposed"
	CourtStatementReturned EventKind = "court-statement-returned"
	CourtStatementGiven    EventKind = "court-statement-given"
	CourtStatementSent     EventKind = "court-statement-sent"
	CourtTermNear          EventKind = "court-term-near" // the officers are reminded of it
)

// courtGuards are the rows of the statement that a court asks for, whatever has
// become of the case while an appeal on it is open.
func courtGuards() []guard {
	appealed := append(afterService(), Destroyed, Withdrawn)
	proposed := func(c Case, by Actor, _ time.Time) error { return c.mayDecideMeasure(CourtStatementMeasure, by) }
	return []guard{
		{Command: DoCourtRequest, In: appealed, Events: []EventKind{CourtAsked}, Law: "HOL 37 §", Rule: "not-served", who: anOfficer,
			when: func(c Case, _ Actor, _ time.Time) error {
				if len(c.OpenOf(CourtRemedy)) == 0 {
					return deny("no-remedy")
				}
				return nil
			}},
		{Command: DoProposeStatement, In: appealed, Events: []EventKind{CourtStatementProposed}, Law: "HOL 37 §; PL 118 §", Rule: "not-served", who: aPresenter, when: mayProposeStatement},
		{Command: DoGiveStatement, In: appealed, Events: []EventKind{CourtStatementGiven}, Law: "HOL 37 §; PL 118 §", Rule: "not-served", who: aDecider, when: proposed},
		{Command: DoReturnStatement, In: appealed, Events: []EventKind{CourtStatementReturned}, Law: "PL 118 §", Rule: "not-served", who: aDecider, when: proposed},
		{Command: DoSendStatement, In: appealed, Events: []EventKind{CourtStatementSent}, Law: "HOL 37 §", Rule: "not-served", who: anOfficer,
			when: func(c Case, _ Actor, _ time.Time) error {
				if len(c.UnsentStatements()) == 0 {
					return deny("nothing-to-send")
				}
				return nil
			}},
	}
}
