package permits

import (
	"slices"
	"strings"
	"time"

	"tietolupa/registers"
)

// Showable lists the attachments of c that may go with a question: those that stand
// and can be opened, and nothing that is inside the authority.
func (c Case) Showable(all []Attachment) (may []Attachment) {
	for _, a := range Standing(all) {
		if a.Visible && a.Question == "" && a.Opens() == nil {
			may = append(may, a)
		}
	}
	return may
}

// goesWith gives s with what goes with it, or the rule that keeps it from going.
func (c *Case) goesWith(s Statement, with Asking, by Actor, now time.Time) (Statement, error) {
	items := SecrecyItems()
	for _, item := range with.Secrecy {
		if !slices.Contains(items, item) {
			return s, denyAbout("no-such-secrecy", "secrecy_items")
		}
	}
	may := c.Showable(c.Attached)
	for _, no := range with.Shown {
		if !slices.ContainsFunc(may, func(a Attachment) bool { return a.No == no }) {
			return s, denyAbout("not-to-be-shown", "shown")
		}
	}
	s.Secrecy, s.Shown, s.Applied = slices.Clone(with.Secrecy), slices.Clone(with.Shown), with.Applied
	if empty(with.Email) {
		return s, nil
	}
	return c.invites(s, with.Email, by, now)
}

// invites gives s with a new link to email; an earlier one is dead.
func (c *Case) invites(s Statement, email string, by Actor, now time.Time) (Statement, error) {
	email = strings.TrimSpace(email)
	if !plainAddress(email) {
		return s, denyAbout("no-address", "statement_email")
	}
	day := registers.DayOf(now)
	s = s.closed(now)
	until := day.AddDate(0, 0, TermDays("question-link", day))
	if until.Before(s.Term) {
		until = s.Term
	}
	s.Invites = append(s.Invites, QuestionInvite{No: len(s.Invites) + 1, By: by.ID, At: now, Until: until})
	c.Invited = append(slices.Clone(c.Invited), Address{No: len(s.Invites), Question: QuestionID{c.OfChange, s.No}.String(), Email: email, Language: c.LetterLanguage()})
	return s, nil
}

// closed gives s with its link closed.
func (s Statement) closed(now time.Time) Statement {
	s.Invites = slices.Clone(s.Invites)
	if i := s.Invite(); i != nil && i.Closed.IsZero() {
		i.Closed = now
	}
	return s
}

// openStatement is the place of statement no among those asked for in c, while it
// waits for its answer.
func (c Case) openStatement(no int) (at int, err error) {
	if no < 1 || no > len(c.Handling.Statements) || !c.Handling.Statements[no-1].Open() {
		return 0, deny("nothing-asked")
	}
	return no - 1, nil
}

// withStatement gives c with s in its place.
func (c Case) withStatement(s Statement) Case {
	c.Handling.Statements = slices.Clone(c.Handling.Statements)
	c.Handling.Statements[s.No-1] = s
	return c
}

// InviteAnswerer sends a link to question no: the first one, the same anew, or one
// to somebody else. The earlier link is dead, and whoever had opened it sees the
// question no more.
func (c Case) InviteAnswerer(by Actor, seen, no int, email string, now time.Time) (Case, Event, error) {
	if change, of := c.For(DoInviteAnswerer); of {
		return c.folded(change.InviteAnswerer(by, seen, no, email, now))
	}
	if err := c.ready(DoInviteAnswerer, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	at, err := c.openStatement(no)
	if err != nil {
		return Case{}, Event{}, err
	}
	s, err := c.invites(c.Handling.Statements[at], email, by, now)
	if err != nil {
		return Case{}, Event{}, err
	}
	return c.withStatement(s).step(AnswererInvited, by, now, map[string]string{"no": number(no), "invitation": number(len(s.Invites))})
}

// TakeBack takes question no back: it waits for no answer, and its link is dead.
func (c Case) TakeBack(by Actor, seen, no int, why string, now time.Time) (Case, Event, error) {
	if change, of := c.For(DoTakeBack); of {
		return c.folded(change.TakeBack(by, seen, no, why, now))
	}
	if err := c.ready(DoTakeBack, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	at, err := c.openStatement(no)
	if err != nil {
		return Case{}, Event{}, err
	}
	if empty(why) {
		return Case{}, Event{}, deny("no-reasons")
	}
	was := c.Handling.Statements[at]
	s := was.closed(now)
	s.Back = now
	ref := c.text(ReasonText, "question", s.Question.No, by, false, why, now)
	return c.withStatement(s).step(QuestionTakenBack, by, now, map[string]string{"no": number(no), "text": ref.SHA256, "answerer": string(was.Answerer())})
}

// ofQuestion is c or its open change, whose handling holds question id.
func (c Case) ofQuestion(do Command, id QuestionID) (Case, bool, error) {
	v, of := c.For(do)
	if v.OfChange != id.Change {
		return Case{}, false, deny("question-closed")
	}
	return v, of, nil
}

// OpenQuestion binds question id to by, who has proved the link of invitation no:
// from then on the link opens to nobody else. other says that by's address is not
// the one that the link was sent to.
func (c Case) OpenQuestion(by Actor, id QuestionID, no int, other bool, now time.Time) (Case, Event, error) {
	v, of, err := c.ofQuestion(DoOpenQuestion, id)
	if err != nil {
		return Case{}, Event{}, err
	}
	if of {
		return c.folded(v.OpenQuestion(by, id, no, other, now))
	}
	if err := c.opens(DoOpenQuestion, by, now); err != nil {
		return Case{}, Event{}, err
	}
	at, err := c.openStatement(id.No)
	if err != nil {
		return Case{}, Event{}, deny("question-closed")
	}
	s := c.Handling.Statements[at]
	i := s.Invite()
	if i == nil || i.No != no || !i.Closed.IsZero() || i.User != "" || i.Until.Before(registers.DayOf(now)) {
		return Case{}, Event{}, deny("question-link-over")
	}
	if err := c.impartial(by); err != nil {
		return Case{}, Event{}, err
	}
	s.Invites = slices.Clone(s.Invites)
	i = s.Invite()
	i.User, i.Opened, i.Other = by.ID, now, other
	detail := map[string]string{"no": number(id.No), "invitation": number(no)}
	if other {
		detail["other"] = "yes"
	}
	return c.withStatement(s).step(QuestionOpened, by, now, detail)
}

// questionGuards are the rows of the commands of a question.
func questionGuards() []guard {
	waits := func(c Case, _ Actor, _ time.Time) error {
		if c.openStatements() == 0 {
			return deny("nothing-asked")
		}
		return nil
	}
	signedIn := func(_ Case, by Actor, _ time.Time) error {
		if by.ID == "" || by.ID == ServiceID {
			return deny("not-your-question")
		}
		return nil
	}
	return []guard{
		{Command: DoInviteAnswerer, Change: true, In: handled(), Events: []EventKind{AnswererInvited}, Law: "HL 31 §", Rule: "not-in-review", who: theHandler, when: waits},
		{Command: DoTakeBack, Change: true, In: handled(), Events: []EventKind{QuestionTakenBack}, Law: "HL 23, 31 §", Rule: "not-in-review", who: theHandler, when: waits},
		{Command: DoOpenQuestion, Change: true, In: handled(), Events: []EventKind{QuestionOpened}, Law: "HL 31 §; JulkL 22 §", Rule: "question-closed", who: signedIn,
			when: func(c Case, by Actor, _ time.Time) error {
				if !slices.ContainsFunc(c.Handling.Statements, func(s Statement) bool { return s.Open() && s.Invite() != nil && s.Answerer() == "" }) {
					return deny("question-link-over")
				}
				return c.impartial(by)
			}},
		{Command: DoAnswerQuestion, Change: true, In: handled(), Events: []EventKind{StatementGiven}, Law: "HL 31, 42 §; GDPR 39", Rule: "question-closed", who: signedIn,
			when: func(c Case, by Actor, _ time.Time) error {
				if !slices.ContainsFunc(c.Questions(), func(q Inquiry) bool { return q.Open() && MaySeeQuestion(by, q) }) {
					return deny("not-your-question")
				}
				return nil
			}},
	}
}
