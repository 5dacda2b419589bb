package postgres

import (
	"context"
	"fmt"
	"time"
	_ "time/tzdata" // the place of the law, also where the machine knows no places

	"github.com/jackc/pgx/v5"
)

// clockLock names the advisory lock that keeps the clock still: shared by
// commands, taken alone by SetClock. The number is arbitrary and never changes.
const clockLock = 28_916_2020

var helsinki = func() *time.Location {
	l, err := time.LoadLocation("Europe/Helsinki")
	if err != nil {
		panic(err) // embedded above
	}
	return l
}()

// Now is the present moment by the service clock, in Helsinki's time: real time
// plus the stored offset. It asks the database every time, so that a clock moved
// by another process holds at once.
func (db *DB) Now(ctx context.Context) (time.Time, error) {
	var t time.Time
	if err := db.pool.QueryRow(ctx, "select permits.moment()").Scan(&t); err != nil {
		return time.Time{}, fmt.Errorf("read the service clock: %w", err)
	}
	return t, nil
}

// moment is Now inside a command: after its locks, so that the events of one
// subject follow each other in time.
func moment(ctx context.Context, tx pgx.Tx) (t time.Time, err error) {
	if err := tx.QueryRow(ctx, "select permits.moment()").Scan(&t); err != nil {
		return time.Time{}, fmt.Errorf("read the service clock: %w", err)
	}
	return t, nil
}

// SetClock moves the service clock so that it now reads at, or at most a second
// more. It fails when an event is later than at: what happened stays in the
// past. It waits for commands under way. Only a demonstration and tests move
// the clock; it needs the owner's rights.
func (db *DB) SetClock(ctx context.Context, at time.Time) error {
	err := pgx.BeginFunc(ctx, db.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "select pg_advisory_xact_lock($1)", clockLock); err != nil {
			return err
		}
		var newest *time.Time
		if err := tx.QueryRow(ctx, "select max(at) from permits.events").Scan(&newest); err != nil {
			return err
		}
		if newest != nil && at.Before(*newest) {
			return fmt.Errorf("something has happened at %s already", newest.Format(time.DateTime))
		}
		// Rounded up: the clock never reads less than was asked.
		if _, err := tx.Exec(ctx, `
			update permits.clock
			   set offset_seconds = ceil(extract(epoch from $1::timestamptz - clock_timestamp()))`, at); err != nil {
			return err
		}
		return record(ctx, tx, Entry{Actor: Service, Kind: "clock-moved", Subject: "clock", Result: Done,
			Detail: map[string]string{"to": at.UTC().Format(time.RFC3339)}})
	})
	if err != nil {
		return fmt.Errorf("set the service clock to %s: %w", at.In(helsinki).Format(time.DateTime), err)
	}
	return nil
}
