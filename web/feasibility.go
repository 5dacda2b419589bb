package web

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/go-chi/chi/v5"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/postgres"
)

const feasibilitySection = "feasibility"

// strongInSession is the level of the strong identification that the issuer vouched
// for; empty when it was weak.
const strongInSession = "strong"

// answerWait is how long a page waits for its answer before it says that the
// counting goes on.
const answerWait = 900 * time.Millisecond

func (s *server) feasibilityRoutes(get, post func(path string, h handler)) {
	get("/cases/{case}/feasibility", s.getFeasibility)
	get("/cases/{case}/feasibility/progress", s.getFeasibilityProgress)
	post("/cases/{case}/feasibility", s.postFeasibility)
	post("/cases/{case}/practice", s.postPractice)
	get("/cases/{case}/practice", s.getPractice)
}

// A feasibilityPage says what a draft would give, tell, cost and take.
type feasibilityPage struct {
	editPage
	Owner    bool // who edits the draft
	Strong   bool
	Asked    postgres.Feasibility
	Size     askedView
	Risk     askedView
	Rule     *permits.RuleError // why nothing can be asked of this draft
	Costs    int                // points of what is not asked yet, or of an older summary
	Budget   int
	Spent    int
	Bars     []bar
	Forecast permits.Forecast
	Priced   bool
	Advice   []permits.Advice
	Scope    scopeView
	Quasi    []permits.ScopeVariable
	Practice postgres.PracticeFile
	May      *permits.RuleError // why there is no practice file of this draft
	Live     bool               // something is being counted or made
	AskAll   string             // its price
	AskSize  string             // empty when it has been asked
	Left     int
	Money    feasibilityMoney
	Coarsen  []bar // what lessens uniqueness, the most first
}

// An askedView is one question as the page shows it.
type askedView struct {
	There bool // the draft gives it
	Band  string
	Class string // of a risk: how many combinations
	Known bool   // it has been asked
	postgres.FeasibilityQuestion
	Older bool // of another summary than the latest
}

// people of a project: who drafts it and whom it names. Everybody else finds no page.
func (s *server) projectFor(r *http.Request) (*visit, permits.Case, error) {
	v, err := s.allowed(r, casbin.CaseFeasibility)
	if err != nil {
		return nil, permits.Case{}, err
	}
	c, err := s.DB.Case(r.Context(), permits.CaseID(chi.URLParam(r, "case")))
	if err != nil {
		return nil, permits.Case{}, err
	}
	if !c.OfProject(v.Actor) {
		return nil, permits.Case{}, errNotFound
	}
	return v, c, nil
}

func (s *server) getFeasibility(w http.ResponseWriter, r *http.Request) error {
	v, c, err := s.projectFor(r)
	if err != nil {
		return err
	}
	if c.State != permits.Draft {
		return s.done(w, r, "/cases/"+string(c.ID), "")
	}
	return s.showFeasibility(w, r, http.StatusOK, v, c, nil)
}

func (s *server) showFeasibility(w http.ResponseWriter, r *http.Request, status int, v *visit, c permits.Case, wrong wrongs) error {
	p, err := s.feasibilityPage(r, v, c, wrong)
	if err != nil {
		return err
	}
	return s.render(w, r, status, "feasibility", p)
}

// getFeasibilityProgress gives the panels alone, which htmx puts in the place of
// the old ones while something is counted or made.
func (s *server) getFeasibilityProgress(w http.ResponseWriter, r *http.Request) error {
	v, c, err := s.projectFor(r)
	if err != nil {
		return err
	}
	p, err := s.feasibilityPage(r, v, c, nil)
	if err != nil {
		return err
	}
	return s.write(w, r, http.StatusOK, "feasibility", "figures", p)
}

func (s *server) feasibilityPage(r *http.Request, v *visit, c permits.Case, wrong wrongs) (*feasibilityPage, error) {
	edit, err := s.editPage(r, c, feasibilitySection, wrong)
	if err != nil {
		return nil, err
	}
	p := &feasibilityPage{editPage: edit, Owner: c.Applicant == v.Actor.ID, Budget: permits.ProjectPoints}
	p.Path = "/cases/" + string(c.ID) + "/feasibility"
	p.Strong = v.Actor.Identified != ""
	if !p.Owner {
		p.Steps = nil
	}
	if p.Asked, err = s.DB.Feasibility(r.Context(), c.ID, v.Actor.ID); err != nil {
		return nil, err
	}
	p.Spent = p.Asked.Purse.Project
	questions, err := permits.QuestionsOf(c.Application.Scope, s.Catalogue)
	if rule, ok := broken(err); ok {
		p.Rule = rule
	} else if err != nil {
		return nil, err
	}
	for _, q := range questions {
		view := askedView{There: true}
		if view.FeasibilityQuestion, view.Known = p.Asked.Newest(q.Hash()); view.Known {
			view.Older = view.Summary != p.Asked.Summary.ID
		}
		if !view.Known || view.Older {
			p.Costs += q.Kind.Points()
		}
		p.Live = p.Live || view.Known && view.Waits()
		if view.Known && view.Figures != nil {
			view.Band = s.sayBand(v.Lang, view.Figures.Persons)
			if risk := view.Figures.Risk; risk != nil && !risk.TooSmall {
				view.Class = s.sayBand(v.Lang, risk.Classes)
			}
		}
		if q.Kind == permits.SizeQuestion {
			p.Size = view
			if !view.Known || view.Older {
				p.AskSize = s.sayPoints(v.Lang, q.Kind.Points())
			}
		} else {
			p.Risk = view
		}
	}
	p.AskAll, p.Left = s.sayPoints(v.Lang, p.Costs), p.Asked.Purse.Left()
	if p.Risk.Known && p.Risk.Figures != nil && p.Risk.Figures.Risk != nil {
		p.Bars = s.bars(v, p.Risk)
		p.Coarsen = coarsening(p.Bars, p.Risk.Figures.Risk)
	}
	day := dayOf(v)
	if len(c.Application.Scope.VariableIDs()) > 0 {
		forecast, err := c.Forecast(s.Catalogue, day)
		if rule, ok := broken(err); ok {
			p.Rule = rule
		} else if err != nil {
			return nil, err
		} else {
			p.Forecast, p.Priced = forecast, true
			p.Money = money(v.Lang, forecast, s.texts.in(v.Lang, "feasibility.fee.free"))
		}
	}
	p.Quasi = permits.QuasiIdentifiers(c.Application.Scope, s.Catalogue)
	p.Advice = c.Application.Advise(s.Catalogue)
	p.Scope = s.viewScope(c.Application.Scope, nil, v)
	if err := s.practicePart(r, v, c, p); err != nil {
		return nil, err
	}
	p.Live = p.Live || p.Practice.Waits() || p.Asked.Making.ID != 0 && p.Asked.Summary.ID == 0
	return p, nil
}

// practicePart says how far the practice file of the draft's present scope is.
func (s *server) practicePart(r *http.Request, v *visit, c permits.Case, p *feasibilityPage) error {
	scope, err := c.PracticeScope(v.Actor, s.Catalogue, dayOf(v))
	if rule, ok := broken(err); ok {
		p.May = rule
		return nil
	}
	if err != nil {
		return err
	}
	p.Practice, err = s.DB.PracticeOf(r.Context(), c.ID, scope.Hash())
	if errors.Is(err, postgres.ErrNoPractice) {
		return nil
	}
	return err
}

// postFeasibility asks what the draft gives and waits a moment for the answer.
func (s *server) postFeasibility(w http.ResponseWriter, r *http.Request) error {
	v, c, err := s.projectFor(r)
	if err != nil {
		return err
	}
	if err := posted(r); err != nil {
		return err
	}
	kinds := []permits.QuestionKind{permits.SizeQuestion, permits.RiskQuestion}
	if r.PostForm.Get("ask") == string(permits.SizeQuestion) {
		kinds = kinds[:1]
	}
	err = s.DB.AskFeasibility(r.Context(), c.ID, v.Actor, s.Catalogue, kinds...)
	if rule, ok := broken(err); ok {
		return s.showFeasibility(w, r, http.StatusUnprocessableEntity, v, c, s.ruleWrong(r, rule))
	}
	if err != nil {
		return err
	}
	if err := s.awaitAnswers(r, c.ID, v.Actor.ID); err != nil {
		return err
	}
	return s.done(w, r, "/cases/"+string(c.ID)+"/feasibility#figures", "")
}

// awaitAnswers returns when nothing of the project waits for an answer, or after
// answerWait: the page then shows that the counting goes on.
func (s *server) awaitAnswers(r *http.Request, id permits.CaseID, by permits.UserID) error {
	for until := time.Now().Add(answerWait); time.Now().Before(until); {
		f, err := s.DB.Feasibility(r.Context(), id, by)
		if err != nil || !slices.ContainsFunc(f.Questions, postgres.FeasibilityQuestion.Waits) {
			return err
		}
		select {
		case <-r.Context().Done():
			return r.Context().Err()
		case <-time.After(40 * time.Millisecond):
		}
	}
	return nil
}

// postPractice has the practice file of the present scope made.
func (s *server) postPractice(w http.ResponseWriter, r *http.Request) error {
	v, c, err := s.projectFor(r)
	if err != nil {
		return err
	}
	err = s.DB.OrderPractice(r.Context(), c.ID, v.Actor, s.Catalogue)
	if rule, ok := broken(err); ok {
		return s.showFeasibility(w, r, http.StatusUnprocessableEntity, v, c, s.ruleWrong(r, rule))
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "/cases/"+string(c.ID)+"/feasibility#practice", "")
}

// getPractice sends the practice file of the present scope; the download is
// recorded before the first byte.
func (s *server) getPractice(w http.ResponseWriter, r *http.Request) error {
	v, c, err := s.projectFor(r)
	if err != nil {
		return err
	}
	p := &feasibilityPage{}
	if err := s.practicePart(r, v, c, p); err != nil {
		return err
	}
	f := p.Practice
	if f.State != "ready" { // of the scope as it is now
		return s.done(w, r, "/cases/"+string(c.ID)+"/feasibility#practice", "")
	}
	content, size, err := s.Practices.Open(f.File)
	if err != nil {
		return fmt.Errorf("open the practice file of case %s: %w", c.ID, err)
	}
	defer content.Close()
	if size != f.Bytes {
		return fmt.Errorf("open the practice file of case %s: %d bytes in the store, %d in the log", c.ID, size, f.Bytes)
	}
	if r.Method == http.MethodGet {
		if err := s.DB.RecordPracticeDownload(r.Context(), f, v.Actor.ID); err != nil {
			return err
		}
	}
	h := w.Header()
	h.Set("Content-Type", "application/x-tar")
	h.Set("Content-Disposition", `attachment; filename="`+f.File+`"`)
	h.Set("ETag", `"`+f.SHA256+`"`)
	h.Set("Cache-Control", "private, no-transform")
	http.ServeContent(w, r, "", f.Made.Truncate(time.Second), content)
	return nil
}
