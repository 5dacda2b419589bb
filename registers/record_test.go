package registers

import (
	"errors"
	"maps"
	"testing"
)

// a valid record of each shape, from which the cases below differ by one thing.
func personRecord() Record {
	return Record{
		Table: "person", Subject: 1, Purpose: PublicService, Office: "TE01", Source: "person", Recorder: "a1",
		Values: map[string]string{
			"family_name": "Aalto", "given_names": "Aino", "birth_date": "1990-01-01", "sex": "2", "mother_tongue": "fi",
			"citizenship": "246", "municipality": "091", "protected_address": "false", "disability": "false", "fund_member": "true",
		},
	}
}

func offerRecord() Record {
	return Record{
		Table: "job_offer", Subject: 1, Purpose: Integration, Office: "TE15", Source: "office", Recorder: "a1",
		Values: map[string]string{"employer_id": "7", "vacancy_id": "9", "offered_on": "2020-10-01", "result": "51"},
	}
}

func serviceRecord() Record {
	return Record{
		Table: "procured_service", Subject: 3, Purpose: PublicService, Office: "TE02", Source: "provider", Recorder: "a1",
		Values: map[string]string{
			"kind": "01", "contract_number": "H-1", "start_date": "2020-01-01", "end_date": "2020-06-30", "price": "1200.50", "places": "12",
		},
	}
}

func TestCheck(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	day := mustDay("2020-11-02")
	set := func(column, value string) func(*Record) {
		return func(r *Record) {
			r.Values = maps.Clone(r.Values)
			r.Values[column] = value
		}
	}
	for _, test := range []struct {
		name   string
		rule   string // empty: accepted
		about  string
		record Record
		change func(*Record)
	}{
		{"a person", "", "", personRecord(), nil},
		{"an offer", "", "", offerRecord(), nil},
		{"a procured service", "", "", serviceRecord(), nil},
		{"purpose outside 1 §", "1.1", "", personRecord(), func(r *Record) { r.Purpose = "marketing" }},
		{"no purpose", "1.1", "", personRecord(), func(r *Record) { r.Purpose = "" }},
		{"a register that there is not", "1.2a", "company_service", personRecord(), func(r *Record) { r.Table = "company_service" }},
		{"a column outside 3 §", "3", "person.religion", personRecord(), set("religion", "x")},
		{"a derived variable", "3", "person.syntyv", personRecord(), set("syntyv", "1990")},
		{"a technical column", "3", "person.recorded_at", personRecord(), set("recorded_at", "2020-01-01")},
		{"the subject's id among the values", "3", "person.person_id", personRecord(), set("person_id", "2")},
		{"nobody's record", "subject", "person", personRecord(), func(r *Record) { r.Subject = 0 }},
		{"health without the two tests", "3.1.7", "person.disability", personRecord(), set("disability", "true")},
		{"health with one test", "3.1.7", "person.affects_employment", personRecord(), func(r *Record) {
			set("disability", "true")(r)
			set("affects_employment", "true")(r)
		}},
		{"health with both tests", "", "", personRecord(), func(r *Record) {
			set("disability", "true")(r)
			set("affects_employment", "true")(r)
			set("indispensable", "true")(r)
		}},
		{"no controller", "2.3b", "person", personRecord(), func(r *Record) { r.Office = "" }},
		{"an office that there is not", "2.3b", "person", personRecord(), func(r *Record) { r.Office = "TE16" }},
		{"no source", "4.1b", "job_offer.source", offerRecord(), func(r *Record) { r.Source = "" }},
		{"unknown source", "4.1b", "job_offer.source", offerRecord(), func(r *Record) { r.Source = "rumour" }},
		{"no recorder", "4.1b", "job_offer.recorder", offerRecord(), func(r *Record) { r.Recorder = " " }},
		{"unknown code", "code", "job_offer.result", offerRecord(), set("result", "77")},
		{"missing required value", "required", "person.municipality", personRecord(), set("municipality", "")},
		{"missing link", "required", "job_offer.vacancy_id", offerRecord(), set("vacancy_id", "")},
		{"a link that is no id", "form", "job_offer.vacancy_id", offerRecord(), set("vacancy_id", "0")},
		{"a day that does not exist", "form", "person.birth_date", personRecord(), set("birth_date", "1990-02-30")},
		{"a flag in words", "form", "person.fund_member", personRecord(), set("fund_member", "kyllä")},
		{"an e-mail address without a domain", "form", "person.email", personRecord(), set("email", "aino@")},
		{"a spell that ends before it begins", "spell", "procured_service.end_date", serviceRecord(), set("end_date", "2019-12-31")},
		{"no places", "form", "procured_service.places", serviceRecord(), set("places", "0")},
		{"half a place", "form", "procured_service.places", serviceRecord(), set("places", "1.5")},
		{"a negative price", "form", "procured_service.price", serviceRecord(), set("price", "-0.01")},
		{"thousandths of a cent", "form", "procured_service.price", serviceRecord(), set("price", "1.005")},
		{"a price beyond the column", "form", "procured_service.price", serviceRecord(), set("price", "10000000000")},
		{"a price of zero", "", "", serviceRecord(), set("price", "0")},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.change != nil {
				test.change(&test.record)
			}
			err := Check(c, test.record, day)
			if test.rule == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			var broken *RuleError
			if !errors.As(err, &broken) {
				t.Fatalf("accepted, or not a rule: %v", err)
			}
			if broken.Rule != test.rule || broken.About != test.about {
				t.Errorf("rule %s about %q, want %s about %q", broken.Rule, broken.About, test.rule, test.about)
			}
			for _, lang := range []string{"fi", "sv", "en"} {
				if broken.In(lang) == "" {
					t.Errorf("rule %s has no text in %s", broken.Rule, lang)
				}
			}
		})
	}
}

func TestCheckIdentifiers(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	r := Record{
		Table: "person_identifier", Subject: 1, Purpose: PublicService, Office: "TE01", Source: "authority", Recorder: "a1",
		Values: map[string]string{"code": "010190-900P", "temporary": "true", "valid_from": "2020-10-01"},
	}
	if err := Check(c, r, mustDay("2020-11-02")); err != nil {
		t.Error(err)
	}
	r.Values["code"] = "010190-900A"
	if err := Check(c, r, mustDay("2020-11-02")); err == nil {
		t.Error("a wrong henkilötunnus was accepted")
	}
}

func TestCheckBeforeTheLaw(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	var broken *RuleError
	if err := Check(c, offerRecord(), mustDay("2020-06-30")); !errors.As(err, &broken) || broken.Rule != "3" {
		t.Errorf("a variable not yet in force: %v", err)
	}
}
