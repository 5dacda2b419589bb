package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
	"tietolupa/registers"
)

// Confirmations lists the lawyers' recorded choices, the oldest first.
func (db *DB) Confirmations(ctx context.Context) ([]permits.Confirmation, error) {
	all, err := confirmations(ctx, db.pool)
	if err != nil {
		return nil, fmt.Errorf("list the confirmed appeal routes: %w", err)
	}
	return all, nil
}

func confirmations(ctx context.Context, at interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}) ([]permits.Confirmation, error) {
	rows, _ := at.Query(ctx, `
		select from_day, route, sha256, lawyer, day, memo, by_user, recorded_at
		  from permits.law_confirmations order by recorded_at, from_day`)
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (c permits.Confirmation, err error) {
		var from, day time.Time
		err = row.Scan(&from, &c.Route, &c.SHA256, &c.Lawyer, &day, &c.Memo, &c.By, &c.Recorded)
		c.From, c.Day = registers.DayOf(from), registers.DayOf(day)
		return c, err
	})
}

// ConfirmLaw keeps what confirm makes of what has been recorded and the service
// clock's moment, and an entry in the log. It fails with confirm's own error.
func (db *DB) ConfirmLaw(ctx context.Context, confirm func(recorded []permits.Confirmation, now time.Time) (permits.Confirmation, error)) error {
	err := db.command(ctx, func(tx pgx.Tx) error {
		now, err := moment(ctx, tx)
		if err != nil {
			return err
		}
		recorded, err := confirmations(ctx, tx)
		if err != nil {
			return err
		}
		c, err := confirm(recorded, now)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `
			insert into permits.law_confirmations (from_day, route, sha256, lawyer, day, memo, by_user, recorded_at)
			values ($1, $2, $3, $4, $5, $6, $7, $8)`,
			c.From.Time(), c.Route, c.SHA256, c.Lawyer, c.Day.Time(), c.Memo, c.By, c.Recorded); err != nil {
			return err
		}
		return record(ctx, tx, Entry{At: now, Actor: c.By, Kind: "law-confirmed", Subject: c.From.String(),
			Detail: map[string]string{"route": string(c.Route), "sha256": c.SHA256, "memo": c.Memo}})
	})
	if err != nil {
		return fmt.Errorf("confirm the appeal route: %w", err)
	}
	return nil
}
