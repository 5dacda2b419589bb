package letters

import (
	"errors"
	"reflect"
	"strings"

	"tietolupa/permits"
	"tietolupa/registers"
)

// steps lists what has happened in the case, day by day, after its decision.
func (l *letter) steps() {
	var rows [][]string
	for _, e := range l.Events {
		if key := "event." + string(e.Kind); texts()[key].FI != "" && !e.At.Before(l.Case.DecidedAt) {
			rows = append(rows, []string{l.day(registers.DayOf(e.At)), l.say(key)})
		}
	}
	if len(rows) > 0 {
		l.table([]string{l.say("handling.head.day"), l.say("handling.head.step")}, rows, []float64{0.2, 0.8})
	}
}

// change decides on a change of a permit: only the difference, before and after
// (muutospäätös, condition 15).
func (l *letter) change() {
	c, m := l.Case, l.measured()
	view, decided := c.ChangeCase(m.Change)
	if !decided {
		return // it cannot be said what no change gave
	}
	ch := c.Life.Changes[m.Change-1]
	if l.decision = (permits.Decision{Outcome: permits.RefuseAll}); view.Decision != nil {
		l.decision = *view.Decision
	}
	how := instruction{route: l.law.Route, annex: "1", made: l.sentAt(m), mode: permits.OrdinaryService}
	l.open(l.say("change.title"), l.parties()...)
	l.part("section.decision")
	if ch.Granted == nil {
		l.paragraph(l.say("change.refused"))
	} else {
		l.paragraph(l.say("change.granted"))
	}
	l.part("change.delta")
	l.delta(ch)
	l.part("change.asked")
	l.paragraph(l.say("change.asked.text", "day", l.day(registers.DayOf(ch.At)), "name", l.person(ch.By).Name))
	l.quoted(ch.Why)
	same := ch.Granted == nil || reflect.DeepEqual(c.AsItStands().Decision.Conditions, l.decision.Conditions)
	if same {
		l.decision.Conditions = nil // they were given, with their reasons, by the permit
	}
	l.Case = view // what is judged is what the change adds
	if len(l.decision.Refusals) > 0 {
		l.part("section.refusals")
		l.refusals()
	}
	l.reasons()
	if !same {
		l.conditions()
	}
	l.Case = c
	l.telling("change.stays", l.say("change.stays.text"))
	if ch.Granted != nil {
		l.telling("change.force", l.say("change.force.text"))
	}
	l.enforcement(how.route, l.decision.Immediate)
	l.part("section.provisions")
	l.paragraph(l.say("change.provisions"))
	l.part("section.fee")
	if ch.Cents > 0 {
		l.paragraph(l.say("fee.decision", "euro", euro(ch.Cents)))
	} else {
		l.paragraph(l.say("fee.free"))
	}
	l.lead(l.say("fee.rectify"))
	l.appealSection(how)
	l.informant(ch.Presenter)
	l.measureSigned(m)
	l.listAnnexes(l.withDissent(m, l.appealTitle(how))...)
	l.appealAnnex(how)
	l.dissented(m)
}

// delta sets what the change asks and gives beside what holds before it.
func (l *letter) delta(ch permits.Change) {
	c := l.Case
	c.Life.Changes = c.Life.Changes[:ch.No-1] // as it stood before this one
	given := func(f func(permits.Delta) string) string {
		if ch.Granted == nil {
			return l.say("change.no")
		}
		if s := f(*ch.Granted); s != "" {
			return s
		}
		return l.say("change.no")
	}
	var rows [][]string
	add := func(key, before string, f func(permits.Delta) string) {
		if asked := f(ch.Asked); asked != "" {
			rows = append(rows, []string{l.say(key), before, asked, given(f)})
		}
	}
	add("change.until", l.day(c.PermitTerm().To), func(d permits.Delta) string { return l.day(d.Until) })
	add("change.leader", l.person(c.Leader()).Name, func(d permits.Delta) string {
		if d.Leader == "" {
			return ""
		}
		return l.person(d.Leader).Name
	})
	add("change.place", c.Recipient().Called(l.lang), func(d permits.Delta) string {
		if d.Place == nil {
			return ""
		}
		return d.Place.Called(l.lang)
	})
	add("change.transfer", l.say("change.none"), func(d permits.Delta) string { return d.ThirdCountries })
	add("change.linked", l.say("change.none"), func(d permits.Delta) string {
		var names []string
		for _, x := range d.Linked {
			names = append(names, x.Name)
		}
		return strings.Join(names, ", ")
	})
	if len(rows) > 0 {
		l.table([]string{l.say("change.head.what"), l.say("change.head.before"), l.say("change.head.asked"), l.say("change.head.after")},
			rows, []float64{0.25, 0.25, 0.25, 0.25})
	}
	if ch.Asked.Scope == nil {
		return
	}
	l.heading(3, l.say("change.scope.asked"))
	l.differences(c.Granted(), *ch.Asked.Scope, "change.head.before", "change.head.asked")
	if ch.Granted != nil && ch.Granted.Scope != nil {
		l.heading(3, l.say("change.scope.granted"))
		l.differences(c.Granted(), *ch.Granted.Scope, "change.head.before", "change.head.after")
		l.paragraph(l.say("data.hash", "hash", ch.Granted.Scope.Hash()))
	}
}

// ruling decides on a demand for rectification (oikaisuvaatimus): with reasons
// always (HL 49 g §), and with an appeal to the administrative court.
func (l *letter) ruling() {
	r := l.ruled()
	m := l.measured()
	how := instruction{route: permits.Appeal, annex: "1", made: l.sentAt(m), mode: permits.OrdinaryService}
	l.open(l.say("ruling.title"), l.parties()...)
	l.telling("section.decision", l.say("ruling.outcome."+outcomeOf(r)), l.effectOf(r, "ruling.effect."+r.Outcome))
	if m.Part != nil {
		l.taken(*m.Part)
	}
	l.part("ruling.demand")
	l.paragraph(l.say("ruling.demand.text", "day", l.day(registers.DayOf(r.At))))
	if k, of := l.Case.ChargeOf(r.Against); of {
		l.facts([][2]string{{l.say("ruling.fee.what"), l.say("fee.line." + k.Code)}, {l.say("ruling.fee.euro"), euro(k.Cents)},
			{l.say("ruling.fee.set"), l.day(registers.DayOf(k.At))}})
	}
	if l.Case.LateRemedy(r) {
		l.paragraph(l.say("ruling.late." + ruledUpon(r)))
	}
	l.quoted(r.Demand)
	l.part("section.reasons")
	l.quoted(r.Ruling)
	l.part("section.provisions")
	l.paragraph(l.say("ruling.provisions." + ruledUpon(r)))
	l.telling("section.fee", l.say("ruling.free"))
	l.part("section.appeal")
	l.paragraph(l.say("appeal.section.V", "annex", how.annex))
	l.informant(m.Presenter)
	l.measureSigned(m)
	l.paragraph(l.say("ruling.another"))
	l.listAnnexes(l.withDissent(m, l.appealTitle(how))...)
	l.appealAnnex(how)
	l.dissented(m)
}

// outcomeOf is the key of how r ended: a fee is not decided anew as a permit is.
func outcomeOf(r permits.Remedy) string {
	if r.OfFee() && (r.Outcome == permits.RemedyChanged || r.Outcome == permits.RemedyReturned) {
		return r.Outcome + ".fee"
	}
	return r.Outcome
}

// ruledUpon is what r was against: the texts of a fee are others than of a decision.
func ruledUpon(r permits.Remedy) string {
	if r.Kind == permits.FeeRemedy {
		return "fee"
	}
	return "decision"
}

// ruled is the remedy that the letter's event ruled on.
func (l *letter) ruled() permits.Remedy {
	r, found := l.Case.RemedyOf(l.Event)
	if !found {
		l.fail(errors.New("the event rules on no remedy"))
	}
	return r
}

// effectOf says what the outcome of r does: of one against the case's own decision
// by the text of that key, or by its own when nothing had been granted; of one
// against a revocation or a change to that alone.
func (l *letter) effectOf(r permits.Remedy, own string) string {
	v, revocation := l.Case.RevocationAgainst(r.Against)
	refused := !l.decision.Grants()
	if n := len(l.Case.Handling.Earlier); l.Case.Decision == nil && n > 0 {
		refused = !l.Case.Handling.Earlier[n-1].Decision.Grants() // undone by this very ruling
	}
	switch {
	case r.OfFee() && r.Credit > 0:
		return l.say("remedy.fee.credit", "euro", euro(r.Credit))
	case r.OfFee() && r.Outcome == permits.RemedyReturned:
		return l.say("remedy.fee.returned")
	case r.OfFee():
		return l.say("remedy.fee.stands")
	case r.Against == "" && refused && r.Undoes():
		return l.say(own + ".refused")
	case r.Against == "":
		return l.say(own)
	case revocation && !r.Undoes():
		return l.say("remedy.revocation.stands")
	case revocation && r.Outcome == permits.RemedyChangedPart:
		return l.say("remedy.revocation.part-accepted")
	case revocation && v.Part != nil:
		return l.say("remedy.revocation.part.back")
	case revocation && r.Outcome == permits.RemedyReturned:
		return l.say("remedy.revocation.returned")
	case revocation:
		return l.say("remedy.revocation.back")
	case r.Outcome == permits.RemedyOverturned:
		return l.say("remedy.change.annulled")
	case r.Undoes():
		return l.say("remedy.change.again")
	}
	return l.say("remedy.change.stands")
}

// courtRuling tells what a court has ruled and what follows in the case.
func (l *letter) courtRuling() {
	r := l.ruled()
	l.open(l.say("court.title"), l.parties()...)
	number := r.Number
	if number == "" {
		number = "–"
	}
	l.facts([][2]string{
		{l.say("court.name"), r.Court}, {l.say("court.number"), number},
		{l.say("court.ruled"), l.day(registers.DayOf(r.Ruled))}, {l.say("court.outcome"), l.say("court.outcome." + outcomeOf(r))},
	})
	l.part("court.text")
	l.quoted(r.Ruling)
	l.telling("court.effect", l.effectOf(r, "court.effect."+r.Outcome))
	l.informant(l.Event.By)
	l.paragraph(l.say("court.appeal"))
}

// reopened tells that an error of substance was found: the decision is taken away
// and the matter decided anew (asiavirheen korjaaminen, HL 50 §).
func (l *letter) reopened() {
	l.open(l.say("reopened.title"), l.parties()...)
	l.telling("reopened.what", l.say("reopened.what.text", "at", l.moment(l.at)))
	l.telling("reopened.ground", l.say("reopened.ground."+l.Event.Detail["ground"]))
	l.part("reopened.why")
	for _, t := range l.Texts {
		if t.SHA256 == l.Event.Detail["text"] {
			l.quoted(permits.TextRef{No: t.No, SHA256: t.SHA256})
			break
		}
	}
	l.telling("reopened.effect", l.say("reopened.effect.text"))
	l.informant(l.Event.By)
	l.notDecision()
}

// interim tells of an order that closes or opens the delivery of data until
// another takes its place (HOL 123 §, HL 49 f §).
func (l *letter) interim() {
	o := latest(l, l.Case.Life.Orders)
	l.open(l.say("interim.title"), l.parties()...)
	effect := "opens"
	if o.Closes {
		effect = "closes"
	}
	l.telling("interim.what", l.say("interim.from."+o.From, "at", l.moment(o.At)), l.say("interim."+effect))
	if no, of := strings.CutPrefix(o.Against, "change-"); of {
		l.paragraph(l.say("interim.change", "no", no))
	}
	l.part("interim.text")
	l.quoted(o.Text)
	l.telling("interim.until", l.say("interim.until.text"))
	l.informant(o.By)
}
