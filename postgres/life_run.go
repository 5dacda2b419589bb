package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"tietolupa/permits"
	"tietolupa/registers"
)

// LifeJob is the kind of the job that does a day's work on permits after their
// decision; its arguments are {"day": "2020-11-02"}.
const LifeJob = "life"

// lifeAttempts bounds how often one job is tried; what it left is due the next
// night too.
const lifeAttempts = 5

// A LifeRun is what a run did, in numbers.
type LifeRun struct {
	Reminded  int // reminders sent
	Escalated int // permits brought back to the officers' queue
	Ended     int // permits whose term was over
	Keys      int // keys destroyed
	Failed    int // cases that could not be worked on
}

// QueueDueLife queues the work of the service's present day, unless it has been
// queued. What is due follows from the cases: a night when no worker ran is made
// up for by the next.
func (db *DB) QueueDueLife(ctx context.Context) error {
	err := db.command(ctx, func(tx pgx.Tx) error {
		var day time.Time
		err := tx.QueryRow(ctx, `
			insert into permits.life_runs (law_day) values ((permits.moment() at time zone 'Europe/Helsinki')::date)
			    on conflict do nothing returning law_day`).Scan(&day)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		args, err := json.Marshal(map[string]registers.Day{"day": registers.DayOf(day)})
		if err != nil {
			return err
		}
		_, err = db.queue.InsertTx(ctx, tx, job{kind: LifeJob, args: args}, &river.InsertOpts{MaxAttempts: lifeAttempts, Queue: NightQueue})
		return err
	})
	if err != nil {
		return fmt.Errorf("queue the day's work on permits: %w", err)
	}
	return nil
}

// RunLife does what is due on every permit today: ends those whose term is over,
// sends each reminder once, brings those with an overdue duty back to the
// officers' queue, and destroys the keys whose time has come. Each act is a
// command of its own with its event and its entry in the log. Done twice, it does
// nothing twice; cut off, it goes on where it was. One case that fails does not
// keep the others back: it is counted, and its error returned at the end.
func (db *DB) RunLife(ctx context.Context) (run LifeRun, err error) {
	now, err := db.Now(ctx)
	if err != nil {
		return run, err
	}
	cases, err := db.Reminded(ctx)
	if err != nil {
		return run, err
	}
	for _, c := range cases {
		if err := ctx.Err(); err != nil {
			return run, err
		}
		if failed := db.liveOn(ctx, c, now, &run); failed != nil {
			run.Failed++
			err = errors.Join(err, failed)
		}
	}
	err = errors.Join(err, db.RefreshLegacy(ctx))
	_, noted := db.pool.Exec(ctx, `
		insert into permits.life_runs as r (law_day, ended_at, reminded, escalated, ended, keys, failed)
		values ($1, permits.moment(), $2, $3, $4, $5, $6)
		    on conflict (law_day) do update set ended_at = excluded.ended_at, reminded = r.reminded + excluded.reminded,
		       escalated = r.escalated + excluded.escalated, ended = r.ended + excluded.ended, keys = r.keys + excluded.keys, failed = excluded.failed`,
		registers.DayOf(now).Time(), run.Reminded, run.Escalated, run.Ended, run.Keys, run.Failed)
	return run, errors.Join(err, noted)
}

// liveOn does what is due on one case, one command after another until nothing is.
func (db *DB) liveOn(ctx context.Context, c permits.Case, now time.Time, run *LifeRun) error {
	ordered, err := db.OrdersOf(ctx, string(c.ID))
	if err != nil {
		return fmt.Errorf("case %s: %w", c.ID, err)
	}
	c.Made = permits.MadeOf(ordered)
	for {
		do, _ := c.LifeDue(now)
		if do == "" {
			return nil
		}
		next, err := db.changeCase(ctx, c.ID, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			c.Made = permits.MadeOf(ordered)
			do, reminder := c.LifeDue(now) // as it stands under the lock
			return c.Live(do, reminder, now)
		}, updateLife)
		if errors.Is(err, permits.ErrNothingDue) { // somebody else was first
			return nil
		}
		if err != nil {
			return fmt.Errorf("case %s: %w", c.ID, err)
		}
		switch {
		case next.State != c.State:
			run.Ended++
		case !next.Life.KeyGone.Equal(c.Life.KeyGone):
			run.Keys++
		case do == permits.DoRemind && next.Overdue(now):
			run.Escalated++
		default:
			run.Reminded++
		}
		c, c.Made = next, permits.MadeOf(ordered)
	}
}

// A LifeDay is the line of one day's run.
type LifeDay struct {
	Day   registers.Day
	Ended time.Time // zero while it is under way
	LifeRun
}

// LatestLife is the line of the latest run; false when there was none.
func (db *DB) LatestLife(ctx context.Context) (d LifeDay, was bool, err error) {
	var day time.Time
	var ended *time.Time
	err = db.pool.QueryRow(ctx, `select law_day, ended_at, reminded, escalated, ended, keys, failed from permits.life_runs order by law_day desc limit 1`).
		Scan(&day, &ended, &d.Reminded, &d.Escalated, &d.LifeRun.Ended, &d.Keys, &d.Failed)
	if errors.Is(err, pgx.ErrNoRows) {
		return d, false, nil
	}
	if err != nil {
		return d, false, fmt.Errorf("read the latest run on permits: %w", err)
	}
	d.Day, d.Ended = registers.DayOf(day), or(ended)
	return d, true, nil
}
