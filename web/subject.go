package web

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/go-chi/chi/v5"

	"tietolupa/casbin"
	"tietolupa/casbin/rights"
	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
	"tietolupa/registers/law"
)

// subjectRoutes are a data subject's requests (GDPR 15–21): taken in, routed to
// whoever answers (2.3b), and answered within the month of article 12(3).
func (s *server) subjectRoutes(get, post func(path string, h handler)) {
	get("/registers/clients/{client}/request", s.getClientRequest)
	post("/registers/clients/{client}/request", s.postClientRequest)
	get("/requests", s.getSubjectRequests)
	get("/requests/new", s.getNewRequest)
	post("/requests/new", s.postNewRequest)
	get("/requests/{request}", s.getSubjectRequest)
	get("/requests/{request}/progress", s.getSearch)
	post("/requests/{request}/extracts", s.postSearchAgain)
	get("/requests/{request}/report", s.getSubjectReport)
	get("/requests/{request}/report.pdf", s.getSubjectReportPDF)
	get("/requests/{request}/report.json", s.getSubjectReportJSON)
	for _, act := range subjectActs {
		get("/requests/{request}/{act:"+act+"}", s.getSubjectAct)
		post("/requests/{request}/{act:"+act+"}", s.postSubjectAct)
	}
}

// A queueFilter is a state to filter by, and how many are in it.
type queueFilter struct {
	Key   string
	Count int
}

type subjectQueuePage struct {
	page
	Filter  string
	Filters []queueFilter
	Rows    []subjectRow
	May     bool // take one in
}

// A subjectRow is a request as a list shows it: nothing says who the person is.
type subjectRow struct {
	postgres.SubjectRequest
	Due     registers.Day
	Late    bool
	Answers string // who does
}

// getSubjectRequests lists the requests of an official's own office, or for an
// officer of KEHA all of them (2.2.5), those that wait first.
func (s *server) getSubjectRequests(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.RequestView)
	if err != nil {
		return err
	}
	body := string(v.Actor.Body)
	if v.officer() {
		body = ""
	}
	all, err := s.asked.Requests(r.Context(), "", body)
	if err != nil {
		return err
	}
	p := subjectQueuePage{page: s.frame(r, s.texts.in(v.Lang, "asks.title")), Filter: r.URL.Query().Get("state")}
	p.May = s.Policy.May(v.Actor, casbin.RequestOpen) == nil
	filters := []string{"open", "late", "closed"}
	if !slices.Contains(filters, p.Filter) {
		p.Filter = filters[0]
	}
	count := map[string]int{}
	for _, q := range all {
		row := s.subjectRow(v, q)
		in := []string{"closed"}
		if q.Open() {
			if in = []string{"open"}; row.Late {
				in = append(in, "late")
			}
		}
		for _, filter := range in {
			count[filter]++
		}
		if slices.Contains(in, p.Filter) {
			p.Rows = append(p.Rows, row)
		}
	}
	for _, filter := range filters {
		p.Filters = append(p.Filters, queueFilter{filter, count[filter]})
	}
	return s.render(w, r, http.StatusOK, "subject-requests", &p)
}

func (s *server) subjectRow(v *visit, q postgres.SubjectRequest) subjectRow {
	row := subjectRow{SubjectRequest: q, Late: q.Late(dayOf(v)), Answers: s.texts.in(v.Lang, "authority")}
	if q.Open() {
		row.Due = q.Due()
	}
	if q.Route.Body != "" {
		row.Answers = s.sayCodes("office", []string{q.Route.Body}, v)
	}
	return row
}

// requestFor gives the request of the address, and whether the visitor is who
// answers it. Others see it when they took it in, or oversee all at KEHA; to the
// rest it is not there.
func (s *server) requestFor(r *http.Request, action casbin.Action) (v *visit, q postgres.SubjectRequest, answers bool, err error) {
	if v, err = s.allowed(r, action); err != nil {
		return v, q, false, err
	}
	if q, err = s.asked.Request(r.Context(), chi.URLParam(r, "request")); err != nil {
		return v, q, false, err
	}
	answers = permits.AnswersRequest(v.Actor, q.Route) && s.Policy.May(v.Actor, casbin.RequestAnswer) == nil
	if answers && q.Route.Body != "" { // 4a.3: an official reads by a personal right in force, here too
		sight, err := s.sight(r.Context(), v, casbin.RegisterRead, rights.CustomerService)
		if _, reaches := sight.Reaches(registers.Identification(q.Subject), v.Actor.Body, ""); err != nil || !reaches {
			answers = false
		}
	}
	if !answers && q.ReceivedBy != v.Actor.ID && !v.officer() {
		return v, q, false, errNotFound
	}
	return v, q, answers, nil
}

// subjectLook is how the one who answers looks at the person's data. The routing
// has said whose client it is; the contacts are the person's own.
func (s *server) subjectLook(r *http.Request, v *visit) postgres.Look {
	look := postgres.Look{Actor: v.Actor.ID, Purpose: registers.PublicService, Contacts: true, Whole: true}
	if chosen := registers.Purpose(s.sessions.GetString(r.Context(), purposeInSession)); law.On(dayOf(v)).Allows(chosen) {
		look.Purpose = chosen
	}
	return look
}

// A newRequestPage takes a request in: of a client whose record was open, or by
// a code.
type newRequestPage struct {
	page
	Client    *clientHead
	Action    string
	Kinds     []registers.RequestKind
	Registers []string
	Offices   []registers.CodeValue // where it may have come, when KEHA takes it in
	Typed     newRequestForm
}

type newRequestForm struct{ Kind, Register, Arrived, Code, Office string }

func (s *server) newRequestPage(r *http.Request, v *visit) newRequestPage {
	p := newRequestPage{Kinds: registers.RequestKinds(), Registers: law.Registers(), Action: "/requests/new"}
	p.page = s.frame(r, s.texts.in(v.Lang, "ask.new"), crumb{s.texts.in(v.Lang, "asks.title"), "/requests"})
	p.Path = p.Action
	if v.officer() {
		for _, office := range s.Catalogue.Codes("office") {
			if permits.Body(office.Code).Office() && office.Valid(dayOf(v)) {
				p.Offices = append(p.Offices, office)
			}
		}
	}
	p.Typed.Arrived, _ = date(dayOf(v))
	return p
}

// readRequest reads what the form says of the request itself.
func (p *newRequestPage) readRequest(r *http.Request, s *server, v *visit) (a postgres.Arrival) {
	p.Typed = newRequestForm{Kind: trimmed(r, "kind"), Register: trimmed(r, "register"), Arrived: trimmed(r, "arrived"),
		Code: strings.ToUpper(strings.ReplaceAll(trimmed(r, "code"), " ", "")), Office: trimmed(r, "office")}
	a = postgres.Arrival{Kind: registers.RequestKind(p.Typed.Kind), Register: p.Typed.Register, Office: string(v.Actor.Body)}
	if v.officer() {
		a.Office = p.Typed.Office
	}
	if !slices.Contains(p.Kinds, a.Kind) {
		p.Wrong.add("kind", s.texts.in(v.Lang, "wrong.choose"))
	}
	if !slices.Contains(p.Registers, a.Register) {
		p.Wrong.add("register", s.texts.in(v.Lang, "wrong.choose"))
	}
	if a.Subject = a.Register; a.Register == "joint" { // the sub-register of the person register (1.2a)
		a.Subject = "person"
	}
	day, err := readDay(p.Typed.Arrived)
	if err != nil || day.IsZero() {
		p.Wrong.add("arrived", s.texts.in(v.Lang, "wrong.day"))
	}
	a.Day = day
	return a
}

// takeIn opens the request and shows it, or shows what to mend.
func (s *server) takeIn(w http.ResponseWriter, r *http.Request, v *visit, p *newRequestPage, look postgres.Look, a postgres.Arrival) error {
	var q postgres.SubjectRequest
	var err error
	if len(p.Wrong) == 0 {
		q, err = s.asked.OpenRequest(r.Context(), look, a)
	}
	if rule, ok := errors.AsType[*registers.RuleError](err); ok {
		field := map[string]string{"request-day": "arrived", "2.3b-none": "office"}[rule.Rule]
		if field == "office" && len(p.Offices) == 0 {
			field = ""
		}
		p.Wrong.add(field, rule.In(v.Lang))
	} else if err != nil {
		return err
	}
	if len(p.Wrong) > 0 {
		return s.render(w, r, http.StatusUnprocessableEntity, "subject-new", p)
	}
	return s.done(w, r, "/requests/"+q.ID, s.texts.in(v.Lang, "ask.taken", caseNumber(q.ID), s.subjectRow(v, q).Answers))
}

func (s *server) getNewRequest(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.RequestOpen)
	if err != nil {
		return err
	}
	p := s.newRequestPage(r, v)
	return s.render(w, r, http.StatusOK, "subject-new", &p)
}

// postNewRequest takes in a request of whoever the code names, another office's
// client too: it is routed there, and nothing of the person is shown.
func (s *server) postNewRequest(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.RequestOpen)
	if err != nil {
		return err
	}
	if err := posted(r); err != nil {
		return err
	}
	p := s.newRequestPage(r, v)
	a := p.readRequest(r, s, v)
	look := s.subjectLook(r, v)
	if p.Typed.Code != "" && len(p.Wrong) == 0 {
		found, err := s.registers.FindClients(r.Context(), look, postgres.Search{Subject: a.Subject, Code: p.Typed.Code})
		if _, ok := errors.AsType[*registers.RuleError](err); err != nil && !ok {
			return err
		}
		if len(found) == 1 {
			a.Client = found[0].ID
		} else {
			p.Wrong.add("code", s.texts.in(v.Lang, "wrong.ask.code"))
		}
	}
	return s.takeIn(w, r, v, &p, look, a)
}

// clientRequestPage is the form from a client's record.
func (s *server) clientRequestPage(r *http.Request) (d desk, c postgres.ClientRecord, p newRequestPage, err error) {
	if d, err = s.desk(r, casbin.RequestOpen); err != nil {
		return d, c, p, err
	}
	if c, err = s.clientFor(r, d); err != nil {
		return d, c, p, err
	}
	p = s.newRequestPage(r, d.visit)
	head, err := s.clientHead(r, d, c)
	p.Client, p.Action, p.Path, p.Registers = &head, head.Path+"/request", head.Path+"/request", []string{c.Subject}
	if c.Subject == "person" {
		p.Registers = append(p.Registers, "joint")
	}
	p.Typed.Register = c.Subject
	p.Crumb = []crumb{{s.texts.in(d.Lang, "registers.title"), "/registers"}, {head.Name, head.Path}}
	return d, c, p, err
}

func (s *server) getClientRequest(w http.ResponseWriter, r *http.Request) error {
	_, _, p, err := s.clientRequestPage(r)
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, "subject-new", &p)
}

func (s *server) postClientRequest(w http.ResponseWriter, r *http.Request) error {
	if err := posted(r); err != nil {
		return err
	}
	d, c, p, err := s.clientRequestPage(r)
	if err != nil {
		return err
	}
	a := p.readRequest(r, s, d.visit)
	a.Client = c.ID
	return s.takeIn(w, r, d.visit, &p, d.Look, a)
}
