package web

import (
	"net/http"

	"tietolupa/permits"
	"tietolupa/registers"
)

// A changeView is what a change of a permit was asked to change: how each thing
// is, was asked to be and, once it is proposed, would be.
type changeView struct {
	No       int
	State    permits.State
	Lines    []permits.AgreementLine
	Decided  bool // something is proposed or decided
	Why      string
	Price    string
	Kinds    []string
	Language string
}

// viewChange shows ch of the permit c.
func (s *server) viewChange(r *http.Request, v *visit, c permits.Case, ch permits.Change) (*changeView, error) {
	texts, err := s.readable(r, v, c)
	if err != nil {
		return nil, err
	}
	of, _ := c.ChangeCase(ch.No)
	cents := ch.Cents
	if ch.Proposal == nil {
		_, cents = c.ChangeFee(ch.Asked, registers.DayOf(ch.At))
	}
	view := &changeView{No: ch.No, State: of.State, Lines: c.ChangeLines(ch, s.Catalogue, v.Lang), Why: bodyOf(texts, ch.Why), Price: permits.WriteCents(cents),
		Kinds: ch.Asked.Kinds(), Language: v.Lang}
	given := c.ChangeGiven(ch.No)
	view.Decided = ch.Granted != nil && (v.officer() || ch.State == permits.ChangeIsGranted && given)
	if !v.officer() && !ch.DecidedAt.IsZero() && !given {
		view.State = permits.Proposed // until it is given to them
	}
	return view, nil
}

// changing says whether the open change of the case is being handled, so that its
// party may be heard about it.
func changing(a *acting) bool {
	of, open := a.c.InChange()
	return open && of.State == permits.InReview
}
