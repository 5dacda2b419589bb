package postgres

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
)

// ErrNoInvitation says that a link leads to no open invitation: it was never
// given, has been used, was taken back or has run out.
var ErrNoInvitation = errors.New("no such invitation")

// An Invitation is one that waits for an answer, with its address.
type Invitation struct {
	permits.Invite
	Case  permits.CaseID
	Email string
	Sent  time.Time // zero until the mail server has taken it
	Lost  bool      // no more attempts are made
}

// InvitationPage and QuestionPage are the pages that links open.
const (
	InvitationPage = "/invitation?token="
	QuestionPage   = "/statements/open?token="
)

// putInvitations keeps the addresses of the invitations that a command has just
// made, and forgets those of the answered ones.
func putInvitations(ctx context.Context, tx pgx.Tx, c permits.Case) error {
	open, numbers := []string{}, []int{}
	for _, i := range c.Drafting.Invites {
		if i.Closed.IsZero() {
			open, numbers = append(open, ""), append(numbers, i.No)
		}
	}
	asked := false
	for _, q := range c.Questions() {
		i := q.Invite()
		asked = asked || i != nil
		if i != nil && i.Closed.IsZero() {
			open, numbers = append(open, q.ID.String()), append(numbers, i.No)
		}
	}
	if len(c.Drafting.Invites) == 0 && !asked {
		return nil
	}
	if _, err := tx.Exec(ctx, `delete from permits.invitations i where case_id = $1
		and not exists (select from unnest($2::text[], $3::integer[]) o (question, number) where o.question = i.question and o.number = i.number)`, c.ID, open, numbers); err != nil {
		return fmt.Errorf("forget the addresses of answered invitations: %w", err)
	}
	for _, to := range c.Invited {
		if _, err := tx.Exec(ctx, "insert into permits.invitations (case_id, question, number, email, language, kind) values ($1, $2, $3, $4, $5, $6)",
			c.ID, to.Question, to.No, to.Email, to.Language, invitedBy(c, to)); err != nil {
			return fmt.Errorf("keep the address of an invitation: %w", err)
		}
	}
	return nil
}

// invitedBy is the event whose message an invitation is.
func invitedBy(c permits.Case, to permits.Address) permits.EventKind {
	switch {
	case to.Question != "" && to.No == 1:
		return permits.StatementAsked
	case to.Question != "":
		return permits.AnswererInvited
	case c.Drafting.Invites[to.No-1].Role == permits.ResponsibleRole:
		return permits.HandoverOffered
	}
	return permits.MemberInvited
}

// Invitations lists the invitations of c that wait for an answer.
func (db *DB) Invitations(ctx context.Context, c permits.Case) ([]Invitation, error) {
	rows, _ := db.pool.Query(ctx, "select number, email, sent_at, given_up is not null from permits.invitations where case_id = $1 and question = '' order by number", c.ID)
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (i Invitation, err error) {
		var sent *time.Time
		err = row.Scan(&i.No, &i.Email, &sent, &i.Lost)
		if i.Case, i.Sent = c.ID, or(sent); err == nil && i.No <= len(c.Drafting.Invites) {
			i.Invite = c.Drafting.Invites[i.No-1]
		}
		return i, err
	})
	if err != nil {
		return nil, fmt.Errorf("list the invitations to %s: %w", c.ID, err)
	}
	return all, nil
}

// Invited finds the open invitation whose link holds the token, with its case;
// ErrNoInvitation for any other token.
func (db *DB) Invited(ctx context.Context, token string) (permits.Case, permits.Invite, error) {
	var id permits.CaseID
	var number int
	hash := sha256.Sum256([]byte(token))
	err := db.pool.QueryRow(ctx, "select case_id, number from permits.invitations where token = $1 and question = ''", hash[:]).Scan(&id, &number)
	if errors.Is(err, pgx.ErrNoRows) {
		return permits.Case{}, permits.Invite{}, fmt.Errorf("find an invitation: %w", ErrNoInvitation)
	}
	if err != nil {
		return permits.Case{}, permits.Invite{}, fmt.Errorf("find an invitation: %w", err)
	}
	c, err := db.Case(ctx, id)
	if err != nil {
		return permits.Case{}, permits.Invite{}, err
	}
	if number > len(c.Drafting.Invites) {
		return permits.Case{}, permits.Invite{}, fmt.Errorf("find an invitation: %w", ErrNoInvitation)
	}
	return c, c.Drafting.Invites[number-1], nil
}

// sendInvitation hands the invitation that has waited longest to send, with a
// link whose token is drawn now: the store keeps its hash alone, and only when
// the server took the message. One that is sent again has another link, and the
// earlier link opens nothing.
func (db *DB) sendInvitation(ctx context.Context, send func(context.Context, Mailing) error) (done, ok bool, err error) {
	err = pgx.BeginFunc(ctx, db.pool, func(tx pgx.Tx) error {
		var m Mailing
		var number, attempts int
		var question string
		var kind permits.EventKind
		err := tx.QueryRow(ctx, `
			select case_id, question, number, email, language, kind, attempts from permits.invitations
			 where sent_at is null and given_up is null and due_at <= now()
			 order by due_at for update skip locked limit 1`).
			Scan(&m.About, &question, &number, &m.To.Email, &m.To.Language, &kind, &attempts)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		done = true
		token := rand.Text()
		m.ID, m.At, m.Path = fmt.Sprintf("%s.invitation.%d.%d", m.About, number, attempts), time.Now(), InvitationPage+token
		if question != "" {
			m.ID, m.Path = fmt.Sprintf("%s.question.%s.%d.%s", m.About, question, number, rand.Text()[:6]), QuestionPage+token
		}
		failure := ErrUndeliverable // when the program no longer knows such a message
		for _, message := range permits.MailsOf(kind) {
			if message.To == permits.ToInvited {
				m.Message = message
				failure = send(ctx, m)
			}
		}
		ok = failure == nil
		hash := sha256.Sum256([]byte(token))
		pause, givenUp := nextAttempt(attempts+1, failure)
		if _, err := tx.Exec(ctx, `
			update permits.invitations
			   set attempts = $3, due_at = now() + $4, sent_at = case when $5 then now() end, given_up = case when $6 then now() end,
			       token = case when $5 then $7::bytea end
			 where case_id = $1 and question = $8 and number = $2`, m.About, number, attempts+1, pause, ok, givenUp, hash[:], question); err != nil {
			return err
		}
		if ok {
			return nil
		}
		return record(ctx, tx, Entry{Actor: Service, Kind: "mail-failed", Subject: m.About, Result: Failed,
			Detail: map[string]string{"attempts": fmt.Sprint(attempts + 1), "given_up": fmt.Sprint(givenUp)}})
	})
	return done, ok, err
}
