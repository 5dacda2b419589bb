package web

import (
	"errors"
	"net/http"

	"tietolupa/permits"
	"tietolupa/postgres"
)

// previews says whether the page of act has a button that shows its letter before
// anything is sent: to an official, of a command that may owe one.
func (a *acting) previews(act caseAct) bool {
	return a.v.officer() && permits.Writes(act.Command)
}

// preview gives the letter that act would owe with what is written in its form.
func (s *server) preview(w http.ResponseWriter, a *acting, act caseAct) error {
	if err := a.prepare(act); err != nil {
		return err
	}
	pdf, err := s.DB.PreviewLetter(a.r.Context(), a.v.Actor.ID, a.c.ID, a.doing(act))
	rule, ruled := broken(err)
	switch {
	case errors.Is(err, postgres.ErrNoLetter):
		a.wrong = wrongs{{"", s.texts.in(a.v.Lang, "preview.none")}}
	case ruled:
		a.wrong = wrongs{{a.fieldOf(act, rule), s.sentence(a.r, rule)}}
	case len(a.wrong) == 0 && err != nil:
		return err
	}
	if len(a.wrong) > 0 {
		return s.showAct(w, http.StatusUnprocessableEntity, a, act)
	}
	return sendPDF(w, "esikatselu-"+string(a.c.ID)+".pdf", pdf)
}
