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

// SummaryJob is the kind of the job that makes a summary of the registers; its
// arguments are {"id": 3}.
const SummaryJob = "summary"

// A RegisterSummary is one summary of the registers and how far it is.
type RegisterSummary struct {
	ID          int64
	Day         registers.Day // of the law and of removals
	State       string        // queued, building, ready or failed
	By          permits.UserID
	At          time.Time
	Done, Total int64
	Taken       time.Time // moment of the registers
	Persons     int64
	Rows, Bytes int64
	Ready       time.Time
}

// MayBeAsked returns the rule that keeps questions from being asked, or nil.
func (s RegisterSummary) MayBeAsked() error {
	if s.State != "ready" {
		return permits.NoSummary()
	}
	return nil
}

const summaryColumns = `summary_id, law_day::text, state, asked_by, asked_at, done, total, taken_at, coalesce(persons, 0),
	coalesce(rows, 0), coalesce(bytes, 0), ready_at`

func scanSummary(row pgx.CollectableRow) (s RegisterSummary, err error) {
	var day string
	var taken, ready *time.Time
	if err := row.Scan(&s.ID, &day, &s.State, &s.By, &s.At, &s.Done, &s.Total, &taken, &s.Persons, &s.Rows, &s.Bytes, &ready); err != nil {
		return s, err
	}
	s.Taken, s.Ready = or(taken), or(ready)
	return s, s.Day.UnmarshalText([]byte(day))
}

func oneSummary(ctx context.Context, at querier, where string) (RegisterSummary, error) {
	rows, _ := at.Query(ctx, `select `+summaryColumns+` from permits.register_summaries where `+where+` order by summary_id desc limit 1`)
	s, err := pgx.CollectExactlyOneRow(rows, scanSummary)
	if errors.Is(err, pgx.ErrNoRows) {
		return RegisterSummary{}, nil
	}
	if err != nil {
		return RegisterSummary{}, fmt.Errorf("read the summary of the registers: %w", err)
	}
	return s, nil
}

func latestSummary(ctx context.Context, at querier) (RegisterSummary, error) {
	return oneSummary(ctx, at, "state = 'ready'")
}

func summaryBeingMade(ctx context.Context, at querier) (RegisterSummary, error) {
	return oneSummary(ctx, at, "state in ('queued', 'building')")
}

// LatestSummary is the latest summary that is ready; the zero one when none is.
func (db *DB) LatestSummary(ctx context.Context) (RegisterSummary, error) {
	return latestSummary(ctx, db.pool)
}

// QueueSummary has a worker make a summary of the registers of today, for by.
// While one is being made, that one is given back.
func (db *DB) QueueSummary(ctx context.Context, by permits.UserID) (RegisterSummary, error) {
	return db.queueSummary(ctx, by, "false")
}

// QueueDueSummary has the nightly summary made, unless one of the service's
// present day is there, is being made, or has failed. What is due follows from
// what is stored: a night when no worker ran is made up for.
func (db *DB) QueueDueSummary(ctx context.Context) error {
	_, err := db.queueSummary(ctx, Service, "law_day = (permits.moment() at time zone 'Europe/Helsinki')::date")
	return err
}

func (db *DB) queueSummary(ctx context.Context, by permits.UserID, unless string) (s RegisterSummary, err error) {
	err = db.command(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "select pg_advisory_xact_lock($1, 0)", purseLock); err != nil {
			return err
		}
		if err := dropAbandoned(ctx, tx); err != nil {
			return err
		}
		s, err = oneSummary(ctx, tx, "state in ('queued', 'building') or "+unless)
		if err != nil || s.ID != 0 {
			return err
		}
		var id int64
		if err := tx.QueryRow(ctx, `
			insert into permits.register_summaries (law_day, asked_by, asked_at)
			values ((permits.moment() at time zone 'Europe/Helsinki')::date, $1, permits.moment()) returning summary_id`, by).Scan(&id); err != nil {
			return err
		}
		if err := db.queueNumbered(ctx, tx, SummaryJob, NightQueue, id); err != nil {
			return err
		}
		s, err = oneSummary(ctx, tx, "state = 'queued'")
		return err
	})
	if err != nil {
		return RegisterSummary{}, fmt.Errorf("queue a summary of the registers: %w", err)
	}
	return s, nil
}

// dropAbandoned fails a summary that nobody makes any more: it has no job, and
// whoever had it made by hand is gone.
func dropAbandoned(ctx context.Context, tx pgx.Tx) error {
	_, err := tx.Exec(ctx, `
		update permits.register_summaries s set state = 'failed'
		 where state in ('queued', 'building')
		   and not exists (
		       select from public.river_job j
		        where j.kind = $1 and (j.args ->> 'id')::bigint = s.summary_id
		          and j.state in ('available', 'pending', 'retryable', 'running', 'scheduled'))
		   and pg_try_advisory_xact_lock($2, summary_id::int)`, SummaryJob, summaryLock)
	return err
}

// summaryLock names the advisory locks of those who make a summary.
const summaryLock = 28_916_116

// MakeSummary has make make a queued summary, or one that was cut off, and stores
// what it gives as the summary that questions are asked of, with a line in the
// log. One that is there already, or that somebody else is making, is left alone.
// When make fails the one before stays in use.
func (db *DB) MakeSummary(ctx context.Context, id int64, make func(ctx context.Context, s RegisterSummary) (RegisterSummary, error)) error {
	if err := db.makeSummary(ctx, id, make); err != nil {
		return fmt.Errorf("make summary %d of the registers: %w", id, err)
	}
	return nil
}

func (db *DB) makeSummary(ctx context.Context, id int64, make func(ctx context.Context, s RegisterSummary) (RegisterSummary, error)) error {
	conn, err := db.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	var mine bool
	if err := conn.QueryRow(ctx, "select pg_try_advisory_lock($1, $2::bigint::int)", summaryLock, id).Scan(&mine); err != nil || !mine {
		return err
	}
	defer func() {
		// When this fails the connection is broken, and the lock gone with it.
		_, _ = conn.Exec(context.WithoutCancel(ctx), "select pg_advisory_unlock($1, $2::bigint::int)", summaryLock, id)
	}()
	rows, _ := db.pool.Query(ctx, `
		update permits.register_summaries set state = 'building', done = 0, total = 0
		 where summary_id = $1 and state in ('queued', 'building') returning `+summaryColumns, id)
	s, err := pgx.CollectExactlyOneRow(rows, scanSummary)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	made, err := make(ctx, s)
	if err != nil {
		return err
	}
	made.ID = id
	return db.endSummary(ctx, id, Done, `
		update permits.register_summaries
		   set state = 'ready', done = total, taken_at = $2, persons = $3, rows = $4, bytes = $5, ready_at = permits.moment()
		 where summary_id = $1 and state = 'building'`, made.Taken, made.Persons, made.Rows, made.Bytes)
}

// SummaryProgress notes how far a summary is, for whoever watches.
func (db *DB) SummaryProgress(ctx context.Context, id, done, total int64) error {
	if _, err := db.pool.Exec(ctx, `
		update permits.register_summaries set done = $2, total = $3 where summary_id = $1 and state = 'building'`, id, done, total); err != nil {
		return fmt.Errorf("note the progress of summary %d: %w", id, err)
	}
	return nil
}

// FailSummary ends the making of a summary; the one before stays in use.
func (db *DB) FailSummary(ctx context.Context, id int64) error {
	return db.endSummary(ctx, id, Failed, `
		update permits.register_summaries set state = 'failed' where summary_id = $1 and state in ('queued', 'building')`)
}

func (db *DB) endSummary(ctx context.Context, id int64, result Result, sql string, more ...any) error {
	err := db.command(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, sql, append([]any{id}, more...)...)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		return record(ctx, tx, Entry{Actor: Service, Kind: "summary-made", Subject: fmt.Sprintf("summary-%d", id), Result: result})
	})
	if err != nil {
		return fmt.Errorf("end summary %d: %w", id, err)
	}
	return nil
}

// Summary is the summary of that number; the zero one when there is none.
func (db *DB) Summary(ctx context.Context, id int64) (RegisterSummary, error) {
	return oneSummary(ctx, db.pool, fmt.Sprintf("summary_id = %d", id))
}
