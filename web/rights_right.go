package web

import (
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"

	"tietolupa/casbin"
	"tietolupa/casbin/rights"
	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
)

// A rightPage is one right, its history and what may be done about it.
type rightPage struct {
	page
	R        rightView
	Granter  string
	Remover  string
	History  []rightVersionView
	Notices  []noticeView
	Waiting  []noticeView // that nobody has acted on
	Extent   extentChoices
	Reasons  string
	What     string
	Removal  string
	Removals []rights.Removal
	MayAct   bool // change, remove
	MayTell  bool
	Review   bool // a legacy right that waits
}

type rightVersionView struct {
	postgres.RightVersion
	Name  string
	Reach string
}

func (s *server) getRight(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.RightOwn)
	if err != nil {
		return err
	}
	h, err := s.rightFor(r, v)
	if err != nil {
		return err
	}
	return s.showRight(w, r, http.StatusOK, v, h, rightPage{Extent: extentChoices{F: formOf(h.Extent)}})
}

// showRight shows h with what was typed on its page.
func (s *server) showRight(w http.ResponseWriter, r *http.Request, status int, v *visit, h postgres.HeldRight, p rightPage) error {
	home, wrong := crumb{s.texts.in(v.Lang, "rights.mine"), "/rights"}, p.Wrong
	switch {
	case s.Policy.May(v.Actor, casbin.AccessQueue) == nil:
		home = crumb{s.texts.in(v.Lang, "access.rights"), "/access/rights"}
	case s.Policy.May(v.Actor, casbin.AccessView) == nil:
		home = crumb{s.texts.in(v.Lang, "access.body"), "/access"}
	}
	p.page = s.frame(r, s.texts.in(v.Lang, "access.right", caseNumber(h.ID)), home)
	p.Wrong, p.Path = wrong, "/access/rights/"+h.ID
	within := h.Extent
	p.R, p.Removals, p.Extent = s.viewRight(h, v), rights.Removals(), s.choices(p.Extent.F, &within, v, wrong)
	history, err := s.DB.RightHistory(r.Context(), h.ID)
	if err != nil {
		return err
	}
	people, err := s.names(r)
	if err != nil {
		return err
	}
	for _, x := range history {
		reach := rights.Extent{Areas: x.Areas}
		for _, o := range x.Offices {
			reach.Offices = append(reach.Offices, permits.Body(o))
		}
		p.History = append(p.History, rightVersionView{x, people[x.By], s.sayReach(reach, v)})
	}
	p.Granter, p.Remover = orID(people[permits.UserID(h.GrantedBy)], s.bodyName(permits.Body(h.GrantedBy), v)), people[h.RemovedBy]
	if s.seesAccess(v, h.Body) {
		all, err := s.DB.Notices(r.Context(), h.ID)
		if err != nil {
			return err
		}
		if p.Notices, err = s.viewNotices(r, v, all); err != nil {
			return err
		}
	}
	for _, n := range p.Notices {
		if n.Outcome == "" {
			p.Waiting = append(p.Waiting, n)
		}
	}
	_, _, err = h.Remove(v.Actor, h.Version, rights.ConditionsNotMet, "?", v.Now)
	p.MayAct = err == nil && s.Policy.May(v.Actor, casbin.RightRemove) == nil
	_, _, err = rights.Notify("?", v.Actor, h.Right, "", "?", v.Now)
	p.MayTell = err == nil && s.Policy.May(v.Actor, casbin.NoticeFile) == nil
	p.Review = p.MayAct && h.Legacy && h.Reviewed == (registers.Day{})
	return s.render(w, r, status, "rights-right", &p)
}

// acting is a POST on a right.
func (s *server) acting(r *http.Request, action casbin.Action) (*visit, postgres.HeldRight, error) {
	v, err := s.allowed(r, action)
	if err != nil {
		return nil, postgres.HeldRight{}, err
	}
	h, err := s.rightFor(r, v)
	if err != nil {
		return nil, h, err
	}
	return v, h, posted(r)
}

// actOn stores what change makes of the right of the address; of a notice that
// the form names, what it led to, in the same transaction.
func (s *server) actOn(w http.ResponseWriter, r *http.Request, v *visit, h postgres.HeldRight, p rightPage, outcome rights.Outcome, flash string,
	change func(x rights.Right, now time.Time) (rights.Right, permits.Event, error),
) (err error) {
	if id := trimmed(r, "notice"); id != "" {
		var n rights.Notice
		if n, err = s.DB.Notice(r.Context(), id); err == nil && n.Right != h.ID {
			return errNotFound
		}
		if err == nil {
			_, err = s.DB.ActOnNotice(r.Context(), id, p.Reasons, change, func(n rights.Notice, x rights.Right, now time.Time) (rights.Notice, permits.Event, error) {
				return n.Act(v.Actor, n.Version, x, outcome, p.Reasons, now)
			})
		}
	} else {
		_, err = s.DB.ChangeRight(r.Context(), h.ID, p.Reasons, change)
	}
	if rule, ok := broken(err); ok {
		p.Wrong = s.rightWrong(rule, v)
		return s.showRight(w, r, http.StatusUnprocessableEntity, v, h, p)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "/access/rights/"+h.ID, s.texts.in(v.Lang, flash))
}

// postChangeRight narrows a right (5a.3).
func (s *server) postChangeRight(w http.ResponseWriter, r *http.Request) error {
	return s.narrow(w, r, casbin.RightChange, rights.Changed, "right.changed.done", func(v *visit, to rights.Extent, reasons string) func(rights.Right, time.Time) (rights.Right, permits.Event, error) {
		return func(x rights.Right, now time.Time) (rights.Right, permits.Event, error) {
			return x.Change(v.Actor, seen(r), to, reasons, now)
		}
	})
}

// postReviewRight finds that a right from before the act meets 5 § (V.2).
func (s *server) postReviewRight(w http.ResponseWriter, r *http.Request) error {
	return s.narrow(w, r, casbin.RightReview, rights.Changed, "right.reviewed.done", func(v *visit, to rights.Extent, reasons string) func(rights.Right, time.Time) (rights.Right, permits.Event, error) {
		return func(x rights.Right, now time.Time) (rights.Right, permits.Event, error) {
			holder, err := s.DB.User(r.Context(), x.Holder)
			if err != nil {
				return rights.Right{}, permits.Event{}, err
			}
			return x.Review(v.Actor, holder, seen(r), to, reasons, now)
		}
	})
}

func (s *server) narrow(w http.ResponseWriter, r *http.Request, action casbin.Action, outcome rights.Outcome, flash string,
	change func(v *visit, to rights.Extent, reasons string) func(rights.Right, time.Time) (rights.Right, permits.Event, error),
) error {
	v, h, err := s.acting(r, action)
	if err != nil {
		return err
	}
	f := readExtent(r)
	p := rightPage{Extent: extentChoices{F: f}, Reasons: trimmed(r, "reasons")}
	to, wrong := f.extent(s, v)
	if len(wrong) > 0 {
		p.Wrong = wrong
		return s.showRight(w, r, http.StatusUnprocessableEntity, v, h, p)
	}
	return s.actOn(w, r, v, h, p, outcome, flash, change(v, to, p.Reasons))
}

// postRemoveRight ends a right at once (5a.1, 5a.2).
func (s *server) postRemoveRight(w http.ResponseWriter, r *http.Request) error {
	v, h, err := s.acting(r, casbin.RightRemove)
	if err != nil {
		return err
	}
	p := rightPage{Extent: extentChoices{F: formOf(h.Extent)}, Reasons: trimmed(r, "reasons"), Removal: trimmed(r, "removal")}
	return s.actOn(w, r, v, h, p, rights.Removed, "right.removed.done", func(x rights.Right, now time.Time) (rights.Right, permits.Event, error) {
		return x.Remove(v.Actor, seen(r), rights.Removal(p.Removal), p.Reasons, now)
	})
}

// postNotice records a ground for change or removal on its arrival (5a.4).
func (s *server) postNotice(w http.ResponseWriter, r *http.Request) error {
	v, h, err := s.acting(r, casbin.NoticeFile)
	if err != nil {
		return err
	}
	p := rightPage{Extent: extentChoices{F: formOf(h.Extent)}, What: trimmed(r, "what"), Removal: trimmed(r, "removal")}
	_, err = s.DB.FileNotice(r.Context(), h.ID, func(id string, x rights.Right, now time.Time) (rights.Notice, permits.Event, error) {
		return rights.Notify(id, v.Actor, x, rights.Removal(p.Removal), p.What, now)
	})
	if rule, ok := broken(err); ok {
		p.Wrong = s.rightWrong(rule, v)
		return s.showRight(w, r, http.StatusUnprocessableEntity, v, h, p)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "/access/rights/"+h.ID, s.texts.in(v.Lang, "notice.filed.done"))
}

// postKeepRight closes a notice whose right stays as it is, with reasons.
func (s *server) postKeepRight(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.NoticeAct)
	if err != nil {
		return err
	}
	if err := posted(r); err != nil {
		return err
	}
	reasons := trimmed(r, "reasons")
	n, err := s.DB.ActOnNotice(r.Context(), chi.URLParam(r, "notice"), reasons, nil, func(n rights.Notice, x rights.Right, now time.Time) (rights.Notice, permits.Event, error) {
		return n.Act(v.Actor, seen(r), x, rights.Kept, reasons, now)
	})
	if err != nil {
		return err
	}
	return s.done(w, r, "/access/rights/"+n.Right, s.texts.in(v.Lang, "notice.kept.done"))
}
