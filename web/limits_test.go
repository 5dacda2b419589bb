package web

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
)

func TestTooManyRequestsAreRefused(t *testing.T) {
	s := newSite(t, true)
	for _, c := range []struct {
		name, path string
		post       bool
		most       int
	}{{"sign-ins", "/sign-in/officials/return?state=x", false, signInLimit}, {"tokens", "/api/token", true, tokenLimit}} {
		t.Run(c.name, func(t *testing.T) {
			p := s.visitor()
			for n := 1; n <= c.most+1; n++ {
				var status int
				if c.post {
					status, _, _ = p.post(c.path, url.Values{"grant_type": {"none"}})
				} else {
					status, _ = p.get(c.path)
				}
				if refused := status == http.StatusTooManyRequests; refused != (n > c.most) {
					// A minute may turn while they are sent; that only lets more through.
					if refused {
						t.Fatalf("request %d: %d", n, status)
					}
					t.Logf("request %d: %d", n, status)
				}
			}
		})
	}
	s = newSite(t, true)
	p := s.as(virkailija)
	limited := false
	for range searchLimit + 20 {
		if status, _, _ := p.post("/registers/search", url.Values{}); status == http.StatusTooManyRequests {
			limited = true
		}
	}
	if !limited {
		t.Error("searches of one session are not limited")
	}
	if status, _, _ := s.as(pohjoinen).post("/registers/search", url.Values{}); status == http.StatusTooManyRequests {
		t.Error("another person's searches are limited with them")
	}
}

func TestAddressBehindProxies(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	for name, c := range map[string]struct{ from, said, want string }{
		"through ours":                {"10.0.0.1:80", "192.0.2.7", "192.0.2.7"},
		"through two of ours":         {"10.0.0.1:80", "192.0.2.7, 10.0.0.2", "192.0.2.7"},
		"with what the client wrote":  {"10.0.0.1:80", "127.0.0.1, 192.0.2.7", "192.0.2.7"},
		"not through ours":            {"192.0.2.9:80", "127.0.0.1", "192.0.2.9"},
		"through ours with rubbish":   {"10.0.0.1:80", "unknown", "10.0.0.1"},
		"through ours without a word": {"10.0.0.1:80", "", "10.0.0.1"},
	} {
		t.Run(name, func(t *testing.T) {
			var got string
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			if r.RemoteAddr = c.from; c.said != "" {
				r.Header.Set("X-Forwarded-For", c.said)
			}
			behindProxies(proxies)(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = clientAddress(r) })).ServeHTTP(httptest.NewRecorder(), r)
			if got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

// In production cookies belong to the host and travel over TLS alone, and so do
// pages; what is personal is kept nowhere.
func TestProductionIsStrict(t *testing.T) {
	s := newSite(t, false)
	res, err := s.visitor().client.Get(s.server.URL + "/sign-in/researchers?lang=sv")
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	seen := 0
	for _, c := range res.Cookies() {
		if seen++; !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
			t.Errorf("cookie %+v", c)
		}
		if c.Name != languageCookie && !strings.HasPrefix(c.Name, "__Host-") {
			t.Errorf("cookie %s may be set by another host", c.Name)
		}
	}
	if seen != 2 || !strings.HasPrefix(res.Header.Get("Strict-Transport-Security"), "max-age=63072000") || res.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%d cookies; headers %v", seen, res.Header)
	}
	demo := newSite(t, true)
	p := demo.as(tutkija)
	if res, err = p.client.Get(demo.server.URL + "/sessions"); err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	policy := res.Header.Get("Content-Security-Policy")
	if res.Header.Get("Cache-Control") != "no-store" || res.Header.Get("Strict-Transport-Security") != "" ||
		!strings.Contains(policy, "form-action 'self' http://127.0.0.1:") || strings.Contains(policy, "*") || strings.Contains(policy, "unsafe") {
		t.Errorf("headers of a personal page: %v", res.Header)
	}
}
