package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"tietolupa/permits"
)

// changed is what a command does to a case, a disclosure, a right or what is
// filed about one, in one transaction: lock reads the row and keeps it locked,
// decide makes the next state and its event at the service clock's moment after
// the lock, store writes the state and says its version, and the event and a line
// in the audit log follow. When any of them fails, nothing is stored.
func changed[T any](
	ctx context.Context, db *DB, id string,
	decide func(was T, now time.Time) (T, permits.Event, error),
	lock func(tx pgx.Tx) (T, error),
	store func(tx pgx.Tx, next, was T, e permits.Event) (version int, err error),
) (next T, err error) {
	err = db.command(ctx, func(tx pgx.Tx) error {
		next, err = changedIn(ctx, tx, id, decide, lock, store)
		return err
	})
	return next, err
}

// changedIn is changed in the transaction of what it is a part of.
func changedIn[T any](
	ctx context.Context, tx pgx.Tx, id string,
	decide func(was T, now time.Time) (T, permits.Event, error),
	lock func(tx pgx.Tx) (T, error),
	store func(tx pgx.Tx, next, was T, e permits.Event) (version int, err error),
) (next T, err error) {
	was, err := lock(tx)
	if err != nil {
		return next, err
	}
	now, err := moment(ctx, tx)
	if err != nil {
		return next, err
	}
	next, e, err := decide(was, now)
	if err != nil {
		return next, err
	}
	version, err := store(tx, next, was, e)
	if err != nil {
		return next, err
	}
	return next, happened(ctx, tx, e, id, version)
}

// overLocked is how an update of the version that was locked went.
func overLocked(tag pgconn.CommandTag, err error) error {
	if err == nil && tag.RowsAffected() != 1 {
		err = errors.New("the row changed under its lock")
	}
	return err
}

// nextNumber draws the next number of a sequence, in form with the year.
func nextNumber(ctx context.Context, tx pgx.Tx, sequence, form string, year int) (string, error) {
	var number int64
	if err := tx.QueryRow(ctx, "select nextval($1::regclass)", "permits."+sequence).Scan(&number); err != nil {
		return "", err
	}
	return fmt.Sprintf(form, number, year), nil
}
