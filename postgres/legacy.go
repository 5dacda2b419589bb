package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
	"tietolupa/registers"
)

// ErrNoLegacy says that there is no legacy permit of that number.
var ErrNoLegacy = errors.New("no such legacy permit")

// A KnownLegacy is a permit of a file that has been imported before.
type KnownLegacy struct{ Number, ID string }

// ImportLegacy stores permits of the ministry, all of them or none, with their
// lines in the queue, the calendar and the public register. It gives those whose
// number is here already, and then has stored nothing. With dry it stores nothing
// in any case.
func (db *DB) ImportLegacy(ctx context.Context, by permits.UserID, all []permits.Legacy, dry bool) (known []KnownLegacy, err error) {
	numbers := make([]string, len(all))
	for i, l := range all {
		numbers[i] = l.Number
	}
	rows, _ := db.pool.Query(ctx, "select number, legacy_id from permits.legacy_permits where number = any ($1) order by number", numbers)
	if known, err = pgx.CollectRows(rows, pgx.RowToStructByPos[KnownLegacy]); err != nil || len(known) > 0 || dry || len(all) == 0 {
		return known, err
	}
	err = db.command(ctx, func(tx pgx.Tx) error {
		now, err := moment(ctx, tx)
		if err != nil {
			return err
		}
		var batch pgx.Batch
		for _, l := range all {
			if l.ID, err = nextNumber(ctx, tx, "legacy_number", "KEHA-M%d-%d", l.Decided.Time().Year()); err != nil {
				return err
			}
			batch.Queue("insert into permits.legacy_permits (legacy_id, number, permit, imported_by, imported_at) values ($1, $2, $3, $4, $5)", l.ID, l.Number, l, by, now)
			batchLegacy(&batch, l, now)
		}
		if err := tx.SendBatch(ctx, &batch).Close(); err != nil {
			return err
		}
		return record(ctx, tx, Entry{At: now, Actor: by, Kind: "legacy-imported", Subject: "legacy", Detail: map[string]string{"permits": fmt.Sprint(len(all))}})
	})
	if err != nil {
		return nil, fmt.Errorf("import legacy permits: %w", err)
	}
	return nil, nil
}

func batchLegacy(batch *pgx.Batch, l permits.Legacy, now time.Time) {
	batchItem(batch, l.Item(now), l.Dates(), now, true)
	batchEntry(batch, l.Entry(now))
}

// Legacy is the legacy permit of that number of ours; ErrNoLegacy when there is
// none.
func (db *DB) Legacy(ctx context.Context, id string) (l permits.Legacy, err error) {
	err = db.pool.QueryRow(ctx, "select permit from permits.legacy_permits where legacy_id = $1", id).Scan(&l)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNoLegacy
	}
	if err != nil {
		return permits.Legacy{}, fmt.Errorf("read legacy permit %s: %w", id, err)
	}
	return l, nil
}

// DestroyLegacy records on which day the data of a legacy permit were destroyed,
// as its holder has declared; permits.Legacy.DeclareDestroyed decides.
func (db *DB) DestroyLegacy(ctx context.Context, id string, by permits.Actor, day registers.Day) error {
	err := db.command(ctx, func(tx pgx.Tx) error {
		var l permits.Legacy
		err := tx.QueryRow(ctx, "select permit from permits.legacy_permits where legacy_id = $1 for no key update", id).Scan(&l)
		if errors.Is(err, pgx.ErrNoRows) {
			return ErrNoLegacy
		}
		if err != nil {
			return err
		}
		now, err := moment(ctx, tx)
		if err != nil {
			return err
		}
		l.ID = id
		if l, err = l.DeclareDestroyed(by, day, now); err != nil {
			return err
		}
		var batch pgx.Batch
		batch.Queue("update permits.legacy_permits set permit = $2 where legacy_id = $1", id, l)
		batchLegacy(&batch, l, now)
		if err := tx.SendBatch(ctx, &batch).Close(); err != nil {
			return err
		}
		return record(ctx, tx, Entry{At: now, Actor: by.ID, Kind: "legacy-destroyed", Subject: id})
	})
	if err != nil {
		return fmt.Errorf("record the destruction of legacy permit %s: %w", id, err)
	}
	return nil
}

// RefreshLegacy writes anew the lines of legacy permits whose term, or whose time to
// have the data destroyed, has passed since they were written.
func (db *DB) RefreshLegacy(ctx context.Context) error {
	now, err := db.Now(ctx)
	if err != nil {
		return err
	}
	rows, _ := db.pool.Query(ctx, `select legacy_id, permit, shelf from permits.legacy_permits join permits.queue_items on subject = legacy_id
		where shelf in ('in-force', 'closed') and state <> 'destroyed'`)
	type line struct {
		permits.Legacy
		shelf permits.Shelf
	}
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (l line, err error) {
		var id string
		err = row.Scan(&id, &l.Legacy, &l.shelf)
		l.ID = id
		return l, err
	})
	if err != nil {
		return fmt.Errorf("refresh the legacy permits: %w", err)
	}
	var batch pgx.Batch
	for _, l := range all {
		if item := l.Item(now); item.Shelf != l.shelf {
			batchLegacy(&batch, l.Legacy, now)
		}
	}
	if err := db.pool.SendBatch(ctx, &batch).Close(); err != nil {
		return fmt.Errorf("refresh the legacy permits: %w", err)
	}
	return nil
}
