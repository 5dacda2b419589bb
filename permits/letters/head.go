package letters

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"tietolupa/permits"
	"tietolupa/registers"
)

// The letterhead's second column, where the name of the document begins.
const (
	column      = left + 93.0
	columnWidth = width - 93.0
)

// head writes the letterhead: the authority on the left; on the right what kind
// of document this is, its day, its register number and whether it is secret;
// then to whom it goes.
func (l *letter) head(to ...string) {
	left1 := [][2]string{{l.authority.short.In(l.lang), "B"}, {l.authority.name.In(l.lang), ""}}
	y := l.f.GetY()
	for i, line := range left1 {
		l.text(l.root.add("P"), line[0], line[1], [...]float64{12, small}[i], left, 82, [...]float64{6, 4}[i])
	}
	under := l.f.GetY()
	l.f.SetY(y)
	number := l.Case.ID.Printed()
	if l.No > 0 {
		number = l.say("head.number", "case", number, "no", strconv.Itoa(l.No))
	}
	right := [][2]string{
		{strings.ToUpper(l.say(l.kind)), "B"},
		{l.day(registers.DayOf(l.at)), ""}, {number, ""},
	}
	if l.Case.Registry != "" {
		right = append(right, [2]string{l.say("head.registry", "number", l.Case.Registry), ""})
	}
	if l.version > 1 {
		right = append(right, [2]string{l.say("head.version", "version", strconv.Itoa(l.version)), ""})
	}
	if l.marking != "" {
		right = append(right, [2]string{l.marking, "B"})
	}
	for _, line := range right {
		l.text(l.root.add("P"), line[0], line[1], body, column, columnWidth, bodyLine)
	}
	l.f.SetY(max(under, l.f.GetY()))
	l.skip(8)
	for _, line := range to {
		if line != "" {
			l.text(l.root.add("P"), line, "", body, left, width, bodyLine)
		}
	}
	l.skip(6)
}

// parties is to whom letters to the applicant go: the organisation and its
// responsible person.
func (l *letter) parties() []string {
	a := l.Case.Application
	return []string{organisation(a), l.person(l.Case.Leader()).Name}
}

func organisation(a permits.Application) string {
	if a.BusinessID != "" {
		return a.Organisation + " (" + a.BusinessID + ")"
	}
	return a.Organisation
}

// matter names the case under the title, and what more is told of it there.
func (l *letter) matter(more ...[2]string) {
	c, a := l.Case, l.Case.Application
	l.facts(append([][2]string{
		{l.say("fact.case"), c.ID.Printed()},
		{l.say("fact.project"), a.Title},
		{l.say("fact.applicant"), organisation(a)},
		{l.say("fact.leader"), l.person(c.Leader()).Name},
	}, more...))
}

// said is what somebody wrote in the case; the reader is told when it has been
// redacted.
func (l *letter) said(ref permits.TextRef) string {
	if ref.IsZero() {
		return ""
	}
	i := slices.IndexFunc(l.Texts, func(t permits.Text) bool { return t.No == ref.No && t.SHA256 == ref.SHA256 })
	switch {
	case i < 0:
		l.fail(errors.New("a text of the case is missing"))
		return ""
	case l.Texts[i].Body == "":
		return l.say("text.redacted", "hash", ref.SHA256)
	}
	return strings.TrimSpace(l.Texts[i].Body)
}

// quoted writes what somebody wrote, paragraph by paragraph.
func (l *letter) quoted(ref permits.TextRef) {
	l.paragraphs(strings.Split(l.said(ref), "\n\n"))
}

// informant names the official who tells more (HL 44.1 § 4 k): the one given,
// or who acts in the case.
func (l *letter) informant(by permits.UserID) {
	l.part("section.informant")
	contact := l.Contact
	if contact.Name == "" {
		who := permits.Actor{}
		for _, id := range []permits.UserID{by, l.Case.Presenter, l.Case.Decider} {
			if a, known := l.People[id]; known && a.Body == permits.KEHA {
				who = a
				break
			}
		}
		contact = Contact{Name: who.Name, Phone: l.authority.phone, Email: who.Email}
	}
	if contact.Name == "" {
		contact.Name = l.say("informant.registry")
	}
	if contact.Email == "" {
		contact.Email = l.authority.email
	}
	l.paragraph(l.say("informant", "name", contact.Name, "phone", contact.Phone, "email", contact.Email))
	l.paragraph(l.say("informant.authority", "name", l.authority.name.In(l.lang), "id", l.authority.businessID, "address", l.authority.address.In(l.lang), "email", l.authority.email))
}

// lead writes a paragraph whose first sentence is its name, in bold.
func (l *letter) lead(s string) {
	name, rest, found := strings.Cut(s, ". ")
	if !found {
		l.paragraph(s)
		return
	}
	t := l.root.add("P")
	l.room(3 * bodyLine)
	l.text(t, name+".", "B", body, left, width, bodyLine)
	l.text(t, rest, "", body, left, width, bodyLine)
	l.skip(2)
}
