package web

import (
	"net/http"
	"strings"
	"testing"
)

// TestDuplicatesAreShownToOfficers: the queue and the case say which cases are like
// one another and in what, in words, and lead to both side by side; the parties see
// nothing of it.
func TestDuplicatesAreShownToOfficers(t *testing.T) { // HL 25 §
	s := newSite(t, true)
	ctx := browser(t)
	first, p := sent(s)
	second, _ := drafted(s)
	p.must(second+"/edit/security", form("version", p.version(second+"/edit/security"), "security", "Tilastokeskuksen etäkäyttöympäristö.", "disposal", "Hävitetään heti luvan päätyttyä."))
	p.must(second+"/submit", form("version", p.version(second+"/edit/review")))
	e := s.as(esittelija)
	beside := first + "/beside?with=" + last(second)
	for _, path := range []string{"/queue", first} {
		e.sees(path, "sama organisaatio", "sama kohdejoukko", "muuttujaa")
	}
	if _, body := e.get("/queue"); !strings.Contains(body, `href="`+beside+`"`) {
		t.Error("the queue does not lead to both side by side")
	}
	if _, body := p.get(first); strings.Contains(body, "Samankaltaiset asiat") {
		t.Error("a party sees which cases are alike")
	}
	if status, _ := p.get(beside); status != http.StatusForbidden && status != http.StatusNotFound {
		t.Errorf("a party sets cases side by side: %d", status)
	}
	if status, _ := e.get(first + "/beside?with=KEHA-999-2020"); status != http.StatusNotFound {
		t.Errorf("beside a case that is not there: %d", status)
	}
	e.sees(beside, "Tilastokeskuksen etäkäyttöympäristö.")
	s.cleanAs(t, ctx, esittelija, "/queue", first, beside)
	program := s.program(esittelija, describe(t, s))
	var list likenessList
	program.must("GET", "/api"+first+"/likenesses", nil).into(t, &list)
	if len(list.Likenesses) != 1 || string(list.Likenesses[0].Case) != last(second) || !list.Likenesses[0].Cohort || list.Likenesses[0].Path != beside {
		t.Errorf("%+v", list)
	}
	e.must(second+"/take", nil)
	e.act(second, "note", form("note_kind", "internal", "note_text", "Sama hanke."))
	e.sees(first, "Käsittelyssä")
}
