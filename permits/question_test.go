package permits

import (
	"slices"
	"strings"
	"testing"
	"time"

	"tietolupa/registers"
)

// The people who are asked for statements in the tests.
var (
	kela   = Actor{ID: "kela", Identified: loa3, Name: "Kirsi Kela", Email: "kirsi@kela.invalid", Duties: []Duty{Researcher}, Language: "sv"}
	pirkko = Actor{ID: "pirkko", Identified: loa3, Name: "Pirkko Suoja", Body: KEHA, Duties: []Duty{ProtectionOfficer}, Language: "fi"}
)

var one = QuestionID{No: 1}

// asking is c with a question that was sent by link.
func asking(c Case, kind string) Case {
	c.Attached = []Attachment{attached(1, nil)}
	return unruled(c.Ask(paivi, c.Version, kind, "Kela", "Mitä tiedoista on sanottava?", on("2020-11-20"), hours(9),
		Asking{Email: "kirjaamo@kela.invalid", Secrecy: []string{"21"}, Shown: []int{1}}))
}

// bound is asking, with the link opened by kela.
func bound(c Case) Case {
	c = asking(c, OtherStatement)
	return unruled(c.OpenQuestion(kela, one, 1, false, hours(10)))
}

// unruled is the case after a command that has to be taken.
func unruled(c Case, _ Event, err error) Case {
	if err != nil {
		panic(err)
	}
	return c
}

func init() {
	add := func(rule string, s State, do func(c Case) error) {
		breaches = append(breaches, breach{rule, doing(s, do)})
	}
	v := func(c Case) int { return c.Version }
	add("question-link-over of none", InReview, func(c Case) error { return last(c.OpenQuestion(kela, one, 1, false, hours(10))) })
	add("question-link-over used", InReview, func(c Case) error { return last(bound(c).OpenQuestion(liisa, one, 1, false, hours(11))) })
	add("question-link-over old", InReview, func(c Case) error {
		return last(asking(c, OtherStatement).OpenQuestion(kela, one, 1, false, on("2020-12-01").Time()))
	})
	add("question-link-over sent again", InReview, func(c Case) error {
		c = asking(c, OtherStatement)
		c = unruled(c.InviteAnswerer(paivi, v(c), 1, "kirsi@kela.invalid", hours(10)))
		return last(c.OpenQuestion(kela, one, 1, false, hours(11)))
	})
	add("question-closed taken back", InReview, func(c Case) error {
		c = asking(asking(c, OtherStatement), OtherStatement)
		c = unruled(c.TakeBack(paivi, v(c), 1, "Ei tarvita.", hours(10)))
		return last(c.OpenQuestion(kela, one, 1, false, hours(11)))
	})
	add("question-closed proposed", InReview, func(c Case) error {
		c = bound(c)
		c.State = Proposed
		return last(c.AnswerQuestion(kela, one, "Ei huomautettavaa.", hours(11)))
	})
	add("question-closed change", InReview, func(c Case) error {
		return last(bound(c).AnswerQuestion(kela, QuestionID{Change: 1, No: 1}, "Ei huomautettavaa.", hours(11)))
	})
	add("question-answered", InReview, func(c Case) error {
		c = unruled(bound(c).AnswerQuestion(kela, one, "Ei huomautettavaa.", hours(11)))
		return last(c.AnswerQuestion(kela, one, "Sittenkin.", hours(12)))
	})
	add("own-question party", InReview, func(c Case) error {
		return last(asking(c, OtherStatement).OpenQuestion(aino, one, 1, false, hours(10)))
	})
	add("own-question presenter", InReview, func(c Case) error {
		return last(asking(c, OtherStatement).OpenQuestion(paivi, one, 1, false, hours(10)))
	})
	add("not-your-question another", InReview, func(c Case) error {
		return last(bound(c).AnswerQuestion(liisa, one, "Minulla on sanottavaa.", hours(11)))
	})
	add("not-your-question another case", InReview, func(c Case) error {
		return last(bound(c).AnswerQuestion(kela, QuestionID{No: 2}, "Minulla on sanottavaa.", hours(11)))
	})
	add("not-your-question protection officer", InReview, func(c Case) error {
		return last(bound(c).AnswerQuestion(pirkko, one, "Ei ole minulta kysytty.", hours(11)))
	})
	add("not-your-question reassigned", InReview, func(c Case) error {
		c = bound(c)
		c = unruled(c.InviteAnswerer(paivi, v(c), 1, "toinen@kela.invalid", hours(11)))
		return last(c.AnswerQuestion(kela, one, "Ei huomautettavaa.", hours(12)))
	})
	add("not-your-question nobody", InReview, func(c Case) error {
		return last(asking(c, OtherStatement).OpenQuestion(Actor{}, one, 1, false, hours(10)))
	})
	add("nothing-answered statement", InReview, func(c Case) error { return last(bound(c).AnswerQuestion(kela, one, " ", hours(11))) })
	add("nothing-asked again", InReview, func(c Case) error { return last(c.InviteAnswerer(paivi, v(c), 1, "a@b.invalid", hours(10))) })
	add("nothing-asked taken back", InReview, func(c Case) error {
		c = asking(asking(c, OtherStatement), OtherStatement)
		c = unruled(c.TakeBack(paivi, v(c), 1, "Ei tarvita.", hours(10)))
		return last(c.GiveStatement(paivi, v(c), 1, "post", "Ei huomautettavaa.", hours(11)))
	})
	add("no-reasons taken back", InReview, func(c Case) error {
		c = asking(c, OtherStatement)
		return last(c.TakeBack(paivi, v(c), 1, " ", hours(10)))
	})
	add("no-address question", InReview, func(c Case) error {
		return last(c.Ask(paivi, v(c), OtherStatement, "Kela", "Mitä?", registers.Day{}, hours(9), Asking{Email: "kirjaamo"}))
	})
	add("no-such-secrecy", InReview, func(c Case) error {
		return last(c.Ask(paivi, v(c), OtherStatement, "Kela", "Mitä?", registers.Day{}, hours(9), Asking{Secrecy: []string{"99"}}))
	})
	add("no-such-way statement", InReview, func(c Case) error {
		c = asking(c, OtherStatement)
		return last(c.GiveStatement(paivi, v(c), 1, "pigeon", "Ei huomautettavaa.", hours(10)))
	})
	for name, a := range map[string]Attachment{
		"unknown": attached(2, nil), "inside": attached(1, func(a *Attachment) { a.Visible = false }), "unscanned": attached(1, func(a *Attachment) { a.Scan = ScanPending }),
		"taken away": attached(1, func(a *Attachment) { a.Deleted = start }),
	} {
		add("not-to-be-shown "+name, InReview, func(c Case) error {
			c.Attached = []Attachment{a}
			return last(c.Ask(paivi, v(c), OtherStatement, "Kela", "Mitä?", registers.Day{}, hours(9), Asking{Shown: []int{1}}))
		})
	}
	add("weak-identification question", InReview, func(c Case) error {
		return last(asking(c, OtherStatement).OpenQuestion(weakly(kela), one, 1, false, hours(10)))
	})
	of := func(scan ScanState) func(*Attachment) {
		return func(a *Attachment) { a.Question, a.By, a.Scan = "1", kela.ID, scan }
	}
	for rule, scan := range map[string]ScanState{"attachment-pending": ScanPending, "attachment-infected": ScanInfected, "attachment-scan-failed": ScanFailed} {
		add(rule+" answer", InReview, func(c Case) error {
			c = bound(c)
			c.Attached = append(c.Attached, attached(2, of(scan)))
			return last(c.AnswerQuestion(kela, one, "Ei huomautettavaa.", hours(11)))
		})
	}
	file := func(name string, do func(c Case) error) {
		add(name, InReview, func(c Case) error { return do(bound(c)) })
	}
	attach := func(c Case, by Actor, a Attachment) error {
		_, err := c.AttachToAnswer(by, one, a, c.Attached, testLimits, ScanPending, hours(11))
		return err
	}
	file("not-your-question file", func(c Case) error { return attach(c, liisa, annex()) })
	file("attachment-too-large answer", func(c Case) error { a := annex(); a.Size = 1001; return attach(c, kela, a) })
	file("question-answered file", func(c Case) error {
		return attach(unruled(c.AnswerQuestion(kela, one, "Ei huomautettavaa.", hours(11))), kela, annex())
	})
	file("not-your-question detach", func(c Case) error { return c.MayDetachAnswer(liisa, attached(2, of(ScanClean)), hours(11)) })
	file("attachment-deleted answer", func(c Case) error {
		a := attached(2, of(ScanClean))
		a.Deleted = start
		return c.MayDetachAnswer(kela, a, hours(11))
	})
}

// TestQuestionIsAnswered: who is asked opens the link, sees the question and what
// goes with it and nothing else of the case, and answers once; the event is the one
// that an official's typing leaves, and says how it came.
func TestQuestionIsAnswered(t *testing.T) { // HL 31 §
	ok, c := must[Case](t), asking(at(t, InReview), OtherStatement)
	typed := ok(c.GiveStatement(paivi, c.Version, 1, "email", "Ei huomautettavaa.", hours(10)))
	if s := typed.Handling.Statements[0]; s.Way != "email" || s.GivenBy != "" || s.Answerer() != "" || typed.openStatements() != 0 || s.Invite().Closed.IsZero() {
		t.Errorf("typed: %+v", s)
	}
	q, _ := c.Question(one)
	if MaySeeQuestion(kela, q) || len(c.Invited) != 1 || c.Invited[0].Email != "kirjaamo@kela.invalid" || c.Invited[0].Question != "1" {
		t.Errorf("before it is opened: %+v", c.Invited)
	}
	if c.Party(kela.ID) || c.party() != WaitsOthers {
		t.Errorf("the case waits for %s", c.party())
	}
	c, e, err := c.OpenQuestion(kela, one, 1, true, hours(10))
	if err != nil || e.Kind != QuestionOpened || e.Detail["other"] != "yes" || e.Detail["identified"] != loa3 || len(MailsAbout(e)) != 1 {
		t.Fatalf("opened: %+v, %v", e, err)
	}
	q, _ = c.Question(one)
	picked, other := c.Attached[0], attached(2, nil)
	if !MaySeeQuestion(kela, q) || MaySee(kela, c) || !MayOpenShown(kela, q, picked) || MayOpenShown(kela, q, other) || MayOpenShown(liisa, q, picked) || MaySeeAttachment(kela, c, picked) {
		t.Error("who answers sees too much or too little")
	}
	a, err := c.AttachToAnswer(kela, one, annex(), c.Attached, testLimits, ScanClean, hours(10))
	if err != nil || a.To != ToStatement || a.Question != "1" || a.By != kela.ID {
		t.Fatalf("the file: %+v, %v", a, err)
	}
	c.Attached = append(c.Attached, a)
	if MaySeeAttachment(paivi, c, a) || MaySeeAttachment(aino, c, a) || !OfAnswer(kela, q, a) || OfAnswer(liisa, q, a) || c.MayDetachAnswer(kela, a, hours(10)) != nil {
		t.Error("an answer that has not been sent is seen, or its writer cannot change it")
	}
	c, e, err = c.AnswerQuestion(kela, one, "Ei huomautettavaa.", hours(11))
	if err != nil || e.Kind != StatementGiven || e.By != kela.ID || e.Detail["way"] != ByService || e.Detail["files"] != "1" || len(MailsAbout(e)) != 2 {
		t.Fatalf("answered: %+v, %v", e, err)
	}
	q, _ = c.Question(one)
	if !MaySeeAttachment(paivi, c, a) || !MaySeeAttachment(aino, c, a) || !MaySeeQuestion(kela, q) || MayOpenShown(kela, q, picked) || c.party() != WaitsPresenter {
		t.Error("once it is sent, the case has the answer, and the documents are closed")
	}
	for _, to := range []MailTo{ToAnswerer, ToPresenter} {
		if got := c.MailedTo(to, e); len(got) != 1 {
			t.Errorf("%s is %v", to, got)
		}
	}
}

// TestProtectionOfficerAnswers: the authority's own data protection officer needs no
// link, sees the questions to that office and no others, and has no part in the
// case (GDPR 38.6).
func TestProtectionOfficerAnswers(t *testing.T) { // GDPR 39
	ok, c := must[Case](t), at(t, InReview)
	c = ok(c.Ask(paivi, c.Version, DPOStatement, "Tietosuojavastaava", "Riittävätkö suojatoimet?", registers.Day{}, hours(9), Asking{}))
	c = ok(c.Ask(paivi, c.Version, OtherStatement, "Kela", "Mitä?", registers.Day{}, hours(9), Asking{Email: "kirjaamo@kela.invalid"}))
	q1, _ := c.Question(one)
	q2, _ := c.Question(QuestionID{No: 2})
	elsewhere := pirkko
	elsewhere.Body = TEM
	if !MaySeeQuestion(pirkko, q1) || MaySeeQuestion(pirkko, q2) || MaySeeQuestion(elsewhere, q1) || MaySeeQuestion(paivi, q1) || MaySee(pirkko, c) {
		t.Error("the data protection officer sees other questions than their own, or others see theirs")
	}
	handling := pirkko
	handling.ID = paivi.ID
	if MaySeeQuestion(handling, q1) || rule(c.MayAnswer(handling, one, hours(10))) != "not-your-question" {
		t.Error("who presents the case gives the statement on it")
	}
	c = ok(c.AnswerQuestion(weakly(pirkko), one, "Suojatoimet riittävät.", hours(10)))
	if s := c.Handling.Statements[0]; s.GivenBy != pirkko.ID || s.Open() || c.openStatements() != 1 {
		t.Errorf("given: %+v", s)
	}
}

// TestQuestionsAreRemindedOf: before the term and after it, once each, all questions
// of one term together; what was answered or taken back, never.
func TestQuestionsAreRemindedOf(t *testing.T) { // HL 23, 31 §
	ok, c := must[Case](t), asking(at(t, InReview), OtherStatement)
	c = ok(c.Ask(paivi, c.Version, DPOStatement, "Tietosuojavastaava", "Riittävätkö suojatoimet?", on("2020-11-20"), hours(9), Asking{}))
	c = ok(c.Ask(paivi, c.Version, OtherStatement, "Tilastokeskus", "Paperilla?", on("2020-11-13"), hours(9), Asking{}))
	day := func(s string) time.Time { return on(s).Time().Add(12 * time.Hour) }
	service := Actor{ID: ServiceID}
	for _, step := range []struct {
		at  string
		due []string
	}{
		{"2020-11-16", nil}, {"2020-11-17", []string{"statement-3-2020-11-20"}}, {"2020-11-17", nil}, {"2020-11-21", []string{"statement-1-2020-11-20"}}, {"2020-11-27", nil},
		{"2020-11-28", []string{"statement-8-2020-11-20"}}, {"2020-12-24", nil},
	} {
		due := c.Reminders(day(step.at))
		if !slices.Equal(due, step.due) {
			t.Fatalf("on %s are due %v, not %v", step.at, due, step.due)
		}
		for _, r := range due {
			next, e, err := c.Remind(service, c.Version, r, day(step.at))
			if err != nil || e.Kind != QuestionReminded || len(next.Reminds(e)) != 2 || !next.TellsProtectionOfficer(e) || next.MailedTo(ToAnswerer, e) != nil {
				t.Fatalf("%s: %+v, %v", r, e, err)
			}
			c = next
		}
	}
	c = asking(at(t, InReview), OtherStatement)
	c = ok(c.OpenQuestion(kela, one, 1, false, hours(10)))
	reminded, e, err := c.Remind(service, c.Version, "statement-3-2020-11-20", day("2020-11-18"))
	if err != nil || !slices.Equal(reminded.MailedTo(ToAnswerer, e), []UserID{kela.ID}) || reminded.TellsProtectionOfficer(e) {
		t.Errorf("whom it is bound to is not told: %v", err)
	}
	back, e, err := c.TakeBack(paivi, c.Version, 1, "Ei tarvita.", hours(12))
	if err != nil || back.Reminders(day("2020-11-21")) != nil || !slices.Equal(back.MailedTo(ToAnswerer, e), []UserID{kela.ID}) || back.party() != WaitsPresenter {
		t.Errorf("what was taken back is waited for: %v", err)
	}
	if q, _ := back.Question(one); MaySeeQuestion(kela, q) {
		t.Error("who was asked sees what was taken back")
	}
}

// TestQuestionsOfAChange: a question about a change of a permit is answered while
// the change is handled, under its own number.
func TestQuestionsOfAChange(t *testing.T) { // JulkL 28.2 §
	ok, c := must[Case](t), at(t, InForce)
	c = ok(c.AskChange(aino, c.Version, Delta{Until: c.PermitTerm().To.AddDate(1, 0, 0)}, "Tarvitaan.", anyCatalogue, hours(21)))
	c = ok(c.Take(paivi, hours(22)))
	c = ok(c.Ask(paivi, c.Version, OtherStatement, "Kela", "Mitä?", on("2020-11-20"), hours(22), Asking{Email: "kirjaamo@kela.invalid"}))
	id, known := ParseQuestionID("1.1")
	if q, found := c.Question(id); !known || !found || !q.Answerable() || len(c.Invited) != 1 || c.Invited[0].Question != "1.1" {
		t.Fatalf("the question of the change: %+v", c.Invited)
	}
	if err := last(c.OpenQuestion(kela, one, 1, false, hours(23))); rule(err) != "question-closed" {
		t.Errorf("under the number of another: %v", err)
	}
	c, e, err := c.OpenQuestion(kela, id, 1, false, hours(23))
	if about, of := QuestionAbout(e); err != nil || !of || about != id {
		t.Fatalf("%+v, %v", e, err)
	}
	c = ok(c.AnswerQuestion(kela, id, "Ei huomautettavaa.", hours(24)))
	if s := c.Life.Changes[0].Handling.Statements[0]; s.GivenBy != kela.ID || c.State != InForce {
		t.Errorf("the statement on the change: %+v", s)
	}
	for _, text := range []string{"", "0.1", "1.", ".1", "01", "1.1.1", "a", strings.Repeat("9", 30)} {
		if id, known := ParseQuestionID(text); known {
			t.Errorf("%q is read as %v", text, id)
		}
	}
}
