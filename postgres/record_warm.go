package postgres

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"tietolupa/casbin/rights"
)

// warmConnections is how many connections Warm prepares: more are seldom busy at
// once, and those of a pool that are used last are used first.
const warmConnections = 8

// Warm has connections of the pool know the statements by which records are
// read: the first reading of a connection takes a hundred times as long as the
// next one. It reads nobody and is not needed for anything to work.
func (r *Registers) Warm(ctx context.Context) error {
	conns := make([]*pgxpool.Conn, min(warmConnections, int(r.db.pool.Config().MaxConns)))
	defer func() {
		for _, c := range conns {
			if c != nil {
				c.Release()
			}
		}
	}()
	errs := make([]error, len(conns))
	var group sync.WaitGroup
	for i := range conns {
		if conns[i], errs[i] = r.db.pool.Acquire(ctx); errs[i] != nil {
			break
		}
		group.Go(func() { errs[i] = r.warm(ctx, conns[i]) })
	}
	group.Wait()
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("prepare to read records: %w", err)
	}
	return nil
}

// warm runs the statements of every kind of client for one who does not exist,
// each in a transaction that ends with the reader's role.
func (r *Registers) warm(ctx context.Context, conn *pgxpool.Conn) error {
	for subject, plan := range r.plans {
		err := pgx.BeginTxFunc(ctx, conn, pgx.TxOptions{BeginQuery: readOnePlan}, func(tx pgx.Tx) error {
			c := ClientRecord{Subject: subject, Names: map[string]map[int64]ClientName{}}
			_, err := r.readRecord(ctx, tx, plan, Look{Use: rights.CustomerService}, &c)
			return err
		})
		if !errors.Is(err, ErrNoRecord) {
			return err
		}
	}
	return nil
}
