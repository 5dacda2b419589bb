package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"tietolupa/permits"
)

// BuildJob is the kind of the job that builds an order; its arguments are
// {"order": "T-12-2020"}.
const BuildJob = "build"

// buildAttempts bounds how often one job of an order is tried; the order then
// fails, and a person may retry it.
const buildAttempts = 5

// execer is a pool or a transaction.
type execer interface {
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
}

// A job is what the queue carries: a kind and arguments that only the function
// of that kind reads.
type job struct {
	kind string
	args json.RawMessage
}

func (j job) Kind() string                  { return j.kind }
func (j job) MarshalJSON() ([]byte, error)  { return j.args, nil }
func (j *job) UnmarshalJSON(b []byte) error { j.args = append(json.RawMessage(nil), b...); return nil }

type buildArgs struct {
	Order permits.OrderID `json:"order"`
}

// insertOnlyQueue is a client of the queue that works nothing itself.
func insertOnlyQueue(pool *pgxpool.Pool) (*river.Client[pgx.Tx], error) {
	return river.NewClient(riverpgxv5.New(pool), &river.Config{Logger: slog.New(slog.DiscardHandler)})
}

// queueBuild inserts the job that builds an order, in the transaction that
// queues it.
func (db *DB) queueBuild(ctx context.Context, tx pgx.Tx, id permits.OrderID) error {
	args, err := json.Marshal(buildArgs{Order: id})
	if err != nil {
		return err
	}
	if _, err := db.queue.InsertTx(ctx, tx, job{kind: BuildJob, args: args},
		&river.InsertOpts{MaxAttempts: buildAttempts}); err != nil {
		return fmt.Errorf("queue the build of order %s: %w", id, err)
	}
	return nil
}

// DueBuilds lists the orders that wait for a build and have no job that will
// make it, oldest first. It follows from what is stored alone: an order of a
// job that was discarded, or lost with a restored backup, is in it.
func (db *DB) DueBuilds(ctx context.Context) ([]permits.OrderID, error) {
	ids, err := dueBuilds(ctx, db.pool)
	if err != nil {
		return nil, fmt.Errorf("list the builds that are due: %w", err)
	}
	return ids, nil
}

func dueBuilds(ctx context.Context, at interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}) ([]permits.OrderID, error) {
	rows, _ := at.Query(ctx, `
		select o.order_id
		  from permits.orders o
		 where o.state in ('queued', 'building')
		   and not exists (
		       select from public.river_job j
		        where j.kind = $1
		          and j.args ->> 'order' = o.order_id
		          and j.state in ('available', 'pending', 'retryable', 'running', 'scheduled'))
		 order by o.ordered_at, o.order_id`, BuildJob)
	return pgx.CollectRows(rows, pgx.RowTo[permits.OrderID])
}

// grantQueue lets the pages put jobs in the queue and the workers take them out.
// The queue's own migrator makes its tables, so that no numbered migration can.
func grantQueue(ctx context.Context, pool *pgxpool.Pool) error {
	_, err := pool.Exec(ctx, `
		grant select, insert, update on public.river_job to permits_web;
		grant insert on public.river_notification to permits_web;
		grant select, insert, update, delete on public.river_job, public.river_leader, public.river_queue,
		      public.river_notification to permits_work, permits_owner;
		grant select on public.river_migration to permits_work;
		grant usage on sequence public.river_job_id_seq, public.river_notification_id_seq
		   to permits_web, permits_work, permits_owner`)
	if err != nil {
		return fmt.Errorf("grant the job queue: %w", err)
	}
	return nil
}
