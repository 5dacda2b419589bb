package web

import (
	"net/http"

	"github.com/go-chi/chi/v5"

	"tietolupa/casbin"
	"tietolupa/permits"
)

// legacyRoutes show the permits that the ministry decided before 1.7.2020 (V.2).
func (s *server) legacyRoutes(get, post func(path string, h handler)) {
	get("/legacy/{legacy}", s.getLegacy)
	post("/legacy/{legacy}/destroyed", s.postLegacyDestroyed)
}

var legacyRouteTable = []Route{officersOwn("GET", "/legacy/{legacy}"), officersOwn("POST", "/legacy/{legacy}/destroyed")}

type legacyPage struct {
	page
	L     permits.Legacy
	State permits.State
	Due   []permits.DueDate
	Typed string
}

func (s *server) getLegacy(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.QueueView)
	if err != nil {
		return err
	}
	l, err := s.DB.Legacy(r.Context(), chi.URLParam(r, "legacy"))
	if err != nil {
		return err
	}
	return s.showLegacy(w, r, v, l, http.StatusOK, nil, "")
}

func (s *server) showLegacy(w http.ResponseWriter, r *http.Request, v *visit, l permits.Legacy, status int, wrong wrongs, typed string) error {
	p := legacyPage{L: l, State: l.State(dayOf(v)), Due: l.Dates(), Typed: typed}
	p.page = s.frame(r, l.Title, crumb{s.texts.in(v.Lang, "menu.queue"), "/queue"})
	p.Wrong = wrong
	return s.render(w, r, status, "legacy", &p)
}

// postLegacyDestroyed records that the holder has declared the data destroyed.
func (s *server) postLegacyDestroyed(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.QueueView)
	if err != nil {
		return err
	}
	if err := posted(r); err != nil {
		return err
	}
	id, typed := chi.URLParam(r, "legacy"), trimmed(r, "destroyed_on")
	l, err := s.DB.Legacy(r.Context(), id)
	if err != nil {
		return err
	}
	var wrong wrongs
	day := s.dayTyped(v, "destroyed_on", typed, &wrong)
	if len(wrong) == 0 {
		err := s.DB.DestroyLegacy(r.Context(), id, v.Actor, day)
		if rule, is := broken(err); is {
			wrong.add("destroyed_on", rule.In(v.Lang))
		} else if err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		return s.showLegacy(w, r, v, l, http.StatusUnprocessableEntity, wrong, typed)
	}
	return s.done(w, r, "/legacy/"+id, s.texts.in(v.Lang, "legacy.destroyed.done"))
}
