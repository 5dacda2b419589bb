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

// daysSince counts whole days from t.
func (v visit) daysSince(t time.Time) int { return int(v.Now.Sub(t).Hours() / 24) }

type visitKey struct{}

func visitOf(ctx context.Context) *visit {
	if v, ok := ctx.Value(visitKey{}).(*visit); ok {
		return v
	}
	return new(visit)
}

const (
	signInInSession = "sign-in"
	issuerInSession = "issuer"
	tokenInSession  = "id-token"
	seenInSession   = "seen"
	flashInSession  = "flash"
	languageCookie  = "tietolupa_lang"
)

// newSessions keeps sessions in store. Outside the demonstration, which has no
// TLS, the cookie travels only over it and belongs to this host alone. The limits
// here are the longest that anybody has; sessionLimits are each person's.
func newSessions(store scs.Store, secure bool) *scs.SessionManager {
	m := scs.New()
	m.Store = store
	m.HashTokenInStore = true
	m.Lifetime = ResearchersIssuer.limits().whole
	m.IdleTimeout = ResearchersIssuer.limits().idle
	m.Cookie.Name = "tietolupa"
	if secure {
		m.Cookie.Name = "__Host-tietolupa"
	}
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
				HttpOnly: true, Secure: !s.Demo, SameSite: http.SameSiteLaxMode})
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
	ctx := r.Context()
	id := s.sessions.GetString(ctx, signInInSession)
	if id == "" {
		return nil
	}
	i, known := s.SignIn.issuer(s.sessions.GetString(ctx, issuerInSession))
	if !known || time.Since(s.sessions.GetTime(ctx, seenInSession)) > i.Kind.limits().idle {
		return errors.Join(s.DB.SignOut(ctx, id, "idle"), s.sessions.Destroy(ctx))
	}
	actor, err := s.DB.Visitor(ctx, id)
	if errors.Is(err, postgres.ErrNoUser) {
		return s.sessions.Destroy(ctx) // ended elsewhere, or over
	}
	if err != nil {
		return err
	}
	s.sessions.Put(ctx, seenInSession, time.Now())
	if time.Since(s.sessions.GetTime(ctx, strongAtSession)) <= permits.IdentifiedFor(v.Now) {
		actor.Identified = s.sessions.GetString(ctx, strongInSession)
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

// beginSession gives the browser a session of its own for the person that issuer
// i vouched for: with a new token, and without anything of who was there before.
// What the same person had posted before they were identified more strongly stays.
func (s *server) beginSession(r *http.Request, i *openIssuer, claimed postgres.Claimed, who permits.UserID, signIn, idToken string) error {
	ctx := r.Context()
	if before := s.sessions.GetString(ctx, signInInSession); before != "" {
		if err := s.DB.SignOut(ctx, before, "replaced"); err != nil {
			return err
		}
	}
	kept, keeps := s.sessions.Get(ctx, heldInSession).(held)
	if err := s.sessions.Clear(ctx); err != nil {
		return err
	}
	if err := s.sessions.RenewToken(ctx); err != nil {
		return err
	}
	now := time.Now()
	s.sessions.SetDeadline(ctx, now.Add(i.Kind.limits().whole))
	s.sessions.Put(ctx, signInInSession, signIn)
	s.sessions.Put(ctx, issuerInSession, i.Name)
	s.sessions.Put(ctx, tokenInSession, idToken)
	s.sessions.Put(ctx, strongInSession, claimed.Strong)
	s.sessions.Put(ctx, strongAtSession, claimed.StrongAt)
	if keeps && kept.By == who {
		s.sessions.Put(ctx, heldInSession, kept)
	}
	s.sessions.Put(ctx, seenInSession, now)
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
