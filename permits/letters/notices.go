package letters

import (
	"strconv"
	"time"

	"tietolupa/permits"
	"tietolupa/registers"
)

// transfer tells of a transfer to the authority that is competent (HL 21 §,
// JulkL 28.1 §).
func (l *letter) transfer() {
	t := latest(l, l.Case.Handling.Transfers)
	l.open(l.say("transfer.title"), append(l.parties(), l.say("transfer.copy", "to", t.To))...)
	l.telling("transfer.what", l.say("transfer.what."+t.Kind, "to", t.To, "day", l.day(registers.DayOf(t.At))))
	l.part("transfer.documents")
	l.quoted(t.What)
	l.paragraph(l.say("transfer.arrived", "day", l.day(registers.DayOf(l.Case.Submitted))))
	l.telling("transfer.effect", l.say("transfer.effect."+t.Kind), l.say("transfer.clock"))
	l.telling("transfer.secrecy", l.say("transfer.secrecy.text"))
	l.telling("section.fee", l.say("transfer.fee"))
	l.informant(t.By)
	l.paragraph(l.say("transfer.contest"))
}

// lapse ends the handling of an application that its applicant took back
// (raukeaminen).
func (l *letter) lapse() {
	c := l.Case
	how := instruction{route: l.law.Route, annex: "1", made: l.at, mode: permits.OrdinaryService}
	title, of := "lapse.title", "application"
	if c.OfChange > 0 {
		title, of = "lapse.title.change", "change"
	}
	l.open(l.say(title), l.parties()...)
	l.telling("section.decision", l.say("lapse.decision."+of))
	l.telling("section.handling", l.say("handling.arrived", "day", l.day(registers.DayOf(c.Submitted))),
		l.say("lapse.withdrawn."+of, "at", l.moment(l.at)))
	l.telling("section.reasons", l.say("lapse.reasons"))
	l.part("lapse.kept")
	if kept, known := c.Retention(); c.OfChange > 0 {
		l.paragraph(l.say("lapse.kept.change"))
	} else if known {
		l.paragraph(l.say("lapse.kept.until", "until", l.day(kept.Until)))
	} else {
		l.paragraph(l.say("lapse.kept.text"))
	}
	l.part("section.fee")
	if cents := c.WithdrawalFee(); cents > 0 && c.OfChange == 0 {
		l.paragraph(l.say("lapse.fee", "euro", euro(cents)))
	} else {
		l.paragraph(l.say("lapse.free"))
	}
	l.appealSection(how)
	l.informant(c.Presenter)
	l.listAnnexes(l.appealTitle(how))
	l.appealAnnex(how)
}

// service is the covering letter (saate) of a decision: who gets which part of
// it, by which manner, when it is deemed served and when the time to contest it
// ends.
func (l *letter) service() {
	c := l.Case
	l.open(l.say("service.title"), l.parties()...)
	l.paragraph(l.say("service.lead", "day", l.day(registers.DayOf(c.DecidedAt))))
	manner := "post"
	if s := c.Life.Service; s != nil {
		manner = s.Manner
	} else if c.Application.EService {
		manner = "electronic"
	}
	l.part("service.how")
	facts := [][2]string{{l.say("service.manner"), l.say("service.manner." + manner)}, {l.say("service.sent"), l.day(registers.DayOf(l.at))}}
	if s := c.Life.Service; s != nil && s.Waits() {
		l.facts(facts)
		l.paragraph(l.say("service.waits."+manner, "last", l.day(s.FetchBy())))
	} else {
		l.facts(append(facts, [2]string{l.say("service.deemed"), l.day(registers.DayOf(c.ServedAt))},
			[2]string{l.say("service.last." + string(l.decision.Route)), l.day(c.LastAppealDay())}))
		l.paragraph(l.say("service.otherwise"))
	}
	l.part("service.who")
	var rows [][]string
	for _, r := range c.Receivers(permits.DecisionLetter, l.at) {
		parts := l.say("service.parts.refused")
		if l.decision.Grants() {
			parts = l.say("service.parts")
		}
		rows = append(rows, []string{l.person(r.User).Name, parts})
	}
	l.table([]string{l.say("annex.users.head.name"), l.say("service.head.parts")}, rows, []float64{0.35, 0.65})
	l.paragraph(l.say("service.others"))
	if l.decision.Grants() {
		l.telling("service.next", l.say("delivery."+string(l.decision.Route)))
	}
	l.informant(l.Event.By)
}

// reminder reminds of a term that is about to end.
func (l *letter) reminder() {
	c := l.Case
	kind, of, known := permits.ReminderOf(l.Event.Detail["reminder"])
	l.open(l.say("reminder.title"), l.parties()...)
	if known {
		l.paragraph(l.say("reminder."+kind, "last", l.day(of)))
	} else {
		l.paragraph(l.say("reminder.other"))
	}
	l.telling("answer.how", l.say("reminder.how."+howOf(kind)))
	l.informant(c.Presenter)
	l.notDecision()
}

// howOf names the text on what the receiver of a reminder does.
func howOf(kind string) string {
	if kind == "answer" || kind == "delivery" || kind == "fetch" {
		return kind
	}
	return "holder"
}

// destruction certifies that the responsible person has declared the data
// destroyed (hävittämisilmoitus, condition 16).
func (l *letter) destruction() {
	c := l.Case
	d, ended, over := c.Life.Destroyed, c.EndedAt, "ended"
	for _, r := range c.Life.Revocations {
		if l.Event.Kind == permits.PartDestroyed && strconv.Itoa(r.No) == l.Event.Detail["revocation"] {
			d, ended, over = r.Destroyed, r.At, "revoked"
		}
	}
	if d == nil {
		latest[permits.Destruction](l, nil)
		return
	}
	l.open(l.say("destruction.title"), l.parties()...)
	l.paragraph(l.say("destruction.lead", "name", l.person(d.By).Name, "at", l.moment(d.At)))
	l.part("destruction.declared")
	l.quoted(d.Text)
	l.facts([][2]string{
		{l.say("destruction." + over), l.day(registers.DayOf(ended))},
		{l.say("destruction.due"), l.day(registers.DayOf(ended).AddDate(0, 0, c.DestroyWithin(registers.DayOf(ended))))},
		{l.say("destruction.backups"), l.day(d.Backups)},
		{l.say("destruction.hash"), d.SHA256},
	})
	l.telling("destruction.continues", l.say("destruction.continues.text"))
	if over == "ended" {
		l.telling("destruction.key", l.say("destruction.key.text", "day", l.day(c.KeyDay())))
	} else {
		l.paragraph(l.say("destruction.part"))
	}
	l.informant(c.Presenter)
	l.paragraph(l.say("destruction.certified", "at", l.moment(l.at)))
}

// suspension tells that downloads and orders are closed for now (väliaikainen
// keskeytys, letters 7 F0).
func (l *letter) suspension() {
	s := l.Case.Life.Suspension
	if s == nil {
		latest[permits.Suspension](l, nil)
		return
	}
	l.open(l.say("suspension.title"), l.parties()...)
	l.telling("suspension.what", l.say("suspension.what.text", "at", l.moment(s.At)))
	l.part("suspension.why")
	l.quoted(s.Reason)
	l.telling("suspension.ground", l.say("suspension.ground.text"))
	l.telling("suspension.until", l.say("suspension.until.text", "day", l.day(registers.DayOf(s.At.Add(suspensionDays*24*time.Hour)))))
	l.telling("suspension.duty", l.say("suspension.duty.text"))
	l.informant(s.By)
	l.notDecision()
}

// suspensionDays is how long a suspension may stand before it is lifted or the
// revocation is set going: our own promise (letters 7 F0).
const suspensionDays = 14

// lift tells that a suspension has ended.
func (l *letter) lift() {
	l.open(l.say("lift.title"), l.parties()...)
	l.paragraph(l.say("lift.text", "at", l.moment(l.at)))
	l.paragraph(l.say("lift.conditions"))
	l.informant(l.Event.By)
	l.notDecision()
}
