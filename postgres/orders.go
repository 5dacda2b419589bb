package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
)

// OrderOnCase stores the order that order makes on a permit, its event, a line
// in the audit log and the job that builds it: all or nothing. The case stays
// locked meanwhile; made are the orders made on it, failed ones too. The
// number is the next one, T-12-2020. An order to an environment is sealed to the
// key that the environment has at that moment.
//
// It fails with ErrNoCase, with ErrBusy, or with order's own error, a
// *permits.RuleError among them.
func (db *DB) OrderOnCase(
	ctx context.Context, id permits.CaseID,
	order func(c permits.Case, o permits.OrderID, made []permits.Made, now time.Time) (permits.Order, permits.Event, error),
) (permits.Order, error) {
	var o permits.Order
	err := db.command(ctx, func(tx pgx.Tx) error {
		c, err := lockCase(ctx, tx, id)
		if err != nil {
			return err
		}
		o, err = newOrder(ctx, tx, string(id), func(o permits.OrderID, made []permits.Made, now time.Time) (permits.Order, permits.Event, error) {
			return order(c, o, made, now)
		})
		if err != nil {
			return err
		}
		return db.queueBuild(ctx, tx, o.ID)
	})
	if err != nil {
		return permits.Order{}, fmt.Errorf("order an extract on case %s: %w", id, err)
	}
	return o, nil
}

// OrderOnDisclosure is OrderOnCase for disclosures, of which previous counts the
// orders made; ErrNoDisclosure when there is none of that number.
func (db *DB) OrderOnDisclosure(
	ctx context.Context, id permits.DisclosureID,
	order func(d permits.Disclosure, o permits.OrderID, previous int, now time.Time) (permits.Order, permits.Event, error),
) (permits.Order, error) {
	var o permits.Order
	err := db.command(ctx, func(tx pgx.Tx) error {
		d, err := lockDisclosure(ctx, tx, id)
		if err != nil {
			return err
		}
		o, err = newOrder(ctx, tx, string(id), func(o permits.OrderID, made []permits.Made, now time.Time) (permits.Order, permits.Event, error) {
			return order(d, o, len(made), now)
		})
		if err != nil {
			return err
		}
		return db.queueBuild(ctx, tx, o.ID)
	})
	if err != nil {
		return permits.Order{}, fmt.Errorf("order an extract on disclosure %s: %w", id, err)
	}
	return o, nil
}

// newOrder numbers an order on a locked basis and stores it with its event.
func newOrder(
	ctx context.Context, tx pgx.Tx, basis string,
	order func(o permits.OrderID, made []permits.Made, now time.Time) (permits.Order, permits.Event, error),
) (permits.Order, error) {
	now, err := moment(ctx, tx)
	if err != nil {
		return permits.Order{}, err
	}
	var number int64
	if err := tx.QueryRow(ctx, "select nextval('permits.order_number')").Scan(&number); err != nil {
		return permits.Order{}, err
	}
	rows, _ := tx.Query(ctx, `
		select o.cause, o.ordered_at, `+keyRevoked+` and r.order_id is null, o.scope, o.recipient
		  from permits.orders o
		  left join permits.receipts r using (order_id)
		 where o.case_id = $1 or o.disclosure_id = $1
		 order by o.number`, basis)
	made, err := pgx.CollectRows(rows, pgx.RowToStructByPos[permits.Made])
	if err != nil {
		return permits.Order{}, err
	}
	id := permits.OrderID(fmt.Sprintf("T-%d-%d", number, now.Year()))
	o, e, err := order(id, made, now)
	if err != nil {
		return permits.Order{}, err
	}
	if o.ID != id || o.BasisID != basis || o.State != permits.OrderQueued {
		return permits.Order{}, errors.New("the order is not the one that was numbered")
	}
	if o, err = addressed(ctx, tx, o); err != nil {
		return permits.Order{}, err
	}
	if err := insertOrder(ctx, tx, o); err != nil {
		return permits.Order{}, err
	}
	return o, happened(ctx, tx, e, string(id), 1)
}

// RetryOrder queues a failed order again, with a job of its own, for by. It
// fails with ErrNoOrder, and with a *permits.RuleError when the order has not
// failed or is not by's to retry.
func (db *DB) RetryOrder(ctx context.Context, id permits.OrderID, by permits.Actor) error {
	err := db.changeOrder(ctx, id, permits.ExtractRetried, by.ID, nil,
		func(o permits.Order) (permits.Order, error) { return o.Retry(by) },
		func(tx pgx.Tx, o permits.Order, _ time.Time) error { return db.queueBuild(ctx, tx, o.ID) })
	if err != nil {
		return fmt.Errorf("retry order %s: %w", id, err)
	}
	return nil
}

// changeOrder locks an order, lets change decide what becomes of it, and stores
// its state, its event and what also has to hold: all or nothing.
func (db *DB) changeOrder(
	ctx context.Context, id permits.OrderID, kind permits.EventKind, by permits.UserID, detail map[string]string,
	change func(o permits.Order) (permits.Order, error),
	also func(tx pgx.Tx, next permits.Order, now time.Time) error,
) error {
	return db.command(ctx, func(tx pgx.Tx) error {
		o, version, err := lockOrder(ctx, tx, id)
		if err != nil {
			return err
		}
		next, err := change(o)
		if err != nil {
			return err
		}
		if err := moveOrder(ctx, tx, next, version); err != nil {
			return err
		}
		now, err := moment(ctx, tx)
		if err != nil {
			return err
		}
		if err := also(tx, next, now); err != nil {
			return err
		}
		e := permits.Event{Subject: string(id), Version: version + 1, Kind: kind, By: by, At: now, Detail: detail}
		return happened(ctx, tx, e, string(id), version+1)
	})
}

// Order is the order of that number, with the progress of its build and its
// delivery when there are; ErrNoOrder when there is none.
func (db *DB) Order(ctx context.Context, id permits.OrderID) (permits.Order, error) {
	rows, _ := db.pool.Query(ctx, `select `+orderColumns+orderTables+` where o.order_id = $1`, id)
	o, err := oneOf(rows, scanOrder, ErrNoOrder)
	if err != nil {
		return permits.Order{}, fmt.Errorf("read order %s: %w", id, err)
	}
	return o, nil
}

// OrdersOf lists the orders on a permit or disclosure in the order they were made.
func (db *DB) OrdersOf(ctx context.Context, basisID string) ([]permits.Order, error) {
	rows, _ := db.pool.Query(ctx, `
		select `+orderColumns+orderTables+`
		 where o.case_id = $1 or o.disclosure_id = $1
		 order by o.number`, basisID)
	os, err := pgx.CollectRows(rows, scanOrder)
	if err != nil {
		return nil, fmt.Errorf("list the orders on %s: %w", basisID, err)
	}
	return os, nil
}

// Orders lists all orders, newest first.
func (db *DB) Orders(ctx context.Context) ([]permits.Order, error) {
	rows, _ := db.pool.Query(ctx, `select `+orderColumns+orderTables+` order by o.ordered_at desc, o.order_id`)
	os, err := pgx.CollectRows(rows, scanOrder)
	if err != nil {
		return nil, fmt.Errorf("list orders: %w", err)
	}
	return os, nil
}
