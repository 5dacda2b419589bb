package letters

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"tietolupa/permits"
	"tietolupa/registers"
)

// Input is everything that a letter says. Nothing else, not even the clock, has
// a part in it.
type Input struct {
	Case              permits.Case
	Event             permits.Event  // that owes the letter; none for the decision and its conditions
	No                int            // of the letter within the case; 0 for a draft
	Texts             []permits.Text // what was written in the case
	Catalogue         *registers.Catalogue
	People            map[permits.UserID]permits.Actor // applicant, users, presenter and decider
	Events            []permits.Event                  // of the case, for the account of its handling; may be empty
	Language          string                           // "fi" or "sv"; the case's language for any other
	SignerFingerprint string                           // of the key that signs packages
	Contact           Contact                          // who answers questions; the presenter for none
	route             permits.Route                    // of the tests, in place of the law's
	edition           edition                          // of the tests' twin; PDF/A-2a for none
}

// A Contact is the official named in HL 44.1 § 4 k.
type Contact struct{ Name, Phone, Email string }

// A letter is one being written: its paper, and the first thing that went
// wrong.
type letter struct {
	Input
	*paper
	lang      string
	decision  permits.Decision
	law       permits.Law
	authority authority
	section   int
	at        time.Time // of the letter: of the decision or of the event
	kind      string    // key of what the letter is called
	version   int       // of the decision letter; 0 for others
	err       error
}

func (l *letter) fail(err error) {
	if l.err == nil {
		l.err = err
	}
}

// begin checks the input and opens the paper of a letter of at.
func begin(in Input, titleKey, kindKey string, at time.Time) (*letter, error) {
	c := in.Case
	switch {
	case at.IsZero():
		return nil, errors.New("nothing has happened that the letter could tell")
	case in.Catalogue == nil:
		return nil, errors.New("there is no catalogue")
	}
	l := &letter{Input: in, lang: in.Language, at: at, kind: kindKey}
	if l.lang != "fi" && l.lang != "sv" {
		l.lang = c.Application.Language
	}
	if l.lang != "fi" && l.lang != "sv" {
		return nil, fmt.Errorf("%q is no language of letters", l.lang)
	}
	lawDay := registers.DayOf(at)
	if c.Decision != nil {
		l.decision = *c.Decision
		if at.Equal(c.DecidedAt) {
			lawDay = l.decision.LawDay
		}
	}
	var err error
	if l.law, err = permits.LawOn(lawDay); err != nil {
		return nil, err
	}
	if in.route != "" {
		l.law.Route, l.decision.Route = in.route, in.route
	}
	if l.authority, err = authorityOn(registers.DayOf(at)); err != nil {
		return nil, err
	}
	title := l.say(titleKey)
	running := l.authority.short.In(l.lang) + "   " + l.say(kindKey) + "   " + c.ID.Printed()
	l.paper = newPaper(about{title: title + " " + c.ID.Printed(), author: l.authority.name.In(l.lang), lang: l.lang,
		running: running, at: at, edition: in.edition})
	l.foot = l.authority.short.In(l.lang) + "  ·  " + l.authority.address.In(l.lang) + "  ·  " + l.authority.email + "  ·  " + l.authority.phone
	return l, l.err
}

// finish gives the bytes, unless something went wrong on the way.
func (l *letter) finish() ([]byte, error) {
	if l.unfit != nil {
		l.fail(l.unfit)
	}
	if l.err != nil {
		return nil, l.err
	}
	return l.bytes()
}

// person names somebody; one whom the input lacks stops the letter.
func (l *letter) person(id permits.UserID) permits.Actor {
	a, known := l.People[id]
	if !known || a.Name == "" {
		l.fail(errors.New("a person of the case is not named"))
	}
	return a
}

// part begins a numbered section.
func (l *letter) part(key string) {
	l.section++
	l.room(34) // a heading does not stand alone above the foot
	l.heading(2, strconv.Itoa(l.section)+" "+l.say(key))
}

func (l *letter) day(d registers.Day) string { return permits.WriteDay(d) }

func (l *letter) period(p registers.Period) string { return l.day(p.From) + "–" + l.day(p.To) }

func (l *letter) protection(p registers.Protection) string { return l.say("protection." + string(p)) }

// variable names a variable by its name and id.
func (l *letter) variable(id string) string {
	v, known := l.Catalogue.Variable(id)
	if !known {
		l.fail(fmt.Errorf("variable %q is not in the catalogue", id))
		return id
	}
	return v.Name.In(l.lang) + " (" + id + ")"
}

// population words the conditions on who belongs to the data.
func (l *letter) population(ps []registers.Predicate) string {
	if len(ps) == 0 {
		return l.say("data.population.all")
	}
	var all []string
	for _, p := range ps {
		v, known := l.Catalogue.Variable(p.ID)
		if !known {
			l.fail(fmt.Errorf("variable %q is not in the catalogue", p.ID))
			continue
		}
		s := v.Name.In(l.lang) + ": "
		var values []string
		for _, code := range p.In {
			if cv, ok := l.Catalogue.Code(v.Codes, code); ok && cv.Name.In(l.lang) != "" {
				code += " " + cv.Name.In(l.lang)
			}
			values = append(values, code)
		}
		if len(values) == 0 {
			values = []string{l.value(v, p.From) + "–" + l.value(v, p.To)}
		}
		s += strings.Join(values, ", ")
		if p.At != nil {
			s += " (" + l.day(*p.At) + ")"
		}
		if p.During != nil {
			s += " (" + l.period(*p.During) + ")"
		}
		all = append(all, s)
	}
	return strings.Join(all, "; ")
}

// value writes a value of v as people read it.
func (l *letter) value(v registers.Variable, s string) string {
	if d, err := registers.ParseDay(s); v.Type == registers.Date && err == nil {
		return l.day(d)
	}
	return strings.ReplaceAll(s, ".", ",")
}

func (l *letter) cadence(c permits.Cadence) string {
	if c == "" {
		c = permits.Once
	}
	return l.say("cadence." + string(c))
}

// grounds lists the items of 24.1 § that what is granted rests on, as 20 ja 25.
func (l *letter) grounds() string {
	return l.listed(l.decision.Scope.Grounds(l.Catalogue))
}

func (l *letter) groundName(g string) string {
	if _, known := texts()["ground."+g]; !known {
		return g
	}
	return l.say("ground." + g)
}
