package letters

import (
	"testing"

	"tietolupa/permits"
)

// TestCompetentCourt: by the domicile of who appeals (HOL 10 §).
func TestCompetentCourt(t *testing.T) {
	cat := catalogue(t)
	for name, c := range map[string]struct {
		of    permits.Application
		court string // empty: every court is listed with the rule
	}{
		"HOL 10.3 § Oulu":            {permits.Application{Domicile: "564"}, "Pohjois-Suomen hallinto-oikeus"},
		"HOL 10.3 § Turku":           {permits.Application{Domicile: "853"}, "Turun hallinto-oikeus"},
		"HOL 10.3 § Helsinki":        {permits.Application{Domicile: "091"}, "Helsingin hallinto-oikeus"},
		"Åland":                      {permits.Application{Domicile: "478"}, "Ahvenanmaan hallintotuomioistuin"},
		"HOL 10.5 § abroad":          {permits.Application{Country: "752"}, "Helsingin hallinto-oikeus"},
		"abroad with a domicile":     {permits.Application{Country: "752", Domicile: "564"}, "Pohjois-Suomen hallinto-oikeus"},
		"a domicile abroad":          {permits.Application{Domicile: "198"}, "Helsingin hallinto-oikeus"},
		"not told":                   {permits.Application{}, ""},
		"no municipality of Finland": {permits.Application{Domicile: "999"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			of, _, _, known := competent(c.of, cat, day("2025-03-03"))
			if known != (c.court != "") || of.name.FI != c.court {
				t.Errorf("competent = %q, %t; want %q", of.name.FI, known, c.court)
			}
		})
	}
}

// TestEveryMunicipalityHasACourt: the districts leave nobody out, and no two
// share one.
func TestEveryMunicipalityHasACourt(t *testing.T) {
	cat := catalogue(t)
	for _, code := range cat.Codes("municipality") {
		region := code.Parents["region"]
		if region == "" || region == regionAbroad {
			continue // abroad or unknown
		}
		n := 0
		for _, c := range courtsOn(day("2025-03-03")) {
			for _, r := range c.regions {
				if r == region {
					n++
				}
			}
		}
		if n != 1 {
			t.Errorf("%s %s belongs to %d courts", code.Code, code.Name.FI, n)
		}
	}
}

// TestUnconfirmedIsTold: what nobody has confirmed is named, the court only
// where the route leads to one (law.md 8.1).
func TestUnconfirmedIsTold(t *testing.T) {
	cat := catalogue(t)
	c := permits.Case{Application: permits.Application{Domicile: "564"}}
	for at, want := range map[string]int{"2020-11-02": 1, "2025-03-03": 2} {
		if got := Unconfirmed(c, cat, day(at)); len(got) != want {
			t.Errorf("%s: %q, want %d", at, got, want)
		}
	}
}
