package web

import (
	"slices"
	"strconv"
	"strings"

	"tietolupa/permits"
	"tietolupa/registers"
)

// What stands in the form of a command, and what was written in it.

// text is what was written in a field.
func (a *acting) text(name string) string { return trimmed(a.r, name) }

// day is the day written in a field, or a fault of the form; empty is no day.
func (a *acting) day(name string) registers.Day {
	day, err := readDay(a.text(name))
	if err != nil {
		a.wrong.add(name, a.s.texts.in(a.v.Lang, "wrong.day"))
	}
	return day
}

// chosen is the value of a choice that has to be made.
func (a *acting) chosen(name string) string {
	value := a.text(name)
	if value == "" {
		a.wrong.add(name, a.s.texts.in(a.v.Lang, "wrong.choose"))
	}
	return value
}

// chosenNumber is the number of what was chosen in name; 0, and what is wrong, when
// nothing was.
func (a *acting) chosenNumber(name string) int {
	no, _ := strconv.Atoi(a.chosen(name))
	return no
}

// cameBy is the choice of how something came that an official writes down.
func (a *acting) cameBy() actField {
	return a.proposed("came_by", "arrivedway.post", "arrivedway.email", "arrivedway.hand")
}

// field is one to write in, with its label and what was written.
func (a *acting) field(kind, name string) actField {
	f := actField{Kind: kind}
	f.Name, f.Label, f.Hint = name, a.s.texts.in(a.v.Lang, "field."+name), a.s.texts.hint(a.v.Lang, "field."+name)
	if a.r.PostForm != nil {
		f.Value = a.text(name)
	} else {
		f.Value = a.r.URL.Query().Get(name) // what the page that led here already knew
	}
	return f
}

// receiver is the authority that a case is sent on to: the usual ones are offered,
// any may be written.
func (a *acting) receiver(name string) actField {
	f := a.field("input", name)
	for _, h := range permits.ReceiversOn(dayOf(a.v)) {
		f.Offered = append(f.Offered, h.Name.In(a.v.Lang))
	}
	return f
}

// due is a day that is proposed until another is written.
func (a *acting) due(name string, day registers.Day) actField {
	f := a.field("day", name)
	if a.r.PostForm == nil {
		f.Value, _ = date(day)
	}
	return f
}

// choice is one of the values whose texts stand under keys "group.value".
func (a *acting) choice(name string, keys ...string) actField {
	f := a.field("radio", name)
	f.Closed = true
	for _, key := range keys {
		_, value, _ := strings.Cut(key, ".")
		f.Options = append(f.Options, formOption{Name: name, Value: value, Label: a.s.texts.in(a.v.Lang, key), Checked: f.Value == value})
	}
	return f
}

// proposed is a choice whose first value stands until another is chosen.
func (a *acting) proposed(name string, keys ...string) actField {
	f := a.choice(name, keys...)
	if f.Value == "" {
		f.Options[0].Checked = true
	}
	return f
}

// who is one of the people that may be chosen.
func (a *acting) who(name string, may func(permits.Actor) bool) actField {
	f := a.field("radio", name)
	for _, p := range a.people {
		if may(p) {
			f.Options = append(f.Options, formOption{Name: name, Value: string(p.ID), Label: p.Name, Checked: f.Value == string(p.ID)})
		}
	}
	return f
}

// person is the one of that id among those known; an empty one otherwise.
func (a *acting) person(id string) permits.Actor {
	i := slices.IndexFunc(a.people, func(p permits.Actor) bool { return string(p.ID) == id && id != "" })
	if i < 0 {
		return permits.Actor{}
	}
	return a.people[i]
}

// body is a written text by its number; a redacted or hidden one is empty.
func (a *acting) body(ref permits.TextRef) string {
	return bodyOf(a.texts, ref)
}
