package postgres

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
)

// ErrNotAsked says that there is no such question, or that a link leads to none:
// it was never given, was taken back, or another was sent in its place.
var ErrNotAsked = errors.New("no such question")

// A QuestionLink is the open link of a question, with its address.
type QuestionLink struct {
	Question string
	Email    string
	Sent     time.Time // zero until the mail server has taken it
	Lost     bool      // no more attempts are made
}

// QuestionLinks lists the open links of the questions of a case.
func (db *DB) QuestionLinks(ctx context.Context, id permits.CaseID) ([]QuestionLink, error) {
	rows, _ := db.pool.Query(ctx, "select question, email, sent_at, given_up is not null from permits.invitations where case_id = $1 and question <> '' order by question", id)
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (l QuestionLink, err error) {
		var sent *time.Time
		err = row.Scan(&l.Question, &l.Email, &sent, &l.Lost)
		l.Sent = or(sent)
		return l, err
	})
	if err != nil {
		return nil, fmt.Errorf("list the links of the questions of %s: %w", id, err)
	}
	return all, nil
}

// An AskedBy is what the link of a question leads to.
type AskedBy struct {
	permits.Inquiry
	Invitation int
	Email      string // that the link was sent to
}

// Asked finds the question whose open link holds the token; ErrNotAsked for any
// other token.
func (db *DB) Asked(ctx context.Context, token string) (a AskedBy, err error) {
	var id permits.CaseID
	var question string
	hash := sha256.Sum256([]byte(token))
	err = db.pool.QueryRow(ctx, "select case_id, question, number, email from permits.invitations where token = $1 and question <> ''", hash[:]).
		Scan(&id, &question, &a.Invitation, &a.Email)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNotAsked
	}
	if err == nil {
		a.Inquiry, err = db.Question(ctx, id, question)
	}
	if err != nil {
		return AskedBy{}, fmt.Errorf("find what a link asks: %w", err)
	}
	return a, nil
}

// Question is a question of a case, by its id in addresses; ErrNotAsked when there
// is none.
func (db *DB) Question(ctx context.Context, id permits.CaseID, question string) (permits.Inquiry, error) {
	named, ok := permits.ParseQuestionID(question)
	if !ok {
		return permits.Inquiry{}, fmt.Errorf("read a question of %s: %w", id, ErrNotAsked)
	}
	c, err := db.Case(ctx, id)
	if errors.Is(err, ErrNoCase) {
		err = ErrNotAsked
	}
	if err != nil {
		return permits.Inquiry{}, fmt.Errorf("read question %s of %s: %w", question, id, err)
	}
	q, known := c.Question(named)
	if !known {
		return permits.Inquiry{}, fmt.Errorf("read question %s of %s: %w", question, id, ErrNotAsked)
	}
	return q, nil
}

// QuestionsOf lists the questions that are bound to user, by their terms.
func (db *DB) QuestionsOf(ctx context.Context, user permits.UserID) ([]permits.Inquiry, error) {
	return db.questions(ctx, "n.answerer = $1", user, func(q permits.Inquiry) bool { return q.Answerer() == user })
}

// QuestionsOfKind lists the questions of a kind, by their terms.
func (db *DB) QuestionsOfKind(ctx context.Context, kind string) ([]permits.Inquiry, error) {
	return db.questions(ctx, "n.kind = $1", kind, func(q permits.Inquiry) bool { return q.Kind == kind })
}

// mostQuestions is of how many cases a list tells the questions: those with an
// open one, and of the rest those that arrived last.
const mostQuestions = 100

func (db *DB) questions(ctx context.Context, which string, whose any, of func(permits.Inquiry) bool) (all []permits.Inquiry, err error) {
	rows, _ := db.pool.Query(ctx, `select `+caseColumns+` from permits.cases where case_id in (
		select n.case_id from permits.questions n join permits.queue_items q on q.subject = n.case_id where `+which+`
		 group by n.case_id, q.shelf, q.arrived_at
		 order by bool_or(n.closed_at is null) and q.shelf = any ($2) desc, q.arrived_at desc limit $3)`,
		whose, []permits.Shelf{permits.ShelfNew, permits.ShelfWork, permits.ShelfAsked, permits.ShelfProposed}, mostQuestions)
	cases, err := pgx.CollectRows(rows, scanCase)
	if err != nil {
		return nil, fmt.Errorf("list questions: %w", err)
	}
	for _, c := range cases {
		for _, q := range c.Questions() {
			if of(q) {
				all = append(all, q)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b permits.Inquiry) int {
		return cmp.Or(strings.Compare(a.Term.String(), b.Term.String()), strings.Compare(string(a.Of.ID), string(b.Of.ID)))
	})
	return all, nil
}

// KeepAnswer keeps what user has written of an answer. may is asked with the case
// locked. It fails with may's error.
func (db *DB) KeepAnswer(ctx context.Context, id permits.CaseID, question permits.QuestionID, by permits.Actor, body string) error {
	err := db.command(ctx, func(tx pgx.Tx) error {
		c, err := lockCase(ctx, tx, id)
		if err != nil {
			return err
		}
		now, err := moment(ctx, tx)
		if err != nil {
			return err
		}
		if err := c.MayAnswer(by, question, now); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			insert into permits.answer_drafts (case_id, question, writer, body, saved_at) values ($1, $2, $3, $4, $5)
			on conflict (case_id, question, writer) do update set body = excluded.body, saved_at = excluded.saved_at`, id, question.String(), by.ID, body, now)
		return err
	})
	if err != nil {
		return fmt.Errorf("keep an answer to question %s of %s: %w", question, id, err)
	}
	return nil
}

// KeptAnswer is what user has written of an answer and when; empty for nothing.
func (db *DB) KeptAnswer(ctx context.Context, id permits.CaseID, question permits.QuestionID, user permits.UserID) (body string, at time.Time, err error) {
	err = db.pool.QueryRow(ctx, "select body, saved_at from permits.answer_drafts where case_id = $1 and question = $2 and writer = $3", id, question.String(), user).Scan(&body, &at)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return "", at, fmt.Errorf("read what is written to question %s of %s: %w", question, id, err)
	}
	return body, at, nil
}

// ReadAsked notes in the log that by reads the application with question q; it is
// called before it is shown.
func (db *DB) ReadAsked(ctx context.Context, by permits.Actor, q permits.Inquiry) error {
	return db.Record(ctx, Entry{Actor: by.ID, Kind: "application-read", Subject: string(q.Of.ID), Detail: map[string]string{"question": q.ID.String()}})
}

// followQuestions keeps what lists read of the questions of c after event e, takes
// away what was written and attached to one that somebody else answers or nobody
// does, and has the reminder of an unopened link sent with a new link.
func followQuestions(ctx context.Context, tx pgx.Tx, c permits.Case, e permits.Event) error {
	for _, q := range c.Reminds(e) {
		if i := q.Invite(); i == nil || i.User != "" {
			continue
		}
		if _, err := tx.Exec(ctx, `
			update permits.invitations set kind = $3, attempts = 0, due_at = now(), sent_at = null, given_up = null where case_id = $1 and question = $2`,
			c.ID, q.ID.String(), permits.QuestionReminded); err != nil {
			return fmt.Errorf("have a question reminded of: %w", err)
		}
	}
	id, about := permits.QuestionAbout(e)
	if !about {
		return nil
	}
	q, known := c.Question(id)
	if !known {
		return fmt.Errorf("follow question %s: %w", id, ErrNotAsked)
	}
	var answerer *permits.UserID
	if u := q.Answerer(); u != "" {
		answerer = &u
	}
	if _, err := tx.Exec(ctx, `
		insert into permits.questions (case_id, question, kind, answerer, closed_at) values ($1, $2, $3, $4, $5)
		on conflict (case_id, question) do update set answerer = excluded.answerer, closed_at = excluded.closed_at`,
		c.ID, id.String(), q.Kind, answerer, instant(cmp.Or(q.Given, q.Back))); err != nil {
		return fmt.Errorf("follow question %s: %w", id, err)
	}
	if e.Kind == permits.StatementAsked || e.Kind == permits.QuestionOpened {
		return nil
	}
	if _, err := tx.Exec(ctx, "delete from permits.answer_drafts where case_id = $1 and question = $2", c.ID, id.String()); err != nil {
		return fmt.Errorf("forget what was written to question %s: %w", id, err)
	}
	files, err := attachmentsOf(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	for _, a := range files {
		if a.Question == id.String() && a.Deleted.IsZero() && a.By != q.GivenBy {
			if err := detach(ctx, tx, permits.Actor{ID: e.By}, a, e.At); err != nil {
				return fmt.Errorf("take away what was attached to question %s: %w", id, err)
			}
		}
	}
	return nil
}

// pathFor is the page that a message about e opens for a part, when it is not the
// page of what e is about.
func pathFor(part permits.MailTo, e permits.Event) string {
	if part != permits.ToAnswerer && part != permits.ToProtectionOfficer {
		return ""
	}
	id, about := permits.QuestionAbout(e)
	switch {
	case about && e.Kind != permits.QuestionTakenBack:
		return "/statements/" + e.Subject + "/" + id.String()
	case part == permits.ToProtectionOfficer:
		return "/statements/officer"
	}
	return "/statements"
}
