package permits

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tietolupa/registers"
)

// An Agreement is what the holder accepts when a granted change comes into
// force: what was asked for and what is granted of each thing that changes, and
// every condition as it will then hold. Its texts are in the case's language.
type Agreement struct {
	Language   string
	Lines      []AgreementLine
	Conditions []Worded
	Declares   []string // what of Case.BeforeDelivery is declared with it
	Cents      int      // what the change costs
	Text       string   // all of the above, as it is kept
	SHA256     string   // of Text
}

// An AgreementLine is one thing that a change was asked for: how it is, was
// asked to be and will be.
type AgreementLine struct {
	Item                 string // "time", "people", "place", "transfer", "linked", "data", "period", "population", "sample" or "cadence"
	Variable             string // id, of "data" alone
	Name                 string // as a person reads it
	Before, Asked, After string
}

// Less says whether the line gives less than was asked for.
func (l AgreementLine) Less() bool { return l.Asked != l.After }

// AsItStands is c with the changes in force written into its decision and its
// application: what its conditions are worded from once it has been changed.
func (c Case) AsItStands() Case {
	if c.Decision == nil {
		return c
	}
	d := *c.Decision
	d.Scope, d.Term = c.Granted(), c.PermitTerm()
	for _, ch := range c.Life.Changes {
		if ch.State == ChangeIsInForce && ch.Decision != nil && len(ch.Decision.Conditions) > 0 {
			d.Conditions = ch.Decision.Conditions
		}
	}
	c.Application.People = slices.Clone(c.Application.People)
	for i, p := range c.Application.People {
		c.Application.People[i].Leader = p.User == c.Leader()
	}
	c.Application.Recipient = c.Recipient()
	c.Decision = &d
	return c
}

// Agreement is what the acceptance of the open change covers. It fails with
// "no-change" when no granted change waits for it.
func (c Case) Agreement(cat *registers.Catalogue) (Agreement, error) {
	ch := c.openChange()
	if ch == nil || ch.State != ChangeIsGranted {
		return Agreement{}, deny("no-change")
	}
	a := Agreement{Language: c.Application.Language, Lines: c.ChangeLines(*ch, cat, c.Application.Language), Cents: ch.Cents}
	after := c
	after.Life.Changes = slices.Clone(c.Life.Changes)
	after.Life.Changes[len(after.Life.Changes)-1].State = ChangeIsInForce
	var err error
	if a.Conditions, err = after.AsItStands().Conditions(a.Language); err != nil {
		return Agreement{}, err
	}
	a.Declares = c.declaresFor(*ch, cat)
	a.Text = a.written(c, *ch)
	sum := sha256.Sum256([]byte(a.Text))
	a.SHA256 = hex.EncodeToString(sum[:])
	return a, nil
}

var agreementWords = map[string]registers.Names{
	"change": {FI: "Lupaan %s myönnetty muutos %s", SV: "Beviljad ändring i tillstånd %s, nr %s", EN: "Change of permit %s granted, no. %s"},
	"line":   {FI: "%s: nyt %s, haettu %s, myönnetty %s", SV: "%s: nu %s, sökt %s, beviljat %s", EN: "%s: now %s, asked for %s, granted %s"},
	"fee":    {FI: "Muutoksen hinta: %s €", SV: "Ändringens pris: %s €", EN: "Price of the change: %s €"},
	"orders": {FI: "Luvan määräykset muutoksen jälkeen", SV: "Tillståndets föreskrifter efter ändringen", EN: "Conditions of the permit after the change"},

	"time":       {FI: "Luvan viimeinen päivä", SV: "Tillståndets sista dag", EN: "Last day of the permit"},
	"people":     {FI: "Vastuullinen johtaja", SV: "Ansvarig ledare", EN: "Responsible person"},
	"place":      {FI: "Käyttöympäristö", SV: "Användningsmiljö", EN: "Environment"},
	"transfer":   {FI: "Siirrot EU:n ja ETA:n ulkopuolelle", SV: "Överföringar utanför EU och EES", EN: "Transfers outside the EU and the EEA"},
	"linked":     {FI: "Yhdistettävät aineistot", SV: "Material som länkas", EN: "Data to be linked"},
	"period":     {FI: "Aineiston ajanjakso", SV: "Materialets tidsperiod", EN: "Period of the data"},
	"population": {FI: "Kohdejoukko", SV: "Målgrupp", EN: "Population"},
	"sample":     {FI: "Otos", SV: "Urval", EN: "Sample"},
	"cadence":    {FI: "Toimitusväli", SV: "Leveransintervall", EN: "Cadence"},

	"once": {FI: "kerran", SV: "en gång", EN: "once"}, "monthly": {FI: "kuukausittain", SV: "månatligen", EN: "monthly"}, "yearly": {FI: "vuosittain", SV: "årligen", EN: "yearly"},
	"all": {FI: "kaikki", SV: "alla", EN: "all"}, "none": {FI: "–", SV: "–", EN: "–"},
}

func say(key, lang string, parameters ...any) string {
	return fmt.Sprintf(agreementWords[key].In(lang), parameters...)
}

// written is the agreement as one text, line by line as the page shows it.
func (a Agreement) written(c Case, ch Change) string {
	all := []string{say("change", a.Language, c.ID.Printed(), number(ch.No))}
	for _, l := range a.Lines {
		name := l.Name
		if l.Variable != "" {
			name += " (" + l.Variable + ")"
		}
		all = append(all, say("line", a.Language, name, l.Before, l.Asked, l.After))
	}
	all = append(all, say("fee", a.Language, WriteCents(a.Cents)), say("orders", a.Language))
	for _, w := range a.Conditions {
		all = append(all, fmt.Sprintf("%d. %s [%s]\n%s", w.No, w.Heading, w.Obligation, w.Text))
	}
	return strings.TrimSpace(strings.Join(append(all, a.Declared()...), "\n"))
}

// Declared words what is declared with the acceptance, in the case's language.
func (a Agreement) Declared() (all []string) {
	for _, name := range a.Declares {
		all = append(all, declarations[name].In(a.Language))
	}
	return all
}

// ChangeLines sets beside each other how each thing that ch was asked to change
// is, was asked to be and will be; what is refused or not yet proposed stays as
// it is.
func (c Case) ChangeLines(ch Change, cat *registers.Catalogue, lang string) (lines []AgreementLine) {
	var to Delta
	if ch.Granted != nil {
		to = *ch.Granted
	}
	was := c.before(ch)
	add := func(item, before, asked, after string) {
		lines = append(lines, AgreementLine{Item: item, Name: say(item, lang), Before: before, Asked: asked, After: after})
	}
	if d := ch.Asked; !d.Until.IsZero() {
		add("time", WriteDay(was.Until), WriteDay(d.Until), WriteDay(cmp.Or(to.Until, was.Until)))
	}
	if d := ch.Asked; d.Leader != "" {
		add("people", c.personName(was.Leader), c.personName(d.Leader), c.personName(cmp.Or(to.Leader, was.Leader)))
	}
	if d := ch.Asked; d.Place != nil {
		after := was.Place
		if to.Place != nil {
			after = to.Place
		}
		add("place", was.Place.Called(lang), d.Place.Called(lang), after.Called(lang))
	}
	if d := ch.Asked; d.ThirdCountries != "" {
		add("transfer", say("none", lang), d.ThirdCountries, cmp.Or(to.ThirdCountries, say("none", lang)))
	}
	if d := ch.Asked; len(d.Linked) > 0 {
		add("linked", say("none", lang), namesOf(d.Linked), cmp.Or(namesOf(to.Linked), say("none", lang)))
	}
	if d := ch.Asked; d.Scope != nil {
		after := was.Scope
		if to.Scope != nil {
			after = to.Scope
		}
		lines = append(lines, scopeLines(*was.Scope, *d.Scope, *after, cat, lang)...)
	}
	return lines
}

// before is what stood when ch was asked for: what ch does not change, the
// decision and the changes in force without it.
func (c Case) before(ch Change) Delta {
	c.Life.Changes = slices.DeleteFunc(slices.Clone(c.Life.Changes), func(o Change) bool { return o.No >= ch.No })
	scope, place := c.Granted(), c.Recipient()
	return Delta{Until: c.PermitTerm().To, Scope: &scope, Place: &place, Leader: c.Leader()}
}

// namesOf names linked data.
func namesOf(all []LinkedData) string {
	var names []string
	for _, d := range all {
		names = append(names, d.Name)
	}
	return strings.Join(names, ", ")
}

func scopeLines(was, asked, after Scope, cat *registers.Catalogue, lang string) (lines []AgreementLine) {
	for _, t := range asked.Tables {
		for _, v := range t.Variables {
			known, _ := cat.Variable(v.ID)
			at := func(s Scope) string { return s.Protection(v.ID).Name().In(lang) }
			if was.Protection(v.ID) == v.Protection && after.Protection(v.ID) == v.Protection {
				continue
			}
			lines = append(lines, AgreementLine{Item: "data", Variable: v.ID, Name: known.Name.In(lang), Before: at(was), Asked: at(asked), After: at(after)})
		}
	}
	for _, item := range []string{"period", "population", "sample", "cadence"} {
		b, q, a := scopeItem(item, was, lang), scopeItem(item, asked, lang), scopeItem(item, after, lang)
		if b != q || b != a {
			lines = append(lines, AgreementLine{Item: item, Name: say(item, lang), Before: b, Asked: q, After: a})
		}
	}
	return lines
}

func scopeItem(item string, s Scope, lang string) string {
	switch item {
	case "period":
		return WriteDay(s.Period.From) + "–" + WriteDay(s.Period.To)
	case "sample":
		if s.Sample > 0 {
			return strconv.Itoa(s.Sample)
		}
		return say("all", lang)
	case "cadence":
		return say(string(cmp.Or(s.Cadence, Once)), lang)
	}
	var all []string
	for _, p := range s.Population {
		all = append(all, strings.TrimSpace(p.ID+" "+strings.Join(p.In, ", ")+" "+p.From+"–"+p.To))
	}
	if len(all) == 0 {
		return say("all", lang)
	}
	return strings.Join(all, "; ")
}

// personName is the name of a person whom the application or a change names.
func (c Case) personName(u UserID) string {
	for _, p := range c.Application.People {
		if p.User == u {
			return p.Name
		}
	}
	if a := c.added(u); a != nil {
		return a.Person.Name
	}
	return string(u)
}
