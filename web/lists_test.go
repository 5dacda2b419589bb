package web

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-ical"
	"github.com/google/go-cmp/cmp"

	"tietolupa/internal/workbook"
	"tietolupa/permits"
	"tietolupa/postgres"
)

// TestListsOfCases walks the queue, the public register, the statistics and the
// calendar over the same cases.
func TestListsOfCases(t *testing.T) {
	s := newSite(t, true)
	waiting, _ := sent(s)
	taken, _ := sent(s)
	force, p := inForce(s)
	e := s.as(esittelija)
	e.must(taken+"/take", nil)
	e.act(taken, "supplement", form("lack.abstract", "Tiivistelmästä puuttuu aineiston käyttö.", "needed.abstract", "yes", "term", "20.11.2020"))

	t.Run("the queue's limits", func(t *testing.T) {
		for query, want := range map[string][]string{
			"":                              {waiting, taken},
			"?state=new":                    {waiting},
			"?state=asked":                  {taken},
			"?state=in-force":               {force},
			"?state=all":                    {waiting, taken, force},
			"?state=all&party=applicant":    {taken},
			"?state=unassigned":             {waiting},
			"?state=mine":                   {taken},
			"?state=all&due=20.11.2020":     {waiting, taken},
			"?state=all&due=1.11.2020":      nil,
			"?state=all&kind=breach":        nil,
			"?state=all&purpose=planning":   nil,
			"?state=all&language=fi&q=AINO": {waiting, taken, force},
			"?state=all&q=" + strings.ReplaceAll(last(taken), "-", "/"): {taken},
			"?state=all&q=ei%25mit":                       nil,
			"?state=all&page=9":                           nil,
			"?state=all&handler=" + string(esittelija.ID): {taken, force},
		} {
			status, body := e.get("/queue" + query)
			if status != http.StatusOK {
				t.Fatalf("%s: %d", query, status)
			}
			for _, path := range []string{waiting, taken, force} {
				listed := strings.Contains(body, `<a href="`+path+`">`)
				if listed != slices.Contains(want, path) {
					t.Errorf("%s: %s listed is %v", query, path, listed)
				}
			}
		}
		if status, body := e.get("/queue?due=huomenna"); status != http.StatusOK || !strings.Contains(body, `href="#due"`) {
			t.Errorf("a day that is none: %d", status)
		}
		if _, body := e.get("/queue?state=asked"); !strings.Contains(body, "20.11.2020") || !strings.Contains(body, "Määräaika seisoo") {
			t.Error("the supplement's term or the pause is not shown")
		}
	})

	t.Run("exports are whole, safe and logged", func(t *testing.T) {
		rows := csvOf(t, e, "/queue.csv?state=all")
		if len(rows) != 4 || rows[1][4] == "" {
			t.Errorf("%d lines: %v", len(rows), rows)
		}
		sheets, err := workbook.Read(bytes.NewReader(fetched(t, e, "/queue.xlsx?state=all")))
		if err != nil || len(sheets) != 1 {
			t.Fatal(len(sheets), err)
		}
		found, err := s.db.SearchLog(t.Context(), ratkaisija.ID, postgres.LogQuery{Kinds: []string{"list-exported"}})
		if err != nil || len(found) != 2 || found[0].Detail["list"] != "queue" || found[0].Actor != esittelija.ID {
			t.Errorf("logged: %v %v", found, err)
		}
		if got := csvCell("=HYPERLINK(\"x\")"); got[0] != '\'' {
			t.Errorf("a formula leaves as %q", got)
		}
	})

	t.Run("the public register", func(t *testing.T) {
		anybody := s.visitor()
		status, body := anybody.get("/permits")
		if status != http.StatusOK || !strings.Contains(body, "/permits/"+last(force)) || strings.Contains(body, last(waiting)) {
			t.Fatalf("the register: %d", status)
		}
		page := "/permits/" + last(force)
		for _, address := range []string{page, "/permits", "/permits.json", "/permits.csv"} {
			_, body = anybody.get(address)
			for _, secret := range []string{"Elinaikamallit", "Tutkija", "Apulainen", "esimerkki.invalid", s.caseOf(force).Application.Plan, s.caseOf(force).Application.Title} {
				if secret != "" && strings.Contains(body, secret) {
					t.Errorf("%s tells %q", address, secret)
				}
			}
		}
		if status, _ = anybody.get("/permits/" + last(waiting)); status != http.StatusNotFound {
			t.Errorf("a case that is not decided: %d", status)
		}
		title := s.caseOf(force).Application.Title
		p.act(force, "show-title", form("title_why", "Nimi saa olla julkinen."))
		if _, body = anybody.get(page); !strings.Contains(body, title) {
			t.Error("the title that the holder lets be public is not shown")
		}
		var list []publicPermit
		if _, body = anybody.get("/permits.json?q=" + strings.Fields(title)[0]); json.Unmarshal([]byte(body), &list) != nil || len(list) != 1 || list[0].Title != title {
			t.Errorf("as JSON: %s", body)
		}
		if _, body = anybody.get("/permits.json?year=1999"); json.Unmarshal([]byte(body), &list) != nil || len(list) != 0 {
			t.Errorf("none as JSON: %s", body)
		}
		if rows := csvOf(t, anybody, "/permits.csv"); len(rows) != 2 || rows[1][5] != title {
			t.Errorf("as CSV: %v", rows)
		}
	})

	t.Run("HL 23 a § statistics of handling times", func(t *testing.T) {
		_, body := s.visitor().get("/permits/statistics")
		if !strings.Contains(body, `class="chart"`) || !strings.Contains(body, "30 päivää") {
			t.Error("no picture, or no published time")
		}
		rows := csvOf(t, s.visitor(), "/permits/statistics.csv")
		if diff := cmp.Diff([]string{"Kaikki", "1", "1", "1", "1", "1"}, rows[1]); diff != "" {
			t.Error(diff)
		}
		asked := askedDocument(s)
		s.as(esittelija).does(asked, "take")
		s.as(esittelija).does(asked, "refuse", "refusal_grounds", "25", "refusal_reasons", "Asiakirja koskee asiakkuutta.")
		rows = csvOf(t, s.visitor(), "/permits/statistics.csv")
		if diff := cmp.Diff([]string{"Asiakirjapyyntö", "1", "1", "1", "1", "1"}, rows[3]); diff != "" {
			t.Error(diff)
		}
		if _, body = s.visitor().get("/permits/statistics?year=2021"); strings.Contains(body, `class="chart"`) {
			t.Error("a picture of a year without decisions")
		}
	})

	t.Run("the calendar and its feed", func(t *testing.T) {
		if _, body := e.get("/calendar"); !strings.Contains(body, taken) || !strings.Contains(body, "Täydennyksen määräpäivä") {
			t.Error("the officer's calendar lacks the supplement's term")
		}
		if _, body := s.as(ulkopuoli).get("/calendar"); strings.Contains(body, "KEHA-") {
			t.Error("an outsider's calendar names a case")
		}
		_, _, body := p.post("/calendar/link", nil)
		address := between(body, `/calendar/feed/`, `"`)
		if address == "" {
			t.Fatal("no address was shown")
		}
		status, feed := s.visitor().get("/calendar/feed/" + address)
		if status != http.StatusOK {
			t.Fatalf("the feed: %d", status)
		}
		events := calendarEvents(t, feed)
		if len(events) == 0 {
			t.Fatal("the holder's feed is empty")
		}
		for _, want := range []string{"Täydennyksen määräpäivä", "Lupa päättyy"} {
			if !strings.Contains(strings.Join(events, "\n"), want) {
				t.Errorf("the feed lacks %q: %v", want, events)
			}
		}
		for _, secret := range []string{"Tutkija", "Elinaika", s.caseOf(force).Application.Title, "Esittelijä"} {
			if strings.Contains(feed, secret) {
				t.Errorf("the feed tells %q", secret)
			}
		}
		p.post("/calendar/link", nil)
		if status, _ = s.visitor().get("/calendar/feed/" + address); status != http.StatusNotFound {
			t.Errorf("the address before still opens: %d", status)
		}
		_, _, body = p.post("/calendar/link", nil)
		address = between(body, `/calendar/feed/`, `"`)
		p.must("/calendar/unlink", nil)
		if status, _ = s.visitor().get("/calendar/feed/" + address); status != http.StatusNotFound {
			t.Errorf("a revoked address still opens: %d", status)
		}
		if log := s.log.String(); strings.Contains(log, address) {
			t.Error("the program's log holds the secret")
		}
	})
}

// TestFoldedLines keeps RFC 5545's 75 octets, also in letters of several.
func TestFoldedLines(t *testing.T) {
	var b strings.Builder
	long := "SUMMARY:" + strings.Repeat("Määräpäivä ö", 30)
	foldLine(&b, long)
	for _, line := range strings.SplitAfter(b.String(), "\r\n") {
		if len(strings.TrimSuffix(line, "\r\n")) > 75 {
			t.Errorf("%d octets", len(line))
		}
	}
	if got := strings.ReplaceAll(strings.TrimSuffix(b.String(), "\r\n"), "\r\n ", ""); got != long {
		t.Errorf("unfolded: %q", got)
	}
}

// TestListsInABrowser looks at the lists as who would.
func TestListsInABrowser(t *testing.T) {
	ctx := browser(t)
	s := newSite(t, true)
	sent(s)
	taken, _ := sent(s)
	force, p := inForce(s)
	inForce(s)
	p.act(force, "show-title", form("title_why", "Nimi saa olla julkinen."))
	e := s.as(esittelija)
	e.must(taken+"/take", nil)
	e.act(taken, "pause", form("pause_reason", "Odotetaan rekisterin selvitystä."))
	if err := s.db.SetClock(t.Context(), time.Date(2020, 11, 25, 9, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	for _, v := range []struct {
		who   permits.Actor
		pages []string
	}{
		{permits.Actor{}, []string{"/permits", "/permits/" + last(force), "/permits/statistics"}},
		{esittelija, []string{"/queue", "/queue?state=all&q=aino&due=31.12.2030", "/calendar"}},
		{tutkija, []string{"/calendar"}},
	} {
		s.cleanAs(t, ctx, v.who, v.pages...)
	}
}

func (s *site) caseOf(path string) permits.Case {
	s.t.Helper()
	c, err := s.db.Case(s.t.Context(), permits.CaseID(last(path)))
	if err != nil {
		s.t.Fatal(err)
	}
	return c
}

func between(s, after, before string) string {
	_, s, _ = strings.Cut(s, after)
	s, _, _ = strings.Cut(s, before)
	return s
}

func csvOf(t *testing.T, p *person, path string) [][]string {
	t.Helper()
	body := string(fetched(t, p, path))
	if !strings.Contains(body, "\r\n") {
		t.Errorf("%s: lines do not end as RFC 4180 says", path)
	}
	rows, err := csv.NewReader(strings.NewReader(body)).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return rows
}

func fetched(t *testing.T, p *person, path string) []byte {
	t.Helper()
	status, body := p.get(path)
	if status != http.StatusOK {
		t.Fatalf("%s: %d", path, status)
	}
	return []byte(body)
}

// calendarEvents are the summaries of a feed, as another's parser reads them.
func calendarEvents(t *testing.T, feed string) (all []string) {
	t.Helper()
	for _, line := range strings.Split(feed, "\r\n") {
		if len(line) > 75 {
			t.Errorf("a line of %d octets", len(line))
		}
	}
	from := ical.NewDecoder(strings.NewReader(feed))
	for {
		calendar, err := from.Decode()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range calendar.Events() {
			begin, err := e.DateTimeStart(nil)
			if err != nil || begin.IsZero() {
				t.Errorf("an event without a day: %v", err)
			}
			summary, err := e.Props.Text(ical.PropSummary)
			if err != nil {
				t.Error(err)
			}
			all = append(all, summary)
		}
		if err := ical.NewEncoder(io.Discard).Encode(calendar); err != nil { // which asks what RFC 5545 requires
			t.Errorf("the calendar is not whole: %v", err)
		}
	}
}
