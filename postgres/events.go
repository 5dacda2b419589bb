package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
)

// Events lists what happened to a case, disclosure or order, oldest first.
// Nothing for an unknown subject.
func (db *DB) Events(ctx context.Context, subject string) ([]permits.Event, error) {
	rows, _ := db.pool.Query(ctx, `
		select subject, version, kind, by_user, at, detail
		  from permits.events
		 where subject = $1
		 order by version`, subject)
	es, err := pgx.CollectRows(rows, scanEvent)
	if err != nil {
		return nil, fmt.Errorf("list the events of %s: %w", subject, err)
	}
	return es, nil
}

func scanEvent(row pgx.CollectableRow) (e permits.Event, err error) {
	err = row.Scan(&e.Subject, &e.Version, &e.Kind, &e.By, &e.At, &e.Detail)
	return e, err
}

// happened stores e and its line in the audit log, in the command's transaction.
// subject and version are what the command was about: an event of anything else
// is a mistake of the program and undoes the command.
func happened(ctx context.Context, tx pgx.Tx, e permits.Event, subject string, version int) error {
	if e.Subject != subject || e.Version != version || e.Kind == "" || e.By == "" || e.At.IsZero() {
		return errors.New("the command and its event do not agree")
	}
	if e.Detail == nil {
		e.Detail = map[string]string{}
	}
	if _, err := tx.Exec(ctx, `
		insert into permits.events (subject, version, kind, by_user, at, detail)
		values ($1, $2, $3, $4, $5, $6)`, e.Subject, e.Version, e.Kind, e.By, e.At, e.Detail); err != nil {
		return fmt.Errorf("store the event: %w", err)
	}
	if err := mailDue(ctx, tx, e); err != nil {
		return err
	}
	return record(ctx, tx, Entry{At: e.At, Actor: e.By, OnBehalf: permits.UserID(e.Detail["for"]), Kind: string(e.Kind), Subject: e.Subject, Detail: e.Detail})
}
