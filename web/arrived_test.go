package web

import (
	"net/http"
	"strings"
	"testing"

	"tietolupa/permits"
)

// arrives adds a document that came on paper to the case of path.
func (p *person) arrives(path string) {
	p.t.Helper()
	if status, location, body := p.upload(path+"/attachments", "kind", "other-annex", "to", "arrived", "tahto.txt", "Perun hakemuksen."); status != http.StatusSeeOther || location != path+"/arrived" {
		p.t.Fatalf("add a document that came: %d %s\n%s", status, location, wrongsIn(body))
	}
}

// TestPaperIsWrittenDownInABrowser: what came on paper is written into the service
// by an official as the party's own act, shown so on both sides, disputed by the
// party and answered by another official; pages, programs and the bundle agree (HL
// 18–19 §, SAsL 9–10 §).
func TestPaperIsWrittenDownInABrowser(t *testing.T) {
	s := newSite(t, true)
	ctx := browser(t)
	path, p := sent(s)
	served(s, path)
	e, d := s.as(esittelija), s.as(ratkaisija)
	if status, _ := p.get(path + "/arrived"); status != http.StatusNotFound && status != http.StatusForbidden {
		t.Errorf("a party opens the officials' page: %d", status)
	}
	if _, body := e.get(path); !strings.Contains(body, `href="`+path+`/arrived"`) {
		t.Error("the case page does not lead to what came on paper")
	}
	s.cleanAs(t, ctx, esittelija, path+"/arrived")
	e.arrives(path)
	act := path + "/arrived/accept?party=" + string(tutkija.ID)
	s.cleanAs(t, ctx, esittelija, path+"/arrived", act)
	sha := hidden(e, act, "sha256")
	fields := func(v ...string) []string {
		return append([]string{"version", e.version(act), "party", string(tutkija.ID), "came_by", "post", "document", "1", "accept", "yes", "sha256", sha}, v...)
	}
	for _, wrong := range [][]string{fields("came_on", "3.11.2020"), fields("came_on", ""), fields("came_on", "1.1.2020")} {
		if status, _, _ := e.post(path+"/arrived/accept", form(wrong...)); status != http.StatusUnprocessableEntity {
			t.Errorf("%v is recorded: %d", wrong, status)
		}
	}
	e.must(path+"/arrived/accept", form(fields("came_on", "2.11.2020")...))
	c := s.theCase(path)
	if c.Accepted == nil || c.Accepted.By != tutkija.ID || len(c.Handling.Arrived) != 1 || c.Handling.Arrived[0].By != esittelija.ID {
		t.Fatalf("%+v, %+v", c.Accepted, c.Handling.Arrived)
	}
	for _, side := range []*person{p, d} {
		side.sees(path, "toimi: Aino Tutkija, saapui 2.11.2020", "Eero Esittelijä")
	}
	events, err := s.db.Events(t.Context(), string(c.ID))
	if last := events[len(events)-1]; err != nil || last.Detail["document"] == "" || last.Detail["identified"] != "signed-document" {
		t.Errorf("the event: %+v, %v", last, err)
	}
	p.act(path, "dispute-record", form("record_no", "1", "record_why", "En ole allekirjoittanut tätä."))
	s.cleanAs(t, ctx, ratkaisija, path, path+"/acts/settle-record")
	if status, _, _ := e.post(path+"/acts/settle-record", form("version", e.version(path+"/acts/settle-record"), "record_no", "1", "record_stands", "stands", "record_answer", "On.")); status != http.StatusUnprocessableEntity {
		t.Errorf("who recorded it settles: %d", status)
	}
	d.act(path, "settle-record", form("record_no", "1", "record_stands", "not-so", "record_answer", "Oikaisemme."))
	e.sees("/queue?state=work", "Kiistettyyn kirjaukseen vastattava")
	s.cleanAs(t, ctx, esittelija, path+"/acts/correct-record")
	correct := form("version", e.version(path+"/acts/correct-record"), "record_no", "1", "record_correction", "Kirjasimme, ettei ehtoja ole hyväksytty.")
	if status, _, body := e.post(path+"/acts/correct-record", correct); status != http.StatusUnprocessableEntity {
		t.Errorf("told as corrected before anything was done: %d %s", status, body)
	}
	e.act(path, "note", form("note_kind", "internal", "note_text", "Selvitetty."))
	e.act(path, "correct-record", form("record_no", "1", "record_correction", "Kirjasimme, ettei ehtoja ole hyväksytty."))
	s.as(apulainen).sees(path, "Kiistettyyn kirjaukseen vastattiin", "Väärin kirjattu toimi oikaistiin")
	p.sees(path, "Kirjasimme, ettei ehtoja ole hyväksytty.")

	// A program does the same by the same rules.
	document := describe(t, s)
	program, of := s.program(esittelija, document), s.program(ratkaisija, document)
	var list arrivedList
	program.must("GET", "/api"+path+"/arrived", nil).into(t, &list)
	if len(list.Documents) != 1 || len(list.Acts) == 0 {
		t.Fatalf("what may be written down: %+v", list)
	}
	say := func(party permits.Actor, command string, fields map[string]any) map[string]any {
		return map[string]any{"party": party.ID, "command": command, "came_on": "2020-11-02", "came_by": "hand", "document": 1, "fields": fields}
	}
	// The undertaking is signed on the text that the paper bears, in its language.
	swedish := path + "/arrived/sign?party=" + string(apulainen.ID) + "&signed_in=sv"
	if _, body := e.get(swedish); !strings.Contains(body, "Sekretessförbindelse") || hidden(e, swedish, "sha256") == hidden(e, path+"/arrived/sign?party="+string(apulainen.ID)+"&signed_in=en", "sha256") {
		t.Error("the Swedish undertaking is not the one shown")
	}
	s.cleanAs(t, ctx, esittelija, swedish)
	seen := func() string { return program.must("GET", "/api"+path, nil).Header.Get("ETag") }
	program.must("POST", "/api"+path+"/arrived", say(apulainen, "sign", map[string]any{"accept": true, "sha256": hidden(e, swedish, "sha256")}), "If-Match", seen())
	if c = s.theCase(path); !c.HasSigned(apulainen.ID) || c.Undertakings[apulainen.ID].By != apulainen.ID || c.Undertakings[apulainen.ID].Language != "sv" || c.Handling.Arrived[1].Language != "sv" {
		t.Errorf("the undertakings: %+v", c.Undertakings)
	}
	message := map[string]any{"message_text": "Hei."}
	if a := program.call("POST", "/api"+path+"/arrived", say(ulkopuoli, "message", message), "If-Match", seen()); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("an act of somebody who is no party: %d", a.StatusCode)
	}
	d.act(path, "declare-interest", form("interest", "1", "interest_why", "Sukulainen."))
	if a := of.call("POST", "/api"+path+"/arrived", say(tutkija, "message", message), "If-Match", seen()); a.StatusCode == http.StatusOK {
		t.Error("a disqualified official records")
	}
}
