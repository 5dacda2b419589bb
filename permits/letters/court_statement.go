package letters

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"tietolupa/permits"
	"tietolupa/registers"
)

// courtStatement answers what an administrative court asks on an appeal (lausunto
// hallinto-oikeudelle): what the authority asks for, each demand of the appeal with
// its answer, the grounds, and how the documents come (letters 7 I).
func (l *letter) courtStatement() {
	c, m := l.Case, l.measured()
	q, asked := c.CourtRequestOf(m.CourtRequest)
	r, appealed := c.RemedyNo(m.Remedy)
	if !asked || !appealed {
		l.fail(errors.New("the statement answers no request"))
		return
	}
	l.open(l.say("statement-court.title"), r.Court)
	number := r.Number
	if number == "" {
		number = "–"
	}
	l.facts([][2]string{
		{l.say("statement-court.number"), number}, {l.say("statement-court.asked"), l.day(q.Asked)},
		{l.say("statement-court.term"), l.day(q.Term)}, {l.say("statement-court.against"), l.contested(r)},
	})
	l.part("statement-court.demand")
	l.quoted(m.Demand)
	if !q.Text.IsZero() {
		l.part("statement-court.request")
		l.quoted(q.Text)
	}
	l.part("statement-court.claims")
	for i, claim := range q.Claims {
		l.heading(3, l.say("statement-court.claim", "no", strconv.Itoa(i+1)))
		l.quoted(claim)
		l.lead(l.say("statement-court.answer") + " " + l.said(m.Answers[i]))
	}
	l.part("section.reasons")
	l.quoted(m.Reasons)
	l.telling("statement-court.documents", l.say("statement-court.documents.text"), l.say("statement-court.documents.party"))
	l.informant(m.Presenter)
	l.measureSigned(m)
	if annexes := l.withDissent(m); len(annexes) > 0 {
		l.listAnnexes(annexes...)
		l.dissented(m)
	}
}

// contested is the decision that an appeal is against, and its day.
func (l *letter) contested(r permits.Remedy) string {
	what, _, _ := strings.Cut(r.Against, "-")
	at := l.Case.DecidedOn(r.Against)
	switch {
	case what == "":
		what = "decision"
	case r.OfFee():
		at = l.Case.FeeRuledOn(r.Against)
	}
	return l.say("statement-court.against."+what, "day", l.dayOf(at))
}

func (l *letter) dayOf(at time.Time) string { return l.day(registers.DayOf(at)) }
