package web

import (
	"encoding/csv"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"tietolupa/permits"
)

var valvoja = permits.Actor{ID: "u-valvoja", Name: "Vieno Valvoja", Email: "vieno@keha.invalid", Organisation: "KEHA-keskus", Body: permits.KEHA, Duties: []permits.Duty{permits.AccessOfficer}, Language: "fi"}

// An access officer finds who looked at a person, and looks into what is
// abnormal; nobody else sees the log.
func TestLogPages(t *testing.T) { // 4a.1b
	s := newSite(t, true)
	if err := s.db.PutUser(t.Context(), valvoja); err != nil {
		t.Fatal(err)
	}
	const code = "010190-900P"
	s.put(newClient(virkailija, "Öhman", "Åke", code, "false")...)
	s.atDesk(virkailija).open("person", code)
	for _, who := range []permits.Actor{tutkija, esittelija, virkailija, analyytik} {
		for _, path := range []string{"/log", "/log/alerts"} {
			if status, body := s.as(who).get(path); status == http.StatusOK || strings.Contains(body, "log_code") {
				t.Errorf("%s as %s: %d", path, who.ID, status)
			}
		}
	}
	p := s.as(valvoja)
	status, _, body := p.post("/log", form("log_code", code))
	if status != http.StatusOK || !strings.Contains(body, virkailija.Name) || !strings.Contains(body, "katsoi asiakkaan tietoja") || strings.Contains(body, "Öhman") {
		t.Errorf("the log of a person: %d %.2000s", status, body)
	}
	status, _, body = p.post("/log", form("log_user", string(virkailija.ID), "log_kind", "signing"))
	if status != http.StatusOK || strings.Contains(body, "katsoi asiakkaan tietoja") {
		t.Errorf("sign-ins of an official: %d", status)
	}
	status, _, body = p.post("/log", form("log_code", code, "log_format", "csv"))
	rows, err := csv.NewReader(strings.NewReader(body)).ReadAll()
	if err != nil || status != http.StatusOK || len(rows) < 3 || rows[2][7] != "record-read" || rows[2][2] != virkailija.Name || strings.Contains(body, code) {
		t.Errorf("the log of a person as a file: %d %v %.600s", status, err, body)
	}
	if _, _, body = p.post("/log", form("log_user", string(valvoja.ID))); !strings.Contains(body, "vei luettelon tiedostoon") {
		t.Errorf("nobody knows that the log was taken out: %.3000s", body)
	}
	for name, f := range map[string][]string{"nobody of that code": {"log_code", "010101-9999"}, "no day": {"log_from", "eilen"}} {
		if status, _, body := p.post("/log", form(f...)); status != http.StatusUnprocessableEntity || !strings.Contains(body, "class=\"wrong\"") {
			t.Errorf("%s: %d", name, status)
		}
	}
	if t.Failed() {
		t.Log(s.log.String())
	}
}

// Every kind that the log is searched by is written somewhere, and has a sentence.
func TestLogKindsAreWritten(t *testing.T) {
	texts, err := loadTexts()
	if err != nil {
		t.Fatal(err)
	}
	var source strings.Builder
	for _, glob := range []string{"*.go", "../postgres/*.go", "../permits/*.go", "../casbin/rights/*.go"} {
		files, err := filepath.Glob(glob)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if strings.HasSuffix(f, "_test.go") || f == "log.go" {
				continue
			}
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			source.Write(b)
		}
	}
	written := regexp.MustCompile(`(?:Kind: +|EventKind += +)"([a-z-]+)"`).FindAllStringSubmatch(source.String(), -1)
	for _, group := range logKinds {
		for _, kind := range group.kinds {
			if !slices.ContainsFunc(written, func(m []string) bool { return m[1] == kind }) {
				t.Errorf("nothing writes an entry of kind %s", kind)
			}
			if !texts.has("log-kind."+kind) && !texts.has("event."+kind) {
				t.Errorf("no sentence for %s", kind)
			}
		}
	}
}

func TestLogPagesInABrowser(t *testing.T) {
	ctx := browser(t)
	s := newSite(t, true)
	if err := s.db.PutUser(t.Context(), valvoja); err != nil {
		t.Fatal(err)
	}
	const code = "010190-900P"
	s.put(newClient(virkailija, "Öhman", "Åke", code, "false")...)
	client := s.put(newClient(virkailija, "Öhman", "Bo", "010190-901R", "false")...)
	if err := s.registers().LinkUser(t.Context(), virkailija.ID, client, valvoja.ID); err != nil {
		t.Fatal(err)
	}
	s.atDesk(virkailija).open("person", code)
	s.atDesk(virkailija).open("person", "010190-901R")
	if _, err := s.db.FindAlerts(t.Context()); err != nil {
		t.Fatal(err)
	}
	p := s.as(valvoja)
	if _, body := p.get("/log/alerts"); !strings.Contains(body, "Omia tietoja katsottu") || !strings.Contains(body, virkailija.Name) {
		t.Error("reading one's own record is not pointed out")
	}
	if status, _, body := p.post("/log/alerts/own/u-virkailija/2020-11-02", form("finding", "misuse", "note", "")); status != http.StatusUnprocessableEntity || !strings.Contains(body, `class="wrong"`) {
		t.Errorf("a finding without a reason: %d", status)
	}
	signInWith(t, ctx, s, valvoja)
	s.clean(t, ctx, string(valvoja.ID), "/log")
	s.clean(t, ctx, string(valvoja.ID), "/log/alerts")
	err := chromedp.Do(ctx, chromedp.Navigate(s.server.URL+"/log?lang=fi"), chromedp.WaitVisible(`#log_code`), chromedp.SendKeys(`#log_code`, code))
	if err != nil {
		t.Fatal(err)
	}
	leave(t, ctx, chromedp.Click(`main button[type=submit]`))
	wait(t, ctx, `#found`)
	examine(t, ctx, "log-found", "")
	p.must("/log/alerts/own/u-virkailija/2020-11-02", form("finding", "explained", "note", "Avasi omat tietonsa vahingossa."))
	s.clean(t, ctx, string(valvoja.ID), "/log/alerts")
}
