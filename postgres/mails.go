package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
)

// ErrUndeliverable is what a sender answers when another attempt would fail as
// well.
var ErrUndeliverable = errors.New("the message cannot be delivered")

// A Mailing is one message to one person, with what it takes to write it.
type Mailing struct {
	ID      string // the same at every attempt
	About   string // case, disclosure or order
	At      time.Time
	To      permits.Actor
	Message permits.Mail
	Path    string // of the page to open; empty for the page of what it is about
}

const (
	mailAttempts = 12 // with the pauses below some two days
	mailPause    = time.Minute
	mailLongest  = 6 * time.Hour
)

// mailDue notes in the transaction of an event that people are to be told.
func mailDue(ctx context.Context, tx pgx.Tx, e permits.Event) error {
	if len(permits.MailsAbout(e)) == 0 {
		return nil
	}
	if _, err := tx.Exec(ctx, "insert into permits.mails_due (subject, version) values ($1, $2)", e.Subject, e.Version); err != nil {
		return fmt.Errorf("note that people are to be told: %w", err)
	}
	return nil
}

// SendMails hands every message that is due to send, each in a transaction that
// then notes how it went, and says how many were sent. Two processes never send
// the same message at once; one that was killed after the server took a message
// leaves it to be sent again, with the same ID. A message that send fails is
// tried again after a growing pause, twelve times at most, or never when the
// error is ErrUndeliverable. SendMails fails only when the database does.
func (db *DB) SendMails(ctx context.Context, send func(context.Context, Mailing) error) (sent int, err error) {
	if err := db.addressMails(ctx); err != nil {
		return 0, fmt.Errorf("address mails: %w", err)
	}
	for _, next := range []func(context.Context, func(context.Context, Mailing) error) (done, ok bool, err error){db.sendMail, db.sendInvitation} {
		for {
			done, ok, err := next(ctx, send)
			if err != nil {
				return sent, fmt.Errorf("send mails: %w", err)
			}
			if !done {
				break
			}
			if ok {
				sent++
			}
		}
	}
	return sent, nil
}

// addressMails turns each event that is due into rows for those it concerns.
func (db *DB) addressMails(ctx context.Context) error {
	for {
		var none bool
		err := pgx.BeginFunc(ctx, db.pool, func(tx pgx.Tx) error {
			var e permits.Event
			err := tx.QueryRow(ctx, `
				delete from permits.mails_due where (subject, version) = (
					select subject, version from permits.mails_due order by subject, version for update skip locked limit 1)
				returning subject, version`).Scan(&e.Subject, &e.Version)
			if none = errors.Is(err, pgx.ErrNoRows); none {
				return nil
			}
			if err != nil {
				return err
			}
			if err := tx.QueryRow(ctx, "select kind, at, detail from permits.events where subject = $1 and version = $2", e.Subject, e.Version).
				Scan(&e.Kind, &e.At, &e.Detail); err != nil {
				return err
			}
			for _, m := range permits.MailsAbout(e) {
				people, err := mailedTo(ctx, tx, e, m.To)
				if err != nil {
					return err
				}
				for _, person := range people {
					if _, err := tx.Exec(ctx, `insert into permits.mails (subject, version, part, recipient) values ($1, $2, $3, $4)
						on conflict do nothing`, e.Subject, e.Version, m.To, person); err != nil {
						return err
					}
				}
			}
			return nil
		})
		if err != nil || none {
			return err
		}
	}
}

// mailedTo lists who is meant by a part of the case, disclosure or order that e is
// about.
func mailedTo(ctx context.Context, tx pgx.Tx, e permits.Event, to permits.MailTo) ([]permits.UserID, error) {
	subject := e.Subject
	rows, _ := tx.Query(ctx, `select `+caseColumns+` from permits.cases where case_id = $1`, subject)
	c, err := oneCase(rows)
	switch {
	case err == nil && to == permits.ToDesk:
		return theDesk(ctx, tx, permits.Presenter, permits.Decider)
	case err == nil && to == permits.ToProtectionOfficer:
		if !c.TellsProtectionOfficer(e) {
			return nil, nil
		}
		return theDesk(ctx, tx, permits.ProtectionOfficer)
	case err == nil && to == permits.ToDeciders:
		deciders, err := theDesk(ctx, tx, permits.Decider)
		return slices.DeleteFunc(deciders, func(u permits.UserID) bool { return !c.MayBeDecidedBy(u, e) }), err
	case err == nil:
		return c.MailedTo(to, e), nil
	}
	if !errors.Is(err, ErrNoCase) {
		return nil, err
	}
	rows, _ = tx.Query(ctx, `select `+disclosureColumns+` from permits.disclosures where disclosure_id = $1`, subject)
	d, err := oneDisclosure(rows)
	if err == nil {
		return d.MailedTo(to), nil
	}
	if !errors.Is(err, ErrNoDisclosure) {
		return nil, err
	}
	if to == permits.ToDesk {
		return theDesk(ctx, tx, permits.Presenter, permits.Decider)
	}
	rows, _ = tx.Query(ctx, `select `+requestColumns+` from permits.requests where request_id = $1`, subject)
	r, err := oneOf(rows, scanDocumentRequest, ErrNoDocumentRequest)
	if err == nil {
		return r.MailedTo(to), nil
	}
	if !errors.Is(err, ErrNoDocumentRequest) {
		return nil, err
	}
	rows, _ = tx.Query(ctx, `select `+breachColumns+` from permits.breaches where breach_id = $1`, subject)
	b, err := oneOf(rows, scanBreach, ErrNoBreach)
	if err == nil {
		return b.MailedTo(to), nil
	}
	if !errors.Is(err, ErrNoBreach) {
		return nil, err
	}
	var o permits.Order
	err = tx.QueryRow(ctx, "select ordered_by from permits.orders where order_id = $1", subject).Scan(&o.By)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil // of a kind that tells nobody
	}
	return o.MailedTo(to), err
}

// theDesk lists the authority's officers with any of duties.
func theDesk(ctx context.Context, tx pgx.Tx, duties ...permits.Duty) ([]permits.UserID, error) {
	rows, _ := tx.Query(ctx, "select user_id from permits.users where body = $1 and duties && $2 order by user_id", permits.KEHA, duties)
	return pgx.CollectRows(rows, pgx.RowTo[permits.UserID])
}

// sendMail sends the message that has waited longest; done is false when none
// is due.
func (db *DB) sendMail(ctx context.Context, send func(context.Context, Mailing) error) (done, ok bool, err error) {
	err = pgx.BeginFunc(ctx, db.pool, func(tx pgx.Tx) error {
		var m Mailing
		var version, attempts int
		var part permits.MailTo
		var e permits.Event
		var duties []string
		err := tx.QueryRow(ctx, `
			select m.subject, m.version, m.part, m.attempts, e.kind, e.detail, e.at, u.user_id, u.name, u.email, u.organisation, u.body, u.duties, u.language
			  from permits.mails m
			  join permits.events e using (subject, version)
			  join permits.users u on u.user_id = m.recipient
			 where m.sent_at is null and m.given_up is null and m.due_at <= now()
			 order by m.due_at for update of m skip locked limit 1`).
			Scan(&m.About, &version, &part, &attempts, &e.Kind, &e.Detail, &m.At, &m.To.ID, &m.To.Name, &m.To.Email, &m.To.Organisation, &m.To.Body, &duties, &m.To.Language)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		done = true
		m.ID = fmt.Sprintf("%s.%d.%s.%s", m.About, version, part, m.To.ID)
		e.Subject = m.About
		m.Path = pathFor(part, e)
		failure := ErrUndeliverable // when the program no longer knows such a message
		for _, message := range permits.MailsAbout(e) {
			if message.To == part {
				m.Message = message
				failure = send(ctx, m)
			}
		}
		ok = failure == nil
		return noteMail(ctx, tx, m, version, part, attempts+1, failure)
	})
	return done, ok, err
}

// nextAttempt is when a message is tried again after so many attempts, or that
// it is not.
func nextAttempt(attempts int, failure error) (pause time.Duration, givenUp bool) {
	givenUp = failure != nil && (errors.Is(failure, ErrUndeliverable) || attempts >= mailAttempts)
	if failure != nil && !givenUp {
		pause = min(mailPause<<(attempts-1), mailLongest)
	}
	return pause, givenUp
}

// noteMail notes how the latest attempt went.
func noteMail(ctx context.Context, tx pgx.Tx, m Mailing, version int, part permits.MailTo, attempts int, failure error) error {
	pause, givenUp := nextAttempt(attempts, failure)
	if _, err := tx.Exec(ctx, `
		update permits.mails
		   set attempts = $5, due_at = now() + $6, sent_at = case when $7 then now() end, given_up = case when $8 then now() end
		 where subject = $1 and version = $2 and part = $3 and recipient = $4`,
		m.About, version, part, m.To.ID, attempts, pause, failure == nil, givenUp); err != nil {
		return err
	}
	if failure == nil {
		return nil
	}
	return record(ctx, tx, Entry{Actor: Service, OnBehalf: m.To.ID, Kind: "mail-failed", Subject: m.About, Result: Failed,
		Detail: map[string]string{"attempts": fmt.Sprint(attempts), "given_up": fmt.Sprint(givenUp)}})
}

// Undelivered counts the messages about a case, disclosure or order that nobody
// tries to send any more.
func (db *DB) Undelivered(ctx context.Context, subject string) (n int, err error) {
	err = db.pool.QueryRow(ctx, "select count(*) from permits.mails where subject = $1 and given_up is not null", subject).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("count the mails of %s that were given up: %w", subject, err)
	}
	return n, nil
}
