package provider

import (
	"context"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// A store is what an issuer remembers: who is on their way in. It is safe for
// concurrent use.
type store struct {
	issuer Issuer
	base   string
	key    *ecdsa.PrivateKey
	keyID  string

	mu       sync.Mutex
	requests map[string]*request
	codes    map[string]string // code → request
}

var errNotKept = errors.New("this provider keeps no such thing")

// CreateAuthRequest begins a request; one without PKCE is refused, as the
// service's own issuers are told to.
func (s *store) CreateAuthRequest(_ context.Context, asked *oidc.AuthRequest, _ string) (op.AuthRequest, error) {
	if asked.CodeChallenge == "" || asked.CodeChallengeMethod != oidc.CodeChallengeMethodS256 {
		return nil, oidc.ErrInvalidRequest().WithDescription("PKCE with S256 is required")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, r := range s.requests {
		if time.Since(r.begun) > requestLives {
			s.forget(id)
		}
	}
	r := &request{id: rand.Text(), asked: asked, begun: time.Now()}
	s.requests[r.id] = r
	return r, nil
}

// copied is the request as it stands, for readers without the lock.
func (s *store) copied(id string) (*request, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, known := s.requests[id]
	if !known || time.Since(r.begun) > requestLives {
		return nil, errors.New("no such request")
	}
	c := *r
	return &c, nil
}

func (s *store) AuthRequestByID(_ context.Context, id string) (op.AuthRequest, error) {
	r, err := s.copied(id)
	if err != nil {
		return nil, err
	}
	return r, nil
}

// AuthRequestByCode finds a request once: a code that is used again finds
// nothing.
func (s *store) AuthRequestByCode(_ context.Context, code string) (op.AuthRequest, error) {
	s.mu.Lock()
	id, known := s.codes[code]
	delete(s.codes, code)
	s.mu.Unlock()
	if !known {
		return nil, errors.New("no such code")
	}
	r, err := s.copied(id)
	if err != nil {
		return nil, err
	}
	return r, nil
}

func (s *store) SaveAuthCode(_ context.Context, id, code string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.codes[code] = id
	return nil
}

func (s *store) DeleteAuthRequest(_ context.Context, id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forget(id)
	return nil
}

func (s *store) forget(id string) {
	delete(s.requests, id)
	for code, of := range s.codes {
		if of == id {
			delete(s.codes, code)
		}
	}
}

// choose says who a request is.
func (s *store) choose(id, subject string, weak bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, known := s.requests[id]
	if !known || r.subject != "" {
		return errors.New("no such request")
	}
	r.subject, r.chosen, r.weak = subject, time.Now(), weak && !r.strongly()
	return nil
}

func (s *store) person(ctx context.Context, id string) (Person, error) {
	people, err := s.issuer.People(ctx)
	if err != nil {
		return Person{}, err
	}
	for _, p := range people {
		if p.ID == id {
			return p, nil
		}
	}
	return Person{}, errors.New("no such person")
}

// CreateAccessToken makes a token that is good for the person's user info only.
func (s *store) CreateAccessToken(context.Context, op.TokenRequest) (string, time.Time, error) {
	return rand.Text(), time.Now().Add(tokenLives), nil
}

func (s *store) CreateAccessAndRefreshTokens(context.Context, op.TokenRequest, string) (string, string, time.Time, error) {
	return "", "", time.Time{}, errNotKept
}

func (s *store) TokenRequestByRefreshToken(context.Context, string) (op.RefreshTokenRequest, error) {
	return nil, op.ErrInvalidRefreshToken
}

func (s *store) GetRefreshTokenInfo(context.Context, string, string) (string, string, error) {
	return "", "", op.ErrInvalidRefreshToken
}

// TerminateSession has nothing to end: a person is chosen anew each time.
func (s *store) TerminateSession(context.Context, string, string) error { return nil }

func (s *store) RevokeToken(context.Context, string, string, string) *oidc.Error { return nil }

func (s *store) GetClientByClientID(_ context.Context, id string) (op.Client, error) {
	if id != s.issuer.Client {
		return nil, errors.New("no such client")
	}
	return client{s.issuer}, nil
}

func (s *store) AuthorizeClientIDSecret(_ context.Context, id, secret string) error {
	if id != s.issuer.Client || subtle.ConstantTimeCompare([]byte(secret), []byte(s.issuer.Secret)) != 1 {
		return errors.New("not the client's secret")
	}
	return nil
}

func (s *store) SetUserinfoFromScopes(ctx context.Context, info *oidc.UserInfo, subject, _ string, _ []string) error {
	p, err := s.person(ctx, subject)
	if err != nil {
		return err
	}
	info.Subject, info.Name, info.Email, info.EmailVerified = p.ID, p.Name, p.Email, true
	info.AppendClaims("organisation", p.Organisation)
	info.AppendClaims("organisation_code", p.Unit)
	return nil
}

func (s *store) SetUserinfoFromToken(ctx context.Context, info *oidc.UserInfo, _, subject, _ string) error {
	return s.SetUserinfoFromScopes(ctx, info, subject, "", nil)
}

func (s *store) SetIntrospectionFromToken(context.Context, *oidc.IntrospectionResponse, string, string, string) error {
	return errNotKept
}

func (s *store) GetPrivateClaimsFromScopes(context.Context, string, string, []string) (map[string]any, error) {
	return map[string]any{}, nil
}

func (s *store) GetKeyByIDAndClientID(context.Context, string, string) (*jose.JSONWebKey, error) {
	return nil, errNotKept
}

func (s *store) ValidateJWTProfileScopes(context.Context, string, []string) ([]string, error) {
	return nil, errNotKept
}

func (s *store) Health(context.Context) error { return nil }

// A signing is the issuer's key, with its private part or without.
type signing struct {
	id  string
	key any
}

func (k signing) ID() string                                  { return k.id }
func (k signing) Key() any                                    { return k.key }
func (k signing) Use() string                                 { return "sig" }
func (k signing) Algorithm() jose.SignatureAlgorithm          { return jose.ES256 }
func (k signing) SignatureAlgorithm() jose.SignatureAlgorithm { return jose.ES256 }

func (s *store) SigningKey(context.Context) (op.SigningKey, error) {
	return signing{s.keyID, s.key}, nil
}

func (s *store) KeySet(context.Context) ([]op.Key, error) {
	return []op.Key{signing{s.keyID, s.key.Public()}}, nil
}

func (s *store) SignatureAlgorithms(context.Context) ([]jose.SignatureAlgorithm, error) {
	return []jose.SignatureAlgorithm{jose.ES256}, nil
}
