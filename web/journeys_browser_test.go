package web

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"tietolupa/permits"
)

// inBothLanguages runs a journey in Finnish and in Swedish, each with a site and a
// browser of its own.
func inBothLanguages(t *testing.T, journey func(t *testing.T, s *site, applicant, presenter, decider *hand)) {
	for _, lang := range []string{"fi", "sv"} {
		t.Run(lang, func(t *testing.T) {
			ctx := browser(t)
			s := newSite(t, true)
			people := hands(t, ctx, s, lang, tutkija, esittelija, ratkaisija)
			journey(t, s, people[0], people[1], people[2])
		})
	}
}

// TestRefusalJourneyInABrowser: a supplement is asked and given field by field, the
// party heard, the application refused in the presenter's own words, the refusal
// served with its appeal instructions, contested, ruled on and taken to a court;
// each side sees after each step where the case is.
func TestRefusalJourneyInABrowser(t *testing.T) { // HL 22, 34, 45, 49 b–g §
	inBothLanguages(t, func(t *testing.T, s *site, applicant, presenter, decider *hand) {
		path, p := drafted(s)
		p.must(path+"/edit/basics", form("version", p.version(path+"/edit/basics"), "title", "Työttömyyden kesto", "purpose", "research", "organisation", "Esimerkkiyliopisto",
			"business_id", "9000000-3", "abstract", "Kesto.", "plan", "Elinaikamallit.", "article6", "e", "until", "31.12.2021", "language", applicant.lang, "e_service", "yes"))
		applicant.opens(path + "/edit/review")
		applicant.presses("send.send")
		applicant.told("status", applicant.say("case.sent"))
		applicant.mailedTo(s.mailed(), permits.CaseSubmitted)
		applicant.stands(path, permits.Submitted, permits.WaitsPresenter, "completeness", "expected")

		presenter.stands(path, permits.Submitted, permits.WaitsPresenter)
		presenter.presses("desk.take")
		presenter.told("status", presenter.say("case.taken.done"))
		applicant.mailedTo(s.mailed(), permits.CaseTaken)
		presenter.presses("command.supplement")
		presenter.presses("command.supplement") // nothing is asked
		presenter.told("alert")
		presenter.fills(presenter.say("anchor.abstract"), "Kuvaa, miten jaksot lasketaan.")
		presenter.fills(presenter.say("anchor.security"), "Kuvaa käyttöympäristö.")
		presenter.presses("command.supplement")
		presenter.told("status", presenter.say("event.supplement-asked"))
		presenter.stands(path, permits.Supplementing, permits.WaitsApplicant, "supplement")
		applicant.mailedTo(s.mailed(), permits.SupplementAsked)

		applicant.stands(path, permits.Supplementing, permits.WaitsApplicant, "supplement")
		applicant.sees(applicant.say("case.yours.text"), "Kuvaa käyttöympäristö.", applicant.say("letter-kind.supplement"))
		examine(t, applicant.ctx, "journey-supplementing", applicant.lang)
		applicant.presses("command.reply")
		applicant.presses("command.reply") // nothing is answered
		applicant.told("alert")
		examine(t, applicant.ctx, "journey-reply-wrong", applicant.lang)
		applicant.fills(applicant.say("acts.reply", applicant.say("anchor.abstract")), "Jaksot lasketaan päivinä.")
		applicant.fills(applicant.say("acts.amended", applicant.say("anchor.abstract")), "Työttömyysjaksojen kesto lasketaan päivinä.")
		applicant.fills(applicant.say("acts.reply", applicant.say("anchor.security")), "Yliopiston suojattu ympäristö.")
		applicant.presses("command.reply")
		applicant.told("status", applicant.say("event.supplement-replied"))
		applicant.stands(path, permits.InReview, permits.WaitsPresenter, "expected")
		presenter.mailedTo(s.mailed(), permits.SupplementReplied)

		presenter.stands(path, permits.InReview, permits.WaitsPresenter)
		presenter.sees("Jaksot lasketaan päivinä.")
		presenter.does(permits.DoHear, func() { presenter.writes("field.points", "Tilastokeskuksen lausunnon mukaan taulukko riittää.") }, permits.HearingOpened)
		presenter.stands(path, permits.Heard, permits.WaitsApplicant)
		applicant.mailedTo(s.mailed(), permits.HearingOpened)
		applicant.stands(path, permits.Heard, permits.WaitsApplicant)
		applicant.sees(applicant.say("letter-kind.hearing"))
		applicant.does(permits.DoAnswer, func() {
			applicant.sees("Tilastokeskuksen lausunnon mukaan taulukko riittää.")
			applicant.writes("field.hearing_answer", "Taulukosta jaksoja ei näe.")
		}, permits.HearingAnswered)
		presenter.mailedTo(s.mailed(), permits.HearingAnswered)

		presenter.opens(path)
		presenter.presses("desk.review")
		presenter.chooses("outcome.refuse")
		presenter.writes("field.reasons", "Tutkimuskysymykseen voidaan vastata valmiista taulukosta.")
		presenter.presses("review.propose") // what else was considered is missing
		presenter.told("alert")
		examine(t, presenter.ctx, "journey-refusal-wrong", presenter.lang)
		for topic, words := range map[string]string{"freedom": "Tutkimus voidaan toteuttaa taulukosta.", "alternatives": "Määräykset eivät korvaa puuttuvaa tarvetta.",
			"advice": "Tilaa taulukko tai perustele, miksi jaksot tarvitaan.", "claims": "Vastauksessa ei osoitettu, mihin jaksoja tarvitaan."} {
			presenter.topic(topic, words)
		}
		presenter.chooses("field.unbiased")
		presenter.presses("review.propose")
		presenter.told("status", presenter.say("case.proposed.done"))
		presenter.stands(path, permits.Proposed, permits.WaitsDecider)
		presenter.sees(presenter.say("desk.waits"))
		applicant.stands(path, permits.Proposed, permits.WaitsDecider)
		if strings.Contains(applicant.reads(), "valmiista taulukosta") {
			t.Error("the applicant sees what is proposed")
		}

		decider.stands(path, permits.Proposed, permits.WaitsDecider)
		decider.sees("Tutkimuskysymykseen voidaan vastata valmiista taulukosta.", "Vastauksessa ei osoitettu")
		decider.chooses("field.unbiased")
		decider.presses("desk.decide")
		decider.told("status", decider.say("case.decided.done"))
		applicant.stands(path, permits.Refused, permits.WaitsPresenter)
		applicant.sees(applicant.say("case.decided.refused"))
		if strings.Contains(applicant.reads(), "valmiista taulukosta") {
			t.Error("the applicant reads the decision before it is served")
		}
		for _, official := range []*hand{decider, presenter} {
			official.opens(path)
			official.does(permits.DoSignLetter, func() { official.chooses("field.unbiased"); official.chooses("accept.yes") }, permits.LetterSigned)
		}
		presenter.presses("desk.serve")
		presenter.chooses("manner.fetched")
		presenter.chooses("sending.accept")
		examine(t, presenter.ctx, "journey-sending", presenter.lang)
		presenter.presses("command.serve")
		presenter.told("status", presenter.say("event.decision-sent"))
		presenter.stands(path, permits.Refused, permits.WaitsApplicant, "fetch")
		applicant.mailedTo(s.mailed(), permits.DecisionSent)
		applicant.stands(path, permits.Refused, permits.WaitsApplicant, "fetch")
		if strings.Contains(applicant.reads(), "valmiista taulukosta") {
			t.Error("the applicant reads the decision before fetching it")
		}
		examine(t, applicant.ctx, "journey-to-fetch", applicant.lang)
		applicant.presses("command.fetch")
		examine(t, applicant.ctx, "journey-fetch", applicant.lang)
		applicant.presses("command.fetch")
		applicant.told("status", applicant.say("event.case-served"))
		applicant.mailedTo(s.mailed(), permits.CaseServed)

		applicant.stands(path, permits.Served, permits.WaitsNobody, "appeal")
		applicant.sees(applicant.say("case.refused.heading"), "valmiista taulukosta", applicant.say("letter-kind.decision"))
		examine(t, applicant.ctx, "journey-refused", applicant.lang)
		c := s.theCase(path)
		if letter := string(fetched(t, p, path+"/letter")); !strings.Contains(letter, applicant.lang) {
			t.Errorf("the letter: %.200s", letter)
		}
		if c.Decision.Route != permits.Rectification {
			t.Fatalf("the decision of November 2020 goes by the route %s", c.Decision.Route)
		}
		applicant.does(permits.DoRectify, func() {
			applicant.presses("command.rectify") // nothing is demanded
			applicant.told("alert")
			applicant.writes("field.demand", "Vaadin, että lupa myönnetään: taulukossa ei ole jaksoja.")
		}, permits.RectificationAsked)
		applicant.stands(path, permits.Served, permits.WaitsPresenter)
		applicant.sees(applicant.say("remedy-kind.rectification"), applicant.say("remedies-open.rectification"))
		examine(t, applicant.ctx, "journey-remedy", applicant.lang)

		// Who decided does not rule: another does (HL 27–28 §).
		presenter.opens(path)
		presenter.does(permits.DoProposeRuling, func() {
			presenter.sees("taulukossa ei ole jaksoja")
			examine(t, presenter.ctx, "journey-propose-ruling", presenter.lang)
			presenter.chooses("outcome.rectification-decision.rejected")
			presenter.writes("field.ruling", "Vaatimuksessa ei esitetä, mihin jaksoja tarvitaan.")
			presenter.chooses("field.unbiased")
		}, permits.RulingProposed)
		decider.stands(path, permits.Served, permits.WaitsDecider)
		if strings.Contains(decider.reads(), decider.say("command-text.rule")) {
			t.Error("who decided is offered the ruling")
		}
		other := decider.another(permits.Actor{ID: "u-toinen-ratkaisija", Name: "Tiina Toinen", Email: "tiina@keha.invalid", Organisation: "KEHA-keskus", Body: permits.KEHA, Duties: []permits.Duty{permits.Decider}})
		other.opens(path)
		other.does(permits.DoRule, func() {
			other.sees("taulukossa ei ole jaksoja", "mihin jaksoja tarvitaan")
			examine(t, other.ctx, "journey-rule", other.lang)
			other.chooses("field.unbiased")
		}, permits.RemedyRuled)
		for _, h := range []*hand{presenter, other} {
			h.opens(path)
			h.does(permits.DoSignLetter, func() { h.chooses("field.unbiased"); h.chooses("accept.yes") }, permits.LetterSigned)
		}
		for _, h := range []*hand{applicant, other, presenter} {
			h.stands(path, permits.Served, permits.WaitsNobody)
			h.sees(h.say("outcome.rectification-decision.rejected"), "Vaatimuksessa ei esitetä", h.say("letter-kind.ruling"))
		}
		presenter.does(permits.DoAppeal, func() {
			presenter.writes("field.court", "Itä-Suomen hallinto-oikeus")
			presenter.writes("field.court_number", "1234/2020")
			presenter.writes("field.court_demand", "Lupa on myönnettävä.")
		}, permits.AppealRecorded)
		applicant.stands(path, permits.Served, permits.WaitsOthers)
		applicant.sees(applicant.say("remedy-kind.court"), "1234/2020", applicant.say("remedies-open.court"))
		courtStatement(t, s, path, presenter, other)
		applicant.stands(path, permits.Served, permits.WaitsOthers)
		applicant.sees(applicant.say("letter-kind.court-statement"), applicant.say("court-request.sent", "2.11.2020"))
		other.opens(path)
		other.does(permits.DoJudgment, func() {
			other.chooses("remedy.returned")
			other.writes("field.judgment", "Hallinto-oikeus kumoaa päätöksen ja palauttaa asian.")
		}, permits.CaseReopened)
		applicant.stands(path, permits.InReview, permits.WaitsPresenter)
		applicant.sees(applicant.say("remedy.returned"))
		presenter.stands(path, permits.InReview, permits.WaitsPresenter)
		presenter.sees(presenter.say("desk.review.text"))
		examine(t, presenter.ctx, "journey-returned", presenter.lang)
	})
}

// courtStatement has a court ask for a statement on the appeal of the case at path: one
// writes it, another approves it, both sign it and it is sent.
func courtStatement(t *testing.T, s *site, path string, presenter, decider *hand) { // HOL 37 §
	t.Helper()
	presenter.opens(path)
	presenter.does(permits.DoCourtRequest, func() {
		presenter.writes("field.court_asked", "2.11.2020")
		presenter.writes("field.court_term", "30.11.2020")
		presenter.presses("command.record-court-request") // no demand is named
		presenter.told("alert")
		examine(t, presenter.ctx, "court-request", presenter.lang)
		presenter.writes("field.court_claims", "Päätös on kumottava.\nAsia on palautettava.")
	}, permits.CourtAsked)
	presenter.stands(path, permits.Served, permits.WaitsPresenter, "court")
	presenter.mailedTo(s.mailed(), permits.CourtAsked)
	presenter.does(permits.DoProposeStatement, func() {
		presenter.sees("Päätös on kumottava.", "Asia on palautettava.")
		presenter.writes("field.statement_demand", "Valitus on hylättävä.")
		presenter.fills(presenter.say("field.claim", "1"), "Päätös on lainmukainen.")
		presenter.writes("field.statement_grounds", "Hakemus on selvitetty.")
		presenter.chooses("field.unbiased")
		presenter.presses("command.propose-court-statement") // a demand is left unanswered
		presenter.told("alert")
		examine(t, presenter.ctx, "court-statement", presenter.lang)
		presenter.fills(presenter.say("field.claim", "2"), "Palauttamiseen ei ole syytä.")
	}, permits.CourtStatementProposed)
	decider.stands(path, permits.Served, permits.WaitsDecider, "court")
	decider.does(permits.DoGiveStatement, func() {
		decider.sees("Päätös on kumottava.", "Päätös on lainmukainen.", "Palauttamiseen ei ole syytä.", decider.say("preview.letter"))
		examine(t, decider.ctx, "court-statement-approve", decider.lang)
		decider.chooses("field.unbiased")
	}, permits.CourtStatementGiven)
	for _, h := range []*hand{presenter, decider} {
		h.opens(path)
		h.does(permits.DoSignLetter, func() { h.chooses("field.unbiased"); h.chooses("accept.yes") }, permits.LetterSigned)
	}
	presenter.stands(path, permits.Served, permits.WaitsPresenter, "court")
	presenter.does(permits.DoSendStatement, func() {
		presenter.chooses("court-manner.service")
		examine(t, presenter.ctx, "court-statement-send", presenter.lang)
	}, permits.CourtStatementSent)
}

// findsToGrant writes what a grant of the fixture's application needs, whole.
func (h *hand) findsToGrant() {
	h.t.Helper()
	h.chooses("outcome.grant")
	h.writes("field.reasons", "Tiedot ovat tarpeen.")
	h.fills(h.say("finding.ground", "25"), "On ilmeistä, ettei etu loukkaannu: rivit ovat pseudonymisoituja.")
	for topic, words := range map[string]string{"purpose": "Hanke on tieteellinen tutkimus, jolla on suunnitelma.", "freedom": "Tutkimus voidaan toteuttaa suunnitellusti.",
		"basis": "Yliopistolla on tutkimukseen lakisääteinen tehtävä.", "necessity": "Muuttujat vastaavat tutkimuskysymyksiin."} {
		h.topic(topic, words)
	}
}

// topic writes the finding on a topic of the workspace.
func (h *hand) topic(key, words string) {
	h.t.Helper()
	of, known := permits.TopicOf(key)
	if !known {
		h.t.Fatalf("no topic %s", key)
	}
	h.fills(of.Name.In(h.lang), words)
}

// another is somebody else at a browser of their own, in the same language.
func (h *hand) another(who permits.Actor) *hand {
	h.t.Helper()
	own, leaves := chromedp.NewContext(h.ctx, chromedp.WithNewBrowserContext())
	h.t.Cleanup(leaves)
	return hands(h.t, own, h.s, h.lang, who)[0]
}
