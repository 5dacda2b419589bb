package web

import (
	"net/http"
	"strings"
	"testing"

	"tietolupa/permits"
)

// TestAbsence: one substitute in all of a presenter's undecided cases at once;
// where the substitute is disqualified is told, and stops no other.
func TestAbsence(t *testing.T) { // HL 23, 28 §
	s := newSite(t, true)
	other := permits.Actor{ID: "u-sijainen", Name: "Saara Sijainen", Email: "saara@keha.invalid", Organisation: "KEHA-keskus", Body: permits.KEHA, Duties: []permits.Duty{permits.Presenter}, Language: "fi"}
	if err := s.db.PutUser(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	e, page := s.as(esittelija), "/queue/absence"
	if _, body := e.get(page); !strings.Contains(body, "ei ole keskeneräisiä asioita") {
		t.Error("a presenter without cases is offered some")
	}
	var paths []string
	for range 2 {
		path, _ := sent(s)
		e.must(path+"/take", nil)
		paths = append(paths, path)
	}
	s.as(other).act(paths[1], "declare-interest", form("interest", "1", "interest_why", "Sukulainen."))
	id := func(path string) string { return strings.TrimPrefix(path, "/cases/") }
	for name, fill := range map[string][]string{
		"nobody":        {"substitute_from", "2.11.2020", "substitute_to", "30.11.2020", "case", id(paths[0])},
		"no day":        {"substitute", "u-sijainen", "substitute_from", "2.11.2020", "case", id(paths[0])},
		"over":          {"substitute", "u-sijainen", "substitute_from", "1.10.2020", "substitute_to", "2.10.2020", "case", id(paths[0])},
		"no case":       {"substitute", "u-sijainen", "substitute_from", "2.11.2020", "substitute_to", "30.11.2020"},
		"not presenter": {"substitute", string(tutkija.ID), "substitute_from", "2.11.2020", "substitute_to", "30.11.2020", "case", id(paths[0])},
	} {
		if status, _, body := e.post(page, form(fill...)); status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d %s", name, status, wrongsIn(body))
		}
	}
	status, _, body := e.post(page, form("substitute", "u-sijainen", "substitute_from", "2.11.2020", "substitute_to", "30.11.2020", "case", id(paths[0]), "case", id(paths[1])))
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#case-`+id(paths[1])+`"`) || strings.Contains(body, `href="#case-`+id(paths[0])+`"`) {
		t.Errorf("a disqualified substitute: %d %s", status, wrongsIn(body))
	}
	for i, want := range []int{1, 0} {
		if named := s.theCase(paths[i]).Handling.Substitutes; len(named) != want {
			t.Errorf("%s has the substitutes %v", paths[i], named)
		}
	}
	if _, body := s.as(other).get("/queue?state=mine"); !strings.Contains(body, paths[0]) {
		t.Error("the substitute does not find the case among their own")
	}
	if status, _ := s.as(tutkija).get(page); status != http.StatusForbidden && status != http.StatusNotFound {
		t.Errorf("a researcher: %d", status)
	}
}
