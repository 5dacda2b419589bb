package web

import (
	"net/http"
	"strings"
	"testing"
)

// jobs puts an employer with an open vacancy in.
func (s *site) jobs() (employer int64, vacancy string) {
	s.t.Helper()
	employer = s.put(entry(virkailija, "employer", 0, "business_id", "9100002-1", "name", "Höyläämö Oy", "industry", "01", "municipality", "091", "start_date", "2019-01-01"))
	done, err := s.registers().WriteRecord(s.t.Context(), entry(virkailija, "vacancy", employer, "notice_number", "N-1", "occupation", "2512", "municipality", "091",
		"reported_on", "2020-10-01", "positions", "1", "working_time", "01", "duration", "01", "relation", "01", "summer_job", "false", "apprenticeship", "false"))
	if err != nil {
		s.t.Fatal(err)
	}
	return employer, done.Key[0]
}

func TestConsentPage(t *testing.T) {
	s := newSite(t, true)
	s.clients()
	p := s.atDesk(virkailija)
	path := p.open("person", hetuAino) + "/consent"
	given := form("answer.6.2.1", "given", "written", "yes", "on", "1.11.2020", "reference", "Kansio 1")
	t.Run("6.1a: only in writing", func(t *testing.T) {
		status, _, body := p.post(path, form("answer.6.2.1", "given", "on", "1.11.2020", "reference", "Kansio 1"))
		if status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#answer.6.2.1"`) || !strings.Contains(body, "Kansio 1") {
			t.Errorf("%d %s", status, wrongsIn(body))
		}
	})
	t.Run("a day to come", func(t *testing.T) {
		if status, _, body := p.post(path, form("answer.6.2.1", "given", "written", "yes", "on", "1.12.2020")); status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#on"`) {
			t.Errorf("%d", status)
		}
	})
	t.Run("6.1b: three states", func(t *testing.T) {
		p.must(path, given)
		f := p.typed(path)
		if f.Get("answer.6.2.1") != "given" || f.Get("answer.6.2.2") != "not_asked" {
			t.Errorf("after a consent: %v", f)
		}
		p.must(path, form("answer.6.2.1", "refused", "answer.6.2.2", "refused", "on", "2.11.2020"))
		f = p.typed(path)
		if f.Get("answer.6.2.1") != "refused" || f.Get("answer.6.2.2") != "refused" {
			t.Errorf("after a refusal: %v", f)
		}
		status, _, body := p.post(path, form("answer.6.2.2", "not_asked", "on", "2.11.2020"))
		if status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#answer.6.2.2"`) {
			t.Errorf("what was answered is made unasked: %d", status)
		}
		p.must(path, given)
		if f := p.typed(path); f.Get("answer.6.2.1") != "given" {
			t.Error("a new consent after a withdrawn one does not hold")
		}
	})
	t.Run("an employer has no such page", func(t *testing.T) {
		for _, page := range []string{"/consent", "/disclose"} {
			if status, _ := p.get(p.open("employer", ytunnus) + page); status != http.StatusNotFound {
				t.Errorf("%s: %d", page, status)
			}
		}
	})
	t.Run("6.3: individualised for health", func(t *testing.T) {
		_, vacancy := s.jobs()
		add := strings.TrimSuffix(path, "/consent") + "/add/consent"
		f := form("consent.category", "6.3", "consent.state", "given", "consent.written", "true", "consent.recorded_on", "1.11.2020",
			"consent.text_reference", "Kansio 2", "source", "person", "consent.health_datum", "work_capacity", "consent.health_need", "requirement")
		status, _, body := p.post(add, f)
		if status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#consent.health_datum"`) {
			t.Fatalf("a consent to whomever: %d %s", status, wrongsIn(body))
		}
		f.Set("consent.employer_id", "9100002-1")
		f.Set("consent.vacancy_id", vacancy)
		p.must(add, f)
		if _, body := p.get(path); !strings.Contains(body, "Höyläämö Oy (9100002-1)") {
			t.Error("the consent does not say to whom")
		}
	})
}

func TestDisclosureToAnEmployer(t *testing.T) {
	s := newSite(t, true)
	s.clients()
	_, vacancy := s.jobs()
	p := s.atDesk(virkailija)
	client := p.open("person", hetuAino)
	path := client + "/disclose"
	ask := func(more ...string) (int, string) {
		f := form("employer", "9100002-1", "vacancy", vacancy, "var", "person.family_name", "why.6.2.1", "Työnantaja kutsuu haastatteluun.")
		for i := 0; i < len(more); i += 2 {
			f.Set(more[i], more[i+1])
		}
		status, _, body := p.post(path, f)
		return status, body
	}
	logged := func() (done, refused int) {
		err := s.db.Pool().QueryRow(t.Context(), `select count(*) filter (where result = 'done'), count(*) filter (where result = 'refused')
			from audit.entries where kind = 'employer-disclosure' and person_token is not null`).Scan(&done, &refused)
		if err != nil {
			t.Fatal(err)
		}
		return done, refused
	}
	refusedBy := func(t *testing.T, rule string, status int, body string) {
		t.Helper()
		if status != http.StatusUnprocessableEntity || !strings.Contains(body, ruleText[rule]) || strings.Contains(body, "Nämä tiedot saa antaa") {
			t.Errorf("%d %s", status, wrongsIn(body))
		}
	}
	t.Run("6.1b-not-asked", func(t *testing.T) {
		status, body := ask()
		refusedBy(t, "6.1b-not-asked", status, body)
		if done, refused := logged(); done != 0 || refused != 1 {
			t.Errorf("the log has %d done, %d refused", done, refused)
		}
	})
	p.must(client+"/consent", form("answer.6.2.1", "given", "answer.6.2.6", "given", "written", "yes", "on", "1.11.2020"))
	t.Run("6.1a-need", func(t *testing.T) {
		status, body := ask("why.6.2.1", "")
		refusedBy(t, "6.1a-need", status, body)
		status, body = ask("vacancy", "")
		refusedBy(t, "6.1a-need", status, body)
	})
	t.Run("6.2-extent", func(t *testing.T) {
		status, body := ask("var", "person.education", "why.6.2.2", "Tarpeen.")
		refusedBy(t, "6.1b-not-asked", status, body)
	})
	t.Run("6.2.6", func(t *testing.T) {
		status, body := ask("var", "employment_code.code", "why.6.2.6", "Tarpeen.", "fixed_term", "yes")
		refusedBy(t, "6.2.6", status, body) // eight months only
	})
	t.Run("6.3", func(t *testing.T) {
		status, body := ask("var", "person.disability", "why.6.3", "Tarpeen.", "health_need", "requirement")
		refusedBy(t, "6.1b-not-asked", status, body)
	})
	t.Run("given and logged", func(t *testing.T) {
		status, body := ask()
		if status != http.StatusOK || !strings.Contains(body, "Nämä tiedot saa antaa") || !strings.Contains(body, "Äijälä") || !strings.Contains(body, "Höyläämö Oy") {
			t.Errorf("%d %s", status, wrongsIn(body))
		}
		if done, _ := logged(); done != 1 {
			t.Errorf("the log has %d disclosures, want 1", done)
		}
	})
}

// ruleText are sentences of rules as a page shows them.
var ruleText = map[string]string{
	"6.1b-not-asked": "Asiakkaalta ei ole kysytty suostumusta.",
	"6.1a-need":      "Työnantajalle saa antaa vain avoimen työpaikan täyttämiseksi",
	"6.2.6":          "Tiedon 12 kuukauden yhtäjaksoisesta työttömyydestä",
}
