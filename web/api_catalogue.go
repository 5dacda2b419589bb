package web

import (
	"net/http"
	"reflect"
	"slices"

	"github.com/go-chi/chi/v5"

	"tietolupa/registers"
)

type namesJSON struct {
	FI string `json:"fi"`
	SV string `json:"sv"`
	EN string `json:"en"`
}

type catalogueTableJSON struct {
	Table     string    `json:"table"`
	Register  string    `json:"register"`
	Subject   string    `json:"subject"`
	Name      namesJSON `json:"name"`
	Variables int       `json:"variables"`
}

type catalogueVariableJSON struct {
	Variable    string                 `json:"variable"`
	Table       string                 `json:"table"`
	Register    string                 `json:"register"`
	Type        registers.Type         `json:"type"`
	Codes       string                 `json:"codes" doc:"list of its codes"`
	Item        string                 `json:"item" doc:"of 3 §"`
	Ground      string                 `json:"ground" doc:"of secrecy, 24.1 § of the Publicity Act; empty when public"`
	Class       registers.Class        `json:"class"`
	Steps       []registers.Protection `json:"steps" doc:"protections from the finest that may be granted"`
	Deliverable bool                   `json:"deliverable"`
	Name        namesJSON              `json:"name"`
	Text        namesJSON              `json:"text"`
	URA         []string               `json:"ura" doc:"names researchers know it by"`
}

type codeJSON struct {
	Code string    `json:"code"`
	Name namesJSON `json:"name"`
}

type catalogueJSON struct {
	Hash   string               `json:"hash" doc:"of the whole catalogue"`
	Tables []catalogueTableJSON `json:"tables"`
	Lists  []string             `json:"lists" doc:"of codes"`
}

type variableList struct {
	Variables []catalogueVariableJSON `json:"variables"`
	Next      string                  `json:"next,omitempty"`
}

type codeList struct {
	Codes []codeJSON `json:"codes"`
	Next  string     `json:"next,omitempty"`
}

func (s *server) catalogueOperations() []operation {
	return []operation{
		{Route: anybody("GET", "/api/catalogue"), ID: "readCatalogue", Tag: "catalogue", Summary: "The tables and code lists", Answer: reflect.TypeFor[catalogueJSON](), do: s.apiCatalogue},
		{Route: anybody("GET", "/api/catalogue/variables"), ID: "listVariables", Tag: "catalogue", Summary: "The variables", Answer: reflect.TypeFor[variableList](), do: s.apiVariables,
			Query: append([]queryParam{{Name: "q", About: "words in names and descriptions"}, {Name: "table", About: "of that table"}}, listParams...)},
		{Route: anybody("GET", "/api/catalogue/variables/{variable}"), ID: "readVariable", Tag: "catalogue", Summary: "One variable", Answer: reflect.TypeFor[catalogueVariableJSON](), do: s.apiVariable},
		{Route: anybody("GET", "/api/catalogue/codes/{list}"), ID: "listCodes", Tag: "catalogue", Summary: "The codes of a list", Query: listParams, Answer: reflect.TypeFor[codeList](), do: s.apiCodes},
	}
}

func threeOf(n registers.Names) namesJSON { return namesJSON{n.FI, n.SV, n.EN} }

func (s *server) apiCatalogue(*http.Request) (any, error) {
	j := catalogueJSON{Hash: s.Catalogue.Hash(), Lists: s.Catalogue.Lists()}
	for _, t := range s.Catalogue.Tables() {
		j.Tables = append(j.Tables, catalogueTableJSON{t.Name, t.Register, t.Subject, threeOf(t.Name3), len(s.Catalogue.TableVariables(t.Name))})
	}
	return j, nil
}

func variableOf(v registers.Variable) catalogueVariableJSON {
	j := catalogueVariableJSON{v.ID, v.Table, v.Register, v.Type, v.Codes, v.Item, v.Ground, v.Class, []registers.Protection{}, v.Deliverable(), threeOf(v.Name), threeOf(v.Text), slices.Clone(v.URA)}
	if v.Deliverable() {
		for _, p := range v.Ladder.Steps() {
			if finer, err := v.Ladder.Finer(p, v.Finest); err == nil && !finer && p != registers.Drop {
				j.Steps = append(j.Steps, p)
			}
		}
	}
	return j
}

func (s *server) apiVariables(r *http.Request) (any, error) {
	q := r.URL.Query()
	var found []registers.Variable
	for _, v := range s.Catalogue.Variables() {
		if v.Kind != registers.Technical && (q.Get("table") == "" || v.Table == q.Get("table")) && s.catalogue.matches(v, q.Get("q")) {
			found = append(found, v)
		}
	}
	page, next, err := pageOf(r, found, func(v registers.Variable) string { return v.ID })
	if err != nil {
		return nil, err
	}
	list := variableList{Variables: []catalogueVariableJSON{}, Next: next}
	for _, v := range page {
		list.Variables = append(list.Variables, variableOf(v))
	}
	return list, nil
}

func (s *server) apiVariable(r *http.Request) (any, error) {
	v, ok := s.Catalogue.Variable(chi.URLParam(r, "variable"))
	if !ok {
		return nil, errNotFound
	}
	return variableOf(v), nil
}

func (s *server) apiCodes(r *http.Request) (any, error) {
	list := chi.URLParam(r, "list")
	if !slices.Contains(s.Catalogue.Lists(), list) {
		return nil, errNotFound
	}
	page, next, err := pageOf(r, s.Catalogue.Codes(list), func(c registers.CodeValue) string { return c.Code + "\n" + c.From.Format("2006-01-02") })
	if err != nil {
		return nil, err
	}
	j := codeList{Codes: []codeJSON{}, Next: next}
	for _, c := range page {
		j.Codes = append(j.Codes, codeJSON{c.Code, threeOf(c.Name)})
	}
	return j, nil
}
