package web

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
	"tietolupa/registers/law"
)

// The clients of the tests. Their codes are of the kind that no person has.
const (
	hetuAino  = "010190-900P"
	ytunnus   = "9100001-3"
	northHetu = "020285-9117"
)

// entry is a row as an official of an office enters it.
func entry(a permits.Actor, table string, subject int64, values ...string) postgres.Write {
	w := postgres.Write{Actor: a.ID, Record: registers.Record{Table: table, Subject: subject, Purpose: registers.PublicService,
		Office: string(a.Body), Source: "person", Recorder: string(a.ID), Values: map[string]string{},
		Health: registers.Health{AffectsEmployment: true, Indispensable: true}}}
	for i := 0; i < len(values); i += 2 {
		w.Values[values[i]] = values[i+1]
	}
	return w
}

func (s *site) registers() *postgres.Registers {
	s.t.Helper()
	cat, err := registers.Load()
	if err != nil {
		s.t.Fatal(err)
	}
	return s.db.Registers(cat, law.RetentionRules())
}

// put stores rows and gives the first one's client.
func (s *site) put(ws ...postgres.Write) int64 {
	s.t.Helper()
	done, err := s.registers().WriteRecords(s.t.Context(), ws...)
	if err != nil {
		s.t.Fatal(err)
	}
	return done[0].Subject
}

func newClient(a permits.Actor, family, given, code string, protected string) []postgres.Write {
	return []postgres.Write{
		entry(a, "person", 0, "family_name", family, "given_names", given, "birth_date", "1990-01-01", "sex", "2", "mother_tongue", "fi",
			"citizenship", "246", "municipality", "091", "street_address", "Koekatu 1 A 2", "phone", "040 000 0000", "protected_address", protected,
			"disability", "false", "fund_member", "false"),
		entry(a, "person_identifier", 0, "code", code, "temporary", "true", "valid_from", "1990-01-01"),
		entry(a, "clientship", 0, "start_date", "2020-03-01", "contact_mode", "01", "contact_on", "2020-09-01"),
		entry(a, "employment_code", 0, "code", "02", "start_date", "2020-03-01"),
	}
}

// clients puts three of them in: two of the south, one of the north.
func (s *site) clients() {
	s.t.Helper()
	s.put(newClient(virkailija, "Äijälä", "Aino Maria", hetuAino, "false")...)
	s.put(newClient(virkailija, "Äijänen", "Kaija", "030390-922A", "true")...)
	s.put(newClient(pohjoinen, "Äijö", "Niilo", northHetu, "false")...)
	s.put(entry(virkailija, "employer", 0, "business_id", ytunnus, "name", "Sorvaamo Oy", "industry", "01", "municipality", "091", "start_date", "2019-01-01"))
}

// atDesk is an official who has chosen a purpose.
func (s *site) atDesk(a permits.Actor) *person {
	s.t.Helper()
	p := s.as(a)
	p.must("/registers/purpose", form("purpose", "service"))
	return p
}

// open finds a client by a code and gives the address of the record.
func (p *person) open(subject, code string) string {
	p.t.Helper()
	return p.must("/registers/search", form("purpose", "service", "subject", subject, "code", code))
}

func TestFindingClients(t *testing.T) {
	s := newSite(t, true)
	s.clients()
	p := s.as(virkailija)
	if status, body := p.get("/registers"); status != http.StatusOK || !strings.Contains(body, "Uudenmaan TE-toimisto") {
		t.Fatalf("the page to find clients: %d", status)
	}
	t.Run("1.1", func(t *testing.T) {
		for _, purpose := range []string{"", "curiosity"} {
			status, _, body := p.post("/registers/search", form("purpose", purpose, "subject", "person", "name", "Äijä"))
			if status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#purpose"`) || strings.Contains(body, "Aino Maria") {
				t.Errorf("a search for purpose %q: %d", purpose, status)
			}
		}
	})
	t.Run("by name, of one's own office alone", func(t *testing.T) {
		status, _, body := p.post("/registers/search", form("purpose", "service", "subject", "person", "name", "äij"))
		if status != http.StatusOK || !strings.Contains(body, "Äijälä, Aino Maria") || !strings.Contains(body, "Äijänen, Kaija") || strings.Contains(body, "Niilo") {
			t.Errorf("%d %s", status, wrongsIn(body))
		}
		if strings.Count(body, "Helsinki") != 1 {
			t.Error("the municipality is shown of the one under a non-disclosure order too, or of neither")
		}
	})
	t.Run("by a code the record opens", func(t *testing.T) {
		for _, code := range []string{hetuAino, strings.ToLower(hetuAino)} {
			if path := p.open("person", code); !strings.HasPrefix(path, "/registers/clients/") || strings.Contains(path, "0101") {
				t.Errorf("%s", path)
			}
		}
	})
	t.Run("a client of another office is not found", func(t *testing.T) {
		status, _, body := p.post("/registers/search", form("purpose", "service", "subject", "person", "code", northHetu))
		if status != http.StatusOK || strings.Contains(body, "Niilo") {
			t.Errorf("%d", status)
		}
	})
	t.Run("too wide", func(t *testing.T) {
		status, _, body := p.post("/registers/search", form("purpose", "service", "subject", "person", "name", "ä"))
		if status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#name"`) {
			t.Errorf("%d", status)
		}
	})
}

func TestRecordOfAClient(t *testing.T) {
	s := newSite(t, true)
	s.clients()
	p := s.atDesk(virkailija)
	path := p.open("person", hetuAino)
	status, body := p.get(path)
	if status != http.StatusOK {
		t.Fatalf("%d %s", status, s.log.String())
	}
	for _, want := range []string{"Äijälä, Aino Maria", hetuAino, `id="item-3.1.1"`, `id="item-3.1.9"`, `id="item-joint.4"`, "1.3.2020", "Työtön", "Asiakas itse", "u-virkailija"} {
		if !strings.Contains(body, want) {
			t.Errorf("the record lacks %q", want)
		}
	}
	t.Run("24.1 § 31 k", func(t *testing.T) {
		_, body := p.get(p.open("person", "030390-922A"))
		if strings.Contains(body, "Koekatu") || strings.Contains(body, "040 000") || strings.Contains(body, "Helsinki") || !strings.Contains(body, "Turvakielto") {
			t.Error("where a person under a non-disclosure order lives is shown")
		}
	})
	t.Run("what one may not see is not found", func(t *testing.T) {
		north := s.atDesk(pohjoinen)
		for _, address := range []string{path, "/registers/clients/" + strings.Repeat("a", 26), "/registers/clients/7"} {
			if status, _ := north.get(address); status != http.StatusNotFound {
				t.Errorf("GET %s by another office: %d", address, status)
			}
		}
		if status, _, body := north.post("/registers/search", form("purpose", "service", "subject", "person", "code", hetuAino)); status != http.StatusOK || strings.Contains(body, "Aino") {
			t.Errorf("a search by another office: %d", status)
		}
	})
	t.Run("4a.3: a purpose for each visit", func(t *testing.T) {
		if status, body := s.as(virkailija).get(path); status != http.StatusSeeOther || strings.Contains(body, "Aino") {
			t.Errorf("a record without a purpose: %d", status)
		}
	})
	t.Run("others have no business here", func(t *testing.T) {
		for _, who := range []permits.Actor{tutkija, ratkaisija, analyytik} {
			if status, _ := s.as(who).get(path); status != http.StatusForbidden {
				t.Errorf("GET by %s: %d", who.ID, status)
			}
			if status, _, _ := s.as(who).post("/registers/search", form("purpose", "service")); status != http.StatusForbidden {
				t.Errorf("a search by %s: %d", who.ID, status)
			}
		}
	})
	if log := s.log.String(); regexp.MustCompile(`\d{6}-9\d\d|Äij`).MatchString(log) || strings.Contains(log, strings.TrimPrefix(path, "/registers/clients/")) {
		t.Error("the log tells of whom pages were about")
	}
}
