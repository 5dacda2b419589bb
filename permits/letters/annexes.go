package letters

import (
	"strconv"
	"strings"

	"tietolupa/permits"
	"tietolupa/registers"
)

// annex begins an annex on a page of its own.
func (l *letter) annex(key string) {
	l.newPage()
	l.heading(1, l.say(key))
}

// dataAnnex lists every variable that was applied for against what is granted,
// table by table.
func (l *letter) dataAnnex() {
	l.annex("annex.data")
	l.paragraph(l.say("annex.data.text"))
	asked, granted := l.Case.Application.Scope, l.decision.Scope
	number := 0
	for _, t := range asked.Tables {
		table, _ := l.Catalogue.Table(t.Table)
		l.heading(3, table.Name3.In(l.lang)+" ("+t.Table+")")
		var rows [][]string
		for _, v := range t.Variables {
			if v.Protection == registers.Drop {
				continue
			}
			number++
			variable, _ := l.Catalogue.Variable(v.ID)
			rows = append(rows, []string{
				strconv.Itoa(number), l.variable(v.ID), l.protection(v.Protection), l.protection(granted.Protection(v.ID)), variable.Ground,
			})
		}
		l.table([]string{l.say("annex.data.head.number"), l.say("annex.data.head.variable"), l.say("annex.data.head.applied"),
			l.say("annex.data.head.granted"), l.say("annex.data.head.ground")}, rows, []float64{0.07, 0.39, 0.19, 0.19, 0.16})
	}
}

func (l *letter) linksAnnex() {
	l.skip(8)
	l.room(50)
	l.heading(1, l.say("annex.links"))
	materials := ""
	for _, c := range l.decision.Conditions {
		if c.No == 6 {
			materials = strings.TrimSpace(c.Parameters["materials"])
		}
	}
	if materials == "" {
		l.paragraph(l.say("annex.links.none"))
		return
	}
	l.paragraph(l.say("annex.links.some"))
	l.paragraphs(strings.Split(materials, "\n"))
}

func (l *letter) usersAnnex() {
	l.annex("annex.users")
	l.paragraph(l.say("annex.users.marking"))
	a := l.Case.Application
	var rows [][]string
	for _, id := range a.Users() {
		who, part := l.person(id), l.say("annex.users.user")
		if id == a.Leader() {
			part = l.say("annex.users.leader")
		}
		rows = append(rows, []string{who.Name, who.Organisation, part})
	}
	l.table([]string{l.say("annex.users.head.name"), l.say("annex.users.head.organisation"), l.say("annex.users.head.part")},
		rows, []float64{0.35, 0.4, 0.25})
	l.heading(3, l.say("annex.users.environment"))
	name := a.Recipient.Name
	if name == "" {
		name = a.Organisation
	}
	if a.Recipient.Kind == permits.EnvironmentRecipient {
		l.paragraph(l.say("annex.users.environment.operated", "name", a.Recipient.Called(l.lang)))
	} else {
		l.paragraph(l.say("annex.users.environment.text", "name", name, "key", a.Recipient.Key))
	}
	l.paragraphs(strings.Split(strings.TrimSpace(a.Security), "\n\n"))
}

func (l *letter) appealKey() string { return "annex.appeal." + string(l.decision.Route) }

// appealAnnex is the instruction of HL 46–47 §: rectification or appeal,
// whichever the route says.
func (l *letter) appealAnnex() {
	l.annex(l.appealKey())
	c := l.Case
	about := []string{"case", c.ID.Printed(), "day", l.day(registers.DayOf(c.DecidedAt))}
	if l.decision.Route == permits.Rectification {
		l.paragraph(l.say("appeal.O.right", "provision", l.law.Rectification.In(l.lang)))
		l.paragraph(l.say("appeal.O.time") + " " + l.deemed())
		l.paragraph(l.say("appeal.O.content", about...))
		l.paragraph(l.say("appeal.O.attachments"))
		l.paragraph(l.say("appeal.O.delivery", "registry",
			l.authority.name.In(l.lang)+", "+l.authority.address.In(l.lang)+", "+l.authority.email))
		l.paragraph(l.say("appeal.O.next"))
		return
	}
	fee, err := courtFeeOn(registers.DayOf(c.DecidedAt))
	if err != nil {
		l.fail(err)
	}
	l.paragraph(l.say("appeal.V.right"))
	l.paragraph(l.say("appeal.V.court", l.courts()...))
	l.paragraph(l.say("appeal.V.time") + " " + l.deemed())
	l.paragraph(l.say("appeal.V.content", about...))
	l.paragraph(l.say("appeal.V.attachments"))
	l.paragraph(l.say("appeal.V.delivery"))
	l.paragraph(l.say("appeal.V.fee", "fee", fee))
}

// courts names the administrative courts for the text on which is competent.
func (l *letter) courts() []string {
	var all []string
	roles := map[string]string{}
	for _, r := range rows("courts.csv", 5) {
		name := registers.Names{FI: r[0], SV: r[1]}.In(l.lang)
		all = append(all, name+" "+r[2])
		roles[r[3]] = name
	}
	return []string{"main", roles["main"], "fallback", roles["fallback"], "aland", roles["aland"], "courts", strings.Join(all, "; ")}
}

// deemed says when the decision counts as served, and once it has been, the
// last day.
func (l *letter) deemed() string {
	c := l.Case
	s := l.say("appeal.deemed.letter")
	if c.Application.EService {
		s = l.say("appeal.deemed.electronic")
	}
	if last := c.LastAppealDay(); !last.IsZero() {
		s += " " + l.say("appeal.last", "served", l.day(registers.DayOf(c.ServedAt)), "last", l.day(last))
	}
	return s
}

func (l *letter) undertakingAnnex() {
	l.annex("annex.undertaking")
	text, sha := permits.Undertaking(l.lang)
	l.paragraph(l.say("annex.undertaking.text", "hash", sha))
	l.paragraphs(strings.Split(strings.TrimSpace(text), "\n"))
}
