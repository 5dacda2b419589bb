package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"tietolupa/postgres"
	"tietolupa/registers"
)

func (s *site) idOf(subject, code string) int64 {
	s.t.Helper()
	all, err := s.registers().FindClients(s.t.Context(), postgres.Look{Actor: virkailija.ID, Purpose: registers.PublicService, Whole: true}, postgres.Search{Subject: subject, Code: code})
	if err != nil || len(all) != 1 {
		s.t.Fatal(code, all, err)
	}
	return all[0].ID
}

// putKey stores a row and gives the last part of its key.
func (s *site) putKey(w postgres.Write) string {
	s.t.Helper()
	done, err := s.registers().WriteRecords(s.t.Context(), w)
	if err != nil {
		s.t.Fatal(err)
	}
	return done[0].Key[0]
}

// restrict has a client's data restricted by a granted request, and gives it.
func (s *site) restrict(subject string, id int64) string {
	s.t.Helper()
	subjects := s.registers().Subjects(func([]byte, int64) (bool, error) { return false, nil })
	look := postgres.Look{Actor: virkailija.ID, Purpose: registers.PublicService, Whole: true}
	q, err := subjects.OpenRequest(s.t.Context(), look, postgres.Arrival{Kind: registers.Restriction, Register: subject, Subject: subject, Client: id, Office: "TE01"})
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := subjects.AnswerRequest(s.t.Context(), virkailija.ID, q.ID, q.Version, registers.Reply{Outcome: registers.RequestGranted}); err != nil {
		s.t.Fatal(err)
	}
	return q.ID
}

// 24.1 § 31 k: no page and no answer tells an area of a person under a
// non-disclosure order through what they are linked to.
func TestLinksTellNoArea(t *testing.T) {
	s := newSite(t, true)
	s.clients()
	employer := s.idOf("employer", ytunnus)
	cat, err := registers.Load()
	if err != nil {
		t.Fatal(err)
	}
	code := func(list string) string { return cat.Codes(list)[0].Code }
	place := s.putKey(entry(virkailija, "subsidy_place", employer, "reported_on", "2020-10-01", "occupation", code("occupation"), "municipality", "837",
		"working_time", code("working_time")))
	s.putKey(entry(virkailija, "vacancy", employer, "notice_number", "7001", "reported_on", "2020-10-01", "occupation", code("occupation"), "municipality", "837",
		"positions", "1", "working_time", code("working_time"), "duration", code("work_duration"), "relation", code("work_relation"),
		"summer_job", "false", "apprenticeship", "false"))
	p := s.atDesk(virkailija)
	employerPath := p.open("employer", ytunnus)
	_, before := p.get(employerPath)
	told := strings.Count(before, "Tampere")
	if told == 0 {
		t.Fatal("the vacancy's own place is not shown")
	}
	for hetu, shown := range map[string]bool{hetuAino: true, "030390-922A": false} {
		id := s.idOf("person", hetu)
		s.put(entry(virkailija, "subsidy_offer", id, "offered_on", "2020-10-02", "employer_id", fmt.Sprint(employer), "subsidy_place_id", place, "result", code("offer_result")))
		s.put(entry(virkailija, "subsidy_decision", employer, "decided_on", "2020-10-05", "start_date", "2020-10-10", "subsidy_place_id", place,
			"person_id", fmt.Sprint(id), "result", code("decision_result")))
		_, body := p.get(employerPath)
		if now := strings.Count(body, "Tampere"); (now > told) != shown {
			t.Errorf("%v: the employer's record tells the place %d times, before %d", shown, now, told)
		} else {
			told = now
		}
		path := p.open("person", hetu)
		if _, body := p.get(path); strings.Contains(body, "Tampere") || !strings.Contains(body, "Sorvaamo Oy") {
			t.Error("the person's record tells the place of the work, or not the employer")
		}
		if _, _, body := p.post(path+"/disclose", form("employer", ytunnus, "lookup", "employer")); strings.Contains(body, "Tampere") || !strings.Contains(body, "7001") {
			t.Errorf("%v: the vacancies to choose from tell the place, or are not there", shown)
		}
		add := form("subsidy_offer.employer_id", ytunnus, "subsidy_offer.offered_on", "2.10.2020", "source", "office", "lookup", "subsidy_offer.employer_id")
		if _, _, body := p.post(path+"/add/subsidy_offer", add); strings.Contains(body, "Tampere") != shown || !strings.Contains(body, "1.10.2020 · ") {
			t.Errorf("%v: the form's choices tell the place: %v", shown, strings.Contains(body, "Tampere"))
		}
		status, answer, _ := p.call(http.MethodGet, "/api"+path, nil)
		if said := toText(answer); status != http.StatusOK || strings.Contains(said, `"837"`) || strings.Contains(said, `"municipality":"091"`) != shown {
			t.Errorf("%v: the interface answers %d with an area", shown, status)
		}
	}
}

// GDPR 18: a page and the interface say that the processing is restricted, and
// nothing else; nothing is corrected.
func TestRestrictedClient(t *testing.T) {
	s := newSite(t, true)
	s.clients()
	employer := s.idOf("employer", ytunnus)
	p := s.atDesk(virkailija)
	path := p.open("employer", ytunnus)
	_, body := p.get(path)
	add := p.link(path, `/add/vacancy`)
	if !strings.Contains(body, "Sorvaamo") {
		t.Fatal("the record is not shown before")
	}
	request := s.restrict("employer", employer)
	status, body := p.get(path)
	_, main, _ := strings.Cut(body, "<main")
	if status != http.StatusOK || strings.Contains(body, "Sorvaamo") || strings.Contains(main, ytunnus) || strings.Contains(main, "Helsinki") || !strings.Contains(main, request) {
		t.Errorf("the page: %d", status)
	}
	if _, _, body := p.post("/registers/search", form("purpose", "service", "subject", "employer", "name", "Sorv")); strings.Contains(body, "Sorvaamo") || !strings.Contains(body, "Käsittely rajoitettu") {
		t.Error("the search shows more than the restriction")
	}
	if status, body := p.get(add); status < 400 || strings.Contains(body, "Sorvaamo") {
		t.Errorf("a row may be added: %d", status)
	}
	status, answer, _ := p.call(http.MethodGet, "/api"+path, nil)
	if said := toText(answer); status != http.StatusOK || answer["restricted"] != true || strings.Contains(said, "Sorvaamo") || !strings.Contains(said, `"rows":[]`) {
		t.Errorf("the interface: %d %s", status, said)
	}
	status, answer, _ = p.call(http.MethodPost, "/api"+path+"/rows", map[string]any{"rows": []any{map[string]any{"table": "employer_contact", "values": map[string]string{}, "source": "office"}}})
	if status != http.StatusUnprocessableEntity || answer["rule"] != "18" {
		t.Errorf("writing: %d %v", status, answer)
	}
}

// An earlier value is offered only where there is one, and a page is one reading.
func TestHistoryIsOfferedWhereAValueChanged(t *testing.T) {
	s := newSite(t, true)
	s.clients()
	p := s.atDesk(virkailija)
	path := p.open("person", hetuAino)
	row := p.link(path, `/rows/[a-z2-7]+`)
	f := p.typed(row)
	f.Set("person.phone", "050 222 2222")
	p.must(row, f)
	_, body := p.get(path)
	if n := strings.Count(body, "/history/"); n != 1 || !strings.Contains(body, row+"/history/phone") {
		t.Errorf("%d histories are offered, want that of the telephone alone", n)
	}
	readings := func() (n int) {
		t.Helper()
		if err := s.db.Pool().QueryRow(t.Context(), "select count(*) from audit.entries where kind = 'record-read'").Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	for _, page := range []string{path, row, row + "/history/phone"} {
		before := readings()
		if status, _ := p.get(page); status != http.StatusOK {
			t.Fatal(page, status)
		}
		if n := readings() - before; n != 1 {
			t.Errorf("a page made %d entries of reading", n)
		}
	}
}
