package web

import (
	"net/http"
	"strings"
	"testing"

	"tietolupa/casbin/rights"
	"tietolupa/permits"
)

var (
	yhteys   = permits.Actor{ID: "u-yhteys", Name: "Ylva Yhteyshenkilö", Email: "ylva@te.invalid", Organisation: "Uudenmaan TE-toimisto", Body: "TE01", Duties: []permits.Duty{permits.Contact}, Language: "fi"}
	muualla  = permits.Actor{ID: "u-muualla", Name: "Mauri Muualla", Email: "mauri@te.invalid", Organisation: "Lapin TE-toimisto", Body: "TE15", Duties: []permits.Duty{permits.Contact}, Language: "sv"}
	vastaava = permits.Actor{ID: "u-vastaava", Name: "Vilma Vastaava", Email: "vilma@keha.invalid", Organisation: "KEHA-keskus", Body: permits.KEHA, Duties: []permits.Duty{permits.AccessOfficer}, Language: "fi"}
)

// withAccess puts in the people of access rights.
func withAccess(s *site) *site {
	s.t.Helper()
	for _, a := range []permits.Actor{yhteys, muualla, vastaava} {
		if err := s.db.PutUser(s.t.Context(), a); err != nil {
			s.t.Fatal(err)
		}
	}
	return s
}

func accessForm1() map[string][]string {
	return form("person_name", "Uusi Virkailija", "person_email", "uusi@te.invalid", "person_language", "fi", "ground", "5.2.1", "use", "customer", "use", "matter",
		"item", "3.1.1", "item", "3.1.2", "item", "3.1.7", "office", "TE01", "power", "search", "power", "read", "power", "write",
		"valid_from", "2.11.2020", "valid_until", "31.10.2021", "need", "Asiakaspalvelun asiantuntija.")
}

func TestRightsJourney(t *testing.T) {
	s := withAccess(newSite(t, true))
	contact, officer := s.as(yhteys), s.as(vastaava)
	if status, _, body := contact.post("/access/new", form("person_name", "X", "person_email", "x@te.invalid", "ground", "5.2.1", "use", "customer",
		"office", "TE01", "power", "read", "valid_from", "2.11.2020", "valid_until", "31.10.2021", "need", "?")); status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#items"`) {
		t.Errorf("without content: %d", status)
	}
	application := contact.must("/access/new", accessForm1())
	newcomer, err := s.db.UserByEmail(t.Context(), "uusi@te.invalid")
	if err != nil || len(newcomer.Duties) != 0 || newcomer.Body != "TE01" {
		t.Fatalf("the newcomer is %+v, %v; want an account without duties", newcomer, err)
	}
	if status, _ := s.as(muualla).get(application); status != http.StatusNotFound {
		t.Errorf("another body's contact sees the application: %d", status)
	}
	if status, _, _ := contact.post(application+"/grant", form("version", "1")); status != http.StatusForbidden {
		t.Errorf("a contact grants: %d", status)
	}
	narrower := form("version", "1", "item", "3.1.1", "item", "3.1.2", "office", "TE01", "power", "search", "power", "read", "power", "write",
		"valid_from", "2.11.2020", "valid_until", "31.10.2021", "reasons", "")
	if status, _, body := officer.post(application+"/grant", narrower); status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#reasons"`) {
		t.Errorf("narrower without reasons: %d", status)
	}
	narrower["reasons"] = []string{"Terveystietoja ei tarvita tehtävässä."}
	officer.must(application+"/grant", narrower)
	if _, body := officer.get(application); !strings.Contains(body, "Terveystietoja ei tarvita") || !strings.Contains(body, "<strong>ei</strong>") {
		t.Error("applied and granted do not stand side by side")
	}
	if newcomer, err = s.db.User(t.Context(), newcomer.ID); err != nil || !newcomer.Has(permits.Official) {
		t.Errorf("the grant did not empower: %+v, %v", newcomer, err)
	}
	held, version, err := s.db.Grants(t.Context(), newcomer.ID)
	if err != nil || len(held) != 1 || version != 1 {
		t.Fatalf("grants %v of version %d, %v", held, version, err)
	}
	right := "/access/rights/" + held[0].ID
	holder := s.as(newcomer)
	if status, body := holder.get("/rights"); status != http.StatusOK || !strings.Contains(body, held[0].ID[len("KEHA-"):len("KEHA-K1")]) || !strings.Contains(body, yhteys.Email) {
		t.Errorf("my rights: %d", status)
	}
	if status, _ := s.as(virkailija).get(right); status != http.StatusNotFound {
		t.Errorf("a colleague sees the right: %d", status)
	}
	contact.must(right+"/notices", form("removal", "5a.1.1", "what", "Siirtyi toisiin tehtäviin."))
	notices, err := s.db.Notices(t.Context(), "")
	if err != nil || len(notices) != 1 {
		t.Fatalf("%v, %v", notices, err)
	}
	if _, body := officer.get("/access/queue"); !strings.Contains(body, right) {
		t.Error("the notice does not wait in the queue")
	}
	officer.must(right+"/remove", form("version", "1", "notice", notices[0].ID, "removal", "5a.1.1", "reasons", "Ilmoituksen johdosta."))
	if n, err := s.db.Notice(t.Context(), notices[0].ID); err != nil || n.Outcome != rights.Removed || n.ActedAt.Before(n.ArrivedAt) {
		t.Errorf("%+v, %v", n, err)
	}
	if held, version, err = s.db.Grants(t.Context(), newcomer.ID); err != nil || len(held) != 0 || version != 2 {
		t.Errorf("after the removal: %v of version %d, %v", held, version, err)
	}
	if _, body := officer.get(right); !strings.Contains(body, "Oikeus poistettiin") || strings.Contains(body, right+"/remove") {
		t.Error("the history does not say it, or the right can be removed again")
	}
}

func TestRightIsNarrowedAndFound(t *testing.T) {
	s := withAccess(newSite(t, true))
	contact, officer := s.as(yhteys), s.as(vastaava)
	application := contact.must("/access/new", accessForm1())
	whole := accessForm1()
	whole["version"] = []string{"1"}
	officer.must(application+"/grant", whole)
	a, err := s.db.Access(t.Context(), strings.TrimPrefix(application, "/access/applications/"))
	if err != nil {
		t.Fatal(err)
	}
	right := "/access/rights/" + a.Right
	less := form("version", "1", "item", "3.1.1", "office", "TE01", "power", "search", "valid_from", "2.11.2020", "valid_until", "31.12.2020", "reasons", "Tehtävä supistui.")
	officer.must(right+"/change", less)
	if status, _, _ := officer.post(right+"/change", less); status != http.StatusConflict {
		t.Errorf("from a page that has been overtaken: %d", status)
	}
	for query, want := range map[string]bool{"?q=uusi": true, "?q=nobody": false, "?office=TE01": true, "?office=TE02": false, "?ground=5.2.1": true, "?ground=5.2.8": false, "?on=1.1.2021": false, "?body=TE01": true} {
		if _, body := officer.get("/access/rights" + query); strings.Contains(body, right) != want {
			t.Errorf("%s finds it: %v", query, !want)
		}
	}
	if _, body := officer.get("/access/rights.csv?office=TE01"); !strings.Contains(body, caseNumber(a.Right)) || !strings.Contains(body, "3.1.1") {
		t.Errorf("the rights as a file: %s", body)
	}
	if status, _ := contact.get("/access/rights.csv"); status != http.StatusForbidden {
		t.Errorf("a contact takes every body's rights out: %d", status)
	}
	if status, _ := contact.get("/access/rights"); status != http.StatusForbidden {
		t.Errorf("a contact searches every body's rights: %d", status)
	}
	if status, _ := officer.get("/access/review"); status != http.StatusOK {
		t.Errorf("the review list: %d", status)
	}
	for _, template := range []string{"expert", "employers", "providers", "joint", "steering"} {
		if status, body := contact.get("/access/new?template=" + template); status != http.StatusOK || !strings.Contains(body, "checked") {
			t.Errorf("template %s: %d", template, status)
		}
	}
	other := contact.must("/access/new", accessForm1())
	if status, _, _ := officer.post(other+"/refuse", form("version", "1", "reasons", "")); status != http.StatusUnprocessableEntity {
		t.Errorf("refused without reasons: %d", status)
	}
	officer.must(other+"/refuse", form("version", "1", "reasons", "Oikeus on jo."))
	contact.must(contact.must("/access/new", accessForm1())+"/withdraw", form("version", "1"))
}
