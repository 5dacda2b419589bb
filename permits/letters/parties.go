package letters

import (
	"slices"
	"strings"

	"tietolupa/permits"
)

// involved says under the title who is involved besides the applicant and the
// responsible person (HL 12 §, 44.1 § 2 k): who acts for the organisation and on
// what ground, and whose register the data will be.
func (l *letter) involved() [][2]string {
	a := l.Case.Application
	contact := a.Contact
	if a.ContactTie != "" {
		contact += " (" + a.ContactTie + ")"
	}
	control := a.Control
	if control == "" {
		control = permits.OwnControl
	}
	controller := l.say("controller."+control, "applicant", a.Organisation)
	if a.Controllers != "" && control != permits.OwnControl {
		controller += ": " + strings.Join(strings.Fields(a.Controllers), " ")
	}
	role := ""
	if a.Role != "" {
		role = l.say("role." + string(a.Role))
	}
	return [][2]string{
		{l.say("fact.contact"), contact}, {l.say("fact.role"), role}, {l.say("fact.controller"), controller},
		{l.say("fact.purpose"), a.Purpose.Name().In(l.lang)},
	}
}

// delivered says what has to stand before the data can be given, who receives
// them and when at the earliest (TiHL 14, 24 §; JulkL 16.3 §).
func (l *letter) delivered() {
	l.paragraph(l.say("delivery.before"))
	conditions := []item{{label: "1)", text: l.say("delivery.before.key")}, {label: "2)", text: l.say("delivery.before.price")}}
	for _, name := range l.Case.BeforeDelivery() {
		conditions = append(conditions, item{label: string(rune('1'+len(conditions))) + ")", text: l.say("delivery.before." + name)})
	}
	l.list(conditions)
	l.paragraph(l.say("delivery.earliest"))
}

// departures say why the decision departs from earlier ones, or that it does not
// (HL 6 §).
func (l *letter) departures() {
	l.heading(3, l.say("reasons.practice"))
	var why []string
	for _, text := range l.decision.Departures {
		if text = strings.TrimSpace(text); text != "" && !slices.Contains(why, text) {
			why = append(why, text)
		}
	}
	if len(why) == 0 {
		l.paragraph(l.say("reasons.practice.same"))
		return
	}
	slices.Sort(why)
	l.paragraphs(why)
}

// informed are those who get a permit for information, each its own part alone
// (HL 54 §): who keeps the environment, and whose data are linked.
func (l *letter) informed() {
	a := l.Case.Application
	var rows [][]string
	if a.Recipient.Kind == permits.EnvironmentRecipient {
		rows = append(rows, []string{a.Recipient.Called(l.lang), l.say("distribution.environment")})
	}
	for _, d := range a.Linked {
		if d.Name != "" {
			rows = append(rows, []string{d.Name, l.say("distribution.linked")})
		}
	}
	rows = append(rows, []string{l.say("distribution.offices." + map[bool]string{true: "te", false: "municipal"}[l.law.ELY]), l.say("distribution.summary")})
	l.table([]string{l.say("distribution.head.to"), l.say("service.head.parts")}, rows, []float64{0.4, 0.6})
}
