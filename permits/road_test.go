package permits_test

import (
	"slices"
	"strings"
	"testing"

	"tietolupa/permits"
	"tietolupa/registers"
)

func TestRoads(t *testing.T) { // 14.10
	for name, c := range map[string]struct {
		want  permits.Want
		cause permits.Cause
		long  bool
		roads []permits.Road
	}{
		"a published table is the lightest":              {permits.WantFigures, permits.ForOther, false, []permits.Road{permits.PublishedTables, permits.AggregateToOrder}},
		"an aggregate needs no permit":                   {permits.WantBreakdown, permits.ForResearch, true, []permits.Road{permits.AggregateToOrder, permits.PublishedTables}},
		"vacancies are public":                           {permits.WantEmployers, permits.ForOther, false, []permits.Road{permits.PublicEmployers, permits.AggregateToOrder}},
		"rows for research need a permit":                {permits.WantRows, permits.ForResearch, false, []permits.Road{permits.PermitRoad, permits.StatisticsPermit, permits.AggregateToOrder}},
		"long histories are at Statistics Finland":       {permits.WantRows, permits.ForResearch, true, []permits.Road{permits.StatisticsPermit, permits.PermitRoad, permits.AggregateToOrder}},
		"Statistics Finland gives none for planning":     {permits.WantRows, permits.ForPlanning, true, []permits.Road{permits.AggregateToOrder, permits.PermitRoad}},
		"a statutory task needs no permit":               {permits.WantRows, permits.ForStatutory, false, []permits.Road{permits.DisclosureRoad, permits.AccessRoad}},
		"customer service needs a right, not an extract": {permits.WantRows, permits.ForService, false, []permits.Road{permits.AccessRoad}},
		"a client is seen by an access right":            {permits.WantClients, permits.ForService, false, []permits.Road{permits.AccessRoad}},
		"a client is not shown to a researcher":          {permits.WantClients, permits.ForResearch, false, nil},
		"rows for anything else: no road":                {permits.WantRows, permits.ForOther, false, nil},
		"unknown wants lead nowhere":                     {"everything", permits.ForResearch, false, nil},
	} {
		t.Run(name, func(t *testing.T) {
			if got := permits.Roads(c.want, c.cause, c.long); !slices.Equal(got, c.roads) {
				t.Errorf("%v, want %v", got, c.roads)
			}
		})
	}
}

func TestTermsOfRoads(t *testing.T) {
	day := func(s string) registers.Day {
		d, err := registers.ParseDay(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, on := range []string{"2020-07-01", "2022-05-23", "2024-12-31", "2025-01-01", "2026-11-22"} {
		for _, w := range permits.Wants() {
			for _, c := range permits.Causes() {
				for _, r := range permits.Roads(w, c, true) {
					if term, open := permits.TermOf(r, day(on)); !open || term.Provision == "" {
						t.Errorf("%s on %s: %+v, %v", r, on, term, open)
					}
				}
			}
		}
	}
	if _, open := permits.TermOf(permits.PermitRoad, day("2020-06-30")); open {
		t.Error("the road to KEHA's permit was open before 1 July 2020 (V.2)")
	}
	if term, _ := permits.TermOf(permits.AccessRoad, day("2025-01-01")); term.Provision != "380/2023 124–126 §" {
		t.Errorf("access in 2025 by %s", term.Provision)
	}
	if term, _ := permits.TermOf(permits.StatisticsPermit, day("2021-01-01")); term.Days != -1 || term.EurosPerHour != -1 {
		t.Errorf("Statistics Finland's terms are ours to state: %+v", term)
	}
}

// TestPublishedTimesAgree: the first page, the forecast of a draft and the page of
// a case say one day, and a road names the provision that the law of the day does.
func TestPublishedTimesAgree(t *testing.T) { // HL 23 a §, 14.10
	cat, err := registers.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []string{"2020-07-01", "2020-11-02", "2021-06-01", "2022-05-22", "2022-05-23", "2024-12-31", "2025-01-01", "2026-11-22"} {
		day, err := registers.ParseDay(at)
		if err != nil {
			t.Fatal(err)
		}
		term, open := permits.TermOf(permits.PermitRoad, day)
		if !open || term.Days != permits.TermDays("expected", day) {
			t.Errorf("%s: the first page says %d days, the case's %d", at, term.Days, permits.TermDays("expected", day))
		}
		sent := permits.Case{Submitted: day.Time()}
		forecast, err := permits.Case{}.Forecast(cat, day)
		if err != nil {
			t.Fatal(err)
		}
		if want := sent.Expected(day.Time()); forecast.Decision != want {
			t.Errorf("%s: forecast %s, the case's page %s", at, forecast.Decision, want)
		}
		law, err := permits.LawOn(day)
		if err != nil {
			t.Fatal(err)
		}
		disclosure, _ := permits.TermOf(permits.DisclosureRoad, day)
		section := strings.TrimPrefix(strings.TrimPrefix(disclosure.Provision, "916/2012 13 luku "), "380/2023 ")
		if whole := strings.NewReplacer("§:n", "§", "momentti", "mom.").Replace(law.Disclosure.FI); !strings.Contains(whole, section) {
			t.Errorf("%s: the road is %q, the law %q", at, disclosure.Provision, law.Disclosure.FI)
		}
	}
	for at, want := range map[string]string{"2022-05-22": "916/2012 13 luku 5 §", "2022-05-23": "916/2012 13 luku 6–8 §", "2024-12-31": "916/2012 13 luku 6–8 §", "2025-01-01": "380/2023 124–126 §"} {
		day, _ := registers.ParseDay(at)
		if term, _ := permits.TermOf(permits.AccessRoad, day); term.Provision != want {
			t.Errorf("%s: access by %q", at, term.Provision)
		}
	}
}
