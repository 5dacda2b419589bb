package web

import (
	"context"
	_ "embed"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"tietolupa/permits"
)

//go:embed testdata/axe.min.js
var axe string

// browser starts Debian's chromium, its headless shell where there is one, for a test that runs beside others; without
// it the test fails.
func browser(t *testing.T) context.Context {
	t.Helper()
	t.Parallel()
	var path string
	for _, name := range []string{"chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		t.Fatal("no browser: the pages are tested in Chromium; scripts/setup installs it")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true), chromedp.Flag("no-first-run", true),
		chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("lang", "fi"))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(allocator)
	ctx, late := context.WithTimeout(ctx, 15*time.Minute)
	t.Cleanup(func() { late(); cancel(); stop() })
	return ctx
}

// TestPagesInABrowser visits every page as who would, in three languages, at
// the widths of a desk, a tablet and a phone, and finds it clean of faults that
// WCAG 2.1 AA knows. TIETOLUPA_PICTURES names a folder for pictures of them.
func TestPagesInABrowser(t *testing.T) {
	t.Parallel()
	s := newSite(t, true)
	draft, _ := drafted(s)
	submitted, _ := sent(s)
	reviewing, _ := sent(s)
	s.as(esittelija).must(reviewing+"/take", nil)
	proposed, _ := sent(s)
	e := s.as(esittelija)
	e.must(proposed+"/take", nil)
	e.proposes(proposed, reviewed(e.version(proposed+"/review")))
	served, _ := sent(s)
	e.must(served+"/take", nil)
	e.proposes(served, reviewed(e.version(served+"/review")))
	d := s.as(ratkaisija)
	d.must(served+"/decide", form("version", d.version(served), "unbiased", "yes"))
	signed(s, served)
	delivered(d, served)
	force, p := inForce(s)
	ready, _ := sealedOrder(s, p, force)
	registeredKey(s)
	environment, q := toEnvironment(s)
	delegated := q.must(environment+"/orders", nil)
	seal(s, permits.OrderID(strings.TrimPrefix(delegated, "/orders/")))
	s.as(yllapitaja).must("/environment/key", form("environment_key", nextKey)) // its challenge waits
	requested, confirmed := requestedDisclosure(s), confirmedDisclosure(s)
	queued := s.as(analyytik).must(confirmed+"/orders", nil)

	visits := []struct {
		who   permits.Actor
		paths []string
	}{
		{permits.Actor{}, []string{"/", "/roads", "/roads?want=rows&cause=research", "/roads?want=rows&cause=other", "/sign-in", "/catalogue", "/catalogue?q=kunta", "/catalogue/tables/person", "/catalogue/variables/person.birth_date", "/catalogue/codes/municipality?q=hel", "/no-such-page"}},
		{tutkija, []string{"/cases", draft, draft + "/edit/basics", draft + "/edit/people", draft + "/edit/data", draft + "/edit/data/person", draft + "/edit/population", draft + "/edit/security", draft + "/edit/key", draft + "/edit/review", submitted, served, served + "/conditions", served + "/undertaking", force, ready, delegated}},
		{esittelija, []string{"/queue", submitted, reviewing, reviewing + "/review", reviewing + "/application"}},
		{ratkaisija, []string{proposed, "/disclosures", requested, requested + "/prepare"}},
		{yllapitaja, []string{"/environment", "/environment" + delegated}},
		{analyytik, []string{"/disclosures", "/disclosures/new", confirmed, queued, "/descriptions", "/descriptions/information-person"}},
	}
	for _, v := range visits {
		t.Run(string(v.who.ID), func(t *testing.T) { s.cleanAs(t, browser(t), v.who, v.paths...) })
	}
}

// TestRegisterPagesInABrowser does the same for an official at the registers,
// whose addresses are made within the visit: they are found by walking.
func TestRegisterPagesInABrowser(t *testing.T) {
	ctx := browser(t)
	s := newSite(t, true)
	s.clients()
	s.jobs()
	official := s.atDesk(virkailija)
	row := official.link(official.open("person", hetuAino), `/rows/[a-z2-7]+`)
	corrected := official.typed(row)
	corrected.Set("person.phone", "050 333 3333")
	official.must(row, corrected)
	s.restrict("employer", s.idOf("employer", ytunnus))
	asked := s.as(esittelija).must("/document-requests/new", form("kind", "authority", "language", "fi", "channel", "email", "request_title", "Asiakkuus", "request_what", "Asiakkuus lokakuussa.",
		"authority", "Kansaneläkelaitos", "official", "Eeva Esimerkki", "need29", "Etuusasia.", "provision29", "benefits"))
	s.as(ratkaisija).does(asked, "take")
	s.as(ratkaisija).does(asked, "name-reader", "reader", string(virkailija.ID))
	look := func(name string) {
		t.Helper()
		for _, lang := range languages {
			leave(t, ctx, chromedp.Click(`.lang a[lang="`+lang+`"]`))
			wait(t, ctx, `html[lang="`+lang+`"] main`)
			examine(t, ctx, "register-"+name, lang)
		}
	}
	press := func(what ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		soon, cancel := context.WithTimeout(ctx, time.Minute)
		defer cancel()
		if err := chromedp.Do(soon, what...); err != nil {
			t.Fatal(err)
		}
	}
	clean := func(name string) { // a page that answers a form has no other language
		t.Helper()
		examine(t, ctx, "register-"+name, "")
	}
	signInWith(t, ctx, s, virkailija)
	look("find")
	press(chromedp.Click(`#purpose-service`), chromedp.SendKeys(`#name`, "Äij"), chromedp.Click(`button[type=submit].btn:not(.second)`), chromedp.WaitVisible(`#found`))
	clean("found")
	press(chromedp.Click(`table a`), chromedp.WaitVisible(`#item-joint\.4`))
	look("record")
	record, err := chromedp.Run(ctx, chromedp.Evaluate[string](`location.pathname`))
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range []struct{ name, path string }{
		{"add", "/add/work_history"}, {"authority", "/authority"}, {"health", "/add/health_entry"}, {"introduction", "/add/introduction"}, {"consent", "/consent"}, {"disclose", "/disclose"},
	} {
		press(chromedp.Navigate(s.server.URL+record+page.path), chromedp.WaitVisible(`main form`))
		look(page.name)
	}
	press(chromedp.Navigate(s.server.URL+record), chromedp.Click(`a[href*="/history/"]`), chromedp.WaitVisible(`main table`))
	look("history")
	press(chromedp.Navigate(s.server.URL+"/registers"), chromedp.Click(`#purpose-service`), chromedp.Click(`#subject-employer`), chromedp.SendKeys(`#name`, "Sorv"),
		chromedp.Click(`main button[type=submit].btn:not(.second)`), chromedp.WaitVisible(`#found`))
	clean("found-restricted")
	press(chromedp.Click(`table a`), chromedp.WaitVisible(`main .purpose`))
	look("restricted")
	press(chromedp.Navigate(s.server.URL+record+"/add/health_entry"), chromedp.WaitVisible(`main form`), chromedp.Click(`main form button.btn:not(.second)`), chromedp.WaitVisible(`[role=alert]`))
	clean("refused")
	press(chromedp.Navigate(s.server.URL+"/registers/new/person"), chromedp.WaitVisible(`main form`))
	look("new")
}

func signInWith(t *testing.T, ctx context.Context, s *site, a permits.Actor) {
	t.Helper()
	if a.ID == "" {
		return
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(s.server.URL+"/sign-in?lang=fi")); err != nil {
		t.Fatalf("sign in as %s: %v", a.ID, err)
	}
	leave(t, ctx, chromedp.Click(`a[href^="/sign-in/`+string(kindOf(a))+`"]`))
	leave(t, ctx, chromedp.Click(`button[value="`+string(a.ID)+`"]`))
	wait(t, ctx, `form[action="/sign-out"]`)
}

// picture keeps a picture of the page when somebody asks for them.
func picture(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	dir := os.Getenv("TIETOLUPA_PICTURES")
	if dir == "" {
		return
	}
	shot, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), shot, 0o644); err != nil {
		t.Fatal(err)
	}
}
