package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/go-chi/chi/v5"

	"tietolupa/registers"
)

// catalogueIndex is the catalogue as the pages search and list it.
type catalogueIndex struct {
	registers []string
	text      map[string]string // variable id → all that is searched, in lower case
	users     map[string][]registers.Variable
	size      int // variables but the technical ones
	shapes    map[string]*tableShape
}

func indexCatalogue(cat *registers.Catalogue) *catalogueIndex {
	x := &catalogueIndex{text: map[string]string{}, users: map[string][]registers.Variable{}, shapes: shapesOf(cat)}
	for _, t := range cat.Tables() {
		if !slices.Contains(x.registers, t.Register) {
			x.registers = append(x.registers, t.Register)
		}
	}
	for _, v := range cat.Variables() {
		t, _ := cat.Table(v.Table)
		parts := []string{v.ID, v.Name.FI, v.Name.SV, v.Name.EN, v.Text.FI, v.Text.SV, v.Text.EN, t.Name3.FI, t.Name3.SV, t.Name3.EN}
		parts = append(parts, v.URA...)
		x.text[v.ID] = strings.ToLower(strings.Join(parts, "\n"))
		if v.Codes != "" {
			x.users[v.Codes] = append(x.users[v.Codes], v)
		}
		if v.Kind != registers.Technical {
			x.size++
		}
	}
	return x
}

// matches says whether every word of query is somewhere in v's texts.
func (x *catalogueIndex) matches(v registers.Variable, query string) bool {
	for word := range strings.FieldsSeq(strings.ToLower(query)) {
		if !strings.Contains(x.text[v.ID], word) {
			return false
		}
	}
	return true
}

var classes = []registers.Class{registers.Plain, registers.Quasi, registers.Secret, registers.Special, registers.Direct, registers.FreeText}

type cataloguePage struct {
	page
	Query, Class, Register string
	Classes                []registers.Class
	RegisterNames          []string
	Searched               bool
	Found                  []registers.Variable
	Registers              []catalogueRegister
}

type catalogueRegister struct {
	Name   string
	Tables []catalogueTable
}

type catalogueTable struct {
	registers.Table
	Variables, Deliverable int
}

// getCatalogue shows the registers and their tables, or what a search found.
func (s *server) getCatalogue(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	p := cataloguePage{
		page:  s.frame(r, s.texts.in(visitOf(r.Context()).Lang, "catalogue.title")),
		Query: strings.TrimSpace(q.Get("q")), Class: q.Get("class"), Register: q.Get("register"),
		RegisterNames: s.catalogue.registers,
	}
	for _, c := range classes {
		if slices.ContainsFunc(s.Catalogue.Variables(), func(v registers.Variable) bool { return v.Class == c && v.Kind != registers.Technical }) {
			p.Classes = append(p.Classes, c)
		}
	}
	p.Searched = p.Query != "" || p.Class != "" || p.Register != ""
	if p.Searched {
		for _, v := range s.Catalogue.Variables() {
			if v.Kind != registers.Technical && (p.Class == "" || string(v.Class) == p.Class) &&
				(p.Register == "" || v.Register == p.Register) && s.catalogue.matches(v, p.Query) {
				p.Found = append(p.Found, v)
			}
		}
	}
	p.Registers = s.registerTables()
	return s.render(w, r, http.StatusOK, "catalogue", &p)
}

func (s *server) registerTables() (all []catalogueRegister) {
	for _, name := range s.catalogue.registers {
		reg := catalogueRegister{Name: name}
		for _, t := range s.Catalogue.Tables() {
			if t.Register != name {
				continue
			}
			ct := catalogueTable{Table: t}
			for _, v := range s.Catalogue.TableVariables(t.Name) {
				if v.Kind != registers.Technical {
					ct.Variables++
				}
				if v.Deliverable() {
					ct.Deliverable++
				}
			}
			reg.Tables = append(reg.Tables, ct)
		}
		all = append(all, reg)
	}
	return all
}

type tablePage struct {
	page
	Table     registers.Table
	Variables []registers.Variable
	Technical []registers.Variable
}

func (s *server) getTable(w http.ResponseWriter, r *http.Request) error {
	t, ok := s.Catalogue.Table(chi.URLParam(r, "table"))
	if !ok {
		return errNotFound
	}
	lang := visitOf(r.Context()).Lang
	p := tablePage{page: s.frame(r, t.Name3.In(lang), crumb{s.texts.in(lang, "menu.catalogue"), "/catalogue"}), Table: t}
	for _, v := range s.Catalogue.TableVariables(t.Name) {
		if v.Kind == registers.Technical {
			p.Technical = append(p.Technical, v)
		} else {
			p.Variables = append(p.Variables, v)
		}
	}
	return s.render(w, r, http.StatusOK, "table", &p)
}

type variablePage struct {
	page
	Variable registers.Variable
	Table    registers.Table
	Steps    []ladderStep
	Codes    []registers.CodeValue // the first of the list
	More     int                   // codes left out here
	Longer   []registers.CodeValue // where a longer history is, when it is known
}

// A ladderStep is one protection of a variable's ladder.
type ladderStep struct {
	Protection       registers.Protection
	Proposed, Finest bool
	TooFine          bool
}

func (s *server) getVariable(w http.ResponseWriter, r *http.Request) error {
	v, ok := s.Catalogue.Variable(chi.URLParam(r, "variable"))
	if !ok {
		return errNotFound
	}
	lang := visitOf(r.Context()).Lang
	t, _ := s.Catalogue.Table(v.Table)
	p := variablePage{Variable: v, Table: t, Steps: ladderSteps(v)}
	p.page = s.frame(r, v.Name.In(lang), crumb{s.texts.in(lang, "menu.catalogue"), "/catalogue"}, crumb{t.Name3.In(lang), "/catalogue/tables/" + t.Name})
	if longer, ok := s.Catalogue.Code("longer_history", v.LongerHistory); ok {
		p.Longer = append(p.Longer, longer)
	}
	const shown = 12
	p.Codes = s.Catalogue.Codes(v.Codes)
	if len(p.Codes) > shown {
		p.More = len(p.Codes)
		p.Codes = p.Codes[:shown]
	}
	return s.render(w, r, http.StatusOK, "variable", &p)
}

func ladderSteps(v registers.Variable) (steps []ladderStep) {
	for _, l := range v.Ladder.Steps() {
		finer, err := v.Ladder.Finer(l, v.Finest)
		steps = append(steps, ladderStep{Protection: l, Proposed: l == v.Default, Finest: l == v.Finest && l != registers.Drop, TooFine: finer || err != nil})
	}
	return steps
}

type codesPage struct {
	page
	List  string
	Query string
	Codes []registers.CodeValue
	Users []registers.Variable
	Total int
}

func (s *server) getCodes(w http.ResponseWriter, r *http.Request) error {
	list := chi.URLParam(r, "list")
	codes := s.Catalogue.Codes(list)
	if len(codes) == 0 {
		return errNotFound
	}
	lang := visitOf(r.Context()).Lang
	p := codesPage{List: list, Users: s.catalogue.users[list], Total: len(codes), Query: strings.TrimSpace(r.URL.Query().Get("q"))}
	p.page = s.frame(r, s.texts.in(lang, "codes.title", list), crumb{s.texts.in(lang, "menu.catalogue"), "/catalogue"})
	for _, c := range codes {
		if p.Query == "" || strings.HasPrefix(c.Code, p.Query) || strings.Contains(strings.ToLower(c.Name.FI+"\n"+c.Name.SV+"\n"+c.Name.EN), strings.ToLower(p.Query)) {
			p.Codes = append(p.Codes, c)
		}
	}
	return s.render(w, r, http.StatusOK, "codes", &p)
}
