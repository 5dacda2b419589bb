package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/casbin/rights"
	"tietolupa/permits"
)

const noticeColumns = `notice_id, right_id, body, filed_by, arrived_at, removal, what, outcome, acted_by, acted_at, reasons, version`

func scanNotice(row pgx.CollectableRow) (n rights.Notice, err error) {
	var removal, outcome, by *string
	var acted *time.Time
	err = row.Scan(&n.ID, &n.Right, &n.Body, &n.FiledBy, &n.ArrivedAt, &removal, &n.What, &outcome, &by, &acted, &n.Reasons, &n.Version)
	n.Removal, n.Outcome = rights.Removal(or(removal)), rights.Outcome(or(outcome))
	n.ActedBy, n.ActedAt = permits.UserID(or(by)), or(acted)
	return n, err
}

// FileNotice stores the notice that file makes on a right under the next number
// (KEHA-I<number>-<year>), with its arrival (5a.4). It fails with ErrNoRight and
// with file's own error.
func (db *DB) FileNotice(
	ctx context.Context, right string,
	file func(id string, r rights.Right, now time.Time) (rights.Notice, permits.Event, error),
) (n rights.Notice, err error) {
	err = db.command(ctx, func(tx pgx.Tx) error {
		r, err := lockRight(ctx, tx, right)
		if err != nil {
			return err
		}
		now, err := moment(ctx, tx)
		if err != nil {
			return err
		}
		id, err := nextNumber(ctx, tx, "right_notice_number", "KEHA-I%d-%d", now.Year())
		if err != nil {
			return err
		}
		var e permits.Event
		if n, e, err = file(id, r, now); err != nil {
			return err
		}
		if n.ID != id || n.Right != right {
			return errors.New("another number or right than the one given was used")
		}
		if _, err := tx.Exec(ctx, `
			insert into permits.right_notices (notice_id, right_id, body, filed_by, arrived_at, removal, what, version)
			values ($1, $2, $3, $4, $5, $6, $7, $8)`,
			n.ID, n.Right, n.Body, n.FiledBy, n.ArrivedAt, text(n.Removal), n.What, n.Version); err != nil {
			return err
		}
		return happened(ctx, tx, concerning(e, r.Holder, right), n.ID, n.Version)
	})
	if err != nil {
		return rights.Notice{}, fmt.Errorf("file a notice on right %s: %w", right, err)
	}
	return n, nil
}

// ActOnNotice stores what change, when it is given, makes of the right of a
// notice, and then what act makes of the notice: all or nothing (5 a §). It fails with
// ErrNoNotice and with the error of either.
func (db *DB) ActOnNotice(
	ctx context.Context, id, reasons string,
	change func(r rights.Right, now time.Time) (rights.Right, permits.Event, error),
	act func(n rights.Notice, r rights.Right, now time.Time) (rights.Notice, permits.Event, error),
) (next rights.Notice, err error) {
	var r rights.Right // as change leaves it
	next, err = changed(ctx, db, id,
		func(was rights.Notice, now time.Time) (rights.Notice, permits.Event, error) {
			next, e, err := act(was, r, now)
			return next, concerning(e, r.Holder, r.ID), err
		},
		func(tx pgx.Tx) (rights.Notice, error) {
			rows, _ := tx.Query(ctx, `select `+noticeColumns+` from permits.right_notices where notice_id = $1 for no key update`, id)
			was, err := oneOf(rows, scanNotice, ErrNoNotice)
			if err != nil {
				return was, err
			}
			if change == nil {
				r, err = lockRight(ctx, tx, was.Right)
			} else {
				r, err = changeRight(ctx, tx, was.Right, reasons, change)
			}
			return was, err
		},
		func(tx pgx.Tx, next, was rights.Notice, _ permits.Event) (int, error) {
			tag, err := tx.Exec(ctx, `
				update permits.right_notices
				   set outcome = $3, acted_by = $4, acted_at = $5, reasons = $6, version = $7
				 where notice_id = $1 and version = $2`,
				id, was.Version, text(next.Outcome), text(next.ActedBy), instant(next.ActedAt), next.Reasons, next.Version)
			return next.Version, overLocked(tag, err)
		})
	if err != nil {
		return rights.Notice{}, fmt.Errorf("act on notice %s: %w", id, err)
	}
	return next, nil
}

// Notice is the notice of that number; ErrNoNotice when there is none.
func (db *DB) Notice(ctx context.Context, id string) (rights.Notice, error) {
	rows, _ := db.pool.Query(ctx, `select `+noticeColumns+` from permits.right_notices where notice_id = $1`, id)
	n, err := oneOf(rows, scanNotice, ErrNoNotice)
	if err != nil {
		return rights.Notice{}, fmt.Errorf("read notice %s: %w", id, err)
	}
	return n, nil
}

// Notices lists the notices on a right; of every right those that nobody has
// acted on when it is empty. The oldest comes first.
func (db *DB) Notices(ctx context.Context, right string) ([]rights.Notice, error) {
	rows, _ := db.pool.Query(ctx, `
		select `+noticeColumns+`
		  from permits.right_notices
		 where right_id = $1 or ($1 = '' and outcome is null)
		 order by arrived_at, notice_id`, right)
	all, err := pgx.CollectRows(rows, scanNotice)
	if err != nil {
		return nil, fmt.Errorf("list notices: %w", err)
	}
	return all, nil
}
