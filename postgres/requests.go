package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
)

// ErrNoDocumentRequest says that there is no request of that number.
var ErrNoDocumentRequest = errors.New("no such document request")

const requestColumns = "request_id, kind, state, version, recorded_by, asker, arrived_at, handler, closed_at, details, texts"

// MakeRequest stores what make makes under the next number (KEHA-A4-2020), its
// texts, event and a line in the audit log: all or nothing. It fails with
// make's own error, a *permits.RuleError among them.
func (db *DB) MakeRequest(ctx context.Context, make func(id string, now time.Time) (permits.Request, permits.Event, error)) (permits.Request, error) {
	var r permits.Request
	err := db.command(ctx, func(tx pgx.Tx) error {
		now, err := moment(ctx, tx)
		if err != nil {
			return err
		}
		id, err := nextNumber(ctx, tx, "request_number", "KEHA-A%d-%d", now.Year())
		if err != nil {
			return err
		}
		var e permits.Event
		if r, e, err = make(id, now); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `insert into permits.requests (`+requestColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
			r.ID, r.Kind, r.State, r.Version, r.By, text(r.Asker), r.Arrived, text(r.Handler), instant(r.Closed), r.RequestDetails, r.Texts); err != nil {
			return err
		}
		if err := putTexts(ctx, tx, r.Written); err != nil {
			return err
		}
		if err := putItem(ctx, tx, r.Item(now), r.Dates(now), now, true); err != nil {
			return err
		}
		return happened(ctx, tx, e, id, r.Version)
	})
	if err != nil {
		return permits.Request{}, fmt.Errorf("make a request: %w", err)
	}
	r.Written = nil
	return r, nil
}

// ChangeDocumentRequest is ChangeCase for requests; ErrNoDocumentRequest when
// there is none of that number.
func (db *DB) ChangeDocumentRequest(ctx context.Context, id string,
	change func(r permits.Request, now time.Time) (permits.Request, permits.Event, error)) (permits.Request, error) {
	var next permits.Request
	err := db.command(ctx, func(tx pgx.Tx) (err error) {
		next, err = changeRequestIn(ctx, tx, id, change)
		return err
	})
	if err != nil {
		return permits.Request{}, fmt.Errorf("change request %s: %w", id, err)
	}
	next.Written = nil
	return next, nil
}

func changeRequestIn(ctx context.Context, tx pgx.Tx, id string,
	change func(r permits.Request, now time.Time) (permits.Request, permits.Event, error)) (permits.Request, error) {
	return changedIn(ctx, tx, id, change,
		func(tx pgx.Tx) (permits.Request, error) { return lockRequest(ctx, tx, permits.CaseID(id)) },
		func(tx pgx.Tx, next, was permits.Request, e permits.Event) (int, error) {
			if next.ID != id {
				return 0, errors.New("the change returned another request")
			}
			tag, err := tx.Exec(ctx, `
				update permits.requests set state = $3, version = $4, handler = $5, closed_at = $6, details = $7, texts = $8
				 where request_id = $1 and version = $2`,
				id, was.Version, next.State, next.Version, text(next.Handler), instant(next.Closed), next.RequestDetails, next.Texts)
			if err := overLocked(tag, err); err != nil {
				return 0, err
			}
			if err := putItem(ctx, tx, next.Item(e.At), next.Dates(e.At), e.At, next.WaitsFor() != was.WaitsFor()); err != nil {
				return 0, err
			}
			var batch pgx.Batch
			batchCharges(&batch, id, next.Charges(), payer{organisation: next.Authority})
			batchTime(&batch, id, permits.ItemKind(next.Kind), "", next)
			if batch.Len() > 0 {
				if err := tx.SendBatch(ctx, &batch).Close(); err != nil {
					return 0, err
				}
			}
			return next.Version, putTexts(ctx, tx, next.Written)
		})
}

// lockRequest reads a request with its files, and keeps it locked.
func lockRequest(ctx context.Context, tx pgx.Tx, id permits.CaseID) (permits.Request, error) {
	rows, _ := tx.Query(ctx, `select `+requestColumns+` from permits.requests where request_id = $1 for no key update`, id)
	r, err := oneOf(rows, scanDocumentRequest, ErrNoDocumentRequest)
	if err == nil {
		r.Attached, err = attachmentsOf(ctx, tx, id)
	}
	return r, err
}

// DocumentRequest is the request of that number; ErrNoDocumentRequest when there
// is none.
func (db *DB) DocumentRequest(ctx context.Context, id string) (permits.Request, error) {
	rows, _ := db.pool.Query(ctx, `select `+requestColumns+` from permits.requests where request_id = $1`, id)
	r, err := oneOf(rows, scanDocumentRequest, ErrNoDocumentRequest)
	if err != nil {
		return permits.Request{}, fmt.Errorf("read request %s: %w", id, err)
	}
	return r, nil
}

// OpenRequests lists what waits for an answer or for the service of its
// decision, the oldest first.
func (db *DB) OpenRequests(ctx context.Context) ([]permits.Request, error) {
	return db.requestsWhere(ctx, "state in ('open', 'taken', 'specifying', 'estimated', 'demanded', 'decided') order by arrived_at, request_id")
}

// DocumentRequests lists every request, the newest first, for the case register.
func (db *DB) DocumentRequests(ctx context.Context) ([]permits.Request, error) {
	return db.requestsWhere(ctx, "true order by arrived_at desc, request_id desc")
}

// RequestsOf lists the requests that somebody asked, or for which they read, the
// newest first.
func (db *DB) RequestsOf(ctx context.Context, user permits.UserID) ([]permits.Request, error) {
	return db.requestsWhere(ctx, "asker = $1 or reader = $1 order by arrived_at desc, request_id desc", user)
}

func (db *DB) requestsWhere(ctx context.Context, where string, args ...any) ([]permits.Request, error) {
	rows, _ := db.pool.Query(ctx, `select `+requestColumns+` from permits.requests where `+where, args...)
	rs, err := pgx.CollectRows(rows, scanDocumentRequest)
	if err != nil {
		return nil, fmt.Errorf("list requests: %w", err)
	}
	return rs, nil
}

func scanDocumentRequest(row pgx.CollectableRow) (r permits.Request, err error) {
	var asker, handler *permits.UserID
	var closed *time.Time
	err = row.Scan(&r.ID, &r.Kind, &r.State, &r.Version, &r.By, &asker, &r.Arrived, &handler, &closed, &r.RequestDetails, &r.Texts)
	r.Asker, r.Handler, r.Closed = or(asker), or(handler), or(closed)
	return r, err
}

// ReadForAuthority records what an official read, with a right of their own, for
// another authority: in the request which variables and by which right, in the
// log whose they were, to whom and by which provision (4a.1b; TiHL 17 §). Both
// are stored, or neither. e is the entry of the log, about the client.
func (db *DB) ReadForAuthority(ctx context.Context, id string, e Entry,
	read func(r permits.Request, now time.Time) (permits.Request, permits.Event, error)) error {
	err := db.command(ctx, func(tx pgx.Tx) error {
		if _, err := changeRequestIn(ctx, tx, id, read); err != nil {
			return err
		}
		return record(ctx, tx, e)
	})
	if err != nil {
		return fmt.Errorf("read for request %s: %w", id, err)
	}
	return nil
}
