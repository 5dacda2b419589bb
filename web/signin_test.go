package web

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tietolupa/internal/provider"
	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
)

// entriesOf lists the log's entries of a kind: who, result and details.
func (s *site) entriesOf(kind string) (all []string) {
	s.t.Helper()
	rows, err := s.db.Pool().Query(s.t.Context(), `
		select actor || ' ' || result || coalesce(' ' || (detail ->> 'why'), '') from audit.entries where kind = $1 order by entry_id`, kind)
	if err != nil {
		s.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var e string
		if err := rows.Scan(&e); err != nil {
			s.t.Fatal(err)
		}
		all = append(all, e)
	}
	if err := rows.Err(); err != nil {
		s.t.Fatal(err)
	}
	return all
}

func (s *site) lastEntry(kind string) string {
	s.t.Helper()
	if all := s.entriesOf(kind); len(all) > 0 {
		return all[len(all)-1]
	}
	return ""
}

func TestSignInIsLoggedAndLeadsHome(t *testing.T) {
	s := newSite(t, true)
	p := s.visitor()
	status, location, _ := p.comeBack(p.choose(OfficialsIssuer, string(virkailija.ID), "/"))
	if status != http.StatusSeeOther || location != "/registers" {
		t.Fatalf("signed in: %d, to %q", status, location)
	}
	if got := s.lastEntry("signed-in"); got != string(virkailija.ID)+" done" {
		t.Errorf("the log says %q", got)
	}
	if status, _ := p.get("/registers"); status != http.StatusOK {
		t.Errorf("the person's page: %d", status)
	}
}

func TestSignInLeadsOnlyToOwnPages(t *testing.T) {
	s := newSite(t, true)
	for next, want := range map[string]string{"/catalogue": "/catalogue", "https://elsewhere.invalid/": "/cases", "//elsewhere.invalid/": "/cases", `/\elsewhere.invalid`: "/cases", "": "/cases"} {
		p := s.visitor()
		if _, location, _ := p.comeBack(p.choose(ResearchersIssuer, string(tutkija.ID), next)); location != want {
			t.Errorf("next %q leads to %q, want %q", next, location, want)
		}
	}
}

// TestAnswersThatAreNotOurs: whatever comes back changed, late, twice or to
// somebody else lets nobody in (4a.1a).
func TestAnswersThatAreNotOurs(t *testing.T) {
	s := newSite(t, true)
	refused := func(name string, p *person, back, why string) {
		t.Helper()
		status, _, _ := p.comeBack(back)
		if status != http.StatusForbidden {
			t.Errorf("%s: %d, want 403", name, status)
		}
		if got := s.lastEntry("signed-in"); got != "nobody refused "+why {
			t.Errorf("%s: the log says %q, want %q", name, got, why)
		}
		if status, _ := p.get("/queue"); status != http.StatusSeeOther {
			t.Errorf("%s: somebody is signed in", name)
		}
	}
	p := s.visitor()
	back := p.choose(OfficialsIssuer, string(esittelija.ID), "")
	refused("another state", p, strings.Replace(back, "state=", "state=X", 1), "state")
	refused("in another browser", s.visitor(), back, "state")

	p = s.visitor()
	back = p.choose(OfficialsIssuer, string(esittelija.ID), "")
	refused("at the return of another issuer", p, strings.Replace(back, "/officials/", "/researchers/", 1), "state")

	p = s.visitor()
	u, _ := url.Parse(p.choose(OfficialsIssuer, string(esittelija.ID), ""))
	q := u.Query()
	q.Set("code", "ABC")
	u.RawQuery = q.Encode()
	refused("another code", p, u.String(), "exchange")

	p = s.visitor()
	u, _ = url.Parse(p.choose(OfficialsIssuer, string(esittelija.ID), ""))
	q = u.Query()
	q.Set("error", "access_denied")
	q.Del("code")
	u.RawQuery = q.Encode()
	refused("declined", p, u.String(), "declined")

	p = s.visitor()
	back = p.choose(OfficialsIssuer, string(esittelija.ID), "")
	if status, _, _ := p.comeBack(back); status != http.StatusSeeOther {
		t.Fatalf("the first time: %d", status)
	}
	if status, _, _ := p.comeBack(back); status != http.StatusForbidden {
		t.Errorf("the same answer again: %d, want 403", status)
	}
}

// A stolen code is nothing without the verifier of the browser that began.
func TestCodeOfAnotherSignInIsRefused(t *testing.T) {
	s := newSite(t, true)
	p, thief := s.visitor(), s.visitor()
	stolen, _ := url.Parse(p.choose(OfficialsIssuer, string(esittelija.ID), ""))
	own, _ := url.Parse(thief.choose(OfficialsIssuer, string(virkailija.ID), ""))
	q := own.Query()
	q.Set("code", stolen.Query().Get("code"))
	own.RawQuery = q.Encode()
	if status, _, _ := thief.comeBack(own.String()); status != http.StatusForbidden {
		t.Errorf("another's code: %d, want 403", status)
	}
}

func TestRequestWithoutPKCEIsRefused(t *testing.T) {
	s := newSite(t, true)
	p := s.visitor()
	res, err := p.client.Get(s.server.URL + "/sign-in/officials")
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	asked, err := url.Parse(res.Header.Get("Location"))
	if err != nil {
		t.Fatal(err)
	}
	q := asked.Query()
	if q.Get("code_challenge_method") != "S256" || len(q.Get("code_challenge")) != 43 || q.Get("state") == "" || q.Get("nonce") == "" || q.Get("response_type") != "code" {
		t.Errorf("the request to the issuer is %v", q)
	}
	q.Del("code_challenge")
	q.Del("code_challenge_method")
	asked.RawQuery = q.Encode()
	if res, err = p.client.Get(asked.String()); err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if to := res.Header.Get("Location"); strings.Contains(to, "/choose") || !strings.Contains(to, "error=invalid_request") {
		t.Errorf("without PKCE the issuer answers %d, %q", res.StatusCode, to)
	}
}

func TestClaimsGrantNothing(t *testing.T) {
	s := newSite(t, true)
	stranger := provider.Person{ID: "uusi", Name: "Uusi Virkailija", Email: "uusi@te.invalid", Organisation: "Uudenmaan TE-toimisto", Unit: "TE01"}
	moved := provider.Person{ID: string(virkailija.ID), Name: virkailija.Name, Email: virkailija.Email, Unit: "TE15"}
	twin := provider.Person{ID: "r-kaksonen", Name: "Kaksonen", Email: strings.ToUpper(tutkija.Email), Organisation: "Muu"}
	borrowed := provider.Person{ID: string(esittelija.ID), Name: "Eero", Email: "eero@muu.invalid"}
	for _, c := range []struct {
		name string
		kind IssuerKind
		who  provider.Person
		why  string
	}{
		{"an official without an account", OfficialsIssuer, stranger, "account"},
		{"an official who is now at another office", OfficialsIssuer, moved, "account"},
		{"an official of no known body", OfficialsIssuer, provider.Person{ID: "x", Unit: "TE99"}, "no-body"},
		{"an official's id from the researchers' issuer", ResearchersIssuer, borrowed, "account"},
		{"another's address", ResearchersIssuer, twin, "email"},
		{"a researcher without a name", ResearchersIssuer, provider.Person{ID: "y", Email: "y@z.invalid"}, "no-name"},
		{"an identity code for an id", ResearchersIssuer, provider.Person{ID: "131052-308T", Name: "Y", Email: "y@z.invalid"}, "id-is-a-code"},
	} {
		t.Run(c.name, func(t *testing.T) {
			one := s.vouchingFor(t, c.kind, c.who)
			p := one.visitor()
			if status, _, body := p.comeBack(p.choose(c.kind, c.who.ID, "")); status != http.StatusForbidden || !strings.Contains(body, `role="alert"`) {
				t.Errorf("%d, want 403 and a reason", status)
			}
			if got := s.lastEntry("signed-in"); got != "nobody refused "+c.why {
				t.Errorf("the log says %q, want %q", got, c.why)
			}
		})
	}
	t.Run("a new researcher gets that duty only", func(t *testing.T) {
		new := provider.Person{ID: "uusi-tutkija", Name: "Uusi Tutkija", Email: "uusi.tutkija@laitos.invalid", Organisation: "Laitos"}
		one := s.vouchingFor(t, ResearchersIssuer, new)
		for range 2 { // the second time finds the account
			p := one.visitor()
			if status, to, _ := p.comeBack(p.choose(ResearchersIssuer, new.ID, "")); status != http.StatusSeeOther || to != "/cases" {
				t.Fatalf("%d to %q", status, to)
			}
		}
		a, err := s.db.UserByEmail(t.Context(), new.Email)
		if err != nil {
			t.Fatal(err)
		}
		want := permits.Actor{ID: a.ID, Name: new.Name, Email: new.Email, Organisation: "Laitos", Duties: []permits.Duty{permits.Researcher}, Language: "fi"}
		if diff := cmp.Diff(want, a); diff != "" || !strings.HasPrefix(string(a.ID), "r-") {
			t.Errorf("the account: %s", diff)
		}
	})
}

// vouchingFor is another process of the same service whose issuer of that kind
// knows who and nobody of the same id.
func (s *site) vouchingFor(t *testing.T, kind IssuerKind, who provider.Person) *site {
	t.Helper()
	one := *s
	one.t, one.server = t, httptest.NewUnstartedServer(nil)
	base := "http://" + one.server.Listener.Addr().String()
	at := httptest.NewUnstartedServer(nil)
	i := provider.Issuer{Name: string(kind), Client: "tietolupa", Secret: "secret", Redirect: base + ReturnPath(string(kind)), After: base + "/",
		People: func(context.Context) ([]provider.Person, error) { return []provider.Person{who}, nil }}
	address := "http://" + at.Listener.Addr().String()
	handler, err := provider.New(address, i)
	if err != nil {
		t.Fatal(err)
	}
	at.Config.Handler = handler
	at.Start()
	t.Cleanup(at.Close)
	one.open(t, base, Issuer{Name: string(kind), Kind: kind, URL: i.URL(address), Client: i.Client, Secret: i.Secret, Label: registers.Names{FI: "a", SV: "b", EN: "c"}})
	return &one
}

// open serves the pages with one issuer.
func (s *site) open(t *testing.T, base string, i Issuer) {
	t.Helper()
	text := ""
	for line := range strings.Lines(testClaims()) {
		if strings.HasPrefix(line, "issuer,") || strings.HasPrefix(line, i.Name+",") {
			text += line
		}
	}
	claims, err := ParseClaims(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := s.config
	if c.SignIn, err = OpenIssuers(t.Context(), base, []Issuer{i}, claims, 0); err != nil {
		t.Fatal(err)
	}
	handler, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	s.server.Config.Handler = handler
	s.server.Start()
	t.Cleanup(s.server.Close)
}

func TestSignInOnlyOnThisMachineInTheDemonstration(t *testing.T) {
	s := newSite(t, true)
	for _, c := range []struct{ name, header, value string }{
		{"through a proxy", "X-Forwarded-For", "192.0.2.7"}, {"through another proxy", "Forwarded", "for=192.0.2.7"}, {"by another name", "Host", "tietolupa.invalid"},
	} {
		for _, path := range []string{"/sign-in/officials", "/sign-in/officials/return?state=x"} {
			req, _ := http.NewRequest(http.MethodGet, s.server.URL+path, nil)
			req.Header.Set(c.header, c.value)
			if c.header == "Host" {
				req.Host = c.value
			}
			res, err := s.visitor().client.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			res.Body.Close()
			if res.StatusCode != http.StatusForbidden {
				t.Errorf("%s %s: %d, want 403", path, c.name, res.StatusCode)
			}
		}
	}
	if status, _, _ := s.visitor().post("/sign-in", form("user", string(tutkija.ID))); status != http.StatusNotFound {
		t.Errorf("a person is chosen at the service itself: %d", status)
	}
}

func TestOneAccountForOnePerson(t *testing.T) {
	s := newSite(t, true)
	s.as(esittelija)
	_, _, err := s.db.SignIn(t.Context(), postgres.Claimed{Issuer: "officials", Subject: "another", Body: permits.KEHA}, time.Hour)
	if !errors.Is(err, postgres.ErrNoAccount) {
		t.Errorf("another person of the issuer: %v", err)
	}
	if _, err := s.db.Pool().Exec(t.Context(), `insert into permits.identities values ('officials', 'another', $1, now())`, esittelija.ID); err == nil {
		t.Error("two persons of an issuer share an account")
	}
}
