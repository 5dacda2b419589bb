package permits_test

import (
	"slices"
	"strings"
	"testing"

	"tietolupa/permits"
)

// Every message is whole in three languages, has the number in its subject and
// goes to a part that the thing the event is about has.
func TestMails(t *testing.T) { // HL 7 §, SAsL 12 §
	c := permits.Case{Applicant: "a", Presenter: "p", Application: permits.Application{People: []permits.Participant{{User: "a", Leader: true}, {User: "b"}}}}
	d := permits.Disclosure{RequestedBy: "r"}
	o := permits.Order{By: "o"}
	written := map[permits.EventKind]bool{}
	for _, kind := range []permits.EventKind{permits.CaseSubmitted, permits.CaseTaken, permits.CaseReturned, permits.CaseServed, permits.CaseInForce,
		permits.CaseRevoked, permits.SupplementAsked, permits.SupplementReplied, permits.TermExtended, permits.NarrowingOffered, permits.NarrowingAccepted,
		permits.NarrowingDeclined, permits.HearingOpened, permits.HearingAnswered, permits.DecisionPromised, permits.CasePaused, permits.CaseTransferred,
		permits.CaseAssigned, permits.ChangeAsked, permits.ChangeGranted, permits.ChangeRefused, permits.PermitSuspended, permits.ReminderSent, permits.DisclosureConfirmed, permits.DisclosureDeclined, permits.ExtractSealed, permits.ExtractFailed} {
		for _, m := range permits.MailsOf(kind) {
			written[kind] = true
			for _, lang := range []string{"fi", "sv", "en"} {
				subject, body := m.Written(lang, "KEHA/17/2020", "https://example.org/cases/KEHA-17-2020")
				if !strings.Contains(subject, "KEHA/17/2020") || strings.Contains(subject+body, "%s") || !strings.Contains(body, "https://example.org/") ||
					strings.ContainsAny(subject, "\r\n") {
					t.Errorf("%s to %s in %s: %q %q", kind, m.To, lang, subject, body)
				}
			}
			if m.Subject.SV == m.Subject.FI || m.Body.EN == m.Body.FI {
				t.Errorf("%s to %s is not translated", kind, m.To)
			}
			var to []permits.UserID
			switch {
			case strings.HasPrefix(string(kind), "extract-"):
				to = o.MailedTo(m.To)
			case strings.HasPrefix(string(kind), "disclosure-"):
				to = d.MailedTo(m.To)
			default:
				to = c.MailedTo(m.To)
			}
			if len(to) == 0 {
				t.Errorf("%s to %s goes to nobody", kind, m.To)
			}
		}
		if !written[kind] {
			t.Errorf("%s tells nobody", kind)
		}
	}
	if to := c.MailedTo(permits.ToUsers); !slices.Equal(to, []permits.UserID{"b"}) {
		t.Errorf("the users written to are %v: the applicant has another message", to)
	}
	if m := permits.MailsOf(permits.CaseEdited); m != nil {
		t.Errorf("an edit is written about: %v", m)
	}
	if to := (permits.Case{}).MailedTo(permits.ToPresenter); to != nil {
		t.Errorf("written to %v", to)
	}
}
