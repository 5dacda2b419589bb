package permits

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"
)

// A TextKind says what somebody wrote. Its text is stored, so kinds are added
// but never renamed.
type TextKind string

const (
	DeficiencyText  TextKind = "deficiency"  // what an application lacks (puute)
	ReplyText       TextKind = "reply"       // the answer to it
	NoteText        TextKind = "note"        // inside the authority (HL 42 §)
	MessageText     TextKind = "message"     // between the parties and the authority
	OfferText       TextKind = "offer"       // why a narrower scope is proposed
	HearingText     TextKind = "hearing"     // what a party is heard about
	AnswerText      TextKind = "answer"      // of the party heard
	QuestionText    TextKind = "question"    // to whom a statement is asked of
	StatementText   TextKind = "statement"   // lausunto
	ReasonText      TextKind = "reason"      // of a pause, a promise changed, a bar
	ReturnText      TextKind = "return"      // why a proposal goes back to its presenter
	DissentText     TextKind = "dissent"     // eriävä mielipide
	DemandText      TextKind = "demand"      // of a rectification or an appeal
	RulingText      TextKind = "ruling"      // what was ruled on it
	CorrectionText  TextKind = "correction"  // what is corrected in a letter
	RequestText     TextKind = "request"     // why a change of the permit is needed
	ReportText      TextKind = "report"      // on the use of the data
	PublicationText TextKind = "publication" // where results came out
	ErrorText       TextKind = "error"       // what is wrong in a delivery
	ApplicationText TextKind = "application" // an application as it was before a change
	AgreementText   TextKind = "agreement"   // a change as it was accepted
	DestructionText TextKind = "destruction" // how the data were destroyed
	ConflictText    TextKind = "conflict"    // what could not be put in the application: somebody had changed the same part
)

// A Text is what somebody wrote in a case. It lives in a row of its own: the
// case and its events keep its number and hash, so that the body can be
// redacted and what it was still proved.
type Text struct {
	Subject  string // case, request or breach
	No       int    // 1, 2, … within the subject
	Kind     TextKind
	Anchor   string // field of the application that it is about, or empty
	Re       int    // number of the text it answers, or 0
	By       UserID
	At       time.Time
	Visible  bool   // to the parties
	Body     string // empty once redacted
	SHA256   string // of the body as written
	Redacted string // why the body was taken away; empty while it stands
}

// A TextRef is a text's number and hash: what cases and events keep of it.
type TextRef struct {
	No     int    `json:"no"`
	SHA256 string `json:"sha256"`
}

// IsZero says whether nothing was written.
func (r TextRef) IsZero() bool { return r.No == 0 }

// A Writer counts the texts of a subject and holds those that a command has
// just written, for the store to keep in the same transaction.
type Writer struct {
	Texts   int    // written so far
	Written []Text // by the last command; empty in what is read from the store
}

// write adds a text; an empty one leaves no trace.
func (w *Writer) write(t Text) TextRef {
	t.Body = strings.TrimSpace(t.Body)
	if t.Body == "" {
		return TextRef{}
	}
	w.Texts++
	sum := sha256.Sum256([]byte(t.Body))
	t.No, t.SHA256 = w.Texts, hex.EncodeToString(sum[:])
	w.Written = append(slices.Clone(w.Written), t)
	return TextRef{No: t.No, SHA256: t.SHA256}
}

// text writes one text in c.
func (c *Case) text(kind TextKind, anchor string, re int, by Actor, visible bool, body string, now time.Time) TextRef {
	return c.write(Text{Subject: string(c.ID), Kind: kind, Anchor: anchor, Re: re, By: by.ID, At: now, Visible: visible, Body: body})
}

// MaySeeText says whether by may read text t of case c: the authority's
// officers all of it, the parties what is visible to them or their own.
func MaySeeText(by Actor, c Case, t Text) bool {
	if !MaySee(by, c) || t.Subject != string(c.ID) {
		return false
	}
	if c.unsettled(t.No) {
		return by.officer("", Presenter, Decider) == nil && !c.involves(by.ID)
	}
	return t.Visible || t.By == by.ID || by.officer("", Presenter, Decider) == nil && !c.involves(by.ID)
}

// Redact gives t without its body, for a stated reason; hash and reason stay
// (rows can be redacted, events cannot).
func (t Text) Redact(by Actor, reason string) (Text, error) {
	if err := by.officer("not-a-presenter", Presenter, Decider); err != nil {
		return Text{}, err
	}
	switch {
	case t.Redacted != "":
		return Text{}, deny("already-redacted")
	case empty(reason):
		return Text{}, deny("no-reasons")
	}
	t.Body, t.Redacted = "", strings.TrimSpace(reason)
	return t, nil
}

func empty(s string) bool { return strings.TrimSpace(s) == "" }
