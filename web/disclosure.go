package web

import (
	"net/http"
	"strings"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/registers"
)

type disclosuresPage struct {
	page
	Rows    []disclosureRow
	MayAsk  bool
	Officer bool
}

type disclosureRow struct {
	permits.Disclosure
	Task   registers.Names
	Person string
}

func (s *server) getDisclosures(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.DisclosureView)
	if err != nil {
		return err
	}
	all, err := s.disclosuresFor(r, v)
	if err != nil {
		return err
	}
	people, err := s.names(r)
	if err != nil {
		return err
	}
	p := disclosuresPage{page: s.frame(r, s.texts.in(v.Lang, "disclosures.title")), Officer: v.officer() && v.Actor.Body == permits.KEHA}
	p.MayAsk = s.Policy.May(v.Actor, casbin.DisclosureRequest) == nil
	for _, d := range all {
		task, _ := permits.TaskByCode(d.Request.Task)
		p.Rows = append(p.Rows, disclosureRow{d, task.Name, people[d.Request.Person]})
	}
	return s.render(w, r, http.StatusOK, "disclosures", &p)
}

// disclosuresListing is the same list as a file.
func (s *server) disclosuresListing(r *http.Request) (listing, error) {
	v, err := s.allowed(r, casbin.DisclosureView)
	if err != nil {
		return listing{}, err
	}
	all, err := s.disclosuresFor(r, v)
	if err != nil {
		return listing{}, err
	}
	people, err := s.names(r)
	if err != nil {
		return listing{}, err
	}
	in := func(key string) string { return s.texts.in(v.Lang, key) }
	return listing{Name: "disclosures", Title: in("disclosures.title"),
		Heads: []string{in("cases.number"), in("field.task"), in("field.provision"), in("disclosures.body"), in("disclosures.person"), in("cases.state"), in("disclosures.requested"), in("disclosures.confirmed"), in("field.term_from"), in("field.term_to")},
		Each: func(give func(row []any) error) error {
			for _, d := range all {
				task, _ := permits.TaskByCode(d.Request.Task)
				if err := give([]any{caseNumber(d.ID), task.Name.In(v.Lang), d.Request.Provision, string(d.Request.Body), people[d.Request.Person], in("disclosure." + string(d.State)), d.RequestedAt, d.ConfirmedAt, d.Request.Term.From, d.Request.Term.To}); err != nil {
					return err
				}
			}
			return nil
		}}, nil
}

type disclosurePage struct {
	page
	D         permits.Disclosure
	Task      permits.Task
	Person    string
	Preparer  string
	Confirmer string
	Requested scopeView
	Scope     scopeView
	Narrowed  bool
	Orders    []permits.Order
	Events    []eventView
	May       map[string]bool
	Areas     string
}

func (s *server) getDisclosure(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.DisclosureView)
	if err != nil {
		return err
	}
	d, err := s.disclosureFor(r, v)
	if err != nil {
		return err
	}
	return s.showDisclosure(w, r, http.StatusOK, v, d, nil)
}

func (s *server) showDisclosure(w http.ResponseWriter, r *http.Request, status int, v *visit, d permits.Disclosure, wrong wrongs) error {
	people, err := s.names(r)
	if err != nil {
		return err
	}
	p := disclosurePage{D: d, Person: people[d.Request.Person], Preparer: people[d.PreparedBy], Confirmer: people[d.ConfirmedBy],
		Requested: s.viewScope(d.Request.Scope, nil, v), Scope: s.viewScope(d.Scope, nil, v), Areas: s.sayCodes("ely", d.Request.Area, v)}
	p.Task, _ = permits.TaskByCode(d.Request.Task)
	p.Narrowed = p.Requested.Hash != p.Scope.Hash
	p.page = s.frame(r, s.texts.in(v.Lang, "disclosure.title", caseNumber(d.ID)), crumb{s.texts.in(v.Lang, "menu.disclosures"), "/disclosures"})
	p.Wrong = wrong
	if p.Orders, err = s.DB.OrdersOf(r.Context(), string(d.ID)); err != nil {
		return err
	}
	p.May = s.mayDisclose(v, d, len(p.Orders))
	for _, command := range []permits.Command{permits.DoConfirm, permits.DoDecline, permits.DoEnd} {
		s.asksStrong(&p.page, r, v, p.May[string(command)] && permits.DisclosureNeedsStrong(command))
	}
	events, err := s.DB.Events(r.Context(), string(d.ID))
	if err != nil {
		return err
	}
	p.Events = eventViews(events, people, false)
	return s.render(w, r, status, "disclosure", &p)
}

// mayDisclose says which commands on d are open to the visitor, by asking the
// rules themselves.
func (s *server) mayDisclose(v *visit, d permits.Disclosure, ordered int) map[string]bool {
	open := func(action casbin.Action, err error) bool {
		return (err == nil || weakly(err)) && s.Policy.May(v.Actor, action) == nil
	}
	_, _, prepare := d.Prepare(v.Actor, d.Version, d.Scope, s.Catalogue, v.Now)
	_, _, confirm := d.Confirm(v.Actor, d.Version, v.Now)
	_, _, decline := d.Decline(v.Actor, d.Version, "–", v.Now)
	_, _, end := d.End(v.Actor, d.Version, "–", v.Now)
	_, _, order := d.Order("", v.Actor, ordered, v.Now)
	return map[string]bool{
		"prepare": open(casbin.DisclosurePrepare, prepare), "confirm": open(casbin.DisclosureConfirm, confirm),
		"decline": open(casbin.DisclosureDecline, decline), "end": open(casbin.DisclosureEnd, end), "order": open(casbin.DisclosureOrder, order),
	}
}

// changeDisclosure does a command on the disclosure of the address.
func (s *server) changeDisclosure(w http.ResponseWriter, r *http.Request, action casbin.Action, done string, change func(d permits.Disclosure, v *visit, version int, now time.Time) (permits.Disclosure, permits.Event, error)) error {
	v, err := s.allowed(r, action)
	if err != nil {
		return err
	}
	d, err := s.disclosureFor(r, v)
	if err != nil {
		return err
	}
	if err := posted(r); err != nil {
		return err
	}
	version := seen(r)
	_, err = s.DB.ChangeDisclosure(r.Context(), d.ID, func(d permits.Disclosure, now time.Time) (permits.Disclosure, permits.Event, error) {
		return change(d, v, version, now)
	})
	if rule, ok := broken(err); ok {
		return s.showDisclosure(w, r, http.StatusUnprocessableEntity, v, d, s.ruleWrong(r, rule))
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "/disclosures/"+string(d.ID), s.texts.in(v.Lang, done))
}

func (s *server) postConfirm(w http.ResponseWriter, r *http.Request) error {
	return s.changeDisclosure(w, r, casbin.DisclosureConfirm, "disclosure.confirmed.done", func(d permits.Disclosure, v *visit, version int, now time.Time) (permits.Disclosure, permits.Event, error) {
		return d.Confirm(v.Actor, version, now)
	})
}

func (s *server) postDecline(w http.ResponseWriter, r *http.Request) error {
	return s.changeDisclosure(w, r, casbin.DisclosureDecline, "disclosure.declined.done", func(d permits.Disclosure, v *visit, version int, now time.Time) (permits.Disclosure, permits.Event, error) {
		return d.Decline(v.Actor, version, trimmed(r, "reasons"), now)
	})
}

func (s *server) postEndDisclosure(w http.ResponseWriter, r *http.Request) error {
	return s.changeDisclosure(w, r, casbin.DisclosureEnd, "disclosure.ended.done", func(d permits.Disclosure, v *visit, version int, now time.Time) (permits.Disclosure, permits.Event, error) {
		return d.End(v.Actor, version, trimmed(r, "reasons"), now)
	})
}

// postDisclosureOrder orders an extract within a confirmed disclosure.
func (s *server) postDisclosureOrder(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.DisclosureOrder)
	if err != nil {
		return err
	}
	d, err := s.disclosureFor(r, v)
	if err != nil {
		return err
	}
	o, err := s.DB.OrderOnDisclosure(r.Context(), d.ID, func(d permits.Disclosure, id permits.OrderID, previous int, now time.Time) (permits.Order, permits.Event, error) {
		return d.Order(id, v.Actor, previous, now)
	})
	if rule, ok := broken(err); ok {
		return s.showDisclosure(w, r, http.StatusUnprocessableEntity, v, d, s.ruleWrong(r, rule))
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "/orders/"+string(o.ID), s.texts.in(v.Lang, "order.made"))
}

// ownArea is the area of an ELY centre; none for the ministry.
func ownArea(b permits.Body) []string {
	if n, ok := strings.CutPrefix(string(b), "ELY"); ok {
		return []string{n}
	}
	return nil
}
