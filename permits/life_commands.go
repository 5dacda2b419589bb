package permits

import (
	"slices"
	"time"

	"tietolupa/registers"
)

// The commands after the decision, and the events they leave.
const (
	DoRectify      Command = "rectify"
	DoAppeal       Command = "appeal"
	DoRule         Command = "rule"
	DoInterim      Command = "interim"
	DoCorrect      Command = "correct"
	DoReopen       Command = "reopen"
	DoAskChange    Command = "ask-change"
	DoDropChange   Command = "drop-change"
	DoAcceptChange Command = "accept-change"
	DoAddUser      Command = "add-user"
	DoSignAdded    Command = "sign-added"
	DoApproveUser  Command = "approve-user"
	DoRemoveUser   Command = "remove-user"
	DoSuspend      Command = "suspend"
	DoLift         Command = "lift"
	DoReportError  Command = "report-error"
	DoSettleError  Command = "settle-error"
	DoBill         Command = "bill"
	DoFile         Command = "file"
	DoShowTitle    Command = "show-title"
	DoRemind       Command = "remind"
	DoDestroy      Command = "declare-destruction"
	DoDestroyKey   Command = "destroy-key"
	DoChallenge    Command = "challenge-key"
	DoProve        Command = "prove-key"

	RectificationAsked EventKind = "rectification-asked"
	AppealRecorded     EventKind = "appeal-recorded"
	RulingProposed     EventKind = "ruling-proposed"
	RulingReturned     EventKind = "ruling-returned"
	RevocationProposed EventKind = "revocation-proposed"
	RevocationReturned EventKind = "revocation-returned"
	PartRevoked        EventKind = "part-revoked"
	PartDestroyed      EventKind = "part-destroyed" // what a revocation in part took away
	RemedyRuled        EventKind = "remedy-ruled"
	CaseReopened       EventKind = "case-reopened" // to be decided again
	CaseAnnulled       EventKind = "case-annulled" // a court took the grant away
	RevocationAnnulled EventKind = "revocation-annulled"
	ChangeAnnulled     EventKind = "change-annulled"
	GateOrdered        EventKind = "gate-ordered"
	LetterCorrected    EventKind = "letter-corrected"
	ChangeAsked        EventKind = "change-asked"
	ChangeDropped      EventKind = "change-dropped"
	ChangeProposed     EventKind = "change-proposed"
	ChangeGranted      EventKind = "change-granted"
	ChangeRefused      EventKind = "change-refused"
	ChangeAccepted     EventKind = "change-accepted"
	UserAsked          EventKind = "user-asked"
	UserSigned         EventKind = "user-signed"
	UserApproved       EventKind = "user-approved"
	UserDeclined       EventKind = "user-declined"
	UserRemoved        EventKind = "user-removed"
	PermitSuspended    EventKind = "permit-suspended"
	SuspensionLifted   EventKind = "suspension-lifted"
	ErrorReported      EventKind = "error-reported"
	ErrorSettled       EventKind = "error-settled"
	ReportFiled        EventKind = "report-filed"
	PublicationFiled   EventKind = "publication-filed"
	DataBilled         EventKind = "data-billed"
	TitleShown         EventKind = "title-shown" // in the public register
	ReminderSent       EventKind = "reminder-sent"
	PriceToAccept      EventKind = "price-to-accept" // the leader is told that the price is to be accepted
	DutyOverdue        EventKind = "duty-overdue"    // a reminder that brings the case back to the officers
	DataDestroyed      EventKind = "data-destroyed"
	KeyDestroyed       EventKind = "key-destroyed"
	KeyChallenged      EventKind = "key-challenged"
	KeyProved          EventKind = "key-proved"
)

// Destroyed is the state of a permit whose data have been declared destroyed.
const Destroyed State = "destroyed" // hävitys kuitattu

// ServiceID is the actor of what the service does by itself.
const ServiceID UserID = "service"

func inForce() []State { return []State{Served, InForce} }

func lifeGuards() []guard {
	open := afterService()
	return []guard{
		{Command: DoAccept, In: []State{Served}, Leads: []State{InForce}, Stays: inForce(), Events: []EventKind{ConditionsAccepted}, Law: "JulkL 28.2, 34 §",
			open: func(c Case, by Actor, now time.Time) error {
				return c.mayAccept(by, c.AsItStands().ConditionsSHA256(), now)
			}},
		{Command: DoSign, In: []State{Served}, Leads: []State{InForce}, Stays: []State{Served}, Events: []EventKind{UndertakingSigned}, Law: "JulkL 28.2 §; 4 A",
			open: func(c Case, by Actor, now time.Time) error {
				_, sha := Undertaking(c.Application.Language)
				return c.maySign(by, sha, now)
			}},
		{Command: DoChallenge, In: inForce(), Events: []EventKind{KeyChallenged}, Law: "TiHL 14 §", Rule: "not-in-force", who: aUser, when: proofs},
		{Command: DoProve, In: inForce(), Events: []EventKind{KeyProved}, Law: "TiHL 14 §", Rule: "not-in-force", who: aUser,
			when: func(c Case, by Actor, now time.Time) error {
				if err := proofs(c, by, now); err != nil {
					return err
				}
				if c.OpenChallenge(now) == nil {
					return deny("no-challenge")
				}
				return nil
			}},
		{Command: DoOrder, In: []State{InForce}, Events: []EventKind{ExtractOrdered}, Law: "JulkL 16, 28 §; 4 A",
			open: func(c Case, by Actor, now time.Time) error { // whether anything is due, the orders made tell
				if err := aUser(c, by, now); err != nil {
					return err
				}
				return c.Gate(now)
			}},
		{Command: DoRectify, In: open, Events: []EventKind{RectificationAsked}, Law: "HL 49 b–d §", Rule: "not-served", who: theApplicant,
			when: func(c Case, _ Actor, _ time.Time) error {
				switch {
				case !slices.ContainsFunc(c.Contestable(), func(against string) bool { return c.routeOf(against) == Rectification }):
					return deny("other-route")
				case len(c.openToRemedy()) == 0:
					return deny("remedy-pending") // one at a time of each decision
				}
				return nil
			}},
		{Command: DoAppeal, In: append(afterService(), Destroyed, Withdrawn), Events: []EventKind{AppealRecorded}, Law: "HOL 13–16 §; JulkL 33 §", Rule: "not-served", who: anOfficer,
			when: func(c Case, _ Actor, _ time.Time) error {
				switch all := c.Appealable(); {
				case len(all) == 0:
					return deny("no-such-decision")
				case !slices.ContainsFunc(all, func(against string) bool { return c.openAgainst(against) == nil }):
					return deny("remedy-pending")
				}
				return nil
			}},
		{Command: DoInterim, In: append(inForce(), Revoked), Events: []EventKind{GateOrdered}, Law: "HOL 123 §; HL 49 f §", Rule: "not-served", who: aDecider,
			when: func(c Case, _ Actor, _ time.Time) error {
				if c.State == Revoked && c.openAgainst(RevocationRemedy) == nil {
					return deny("no-remedy")
				}
				return nil
			}},
		{Command: DoCorrect, In: append(decidedOn(), open...), Events: []EventKind{LetterCorrected}, Law: "HL 51–52 §", Rule: "not-decided", who: aDecider,
			when: func(c Case, _ Actor, now time.Time) error {
				if now.After(c.DecidedAt.AddDate(CorrectionYears, 0, 0)) {
					return deny("too-late-to-correct")
				}
				return nil
			}},
		{Command: DoReopen, In: inForce(), Leads: []State{InReview}, Events: []EventKind{CaseReopened}, Law: "HL 50, 52 §", Rule: "not-served", who: aDecider,
			when: func(c Case, _ Actor, now time.Time) error {
				switch {
				case now.After(c.DecidedAt.AddDate(CorrectionYears, 0, 0)):
					return deny("too-late-to-correct")
				case len(c.OpenRemedies()) > 0:
					return deny("remedy-pending") // the court or the ruling on it decides (HL 53 §)
				}
				return nil
			}},
		{Command: DoRenew, In: []State{InForce, Ended}, Events: []EventKind{CaseCreated}, Law: "JulkL 28 §; condition 9", Rule: "not-in-force", who: theApplicant, when: mayRenew},
		{Command: DoAskChange, In: []State{InForce}, Events: []EventKind{ChangeAsked}, Law: "JulkL 28.2 §; condition 15", Rule: "not-in-force", who: theApplicant,
			when: func(c Case, _ Actor, _ time.Time) error {
				if c.openChange() != nil {
					return deny("change-pending")
				}
				return nil
			}},
		{Command: DoDropChange, In: []State{InForce}, Events: []EventKind{ChangeDropped}, Law: "HL 20 §", Rule: "not-in-force", who: theApplicant, when: changeIn(ChangeIsAsked, ChangeIsProposed)},
		{Command: DoAcceptChange, In: []State{InForce}, Events: []EventKind{ChangeAccepted}, Law: "JulkL 28.2 §", Rule: "not-in-force",
			who: func(c Case, by Actor, now time.Time) error {
				if ch := c.openChange(); ch != nil && ch.Asked.Leader != "" {
					if by.ID == ch.Asked.Leader {
						return nil
					}
					return deny("not-the-leader")
				}
				return theLeader(c, by, now)
			},
			when: func(c Case, by Actor, now time.Time) error {
				if err := changeIn(ChangeIsGranted)(c, by, now); err != nil {
					return err
				}
				if !c.ChangeGiven(c.openChange().No) {
					return deny("half-signed") // nobody accepts what has not been given
				}
				return nil
			}},
		{Command: DoAddUser, In: []State{InForce}, Events: []EventKind{UserAsked}, Law: "condition 2; condition 15", Rule: "not-in-force", who: theLeader},
		{Command: DoSignAdded, In: []State{InForce}, Events: []EventKind{UserSigned}, Law: "condition 3", Rule: "not-in-force",
			who: func(c Case, by Actor, _ time.Time) error {
				if a := c.added(by.ID); a == nil || !a.Declined.IsZero() {
					return deny("not-a-named-user")
				} else if _, signed := c.Undertakings[by.ID]; a.Signed != nil || signed && !a.Approved.IsZero() {
					return deny("already-signed")
				}
				return nil
			}},
		{Command: DoApproveUser, In: []State{InForce}, Events: []EventKind{UserApproved, UserDeclined}, Law: "condition 2", Rule: "not-in-force", who: anOfficer,
			when: func(c Case, _ Actor, _ time.Time) error {
				if len(c.UsersWaiting()) == 0 {
					return deny("nothing-asked")
				}
				return nil
			}},
		{Command: DoRemoveUser, In: []State{InForce}, Events: []EventKind{UserRemoved}, Law: "condition 2", Rule: "not-in-force", who: theLeader},
		{Command: DoSuspend, In: inForce(), Events: []EventKind{PermitSuspended}, Law: "TiHL 13–15 §; GDPR 32", Rule: "not-in-force", who: anOfficer,
			when: func(c Case, _ Actor, _ time.Time) error {
				if c.Life.Suspension != nil {
					return deny("already-suspended")
				}
				return nil
			}},
		{Command: DoLift, In: inForce(), Events: []EventKind{SuspensionLifted}, Law: "TiHL 13–15 §", Rule: "not-in-force", who: aDecider,
			when: func(c Case, _ Actor, _ time.Time) error {
				if c.Life.Suspension == nil {
					return deny("not-suspended")
				}
				return nil
			}},
		{Command: DoReportError, In: []State{InForce}, Events: []EventKind{ErrorReported}, Law: "letters 2 row 9", Rule: "not-in-force", who: aUser},
		{Command: DoShowTitle, In: append(afterService(), Destroyed), Events: []EventKind{TitleShown}, Law: "JulkL 24.1 § 21 k", Rule: "not-in-force",
			who: func(c Case, by Actor, now time.Time) error {
				if c.involves(by.ID) {
					return nil
				}
				return anOfficer(c, by, now)
			},
			when: func(c Case, _ Actor, _ time.Time) error {
				if c.Life.TitleShown != nil || !c.Decision.Grants() {
					return deny("nothing-asked")
				}
				return nil
			}},
		{Command: DoSettleError, In: []State{InForce}, Events: []EventKind{ErrorSettled}, Law: "letters 2 row 9", Rule: "not-in-force", who: anOfficer,
			when: func(c Case, _ Actor, _ time.Time) error {
				if c.openError(0) == nil {
					return deny("nothing-asked")
				}
				return nil
			}},
		{Command: DoBill, In: []State{InForce, Ended, Revoked, Destroyed}, Events: []EventKind{DataBilled}, Law: "JulkL 34 §; MPL 6 §", Rule: "not-in-force", who: anOfficer,
			when: func(c Case, by Actor, now time.Time) error { return c.mayBill(by, now) }},
		{Command: DoFile, In: []State{InForce, Ended, Revoked, Destroyed}, Events: []EventKind{ReportFiled, PublicationFiled}, Law: "conditions 19–20", Rule: "not-in-force", who: aUser},
		{Command: DoRemind, In: slices.Concat(handled(), decidedOn(), open), Events: []EventKind{ReminderSent, DutyOverdue, LetterUnfetched, CourtTermNear, QuestionReminded, PriceToAccept}, Law: "HL 8 §", Rule: "not-waiting",
			who: func(c Case, by Actor, now time.Time) error {
				if by.ID == ServiceID {
					return nil
				}
				return anOfficer(c, by, now)
			},
			when: func(c Case, _ Actor, now time.Time) error {
				if len(c.dueReminders(now)) == 0 {
					return deny("no-reminder-due")
				}
				return nil
			}},
		{Command: DoEnd, In: inForce(), Leads: []State{Ended}, Events: []EventKind{CaseEnded}, Law: "JulkL 28.2 §; condition 9",
			open: func(c Case, by Actor, now time.Time) error { return c.mayEndHere(by, now) }},
		{Command: DoDestroy, In: []State{Ended, Revoked}, Leads: []State{Destroyed}, Stays: inForce(), Events: []EventKind{DataDestroyed, PartDestroyed}, Law: "condition 16", Rule: "not-ended", who: theLeader,
			when: func(c Case, _ Actor, _ time.Time) error {
				if (c.State == InForce || c.State == Served) && c.undestroyedPart() < 0 {
					return deny("not-ended")
				}
				return nil
			}},
		{Command: DoDestroyKey, In: []State{Ended, Revoked, Destroyed}, Events: []EventKind{KeyDestroyed}, Law: "condition 17", Rule: "not-ended",
			who: func(c Case, by Actor, now time.Time) error {
				if by.ID == ServiceID {
					return nil
				}
				return aDecider(c, by, now)
			},
			when: func(c Case, _ Actor, now time.Time) error {
				if !c.Life.KeyGone.IsZero() {
					return deny("key-destroyed")
				}
				if registers.DayOf(now).Before(c.KeyDay()) {
					return deny("key-needed")
				}
				return nil
			}},
	}
}
