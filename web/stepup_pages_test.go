package web

import (
	"net/http"
	"strings"
	"testing"

	"tietolupa/permits"
)

// TestPagesAskFirst: a page whose act asks for a strong identification says so
// before anything is written there, by the same lists as the rules, and only to who
// has none; the act itself is refused (SAsL 9, 18 §).
func TestPagesAskFirst(t *testing.T) {
	s := newSite(t, true)
	asks := func(a permits.Actor, page string, wants bool) {
		t.Helper()
		if status, body := s.weakly(a).get(page); status != http.StatusOK || strings.Contains(body, `href="/identification?next=`) != wants {
			t.Errorf("%s by a weak session: %d, says first: %v", page, status, !wants)
		}
		if _, body := s.as(a).get(page); strings.Contains(body, `href="/identification?next=`) {
			t.Errorf("%s asks who has been identified", page)
		}
	}
	path, p := drafted(s)
	asks(tutkija, path+"/edit/review", true)
	asks(tutkija, path+"/edit/basics", false)
	p.must(path+"/submit", form("version", p.version(path+"/edit/review")))
	e := s.as(esittelija)
	e.must(path+"/take", nil)
	asks(esittelija, path+"/review", false)
	e.proposes(path, reviewed(e.version(path+"/review")))
	for page, wants := range map[string]bool{path: true, path + "/otherwise": true, path + "/acts/return": false} {
		asks(ratkaisija, page, wants)
	}
	s.as(ratkaisija).must(path+"/decide", form("version", s.as(ratkaisija).version(path), "unbiased", "yes"))
	signed(s, path)
	delivered(e, path)
	asks(tutkija, path+"/conditions", true)
	asks(tutkija, path+"/undertaking", true)

	document := askedDocument(s)
	e.does(document, "take")
	for act, wants := range map[string]bool{"refuse": true, "give": true, "ask-precision": false} {
		asks(esittelija, document+"/acts/"+act, wants)
	}
	if status, location, _ := s.weakly(esittelija).post(document+"/acts/refuse", form("version", e.version(document+"/acts/refuse"), "refusal_grounds", permits.RefusalGrounds()[0], "refusal_reasons", "Asiakirja on salassa pidettävä.")); status != http.StatusSeeOther || !strings.HasPrefix(location, "/identification") {
		t.Errorf("who is identified weakly refuses a document: %d %s", status, location)
	}
	giving := requestedDisclosure(s)
	asks(ratkaisija, giving, true)
}
