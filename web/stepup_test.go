package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"tietolupa/permits"
)

// weakly is a visitor who signed in without a strong identification.
func (s *site) weakly(a permits.Actor) *person {
	s.t.Helper()
	p := s.visitor()
	if status, _, body := p.comeBack(p.chooses(kindOf(a), string(a.ID), "next=/", "weak")); status != http.StatusSeeOther {
		s.t.Fatalf("%s could not sign in: %d %s", a.ID, status, wrongsIn(body))
	}
	return p
}

// sameSession has the browser go on in p's session.
func sameSession(t *testing.T, ctx context.Context, p *person) {
	t.Helper()
	at, err := url.Parse(p.site.server.URL)
	if err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.Navigate(p.site.server.URL+"/descriptions")); err != nil {
		t.Fatal(err)
	}
	for _, c := range p.client.Jar.Cookies(at) {
		if _, err := chromedp.Run(ctx, chromedp.Evaluate[string](fmt.Sprintf("document.cookie = %q", c.Name+"="+c.Value+"; path=/"))); err != nil {
			t.Fatal(err)
		}
	}
}

// TestStepUp: an act that binds asks for a strong identification on pages and of
// programs; the person is sent to be identified, comes back to what they had
// written, confirms it, and how they were identified is evidence of the act (SAsL
// 9, 18 §, RFC 9470).
func TestStepUpInABrowser(t *testing.T) {
	s := newSite(t, true)
	ctx := browser(t)
	path, _ := sent(s)
	e, d := s.as(esittelija), s.as(ratkaisija)
	e.must(path+"/take", nil)
	e.proposes(path, reviewed(e.version(path+"/review")))
	weak := s.weakly(ratkaisija)
	if status, location, _ := weak.post(path+"/decide", form("version", weak.version(path), "unbiased", "yes")); status != http.StatusSeeOther || !strings.HasPrefix(location, "/identification?next=") {
		t.Fatalf("who is identified weakly decides: %d %s", status, location)
	}
	d.must(path+"/decide", form("version", d.version(path), "unbiased", "yes"))
	signed(s, path)
	dispatched(e, path)

	p := s.weakly(tutkija)
	if _, body := p.get(path + "/acts/fetch"); !strings.Contains(body, `href="/identification?next=`) {
		t.Error("the page of the act does not say first that it asks for a strong identification")
	}
	status, location, _ := p.post(path+"/acts/fetch", form("version", p.version(path+"/acts/fetch"), "service", "0"))
	next, err := url.Parse(location)
	if err != nil || status != http.StatusSeeOther || next.Query().Get("next") != "/identification/continue" {
		t.Fatalf("a weak session fetches: %d %s", status, location)
	}
	_, body := p.get(location)
	if !strings.Contains(body, "Kirjoittamasi on tallessa") || !strings.Contains(body, `href="/sign-in/researchers?strong=yes`) {
		t.Error("the person is not led to be identified")
	}
	if status, _, body := p.comeBack(p.chooses(ResearchersIssuer, string(tutkija.ID), "strong=yes&next=/identification/continue", "weak")); status != http.StatusSeeOther {
		t.Fatalf("the provider gives a weak identification where a strong one is asked for: %d %s", status, wrongsIn(body))
	}
	if _, body = p.get("/identification/continue"); !strings.Contains(body, `action="`+path+`/acts/fetch"`) || !strings.Contains(body, `name="service" value="0"`) {
		t.Fatal("what was written is lost on the way")
	}
	sameSession(t, ctx, p)
	s.clean(t, ctx, string(tutkija.ID), "/identification/continue")
	if err := chromedp.Do(ctx, chromedp.Navigate(s.server.URL+"/identification/continue")); err != nil {
		t.Fatal(err)
	}
	leave(t, ctx, chromedp.Click(`main form button`)) // what was written is sent as it was
	c := s.theCase(path)
	events, err := s.db.Events(t.Context(), string(c.ID))
	if last := events[len(events)-1]; err != nil || c.State != permits.Served || last.Detail["identified"] == "" {
		t.Errorf("%s by %+v: %v", c.State, last, err)
	}
	req, err := http.NewRequest(http.MethodPost, s.server.URL+"/api"+path+"/commands/accept", strings.NewReader(`{"sha256":"`+c.ConditionsSHA256()+`"}`))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("If-Match", fmt.Sprintf(`"%d"`, c.Version))
	answer, err := s.weakly(tutkija).client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	challenge := answer.Header.Get("WWW-Authenticate")
	if answer.StatusCode != http.StatusForbidden || !strings.Contains(challenge, `error="insufficient_user_authentication"`) || !strings.Contains(challenge, "acr_values=") {
		t.Errorf("a program with a weak session accepts: %d %q", answer.StatusCode, challenge)
	}
	s.cleanAs(t, ctx, tutkija, "/identification?next=/identification/continue")
}
