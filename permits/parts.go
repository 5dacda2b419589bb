package permits

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"tietolupa/registers"
)

// An application is edited part by part: a field, one variable, the reason of a
// variable, one person, one condition of the population. A part that is not
// there has the empty value.

// texts are the parts that are one text each.
var textParts = []struct {
	name string
	at   func(*Application) *string
}{
	{"title", func(a *Application) *string { return &a.Title }},
	{"title_sv", func(a *Application) *string { return &a.TitleSV }},
	{"title_en", func(a *Application) *string { return &a.TitleEN }},
	{"purpose", func(a *Application) *string { return (*string)(&a.Purpose) }},
	{"abstract", func(a *Application) *string { return &a.Abstract }},
	{"questions", func(a *Application) *string { return &a.Questions }},
	{"methods", func(a *Application) *string { return &a.Methods }},
	{"study", func(a *Application) *string { return &a.Study }},
	{"plan", func(a *Application) *string { return &a.Plan }},
	{"publication", func(a *Application) *string { return &a.Publication }},
	{"organisation", func(a *Application) *string { return &a.Organisation }},
	{"business_id", func(a *Application) *string { return &a.BusinessID }},
	{"role", func(a *Application) *string { return (*string)(&a.Role) }},
	{"country", func(a *Application) *string { return &a.Country }},
	{"domicile", func(a *Application) *string { return &a.Domicile }},
	{"address", func(a *Application) *string { return &a.Address }},
	{"contact_name", func(a *Application) *string { return &a.Contact }},
	{"contact_email", func(a *Application) *string { return &a.ContactEmail }},
	{"contact_phone", func(a *Application) *string { return &a.ContactPhone }},
	{"contact_tie", func(a *Application) *string { return &a.ContactTie }},
	{"funding", func(a *Application) *string { return &a.Funding }},
	{"interests", func(a *Application) *string { return &a.Interests }},
	{"billing", func(a *Application) *string { return &a.Billing }},
	{"language", func(a *Application) *string { return &a.Language }},
	{"article6", func(a *Application) *string { return &a.Article6 }},
	{"article9", func(a *Application) *string { return &a.Article9 }},
	{"control", func(a *Application) *string { return &a.Control }},
	{"controllers", func(a *Application) *string { return &a.Controllers }},
	{"dpo", func(a *Application) *string { return &a.DPO }},
	{"identifiability", func(a *Application) *string { return &a.Identifiability }},
	{"identified_why", func(a *Application) *string { return &a.IdentifiedWhy }},
	{"comparison", func(a *Application) *string { return &a.Comparison }},
	{"consent", func(a *Application) *string { return &a.Consent }},
	{"consent_terms", func(a *Application) *string { return &a.ConsentTerms }},
	{"third_countries", func(a *Application) *string { return &a.ThirdCountries }},
	{"security", func(a *Application) *string { return &a.Security }},
	{"disposal", func(a *Application) *string { return &a.Disposal }},
}

// TextParts lists the names of the parts that are one text each, in the order
// of the form.
func TextParts() (names []string) {
	for _, p := range textParts {
		names = append(names, p.name)
	}
	return names
}

// TextPart is the text of a part of a, to read or to write; nil when the part
// is no such text.
func (a *Application) TextPart(name string) *string {
	i := slices.IndexFunc(textParts, func(p struct {
		name string
		at   func(*Application) *string
	}) bool {
		return p.name == name
	})
	if i < 0 {
		return nil
	}
	return textParts[i].at(a)
}

// The parts that are not one text each, by the beginning of their names.
const (
	UntilPart      = "until"
	EServicePart   = "e_service"
	LeaderPart     = "leader"
	LinkedPart     = "linked"
	RecipientPart  = "recipient"
	PeriodPart     = "period"
	SamplePart     = "sample"
	CadencePart    = "cadence"
	PersonPart     = "person."     // and whom: e-mail address, or account
	VariablePart   = "variable."   // and its id
	ReasonPart     = "reason."     // and the variable's id
	PopulationPart = "population." // and the variable's id, numbered from the second
)

// Parts gives every part of a that has a value.
func (a Application) Parts() map[string]string {
	parts := map[string]string{}
	put := func(name, value string) {
		if value != "" {
			parts[name] = value
		}
	}
	for _, p := range textParts {
		put(p.name, *p.at(&a))
	}
	if !a.Until.IsZero() {
		put(UntilPart, a.Until.String())
	}
	if a.EService {
		put(EServicePart, "yes")
	}
	for _, p := range a.People {
		name := PersonPart + p.key()
		if p.Leader {
			put(LeaderPart, p.key())
		}
		p.Leader = false
		put(name, packed(p))
	}
	if len(a.Linked) > 0 {
		put(LinkedPart, packed(a.Linked))
	}
	if a.Recipient != (Recipient{}) {
		put(RecipientPart, packed(a.Recipient))
	}
	for _, t := range a.Scope.Tables {
		for _, v := range t.Variables {
			put(VariablePart+v.ID, string(v.Protection))
		}
	}
	for id, why := range a.Reasons {
		put(ReasonPart+id, why)
	}
	for i, p := range a.Scope.Population {
		put(populationPart(a.Scope.Population[:i], p.ID), packed(p))
	}
	if a.Scope.Period != (registers.Period{}) {
		put(PeriodPart, packed(a.Scope.Period))
	}
	if a.Scope.Sample != 0 {
		put(SamplePart, strconv.Itoa(a.Scope.Sample))
	}
	put(CadencePart, string(a.Scope.Cadence))
	return parts
}

// key is what tells a participant from the others.
func (p Participant) key() string {
	if p.Email == "" {
		return string(p.User)
	}
	return strings.ToLower(p.Email)
}

func populationPart(before []registers.Predicate, id string) string {
	n := 1
	for _, p := range before {
		if p.ID == id {
			n++
		}
	}
	if n == 1 {
		return PopulationPart + id
	}
	return PopulationPart + id + "#" + strconv.Itoa(n)
}

// withPart gives a with one part put in place of the present one. What cannot
// be a value of the part leaves it empty.
func (a Application) withPart(name, value string) Application {
	if at := a.TextPart(name); at != nil {
		*at = value
		return a
	}
	kind, about, _ := strings.Cut(name, ".")
	switch kind {
	case UntilPart:
		a.Until, _ = registers.ParseDay(value)
	case EServicePart:
		a.EService = value == "yes"
	case LeaderPart:
		a.People = slices.Clone(a.People)
		for i := range a.People {
			a.People[i].Leader = value != "" && a.People[i].key() == value
		}
	case LinkedPart:
		a.Linked = nil
		unpack(value, &a.Linked)
	case RecipientPart:
		a.Recipient = Recipient{}
		unpack(value, &a.Recipient)
	case PeriodPart:
		a.Scope.Period = registers.Period{}
		unpack(value, &a.Scope.Period)
	case SamplePart:
		a.Scope.Sample, _ = strconv.Atoi(value)
	case CadencePart:
		a.Scope.Cadence = Cadence(value)
	case "person":
		a.People = withPerson(a.People, about, value)
	case "variable":
		a.Scope = a.Scope.With(about, registers.Protection(value))
	case "reason":
		a.Reasons = maps.Clone(a.Reasons)
		if a.Reasons == nil {
			a.Reasons = map[string]string{}
		}
		delete(a.Reasons, about)
		if value != "" {
			a.Reasons[about] = value
		}
	case "population":
		a.Scope.Population = withCondition(a.Scope.Population, name, value)
	}
	return a
}

func withPerson(people []Participant, key, value string) []Participant {
	people = slices.Clone(people)
	i := slices.IndexFunc(people, func(p Participant) bool { return p.key() == key })
	var p Participant
	switch {
	case value == "" && i >= 0:
		return slices.Delete(people, i, i+1)
	case value == "":
		return people
	}
	unpack(value, &p)
	if i < 0 {
		return append(people, p)
	}
	p.Leader = people[i].Leader
	people[i] = p
	return people
}

// With gives s with variable id shown by protection: left out when that is
// empty, in its place when s holds it, otherwise last in its table.
func (s Scope) With(id string, protection registers.Protection) Scope {
	tables := []ScopeTable{}
	there := false
	name, _, _ := strings.Cut(id, ".")
	for _, t := range s.Tables {
		t.Variables = slices.Clone(t.Variables)
		i := slices.IndexFunc(t.Variables, func(v ScopeVariable) bool { return v.ID == id })
		switch {
		case i >= 0 && protection == "":
			t.Variables = slices.Delete(t.Variables, i, i+1)
		case i >= 0:
			there, t.Variables[i].Protection = true, protection
		}
		tables = append(tables, t)
	}
	if !there && protection != "" {
		v := ScopeVariable{ID: id, Protection: protection}
		if i := slices.IndexFunc(tables, func(t ScopeTable) bool { return t.Table == name }); i >= 0 {
			tables[i].Variables = append(tables[i].Variables, v)
		} else {
			tables = append(tables, ScopeTable{Table: name, Variables: []ScopeVariable{v}})
		}
	}
	s.Tables = slices.DeleteFunc(tables, func(t ScopeTable) bool { return len(t.Variables) == 0 })
	return s
}

func withCondition(population []registers.Predicate, name, value string) (next []registers.Predicate) {
	there := false
	var p registers.Predicate
	unpack(value, &p)
	for i, q := range population {
		if populationPart(population[:i], q.ID) != name {
			next = append(next, q)
			continue
		}
		if there = true; value != "" {
			next = append(next, p)
		}
	}
	if !there && value != "" {
		next = append(next, p)
	}
	return next
}

// Marks gives what a page has to know of the parts that it shows, to say later
// which of them were changed there: a short hash of each, empty of a part that
// is always there and has no value.
func (a Application) Marks() map[string]string {
	marks := map[string]string{UntilPart: "", EServicePart: "", LeaderPart: "", LinkedPart: "", RecipientPart: "", PeriodPart: "", SamplePart: "", CadencePart: ""}
	for _, name := range TextParts() {
		marks[name] = ""
	}
	for name, value := range a.Parts() {
		marks[name] = mark(value)
	}
	return marks
}

func mark(value string) string {
	if value == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(value))
	return hex.EncodeToString(sum[:6])
}

func packed(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic("marshal a part of an application: " + err.Error()) // strings and numbers only
	}
	return string(b)
}

// unpack leaves to as it is when the text is not its JSON.
func unpack(text string, to any) {
	if text != "" {
		_ = json.Unmarshal([]byte(text), to) // written by packed
	}
}
