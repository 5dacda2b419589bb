package web

import (
	"context"
	"net/http"
	"slices"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/registers"
)

// requestKind are the requests beside permits: documents, aggregates and other
// authorities' (JulkL 13–14, 21, 29 §).
func (s *server) requestKind() matterKind[permits.Request] {
	return matterKind[permits.Request]{
		home: "/document-requests", param: "docrequest", list: "docs.title", acts: requestActs(),
		sees: permits.MaySeeRequest, commands: permits.Request.Commands, strong: permits.RequestNeedsStrong,
		about: func(r permits.Request) (string, int, string) { return r.ID, r.Version, string(r.State) },
		find:  func(ctx context.Context, id string) (permits.Request, error) { return s.DB.DocumentRequest(ctx, id) },
		change: func(ctx context.Context, id string, do func(permits.Request, time.Time) (permits.Request, permits.Event, error)) (permits.Request, error) {
			return s.DB.ChangeDocumentRequest(ctx, id, do)
		},
		tell: func(a *acting, id string, do func(permits.Request, time.Time) (permits.Request, permits.Event, error)) error {
			_, err := a.s.DB.AnswerRequest(a.r.Context(), id, a.answering(do))
			return err
		},
	}
}

func (s *server) documentRequestRoutes(get, post func(path string, h handler)) {
	get("/document-requests", s.getDocumentRequests)
	get("/document-requests/new", s.getNewDocumentRequest)
	post("/document-requests/new", s.postNewDocumentRequest)
	get("/document-requests/{docrequest}", s.getDocumentRequest)
	s.requestFileRoutes(get, post)
	s.requestKind().routes(s, get, post)
}

// documentRequestTable are the lines of these routes.
func documentRequestTable() []Route {
	kind := (&server{}).requestKind()
	return append([]Route{
		duty("GET", "/document-requests", casbin.DocumentView, OfAll), duty("GET", "/document-requests/new", casbin.DocumentAsk, OfAll),
		duty("POST", "/document-requests/new", casbin.DocumentAsk, OfAll), duty("GET", "/document-requests/{docrequest}", casbin.DocumentView, OfDocument),
	}, append(requestFileTable(), kind.table(OfDocument)...)...)
}

type documentRequestsPage struct {
	page
	Officer bool
	All     bool
	Rows    []documentRequestRow
}

type documentRequestRow struct {
	permits.Request
	Name  string // of the handler
	Clock *permits.Clock
}

// getDocumentRequests lists the visitor's own requests, and those for which they
// read; officers see every one, the open ones first.
func (s *server) getDocumentRequests(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.DocumentView)
	if err != nil {
		return err
	}
	p := documentRequestsPage{page: s.frame(r, s.texts.in(v.Lang, "docs.title")), Officer: v.officer(), All: r.URL.Query().Get("all") == "yes"}
	all, err := s.requestsFor(r, v, p.All)
	if err != nil {
		return err
	}
	people, err := s.names(r)
	if err != nil {
		return err
	}
	for _, q := range all {
		row := documentRequestRow{Request: q, Name: people[q.Handler]}
		if clocks := q.Clocks(v.Now); len(clocks) > 0 {
			row.Clock = &clocks[0]
		}
		p.Rows = append(p.Rows, row)
	}
	return s.render(w, r, http.StatusOK, "document-requests", &p)
}

// requestsFor lists the visitor's own requests, and those for which they read;
// to officers those that are open, or every one.
func (s *server) requestsFor(r *http.Request, v *visit, whole bool) ([]permits.Request, error) {
	switch {
	case v.officer() && whole:
		return s.DB.DocumentRequests(r.Context())
	case v.officer():
		return s.DB.OpenRequests(r.Context())
	}
	return s.DB.RequestsOf(r.Context(), v.Actor.ID)
}

type newDocumentRequestPage struct {
	page
	Kind       permits.RequestKind
	Kinds      []permits.RequestKind
	Officer    bool
	Authority  bool // the visitor may ask as an authority
	Channels   []string
	Provisions []permits.Provision
	Typed      permits.NewRequest
	Arrived    string
	Price      int // cents for an hour of retrieval
}

func (s *server) newDocumentRequest(r *http.Request, v *visit, kind string) newDocumentRequestPage {
	p := newDocumentRequestPage{Kind: permits.RequestKind(kind), Officer: v.officer(), Channels: permits.RequestChannels()}
	p.Authority = p.Officer || v.Actor.Body != ""
	p.Kinds = slices.DeleteFunc(permits.RequestKinds(), func(k permits.RequestKind) bool { return k == permits.AuthorityRequest && !p.Authority })
	if !slices.Contains(p.Kinds, p.Kind) {
		p.Kind = p.Kinds[0]
	}
	p.Provisions = permits.ProvisionsOn(dayOf(v))
	p.Typed = permits.NewRequest{Kind: p.Kind, Channel: "service", Language: v.Lang}
	if p.Officer {
		p.Typed.Channel = "email"
	} else if p.Kind == permits.AuthorityRequest {
		p.Typed.Authority, p.Typed.Official = v.Actor.Organisation, v.Actor.Name
	}
	if v.Lang == "en" {
		p.Typed.Language = "fi"
	}
	if f, known := permits.FeeOn("retrieval", dayOf(v)); known {
		p.Price = f.Cents
	}
	p.page = s.frame(r, s.texts.in(v.Lang, "docs-new."+string(p.Kind)), crumb{s.texts.in(v.Lang, "docs.title"), "/document-requests"})
	p.Path = "/document-requests/new?kind=" + string(p.Kind)
	return p
}

func (s *server) getNewDocumentRequest(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.DocumentAsk)
	if err != nil {
		return err
	}
	p := s.newDocumentRequest(r, v, r.URL.Query().Get("kind"))
	return s.render(w, r, http.StatusOK, "document-request-new", &p)
}

func (s *server) postNewDocumentRequest(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.DocumentAsk)
	if err != nil {
		return err
	}
	if err := posted(r); err != nil {
		return err
	}
	p := s.newDocumentRequest(r, v, trimmed(r, "kind"))
	p.Typed = permits.NewRequest{Kind: p.Kind, Channel: "service", Language: trimmed(r, "language"), Title: trimmed(r, "request_title"), What: trimmed(r, "request_what"),
		Authority: trimmed(r, "authority"), Official: trimmed(r, "official"), Provision: trimmed(r, "provision29"), Need: trimmed(r, "need29"), Recurring: r.PostForm.Get("recurring") == "yes"}
	p.Arrived = trimmed(r, "arrived_on")
	if p.Officer {
		p.Typed.Channel, p.Typed.Contact = trimmed(r, "channel"), trimmed(r, "contact")
		var day registers.Day
		if day, err = readDay(p.Arrived); err != nil {
			p.Wrong.add("arrived_on", s.texts.in(v.Lang, "wrong.day"))
		}
		p.Typed.Arrived = day
	}
	var made permits.Request
	if len(p.Wrong) == 0 {
		made, err = s.DB.MakeRequest(r.Context(), func(id string, now time.Time) (permits.Request, permits.Event, error) {
			return permits.MakeRequest(id, v.Actor, p.Typed, now)
		})
	}
	if rule, ok := broken(err); ok {
		field := rule.About
		if field == "" {
			field = fieldOfMatterRule[rule.Rule]
		}
		if field == "need" {
			field = "need29"
		}
		p.Wrong.add(field, s.sentence(r, &permits.RuleError{Rule: rule.Rule, About: field}))
	} else if err != nil && len(p.Wrong) == 0 {
		return err
	}
	if len(p.Wrong) > 0 {
		return s.render(w, r, http.StatusUnprocessableEntity, "document-request-new", &p)
	}
	return s.done(w, r, "/document-requests/"+made.ID, s.texts.in(v.Lang, "docs.made", caseNumber(made.ID)))
}

type documentRequestPage struct {
	page
	Q         permits.Request
	Mine      bool
	Officer   bool
	Reads     bool // the visitor reads for it
	Handler   string
	Reader    string
	Recorder  string
	Clock     *permits.Clock
	Provision permits.Provision
	Answers   []answerView
	Letters   []listedLetter
	Files     bool // the visitor may see the page of its documents
	Open      bool // the given files may be fetched
	M         matterView
	Next      string // the one act that comes next
}

type answerView struct {
	permits.RequestAnswer
	No      int
	Name    string
	Marking string
	Last    registers.Day // of the appeal; zero for none
	Fetch   bool          // its files, by the visitor
}

// insideRequest are events that only the authority sees.
var insideRequest = []permits.EventKind{permits.RequestNoted, permits.RequestBarred, permits.ReaderNamed, permits.RequestRead}

func (s *server) getDocumentRequest(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.DocumentView)
	if err != nil {
		return err
	}
	k := s.requestKind()
	q, err := k.of(r, v)
	if err != nil {
		return err
	}
	p := documentRequestPage{Q: q, Mine: q.Asker == v.Actor.ID, Officer: v.officer() && q.Asker != v.Actor.ID, Reads: q.Reader == v.Actor.ID}
	p.page = s.frame(r, q.Title, crumb{s.texts.in(v.Lang, "docs.title"), "/document-requests"})
	var people map[permits.UserID]string
	if p.M, people, err = k.story(s, r, v, q, func(t permits.Text) bool { return permits.MaySeeRequestText(v.Actor, q, t) }, insideRequest...); err != nil {
		return err
	}
	p.Handler, p.Reader, p.Recorder = people[q.Handler], people[q.Reader], people[q.By]
	if clocks := q.Clocks(v.Now); len(clocks) > 0 {
		p.Clock = &clocks[0]
	}
	p.Provision, _ = permits.ProvisionOn(q.Provision, registers.DayOf(q.Arrived))
	p.Files, p.Open = p.Officer, q.FilesOpen(dayOf(v))
	for i, a := range q.Answers {
		view := answerView{RequestAnswer: a, No: i + 1, Name: people[a.By], Marking: permits.MarkingIn(q.Language, a.Secrecy)}
		view.Fetch = p.Officer || p.Mine && q.Effective(a) && p.Open
		if a.Decision && !q.ServedAt.IsZero() {
			view.Last = permits.AppealDay(q.ServedAt)
		}
		p.Answers = append(p.Answers, view)
	}
	slices.Reverse(p.Answers)
	if p.Letters, err = s.answerLetters(r, v, q, people); err != nil {
		return err
	}
	for _, next := range []permits.Command{permits.DoGivePrecise, permits.DoAnswerQuote, permits.DoDecideOn, permits.DoServe, permits.DoTake, permits.DoGive, permits.DoDemand} {
		if slices.Contains(p.M.Acts, next) {
			p.Next = string(next)
			break
		}
	}
	return s.render(w, r, http.StatusOK, "document-request", &p)
}
