package web

import (
	"net/http"
	"reflect"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/registers"
)

// A requestBrief is a document request in a list.
type requestBrief struct {
	Request string               `json:"request"`
	Number  string               `json:"number" doc:"as letters print it"`
	Kind    permits.RequestKind  `json:"kind"`
	State   permits.RequestState `json:"state"`
	Version int                  `json:"version"`
	Title   string               `json:"title"`
	Arrived time.Time            `json:"arrived"`
	Closed  time.Time            `json:"closed,omitzero"`
	Handler *personJSON          `json:"handler"`
	Due     registers.Day        `json:"due" doc:"last day to give the document; empty when no clock runs"`
}

type requestList struct {
	Requests []requestBrief `json:"requests"`
	Next     string         `json:"next,omitempty"`
}

type requestJSON struct {
	requestBrief
	Channel   string             `json:"channel"`
	Language  string             `json:"language"`
	Asker     *personJSON        `json:"asker"`
	Reader    *personJSON        `json:"reader" doc:"whose own right reads what is given to an authority"`
	What      string             `json:"what"`
	Authority string             `json:"authority"`
	Provision string             `json:"provision"`
	Bulky     string             `json:"bulky" doc:"why the month runs instead of two weeks"`
	Quote     *quoteJSON         `json:"quote"`
	Answers   []requestReplyJSON `json:"answers"`
	ServedAt  time.Time          `json:"served_at,omitzero"`
	Texts     []textJSON         `json:"texts"`
	Events    []eventJSON        `json:"events"`
	Commands  []permits.Command  `json:"commands" doc:"open to the reader now"`
}

type quoteJSON struct {
	Quarters int           `json:"quarters" doc:"of an hour"`
	Cents    int           `json:"cents"`
	Ready    registers.Day `json:"ready"`
	Accepted time.Time     `json:"accepted,omitzero"`
}

type requestReplyJSON struct {
	No       int                   `json:"no"`
	Outcome  string                `json:"outcome"`
	Decision bool                  `json:"decision" doc:"of the authority: it may be appealed"`
	By       personJSON            `json:"by"`
	At       time.Time             `json:"at"`
	Text     string                `json:"text"`
	Basis    string                `json:"basis"`
	Secrecy  []string              `json:"secrecy"`
	Marking  string                `json:"marking" doc:"of secrecy (JulkL 25 §); empty for none"`
	Grounds  []string              `json:"grounds" doc:"of what is refused"`
	Way      string                `json:"way"`
	Fee      string                `json:"fee"`
	Cents    int                   `json:"cents"`
	Files    []permits.RequestFile `json:"files"`
}

// A newRequestJSON is a request as a program makes it.
type newRequestJSON struct {
	Kind      permits.RequestKind `json:"kind"`
	Title     string              `json:"title"`
	What      string              `json:"what"`
	Language  string              `json:"language" doc:"of the answer: fi or sv"`
	Channel   string              `json:"channel,omitempty" doc:"how it arrived, when an officer records it"`
	Arrived   registers.Day       `json:"arrived,omitzero"`
	Contact   string              `json:"contact,omitempty"`
	Authority string              `json:"authority,omitempty" doc:"JulkL 29 §"`
	Official  string              `json:"official,omitempty"`
	Provision string              `json:"provision,omitempty"`
	Need      string              `json:"need,omitempty"`
	Recurring bool                `json:"recurring,omitempty"`
}

// requestAPI gives document requests in JSON.
func (s *server) requestAPI() matterAPI[permits.Request] {
	return matterAPI[permits.Request]{matterKind: s.requestKind(), tag: "requests", one: "request", view: casbin.DocumentView, whose: OfDocument, answer: reflect.TypeFor[requestJSON](),
		specimens: []permits.Request{{ID: "KEHA-A0-2020", Kind: permits.DocumentRequest}, {ID: "KEHA-A0-2020", Kind: permits.AggregateRequest}, {ID: "KEHA-A0-2020", Kind: permits.AuthorityRequest}},
		sees1: func(v *visit, q permits.Request) func(permits.Text) bool {
			return func(t permits.Text) bool { return permits.MaySeeRequestText(v.Actor, q, t) }
		},
		inside: insideRequest, json: func(_ *visit, q permits.Request, m matterView, people map[permits.UserID]string) any {
			return requestOf(q, m, people)
		}}
}

func (s *server) documentRequestOperations() []operation {
	return append([]operation{
		{Route: duty("GET", "/api/document-requests", casbin.DocumentView, OfAll), ID: "listRequests", Tag: "requests", Summary: "The visitor's own document requests; to officers every one, newest first", Query: listParams, Answer: reflect.TypeFor[requestList](), do: s.apiRequests},
		{Route: duty("POST", "/api/document-requests", casbin.DocumentAsk, OfAll), ID: "makeRequest", Tag: "requests", Summary: "Ask for a document, an aggregate to order or, as an authority, data by a provision", Status: http.StatusCreated, Idempotent: true,
			Body: reflect.TypeFor[newRequestJSON](), Answer: reflect.TypeFor[requestJSON](), do: s.apiMakeRequest},
	}, append(s.requestFileOperations(), s.requestAPI().operations(s)...)...)
}

func requestBriefOf(q permits.Request, people map[permits.UserID]string) requestBrief {
	return requestBrief{q.ID, caseNumber(q.ID), q.Kind, q.State, q.Version, q.Title, q.Arrived, q.Closed, someoneJSON(q.Handler, people), q.Due()}
}

func requestOf(q permits.Request, m matterView, people map[permits.UserID]string) requestJSON {
	j := requestJSON{requestBrief: requestBriefOf(q, people), Channel: q.Channel, Language: q.Language, Asker: someoneJSON(q.Asker, people), Reader: someoneJSON(q.Reader, people),
		What: m.Says(q.What), Authority: q.Authority, Provision: q.Provision, Bulky: q.Bulky, Answers: []requestReplyJSON{}, ServedAt: q.ServedAt,
		Texts: m.written(people), Events: m.done(people), Commands: append([]permits.Command{}, m.Acts...)}
	if q.Quote != nil {
		j.Quote = &quoteJSON{q.Quote.Quarters, q.Quote.Cents, q.Quote.Day, q.Quote.Accepted}
	}
	for i, a := range q.Answers {
		j.Answers = append(j.Answers, requestReplyJSON{i + 1, a.Outcome, a.Decision, personJSON{a.By, people[a.By]}, a.At, m.Says(a.Text), a.Basis, a.Secrecy, permits.MarkingIn(q.Language, a.Secrecy),
			a.Grounds, a.Way, a.Fee, a.Cents, a.Files})
	}
	return j
}

func (s *server) apiRequests(r *http.Request) (any, error) {
	v, err := s.allowed(r, casbin.DocumentView)
	if err != nil {
		return nil, err
	}
	all, err := s.requestsFor(r, v, true)
	if err != nil {
		return nil, err
	}
	people, err := s.names(r)
	if err != nil {
		return nil, err
	}
	page, next, err := pageOf(r, all, func(q permits.Request) string { return q.ID })
	if err != nil {
		return nil, err
	}
	list := requestList{Requests: []requestBrief{}, Next: next}
	for _, q := range page {
		list.Requests = append(list.Requests, requestBriefOf(q, people))
	}
	return list, nil
}

func (s *server) apiMakeRequest(r *http.Request) (any, error) {
	v, err := s.allowed(r, casbin.DocumentAsk)
	if err != nil {
		return nil, err
	}
	var in newRequestJSON
	if err := readJSON(r, &in); err != nil {
		return nil, err
	}
	n := permits.NewRequest{Kind: in.Kind, Channel: in.Channel, Arrived: in.Arrived, Language: in.Language, Title: in.Title, What: in.What, Contact: in.Contact,
		Authority: in.Authority, Official: in.Official, Provision: in.Provision, Need: in.Need, Recurring: in.Recurring}
	if n.Channel == "" || !v.officer() {
		n.Channel = "service"
	}
	if n.Kind == permits.AuthorityRequest && !v.officer() && v.Actor.Body == "" { // as on the page
		return nil, errNotFound
	}
	q, err := s.DB.MakeRequest(r.Context(), func(id string, now time.Time) (permits.Request, permits.Event, error) {
		return permits.MakeRequest(id, v.Actor, n, now)
	})
	if err != nil {
		return nil, err
	}
	return s.requestAPI().answered(s, r, v, q, http.StatusCreated)
}
