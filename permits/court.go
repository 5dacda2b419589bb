package permits

import (
	"slices"
	"strings"
	"time"

	"tietolupa/registers"
)

// A CourtRequest is what a court asks of the authority on an appeal that is open
// (lausuntopyyntö, HOL 37 §): by a term, on demands that are answered one by one.
// The statement that answers it is a Measure.
type CourtRequest struct {
	No      int           `json:"no"`
	Remedy  int           `json:"remedy"` // the appeal
	By      UserID        `json:"by"`     // who recorded it
	At      time.Time     `json:"at"`
	Asked   registers.Day `json:"asked"`
	Term    registers.Day `json:"term"`
	Text    TextRef       `json:"text,omitzero"` // what the court asks beside the demands
	Claims  []TextRef     `json:"claims"`        // the demands of the appeal, in its order
	Measure int           `json:"measure,omitempty"`

	Sent   registers.Day `json:"sent,omitzero"` // to the court; none until it has been
	Manner string        `json:"manner,omitempty"`
	SentBy UserID        `json:"sent_by,omitempty"`
	Note   TextRef       `json:"note,omitzero"` // what shows it: a receipt, a number of the court's service
}

// claimsMost is how many demands one request holds at most.
const claimsMost = 40

// CourtManners lists how a statement may go to a court.
func CourtManners() []string { return []string{"service", "email", "post", "hand"} }

// CourtRequestOf is the request of that number; false when there is none.
func (c Case) CourtRequestOf(no int) (CourtRequest, bool) {
	if no < 1 || no > len(c.Life.CourtRequests) {
		return CourtRequest{}, false
	}
	return c.Life.CourtRequests[no-1], true
}

// OpenCourtRequests lists those whose statement has not been sent while their appeal
// is open, in their order: what the court has ruled on it no longer asks about.
func (c Case) OpenCourtRequests() (all []CourtRequest) {
	for _, q := range c.Life.CourtRequests {
		if r := c.remedyNo(q.Remedy); q.Sent.IsZero() && r != nil && r.Outcome == "" {
			all = append(all, q)
		}
	}
	return all
}

// Unanswered lists the open requests on which no statement has been decided.
func (c Case) Unanswered() []CourtRequest {
	return slices.DeleteFunc(c.OpenCourtRequests(), func(q CourtRequest) bool { return q.Measure > 0 })
}

// UnsentStatements lists the open requests whose statement bears both signatures.
func (c Case) UnsentStatements() []CourtRequest {
	return slices.DeleteFunc(c.OpenCourtRequests(), func(q CourtRequest) bool {
		return q.Measure == 0 || !c.Life.Measures[q.Measure-1].BothSigned()
	})
}

// statementParty is whose turn it is with an open request.
func (c Case) statementParty(q CourtRequest) Party {
	if m := c.ProposedMeasure(CourtStatementMeasure); m != nil && m.CourtRequest == q.No {
		return WaitsDecider
	}
	if q.Measure > 0 && !c.Life.Measures[q.Measure-1].BothSigned() {
		return c.Life.Measures[q.Measure-1].toSign()
	}
	return WaitsPresenter
}

// RecordCourtRequest records that a court asks for a statement on appeal no, asked on
// a day and due by term: words are its own, and each line of claims is a demand of
// the appeal.
func (c Case) RecordCourtRequest(by Actor, seen, no int, asked, term registers.Day, words, claims string, now time.Time) (Case, Event, error) {
	if err := c.ready(DoCourtRequest, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	r := c.remedyNo(no)
	lines := slices.DeleteFunc(strings.Split(claims, "\n"), empty)
	switch {
	case r == nil || r.Outcome != "" || r.Kind != CourtRemedy:
		return Case{}, Event{}, deny("no-remedy")
	case asked.IsZero() || registers.DayOf(now).Before(asked):
		return Case{}, Event{}, denyAbout("court-day", "court_asked")
	case term.Before(asked):
		return Case{}, Event{}, denyAbout("court-day", "court_term")
	case len(lines) == 0 || len(lines) > claimsMost:
		return Case{}, Event{}, denyAbout("no-claims", "court_claims")
	}
	q := CourtRequest{No: len(c.Life.CourtRequests) + 1, Remedy: no, By: by.ID, At: now, Asked: asked, Term: term,
		Text: c.text(QuestionText, "court", r.Demand.No, by, true, words, now)}
	for _, line := range lines {
		q.Claims = append(q.Claims, c.text(DemandText, "court", r.Demand.No, by, true, line, now))
	}
	c.Life.CourtRequests = append(slices.Clone(c.Life.CourtRequests), q)
	return c.step(CourtAsked, by, now, map[string]string{"request": number(q.No), "remedy": number(no), "term": term.String()})
}

// A CourtStatement is a statement to a court as its presenter proposes it.
type CourtStatement struct {
	Request  int
	Demand   string   // what the authority asks the court to do
	Answers  []string // one to each claim of the request
	Grounds  string
	Unbiased bool // the presenter is not disqualified (HL 28 §)
}

// ProposeCourtStatement puts a statement before the decider: every claim is answered.
func (c Case) ProposeCourtStatement(by Actor, seen int, p CourtStatement, now time.Time) (Case, Event, error) {
	if err := c.ready(DoProposeStatement, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	i := slices.IndexFunc(c.Unanswered(), func(q CourtRequest) bool { return q.No == p.Request })
	if i < 0 {
		return Case{}, Event{}, deny("no-court-request")
	}
	q := c.Unanswered()[i]
	for n := range q.Claims {
		if n >= len(p.Answers) || empty(p.Answers[n]) {
			return Case{}, Event{}, denyAbout("claim-unanswered", "claim."+number(n+1))
		}
	}
	for field, words := range map[string]string{"statement_demand": p.Demand, "statement_grounds": p.Grounds} {
		if empty(words) {
			return Case{}, Event{}, denyAbout("no-reasons", field)
		}
	}
	if err := declared(p.Unbiased); err != nil {
		return Case{}, Event{}, err
	}
	m := Measure{Kind: CourtStatementMeasure, Remedy: q.Remedy, CourtRequest: q.No}
	for n, claim := range q.Claims {
		m.Answers = append(m.Answers, c.text(StatementText, "claim", claim.No, by, true, p.Answers[n], now))
	}
	m.Demand = c.text(StatementText, "demand", 0, by, true, p.Demand, now)
	m.Reasons = c.text(StatementText, "grounds", 0, by, true, p.Grounds, now)
	return c.propose(m, CourtStatementProposed, by, now, map[string]string{"request": number(q.No)})
}

// GiveCourtStatement makes the proposed statement the authority's: both sign it then.
func (c Case) GiveCourtStatement(by Actor, seen int, unbiased bool, now time.Time) (Case, Event, error) {
	if err := c.ready(DoGiveStatement, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	c, m, err := c.decideMeasure(CourtStatementMeasure, by, unbiased, now)
	if err != nil {
		return Case{}, Event{}, err
	}
	c.Life.CourtRequests = slices.Clone(c.Life.CourtRequests)
	c.Life.CourtRequests[m.CourtRequest-1].Measure = m.No
	return c.step(CourtStatementGiven, by, now, map[string]string{"measure": number(m.No), "request": number(m.CourtRequest), "presenter": string(m.Presenter), "unbiased": "yes"})
}

// ReturnCourtStatement sends a proposed statement back to its presenter.
func (c Case) ReturnCourtStatement(by Actor, seen int, why string, now time.Time) (Case, Event, error) {
	return c.ReturnMeasure(CourtStatementMeasure, by, seen, why, now)
}

// SendCourtStatement records how and on which day the signed statement on request no
// went to the court, and what shows it.
func (c Case) SendCourtStatement(by Actor, seen, no int, manner string, day registers.Day, note string, now time.Time) (Case, Event, error) {
	if err := c.ready(DoSendStatement, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	if !slices.ContainsFunc(c.UnsentStatements(), func(q CourtRequest) bool { return q.No == no }) {
		return Case{}, Event{}, deny("nothing-to-send")
	}
	c.Life.CourtRequests = slices.Clone(c.Life.CourtRequests)
	q := &c.Life.CourtRequests[no-1]
	signed := registers.DayOf(c.Life.Measures[q.Measure-1].Letter[1].At)
	switch {
	case !slices.Contains(CourtManners(), manner):
		return Case{}, Event{}, denyAbout("no-proof", "court_manner")
	case day.IsZero() || day.Before(signed) || registers.DayOf(now).Before(day):
		return Case{}, Event{}, denyAbout("no-such-service-day", "court_sent")
	}
	q.Sent, q.Manner, q.SentBy = day, manner, by.ID
	q.Note = c.text(ReasonText, "service", 0, by, false, note, now)
	return c.step(CourtStatementSent, by, now, map[string]string{"request": number(no), "manner": manner, "day": day.String()})
}

// mayProposeStatement says when a statement may be proposed: on a request that is
// open and unanswered.
func mayProposeStatement(c Case, _ Actor, _ time.Time) error {
	if len(c.Unanswered()) == 0 {
		return deny("no-court-request")
	}
	return nothingProposed(CourtStatementMeasure)(c)
}
