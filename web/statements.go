package web

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/postgres"
)

// The pages of whoever is asked for a statement (lausunnonantaja, HL 31 §): their
// questions, and the page that a link opens.

const aQuestion = "/statements/{case}/{question}"

func (s *server) statementRoutes(get, post func(path string, h handler)) {
	get("/statements", s.getStatements)
	get("/statements/officer", s.getOfficersStatements)
	get("/statements/open", s.getOpenStatement)
	post("/statements/open", s.postOpenStatement)
	get(aQuestion, s.getStatement)
	get(aQuestion+"/application", s.getAskedApplication)
	post(aQuestion+"/draft", s.postAnswerDraft)
	post(aQuestion+"/send", s.postAnswer)
	post(aQuestion+"/files/{attachment}/delete", s.onAnswerFile(s.detachAnswer, "attachments.deleted"))
	post(aQuestion+"/files/{attachment}/scan", s.onAnswerFile(s.rescanAnswer, "attachments.rescanned"))
}

// statementTransfers take as long as they take.
func (s *server) statementTransfers(r chi.Router) {
	r.Post(aQuestion+"/files", s.page(s.postAnswerFile))
	r.Get(aQuestion+"/files/{attachment}", s.page(s.getAskedFile))
}

// statementTable are the lines of these routes.
func statementTable() []Route {
	view := func(method, path string) Route { return duty(method, aQuestion+path, casbin.StatementView, OfAsked) }
	answer := func(path string) Route { return duty("POST", aQuestion+path, casbin.StatementAnswer, OfAsked) }
	return []Route{
		duty("GET", "/statements", casbin.StatementView, OfAll), duty("GET", "/statements/officer", casbin.StatementOfficer, OfAll),
		duty("GET", "/statements/open", casbin.StatementView, OfAll), duty("POST", "/statements/open", casbin.StatementAnswer, OfAll),
		view("GET", ""), view("GET", "/application"), view("GET", "/files/{attachment}"),
		answer("/draft"), answer("/send"), answer("/files"), answer("/files/{attachment}/delete"), answer("/files/{attachment}/scan"),
	}
}

func statementPath(q permits.Inquiry) string {
	return "/statements/" + string(q.Of.ID) + "/" + q.ID.String()
}

type statementsPage struct {
	page
	Officer bool
	Rows    []statementRow
}

type statementRow struct {
	permits.Inquiry
	Path  string
	State string // open, late, given or closed
	By    string // who asks
}

// statementState is where q stands for who answers it.
func statementState(q permits.Inquiry, v *visit) string {
	switch {
	case !q.Given.IsZero():
		return "given"
	case !q.Answerable():
		return "closed"
	case q.Term.Before(dayOf(v)):
		return "late"
	}
	return "open"
}

// getStatements lists the questions that are bound to the visitor.
func (s *server) getStatements(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.StatementView)
	if err != nil {
		return err
	}
	all, err := s.DB.QuestionsOf(r.Context(), v.Actor.ID)
	if err != nil {
		return err
	}
	return s.showStatements(w, r, v, false, all)
}

// getOfficersStatements lists the questions to the data protection officer.
func (s *server) getOfficersStatements(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.StatementOfficer)
	if err != nil {
		return err
	}
	all, err := s.DB.QuestionsOfKind(r.Context(), permits.DPOStatement)
	if err != nil {
		return err
	}
	return s.showStatements(w, r, v, true, all)
}

func (s *server) showStatements(w http.ResponseWriter, r *http.Request, v *visit, officer bool, all []permits.Inquiry) error {
	people, err := s.names(r)
	if err != nil {
		return err
	}
	p := statementsPage{page: s.frame(r, s.texts.in(v.Lang, "statements.title")), Officer: officer}
	for _, q := range all {
		if permits.MaySeeQuestion(v.Actor, q) {
			p.Rows = append(p.Rows, statementRow{q, statementPath(q), statementState(q, v), people[q.By]})
		}
	}
	slices.SortStableFunc(p.Rows, func(a, b statementRow) int { return waitsFirst(a.Inquiry) - waitsFirst(b.Inquiry) })
	return s.render(w, r, http.StatusOK, "statements", &p)
}

// waitsFirst puts what waits before what does not.
func waitsFirst(q permits.Inquiry) int {
	if q.Answerable() {
		return 0
	}
	return 1
}

// An openStatementPage is what the link of a question opens.
type openStatementPage struct {
	page
	Over  bool // the link opens nothing
	Q     permits.Inquiry
	From  string // who asks
	Token string
}

const questionInSession = "question"

func (s *server) getOpenStatement(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.StatementView)
	if err != nil {
		return err
	}
	if token := strings.TrimSpace(r.URL.Query().Get("token")); token != "" {
		s.sessions.Put(r.Context(), questionInSession, token) // so that it leaves the address
		return s.done(w, r, "/statements/open", "")
	}
	token := s.sessions.GetString(r.Context(), questionInSession)
	if a, err := s.DB.Asked(r.Context(), token); err == nil && permits.MaySeeQuestion(v.Actor, a.Inquiry) {
		return s.done(w, r, statementPath(a.Inquiry), "") // it is theirs already
	}
	return s.showOpenStatement(w, r, http.StatusOK, token, nil)
}

// showOpenStatement tells who asks, and of the case no more than its number: the
// rest is read once the question is bound to the visitor.
func (s *server) showOpenStatement(w http.ResponseWriter, r *http.Request, status int, token string, wrong wrongs) error {
	v := visitOf(r.Context())
	p := openStatementPage{Token: token}
	p.page = s.frame(r, s.texts.in(v.Lang, "question.open.title"))
	p.Wrong, p.Path = wrong, "/statements/open"
	a, err := s.DB.Asked(r.Context(), token)
	i := a.Invite()
	switch {
	case errors.Is(err, postgres.ErrNotAsked):
		p.Over = true
	case err != nil:
		return err
	case !a.Answerable(), i == nil, i.User != "", i.Until.Before(dayOf(v)):
		p.Over = true
	default:
		people, err := s.names(r)
		if err != nil {
			return err
		}
		p.Q, p.From = a.Inquiry, people[a.By]
		s.asksStrong(&p.page, r, v, permits.NeedsStrong(permits.DoOpenQuestion))
	}
	return s.render(w, r, status, "statement-open", &p)
}

// openStatement binds the question that token leads to to the visitor. It fails
// with a *permits.RuleError.
func (s *server) openStatement(r *http.Request, v *visit, token string) (q permits.Inquiry, err error) {
	a, err := s.DB.Asked(r.Context(), token)
	if errors.Is(err, postgres.ErrNotAsked) {
		return q, &permits.RuleError{Rule: "question-link-over"}
	}
	if err != nil {
		return q, err
	}
	c, err := s.DB.ChangeCase(r.Context(), a.Of.ID, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		return c.OpenQuestion(v.Actor, a.ID, a.Invitation, !strings.EqualFold(v.Actor.Email, a.Email), now)
	})
	if err != nil {
		return q, err
	}
	q, _ = c.Question(a.ID)
	return q, nil
}

func (s *server) postOpenStatement(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.StatementAnswer)
	if err != nil {
		return err
	}
	if err := posted(r); err != nil {
		return err
	}
	token := trimmed(r, "token")
	q, err := s.openStatement(r, v, token)
	if rule, ok := broken(err); ok {
		return s.showOpenStatement(w, r, http.StatusUnprocessableEntity, token, wrongs{{"", rule.In(v.Lang)}})
	}
	if err != nil {
		return err
	}
	s.sessions.Remove(r.Context(), questionInSession)
	return s.done(w, r, statementPath(q), s.texts.in(v.Lang, "question.opened"))
}
