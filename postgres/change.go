package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
)

// changed is what a command does to a case or a disclosure, in one transaction:
// lock reads the row and keeps it locked, decide makes the next state and its
// event at the service clock's moment after the lock, store writes the state
// and says its version, and the event and a line in the audit log follow. When
// any of them fails, nothing is stored.
func changed[T any](
	ctx context.Context, db *DB, id string,
	decide func(was T, now time.Time) (T, permits.Event, error),
	lock func(tx pgx.Tx) (T, error),
	store func(tx pgx.Tx, next, was T) (version int, err error),
) (next T, err error) {
	err = db.command(ctx, func(tx pgx.Tx) error {
		was, err := lock(tx)
		if err != nil {
			return err
		}
		now, err := moment(ctx, tx)
		if err != nil {
			return err
		}
		var e permits.Event
		if next, e, err = decide(was, now); err != nil {
			return err
		}
		version, err := store(tx, next, was)
		if err != nil {
			return err
		}
		return happened(ctx, tx, e, id, version)
	})
	return next, err
}
