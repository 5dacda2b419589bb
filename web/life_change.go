package web

import (
	"net/http"
	"slices"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/registers"
)

// A changePage asks for a change of a permit in force: time, people, place and
// data, each as the difference from what stands.
type changePage struct {
	page
	Case       permits.Case
	Fields     []actField // time, people and reasons
	Places     []formOption
	Tables     []changeTable
	Others     []registers.Table // that may be opened
	Opened     []string          // those opened beside what is granted
	From, To   formField
	Cadence    []formOption
	PlaceWrong string
	Fees       []changeFee
}

type changeTable struct {
	registers.Table
	Picks []pick // what may be added or given in more detail
	Open  bool
}

type changeFee struct{ Kind, Price string }

// changeRoutes are the page of a change and of reminders to many at once.
func (s *server) changeRoutes(get, post func(path string, h handler)) {
	get("/cases/{case}/change", s.getChange)
	post("/cases/{case}/change", s.postChange)
	get("/queue/reminders", s.getReminders)
	post("/queue/reminders", s.postReminders)
}

func (s *server) changing(r *http.Request) (*acting, error) {
	v, c, err := s.openCase(r, casbin.PermitUse)
	if err != nil {
		return nil, err
	}
	a := &acting{s: s, r: r, v: v, c: c}
	a.people, err = s.DB.Users(r.Context())
	return a, err
}

func (s *server) getChange(w http.ResponseWriter, r *http.Request) error {
	a, err := s.changing(r)
	if err != nil {
		return err
	}
	if !a.c.May(permits.DoAskChange, a.v.Actor, a.v.Now) {
		return s.done(w, r, "/cases/"+string(a.c.ID), "")
	}
	return s.showChange(w, http.StatusOK, a, r.URL.Query()["table"])
}

func (s *server) showChange(w http.ResponseWriter, status int, a *acting, opened []string) error {
	p := changePage{Case: a.c, PlaceWrong: a.wrong.Of("new_place")}
	p.page = s.frame(a.r, s.texts.in(a.v.Lang, "command.ask-change"), crumb{s.texts.in(a.v.Lang, "menu.cases"), "/cases"}, crumb{caseNumber(a.c.ID), "/cases/" + string(a.c.ID)})
	p.Path, p.Wrong = "/cases/"+string(a.c.ID)+"/change", a.wrong
	leader := a.who("new_leader", func(u permits.Actor) bool { return named(a.c, u.ID) && u.ID != a.c.Leader() })
	p.Fields = []actField{a.field("day", "new_until")}
	if len(leader.Options) > 0 {
		p.Fields = append(p.Fields, leader)
	}
	p.Fields = append(p.Fields, a.field("tall", "third_countries"))
	p.Fields = append(p.Fields, a.linkedFields()...)
	p.Fields = append(p.Fields, a.field("tall", "change_why"))
	a.wrong.mark(p.Fields)
	for _, e := range permits.EnvironmentsOn(dayOf(a.v)) {
		if a.c.Recipient().Environment != e.Code {
			p.Places = append(p.Places, formOption{Name: "new_place", Value: e.Code, Label: e.Name.In(a.v.Lang) + " (" + e.Operator.In(a.v.Lang) + ")", Checked: a.text("new_place") == e.Code})
		}
	}
	scope := a.c.Granted()
	p.From, p.To = a.due("period_from", scope.Period.From).formField, a.due("period_to", scope.Period.To).formField
	p.From.Wrong, p.To.Wrong = a.wrong.Of("period_from"), a.wrong.Of("period_to")
	for _, t := range scope.Tables {
		p.addTable(s, a, t.Table, scope, false)
	}
	for _, name := range opened {
		if !slices.ContainsFunc(p.Tables, func(t changeTable) bool { return t.Name == name }) {
			p.addTable(s, a, name, scope, true)
			p.Opened = append(p.Opened, name)
		}
	}
	for _, reg := range s.registerTables() {
		for _, t := range reg.Tables {
			if len(s.pickable(t.Name)) > 0 && !slices.ContainsFunc(p.Tables, func(x changeTable) bool { return x.Name == t.Name }) {
				p.Others = append(p.Others, t.Table)
			}
		}
	}
	for _, kind := range []string{"time", "data", "place", "people"} {
		if f, known := permits.FeeOn("change-"+kind, dayOf(a.v)); known {
			p.Fees = append(p.Fees, changeFee{kind, permits.WriteCents(f.Cents)})
		}
	}
	return s.render(w, a.r, status, "change", &p)
}

// addTable lists what of a table is not yet granted, or not in the finest detail
// that may be.
func (p *changePage) addTable(s *server, a *acting, name string, scope permits.Scope, open bool) {
	t, known := s.Catalogue.Table(name)
	if !known {
		return
	}
	ct := changeTable{Table: t, Open: open}
	for _, k := range s.readPicks(a.r, name) {
		if finer, err := k.Ladder.Finer(k.Finest, scope.Protection(k.ID)); err != nil || !finer {
			continue
		}
		if a.r.PostForm == nil {
			k.Picked, k.Reason = false, ""
		}
		k.Wrong = a.wrong.Of("reason." + k.ID)
		if k.Picked {
			ct.Open = true
		}
		ct.Picks = append(ct.Picks, k)
	}
	if len(ct.Picks) > 0 {
		p.Tables = append(p.Tables, ct)
	}
}

// delta reads what the form asks to change.
func (a *acting) delta(tables []string) permits.Delta {
	scope := a.c.Granted()
	wider, changed := scope, false
	wider.Tables = slices.Clone(scope.Tables)
	d := permits.Delta{Until: a.day("new_until"), Leader: permits.UserID(a.text("new_leader")), ThirdCountries: a.text("third_countries"), Reasons: map[string]string{}}
	for _, table := range tables {
		picks := a.s.readPicks(a.r, table)
		for _, k := range picks {
			if !k.Picked || k.at() == scope.Protection(k.ID) {
				continue
			}
			if k.Wants && k.Reason == "" {
				a.wrong.add("reason."+k.ID, k.Name.In(a.v.Lang)+": "+a.s.texts.in(a.v.Lang, "wrong.reason"))
			}
			wider, changed = withVariable(wider, table, permits.ScopeVariable{ID: k.ID, Protection: k.at()}), true
			d.Reasons[k.ID] = k.Reason
		}
	}
	if from, to := a.day("period_from"), a.day("period_to"); from != scope.Period.From || to != scope.Period.To {
		wider.Period, changed = registers.Period{From: from, To: to}, true
	}
	if changed {
		d.Scope = &wider
	}
	if name := a.text("linked_name"); name != "" {
		d.Linked = []permits.LinkedData{{Name: name, Holder: a.text("linked_holder"), State: a.text("linked_state"), Permit: a.text("linked_permit")}}
	}
	if code := a.text("new_place"); code != "" {
		keys, err := a.s.DB.Environments(a.r.Context())
		if err != nil || keys[code].Key == "" {
			a.wrong.add("new_place", (&permits.RuleError{Rule: "environment-without-key"}).In(a.v.Lang))
		}
		d.Place = &permits.Recipient{Kind: permits.EnvironmentRecipient, Environment: code, Key: keys[code].Key}
	}
	return d
}

// linkedFields ask for data that the change brings to be linked.
func (a *acting) linkedFields() []actField {
	holder := a.field("radio", "linked_holder")
	for _, h := range permits.HoldersOn(dayOf(a.v)) {
		a.option(&holder, h.Code, h.Name.In(a.v.Lang))
	}
	return []actField{a.field("input", "linked_name"), holder, a.choice("linked_state", "linkedstate.held", "linkedstate.pending", "linkedstate.here"), a.field("input", "linked_permit")}
}

// withVariable gives the scope with v, in the place of what it has of it.
func withVariable(scope permits.Scope, table string, v permits.ScopeVariable) permits.Scope {
	for i, t := range scope.Tables {
		if t.Table != table {
			continue
		}
		t.Variables = append(slices.DeleteFunc(slices.Clone(t.Variables), func(x permits.ScopeVariable) bool { return x.ID == v.ID }), v)
		scope.Tables[i] = t
		return scope
	}
	scope.Tables = append(scope.Tables, permits.ScopeTable{Table: table, Variables: []permits.ScopeVariable{v}})
	return scope
}

// postChange asks for the change.
func (s *server) postChange(w http.ResponseWriter, r *http.Request) error {
	a, err := s.changing(r)
	if err != nil {
		return err
	}
	if err := posted(r); err != nil {
		return err
	}
	opened := r.PostForm["table"]
	tables := slices.Clone(opened)
	for _, t := range a.c.Granted().Tables {
		tables = append(tables, t.Table)
	}
	d := a.delta(tables)
	if len(a.wrong) == 0 {
		_, err = s.DB.ChangeCase(r.Context(), a.c.ID, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.AskChange(a.v.Actor, seen(r), d, a.text("change_why"), s.Catalogue, now)
		})
		if rule, ok := broken(err); ok {
			field := map[string]string{"no-reasons": "change_why", "already-over": "new_until", "no-period": "period_to", "no-such-holder": "linked_holder", "linked-state": "linked_state", "linked-permit": "linked_permit"}[rule.Rule]
			a.wrong = wrongs{{field, s.sentence(r, rule)}}
		} else if err != nil {
			return err
		}
	}
	if len(a.wrong) > 0 {
		return s.showChange(w, http.StatusUnprocessableEntity, a, opened)
	}
	return s.done(w, r, "/cases/"+string(a.c.ID), s.texts.in(a.v.Lang, "event."+string(permits.ChangeAsked))+".")
}
