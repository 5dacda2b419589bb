package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"tietolupa/casbin"
	"tietolupa/postgres"
	"tietolupa/registers"
	"tietolupa/registers/law"
)

// An employerForm is what an official wants to give an employer to fill a
// vacancy (6 §).
type employerForm struct {
	Employer  string // Y-tunnus as typed
	Found     string // the employer's name
	Vacancy   string
	Vacancies []fieldOption
	FixedTerm bool
	Health    string
	Needs     []fieldOption
	Groups    []employerGroup

	employer   int64
	occupation string
}

// An employerGroup is one item of the closed list with what it covers.
type employerGroup struct {
	Item      string
	Name      registers.Names
	State     registers.ConsentAnswer
	Why       string
	Variables []employerPick
}

type employerPick struct {
	registers.Variable
	Picked bool
	Wrong  string
	Values []string // what may be told; filled when it is disclosed
}

type employerPage struct {
	page
	Client clientHead
	F      *employerForm
	Given  bool // everything chosen may be disclosed, and that is logged
}

// unemployment is the fact of 6.2.6; it is told as a yes and stands in no column.
var unemployment = registers.Variable{ID: "employment_code.code", Table: "employment_code", Column: "code", Item: "3.1.2", Consent: "6.2.6"}

func (s *server) employerForm(r *http.Request, d desk, c postgres.ClientRecord) (*employerForm, error) {
	items, err := law.On(dayOf(d.visit)).ConsentItems()
	if err != nil {
		return nil, err
	}
	f := &employerForm{Employer: trimmed(r, "employer"), Vacancy: trimmed(r, "vacancy"), FixedTerm: r.PostForm.Get("fixed_term") == "yes", Health: r.PostForm.Get("health_need")}
	for _, code := range s.Catalogue.Codes("health_need") {
		f.Needs = append(f.Needs, fieldOption{code.Code, code.Name.In(d.Lang), code.Code == f.Health})
	}
	picked := r.PostForm["var"]
	for _, item := range items {
		g := employerGroup{Item: item.Item, Name: item.Name, Why: trimmed(r, "why."+item.Item), State: consentOf(c, item.Item).StateOn(dayOf(d.visit))}
		for _, v := range s.Catalogue.Variables() {
			if v.Consent == item.Item && v.Table != "background" { // the person's own row has the present one
				g.Variables = append(g.Variables, employerPick{Variable: v, Picked: slices.Contains(picked, v.ID)})
			}
		}
		if item.Item == unemployment.Consent {
			v := unemployment
			v.Name = item.Name
			g.Variables = append(g.Variables, employerPick{Variable: v, Picked: slices.Contains(picked, v.ID)})
		}
		f.Groups = append(f.Groups, g)
	}
	return f, s.vacancies(r.Context(), d, f, c.Masked)
}

// vacancies finds the employer and the vacancies that are open, told without an
// area when that of the person is masked.
func (s *server) vacancies(ctx context.Context, d desk, f *employerForm, masked bool) (err error) {
	if f.Employer == "" {
		return nil
	}
	if f.employer, f.Found, err = s.lookUp(ctx, d, "employer", f.Employer); err != nil || f.employer == 0 {
		return err
	}
	look := d.Look
	look.Offices, look.Shown = nil, "vacancies"
	employer, err := s.registers.Client(ctx, look, "employer", f.employer)
	if err != nil {
		return err
	}
	for _, row := range employer.Rows {
		if row.Table != "vacancy" || row.Values["closed_on"] != "" {
			continue
		}
		chosen := row.Key[0] == f.Vacancy
		if chosen {
			f.occupation = row.Values["occupation"]
		}
		f.Vacancies = append(f.Vacancies, fieldOption{row.Key[0], s.sayRow(&row, d.visit, masked), chosen})
	}
	return nil
}

func (s *server) getDisclose(w http.ResponseWriter, r *http.Request) error {
	d, err := s.desk(r, casbin.RegisterDisclose)
	if err != nil {
		return err
	}
	c, err := s.openClient(r, d, "disclosure", registers.Telling)
	if err != nil {
		return err
	}
	f, err := s.employerForm(r, d, c)
	if err != nil {
		return err
	}
	return s.showDisclose(w, r, http.StatusOK, d, c, f, nil, false)
}

func (s *server) showDisclose(w http.ResponseWriter, r *http.Request, status int, d desk, c postgres.ClientRecord, f *employerForm, wrong wrongs, given bool) error {
	if c.Subject != "person" {
		return errNotFound
	}
	p := employerPage{F: f, Given: given}
	var err error
	if p.Client, err = s.clientHead(r, d, c); err != nil {
		return err
	}
	p.page = s.frame(r, s.texts.in(d.Lang, "employer.title"), crumb{s.texts.in(d.Lang, "registers.title"), "/registers"}, crumb{p.Client.Name, p.Client.Path})
	p.Path, p.Wrong = r.URL.Path, wrong
	return s.render(w, r, status, "employer", &p)
}

// postDisclose asks the rules of 6 § about each item chosen. Only when all of
// them may be given are they shown, and that is in the audit log first.
func (s *server) postDisclose(w http.ResponseWriter, r *http.Request) error {
	d, err := s.desk(r, casbin.RegisterDisclose)
	if err != nil {
		return err
	}
	if err := posted(r); err != nil {
		return err
	}
	c, err := s.openClient(r, d, "disclosure", registers.Telling)
	if err != nil {
		return err
	}
	f, err := s.employerForm(r, d, c)
	if err != nil {
		return err
	}
	if r.PostForm.Has("lookup") {
		return s.showDisclose(w, r, http.StatusOK, d, c, f, nil, false)
	}
	wrong, err := s.mayTell(d, c, f)
	if err != nil {
		return err
	}
	if err := s.logDisclosure(r.Context(), d, c, f, wrong); err != nil {
		return err
	}
	if len(wrong) > 0 {
		return s.showDisclose(w, r, http.StatusUnprocessableEntity, d, c, f, wrong, false)
	}
	return s.showDisclose(w, r, http.StatusOK, d, c, f, nil, true)
}

// mayTell asks the rules and fills in what may be told.
func (s *server) mayTell(d desk, c postgres.ClientRecord, f *employerForm) (wrong wrongs, err error) {
	asked := registers.EmployerDisclosure{Employer: f.employer, Occupation: f.occupation, FixedTerm: f.FixedTerm,
		Necessary: map[string]string{}, Health: registers.HealthNeed(f.Health), Unemployed: unemployedMonths(c, dayOf(d.visit))}
	if f.employer == 0 {
		wrong.add("employer", s.texts.in(d.Lang, "wrong.nosuchclient"))
	}
	for _, v := range f.Vacancies {
		if v.Chosen {
			asked.Vacancy, _ = strconv.ParseInt(v.Value, 10, 64) // none otherwise, which is refused
		}
	}
	any := false
	for i := range f.Groups {
		g := &f.Groups[i]
		for j := range g.Variables {
			k := &g.Variables[j]
			if !k.Picked {
				continue
			}
			any = true
			asked.Necessary[k.ID] = g.Why
			err := law.On(dayOf(d.visit)).MayDisclose(consentOf(c, g.Item), k.Variable, asked)
			if rule, ok := errors.AsType[*registers.RuleError](err); ok {
				k.Wrong = rule.In(d.Lang)
				wrong.add("var."+k.ID, k.Name.In(d.Lang)+": "+k.Wrong)
				continue
			}
			if err != nil {
				return nil, err
			}
			k.Values = s.toldValues(d, c, k.Variable)
		}
	}
	if !any {
		wrong.add("data", s.texts.in(d.Lang, "employer.nothing"))
	}
	return wrong, nil
}

// toldValues are the values of a variable, in the order of the record.
func (s *server) toldValues(d desk, c postgres.ClientRecord, v registers.Variable) (said []string) {
	if v.Consent == unemployment.Consent {
		return []string{s.texts.in(d.Lang, "flag.true")}
	}
	for _, row := range c.Rows {
		if row.Table != v.Table {
			continue
		}
		switch value := s.sayValue(&v, row.Values[v.Column], d.visit); {
		case c.Masked && postgres.TellsWhere(v):
			return []string{s.texts.in(d.Lang, "client.hidden")}
		case value == "":
			said = append(said, "–")
		default:
			said = append(said, value)
		}
	}
	return said
}

// logDisclosure enters what was given, or that it was refused: which items and
// to whom, never the data. What cannot be logged is not given.
func (s *server) logDisclosure(ctx context.Context, d desk, c postgres.ClientRecord, f *employerForm, wrong wrongs) error {
	token, err := s.registers.SubjectToken(ctx, c.Subject, c.ID)
	if err != nil {
		return err
	}
	var given []string
	for _, g := range f.Groups {
		for _, k := range g.Variables {
			if k.Picked {
				given = append(given, k.ID)
			}
		}
	}
	e := postgres.Entry{Actor: d.Actor.ID, Purpose: d.Purpose.Code, Kind: "employer-disclosure", Subject: token, PersonToken: token, Result: postgres.Done,
		Detail: map[string]string{"employer": fmt.Sprint(f.employer), "vacancy": f.Vacancy, "variables": strings.Join(given, " ")}}
	if len(wrong) > 0 {
		e.Result = postgres.Refused
	}
	return s.DB.Record(ctx, e)
}

// unemployedMonths counts the whole months of unbroken unemployment by day (6.2.6).
func unemployedMonths(c postgres.ClientRecord, day registers.Day) int {
	var spells []registers.CodeSpell
	for _, row := range c.Rows {
		if row.Table != "employment_code" {
			continue
		}
		s := registers.CodeSpell{Code: row.Values["code"]}
		s.Start, _ = registers.ParseDay(row.Values["start_date"]) // of the database: a day, or none
		s.End, _ = registers.ParseDay(row.Values["end_date"])
		spells = append(spells, s)
	}
	return registers.UnemployedMonths(spells, day)
}
