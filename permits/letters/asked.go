package letters

import (
	"strconv"
	"strings"

	"tietolupa/permits"
	"tietolupa/registers"
)

// supplement is the request to supplement (täydennyspyyntö, HL 22, 33 §): every
// deficiency at once, how and by when to mend it, and what happens otherwise.
func (l *letter) supplement() {
	s := latest(l, l.Case.Handling.Supplements)
	term := l.day(s.Term)
	l.open(l.say("supplement.title"), l.parties()...)
	l.paragraph(l.say("supplement.lead", "term", term))
	l.part("supplement.asked")
	var items []item
	var why [][]string
	for i, d := range s.Deficiencies {
		no := strconv.Itoa(i + 1)
		weight := "supplement.helpful"
		if d.Mandatory {
			weight = "supplement.needed"
		}
		items = append(items, item{label: no + ".", heading: l.fieldName(d.Field), text: l.said(d.Text)})
		why = append(why, []string{no, l.fieldName(d.Field), d.Provision, l.say(weight)})
	}
	l.list(items)
	l.part("supplement.why")
	l.table([]string{l.say("annex.data.head.number"), l.say("supplement.head.field"), l.say("supplement.head.provision"), l.say("supplement.head.weight")},
		why, []float64{0.08, 0.27, 0.2, 0.45})
	l.telling("supplement.term", l.say("supplement.term.text", "term", term), l.say("supplement.term.longer"))
	l.telling("supplement.silence", l.say("supplement.silence.text"))
	l.part("supplement.clock")
	l.paragraph(l.say("supplement.clock.text", "day", l.day(registers.DayOf(s.At)), "expected", l.day(l.Case.Expected(s.Term.Time()))))
	if s.Again.IsZero() {
		l.paragraph(l.say("supplement.once"))
	} else {
		l.paragraph(l.say("supplement.again"))
		l.quoted(s.Again)
	}
	l.telling("answer.how", l.say("answer.how.text"))
	l.informant(s.By)
	l.notDecision()
}

// fieldName names a part of the application.
func (l *letter) fieldName(field string) string {
	if _, known := texts()["field."+field]; known {
		return l.say("field." + field)
	}
	if id, of := strings.CutPrefix(field, permits.VariablePart); of {
		if variable, known := l.Catalogue.Variable(id); known {
			return variable.Name.In(l.lang)
		}
	}
	return l.say("field.other")
}

// notDecision says why there is no instruction for appeal.
func (l *letter) notDecision() {
	l.skip(2)
	l.paragraph(l.say("no-appeal"))
}

// offer proposes a narrower scope (HL 8, 22.3 §): what would be less, and what
// accepting it means.
func (l *letter) offer() {
	o := latest(l, l.Case.Handling.Offers)
	l.open(l.say("offer.title"), l.parties()...)
	l.paragraph(l.say("offer.lead"))
	l.part("offer.proposed")
	l.differences(l.Case.Application.Scope, o.Scope, "refusals.head.applied", "offer.head.offered")
	l.part("offer.why")
	l.quoted(o.Why)
	l.telling("offer.accept", l.say("offer.accept.text"))
	l.telling("offer.decline", l.say("offer.decline.text"))
	l.telling("supplement.term", l.say("offer.term", "term", l.day(o.Term)), l.say("supplement.term.longer"))
	l.telling("answer.how", l.say("offer.how"))
	l.informant(o.By)
	l.notDecision()
}

// differences sets two scopes side by side where they differ.
func (l *letter) differences(was, now permits.Scope, wasHead, nowHead string) {
	var rows [][]string
	seen := map[string]bool{}
	for _, id := range append(was.VariableIDs(), now.VariableIDs()...) {
		if seen[id] || was.Protection(id) == now.Protection(id) {
			continue
		}
		seen[id] = true
		rows = append(rows, []string{l.variable(id), l.protection(was.Protection(id)), l.protection(now.Protection(id))})
	}
	for _, one := range []struct{ key, was, now string }{
		{"item.population", l.population(was.Population), l.population(now.Population)},
		{"item.period", l.period(was.Period), l.period(now.Period)},
		{"item.sample", l.sampled(was.Sample), l.sampled(now.Sample)},
		{"item.cadence", l.cadence(was.Cadence), l.cadence(now.Cadence)},
	} {
		if one.was != one.now {
			rows = append(rows, []string{l.say(one.key), one.was, one.now})
		}
	}
	l.table([]string{l.say("refusals.head.item"), l.say(wasHead), l.say(nowHead)}, rows, []float64{0.4, 0.3, 0.3})
}

func (l *letter) sampled(n int) string {
	if n == 0 {
		return l.say("item.sample.none")
	}
	return strconv.Itoa(n)
}

// hearing hears a party (HL 34, 36 §): what is considered, on which facts, and
// that nothing has been decided.
func (l *letter) hearing() {
	c := l.Case
	h := latest(l, c.Handling.Hearings)
	l.open(l.say("hearing.title"), l.parties()...)
	l.telling("hearing.purpose", l.say("hearing.purpose."+h.Purpose), l.say("hearing.nothing-decided"))
	l.part("hearing.points")
	var items []item
	for i, point := range strings.Split(l.said(h.Points), "\n\n") {
		items = append(items, item{label: strconv.Itoa(i+1) + ".", text: strings.TrimSpace(point)})
	}
	l.list(items)
	l.part("hearing.documents")
	var rows [][]string
	for _, s := range c.Handling.Statements {
		if !s.Given.IsZero() {
			rows = append(rows, []string{l.day(registers.DayOf(s.Given)), l.say("hearing.statement", "from", s.From)})
		}
	}
	if len(rows) > 0 {
		l.table([]string{l.say("handling.head.day"), l.say("hearing.head.document")}, rows, []float64{0.2, 0.8})
	}
	l.paragraph(l.say("hearing.documents.text"))
	l.telling("supplement.term", l.say("hearing.term", "term", l.day(h.Term)), l.say("supplement.term.longer"), l.say("hearing.oral"))
	if s := c.Life.Suspension; h.Purpose == "revocation" && s != nil {
		l.part("hearing.interim")
		l.paragraph(l.say("hearing.interim.text", "at", l.moment(s.At)))
		l.quoted(s.Reason)
		l.paragraph(l.say("hearing.interim.keep"))
	}
	l.telling("answer.how", l.say("answer.how.text"))
	l.informant(h.By)
	l.notDecision()
}

// statement asks another authority, or the authority's own data protection
// officer, for a statement (lausuntopyyntö, HL 31 §).
func (l *letter) statement() {
	s := latest(l, l.Case.Handling.Statements)
	l.marking = l.secrecyMark(permits.StatementLetter)
	l.open(l.say("statement.title"), s.From)
	l.paragraph(l.say("statement.lead." + s.Kind))
	l.part("statement.questions")
	l.quoted(s.Question)
	l.telling("supplement.term", l.say("statement.term", "term", l.day(s.Term)))
	l.telling("statement.about", l.say("statement.about.text", "project", l.Case.Application.Title,
		"purpose", l.Case.Application.Purpose.Name().In(l.lang), "period", l.period(l.Case.Application.Scope.Period)))
	l.part("statement.secrecy")
	l.paragraph(l.say("statement.secrecy.text"))
	l.telling("answer.how", l.say("statement.how", "language", l.say("language."+l.lang)))
	l.informant(s.By)
}
