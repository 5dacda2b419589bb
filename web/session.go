package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/postgres"
)

// A visit is who asks, in which language, on which day of the service.
type visit struct {
	Actor permits.Actor // zero when nobody has signed in
	Lang  string
	Now   time.Time
}

func (v visit) signedIn() bool { return v.Actor.ID != "" }

func (v visit) officer() bool {
	return v.Actor.Has(permits.Presenter) || v.Actor.Has(permits.Decider)
}

type visitKey struct{}

func visitOf(ctx context.Context) *visit {
	if v, ok := ctx.Value(visitKey{}).(*visit); ok {
		return v
	}
	return new(visit)
}

const (
	userInSession  = "user"
	flashInSession = "flash"
	languageCookie = "tietolupa_lang"
)

// newSessions keeps sessions in store. Outside the demonstration, which has no
// TLS, the cookie travels only over it.
func newSessions(store scs.Store, secure bool) *scs.SessionManager {
	m := scs.New()
	m.Store = store
	m.HashTokenInStore = true
	m.Lifetime = 10 * time.Hour
	m.IdleTimeout = 2 * time.Hour
	m.Cookie.Name = "tietolupa"
	m.Cookie.HttpOnly = true
	m.Cookie.Secure = secure
	m.Cookie.SameSite = http.SameSiteLaxMode
	return m
}

// identify finds out who asks and in which language: ?lang=, then what was
// chosen before, then the person's own, then the browser's, then Finnish.
func (s *server) identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := visitOf(r.Context())
		v.Lang = browserLanguage(r)
		if err := s.fillVisit(r, v); err != nil {
			s.page(func(http.ResponseWriter, *http.Request) error { return err })(w, r)
			return
		}
		if c, err := r.Cookie(languageCookie); err == nil && slices.Contains(languages, c.Value) {
			v.Lang = c.Value
		}
		if asked := r.URL.Query().Get("lang"); slices.Contains(languages, asked) && r.Method == http.MethodGet {
			v.Lang = asked
			http.SetCookie(w, &http.Cookie{Name: languageCookie, Value: asked, Path: "/", MaxAge: 365 * 24 * 3600,
				HttpOnly: true, SameSite: http.SameSiteLaxMode})
		}
		next.ServeHTTP(w, s.fromHere(r, v.Actor))
	})
}

func (s *server) fillVisit(r *http.Request, v *visit) error {
	now, err := s.DB.Now(r.Context())
	if err != nil {
		return err
	}
	v.Now = now.In(helsinki)
	id := s.sessions.GetString(r.Context(), userInSession)
	if id == "" {
		return nil
	}
	actor, err := s.DB.User(r.Context(), permits.UserID(id))
	if errors.Is(err, postgres.ErrNoUser) {
		return s.sessions.Destroy(r.Context()) // the account is gone
	}
	if err != nil {
		return err
	}
	v.Actor = actor
	if slices.Contains(languages, actor.Language) {
		v.Lang = actor.Language
	}
	return nil
}

// allowed gives the visit when somebody has signed in and their duties allow
// action.
func (s *server) allowed(r *http.Request, action casbin.Action) (*visit, error) {
	v := visitOf(r.Context())
	if !v.signedIn() {
		return nil, errSignIn
	}
	if err := s.Policy.May(v.Actor, action); err != nil {
		return nil, err
	}
	return v, nil
}

type signInPage struct {
	page
	Next   string
	Groups []signInGroup
	Here   bool // the visitor may choose a person
}

type signInGroup struct {
	Kind   string // key of the texts
	People []permits.Actor
}

func (s *server) getSignIn(w http.ResponseWriter, r *http.Request) error {
	if !s.Demo {
		return errNotFound
	}
	users, err := s.DB.Users(r.Context())
	if err != nil {
		return err
	}
	p := signInPage{page: s.frame(r, s.texts.in(visitOf(r.Context()).Lang, "signin.title")), Next: ownPath(r.URL.Query().Get("next")), Here: fromThisMachine(r)}
	for _, g := range []struct {
		kind string
		of   func(permits.Actor) bool
	}{
		{"researcher", func(a permits.Actor) bool { return a.Has(permits.Researcher) }},
		{"officer", func(a permits.Actor) bool { return a.Has(permits.Presenter) || a.Has(permits.Decider) }},
		{"official", func(a permits.Actor) bool { return a.Has(permits.Official) }},
		{"contact", func(a permits.Actor) bool { return a.Has(permits.Contact) }},
		{"access", func(a permits.Actor) bool { return a.Has(permits.AccessOfficer) }},
		{"operator", func(a permits.Actor) bool { return a.Has(permits.Operator) }},
		{"analyst", func(a permits.Actor) bool { return a.Has(permits.Analyst) }},
	} {
		group := signInGroup{Kind: g.kind}
		for _, u := range users {
			if g.of(u) {
				group.People = append(group.People, u)
			}
		}
		p.Groups = append(p.Groups, group)
	}
	return s.render(w, r, http.StatusOK, "sign-in", &p)
}

// postSignIn signs in the person chosen: in the demonstration only, and only
// from the machine itself.
func (s *server) postSignIn(w http.ResponseWriter, r *http.Request) error {
	if !s.Demo {
		return errNotFound
	}
	if !fromThisMachine(r) {
		return errNotLoopback
	}
	if err := r.ParseForm(); err != nil {
		return errors.Join(errBadForm, err)
	}
	user, err := s.DB.User(r.Context(), permits.UserID(r.PostForm.Get("user")))
	if err != nil {
		return err
	}
	if err := s.sessions.RenewToken(r.Context()); err != nil {
		return err
	}
	for _, of := range []string{purposeInSession, addressKeyInSession} { // another person's
		s.sessions.Remove(r.Context(), of)
	}
	s.sessions.Put(r.Context(), userInSession, string(user.ID))
	next := ownPath(r.PostForm.Get("next"))
	if next == "/" {
		next = homeOf(user)
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
	return nil
}

// homeOf is the page somebody begins from.
func homeOf(a permits.Actor) string {
	switch {
	case a.Has(permits.Presenter), a.Has(permits.Decider):
		return "/queue"
	case a.Has(permits.Official):
		return "/registers"
	case a.Has(permits.AccessOfficer):
		return "/access/queue"
	case a.Has(permits.Contact):
		return "/access"
	case a.Has(permits.Operator):
		return "/environment"
	case a.Has(permits.Analyst):
		return "/disclosures"
	case a.Has(permits.Researcher):
		return "/cases"
	}
	return "/"
}

func (s *server) postSignOut(w http.ResponseWriter, r *http.Request) error {
	if err := s.sessions.Destroy(r.Context()); err != nil {
		return err
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}

// done redirects to path after a command, with a sentence to show there once.
func (s *server) done(w http.ResponseWriter, r *http.Request, path, flash string) error {
	if flash != "" {
		s.sessions.Put(r.Context(), flashInSession, flash)
	}
	http.Redirect(w, r, path, http.StatusSeeOther)
	return nil
}

// browserLanguage is the first of the browser's languages that we have.
func browserLanguage(r *http.Request) string {
	for asked := range strings.SplitSeq(r.Header.Get("Accept-Language"), ",") {
		code, _, _ := strings.Cut(strings.TrimSpace(asked), ";")
		code, _, _ = strings.Cut(code, "-")
		if slices.Contains(languages, strings.ToLower(code)) {
			return strings.ToLower(code)
		}
	}
	return languages[0]
}
