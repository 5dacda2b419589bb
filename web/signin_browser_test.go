package web

import (
	"strconv"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestSignInInABrowser goes the whole way as people do: from the service to the
// provider, there in three languages, back, through the sessions, and out by way
// of the provider's end of sessions.
func TestSignInInABrowser(t *testing.T) {
	ctx := browser(t)
	s := newSite(t, true)
	look := func(name string) {
		t.Helper()
		if err := chromedp.Do(ctx, chromedp.WaitReady("main"), chromedp.Evaluate[chromedp.Void](axe)); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, width := range []int64{1280, 390} {
			if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900)); err != nil {
				t.Fatal(err)
			}
			for _, f := range faults(t, ctx) {
				t.Errorf("%s at %d px: %s", name, width, f)
			}
			picture(t, ctx, name+"-"+strconv.FormatInt(width, 10))
		}
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 900)); err != nil {
			t.Fatal(err)
		}
	}
	for _, lang := range languages {
		open(t, ctx, s, "/sign-in?next=/sessions&lang="+lang, `.ways`)
		look("sign-in-" + lang)
		leave(t, ctx, chromedp.Click(`a[href^="/sign-in/officials"]`))
		wait(t, ctx, `html[lang="`+lang+`"] button[value="`+string(virkailija.ID)+`"]`)
		look("provider-" + lang)
		leave(t, ctx, chromedp.Click(`button[value="`+string(virkailija.ID)+`"]`))
		wait(t, ctx, `form[action="/sign-out/everywhere"]`)
		open(t, ctx, s, "/sessions?lang="+lang, `form[action="/sign-out/everywhere"]`)
		look("sessions-" + lang)
		open(t, ctx, s, "/sign-in/officials/return?state=old&lang="+lang, `[role=alert]`)
		look("refused-" + lang)
		leave(t, ctx, chromedp.Click(`form[action="/sign-out"] button`))
		wait(t, ctx, `a[href="/sign-in"]`)
		if at, err := chromedp.Run(ctx, chromedp.Location()); err != nil || at != s.server.URL+"/" {
			t.Errorf("signing out led to %s, %v", at, err)
		}
	}
}
