package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"tietolupa/permits"
)

// found does a worker's part: it looks for the extracts of one request.
func (s *site) found(path string) {
	s.t.Helper()
	worker := s.registers().Subjects(func([]byte, int64) (bool, error) { return false, nil })
	if err := worker.FindExtracts(s.t.Context(), strings.TrimPrefix(path, "/requests/")); err != nil {
		s.t.Fatal(err)
	}
}

// asked is a request of a client taken in by an official at the client's record.
func (p *person) asked(record, kind string) (path string) {
	p.t.Helper()
	return p.must(record+"/request", form("kind", kind, "register", "person", "arrived", "1.11.2020"))
}

func TestRequestIsTakenInAndRouted(t *testing.T) {
	s := newSite(t, true)
	s.clients()
	p := s.atDesk(virkailija)
	path := p.asked(p.open("person", hetuAino), "15")
	status, body := p.get(path)
	if status != http.StatusOK || !strings.Contains(body, "1.12.2020") || !strings.Contains(body, "Uudenmaan TE-toimisto") {
		t.Fatalf("%d %s", status, wrongsIn(body))
	}
	t.Run("2.3b another office's client is routed there", func(t *testing.T) {
		moved := p.must("/requests/new", form("kind", "16", "register", "person", "arrived", "1.11.2020", "code", northHetu))
		if status, body := p.get(moved); status != http.StatusOK || !strings.Contains(body, "Lapin TE-toimisto") || strings.Contains(body, "/answer") {
			t.Errorf("%d %s", status, wrongsIn(body))
		}
		if status, _ := p.get(moved + "/answer"); status != http.StatusForbidden {
			t.Errorf("the office that received it answers: %d", status)
		}
		if _, body := s.as(pohjoinen).get("/requests"); !strings.Contains(body, moved) {
			t.Error("not in the queue of the office that answers")
		}
	})
	t.Run("what one may not see is not found", func(t *testing.T) {
		if status, _ := s.as(pohjoinen).get(path); status != http.StatusNotFound {
			t.Errorf("%d", status)
		}
		if status, _ := s.as(tutkija).get(path); status != http.StatusForbidden {
			t.Errorf("%d", status)
		}
		e := s.as(esittelija) // KEHA oversees, and does not read the person's data
		if status, _ := e.get(path); status != http.StatusOK {
			t.Errorf("%d", status)
		}
		for _, hidden := range []string{"/report", "/report.json", "/answer"} {
			if status, _ := e.get(path + hidden); status != http.StatusForbidden {
				t.Errorf("%s: %d", hidden, status)
			}
		}
	})
	t.Run("12.3 extended once, with a reason", func(t *testing.T) {
		if status, _, body := p.post(path+"/extend", form("version", p.version(path+"/extend"))); status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#extend_reasons"`) {
			t.Errorf("%d", status)
		}
		p.must(path+"/extend", form("version", p.version(path+"/extend"), "extend_reasons", "Laaja aineisto"))
		if _, body := p.get(path); !strings.Contains(body, "1.2.2021") || !strings.Contains(body, "Laaja aineisto") {
			t.Error("not extended to three months")
		}
		if status, _ := p.get(path + "/extend"); status != http.StatusNotFound {
			t.Errorf("offered again: %d", status)
		}
	})
	t.Run("12.6 the clock stands while identity is asked about", func(t *testing.T) {
		path := p.asked(p.open("person", hetuAino), "21")
		p.must(path+"/identity", form("version", p.version(path+"/identity"), "identity_doubt", "Osoite ei täsmää"))
		if _, body := p.get(path); !strings.Contains(body, "Määräaika ei kulu") {
			t.Error("the clock runs")
		}
		p.must(path+"/confirm", form("version", p.version(path+"/confirm")))
		if _, body := p.get(path); !strings.Contains(body, "2.12.2020") {
			t.Error("the month does not begin anew")
		}
	})
	t.Run("a stale page is refused", func(t *testing.T) {
		if status, _, _ := p.post(path+"/withdraw", form("version", "1")); status != http.StatusConflict {
			t.Errorf("%d", status)
		}
	})
	if strings.Contains(s.log.String(), hetuAino) {
		t.Error("the log holds a code")
	}
}

func TestReportPage(t *testing.T) {
	s := newSite(t, true)
	s.clients()
	p := s.atDesk(virkailija)
	path := p.asked(p.open("person", hetuAino), "15")
	if status, location, _ := p.post(path+"/extracts", nil); status != http.StatusSeeOther || location != path {
		t.Errorf("%d %s", status, location)
	}
	if _, body := p.get(path + "/progress"); !strings.Contains(body, "every 2s") {
		t.Error("the panel does not wait")
	}
	if status, _ := p.get(path + "/report"); status != http.StatusSeeOther {
		t.Errorf("a report before the search: %d", status)
	}
	s.found(path)
	status, body := p.get(path + "/report")
	_, body, _ = strings.Cut(body, "<main") // after the name of who has signed in
	if status != http.StatusOK || !strings.Contains(body, "Äijälä") || !strings.Contains(body, "Asiakas itse") || strings.Contains(body, "Veera Virkailija") {
		t.Fatalf("%d %s", status, s.log.String())
	}
	t.Run("TSL 34 §", func(t *testing.T) {
		if status, _, body := p.post(path+"/withhold", form("version", "1", "what", "person.phone", "ground", "34.1.2")); status != http.StatusUnprocessableEntity || !strings.Contains(body, "#withhold_reasons") {
			t.Errorf("%d", status)
		}
		p.must(path+"/withhold", form("version", "1", "what", "person.phone", "ground", "34.1.2", "withhold_reasons", "Vaara toiselle"))
		if _, body := p.get(path + "/report"); strings.Contains(body, "040 000 0000") {
			t.Error("what is withheld is in the report")
		}
	})
	t.Run("C-579/21 officials by a decision", func(t *testing.T) {
		p.must(path+"/officials", form("version", p.version(path+"/officials"), "officials_decision", "P-7/2020"))
		_, body := p.get(path + "/report")
		if _, body, _ = strings.Cut(body, "<main"); !strings.Contains(body, "Veera Virkailija") {
			t.Error("nobody is named")
		}
	})
	t.Run("PDF and JSON", func(t *testing.T) {
		if status, body := p.get(path + "/report.pdf"); status != http.StatusOK || !strings.HasPrefix(body, "%PDF") {
			t.Errorf("%d", status)
		}
		status, body := p.get(path + "/report.json")
		var report struct {
			Name     string
			Held     []any
			Extracts []any
		}
		if err := json.Unmarshal([]byte(body), &report); err != nil || status != http.StatusOK || report.Name != "Aino Maria Äijälä" || len(report.Held) < 4 || report.Extracts == nil {
			t.Errorf("%d %+v %v", status, report, err)
		}
	})
	t.Run("15 the answer says that all was given", func(t *testing.T) {
		v := p.version(path + "/answer")
		if status, _, body := p.post(path+"/answer", form("version", v, "outcome", "granted")); status != http.StatusUnprocessableEntity || !strings.Contains(body, "#given") {
			t.Errorf("%d %s", status, wrongsIn(body))
		}
		p.must(path+"/answer", form("version", v, "outcome", "granted", "given", "yes"))
		if _, body := p.get("/requests?state=closed"); !strings.Contains(body, path) {
			t.Error("not among the closed")
		}
	})
}

func TestAnswersByRight(t *testing.T) {
	s := newSite(t, true)
	s.clients()
	p := s.atDesk(virkailija)
	record := p.open("person", hetuAino)
	t.Run("4.2 restriction is refused in the person register", func(t *testing.T) {
		path := p.asked(record, "18")
		_, body := p.get(path + "/answer")
		if !strings.Contains(body, "447/2020") || strings.Contains(body, `value="granted"`) {
			t.Error("the answer leaves a choice")
		}
		p.must(path+"/answer", form("version", p.version(path+"/answer")))
		if _, body := p.get(path); !strings.Contains(body, "13:4 § 2 mom") {
			t.Error("4.2 is not the ground")
		}
	})
	t.Run("18 possible for an employer", func(t *testing.T) {
		employer := p.open("employer", ytunnus)
		path := p.must(employer+"/request", form("kind", "18", "register", "employer", "arrived", "1.11.2020"))
		s.found(path)
		p.must(path+"/answer", form("version", p.version(path+"/answer"), "outcome", "granted"))
		lift := p.link(path, `/lift`)
		for field, f := range map[string]url.Values{
			"lift_told":    form("lift_reasons", "Tiedot on tarkistettu."),
			"lift_reasons": form("lift_told", "1.11.2020"),
		} {
			f.Set("version", p.version(lift))
			if status, _, body := p.post(lift, f); status != http.StatusUnprocessableEntity || !strings.Contains(body, "#"+field) {
				t.Errorf("without %s: %d %s", field, status, wrongsIn(body))
			}
		}
		today := "2.11.2020"
		p.must(lift, form("version", p.version(lift), "lift_told", today, "lift_reasons", "Tiedot on tarkistettu."))
		if _, body := p.get(path); strings.Contains(body, "/lift") || !strings.Contains(body, "Tiedot on tarkistettu.") {
			t.Error("the restriction is not lifted on its page")
		}
	})
	t.Run("16 only after the register has been corrected, and recipients are told", func(t *testing.T) {
		_, _ = s.jobs()
		path := p.asked(record, "16")
		s.found(path)
		v := p.version(path + "/answer")
		if status, _, body := p.post(path+"/answer", form("version", v, "outcome", "granted", "corrected", "yes")); status != http.StatusUnprocessableEntity || !strings.Contains(body, "#corrected") {
			t.Errorf("%d %s", status, wrongsIn(body))
		}
	})
	t.Run("17 reasons, provision and remedies", func(t *testing.T) {
		path := p.asked(record, "17")
		v := p.version(path + "/answer")
		if status, _, _ := p.post(path+"/answer", form("version", v, "outcome", "refused", "reply_provision", "GDPR 17(3)(b)")); status != http.StatusUnprocessableEntity {
			t.Errorf("without reasons: %d", status)
		}
		if status, _, body := p.post(path+"/answer", form("version", v, "outcome", "refused", "reply_provision", "GDPR 17(3)(b)", "reply_reasons", "Säilytysaika on kesken")); status != http.StatusUnprocessableEntity || !strings.Contains(body, "#remedies") {
			t.Errorf("without remedies: %d", status)
		}
		p.must(path+"/answer", form("version", v, "outcome", "refused", "reply_provision", "GDPR 17(3)(b)", "reply_reasons", "Säilytysaika on kesken", "remedies", "yes"))
	})
	t.Run("17 a row goes by request", func(t *testing.T) {
		path := p.asked(record, "17")
		s.found(path)
		if status, _, body := p.post(path+"/answer", form("version", p.version(path+"/answer"), "outcome", "granted", "notify_impossible", "-")); status != http.StatusUnprocessableEntity || !strings.Contains(body, "Valitse ne ensin") {
			t.Errorf("granted with nothing to erase: %d %s", status, wrongsIn(body))
		}
		_, body := p.get(path + "/erase")
		if strings.Contains(body, hetuAino) || !strings.Contains(body, `name="row"`) {
			t.Fatal("the rows to choose from are not there, or one that says who the person is")
		}
		row := regexp.MustCompile(`name="row" value="([^"]+)"`).FindStringSubmatch(body)[1]
		for field, f := range map[string]url.Values{"row": form("erase_reasons", "Toisen henkilön tieto."), "erase_reasons": form("row", row)} {
			f.Set("version", p.version(path+"/erase"))
			if status, _, body := p.post(path+"/erase", f); status != http.StatusUnprocessableEntity || !strings.Contains(body, "#"+field) {
				t.Errorf("without %s: %d %s", field, status, wrongsIn(body))
			}
		}
		chosen := form("version", p.version(path+"/erase"), "row", row, "erase_reasons", "Toisen henkilön tieto.")
		p.must(path+"/erase", chosen)
		if status, _, body := p.post(path+"/erase", chosen); status != http.StatusUnprocessableEntity || !strings.Contains(body, "#row") {
			t.Errorf("chosen twice: %d", status)
		}
		if _, body := p.get(path); !strings.Contains(body, "Toisen henkilön tieto.") || !strings.Contains(body, "poistetaan seuraavassa ajossa") {
			t.Error("the request does not show what is erased")
		}
		p.must(path+"/answer", form("version", p.version(path+"/answer"), "outcome", "granted", "notify_impossible", "Vastaanottaja on lakannut."))
	})
	t.Run("20 there is no right", func(t *testing.T) {
		path := p.asked(record, "20")
		p.must(path+"/answer", form("version", p.version(path+"/answer")))
	})
}

func TestAssessmentPages(t *testing.T) {
	s := newSite(t, true)
	if status, _ := s.as(virkailija).get("/assessments"); status != http.StatusForbidden {
		t.Errorf("an official of an office: %d", status)
	}
	e := s.as(esittelija)
	if _, body := e.get("/assessments"); !strings.Contains(body, "Vaikutustenarviointia ei ole hyväksytty") {
		t.Error("nothing is due")
	}
	whole := []string{"version", "0", "assessment_description", "Rekisterien käsittely", "assessment_necessity", "Tarpeen", "assessment_risks", "Riskit",
		"assessment_measures", "Toimet", "step", "approved", "high_risk", "yes"}
	if status, _, body := e.post("/assessments/new/dpia", form(whole...)); status != http.StatusUnprocessableEntity || !strings.Contains(body, "#assessment_advice") || !strings.Contains(body, "Rekisterien käsittely") {
		t.Errorf("%d %s", status, wrongsIn(body))
	}
	path := e.must("/assessments/new/dpia", form(append(whole, "assessment_advice", "Neuvo")...))
	if status, body := e.get(path); status != http.StatusOK || !strings.Contains(body, "Nykyinen luettelo") {
		t.Errorf("%d", status)
	}
	if _, body := e.get("/assessments"); !strings.Contains(body, "kuultava ennakolta") {
		t.Error("no consultation is due")
	}
	number := strings.TrimPrefix(path, "/assessments/")
	consultation := e.must("/assessments/new/consultation", form("version", "0", "about", number+".1", "assessment_description", "Kysymme", "step", "sent"))
	e.must(consultation, form("version", "1", "about", number+".1", "assessment_description", "Kysymme", "assessment_answer", "Vastaus", "step", "answered"))
	if _, body := e.get("/assessments"); !strings.Contains(body, "ajan tasalla") {
		t.Error("something is still due")
	}
	if status, _, _ := e.post(path, form(append(whole, "assessment_advice", "Neuvo")...)); status != http.StatusConflict {
		t.Errorf("a stale version: %d", status)
	}
}

// TestSubjectPagesInABrowser finds the pages clean of faults that WCAG 2.1 AA
// knows, at two widths and in three languages.
func TestSubjectPagesInABrowser(t *testing.T) {
	ctx := browser(t)
	s := newSite(t, true)
	s.clients()
	p := s.atDesk(virkailija)
	record := p.open("person", hetuAino)
	access, waiting, restricted, corrected := p.asked(record, "15"), p.asked(record, "15"), p.asked(record, "18"), p.asked(record, "16")
	s.found(access)
	p.must(access+"/withhold", form("version", "1", "what", "person.phone", "ground", "34.1.2", "withhold_reasons", "Vaara toiselle"))
	s.found(corrected)
	p.must(restricted+"/answer", form("version", p.version(restricted+"/answer")))
	e := s.as(esittelija)
	assessment := e.must("/assessments/new/dpia", form("version", "0", "assessment_description", "Rekisterien käsittely", "assessment_necessity", "Tarpeen",
		"assessment_risks", "Riskit", "assessment_measures", "Toimet", "assessment_advice", "Neuvo", "step", "approved", "high_risk", "yes"))
	for _, v := range []struct {
		who   permits.Actor
		paths []string
	}{
		{virkailija, []string{"/requests", "/requests/new", access, waiting, restricted, access + "/report", access + "/answer", corrected + "/answer", access + "/withhold", access + "/officials", access + "/extend"}},
		{esittelija, []string{"/requests/new", access, "/assessments", assessment, "/assessments/new/consultation"}},
	} {
		s.cleanAs(t, ctx, v.who, v.paths...)
	}
}
