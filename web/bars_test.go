package web

import (
	"net/http"
	"strings"
	"testing"
)

// TestAnotherIsBarred: who decides records that another official is disqualified,
// who then handles the case no more; a presenter bars themselves alone (HL 28–29 §).
func TestAnotherIsBarredInABrowser(t *testing.T) {
	s := newSite(t, true)
	ctx := browser(t)
	path, _ := sent(s)
	e, d := s.as(esittelija), s.as(ratkaisija)
	e.must(path+"/take", nil)
	act := path + "/acts/declare-interest"
	if _, body := e.get(act); strings.Contains(body, `name="interest_of"`) {
		t.Error("a presenter may bar another")
	}
	d.sees(act, `name="interest_of"`, esittelija.Name)
	s.cleanAs(t, ctx, ratkaisija, act)
	if status, _, _ := d.post(act, form("version", d.version(act), "interest_of", "nobody", "interest", "1", "interest_why", "Läheinen.")); status != http.StatusUnprocessableEntity {
		t.Errorf("somebody unknown is barred: %d", status)
	}
	d.act(path, "declare-interest", form("interest_of", string(esittelija.ID), "interest", "1", "interest_why", "Hakijan läheinen."))
	c := s.theCase(path)
	if !c.Barred(esittelija.ID) || c.Barred(ratkaisija.ID) || c.Handling.Bars[0].By != ratkaisija.ID {
		t.Fatalf("the bars: %+v", c.Handling.Bars)
	}
	if status, location, _ := e.post(path+"/acts/complete", form("version", d.version(act))); status == http.StatusSeeOther && location == path {
		t.Error("who is barred goes on")
	}
}
