package web

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"tietolupa/registers"
)

// A forger is an issuer that answers every code with a token of the test's.
type forger struct {
	server *httptest.Server
	key    *ecdsa.PrivateKey
	claims func(nonce string) map[string]any
	signer *ecdsa.PrivateKey // when it is not key
	nonce  string
}

func newForger(t *testing.T) *forger {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	f := &forger{key: key}
	mux := http.NewServeMux()
	answer := func(w http.ResponseWriter, v any) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(v)
	}
	mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, map[string]any{"issuer": f.server.URL, "authorization_endpoint": f.server.URL + "/authorize", "token_endpoint": f.server.URL + "/token",
			"jwks_uri": f.server.URL + "/keys", "id_token_signing_alg_values_supported": []string{"ES256"}})
	})
	mux.HandleFunc("/keys", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: f.key.Public(), KeyID: "1", Algorithm: "ES256", Use: "sig"}}})
	})
	mux.HandleFunc("/token", func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("code_verifier") == "" {
			http.Error(w, `{"error":"invalid_grant"}`, http.StatusBadRequest)
			return
		}
		answer(w, map[string]any{"access_token": "a", "token_type": "Bearer", "id_token": f.token(t)})
	})
	f.server = httptest.NewServer(mux)
	t.Cleanup(f.server.Close)
	return f
}

func (f *forger) token(t *testing.T) string {
	key := f.key
	if f.signer != nil {
		key = f.signer
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: jose.JSONWebKey{Key: key, KeyID: "1"}}, nil)
	if err != nil {
		t.Error(err)
		return ""
	}
	text, err := json.Marshal(f.claims(f.nonce))
	if err != nil {
		t.Error(err)
		return ""
	}
	signed, err := signer.Sign(text)
	if err != nil {
		t.Error(err)
		return ""
	}
	token, _ := signed.CompactSerialize()
	return token
}

// TestTokensThatAreNotForUs: the issuer's answer is verified, whoever sends it
// (4a.1a).
func TestTokensThatAreNotForUs(t *testing.T) {
	s := newSite(t, true)
	f := newForger(t)
	one := *s
	one.server = httptest.NewUnstartedServer(nil)
	one.open(t, "http://"+one.server.Listener.Addr().String(), Issuer{Name: "officials", Kind: OfficialsIssuer, URL: f.server.URL, Client: "tietolupa", Secret: "x",
		Label: registers.Names{FI: "a", SV: "b", EN: "c"}})
	good := func(nonce string) map[string]any {
		return map[string]any{"iss": f.server.URL, "aud": "tietolupa", "sub": string(esittelija.ID), "nonce": nonce, "organisation_code": "KEHA",
			"exp": time.Now().Add(time.Minute).Unix(), "iat": time.Now().Unix()}
	}
	with := func(name string, value any) func(string) map[string]any {
		return func(nonce string) map[string]any {
			c := good(nonce)
			if c[name] = value; value == nil {
				delete(c, name)
			}
			return c
		}
	}
	other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	var earlier string
	for _, c := range []struct {
		name   string
		claims func(string) map[string]any
		signer *ecdsa.PrivateKey
		why    string
	}{
		{"as it should be", good, nil, ""},
		{"of another issuer", with("iss", "https://elsewhere.invalid"), nil, "token"},
		{"for another service", with("aud", "other"), nil, "token"},
		{"for us and passed on by another", with("azp", "other"), nil, "token"},
		{"expired", with("exp", time.Now().Add(-time.Minute).Unix()), nil, "token"},
		{"without an end", with("exp", nil), nil, "token"},
		{"not yet valid", with("nbf", time.Now().Add(time.Hour).Unix()), nil, "token"},
		{"signed by another", good, other, "token"},
		{"without a nonce", with("nonce", nil), nil, "nonce"},
		{"with another nonce", with("nonce", "other"), nil, "nonce"},
		{"of an earlier sign-in", func(string) map[string]any { return good(earlier) }, nil, "nonce"},
		{"without an id", with("sub", nil), nil, "no-id"},
		{"of two bodies", with("organisation_code", []string{"KEHA", "TEM"}), nil, "two-bodies"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f.claims, f.signer = c.claims, c.signer
			p := one.visitor()
			p.t = t
			res, err := p.client.Get(one.server.URL + "/sign-in/officials")
			if err != nil {
				t.Fatal(err)
			}
			res.Body.Close()
			asked, _ := url.Parse(res.Header.Get("Location"))
			f.nonce = asked.Query().Get("nonce")
			status, _, _ := p.comeBack("/sign-in/officials/return?code=c&state=" + asked.Query().Get("state"))
			if c.why == "" {
				earlier = f.nonce
				if status != http.StatusSeeOther {
					t.Fatalf("%d, want in; %s", status, s.log.String())
				}
				return
			}
			if got := s.lastEntry("signed-in"); status != http.StatusForbidden || got != "nobody refused "+c.why {
				t.Errorf("%d, and the log says %q; want 403 and %q", status, got, c.why)
			}
		})
	}
}
