package web

import (
	"net/http"
	"net/url"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"

	"tietolupa/postgres"
)

// postSignOut ends the session here and then, where the issuer has a way to, at
// the issuer.
func (s *server) postSignOut(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	to := s.endingAt(r)
	if id := s.sessions.GetString(ctx, signInInSession); id != "" {
		if err := s.DB.SignOut(ctx, id, "chosen"); err != nil {
			return err
		}
	}
	if err := s.sessions.Destroy(ctx); err != nil {
		return err
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// postSignOutEverywhere ends every session of the person, here and at all other
// browsers, at once.
func (s *server) postSignOutEverywhere(w http.ResponseWriter, r *http.Request) error {
	ctx, v := r.Context(), visitOf(r.Context())
	if !v.signedIn() {
		return errSignIn
	}
	to := s.endingAt(r)
	if _, err := s.DB.SignOutEverywhere(ctx, v.Actor.ID, v.Actor.ID); err != nil {
		return err
	}
	if err := s.sessions.Destroy(ctx); err != nil {
		return err
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// endingAt is where a browser goes when its session has ended: to the issuer's
// end of sessions (OpenID Connect RP-Initiated Logout), which sends it back to
// the front page, or there at once.
func (s *server) endingAt(r *http.Request) string {
	ctx := r.Context()
	i, known := s.SignIn.issuer(s.sessions.GetString(ctx, issuerInSession))
	if !known || i.ending == "" {
		return "/"
	}
	ending, err := url.Parse(i.ending)
	if err != nil {
		return "/"
	}
	q := ending.Query()
	q.Set("client_id", i.Client)
	q.Set("post_logout_redirect_uri", i.after)
	// An issuer that has changed its keys since does not know its own token again.
	raw := s.sessions.GetString(ctx, tokenInSession)
	verifier := i.provider.Verifier(&oidc.Config{ClientID: i.Client, SkipExpiryCheck: true})
	if _, err := verifier.Verify(oidc.ClientContext(ctx, i.client), raw); err == nil {
		q.Set("id_token_hint", raw)
	}
	ending.RawQuery = q.Encode()
	return ending.String()
}

type sessionsPage struct {
	page
	Sessions []sessionRow
}

type sessionRow struct {
	postgres.SignedIn
	Label string // of the issuer
	Here  bool
}

// getSessions shows a person where they are signed in.
func (s *server) getSessions(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	if !v.signedIn() {
		return errSignIn
	}
	open, err := s.DB.OpenSessions(r.Context(), v.Actor.ID)
	if err != nil {
		return err
	}
	p := sessionsPage{page: s.frame(r, s.texts.in(v.Lang, "sessions.title"))}
	here := s.sessions.GetString(r.Context(), signInInSession)
	for _, o := range open {
		row := sessionRow{SignedIn: o, Label: o.Issuer, Here: o.ID == here}
		if i, known := s.SignIn.issuer(o.Issuer); known {
			row.Label = i.Label.In(v.Lang)
		}
		p.Sessions = append(p.Sessions, row)
	}
	return s.render(w, r, http.StatusOK, "sessions", &p)
}

// limits of a session, by real time.
type sessionLimits struct{ whole, idle time.Duration }

// limits are shorter for officials, whose screens show other people's data.
func (k IssuerKind) limits() sessionLimits {
	if k == ResearchersIssuer {
		return sessionLimits{whole: 10 * time.Hour, idle: 2 * time.Hour}
	}
	return sessionLimits{whole: 8 * time.Hour, idle: 30 * time.Minute}
}
