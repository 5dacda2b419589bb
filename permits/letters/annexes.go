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

// usersAnnex is the annex that is given apart, since it is secret in part.
func (l *letter) usersAnnex() {
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

func (l *letter) undertakingAnnex() {
	l.annex("annex.undertaking")
	text, sha := permits.Undertaking(l.lang)
	l.paragraph(l.say("annex.undertaking.text", "hash", sha))
	l.paragraphs(strings.Split(strings.TrimSpace(text), "\n"))
}
