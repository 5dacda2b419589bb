package web

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"tietolupa/permits"
	"tietolupa/postgres"
)

// summed puts a summary of the registers in its place, as a worker does.
func summed(s *site) {
	s.t.Helper()
	ctx := s.t.Context()
	queued, err := s.db.QueueSummary(ctx, postgres.Service)
	if err != nil {
		s.t.Fatal(err)
	}
	now, err := s.db.Now(ctx)
	if err != nil {
		s.t.Fatal(err)
	}
	err = s.db.MakeSummary(ctx, queued.ID, func(_ context.Context, m postgres.RegisterSummary) (postgres.RegisterSummary, error) {
		m.Taken, m.Persons, m.Rows, m.Bytes = now, 20_000, 600_000, 5<<20
		return m, nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// answered answers what a case has asked, as a worker does after it has counted.
func counted(s *site, draft string, m permits.Measured) {
	s.t.Helper()
	f, err := s.db.Feasibility(s.t.Context(), permits.CaseID(last(draft)), tutkija.ID)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, q := range f.Questions {
		if !q.Waits() {
			continue
		}
		figures, err := permits.Disclose(q.Question, m, s.config.Catalogue, func(string) (uint64, error) { return 1 << 62, nil })
		if err != nil {
			s.t.Fatal(err)
		}
		if err := s.db.AnswerFeasibility(s.t.Context(), q.ID, figures); err != nil {
			s.t.Fatal(err)
		}
	}
}

var somebody = permits.Measured{Persons: 8_431, Classes: 3_120, Alone: 905, Small: 1_433, Everybody: 20_000, RegisterAlone: 2_600, Steps: []int64{1_900, 300, 2_500, 2_100}}

// TestFeasibilityPage walks the page without a script: nothing before there is a
// summary, then the answer in bands, the budget, a question that is free again,
// and the end of the budget; everybody outside the project finds nothing.
func TestFeasibilityPage(t *testing.T) {
	s := newSite(t, true)
	draft, _ := drafted(s)
	page := draft + "/feasibility"
	p := s.as(tutkija)
	if _, body := p.get(page); !strings.Contains(body, "ei ole vielä koontia") || strings.Contains(body, `name="ask"`) {
		t.Error("without a summary something can be asked")
	}
	if _, body := s.weakly(tutkija).get(page); !strings.Contains(body, `href="/identification?next=`) {
		t.Error("who is identified weakly is not led to a strong identification")
	}
	if status, _, body := p.post(page, form("ask", "size")); status != 422 || !strings.Contains(body, "koontia") {
		t.Errorf("a question without a summary: %d", status)
	}
	summed(s)
	p.must(page, form("ask", "all"))
	if _, body := p.get(page); !strings.Contains(body, "Lasketaan") {
		t.Error("a question that waits is not told of")
	}
	counted(s, draft, somebody)
	_, body := p.get(page)
	for _, want := range []string{"7\u202f500–10\u202f000", "3 pistettä 20:stä käytetty", `aria-label="10–20 %"`, "Mitä kannattaisi karkeistaa", "Harjoitusaineisto"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for _, exact := range []string{"8431", "8\u202f431", "3\u202f120", "905", "1\u202f433", "2\u202f600"} {
		if strings.Contains(body, exact) {
			t.Errorf("the page tells the exact %s", exact)
		}
	}
	p.must(page, form("ask", "all")) // again: the same answer, for nothing
	if _, body := p.get(page); !strings.Contains(body, "3 pistettä 20:stä käytetty") || !strings.Contains(body, "Kaikki on jo kysytty") {
		t.Error("the same question is paid twice")
	}
	for year := 1950; ; year++ { // new questions until the budget is spent
		version := p.version(draft + "/edit/population")
		p.must(draft+"/edit/population", form("version", version, "born_from", fmt.Sprint(year), "born_to", "1999", "period_from", "1.1.2018", "period_to", "31.12.2019", "cadence", "once", "stay", "1"))
		status, _, body := p.post(page, form("ask", "size"))
		counted(s, draft, somebody)
		if status == 422 {
			if year != 1950+17 || !strings.Contains(body, "kysymykset on käytetty") {
				t.Errorf("the budget ends after %d more questions: %s", year-1950, wrongsIn(body))
			}
			break
		}
		if year > 1980 {
			t.Fatal("the budget never ends")
		}
	}
	if _, body := p.get(page); !strings.Contains(body, "20 pistettä 20:stä käytetty") || !strings.Contains(body, "Pisteet on käytetty") {
		t.Error("a spent budget is not shown")
	}
	for _, stranger := range []permits.Actor{ulkopuoli, esittelija, ratkaisija} {
		if status, _ := s.as(stranger).get(page); status == 200 {
			t.Errorf("%s sees the page", stranger.ID)
		}
	}
	var asked, refused int
	for _, e := range s.entriesOf("feasibility-asked") {
		if strings.Contains(e, " refused") {
			refused++
		} else {
			asked++
		}
	}
	if asked != 2+17 || refused != 2 {
		t.Errorf("the log has %d questions and %d refusals", asked, refused)
	}
}

// TestPracticeFileFromThePage orders a practice file, waits, and downloads it.
func TestPracticeFileFromThePage(t *testing.T) {
	s := newSite(t, true)
	draft, _ := drafted(s)
	p := s.as(tutkija)
	p.must(draft+"/practice", nil)
	p.must(draft+"/practice", nil) // once
	if _, body := p.get(draft + "/feasibility"); !strings.Contains(body, "Harjoitusaineistoa tehdään") {
		t.Error("the page does not say that the file is being made")
	}
	made(s, draft)
	status, body := p.get(draft + "/practice")
	if status != 200 || body != "a practice file" {
		t.Errorf("the file: %d %q", status, body)
	}
	if n := len(s.entriesOf("practice-ordered")); n != 1 {
		t.Errorf("%d orders are logged", n)
	}
	if n := len(s.entriesOf("practice-downloaded")); n != 1 {
		t.Errorf("%d downloads are logged", n)
	}
	if status, _ := s.as(ulkopuoli).get(draft + "/practice"); status == 200 {
		t.Error("a stranger downloads the file")
	}
}

// made makes the practice file of a draft, as a worker does.
func made(s *site, draft string) {
	s.t.Helper()
	ctx := s.t.Context()
	c, err := s.db.Case(ctx, permits.CaseID(last(draft)))
	if err != nil {
		s.t.Fatal(err)
	}
	f, err := s.db.PracticeOf(ctx, c.ID, c.Application.Scope.WithKeys(s.config.Catalogue).Hash())
	if err != nil {
		s.t.Fatal(err)
	}
	if _, wanted, err := s.db.BeginPractice(ctx, f.ID); err != nil || !wanted {
		s.t.Fatal(wanted, err)
	}
	f.File, f.SHA256 = "HARJOITUS-"+string(c.ID)+".tar", strings.Repeat("ab", 32)
	s.packages[f.File] = []byte("a practice file")
	f.Bytes = int64(len(s.packages[f.File]))
	if err := s.db.EndPractice(ctx, f); err != nil {
		s.t.Fatal(err)
	}
}

// TestFeasibilityInABrowser looks at the page at each of its stages, in three
// languages, at the width of a desk and of a phone.
func TestFeasibilityInABrowser(t *testing.T) {
	ctx := browser(t)
	s := newSite(t, true)
	draft, _ := drafted(s)
	page := draft + "/feasibility"
	signInWith(t, ctx, s, tutkija)
	look := func(stage string) {
		t.Helper()
		for _, lang := range languages {
			open(t, ctx, s, page+"?lang="+lang, "main")
			examine(t, ctx, "feasibility-"+stage, lang)
		}
	}
	look("begun")
	summed(s)
	p := s.as(tutkija)
	p.must(page, form("ask", "all"))
	p.must(draft+"/practice", nil)
	look("waiting")
	// The page renews itself: what a worker answers appears without a visit.
	if err := chromedp.Do(ctx, chromedp.Navigate(s.server.URL+page+"?lang=fi"), chromedp.WaitReady("#figures")); err != nil {
		t.Fatal(err)
	}
	counted(s, draft, somebody)
	made(s, draft)
	if err := chromedp.Do(ctx, chromedp.WaitVisible(`a[href$="/practice"]`), chromedp.WaitVisible(".bars svg")); err != nil {
		t.Fatalf("the page does not renew itself: %v", err)
	}
	look("answered")
}
