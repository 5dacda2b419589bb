package descriptions

import (
	"strings"
	"testing"
	"time"

	"tietolupa/registers"
)

func invented() registers.SubjectReport {
	at := time.Date(2020, 11, 2, 11, 0, 0, 0, time.UTC)
	replaced := at.AddDate(0, 0, -1)
	return registers.SubjectReport{
		Day: day("2020-11-02"), Subject: "person", Register: "person", Name: "Aino Äijälä", Codes: []string{"010190-900P"}, Protected: true,
		Held: []registers.HeldRow{
			{Register: "person", Table: "person", Office: "TE01", Source: "person", RecordedAt: at, Values: []registers.HeldValue{
				{Variable: "person.municipality", Value: "091"}, {Variable: "person.birth_date", Value: "1990-01-01"}, {Variable: "person.disability", Value: "false"},
			}},
			{Register: "person", Table: "person", Office: "TE01", Source: "authority", RecordedAt: at.AddDate(0, -1, 0), Replaced: &replaced,
				Values: []registers.HeldValue{{Variable: "person.municipality", Value: "049"}}},
		},
		Readings: []registers.Processed{
			{At: at, Unit: "Uudenmaan TE-toimisto", Purpose: registers.PublicService, Act: "record-read", What: "person"}, {At: at, Act: "something-new"},
		},
		Extracts: []registers.WasInside{{Order: "T-1-2020", Kind: "permit", Basis: "KEHA-17-2020", Provision: "13:7 § 3 mom", Recipient: "Pohjolan yliopisto",
			Purpose: "research", Delivered: at, Tables: []string{"person"}}},
		Withheld: []registers.Withholding{{Table: "person", Column: "phone", Ground: registers.WithheldHealth, Reason: "Vakava vaara."}},
	}
}

func TestAccessTellsEverything(t *testing.T) {
	c, err := registers.Load()
	if err != nil {
		t.Fatal(err)
	}
	for lang, wants := range map[string][]string{
		"fi": {"Helsinki", "1.1.1990", "ei", "Espoo", "korvattu 1.11.2020", "2.11.2020 klo 11.00", "Uudenmaan TE-toimisto", "Muu käsittely",
			"yksikköä ei ole kirjattu", "Pohjolan yliopisto", "tieteellinen tutkimus", "KEHA/17/2020", "Vakava vaara.", "34 § 1 mom. 2 k", "tietosuojavaltuutetulle", "Turvakielto"},
		"sv": {"Helsingfors", "ersatt", "vetenskaplig forskning", "dataombudsmannen"},
		"en": {"1 January 1990", "replaced 1 November 2020", "scientific research", "Ombudsman"},
	} {
		d, err := Access(input(c, "2020-11-02", lang), invented())
		if err != nil {
			t.Fatal(err)
		}
		text := whole(t, d)
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("in %s the answer lacks %q", lang, want)
			}
		}
		// Every part of article 15(1) is there.
		for _, code := range []string{"person", "held", "withheld", "readings", "extracts", "disclosures", "purposes", "bases", "recipients", "sources", "retention", "rights", "complaint", "automated"} {
			found := false
			for _, s := range d.Sections {
				found = found || s.Code == code && s.Heading != "" && len(s.Text)+len(s.Tables)+len(s.Facts) > 0
			}
			if !found {
				t.Errorf("in %s the answer lacks the section %s", lang, code)
			}
		}
		if strings.Contains(text, "Virkamies\"") {
			t.Error("a column of officials without a decision")
		}
	}
}

func TestAccessNamesOnADecision(t *testing.T) {
	c, err := registers.Load()
	if err != nil {
		t.Fatal(err)
	}
	r := invented()
	r.Decision, r.Readings[0].Official = "TE01/44/2020", "Oili Virkailija"
	d, err := Access(input(c, "2020-11-02", "fi"), r)
	if err != nil {
		t.Fatal(err)
	}
	if text := whole(t, d); !strings.Contains(text, "Oili Virkailija") || !strings.Contains(text, "TE01/44/2020") {
		t.Error("the official is not named")
	}
}

func TestAccessRefusesWhatTheCatalogueLacks(t *testing.T) {
	c := few(t)
	r := invented()
	r.Held[0].Values[0].Variable = "person.nothing"
	if _, err := Access(input(c, "2020-11-02", "fi"), r); err == nil {
		t.Error("a variable that the catalogue does not have was told")
	}
}
