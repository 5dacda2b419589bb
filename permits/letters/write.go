package letters

import (
	"errors"
	"fmt"
	"strconv"

	"tietolupa/permits"
)

// A form is what a kind of letter is called, its title and what stands in it.
type form struct {
	act, title string
	write      func(*letter)
}

var forms = map[permits.LetterKind]form{
	permits.SupplementLetter:     {"act.supplement", "supplement.title", (*letter).supplement},
	permits.OfferLetter:          {"act.offer", "offer.title", (*letter).offer},
	permits.HearingLetter:        {"act.hearing", "hearing.title", (*letter).hearing},
	permits.StatementLetter:      {"act.statement", "statement.title", (*letter).statement},
	permits.TransferLetter:       {"act.transfer", "transfer.title", (*letter).transfer},
	permits.LapseLetter:          {"act.decision", "lapse.title", (*letter).lapse},
	permits.ServiceLetter:        {"act.service", "service.title", (*letter).service},
	permits.SuspensionLetter:     {"act.suspension", "suspension.title", (*letter).suspension},
	permits.LiftLetter:           {"act.notice", "lift.title", (*letter).lift},
	permits.RevocationLetter:     {"act.decision", "revocation.title", (*letter).revocation},
	permits.ChangeLetter:         {"act.decision", "change.title", (*letter).change},
	permits.RulingLetter:         {"act.decision", "ruling.title", (*letter).ruling},
	permits.CourtLetter:          {"act.notice", "court.title", (*letter).courtRuling},
	permits.CourtStatementLetter: {"act.court-statement", "statement-court.title", (*letter).courtStatement},
	permits.ReopenedLetter:       {"act.notice", "reopened.title", (*letter).reopened},
	permits.InterimLetter:        {"act.notice", "interim.title", (*letter).interim},
	permits.DestructionLetter:    {"act.certificate", "destruction.title", (*letter).destruction},
	permits.ReminderLetter:       {"act.reminder", "reminder.title", (*letter).reminder},
}

// Write writes the letter of a kind that in's event owes. It fails when the
// case does not hold what the letter tells, when it names somebody whom the
// input lacks, and for an unknown kind. Equal input gives equal bytes.
func Write(kind permits.LetterKind, in Input) ([]byte, error) {
	switch kind {
	case permits.DecisionLetter:
		return Decision(in)
	case permits.SecretAnnex:
		return Annex(in)
	}
	if no, err := strconv.Atoi(in.Event.Detail["change"]); err == nil && kind != permits.ChangeLetter {
		in.Case, _ = in.Case.ChangeCase(no) // what is asked or proposed in the handling of a change
	}
	f, known := forms[kind]
	if !known {
		return nil, fmt.Errorf("write a letter: %q is no kind of letter", kind)
	}
	b, err := f.of(in)
	if err != nil {
		return nil, fmt.Errorf("write the %s letter: %w", kind, err)
	}
	return b, nil
}

func (f form) of(in Input) ([]byte, error) {
	at := in.Event.At
	if m, of := in.Case.MeasureOf(in.Event); of {
		at = m.DecidedAt // not of its signatures
	}
	l, err := begin(in, f.title, f.act, at)
	if err != nil {
		return nil, err
	}
	f.write(l)
	return l.finish()
}

// open writes the head, the title and what the letter is about.
func (l *letter) open(title string, to ...string) {
	l.head(to...)
	l.heading(1, title)
	l.matter()
}

// latest is the last of all; a case without any has nothing to tell.
func latest[T any](l *letter, all []T) (of T) {
	if len(all) == 0 {
		l.fail(errors.New("the case has nothing that the letter could tell"))
		return of
	}
	return all[len(all)-1]
}

// telling is a part of the letter: its heading and what it says.
func (l *letter) telling(heading string, paragraphs ...string) {
	l.part(heading)
	l.paragraphs(paragraphs)
}
