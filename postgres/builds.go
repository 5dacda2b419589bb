package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
)

// BeginBuild takes a queued order for building and counts the attempt. One that
// is being built can be begun again: its worker was cut off. That two workers do
// not build it at once is Work's part. It fails with ErrNoOrder, and with a
// *permits.RuleError when the order waits for no build.
func (db *DB) BeginBuild(ctx context.Context, id permits.OrderID) (permits.Order, error) {
	var begun permits.Order
	err := db.command(ctx, func(tx pgx.Tx) error {
		o, _, err := lockOrder(ctx, tx, id)
		if err != nil {
			return err
		}
		if begun, err = o.Begin(); err != nil {
			return err
		}
		// No event: nothing has happened yet that anybody could rely on.
		if _, err := tx.Exec(ctx, `
			update permits.orders set state = $2, reason = $3, attempts = attempts + 1 where order_id = $1`,
			id, begun.State, begun.Reason); err != nil {
			return err
		}
		return progress(ctx, tx, id, begun.Stage, begun.Done, begun.Total)
	})
	if err != nil {
		return permits.Order{}, fmt.Errorf("begin to build order %s: %w", id, err)
	}
	return begun, nil
}

// Progress notes where a build is, for whoever watches. It is one small write
// that locks nothing else; done is of total rows, which is an estimate.
func (db *DB) Progress(ctx context.Context, id permits.OrderID, stage string, done, total int64) error {
	if err := progress(ctx, db.pool, id, stage, done, total); err != nil {
		return fmt.Errorf("note the progress of order %s: %w", id, err)
	}
	return nil
}

func progress(ctx context.Context, at execer, id permits.OrderID, stage string, done, total int64) error {
	_, err := at.Exec(ctx, `
		insert into permits.build_progress (order_id, stage, done, total, beat_at)
		values ($1, $2, $3, $4, clock_timestamp())
		on conflict (order_id) do update
		   set stage = excluded.stage, done = excluded.done, total = excluded.total, beat_at = excluded.beat_at`,
		id, stage, done, total)
	return err
}

// SealOrder makes a built order's package its delivery: the state, the delivery,
// who was in it by subject ("person", "employer", "provider": a serialised
// bitmap), the event and a line in the audit log, all or nothing. Only then is
// the package there for anybody. It fails with ErrNoOrder, and with a
// *permits.RuleError when the order is not being built, as when another worker
// was first.
func (db *DB) SealOrder(ctx context.Context, id permits.OrderID, d permits.Delivery, cohorts map[string][]byte) error {
	err := db.changeOrder(ctx, id, permits.ExtractSealed, Service, map[string]string{"sha256": d.SHA256},
		func(o permits.Order) (permits.Order, error) { return o.Seal(d) },
		func(tx pgx.Tx, _ permits.Order, _ time.Time) error { return deliver(ctx, tx, id, d, cohorts) })
	if err != nil {
		return fmt.Errorf("seal order %s: %w", id, err)
	}
	return nil
}

func deliver(ctx context.Context, tx pgx.Tx, id permits.OrderID, d permits.Delivery, cohorts map[string][]byte) error {
	if _, err := tx.Exec(ctx, `
		insert into permits.deliveries (order_id, file, bytes, sha256, sealed_at, manifest)
		values ($1, $2, $3, $4, $5, $6)`, id, d.File, d.Bytes, d.SHA256, d.SealedAt, d.Manifest); err != nil {
		return fmt.Errorf("store the delivery: %w", err)
	}
	for subject, members := range cohorts {
		if _, err := tx.Exec(ctx, `
			insert into permits.cohorts (order_id, subject, members)
			values ($1, $2, $3)`, id, subject, members); err != nil {
			return fmt.Errorf("store who was in it: %w", err)
		}
	}
	return nil
}

// FailOrder ends a build for reason, which people see: a word or sentence
// without internals. The order can be run again with RetryOrder. It fails with
// ErrNoOrder, and with a *permits.RuleError when the order waits for no build.
func (db *DB) FailOrder(ctx context.Context, id permits.OrderID, reason string) error {
	err := db.changeOrder(ctx, id, permits.ExtractFailed, Service, nil,
		func(o permits.Order) (permits.Order, error) { return o.Fail(reason) },
		func(pgx.Tx, permits.Order, time.Time) error { return nil })
	if err != nil {
		return fmt.Errorf("note the failure of order %s: %w", id, err)
	}
	return nil
}

// PreviousDelivery is the latest package sealed on a permit or disclosure; nil
// when there is none.
func (db *DB) PreviousDelivery(ctx context.Context, basisID string) (*permits.Delivery, error) {
	rows, _ := db.pool.Query(ctx, `
		select d.file, d.bytes, d.sha256, d.sealed_at, d.manifest
		  from permits.deliveries d
		  join permits.orders o on o.order_id = d.order_id
		 where o.case_id = $1 or o.disclosure_id = $1
		 order by d.sealed_at desc, o.number desc
		 limit 1`, basisID)
	d, err := pgx.CollectExactlyOneRow(rows, func(row pgx.CollectableRow) (d permits.Delivery, err error) {
		err = row.Scan(&d.File, &d.Bytes, &d.SHA256, &d.SealedAt, &d.Manifest)
		return d, err
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the previous delivery on %s: %w", basisID, err)
	}
	return &d, nil
}
