package permits

import (
	"time"
)

// MayAnswer returns the rule that keeps by from answering question id, or nil: it
// waits for its answer, and by sees it.
func (c Case) MayAnswer(by Actor, id QuestionID, now time.Time) error {
	v, _, err := c.ofQuestion(DoAnswerQuestion, id)
	if err != nil {
		return err
	}
	q, known := v.Question(id)
	if !known {
		return deny("not-your-question")
	}
	return q.MayAnswer(by, now)
}

// MayAnswer returns the rule that keeps by from answering q, or nil.
func (q Inquiry) MayAnswer(by Actor, now time.Time) error {
	switch {
	case !MaySeeQuestion(by, q):
		return deny("not-your-question")
	case !q.Given.IsZero():
		return deny("question-answered")
	case !q.Answerable(), q.Of.opens(DoAnswerQuestion, by, now) != nil:
		return deny("question-closed")
	}
	return nil
}

// AnswerQuestion is the statement of whom question id is asked of, with the files
// that they added to it. It is sent once, and the case goes on as from a statement
// that an official types.
func (c Case) AnswerQuestion(by Actor, id QuestionID, words string, now time.Time) (Case, Event, error) {
	if err := c.MayAnswer(by, id, now); err != nil {
		return Case{}, Event{}, err
	}
	if v, of := c.For(DoAnswerQuestion); of {
		return c.folded(v.AnswerQuestion(by, id, words, now))
	}
	if empty(words) {
		return Case{}, Event{}, denyAbout("nothing-answered", "answer")
	}
	files := 0
	for _, a := range Standing(c.Attached) {
		if a.Question != id.String() {
			continue
		}
		if err := a.Opens(); err != nil {
			return Case{}, Event{}, err
		}
		files++
	}
	s := c.Handling.Statements[id.No-1]
	s.GivenBy = by.ID
	return c.givesStatement(s, by, ByService, words, now, map[string]string{"files": number(files)})
}

// givesStatement gives c with statement s as it came.
func (c Case) givesStatement(s Statement, by Actor, way, words string, now time.Time, detail map[string]string) (Case, Event, error) {
	s = s.closed(now)
	s.Given, s.Way = now, way
	s.Text = c.text(StatementText, s.Kind, s.Question.No, by, true, words, now)
	detail["no"], detail["kind"], detail["text"], detail["way"] = number(s.No), s.Kind, s.Text.SHA256, way
	return c.withStatement(s).step(StatementGiven, by, now, detail)
}

// AttachToAnswer gives a as one more file of by's answer to question id.
func (c Case) AttachToAnswer(by Actor, id QuestionID, a Attachment, have []Attachment, limits AttachLimits, scanner ScanState, now time.Time) (Attachment, error) {
	if err := c.MayAnswer(by, id, now); err != nil {
		return Attachment{}, err
	}
	if err := a.fits(have, limits, scanner); err != nil {
		return Attachment{}, err
	}
	a.Kind, a.To, a.Question = OtherAnnex, ToStatement, id.String()
	a.Replaces, a.Redacts, a.Secrecy, a.Passages = 0, 0, nil, nil
	return a.taken(c.ID, len(have)+1, by, scanner, now), nil
}

// OfAnswer says whether by may know of a as a file of their own answer to q.
func OfAnswer(by Actor, q Inquiry, a Attachment) bool {
	return MaySeeQuestion(by, q) && a.Case == q.Of.ID && a.Question == q.ID.String() && a.By == by.ID
}

// MayDetachAnswer returns the rule that keeps by from taking a away from an answer
// that has not been sent.
func (c Case) MayDetachAnswer(by Actor, a Attachment, now time.Time) error {
	id, ok := ParseQuestionID(a.Question)
	if !ok || a.By != by.ID {
		return deny("not-your-question")
	}
	if !a.Deleted.IsZero() {
		return deny("attachment-deleted")
	}
	return c.MayAnswer(by, id, now)
}

// answeredWith says whether the answer that a goes with has been sent; so has
// whatever goes with none.
func (c Case) answeredWith(a Attachment) bool {
	if a.Question == "" {
		return true
	}
	id, ok := ParseQuestionID(a.Question)
	if !ok {
		return false
	}
	q, known := c.Question(id)
	return known && q.GivenBy != "" && q.GivenBy == a.By
}
