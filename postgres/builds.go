package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
)

// BeginBuild takes a queued order for building and counts the attempt. One that
// is being built can be begun again: its worker was cut off, or this one was.
// That two workers do not build at once is Work's part. It fails with
// ErrNoOrder, and with the rule "not-queued" when the order waits for no build.
func (db *DB) BeginBuild(ctx context.Context, id permits.OrderID) (permits.Order, error) {
	var o permits.Order
	err := db.command(ctx, func(tx pgx.Tx) (err error) {
		if o, _, err = lockOrder(ctx, tx, id); err != nil {
			return err
		}
		if o.State != permits.OrderQueued && o.State != permits.OrderBuilding {
			return &permits.RuleError{Rule: "not-queued"}
		}
		// No event: nothing has happened yet that anybody could rely on.
		if _, err := tx.Exec(ctx, `
			update permits.orders set state = 'building', attempts = attempts + 1 where order_id = $1`, id); err != nil {
			return err
		}
		o.State, o.Stage, o.Done, o.Total = permits.OrderBuilding, "begin", 0, 0
		return progress(ctx, tx, id, o.Stage, 0, 0)
	})
	if err != nil {
		return permits.Order{}, fmt.Errorf("begin to build order %s: %w", id, err)
	}
	return o, nil
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
// the package there for anybody. It fails with the rule "not-building" when
// another worker was first.
func (db *DB) SealOrder(ctx context.Context, id permits.OrderID, d permits.Delivery, cohorts map[string][]byte) error {
	err := db.finish(ctx, id, permits.OrderSealed, "", permits.ExtractSealed,
		map[string]string{"sha256": d.SHA256}, func(tx pgx.Tx) error {
			if _, err := tx.Exec(ctx, `
				insert into permits.deliveries (order_id, file, bytes, sha256, sealed_at, manifest)
				values ($1, $2, $3, $4, $5, $6)`, id, d.File, d.Bytes, d.SHA256, d.SealedAt, d.Manifest); err != nil {
				return err
			}
			for subject, members := range cohorts {
				if _, err := tx.Exec(ctx, `
					insert into permits.cohorts (order_id, subject, members) values ($1, $2, $3)`,
					id, subject, members); err != nil {
					return err
				}
			}
			return nil
		})
	if err != nil {
		return fmt.Errorf("seal order %s: %w", id, err)
	}
	return nil
}

// FailOrder ends a build for reason, which people see: a word or sentence
// without internals. The order can be run again with RetryOrder. It fails with
// the rule "not-building" when the order is neither queued nor being built.
func (db *DB) FailOrder(ctx context.Context, id permits.OrderID, reason string) error {
	err := db.finish(ctx, id, permits.OrderFailed, reason, permits.ExtractFailed, nil, func(pgx.Tx) error { return nil })
	if err != nil {
		return fmt.Errorf("note the failure of order %s: %w", id, err)
	}
	return nil
}

// finish ends a build in state to, with what also holds then.
func (db *DB) finish(
	ctx context.Context, id permits.OrderID, to permits.OrderState, reason string,
	kind permits.EventKind, detail map[string]string, also func(tx pgx.Tx) error,
) error {
	return db.command(ctx, func(tx pgx.Tx) error {
		o, version, err := lockOrder(ctx, tx, id)
		if err != nil {
			return err
		}
		begun := o.State == permits.OrderBuilding || to == permits.OrderFailed && o.State == permits.OrderQueued
		if !begun {
			return &permits.RuleError{Rule: "not-building"}
		}
		if err := moveOrder(ctx, tx, id, version, to, reason); err != nil {
			return err
		}
		if err := also(tx); err != nil {
			return err
		}
		now, err := moment(ctx, tx)
		if err != nil {
			return err
		}
		e := permits.Event{Subject: string(id), Version: version + 1, Kind: kind, By: Service, At: now, Detail: detail}
		return happened(ctx, tx, e, string(id), version+1)
	})
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
