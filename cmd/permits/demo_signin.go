package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"tietolupa/internal/provider"
	"tietolupa/permits"
	"tietolupa/registers"
	"tietolupa/web"
)

// demoFront takes address for the demonstration, and vouches for its people by a
// provider of its own at another one. There one can be anybody, so both refuse
// every address that other machines reach.
func demoFront(ctx context.Context, p *place, address string, log *slog.Logger) (*frontage, error) {
	listener, err := listen(ctx, address)
	if err != nil {
		return nil, err
	}
	f := &frontage{listener: listener, demo: true}
	if !listener.Addr().(*net.TCPAddr).IP.IsLoopback() {
		return nil, errors.Join(
			fmt.Errorf("the demonstration lets anybody sign in as anybody, so it serves only this machine: %s is not a loopback address", address),
			f.Close())
	}
	if err := f.vouch(ctx, p, log); err != nil {
		return nil, errors.Join(fmt.Errorf("demo: %w", err), f.Close())
	}
	return f, nil
}

// vouch starts the demonstration's provider, with one issuer for officials and
// one for researchers, and opens the sign-in to them.
func (f *frontage) vouch(ctx context.Context, p *place, log *slog.Logger) error {
	listener, err := listen(ctx, "127.0.0.1:0")
	if err != nil {
		return err
	}
	base, at := "http://"+f.listener.Addr().String(), "http://"+listener.Addr().String()
	var realms []provider.Issuer
	var issuers []web.Issuer
	for _, kind := range []web.IssuerKind{web.OfficialsIssuer, web.ResearchersIssuer} {
		label := demoIssuers[kind]
		realm := provider.Issuer{
			Name: string(kind), Client: "tietolupa", Secret: rand.Text(), Redirect: base + web.ReturnPath(string(kind)), After: base + "/",
			Title: map[string]string{"fi": label.FI, "sv": label.SV, "en": label.EN}, People: demoChoice(p, kind),
		}
		realms = append(realms, realm)
		issuers = append(issuers, web.Issuer{Name: realm.Name, Kind: kind, URL: realm.URL(at), Client: realm.Client, Secret: realm.Secret, Label: label})
	}
	handler, err := provider.New(at, realms...)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	server := &http.Server{Handler: web.ThisMachineOnly(handler), ReadHeaderTimeout: 10 * time.Second,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn)}
	f.vouching = server
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			log.Error("serve the demonstration's provider", "error", err)
		}
	}()
	claims, err := web.ParseClaims(strings.NewReader(demoClaims()))
	if err != nil {
		return err
	}
	f.signIn, err = web.OpenIssuers(ctx, base, issuers, claims, 0)
	return err
}

var demoIssuers = map[web.IssuerKind]registers.Names{
	web.OfficialsIssuer:   {FI: "Virkailijan tunnistus (esittely)", SV: "Tjänstemannens identifiering (demonstration)", EN: "Identify as an official (demonstration)"},
	web.ResearchersIssuer: {FI: "Tutkijan tunnistus (esittely)", SV: "Forskarens identifiering (demonstration)", EN: "Identify as a researcher (demonstration)"},
}

// demoClaims say what the demonstration's provider says.
func demoClaims() string {
	var b strings.Builder
	b.WriteString("issuer,takes,claim,value,gives\n")
	for _, kind := range []web.IssuerKind{web.OfficialsIssuer, web.ResearchersIssuer} {
		for _, pair := range [][2]string{{"id", "sub"}, {"email", "email"}, {"name", "name"}, {"organisation", "organisation"}} {
			fmt.Fprintf(&b, "%s,%s,%s,,\n", kind, pair[0], pair[1])
		}
		fmt.Fprintf(&b, "%s,strong,acr,%s,\n", kind, provider.Assurance)
	}
	var bodies []permits.Body
	for _, a := range demoPeople() {
		if a.Body != "" && !slices.Contains(bodies, a.Body) {
			bodies = append(bodies, a.Body)
			fmt.Fprintf(&b, "%s,body,organisation_code,%s,%s\n", web.OfficialsIssuer, a.Body, a.Body)
		}
	}
	return b.String()
}

// demoChoice lists the people whom an issuer of that kind vouches for.
func demoChoice(p *place, kind web.IssuerKind) func(context.Context) ([]provider.Person, error) {
	return func(ctx context.Context) (all []provider.Person, _ error) {
		users, err := p.owner.Users(ctx)
		for _, u := range users {
			if issuerOf(u) == kind {
				all = append(all, provider.Person{ID: string(u.ID), Name: u.Name, Email: u.Email, Organisation: u.Organisation,
					Unit: string(u.Body), Title: titleOf(u)})
			}
		}
		return all, err
	}
}

// issuerOf is the kind of issuer that vouches for a.
func issuerOf(a permits.Actor) web.IssuerKind {
	if a.Body == "" {
		return web.ResearchersIssuer
	}
	return web.OfficialsIssuer
}
