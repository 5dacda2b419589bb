package permits

import (
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
