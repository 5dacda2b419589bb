package web

import (
	"net/http"
	"strings"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
)

// decisionRoutes are the decision workspace: the presenter's, and the decider's
// when they decide otherwise than was proposed.
func (s *server) decisionRoutes(get, post func(path string, h handler)) {
	get("/cases/{case}/review", s.getReview)
	post("/cases/{case}/propose", s.postPropose)
	post("/cases/{case}/preview", s.postPreview)
	post("/cases/{case}/review/draft", s.postDraft)
	post("/cases/{case}/review/trial", s.postTrial)
	get("/cases/{case}/review/trial", s.getTrial)
	get("/cases/{case}/otherwise", s.getOtherwise)
	post("/cases/{case}/otherwise", s.postOtherwise)
}

// openDesk is openCase for what is decided on: of a permit its open change.
func (s *server) openDesk(r *http.Request, action casbin.Action) (*visit, permits.Case, error) {
	v, c, err := s.openCase(r, action)
	if err != nil {
		return nil, permits.Case{}, err
	}
	c, _ = c.InChange()
	return v, c, nil
}

func (s *server) getReview(w http.ResponseWriter, r *http.Request) error {
	v, c, err := s.openDesk(r, casbin.CasePropose)
	if err != nil {
		return err
	}
	if !c.May(permits.DoPropose, v.Actor, v.Now) {
		return s.done(w, r, "/cases/"+string(c.ID), "")
	}
	f, draft, err := s.openDraft(r, v, c)
	if err != nil {
		return err
	}
	return s.showReview(w, r, http.StatusOK, c, f, draft, nil)
}

func (s *server) showReview(w http.ResponseWriter, r *http.Request, status int, c permits.Case, f *decisionForm, draft draftView, wrong wrongs) error {
	p, err := s.reviewPage(r, c, f, draft)
	if err != nil {
		return err
	}
	p.Wrong = wrong
	return s.render(w, r, status, "review", p)
}

// practiceFor reads what earlier decisions did, for the rule that asks.
func (s *server) practiceFor(r *http.Request, c permits.Case) (permits.Practice, []permits.Trial, error) {
	practice, err := s.DB.Practice(r.Context(), c.ID, c.Application.Scope, c.Application.Purpose)
	if err != nil {
		return permits.Practice{}, nil, err
	}
	trials, err := s.trialsOf(r, c)
	return practice, trials, err
}

// postPropose puts the decision before the decider. What is typed is kept as a
// draft first, so that a refused proposal loses nothing.
func (s *server) postPropose(w http.ResponseWriter, r *http.Request) error {
	k, err := s.readDesk(r)
	if err != nil {
		return err
	}
	if len(k.wrong) > 0 || len(k.draft.Conflicts) > 0 {
		return s.showReview(w, r, http.StatusUnprocessableEntity, k.c, k.f, k.draft, k.wrong)
	}
	practice, trials, err := s.practiceFor(r, k.c)
	if err != nil {
		return err
	}
	version := seen(r)
	_, err = s.DB.ChangeCase(r.Context(), k.c.ID, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		return c.Propose(k.v.Actor, version, unbiasedly(r), c.Rests(k.d, trials, s.Catalogue), s.Catalogue, now, practice)
	})
	if rule, ok := broken(err); ok {
		return s.showReview(w, r, http.StatusUnprocessableEntity, k.c, k.f, k.draft, s.deskWrong(r, rule))
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "/cases/"+string(k.c.ID), s.texts.in(k.v.Lang, "case.proposed.done"))
}

// deskWrong shows a broken rule at the presenter's field that mends it.
func (s *server) deskWrong(r *http.Request, rule *permits.RuleError) wrongs {
	wrong := s.ruleWrong(r, rule)
	finding := func(key string) string {
		if _, topic := permits.TopicOf(key); topic {
			return "topic." + key
		}
		if key == "reasons" {
			return key
		}
		if _, variable := s.Catalogue.Variable(key); variable {
			return "need_text." + key
		}
		if no, order := strings.CutPrefix(key, "order-"); order {
			return "order_reason." + no
		}
		return "finding." + key
	}
	field := ""
	switch rule.Rule {
	case "interest-unanswered":
		field = "unbiased"
	case "trial-missing", "trial-stale":
		field = "trial"
	case "already-over":
		field = "term_to"
	case "change-takes-away", "nothing-changed":
		field = map[string]string{"until": "term_to", "scope": "granted"}[rule.About]
	case "beyond-application":
		field = "term_to"
		if rule.About == "period" {
			field = "period_to"
		}
	case "condition-parameter", "condition-twice", "no-such-condition":
		no, _, _ := strings.Cut(rule.About, " ")
		field = "condition-" + no
	case "no-reason-for-order":
		field = "order_reason." + rule.About
	case "no-such-reason-code":
		field = "refusal_code." + rule.About
	case "no-reason-for-refusal":
		field = "refusal." + rule.About
	case "departure-unexplained":
		field = "departure." + rule.About
	case "necessity-not-found":
		field = "need_text." + rule.About
	case "statement-missing":
		field = "before"
	case "template-left", "template-only", "no-finding", "no-consideration", "not-anonymous":
		field = finding(rule.About)
		if _, refused := s.Catalogue.Variable(rule.About); rule.Rule == "template-only" && refused {
			field = "refusal." + rule.About
		}
	}
	if field != "" {
		wrong[0].Field = field
	}
	return wrong
}

// A deskWork is what was posted from a workspace, read.
type deskWork struct {
	v     *visit
	c     permits.Case
	f     *decisionForm
	d     permits.Decision
	draft draftView
	wrong wrongs
}

// readDesk reads what is on the presenter's desk and keeps it as a draft.
func (s *server) readDesk(r *http.Request) (k deskWork, err error) {
	if k.v, k.c, err = s.openDesk(r, casbin.CasePropose); err != nil {
		return
	}
	if err = posted(r); err != nil {
		return
	}
	if k.c.May(permits.DoPropose, k.v.Actor, k.v.Now) {
		if k.draft, err = s.keepDraft(r, k.v, k.c); err != nil {
			return
		}
	}
	k.f = s.readDecision(r.PostForm, k.c)
	k.d, k.wrong = k.f.decision(s, k.v, k.c)
	return
}

// postPreview shows the letter of what is on the desk, by the same rules as a
// proposal; the case stays as it is.
func (s *server) postPreview(w http.ResponseWriter, r *http.Request) error {
	k, err := s.readDesk(r)
	if err != nil {
		return err
	}
	if len(k.wrong) > 0 {
		return s.showReview(w, r, http.StatusUnprocessableEntity, k.c, k.f, k.draft, k.wrong)
	}
	practice, trials, err := s.practiceFor(r, k.c)
	if err != nil {
		return err
	}
	version := seen(r)
	var pdf []byte
	if k.c.Permit != nil { // a change's letter is written as it will be
		pdf, err = s.DB.PreviewLetter(r.Context(), k.v.Actor.ID, k.c.ID, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.AsDecided(k.v.Actor, version, c.Rests(k.d, trials, s.Catalogue), s.Catalogue, now, practice)
		})
	} else {
		var draft permits.Case
		if draft, _, err = k.c.Propose(k.v.Actor, version, true, k.c.Rests(k.d, trials, s.Catalogue), s.Catalogue, k.v.Now, practice); err == nil {
			pdf, err = s.Letter(r.Context(), draft, k.c.LetterLanguage())
		}
	}
	if err == nil {
		return sendPDF(w, "luonnos-"+string(k.c.ID)+".pdf", pdf)
	}
	if rule, ok := broken(err); ok {
		return s.showReview(w, r, http.StatusUnprocessableEntity, k.c, k.f, k.draft, s.deskWrong(r, rule))
	}
	return err
}

// getOtherwise is the workspace for a decider who does not decide as proposed,
// with the proposal in it.
func (s *server) getOtherwise(w http.ResponseWriter, r *http.Request) error {
	v, c, err := s.openDesk(r, casbin.CaseDecide)
	if err != nil {
		return err
	}
	if !c.May(permits.DoDecideOther, v.Actor, v.Now) {
		return s.done(w, r, "/cases/"+string(c.ID), "")
	}
	return s.showOtherwise(w, r, http.StatusOK, c, s.decisionOf(c, v), nil)
}

func (s *server) showOtherwise(w http.ResponseWriter, r *http.Request, status int, c permits.Case, f *decisionForm, wrong wrongs) error {
	p, err := s.reviewPage(r, c, f, draftView{})
	if err != nil {
		return err
	}
	p.Otherwise, p.Wrong, p.Path = true, wrong, "/cases/"+string(c.ID)+"/otherwise"
	v := visitOf(r.Context())
	p.Title = s.texts.in(v.Lang, "desk.otherwise")
	s.asksStrong(&p.page, r, v, permits.NeedsStrong(permits.DoDecideOther))
	return s.render(w, r, status, "review", p)
}

// postOtherwise decides as the decider's own form says.
func (s *server) postOtherwise(w http.ResponseWriter, r *http.Request) error {
	v, c, err := s.openDesk(r, casbin.CaseDecide)
	if err != nil {
		return err
	}
	if err := posted(r); err != nil {
		return err
	}
	f := s.readDecision(r.PostForm, c)
	d, wrong := f.decision(s, v, c)
	if len(wrong) > 0 {
		return s.showOtherwise(w, r, http.StatusUnprocessableEntity, c, f, wrong)
	}
	practice, trials, err := s.practiceFor(r, c)
	if err != nil {
		return err
	}
	version := seen(r)
	_, err = s.DB.ChangeCase(r.Context(), c.ID, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		return c.DecideOtherwise(v.Actor, version, unbiasedly(r), c.Rests(d, trials, s.Catalogue), s.Catalogue, now, practice)
	})
	if rule, ok := broken(err); ok {
		return s.showOtherwise(w, r, http.StatusUnprocessableEntity, c, f, s.deskWrong(r, rule))
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "/cases/"+string(c.ID), s.texts.in(v.Lang, "desk.otherwise.done"))
}
