package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"tietolupa/casbin"
	"tietolupa/casbin/rights"
	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
	"tietolupa/registers/law"
)

// An extentForm is the four limits of a right as typed (4a.2).
type extentForm struct {
	Items, Offices, Areas, Powers []string
	From, Until                   string
}

func readExtent(r *http.Request) extentForm {
	return extentForm{Items: r.PostForm["item"], Offices: r.PostForm["office"], Areas: r.PostForm["area"], Powers: r.PostForm["power"],
		From: trimmed(r, "valid_from"), Until: trimmed(r, "valid_until")}
}

func formOf(e rights.Extent) extentForm {
	f := extentForm{Items: e.Items, Areas: e.Areas}
	for _, o := range e.Offices {
		f.Offices = append(f.Offices, string(o))
	}
	for _, p := range e.Powers {
		f.Powers = append(f.Powers, string(p))
	}
	f.From, _ = date(e.From)
	f.Until, _ = date(e.Until)
	return f
}

// extent reads the limits, or says what cannot be read. What a right may hold is
// for the rules.
func (f extentForm) extent(s *server, v *visit) (e rights.Extent, wrong wrongs) {
	e.Items, e.Areas = f.Items, f.Areas
	for _, o := range f.Offices {
		e.Offices = append(e.Offices, permits.Body(o))
	}
	for _, p := range f.Powers {
		e.Powers = append(e.Powers, rights.Power(p))
	}
	e.From = s.dayTyped(v, "valid_from", f.From, &wrong)
	e.Until = s.dayTyped(v, "valid_until", f.Until, &wrong)
	return e, wrong
}

// extentChoices are what the boxes of an extent offer; ticked as the form says.
type extentChoices struct {
	F      extentForm
	Items  []choiceGroup
	Office []formOption
	Area   []formOption
	Power  []formOption
	Wrong  wrongs
}

type choiceGroup struct {
	Register string
	Options  []formOption
}

// organisationOptions are the day's bodies of these kinds.
func organisationOptions(name string, v *visit, chosen []string, parties ...registers.Party) (all []formOption) {
	for _, party := range parties {
		for _, o := range law.On(dayOf(v)).Organisations(party) {
			all = append(all, formOption{Name: name, Value: o.Code, Label: o.Name.In(v.Lang), Checked: slices.Contains(chosen, o.Code)})
		}
	}
	return all
}

// groundOptions are what rights may rest on that day.
func groundOptions(v *visit, chosen string) (all []formOption) {
	for _, g := range law.On(dayOf(v)).AccessGrounds() {
		all = append(all, formOption{Name: "ground", Value: g.Ground, Label: g.Ground + " " + g.Name.In(v.Lang), Checked: g.Ground == chosen})
	}
	return all
}

// choices offers what may be chosen; of an application that is decided, only
// what was applied for.
func (s *server) choices(f extentForm, within *rights.Extent, v *visit, wrong wrongs) extentChoices {
	c := extentChoices{F: f, Wrong: wrong}
	l := law.On(dayOf(v))
	for _, register := range append(law.Registers(), "") {
		g := choiceGroup{Register: register}
		for _, i := range l.OwnItems(register) {
			if within != nil && !slices.Contains(within.Items, i.Item) {
				continue
			}
			g.Options = append(g.Options, formOption{Name: "item", Value: i.Item, Label: i.Item + " " + i.Name.In(v.Lang), Checked: slices.Contains(f.Items, i.Item)})
		}
		if len(g.Options) > 0 {
			c.Items = append(c.Items, g)
		}
	}
	c.Office = slices.DeleteFunc(organisationOptions("office", v, f.Offices, registers.Office), func(o formOption) bool {
		return within != nil && !slices.Contains(within.Offices, permits.Body(o.Value))
	})
	areas := []string{"FI"}
	for _, o := range l.Organisations(registers.ELYCentre) {
		areas = append(areas, o.Code)
	}
	for _, a := range areas {
		if within == nil || slices.Contains(within.Areas, a) {
			c.Area = append(c.Area, formOption{Name: "area", Value: a, Label: s.areaName(a, v), Checked: slices.Contains(f.Areas, a)})
		}
	}
	for _, p := range rights.Powers() {
		if within == nil || slices.Contains(within.Powers, p) {
			c.Power = append(c.Power, formOption{Name: "power", Value: string(p), Label: s.texts.in(v.Lang, "right_power."+string(p)), Checked: slices.Contains(f.Powers, string(p))})
		}
	}
	return c
}

// An accessForm is an application for a person as typed (5.1b).
type accessForm struct {
	Name, Email, Language, Ground              string
	By, Outside, Task, Reference, CommissionTo string
	Uses                                       []string
	Need                                       string
	Extent                                     extentForm
}

// A template is what is applied for in a common task: a beginning, to be
// narrowed to what the person needs.
type accessTemplate struct {
	Key, Ground string
	Registers   []string
	Powers      []string
	Uses        []string
	Months      int
}

var accessTemplates = []accessTemplate{
	{"expert", "5.2.1", []string{"person"}, []string{"search", "read", "write"}, []string{"customer", "matter"}, 12},
	{"employers", "5.2.1", []string{"employer"}, []string{"search", "read", "write", "disclose"}, []string{"customer", "matter"}, 12},
	{"providers", "5.2.1", []string{"provider"}, []string{"search", "read", "write"}, []string{"customer", "matter"}, 12},
	{"joint", "1.2b", []string{"joint"}, []string{"search", "read", "write"}, []string{"customer"}, 12},
	{"steering", "5.2.7", []string{"person", "employer", "provider"}, []string{"extract"}, []string{"oversight"}, 12},
}

// An accessFormPage is the application form.
type accessFormPage struct {
	page
	F         accessForm
	Extent    extentChoices
	Grounds   []formOption
	Uses      []formOption
	By        []formOption
	Tasks     []string
	Templates []string
	Body      string
}

func (s *server) getAccessForm(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.AccessApply)
	if err != nil {
		return err
	}
	from, _ := date(dayOf(v))
	f := accessForm{Language: v.Lang, Extent: extentForm{From: from}}
	if v.Actor.Body.Office() {
		f.Extent.Offices = []string{string(v.Actor.Body)}
	}
	i := slices.IndexFunc(accessTemplates, func(t accessTemplate) bool { return t.Key == r.URL.Query().Get("template") })
	if i >= 0 {
		t := accessTemplates[i]
		f.Ground, f.Uses, f.Extent.Powers = t.Ground, t.Uses, t.Powers
		f.Extent.Until, _ = date(dayOf(v).AddDate(0, t.Months, -1))
		today := law.On(dayOf(v))
		if ground, err := today.AccessGround(t.Ground); err == nil {
			for _, item := range today.Reached(ground) {
				if slices.Contains(t.Registers, item.Register) && item.Item != "6.1b" {
					f.Extent.Items = append(f.Extent.Items, item.Item)
				}
			}
		}
	}
	return s.showAccessForm(w, r, http.StatusOK, v, f, nil)
}

func (s *server) showAccessForm(w http.ResponseWriter, r *http.Request, status int, v *visit, f accessForm, wrong wrongs) error {
	p := accessFormPage{page: s.frame(r, s.texts.in(v.Lang, "access.new"), crumb{s.texts.in(v.Lang, "access.body"), "/access"}),
		F: f, Extent: s.choices(f.Extent, nil, v, wrong), Body: s.bodyName(v.Actor.Body, v), Tasks: []string{"evaluation", "audit", "study", "development", "maintenance"}}
	p.Wrong, p.Path = wrong, "/access/new"
	p.Grounds = groundOptions(v, f.Ground)
	p.By = organisationOptions("commission_by", v, []string{f.By}, registers.Keha, registers.Ministry, registers.ELYCentre)
	for _, u := range rights.Uses() {
		p.Uses = append(p.Uses, formOption{Name: "use", Value: string(u), Label: s.texts.in(v.Lang, "right_use."+string(u)), Checked: slices.Contains(f.Uses, string(u))})
	}
	for _, t := range accessTemplates {
		p.Templates = append(p.Templates, t.Key)
	}
	return s.render(w, r, status, "rights-form", &p)
}

func readAccess(r *http.Request) accessForm {
	return accessForm{
		Name: trimmed(r, "person_name"), Email: trimmed(r, "person_email"), Language: trimmed(r, "person_language"), Ground: trimmed(r, "ground"),
		By: trimmed(r, "commission_by"), Outside: trimmed(r, "commission_body"), Task: trimmed(r, "commission_task"),
		Reference: trimmed(r, "commission_reference"), CommissionTo: trimmed(r, "commission_until"),
		Uses: r.PostForm["use"], Need: trimmed(r, "need"), Extent: readExtent(r),
	}
}

// request writes the form as what is applied for, or says what cannot be read.
func (f accessForm) request(s *server, v *visit) (q rights.Request, wrong wrongs) {
	if f.Name == "" {
		wrong.add("person_name", s.texts.in(v.Lang, "wrong.missing", s.texts.in(v.Lang, "field.person_name")))
	}
	if !strings.Contains(f.Email, "@") {
		wrong.add("person_email", s.texts.in(v.Lang, "wrong.email", ""))
	}
	q = rights.Request{Ground: rights.Ground(f.Ground), Need: f.Need}
	for _, u := range f.Uses {
		q.Uses = append(q.Uses, rights.Use(u))
	}
	extent, w := f.Extent.extent(s, v)
	q.Extent, wrong = extent, append(wrong, w...)
	if f.By+f.Outside+f.Task+f.Reference+f.CommissionTo != "" {
		q.Commission = &rights.Commission{By: permits.Body(f.By), Body: f.Outside, Task: f.Task, Reference: f.Reference,
			Until: s.dayTyped(v, "commission_until", f.CommissionTo, &wrong)}
	}
	return q, wrong
}

// postAccessForm files the application. A person the service does not know gets
// an account that empowers to nothing before a right is granted.
func (s *server) postAccessForm(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.AccessApply)
	if err != nil {
		return err
	}
	if err := posted(r); err != nil {
		return err
	}
	f := readAccess(r)
	q, wrong := f.request(s, v)
	if len(wrong) > 0 {
		return s.showAccessForm(w, r, http.StatusUnprocessableEntity, v, f, wrong)
	}
	who := postgres.Newcomer{Name: f.Name, Email: f.Email, Organisation: v.Actor.Organisation, Body: v.Actor.Body, Language: v.Lang}
	if slices.Contains(languages, f.Language) {
		who.Language = f.Language
	}
	if q.Commission != nil {
		who.Organisation, who.Body = q.Commission.Body, ""
	}
	a, err := s.DB.FileAccess(r.Context(), who, func(id string, person permits.Actor, now time.Time) (rights.Application, permits.Event, error) {
		return rights.Apply(id, v.Actor, person, q, now)
	})
	if rule, ok := broken(err); ok {
		return s.showAccessForm(w, r, http.StatusUnprocessableEntity, v, f, s.rightWrong(rule, v))
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "/access/applications/"+a.ID, s.texts.in(v.Lang, "access.filed.done"))
}

func (s *server) postWithdrawAccess(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.AccessApply)
	if err != nil {
		return err
	}
	a, err := s.accessFor(r, v)
	if err != nil {
		return err
	}
	if err := posted(r); err != nil {
		return err
	}
	_, err = s.DB.ChangeAccess(r.Context(), a.ID, func(a rights.Application, now time.Time) (rights.Application, permits.Event, error) {
		return a.Withdraw(v.Actor, seen(r), now)
	})
	if err != nil {
		return err
	}
	return s.done(w, r, "/access/applications/"+a.ID, s.texts.in(v.Lang, "access.withdrawn.done"))
}

// rightWrong shows a broken rule at the limit it is about.
func (s *server) rightWrong(rule *permits.RuleError, v *visit) wrongs {
	field := map[string]string{
		"no-content": "items", "no-such-item": "items", "item-beyond-ground": "items", "no-extent": "extent", "no-such-office": "extent",
		"no-such-access-area": "extent", "no-powers": "powers", "no-such-power": "powers", "power-beyond-ground": "powers",
		"power-without-use": "powers", "no-uses": "uses", "use-beyond-ground": "uses", "no-duration": "valid_until", "term-too-long": "valid_until",
		"beyond-commission": "valid_until", "no-need": "need", "no-reasons": "reasons", "no-such-ground": "ground", "ground-of-another-body": "ground",
		"not-an-access-applicant": "ground", "person-of-another-body": "person_email", "no-commission": "commission_by",
		"needless-commission": "commission_by", "no-such-commissioner": "commission_by", "not-the-commissioner": "commission_by",
		"no-such-commission-task": "commission_task", "no-such-removal": "removal", "no-ground-told": "what",
	}[rule.Rule]
	return wrongs{{field, rule.In(v.Lang)}}
}
