package web

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

var findingLink = regexp.MustCompile(`href="(/findings/[^"]+)"`)

// 4.1a: what is missing is counted by office, and an official opens the clients
// of their own.
func TestFindings(t *testing.T) {
	s := newSite(t, true)
	s.clients()
	s.put(entry(pohjoinen, "employer", 0, "business_id", "9100002-1", "name", "Höyläämö Oy", "industry", "01", "municipality", "091", "start_date", "2019-01-01"))
	p := s.atDesk(virkailija)
	status, body := p.get("/findings")
	link := findingLink.FindStringSubmatch(body)
	if status != http.StatusOK || link == nil || !strings.Contains(body, "Uudenmaan TE-toimisto") || strings.Contains(body, "Äijälä") {
		t.Fatalf("%d %s", status, wrongsIn(body))
	}
	status, body = p.get(link[1])
	if status != http.StatusOK || !strings.Contains(body, "/registers/clients/") || strings.Contains(body, "Niilo") {
		t.Errorf("%d %s", status, wrongsIn(body))
	}
	if status, body := s.as(virkailija).get(link[1]); status != http.StatusSeeOther || strings.Contains(body, "Äijälä") {
		t.Errorf("1.1 without a purpose: %d", status)
	}
	if status, _ := p.get("/findings/nothing"); status != http.StatusNotFound {
		t.Errorf("%d", status)
	}
	t.Run("KEHA sees every office's counts and nobody", func(t *testing.T) {
		e := s.as(esittelija)
		status, body := e.get("/findings")
		if status != http.StatusOK || !strings.Contains(body, "Lapin TE-toimisto") || !strings.Contains(body, "Uudenmaan TE-toimisto") || findingLink.MatchString(body) {
			t.Errorf("%d %s", status, wrongsIn(body))
		}
		if status, _ := e.get(link[1]); status == http.StatusOK {
			t.Error("KEHA lists clients")
		}
	})
	if status, _ := s.as(tutkija).get("/findings"); status != http.StatusForbidden {
		t.Errorf("a researcher: %d", status)
	}
}

func TestFindingsInABrowser(t *testing.T) {
	ctx := browser(t)
	s := newSite(t, true)
	s.clients()
	_, body := s.atDesk(virkailija).get("/findings")
	link := findingLink.FindStringSubmatch(body)
	signInWith(t, ctx, s, virkailija)
	s.clean(t, ctx, string(virkailija.ID), "/findings")
	err := chromedp.Do(ctx, chromedp.Navigate(s.server.URL+"/registers"), chromedp.WaitVisible(`#purpose-service`), chromedp.Click(`#purpose-service`),
		chromedp.SendKeys(`#name`, "Äij"), chromedp.Click(`button[type=submit].btn:not(.second)`), chromedp.WaitVisible(`#found`))
	if err != nil {
		t.Fatal(err)
	}
	s.clean(t, ctx, string(virkailija.ID), link[1])
	signInWith(t, ctx, s, esittelija)
	s.clean(t, ctx, string(esittelija.ID), "/findings")
}
