package web

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5"

	"tietolupa/casbin"
	"tietolupa/permits"
)

// A statementPage is one question as who answers it sees it: who asks, what, by
// when, what goes with it, and their own answer. Nothing else of the case is there.
type statementPage struct {
	page
	Q         permits.Inquiry
	State     string
	From      string // who asks
	Question  string
	Language  string // of the case
	Marking   string // of what is sent; empty when it is public
	Documents []shownDocument
	Applied   bool // the application may be read
	Answer    string
	Saved     time.Time
	Given     permits.Text // the answer as it was sent
	Files     []answerFile
	May       bool
	Types     string
	Most      int64
	Unscanned bool
	Closed    bool // no file is taken
	Waits     bool // for a scan
}

type shownDocument struct {
	permits.Attachment
	Path string
}

type answerFile struct {
	permits.Attachment
	Path string
	May  map[string]bool // delete, rescan
}

// statementFor is the question of the address, when the visitor may do action and
// see it. To everybody else it is not there.
func (s *server) statementFor(r *http.Request, action casbin.Action) (*visit, permits.Inquiry, error) {
	v, err := s.allowed(r, action)
	if err != nil {
		return nil, permits.Inquiry{}, err
	}
	q, err := s.DB.Question(r.Context(), permits.CaseID(chi.URLParam(r, "case")), chi.URLParam(r, "question"))
	if err != nil {
		return nil, q, err
	}
	if !permits.MaySeeQuestion(v.Actor, q) {
		return nil, q, errNotFound
	}
	return v, q, nil
}

func (s *server) getStatement(w http.ResponseWriter, r *http.Request) error {
	v, q, err := s.statementFor(r, casbin.StatementView)
	if err != nil {
		return err
	}
	return s.showStatement(w, r, http.StatusOK, v, q, nil)
}

func (s *server) showStatement(w http.ResponseWriter, r *http.Request, status int, v *visit, q permits.Inquiry, wrong wrongs) error {
	p, err := s.statementPage(r, v, q)
	if err != nil {
		return err
	}
	if p.Wrong = wrong; r.PostForm != nil {
		p.Answer = trimmed(r, "answer")
	}
	return s.render(w, r, status, "statement", p)
}

func (s *server) statementPage(r *http.Request, v *visit, q permits.Inquiry) (*statementPage, error) {
	p := &statementPage{Q: q, State: statementState(q, v), Language: q.Of.LetterLanguage(), Marking: permits.MarkingIn(q.Of.LetterLanguage(), q.Secrecy),
		Applied: permits.MayReadApplied(v.Actor, q), May: q.MayAnswer(v.Actor, v.Now) == nil, Types: fileEnds, Most: s.Attachments.Limits.Bytes,
		Unscanned: s.Attachments.Scan == permits.NotScanned, Closed: s.Attachments.Scan == ""}
	home := "/statements"
	if q.Kind == permits.DPOStatement && s.Policy.May(v.Actor, casbin.StatementOfficer) == nil {
		home = "/statements/officer"
	}
	p.page = s.frame(r, s.texts.in(v.Lang, "question.title", caseNumber(q.Of.ID)), crumb{s.texts.in(v.Lang, "statements.title"), home})
	p.Path = statementPath(q)
	people, err := s.names(r)
	if err != nil {
		return nil, err
	}
	p.From = people[q.By]
	texts, err := s.DB.Texts(r.Context(), string(q.Of.ID))
	if err != nil {
		return nil, err
	}
	p.Question = bodyOf(texts, q.Question)
	if q.GivenBy != "" {
		if i := slices.IndexFunc(texts, func(t permits.Text) bool { return t.No == q.Text.No }); i >= 0 {
			p.Given = texts[i]
		}
	}
	if p.Answer, p.Saved, err = s.DB.KeptAnswer(r.Context(), q.Of.ID, q.ID, v.Actor.ID); err != nil {
		return nil, err
	}
	files, err := s.DB.Attachments(r.Context(), q.Of.ID)
	if err != nil {
		return nil, err
	}
	for _, a := range files {
		path := p.Path + "/files/" + strconv.Itoa(a.No)
		if permits.MayOpenShown(v.Actor, q, a) && a.Opens() == nil {
			p.Documents = append(p.Documents, shownDocument{a, path})
		}
		if !permits.OfAnswer(v.Actor, q, a) || !a.Deleted.IsZero() {
			continue
		}
		f := answerFile{Attachment: a, May: map[string]bool{"delete": p.May, "rescan": p.May && q.Of.MayRescan(v.Actor, a) == nil}}
		if a.Opens() == nil {
			f.Path = path
		}
		p.Waits = p.Waits || a.Scan == permits.ScanPending
		p.Files = append(p.Files, f)
	}
	return p, nil
}

// getAskedApplication shows the application to who is asked, when it goes with the
// question; that it was read is logged.
func (s *server) getAskedApplication(w http.ResponseWriter, r *http.Request) error {
	v, q, err := s.statementFor(r, casbin.StatementView)
	if err != nil {
		return err
	}
	if !permits.MayReadApplied(v.Actor, q) {
		return errNotFound
	}
	if err := s.DB.ReadAsked(r.Context(), v.Actor, q); err != nil {
		return err
	}
	p := struct {
		page
		Show applicationView
	}{s.frame(r, s.texts.in(v.Lang, "application.title"), crumb{s.texts.in(v.Lang, "question.title", caseNumber(q.Of.ID)), statementPath(q)}), s.viewApplication(q.Of.Application, v)}
	return s.render(w, r, http.StatusOK, "statement-application", &p)
}

// getAskedFile gives a document that goes with the question, or a file of the
// visitor's own answer. It is logged before the first byte.
func (s *server) getAskedFile(w http.ResponseWriter, r *http.Request) error {
	v, q, a, err := s.askedFileFor(r, casbin.StatementView)
	if err != nil {
		return err
	}
	if !permits.MayOpenShown(v.Actor, q, a) && !permits.OfAnswer(v.Actor, q, a) {
		return errNotFound
	}
	if err := a.Opens(); err != nil {
		return err
	}
	return s.giveAttachment(w, r, v, a)
}

func (s *server) askedFileFor(r *http.Request, action casbin.Action) (*visit, permits.Inquiry, permits.Attachment, error) {
	v, q, err := s.statementFor(r, action)
	if err != nil {
		return nil, q, permits.Attachment{}, err
	}
	no, err := strconv.Atoi(chi.URLParam(r, "attachment"))
	if err != nil {
		return nil, q, permits.Attachment{}, errNotFound
	}
	a, err := s.DB.Attachment(r.Context(), q.Of.ID, no)
	return v, q, a, err
}

// postAnswerDraft keeps what is written, for the page's own script or by its button.
func (s *server) postAnswerDraft(w http.ResponseWriter, r *http.Request) error {
	v, q, err := s.statementFor(r, casbin.StatementAnswer)
	if err != nil {
		return err
	}
	if err := posted(r); err != nil {
		return err
	}
	err = s.DB.KeepAnswer(r.Context(), q.Of.ID, q.ID, v.Actor, trimmed(r, "answer"))
	if rule, ok := broken(err); ok {
		return s.showStatement(w, r, http.StatusUnprocessableEntity, v, q, wrongs{{"answer", s.sentence(r, rule)}})
	}
	if err != nil {
		return err
	}
	if !r.PostForm.Has("autosave") {
		return s.done(w, r, statementPath(q), s.texts.in(v.Lang, "edit.saved"))
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	return json.NewEncoder(w).Encode(saved{Text: s.texts.in(v.Lang, "autosave.saved", v.Now.Format("15.04"))})
}

// answerQuestion sends the visitor's answer.
func (s *server) answerQuestion(ctx context.Context, v *visit, q permits.Inquiry, words string) (permits.Inquiry, error) {
	c, err := s.DB.ChangeCase(ctx, q.Of.ID, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		return c.AnswerQuestion(v.Actor, q.ID, words, now)
	})
	if err != nil {
		return q, err
	}
	sent, _ := c.Question(q.ID)
	return sent, nil
}

func (s *server) postAnswer(w http.ResponseWriter, r *http.Request) error {
	v, q, err := s.statementFor(r, casbin.StatementAnswer)
	if err != nil {
		return err
	}
	if err := posted(r); err != nil {
		return err
	}
	_, err = s.answerQuestion(r.Context(), v, q, trimmed(r, "answer"))
	if rule, ok := broken(err); ok {
		field := "answer"
		if rule.About == "" {
			field = ""
		}
		return s.showStatement(w, r, http.StatusUnprocessableEntity, v, q, wrongs{{field, s.sentence(r, rule)}})
	}
	if err != nil {
		return err
	}
	return s.done(w, r, statementPath(q), s.texts.in(v.Lang, "question.sent"))
}

// takeAnswerFile receives a file of the visitor's answer and keeps it.
func (s *server) takeAnswerFile(w http.ResponseWriter, r *http.Request, v *visit, q permits.Inquiry, u *upload) (permits.Attachment, error) {
	if err := s.readUpload(w, r, u, func() error { return q.MayAnswer(v.Actor, v.Now) }); err != nil {
		return permits.Attachment{}, err
	}
	if err := u.examine(); err != nil {
		return permits.Attachment{}, err
	}
	return s.DB.Attach(r.Context(), q.Of.ID, u.file, func(c permits.Case, now time.Time) (permits.Attachment, error) {
		return c.AttachToAnswer(v.Actor, q.ID, u.Attachment, c.Attached, s.Attachments.Limits, s.Attachments.Scan, now)
	})
}

func (s *server) postAnswerFile(w http.ResponseWriter, r *http.Request) error {
	v, q, err := s.statementFor(r, casbin.StatementAnswer)
	if err != nil {
		return err
	}
	var u upload
	defer func() { u.leave() }()
	_, err = s.takeAnswerFile(w, r, v, q, &u)
	if rule, ok := broken(err); ok {
		return s.showStatement(w, r, http.StatusUnprocessableEntity, v, q, wrongs{{"file", s.sentence(r, rule)}})
	}
	if err != nil {
		return slowly(w, err)
	}
	return s.done(w, r, statementPath(q), s.texts.in(v.Lang, "attachments.added"))
}

// An answerFileChange changes one file of an answer.
type answerFileChange func(r *http.Request, v *visit, a permits.Attachment) error

func (s *server) detachAnswer(r *http.Request, v *visit, a permits.Attachment) error {
	return s.DB.Detach(r.Context(), a.Case, a.No, v.Actor, permits.Case.MayDetachAnswer)
}

func (s *server) rescanAnswer(r *http.Request, v *visit, a permits.Attachment) error {
	return s.DB.Rescan(r.Context(), a.Case, a.No, v.Actor, permits.Case.MayRescan)
}

// onAnswerFile carries out change on a file of the visitor's answer.
func (s *server) onAnswerFile(change answerFileChange, done string) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		v, q, a, err := s.askedFileFor(r, casbin.StatementAnswer)
		if err != nil {
			return err
		}
		if !permits.OfAnswer(v.Actor, q, a) {
			return errNotFound
		}
		err = change(r, v, a)
		if rule, ok := broken(err); ok {
			return s.showStatement(w, r, http.StatusUnprocessableEntity, v, q, wrongs{{"file", s.sentence(r, rule)}})
		}
		if err != nil {
			return err
		}
		return s.done(w, r, statementPath(q), s.texts.in(v.Lang, done))
	}
}
