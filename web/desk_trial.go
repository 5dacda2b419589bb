package web

import (
	"net/http"
	"slices"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
)

// A trialView is the latest dry run of a case, beside the scope on the desk.
type trialView struct {
	Case  permits.CaseID
	Trial *permits.Trial
	Stale bool // run on another scope than the desk's
	Bars  []trialBar
	Older []permits.Trial
	May   bool
}

// A trialBar is one band of the picture of class sizes. Its places are in the
// picture's own units: 600 wide, 200 high.
type trialBar struct {
	permits.ClassSizes
	X, Y, Height, Middle int
	Share                int // of the persons, in per cent
}

func trialOf(c permits.Case, trials []permits.Trial, desk permits.Scope) trialView {
	view := trialView{Case: c.ID}
	for i, t := range trials {
		if i == 0 {
			view.Trial, view.Stale = &trials[0], len(desk.Tables) > 0 && t.Stale(desk)
			continue
		}
		view.Older = append(view.Older, t)
	}
	if view.Trial != nil && view.Trial.Report != nil {
		view.Bars = trialBars(view.Trial.Report.Sizes)
	}
	return view
}

func trialBars(sizes []permits.ClassSizes) (bars []trialBar) {
	var most, all int64
	for _, x := range sizes {
		most, all = max(most, x.Persons), all+x.Persons
	}
	const width, high = 600, 150
	for i, x := range sizes {
		b := trialBar{ClassSizes: x, X: 6 + i*width/len(sizes)}
		if most > 0 && x.Persons > 0 {
			b.Height = max(2, int(x.Persons*high/most))
			b.Share = int((x.Persons*100 + all/2) / all)
		}
		b.Y, b.Middle = 165-b.Height, b.X+width/len(sizes)/2-6
		bars = append(bars, b)
	}
	return bars
}

// postTrial keeps the desk and orders a dry run of what it would grant.
func (s *server) postTrial(w http.ResponseWriter, r *http.Request) error {
	k, err := s.readDesk(r)
	if err != nil {
		return err
	}
	if !k.d.Grants() { // what is refused or not yet decided is tried as it was applied for
		k.d.Scope, k.wrong = k.c.Application.Scope, nil
	}
	if len(k.wrong) > 0 {
		return s.showReview(w, r, http.StatusUnprocessableEntity, k.c, k.f, k.draft, k.wrong)
	}
	_, err = s.DB.OrderTrial(r.Context(), k.c.ID, func(c permits.Case, earlier []permits.Trial, now time.Time) (permits.Trial, error) {
		return c.Try(k.v.Actor, k.d.Scope, earlier, s.Catalogue, now)
	})
	if rule, ok := broken(err); ok {
		return s.showReview(w, r, http.StatusUnprocessableEntity, k.c, k.f, k.draft, s.deskWrong(r, rule))
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "/cases/"+string(k.c.ID)+"/review", s.texts.in(k.v.Lang, "trial.ordered"))
}

// trialsOf lists the dry runs of c, the latest first: of a change those made for
// it.
func (s *server) trialsOf(r *http.Request, c permits.Case) ([]permits.Trial, error) {
	trials, err := s.DB.Trials(r.Context(), c.ID)
	return slices.DeleteFunc(trials, func(t permits.Trial) bool { return c.OfChange > 0 && t.At.Before(c.Submitted) }), err
}

// getTrial is the panel of the latest dry run, which renews itself.
func (s *server) getTrial(w http.ResponseWriter, r *http.Request) error {
	v, c, err := s.openDesk(r, casbin.CasePropose)
	if err != nil {
		return err
	}
	f, _, err := s.openDraft(r, v, c)
	if err != nil {
		return err
	}
	trials, err := s.trialsOf(r, c)
	if err != nil {
		return err
	}
	d, _ := f.decision(s, v, c)
	view := trialOf(c, trials, d.Scope.WithKeys(s.Catalogue))
	return s.write(w, r, http.StatusOK, "review", "trial", &view)
}
