package letters

import (
	"strings"
	"time"

	"tietolupa/permits"
	"tietolupa/registers"
)

// An instruction tells how a decision may be contested (HL 46–47 §): which
// route, whose provision, from when the time runs.
type instruction struct {
	route  permits.Route
	annex  string // its number among the annexes
	made   time.Time
	mode   permits.ServiceMode
	served time.Time // zero while it has not been sent
	last   registers.Day
}

// ofDecision instructs on the decision of the case itself.
func (l *letter) ofDecision() instruction {
	c := l.Case
	return instruction{route: l.decision.Route, annex: "7", made: c.DecidedAt, mode: permits.OrdinaryService,
		served: c.ServedAt, last: c.LastAppealDay()}
}

// appealSection says that the decision may be contested, and in which annex how.
func (l *letter) appealSection(in instruction) {
	l.part("section.appeal")
	l.paragraph(l.say("appeal.section."+string(in.route), "annex", in.annex))
}

func (l *letter) appealTitle(in instruction) string {
	return l.say("annex.appeal."+string(in.route), "annex", in.annex)
}

// appealAnnex is the instruction of HL 46–47 §: rectification or appeal,
// whichever the route says.
func (l *letter) appealAnnex(in instruction) {
	l.newPage()
	l.heading(1, l.appealTitle(in))
	about := []string{"case", l.Case.ID.Printed(), "day", l.day(registers.DayOf(in.made))}
	if in.route == permits.Rectification {
		l.lead(l.say("appeal.O.right", "provision", l.law.Rectification.In(l.lang)))
		l.lead(l.say("appeal.O.time") + " " + l.deemed(in))
		l.lead(l.say("appeal.O.content", about...))
		l.lead(l.say("appeal.O.attachments"))
		l.lead(l.say("appeal.O.delivery", "registry", l.registry()))
		l.lead(l.say("appeal.O.next"))
		return
	}
	fee, err := courtFeeOn(registers.DayOf(in.made))
	if err != nil {
		l.fail(err)
	}
	l.lead(l.say("appeal.V.right"))
	l.court(in)
	l.lead(l.say("appeal.V.time") + " " + l.deemed(in))
	l.lead(l.say("appeal.V.content", about...))
	l.lead(l.say("appeal.V.attachments"))
	l.lead(l.say("appeal.V.delivery"))
	l.lead(l.say("appeal.V.fee", "fee", fee))
}

// deemed says when the decision counts as served and when the time ends: of one
// that has been sent, the days; of one that has not, the rule and what it comes
// to when it is sent on the day it was made.
func (l *letter) deemed(in instruction) string {
	manner := "post"
	switch {
	case in.mode == permits.VerifiableService:
		return l.say("appeal.deemed.fetched")
	case l.Case.Application.EService:
		manner = "electronic"
	}
	s := l.say("appeal.deemed." + map[string]string{"post": "letter", "electronic": "electronic"}[manner])
	if !in.served.IsZero() {
		return s + " " + l.say("appeal.last", "served", l.day(registers.DayOf(in.served)), "last", l.day(in.last))
	}
	at, known := permits.DeemedServed(manner, in.made)
	if !known {
		return s
	}
	return s + " " + l.say("appeal.sent", "sent", l.day(registers.DayOf(in.made)), "served", l.day(registers.DayOf(at)),
		"last", l.day(permits.LastDayFrom(at)))
}

// enforcement, instruction and delivery gate follow from one setting, the route
// (letters 0.2). at once says why, by route V, when the decision states it (HOL
// 122.3 § 2 k).
func (l *letter) enforcement(route permits.Route, atOnce string) {
	l.part("section.enforcement")
	switch {
	case route == permits.Rectification:
		l.paragraph(l.say("enforcement.O", "provision", l.law.Enforcement.In(l.lang)))
	case strings.TrimSpace(atOnce) != "":
		l.paragraph(l.say("enforcement.at-once"))
		l.paragraphs(strings.Split(atOnce, "\n\n"))
	default:
		l.paragraph(l.say("enforcement.V"))
	}
}
