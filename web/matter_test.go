package web

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"testing"
	"time"

	"tietolupa/permits"
	"tietolupa/permits/letters"
	"tietolupa/postgres"
	"tietolupa/registers/descriptions"
)

// askedDocument is a document request made in the service.
func askedDocument(s *site) string {
	s.t.Helper()
	return s.as(ulkopuoli).must("/document-requests/new", form("kind", "document", "language", "sv", "request_title", "Beslut om tillstånd", "request_what", "Beslutet KEHA/3/2020."))
}

// answeredDocument is one that has been given in part, with its file and letter.
func answeredDocument(s *site) thing {
	s.t.Helper()
	path := askedDocument(s)
	officer := s.as(esittelija)
	officer.does(path, "take")
	officer.file(path, "muistio.txt", "Muistio.")
	s.scan(path, 1, true)
	officer.does(path, "give", "outcome_given", "partly", "given_words", "Muistio.", "giving_basis", "public", "way", "electronic", "fee_ground", "electronic", "refusal_grounds", "25", "leaves", "1")
	sent, err := s.db.Letters(s.t.Context(), permits.CaseID(last(path)))
	if err != nil || len(sent) != 1 {
		s.t.Fatalf("the letters of %s: %+v, %v", path, sent, err)
	}
	if err := s.db.PutLetterSignature(s.t.Context(), sent[0].Letter, "K", "untrusted comment: x\n"); err != nil {
		s.t.Fatal(err)
	}
	return thing{map[string]string{"docrequest": last(path), "attachment": "1", "letter": "1"}, ids(ulkopuoli, esittelija, ratkaisija)}
}

// file adds a document to a request that has to take it.
func (p *person) file(path string, pairs ...string) {
	p.t.Helper()
	if status, _, body := p.upload(path+"/files", pairs...); status != http.StatusSeeOther {
		p.t.Fatalf("add a document to %s: %d\n%s", path, status, wrongsIn(body))
	}
}

// toldBreach is a breach that a permit's holder told of.
func toldBreach(s *site, permit string) string {
	s.t.Helper()
	return s.as(tutkija).must("/breaches/new", form("basis", last(permit), "breach_kinds", "confidentiality", "breach_what", "Levy katosi junassa.", "happened", "1.11.2020"))
}

// does posts an act's form, with the version of its page.
func (p *person) does(path, act string, pairs ...string) {
	p.t.Helper()
	at := path + "/acts/" + act
	p.must(at, form(append([]string{"version", p.version(at)}, pairs...)...))
}

// sees demands that a page has every one of texts.
func (p *person) sees(path string, texts ...string) {
	p.t.Helper()
	status, body := p.get(path)
	if status != http.StatusOK {
		p.t.Fatalf("GET %s: %d", path, status)
	}
	for _, text := range texts {
		if !strings.Contains(body, text) {
			p.t.Errorf("%s does not say %q", path, text)
		}
	}
}

// TestDocumentRequest follows a request from its asker to the authority's
// decision (JulkL 13–14, 33 §).
func TestDocumentRequest(t *testing.T) {
	s := newSite(t, true)
	path := askedDocument(s)
	asker, officer, decider := s.as(ulkopuoli), s.as(esittelija), s.as(ratkaisija)
	asker.sees(path, "Beslutet KEHA/3/2020.", "16.11.2020")
	officer.sees("/queue", path, "Beslut om tillstånd", "16.11.2020")
	if status, _ := s.as(tutkija).get(path); status != http.StatusNotFound {
		t.Errorf("a stranger sees it: %d", status)
	}
	officer.does(path, "take")
	status, _, body := officer.post(path+"/acts/ask-precision", form("version", officer.version(path+"/acts/ask-precision"), "precision_points", "purpose", "precision_words", "Miksi?"))
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#precision_ground"`) {
		t.Errorf("why it is asked for may be asked: %d %s", status, wrongsIn(body))
	}
	officer.does(path, "ask-precision", "precision_points", "document", "precision_words", "Vilket beslut?")
	asker.sees(path, "Vilket beslut?", "/acts/give-precision")
	asker.does(path, "give-precision", "precise_words", "Det senaste.")
	officer.does(path, "call-bulky", "bulky_ground", "secret-parts", "bulky_why", "Osia peitetään.")
	asker.sees(path, "2.12.2020", "Osia peitetään.")
	officer.file(path, "secrecy_items", "20", "paatos.pdf", aPDF(t))
	officer.file(path, "muistio.pdf", aPDF(t))
	if status, _, body := officer.upload(path+"/files", "redacts", "2", "passage_where", "", "passage_ground", "", "muistio.pdf", aPDF(t)+"%covered\n"); status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#passages"`) {
		t.Errorf("covered without a ground: %d %s", status, wrongsIn(body))
	}
	officer.file(path, "redacts", "2", "passage_where", "s. 1, 2. kappale", "passage_ground", "25", "passage_where", "", "passage_ground", "", "muistio-peitetty.pdf", aPDF(t)+"%covered\n")
	for no := range 3 {
		s.scan(path, no+1, true)
	}
	officer.sees(path+"/files", "s. 1, 2. kappale", "salassa", "Voidaan antaa")
	if status, _ := asker.get(path + "/files/1"); status != http.StatusNotFound {
		t.Errorf("the asker opens what has not been given: %d", status)
	}
	giving := []string{"outcome_given", "partly", "given_words", "Liitteenä.", "secret_parts", "Sivu 3.", "way", "electronic", "fee_ground", "electronic", "refusal_grounds", "20"}
	status, _, body = officer.post(path+"/acts/give", form(append([]string{"version", officer.version(path + "/acts/give"), "giving_basis", "public", "leaves", "1"}, giving...)...))
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#secrecy_items"`) {
		t.Errorf("what is secret leaves to the public: %d %s", status, wrongsIn(body))
	}
	if status, _, body := officer.post(path+"/acts/give", form(append([]string{"version", officer.version(path + "/acts/give"), "giving_basis", "party", "leaves", "2"}, giving...)...)); status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#leaves"`) {
		t.Errorf("the whole leaves beside its covered copy: %d %s", status, wrongsIn(body))
	}
	officer.does(path, "give", append([]string{"giving_basis", "party", "leaves", "1", "leaves", "3"}, giving...)...)
	asker.sees(path, "sekretessbelagd, OffentlighetsL 24 § 1 mom. 20 punkten", "Sivu 3.", "s. 1, 2. kappale", "2.12.2020", path+"/files/4", path+"/files/3", "/acts/demand-decision", "22–23")
	res, marked := asker.download(path + "/files/4")
	if sum := sha256.Sum256([]byte(marked)); res.StatusCode != http.StatusOK || !strings.HasPrefix(marked, "%PDF-") {
		t.Errorf("the marked copy: %d", res.StatusCode)
	} else {
		asker.sees(path, hex.EncodeToString(sum[:]))
	}
	for _, no := range []string{"1", "2"} {
		if status, _ := asker.get(path + "/files/" + no); status != http.StatusNotFound {
			t.Errorf("the asker opens file %s: %d", no, status)
		}
	}
	if status, _ := asker.get(path + "/files"); status != http.StatusForbidden {
		t.Errorf("the asker sees the officials' page: %d", status)
	}
	status, pdf := asker.get(path + "/letters/1")
	if status != http.StatusOK || !strings.HasPrefix(pdf, "%PDF-") {
		t.Errorf("the cover letter: %d", status)
	}
	if status, _ := asker.get(path + "/letters/2"); status != http.StatusNotFound {
		t.Errorf("a letter of no answer: %d", status)
	}
	sum := sha256.Sum256([]byte(pdf))
	if status, _, body := s.visitor().post("/letters/verify", form("letter_sha256", hex.EncodeToString(sum[:]))); status != http.StatusOK || !strings.Contains(body, "juuri tämän asiakirjan") {
		t.Errorf("the letter is not known by its hash: %d", status)
	}
	officer.does(path, "hand-over", "handed_on", "2.11.2020", "handed_to", "Pyytäjälle asiakaspalvelussa.")
	asker.sees(path, "Pyytäjälle asiakaspalvelussa.")
	officer.does(path, "retract-files", "retract_why", "Väärä tiedosto.")
	if res, _ := asker.download(path + "/files/4"); res.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("retracted, and opened: %d", res.StatusCode)
	}
	asker.sees(path, "Väärä tiedosto.")
	officer.does(path, "renew-files")
	if res, _ := asker.download(path + "/files/4"); res.StatusCode != http.StatusOK {
		t.Errorf("renewed, and not opened: %d", res.StatusCode)
	}
	asker.does(path, "demand-decision", "demand_words", "Hela beslutet, tack.")
	if status, _, _ := officer.post(path+"/acts/decide-request", form("version", "1")); status != http.StatusForbidden {
		t.Errorf("a presenter decides: %d", status)
	}
	decider.does(path, "decide-request", "decided", "refused", "given_words", "Liikesalaisuus.", "refusal_grounds", "20")
	officer.does(path, "serve", "manner", "electronic")
	asker.sees(path, "Liikesalaisuus.", "Besvärsanvisning", "7.12.2020", "/letters/3")
}

// aPDF is a small document.
func aPDF(t testing.TB) string {
	t.Helper()
	pdf, err := letters.Description(descriptions.Document{Language: "fi", Title: "Muistio", Lead: "Muistio.", Sections: []descriptions.Section{{Level: 1, Heading: "Asia", Text: []string{"Sisältö."}}}}, "KEHA-keskus", time.Date(2020, 10, 1, 9, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	return string(pdf)
}

// TestRequestIsRecorded: an officer records a letter with its day, another
// authority's request with its provision, and an aggregate gets its price.
func TestRequestIsRecorded(t *testing.T) {
	s := newSite(t, true)
	officer, decider := s.as(esittelija), s.as(ratkaisija)
	letter := officer.must("/document-requests/new", form("kind", "document", "language", "fi", "request_title", "Muistio", "request_what", "Muistio.", "channel", "letter", "arrived_on", "30.10.2020", "contact", "PL 1"))
	officer.sees(letter, "13.11.2020", "kirjeellä", "PL 1")
	officer.does(letter, "transfer", "sent_to", "Tilastokeskus", "sent_why", "Asiakirja on siellä.")
	officer.sees(letter, "Siirretty: Tilastokeskus")

	asked := form("kind", "authority", "language", "fi", "channel", "email", "request_title", "Asiakkuus", "request_what", "Asiakkuus lokakuussa.", "authority", "Kansaneläkelaitos", "official", "Eeva Esimerkki", "need29", "Etuusasia.")
	if status, _, body := officer.post("/document-requests/new", asked); status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#provision29"`) {
		t.Errorf("without a provision: %d %s", status, wrongsIn(body))
	}
	asked.Set("provision29", "benefits")
	of := officer.must("/document-requests/new", asked)
	decider.does(of, "take")
	decider.sees(of, "1290/2002", "/acts/name-reader")
	form1 := form("version", decider.version(of+"/acts/give"), "outcome_given", "given", "given_words", "Tiedot.", "way", "encrypted")
	if status, _, body := decider.post(of+"/acts/give", form1); status != http.StatusUnprocessableEntity {
		t.Errorf("given though nobody has read: %d %s", status, wrongsIn(body))
	}
	decider.does(of, "name-reader", "reader", string(virkailija.ID))
	s.as(virkailija).sees(of, "Asiakkuus lokakuussa.", "/registers")
	s.clients()
	desk := s.atDesk(virkailija)
	record := desk.open("person", hetuAino)
	desk.sees(record, record+"/authority")
	if status, _, body := desk.post(record+"/authority", form("for_request", last(of))); status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#data"`) {
		t.Errorf("nothing is picked: %d %s", status, wrongsIn(body))
	}
	desk.must(record+"/authority", form("for_request", last(of), "var", "person.municipality"))
	decider.does(of, "give", "outcome_given", "given", "given_words", "Kotikunta.", "way", "encrypted", "secret_parts", "Kaikki tiedot.")
	decider.sees(of, "salassa pidettävä, JulkL 24 § 1 mom. 25 k.", "käyttöoikeus", "22–23")
	told, err := s.db.SearchLog(t.Context(), vastaava.ID, postgres.LogQuery{Kinds: []string{"authority-disclosure"}})
	if err != nil || len(told) != 1 || told[0].PersonToken == "" || told[0].Detail["recipient"] != "Kansaneläkelaitos" || !strings.Contains(told[0].Detail["basis"], "1290/2002") {
		t.Errorf("the log of what was given: %+v, %v", told, err)
	}

	asker := s.as(tutkija)
	numbers := asker.must("/document-requests/new", form("kind", "aggregate", "language", "fi", "request_title", "Luvut", "request_what", "Työttömät kunnittain."))
	officer.does(numbers, "take")
	officer.does(numbers, "quote", "quarters", "6", "ready_on", "15.12.2020", "quote_words", "Puolitoista tuntia.")
	asker.sees(numbers, "78,00\u00a0€", "15.12.2020")
	asker.does(numbers, "answer-quote", "quote_answer", "accept")
	if status, _, body := officer.post(numbers+"/acts/give", form("version", officer.version(numbers+"/acts/give"), "outcome_given", "given", "given_words", "Taulukko.", "smallest", "3", "way", "electronic", "fee_ground", "search", "quarters", "4")); status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#smallest"`) {
		t.Errorf("a small cell leaves: %d %s", status, wrongsIn(body))
	}
	officer.does(numbers, "give", "outcome_given", "given", "given_words", "Taulukko.", "smallest", "7", "way", "electronic", "fee_ground", "search", "quarters", "4")
	asker.sees(numbers, "52,00\u00a0€", "Taulukko.")
	asker.sees("/document-requests", "Luvut")
}

// TestBreach follows a breach from a holder's notice to its closing (GDPR
// 33–34).
func TestBreach(t *testing.T) {
	s := newSite(t, true)
	permit, holder := inForce(s)
	order, _ := sealedOrder(s, holder, permit)
	holder.sees(permit, "/breaches/new?basis="+last(permit))
	path := toldBreach(s, permit)
	officer := s.as(esittelija)
	holder.sees(path, "Levy katosi junassa.")
	officer.sees("/queue?state=all", path)
	officer.sees(path, "Aikaa on 7", last(permit))
	if status, _ := s.as(apulainen).get(path); status != http.StatusNotFound {
		t.Errorf("another user of the permit sees it: %d", status)
	}
	officer.does(path, "take")
	officer.does(path, "touch", "touched", last(order), "touched_others", "2")
	if err := s.db.CountBreach(t.Context(), last(path), func([][]byte) (int, error) { return 40, nil }); err != nil {
		t.Fatal(err)
	}
	officer.does(path, "assess-risk", "risk", "high", "risk_why", "Levy oli salaamaton.")
	officer.sees(path, "Riski on suuri")
	officer.does(path, "suspend-for", "suspend_words", "Loukkaus selvitetään.")
	officer.sees(permit, "Loukkaus selvitetään.")
	if status, _, body := officer.post(path+"/acts/close-breach", form("version", version(t, officer, path), "measures", "Valmis.")); status != http.StatusUnprocessableEntity {
		t.Errorf("closed though notices are owed: %d %s", status, wrongsIn(body))
	}
	day := "2.11.2020"
	if now, err := s.db.Now(t.Context()); err == nil {
		day, _ = date(now)
		if err := s.db.SetClock(t.Context(), now.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	clock := "23.59"
	_, page := officer.get(path + "/acts/notify")
	if _, after, ok := strings.Cut(page, `name="sent_time" value="`); ok {
		clock, _, _ = strings.Cut(after, `"`)
	}
	if !strings.Contains(page, "1. Loukkauksen luonne") || !strings.Contains(page, "Levy katosi junassa.") {
		t.Error("the notice is not begun from what is known")
	}
	for _, to := range []string{"ombudsman", "persons"} {
		officer.does(path, "notify", "notice_to", to, "sent_at", day, "sent_time", clock, "notice_text", "Ilmoitus.")
	}
	officer.does(path, "close-breach", "measures", "Levyt salataan.")
	holder.sees(path, "Levyt salataan.")
	officer.sees("/breaches", path)
	if status, body := officer.get("/breaches.csv"); status != http.StatusOK || !strings.Contains(body, "Levyt salataan.") || strings.Contains(body, "Aino") {
		t.Errorf("the register as a file: %d\n%s", status, body)
	}
	if status, _ := holder.get("/breaches.csv"); status != http.StatusForbidden {
		t.Errorf("a holder has the register: %d", status)
	}
	own := officer.must("/breaches/new", form("breach_kinds", "availability", "breach_what", "Palvelin kaatui.", "aware", "2.11.2020", "aware_time", "9.30"))
	officer.sees(own, "Palvelin kaatui.", "5.11.2020")
}

// version is that of a page's act which is not open: of any that is.
func version(t *testing.T, p *person, path string) string {
	t.Helper()
	return p.version(path + "/acts/note")
}

// TestMatterPagesInABrowser finds the pages of requests and breaches clean, in
// three languages at two widths.
func TestMatterPagesInABrowser(t *testing.T) {
	ctx := browser(t)
	s := newSite(t, true)
	permit, holder := inForce(s)
	sealedOrder(s, holder, permit)
	request, breach := askedDocument(s), toldBreach(s, permit)
	officer := s.as(esittelija)
	officer.does(request, "take")
	officer.does(breach, "take")
	refused := s.as(tutkija).must("/document-requests/new", form("kind", "document", "language", "fi", "request_title", "Lausunto", "request_what", "Lausunto hakemuksesta."))
	officer.does(refused, "take")
	officer.does(refused, "refuse", "refusal_grounds", "25", "refusal_grounds", "20", "refusal_reasons", "Asiakirjassa on asiakkaan tietoja.")
	given := "/document-requests/" + answeredDocument(s).params["docrequest"]
	officer.file(request, "secrecy_items", "25", "paatos.pdf", aPDF(t))
	officer.file(request, "redacts", "1", "passage_where", "s. 1, 2. kappale", "passage_ground", "25", "paatos-peitetty.pdf", aPDF(t)+"%covered\n")
	s.scan(request, 1, true)
	for _, visit := range []struct {
		who   permits.Actor
		paths []string
	}{
		{ulkopuoli, []string{given}},
		{tutkija, []string{"/document-requests", "/document-requests/new?kind=document", "/document-requests/new?kind=aggregate", refused, refused + "/acts/demand-decision", "/breaches/new?basis=" + last(permit), breach}},
		{esittelija, []string{"/document-requests", "/document-requests/new?kind=authority", request, request + "/files", request + "/acts/give", given, given + "/acts/hand-over", given + "/acts/retract-files", request + "/acts/refuse", request + "/acts/ask-precision", "/breaches", "/breaches/new", breach, breach + "/acts/notify", breach + "/acts/touch", breach + "/acts/assess-risk"}},
	} {
		s.cleanAs(t, ctx, visit.who, visit.paths...)
	}
}
