package web

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"tietolupa/permits"
	"tietolupa/postgres"
)

// link sends what is due and gives the token of the link to a question.
func (s *site) link() (token string) {
	s.t.Helper()
	if _, err := s.db.SendMails(s.t.Context(), func(_ context.Context, m postgres.Mailing) error {
		if link, ok := strings.CutPrefix(m.Path, postgres.QuestionPage); ok {
			token = link
		}
		return nil
	}); err != nil || token == "" {
		s.t.Fatalf("no link was sent: %v", err)
	}
	return token
}

// asks is a case in review with a question of a kind, which goes to an address when
// there is one.
func (s *site) asks(kind, email string, more ...string) (path string, e *person) {
	s.t.Helper()
	path, p := sent(s)
	e = s.as(esittelija)
	e.must(path+"/take", nil)
	p.attach(path, "kind", "other-annex", "to", "message", "Tarkennus.txt", "Tarkennus aineiston käyttöön.")
	s.scan(path, 1, true)
	p.attach(path, "kind", "other-annex", "to", "message", "Muu.txt", "Tämä ei lähde mukaan.")
	s.scan(path, 2, true)
	e.act(path, "ask-statement", form(append([]string{"statement_kind", kind, "statement_from", "Kela", "question", "Voiko tiedot luovuttaa?", "term", "20.11.2020",
		"statement_email", email, "statement_applied", "yes", "shown", "1", "secrecy_items", "21"}, more...)...))
	return path, e
}

func asked(path string) string { return strings.Replace(path, "/cases/", "/statements/", 1) + "/1" }

// askedOf is a question that a has opened, with a file of theirs.
func askedOf(s *site, a permits.Actor) thing {
	path, _ := s.asks("other", a.Email)
	s.as(a).must("/statements/open", form("token", s.link()))
	return answering(s, path, a)
}

// answering is a question with a file of a's answer.
func answering(s *site, path string, a permits.Actor) thing {
	p := s.as(a)
	if status, _, body := p.upload(asked(path)+"/files", "Liite.txt", "Lausunnon liite."); status != http.StatusSeeOther {
		s.t.Fatalf("attach to an answer: %d %s", status, wrongsIn(body))
	}
	s.scan(path, 3, true)
	return thing{map[string]string{"case": last(path), "question": "1", "attachment": "3"}, ids(a)}
}

// askedOfficer is a question to the data protection officer.
func askedOfficer(s *site) thing {
	path, _ := s.asks("dpo", "")
	return answering(s, path, suojaaja)
}

// TestStatementInTheService: an official asks, the one who is asked opens the link,
// sees the question and the documents picked and nothing else of the case, answers
// once, and the official has the statement; to anybody else, and after the link was
// sent to another, the question is not there.
func TestStatementInTheService(t *testing.T) { // HL 31 §; JulkL 22 §
	s := newSite(t, true)
	path, e := s.asks("other", ulkopuoli.Email)
	page := asked(path)
	token := s.link()
	p, other := s.as(ulkopuoli), s.as(apulainen)

	for what, address := range map[string]string{"a guessed link": "/statements/open?token=AAAA", "no link": "/statements/open"} {
		q := s.as(naapuri)
		_, location, _ := q.ask(http.MethodGet, address, nil)
		if location == "" {
			location = address
		}
		if status, body := q.get(location); status != http.StatusOK || !strings.Contains(body, "Linkki ei ole voimassa.") || strings.Contains(body, "<button class=\"btn\" type=\"submit\">Avaa") {
			t.Errorf("%s: %d", what, status)
		}
	}
	if status, _ := p.get(page); status != http.StatusNotFound {
		t.Errorf("before the link is opened: %d", status)
	}
	weak := s.weakly(ulkopuoli)
	if status, location, _ := weak.post("/statements/open", form("token", token)); status != http.StatusSeeOther || !strings.HasPrefix(location, "/identification?next=") {
		t.Errorf("who is identified weakly opens the link: %d %s", status, location)
	}
	_, location, _ := p.ask(http.MethodGet, "/statements/open?token="+token, nil)
	_, body := p.get(location)
	if !strings.Contains(body, `name="token" value="`+token+`"`) || strings.Contains(body, "Voiko tiedot luovuttaa?") || strings.Contains(location, token) {
		t.Error("the page of the link tells the question, or lacks its form")
	}
	if at := p.must("/statements/open", form("token", token)); at != page {
		t.Fatalf("the link leads to %s", at)
	}
	forwarded := s.as(naapuri)
	if status, _, body := forwarded.post("/statements/open", form("token", token)); status != http.StatusUnprocessableEntity || !strings.Contains(body, "Pyydä KEHA-keskuksen käsittelijältä uusi linkki.") {
		t.Errorf("a link that was forwarded: %d", status)
	}
	if _, location, _ := p.ask(http.MethodGet, "/statements/open?token="+token, nil); location != "/statements/open" {
		t.Errorf("the link once more leads to %s", location)
	}
	if _, location, _ := p.ask(http.MethodGet, "/statements/open", nil); location != page {
		t.Errorf("the link, for who opened it, leads to %q", location)
	}

	status, body := p.get(page)
	for _, want := range []string{"Voiko tiedot luovuttaa?", "20.11.2020", "Tarkennus.txt", page + "/files/1", page + "/application", "21"} {
		if status != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("the question lacks %q: %d", want, status)
		}
	}
	if strings.Contains(body, "Muu.txt") {
		t.Error("a document that was not picked is shown")
	}
	if res, words := p.download(page + "/files/1"); res.StatusCode != http.StatusOK || words != "Tarkennus aineiston käyttöön." {
		t.Errorf("the document: %d", res.StatusCode)
	}
	var n int
	if err := s.db.Pool().QueryRow(t.Context(), `select count(*) from audit.entries where kind = 'attachment-opened' and actor = $1 and subject = $2`, ulkopuoli.ID, last(path)).Scan(&n); err != nil || n != 1 {
		t.Errorf("the download is logged %d times: %v", n, err)
	}
	if status, body := p.get(page + "/application"); status != http.StatusOK || !strings.Contains(body, "Elinaikamallit") {
		t.Errorf("the application: %d", status)
	}
	for _, address := range []string{page + "/files/2", path, path + "/attachments", path + "/attachments/1", path + "/letters/1", strings.TrimSuffix(page, "1") + "2"} {
		if status, _ := p.get(address); status != http.StatusNotFound {
			t.Errorf("%s: %d", address, status)
		}
	}
	second, _ := s.asks("other", "")
	for who, q := range map[string]*person{"another person": other, "the presenter": e} {
		for _, address := range []string{page, page + "/files/1", page + "/application"} {
			if status, _ := q.get(address); status != http.StatusNotFound {
				t.Errorf("%s at %s: %d", who, address, status)
			}
		}
		if status, _, _ := q.post(page+"/send", form("answer", "Minun lausuntoni.")); status != http.StatusNotFound {
			t.Errorf("%s answers: %d", who, status)
		}
	}
	if status, _ := p.get(asked(second)); status != http.StatusNotFound {
		t.Errorf("the same person on another case: %d", status)
	}

	p.must(page+"/draft", form("answer", "Kesken."))
	if _, body := p.get(page); !strings.Contains(body, ">Kesken.</textarea>") {
		t.Error("what was written is lost")
	}
	if status, _, body := p.post(page+"/send", form("answer", " ")); status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#answer"`) {
		t.Errorf("nothing is sent: %d", status)
	}
	if status, _, body := p.upload(page+"/files", "Liite.txt", "Lausunnon liite."); status != http.StatusSeeOther {
		t.Fatalf("a file: %d %s", status, wrongsIn(body))
	}
	if status, _, _ := p.post(page+"/send", form("answer", "Ei estettä.")); status != http.StatusUnprocessableEntity {
		t.Errorf("sent with a file that nobody has scanned: %d", status)
	}
	s.scan(path, 3, true)
	for who, q := range map[string]*person{"the presenter": e, "the applicant": s.as(tutkija)} {
		if _, body := q.get(path); strings.Contains(body, "Liite.txt") || strings.Contains(body, "Kesken.") {
			t.Errorf("%s sees an answer that has not been sent", who)
		}
	}
	if _, body := e.get(path); !strings.Contains(body, ulkopuoli.Name) || !strings.Contains(body, "Odottaa lausuntoa") || !strings.Contains(body, ulkopuoli.Email) {
		t.Error("the presenter does not see who opened the request")
	}
	p.must(page+"/send", form("answer", "Ei estettä luovutukselle."))
	if status, _, body := p.post(page+"/send", form("answer", "Sittenkin.")); status != http.StatusUnprocessableEntity || !strings.Contains(body, "annetaan vain kerran") && !strings.Contains(body, "ges bara en gång") {
		t.Errorf("sent twice: %d %s", status, wrongsIn(body))
	}
	if status, body := p.get(page); status != http.StatusOK || !strings.Contains(body, "Ei estettä luovutukselle.") || !strings.Contains(body, "Liite.txt") || strings.Contains(body, page+"/files/1") {
		t.Errorf("the receipt: %d", status)
	}
	if res, _ := p.download(page + "/files/1"); res.StatusCode != http.StatusNotFound {
		t.Errorf("a document after the answer: %d", res.StatusCode)
	}
	if _, body := e.get(path); !strings.Contains(body, "Ei estettä luovutukselle.") || !strings.Contains(body, "Liite.txt") || !strings.Contains(body, "Palvelussa") {
		t.Error("the presenter does not have the statement")
	}
	if _, body := s.as(tutkija).get(path); !strings.Contains(body, "Ei estettä luovutukselle.") || strings.Contains(body, ulkopuoli.Email) {
		t.Error("the applicant does not have the statement, or sees where the link went")
	}
	if _, body := p.get("/statements"); !strings.Contains(body, page) || !strings.Contains(body, "Utlåtandet har getts") {
		t.Error("the list of who answered lacks the question")
	}
	if _, body := p.get("/cases"); !strings.Contains(body, `href="/statements"`) {
		t.Error("the home of who answered does not lead to their questions")
	}
}

// TestQuestionIsSentAgainAndTakenBack: a new link closes the question to who had
// opened it; one that is taken back opens to nobody; who opens it from another
// address is named to the presenter.
func TestQuestionIsSentAgainAndTakenBack(t *testing.T) { // HL 31 §
	s := newSite(t, true)
	path, e := s.asks("joint", "kirjaamo@kunta.invalid")
	page, first := asked(path), s.link()
	p, q := s.as(ulkopuoli), s.as(naapuri)
	p.must("/statements/open", form("token", first))
	if _, body := e.get(path); !strings.Contains(body, "Muu kuin kutsuttu osoite") {
		t.Error("the presenter is not told that another address opened it")
	}
	if status, _ := p.get(page); status != http.StatusOK {
		t.Fatalf("the question: %d", status)
	}
	e.act(path, "invite-answerer", form("statement_no", "1", "statement_email", naapuri.Email))
	next := s.link()
	if status, _ := p.get(page); status != http.StatusNotFound {
		t.Errorf("who had opened it, after it was sent to another: %d", status)
	}
	if status, _, _ := p.post("/statements/open", form("token", first)); status != http.StatusUnprocessableEntity {
		t.Errorf("the earlier link: %d", status)
	}
	q.must("/statements/open", form("token", next))
	e.act(path, "take-back-question", form("statement_no", "1", "taken_back_why", "Lausuntoa ei tarvita."))
	for what, who := range map[string]*person{"the one asked": q, "the one asked first": p} {
		if status, _ := who.get(page); status != http.StatusNotFound {
			t.Errorf("%s, once it is taken back: %d", what, status)
		}
	}
	if _, body := e.get(path); !strings.Contains(body, "Peruttu") {
		t.Error("the presenter does not see that it was taken back")
	}
	if _, body := s.as(tutkija).get(path); strings.Contains(body, "kirjaamo@kunta.invalid") || strings.Contains(body, "Lausuntoa ei tarvita.") {
		t.Error("the applicant sees where the link went, or why it was taken back")
	}
}

// TestProtectionOfficersList: the data protection officer has the questions to that
// office, answers without a link, and sees no other.
func TestProtectionOfficersList(t *testing.T) { // GDPR 38–39
	s := newSite(t, true)
	if err := s.db.PutUser(t.Context(), suojaaja); err != nil {
		t.Fatal(err)
	}
	path, e := s.asks("dpo", "")
	other, _ := s.asks("other", "")
	d := s.as(suojaaja)
	if _, body := d.get("/statements/officer"); !strings.Contains(body, asked(path)) || strings.Contains(body, asked(other)) || !strings.Contains(body, "20.11.2020") {
		t.Error("the list is not that of the questions to the data protection officer")
	}
	if _, body := d.get("/"); !strings.Contains(body, `href="/statements/officer"`) {
		t.Error("the menu does not lead to the list")
	}
	for _, address := range []string{asked(other), path, "/queue"} {
		if status, _ := d.get(address); status != http.StatusNotFound && status != http.StatusForbidden {
			t.Errorf("%s: %d", address, status)
		}
	}
	if status, _ := e.get("/statements/officer"); status != http.StatusForbidden {
		t.Errorf("a presenter at the list: %d", status)
	}
	d.must(asked(path)+"/send", form("answer", "Suojatoimet riittävät."))
	if _, body := e.get(path); !strings.Contains(body, "Suojatoimet riittävät.") {
		t.Error("the presenter does not have the statement")
	}
	if c := s.theCase(path); c.Handling.Statements[0].Way != permits.ByService || c.Handling.Statements[0].GivenBy != suojaaja.ID {
		t.Errorf("the statement: %+v", c.Handling.Statements[0])
	}
}

// TestStatementJourneyInABrowser: an official asks, the one who is asked opens the
// link, signs in, reads the question and the document, writes, adds a file and gives
// the statement; the official sees when it was opened and what was answered. The
// data protection officer answers from a list of their own.
func TestStatementJourneyInABrowser(t *testing.T) { // HL 31 §; GDPR 39
	for _, lang := range []string{"fi", "sv"} {
		t.Run(lang, func(t *testing.T) {
			ctx := browser(t)
			s := newSite(t, true)
			people := hands(t, ctx, s, lang, esittelija, ulkopuoli, suojaaja)
			presenter, answerer, officer := people[0], people[1], people[2]
			path, p := sent(s)
			s.as(esittelija).must(path+"/take", nil)
			p.attach(path, "kind", "other-annex", "to", "message", "Tarkennus.txt", "Tarkennus aineiston käyttöön.")
			s.scan(path, 1, true)

			presenter.opens(path)
			presenter.does(permits.DoAsk, func() {
				presenter.presses("command.ask-statement") // nothing is asked
				presenter.told("alert")
				presenter.chooses("statement.other")
				presenter.writes("field.statement_from", "Kela")
				presenter.writes("field.question", "Voiko tiedot luovuttaa?\nMitä on otettava huomioon?")
				presenter.writes("field.statement_email", ulkopuoli.Email)
				presenter.chooses("statementapplied.yes")
				presenter.ticks(presenter.say("annex.other-annex") + ": Tarkennus.txt")
				presenter.chooses("secrecy.21")
				examine(t, presenter.ctx, "statement-asking", lang)
			}, permits.StatementAsked)
			presenter.stands(path, permits.InReview, permits.WaitsOthers)
			presenter.sees("Kela", presenter.say("question.unopened"), ulkopuoli.Email)
			examine(t, presenter.ctx, "statement-case", lang)

			token := s.link()
			open(t, answerer.ctx, s, "/statements/open?token="+token+"&lang="+lang, `html[lang="`+lang+`"] main h1`)
			answerer.sees(answerer.say("question.open.strong"))
			examine(t, answerer.ctx, "statement-open", lang)
			answerer.presses("question.open.act")
			answerer.told("status", answerer.say("question.opened"))
			answerer.sees("Mitä on otettava huomioon?", "Tarkennus.txt")
			examine(t, answerer.ctx, "statement", lang)
			answerer.presses("question.send") // nothing is written
			answerer.told("alert")
			examine(t, answerer.ctx, "statement-wrong", lang)
			answerer.writes("field.answer", "Luovutukselle ei ole estettä.")
			answerer.presses("question.keep")
			answerer.told("status", answerer.say("edit.saved"))
			answerer.opens(asked(path) + "/application")
			examine(t, answerer.ctx, "statement-application", lang)
			answerer.opens(asked(path))
			answerer.presses("question.send")
			answerer.told("status", answerer.say("question.sent"))
			answerer.sees(answerer.say("question.receipt"), "Luovutukselle ei ole estettä.")
			examine(t, answerer.ctx, "statement-receipt", lang)
			answerer.opens("/statements")
			answerer.sees(answerer.say("questionstate.given"))
			examine(t, answerer.ctx, "statements", lang)
			open(t, answerer.ctx, s, "/statements/open?token="+token+"&lang="+lang, `html[lang="`+lang+`"] main h1`)
			answerer.sees(answerer.say("question.over"))
			examine(t, answerer.ctx, "statement-over", lang)
			presenter.mailedTo(s.mailed(), permits.StatementGiven)
			presenter.stands(path, permits.InReview, permits.WaitsPresenter)
			presenter.sees("Luovutukselle ei ole estettä.", presenter.say("questionway.service"), ulkopuoli.Name)
			examine(t, presenter.ctx, "statement-answered", lang)

			presenter.does(permits.DoAsk, func() {
				presenter.chooses("statement.dpo")
				presenter.writes("field.statement_from", "Tietosuojavastaava")
				presenter.writes("field.question", "Riittävätkö suojatoimet?")
			}, permits.StatementAsked)
			officer.mailedTo(s.mailed(), permits.StatementAsked)
			officer.opens("/statements/officer")
			officer.sees(officer.say("questionstate.open"))
			examine(t, officer.ctx, "statements-officer", lang)
			officer.finds("press", caseNumber(last(path)))
			leave(t, officer.ctx, chromedp.Click("[data-hand]"))
			wait(t, officer.ctx, `html[lang="`+lang+`"] main h1`)
			officer.writes("field.answer", "Suojatoimet riittävät.")
			officer.presses("question.send")
			officer.told("status", officer.say("question.sent"))
			presenter.opens(path)
			presenter.sees("Suojatoimet riittävät.", suojaaja.Name)
		})
	}
}
