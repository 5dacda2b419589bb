package web

import (
	"net/http"
	"strings"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
)

// A textPage shows a text to be accepted. The form carries the hash of the text
// that was shown.
type textPage struct {
	page
	Case       permits.Case
	Conditions []permits.Worded
	Also       []string // what the acceptance covers besides
	Paragraphs []string
	SHA256     string
	May        bool
	Accepted   *permits.Signature
	Binding    string // the language whose text binds
	Action     string
}

func (s *server) getConditions(w http.ResponseWriter, r *http.Request) error {
	return s.showConditions(w, r, http.StatusOK, nil)
}

func (s *server) showConditions(w http.ResponseWriter, r *http.Request, status int, wrong wrongs) error {
	v, c, err := s.openCase(r, casbin.CaseView)
	if err != nil {
		return err
	}
	if c.Decision == nil || !c.Decision.Grants() || !permits.MaySeeLetter(v.Actor, c, permits.DecisionLetter, 0) {
		return errNotFound
	}
	c = c.AsItStands()
	p := textPage{Case: c, SHA256: c.ConditionsSHA256(), May: c.May(permits.DoAccept, v.Actor, v.Now), Accepted: c.Accepted, Binding: c.Application.Language, Action: "conditions"}
	for _, ch := range c.Life.Changes {
		if ch.Accepted != nil {
			p.Accepted = ch.Accepted // of the change that made them what they are
		}
	}
	if p.Also = c.Accepts(c.Application.Language); p.May {
		p.Accepted = nil // what was accepted is no longer what the decision says
	}
	p.page = s.frame(r, s.texts.in(v.Lang, "conditions.title"), crumb{caseNumber(c.ID), "/cases/" + string(c.ID)})
	p.Wrong = wrong
	s.asksStrong(&p.page, r, v, p.May && permits.NeedsStrong(permits.DoAccept))
	if p.Conditions, err = c.Conditions(c.Application.Language); err != nil {
		return err
	}
	return s.render(w, r, status, "conditions", &p)
}

// postConditions accepts the conditions whose text was shown.
func (s *server) postConditions(w http.ResponseWriter, r *http.Request) error {
	return s.sign(w, r, casbin.CaseAccept, "conditions.done", s.showConditions, func(c permits.Case, v *visit, sha string, now time.Time) (permits.Case, permits.Event, error) {
		return c.AcceptConditions(v.Actor, sha, now)
	})
}

func (s *server) getUndertaking(w http.ResponseWriter, r *http.Request) error {
	return s.showUndertaking(w, r, http.StatusOK, nil)
}

func (s *server) showUndertaking(w http.ResponseWriter, r *http.Request, status int, wrong wrongs) error {
	v, c, err := s.openCase(r, casbin.CaseView)
	if err != nil {
		return err
	}
	if !named(c, v.Actor.ID) {
		return errNotFound
	}
	text, sha := permits.Undertaking(v.Lang)
	p := textPage{Case: c, SHA256: sha, May: c.May(permits.DoSign, v.Actor, v.Now), Binding: v.Lang, Action: "undertaking"}
	if signature, ok := c.Undertakings[v.Actor.ID]; ok {
		p.Accepted = &signature
	}
	p.Paragraphs = paragraphs(text)
	p.page = s.frame(r, s.texts.in(v.Lang, "undertaking.title"), crumb{caseNumber(c.ID), "/cases/" + string(c.ID)})
	p.Wrong = wrong
	s.asksStrong(&p.page, r, v, p.May && permits.NeedsStrong(permits.DoSign))
	return s.render(w, r, status, "undertaking", &p)
}

func paragraphs(text string) []string { return strings.Split(strings.TrimSpace(text), "\n\n") }

// postUndertaking signs the undertaking of secrecy that was shown.
func (s *server) postUndertaking(w http.ResponseWriter, r *http.Request) error {
	return s.sign(w, r, casbin.CaseSign, "undertaking.done", s.showUndertaking, func(c permits.Case, v *visit, sha string, now time.Time) (permits.Case, permits.Event, error) {
		return c.Sign(v.Actor, sha, now)
	})
}

// sign records a signature on the text whose hash was posted, when the box that
// says it was read is ticked.
func (s *server) sign(w http.ResponseWriter, r *http.Request, action casbin.Action, done string,
	again func(http.ResponseWriter, *http.Request, int, wrongs) error,
	change func(c permits.Case, v *visit, sha string, now time.Time) (permits.Case, permits.Event, error),
) error {
	v, c, err := s.openCase(r, action)
	if err != nil {
		return err
	}
	if err := posted(r); err != nil {
		return err
	}
	if r.PostForm.Get("accept") != "yes" {
		return again(w, r, http.StatusUnprocessableEntity, wrongs{{"accept", s.texts.in(v.Lang, "wrong.accept")}})
	}
	_, err = s.DB.ChangeCase(r.Context(), c.ID, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		return change(c, v, r.PostForm.Get("sha256"), now)
	})
	if rule, ok := broken(err); ok {
		return again(w, r, http.StatusUnprocessableEntity, wrongs{{"accept", rule.In(v.Lang)}})
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "/cases/"+string(c.ID), s.texts.in(v.Lang, done))
}
