package web

import (
	"net/http"
	"slices"

	"tietolupa/casbin"
	"tietolupa/permits"
)

// Messages and notes about one field of an application: asked for where the field
// is read, shown there, and named with a way back in the list of what was written.

// A fieldTalk is what has been written about a field, and where more is.
type fieldTalk struct {
	Field, Name string
	Said        []textView
	Ask, Note   string // addresses; empty when they are not open
}

// otherFields are what can be asked about beside the fields of the form.
var otherFields = []string{"people", "data", "population", "period", "recipient"}

// talkFields lists the fields that a message may be about, in the order of the form.
func talkFields() (all []string) {
	for _, section := range []string{permits.BasicsSection, permits.ApplicantSection} {
		for _, f := range draftFields[section] {
			all = append(all, f.Name)
		}
	}
	all = append(all, otherFields...)
	for _, section := range []string{permits.ProtectionSection, permits.SecuritySection} {
		for _, f := range draftFields[section] {
			all = append(all, f.Name)
		}
	}
	return all
}

// fieldName is what a field is called; empty for what is none.
func (s *server) fieldName(v *visit, field string) string {
	switch {
	case slices.Contains(otherFields, field):
		return s.texts.in(v.Lang, "anchor."+field)
	case slices.Contains(talkFields(), field):
		return s.partLabel(v, field)
	}
	return ""
}

// fieldPath is where a field of c is read.
func fieldPath(c permits.CaseID, field string) string {
	return "/cases/" + string(c) + "/application#field-" + field
}

// about is the choice of a field that a message or a note is about.
func (a *acting) about() actField {
	f := a.field("select", "about")
	f.Closed = true
	f.Options = []formOption{{Name: f.Name, Label: a.s.texts.in(a.v.Lang, "talk.whole")}}
	for _, field := range talkFields() {
		f.Options = append(f.Options, formOption{Name: f.Name, Value: field, Label: a.s.fieldName(a.v, field), Checked: f.Value == field})
	}
	return f
}

// chosenField is the field that was chosen; none is the whole case.
func (a *acting) chosenField() string {
	field := a.text("about")
	if field != "" && !slices.Contains(talkFields(), field) {
		a.wrong.add("about", a.s.texts.in(a.v.Lang, "wrong.choose"))
	}
	return field
}

// talk gathers what the visitor may read and write about each field of c.
func (s *server) talk(r *http.Request, v *visit, c permits.Case) (map[string]fieldTalk, error) {
	texts, err := s.readable(r, v, c)
	if err != nil {
		return nil, err
	}
	people, err := s.names(r)
	if err != nil {
		return nil, err
	}
	all := map[string]fieldTalk{}
	for _, field := range talkFields() {
		one := fieldTalk{Field: field, Name: s.fieldName(v, field)}
		for _, t := range textViews(texts, people) {
			if t.Anchor == field {
				one.Said = append(one.Said, t)
			}
		}
		act := "/cases/" + string(c.ID) + "/acts/"
		if c.May(permits.DoMessage, v.Actor, v.Now) && s.Policy.May(v.Actor, casbin.CaseWrite) == nil {
			one.Ask = act + string(permits.DoMessage) + "?about=" + field
		}
		if c.May(permits.DoNote, v.Actor, v.Now) && s.Policy.May(v.Actor, casbin.CaseHandle) == nil {
			one.Note = act + string(permits.DoNote) + "?about=" + field
		}
		all[field] = one
	}
	return all, nil
}
