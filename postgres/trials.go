package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"tietolupa/permits"
	"tietolupa/registers"
)

// TrialJob is the kind of the job that makes a dry run; its arguments are
// {"case": "KEHA-12-2020", "number": 1}.
const TrialJob = "trial"

// trialAttempts bounds how often a dry run cut off by a stop is begun again.
const trialAttempts = 3

// ErrNoTrial says that a case has no dry run of that number.
var ErrNoTrial = errors.New("no such dry run")

const trialColumns = "case_id, number, scope, law_day, asked_by, asked_at, state, reason, taken_at, done_at, report"

// OrderTrial orders a dry run as decide says, with its job, in one transaction
// with the case locked. It fails with ErrNoCase, with ErrBusy, or with decide's
// own error.
func (db *DB) OrderTrial(ctx context.Context, id permits.CaseID, decide func(c permits.Case, earlier []permits.Trial, now time.Time) (permits.Trial, error)) (t permits.Trial, err error) {
	err = db.command(ctx, func(tx pgx.Tx) error {
		c, err := lockCase(ctx, tx, id)
		if err != nil {
			return err
		}
		earlier, err := trials(ctx, tx, id)
		if err != nil {
			return err
		}
		now, err := moment(ctx, tx)
		if err != nil {
			return err
		}
		if t, err = decide(c, earlier, now); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `insert into permits.trials (case_id, number, scope, law_day, asked_by, asked_at) values ($1, $2, $3, $4, $5, $6)`,
			id, t.No, t.Scope, t.LawDay.Time(), t.By, t.At); err != nil {
			return err
		}
		args, err := json.Marshal(trialArgs{id, t.No})
		if err != nil {
			return err
		}
		if _, err := db.queue.InsertTx(ctx, tx, job{kind: TrialJob, args: args}, &river.InsertOpts{MaxAttempts: trialAttempts}); err != nil {
			return err
		}
		return record(ctx, tx, trialEntry(t, "trial-ordered", t.By))
	})
	if err != nil {
		return permits.Trial{}, fmt.Errorf("order a dry run for case %s: %w", id, err)
	}
	return t, nil
}

type trialArgs struct {
	Case   permits.CaseID `json:"case"`
	Number int            `json:"number"`
}

func trialEntry(t permits.Trial, kind string, by permits.UserID) Entry {
	return Entry{Actor: by, Kind: kind, Subject: string(t.Case), Detail: map[string]string{"no": strconv.Itoa(t.No), "scope": t.Scope.Hash()}}
}

// Trials lists the dry runs of a case, the latest first.
func (db *DB) Trials(ctx context.Context, id permits.CaseID) ([]permits.Trial, error) {
	ts, err := trials(ctx, db.pool, id)
	if err != nil {
		return nil, fmt.Errorf("list the dry runs of case %s: %w", id, err)
	}
	return ts, nil
}

func trials(ctx context.Context, at interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}, id permits.CaseID) ([]permits.Trial, error) {
	rows, _ := at.Query(ctx, `select `+trialColumns+` from permits.trials where case_id = $1 order by number desc`, id)
	return pgx.CollectRows(rows, scanTrial)
}

func scanTrial(row pgx.CollectableRow) (t permits.Trial, err error) {
	var day time.Time
	var taken, done *time.Time
	err = row.Scan(&t.Case, &t.No, &t.Scope, &day, &t.By, &t.At, &t.State, &t.Reason, &taken, &done, &t.Report)
	t.LawDay, t.Taken, t.Done = registers.DayOf(day), or(taken), or(done)
	return t, err
}

// BeginTrial takes a dry run for building. One that was cut off is begun again.
// It fails with ErrNoTrial, also when it has ended.
func (db *DB) BeginTrial(ctx context.Context, args json.RawMessage) (t permits.Trial, err error) {
	var of trialArgs
	if err := json.Unmarshal(args, &of); err != nil {
		return permits.Trial{}, fmt.Errorf("begin a dry run: read the arguments of its job: %w", err)
	}
	err = db.command(ctx, func(tx pgx.Tx) error {
		rows, _ := tx.Query(ctx, `update permits.trials set state = 'running'
			where case_id = $1 and number = $2 and state in ('queued', 'running') returning `+trialColumns, of.Case, of.Number)
		if t, err = oneOf(rows, scanTrial, ErrNoTrial); err != nil {
			return err
		}
		return record(ctx, tx, trialEntry(t, "trial-begun", Service))
	})
	if err != nil {
		return permits.Trial{}, fmt.Errorf("begin dry run %d of case %s: %w", of.Number, of.Case, err)
	}
	return t, nil
}

// EndTrial keeps what a dry run measured of the registers as they were at taken,
// or, with a nil report, the reason why it failed: a word without internals.
func (db *DB) EndTrial(ctx context.Context, t permits.Trial, taken time.Time, report *permits.RiskReport, reason string) error {
	state := permits.TrialDone
	if report == nil {
		state = permits.TrialFailed
	}
	err := db.command(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `update permits.trials set state = $3, reason = $4, taken_at = $5, done_at = permits.moment(), report = $6
			where case_id = $1 and number = $2 and state = 'running'`, t.Case, t.No, state, reason, instant(taken), report)
		if err == nil && tag.RowsAffected() != 1 {
			err = ErrNoTrial
		}
		if err != nil {
			return err
		}
		return record(ctx, tx, trialEntry(t, "trial-"+string(state), Service))
	})
	if err != nil {
		return fmt.Errorf("end dry run %d of case %s: %w", t.No, t.Case, err)
	}
	return nil
}
