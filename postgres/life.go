package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"
)

// Classes of advisory locks of two numbers; arbitrary, and never changed.
const (
	workerLock int32 = 28_916_01 // with a worker's number: it lives
	buildLock  int32 = 28_916_02 // with a hash of an order: it is being built
	sweepLock  int32 = 28_916_03
)

// A life is one run of Work: a number and a connection that holds its lock.
// PostgreSQL drops the lock the moment the process is gone, however it went, so
// that others need no clock to tell that it is dead.
type life struct {
	db     *DB
	number int32
	conn   *pgx.Conn
}

func (db *DB) beginLife(ctx context.Context) (*life, error) {
	l := &life{db: db}
	if err := db.pool.QueryRow(ctx, "select nextval('permits.worker_number')").Scan(&l.number); err != nil {
		return nil, fmt.Errorf("number the worker: %w", err)
	}
	return l, l.hold(ctx)
}

// name is how the queue knows the worker.
func (l *life) name() string { return workerPrefix + strconv.Itoa(int(l.number)) }

const workerPrefix = "worker-"

// hold takes the lock on a connection of its own.
func (l *life) hold(ctx context.Context) error {
	pooled, err := l.db.pool.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("connect the worker: %w", err)
	}
	l.conn = pooled.Hijack()
	if _, err := l.conn.Exec(ctx, "select pg_advisory_lock($1, $2)", workerLock, l.number); err != nil {
		return fmt.Errorf("hold the worker's lock: %w", err)
	}
	return nil
}

// keep makes sure that the lock is still held: a server that was restarted has
// forgotten it.
func (l *life) keep(ctx context.Context) error {
	if err := l.conn.Ping(ctx); err != nil {
		l.end()
		return l.hold(ctx)
	}
	return nil
}

func (l *life) end() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = l.conn.Close(ctx) // the lock goes with it in any case
}

// releaseDeadWorkers makes the jobs available that are marked as running by a
// worker whose lock nobody holds. A job that has used up its attempts gets one
// more: to die with one's worker is not to fail.
func releaseDeadWorkers(ctx context.Context, tx pgx.Tx) error {
	rows, _ := tx.Query(ctx, `
		select j.id
		  from public.river_job j
		 where j.state = 'running'
		   and not exists (
		       select from pg_locks l
		        where l.locktype = 'advisory'
		          and l.database = (select oid from pg_database where datname = current_database())
		          and l.classid = $1::int4::oid and l.objsubid = 2 and l.granted
		          and j.attempted_by[array_upper(j.attempted_by, 1)] = $2 || l.objid::text)`,
		workerLock, workerPrefix)
	ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil || len(ids) == 0 {
		return err
	}
	now := time.Now() // the queue's timers run by real time
	why, err := json.Marshal(rivertype.AttemptError{At: now, Error: "the worker died"})
	if err != nil {
		return err
	}
	release := &riverdriver.JobRescueManyParams{StuckHorizon: now}
	for _, id := range ids {
		release.ID = append(release.ID, id)
		release.Error = append(release.Error, why)
		release.FinalizedAt = append(release.FinalizedAt, nil)
		release.ScheduledAt = append(release.ScheduledAt, now)
		release.State = append(release.State, string(rivertype.JobStateAvailable))
	}
	if _, err := riverpgxv5.New(nil).UnwrapExecutor(tx).JobRescueMany(ctx, release); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		update public.river_job set max_attempts = attempt + 1 where id = any($1) and attempt >= max_attempts`, ids)
	return err
}
