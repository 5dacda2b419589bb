package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tietolupa/permits"
)

func request() url.Values {
	return form("task", permits.TasksOf("ELY15")[0].Code, "necessity", "Alueen työllisyyden kehityksen seuranta edellyttää jaksotietoja.",
		"term_from", "2.11.2020", "term_to", "31.12.2021", "var", "person.municipality", "protection.person.municipality", "exact",
		"var", "employment_code.code", "var", "employment_code.start_date", "protection.employment_code.start_date", "month",
		"period_from", "1.1.2019", "period_to", "31.10.2020", "cadence", "monthly",
		"recipient_kind", "body", "recipient_name", "ELY-keskuksen analyysiympäristö", "recipient_key", testKey)
}

func requestedDisclosure(s *site) string {
	s.t.Helper()
	return s.as(analyytik).must("/disclosures", request())
}

func confirmedDisclosure(s *site) string {
	s.t.Helper()
	path := requestedDisclosure(s)
	e, r := s.as(esittelija), s.as(ratkaisija)
	e.must(path+"/prepare", form("version", e.version(path+"/prepare"), "var", "person.municipality", "protection.person.municipality", "region",
		"var", "employment_code.code", "protection.employment_code.code", "exact", "var", "employment_code.start_date", "protection.employment_code.start_date", "month"))
	r.must(path+"/confirm", form("version", r.version(path)))
	return path
}

func TestAnalystsJourney(t *testing.T) {
	s := newSite(t, true)
	path := confirmedDisclosure(s)
	order, content := sealedOrder(s, s.as(analyytik), path)
	status, body := s.as(analyytik).get(order + "/package")
	if status != http.StatusOK || body != string(content) {
		t.Errorf("the package: %d, %d bytes", status, len(body))
	}
	o, err := s.db.Order(t.Context(), permits.OrderID(strings.TrimPrefix(order, "/orders/")))
	if err != nil {
		t.Fatal(err)
	}
	if last := o.Scope.Population[len(o.Scope.Population)-1]; last.ID != permits.AreaVariable || len(last.In) != 1 || last.In[0] != "15" {
		t.Errorf("an ELY centre's order is not limited to its own area: %+v", o.Scope.Population)
	}
	for _, p := range []*person{s.as(naapuri), s.as(tutkija)} {
		for _, hidden := range []string{path, order, order + "/package", order + "/progress"} {
			if status, _ := p.get(hidden); status != http.StatusNotFound && status != http.StatusForbidden {
				t.Errorf("GET %s by somebody else: %d", hidden, status)
			}
		}
	}
}

func TestDisclosureIsConfirmedByAnother(t *testing.T) {
	s := newSite(t, true)
	path := requestedDisclosure(s)
	e := s.as(esittelija)
	e.must(path+"/prepare", form("version", e.version(path+"/prepare"), "var", "employment_code.code"))
	status, _, body := e.post(path+"/confirm", form("version", "2"))
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, (&permits.RuleError{Rule: "same-officer"}).In("fi")) {
		t.Errorf("the preparer confirms: %d", status)
	}
}

func TestRequestKeepsWhatWasTyped(t *testing.T) {
	s := newSite(t, true)
	v := request()
	v.Set("recipient_key", "age1notakey")
	v.Set("period_to", "31.2.2020")
	status, _, body := s.as(analyytik).post("/disclosures", v)
	if status != http.StatusUnprocessableEntity {
		t.Fatalf("a broken request: %d", status)
	}
	for _, kept := range []string{"age1notakey", "31.2.2020", "Alueen työllisyyden kehityksen", `href="#recipient_key"`, `href="#period_to"`, `value="employment_code.code" checked`} {
		if !strings.Contains(body, kept) {
			t.Errorf("the page after a broken request lacks %q", kept)
		}
	}
}
