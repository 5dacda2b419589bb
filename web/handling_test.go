package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tietolupa/permits"
)

// act does a command on the page of its own.
func (p *person) act(path, command string, v url.Values) {
	p.t.Helper()
	page := path + "/acts/" + command
	v.Set("version", p.version(page))
	p.must(page, v)
}

func (s *site) stateOf(path string) permits.State {
	s.t.Helper()
	c, err := s.db.Case(s.t.Context(), permits.CaseID(strings.TrimPrefix(path, "/cases/")))
	if err != nil {
		s.t.Fatal(err)
	}
	return c.State
}

// A supplement, a narrower scope, a hearing, statements, notes and messages go
// from one side to the other, and the case goes on to its presenter each time.
func TestHandlingOfACase(t *testing.T) { // HL 8, 22, 31, 33, 34, 42 §
	s := newSite(t, true)
	path, p := sent(s)
	e := s.as(esittelija)
	e.must(path+"/take", nil)
	at := func(want permits.State) {
		t.Helper()
		if got := s.stateOf(path); got != want {
			t.Fatalf("the case is %s, not %s", got, want)
		}
	}
	page := path + "/acts/supplement"
	if status, _, body := e.post(page, form("version", e.version(page), "term", "hernekeitto")); status != http.StatusUnprocessableEntity || !strings.Contains(body, `id="term-wrong"`) {
		t.Errorf("a term that is no day: %d %s", status, wrongsIn(body))
	}
	before := s.theCase(path)
	asks := form("version", e.version(page), "lack.abstract", "Tiivistelmästä puuttuu aineiston käyttö.", "term", "20.11.2020", "preview", "yes")
	if status, _, body := e.post(page, asks); status != http.StatusOK || !strings.HasPrefix(body, "%PDF") {
		t.Errorf("the preview of a request to supplement: %d %s", status, wrongsIn(body))
	}
	if sent, err := s.db.Letters(t.Context(), before.ID); err != nil || len(sent) != 0 || s.theCase(path).Version != before.Version {
		t.Errorf("a preview sent %d letters: %v", len(sent), err)
	}
	asks.Del("lack.abstract")
	if status, _, body := e.post(page, asks); status != http.StatusUnprocessableEntity || len(wrongsIn(body)) == 0 {
		t.Errorf("the preview of a request that asks for nothing: %d", status)
	}
	e.act(path, "supplement", form("lack.abstract", "Tiivistelmästä puuttuu aineiston käyttö.", "needed.abstract", "yes", "lack.annex", "Liitä rahoituspäätös.", "term", "20.11.2020"))
	at(permits.Supplementing)
	e.act(path, "extend", form("term", "4.12.2020"))
	if _, body := p.get(path); !strings.Contains(body, "Tiivistelmästä puuttuu") || !strings.Contains(body, path+"/acts/reply") {
		t.Error("the applicant does not see what is missing")
	}
	page = path + "/acts/reply"
	if status, _, _ := p.post(page, form("version", p.version(page))); status != http.StatusUnprocessableEntity {
		t.Errorf("an empty reply: %d", status)
	}
	p.act(path, "reply", form("reply.abstract", "Tarkennettu.", "amended.abstract", "Tutkitaan työttömyysjaksojen kestoa rekisteriaineistolla."))
	at(permits.InReview)
	e.act(path, "offer", form("offered.person.municipality", "region", "period_from", "1.1.2018", "period_to", "31.10.2020", "offer_why", "Maakunta riittää."))
	at(permits.Offered)
	p.act(path, "answer-offer", form("offer_answer", "accept"))
	at(permits.InReview)
	c, _ := s.db.Case(t.Context(), permits.CaseID(strings.TrimPrefix(path, "/cases/")))
	if c.Application.Scope.Protection("person.municipality") != "region" || !strings.Contains(c.Application.Abstract, "rekisteriaineistolla") {
		t.Error("the application is not what was accepted and amended")
	}
	e.act(path, "hear", form("heard_about", "decision", "points", "Lausunnon mukaan kohde on suppea.", "term", "20.11.2020"))
	at(permits.Heard)
	p.act(path, "answer", form("hearing_answer", "Kohde on riittävä."))
	e.act(path, "ask-statement", form("statement_kind", "dpo", "statement_from", "Tietosuojavastaava", "question", "Ovatko suojatoimet riittävät?", "term", "20.11.2020"))
	e.act(path, "give-statement", form("statement_no", "1", "came_by", "email", "statement_text", "Suojatoimet ovat riittävät."))
	e.act(path, "note", form("note_kind", "phone", "note_text", "Hakija soitti aikataulusta."))
	p.act(path, "message", form("message_text", "Milloin päätös tulee?"))
	e.act(path, "promise", form("promised", "15.12.2020", "promise_reason", "Lausunto on saatu."))
	_, body := p.get(path)
	if strings.Contains(body, "Hakija soitti") || !strings.Contains(body, "Suojatoimet ovat riittävät.") || !strings.Contains(body, "15.12.2020") {
		t.Error("the applicant sees a note, or not the statement and the day promised")
	}
	if _, body := e.get(path); !strings.Contains(body, "Hakija soitti") {
		t.Error("the presenter does not see the note")
	}
	s.as(ratkaisija).act(path, "declare-interest", form("interest", "7", "interest_why", "Tuttava hankkeessa."))
	for _, filter := range []string{"open", "mine", "unassigned", "late", "asked"} {
		if status, body := e.get("/queue?state=" + filter); status != http.StatusOK || strings.Contains(body, path) != (filter == "open" || filter == "mine") {
			t.Errorf("the queue of %s: %d", filter, status)
		}
	}
	if _, page := e.get(path + "/acts/transfer"); !strings.Contains(page, `<option value="Tilastokeskus">`) || strings.Contains(page, `<option value="Muu viranomainen">`) {
		t.Error("the usual receivers are not offered")
	}
	e.act(path, "transfer", form("transfer_kind", "whole", "transfer_to", "Tilastokeskus", "transfer_what", "Koko hakemus: tiedot ovat sen rekisterissä."))
	at(permits.Transferred)
	if status, _ := p.get(path); status != http.StatusOK {
		t.Errorf("a transferred case: %d", status)
	}
}

// A request to supplement opens the sections it concerns as they were in the draft;
// both sides see what the new version changed, and a narrower scope may be of the
// population and the sample.
func TestSectionsAreReopened(t *testing.T) { // HL 8, 22 §
	s := newSite(t, true)
	path, p := sent(s)
	e := s.as(esittelija)
	e.must(path+"/take", nil)
	e.act(path, "supplement", form("lack.population", "Rajaa kohdejoukko.", "needed.population", "yes", "lack.disposal", "Miten?", "term", "20.11.2020"))
	section := path + "/edit/population"
	if _, body := p.get(path + "/acts/reply"); !strings.Contains(body, `href="`+section+`"`) || !strings.Contains(body, `href="`+path+`/edit/security"`) {
		t.Error("the reply does not lead to the sections asked about")
	}
	if status, _, _ := p.post(path+"/edit/basics", form("version", p.version(section), "title", "Toinen nimi")); status != http.StatusNotFound {
		t.Errorf("a section that was not asked about: %d", status)
	}
	p.must(section, form("version", p.version(section), "region", "18", "employment_code", "02", "employment_from", "1.1.2019", "employment_to", "31.12.2019",
		"period_from", "1.1.2018", "period_to", "31.10.2020", "cadence", "once", "sample", "4000"))
	if c := s.theCase(path); c.Application.Scope.Sample != 0 || c.State != permits.Supplementing {
		t.Error("what was sent changed before the reply")
	}
	if _, body := p.get(path + "/acts/reply"); !strings.Contains(body, "Muutettu:") {
		t.Error("the reply does not say what has been changed")
	}
	p.act(path, "reply", form("reply.population", "Rajattu.", "reply.disposal", "Levyt tyhjennetään."))
	if c := s.theCase(path); c.Application.Scope.Sample != 4000 || c.State != permits.InReview {
		t.Errorf("the sample is %d, the case %s", c.Application.Scope.Sample, c.State)
	}
	for _, who := range []*person{p, e} {
		if _, body := who.get(path + "/versions"); !strings.Contains(body, "4000") || !strings.Contains(body, "Täydennys") {
			t.Error("the versions do not show what was changed")
		}
	}
	offer := form("period_from", "1.1.2018", "period_to", "31.10.2020", "offered_sample", "1000", "offer_why", "Pienempi otos riittää.")
	e.act(path, "offer", offer)
	p.act(path, "answer-offer", form("offer_answer", "accept"))
	if got := s.theCase(path).Application.Scope.Sample; got != 1000 {
		t.Errorf("the sample is %d", got)
	}
}

// A permit is revoked when its holder has been heard, or when it is written why
// not; a change, a user and the declaration of destruction have their pages.
func TestLifeOfAPermit(t *testing.T) { // JulkL 28.2 §, HL 34 §, conditions 2, 15, 16
	s := newSite(t, true)
	path, p := inForce(s)
	e, d := s.as(esittelija), s.as(ratkaisija)
	change := path + "/change"
	asks := func(pairs ...string) url.Values {
		return form(append([]string{"version", p.version(change), "period_from", "1.1.2018", "period_to", "31.10.2020"}, pairs...)...)
	}
	if status, _, body := p.post(change, asks("change_why", "Ei muutu.")); status != http.StatusUnprocessableEntity {
		t.Errorf("a change of nothing: %d %s", status, wrongsIn(body))
	}
	p.must(change, asks("new_until", "31.12.2022", "change_why", "Aineiston analyysi jatkuu."))
	e.act(path, "supplement", form("lack.plan", "Miten jatkoaika käytetään?", "needed.plan", "yes", "term", "20.12.2020"))
	p.act(path, "reply", form("reply.plan", "Seuranta ulotetaan vuoteen 2022."))
	e.act(path, "pause", form("pause_reason", "Odotetaan tilastojen julkaisua."))
	e.act(path, "resume", form())
	gives := s.changed(path, "grant")
	gives.Set("version", e.version(path+"/review"))
	e.must(path+"/propose", gives)
	d.must(path+"/decide", form("version", d.version(path), "unbiased", "yes"))
	signsMeasure(s, path, esittelija, ratkaisija)
	agree := path + "/acts/accept-change"
	if status, _, body := p.post(agree, form("version", p.version(agree), "sha256", hidden(p, agree, "sha256"))); status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#accept"`) {
		t.Errorf("a change accepted without the box: %d", status)
	}
	if status, _, _ := p.post(agree, form("version", p.version(agree), "accept", "yes", "sha256", strings.Repeat("0", 64))); status != http.StatusUnprocessableEntity {
		t.Errorf("a change accepted by another text's hash: %d", status)
	}
	if _, body := p.get(agree); !strings.Contains(body, "31.12.2021") || !strings.Contains(body, "Lupa on voimassa 2.11.2020–31.12.2022") {
		t.Error("the page does not show what is before and every condition as it will hold")
	}
	p.act(path, "accept-change", form("accept", "yes", "sha256", hidden(p, agree, "sha256")))
	if _, body := p.get(path); !strings.Contains(body, "31.12.2022") {
		t.Error("the term as changed is not shown")
	}
	page := path + "/acts/propose-revocation"
	if status, _, body := e.post(page, form("version", e.version(page), "revoke_extent", "whole", "revoke_reasons", "Määräyksiä on rikottu.", "milder", "Huomautus ei riitä.", "unbiased", "yes")); status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#unheard"`) {
		t.Errorf("revoked unheard: %d %s", status, wrongsIn(body))
	}
	d.act(path, "hear", form("heard_about", "revocation", "points", "Aineistoa on käsitelty muualla.", "term", "20.11.2020"))
	p.act(path, "answer", form("hearing_answer", "Näin on tapahtunut."))
	if status, _, body := e.post(page, form("version", e.version(page), "revoke_extent", "whole", "revoked_tables", "person", "revoke_reasons", "Määräyksiä on rikottu.", "milder", "Huomautus ei riitä.", "unbiased", "yes")); status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#revoke_extent"`) {
		t.Errorf("the whole and a part at once: %d %s", status, wrongsIn(body))
	}
	revokes(s, path, form())
	if got := s.stateOf(path); got != permits.Revoked {
		t.Fatalf("the permit is %s", got)
	}
	p.act(path, "declare-destruction", form("destroyed_how", "Levyt on ylikirjoitettu.", "backups", "31.12.2020"))
	if got := s.stateOf(path); got != permits.Destroyed {
		t.Fatalf("the permit is %s", got)
	}
	other, _ := inForce(s)
	revokes(s, other, form("unheard", "Aineisto ehdittäisiin luovuttaa edelleen."))
	if got := s.stateOf(other); got != permits.Revoked {
		t.Errorf("the other permit is %s", got)
	}
}

// TestHandlingInABrowser looks at the pages of the commands as who may do them.
func TestHandlingInABrowser(t *testing.T) {
	ctx := browser(t)
	s := newSite(t, true)
	path, p := sent(s)
	e := s.as(esittelija)
	e.must(path+"/take", nil)
	look := func(who permits.Actor, pages ...string) { t.Helper(); s.cleanAs(t, ctx, who, pages...) }
	look(esittelija, "/queue", "/queue/absence", path, path+"/acts/supplement", path+"/acts/offer", path+"/acts/hear", path+"/acts/note", path+"/acts/declare-interest")
	e.act(path, "supplement", form("lack.abstract", "Tiivistelmästä puuttuu aineiston käyttö.", "needed.abstract", "yes", "term", "20.11.2020"))
	look(tutkija, path, path+"/acts/reply", path+"/edit/basics")
	p.act(path, "reply", form("reply.abstract", "Tarkennettu.", "amended.abstract", "Tutkitaan jaksojen kestoa."))
	look(tutkija, path+"/versions")
	e.act(path, "offer", form("offered.person.municipality", "region", "period_from", "1.1.2018", "period_to", "31.10.2020", "offer_why", "Maakunta riittää."))
	look(tutkija, path+"/acts/answer-offer")
	force, _ := inForce(s)
	look(ratkaisija, force)
	look(esittelija, force+"/acts/propose-revocation")
	look(tutkija, force+"/change?table=degree")
}
