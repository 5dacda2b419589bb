package web

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
)

func readSection(section string, r *http.Request) (sectionForm, bool) {
	switch section {
	case basicsSection:
		return readBasics(r), true
	case peopleSection:
		return readPeople(r), true
	case populationSection:
		return readPopulation(r), true
	case securitySection:
		return &securityForm{Security: trimmed(r, "security"), Disposal: trimmed(r, "disposal")}, true
	case keySection:
		return readKey(r), true
	}
	return nil, false
}

type basicsForm struct {
	Title, Purpose, Organisation, BusinessID string
	Abstract, Questions, Methods, Plan       string
	Publication, Funding, Article6, Article9 string
	Until, Language, EService                string
}

func basicsOf(a permits.Application) *basicsForm {
	until, _ := date(a.Until) // a day is a date
	f := &basicsForm{
		Title: a.Title, Purpose: string(a.Purpose), Organisation: a.Organisation, BusinessID: a.BusinessID,
		Abstract: a.Abstract, Questions: a.Questions, Methods: a.Methods, Plan: a.Plan, Publication: a.Publication,
		Funding: a.Funding, Article6: a.Article6, Article9: a.Article9, Until: until, Language: a.Language,
	}
	if a.EService {
		f.EService = "yes"
	}
	return f
}

func readBasics(r *http.Request) *basicsForm {
	return &basicsForm{
		Title: trimmed(r, "title"), Purpose: trimmed(r, "purpose"), Organisation: trimmed(r, "organisation"),
		BusinessID: trimmed(r, "business_id"), Abstract: trimmed(r, "abstract"), Questions: trimmed(r, "questions"),
		Methods: trimmed(r, "methods"), Plan: trimmed(r, "plan"), Publication: trimmed(r, "publication"),
		Funding: trimmed(r, "funding"), Article6: trimmed(r, "article6"), Article9: trimmed(r, "article9"),
		Until: trimmed(r, "until"), Language: trimmed(r, "language"), EService: trimmed(r, "e_service"),
	}
}

func (f *basicsForm) into(s *server, r *http.Request, a *permits.Application) (wrong wrongs, err error) {
	lang := visitOf(r.Context()).Lang
	for _, required := range []struct{ field, value string }{{"title", f.Title}, {"organisation", f.Organisation}} {
		if required.value == "" {
			wrong.add(required.field, s.texts.in(lang, "wrong.missing", s.texts.in(lang, "field."+required.field)))
		}
	}
	if !validBusinessID(f.BusinessID) {
		wrong.add("business_id", s.texts.in(lang, "wrong.businessid"))
	}
	until, err := readDay(f.Until)
	if err != nil {
		wrong.add("until", s.texts.in(lang, "wrong.day"))
	}
	a.Title, a.Purpose, a.Organisation, a.BusinessID = f.Title, permits.Purpose(f.Purpose), f.Organisation, f.BusinessID
	a.Abstract, a.Questions, a.Methods, a.Plan = f.Abstract, f.Questions, f.Methods, f.Plan
	a.Publication, a.Funding, a.Article6, a.Article9 = f.Publication, f.Funding, f.Article6, f.Article9
	a.Until, a.Language, a.EService = until, f.Language, f.EService == "yes"
	return wrong, nil
}

type peopleForm struct{ Rows []personRow }

type personRow struct {
	Name, Email string
	Leader      bool
	Unknown     bool // no account yet
}

// peopleOf shows those named, and the applicant first when nobody is.
func peopleOf(a permits.Application, applicant permits.Actor) *peopleForm {
	f := new(peopleForm)
	for _, p := range a.People {
		f.Rows = append(f.Rows, personRow{Name: p.Name, Email: p.Email, Leader: p.Leader, Unknown: p.User == ""})
	}
	if len(f.Rows) == 0 {
		f.Rows = []personRow{{Name: applicant.Name, Email: applicant.Email, Leader: true}}
	}
	f.Rows = append(f.Rows, personRow{})
	return f
}

const mostPeople = 60

func readPeople(r *http.Request) *peopleForm {
	f := new(peopleForm)
	for i := range mostPeople {
		n := strconv.Itoa(i)
		if !r.PostForm.Has("person." + n + ".email") {
			break
		}
		f.Rows = append(f.Rows, personRow{
			Name: trimmed(r, "person."+n+".name"), Email: trimmed(r, "person."+n+".email"), Leader: r.PostForm.Get("leader") == n,
		})
	}
	return f
}

func (f *peopleForm) into(s *server, r *http.Request, a *permits.Application) (wrong wrongs, err error) {
	lang := visitOf(r.Context()).Lang
	a.People = nil
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
		p := permits.Participant{Name: row.Name, Email: row.Email, Leader: row.Leader}
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
		}
		a.People = append(a.People, p)
	}
	if len(a.People) == 0 && len(wrong) == 0 {
		wrong.add("person.0.email", s.texts.in(lang, "wrong.nobody"))
	}
	return wrong, nil
}

type securityForm struct{ Security, Disposal string }

func (f *securityForm) into(_ *server, _ *http.Request, a *permits.Application) (wrongs, error) {
	a.Security, a.Disposal = f.Security, f.Disposal
	return nil, nil
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
