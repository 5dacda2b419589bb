package web

import (
	"net/http"
	"slices"
	"strings"

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
	Answer      string // address where what is asked of it is answered; empty when nothing is
}

// otherFields are what can be asked about beside the fields of the form.
var otherFields = []string{"people", "data", "population", "period", "recipient"}

// talkFields lists the fields that a message about a may concern, in the order of
// the form: each variable that is applied for is one.
func talkFields(a permits.Application) (all []string) {
	for _, section := range []string{permits.BasicsSection, permits.ApplicantSection} {
		for _, f := range draftFields[section] {
			all = append(all, f.Name)
		}
	}
	for _, field := range otherFields {
		if all = append(all, field); field == "data" {
			for _, id := range a.Scope.VariableIDs() {
				all = append(all, permits.VariablePart+id)
			}
		}
	}
	for _, section := range []string{permits.ProtectionSection, permits.SecuritySection} {
		for _, f := range draftFields[section] {
			all = append(all, f.Name)
		}
	}
	return all
}

// fieldName is what a field that is talked about is called; empty for what is none.
func (s *server) fieldName(v *visit, field string) string {
	id, variable := strings.CutPrefix(field, permits.VariablePart)
	_, known := s.Catalogue.Variable(id)
	switch {
	case slices.Contains(otherFields, field):
		return s.anchorName(v, field)
	case variable && known || slices.Contains(talkFields(permits.Application{}), field):
		return s.partLabel(v, field)
	}
	return ""
}

// anchorName is what the part is called that a deficiency concerns.
func (s *server) anchorName(v *visit, field string) string {
	if strings.HasPrefix(field, permits.VariablePart) {
		return s.partLabel(v, field)
	}
	return s.texts.in(v.Lang, "anchor."+field)
}

// fieldPath is where a field of c is read.
func fieldPath(c permits.CaseID, field string) string {
	return "/cases/" + string(c) + "/application#field-" + field
}

// about is the choice of a field that a message or a note is about.
func (a *acting) about() actField {
	f := a.field("select", "about")
	f.Options = []formOption{{Name: f.Name, Label: a.s.texts.in(a.v.Lang, "talk.whole")}}
	for _, field := range talkFields(a.c.Application) {
		f.Options = append(f.Options, formOption{Name: f.Name, Value: field, Label: a.s.fieldName(a.v, field), Checked: f.Value == field})
	}
	return f
}

// chosenField is the field that was chosen; none is the whole case.
func (a *acting) chosenField() string {
	field := a.text("about")
	if field != "" && !slices.Contains(talkFields(a.c.Application), field) {
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
	waits := c.May(permits.DoReply, v.Actor, v.Now) && s.Policy.May(v.Actor, casbin.CaseReply) == nil
	asked := (&acting{c: c}).asked().Deficiencies
	all := map[string]fieldTalk{}
	for _, field := range talkFields(c.Application) {
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
		if waits && slices.ContainsFunc(asked, func(d permits.Deficiency) bool { return d.Field == field && d.Reply.IsZero() }) {
			one.Answer = act + string(permits.DoReply) + "#reply." + field
		}
		all[field] = one
	}
	return all, nil
}
