package web

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
)

// An absencePage names one substitute (sijainen) in many cases of a presenter at
// once.
type absencePage struct {
	page
	Of       permits.UserID // whose cases they are
	Officers []permits.Actor
	Fields   []actField
	Rows     []absenceRow
}

type absenceRow struct {
	queueRow
	Chosen bool
}

// absenceRoutes are the page of a presenter's absence.
func (s *server) absenceRoutes(get, post func(path string, h handler)) {
	get("/queue/absence", s.getAbsence)
	post("/queue/absence", s.postAbsence)
}

var absenceRouteTable = []Route{
	duty("GET", "/queue/absence", casbin.CaseHandle, OfAll), duty("POST", "/queue/absence", casbin.CaseHandle, OfAll),
}

func (s *server) getAbsence(w http.ResponseWriter, r *http.Request) error {
	a, err := s.absent(r)
	if err != nil {
		return err
	}
	return s.showAbsence(w, a, http.StatusOK)
}

// absent is the form of an absence, for whoever may handle cases.
func (s *server) absent(r *http.Request) (*acting, error) {
	v, err := s.allowed(r, casbin.CaseHandle)
	if err != nil {
		return nil, err
	}
	a := &acting{s: s, r: r, v: v}
	a.people, err = s.officers(r)
	return a, err
}

// of is whose absence it is: the reader's own unless another is chosen.
func (a *acting) of() permits.UserID {
	chosen := a.r.URL.Query().Get("handler")
	if a.r.PostForm != nil {
		chosen = a.text("handler")
	}
	if other := a.person(chosen); other.ID != "" {
		return other.ID
	}
	return a.v.Actor.ID
}

func (s *server) showAbsence(w http.ResponseWriter, a *acting, status int) error {
	p := absencePage{page: s.frame(a.r, s.texts.in(a.v.Lang, "absence.title"), crumb{s.texts.in(a.v.Lang, "menu.queue"), "/queue"}), Of: a.of(), Officers: a.people}
	p.Path = "/queue/absence?handler=" + string(p.Of)
	q := postgres.QueueQuery{Filter: "all", By: a.v.Actor.ID, Kind: permits.PermitItem, Handler: p.Of}
	err := s.DB.EachLine(a.r.Context(), q, dayOf(a.v), func(l postgres.QueueLine) error {
		if slices.Contains(permits.Substitutable(), permits.State(l.State)) {
			p.Rows = append(p.Rows, absenceRow{s.queueRow(l, a.v), a.r.PostForm == nil || slices.Contains(a.r.PostForm["case"], l.ID)})
		}
		return nil
	})
	if err != nil {
		return err
	}
	p.Fields = []actField{
		a.who("substitute", func(u permits.Actor) bool { return u.Has(permits.Presenter) && u.ID != p.Of }),
		a.due("substitute_from", dayOf(a.v)), a.field("day", "substitute_to"),
	}
	a.wrong.mark(p.Fields)
	p.Wrong = a.wrong
	return s.render(w, a.r, status, "absence", &p)
}

// postAbsence names the substitute in each chosen case: each in a transaction of
// its own, so that one in which they are disqualified stops no other and is told.
func (s *server) postAbsence(w http.ResponseWriter, r *http.Request) error {
	if err := posted(r); err != nil {
		return err
	}
	a, err := s.absent(r)
	if err != nil {
		return err
	}
	to := a.person(a.chosen("substitute"))
	term := registers.Period{From: s.dayTyped(a.v, "substitute_from", a.text("substitute_from"), &a.wrong), To: s.dayTyped(a.v, "substitute_to", a.text("substitute_to"), &a.wrong)}
	if len(a.wrong) == 0 && (term.To.Before(term.From) || term.To.Before(dayOf(a.v))) {
		a.wrong.add("substitute_to", s.texts.in(a.v.Lang, "absence.over"))
	}
	if len(r.PostForm["case"]) == 0 {
		a.wrong.add("case", s.texts.in(a.v.Lang, "wrong.choose"))
	}
	if len(a.wrong) > 0 {
		return s.showAbsence(w, a, http.StatusUnprocessableEntity)
	}
	named := 0
	for _, id := range r.PostForm["case"] {
		_, err := s.DB.ChangeCase(r.Context(), permits.CaseID(id), func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.Substitute(a.v.Actor, c.Version, to, term, now)
		})
		if rule, ok := broken(err); ok {
			a.wrong.add("case-"+id, caseNumber(id)+": "+s.sentence(r, rule))
			continue
		}
		if err != nil {
			return err
		}
		named++
	}
	if len(a.wrong) > 0 {
		return s.showAbsence(w, a, http.StatusUnprocessableEntity)
	}
	return s.done(w, r, "/queue?state=mine", s.texts.in(a.v.Lang, "absence.done", strconv.Itoa(named), to.Name))
}
