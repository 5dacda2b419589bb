package web

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestSignInInABrowser goes the whole way as people do: from the service to the
// provider, there in three languages, back, through the sessions, and out by way
// of the provider's end of sessions.
func TestSignInInABrowser(t *testing.T) {
	ctx := browser(t)
	s := newSite(t, true)
	for _, lang := range languages {
		open(t, ctx, s, "/sign-in?next=/sessions&lang="+lang, `.ways`)
		examine(t, ctx, "sign-in", lang)
		leave(t, ctx, chromedp.Click(`a[href^="/sign-in/officials"]`))
		wait(t, ctx, `html[lang="`+lang+`"] button[value="`+string(virkailija.ID)+`"]`)
		examine(t, ctx, "provider", lang)
		leave(t, ctx, chromedp.Click(`button[value="`+string(virkailija.ID)+`"]`))
		wait(t, ctx, `form[action="/sign-out/everywhere"]`)
		open(t, ctx, s, "/sessions?lang="+lang, `form[action="/sign-out/everywhere"]`)
		examine(t, ctx, "sessions", lang)
		open(t, ctx, s, "/sign-in/officials/return?state=old&lang="+lang, `[role=alert]`)
		examine(t, ctx, "refused", lang)
		leave(t, ctx, chromedp.Click(`form[action="/sign-out"] button`))
		wait(t, ctx, `a[href="/sign-in"]`)
		if at, err := chromedp.Run(ctx, chromedp.Location()); err != nil || at != s.server.URL+"/" {
			t.Errorf("signing out led to %s, %v", at, err)
		}
	}
}
