package web

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"tietolupa/internal/provider"
	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
)

// testClaims are those of the provider, of every body.
func testClaims() string {
	var b strings.Builder
	b.WriteString("issuer,takes,claim,value,gives\n")
	for _, issuer := range []string{"officials", "researchers"} {
		for _, pair := range [][2]string{{"id", "sub"}, {"email", "email"}, {"name", "name"}, {"organisation", "organisation"}} {
			fmt.Fprintf(&b, "%s,%s,%s,,\n", issuer, pair[0], pair[1])
		}
		fmt.Fprintf(&b, "%s,strong,acr,%s,\n", issuer, provider.Assurance)
	}
	bodies := []string{"KEHA", "TEM", "ASPA", "KELA", "M091"}
	for n := 1; n <= 15; n++ {
		bodies = append(bodies, fmt.Sprintf("ELY%02d", n), fmt.Sprintf("TE%02d", n))
	}
	for _, e := range permits.Environments() {
		bodies = append(bodies, e.Code)
	}
	for _, body := range bodies {
		fmt.Fprintf(&b, "officials,body,organisation_code,%s,%s\n", body, body)
	}
	return b.String()
}

// vouch starts a provider whose two issuers vouch for the users of db, and for
// strangers, to the service at base.
func vouch(t testing.TB, db *postgres.DB, base string, strangers ...provider.Person) *SignIn {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	at := "http://" + server.Listener.Addr().String()
	people := func(official bool) func(context.Context) ([]provider.Person, error) {
		return func(ctx context.Context) ([]provider.Person, error) {
			users, err := db.Users(ctx)
			var all []provider.Person
			for _, u := range users {
				if official == (u.Body != "") {
					all = append(all, provider.Person{ID: string(u.ID), Name: u.Name, Email: u.Email, Organisation: u.Organisation, Unit: string(u.Body)})
				}
			}
			return append(all, strangers...), err
		}
	}
	var issuers []Issuer
	var realms []provider.Issuer
	for _, kind := range []IssuerKind{OfficialsIssuer, ResearchersIssuer} {
		i := provider.Issuer{Name: string(kind), Client: "tietolupa", Secret: "secret-of-the-tests", Redirect: base + ReturnPath(string(kind)),
			After: base + "/", Title: map[string]string{"fi": "Tunnistus"}, People: people(kind == OfficialsIssuer)}
		realms = append(realms, i)
		issuers = append(issuers, Issuer{Name: i.Name, Kind: kind, URL: i.URL(at), Client: i.Client, Secret: i.Secret,
			Label: registers.Names{FI: "Tunnistaudu", SV: "Identifiera dig", EN: "Identify yourself"}})
	}
	handler, err := provider.New(at, realms...)
	if err != nil {
		t.Fatal(err)
	}
	server.Config.Handler = ThisMachineOnly(handler)
	server.Start()
	t.Cleanup(server.Close)
	claims, err := ParseClaims(strings.NewReader(testClaims()))
	if err != nil {
		t.Fatal(err)
	}
	in, err := OpenIssuers(t.Context(), base, issuers, claims, 0)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// kindOf is the kind of issuer that vouches for a.
func kindOf(a permits.Actor) IssuerKind {
	if a.Body == "" {
		return ResearchersIssuer
	}
	return OfficialsIssuer
}

// choose goes to an issuer by way of the service, chooses a person there, and
// says where the answer leads: to the service's return.
func (p *person) choose(kind IssuerKind, id, next string) (back string) {
	p.t.Helper()
	return p.chooses(kind, id, "next="+url.QueryEscape(next), "")
}

// chooses is choose with the whole query of the service's address, and with the
// level of identification: "weak", or a strong one.
func (p *person) chooses(kind IssuerKind, id, query, level string) (back string) {
	p.t.Helper()
	res, err := p.client.Get(p.site.server.URL + "/sign-in/" + string(kind) + "?" + query)
	if err != nil {
		p.t.Fatal(err)
	}
	res.Body.Close()
	res, err = p.client.Get(res.Header.Get("Location"))
	if err != nil {
		p.t.Fatal(err)
	}
	res.Body.Close()
	page, err := res.Request.URL.Parse(res.Header.Get("Location"))
	if err != nil || page.Query().Get("id") == "" {
		p.t.Fatalf("the issuer does not ask who it is: %d %v", res.StatusCode, err)
	}
	page.RawQuery, id = "", page.Query().Get("id")+" "+id
	request, who, _ := strings.Cut(id, " ")
	if res, err = p.client.PostForm(page.String(), url.Values{"id": {request}, "user": {who}, "level": {level}}); err != nil {
		p.t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusSeeOther {
		p.t.Fatalf("%s cannot be chosen: %d", who, res.StatusCode)
	}
	if res, err = p.client.Get(res.Header.Get("Location")); err != nil {
		p.t.Fatal(err)
	}
	res.Body.Close()
	return res.Header.Get("Location")
}

// comeBack follows the way back from the issuer and says where that leads.
func (p *person) comeBack(back string) (status int, location, body string) {
	p.t.Helper()
	return p.ask(http.MethodGet, strings.TrimPrefix(back, p.site.server.URL), nil)
}
