package web

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"tietolupa/registers"
)

// An IssuerKind says whom an issuer vouches for.
type IssuerKind string

const (
	OfficialsIssuer   IssuerKind = "officials"   // persons of the authorities and of the environments
	ResearchersIssuer IssuerKind = "researchers" // anybody else, who may be new
)

// An Issuer is an OpenID provider that vouches for persons.
type Issuer struct {
	Name   string // in addresses, in the claims' file and on accounts; never given to another issuer
	Kind   IssuerKind
	URL    string // as its tokens say it
	Client string
	Secret string
	Label  registers.Names // of the button
}

var issuerHeader = []string{"name", "kind", "url", "client", "secret_file", "fi", "sv", "en"}

var issuerName = regexp.MustCompile(`^[a-z][a-z0-9-]{0,30}$`)

// ParseIssuers reads the file of issuers. secret reads a secret from the file
// that a line names. Any fault is an error that names the line: nobody signs in
// by half a configuration.
func ParseIssuers(r io.Reader, secret func(file string) (string, error)) ([]Issuer, error) {
	rows, err := csvRows(r, issuerHeader)
	if err != nil {
		return nil, fmt.Errorf("read the issuers: %w", err)
	}
	var all []Issuer
	for _, line := range rows {
		row := line.cells
		i := Issuer{Name: row[0], Kind: IssuerKind(row[1]), URL: row[2], Client: row[3], Label: registers.Names{FI: row[5], SV: row[6], EN: row[7]}}
		wrong := func(what string) error { return fmt.Errorf("read the issuers: line %d: %s", line.number, what) }
		switch {
		case !issuerName.MatchString(i.Name):
			return nil, wrong("the name is not small letters, digits and hyphens")
		case slices.ContainsFunc(all, func(o Issuer) bool { return o.Name == i.Name || o.URL == i.URL }):
			return nil, wrong("the name or the address stands twice")
		case i.Kind != OfficialsIssuer && i.Kind != ResearchersIssuer:
			return nil, wrong("the kind is neither officials nor researchers")
		case i.Client == "" || i.Label.FI == "" || i.Label.SV == "" || i.Label.EN == "":
			return nil, wrong("the client or a name is empty")
		}
		if err := secure(i.URL); err != nil {
			return nil, wrong(err.Error())
		}
		if i.Secret, err = secret(row[4]); err != nil {
			return nil, wrong("the secret cannot be read")
		}
		if i.Secret = strings.TrimSpace(i.Secret); i.Secret == "" {
			return nil, wrong("the secret is empty")
		}
		all = append(all, i)
	}
	if len(all) == 0 {
		return nil, errors.New("read the issuers: there is none")
	}
	return all, nil
}

// secure says why tokens may not come from address: it is not https, save on
// this machine.
func secure(address string) error {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil:
		return errors.New("the address is not one of an issuer")
	case u.Scheme == "https", u.Scheme == "http" && loopback(u.Hostname()):
		return nil
	}
	return errors.New("the address is not https")
}

// A csvRow is one line of a table, by its number in the file.
type csvRow struct {
	number int
	cells  []string
}

// csvRows reads a table with exactly this header and no short or long line;
// lines that begin with # are comments.
func csvRows(r io.Reader, header []string) (rows []csvRow, _ error) {
	from := csv.NewReader(io.LimitReader(r, 1<<20))
	from.FieldsPerRecord = len(header)
	from.Comment = '#'
	first, err := from.Read()
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if !slices.Equal(first, header) {
		return nil, fmt.Errorf("the first line is not %s", strings.Join(header, ","))
	}
	for {
		cells, err := from.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
		number, _ := from.FieldPos(0)
		rows = append(rows, csvRow{number, cells})
	}
}

// SignIn is the way in: the issuers, found and ready, and what their claims mean.
type SignIn struct {
	issuers []*openIssuer
}

// An openIssuer has been found at its address.
type openIssuer struct {
	Issuer
	claims   mapping
	oauth    oauth2.Config
	provider *oidc.Provider
	verifier *oidc.IDTokenVerifier
	client   *http.Client
	ending   string // address where a session at the issuer ends; empty when it has none
	after    string // where it sends the browser then
}

const issuerTimeout = 10 * time.Second

// OpenIssuers finds each issuer at its address, for the service that stands at
// base, a scheme and a host. An issuer that does not answer is asked again for as
// long as wait. It fails when one is not found, when one is without a mapping of
// its claims, or when a line of the mapping is of no issuer.
func OpenIssuers(ctx context.Context, base string, issuers []Issuer, claims *Claims, wait time.Duration) (*SignIn, error) {
	if u, err := url.Parse(base); err != nil || u.Host == "" || u.Path != "" || secure(base) != nil {
		return nil, errors.New("open the sign-in: the service's own address is not https://host")
	}
	if len(issuers) == 0 {
		return nil, errors.New("open the sign-in: there is no issuer, so nobody could sign in")
	}
	if err := claims.fit(issuers); err != nil {
		return nil, fmt.Errorf("open the sign-in: %w", err)
	}
	s := new(SignIn)
	for _, i := range issuers {
		o, err := openOne(ctx, base, i, claims.issuers[i.Name], wait)
		if err != nil {
			return nil, fmt.Errorf("open the sign-in: issuer %s is not found at %s: %w", i.Name, i.URL, err)
		}
		s.issuers = append(s.issuers, o)
	}
	return s, nil
}

func openOne(ctx context.Context, base string, i Issuer, claims mapping, wait time.Duration) (*openIssuer, error) {
	client := &http.Client{Timeout: issuerTimeout}
	// The provider keeps the context for fetching keys: it outlives this call.
	lasting := oidc.ClientContext(context.WithoutCancel(ctx), client)
	begun, pause := time.Now(), 100*time.Millisecond
	provider, err := oidc.NewProvider(lasting, i.URL)
	for err != nil {
		if time.Since(begun)+pause > wait {
			return nil, err
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		pause = min(2*pause, 5*time.Second)
		provider, err = oidc.NewProvider(lasting, i.URL)
	}
	var more struct {
		Ending string `json:"end_session_endpoint"`
	}
	if err := provider.Claims(&more); err != nil {
		return nil, err
	}
	if more.Ending != "" && secure(more.Ending) != nil {
		return nil, errors.New("its end of sessions is not https")
	}
	if e := provider.Endpoint(); secure(e.AuthURL) != nil || secure(e.TokenURL) != nil {
		return nil, errors.New("its addresses are not https")
	}
	return &openIssuer{Issuer: i, claims: claims, provider: provider, client: client, ending: more.Ending, after: base + "/",
		verifier: provider.Verifier(&oidc.Config{ClientID: i.Client}),
		oauth: oauth2.Config{ClientID: i.Client, ClientSecret: i.Secret, Endpoint: provider.Endpoint(),
			RedirectURL: base + ReturnPath(i.Name), Scopes: []string{oidc.ScopeOpenID, "profile", "email"}}}, nil
}

// ReturnPath is where an issuer of that name sends persons back to, as it has to
// be told.
func ReturnPath(issuer string) string { return "/sign-in/" + issuer + "/return" }

func (s *SignIn) issuer(name string) (*openIssuer, bool) {
	i := slices.IndexFunc(s.issuers, func(o *openIssuer) bool { return o.Name == name })
	if i < 0 {
		return nil, false
	}
	return s.issuers[i], true
}
