package postgres_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/postgres/pgtest"
	"tietolupa/registers"
)

var (
	kirsi  = permits.Actor{ID: "kirsi", Identified: "loa3", Name: "Kirsi Kela", Email: "kirsi@kela.invalid", Organisation: "Kela", Language: "sv", Duties: []permits.Duty{permits.Researcher}}
	pirkko = permits.Actor{ID: "pirkko", Name: "Pirkko Suoja", Email: "pirkko@keha.invalid", Organisation: "KEHA", Body: permits.KEHA, Language: "fi", Duties: []permits.Duty{permits.ProtectionOfficer}}
)

// TestQuestions walks a question from its link to its answer: the link opens to one
// person, once; what is written is kept and goes when it is sent; a question that is
// asked of another takes what the first wrote with it; and the data protection
// officer is told without a link.
func TestQuestions(t *testing.T) { // HL 31 §; GDPR 39
	db := newDB(t)
	furnish(t, db)
	for _, u := range []permits.Actor{kirsi, pirkko} {
		if err := db.PutUser(t.Context(), u); err != nil {
			t.Fatal(err)
		}
	}
	c := taken(t, db)
	do := func(command func(c permits.Case, now time.Time) (permits.Case, permits.Event, error)) {
		t.Helper()
		c = change(t, db, c.ID, command)
	}
	sent := map[permits.MailTo]postgres.Mailing{}
	send := func() {
		t.Helper()
		clear(sent)
		if _, err := db.SendMails(t.Context(), func(_ context.Context, m postgres.Mailing) error { sent[m.Message.To] = m; return nil }); err != nil {
			t.Fatal(err)
		}
	}
	token := func() string {
		t.Helper()
		send()
		token, ok := strings.CutPrefix(sent[permits.ToInvited].Path, postgres.QuestionPage)
		if !ok {
			t.Fatalf("no link was sent: %+v", sent)
		}
		return token
	}
	open := func(by permits.Actor, token string) error {
		t.Helper()
		asked, err := db.Asked(t.Context(), token)
		if err != nil {
			return err
		}
		_, err = db.ChangeCase(t.Context(), asked.Of.ID, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.OpenQuestion(by, asked.ID, asked.Invitation, by.Email != asked.Email, now)
		})
		return err
	}
	over := func(what string, err error) {
		t.Helper()
		if !errors.Is(err, postgres.ErrNotAsked) {
			t.Errorf("%s: %v", what, err)
		}
	}
	id := permits.QuestionID{No: 1}

	do(func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		return c.Ask(presenter, c.Version, permits.OtherStatement, "Kela", "Mitä?", registers.Day{}, now, permits.Asking{Email: "kirjaamo@kela.invalid"})
	})
	first := token()
	if got := sent[permits.ToInvited].To.Email; got != "kirjaamo@kela.invalid" {
		t.Errorf("the link goes to %s", got)
	}
	over("a guessed link", open(kirsi, "AAAAAAAAAAAAAAAAAAAAAAAAAA"))
	if _, _, err := db.Invited(t.Context(), first); !errors.Is(err, postgres.ErrNoInvitation) {
		t.Errorf("the link of a question opens an application: %v", err)
	}
	rule(t, open(presenter, first), "own-question")
	if err := open(kirsi, first); err != nil {
		t.Fatal(err)
	}
	strong := pirkko
	strong.Identified = "loa3"
	rule(t, open(strong, first), "question-link-over") // forwarded
	if mine, err := db.QuestionsOf(t.Context(), kirsi.ID); err != nil || len(mine) != 1 || mine[0].Of.ID != c.ID || mine[0].ID != id {
		t.Errorf("the questions of who opened it: %v %v", mine, err)
	}
	if c, _ = db.Case(t.Context(), c.ID); !c.Handling.Statements[0].Invite().Other {
		t.Error("nothing says that another address opened it")
	}
	if send(); sent[permits.ToPresenter].About != string(c.ID) {
		t.Errorf("the presenter is not told: %+v", sent)
	}

	if err := db.KeepAnswer(t.Context(), c.ID, id, kirsi, "Kesken"); err != nil {
		t.Fatal(err)
	}
	rule(t, db.KeepAnswer(t.Context(), c.ID, id, strong, "Kesken"), "not-your-question")
	words := "lausunnon liite"
	sum := sha256.Sum256([]byte(words))
	file, err := db.Attach(t.Context(), c.ID, strings.NewReader(words), func(c permits.Case, now time.Time) (permits.Attachment, error) {
		return c.AttachToAnswer(kirsi, id, permits.Attachment{Name: "liite.txt", Type: permits.PlainText, Size: int64(len(words)), SHA256: hex.EncodeToString(sum[:])},
			c.Attached, permits.AttachLimits{Bytes: 1000, Total: 1000, Files: 9}, permits.NotScanned, now)
	})
	if err != nil {
		t.Fatal(err)
	}
	do(func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		return c.InviteAnswerer(presenter, c.Version, 1, "kirsi@kela.invalid", now)
	})
	if body, _, err := db.KeptAnswer(t.Context(), c.ID, id, kirsi.ID); err != nil || body != "" {
		t.Errorf("what the first wrote is kept: %q %v", body, err)
	}
	if a, err := db.Attachment(t.Context(), c.ID, file.No); err != nil || a.Deleted.IsZero() || a.Question != "1" {
		t.Errorf("what the first attached is kept: %+v %v", a, err)
	}
	if mine, err := db.QuestionsOf(t.Context(), kirsi.ID); err != nil || len(mine) != 0 {
		t.Errorf("who had opened it sees it: %v %v", mine, err)
	}
	over("a link that another took the place of", open(kirsi, first))
	if err := open(kirsi, token()); err != nil {
		t.Fatal(err)
	}
	if err := db.KeepAnswer(t.Context(), c.ID, id, kirsi, "Kesken taas"); err != nil {
		t.Fatal(err)
	}
	if body, at, err := db.KeptAnswer(t.Context(), c.ID, id, kirsi.ID); err != nil || body != "Kesken taas" || at.IsZero() {
		t.Errorf("what is written is not kept: %q %v", body, err)
	}
	do(func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		return c.AnswerQuestion(kirsi, id, "Ei huomautettavaa.", now)
	})
	if body, _, err := db.KeptAnswer(t.Context(), c.ID, id, kirsi.ID); err != nil || body != "" {
		t.Errorf("a draft of what was sent is kept: %q %v", body, err)
	}
	if links, err := db.QuestionLinks(t.Context(), c.ID); err != nil || len(links) != 0 {
		t.Errorf("the address of who answered is kept: %v %v", links, err)
	}
	if send(); sent[permits.ToAnswerer].Path != "/statements/"+string(c.ID)+"/1" || sent[permits.ToAnswerer].To.ID != kirsi.ID || sent[permits.ToPresenter].About != string(c.ID) {
		t.Errorf("the receipt and the news: %+v", sent)
	}

	do(func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		return c.Ask(presenter, c.Version, permits.DPOStatement, "Tietosuojavastaava", "Riittääkö?", registers.Day{}, now, permits.Asking{})
	})
	if send(); sent[permits.ToProtectionOfficer].To.ID != pirkko.ID || sent[permits.ToProtectionOfficer].Path != "/statements/"+string(c.ID)+"/2" || len(sent) != 1 {
		t.Errorf("the data protection officer is not told: %+v", sent)
	}
	if all, err := db.QuestionsOfKind(t.Context(), permits.DPOStatement); err != nil || len(all) != 1 || all[0].ID.No != 2 {
		t.Errorf("the questions to the data protection officer: %v %v", all, err)
	}
	over("an unknown question", func() error { _, err := db.Question(t.Context(), c.ID, "9"); return err }())
	over("an unknown case", func() error { _, err := db.Question(t.Context(), "KEHA-99-2020", "1"); return err }())
}

// TestUnopenedLinkIsRemindedOfByANewOne: who has not opened the link is reminded by a
// message with a new one, and the earlier is dead; a worker does it by itself.
func TestUnopenedLinkIsRemindedOfByANewOne(t *testing.T) { // HL 31 §
	dsn := pgtest.DSN(t)
	db, worker := openAs(t, dsn, postgres.LoginRole), openAs(t, dsn, postgres.WorkRole)
	furnish(t, db)
	c := taken(t, db)
	links := []string{}
	send := func() {
		t.Helper()
		if _, err := worker.SendMails(t.Context(), func(_ context.Context, m postgres.Mailing) error {
			if link, ok := strings.CutPrefix(m.Path, postgres.QuestionPage); ok {
				links = append(links, string(m.Message.Event)+" "+link)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	c = change(t, db, c.ID, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		return c.Ask(presenter, c.Version, permits.JointStatement, "Kunta", "Mitä?", registers.Day{}, now, permits.Asking{Email: "kirjaamo@kunta.invalid"})
	})
	send()
	if err := db.SetClock(t.Context(), c.Handling.Statements[0].Term.AddDate(0, 0, -1).Time().Add(12*time.Hour)); err != nil {
		t.Fatal(err)
	}
	all, err := worker.Reminded(t.Context())
	if err != nil || !slices.ContainsFunc(all, func(r permits.Case) bool { return r.ID == c.ID }) {
		t.Fatalf("a case that waits for a statement is not looked at: %v", err)
	}
	if run, err := worker.RunLife(t.Context()); err != nil || run.Reminded != 1 {
		t.Fatalf("the nightly work: %+v, %v", run, err)
	}
	send()
	if len(links) != 2 || !strings.HasPrefix(links[0], "statement-asked ") || !strings.HasPrefix(links[1], "question-reminded ") {
		t.Fatalf("the links sent: %v", links)
	}
	for i, want := range []error{postgres.ErrNotAsked, nil} {
		_, token, _ := strings.Cut(links[i], " ")
		if _, err := db.Asked(t.Context(), token); !errors.Is(err, want) {
			t.Errorf("link %d: %v", i+1, err)
		}
	}
}
