package permits

import (
	"slices"
	"strconv"
	"time"

	"tietolupa/registers"
)

func number(n int) string { return strconv.Itoa(n) }

// Hear asks a party about statements and evidence that may affect the outcome
// (HL 34, 36 §), before a decision or, of a permit, before its revocation.
func (c Case) Hear(by Actor, seen int, purpose, points string, term registers.Day, now time.Time) (Case, Event, error) {
	if change, of := c.For(DoHear); of && purpose == "decision" {
		return c.folded(change.Hear(by, seen, purpose, points, term, now))
	}
	if err := c.ready(DoHear, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	if term.IsZero() {
		term = SupplementTerm(registers.DayOf(now))
	}
	switch {
	case !slices.Contains([]string{"decision", "correction", "revocation"}, purpose) || (purpose == "decision") != (c.State == InReview):
		return Case{}, Event{}, deny("no-such-purpose-of-hearing")
	case c.openHearing() != nil && !c.termOver(now):
		return Case{}, Event{}, deny("hearing-open")
	case empty(points):
		return Case{}, Event{}, deny("no-reasons")
	case unfilled(points):
		return Case{}, Event{}, denyAbout("template-left", "points")
	case !registers.DayOf(now).Before(term):
		return Case{}, Event{}, deny("already-over")
	}
	h := Hearing{No: len(c.Handling.Hearings) + 1, Purpose: purpose, By: by.ID, At: now, Term: term,
		Points: c.text(HearingText, "", 0, by, true, points, now)}
	c.Handling.Hearings = append(slices.Clone(c.Handling.Hearings), h)
	if c.State == InReview {
		c.State = Heard
	}
	return c.step(HearingOpened, by, now, map[string]string{"no": number(h.No), "purpose": purpose, "term": term.String()})
}

// Answer is the party's answer in the open hearing; consents is to a correction
// to their own detriment.
func (c Case) Answer(by Actor, seen int, words string, consents bool, now time.Time) (Case, Event, error) {
	if change, of := c.For(DoAnswer); of {
		return c.folded(change.Answer(by, seen, words, consents, now))
	}
	if err := c.ready(DoAnswer, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	if empty(words) {
		return Case{}, Event{}, deny("nothing-answered")
	}
	c.Handling.Hearings = slices.Clone(c.Handling.Hearings)
	h := c.openHearing()
	h.Answer, h.Answered = c.text(AnswerText, "", h.Points.No, by, true, words, now), now
	h.Consents = consents && h.Purpose == "correction"
	if c.State == Heard {
		c.State = InReview
	}
	return c.step(HearingAnswered, by, now, map[string]string{"no": number(h.No), "answer": h.Answer.SHA256})
}

// openHearing is the hearing that waits for its answer, or nil.
func (c Case) openHearing() *Hearing {
	if n := len(c.Handling.Hearings); n > 0 && c.Handling.Hearings[n-1].Answered.IsZero() && !c.overtaken(c.Handling.Hearings[n-1]) {
		return &c.Handling.Hearings[n-1]
	}
	return nil
}

// overtaken says whether h was held of a decision that no longer stands, or of a
// revocation that has been undone since.
func (c Case) overtaken(h Hearing) bool {
	if h.Purpose == "decision" {
		return false
	}
	return c.Decision == nil || h.At.Before(c.DecidedAt) || h.Purpose == "revocation" && slices.ContainsFunc(c.Life.Revocations, func(r Revocation) bool {
		return !r.Annulled.IsZero() && !h.At.After(r.Annulled)
	})
}

// Ask asks a statement of another authority, or the data protection officer's
// (HL 31 §, GDPR 39). Its term is the law table's when it is zero.
// What goes with it in the service is with; the data protection officer needs no
// link to answer there.
func (c Case) Ask(by Actor, seen int, kind, from, question string, term registers.Day, now time.Time, with Asking) (Case, Event, error) {
	if change, of := c.For(DoAsk); of {
		return c.folded(change.Ask(by, seen, kind, from, question, term, now, with))
	}
	if err := c.ready(DoAsk, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	if term.IsZero() {
		term = WorkingDaysAfter(registers.DayOf(now), TermDays("statement", registers.DayOf(now)))
	}
	switch {
	case !slices.Contains([]string{OtherStatement, JointStatement, DPOStatement}, kind):
		return Case{}, Event{}, deny("no-such-statement")
	case empty(from) || empty(question):
		return Case{}, Event{}, deny("no-reasons")
	case !registers.DayOf(now).Before(term):
		return Case{}, Event{}, deny("already-over")
	}
	s := Statement{No: len(c.Handling.Statements) + 1, Kind: kind, From: from, By: by.ID, At: now, Term: term,
		Question: c.text(QuestionText, kind, 0, by, false, question, now)}
	s, err := c.goesWith(s, with, by, now)
	if err != nil {
		return Case{}, Event{}, err
	}
	c.Handling.Statements = append(slices.Clone(c.Handling.Statements), s)
	return c.step(StatementAsked, by, now, map[string]string{"no": number(s.No), "kind": kind, "term": term.String()})
}

// GiveStatement records statement no as it came outside the service, by one of
// ArrivedWays. The applicant sees it: what may affect the outcome is heard about
// (HL 34 §).
func (c Case) GiveStatement(by Actor, seen, no int, way, words string, now time.Time) (Case, Event, error) {
	if change, of := c.For(DoGiveOpinion); of {
		return c.folded(change.GiveStatement(by, seen, no, way, words, now))
	}
	if err := c.ready(DoGiveOpinion, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	at, err := c.openStatement(no)
	switch {
	case err != nil:
		return Case{}, Event{}, err
	case !slices.Contains(ArrivedWays(), way):
		return Case{}, Event{}, denyAbout("no-such-way", "came_by")
	case empty(words):
		return Case{}, Event{}, deny("nothing-answered")
	}
	return c.givesStatement(c.Handling.Statements[at], by, way, words, now, map[string]string{})
}

func (c Case) openStatements() (n int) {
	for _, s := range c.Handling.Statements {
		if s.Open() {
			n++
		}
	}
	return n
}

// A StatementNeed is a statement that a grant waits for.
type StatementNeed struct {
	Kind  string
	Since time.Time // one asked before this does not count; zero: any does
	Asked bool      // one that counts has been asked, and its term runs
}

// StatementsNeeded lists the statements that a grant of scope needs and that have
// been neither given nor waited for to the end of their term: the data protection
// officer's for special categories, cohorts under the threshold and third
// countries, and that of those who entered data of the sub-register. trial is the
// dry run that the grant rests on, nil before one. A statement that was asked
// before anybody knew the cohort to be small says nothing of it, and neither does
// one on other rows.
func (c Case) StatementsNeeded(scope Scope, trial *Trialled, cat *registers.Catalogue, now time.Time) (needed []StatementNeed) {
	day := registers.DayOf(now)
	since, small := trial.smallSince(day)
	needs := map[string]bool{DPOStatement: c.Application.ThirdCountries != "" || small}
	for _, id := range scope.VariableIDs() {
		v, known := cat.Variable(id)
		if !known {
			continue
		}
		needs[DPOStatement] = needs[DPOStatement] || v.Class == registers.Special
		if t, _ := cat.Table(v.Table); t.Register == "joint" {
			needs[JointStatement] = true
		}
	}
	for _, kind := range []string{DPOStatement, JointStatement} {
		need, done := StatementNeed{Kind: kind}, false
		if kind == DPOStatement {
			need.Since = since
		}
		for _, s := range c.Handling.Statements {
			if s.Kind == kind && s.Back.IsZero() && !s.At.Before(need.Since) {
				done = done || !s.Given.IsZero() || s.Term.Before(day)
				need.Asked = true
			}
		}
		if needs[kind] && !done {
			needed = append(needed, need)
		}
	}
	return needed
}
