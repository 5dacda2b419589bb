package web

import (
	"net/http"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
)

type orderPage struct {
	page
	Order    permits.Order
	Basis    string // path of the case or disclosure
	Receives bool
	MayRetry bool
	Live     bool // still being built
	Closed   bool // the permit lets nothing out now
	Key      string
	Receiver string // who received it for its environment
	Events   []eventView
}

func (s *server) orderPage(r *http.Request) (*orderPage, error) {
	v, err := s.allowed(r, casbin.OrderView)
	if err != nil {
		return nil, err
	}
	o, receives, err := s.orderFor(r, v)
	if err != nil {
		return nil, err
	}
	p := &orderPage{Order: o, Receives: receives, Basis: "/disclosures/" + o.BasisID, Key: s.SignerKey}
	if o.Kind == permits.PermitBasis {
		p.Basis = "/cases/" + o.BasisID
		c, err := s.DB.Case(r.Context(), permits.CaseID(o.BasisID))
		if err != nil {
			return nil, err
		}
		p.Closed = c.Gate(v.Now) != nil
	}
	p.page = s.frame(r, s.texts.in(v.Lang, "order.title", string(o.ID)), crumb{caseNumber(o.BasisID), p.Basis})
	p.Live = o.State == permits.OrderQueued || o.State == permits.OrderBuilding
	p.MayRetry = o.State == permits.OrderFailed && (o.By == v.Actor.ID || v.officer())
	if o.Receipt != nil {
		people, err := s.names(r)
		if err != nil {
			return nil, err
		}
		p.Receiver = people[o.Receipt.By]
	}
	return p, nil
}

func (s *server) getOrder(w http.ResponseWriter, r *http.Request) error {
	p, err := s.orderPage(r)
	if err != nil {
		return err
	}
	people, err := s.names(r)
	if err != nil {
		return err
	}
	events, err := s.DB.Events(r.Context(), string(p.Order.ID))
	if err != nil {
		return err
	}
	p.Events = eventViews(events, people, false)
	return s.render(w, r, http.StatusOK, "order", p)
}

// getProgress gives the panel of the order's page alone, which htmx puts in the
// place of the old one while the package is being made.
func (s *server) getProgress(w http.ResponseWriter, r *http.Request) error {
	p, err := s.orderPage(r)
	if err != nil {
		return err
	}
	return s.write(w, r, http.StatusOK, "order", "progress", p)
}

func (s *server) postRetry(w http.ResponseWriter, r *http.Request) error {
	p, err := s.orderPage(r)
	if err != nil {
		return err
	}
	if !p.MayRetry {
		return casbin.ErrNotAllowed
	}
	if err := s.DB.RetryOrder(r.Context(), p.Order.ID, visitOf(r.Context()).Actor); err != nil {
		return err
	}
	return s.done(w, r, "/orders/"+string(p.Order.ID), s.texts.in(p.Lang, "order.retried"))
}

// postCaseOrder orders the extract of a permit in force.
func (s *server) postCaseOrder(w http.ResponseWriter, r *http.Request) error {
	v, c, err := s.openCase(r, casbin.OrderCreate)
	if err != nil {
		return err
	}
	o, err := s.DB.OrderOnCase(r.Context(), c.ID, func(c permits.Case, id permits.OrderID, made []permits.Made, now time.Time) (permits.Order, permits.Event, error) {
		return c.Order(id, v.Actor, made, s.Catalogue, now)
	})
	if rule, ok := broken(err); ok {
		p, err := s.casePage(r, v, c, s.ruleWrong(r, rule))
		if err != nil {
			return err
		}
		return s.render(w, r, http.StatusUnprocessableEntity, "case", p)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "/orders/"+string(o.ID), s.texts.in(v.Lang, "order.made"))
}
