package web

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"tietolupa/permits"
)

// TestDutiesJourneyInABrowser: a permit is renewed with one button; of one that
// ended the declaration of destruction is overdue, which stands in the queue, on
// both sides' pages, and as a finding to make in the next application's proposal.
func TestDutiesJourneyInABrowser(t *testing.T) { // JulkL 28 §, conditions 9, 16, law.md 14.7
	inBothLanguages(t, func(t *testing.T, s *site, applicant, presenter, _ *hand) {
		path, p := inForce(s)
		old := s.theCase(path)
		applicant.stands(path, permits.InForce, permits.WaitsNobody)
		applicant.presses("renewal.act")
		applicant.told("status", applicant.say("renewal.done", caseNumber(old.ID)))
		if value, err := chromedp.Run(applicant.ctx, chromedp.Value(`#title`)); err != nil || value != old.Application.Title {
			t.Errorf("the renewal is called %q: %v", value, err)
		}
		examine(t, applicant.ctx, "renewal-edit", applicant.lang)
		where, err := chromedp.Run(applicant.ctx, chromedp.Location())
		if err != nil {
			t.Fatal(err)
		}
		renewal := caseIn(strings.TrimPrefix(where, s.server.URL))
		applicant.opens(renewal)
		applicant.sees(applicant.say("renewal.of"), caseNumber(old.ID))
		applicant.opens(path)
		applicant.sees(applicant.say("renewal.by"))
		examine(t, applicant.ctx, "renewal-from", applicant.lang)

		p.must(path+"/end", nil)
		s.later(60)
		if run, err := s.db.RunLife(t.Context()); err != nil || run.Escalated != 1 {
			t.Fatalf("the night: %+v %v", run, err)
		}
		mails := s.mailed()
		applicant.mailedTo(mails, permits.DutyOverdue)
		presenter.mailedTo(mails, permits.DutyOverdue)
		open(t, presenter.ctx, s, "/queue?state=overdue&lang="+presenter.lang, `main h1`)
		presenter.sees(presenter.say("queue.overdue")+" (1)", old.Application.Title, presenter.say("clock-late"))
		examine(t, presenter.ctx, "queue-overdue", presenter.lang)
		for _, h := range []*hand{applicant, presenter} {
			h.stands(path, permits.Ended, permits.WaitsHolder, "destruction")
			h.sees(h.say("clock-late"))
		}
		applicant.sees(applicant.say("command-text.declare-destruction"))
		examine(t, applicant.ctx, "duty-overdue", applicant.lang)

		next, _ := sent(s)
		presenter.opens(next)
		presenter.presses("desk.take")
		presenter.presses("desk.review")
		presenter.sees(presenter.say("before.owing"), caseNumber(old.ID))
		presenter.findsToGrant()
		presenter.presses("trial.order")
		measured(s, next, 11479)
		duties, _ := permits.TopicOf("duties")
		presenter.presses("review.propose")
		presenter.told("alert", duties.Name.In(presenter.lang))
		examine(t, presenter.ctx, "duties-finding", presenter.lang)
		presenter.topic("duties", "Ilmoitus on myöhässä, mutta hakija on kertonut hävittämisestä.")
		presenter.presses("review.propose")
		if notice, err := chromedp.Run(presenter.ctx, chromedp.Text("[role=alert]")); err != nil || strings.Contains(notice, duties.Name.In(presenter.lang)) {
			t.Errorf("the finding is still asked for: %v %s", err, notice)
		}
	})
}
