package letters

import (
	"strconv"
	"strings"

	"tietolupa/permits"
	"tietolupa/registers"
)

// conditions writes orders, reminders and requests under headings of their own,
// so that a request is never taken for an order (JulkL 28.2 §, 35.2 §).
func (l *letter) conditions() {
	worded, err := l.Case.Conditions(l.lang)
	if err != nil {
		l.fail(err)
		return
	}
	for _, kind := range []struct {
		obligation permits.Obligation
		section    string
	}{{permits.Ordered, "section.orders"}, {permits.Reminded, "section.reminders"}, {permits.Requested, "section.requests"}} {
		var items []item
		for _, w := range worded {
			if w.Obligation == kind.obligation {
				items = append(items, item{label: strconv.Itoa(w.No) + ".", heading: w.Heading, text: w.Text})
			}
		}
		if len(items) == 0 {
			continue
		}
		l.part(kind.section)
		if kind.obligation == permits.Ordered {
			l.paragraph(l.say("orders.intro"))
		}
		l.list(items)
	}
}

func (l *letter) delivery() {
	l.part("section.delivery")
	l.paragraph(l.say("delivery." + string(l.decision.Route)))
	l.paragraph(l.say("delivery.form"))
	if l.SignerFingerprint != "" {
		l.paragraph(l.say("delivery.signer", "fingerprint", l.SignerFingerprint))
	}
	l.paragraph(l.say("delivery.errors"))
}

// enforcement, instruction and delivery gate follow from one setting, the route
// (letters 0.2).
func (l *letter) enforcement() {
	if l.decision.Route == permits.Rectification {
		l.paragraph(l.say("enforcement.O", "provision", l.law.Enforcement.In(l.lang)))
		return
	}
	l.paragraph(l.say("enforcement.V"))
}

func (l *letter) handling() {
	c := l.Case
	l.part("section.handling")
	l.paragraph(l.say("handling.arrived", "day", l.day(registers.DayOf(c.Submitted))) + " " +
		l.say("handling.version", "hash", c.Application.Scope.Hash()))
	var steps [][]string
	for _, e := range l.Events {
		if key := "event." + string(e.Kind); texts()[key].FI != "" && !e.At.After(c.DecidedAt) {
			steps = append(steps, []string{l.day(registers.DayOf(e.At)), l.say(key)})
		}
	}
	if len(steps) > 0 {
		l.table([]string{l.say("handling.head.day"), l.say("handling.head.step")}, steps, []float64{0.2, 0.8})
	}
	l.paragraph(l.say("handling.people", "presenter", l.person(c.Presenter).Name, "decider", l.person(c.Decider).Name))
}

func (l *letter) reasons() {
	d, a := l.decision, l.Case.Application
	l.part("section.reasons")
	chapter := func(key string, paragraphs ...string) {
		l.heading(3, l.say(key))
		l.paragraphs(paragraphs)
	}
	chapter("reasons.evaluation", strings.Split(strings.TrimSpace(d.Reasons), "\n\n")...)
	chapter("reasons.authority", l.say("reasons.authority.text", "provision", l.law.Permit.In(l.lang)))
	chapter("reasons.purpose", l.say("reasons.purpose.text", "abstract", strings.TrimSpace(a.Abstract)))
	if d.Outcome == permits.RefuseAll {
		chapter("reasons.freedom", l.say("reasons.freedom.text"))
		return
	}
	var named []string
	for _, g := range d.Scope.Grounds(l.Catalogue) {
		named = append(named, l.say("reasons.obvious.ground", "number", g, "name", l.groundName(g)))
	}
	chapter("reasons.secrecy", l.say("reasons.secrecy.text", "grounds", strings.Join(named, ", ")))
	l.heading(3, l.say("reasons.obvious"))
	var findings []item
	for i, f := range d.Findings {
		findings = append(findings, item{label: string(rune('a'+i)) + ")",
			heading: l.say("reasons.obvious.ground", "number", f.Ground, "name", l.groundName(f.Ground)), text: f.Text})
	}
	l.list(findings)
	chapter("reasons.freedom", l.say("reasons.freedom.text"))
	legal := []string{l.say("reasons.legal." + a.Article6)}
	if a.Article9 != "" {
		legal = append(legal, l.say("reasons.legal.nine", "ground", a.Article9))
	}
	chapter("reasons.legal", legal...)
	chapter("reasons.need", l.say("reasons.need.text"))
	if len(d.Clauses) > 0 {
		l.heading(3, l.say("reasons.clauses"))
		var rows []item
		for _, id := range d.Scope.VariableIDs() {
			if text := d.Clauses[id]; text != "" {
				rows = append(rows, item{label: "–", heading: l.variable(id), text: text})
			}
		}
		l.list(rows)
	}
	l.reasonsForOrders()
}

// reasonsForOrders says of each order which interest it protects (JulkL 17 §,
// HL 6 §).
func (l *letter) reasonsForOrders() {
	var reasons []item
	for _, chosen := range l.decision.Conditions {
		if clause, known := permits.ClauseOf(chosen.No); known && clause.Obligation == permits.Ordered {
			no := strconv.Itoa(chosen.No)
			reasons = append(reasons, item{label: no + ".", text: l.say("order.why." + no)})
		}
	}
	if len(reasons) > 0 {
		l.heading(3, l.say("reasons.orders"))
		l.list(reasons)
	}
}

func (l *letter) provisions() {
	l.part("section.provisions")
	for _, p := range []registers.Names{l.law.Permit, l.law.Rectification, l.law.Enforcement} {
		if l.decision.Route == permits.Appeal && p != l.law.Permit {
			continue
		}
		s := p.In(l.lang)
		l.paragraph(strings.ToUpper(s[:1]) + s[1:])
	}
	l.paragraph(l.say("provisions.base"))
}

func (l *letter) appealSection() {
	l.part("section.appeal")
	l.paragraph(l.say("appeal.section." + string(l.decision.Route)))
}

// close is what every decision ends with: privacy, the informant, the
// signatures and who gets it.
func (l *letter) close() {
	c := l.Case
	presenter, decider := l.person(c.Presenter), l.person(c.Decider)
	l.part("section.privacy")
	l.paragraph(l.say("privacy"))
	l.part("section.informant")
	contact := l.Contact
	if contact.Name == "" {
		contact = Contact{Name: presenter.Name, Phone: l.authority.phone, Email: presenter.Email}
	}
	l.paragraph(l.say("informant", "name", contact.Name, "phone", contact.Phone, "email", contact.Email))
	l.paragraph(l.authority.name.In(l.lang) + ", " + l.authority.address.In(l.lang) + ", " + l.authority.email)
	l.part("section.signatures")
	l.paragraph(l.say("sign.text", "day", l.day(registers.DayOf(c.DecidedAt))))
	l.room(16)
	y := l.f.GetY() + 2
	for i, signer := range []struct{ name, part string }{
		{decider.Name, l.say("sign.decider")}, {presenter.Name, l.say("sign.presenter")},
	} {
		l.f.SetY(y)
		x := left + float64(i)*width/2
		l.text(l.root.add("P"), signer.name, "B", body, x, width/2-4, bodyLine)
		l.text(l.root.add("P"), signer.part, "", body, x, width/2-4, bodyLine)
	}
	l.skip(4)
}

func (l *letter) listAnnexes(keys ...string) {
	l.heading(3, l.say("key.annexes"))
	l.room(float64(len(keys)) * bodyLine)
	for _, key := range keys {
		l.text(l.root.add("P"), l.say(key), "", body, left, width, bodyLine)
	}
	l.heading(3, l.say("distribution"))
	a := l.Case.Application
	l.paragraph(l.say("distribution.text", "applicant", a.Organisation, "leader", l.person(a.Leader()).Name))
}
