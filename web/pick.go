package web

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/go-chi/chi/v5"

	"tietolupa/permits"
	"tietolupa/registers"
)

// A pickRegister lists a register's tables with how much of each is picked.
type pickRegister struct {
	Name   string
	Tables []pickTable
}

type pickTable struct {
	registers.Table
	Picked, Of int
}

func (s *server) pickRegisters(scope permits.Scope) (all []pickRegister) {
	for _, reg := range s.registerTables() {
		pr := pickRegister{Name: reg.Name}
		for _, t := range reg.Tables {
			pt := pickTable{Table: t.Table}
			for _, v := range s.pickable(t.Name) {
				pt.Of++
				if scope.Protection(v.ID) != registers.Drop {
					pt.Picked++
				}
			}
			if pt.Of > 0 {
				pr.Tables = append(pr.Tables, pt)
			}
		}
		all = append(all, pr)
	}
	return all
}

// pickable lists what may be asked for of a table. The subject's pseudonym is
// not among them: it always comes along.
func (s *server) pickable(table string) (vs []registers.Variable) {
	for _, v := range s.Catalogue.TableVariables(table) {
		if v.Deliverable() && v.Role != "subject" {
			vs = append(vs, v)
		}
	}
	return vs
}

// A pick is one variable in a form: whether it is wanted, how shown, and why.
type pick struct {
	registers.Variable
	Picked bool
	Steps  []pickStep
	Reason string
	Wants  bool // a reason
	Wrong  string
	Secret []string // grounds of secrecy, of a special or secret one
}

type pickStep struct {
	Protection registers.Protection
	Chosen     bool
	Proposed   bool
	Clause     bool
}

// stepsFor are the steps that may be asked for of v, no finer than finest.
func stepsFor(v registers.Variable, finest, chosen registers.Protection, drop bool) (steps []pickStep) {
	for _, p := range v.Ladder.Steps() {
		finer, err := v.Ladder.Finer(p, finest)
		tooFine, err2 := v.Ladder.Finer(p, v.Finest)
		if err != nil || err2 != nil || finer || tooFine || p == registers.Drop && !drop {
			continue
		}
		steps = append(steps, pickStep{Protection: p, Chosen: p == chosen, Proposed: p == v.Default, Clause: v.Clause && p == v.Finest})
	}
	return steps
}

// proposed is the step that the form proposes: the default, or the finest when
// the default would leave the variable out.
func proposed(v registers.Variable) registers.Protection {
	if v.Default == registers.Drop {
		return v.Finest
	}
	return v.Default
}

func wantsReason(v registers.Variable) bool { return v.Role != "subject" && v.Role != "key" }

// secretGrounds are the grounds of secrecy of a variable that stands apart by
// its class (JulkL 24.1 §); those of the rest are the table's own.
func secretGrounds(v registers.Variable) []string {
	if v.Class != registers.Special && v.Class != registers.Secret {
		return nil
	}
	return strings.Fields(v.Ground)
}

type dataTablePage struct {
	editPage
	Table registers.Table
	Picks []pick
	Next  string
}

func (s *server) getDataTable(w http.ResponseWriter, r *http.Request) error {
	_, c, err := s.draftFor(r)
	if err != nil {
		return err
	}
	if c.State != permits.Draft {
		return s.done(w, r, "/cases/"+string(c.ID), "")
	}
	return s.showDataTable(w, r, http.StatusOK, c, nil, nil)
}

func (s *server) showDataTable(w http.ResponseWriter, r *http.Request, status int, c permits.Case, typed []pick, wrong wrongs) error {
	t, ok := s.Catalogue.Table(chi.URLParam(r, "table"))
	if !ok || len(s.pickable(t.Name)) == 0 {
		return errNotFound
	}
	lang := visitOf(r.Context()).Lang
	edit, err := s.editPage(r, c, permits.DataSection, wrong)
	if err != nil {
		return err
	}
	p := dataTablePage{editPage: edit, Table: t, Picks: typed}
	p.Title, p.Marks = t.Name3.In(lang), marksText(c.Application.Marks(), permits.DataSection, t.Name)
	p.Crumb = append(p.Crumb, crumb{s.texts.in(lang, "section.data"), sectionPath(c.ID, permits.DataSection)})
	if typed == nil {
		for _, v := range s.pickable(t.Name) {
			at := c.Application.Scope.Protection(v.ID)
			k := pick{Variable: v, Picked: at != registers.Drop, Reason: c.Application.Reasons[v.ID], Wants: wantsReason(v), Secret: secretGrounds(v)}
			if !k.Picked {
				at = proposed(v)
			}
			k.Steps = stepsFor(v, v.Finest, at, false)
			p.Picks = append(p.Picks, k)
		}
	}
	return s.render(w, r, status, "edit-data-table", &p)
}

// readPicks reads var (the ids wanted), protection.<id> and reason.<id>.
func (s *server) readPicks(r *http.Request, table string) (picks []pick) {
	wanted := r.PostForm["var"]
	for _, v := range s.pickable(table) {
		k := pick{Variable: v, Picked: slices.Contains(wanted, v.ID), Reason: trimmed(r, "reason."+v.ID), Wants: wantsReason(v), Secret: secretGrounds(v)}
		at := registers.Protection(r.PostForm.Get("protection." + v.ID))
		if at == "" {
			at = proposed(v)
		}
		k.Steps = stepsFor(v, v.Finest, at, false)
		if k.Picked && !slices.ContainsFunc(k.Steps, func(s pickStep) bool { return s.Chosen }) {
			k.Wrong = (&permits.RuleError{Rule: "no-such-protection"}).In(visitOf(r.Context()).Lang)
			if v.Ladder.Has(at) {
				k.Wrong = (&permits.RuleError{Rule: "too-fine"}).In(visitOf(r.Context()).Lang)
			}
		}
		picks = append(picks, k)
	}
	return picks
}

// at is the step chosen of k.
func (k pick) at() registers.Protection {
	for _, s := range k.Steps {
		if s.Chosen {
			return s.Protection
		}
	}
	return registers.Drop
}

// withTable gives the scope with table's variables as picked: the table is left
// out when none is.
func withTable(scope permits.Scope, table string, picks []pick) permits.Scope {
	var vs []permits.ScopeVariable
	for _, k := range picks {
		if k.Picked {
			vs = append(vs, permits.ScopeVariable{ID: k.ID, Protection: k.at()})
		}
	}
	tables := []permits.ScopeTable{}
	there := false
	for _, t := range scope.Tables {
		if t.Table == table {
			there = true
			t.Variables = vs
		}
		if len(t.Variables) > 0 {
			tables = append(tables, t)
		}
	}
	if !there && len(vs) > 0 {
		tables = append(tables, permits.ScopeTable{Table: table, Variables: vs})
	}
	scope.Tables = tables
	scope.Version = permits.ScopeVersion
	return scope
}

// postDataTable saves which variables of one table are asked for, how shown and
// why each is needed. What lacks its reason is saved too, and told.
func (s *server) postDataTable(w http.ResponseWriter, r *http.Request) error {
	v, c, err := s.draftFor(r)
	if err != nil {
		return err
	}
	if err := posted(r); err != nil {
		return err
	}
	table := chi.URLParam(r, "table")
	picks := s.readPicks(r, table)
	if len(picks) == 0 {
		return errNotFound
	}
	var wrong wrongs
	for i, k := range picks {
		switch {
		case !k.Picked:
		case k.Wrong != "":
			wrong.add("protection."+k.ID, k.Name.In(v.Lang)+": "+k.Wrong)
		case k.Wants && k.Reason == "":
			picks[i].Wrong = s.texts.in(v.Lang, "wrong.reason")
			wrong.add("reason."+k.ID, k.Name.In(v.Lang)+": "+picks[i].Wrong)
		}
	}
	mine := func(a *permits.Application) { picked(a, table, picks) }
	next, err := s.saveDraft(r, c.ID, mine)
	if rule, ok := broken(err); ok {
		next, wrong, err = c, append(wrong, s.ruleWrong(r, rule)...), nil
	}
	if err != nil {
		return err
	}
	switch {
	case r.PostForm.Has("autosave"):
		return s.answerSave(w, r, next, permits.DataSection, table, wrong, mine)
	case len(wrong) > 0:
		return s.showDataTable(w, r, http.StatusUnprocessableEntity, next, picks, wrong)
	case r.PostForm.Has("stay") || slices.ContainsFunc(next.OpenConflicts(), func(x permits.Conflict) bool { return shownOn(x.Part, permits.DataSection, table) }):
		return s.done(w, r, r.URL.Path, s.texts.in(v.Lang, "edit.saved"))
	}
	return s.done(w, r, sectionPath(c.ID, permits.DataSection), s.texts.in(v.Lang, "edit.saved"))
}

// picked puts in a what was picked of a table, but for what cannot be shown as
// was asked.
func picked(a *permits.Application, table string, picks []pick) {
	reasons := maps.Clone(a.Reasons)
	if reasons == nil {
		reasons = map[string]string{}
	}
	picks = slices.Clone(picks)
	for i, k := range picks {
		picks[i].Picked = k.Picked && slices.ContainsFunc(k.Steps, func(s pickStep) bool { return s.Chosen })
		delete(reasons, k.ID)
		if picks[i].Picked && k.Reason != "" {
			reasons[k.ID] = k.Reason
		}
	}
	a.Reasons, a.Scope = reasons, withTable(a.Scope, table, picks)
}
