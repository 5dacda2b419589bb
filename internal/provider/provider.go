package provider

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/zitadel/oidc/v3/pkg/op"
	"golang.org/x/text/language"
)

// A Person can be chosen at the provider.
type Person struct {
	ID           string // the claim sub
	Name         string
	Email        string
	Organisation string
	Unit         string // code of the organisation: the claim organisation_code
	Title        map[string]string
}

// An Issuer vouches for its people to one client.
type Issuer struct {
	Name     string                                  // the last part of its address
	Client   string                                  // client id
	Secret   string                                  // client secret
	Redirect string                                  // where the code goes
	After    string                                  // where a person goes after the end of a session
	Title    map[string]string                       // of its page, by language
	People   func(context.Context) ([]Person, error) // in the order of the page
}

// URL is the issuer's address when the provider stands at base.
func (i Issuer) URL(base string) string { return base + "/" + i.Name }

// New is the provider of issuers at base, which is a scheme and a host without a
// path. Its keys and what it remembers are gone when the program ends.
func New(base string, issuers ...Issuer) (http.Handler, error) {
	mux := http.NewServeMux()
	for _, i := range issuers {
		handler, err := i.handler(base)
		if err != nil {
			return nil, fmt.Errorf("start the provider %s: %w", i.Name, err)
		}
		mux.Handle("/"+i.Name+"/", handler)
	}
	return defended(mux), nil
}

func (i Issuer) handler(base string) (http.Handler, error) {
	if i.Name == "" || i.Client == "" || i.Secret == "" || i.Redirect == "" || i.People == nil {
		return nil, errors.New("the configuration is incomplete")
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	s := &store{issuer: i, base: base, key: key, keyID: rand.Text(), requests: map[string]*request{}, codes: map[string]string{}}
	config := &op.Config{CodeMethodS256: true, SupportedUILocales: []language.Tag{language.Finnish, language.Swedish, language.English}}
	if _, err := rand.Read(config.CryptoKey[:]); err != nil {
		return nil, err
	}
	provider, err := op.NewProvider(config, s, op.StaticIssuer(i.URL(base)), op.WithAllowInsecure())
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /choose", s.getChoose)
	mux.HandleFunc("POST /choose", func(w http.ResponseWriter, r *http.Request) { s.postChoose(w, r, op.AuthCallbackURL(provider)) })
	mux.Handle("/", provider)
	return http.StripPrefix("/"+i.Name, op.NewIssuerInterceptor(provider.IssuerFromRequest).Handler(mux)), nil
}

// defended refuses forms posted from elsewhere, and lets a page load nothing but
// the style it holds.
func defended(next http.Handler) http.Handler {
	return http.NewCrossOriginProtection().Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	}))
}

const (
	requestLives = 15 * time.Minute
	tokenLives   = 5 * time.Minute
)

// origin is the scheme and host of an address.
func origin(address string) string {
	scheme, rest, _ := strings.Cut(address, "://")
	host, _, _ := strings.Cut(rest, "/")
	return scheme + "://" + host
}
