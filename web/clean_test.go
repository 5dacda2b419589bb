package web

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"

	"tietolupa/permits"
)

// widths are of a desk, a tablet and a phone, in pixels.
var widths = []int64{1280, 768, 390}

// examinedIn names the widths at which a page in a language is searched for
// faults of accessibility: the structure of a page is the same in all, so that
// each width is searched once and each language at least once. Whether the page
// fits and no text is missing is looked at in every language at every width, and
// colours, which cost axe more than all else, in Finnish at the width of a desk: no
// width has colours of its own (TestColoursAreOfEveryWidth).
var examinedIn = map[string][]int64{"fi": widths, "sv": {390}, "en": {1280}}

// TestColoursAreOfEveryWidth: what a page shows at a width may be laid out
// otherwise, in the same colours.
func TestColoursAreOfEveryWidth(t *testing.T) {
	t.Parallel()
	sheet, err := fs.ReadFile(staticFiles, "static/tietolupa.css")
	if err != nil {
		t.Fatal(err)
	}
	queries := strings.Split(string(sheet), "@media (max-width")[1:]
	if len(queries) == 0 {
		t.Fatal("the sheet knows of no width")
	}
	for _, query := range queries {
		inside, _, _ := strings.Cut(query, "\n}")
		for _, line := range strings.Split(inside, "\n") {
			for _, property := range []string{" color:", "background", "opacity"} {
				if strings.Contains(line, property) {
					t.Errorf("a width has a colour of its own: %s", line)
				}
			}
		}
	}
}

// examination lists what breaks WCAG 2.1 A or AA when it is told to, how far
// the page is wider than the window, and texts that are missing.
const examination = `(async (whole, colours) => {
	const found = [], wide = document.documentElement.scrollWidth - document.documentElement.clientWidth
	if (wide > 0) found.push('the page is ' + wide + ' px wider than the window')
	const missing = document.body.innerText.match(/\[[a-z0-9-]+\.[a-z0-9.-]+\]/g)
	if (missing) found.push('texts missing: ' + missing.join(' '))
	if (whole) {
		const r = await axe.run({runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']},
			rules: {'color-contrast': {enabled: colours}}, resultTypes: ['violations']})
		for (const v of r.violations) found.push(v.id + ': ' + v.help + ' ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | '))
	}
	return JSON.stringify(found)
})`

// examined are the pages, by the names of their templates, that a browser has
// shown and axe has searched.
var examined sync.Map

// everyPageExamined fails when a page of the service was in no browser. It asks
// only when every test was run.
func everyPageExamined() error {
	if flag.Lookup("test.run").Value.String() != "" || flag.Lookup("test.skip").Value.String() != "" || flag.Lookup("test.list").Value.String() != "" {
		return nil
	}
	files, err := fs.Glob(templateFiles, "templates/pages/*.html")
	if err != nil {
		return err
	}
	var missed []string
	for _, file := range files {
		name := strings.TrimSuffix(path.Base(file), ".html")
		if _, ok := examined.Load(name); !ok {
			missed = append(missed, name)
		}
	}
	if len(missed) > 0 {
		return fmt.Errorf("pages that no browser test examines: %s", strings.Join(missed, ", "))
	}
	return nil
}

// examine finds the page that the browser shows clean at the widths of a desk, a
// tablet and a phone; name is for the report and the pictures. A page whose
// language is empty is examined whole at each.
func examine(t *testing.T, ctx context.Context, name, lang string) {
	t.Helper()
	shown, err := chromedp.Run(ctx, chromedp.Evaluate[string](axe+";document.body.dataset.page||''"))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	examined.Store(shown, true)
	for _, width := range widths {
		whole := lang == "" || slices.Contains(examinedIn[lang], width)
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900)); err != nil {
			t.Fatal(err)
		}
		colours := lang == "" || lang == "fi" && width == widths[0]
		asked := fmt.Sprintf("%s(%t, %t)", examination, whole, colours)
		raw, err := chromedp.Run(ctx, chromedp.Evaluate[string](asked, chromedp.EvalAwaitPromise))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var found []string
		if err := json.Unmarshal([]byte(raw), &found); err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			t.Errorf("%s %s at %d px: %s", name, lang, width, f)
		}
		file := strings.NewReplacer("/", "_", "?", "_", "=", "_", "&", "_").Replace(name) + "-" + lang
		picture(t, ctx, strings.TrimSuffix(file, "-")+"-"+strconv.FormatInt(width, 10))
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(widths[0], 900)); err != nil {
		t.Fatal(err)
	}
}

// clean visits a page in three languages and examines it; who is for the report.
func (s *site) clean(t *testing.T, ctx context.Context, who, page string) {
	t.Helper()
	for _, lang := range languages {
		separator := "?"
		if strings.Contains(page, "?") {
			separator = "&"
		}
		if err := chromedp.Do(ctx, chromedp.Navigate(s.server.URL+page+separator+"lang="+lang), chromedp.WaitReady("main")); err != nil {
			t.Fatalf("%s: %v", page, err)
		}
		examine(t, ctx, who+page, lang)
	}
}

// cleanAs visits pages as who would.
func (s *site) cleanAs(t *testing.T, ctx context.Context, who permits.Actor, pages ...string) {
	t.Helper()
	signInWith(t, ctx, s, who)
	for _, page := range pages {
		s.clean(t, ctx, string(who.ID), page)
	}
}
