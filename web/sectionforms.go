package web

import (
	"errors"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
)

func readSection(section string, r *http.Request) (sectionForm, bool) {
	switch section {
	case permits.BasicsSection, permits.ApplicantSection, permits.ProtectionSection, permits.SecuritySection:
		return readFields(r), true
	case permits.PeopleSection:
		return readPeople(r), true
	case permits.PopulationSection:
		f := readPopulation(r)
		f.Comparison = trimmed(r, "comparison")
		return f, true
	case permits.KeySection:
		return readKey(r), true
	}
	return nil, false
}

// A fieldsForm is the fields of a section as typed. What was not on the page is
// not in it.
type fieldsForm struct {
	values map[string]string
	linked []permits.LinkedData
}

func fieldsFormOf(a permits.Application) *fieldsForm {
	f := &fieldsForm{values: map[string]string{}, linked: a.Linked}
	for _, name := range permits.TextParts() {
		f.values[name] = *a.TextPart(name)
	}
	f.values[permits.UntilPart], _ = date(a.Until) // a day is a date
	if a.EService {
		f.values[permits.EServicePart] = "yes"
	}
	return f
}

// mostLinked bounds the rows of linked data.
const mostLinked = 40

func readFields(r *http.Request) *fieldsForm {
	f := &fieldsForm{values: map[string]string{}}
	for _, name := range append(permits.TextParts(), permits.UntilPart, permits.EServicePart) {
		if all := r.PostForm[name]; len(all) > 0 { // of a box the last: before it stands an empty one
			f.values[name] = strings.TrimSpace(strings.ReplaceAll(all[len(all)-1], "\r\n", "\n"))
		}
	}
	for i := range mostLinked {
		n := "linked." + strconv.Itoa(i)
		if !r.PostForm.Has(n + ".name") {
			break
		}
		if i == 0 {
			f.linked = []permits.LinkedData{}
		}
		l := permits.LinkedData{Name: trimmed(r, n+".name"), Holder: trimmed(r, n+".holder"), Permit: trimmed(r, n+".permit"), State: trimmed(r, n+".state")}
		if l != (permits.LinkedData{}) {
			f.linked = append(f.linked, l)
		}
	}
	return f
}

// mostText bounds one field, in bytes.
const mostText = 100_000

func (f *fieldsForm) into(s *server, r *http.Request, a *permits.Application) (faults wrongs, err error) {
	lang := visitOf(r.Context()).Lang
	for _, name := range slices.Sorted(maps.Keys(f.values)) {
		at, value := a.TextPart(name), f.values[name]
		if why := s.faultOf(lang, name, value); why != "" {
			faults.add(name, why)
			continue
		}
		switch name {
		case permits.UntilPart:
			a.Until, _ = readDay(value) // tried
		case permits.EServicePart:
			a.EService = value == "yes"
		case "country":
			if value == permits.Finland {
				value = ""
			}
			*at = value
		default:
			*at = value
		}
	}
	if f.linked != nil {
		a.Linked = slices.Clone(f.linked)
		if len(a.Linked) == 0 {
			a.Linked = nil
		}
	}
	return faults, nil
}

// faultOf says why a value cannot stand in a field; nothing when it can.
func (s *server) faultOf(lang, name, value string) string {
	field, _ := fieldNamed(name)
	switch {
	case len(value) > mostText:
		return s.texts.in(lang, "wrong.long")
	case value == "":
		return ""
	case field.Kind == "radio" && !slices.Contains(field.Options, value):
		return s.texts.in(lang, "wrong.choose")
	case name == "business_id" && !validBusinessID(value):
		return s.texts.in(lang, "wrong.businessid")
	case name == permits.UntilPart:
		if _, err := readDay(value); err != nil {
			return s.texts.in(lang, "wrong.day")
		}
	case field.Kind == "codes":
		if _, known := s.Catalogue.Code(field.List, value); !known {
			return s.texts.in(lang, "wrong.choose")
		}
	}
	return ""
}

type peopleForm struct{ Rows []personRow }

type personRow struct {
	Name, Email, Organisation string
	Leader                    bool
	Unknown                   bool // no account yet
}

// peopleOf shows those named, and the applicant first when nobody is.
func peopleOf(a permits.Application, applicant permits.Actor) *peopleForm {
	f := new(peopleForm)
	for _, p := range a.People {
		f.Rows = append(f.Rows, personRow{Name: p.Name, Email: p.Email, Organisation: p.Organisation, Leader: p.Leader, Unknown: p.User == ""})
	}
	if len(f.Rows) == 0 {
		f.Rows = []personRow{{Name: applicant.Name, Email: applicant.Email, Organisation: applicant.Organisation, Leader: true}}
	}
	f.Rows = append(f.Rows, personRow{})
	return f
}

const mostPeople = 60

func readPeople(r *http.Request) *peopleForm {
	f := new(peopleForm)
	for i := range mostPeople {
		n := "person." + strconv.Itoa(i)
		if !r.PostForm.Has(n + ".email") {
			break
		}
		f.Rows = append(f.Rows, personRow{Name: trimmed(r, n+".name"), Email: trimmed(r, n+".email"),
			Organisation: trimmed(r, n+".organisation"), Leader: r.PostForm.Get("leader") == strconv.Itoa(i)})
	}
	return f
}

// into names those of the rows, all or nobody: a row half written would remove
// the person who stands in it.
func (f *peopleForm) into(s *server, r *http.Request, a *permits.Application) (wrong wrongs, err error) {
	lang := visitOf(r.Context()).Lang
	var people []permits.Participant
	for i := range f.Rows {
		row := &f.Rows[i]
		field := "person." + strconv.Itoa(i) + ".email"
		if row.Name == "" && row.Email == "" {
			continue
		}
		if row.Email == "" || !strings.Contains(row.Email, "@") {
			wrong.add(field, s.texts.in(lang, "wrong.email", row.Name))
			continue
		}
		p := permits.Participant{Name: row.Name, Email: row.Email, Organisation: row.Organisation, Leader: row.Leader}
		user, err := s.DB.UserByEmail(r.Context(), row.Email)
		switch {
		case errors.Is(err, postgres.ErrNoUser):
			row.Unknown = true
		case err != nil:
			return nil, err
		default:
			p.User, p.Email = user.ID, user.Email
			if p.Name == "" {
				p.Name = user.Name
			}
			if p.Organisation == "" {
				p.Organisation = user.Organisation
			}
		}
		if slices.ContainsFunc(people, func(q permits.Participant) bool { return strings.EqualFold(q.Email, p.Email) }) {
			wrong.add(field, s.sentence(r, &permits.RuleError{Rule: "participant-twice"}))
			continue
		}
		people = append(people, p)
	}
	if len(people) == 0 && len(wrong) == 0 {
		wrong.add("person.0.email", s.texts.in(lang, "wrong.nobody"))
	}
	if len(wrong) == 0 {
		a.People = people
	}
	return wrong, nil
}

// validBusinessID says whether s is a business id, or nothing: not every
// applicant has one.
func validBusinessID(s string) bool {
	if s == "" {
		return true
	}
	_, err := registers.ParseBusinessID(s)
	return err == nil
}
