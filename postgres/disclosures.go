package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
)

const disclosureColumns = `disclosure_id, request, state, version, requested_by, requested_at, scope,
	prepared_by, prepared_at, confirmed_by, confirmed_at, ended_at, reasons`

// CreateDisclosure stores what create makes under the next number
// (KEHA-L3-2020), its event and a line in the audit log: all or nothing. It
// fails with create's own error, a *permits.RuleError among them.
func (db *DB) CreateDisclosure(
	ctx context.Context,
	create func(id permits.DisclosureID, now time.Time) (permits.Disclosure, permits.Event, error),
) (permits.Disclosure, error) {
	var d permits.Disclosure
	err := db.command(ctx, func(tx pgx.Tx) error {
		now, err := moment(ctx, tx)
		if err != nil {
			return err
		}
		number, err := nextNumber(ctx, tx, "disclosure_number", "KEHA-L%d-%d", now.Year())
		if err != nil {
			return err
		}
		id := permits.DisclosureID(number)
		var e permits.Event
		if d, e, err = create(id, now); err != nil {
			return err
		}
		if d.ID != id {
			return errors.New("another number than the one given was used")
		}
		if _, err := tx.Exec(ctx, `
			insert into permits.disclosures (disclosure_id, request, state, version, requested_by, requested_at, scope)
			values ($1, $2, $3, $4, $5, $6, $7)`,
			d.ID, d.Request, d.State, d.Version, d.RequestedBy, d.RequestedAt, d.Scope); err != nil {
			return err
		}
		return happened(ctx, tx, e, string(id), d.Version)
	})
	if err != nil {
		return permits.Disclosure{}, fmt.Errorf("create a disclosure: %w", err)
	}
	return d, nil
}

// ChangeDisclosure is ChangeCase for disclosures; ErrNoDisclosure when there is
// none of that number.
func (db *DB) ChangeDisclosure(
	ctx context.Context, id permits.DisclosureID,
	change func(d permits.Disclosure, now time.Time) (permits.Disclosure, permits.Event, error),
) (permits.Disclosure, error) {
	next, err := changed(ctx, db, string(id), change,
		func(tx pgx.Tx) (permits.Disclosure, error) { return lockDisclosure(ctx, tx, id) },
		func(tx pgx.Tx, next, was permits.Disclosure, _ permits.Event) (int, error) {
			if next.ID != id {
				return 0, errors.New("the change returned another disclosure")
			}
			return next.Version, updateDisclosure(ctx, tx, next, was.Version)
		})
	if err != nil {
		return permits.Disclosure{}, fmt.Errorf("change disclosure %s: %w", id, err)
	}
	return next, nil
}

// Disclosure is the disclosure of that number; ErrNoDisclosure when there is none.
func (db *DB) Disclosure(ctx context.Context, id permits.DisclosureID) (permits.Disclosure, error) {
	rows, _ := db.pool.Query(ctx, `select `+disclosureColumns+` from permits.disclosures where disclosure_id = $1`, id)
	d, err := oneDisclosure(rows)
	if err != nil {
		return permits.Disclosure{}, fmt.Errorf("read disclosure %s: %w", id, err)
	}
	return d, nil
}

// DisclosuresOf lists a body's disclosures, newest first.
func (db *DB) DisclosuresOf(ctx context.Context, body permits.Body) ([]permits.Disclosure, error) {
	rows, _ := db.pool.Query(ctx, `
		select `+disclosureColumns+`
		  from permits.disclosures
		 where body = $1
		 order by requested_at desc, disclosure_id`, body)
	ds, err := pgx.CollectRows(rows, scanDisclosure)
	if err != nil {
		return nil, fmt.Errorf("list the disclosures of %s: %w", body, err)
	}
	return ds, nil
}

// Disclosures lists all of them in the order in which they were requested.
func (db *DB) Disclosures(ctx context.Context) ([]permits.Disclosure, error) {
	rows, _ := db.pool.Query(ctx, `
		select `+disclosureColumns+` from permits.disclosures order by requested_at, disclosure_id`)
	ds, err := pgx.CollectRows(rows, scanDisclosure)
	if err != nil {
		return nil, fmt.Errorf("list disclosures: %w", err)
	}
	return ds, nil
}

func lockDisclosure(ctx context.Context, tx pgx.Tx, id permits.DisclosureID) (permits.Disclosure, error) {
	rows, _ := tx.Query(ctx, `
		select `+disclosureColumns+` from permits.disclosures where disclosure_id = $1 for no key update`, id)
	return oneDisclosure(rows)
}

func oneDisclosure(rows pgx.Rows) (permits.Disclosure, error) {
	return oneOf(rows, scanDisclosure, ErrNoDisclosure)
}

func scanDisclosure(row pgx.CollectableRow) (d permits.Disclosure, err error) {
	var preparer, confirmer *permits.UserID
	var prepared, confirmed, ended *time.Time
	err = row.Scan(&d.ID, &d.Request, &d.State, &d.Version, &d.RequestedBy, &d.RequestedAt, &d.Scope,
		&preparer, &prepared, &confirmer, &confirmed, &ended, &d.Reasons)
	d.PreparedBy, d.ConfirmedBy = or(preparer), or(confirmer)
	d.PreparedAt, d.ConfirmedAt, d.EndedAt = or(prepared), or(confirmed), or(ended)
	return d, err
}

// updateDisclosure stores d over the version that was locked.
func updateDisclosure(ctx context.Context, tx pgx.Tx, d permits.Disclosure, locked int) error {
	tag, err := tx.Exec(ctx, `
		update permits.disclosures
		   set request = $3, state = $4, version = $5, scope = $6, prepared_by = $7, prepared_at = $8,
		       confirmed_by = $9, confirmed_at = $10, ended_at = $11, reasons = $12
		 where disclosure_id = $1 and version = $2`,
		d.ID, locked, d.Request, d.State, d.Version, d.Scope, text(d.PreparedBy), instant(d.PreparedAt),
		text(d.ConfirmedBy), instant(d.ConfirmedAt), instant(d.EndedAt), d.Reasons)
	return overLocked(tag, err)
}
