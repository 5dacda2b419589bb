package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/casbin/rights"
	"tietolupa/permits"
)

const accessColumns = `application_id, applicant, filed_by, filed_at, request, state, given, right_id,
	decided_by, decided_at, reasons, version`

func scanAccess(row pgx.CollectableRow) (a rights.Application, err error) {
	var given *rights.Extent
	var right *string
	var by *permits.UserID
	var at *time.Time
	err = row.Scan(&a.ID, &a.Applicant, &a.FiledBy, &a.FiledAt, &a.Request, &a.State, &given, &right, &by, &at, &a.Reasons, &a.Version)
	a.Given, a.Right, a.DecidedBy, a.DecidedAt = or(given), or(right), or(by), or(at)
	return a, err
}

// lockAccess reads an application and keeps it locked.
func lockAccess(ctx context.Context, tx pgx.Tx, id string) (rights.Application, error) {
	rows, _ := tx.Query(ctx, `select `+accessColumns+` from permits.access_applications where application_id = $1 for no key update`, id)
	return oneOf(rows, scanAccess, ErrNoAccess)
}

// updateAccess stores a over the version that was locked.
func updateAccess(ctx context.Context, tx pgx.Tx, a rights.Application, locked int) error {
	var given *rights.Extent
	if a.State == rights.Granted {
		given = &a.Given
	}
	tag, err := tx.Exec(ctx, `
		update permits.access_applications
		   set state = $3, given = $4, right_id = $5, decided_by = $6, decided_at = $7, reasons = $8, version = $9
		 where application_id = $1 and version = $2`,
		a.ID, locked, a.State, given, text(a.Right), text(a.DecidedBy), instant(a.DecidedAt), a.Reasons, a.Version)
	return overLocked(tag, err)
}

// Access is the application of that number; ErrNoAccess when there is none.
func (db *DB) Access(ctx context.Context, id string) (rights.Application, error) {
	rows, _ := db.pool.Query(ctx, `select `+accessColumns+` from permits.access_applications where application_id = $1`, id)
	a, err := oneOf(rows, scanAccess, ErrNoAccess)
	if err != nil {
		return rights.Application{}, fmt.Errorf("read application %s: %w", id, err)
	}
	return a, nil
}

// AccessQueue lists the applications of a state, the oldest first; of every
// state, the newest first, when it is empty.
func (db *DB) AccessQueue(ctx context.Context, state rights.State) ([]rights.Application, error) {
	order := "filed_at, application_id"
	if state == "" {
		order = "filed_at desc, application_id desc"
	}
	rows, _ := db.pool.Query(ctx, `select `+accessColumns+` from permits.access_applications where $1 = '' or state = $1 order by `+order, state)
	return collectAccess(rows)
}

// AccessOf lists a body's own applications, the newest first.
func (db *DB) AccessOf(ctx context.Context, body permits.Body) ([]rights.Application, error) {
	rows, _ := db.pool.Query(ctx, `
		select `+accessColumns+` from permits.access_applications where applicant = $1 order by filed_at desc, application_id desc`, body)
	return collectAccess(rows)
}

func collectAccess(rows pgx.Rows) ([]rights.Application, error) {
	all, err := pgx.CollectRows(rows, scanAccess)
	if err != nil {
		return nil, fmt.Errorf("list applications for access rights: %w", err)
	}
	return all, nil
}
