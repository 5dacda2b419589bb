package web

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/gob"
	"encoding/hex"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/go-chi/chi/v5"
	"golang.org/x/oauth2"

	"tietolupa/permits"
	"tietolupa/postgres"
)

// A pending sign-in has been sent to an issuer and not come back.
type pending struct {
	Issuer, Nonce, Verifier, Next string
	Begun                         time.Time
	Strong                        bool // a strong identification was asked for
}

func init() { // what a session holds besides texts
	gob.Register(pending{})
	gob.Register(time.Time{})
}

const (
	pendingPrefix = "pending:" // and the state
	pendingLives  = 15 * time.Minute
	pendingMost   = 5 // of one browser: further pages that were left open
)

// Why somebody who came back is not let in: codes for the log and, with
// "signin.refused." before them, keys of the texts.
var (
	errState    = errors.New("state")    // not begun here, used already, or too old
	errDeclined = errors.New("declined") // by the issuer or the person
	errExchange = errors.New("exchange") // the issuer does not know the code, or the verifier
	errToken    = errors.New("token")    // not signed by the issuer, for another service, or over
	errNonce    = errors.New("nonce")    // of another sign-in
	errAccount  = errors.New("account")
	errEmail    = errors.New("email")
	errWeak     = errors.New("weak") // though a strong identification was asked for
)

type signInPage struct {
	page
	Next    string
	Issuers []issuerLink
	Why     string // key of the texts; empty before anything went wrong
}

type issuerLink struct {
	Name, Label string
	Kind        IssuerKind
}

func (s *server) signInRoutes(get, post func(path string, h handler), limited chi.Router) {
	get("/sign-in", s.getSignIn)
	limited.Get("/sign-in/{issuer}", s.page(s.getIssuer))
	limited.Get("/sign-in/{issuer}/return", s.page(s.getReturn))
	get("/sessions", s.getSessions)
	post("/sign-out", s.postSignOut)
	post("/sign-out/everywhere", s.postSignOutEverywhere)
}

func (s *server) getSignIn(w http.ResponseWriter, r *http.Request) error {
	return s.showSignIn(w, r, http.StatusOK, ownPath(r.URL.Query().Get("next")), "")
}

func (s *server) showSignIn(w http.ResponseWriter, r *http.Request, status int, next, why string) error {
	lang := visitOf(r.Context()).Lang
	p := signInPage{page: s.frame(r, s.texts.in(lang, "signin.title")), Next: next, Why: why}
	p.Path = "/sign-in"
	for _, i := range s.SignIn.issuers {
		p.Issuers = append(p.Issuers, issuerLink{i.Name, i.Label.In(lang), i.Kind})
	}
	return s.render(w, r, status, "sign-in", &p)
}

// issuerFor is the issuer of the address. At the demonstration's anybody can be
// anybody, so nobody comes to it from another machine.
func (s *server) issuerFor(r *http.Request) (*openIssuer, error) {
	i, known := s.SignIn.issuer(chi.URLParam(r, "issuer"))
	switch {
	case !known:
		return nil, errNotFound
	case s.Demo && !fromThisMachine(r):
		return nil, errNotLoopback
	}
	return i, nil
}

// getIssuer sends the browser to an issuer, with a state, a nonce and the hash of
// a verifier that stay in the session until it comes back.
func (s *server) getIssuer(w http.ResponseWriter, r *http.Request) error {
	i, err := s.issuerFor(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	s.forgetPending(ctx)
	state := rand.Text()
	p := pending{Issuer: i.Name, Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), Next: ownPath(r.URL.Query().Get("next")), Begun: time.Now()}
	options := []oauth2.AuthCodeOption{oidc.Nonce(p.Nonce), oauth2.S256ChallengeOption(p.Verifier), oauth2.SetAuthURLParam("ui_locales", visitOf(ctx).Lang)}
	if p.Strong = r.URL.Query().Get("strong") == "yes"; p.Strong {
		options = append(options, oauth2.SetAuthURLParam("prompt", "login"))
		if levels := i.claims.levels(); levels != "" {
			options = append(options, oauth2.SetAuthURLParam("acr_values", levels))
		}
	}
	s.sessions.Put(ctx, pendingPrefix+state, p)
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, i.oauth.AuthCodeURL(state, options...), http.StatusSeeOther)
	return nil
}

// forgetPending forgets sign-ins that were left, and all of them when a browser
// has begun too many.
func (s *server) forgetPending(ctx context.Context) {
	var kept []string
	for _, key := range s.sessions.Keys(ctx) {
		if !strings.HasPrefix(key, pendingPrefix) {
			continue
		}
		if p, ok := s.sessions.Get(ctx, key).(pending); !ok || time.Since(p.Begun) > pendingLives {
			s.sessions.Remove(ctx, key)
			continue
		}
		kept = append(kept, key)
	}
	if len(kept) >= pendingMost {
		for _, key := range kept {
			s.sessions.Remove(ctx, key)
		}
	}
}

// getReturn lets in the person that an issuer sends back, or says why not. Both
// stand in the audit log.
func (s *server) getReturn(w http.ResponseWriter, r *http.Request) error {
	i, err := s.issuerFor(r)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	q := r.URL.Query()
	p, ok := s.sessions.Pop(r.Context(), pendingPrefix+q.Get("state")).(pending)
	if !ok {
		return s.refuse(w, r, i, "/", "", errState)
	}
	claimed, raw, err := s.comeBack(r.Context(), i, p, q)
	if err != nil {
		return s.refuse(w, r, i, p.Next, claimed.Subject, err)
	}
	if p.Strong && claimed.Strong == "" {
		return s.refuse(w, r, i, p.Next, claimed.Subject, errWeak) // the session stays as it was
	}
	if claimed.Language = visitOf(r.Context()).Lang; claimed.Language == "" {
		claimed.Language = languages[0]
	}
	actor, id, err := s.DB.SignIn(r.Context(), claimed, i.Kind.limits().whole)
	switch {
	case errors.Is(err, postgres.ErrNoAccount), errors.Is(err, postgres.ErrOtherAccount):
		return s.refuse(w, r, i, p.Next, claimed.Subject, errAccount)
	case errors.Is(err, postgres.ErrEmailTaken):
		return s.refuse(w, r, i, p.Next, claimed.Subject, errEmail)
	case err != nil:
		return err
	}
	if err := s.beginSession(r, i, claimed, actor.ID, id, raw); err != nil {
		return err
	}
	next := p.Next
	if next == "/" {
		next = homeOf(actor)
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
	return nil
}

// comeBack asks the issuer for the token that the code stands for, and reads the
// person from it. claimed.Subject may be there beside an error.
func (s *server) comeBack(ctx context.Context, i *openIssuer, p pending, q url.Values) (claimed postgres.Claimed, raw string, err error) {
	switch {
	case p.Issuer != i.Name, time.Since(p.Begun) > pendingLives,
		q.Get("iss") != "" && q.Get("iss") != i.URL: // RFC 9207
		return claimed, "", errState
	case q.Get("error") != "" || q.Get("code") == "":
		return claimed, "", errDeclined
	}
	ctx = oidc.ClientContext(ctx, i.client)
	token, err := i.oauth.Exchange(ctx, q.Get("code"), oauth2.VerifierOption(p.Verifier))
	if err != nil {
		if refusal, ok := errors.AsType[*oauth2.RetrieveError](err); ok {
			err = errors.New(refusal.ErrorCode) // the rest may hold what was sent
		}
		s.Logger.Warn("exchange a code", "issuer", i.Name, "cause", err)
		return claimed, "", errExchange
	}
	raw, _ = token.Extra("id_token").(string)
	id, err := i.verifier.Verify(ctx, raw)
	if err != nil {
		s.Logger.Warn("verify an ID token", "issuer", i.Name, "cause", err)
		return claimed, "", errToken
	}
	if p.Nonce == "" || id.Nonce != p.Nonce {
		return claimed, "", errNonce
	}
	claims := map[string]any{}
	if err := id.Claims(&claims); err != nil {
		return claimed, "", errToken
	}
	if party, said := claims["azp"]; said && party != i.Client {
		return claimed, "", errToken
	}
	if err := s.askMore(ctx, i, token, id.Subject, claims); err != nil {
		return claimed, "", err
	}
	claimed, err = i.claims.read(i.Kind, claims)
	claimed.Issuer, claimed.Strong = i.Name, i.claims.strongBy(claims)
	claimed.StrongAt = identifiedAt(claims)
	return claimed, raw, err
}

// identifiedAt is when the issuer says that the person was identified; now when it
// does not say.
func identifiedAt(claims map[string]any) time.Time {
	if seconds, said := claims["auth_time"].(float64); said {
		return time.Unix(int64(seconds), 0)
	}
	return time.Now()
}

// askMore fills in, from the issuer's user info, claims that the token lacks.
// What the token says stands.
func (s *server) askMore(ctx context.Context, i *openIssuer, token *oauth2.Token, subject string, claims map[string]any) error {
	if i.provider.UserInfoEndpoint() == "" || !i.claims.lacks(claims) {
		return nil
	}
	info, err := i.provider.UserInfo(ctx, oauth2.StaticTokenSource(token))
	if err != nil {
		s.Logger.Warn("ask for user info", "issuer", i.Name)
		return errToken
	}
	more := map[string]any{}
	if info.Subject != subject || info.Claims(&more) != nil {
		return errToken
	}
	for name, value := range more {
		if _, there := claims[name]; !there {
			claims[name] = value
		}
	}
	return nil
}

// refuse records why somebody is not let in and shows it. Whom it was about
// stands in the log as a hash.
func (s *server) refuse(w http.ResponseWriter, r *http.Request, i *openIssuer, next, subject string, why error) error {
	who := ""
	if subject != "" {
		sum := sha256.Sum256([]byte(i.Name + " " + subject))
		who = hex.EncodeToString(sum[:])[:16]
	}
	if err := s.DB.RefuseSignIn(r.Context(), i.Name, who, why.Error()); err != nil {
		return err
	}
	return s.showSignIn(w, r, http.StatusForbidden, next, "signin.refused."+refusalText(why))
}

// refusalText is the text for why: what the person can do something about has
// one of its own.
func refusalText(why error) string {
	for _, own := range []error{errState, errDeclined, errAccount, errEmail, errWeak, errNoBody, errBareAccount} {
		if errors.Is(why, own) {
			return own.Error()
		}
	}
	return "token"
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
	case a.Has(permits.ProtectionOfficer):
		return "/statements/officer"
	case a.Has(permits.Analyst):
		return "/disclosures"
	case a.Has(permits.Researcher):
		return "/cases"
	}
	return "/"
}
