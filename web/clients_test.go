package web

import (
	"encoding/json"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"

	"tietolupa/permits"
	"tietolupa/postgres"
)

// A machine is a client of the technical interface.
type machine struct {
	t          *testing.T
	s          *site
	id, secret string
	token      string
}

func (s *site) machine(t *testing.T, body permits.Body, addresses string, scopes ...postgres.ClientScope) *machine {
	t.Helper()
	c, secret, err := s.db.AddClient(t.Context(), postgres.Client{Body: body, Name: "Siirto", Scopes: scopes,
		Addresses: []netip.Prefix{netip.MustParsePrefix(addresses)}, Expires: time.Now().Add(time.Hour)}, esittelija.ID)
	if err != nil {
		t.Fatal(err)
	}
	return &machine{t: t, s: s, id: c.ID, secret: secret}
}

// ask asks for a token and keeps it.
func (m *machine) ask(form url.Values) (status int, code string) {
	m.t.Helper()
	if form == nil {
		form = url.Values{}
	}
	if !form.Has("grant_type") {
		form.Set("grant_type", "client_credentials")
	}
	req, _ := http.NewRequest(http.MethodPost, m.s.server.URL+"/api/token", strings.NewReader(form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.SetBasicAuth(m.id, m.secret)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		m.t.Fatal(err)
	}
	defer res.Body.Close()
	var answer struct {
		Token string `json:"access_token"`
		Type  string `json:"token_type"`
		Error string
	}
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil {
		m.t.Fatal(err)
	}
	if res.StatusCode == http.StatusOK && (answer.Token == "" || answer.Type != "Bearer" || res.Header.Get("Cache-Control") != "no-store") {
		m.t.Errorf("the token's answer: %+v, %v", answer, res.Header)
	}
	m.token = answer.Token
	return res.StatusCode, answer.Error
}

func (m *machine) send(method, path string) (status int, body string) {
	m.t.Helper()
	req, _ := http.NewRequest(method, m.s.server.URL+path, nil)
	req.Header.Set("Authorization", "Bearer "+m.token)
	res, err := (&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}).Do(req)
	if err != nil {
		m.t.Fatal(err)
	}
	defer res.Body.Close()
	b, _ := io.ReadAll(res.Body)
	return res.StatusCode, string(b)
}

const fromHome = "127.0.0.0/8"

func TestClientFetchesPackagesOfItsBody(t *testing.T) {
	s := newSite(t, true)
	order := strings.TrimPrefix(s.as(analyytik).must(confirmedDisclosure(s)+"/orders", nil), "/orders/")
	own := s.machine(t, analyytik.Body, fromHome, postgres.OrdersRead, postgres.PackagesRead)
	if status, code := own.ask(nil); status != http.StatusOK {
		t.Fatalf("a token: %d %s", status, code)
	}
	if _, body := own.send(http.MethodGet, "/api/orders"); strings.Contains(body, order) {
		t.Error("an order that is not sealed is listed")
	}
	seal(s, permits.OrderID(order))
	status, body := own.send(http.MethodGet, "/api/orders")
	if status != http.StatusOK || !strings.Contains(body, `"order":"`+order+`"`) {
		t.Fatalf("the list: %d %s", status, body)
	}
	if status, body = own.send(http.MethodGet, "/api/orders/"+order+"/package"); status != http.StatusOK || body != string(s.packages[order+".tar.age"]) {
		t.Errorf("the package: %d", status)
	}
	var actor, unit string
	if err := s.db.Pool().QueryRow(t.Context(), `select actor, unit from audit.entries where kind = 'extract-downloaded'`).Scan(&actor, &unit); err != nil ||
		actor != "client:"+own.id || unit != string(analyytik.Body) {
		t.Errorf("the log says %s of %s, %v", actor, unit, err)
	}
	other := s.machine(t, naapuri.Body, fromHome, postgres.OrdersRead, postgres.PackagesRead)
	other.ask(nil)
	if status, body := other.send(http.MethodGet, "/api/orders"); status != http.StatusOK || strings.Contains(body, order) {
		t.Errorf("another body's list: %d %s", status, body)
	}
	if status, _ := other.send(http.MethodGet, "/api/orders/"+order+"/package"); status != http.StatusNotFound {
		t.Errorf("another body's package: %d, want 404", status)
	}
	if status, _ := s.as(analyytik).get("/orders/" + order); status != http.StatusOK {
		t.Errorf("the order's page after a client's download: %d", status)
	}
}

func TestClientsAreRefused(t *testing.T) {
	s := newSite(t, true)
	for _, c := range []struct {
		name   string
		change func(m *machine)
		form   url.Values
		status int
		code   string
	}{
		{"as it should be", func(*machine) {}, nil, http.StatusOK, ""},
		{"a wrong secret", func(m *machine) { m.secret = "x" }, nil, http.StatusUnauthorized, "invalid_client"},
		{"no such client", func(m *machine) { m.id = "ely15-none" }, nil, http.StatusUnauthorized, "invalid_client"},
		{"another way of asking", func(*machine) {}, url.Values{"grant_type": {"password"}}, http.StatusBadRequest, "unsupported_grant_type"},
		{"more than it may", func(*machine) {}, url.Values{"scope": {"orders.read packages.read"}}, http.StatusBadRequest, "invalid_scope"},
		{"credentials twice", func(*machine) {}, url.Values{"client_id": {"x"}, "client_secret": {"y"}}, http.StatusUnauthorized, "invalid_client"},
		{"revoked", func(m *machine) {
			if err := s.db.RevokeClient(m.t.Context(), m.id, esittelija.ID); err != nil {
				m.t.Fatal(err)
			}
		}, nil, http.StatusUnauthorized, "invalid_client"},
		{"rotated without overlap", func(m *machine) {
			if _, err := s.db.RotateClient(m.t.Context(), m.id, 0, esittelija.ID); err != nil {
				m.t.Fatal(err)
			}
		}, nil, http.StatusUnauthorized, "invalid_client"},
		{"rotated with overlap", func(m *machine) {
			if _, err := s.db.RotateClient(m.t.Context(), m.id, time.Hour, esittelija.ID); err != nil {
				m.t.Fatal(err)
			}
		}, nil, http.StatusOK, ""},
		{"the new secret", func(m *machine) {
			var err error
			if m.secret, err = s.db.RotateClient(m.t.Context(), m.id, 0, esittelija.ID); err != nil {
				m.t.Fatal(err)
			}
		}, nil, http.StatusOK, ""},
		{"expired", func(m *machine) {
			for _, sql := range []string{`alter table permits.clients disable trigger client_keeps`,
				`update permits.clients set made_at = made_at - interval '1 day', expires_at = expires_at - interval '1 day' where client_id = '` + m.id + `'`,
				`alter table permits.clients enable trigger client_keeps`} {
				if _, err := s.db.Pool().Exec(m.t.Context(), sql); err != nil {
					m.t.Fatal(err)
				}
			}
		}, nil, http.StatusUnauthorized, "invalid_client"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := s.machine(t, "ELY15", fromHome, postgres.OrdersRead)
			c.change(m)
			if status, code := m.ask(c.form); status != c.status || code != c.code {
				t.Errorf("%d %q, want %d %q", status, code, c.status, c.code)
			}
		})
	}
	elsewhere := s.machine(t, "ELY15", "192.0.2.0/24", postgres.OrdersRead)
	if status, code := elsewhere.ask(nil); status != http.StatusUnauthorized || code != "invalid_client" || s.lastEntry("token-issued") != "client:"+elsewhere.id+" refused address" {
		t.Errorf("from another address: %d %s, the log says %q", status, code, s.lastEntry("token-issued"))
	}
}

func TestTokensOfClientsEnd(t *testing.T) {
	s := newSite(t, true)
	m := s.machine(t, "ELY15", fromHome, postgres.OrdersRead)
	m.ask(nil)
	if status, _ := m.send(http.MethodGet, "/api/orders"); status != http.StatusOK {
		t.Fatalf("a good token: %d", status)
	}
	if status, _ := m.send(http.MethodGet, "/api/orders/T-1-2020/package"); status != http.StatusForbidden {
		t.Errorf("beyond its scope: %d, want 403", status)
	}
	var kept string
	if err := s.db.Pool().QueryRow(t.Context(), `select coalesce(string_agg(t::text || c::text, ' '), '') from permits.client_tokens t, permits.client_secrets c`).Scan(&kept); err != nil ||
		strings.Contains(kept, m.token) || strings.Contains(kept, m.secret) {
		t.Errorf("a secret or a token is stored as it is: %v", err)
	}
	if err := s.db.RevokeClient(t.Context(), m.id, esittelija.ID); err != nil {
		t.Fatal(err)
	}
	if status, _ := m.send(http.MethodGet, "/api/orders"); status != http.StatusUnauthorized {
		t.Errorf("a token of a revoked client: %d, want 401", status)
	}
	m = s.machine(t, "ELY15", fromHome, postgres.OrdersRead)
	m.ask(nil)
	if _, err := s.db.Pool().Exec(t.Context(), `update permits.client_tokens set expires_at = clock_timestamp()`); err != nil {
		t.Fatal(err)
	}
	if status, _ := m.send(http.MethodGet, "/api/orders"); status != http.StatusUnauthorized {
		t.Errorf("an old token: %d, want 401", status)
	}
}

// No register is open to a client: every address of the service but its own two
// is closed to its token (4a.1a).
func TestRegistersAreClosedToClients(t *testing.T) {
	s := newSite(t, true)
	m := s.machine(t, "ELY15", fromHome, postgres.OrdersRead, postgres.PackagesRead)
	m.ask(nil)
	parameter := strings.NewReplacer("{", "", "}", "", "*", "x", ":end", "")
	seen := 0
	err := chi.Walk(s.server.Config.Handler.(chi.Routes), func(method, route string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		if !strings.HasPrefix(route, "/api/registers") && !strings.HasPrefix(route, "/registers") {
			return nil
		}
		seen++
		path := strings.TrimSuffix(parameter.Replace(route), "/*")
		status, _ := m.send(method, path)
		if strings.HasPrefix(route, "/api/") && status != http.StatusUnauthorized {
			t.Errorf("%s %s answers a client %d, want 401", method, route, status)
		}
		if !strings.HasPrefix(route, "/api/") && (status != http.StatusSeeOther && status != http.StatusNotFound) {
			t.Errorf("%s %s answers a client %d, want the way to sign in", method, route, status)
		}
		return nil
	})
	if err != nil || seen < 15 {
		t.Errorf("%d routes of the registers: %v", seen, err)
	}
	// Not even with the session of a person who may.
	req, _ := http.NewRequest(http.MethodGet, s.server.URL+"/api/registers/clients/x", nil)
	req.Header.Set("Authorization", "Bearer "+m.token)
	res, err := s.as(virkailija).client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusUnauthorized {
		t.Errorf("a client with a person's session: %d, want 401", res.StatusCode)
	}
}
