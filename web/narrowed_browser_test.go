package web

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"tietolupa/permits"
)

// TestNarrowedJourneyInABrowser: a narrower scope is proposed and accepted, which
// makes a new version that is granted in full; the conditions, the undertakings and
// the key follow, an extract is delivered, and the permit is revoked after a hearing:
// the downloads close on the researcher's page.
func TestNarrowedJourneyInABrowser(t *testing.T) { // HL 8, 22.3, 34 §, JulkL 28.2 §, conditions 2–3
	inBothLanguages(t, func(t *testing.T, s *site, applicant, presenter, decider *hand) {
		path, _ := sent(s)
		user := applicant.another(apulainen)
		municipality, _ := s.config.Catalogue.Variable("person.municipality")
		presenter.opens(path)
		presenter.presses("desk.take")
		presenter.does(permits.DoOffer, func() {
			presenter.fills(municipality.Name.In(presenter.lang), "region")
			presenter.writes("field.offer_why", "Maakunta riittää alueellisiin eroihin.")
		}, permits.NarrowingOffered)
		presenter.stands(path, permits.Offered, permits.WaitsApplicant)
		applicant.mailedTo(s.mailed(), permits.NarrowingOffered)
		applicant.stands(path, permits.Offered, permits.WaitsApplicant)
		applicant.sees(applicant.say("letter-kind.offer"))
		applicant.does(permits.DoAnswerOffer, func() {
			applicant.sees("Maakunta riittää alueellisiin eroihin.", applicant.say("protection.region"))
			applicant.presses("command.answer-offer") // neither is chosen
			applicant.told("alert")
			examine(t, applicant.ctx, "journey-offer-wrong", applicant.lang)
			applicant.chooses("offer.accept")
		}, permits.NarrowingAccepted)
		presenter.mailedTo(s.mailed(), permits.NarrowingAccepted)
		applicant.stands(path, permits.InReview, permits.WaitsPresenter)
		if got := s.theCase(path).Application.Scope.Protection(municipality.ID); got != "region" {
			t.Errorf("the new version of the application asks for %s", got)
		}

		presenter.opens(path)
		presenter.presses("desk.review")
		presenter.findsToGrant()
		for _, id := range []string{"person.municipality", "person.syntyv", "employment_code.code", "employment_code.start_date"} {
			known, _ := s.config.Catalogue.Variable(id)
			presenter.ticks(presenter.say("desk.need") + " " + known.Name.In(presenter.lang))
		}
		presenter.chooses("field.unbiased")
		presenter.presses("review.propose") // nobody knows yet whom the rows would tell of
		presenter.told("alert", (&permits.RuleError{Rule: "trial-missing"}).In(presenter.lang))
		examine(t, presenter.ctx, "journey-untried", presenter.lang)
		presenter.presses("trial.order")
		measured(s, path, 11479)
		presenter.chooses("field.unbiased")
		presenter.presses("review.propose")
		presenter.told("status", presenter.say("case.proposed.done"))
		decider.stands(path, permits.Proposed, permits.WaitsDecider)
		decider.chooses("field.unbiased")
		decider.presses("desk.decide")
		for _, official := range []*hand{decider, presenter} {
			official.opens(path)
			official.does(permits.DoSignLetter, func() { official.chooses("field.unbiased"); official.chooses("accept.yes") }, permits.LetterSigned)
		}
		presenter.stands(path, permits.Granted, permits.WaitsPresenter)
		presenter.presses("desk.serve")
		presenter.presses("command.serve") // nothing is confirmed
		presenter.told("alert")
		examine(t, presenter.ctx, "journey-serve-wrong", presenter.lang)
		presenter.chooses("manner.fetched")
		presenter.chooses("sending.accept")
		presenter.presses("command.serve")
		presenter.told("status", presenter.say("event.decision-sent"))
		applicant.stands(path, permits.Granted, permits.WaitsApplicant, "fetch")
		applicant.presses("command.fetch")
		applicant.presses("command.fetch")
		applicant.told("status", applicant.say("event.case-served"))
		mails := s.mailed()
		applicant.mailedTo(mails, permits.CaseServed)
		user.mailedTo(mails, permits.CaseServed)

		applicant.stands(path, permits.Served, permits.WaitsHolder, "appeal")
		applicant.sees(applicant.say("case.served.text"), applicant.say("gate.not-yet"), applicant.say("letter-kind.decision"))
		applicant.presses("conditions.go")
		applicant.presses("conditions.button") // unread
		applicant.told("alert", applicant.say("wrong.accept"))
		examine(t, applicant.ctx, "journey-conditions-wrong", applicant.lang)
		applicant.chooses("accept.yes")
		applicant.presses("conditions.button")
		applicant.told("status", applicant.say("conditions.done"))
		for _, one := range []*hand{applicant, user} {
			one.opens(path)
			one.presses("undertaking.go")
			one.chooses("accept.yes")
			one.presses("undertaking.button")
			one.told("status", one.say("undertaking.done"))
		}
		applicant.stands(path, permits.InForce, permits.WaitsHolder)
		applicant.sees(applicant.say("case.prove"))
		applicant.presses("command.challenge-key")
		applicant.presses("command.challenge-key")
		challenge, err := chromedp.Run(applicant.ctx, chromedp.Text("pre"))
		if err != nil {
			t.Fatal(err)
		}
		applicant.writes("field.key_code", "ei tämä")
		applicant.presses("command.prove-key")
		applicant.told("alert")
		_, code, _ := strings.Cut(challenge, "\n")
		applicant.writes("field.key_code", code)
		applicant.presses("command.prove-key")
		applicant.told("status", applicant.say("event.key-proved"))
		applicant.stands(path, permits.InForce, permits.WaitsNobody)
		applicant.sees(applicant.say("gate.open"))
		examine(t, applicant.ctx, "journey-in-force", applicant.lang)
		applicant.presses("case.order")
		wait(t, applicant.ctx, `#progress progress`)
		where, err := chromedp.Run(applicant.ctx, chromedp.Location())
		if err != nil {
			t.Fatal(err)
		}
		order := strings.TrimPrefix(where, s.server.URL)
		seal(s, permits.OrderID(last(order)))
		wait(t, applicant.ctx, `#progress a[href$="/package"]`) // the panel renews itself

		decider.stands(path, permits.InForce, permits.WaitsNobody)
		decider.does(permits.DoHear, func() {
			decider.chooses("hear.revocation")
			decider.writes("field.points", "Aineistoa on käsitelty sovitun ympäristön ulkopuolella.")
		}, permits.HearingOpened)
		applicant.stands(path, permits.InForce, permits.WaitsHolder)
		applicant.sees(applicant.say("letter-kind.hearing"))
		examine(t, applicant.ctx, "journey-heard-in-force", applicant.lang)
		applicant.does(permits.DoAnswer, func() { applicant.writes("field.hearing_answer", "Kopio on poistettu.") }, permits.HearingAnswered)

		// Who proposed the permit and who decided it are known; another revokes it.
		other := decider.another(permits.Actor{ID: "u-toinen-ratkaisija", Name: "Tiina Toinen", Email: "tiina@keha.invalid", Organisation: "KEHA-keskus", Body: permits.KEHA, Duties: []permits.Duty{permits.Decider}})
		other.opens(path)
		other.sees("Kopio on poistettu.")
		presenter.opens(path)
		presenter.does(permits.DoProposeRevocation, func() {
			presenter.presses("command.propose-revocation")
			presenter.told("alert")
			examine(t, presenter.ctx, "journey-propose-revocation", presenter.lang)
			presenter.chooses("extent.whole")
			presenter.writes("field.revoke_reasons", "Määräyksiä on rikottu olennaisesti.")
			presenter.writes("field.milder", "Huomautus ei estäisi rikkomuksen toistumista.")
			presenter.chooses("field.unbiased")
		}, permits.RevocationProposed)
		presenter.stands(path, permits.InForce, permits.WaitsDecider)
		other.opens(path)
		other.does(permits.DoRevoke, func() {
			other.sees("Huomautus ei estäisi")
			examine(t, other.ctx, "journey-revoke", other.lang)
			other.chooses("field.unbiased")
		}, permits.CaseRevoked)
		for _, h := range []*hand{presenter, other} {
			h.opens(path)
			h.does(permits.DoSignLetter, func() { h.chooses("field.unbiased"); h.chooses("accept.yes") }, permits.LetterSigned)
		}
		mails = s.mailed()
		applicant.mailedTo(mails, permits.CaseRevoked)
		user.mailedTo(mails, permits.CaseRevoked)
		for _, h := range []*hand{applicant, user} {
			h.stands(path, permits.Revoked, permits.WaitsHolder, "destruction")
			h.sees(h.say("case.revoked.heading"), h.say("letter-kind.revocation"))
		}
		examine(t, applicant.ctx, "journey-revoked", applicant.lang)
		applicant.opens(order)
		examine(t, applicant.ctx, "journey-order-closed", applicant.lang)
		if there, err := chromedp.Run(applicant.ctx, chromedp.Evaluate[bool](`document.querySelector('a[href$="/package"]') !== null`)); err != nil || there {
			t.Errorf("the download is open after the revocation: %v", err)
		}
		applicant.sees(applicant.say("order.closed"))
		applicant.opens(path)
		applicant.does(permits.DoDestroy, func() {
			applicant.writes("field.destroyed_how", "Levyt on ylikirjoitettu.")
			applicant.writes("field.backups", "31.12.2020")
		}, permits.DataDestroyed)
		applicant.stands(path, permits.Destroyed, permits.WaitsNobody)
		applicant.sees(applicant.say("closed.destroyed"))
		presenter.stands(path, permits.Destroyed, permits.WaitsNobody)
	})
}
