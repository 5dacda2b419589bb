package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"tietolupa/permits"
)

// WorkOptions say how Work works. The zero value works one job at a time.
type WorkOptions struct {
	Workers int           // jobs worked side by side; 0 means 1
	Stop    time.Duration // how long jobs may go on after ctx ends; 0 means 5 s
	Timeout time.Duration // of one job; 0 means 6 h
	Logger  *slog.Logger  // nil logs nothing
}

// sweepEvery is how often dead workers' jobs and builds that are due are looked for.
const sweepEvery = 2 * time.Second

// promptWorkers work what somebody waits for, besides the others; promptPoll is
// how soon they see it when the notice of it is lost.
const (
	promptWorkers = 2
	promptPoll    = 200 * time.Millisecond
)

// Work takes jobs from the queue and hands each to the function of its kind with
// the job's arguments, until ctx ends; it then takes no more, gives those begun
// opts.Stop to finish, cuts off the others, and returns. A job cut off, or whose
// function fails, is worked again later; a function is therefore called at least
// once, and an order's own state says whether it still has to be built. The jobs
// of a worker process that died are taken over within seconds, here or wherever
// Work runs next. An order whose job failed for the last time becomes failed.
//
// does must have at least one function. A job of a kind that it has not fails:
// all workers of one database run the same program.
func (db *DB) Work(ctx context.Context, does map[string]func(ctx context.Context, args json.RawMessage) error, opts WorkOptions) error {
	if err := db.work(ctx, does, opts.withDefaults()); err != nil {
		return fmt.Errorf("work: %w", err)
	}
	return nil
}

func (o WorkOptions) withDefaults() WorkOptions {
	if o.Workers == 0 {
		o.Workers = 1
	}
	if o.Stop == 0 {
		o.Stop = 5 * time.Second
	}
	if o.Timeout == 0 {
		o.Timeout = 6 * time.Hour
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o
}

func (db *DB) work(ctx context.Context, does map[string]func(context.Context, json.RawMessage) error, opts WorkOptions) error {
	life, err := db.beginLife(ctx)
	if err != nil {
		return err
	}
	defer life.end()
	workers := river.NewWorkers()
	for kind, do := range does {
		river.AddWorkerArgs(workers, job{kind: kind}, river.Worker[job](&worker{db: db, do: do, timeout: opts.Timeout}))
	}
	client, err := river.NewClient(riverpgxv5.New(db.pool), &river.Config{
		ID: life.name(),
		Queues: map[string]river.QueueConfig{
			river.QueueDefault: {MaxWorkers: opts.Workers},
			PromptQueue:        {MaxWorkers: promptWorkers, FetchPollInterval: promptPoll},
			NightQueue:         {MaxWorkers: 1},
		},
		Workers:              workers,
		Logger:               opts.Logger,
		FetchPollInterval:    time.Second,
		JobTimeout:           opts.Timeout,
		RescueStuckJobsAfter: opts.Timeout + time.Minute, // sweep is quicker
		SoftStopTimeout:      opts.Stop,
		ReindexerIndexNames:  []string{}, // the owner's business
	})
	if err != nil {
		return err
	}
	if err := db.sweep(ctx); err != nil {
		return err
	}
	if err := client.Start(ctx); err != nil {
		return err
	}
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		select {
		case <-client.Stopped():
			return nil
		case <-ctx.Done():
			<-client.Stopped()
			return nil
		case <-tick.C:
			if err := errors.Join(life.keep(ctx), db.sweep(ctx)); err != nil && ctx.Err() == nil {
				opts.Logger.Warn("workers not swept", "cause", err) // the next tick tries again
			}
		}
	}
}

// A worker works the jobs of one kind.
type worker struct {
	river.WorkerDefaults[job]
	db      *DB
	do      func(ctx context.Context, args json.RawMessage) error
	timeout time.Duration
}

func (w *worker) Timeout(*river.Job[job]) time.Duration { return w.timeout }

func (w *worker) Work(ctx context.Context, j *river.Job[job]) error {
	switch j.Kind {
	case BuildJob:
	case ScanJob:
		err := w.do(ctx, j.Args.args)
		if err != nil && ctx.Err() == nil && j.Attempt >= j.MaxAttempts {
			err = errors.Join(err, w.db.scanGaveUp(ctx, j.Args.args))
		}
		return err
	default:
		return w.do(ctx, j.Args.args)
	}
	var build buildArgs
	if err := json.Unmarshal(j.Args.args, &build); err != nil {
		return river.JobCancel(fmt.Errorf("read the arguments of a build: %w", err))
	}
	return w.build(ctx, j, build.Order)
}

// build holds the order while its function works, so that no two workers build
// it at once, and lets the order's state decide whether there is anything to do.
func (w *worker) build(ctx context.Context, j *river.Job[job], id permits.OrderID) error {
	conn, err := w.db.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	var mine bool
	if err := conn.QueryRow(ctx, "select pg_try_advisory_lock($1, hashtext($2))", buildLock, id).Scan(&mine); err != nil {
		return err
	}
	if !mine {
		return river.JobSnooze(sweepEvery)
	}
	defer func() {
		// When this fails the connection is broken, and the lock gone with it.
		_, _ = conn.Exec(context.WithoutCancel(ctx), "select pg_advisory_unlock($1, hashtext($2))", buildLock, id)
	}()
	o, err := w.db.Order(ctx, id)
	if err != nil {
		return err
	}
	if !o.Waits() {
		return nil // sealed, failed or held already
	}
	err = w.do(ctx, j.Args.args)
	switch {
	case err != nil && errors.Is(ctx.Err(), context.Canceled): // cut off by the stop: no failure of its own
		return river.JobSnooze(0)
	case err == nil || j.Attempt < j.MaxAttempts:
		return err
	}
	return errors.Join(err, w.db.FailOrder(context.WithoutCancel(ctx), id, GaveUp))
}

// GaveUp is the reason of an order whose build failed every time it was tried.
const GaveUp = "broken"

// sweep gives dead workers' jobs back to the queue, queues the builds that are
// due and removes expired sessions. Processes that sweep at once do it in turn.
func (db *DB) sweep(ctx context.Context) error {
	return pgx.BeginFunc(ctx, db.pool, func(tx pgx.Tx) error {
		var alone bool
		if err := tx.QueryRow(ctx, "select pg_try_advisory_xact_lock($1, 0)", sweepLock).Scan(&alone); err != nil || !alone {
			return err
		}
		if err := releaseDeadWorkers(ctx, tx); err != nil {
			return fmt.Errorf("release dead workers' jobs: %w", err)
		}
		due, err := dueBuilds(ctx, tx)
		if err != nil {
			return fmt.Errorf("look for builds that are due: %w", err)
		}
		for _, id := range due {
			if err := db.queueBuild(ctx, tx, id); err != nil {
				return err
			}
		}
		if err := db.queueDueScans(ctx, tx); err != nil {
			return err
		}
		if err := forgetRequests(ctx, tx); err != nil {
			return err
		}
		return forgetSessions(ctx, tx)
	})
}
