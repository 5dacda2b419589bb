package letters

import (
	"errors"
	"strings"
	"time"

	"tietolupa/permits"
	"tietolupa/registers"
)

// measured is the measure that the letter tells: a revocation, or a ruling.
func (l *letter) measured() permits.Measure {
	m, found := l.Case.MeasureOf(l.Event)
	if !found {
		l.fail(errors.New("the event decides on no measure"))
	}
	return m
}

// sentAt is when a measure's letter leaves: with its second signature.
func (l *letter) sentAt(m permits.Measure) time.Time {
	if m.BothSigned() {
		return m.Letter[1].At
	}
	return l.at
}

// revocation revokes a permit, whole or in part (peruuttaminen, JulkL 28.2 §).
func (l *letter) revocation() {
	c, m := l.Case, l.measured()
	day := registers.DayOf(m.DecidedAt)
	how := instruction{route: l.law.Route, annex: "1", made: l.sentAt(m), mode: permits.VerifiableService}
	title := l.say("revocation.title")
	if m.Part != nil {
		title = l.say("revocation.title.part")
	}
	l.open(title, l.parties()...)
	l.telling("section.decision", l.say("revocation.decision."+extent(m), "holder", c.Application.Organisation, "project", c.Application.Title, "at", l.moment(m.DecidedAt)))
	if m.Part != nil {
		l.taken(*m.Part)
	}
	if m.Part == nil || m.Part.Data() {
		l.part("revocation.destroy")
		l.paragraph(l.say("revocation.destroy.text."+extent(m), "day", l.day(day.AddDate(0, 0, c.DestroyWithin(day)))))
		l.paragraph(l.say("revocation.destroy.except"))
	}
	l.part("revocation.events")
	l.steps()
	l.part("revocation.heard")
	l.heardOn(m)
	l.part("section.reasons")
	l.quoted(m.Reasons)
	l.heading(3, l.say("revocation.milder"))
	l.paragraph(l.say("revocation.milder.text"))
	l.quoted(m.Milder)
	l.telling("revocation.effects", l.say("revocation.effects.secrecy"), l.say("revocation.effects.police"), l.say("revocation.effects.later"))
	if how.route == permits.Rectification {
		l.enforcement(how.route, "")
	} else {
		l.enforcement(how.route, l.say("revocation.at-once"))
	}
	l.part("section.provisions")
	l.paragraph(l.say("revocation.provisions"))
	l.appealSection(how)
	l.informant(m.Presenter)
	l.measureSigned(m)
	l.listAnnexes(l.withDissent(m, l.appealTitle(how))...)
	l.paragraph(l.say("revocation.copies"))
	l.appealAnnex(how)
	l.dissented(m)
}

// extent tells the texts of a revocation in part from those of the whole permit.
func extent(m permits.Measure) string {
	if m.Part != nil {
		return "part"
	}
	return "whole"
}

// taken lists what a revocation in part takes away, and what follows of it.
func (l *letter) taken(p permits.Part) {
	var users, tables, variables, orders []string
	for _, u := range p.Users {
		users = append(users, l.person(u).Name)
	}
	for _, t := range p.Tables {
		table, known := l.Catalogue.Table(t)
		if !known {
			l.fail(errors.New("a table that was revoked is not in the catalogue"))
		}
		tables = append(tables, table.Name3.In(l.lang)+" ("+t+")")
	}
	for _, v := range p.Variables {
		variables = append(variables, l.variable(v))
	}
	for _, o := range p.Orders {
		orders = append(orders, strings.ReplaceAll(string(o), "-", "/"))
	}
	var recipient []string
	if p.Recipient != nil {
		recipient = []string{p.Recipient.Called(l.lang)}
	}
	var rows [][]string
	for _, r := range []struct {
		key  string
		what []string
	}{{"users", users}, {"tables", tables}, {"variables", variables}, {"recipient", recipient}, {"orders", orders}} {
		if len(r.what) > 0 {
			rows = append(rows, []string{l.say("revocation.part." + r.key), strings.Join(r.what, ", ")})
		}
	}
	l.table([]string{l.say("revocation.part.head.what"), l.say("revocation.part.head.which")}, rows, []float64{0.3, 0.7})
	if len(users) > 0 {
		l.paragraph(l.say("revocation.part.effect.users"))
	}
	if len(tables)+len(variables)+len(orders) > 0 {
		l.paragraph(l.say("revocation.part.effect.data"))
	}
	if p.Recipient != nil {
		l.paragraph(l.say("revocation.part.effect.recipient"))
	}
}

// heardOn tells how the holder was heard on the revocation, or why not (HL 34 §).
func (l *letter) heardOn(m permits.Measure) {
	if m.Heard == 0 {
		l.paragraph(l.say("revocation.unheard"))
		l.quoted(m.Unheard)
		return
	}
	for _, h := range l.Case.Handling.Hearings {
		if h.Purpose != "revocation" || h.No > m.Heard || h.At.Before(l.Case.DecidedAt) {
			continue
		}
		l.paragraph(l.say("revocation.heard.asked", "day", l.day(registers.DayOf(h.At)), "term", l.day(h.Term)))
		l.quoted(h.Points)
		if h.Answer.IsZero() {
			l.paragraph(l.say("revocation.heard.silent"))
		} else {
			l.paragraph(l.say("revocation.heard.answered", "day", l.day(registers.DayOf(h.Answered))))
			l.quoted(h.Answer)
		}
	}
}

// measureSigned is the two officials' signatures on the letter of m.
func (l *letter) measureSigned(m permits.Measure) {
	people, text := "handling.people", "sign.text"
	if m.Kind == permits.CourtStatementMeasure {
		people, text = "statement-court.people", "sign.statement"
	}
	l.paragraph(l.say(people, "presenter", l.person(m.Presenter).Name, "decider", l.person(m.Decider).Name))
	l.signed(text, m.Presenter, m.Decider, m.Matter(), m.DecidedAt, m.Letter)
}

// withDissent adds the annex of the presenter's dissent to titles, when there is
// one.
func (l *letter) withDissent(m permits.Measure, titles ...string) []string {
	if !m.Dissent.IsZero() {
		titles = append(titles, l.say("annex.dissent"))
	}
	return titles
}

func (l *letter) dissented(m permits.Measure) {
	if !m.Dissent.IsZero() {
		l.dissentOf(m.Presenter, m.Dissent)
	}
}
