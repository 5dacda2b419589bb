package web

import (
	"context"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// clean visits a page in three languages at two widths, and reports what breaks
// WCAG 2.1 A or AA.
func (s *site) clean(t *testing.T, ctx context.Context, who, path string) {
	t.Helper()
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
				t.Errorf("%s in %s at %d px as %s: %s", path, lang, width, who, f)
			}
			picture(t, ctx, who+strings.NewReplacer("/", "_", "?", "_", "=", "_").Replace(path)+"-"+lang+"-"+strconv.FormatInt(width, 10))
		}
	}
}
