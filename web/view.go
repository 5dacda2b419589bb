package web

import (
	"strings"

	"tietolupa/permits"
	"tietolupa/registers"
)

// A scopeView is a scope as a person reads it.
type scopeView struct {
	Tables     []scopeTableView
	Population []string
	Period     registers.Period
	Sample     int
	Cadence    permits.Cadence
	Hash       string
}

type scopeTableView struct {
	Table     string
	Variables []scopeVariableView
}

type scopeVariableView struct {
	registers.Variable
	Protection registers.Protection
	Reason     string
}

// An applicationView is the whole application as a person reads it, section by
// section, every field of the form in it.
type applicationView struct {
	A          permits.Application
	Before     []viewGroup // of the data
	After      []viewGroup
	Comparison string
	Scope      scopeView
	Talk       map[string]fieldTalk // by field, where it is talked about
}

type viewGroup struct {
	Section string
	Rows    []viewRow
}

type viewRow struct {
	Label, Text string
	Field       string
}

func (s *server) viewApplication(a permits.Application, v *visit) applicationView {
	view := applicationView{A: a, Scope: s.viewScope(a.Scope, a.Reasons, v), Comparison: a.Comparison}
	parts := a.Parts()
	if a.Country == "" {
		parts["country"] = permits.Finland
	}
	group := func(section string) viewGroup {
		g := viewGroup{Section: section}
		for _, f := range draftFields[section] {
			row := viewRow{Label: s.partLabel(v, f.Name), Field: f.Name}
			if parts[f.Name] != "" {
				row.Text = s.sayPart(v, f.Name, parts[f.Name])
			}
			g.Rows = append(g.Rows, row)
		}
		return g
	}
	view.Before = []viewGroup{group(permits.BasicsSection), group(permits.ApplicantSection)}
	view.After = []viewGroup{group(permits.ProtectionSection), group(permits.SecuritySection)}
	return view
}

func (s *server) viewScope(scope permits.Scope, reasons map[string]string, v *visit) scopeView {
	view := scopeView{Period: scope.Period, Sample: scope.Sample, Cadence: scope.Cadence, Hash: scope.Hash()}
	if view.Cadence == "" {
		view.Cadence = permits.Once
	}
	for _, t := range scope.Tables {
		tv := scopeTableView{Table: t.Table}
		for _, sv := range t.Variables {
			if sv.Protection == registers.Drop {
				continue
			}
			known, ok := s.Catalogue.Variable(sv.ID)
			if !ok {
				known = registers.Variable{ID: sv.ID, Table: t.Table, Name: registers.Names{FI: sv.ID, SV: sv.ID, EN: sv.ID}}
			}
			tv.Variables = append(tv.Variables, scopeVariableView{known, sv.Protection, reasons[sv.ID]})
		}
		if len(tv.Variables) > 0 {
			view.Tables = append(view.Tables, tv)
		}
	}
	for _, p := range scope.Population {
		view.Population = append(view.Population, s.sayPredicate(p, v))
	}
	return view
}

// sayPredicate says one condition of a population in words.
func (s *server) sayPredicate(p registers.Predicate, v *visit) string {
	id, parent, raised := strings.Cut(p.ID, "@")
	known, _ := s.Catalogue.Variable(id)
	name := orID(known.Name.In(v.Lang), p.ID)
	var said string
	switch {
	case raised:
		said = s.texts.in(v.Lang, "parent."+parent) + ": " + s.sayCodes(parent, p.In, v)
	case id == municipalityVariable:
		regions, rest := s.areasOf(p.In, v)
		var parts []string
		if len(regions) > 0 {
			parts = append(parts, s.sayCodes("region", regions, v))
		}
		if rest != "" {
			parts = append(parts, rest)
		}
		said = name + ": " + strings.Join(parts, "; ")
	case len(p.In) > 0:
		said = name + ": " + s.sayCodes(known.Codes, p.In, v)
	default:
		said = name + ": " + p.From + "–" + p.To
	}
	if p.At != nil {
		day, _ := date(*p.At)
		said += " (" + day + ")"
	}
	if p.During != nil {
		from, _ := date(p.During.From)
		to, _ := date(p.During.To)
		said += " (" + from + "–" + to + ")"
	}
	return said
}

func (s *server) sayCodes(list string, codes []string, v *visit) string {
	names := make([]string, len(codes))
	for i, code := range codes {
		names[i] = code
		if c, ok := s.Catalogue.CodeOn(list, code, dayOf(v)); ok {
			names[i] = c.Name.In(v.Lang)
		} else if c, ok := s.Catalogue.Code(list, code); ok {
			names[i] = c.Name.In(v.Lang)
		}
	}
	return strings.Join(names, ", ")
}
