package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"tietolupa/casbin"
	"tietolupa/casbin/rights"
	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/postgres/pgtest"
	"tietolupa/registers"
	"tietolupa/registers/law"
)

func TestMain(m *testing.M) { pgtest.Main(m, everyPageExamined) }

// The people of the tests. Nobody of that name is meant.
var (
	tutkija    = permits.Actor{ID: "u-tutkija", Name: "Aino Tutkija", Email: "aino.tutkija@esimerkki.invalid", Organisation: "Esimerkkiyliopisto", Duties: []permits.Duty{permits.Researcher}, Language: "fi"}
	apulainen  = permits.Actor{ID: "u-apulainen", Name: "Olli Apulainen", Email: "olli.apulainen@esimerkki.invalid", Organisation: "Esimerkkiyliopisto", Duties: []permits.Duty{permits.Researcher}, Language: "fi"}
	ulkopuoli  = permits.Actor{ID: "u-toinen", Name: "Toini Toinen", Email: "toini.toinen@esimerkki.invalid", Organisation: "Toinen laitos", Duties: []permits.Duty{permits.Researcher}, Language: "sv"}
	esittelija = permits.Actor{ID: "u-esittelija", Name: "Eero Esittelijä", Email: "eero@keha.invalid", Organisation: "KEHA-keskus", Body: permits.KEHA, Duties: []permits.Duty{permits.Presenter}, Language: "fi"}
	ratkaisija = permits.Actor{ID: "u-ratkaisija", Name: "Raili Ratkaisija", Email: "raili@keha.invalid", Organisation: "KEHA-keskus", Body: permits.KEHA, Duties: []permits.Duty{permits.Decider, permits.Presenter}, Language: "fi"}
	analyytik  = permits.Actor{ID: "u-ely", Name: "Anna Analyytikko", Email: "anna@ely.invalid", Organisation: "Lapin ELY-keskus", Body: "ELY15", Duties: []permits.Duty{permits.Analyst}, Language: "fi"}
	yllapitaja = permits.Actor{ID: "u-fiona", Name: "Fiina Ylläpitäjä", Email: "fiina@fiona.invalid", Organisation: "Tilastokeskus", Body: "FIONA", Duties: []permits.Duty{permits.Operator}, Language: "fi"}
	virkailija = permits.Actor{ID: "u-virkailija", Name: "Veera Virkailija", Email: "veera@te.invalid", Organisation: "Uudenmaan TE-toimisto", Body: "TE01", Duties: []permits.Duty{permits.Official}, Language: "fi"}
	pohjoinen  = permits.Actor{ID: "u-pohjoinen", Name: "Pekka Pohjoinen", Email: "pekka@te.invalid", Organisation: "Lapin TE-toimisto", Body: "TE15", Duties: []permits.Duty{permits.Official}, Language: "sv"}
	naapuri    = permits.Actor{ID: "u-naapuri", Name: "Niilo Naapuri", Email: "niilo@ely.invalid", Organisation: "Kainuun ELY-keskus", Body: "ELY14", Duties: []permits.Duty{permits.Analyst}, Language: "fi"}
)

// testImportLimit is how large a file the tests may send.
const testImportLimit = 6 << 20

// nextKey takes the place of testKey.
const nextKey = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"

const testKey = "age1tuc9w3qqcht0pgv0rxt4zwsltk8hvht3ynz4jerdfz3xgsqmgvlsvpdsct"

// A site is the pages over a real database.
type site struct {
	t        testing.TB
	db       *postgres.DB
	server   *httptest.Server
	packages memory
	imports  string // where files wait
	log      *bytes.Buffer
	config   Config
}

// memory keeps sealed packages for the tests.
type memory map[string][]byte

func (m memory) Open(name string) (io.ReadSeekCloser, int64, error) {
	b, ok := m[name]
	if !ok {
		return nil, 0, errors.New("no such package")
	}
	return struct {
		io.ReadSeeker
		io.Closer
	}{bytes.NewReader(b), io.NopCloser(nil)}, int64(len(b)), nil
}

func newSite(t testing.TB, demo bool) *site {
	t.Helper()
	db, err := postgres.Open(t.Context(), pgtest.DSN(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	day, _ := registers.ParseDay("2020-11-02")
	if err := db.SetClock(t.Context(), day.Time().Add(7*60*60*1e9)); err != nil {
		t.Fatal(err)
	}
	for _, a := range []permits.Actor{tutkija, apulainen, ulkopuoli, esittelija, ratkaisija, analyytik, naapuri, yllapitaja, virkailija, pohjoinen} {
		if err := db.PutUser(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
	for _, l := range permits.Laws() {
		if err := db.ConfirmLaw(t.Context(), func(recorded []permits.Confirmation, now time.Time) (permits.Confirmation, error) {
			return permits.Confirm(ratkaisija, l.From, l.Route, "Leena Lakimies, lakimies", "KEHA/1/2020", registers.DayOf(now), recorded, now)
		}); err != nil {
			t.Fatal(err)
		}
	}
	catalogue, err := registers.Load()
	if err != nil {
		t.Fatal(err)
	}
	policy, err := casbin.Load()
	if err != nil {
		t.Fatal(err)
	}
	personal, err := casbin.NewRights(db, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range []permits.Actor{virkailija, pohjoinen} {
		giveRights(t, db, a)
	}
	s := &site{t: t, db: db, packages: memory{}, log: new(bytes.Buffer), imports: t.TempDir(), server: httptest.NewUnstartedServer(nil)}
	s.server.URL = "http://" + s.server.Listener.Addr().String()
	s.config = Config{
		Attachments: Attachments{Dir: s.imports, Limits: permits.AttachLimits{Bytes: 1 << 20, Total: 2 << 20, Files: 8}, Scan: permits.ScanPending},
		DB:          db, Catalogue: catalogue, Policy: policy, Rights: personal, Packages: s.packages, Practices: s.packages, SignIn: vouch(t, db, s.server.URL), Demo: demo, Version: "test",
		Imports: Imports{Dir: s.imports, Limit: testImportLimit, Stall: time.Second,
			Parquet: func(context.Context, string) (RowFile, error) {
				return nil, errors.New("no Parquet in the tests of pages")
			}},
		Proxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}, // what comes by itself is from there
		Fingerprint: func(key string) (string, error) {
			if key != testKey && key != nextKey {
				return "", errors.New("not the key of the tests")
			}
			return "SHA256:" + key[len(key)-6:], nil
		},
		Challenge: func(_, code string) (string, error) { return "-----BEGIN AGE ENCRYPTED FILE-----\n" + code, nil },
		Letter: func(_ context.Context, c permits.Case, lang string) ([]byte, error) {
			return []byte("%PDF-1.7 " + string(c.ID) + " " + lang), nil
		},
		SignerKey: "untrusted comment: minisign public key\nRWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3\n",
		Logger:    slog.New(slog.NewJSONHandler(s.log, nil)),
	}
	handler, err := New(s.config)
	if err != nil {
		t.Fatal(err)
	}
	s.server.Config.Handler, s.server.URL = handler, ""
	s.server.Start()
	t.Cleanup(s.server.Close)
	return s
}

// A person is somebody at a browser without a script.
type person struct {
	t      testing.TB
	site   *site
	client *http.Client
}

func (s *site) visitor() *person {
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return &person{s.t, s, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// as is a visitor who has signed in.
func (s *site) as(a permits.Actor) *person {
	s.t.Helper()
	p := s.visitor()
	if status, _, body := p.comeBack(p.choose(kindOf(a), string(a.ID), "")); status != http.StatusSeeOther {
		s.t.Fatalf("%s could not sign in: %d %s", a.ID, status, wrongsIn(body))
	}
	return p
}

func (p *person) get(path string) (status int, body string) {
	p.t.Helper()
	res, err := p.client.Get(p.site.server.URL + path)
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return res.StatusCode, string(b)
}

func (p *person) post(path string, form url.Values) (status int, location, body string) {
	p.t.Helper()
	return p.ask(http.MethodPost, path, form)
}

func (p *person) ask(method, path string, form url.Values) (status int, location, body string) {
	p.t.Helper()
	req, err := http.NewRequest(method, p.site.server.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		p.t.Fatal(err)
	}
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	res, err := p.client.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return res.StatusCode, res.Header.Get("Location"), string(b)
}

// must posts a form that has to be taken, with the version of the page.
func (p *person) must(path string, form url.Values) (location string) {
	p.t.Helper()
	status, location, body := p.post(path, form)
	if status != http.StatusSeeOther {
		p.t.Fatalf("POST %s: %d\n%s", path, status, wrongsIn(body))
	}
	return location
}

// wrongsIn is the summary of a page's faults.
func wrongsIn(body string) string {
	_, after, ok := strings.Cut(body, `<main id="main"`)
	if !ok {
		return body
	}
	if _, summary, ok := strings.Cut(after, `role="alert"`); ok {
		after = summary
	}
	return after[:min(len(after), 900)]
}

// version is that of the first form of a page.
func (p *person) version(path string) string {
	p.t.Helper()
	status, body := p.get(path)
	_, after, ok := strings.Cut(body, `name="version" value="`)
	if status != http.StatusOK || !ok {
		p.t.Fatalf("GET %s: %d, no version\n%s", path, status, tail(p.site.log.String()))
	}
	v, _, _ := strings.Cut(after, `"`)
	return v
}

func sum(b []byte) string { h := sha256.Sum256(b); return hex.EncodeToString(h[:]) }

// giveRights has the office of an official apply for all that its customer
// service needs, and KEHA grant it, by the commands of the pages.
func giveRights(t testing.TB, db *postgres.DB, a permits.Actor) {
	t.Helper()
	contact, officer := yhteys, vastaava
	contact.ID, contact.Email, contact.Body = "u-hakija-"+permits.UserID(a.Body), string(a.Body)+"@te.invalid", a.Body
	for _, u := range []permits.Actor{contact, officer} {
		if err := db.PutUser(t.Context(), u); err != nil {
			t.Fatal(err)
		}
	}
	for _, ground := range []rights.Ground{"5.2.1", "1.2b"} {
		application, err := db.FileAccess(t.Context(), postgres.Newcomer{Name: a.Name, Email: a.Email},
			func(id string, person permits.Actor, now time.Time) (rights.Application, permits.Event, error) {
				return rights.Apply(id, contact, person, wholeRight(t, ground, a.Body, registers.DayOf(now)), now)
			})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.GrantAccess(t.Context(), application.ID, func(x rights.Application, right string, holder permits.Actor, now time.Time) (g postgres.Grant, err error) {
			g.Application, g.Right, g.Events, err = x.Grant(right, officer, holder, x.Version, x.Request.Extent, "", now)
			return g, err
		}); err != nil {
			t.Fatal(err)
		}
	}
}

// wholeRight asks for every item that a ground reaches, for a year.
func wholeRight(t testing.TB, ground rights.Ground, office permits.Body, day registers.Day) rights.Request {
	t.Helper()
	q := rights.Request{Ground: ground, Uses: []rights.Use{rights.CustomerService}, Need: "Asiakaspalvelu.", Extent: rights.Extent{
		Offices: []permits.Body{office}, Powers: []rights.Power{rights.Search, rights.Read, rights.Write}, From: day, Until: day.AddDate(1, 0, -1)}}
	if ground == "5.2.1" {
		q.Uses, q.Powers = append(q.Uses, rights.PendingMatter), append(q.Powers, rights.Disclose)
	}
	of, err := law.On(day).AccessGround(string(ground))
	if err != nil {
		t.Fatal(err)
	}
	for _, item := range law.On(day).Reached(of) {
		q.Items = append(q.Items, item.Item)
	}
	return q
}

// tail is the end of a long text.
func tail(text string) string { return text[max(0, len(text)-1500):] }
