package web

import (
	"net/http"
	"net/url"

	"tietolupa/casbin"
	"tietolupa/registers"
)

type toldJSON struct {
	Variable string   `json:"variable"`
	Item     string   `json:"item"` // of 6 § 2–3 mom
	Allowed  bool     `json:"allowed"`
	Why      string   `json:"why,omitempty"` // not
	Values   []string `json:"values,omitempty"`
}

// apiDisclose is postDisclose: the values are there only when every item asked
// for may be given, and what was asked is in the audit log either way.
func (s *server) apiDisclose(r *http.Request) (any, error) {
	d, err := s.desk(r, casbin.RegisterDisclose)
	if err != nil {
		return nil, err
	}
	var in employerAsks
	if err := readJSON(r, &in); err != nil {
		return nil, err
	}
	c, err := s.openClient(r, d, "disclosure", registers.Telling)
	if err != nil {
		return nil, err
	}
	if c.Subject != "person" {
		return nil, errNotFound
	}
	r.PostForm = url.Values{"employer": {in.Employer}, "vacancy": {in.Vacancy}, "health_need": {in.HealthNeed}, "var": in.Variables}
	if in.FixedTerm {
		r.PostForm.Set("fixed_term", "yes")
	}
	for item, why := range in.Why {
		r.PostForm.Set("why."+item, why)
	}
	f, err := s.employerForm(r, d, c)
	if err != nil {
		return nil, err
	}
	wrong, err := s.mayTell(d, c, f)
	if err != nil {
		return nil, err
	}
	if err := s.logDisclosure(r.Context(), d, c, f, wrong); err != nil {
		return nil, err
	}
	told := []toldJSON{}
	for _, g := range f.Groups {
		for _, k := range g.Variables {
			if !k.Picked {
				continue
			}
			one := toldJSON{Variable: k.ID, Item: g.Item, Allowed: k.Wrong == "", Why: k.Wrong}
			if len(wrong) == 0 {
				one.Values = k.Values
			}
			told = append(told, one)
		}
	}
	return toldToEmployer{len(wrong) == 0, told}, nil
}
