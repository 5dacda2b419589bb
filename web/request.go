package web

import (
	"net/http"
	"slices"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/registers"
)

// A requestForm is an analyst's request as typed.
type requestForm struct {
	Task, Provision, Necessity string
	Tables                     []requestTable
	Population                 populationForm
	TermFrom, TermTo           string
	Key                        keyForm
}

type requestTable struct {
	Table registers.Table
	Picks []pick
	Open  bool // something is picked
}

type requestPage struct {
	page
	F     *requestForm
	Tasks []permits.Task
	B     builder
	Body  permits.Body
	Area  string // the ELY centre's own; empty for the ministry
}

func (s *server) getNewDisclosure(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.DisclosureRequest)
	if err != nil {
		return err
	}
	day, _ := date(dayOf(v))
	f := &requestForm{TermFrom: day, Population: populationForm{Cadence: string(permits.Once)}, Key: keyForm{Kind: permits.BodyRecipient, Body: true}}
	for _, t := range s.Catalogue.Tables() {
		rt := requestTable{Table: t}
		for _, known := range s.pickable(t.Name) {
			rt.Picks = append(rt.Picks, pick{Variable: known, Steps: stepsFor(known, known.Finest, proposed(known), false)})
		}
		f.Tables = append(f.Tables, rt)
	}
	return s.showRequest(w, r, http.StatusOK, v, f, nil)
}

func (s *server) showRequest(w http.ResponseWriter, r *http.Request, status int, v *visit, f *requestForm, wrong wrongs) error {
	if err := s.offer(r, &f.Key); err != nil {
		return err
	}
	p := requestPage{page: s.frame(r, s.texts.in(v.Lang, "request.title"), crumb{s.texts.in(v.Lang, "menu.disclosures"), "/disclosures"}),
		F: f, Tasks: permits.TasksOf(v.Actor.Body), B: s.builder(v), Body: v.Actor.Body, Area: s.sayCodes("ely", ownArea(v.Actor.Body), v)}
	p.Wrong, p.Path = wrong, "/disclosures/new"
	return s.render(w, r, status, "request", &p)
}

func (s *server) readRequest(r *http.Request) *requestForm {
	f := &requestForm{Task: trimmed(r, "task"), Provision: trimmed(r, "provision"), Necessity: trimmed(r, "necessity"),
		Population: *readPopulation(r), TermFrom: trimmed(r, "term_from"), TermTo: trimmed(r, "term_to"), Key: *readKey(r)}
	f.Key.Body = true
	for _, t := range s.Catalogue.Tables() {
		rt := requestTable{Table: t, Picks: s.readPicks(r, t.Name)}
		rt.Open = slices.ContainsFunc(rt.Picks, func(k pick) bool { return k.Picked })
		f.Tables = append(f.Tables, rt)
	}
	return f
}

// request writes the form as a request, or says what cannot be read.
func (f *requestForm) request(s *server, v *visit) (q permits.DisclosureRequest, wrong wrongs) {
	q = permits.DisclosureRequest{Task: f.Task, Provision: f.Provision, Necessity: f.Necessity, Area: ownArea(v.Actor.Body)}
	if task, ok := permits.TaskByCode(f.Task); !ok {
		wrong.add("task", s.texts.in(v.Lang, "wrong.choose"))
	} else if q.Provision == "" {
		q.Provision = task.Provision
	}
	if f.Necessity == "" {
		wrong.add("necessity", (&permits.RuleError{Rule: "no-necessity"}).In(v.Lang))
	}
	q.Scope.Version = permits.ScopeVersion
	for _, t := range f.Tables {
		for _, k := range t.Picks {
			if k.Picked && k.Wrong != "" {
				wrong.add("protection."+k.ID, k.Name.In(v.Lang)+": "+k.Wrong)
			}
		}
		q.Scope = withTable(q.Scope, t.Table.Name, t.Picks)
	}
	if len(q.Scope.Tables) == 0 {
		wrong.add("data", (&permits.RuleError{Rule: "empty-scope"}).In(v.Lang))
	}
	scope, w := f.Population.scope(s, v, q.Scope)
	q.Scope, wrong = scope, append(wrong, w...)
	for _, end := range []struct {
		field, value string
		day          *registers.Day
	}{{"term_from", f.TermFrom, &q.Term.From}, {"term_to", f.TermTo, &q.Term.To}} {
		day, err := readDay(end.value)
		if err != nil || day.IsZero() {
			wrong.add(end.field, s.texts.in(v.Lang, "wrong.day"))
		}
		*end.day = day
	}
	var keyWrong wrongs
	q.Recipient, keyWrong = f.Key.recipient(s, v.Lang)
	return q, append(wrong, keyWrong...)
}

// postDisclosure sends an analyst's request.
func (s *server) postDisclosure(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.DisclosureRequest)
	if err != nil {
		return err
	}
	if err := posted(r); err != nil {
		return err
	}
	f := s.readRequest(r)
	if err := s.offer(r, &f.Key); err != nil {
		return err
	}
	q, wrong := f.request(s, v)
	if len(wrong) > 0 {
		return s.showRequest(w, r, http.StatusUnprocessableEntity, v, f, wrong)
	}
	d, err := s.DB.CreateDisclosure(r.Context(), func(id permits.DisclosureID, now time.Time) (permits.Disclosure, permits.Event, error) {
		return permits.RequestDisclosure(id, v.Actor, q, s.Catalogue, now)
	})
	if rule, ok := broken(err); ok {
		wrong := s.ruleWrong(r, rule)
		if rule.Rule == "already-over" {
			wrong[0].Field = "term_to"
		}
		return s.showRequest(w, r, http.StatusUnprocessableEntity, v, f, wrong)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "/disclosures/"+string(d.ID), s.texts.in(v.Lang, "disclosure.requested.done"))
}

// A preparePage narrows what was requested.
type preparePage struct {
	page
	D         permits.Disclosure
	Task      permits.Task
	Tables    []requestTable
	Requested scopeView
}

func (s *server) getPrepare(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.DisclosurePrepare)
	if err != nil {
		return err
	}
	d, err := s.disclosureFor(r, v)
	if err != nil {
		return err
	}
	if !s.mayDisclose(v, d, 0)["prepare"] {
		return s.done(w, r, "/disclosures/"+string(d.ID), "")
	}
	return s.showPrepare(w, r, http.StatusOK, v, d, d.Request.Scope, nil)
}

// showPrepare offers every variable requested, at the step requested or
// coarser; scope is what is ticked.
func (s *server) showPrepare(w http.ResponseWriter, r *http.Request, status int, v *visit, d permits.Disclosure, scope permits.Scope, wrong wrongs) error {
	p := preparePage{D: d, Requested: s.viewScope(d.Request.Scope, nil, v)}
	p.Task, _ = permits.TaskByCode(d.Request.Task)
	p.page = s.frame(r, s.texts.in(v.Lang, "prepare.title"), crumb{s.texts.in(v.Lang, "menu.disclosures"), "/disclosures"}, crumb{caseNumber(d.ID), "/disclosures/" + string(d.ID)})
	p.Wrong = wrong
	for _, t := range d.Request.Scope.Tables {
		known, _ := s.Catalogue.Table(t.Table)
		rt := requestTable{Table: known, Open: true}
		for _, sv := range t.Variables {
			variable, _ := s.Catalogue.Variable(sv.ID)
			if variable.Role == "subject" {
				continue
			}
			at := scope.Protection(sv.ID)
			k := pick{Variable: variable, Picked: at != registers.Drop}
			if !k.Picked {
				at = sv.Protection
			}
			k.Steps = stepsFor(variable, sv.Protection, at, false)
			rt.Picks = append(rt.Picks, k)
		}
		p.Tables = append(p.Tables, rt)
	}
	return s.render(w, r, status, "prepare", &p)
}

// postPrepare records what is found to be disclosed: what was requested, or
// less.
func (s *server) postPrepare(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.DisclosurePrepare)
	if err != nil {
		return err
	}
	d, err := s.disclosureFor(r, v)
	if err != nil {
		return err
	}
	if err := posted(r); err != nil {
		return err
	}
	scope := d.Request.Scope
	scope.Tables = nil
	for _, t := range d.Request.Scope.Tables {
		scope = withTable(scope, t.Table, s.readPicks(r, t.Table))
	}
	version := seen(r)
	_, err = s.DB.ChangeDisclosure(r.Context(), d.ID, func(d permits.Disclosure, now time.Time) (permits.Disclosure, permits.Event, error) {
		return d.Prepare(v.Actor, version, scope, s.Catalogue, now)
	})
	if rule, ok := broken(err); ok {
		return s.showPrepare(w, r, http.StatusUnprocessableEntity, v, d, scope, s.ruleWrong(r, rule))
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "/disclosures/"+string(d.ID), s.texts.in(v.Lang, "disclosure.prepared.done"))
}
