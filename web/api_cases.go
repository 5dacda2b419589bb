package web

import (
	"cmp"
	"errors"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
)

type personJSON struct {
	ID   permits.UserID `json:"id"`
	Name string         `json:"name"`
}

// A caseBrief is a case in a list.
type caseBrief struct {
	Case         permits.CaseID `json:"case"`
	Number       string         `json:"number" doc:"as letters print it"`
	Registry     string         `json:"registry" doc:"number of the agency's case system; empty until it has given one"`
	Title        string         `json:"title"`
	Organisation string         `json:"organisation"`
	State        permits.State  `json:"state"`
	Version      int            `json:"version"`
	Created      time.Time      `json:"created"`
	Submitted    time.Time      `json:"submitted,omitzero" doc:"arrival"`
}

type caseList struct {
	Cases []caseBrief `json:"cases"`
	Next  string      `json:"next,omitempty" doc:"cursor of what follows; absent at the end"`
}

// A caseJSON is a case as its reader may see it.
type caseJSON struct {
	caseBrief
	Applicant   personJSON          `json:"applicant"`
	Presenter   *personJSON         `json:"presenter"`
	Decider     *personJSON         `json:"decider"`
	Application permits.Application `json:"application"`
	WaitsFor    permits.Party       `json:"waits_for" doc:"whose turn it is; empty for nobody's"`
	Since       time.Time           `json:"waits_since,omitzero"`
	Clocks      []clockJSON         `json:"clocks"`
	Promised    registers.Day       `json:"promised" doc:"day on which a decision is promised"`
	Proposal    *permits.Decision   `json:"proposal" doc:"what waits for the decider; the authority's officers see it"`
	Decision    *permits.Decision   `json:"decision" doc:"to a party once it has been served"`
	DecidedAt   time.Time           `json:"decided_at,omitzero"`
	ServedAt    time.Time           `json:"served_at,omitzero"`
	EndedAt     time.Time           `json:"ended_at,omitzero"`
	Accepted    *permits.Signature  `json:"accepted" doc:"of the conditions"`
	Unsigned    []personJSON        `json:"unsigned" doc:"users whose undertaking is awaited"`
	Gate        []gateJSON          `json:"gate" doc:"what has to stand before data leave, each met or open; empty before a grant"`
	Commands    []permits.Command   `json:"commands" doc:"open to the reader now"`
}

type clockJSON struct {
	Name      string        `json:"name"`
	Due       registers.Day `json:"due"`
	Provision string        `json:"provision"`
	Over      bool          `json:"over"`
	Paused    bool          `json:"paused"`
}

type eventJSON struct {
	Version int               `json:"version"`
	Kind    permits.EventKind `json:"kind"`
	By      personJSON        `json:"by"`
	At      time.Time         `json:"at"`
	Detail  map[string]string `json:"detail" doc:"ids and hashes only"`
}

type eventList struct {
	Events []eventJSON `json:"events"`
	Next   string      `json:"next,omitempty"`
}

type textJSON struct {
	No       int              `json:"no"`
	Kind     permits.TextKind `json:"kind"`
	Anchor   string           `json:"anchor" doc:"part of the application that it is about"`
	Re       int              `json:"re" doc:"number of the text that it answers; 0 for none"`
	By       personJSON       `json:"by"`
	At       time.Time        `json:"at"`
	Visible  bool             `json:"visible" doc:"to the parties"`
	Body     string           `json:"body"`
	SHA256   string           `json:"sha256"`
	Redacted string           `json:"redacted" doc:"why the body was taken away"`
}

type textList struct {
	Texts []textJSON `json:"texts"`
	Next  string     `json:"next,omitempty"`
}

func (s *server) caseOperations() []operation {
	return []operation{
		{Route: duty("GET", "/api/cases", casbin.CaseView, OfAll), ID: "listCases", Tag: "cases", Summary: "The cases in which the visitor takes part, newest first",
			Query:  append([]queryParam{{Name: "state", About: "only those in that state", Values: texted(permits.AllStates())}, {Name: "q", About: "words in the number, the title or the organisation"}}, listParams...),
			Answer: reflect.TypeFor[caseList](), do: s.apiCases},
		{Route: duty("POST", "/api/cases", casbin.CaseDraft, OfAll), ID: "createCase", Tag: "cases", Summary: "Begin a draft", Status: http.StatusCreated, Idempotent: true,
			Answer: reflect.TypeFor[caseJSON](), do: s.apiCreateCase},
		{Route: duty("GET", "/api/queue", casbin.QueueView, OfAll), ID: "listQueue", Tag: "cases", Summary: "The authority's queue, what is overdue first",
			Query: append([]queryParam{{Name: "state", About: "one of the ready-made views", Values: texted(postgres.QueueFilters())}, {Name: "kind", About: "of the item", Values: texted(permits.ItemKinds())},
				{Name: "party", About: "whose turn it is", Values: texted(queueParties)}, {Name: "handler", About: "who has it"}, {Name: "due", About: "due on that day or before (2006-01-02)"},
				{Name: "purpose", About: "of a permit", Values: texted(queuePurposes)}, {Name: "language", About: "of the case", Values: queueLanguages}, {Name: "q", About: "words to find"}}, listParams...),
			Answer: reflect.TypeFor[queueList](), do: s.apiQueue},
		{Route: duty("GET", "/api"+aCase, casbin.CaseView, OfParties), ID: "readCase", Tag: "cases", Summary: "One case, as the visitor may see it", Answer: reflect.TypeFor[caseJSON](), do: s.apiCase},
		{Route: duty("PUT", "/api"+aCase+"/application", casbin.CaseDraft, OfApplicant), ID: "editCase", Tag: "cases", Summary: "Write a draft's application anew", Versioned: true, Idempotent: true,
			Body: reflect.TypeFor[permits.Application](), Answer: reflect.TypeFor[caseJSON](), do: s.apiEditCase},
		{Route: duty("GET", "/api"+aCase+"/events", casbin.CaseView, OfParties), ID: "listEvents", Tag: "cases", Summary: "What has happened, oldest first", Query: listParams, Answer: reflect.TypeFor[eventList](), do: s.apiEvents},
		{Route: duty("GET", "/api"+aCase+"/texts", casbin.CaseView, OfParties), ID: "listTexts", Tag: "cases", Summary: "What has been written in the case, oldest first", Query: listParams, Answer: reflect.TypeFor[textList](), do: s.apiTexts},
	}
}

func briefOf(c permits.Case) caseBrief {
	return caseBrief{c.ID, caseNumber(c.ID), c.Registry, c.Application.Title, c.Application.Organisation, c.State, c.Version, c.Created, c.Submitted}
}

func (s *server) apiCases(r *http.Request) (any, error) {
	v, err := s.allowed(r, casbin.CaseView)
	if err != nil {
		return nil, err
	}
	cases, err := s.casesFor(r, v)
	if err != nil {
		return nil, err
	}
	q := r.URL.Query()
	cases = slices.DeleteFunc(cases, func(c permits.Case) bool {
		if q.Get("state") != "" && string(c.State) != q.Get("state") {
			return true
		}
		in := strings.ToLower(string(c.ID) + " " + caseNumber(c.ID) + " " + c.Registry + " " + c.Application.Title + " " + c.Application.Organisation)
		return slices.ContainsFunc(strings.Fields(strings.ToLower(q.Get("q"))), func(word string) bool { return !strings.Contains(in, word) })
	})
	page, next, err := pageOf(r, cases, func(c permits.Case) string { return string(c.ID) })
	if err != nil {
		return nil, err
	}
	list := caseList{Cases: make([]caseBrief, 0, len(page)), Next: next}
	for _, c := range page {
		list.Cases = append(list.Cases, briefOf(c))
	}
	return list, nil
}

func (s *server) apiCreateCase(r *http.Request) (any, error) {
	v, err := s.allowed(r, casbin.CaseDraft)
	if err != nil {
		return nil, err
	}
	if err := emptyJSON(r); err != nil {
		return nil, err
	}
	c, err := s.DB.CreateCase(r.Context(), v.Actor)
	if err != nil {
		return nil, err
	}
	return s.caseAnswer(r, v, c, http.StatusCreated)
}

// emptyJSON reads a body that says nothing: none, or an empty object.
func emptyJSON(r *http.Request) error {
	if r.ContentLength == 0 {
		return nil
	}
	return readJSON(r, &struct{}{})
}

func (s *server) apiCase(r *http.Request) (any, error) {
	v, c, err := s.apiCaseFor(r, casbin.CaseView)
	if err != nil {
		return nil, err
	}
	return s.caseAnswer(r, v, c, http.StatusOK)
}

func (s *server) apiCaseFor(r *http.Request, action casbin.Action) (*visit, permits.Case, error) {
	v, err := s.allowed(r, action)
	if err != nil {
		return nil, permits.Case{}, err
	}
	c, err := s.caseFor(r, v)
	return v, c, err
}

// apiEditCase writes the whole application of a draft over the version seen.
func (s *server) apiEditCase(r *http.Request) (any, error) {
	v, c, err := s.apiCaseFor(r, casbin.CaseDraft)
	if err != nil {
		return nil, err
	}
	if c.Applicant != v.Actor.ID && !c.MayWrite(v.Actor) {
		return nil, errNotFound
	}
	seen, err := seenBy(r)
	if err != nil {
		return nil, err
	}
	var a permits.Application
	if err := readJSON(r, &a); err != nil {
		return nil, err
	}
	if err := s.resolvePeople(r, a.People); err != nil {
		return nil, err
	}
	if c, err = s.DB.ChangeCase(r.Context(), c.ID, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		if c.Version != seen { // a program writes the whole, so it has to have read the whole
			return permits.Case{}, permits.Event{}, &permits.RuleError{Rule: "stale-page"}
		}
		return c.Save(v.Actor, seen, a, c.Application.Marks(), now)
	}); err != nil {
		return nil, err
	}
	return s.caseAnswer(r, v, c, http.StatusOK)
}

// resolvePeople finds the accounts of those who are named by their addresses, as
// the page does; who has none is there without one.
func (s *server) resolvePeople(r *http.Request, people []permits.Participant) error {
	for i := range people {
		p := &people[i]
		if p.Email == "" {
			continue
		}
		user, err := s.DB.UserByEmail(r.Context(), p.Email)
		switch {
		case errors.Is(err, postgres.ErrNoUser):
			p.User = ""
		case err != nil:
			return err
		default:
			p.User, p.Email = user.ID, user.Email
			p.Name, p.Organisation = cmp.Or(p.Name, user.Name), cmp.Or(p.Organisation, user.Organisation)
		}
	}
	return nil
}

// caseAnswer is c as the visitor may see it, with what the case's page shows.
func (s *server) caseAnswer(r *http.Request, v *visit, c permits.Case, status int) (any, error) {
	people, err := s.names(r)
	if err != nil {
		return nil, err
	}
	events, err := s.DB.Events(r.Context(), string(c.ID))
	if err != nil {
		return nil, err
	}
	h, err := s.handlingOf(r, v, c, events, people)
	if err != nil {
		return nil, err
	}
	j := caseJSON{caseBrief: briefOf(c), Applicant: personJSON{c.Applicant, people[c.Applicant]}, Presenter: someoneJSON(c.Presenter, people), Decider: someoneJSON(c.Decider, people),
		Application: c.Application, WaitsFor: h.Party, Since: h.Since, Clocks: []clockJSON{}, Promised: h.Promise,
		DecidedAt: c.DecidedAt, ServedAt: c.ServedAt, EndedAt: c.EndedAt, Accepted: c.Accepted, Unsigned: []personJSON{}, Gate: gateJSONOf(c, v, people), Commands: s.openCommands(v, c)}
	if c.State == permits.Proposed && v.officer() && !named(c, v.Actor.ID) && c.Applicant != v.Actor.ID {
		j.Proposal = c.Proposal
	}
	if permits.MaySeeLetter(v.Actor, c, permits.DecisionLetter, 0) {
		j.Decision = c.Decision
	}
	for _, k := range h.Clocks {
		j.Clocks = append(j.Clocks, clockJSON{k.Name, k.Due, k.Provision, k.Over, k.Paused})
	}
	for _, u := range c.Users() {
		if !c.HasSigned(u) {
			j.Unsigned = append(j.Unsigned, personJSON{u, people[u]})
		}
	}
	return answers{Status: status, Version: c.Version, Location: "/api/cases/" + string(c.ID), Body: j}, nil
}

func someoneJSON(u permits.UserID, people map[permits.UserID]string) *personJSON {
	if u == "" {
		return nil
	}
	return &personJSON{u, people[u]}
}

func (s *server) apiEvents(r *http.Request) (any, error) {
	v, c, err := s.apiCaseFor(r, casbin.CaseView)
	if err != nil {
		return nil, err
	}
	people, err := s.names(r)
	if err != nil {
		return nil, err
	}
	events, err := s.DB.Events(r.Context(), string(c.ID))
	if err != nil {
		return nil, err
	}
	if c.Applicant == v.Actor.ID || named(c, v.Actor.ID) {
		events = slices.DeleteFunc(events, func(e permits.Event) bool { return slices.Contains(inside, e.Kind) })
	}
	page, next, err := pageOf(r, events, func(e permits.Event) string { return strconv.Itoa(e.Version) })
	if err != nil {
		return nil, err
	}
	list := eventList{Events: make([]eventJSON, 0, len(page)), Next: next}
	for _, e := range page {
		list.Events = append(list.Events, eventJSON{e.Version, e.Kind, personJSON{e.By, people[e.By]}, e.At, e.Detail})
	}
	return list, nil
}

func (s *server) apiTexts(r *http.Request) (any, error) {
	v, c, err := s.apiCaseFor(r, casbin.CaseView)
	if err != nil {
		return nil, err
	}
	people, err := s.names(r)
	if err != nil {
		return nil, err
	}
	texts, err := s.readable(r, v, c)
	if err != nil {
		return nil, err
	}
	page, next, err := pageOf(r, texts, func(t permits.Text) string { return strconv.Itoa(t.No) })
	if err != nil {
		return nil, err
	}
	list := textList{Texts: make([]textJSON, 0, len(page)), Next: next}
	for _, t := range page {
		list.Texts = append(list.Texts, textJSON{t.No, t.Kind, t.Anchor, t.Re, personJSON{t.By, people[t.By]}, t.At, t.Visible, t.Body, t.SHA256, t.Redacted})
	}
	return list, nil
}
