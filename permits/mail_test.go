package permits_test

import (
	"encoding/csv"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"tietolupa/permits"
	"tietolupa/registers"
)

// Every message is whole in three languages, has the number in its subject and
// goes to a part that the thing the event is about has.
func TestMails(t *testing.T) { // HL 7 §, SAsL 12 §
	signed := permits.Measure{No: 1, Letter: make([]permits.OfficialSignature, 2)}
	c := permits.Case{Applicant: "a", Presenter: "p", Life: permits.Life{Measures: []permits.Measure{signed}}, Application: permits.Application{People: []permits.Participant{{User: "a"}, {User: "b", Leader: true}}}}
	d := permits.Disclosure{RequestedBy: "r"}
	term, _ := registers.ParseDay("2020-11-20")
	c.State, c.Handling.Statements = permits.InReview, []permits.Statement{{No: 1, Term: term, Invites: []permits.QuestionInvite{{No: 1, User: "v"}}}}
	o := permits.Order{By: "o"}
	r := permits.Request{Asker: "k", Handler: "h", RequestDetails: permits.RequestDetails{Reader: "l"}}
	b := permits.Breach{By: "t"}
	written := map[permits.EventKind]bool{}
	kinds := []permits.EventKind{permits.CaseSubmitted, permits.CaseTaken, permits.CaseReturned, permits.CaseServed, permits.CaseInForce,
		permits.CaseRevoked, permits.SupplementAsked, permits.SupplementReplied, permits.TermExtended, permits.NarrowingOffered, permits.NarrowingAccepted,
		permits.NarrowingDeclined, permits.HearingOpened, permits.HearingAnswered, permits.DecisionPromised, permits.CasePaused, permits.CaseTransferred,
		permits.CaseAssigned, permits.ChangeAsked, permits.LetterSigned, permits.PermitSuspended,
		permits.ReminderSent, permits.DisclosureConfirmed, permits.DisclosureDeclined, permits.ExtractSealed, permits.ExtractFailed}
	declared := declaredEvents(t)
	for _, kind := range mailedEvents(t) {
		if !slices.Contains(declared, kind) {
			t.Errorf("mails.csv: no event is %q", kind)
		}
		if !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	for _, kind := range kinds {
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
			case m.To == permits.ToInvited:
				continue // by an address that the store keeps
			case strings.HasPrefix(string(kind), "extract-"):
				to = o.MailedTo(m.To)
			case m.To == permits.ToDesk || m.To == permits.ToDeciders || m.To == permits.ToProtectionOfficer: // found by duty
				to = []permits.UserID{"x"}
			case strings.HasPrefix(string(kind), "request-"):
				to = r.MailedTo(m.To)
			case strings.HasPrefix(string(kind), "breach-"):
				to = b.MailedTo(m.To)
			case strings.HasPrefix(string(kind), "disclosure-"):
				to = d.MailedTo(m.To)
			default:
				to = c.MailedTo(m.To, permits.Event{Kind: kind, Detail: map[string]string{"user": "n", "for": "n", "presenter": "p", "measure": "1", "no": "1", "answerer": "v", "reminder": "statement-3-2020-11-20"}})
			}
			if len(to) == 0 {
				t.Errorf("%s to %s goes to nobody", kind, m.To)
			}
		}
		if !written[kind] {
			t.Errorf("%s tells nobody", kind)
		}
	}
	if to := c.MailedTo(permits.ToUsers, permits.Event{}); !slices.Equal(to, []permits.UserID{"b"}) {
		t.Errorf("the users written to are %v: the applicant has another message", to)
	}
	if m := permits.MailsOf(permits.CaseEdited); m != nil {
		t.Errorf("an edit is written about: %v", m)
	}
	if to := (permits.Case{}).MailedTo(permits.ToPresenter, permits.Event{}); to != nil {
		t.Errorf("written to %v", to)
	}
}

// TestMailGoesToThePeopleAsTheyStand: a user who was added is written to and one
// who was removed is not; who substitutes that day gets what the presenter gets;
// what is about a person goes to that person.
func TestMailGoesToThePeopleAsTheyStand(t *testing.T) { // HL 7, 23 §; condition 2
	day := time.Date(2020, 11, 2, 9, 0, 0, 0, time.UTC)
	c := permits.Case{Applicant: "a", Presenter: "p", Application: permits.Application{People: []permits.Participant{{User: "a", Leader: true}, {User: "b"}, {User: "c"}}}}
	c.Life.Added = []permits.AddedUser{
		{Person: permits.Participant{User: "d"}, Approved: day}, {Person: permits.Participant{User: "e"}}, {Person: permits.Participant{User: "f"}, Declined: day},
	}
	c.Life.Removed = []permits.UserID{"b"}
	c.Handling.Substitutes = []permits.Substitute{
		{User: "s", Term: registers.Period{From: registers.DayOf(day), To: registers.DayOf(day)}},
		{User: "z", Term: registers.Period{From: registers.DayOf(day).AddDate(0, 0, 1), To: registers.DayOf(day).AddDate(0, 0, 9)}},
	}
	for _, test := range []struct {
		to   permits.MailTo
		want []permits.UserID
	}{
		{permits.ToUsers, []permits.UserID{"c", "d"}},
		{permits.ToPresenter, []permits.UserID{"p", "s"}},
		{permits.ToAdded, []permits.UserID{"e"}},
		{permits.ToRecorded, nil},
	} {
		e := permits.Event{At: day, Detail: map[string]string{"user": "e"}}
		if got := c.MailedTo(test.to, e); !slices.Equal(got, test.want) {
			t.Errorf("%s is %v, want %v", test.to, got, test.want)
		}
	}
	for u, may := range map[permits.UserID]bool{"p": false, "a": false, "e": false, "h": true} {
		if c.MayBeDecidedBy(u, permits.Event{Kind: permits.CaseProposed}) != may {
			t.Errorf("%s may decide: %v", u, !may)
		}
	}
}

// mailedEvents are the kinds of event that mails.csv has rows for.
func mailedEvents(t *testing.T) (kinds []permits.EventKind) {
	t.Helper()
	f, err := os.Open("mails.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows[1:] {
		kinds = append(kinds, permits.EventKind(r[0]))
	}
	return kinds
}

// declaredEvents are the kinds of event that the package declares.
func declaredEvents(t *testing.T) (kinds []permits.EventKind) {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			c, is := n.(*ast.ValueSpec)
			if !is {
				return true
			}
			if kind, named := c.Type.(*ast.Ident); !named || kind.Name != "EventKind" {
				return true
			}
			for _, v := range c.Values {
				if text, is := v.(*ast.BasicLit); is {
					kind, err := strconv.Unquote(text.Value)
					if err != nil {
						t.Fatal(err)
					}
					kinds = append(kinds, permits.EventKind(kind))
				}
			}
			return true
		})
	}
	return kinds
}
