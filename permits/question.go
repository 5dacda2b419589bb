package permits

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"tietolupa/registers"
)

// Whoever is asked for a statement (lausunnonantaja, HL 31 §) answers in the
// service: a link binds the question to one person, who sees the question and what
// goes with it, and nothing else of the case.

// The commands of a question, and the events they leave.
const (
	DoInviteAnswerer Command = "invite-answerer"
	DoTakeBack       Command = "take-back-question"
	DoOpenQuestion   Command = "open-question"
	DoAnswerQuestion Command = "answer-question"

	AnswererInvited   EventKind = "answerer-invited"
	QuestionTakenBack EventKind = "question-taken-back"
	QuestionOpened    EventKind = "question-opened"
	QuestionReminded  EventKind = "question-reminded"
)

// ByService is how a statement came that was answered in the service; one that an
// official typed came by one of ArrivedWays.
const ByService = "service"

// A QuestionInvite is one link to a question. Its address and the hash of its token
// are kept by the store alone, and only while it is open.
type QuestionInvite struct {
	No     int           `json:"no"`
	By     UserID        `json:"by"`
	At     time.Time     `json:"at"`
	Until  registers.Day `json:"until"` // last day on which it can be opened
	User   UserID        `json:"user,omitempty"`
	Opened time.Time     `json:"opened,omitzero"`
	Other  bool          `json:"other,omitempty"` // opened by an account of another address than it was sent to
	Closed time.Time     `json:"closed,omitzero"`
}

// An Asking is what goes with a question besides its words.
type Asking struct {
	Email   string   // where its link is sent; empty: none is, and the answer comes on paper or by mail
	Secrecy []string // items of JulkL 24.1 § by which what is sent is secret
	Shown   []int    // numbers of the attachments that who is asked may open
	Applied bool     // they may read the application, too
}

// A QuestionID names a question within its case: its number, and the change of the
// permit that it is about; 0 for the application itself.
type QuestionID struct{ Change, No int }

// String is the id in addresses: "1", or "2.1" of change 2.
func (id QuestionID) String() string {
	if id.Change == 0 {
		return number(id.No)
	}
	return number(id.Change) + "." + number(id.No)
}

// ParseQuestionID reads what String writes; false for any other text.
func ParseQuestionID(text string) (id QuestionID, ok bool) {
	change, no, of := strings.Cut(text, ".")
	if !of {
		change, no = "0", text
	}
	var err1, err2 error
	id.Change, err1 = strconv.Atoi(change)
	id.No, err2 = strconv.Atoi(no)
	return id, err1 == nil && err2 == nil && id.String() == text
}

// An Inquiry is a statement that is asked for, with the case that it is about.
type Inquiry struct {
	ID QuestionID
	Statement
	Of Case // the case, or the change of its permit as a case of its own
}

// Questions lists every statement asked for of c and of the changes of its permit.
func (c Case) Questions() (all []Inquiry) {
	for _, s := range c.Handling.Statements {
		all = append(all, Inquiry{QuestionID{c.OfChange, s.No}, s, c})
	}
	if c.OfChange != 0 {
		return all
	}
	for _, ch := range c.Life.Changes {
		if len(ch.Handling.Statements) == 0 {
			continue
		}
		if of, known := c.ChangeCase(ch.No); known {
			all = append(all, of.Questions()...)
		}
	}
	return all
}

// Question is the statement of that id; false when none was asked for.
func (c Case) Question(id QuestionID) (Inquiry, bool) {
	all := c.Questions()
	i := slices.IndexFunc(all, func(q Inquiry) bool { return q.ID == id })
	if i < 0 {
		return Inquiry{}, false
	}
	return all[i], true
}

// Open says whether s waits for its answer.
func (s Statement) Open() bool { return s.Given.IsZero() && s.Back.IsZero() }

// Invite is the link to s that is open, or the latest; nil when none was sent.
func (s Statement) Invite() *QuestionInvite {
	if n := len(s.Invites); n > 0 {
		return &s.Invites[n-1]
	}
	return nil
}

// Answerer is whom s is bound to now: who opened its link, or who gave it in the
// service; nobody before that, and after it was sent to somebody else.
func (s Statement) Answerer() UserID {
	if s.GivenBy != "" {
		return s.GivenBy
	}
	if i := s.Invite(); i != nil && i.Closed.IsZero() {
		return i.User
	}
	return ""
}

// Answerable says whether q may still be answered: it waits, and its case is
// handled.
func (q Inquiry) Answerable() bool { return q.Open() && slices.Contains(handled(), q.Of.State) }

// protects says whether by is the authority's own data protection officer and has no
// other part in c (GDPR 38.6).
func (c Case) protects(by Actor) bool {
	return by.officer("", ProtectionOfficer) == nil && c.impartial(by) == nil
}

// impartial returns the rule that keeps by from giving a statement in c: a party,
// and whoever handles or decides it.
func (c Case) impartial(by Actor) error {
	if c.involves(by.ID) || c.Presenter == by.ID || c.Decider == by.ID || c.Barred(by.ID) ||
		slices.ContainsFunc(c.Handling.Substitutes, func(s Substitute) bool { return s.User == by.ID }) {
		return deny("own-question")
	}
	return nil
}

// MaySeeQuestion says whether by may read question q: the person whom it is bound
// to, and of the questions to the authority's own data protection officer, they.
// What was taken back is nobody's.
func MaySeeQuestion(by Actor, q Inquiry) bool {
	switch {
	case by.ID == "" || !q.Back.IsZero() || q.Of.impartial(by) != nil:
		return false
	case q.Answerer() == by.ID:
		return true
	}
	return q.Kind == DPOStatement && q.Of.protects(by)
}

// MayOpenShown says whether by may open attachment a with question q: it was picked
// to go with it, and the question waits for its answer.
func MayOpenShown(by Actor, q Inquiry, a Attachment) bool {
	return MaySeeQuestion(by, q) && q.Answerable() && a.Case == q.Of.ID && a.Question == "" && slices.Contains(q.Shown, a.No)
}

// MayReadApplied says whether by may read the application with question q.
func MayReadApplied(by Actor, q Inquiry) bool {
	return MaySeeQuestion(by, q) && q.Answerable() && q.Applied
}

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

// QuestionAbout is the question that e is about; false for any other event.
func QuestionAbout(e Event) (QuestionID, bool) {
	switch e.Kind {
	case StatementAsked, StatementGiven, AnswererInvited, QuestionTakenBack, QuestionOpened:
		return ParseQuestionID(strings.TrimPrefix(cmp.Or(e.Detail["change"], "0")+"."+e.Detail["no"], "0."))
	}
	return QuestionID{}, false
}

// Reminds lists the questions of c that reminder e is about.
func (c Case) Reminds(e Event) (all []Inquiry) {
	if e.Kind != QuestionReminded {
		return nil
	}
	_, term, known := ReminderOf(e.Detail["reminder"])
	if !known {
		return nil
	}
	for _, q := range c.Questions() {
		if q.inService() && q.Term == term {
			all = append(all, q)
		}
	}
	return all
}

// inService says whether q waits for an answer in the service.
func (q Inquiry) inService() bool {
	i := q.Invite()
	return q.Answerable() && (q.Kind == DPOStatement || i != nil && i.Closed.IsZero())
}

// questionTerms are the last days to answer what waits for an answer in the service.
func (c Case) questionTerms() (days []registers.Day) {
	for _, q := range c.Questions() {
		if q.inService() && !slices.Contains(days, q.Term) {
			days = append(days, q.Term)
		}
	}
	return days
}

// answersTo lists those of c's people who answer what e is about: the persons whom
// its questions are bound to.
func (c Case) answersTo(e Event) (all []UserID) {
	if e.Kind == QuestionTakenBack {
		return someone(UserID(e.Detail["answerer"]))
	}
	questions := c.Reminds(e)
	if id, about := QuestionAbout(e); about {
		if q, known := c.Question(id); known {
			questions = append(questions, q)
		}
	}
	for _, q := range questions {
		if u := q.Answerer(); u != "" && !slices.Contains(all, u) {
			all = append(all, u)
		}
	}
	return all
}

// TellsProtectionOfficer says whether e is about a question to the authority's own
// data protection officer that nobody has answered.
func (c Case) TellsProtectionOfficer(e Event) bool {
	questions := c.Reminds(e)
	if id, about := QuestionAbout(e); about && e.Kind == StatementAsked {
		if q, known := c.Question(id); known {
			questions = append(questions, q)
		}
	}
	return slices.ContainsFunc(questions, func(q Inquiry) bool { return q.Kind == DPOStatement && q.Open() })
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
