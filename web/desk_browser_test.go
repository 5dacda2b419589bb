package web

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"tietolupa/permits"
	"tietolupa/registers"
)

// measured ends the dry run that a case waits for, with a report as a worker
// would.
func measured(s *site, path string, persons int64) {
	s.t.Helper()
	id := permits.CaseID(strings.TrimPrefix(path, "/cases/"))
	trials, err := s.db.Trials(s.t.Context(), id)
	if err != nil || len(trials) == 0 {
		s.t.Fatalf("no dry run was ordered: %v", err)
	}
	args, _ := json.Marshal(map[string]any{"case": id, "number": trials[0].No})
	trial, err := s.db.BeginTrial(s.t.Context(), args)
	if err != nil {
		s.t.Fatal(err)
	}
	report := permits.RiskReport{
		Tables:  []permits.TrialTable{{Name: "person", Rows: persons, Subjects: persons}, {Name: "employment_code", Rows: 3 * persons, Subjects: persons}},
		Persons: persons, Quasi: []string{"person.municipality", "person.syntyv"}, Classes: 310, SmallestClass: 1, Uniques: 14,
		Sizes: []permits.ClassSizes{{From: 1, To: 1, Classes: 14, Persons: 14}, {From: 2, To: 2, Classes: 20, Persons: 40}, {From: 3, To: 4, Classes: 30, Persons: 105},
			{From: 5, To: 9, Classes: 46, Persons: 320}, {From: 10, To: 49, Classes: 150, Persons: 4100}, {From: 50, To: 99, Classes: 30, Persons: 2100}, {From: 100, To: 999, Classes: 20, Persons: 4800}, {From: 1000}},
		Cells:     []permits.SmallCells{{Variable: "person.municipality", Protection: registers.Region, Values: 18, Small: 1, Persons: 3, Threshold: 5}, {Variable: "person.syntyv", Protection: registers.Year, Values: 41, Threshold: 5}},
		Sensitive: []permits.SensitiveClass{{Variable: "person.disability", Protection: registers.Exact, Diversity: 1, Told: 12, Persons: 51}},
	}
	if err := s.db.EndTrial(s.t.Context(), trial, time.Date(2020, 11, 2, 7, 5, 0, 0, time.UTC), &report, ""); err != nil {
		s.t.Fatal(err)
	}
}

// TestDecisionInABrowser is the presenter's and the decider's journey in Finnish
// and in Swedish: a partial grant with a dry run, a model text, a condition of
// the population narrowed and a departure from the first decision; then a
// refusal.
func TestDecisionInABrowser(t *testing.T) { // JulkL 28 §, HL 6, 44, 45 §
	ctx := browser(t)
	s := newSite(t, true)
	inForce(s) // an earlier decision, to depart from
	for _, lang := range []string{"fi", "sv"} {
		path, _ := sent(s)
		signInWith(t, ctx, s, esittelija)
		open(t, ctx, s, path+"?lang="+lang, `form[action$="/take"] .btn`)
		press(t, ctx, `form[action$="/take"] .btn`, `a[href$="/review"]`)
		press(t, ctx, `a[href$="/review"]`, `#outcome-grant`)
		examine(t, ctx, "desk-"+lang, "")
		// The first model text is only the model's: it is refused.
		press(t, ctx, `button[value="finding.25"]`, `[id="finding.25"]`)
		text, err := chromedp.Run(ctx, chromedp.Value(`[id="finding.25"]`))
		if err != nil || !strings.Contains(text, "{") {
			t.Fatalf("the model text: %q %v", text, err)
		}
		tick(t, ctx, `#outcome-partly`)
		write(t, ctx, `#reasons`, "Tiedot ovat tarpeen, mutta alue voidaan karkeistaa.", `[id="topic.purpose"]`, "Hanke on tieteellinen tutkimus, jolla on suunnitelma.",
			`[id="topic.freedom"]`, "Tutkimus voidaan toteuttaa suunnitellusti.", `[id="topic.basis"]`, "Yliopistolla on tutkimukseen lakisääteinen tehtävä.",
			`[id="topic.necessity"]`, "Muuttujat vastaavat tutkimuskysymyksiin.", `[id="granted.person.syntyv"]`, "drop", `[id="refusal_code.person.syntyv"]`, "R1", `[id="refusal.person.syntyv"]`, "Ikä ei sisälly tutkimuskysymyksiin.",
			`[id="refusal_code.population.person.syntyv"]`, "R3", `[id="refusal.population.person.syntyv"]`, "Vanhimmissa ikäluokissa on hyvin vähän henkilöitä.")
		write(t, ctx, `[id="from.1"]`, "1965")
		press(t, ctx, `#propose .btn:not(.second)`, `[role=alert] a`)
		press(t, ctx, `button[formaction$="/review/trial"]`, `#trialpanel .tag.go`)
		measured(s, path, 11479)
		wait(t, ctx, `#trialpanel svg`) // the panel renews itself
		open(t, ctx, s, path+"/review?lang="+lang, `#trialpanel svg`)
		press(t, ctx, `button[name="tick"][value="person"]`, `[id="need.person.municipality"]:checked`)
		press(t, ctx, `button[name="tick"][value="employment_code"]`, `[id="need.employment_code.code"]:checked`)
		write(t, ctx, `[id="finding.25"]`, "Rivit ovat pseudonymisoituja ja alue on maakunta, joten on ilmeistä, ettei etu loukkaannu.",
			`[id="granted.person.municipality"]`, "exact")
		if lang == "fi" { // it departs from the earlier decision; the next one is as often as the first
			press(t, ctx, `#propose .btn:not(.second)`, `[role=alert] a`)
			examine(t, ctx, "desk-departs-"+lang, "")
			wait(t, ctx, `[id="departure.person.municipality"]`)
			write(t, ctx, `[id="departure.person.municipality"]`, "Tässä hankkeessa vertaillaan kuntia, aiemmassa ei.", `[id="departure.person.syntyv"]`, "Aiemmassa hankkeessa ikä oli tutkimuskysymys.")
		}
		tick(t, ctx, `#unbiased`)
		press(t, ctx, `#propose .btn:not(.second)`, `.note.good[role=status]`)

		signInWith(t, ctx, s, ratkaisija)
		open(t, ctx, s, path+"?lang="+lang, `form[action$="/decide"] .btn`)
		examine(t, ctx, "proposal-"+lang, "")
		open(t, ctx, s, path+"/otherwise?lang="+lang, `#outcome-grant`)
		if lang == "sv" {
			examine(t, ctx, "otherwise-"+lang, "")
		}
		open(t, ctx, s, path+"?lang="+lang, `form[action$="/decide"] .btn`)
		tick(t, ctx, `#unbiased`)
		press(t, ctx, `form[action$="/decide"] .btn`, `.note.good[role=status]`)
		c, err := s.db.Case(t.Context(), permits.CaseID(strings.TrimPrefix(path, "/cases/")))
		if err != nil {
			t.Fatal(err)
		}
		if c.State != permits.PartlyGranted || c.Decision.Trial == nil || c.Decision.Trial.Report.Persons != 11479 ||
			c.Decision.Scope.Population[1].From != "1965" || c.Decision.Scope.Protection("person.syntyv") != registers.Drop {
			t.Errorf("decided: %s %+v", c.State, c.Decision)
		}
	}
	path, _ := sent(s)
	signInWith(t, ctx, s, esittelija)
	open(t, ctx, s, path+"?lang=sv", `form[action$="/take"] .btn`)
	press(t, ctx, `form[action$="/take"] .btn`, `a[href$="/review"]`)
	press(t, ctx, `a[href$="/review"]`, `#outcome-refuse`)
	tick(t, ctx, `#outcome-refuse`)
	write(t, ctx, `#reasons`, "Planen saknar en frågeställning som kunde besvaras med uppgifterna.", `[id="topic.freedom"]`, "Forskningen kan genomföras med aggregerade tabeller.")
	press(t, ctx, `#propose .btn:not(.second)`, `[role=alert] a`) // what else was considered is missing
	write(t, ctx, `[id="topic.alternatives"]`, "Ingen föreskrift ersätter en frågeställning.", `[id="topic.advice"]`, "Bifoga frågeställningarna till en ny ansökan.")
	press(t, ctx, `#propose .btn:not(.second)`, `[role=alert] a`) // earlier decisions granted
	wait(t, ctx, `[id="departure.refusal"]`)
	write(t, ctx, `[id="departure.refusal"]`, "I det tidigare ärendet fanns frågeställningarna.")
	tick(t, ctx, `#unbiased`)
	press(t, ctx, `#propose .btn:not(.second)`, `.note.good[role=status]`)
	signInWith(t, ctx, s, ratkaisija)
	open(t, ctx, s, path+"?lang=sv", `form[action$="/decide"] .btn`)
	tick(t, ctx, `#unbiased`)
	press(t, ctx, `form[action$="/decide"] .btn`, `.note.good[role=status]`)
	if got := s.stateOf(path); got != permits.Refused {
		t.Errorf("the case is %s", got)
	}
}

// TestDraftsOfTwoOfficers: what two write at once is both kept, and each sees
// where the other wrote otherwise.
func TestDraftsOfTwoOfficers(t *testing.T) { // PL 118 §
	s := newSite(t, true)
	path, _ := sent(s)
	e := s.as(esittelija)
	e.must(path+"/take", nil)
	e.act(path, "substitute", form("substitute", string(ratkaisija.ID), "substitute_from", "2.11.2020", "substitute_to", "30.11.2020"))
	d := s.as(ratkaisija)
	keep := func(p *person, desk, base string, fields ...string) string {
		t.Helper()
		v := form(append([]string{"desk", desk, "base", base}, fields...)...)
		status, _, body := p.post(path+"/review/draft", v)
		if status != 200 {
			t.Fatalf("keep a draft: %d", status)
		}
		return body
	}
	keep(e, "the-first-desk", "0", "reasons", "Eeron perustelut", "topic.purpose", "Sama teksti")
	body := keep(d, "the-second-desk", "0", "reasons", "Railin perustelut", "topic.purpose", "Sama teksti")
	if !strings.Contains(body, "Eeron perustelut") || !strings.Contains(body, `value="1:reasons"`) || strings.Contains(body, `value="1:topic.purpose"`) {
		t.Error("the conflict of the reasons, and of nothing else, is not shown")
	}
	if body := keep(d, "the-second-desk", "0", "reasons", "Railin perustelut", "topic.purpose", "Sama teksti", "take", "1:reasons"); strings.Contains(body, "Railin perustelut") {
		t.Error("the other's text was not taken")
	}
	if _, body := e.get(path + "/review"); !strings.Contains(body, "Eeron perustelut") {
		t.Error("one's own draft is not what one finds")
	}
	drafts, err := s.db.Drafts(t.Context(), permits.CaseID(strings.TrimPrefix(path, "/cases/")))
	if err != nil || len(drafts) != 3 || drafts[1].Form.Get("reasons") != "Railin perustelut" {
		t.Errorf("the versions: %d %v", len(drafts), err)
	}
	if status, _, _ := s.as(tutkija).post(path+"/review/draft", form("reasons", "x")); status == 200 {
		t.Error("the applicant kept a draft of the proposal")
	}
}
