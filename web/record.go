package web

import (
	"errors"
	"net/http"
	"slices"

	"github.com/go-chi/chi/v5"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
)

type recordPage struct {
	page
	Client clientHead // empty for a new client
	Lead   string
	Form   *recordForm
	Action string
	Back   string
	Stale  bool
}

// A recordAct is one form under way: what it writes and where it leads.
type recordAct struct {
	client postgres.ClientRecord
	tables []string
	row    *postgres.RecordRow // that it corrects; nil for a new one
	only   string              // the one column of the form; empty for all
	title  string
}

// newClientTables are what a new client begins with: who they are, and for a
// person the code they are known by and the clientship.
var newClientTables = map[string][]string{"person": {"person", "person_identifier", "clientship"}}

// actOf finds what the address is about.
func (s *server) actOf(r *http.Request, d desk) (a recordAct, err error) {
	if subject := chi.URLParam(r, "subject"); subject != "" {
		if !slices.Contains(s.subjects(), subject) {
			return a, errNotFound
		}
		a.client.Subject, a.title = subject, s.texts.in(d.Lang, "new."+subject)
		if a.tables = newClientTables[subject]; a.tables == nil {
			a.tables = []string{subject}
		}
		return a, nil
	}
	if a.client, err = s.openClient(r, d, "form", registers.Changing); err != nil {
		return a, err
	}
	if name := chi.URLParam(r, "table"); name != "" {
		t, ok := s.Catalogue.Table(name)
		if !ok || t.Subject != a.client.Subject || t.Name == t.Subject {
			return a, errNotFound
		}
		a.tables, a.title = []string{name}, t.Name3.In(d.Lang)
		return a, nil
	}
	row, ok := s.rowOf(r.Context(), a.client, chi.URLParam(r, "row"))
	if !ok {
		return a, errNotFound
	}
	t, _ := s.Catalogue.Table(row.Table)
	a.row, a.tables, a.title = &row, []string{row.Table}, t.Name3.In(d.Lang)
	if chi.URLParam(r, "end") != "" {
		if a.only = t.End; a.only == "" || row.Values[t.End] != "" {
			return a, errNotFound
		}
	}
	return a, nil
}

func (s *server) getRecordForm(w http.ResponseWriter, r *http.Request) error {
	d, err := s.desk(r, casbin.RegisterWrite)
	if err != nil {
		return err
	}
	a, err := s.actOf(r, d)
	if err != nil {
		return err
	}
	f, err := s.newForm(r.Context(), d, a.client, a.tables, a.row, a.only)
	if err != nil {
		return err
	}
	if a.only != "" {
		f.Tables[0].Fields[0].Value, _ = date(dayOf(d.visit))
		f.Tables[0].Fields[0].Must = true
	}
	return s.showRecordForm(w, r, http.StatusOK, d, a, f, nil)
}

func (s *server) showRecordForm(w http.ResponseWriter, r *http.Request, status int, d desk, a recordAct, f *recordForm, wrong wrongs) error {
	p := recordPage{Form: f, Action: r.URL.Path, Back: "/registers", Stale: status == http.StatusConflict}
	crumbs := []crumb{{s.texts.in(d.Lang, "registers.title"), "/registers"}}
	switch {
	case a.client.ID == 0:
		p.Lead = s.texts.in(d.Lang, "record.lead.new")
		p.Client.Name3 = d.Purpose.Name
	case a.only != "":
		p.Lead = s.texts.in(d.Lang, "record.lead.end")
	case a.row != nil:
		p.Lead = s.texts.in(d.Lang, "record.lead.correct")
	default:
		p.Lead = s.texts.in(d.Lang, "record.lead.add")
	}
	if a.client.ID != 0 {
		var err error
		if p.Client, err = s.clientHead(r, d, a.client); err != nil {
			return err
		}
		p.Back = p.Client.Path
		crumbs = append(crumbs, crumb{p.Client.Name, p.Back})
	}
	p.page = s.frame(r, a.title, crumbs...)
	p.Path, p.Wrong = r.URL.Path, wrong
	return s.render(w, r, status, "record-form", &p)
}

// postRecordForm stores what was typed, or shows it again with what is wrong:
// nothing that was typed is lost, also when somebody else was first.
func (s *server) postRecordForm(w http.ResponseWriter, r *http.Request) error {
	d, err := s.desk(r, casbin.RegisterWrite)
	if err != nil {
		return err
	}
	if err := posted(r); err != nil {
		return err
	}
	a, err := s.actOf(r, d)
	if err != nil {
		return err
	}
	f, err := s.newForm(r.Context(), d, a.client, a.tables, a.row, a.only)
	if err != nil {
		return err
	}
	values, wrong, err := s.read(r.Context(), d, a.client, f, r)
	if err != nil {
		return err
	}
	if r.PostForm.Has("lookup") {
		f.unmark()
		return s.showRecordForm(w, r, http.StatusOK, d, a, f, nil)
	}
	if len(wrong) > 0 {
		return s.showRecordForm(w, r, http.StatusUnprocessableEntity, d, a, f, wrong)
	}
	writes := s.writes(d, a, f, values)
	if err := s.mayWrite(d, a.client, writes); err != nil {
		return err
	}
	done, err := s.registers.WriteRecords(r.Context(), writes...)
	if rule, ok := errors.AsType[*registers.RuleError](err); ok {
		if rule.Rule == "version" {
			return s.showOvertaken(w, r, d, a, f, values, rule)
		}
		return s.showRecordForm(w, r, http.StatusUnprocessableEntity, d, a, f, s.ruleFields(f, rule, d))
	}
	if err != nil {
		return err
	}
	flash := "record.done"
	if a.row != nil && len(done[0].Changed) == 0 {
		flash = "record.same"
	}
	c := postgres.ClientRecord{Subject: a.client.Subject, ID: done[0].Subject}
	path := clientPath(s.clientToken(r.Context(), c.Subject, c.ID))
	return s.done(w, r, path+"#"+s.rowToken(r.Context(), c, postgres.RecordRow{Table: done[0].Table, Key: done[0].Key}), s.texts.in(d.Lang, flash))
}

// writes are the rows of the form as the registers take them.
func (s *server) writes(d desk, a recordAct, f *recordForm, values map[string]map[string]string) (all []postgres.Write) {
	for _, t := range f.Tables {
		w := postgres.Write{Actor: d.Actor.ID, Version: f.Version, Record: registers.Record{
			Table: t.Table.Name, Subject: a.client.ID, Values: values[t.Table.Name], Purpose: d.Purpose.Code, Office: string(d.Actor.Body),
			Source: f.Source, Recorder: string(d.Actor.ID), Health: registers.Health{AffectsEmployment: f.Affects, Indispensable: f.Needed}}}
		if a.row != nil { // a correction does not change whose client it is
			w.Key, w.Office, w.Values = a.row.Key, a.row.Office, s.changed(f, w.Values, *a.row)
		} else {
			for column, value := range w.Values {
				if value == "" {
					delete(w.Values, column)
				}
			}
		}
		all = append(all, w)
	}
	return all
}

// showOvertaken shows the form after somebody else has changed the row: what was
// typed stays, and beside it what the register holds now.
func (s *server) showOvertaken(w http.ResponseWriter, r *http.Request, d desk, a recordAct, f *recordForm, values map[string]map[string]string, rule *registers.RuleError) error {
	f.Version = a.row.Version
	for i := range f.Tables[0].Fields {
		field := &f.Tables[0].Fields[i]
		now := a.row.Values[field.Variable.Column]
		if now == values[f.Tables[0].Table.Name][field.Variable.Column] {
			continue
		}
		if field.Stands = s.sayValue(&field.Variable, now, d.visit); field.Stands == "" {
			field.Stands = "–"
		}
	}
	return s.showRecordForm(w, r, http.StatusConflict, d, a, f, wrongs{{"", rule.In(d.Lang)}})
}

func (f *recordForm) unmark() {
	for i := range f.Tables {
		for j := range f.Tables[i].Fields {
			if field := &f.Tables[i].Fields[j]; field.Kind != "client" {
				field.Wrong = ""
			}
		}
	}
}

type historyPage struct {
	page
	Client   clientHead
	Variable registers.Variable
	Versions []versionView
}

type versionView struct {
	postgres.Version
	Text, Source, Office string
	By                   permits.UserID
}

// getHistory shows the values that a column of a row has had.
func (s *server) getHistory(w http.ResponseWriter, r *http.Request) error {
	d, err := s.desk(r, casbin.RegisterRead)
	if err != nil {
		return err
	}
	c, v, versions, err := s.historyFor(r, d)
	if err != nil {
		return err
	}
	p := historyPage{Variable: v}
	if p.Client, err = s.clientHead(r, d, c); err != nil {
		return err
	}
	for _, old := range versions {
		p.Versions = append(p.Versions, s.versionView(old, v, d))
	}
	p.page = s.frame(r, v.Name.In(d.Lang), crumb{s.texts.in(d.Lang, "registers.title"), "/registers"}, crumb{p.Client.Name, p.Client.Path})
	return s.render(w, r, http.StatusOK, "record-history", &p)
}

// historyFor reads the versions of the value that the address names.
func (s *server) historyFor(r *http.Request, d desk) (c postgres.ClientRecord, v registers.Variable, versions []postgres.Version, err error) {
	subject, id, ok := s.clientOf(r.Context(), chi.URLParam(r, "client"))
	if !ok {
		return c, v, nil, errNotFound
	}
	c, versions, err = s.registers.ValueHistory(r.Context(), d.Look, subject, id, func(c postgres.ClientRecord) (row postgres.RecordRow, column string, ok bool) {
		if row, ok = s.rowOf(r.Context(), c, chi.URLParam(r, "row")); ok {
			v, ok = s.Catalogue.Column(row.Table, chi.URLParam(r, "column"))
		}
		return row, v.Column, ok && v.Kind == registers.Stored
	})
	return c, v, versions, err
}

func (s *server) versionView(old postgres.Version, v registers.Variable, d desk) versionView {
	view := versionView{Version: old, Text: s.sayValue(&v, old.Value, d.visit), By: old.SupersededBy,
		Source: s.sayCodes("source", []string{old.Source}, d.visit), Office: s.sayCodes("office", []string{old.Office}, d.visit)}
	if view.Text == "" {
		view.Text = "–"
	}
	return view
}
