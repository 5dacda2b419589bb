package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/postgres"
)

const aDocument = "/document-requests/{docrequest}"

func (s *server) requestFileRoutes(get, post func(path string, h handler)) {
	get(aDocument+"/files", s.getRequestFiles)
	post(aDocument+"/files/{attachment}/delete", s.onRequestFile(s.DB.DetachFromRequest, permits.Request.MayDetach, "attachments.deleted"))
	post(aDocument+"/files/{attachment}/scan", s.onRequestFile(s.DB.RescanOfRequest, permits.Request.MayRescan, "attachments.rescanned"))
	get(aDocument+"/letters/{letter}", s.getAnswerLetter)
	get(aDocument+"/letters/{letter}/signature", s.getAnswerSignature)
}

// requestFileTable are the lines of these routes.
func requestFileTable() []Route {
	return []Route{
		duty("GET", aDocument+"/files", casbin.DocumentHandle, OfDocument), duty("POST", aDocument+"/files", casbin.DocumentHandle, OfDocument),
		duty("GET", aDocument+"/files/{attachment}", casbin.DocumentView, OfDocument),
		duty("POST", aDocument+"/files/{attachment}/delete", casbin.DocumentHandle, OfDocument), duty("POST", aDocument+"/files/{attachment}/scan", casbin.DocumentHandle, OfDocument),
		duty("GET", aDocument+"/letters/{letter}", casbin.DocumentView, OfDocument), duty("GET", aDocument+"/letters/{letter}/signature", casbin.DocumentView, OfDocument),
	}
}

// A requestFileView is a document of a request as its handler sees it, with the
// covered and marked copies of it.
type requestFileView struct {
	permits.Attachment
	Path    string // of the content; empty while nobody may open it
	By      string
	Marking string
	May     map[string]bool // delete, rescan
	Given   bool
	Leaves  bool // this one would leave, not another version of it
	Copies  []requestFileView
}

type requestFilesPage struct {
	page
	Q         permits.Request
	Files     []requestFileView
	May       bool // add files
	Redacts   []permits.Attachment
	Items     []string
	Grounds   []string
	Rows      []passageRow // of the form, filled as typed
	Typed     permits.Attachment
	Types     string
	Most      int64
	Unscanned bool
	Closed    bool
	Waits     bool
}

// A passageRow is one covered passage in the form.
type passageRow struct {
	No int
	permits.Passage
}

// passageRows is how many passages the form has room for at a time.
const passageRows = 6

func requestPath(id string) string { return "/document-requests/" + id }

// documentFor is the request of the address, when the visitor may do action and
// see it.
func (s *server) documentFor(r *http.Request, action casbin.Action) (*visit, permits.Request, error) {
	v, err := s.allowed(r, action)
	if err != nil {
		return nil, permits.Request{}, err
	}
	q, err := s.requestKind().of(r, v)
	return v, q, err
}

// getRequestFiles shows the handler the documents of a request, which of them
// would leave, and the forms to add a document or a covered copy.
func (s *server) getRequestFiles(w http.ResponseWriter, r *http.Request) error {
	v, q, err := s.documentFor(r, casbin.DocumentHandle)
	if err != nil {
		return err
	}
	return s.showRequestFiles(w, r, http.StatusOK, v, q, permits.Attachment{}, nil)
}

func (s *server) showRequestFiles(w http.ResponseWriter, r *http.Request, status int, v *visit, q permits.Request, typed permits.Attachment, wrong wrongs) error {
	if q.Asker == v.Actor.ID || !v.officer() {
		return errNotFound // whoever asks fetches from the request's own page
	}
	p := requestFilesPage{Q: q, Typed: typed, Items: permits.SecrecyItems(), Grounds: permits.PassageGrounds(), Types: fileEnds, Most: s.Attachments.Limits.Bytes,
		Unscanned: s.Attachments.Scan == permits.NotScanned, Closed: s.Attachments.Scan == "", May: q.MayAttach(v.Actor, v.Now) == nil}
	p.page = s.frame(r, s.texts.in(v.Lang, "reqfiles.title"), crumb{s.texts.in(v.Lang, "docs.title"), "/document-requests"}, crumb{caseNumber(q.ID), requestPath(q.ID)})
	p.Path, p.Wrong = requestPath(q.ID)+"/files", wrong
	for i := range max(passageRows, len(typed.Passages)) {
		row := passageRow{No: i + 1}
		if i < len(typed.Passages) {
			row.Passage = typed.Passages[i]
		}
		p.Rows = append(p.Rows, row)
	}
	all, err := s.DB.Attachments(r.Context(), permits.CaseID(q.ID))
	if err != nil {
		return err
	}
	people, err := s.names(r)
	if err != nil {
		return err
	}
	leaves := q.Leavable(all)
	one := func(a permits.Attachment) requestFileView {
		x := requestFileView{Attachment: a, By: people[a.By], Marking: permits.MarkingIn(q.Language, a.Secrecy),
			May: map[string]bool{"delete": q.MayDetach(v.Actor, a, v.Now) == nil, "rescan": q.MayRescan(v.Actor, a, v.Now) == nil}}
		if q.Fetchable(v.Actor, a, v.Now) == nil {
			x.Path = requestPath(q.ID) + "/files/" + strconv.Itoa(a.No)
		}
		p.Waits = p.Waits || a.Scan == permits.ScanPending && a.Deleted.IsZero()
		x.Leaves = slices.ContainsFunc(leaves, func(l permits.Attachment) bool { return l.No == a.No })
		x.Given = q.Given(a.No)
		return x
	}
	for _, a := range all {
		if a.Redacts != 0 || a.Marked || !a.Deleted.IsZero() {
			continue
		}
		x := one(a)
		for _, b := range all {
			if b.Deleted.IsZero() && (b.Redacts == a.No || b.Marked && b.Replaces == a.No) {
				x.Copies = append(x.Copies, one(b))
			}
		}
		p.Files, p.Redacts = append(p.Files, x), append(p.Redacts, a)
	}
	return s.render(w, r, status, "request-files", &p)
}

// postRequestFile takes one document with the fields before it: redacts,
// secrecy_items, and pairs of passage_where and passage_ground.
func (s *server) postRequestFile(w http.ResponseWriter, r *http.Request) error {
	v, q, err := s.documentFor(r, casbin.DocumentHandle)
	if err != nil {
		return err
	}
	var u upload
	defer func() { u.leave() }()
	_, err = s.takeRequestFile(w, r, v, q, &u)
	if rule, ok := broken(err); ok {
		field := map[string]string{"no-passages": "passages", "request-field": "secrecy_items"}[rule.Rule]
		if field == "" {
			field = "file"
		}
		return s.showRequestFiles(w, r, http.StatusUnprocessableEntity, v, q, u.Attachment, wrongs{{field, s.sentence(r, rule)}})
	}
	if err != nil {
		return slowly(w, err)
	}
	return s.done(w, r, requestPath(q.ID)+"/files", s.texts.in(v.Lang, "attachments.added"))
}

// takeRequestFile receives a document of q and keeps it.
func (s *server) takeRequestFile(w http.ResponseWriter, r *http.Request, v *visit, q permits.Request, u *upload) (permits.Attachment, error) {
	if err := s.readUpload(w, r, u, func() error { return q.MayAttach(v.Actor, v.Now) }); err != nil {
		return permits.Attachment{}, err
	}
	u.Passages = slices.DeleteFunc(u.Passages, func(p permits.Passage) bool { return p == permits.Passage{} }) // rows left empty
	if err := u.examine(); err != nil {
		return permits.Attachment{}, err
	}
	return s.DB.AttachToRequest(r.Context(), q.ID, u.file, func(q permits.Request, now time.Time) (permits.Attachment, error) {
		return q.Attach(v.Actor, u.Attachment, q.Attached, s.Attachments.Limits, s.Attachments.Scan, now)
	})
}

// requestFileFor is the file of the address, when the visitor may know of it.
func (s *server) requestFileFor(r *http.Request, action casbin.Action) (*visit, permits.Request, permits.Attachment, error) {
	none := permits.Attachment{}
	v, q, err := s.documentFor(r, action)
	if err != nil {
		return nil, q, none, err
	}
	no, err := strconv.Atoi(chi.URLParam(r, "attachment"))
	if err != nil {
		return nil, q, none, errNotFound
	}
	a, err := s.DB.Attachment(r.Context(), permits.CaseID(q.ID), no)
	if err != nil {
		return nil, q, none, err
	}
	if !permits.MaySeeRequestFile(v.Actor, q, a) {
		return nil, q, none, errNotFound
	}
	return v, q, a, nil
}

// getRequestFile gives a document: to its handlers, and to the asker what was
// given while it may be fetched. It is logged before the first byte.
func (s *server) getRequestFile(w http.ResponseWriter, r *http.Request) error {
	v, q, a, err := s.requestFileFor(r, casbin.DocumentView)
	if err != nil {
		return err
	}
	if err := q.Fetchable(v.Actor, a, v.Now); err != nil {
		return err
	}
	return s.giveAttachment(w, r, v, a)
}

// A requestFileChange changes one document of a request, when may allows it.
type requestFileChange func(ctx context.Context, id string, no int, by permits.Actor, may postgres.RequestFileRule) error

// onRequestFile carries out an act on a document of a request, when may allows it.
func (s *server) onRequestFile(change requestFileChange, may postgres.RequestFileRule, done string) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		v, q, a, err := s.requestFileFor(r, casbin.DocumentHandle)
		if err != nil {
			return err
		}
		err = change(r.Context(), q.ID, a.No, v.Actor, may)
		if rule, ok := broken(err); ok {
			return s.showRequestFiles(w, r, http.StatusUnprocessableEntity, v, q, permits.Attachment{}, wrongs{{"", s.sentence(r, rule)}})
		}
		if err != nil {
			return err
		}
		return s.done(w, r, requestPath(q.ID)+"/files", s.texts.in(v.Lang, done))
	}
}

// answerLetters lists the letters of q that the visitor may read.
func (s *server) answerLetters(r *http.Request, v *visit, q permits.Request, people map[permits.UserID]string) ([]listedLetter, error) {
	return s.listLetters(r, permits.CaseID(q.ID), requestPath(q.ID), people,
		func(l postgres.SentLetter) bool { return permits.MaySeeAnswerLetter(v.Actor, q, l.Letter) }, everyReceiver)
}

// answerLetterFor is the letter of the address.
func (s *server) answerLetterFor(r *http.Request) (v *visit, l postgres.SentLetter, err error) {
	v, q, err := s.documentFor(r, casbin.DocumentView)
	if err != nil {
		return v, l, err
	}
	l, err = s.letterOf(r, permits.CaseID(q.ID), func(l permits.Letter) bool { return permits.MaySeeAnswerLetter(v.Actor, q, l) })
	return v, l, err
}

// getAnswerLetter gives a letter of a request as it was kept: the answer, the
// refusal (JulkL 14.3 §), or the decision.
func (s *server) getAnswerLetter(w http.ResponseWriter, r *http.Request) error {
	v, l, err := s.answerLetterFor(r)
	if err != nil {
		return err
	}
	return s.giveLetter(w, r, v, l.Letter)
}

func (s *server) getAnswerSignature(w http.ResponseWriter, r *http.Request) error {
	_, l, err := s.answerLetterFor(r)
	if err != nil {
		return err
	}
	return giveSignature(w, l.Letter)
}
