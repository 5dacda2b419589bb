package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"tietolupa/postgres"
	"tietolupa/registers"
)

// read takes what was typed, and says what of it is no value of its field. What
// the rules say of the values is asked of the registers.
func (s *server) read(ctx context.Context, d desk, c postgres.ClientRecord, f *recordForm, r *http.Request) (values map[string]map[string]string, wrong wrongs, err error) {
	values = map[string]map[string]string{}
	f.Source, f.Version = r.PostForm.Get("source"), r.PostForm.Get("version")
	f.Affects, f.Needed = r.PostForm.Get("health_affects") == "yes", r.PostForm.Get("health_needed") == "yes"
	for i := range f.Tables {
		t := &f.Tables[i]
		values[t.Table.Name] = map[string]string{}
		for j := range t.Fields {
			field := &t.Fields[j]
			field.Value = trimmed(r, field.Name)
			value, why := s.stored(*field, d)
			if field.Kind == "client" && field.Value != "" {
				target, _ := s.linkTarget(field.Variable)
				id, name, err := s.lookUp(ctx, d, target.Subject, field.Value)
				if err != nil {
					return nil, nil, err
				}
				if field.Found = name; id == 0 {
					why = s.texts.in(d.Lang, "wrong.nosuchclient")
				}
				value = strconv.FormatInt(id, 10)
			}
			if value == "" && field.Must && why == "" {
				why = s.texts.in(d.Lang, "wrong.missing", field.Variable.Name.In(d.Lang))
			}
			if why != "" {
				field.Wrong = why
				wrong.add(field.Name, why)
			}
			values[t.Table.Name][field.Variable.Column] = value
		}
	}
	if !slices.ContainsFunc(f.Sources, func(o fieldOption) bool { return o.Value == f.Source }) {
		wrong.add("source", s.texts.in(d.Lang, "wrong.source"))
	}
	return values, wrong, s.options(ctx, d, c, f)
}

// stored is what was typed in the form of registers.Record, or why it is none.
func (s *server) stored(f recordField, d desk) (value, why string) {
	typed := f.Value
	switch {
	case typed == "":
	case f.Kind == "day":
		day, err := readDay(typed)
		if err != nil {
			return "", s.texts.in(d.Lang, "wrong.day")
		}
		return day.String(), ""
	case f.Variable.Type == registers.Decimal:
		return strings.Replace(strings.NewReplacer(" ", "", thinSpace, "", "\u00a0", "").Replace(typed), ",", ".", 1), ""
	case f.Variable.Type == registers.Integer:
		return strings.NewReplacer(" ", "", thinSpace, "", "\u00a0", "").Replace(typed), ""
	case f.Kind == "search":
		if code, ok := s.codeNamed(f.Variable.Codes, typed, d); ok {
			return code, ""
		}
		return "", s.texts.in(d.Lang, "wrong.code")
	case f.Variable.Rules["format"] == "hetu" || f.Variable.Rules["format"] == "business_id":
		return strings.ToUpper(typed), ""
	}
	return typed, ""
}

// codeNamed reads "091 Helsinki", "091" or "Helsinki".
func (s *server) codeNamed(list, typed string, d desk) (string, bool) {
	first, _, _ := strings.Cut(typed, " ")
	if _, ok := s.Catalogue.Code(list, first); ok {
		return first, true
	}
	for _, code := range s.Catalogue.Codes(list) {
		if code.Valid(dayOf(d.visit)) && slices.ContainsFunc([]string{code.Name.FI, code.Name.SV, code.Name.EN}, func(n string) bool { return strings.EqualFold(n, typed) }) {
			return code.Code, true
		}
	}
	return "", false
}

// changed keeps of values what is not in the row already. An empty field that
// names another person leaves the link as it is: persons are not named in forms.
func (s *server) changed(f *recordForm, values map[string]string, row postgres.RecordRow) map[string]string {
	changed := map[string]string{}
	for _, t := range f.Tables {
		for _, field := range t.Fields {
			column := field.Variable.Column
			value := values[column]
			if target, ok := s.linkTarget(field.Variable); ok && target.Name == "person" && value == "" {
				continue
			}
			if value != row.Values[column] {
				changed[column] = value
			}
		}
	}
	return changed
}

// ruleFields turns a refusal into the fault of a field: the one it is about, or
// the form as a whole.
func (s *server) ruleFields(f *recordForm, rule *registers.RuleError, d desk) (wrong wrongs) {
	field := rule.About
	if v, ok := s.Catalogue.Variable(rule.About); ok {
		field = v.Table + "." + v.Column
	}
	switch {
	case rule.Rule == "3.1.7" && f.Health:
		field = "health"
	case strings.HasSuffix(field, ".source"):
		field = "source"
	}
	known := field == "source" || field == "health"
	for i := range f.Tables {
		for j := range f.Tables[i].Fields {
			if at := &f.Tables[i].Fields[j]; at.Name == field {
				at.Wrong, known = rule.In(d.Lang), true
			}
		}
	}
	if !known {
		field = ""
	}
	wrong.add(field, rule.In(d.Lang))
	return wrong
}
