package letters

import (
	"fmt"
	"strconv"

	"tietolupa/permits"
	"tietolupa/registers"
)

// Decision writes the decision on a permit: grant, partial grant or refusal,
// with its annexes. The outcome comes first; orders, whose breach is
// punishable, stand apart from reminders and requests. It fails when the case
// has not been decided or names somebody or something that the input lacks.
func Decision(in Input) ([]byte, error) {
	l, err := begin(in, "title", "act.decision")
	if err != nil {
		return nil, fmt.Errorf("write decision letter: %w", err)
	}
	l.top()
	if l.decision.Outcome == permits.RefuseAll {
		l.refusal()
	} else {
		l.grant()
	}
	b, err := l.finish()
	if err != nil {
		return nil, fmt.Errorf("write decision letter: %w", err)
	}
	return b, nil
}

// top is the authority, what kind of letter it is, and whom it concerns.
func (l *letter) top() {
	c, a := l.Case, l.Case.Application
	l.text(l.root.add("P"), l.authority.short.In(l.lang), "B", 12, left, 100, 6)
	l.text(l.root.add("P"), l.authority.name.In(l.lang), "", small, left, 100, 4)
	l.skip(6)
	l.text(l.root.add("P"), l.say("act.decision"), "B", 11, left, width, 6)
	l.heading(1, l.say("title"))
	l.skip(2)
	day := registers.DayOf(c.DecidedAt)
	l.facts([][2]string{
		{l.say("fact.case"), c.ID.Printed()},
		{l.say("fact.day"), l.day(day)},
		{l.say("fact.project"), a.Title},
		{l.say("fact.applicant"), organisation(a)},
		{l.say("fact.leader"), l.person(a.Leader()).Name},
		{l.say("fact.purpose"), a.Purpose.Name().In(l.lang)},
	})
}

func organisation(a permits.Application) string {
	if a.BusinessID != "" {
		return a.Organisation + " (" + a.BusinessID + ")"
	}
	return a.Organisation
}

func (l *letter) grant() {
	l.outcome()
	l.data()
	if len(l.decision.Refusals) > 0 {
		l.part("section.refusals")
		l.refusals()
	}
	l.part("section.term")
	l.paragraph(l.say("term.text", "from", l.day(l.decision.Term.From), "to", l.day(l.decision.Term.To)))
	l.conditions()
	l.delivery()
	l.part("section.enforcement")
	l.enforcement()
	l.handling()
	l.reasons()
	l.provisions()
	l.part("section.fee")
	l.paragraph(l.say("fee"))
	l.appealSection()
	l.part("section.publicity")
	l.paragraph(l.say("publicity"))
	l.paragraph(l.say("marking", "grounds", l.grounds()))
	l.close()
	l.listAnnexes("annex.data", "annex.links", "annex.users", l.appealKey(), "annex.undertaking")
	l.dataAnnex()
	l.linksAnnex()
	l.usersAnnex()
	l.appealAnnex()
	l.undertakingAnnex()
}

// refusal is the letter without the parts that only a permit has, and always
// with full reasons (HL 45 §).
func (l *letter) refusal() {
	l.outcome()
	a := l.Case.Application
	l.part("section.application")
	l.paragraph(l.say("refused.application", "period", l.period(a.Scope.Period)))
	l.tables(a.Scope)
	l.paragraph(l.say("data.population", "population", l.population(a.Scope.Population)))
	l.handling()
	l.reasons()
	l.part("section.advice")
	l.paragraph(l.say("refused.advice"))
	l.provisions()
	l.part("section.fee")
	l.paragraph(l.say("fee.refused"))
	l.appealSection()
	l.part("section.publicity")
	l.paragraph(l.say("publicity.refused"))
	l.close()
	l.listAnnexes(l.appealKey())
	l.appealAnnex()
}

func (l *letter) outcome() {
	a := l.Case.Application
	l.part("section.decision")
	purpose := l.say("purpose." + string(a.Purpose))
	if l.decision.Outcome == permits.RefuseAll {
		l.paragraph(l.say("outcome.refuse", "applicant", a.Organisation, "project", a.Title, "purpose", purpose))
		return
	}
	l.paragraph(l.say("outcome."+string(l.decision.Outcome), "applicant", a.Organisation, "project", a.Title, "purpose", purpose,
		"from", l.day(l.decision.Term.From), "to", l.day(l.decision.Term.To)))
}

func (l *letter) data() {
	s := l.decision.Scope
	l.part("section.data")
	l.paragraph(l.say("data.intro"))
	l.tables(s)
	l.paragraph(l.say("data.population", "population", l.population(s.Population)))
	l.paragraph(l.say("data.period", "period", l.period(s.Period)) + " " + l.say("data.retention"))
	if s.Sample > 0 {
		l.paragraph(l.say("data.sample", "n", strconv.Itoa(s.Sample)))
	}
	l.paragraph(l.say("data.cadence", "cadence", l.cadence(s.Cadence)))
	l.paragraph(l.say("data.identity"))
	l.paragraph(l.say("data.hash", "hash", s.Hash()))
}

// tables counts the variables of each table of s.
func (l *letter) tables(s permits.Scope) {
	var rows [][]string
	for _, t := range s.Tables {
		n := 0
		for _, v := range t.Variables {
			if v.Protection != registers.Drop {
				n++
			}
		}
		table, known := l.Catalogue.Table(t.Table)
		if !known {
			l.fail(fmt.Errorf("table %q is not in the catalogue", t.Table))
		}
		if n > 0 {
			rows = append(rows, []string{table.Name3.In(l.lang) + " (" + t.Table + ")", strconv.Itoa(n)})
		}
	}
	l.table([]string{l.say("data.table.head.table"), l.say("data.table.head.count")}, rows, []float64{0.8, 0.2})
}

// refusals sets what was applied for against what is granted, with the code
// and the sentence of each.
func (l *letter) refusals() {
	l.paragraph(l.say("refusals.intro"))
	var rows [][]string
	for _, r := range l.decision.Refusals {
		code, known := permits.ReasonCodeOf(r.Code)
		if !known {
			l.fail(fmt.Errorf("%q is no code of a refusal", r.Code))
		}
		name, applied, granted := l.compared(r.Item)
		rows = append(rows, []string{name, applied, granted, r.Code + " " + code.Text.In(l.lang) + ". " + r.Text})
	}
	l.table([]string{l.say("refusals.head.item"), l.say("refusals.head.applied"), l.say("refusals.head.granted"), l.say("refusals.head.reason")},
		rows, []float64{0.26, 0.17, 0.17, 0.4})
}

// compared words an item of the scope as applied for and as granted, from the
// scopes themselves.
func (l *letter) compared(item string) (name, applied, granted string) {
	asked, got := l.Case.Application.Scope, l.decision.Scope
	switch item {
	case "population":
		return l.say("item.population"), l.population(asked.Population), l.population(got.Population)
	case "period":
		return l.say("item.period"), l.period(asked.Period), l.period(got.Period)
	case "sample":
		return l.say("item.sample"), strconv.Itoa(asked.Sample), strconv.Itoa(got.Sample)
	case "cadence":
		return l.say("item.cadence"), l.cadence(asked.Cadence), l.cadence(got.Cadence)
	}
	return l.variable(item), l.protection(asked.Protection(item)), l.protection(got.Protection(item))
}
