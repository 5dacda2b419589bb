package web

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/go-chi/chi/v5"

	"tietolupa/casbin"
	"tietolupa/casbin/rights"
	"tietolupa/postgres"
	"tietolupa/registers"
	"tietolupa/registers/law"
)

const purposeInSession = "purpose"

var errPurpose = errors.New("choose a purpose first")

// A desk is an official at the registers: who looks, what for, and whose
// clients may be seen.
type desk struct {
	*visit
	Purpose law.Purpose
	Look    postgres.Look
	Sight   casbin.Sight // what the visitor's rights reach for the act asked
}

// desk gives the visit of an official who may do action and has chosen a
// purpose that is in force (1.1) and a use (5.1c). What the desk shows is what the
// official's personal rights in force reach for that use (4a.3); without one
// there is no desk.
func (s *server) desk(r *http.Request, action casbin.Action) (desk, error) {
	v, err := s.allowed(r, action)
	if err != nil {
		return desk{}, err
	}
	d := desk{visit: v}
	purposes, err := law.On(dayOf(v)).Purposes()
	if err != nil {
		return desk{}, err
	}
	chosen := registers.Purpose(s.sessions.GetString(r.Context(), purposeInSession))
	i := slices.IndexFunc(purposes, func(p law.Purpose) bool { return p.Code == chosen })
	if i < 0 {
		return d, errPurpose
	}
	d.Purpose = purposes[i]
	d.Look = postgres.Look{Actor: v.Actor.ID, Purpose: chosen, Use: s.useOf(r)}
	d.Sight, err = s.sight(r.Context(), v, action, d.Look.Use)
	return d, err
}

// A purposeChoice is the list of purposes in a form.
type purposeChoice struct {
	Purposes []law.Purpose
	Chosen   registers.Purpose
	Uses     []rights.Use
	Use      rights.Use
	Wrong    string
}

func (s *server) purposeChoice(r *http.Request, v *visit, chosen registers.Purpose) (purposeChoice, error) {
	purposes, err := law.On(dayOf(v)).Purposes()
	return purposeChoice{Purposes: purposes, Chosen: chosen, Uses: rights.Uses(), Use: s.useOf(r)}, err
}

type findPage struct {
	page
	Purpose  purposeChoice
	Subjects []string
	Subject  string
	Code     string
	Name     string
	Office   registers.Names
	Searched bool
	Found    []foundClient
	Most     bool // there may be more
}

type foundClient struct {
	postgres.Found
	Path string
}

const foundMost = 50

func (s *server) subjects() (all []string) {
	for _, t := range s.Catalogue.Tables() {
		if t.Name == t.Subject {
			all = append(all, t.Subject)
		}
	}
	return all
}

func (s *server) findPage(r *http.Request, v *visit) (findPage, error) {
	p := findPage{page: s.frame(r, s.texts.in(v.Lang, "registers.title")), Subjects: s.subjects(), Subject: "person"}
	p.Path = "/registers"
	if office, ok := s.Catalogue.CodeOn("office", string(v.Actor.Body), dayOf(v)); ok {
		p.Office = office.Name
	}
	var err error
	p.Purpose, err = s.purposeChoice(r, v, registers.Purpose(s.sessions.GetString(r.Context(), purposeInSession)))
	return p, err
}

func (s *server) getRegisters(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.RegisterSearch)
	if err != nil {
		return err
	}
	p, err := s.findPage(r, v)
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, "registers", &p)
}

// postSearch finds clients. It is a POST, so that what is searched by stands in
// no address; a single client found by a code is opened.
func (s *server) postSearch(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.RegisterSearch)
	if err != nil {
		return err
	}
	if err := posted(r); err != nil {
		return err
	}
	p, err := s.findPage(r, v)
	if err != nil {
		return err
	}
	p.Code, p.Name = strings.ToUpper(strings.ReplaceAll(trimmed(r, "code"), " ", "")), trimmed(r, "name")
	p.Purpose.Chosen = registers.Purpose(r.PostForm.Get("purpose"))
	if subject := r.PostForm.Get("subject"); slices.Contains(p.Subjects, subject) {
		p.Subject = subject
	}
	again := func(field string, err *registers.RuleError) error {
		p.Wrong.add(field, err.In(v.Lang))
		p.Purpose.Wrong = p.Wrong.Of("purpose")
		return s.render(w, r, http.StatusUnprocessableEntity, "registers", &p)
	}
	s.sessions.Put(r.Context(), purposeInSession, string(p.Purpose.Chosen))
	s.chooseUse(r, rights.Use(r.PostForm.Get("use")))
	p.Purpose.Use = s.useOf(r)
	d, err := s.desk(r, casbin.RegisterSearch)
	if errors.Is(err, errPurpose) {
		return again("purpose", purposeRefusal(s.Catalogue))
	}
	if err != nil {
		return err
	}
	found, err := s.registers.FindClients(r.Context(), d.Look, postgres.Search{Subject: p.Subject, Code: p.Code, Name: p.Name, Limit: foundMost})
	if rule, ok := errors.AsType[*registers.RuleError](err); ok {
		return again("name", rule)
	}
	if err != nil {
		return err
	}
	if p.Code != "" && len(found) == 1 {
		return s.done(w, r, clientPath(s.clientToken(r.Context(), p.Subject, found[0].ID)), "")
	}
	p.Searched, p.Most = true, len(found) == foundMost
	for _, f := range found {
		p.Found = append(p.Found, foundClient{f, clientPath(s.clientToken(r.Context(), f.Subject, f.ID))})
	}
	return s.render(w, r, http.StatusOK, "registers", &p)
}

// purposeRefusal is the rule that a purpose outside 1 § breaks.
func purposeRefusal(cat *registers.Catalogue) *registers.RuleError {
	rule, ok := errors.AsType[*registers.RuleError](registers.Check(cat, registers.Record{}, registers.Day{}))
	if !ok {
		return &registers.RuleError{Rule: "1.1"}
	}
	return rule
}

// postPurpose changes the purpose of the visit.
func (s *server) postPurpose(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.RegisterSearch)
	if err != nil {
		return err
	}
	if err := posted(r); err != nil {
		return err
	}
	chosen := registers.Purpose(r.PostForm.Get("purpose"))
	if !law.On(dayOf(v)).Allows(chosen) {
		return purposeRefusal(s.Catalogue)
	}
	s.sessions.Put(r.Context(), purposeInSession, string(chosen))
	s.chooseUse(r, rights.Use(r.PostForm.Get("use")))
	next := ownPath(r.PostForm.Get("next"))
	if !strings.HasPrefix(next, "/registers") {
		next = "/registers"
	}
	return s.done(w, r, next, s.texts.in(v.Lang, "purpose.changed"))
}

// clientFor reads the record that the address names. What the desk may not see
// is not found.
func (s *server) clientFor(r *http.Request, d desk) (postgres.ClientRecord, error) {
	subject, id, ok := s.clientOf(r.Context(), chi.URLParam(r, "client"))
	if !ok {
		return postgres.ClientRecord{}, errNotFound
	}
	c, err := s.registers.Client(r.Context(), d.Look, subject, id)
	if err != nil {
		return c, err
	}
	return c, s.keepReached(r.Context(), d, &c)
}

// openClient is clientFor for a use that restricted data are closed to (GDPR
// 18); shown is what of the record the page shows, for the log.
func (s *server) openClient(r *http.Request, d desk, shown string, use registers.Use) (postgres.ClientRecord, error) {
	d.Look.Shown = shown
	c, err := s.clientFor(r, d)
	if err == nil {
		err = registers.CheckRestriction(c.Restricted, use)
	}
	return c, err
}
