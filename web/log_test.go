package web

import (
	"net/http"
	"strings"
	"testing"

	"tietolupa/permits"
)

var valvoja = permits.Actor{ID: "u-valvoja", Name: "Vieno Valvoja", Email: "vieno@keha.invalid", Organisation: "KEHA-keskus", Body: permits.KEHA, Duties: []permits.Duty{permits.AccessOfficer}, Language: "fi"}

// An access officer finds who looked at a person, and looks into what is
// abnormal; nobody else sees the log.
func TestLogPages(t *testing.T) { // 4a.1b
	s := newSite(t, true)
	if err := s.db.PutUser(t.Context(), valvoja); err != nil {
		t.Fatal(err)
	}
	const code = "010190-900P"
	s.put(newClient(virkailija, "Öhman", "Åke", code, "false")...)
	s.atDesk(virkailija).open("person", code)
	for _, who := range []permits.Actor{tutkija, esittelija, virkailija, analyytik} {
		for _, path := range []string{"/log", "/log/alerts"} {
			if status, body := s.as(who).get(path); status == http.StatusOK || strings.Contains(body, "log_code") {
				t.Errorf("%s as %s: %d", path, who.ID, status)
			}
		}
	}
	p := s.as(valvoja)
	status, _, body := p.post("/log", form("log_code", code))
	if status != http.StatusOK || !strings.Contains(body, virkailija.Name) || !strings.Contains(body, "katsoi asiakkaan tietoja") || strings.Contains(body, "Öhman") {
		t.Errorf("the log of a person: %d %.2000s", status, body)
	}
	status, _, body = p.post("/log", form("log_user", string(virkailija.ID), "log_kind", "signing"))
	if status != http.StatusOK || strings.Contains(body, "katsoi asiakkaan tietoja") {
		t.Errorf("sign-ins of an official: %d", status)
	}
	for name, f := range map[string][]string{"nobody of that code": {"log_code", "010101-9999"}, "no day": {"log_from", "eilen"}} {
		if status, _, body := p.post("/log", form(f...)); status != http.StatusUnprocessableEntity || !strings.Contains(body, "class=\"wrong\"") {
			t.Errorf("%s: %d", name, status)
		}
	}
	if t.Failed() {
		t.Log(s.log.String())
	}
}
