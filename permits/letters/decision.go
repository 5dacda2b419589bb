package letters

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"tietolupa/permits"
	"tietolupa/registers"
)

// Decision writes the decision on a permit: grant, partial grant, refusal or
// dismissal, with its public annexes. The outcome comes first; orders, whose
// breach is punishable, stand apart from reminders and requests. Once both
// officials have signed, their signatures stand on it; once it has been
// corrected, the corrections stand before the rest. It fails when the case has
// not been decided or names somebody or something that the input lacks.
func Decision(in Input) ([]byte, error) {
	l, err := beginDecision(in, "title", "act.decision")
	if err != nil {
		return nil, fmt.Errorf("write decision letter: %w", err)
	}
	l.version = in.Case.LetterVersion()
	l.head(l.parties()...)
	l.heading(1, l.say("title"))
	l.matter(l.involved()...)
	l.corrections()
	switch {
	case l.decision.Grants():
		l.grant()
	default:
		l.refusal()
	}
	b, err := l.finish()
	if err != nil {
		return nil, fmt.Errorf("write decision letter: %w", err)
	}
	return b, nil
}

// Annex writes annex 3 of a decision by itself, since it is secret in part: who
// may use the data, where, and how the environment is protected.
func Annex(in Input) ([]byte, error) {
	l, err := beginDecision(in, "annex.users", "act.annex")
	if err != nil {
		return nil, fmt.Errorf("write the secret annex: %w", err)
	}
	if !l.decision.Grants() {
		return nil, errors.New("write the secret annex: nothing was granted")
	}
	l.marking = l.secrecyMark(permits.SecretAnnex)
	l.head(l.parties()...)
	l.heading(1, l.say("annex.users"))
	l.matter()
	l.usersAnnex()
	l.riskAnnex()
	b, err := l.finish()
	if err != nil {
		return nil, fmt.Errorf("write the secret annex: %w", err)
	}
	return b, nil
}

func beginDecision(in Input, titleKey, kindKey string) (*letter, error) {
	if in.Case.Decision == nil || in.Case.DecidedAt.IsZero() {
		return nil, errors.New("the case has not been decided")
	}
	return begin(in, titleKey, kindKey, in.Case.DecidedAt)
}

// corrections says what has been corrected since the letter was first given
// (HL 51–52 §).
func (l *letter) corrections() {
	all := l.Case.Life.Corrections
	if len(all) == 0 {
		return
	}
	l.heading(2, l.say("corrected"))
	for i, k := range all {
		l.paragraph(l.say("corrected.text", "no", strconv.Itoa(i+1), "day", l.day(registers.DayOf(k.At)), "name", l.person(k.By).Name,
			"version", strconv.Itoa(k.No+1)))
		l.quoted(k.What)
		switch {
		case k.Appeal && k.ServedAt.IsZero():
			l.paragraph(l.say("corrected.appeal.anew"))
		case k.Appeal:
			l.paragraph(l.say("corrected.appeal", "served", l.day(registers.DayOf(k.ServedAt)), "last", l.day(permits.LastDayFrom(k.ServedAt))))
		default:
			l.paragraph(l.say("corrected.same"))
		}
	}
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
	l.enforcement(l.decision.Route, l.decision.Immediate)
	l.handling()
	l.reasons()
	l.provisions()
	l.fee("retrieval", "8")
	how := l.ofDecision()
	l.appealSection(how)
	l.part("section.publicity")
	l.paragraph(l.say("publicity"))
	l.paragraph(l.say("marking", "grounds", l.grounds()))
	title := "shown"
	if !permits.Public("title", l.Case.Application.Purpose, false, registers.DayOf(l.at)) {
		title = "secret"
	}
	l.paragraph(l.say("publicity.register." + title))
	l.close()
	l.listAnnexes(l.say("annex.data"), l.say("annex.links"), l.say("annex.users")+" "+l.say("annex.separate"), l.say("annex.risk")+" "+l.say("annex.separate"),
		l.say("annex.undertaking"), l.say("annex.fee"), l.appealTitle(how), l.say("annex.fee-remedy", "annex", "8"))
	l.dataAnnex()
	l.linksAnnex()
	l.undertakingAnnex()
	l.feeAnnex()
	l.appealAnnex(how)
	l.feeRemedyAnnex("8")
	l.dissent()
}

// refusal is the letter without the parts that only a permit has, and always
// with full reasons (HL 45 §): of a refusal, and of an application that is not
// examined.
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
	l.paragraphs(l.found("advice", l.say("refused.advice")))
	l.provisions()
	l.fee("", "2")
	how := l.ofDecision()
	how.annex = "1"
	l.appealSection(how)
	l.part("section.publicity")
	l.paragraph(l.say("publicity.refused"))
	l.close()
	l.listAnnexes(l.appealTitle(how), l.say("annex.fee-remedy", "annex", "2"))
	l.appealAnnex(how)
	l.feeRemedyAnnex("2")
	l.dissent()
}

// dissent annexes what the presenter has recorded against the decision (PL
// 118 §).
func (l *letter) dissent() {
	if ref := l.Case.Handling.Dissent; ref != nil {
		l.dissentOf(l.Case.Presenter, *ref)
	}
}

func (l *letter) dissentOf(presenter permits.UserID, ref permits.TextRef) {
	l.newPage()
	l.heading(1, l.say("annex.dissent"))
	l.paragraph(l.say("annex.dissent.text", "name", l.person(presenter).Name))
	l.quoted(ref)
}

func (l *letter) outcome() {
	a := l.Case.Application
	l.part("section.decision")
	purpose := l.say("purpose." + string(a.Purpose))
	if !l.decision.Grants() {
		l.paragraph(l.say("outcome."+string(l.decision.Outcome), "applicant", a.Organisation, "project", a.Title, "purpose", purpose))
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
	if p, known := permits.ConditionNamed(asked.Population, item); known {
		i := slices.Index(permits.ConditionKeys(asked.Population), item)
		granted = l.say("protection.drop")
		if q, kept := permits.Counterpart(asked.Population, got.Population, i); kept {
			granted = l.population([]registers.Predicate{q})
		}
		return l.say("item.population"), l.population([]registers.Predicate{p}), granted
	}
	return l.variable(item), l.protection(asked.Protection(item)), l.protection(got.Protection(item))
}
