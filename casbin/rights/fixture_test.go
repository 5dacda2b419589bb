package rights

import (
	"errors"
	"testing"
	"time"

	"tietolupa/permits"
	"tietolupa/registers"
)

// now is inside the seed law's validity.
var now = time.Date(2020, 11, 2, 7, 0, 0, 0, time.UTC)

func day(s string) registers.Day {
	d, err := registers.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

func at(s string) time.Time { return day(s).Time().Add(9 * time.Hour) }

var (
	tuula   = permits.Actor{ID: "tuula.niemi", Body: "TE01", Duties: []permits.Duty{permits.Official}}
	contact = permits.Actor{ID: "kaisa.laine", Body: "TE01", Duties: []permits.Duty{permits.Contact}}
	ely     = permits.Actor{ID: "outi.saari", Body: "ELY13", Duties: []permits.Duty{permits.Contact}}
	oskari  = permits.Actor{ID: "oskari.heikkinen", Body: "ELY13"}
	kela    = permits.Actor{ID: "kirsi.salo", Body: "KELA", Duties: []permits.Duty{permits.Contact}}
	keha    = permits.Actor{ID: "riitta.aro", Body: permits.KEHA, Duties: []permits.Duty{permits.Contact}}
	hanna   = permits.Actor{ID: "hanna.koski", Body: permits.KEHA, Duties: []permits.Duty{permits.AccessOfficer}}
	other   = permits.Actor{ID: "ville.ranta", Body: permits.KEHA, Duties: []permits.Duty{permits.AccessOfficer}}
	auditor = permits.Actor{ID: "leo.berg", Organisation: "Tarkastus Oy", Duties: []permits.Duty{permits.Commissioned}}
)

func tenMonths() Extent {
	return Extent{
		Items: []string{"3.1.1", "3.1.2", "3.2.1"}, Offices: []permits.Body{"TE01"}, Areas: []string{"ELY01"},
		Powers: []Power{Search, Read, Write}, From: day("2020-11-02"), Until: day("2021-08-31"),
	}
}

func request() Request {
	return Request{Ground: "5.2.1", Uses: []Use{CustomerService, PendingMatter}, Extent: tenMonths(), Need: "Ohjaa työnhakijoita."}
}

func commissioned(by permits.Body, ground Ground, task string) Request {
	return Request{
		Ground: ground, Uses: []Use{Oversight}, Need: "Arvioi palvelujen vaikuttavuutta.",
		Commission: &Commission{By: by, Body: "Tarkastus Oy", Task: task, Reference: "TEM/2020/77", Until: day("2021-03-31")},
		Extent: Extent{Items: []string{"3.1.2"}, Areas: []string{WholeCountry}, Powers: []Power{Search, Read},
			From: day("2020-11-02"), Until: day("2021-03-31")},
	}
}

func apply(t testing.TB, by, person permits.Actor, r Request) Application {
	t.Helper()
	a, e, err := Apply("KEHA-H1-2020", by, person, r, now)
	if err != nil {
		t.Fatal(err)
	}
	if e.Kind != AccessApplied || e.Subject != a.ID || e.Version != a.Version || a.State != Applied {
		t.Fatalf("event %+v of %+v", e, a)
	}
	return a
}

func grant(t testing.TB, by, person permits.Actor, r Request) (Application, Right) {
	t.Helper()
	a := apply(t, by, person, r)
	a, right, events, err := a.Grant("KEHA-K1-2020", hanna, person, a.Version, a.Request.Extent, "", now.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if len(events) != 2 || events[0].Subject != a.ID || events[1].Subject != right.ID || events[1].Version != right.Version {
		t.Fatalf("events %+v", events)
	}
	return a, right
}

// right is one of an official of TE01.
func right(t testing.TB) Right {
	t.Helper()
	_, r := grant(t, contact, tuula, request())
	return r
}

func legacy() Right {
	return Right{ID: "KEHA-K9-2020", Body: "ELY13", Ground: "5.2.7", Uses: []Use{Oversight}, GrantedBy: "TEM", GrantedAt: at("2018-02-01"),
		Extent: Extent{Items: []string{"3.1.2"}, Areas: []string{"ELY13"}, Powers: []Power{Search, Read}, From: day("2018-02-01"), Until: day("2023-12-31")}}
}

func rule(err error) string {
	if r, ok := errors.AsType[*permits.RuleError](err); ok {
		return r.Rule
	}
	if err != nil {
		return err.Error()
	}
	return "none"
}
