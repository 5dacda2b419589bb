package web

import (
	"fmt"
	"net/http"

	"github.com/go-chi/chi/v5"

	"tietolupa/casbin"
	"tietolupa/permits"
)

// caseFor gives the case of the address when the visitor may see it. To
// everybody else it is not there, so that numbers cannot be probed.
func (s *server) caseFor(r *http.Request, v *visit) (permits.Case, error) {
	c, err := s.DB.Case(r.Context(), permits.CaseID(chi.URLParam(r, "case")))
	if err != nil {
		return permits.Case{}, err
	}
	if !permits.MaySee(v.Actor, c) {
		return permits.Case{}, errNotFound
	}
	return c, nil
}

// openCase gives the case of the address to a visitor who may do action and see
// it.
func (s *server) openCase(r *http.Request, action casbin.Action) (*visit, permits.Case, error) {
	v, err := s.allowed(r, action)
	if err != nil {
		return nil, permits.Case{}, err
	}
	c, err := s.caseFor(r, v)
	return v, c, err
}

// disclosureFor is caseFor for disclosures.
func (s *server) disclosureFor(r *http.Request, v *visit) (permits.Disclosure, error) {
	d, err := s.DB.Disclosure(r.Context(), permits.DisclosureID(chi.URLParam(r, "disclosure")))
	if err != nil {
		return permits.Disclosure{}, err
	}
	if !permits.MaySeeDisclosure(v.Actor, d) {
		return permits.Disclosure{}, errNotFound
	}
	return d, nil
}

// orderFor gives the order of the address when the visitor may see it, and says
// whether they are among those who receive its package: a permit's signed users
// while it is in force, and the person a disclosure names.
func (s *server) orderFor(r *http.Request, v *visit) (o permits.Order, receives bool, err error) {
	o, err = s.DB.Order(r.Context(), permits.OrderID(chi.URLParam(r, "order")))
	if err != nil {
		return o, false, err
	}
	switch o.Kind {
	case permits.PermitBasis:
		c, err := s.DB.Case(r.Context(), permits.CaseID(o.BasisID))
		if err != nil {
			return o, false, err
		}
		if !permits.MaySeeOrder(v.Actor, o, c) {
			return o, false, errNotFound
		}
		open := c.DownloadsOpen(v.Actor.ID, v.Now) == nil
		return o, open && permits.MayDownload(v.Actor, o, c.Users()), nil
	case permits.DisclosureBasis:
		d, err := s.DB.Disclosure(r.Context(), permits.DisclosureID(o.BasisID))
		if err != nil {
			return o, false, err
		}
		if !permits.MaySeeDisclosureOrder(v.Actor, o, d) {
			return o, false, errNotFound
		}
		named := d.Request.Person == v.Actor.ID && d.Request.Body == v.Actor.Body
		return o, d.State == permits.DisclosureIsConfirmed && named && permits.MayDownload(v.Actor, o, []permits.UserID{d.Request.Person}), nil
	}
	return o, false, fmt.Errorf("find the basis of order %s: unknown kind %q", o.ID, o.Kind)
}
