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

	"tietolupa/permits"
)

// Every message is whole in three languages, has the number in its subject and
// goes to a part that the thing the event is about has.
func TestMails(t *testing.T) { // HL 7 §, SAsL 12 §
	c := permits.Case{Applicant: "a", Presenter: "p", Application: permits.Application{People: []permits.Participant{{User: "a"}, {User: "b", Leader: true}}}}
	d := permits.Disclosure{RequestedBy: "r"}
	o := permits.Order{By: "o"}
	r := permits.Request{Asker: "k", Handler: "h", RequestDetails: permits.RequestDetails{Reader: "l"}}
	b := permits.Breach{By: "t"}
	written := map[permits.EventKind]bool{}
	kinds := []permits.EventKind{permits.CaseSubmitted, permits.CaseTaken, permits.CaseReturned, permits.CaseServed, permits.CaseInForce,
		permits.CaseRevoked, permits.SupplementAsked, permits.SupplementReplied, permits.TermExtended, permits.NarrowingOffered, permits.NarrowingAccepted,
		permits.NarrowingDeclined, permits.HearingOpened, permits.HearingAnswered, permits.DecisionPromised, permits.CasePaused, permits.CaseTransferred,
		permits.CaseAssigned, permits.ChangeAsked, permits.ChangeGranted, permits.ChangeRefused, permits.PermitSuspended,
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
			case m.To == permits.ToDesk: // found by duty
				to = []permits.UserID{"x"}
			case strings.HasPrefix(string(kind), "request-"):
				to = r.MailedTo(m.To)
			case strings.HasPrefix(string(kind), "breach-"):
				to = b.MailedTo(m.To)
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
