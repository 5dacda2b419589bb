package web

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"tietolupa/permits"
)

// TestApplicationInABrowser writes an application as people do, section after
// section, to its submission: it reads, types, ticks and presses.
func TestApplicationInABrowser(t *testing.T) {
	ctx := browser(t)
	s := newSite(t, true)

	signInWith(t, ctx, s, tutkija)
	press(t, ctx, `form[action="/cases"] button`, `#title`)
	write(t, ctx, `#title`, "Palveluihin ohjaus ja työttömyyden kesto", `#abstract`, "Tutkitaan jaksojen kestoa.",
		`#plan`, "Elinaikamallit, kaksi vuotta.", `#until`, "31.12.2021")
	tick(t, ctx, `#purpose-research`)
	press(t, ctx, `.actions .btn`, `#organisation`)
	write(t, ctx, `#organisation`, "Esimerkkiyliopisto", `#business_id`, "9000000-3")
	tick(t, ctx, `#e_service-yes`)
	press(t, ctx, `.actions .btn`, `[name="person.0.name"]`)
	press(t, ctx, `.actions .btn`, `a[href$="/edit/data/person"]`)
	press(t, ctx, `a[href$="/edit/data/person"]`, `[id="var.person.syntyv"]`)
	tick(t, ctx, `[id="var.person.syntyv"]`, `[id="var.person.municipality"]`)
	write(t, ctx, `[id="reason.person.syntyv"]`, "Ikä selittää kestoa.")
	press(t, ctx, `.actions .btn`, `[role=alert] a`) // a reason is missing
	write(t, ctx, `[id="reason.person.municipality"]`, "Alueelliset erot.")
	press(t, ctx, `.actions .btn`, `a[href$="/edit/data/employment_code"]`)
	press(t, ctx, `.actions .btn`, `#period_from`)
	write(t, ctx, `#period_from`, "1.1.2019", `#period_to`, "31.10.2020", `#municipality`, "Kemi, Tornio")
	press(t, ctx, `.actions .btn`, `#article6-e`)
	tick(t, ctx, `#article6-e`)
	press(t, ctx, `.actions .btn`, `#security`)
	write(t, ctx, `#security`, "Suojattu palvelin.", `#disposal`, "Hävitetään luvan päättyessä.")
	press(t, ctx, `.actions .btn`, `#recipient_key`)
	write(t, ctx, `#recipient_name`, "Aino Tutkija", `#recipient_key`, testKey)
	press(t, ctx, `.actions .btn`, `main h1`)
	at, err := chromedp.Run(ctx, chromedp.Location())
	if err != nil {
		t.Fatal(err)
	}
	open(t, ctx, s, caseIn(strings.TrimPrefix(at, s.server.URL))+"/edit/review", `#whole`)
	press(t, ctx, `form[action$="/submit"] .btn`, `.note.good[role=status]`)
}

// seal puts a small package in the store for an order.
func seal(s *site, id permits.OrderID) {
	s.t.Helper()
	content := []byte("age-encryption.org/v1")
	s.packages[string(id)+".tar.age"] = content
	if _, err := s.db.BeginBuild(s.t.Context(), id); err != nil {
		s.t.Fatal(err)
	}
	d := permits.Delivery{File: string(id) + ".tar.age", Bytes: int64(len(content)), SHA256: sum(content), SealedAt: time.Date(2020, 11, 2, 12, 0, 0, 0, time.UTC), Manifest: []byte("{}")}
	if err := s.db.SealOrder(s.t.Context(), id, d, nil); err != nil {
		s.t.Fatal(err)
	}
}

// press presses what is found at the first selector and waits for the second.
func press(t *testing.T, ctx context.Context, what, then string) {
	t.Helper()
	leave(t, ctx, chromedp.Click(what))
	wait(t, ctx, then)
}

// leave does what takes the browser to another page, and returns when the old
// page is gone: what is awaited next may stand on both.
func leave(t *testing.T, ctx context.Context, do chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](`window.left = true`), do); err != nil {
		t.Fatal(err)
	}
	for begun := time.Now(); time.Since(begun) < 30*time.Second; {
		// It fails while the browser is between the two.
		there, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`window.left === undefined && document.readyState === "complete"`))
		if err == nil && there {
			return
		}
	}
	t.Fatal("the browser stayed on the page")
}

func open(t *testing.T, ctx context.Context, s *site, path, then string) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.Navigate(s.server.URL+path)); err != nil {
		t.Fatalf("open %s: %v", path, err)
	}
	wait(t, ctx, then)
}

// wait waits for an element; when it does not come, it says what the page says.
func wait(t *testing.T, ctx context.Context, selector string) {
	t.Helper()
	soon, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	if err := chromedp.Do(soon, chromedp.WaitVisible(selector)); err != nil {
		page, _ := chromedp.Run(ctx, chromedp.Text("main"))
		t.Fatalf("wait for %s: %v\n%.1500s", selector, err, page)
	}
}

func write(t *testing.T, ctx context.Context, pairs ...string) {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if err := chromedp.Do(ctx, chromedp.SetValue(pairs[i], pairs[i+1])); err != nil {
			t.Fatalf("write in %s: %v", pairs[i], err)
		}
	}
}

func tick(t *testing.T, ctx context.Context, selectors ...string) {
	t.Helper()
	for _, selector := range selectors {
		if err := chromedp.Do(ctx, chromedp.Click(selector)); err != nil {
			t.Fatalf("tick %s: %v", selector, err)
		}
	}
}

// caseIn is the address of the case that a page's address begins with.
func caseIn(path string) string {
	parts := strings.SplitN(path, "/", 4)
	return strings.Join(parts[:min(3, len(parts))], "/")
}
