package letters

import (
	"fmt"
	"strconv"
	"strings"
	"time"

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
	gate := l.decision.Route
	if strings.TrimSpace(l.decision.Immediate) != "" {
		gate = permits.Rectification // the exception recorded opens it as that route does
	}
	l.paragraph(l.say("delivery." + string(gate)))
	l.delivered()
	l.paragraph(l.say("delivery.form"))
	if l.SignerFingerprint != "" {
		l.paragraph(l.say("delivery.signer", "fingerprint", l.SignerFingerprint))
	}
	l.paragraph(l.say("delivery.errors"))
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
	if d.Short { // what an order rests on is said even so: its breach is punishable
		l.paragraph(l.say("reasons.short"))
		l.reasonsForOrders()
		return
	}
	chapter("reasons.evaluation", strings.Split(strings.TrimSpace(d.Reasons), "\n\n")...)
	chapter("reasons.authority", l.say("reasons.authority.text", "provision", l.law.Permit.In(l.lang)))
	chapter("reasons.purpose", l.found("purpose", l.say("reasons.purpose.text", "abstract", strings.TrimSpace(a.Abstract)))...)
	if !d.Grants() {
		chapter("reasons.freedom", l.found("freedom", l.say("reasons.freedom.text"))...)
		l.topics("consent", "claims", "alternatives")
		l.departures()
		return
	}
	var named []string
	for _, g := range d.Scope.Grounds(l.Catalogue) {
		named = append(named, l.say("reasons.obvious.ground", "number", g, "name", l.groundName(g)))
	}
	if len(named) > 0 { // a change may give no data
		chapter("reasons.secrecy", l.say("reasons.secrecy.text", "grounds", strings.Join(named, ", ")))
		l.heading(3, l.say("reasons.obvious"))
	}
	var findings []item
	for i, f := range d.Findings {
		findings = append(findings, item{label: string(rune('a'+i)) + ")",
			heading: l.say("reasons.obvious.ground", "number", f.Ground, "name", l.groundName(f.Ground)) + category(f), text: f.Text})
	}
	l.list(findings)
	chapter("reasons.freedom", l.found("freedom", l.say("reasons.freedom.text"))...)
	l.topics("consent")
	legal := []string{l.say("reasons.legal." + a.Article6)}
	if a.Article9 != "" {
		legal = append(legal, l.say("reasons.legal.nine", "ground", a.Article9))
	}
	chapter("reasons.legal", l.found("basis", legal...)...)
	l.topics("dpia", "duties")
	chapter("reasons.need", l.found("necessity", l.say("reasons.need.text"))...)
	l.needs()
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
	l.departures()
	if len(d.Refusals) > 0 {
		chapter("reasons.partly", l.say("reasons.partly.text"))
	}
	l.reasonsForOrders()
	l.topics("claims")
}

// category names the data category of 3 § that a finding is about; empty of the
// whole ground.
func category(f permits.Finding) string {
	if f.Category == "" {
		return ""
	}
	return ", JTYPL 13:3 § " + f.Category
}

// found adds what the decision finds on a topic to what is always said of it.
func (l *letter) found(topic string, said ...string) []string {
	return append(said, strings.Split(l.decision.On(topic), "\n\n")...)
}

// topics are the findings that have a chapter of their own, when there are any.
func (l *letter) topics(keys ...string) {
	for _, key := range keys {
		if text, topic := l.decision.On(key), l.topic(key); text != "" {
			l.heading(3, topic.Name.In(l.lang))
			l.paragraphs(strings.Split(text, "\n\n"))
		}
	}
}

func (l *letter) topic(key string) permits.Topic {
	t, known := permits.TopicOf(key)
	if !known {
		l.fail(fmt.Errorf("%q is no topic of a decision", key))
	}
	return t
}

// needs lists the variables whose need was found in words of its own.
func (l *letter) needs() {
	var own []item
	for _, id := range l.decision.Scope.VariableIDs() {
		if text := l.decision.Necessity[id]; text != "" && text != permits.AsApplied {
			own = append(own, item{label: "–", heading: l.variable(id), text: text})
		}
	}
	l.list(own)
}

// reasonsForOrders says of each order which interest it protects (JulkL 17 §,
// HL 6 §).
func (l *letter) reasonsForOrders() {
	var reasons []item
	for _, chosen := range l.decision.Conditions {
		if clause, known := permits.ClauseOf(chosen.No); known && clause.Obligation == permits.Ordered {
			no := strconv.Itoa(chosen.No)
			why := strings.TrimSpace(chosen.Reason)
			if why == "" {
				why = l.say("order.why." + no)
			}
			reasons = append(reasons, item{label: no + ".", text: why})
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

// close is what every decision ends with: privacy, the informant, the
// signatures and who gets it.
func (l *letter) close() {
	l.part("section.privacy")
	l.paragraph(l.say("privacy"))
	l.informant(l.Case.Presenter)
	l.signatures()
}

// fee says what the decision costs, what the data cost when retrieval names the
// row of their price, and what remedy the kind of fee has (14.4). The row is of
// the day on which the case became pending.
func (l *letter) fee(retrieval, annex string) {
	l.part("section.fee")
	pending := registers.DayOf(l.Case.Submitted)
	if decision, known := l.Case.DecisionFee(pending); known && decision.Cents > 0 {
		l.paragraph(l.say("fee.decision", "euro", euro(decision.Cents)))
	} else {
		l.paragraph(l.say("fee.free"))
	}
	hour, known := permits.FeeOn(retrieval, pending)
	switch priced := l.decision.Fee; {
	case !known:
	case priced == nil:
		l.paragraph(l.say("fee.retrieval", "euro", euro(hour.Cents)))
	case priced.Waiver != "":
		l.paragraph(l.say("fee.waived." + priced.Waiver))
	default:
		e := l.Case.EstimateFee(priced.Hours, "")
		l.paragraph(l.say("fee.estimate", "hours", hours(priced.Hours), "euro", euro(hour.Cents), "sum", euro(e.Cents), "most", euro(e.Ceiling)))
	}
	l.paragraph(l.say("fee.decree", "day", l.day(pending)))
	l.paragraph(l.say("fee.remedy", "annex", annex))
}

// euro writes cents as people read them.
func euro(cents int) string {
	return strconv.Itoa(cents/100) + "," + strconv.Itoa(cents%100/10) + strconv.Itoa(cents%10)
}

// signatures are the two officials' on the decision.
func (l *letter) signatures() {
	c := l.Case
	l.signed("sign.text", c.Presenter, c.Decider, string(l.decision.Outcome), c.DecidedAt, c.Signatures(c.LetterNo()))
}

// signed are the signatures of who presented and who decided a matter of the
// delegation table at decided, with the moment and the hash of what each signed;
// before they have signed, who will.
func (l *letter) signed(text string, by, of permits.UserID, matter string, decided time.Time, signed []permits.OfficialSignature) {
	presenter, decider := l.person(by), l.person(of)
	l.part("section.signatures")
	l.paragraph(l.say(text, "day", l.day(registers.DayOf(decided))))
	if provision := permits.DelegationProvision(matter, registers.DayOf(decided)).In(l.lang); provision != "" {
		l.paragraph(l.say("sign.delegation", "provision", provision))
	}
	moment := map[string]string{}
	for _, s := range signed {
		moment[s.Role] = l.moment(s.At)
	}
	var rows [][]string
	for _, signer := range []struct{ name, role, part string }{
		{presenter.Name, "presenter", l.say("sign.presenter")}, {decider.Name, "decider", l.say("sign.decider")},
	} {
		at := moment[signer.role]
		if at == "" {
			at = l.say("sign.waits")
		}
		rows = append(rows, []string{signer.name, signer.part, at})
	}
	l.table([]string{l.say("sign.head.name"), l.say("sign.head.part"), l.say("sign.head.at")}, rows, []float64{0.35, 0.25, 0.4})
	if len(signed) == len(rows) {
		l.paragraph(l.say("sign.hash", "hash", signed[0].SHA256))
	}
	l.paragraph(l.say("sign.verify"))
}

// moment writes a day and a time of day.
func (l *letter) moment(at time.Time) string {
	return l.say("moment", "day", l.day(registers.DayOf(at)), "time", at.Format("15.04"))
}

func (l *letter) listAnnexes(titles ...string) {
	if l.Case.Handling.Dissent != nil && l.version > 0 {
		titles = append(titles, l.say("annex.dissent"))
	}
	l.room(16 + float64(len(titles))*bodyLine)
	l.heading(3, l.say("key.annexes"))
	for _, title := range titles {
		l.text(l.root.add("P"), title, "", body, left, width, bodyLine)
	}
	l.skip(2)
	l.heading(3, l.say("distribution"))
	a := l.Case.Application
	l.paragraph(l.say("distribution.text", "applicant", a.Organisation, "leader", l.person(a.Leader()).Name))
	if l.version > 0 && l.decision.Grants() {
		l.informed()
	}
}
