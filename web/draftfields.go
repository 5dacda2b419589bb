package web

import (
	"slices"
	"strconv"
	"strings"

	"tietolupa/permits"
	"tietolupa/registers"
)

// A draftField is one field of a section that is written field by field: how it
// is drawn and what it may hold.
type draftField struct {
	Name    string
	Kind    string   // input, email, tel, area, tall, day, radio, box, codes, linked
	Options []string // of a radio
	List    string   // of codes: the code list
	Heading string   // of the group that begins here
	Auto    string   // what a browser may fill in (autocomplete)
	Must    bool
}

// draftFields are the fields of each such section, in order: the 28 of the form
// that are not people, data, population or key.
var draftFields = map[string][]draftField{
	permits.BasicsSection: {
		{Name: "title", Kind: "input", Must: true},
		{Name: "title_sv", Kind: "input"},
		{Name: "title_en", Kind: "input"},
		{Name: "purpose", Kind: "radio", Options: texted(permits.Purposes()), Must: true},
		{Name: "abstract", Kind: "area", Heading: "basics.study", Must: true},
		{Name: "questions", Kind: "area"},
		{Name: "methods", Kind: "area"},
		{Name: "study", Kind: "radio", Options: permits.Studies()},
		{Name: "plan", Kind: "tall", Must: true},
		{Name: "publication", Kind: "area"},
		{Name: permits.UntilPart, Kind: "day", Heading: "basics.permit", Must: true},
	},
	permits.ApplicantSection: {
		{Name: "organisation", Kind: "input", Must: true, Auto: "organization"},
		{Name: "business_id", Kind: "input"},
		{Name: "country", Kind: "codes", List: "country", Auto: "country"},
		{Name: "domicile", Kind: "codes", List: "municipality"},
		{Name: "address", Kind: "area", Auto: "street-address"},
		{Name: "role", Kind: "radio", Options: texted(permits.Roles())},
		{Name: "contact_name", Kind: "input", Heading: "applicant.contact", Must: true, Auto: "name"},
		{Name: "contact_email", Kind: "email", Must: true, Auto: "email"},
		{Name: "contact_phone", Kind: "tel", Auto: "tel"},
		{Name: "contact_tie", Kind: "input"},
		{Name: "funding", Kind: "area", Heading: "applicant.funding"},
		{Name: "interests", Kind: "area"},
		{Name: "billing", Kind: "area", Heading: "applicant.billing"},
		{Name: "language", Kind: "radio", Options: []string{"fi", "sv"}, Heading: "applicant.service", Must: true},
		{Name: permits.EServicePart, Kind: "box", Options: []string{"yes"}},
	},
	permits.ProtectionSection: {
		{Name: "control", Kind: "radio", Options: permits.Controls(), Must: true},
		{Name: "controllers", Kind: "area"},
		{Name: "dpo", Kind: "input"},
		{Name: "article6", Kind: "radio", Options: []string{"e", "c"}, Heading: "basics.law", Must: true},
		{Name: "article9", Kind: "area"},
		{Name: "identifiability", Kind: "radio", Options: permits.Identifiabilities(), Heading: "protection.level"},
		{Name: "identified_why", Kind: "area"},
		{Name: permits.LinkedPart, Kind: "linked", Heading: "protection.linked"},
		{Name: "consent", Kind: "radio", Options: []string{"no", "yes"}, Heading: "protection.consent"},
		{Name: "consent_terms", Kind: "area"},
		{Name: "third_countries", Kind: "area", Heading: "protection.abroad"},
	},
	permits.SecuritySection: {
		{Name: "security", Kind: "tall", Must: true},
		{Name: "disposal", Kind: "area", Must: true},
	},
}

// fieldNamed finds a field of any section.
func fieldNamed(name string) (draftField, bool) {
	for _, fields := range draftFields {
		for _, f := range fields {
			if f.Name == name {
				return f, true
			}
		}
	}
	return draftField{}, false
}

// partPath is where a part is written: the page and the field on it.
func partPath(id permits.CaseID, part string) string {
	kind, about, _ := strings.Cut(part, ".")
	switch kind {
	case "variable", "reason":
		table, _, _ := strings.Cut(about, ".")
		field := "reason." + about
		if kind == "variable" {
			field = "var." + about
		}
		return sectionPath(id, permits.DataSection) + "/" + table + "#" + field
	case "people", "person", permits.LeaderPart:
		return sectionPath(id, permits.PeopleSection) + "#person.0.email"
	case permits.RecipientPart:
		return sectionPath(id, permits.KeySection) + "#recipient_kind"
	case permits.PeriodPart:
		return sectionPath(id, permits.PopulationSection) + "#period_from"
	case permits.SamplePart, permits.CadencePart, "comparison":
		return sectionPath(id, permits.PopulationSection) + "#" + part
	case "population", "data", permits.AnnexesPart:
		return sectionPath(id, permits.SectionOf(part))
	}
	return sectionPath(id, permits.SectionOf(part)) + "#" + part
}

// A drawnField is a field as the page draws it.
type drawnField struct {
	formField
	draftField
	Choices []formOption
	Rows    []linkedRow
	Holders []permits.Holder
	Codes   []registers.CodeValue
}

// Name of the field; both its sides have it.
func (f drawnField) Name() string { return f.formField.Name }

type linkedRow struct {
	permits.LinkedData
	No     string
	States []formOption
}

// drawn gives a section's fields with what f holds.
func (s *server) drawn(f *fieldsForm, section string, v *visit, wrong wrongs) (all []drawnField) {
	for _, field := range draftFields[section] {
		key := "field." + field.Name
		d := drawnField{draftField: field, formField: formField{Name: field.Name, Value: f.values[field.Name], Wrong: wrong.Of(field.Name),
			Label: s.texts.in(v.Lang, key), Hint: s.texts.hint(v.Lang, key), Why: s.texts.why(v.Lang, key)}}
		for _, o := range field.Options {
			name := field.Name + "." + o
			d.Choices = append(d.Choices, formOption{Name: field.Name, Value: o, Checked: o == d.Value, Label: s.texts.in(v.Lang, name), Hint: s.texts.hint(v.Lang, name)})
		}
		switch field.Kind {
		case "codes":
			d.Codes = s.codesToday(field.List, v)
			if d.Value == "" && field.Name == "country" {
				d.Value = permits.Finland
			}
		case "linked":
			d.Holders = permits.HoldersOn(dayOf(v))
			for i, l := range append(slices.Clone(f.linked), permits.LinkedData{}) {
				row := linkedRow{LinkedData: l, No: strconv.Itoa(i)}
				for _, state := range permits.LinkedStates() {
					row.States = append(row.States, formOption{Value: state, Checked: state == l.State, Label: s.texts.in(v.Lang, "linkedstate."+state)})
				}
				d.Rows = append(d.Rows, row)
			}
		}
		all = append(all, d)
	}
	return all
}

// codesToday are the values of a list on the day: of countries Finland first,
// the others by their names.
func (s *server) codesToday(list string, v *visit) (all []registers.CodeValue) {
	first := ""
	if list == "country" {
		first = permits.Finland
	}
	for _, c := range s.Catalogue.Codes(list) {
		if c.Valid(dayOf(v)) {
			all = append(all, c)
		}
	}
	slices.SortStableFunc(all, func(a, b registers.CodeValue) int {
		switch {
		case a.Code == b.Code:
			return 0
		case a.Code == first:
			return -1
		case b.Code == first:
			return 1
		}
		return strings.Compare(a.Name.In(v.Lang), b.Name.In(v.Lang))
	})
	return all
}
