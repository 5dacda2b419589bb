package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
)

// ErrNoText says that nothing was written under that number.
var ErrNoText = errors.New("no such text")

const textColumns = "subject, number, kind, anchor, re, written_by, written_at, visible, body, sha256, redacted"

// Texts lists what has been written in a case, request or breach, oldest first.
// permits.MaySeeText says who may read which.
func (db *DB) Texts(ctx context.Context, subject string) ([]permits.Text, error) {
	ts, err := textsOf(ctx, db.pool, subject)
	if err != nil {
		return nil, fmt.Errorf("list the texts of %s: %w", subject, err)
	}
	return ts, nil
}

func textsOf(ctx context.Context, from querier, subject string) ([]permits.Text, error) {
	rows, _ := from.Query(ctx, `select `+textColumns+` from permits.texts where subject = $1 order by number`, subject)
	return pgx.CollectRows(rows, scanText)
}

// RedactText takes the body of a text away; its hash and the reason stay. It
// fails with ErrNoText or with a *permits.RuleError.
func (db *DB) RedactText(ctx context.Context, subject string, number int, by permits.Actor, reason string) error {
	err := db.command(ctx, func(tx pgx.Tx) error {
		rows, _ := tx.Query(ctx, `select `+textColumns+` from permits.texts where subject = $1 and number = $2 for update`, subject, number)
		t, err := oneOf(rows, scanText, ErrNoText)
		if err != nil {
			return err
		}
		if t, err = t.Redact(by, reason); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `update permits.texts set body = '', redacted = $3 where subject = $1 and number = $2`,
			subject, number, t.Redacted); err != nil {
			return err
		}
		return record(ctx, tx, Entry{Actor: by.ID, Kind: "text-redacted", Subject: subject, Detail: map[string]string{"sha256": t.SHA256}})
	})
	if err != nil {
		return fmt.Errorf("redact text %d of %s: %w", number, subject, err)
	}
	return nil
}

// putTexts keeps what a command has just written.
func putTexts(ctx context.Context, tx pgx.Tx, written []permits.Text) error {
	for _, t := range written {
		if _, err := tx.Exec(ctx, `insert into permits.texts (`+textColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '')`,
			t.Subject, t.No, t.Kind, t.Anchor, t.Re, t.By, t.At, t.Visible, t.Body, t.SHA256); err != nil {
			return fmt.Errorf("keep a text: %w", err)
		}
	}
	return nil
}

func scanText(row pgx.CollectableRow) (t permits.Text, err error) {
	err = row.Scan(&t.Subject, &t.No, &t.Kind, &t.Anchor, &t.Re, &t.By, &t.At, &t.Visible, &t.Body, &t.SHA256, &t.Redacted)
	return t, err
}
