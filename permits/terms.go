package permits

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"tietolupa/registers"
)

// A term is one row of law/terms.csv.
type term struct {
	registers.Period
	name string
	days int // or what its row counts in
}

var terms = sync.OnceValue(func() (all []term) {
	for _, r := range lawRows("law/terms.csv", 6) {
		all = append(all, term{lawPeriod(r[1:3]), r[0], lawNumber(r[3])})
	}
	return all
})

// TermDays is the length of a term of law/terms.csv on day, in the unit that
// its row states. An unknown name is a bug of the program.
func TermDays(name string, day registers.Day) int {
	i := slices.IndexFunc(terms(), func(t term) bool { return t.name == name && t.Has(day) })
	if i < 0 {
		i = slices.IndexFunc(terms(), func(t term) bool { return t.name == name }) // before the first row: the first
	}
	return terms()[i].days
}

// SupplementTerm is the last day to answer what is asked on day: longer from 15
// June to 15 August, and always a working day.
func SupplementTerm(day registers.Day) registers.Day {
	t, name := day.Time(), "supplement"
	if md := t.Format("01-02"); md >= "06-15" && md <= "08-15" {
		name = "supplement-summer"
	}
	return termFrom(name, day)
}

// past says whether last is a day, and over at at.
func past(last registers.Day, at time.Time) bool {
	return !last.IsZero() && last.Before(registers.DayOf(at))
}

// termFrom is the working day on which the term of that name ends, counted from
// day.
func termFrom(name string, day registers.Day) registers.Day {
	return WorkingDay(day.AddDate(0, 0, TermDays(name, day)))
}

// WorkingDaysAfter is the nth working day after day.
func WorkingDaysAfter(day registers.Day, n int) registers.Day {
	for range n {
		day = WorkingDay(day.AddDate(0, 0, 1))
	}
	return day
}

// A Clock is one term that runs in a case.
type Clock struct {
	Name      string        `json:"name"` // "completeness", "supplement", "expected", "outer", "fetch", "appeal", "destruction", "statement-2", and those of Upkeep
	Provision string        `json:"provision"`
	Due       registers.Day `json:"due"`
	Paused    bool          `json:"paused,omitempty"`
	Over      bool          `json:"over,omitempty"`
}

// Clocks lists the terms that run in c now, by a fixed order.
func (c Case) Clocks(now time.Time) (all []Clock) {
	day := registers.DayOf(now)
	add := func(name, provision string, due registers.Day, paused bool) {
		if !due.IsZero() {
			all = append(all, Clock{name, provision, due, paused, due.Before(day)})
		}
	}
	undecided := c.Undecided()
	if undecided {
		if c.Handling.CompleteAt.IsZero() && len(c.Handling.Supplements) == 0 {
			add("completeness", "HL 22 §", c.CompletenessDue(), false)
		}
		add("supplement", "HL 33 §", c.Term(), false)
		add("expected", "HL 23 a §", c.Expected(now), slices.Contains(waiting, c.State))
		add("outer", "DGA 9", c.OuterDay(), false)
		for _, s := range c.Handling.Statements {
			if s.Open() {
				add("statement-"+number(s.No), "HL 31 §", s.Term, false)
			}
		}
	}
	if c.ToServe() || c.State == Served || c.State == InForce {
		add("supplement", "HL 33–34 §", c.Term(), false) // of a hearing on a correction or a revocation
	}
	if change, of := c.InChange(); of { // the day by which it is expected is among the upkeep
		all = append(all, slices.DeleteFunc(change.Clocks(now), func(k Clock) bool { return k.Name == "expected" })...)
	}
	for _, s := range c.Unserved() {
		add("fetch", "SAsL 18 §", s.FetchBy(), false)
	}
	if c.State == Served || c.State == InForce {
		add("appeal", "HOL 13 §; HL 49 c §", c.LastAppealDay(), false)
	}
	if c.upkept() {
		for _, u := range c.Upkeep() {
			add(u.Name, u.Provision, u.Due, u.Paused)
		}
	}
	for _, k := range c.recordClocks() {
		add(k.Name, k.Provision, k.Due, false)
	}
	add("destruction", "condition 16", c.DestructionDue(now), false)
	return all
}

// CompletenessDue is the last day to say what an application lacks.
func (c Case) CompletenessDue() registers.Day {
	if c.Submitted.IsZero() {
		return registers.Day{}
	}
	day := registers.DayOf(c.Submitted)
	return WorkingDaysAfter(day, TermDays("completeness", day))
}

// Expected is the day by which a decision is expected: the last one promised,
// or the published time from arrival; what has been paused since comes on top.
func (c Case) Expected(now time.Time) registers.Day {
	if c.Submitted.IsZero() {
		return registers.Day{}
	}
	day, since := registers.DayOf(c.Submitted), c.Submitted
	due := day.AddDate(0, 0, TermDays("expected", day))
	if c.OfChange > 0 {
		due = termFrom("change", day)
	}
	if n := len(c.Handling.Promises); n > 0 {
		due, since = c.Handling.Promises[n-1].Day, c.Handling.Promises[n-1].At
	}
	var paused time.Duration
	for _, p := range c.Handling.Pauses {
		from, to := p.From, p.To
		if to.IsZero() {
			to = now
		}
		if from.Before(since) {
			from = since
		}
		if to.After(from) {
			paused += to.Sub(from)
		}
	}
	return WorkingDay(due.AddDate(0, 0, int(paused.Hours()/24)))
}

// OuterDay is two months and thirty days from arrival (14.11).
func (c Case) OuterDay() registers.Day {
	if c.Submitted.IsZero() {
		return registers.Day{}
	}
	day := registers.DayOf(c.Submitted)
	return day.AddDate(0, 2, TermDays("outer", day))
}

// DestructionDue is the day by which the holder of an ended or revoked permit, or
// of one of which a part was revoked, declares the data destroyed; zero when
// nothing is due: a permit that was never put to use has given no data, one that is
// being renewed or has been goes on, and a revocation that a court or the authority
// has stayed asks nothing yet.
func (c Case) DestructionDue(now time.Time) registers.Day {
	if i := c.undestroyedPart(); i >= 0 && (c.State == InForce || c.State == Served) {
		day := registers.DayOf(c.Life.Revocations[i].At)
		return day.AddDate(0, 0, c.DestroyWithin(day))
	}
	if c.State != Ended && c.State != Revoked || c.openChange() != nil || !c.wasUsable() || c.stayed() {
		return registers.Day{}
	}
	day := registers.DayOf(c.EndedAt)
	switch until := c.renewedUntil(); {
	case until == forever:
		return registers.Day{}
	case day.Before(until):
		day = until
	}
	return day.AddDate(0, 0, c.DestroyWithin(day))
}

// DestroyWithin is how many days there are to destroy the data of a permit that
// ended on that day: what order 16 of the decision says, otherwise the usual term.
func (c Case) DestroyWithin(ended registers.Day) int {
	if c.Decision != nil {
		for _, o := range c.Decision.Conditions {
			if days, err := strconv.Atoi(strings.TrimSpace(o.Parameters["days"])); o.No == 16 && err == nil && days > 0 {
				return days
			}
		}
	}
	return TermDays("destruction", ended)
}

// wasUsable says whether c has been in force, on the decision that stands or on
// one that has been undone: accepted, and signed by everybody whom the application
// names.
func (c Case) wasUsable() bool {
	if slices.ContainsFunc(c.Handling.Earlier, func(d Decided) bool { return d.Used }) {
		return true
	}
	return c.Accepted != nil && !slices.ContainsFunc(c.Application.Users(), func(u UserID) bool { _, signed := c.Undertakings[u]; return !signed })
}

// Overdue says whether the declaration of destruction is late: the next
// application's finding takes it into account (14.7: as one factor).
func (c Case) Overdue(now time.Time) bool {
	return past(c.DestructionDue(now), now)
}

// KeyDay is the first day on which the key may be destroyed: after the appeal
// period, every remedy, and the days in which an error or a renewal may need
// it, and while a renewal is pending or in force. Zero while the permit stands.
func (c Case) KeyDay() registers.Day {
	day := c.ownKeyDay()
	for _, k := range c.Kin { // a renewal goes on with the same pseudonyms
		if until := k.needsKeyUntil(); !day.IsZero() && day.Before(until) {
			day = until
		}
	}
	return day
}

// ownKeyDay is KeyDay as c alone has it.
func (c Case) ownKeyDay() registers.Day {
	if c.EndedAt.IsZero() || c.Decision == nil {
		return registers.Day{}
	}
	ended := registers.DayOf(c.EndedAt)
	day := ended.AddDate(0, 0, TermDays("key-error", ended))
	if last := c.LastAppealDay().AddDate(0, 0, 1); day.Before(last) {
		day = last
	}
	if len(c.OpenRemedies()) > 0 || c.openChange() != nil {
		return forever // not while either is open
	}
	return day
}

// A Party is whom a case waits for.
type Party string

const (
	WaitsNobody    Party = ""
	WaitsApplicant Party = "applicant"
	WaitsPresenter Party = "presenter"
	WaitsDecider   Party = "decider"
	WaitsOthers    Party = "others" // a statement, or a court
	WaitsHolder    Party = "holder"
)

// WaitsFor is whom c waits for now, and since when: the time of the first of
// events after which it has waited for nobody else.
func (c Case) WaitsFor(events []Event) (Party, time.Time) {
	party := c.party()
	var since time.Time
	for _, e := range events {
		if turning[e.Kind] {
			since = e.At
		}
	}
	if since.IsZero() {
		since = c.Created
	}
	return party, since
}

// turning are the events after which somebody else may be waited for.
var turning = map[EventKind]bool{
	CaseCreated: true, CaseSubmitted: true, CaseTaken: true, CaseAssigned: true, CaseProposed: true, CaseReturned: true, CaseGranted: true,
	CasePartlyGranted: true, CaseRefused: true, CaseDismissed: true, CaseServed: true, CaseInForce: true, CaseEnded: true,
	CaseRevoked: true, CaseWithdrawn: true, SupplementAsked: true, SupplementReplied: true, NarrowingOffered: true,
	NarrowingAccepted: true, NarrowingDeclined: true, HearingOpened: true, HearingAnswered: true, StatementAsked: true,
	StatementGiven: true, CasePaused: true, CaseResumed: true, CaseTransferred: true, CaseReopened: true, AppealRecorded: true,
	RectificationAsked: true, RemedyRuled: true, RulingProposed: true, RulingReturned: true, RevocationProposed: true, RevocationReturned: true,
	PartRevoked: true, PartDestroyed: true, LetterSigned: true, ChangeAsked: true, ChangeProposed: true, ChangeGranted: true,
	ChangeRefused: true, ChangeAccepted: true, ChangeDropped: true, DataDestroyed: true, UserSigned: true, UserApproved: true,
	UserDeclined: true, ErrorReported: true, ErrorSettled: true, PermitSuspended: true, SuspensionLifted: true,
	DecisionSent: true, LetterUnfetched: true, LetterPosted: true, LetterFetched: true, ServiceProved: true, ArrivalClaimed: true, ArrivalSettled: true,
	CourtAsked: true, CourtStatementProposed: true, CourtStatementReturned: true, CourtStatementGiven: true, CourtStatementSent: true,
	RecordDisputed: true, RecordSettled: true, RecordCorrected: true,
}

func (c Case) party() Party {
	for _, s := range c.Unserved() {
		if s.toPost() {
			return WaitsPresenter // it is to be served on paper
		}
		if c.ToServe() {
			return WaitsApplicant // to be fetched, or its receipt signed
		}
	}
	if len(c.OpenArrivals()) > 0 || len(c.OpenDisputes())+len(c.OwedCorrections()) > 0 {
		return WaitsPresenter
	}
	if waits := c.measureWaits(); waits != WaitsNobody {
		return waits
	}
	switch c.State {
	case Draft, Supplementing, Offered, Heard:
		return WaitsApplicant
	case Submitted, Paused, Granted, PartlyGranted, Refused, Dismissed:
		return WaitsPresenter
	case InReview:
		if c.openStatements() > 0 {
			return WaitsOthers
		}
		return WaitsPresenter
	case Proposed:
		return WaitsDecider
	case Destroyed, Withdrawn: // a fee is contested whatever has become of the case
		if party := c.upkeepParty(); party != WaitsNobody {
			return party
		}
		if len(c.OpenRemedies()) > 0 {
			return WaitsOthers
		}
	case Served, Ended, Revoked:
		if party := c.upkeepParty(); party != WaitsNobody {
			return party
		}
		if len(c.OpenRemedies()) > 0 {
			return WaitsOthers // a court
		}
		if c.State == Served && !c.Decision.Grants() || c.State == Ended && !c.wasUsable() {
			return WaitsNobody
		}
		return WaitsHolder
	case InForce:
		if party := c.upkeepParty(); party != WaitsNobody {
			return party
		}
		if c.openHearing() != nil {
			return WaitsHolder
		}
		if change, of := c.InChange(); of {
			return change.party()
		}
		if c.openChange() != nil || c.NeedsProof() || c.undestroyedPart() >= 0 || c.priceUnaccepted() {
			return WaitsHolder
		}
	}
	return WaitsNobody
}
