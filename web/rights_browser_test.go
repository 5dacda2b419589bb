package web

import (
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"tietolupa/permits"
)

// TestRightsPagesInABrowser visits the pages of access rights in three
// languages, at the width of a desk and of a phone.
func TestRightsPagesInABrowser(t *testing.T) {
	ctx := browser(t)
	s := withAccess(newSite(t, true))
	contact, officer := s.as(yhteys), s.as(vastaava)
	waiting := contact.must("/access/new", accessForm1())
	given := contact.must("/access/new", accessForm1())
	whole := accessForm1()
	whole["version"] = []string{"1"}
	officer.must(given+"/grant", whole)
	a, err := s.db.Access(t.Context(), strings.TrimPrefix(given, "/access/applications/"))
	if err != nil {
		t.Fatal(err)
	}
	right := "/access/rights/" + a.Right
	contact.must(right+"/notices", form("what", "Tehtävät muuttuivat."))
	holder, err := s.db.User(t.Context(), a.Request.Person)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []struct {
		who   permits.Actor
		paths []string
	}{
		{yhteys, []string{"/access", "/access/new?template=expert", waiting, right}},
		{vastaava, []string{"/access/queue", "/access/rights", "/access/review", waiting, given, right}},
		{holder, []string{"/rights"}},
	} {
		signInWith(t, ctx, s, v.who)
		for i, path := range v.paths {
			for _, lang := range languages {
				separator := "?"
				if strings.Contains(path, "?") {
					separator = "&"
				}
				err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(s.server.URL+path+separator+"lang="+lang),
					chromedp.WaitReady("main"), chromedp.Evaluate[chromedp.Void](axe))
				if err != nil {
					t.Fatalf("%s: %v", path, err)
				}
				for _, width := range []int64{1280, 390} {
					if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900)); err != nil {
						t.Fatal(err)
					}
					for _, f := range faults(t, ctx) {
						t.Errorf("%s in %s at %d px as %s: %s", path, lang, width, v.who.ID, f)
					}
					picture(t, ctx, "rights-"+v.who.Name+"-"+strconv.Itoa(i)+"-"+lang+"-"+strconv.FormatInt(width, 10))
				}
			}
		}
	}
}
