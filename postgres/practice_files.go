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

// PracticeJob is the kind of the job that makes a practice file; its arguments
// are {"id": 5}.
const PracticeJob = "practice"

// A PracticeFile is the practice file of a draft's scope and how far it is.
type PracticeFile struct {
	ID          int64
	Case        permits.CaseID
	ScopeHash   string
	Scope       permits.Scope
	Language    string
	By          permits.UserID
	At          time.Time
	State       string // queued, building, ready or failed
	Stage       string
	Done, Total int64
	File        string
	Bytes       int64
	SHA256      string
	Made        time.Time
}

// Waits says whether a worker has not finished it yet.
func (f PracticeFile) Waits() bool { return f.State == "queued" || f.State == "building" }

const practiceColumns = `practice_id, case_id, scope_hash, scope, language, asked_by, asked_at, state, stage, done, total,
	coalesce(file, ''), coalesce(bytes, 0), coalesce(sha256, ''), made_at`

func scanPractice(row pgx.CollectableRow) (f PracticeFile, err error) {
	var made *time.Time
	err = row.Scan(&f.ID, &f.Case, &f.ScopeHash, &f.Scope, &f.Language, &f.By, &f.At, &f.State, &f.Stage, &f.Done, &f.Total,
		&f.File, &f.Bytes, &f.SHA256, &made)
	f.Made = or(made)
	return f, err
}

// ErrNoPractice says that there is no practice file of that number.
var ErrNoPractice = errors.New("no such practice file")

// OrderPractice has a worker make the practice file of a draft's present scope,
// unless it is there or being made; one that failed is made again. It fails with
// ErrNoCase, and with a *permits.RuleError when the draft cannot have one.
func (db *DB) OrderPractice(ctx context.Context, id permits.CaseID, by permits.Actor, cat *registers.Catalogue) error {
	err := db.command(ctx, func(tx pgx.Tx) error {
		c, err := lockCase(ctx, tx, id)
		if err != nil {
			return err
		}
		now, err := moment(ctx, tx)
		if err != nil {
			return err
		}
		scope, err := c.PracticeScope(by, cat, registers.DayOf(now))
		if err != nil {
			return err
		}
		rows, _ := tx.Query(ctx, `select `+practiceColumns+` from permits.practice_files where case_id = $1 and scope_hash = $2`, id, scope.Hash())
		f, err := oneOf(rows, scanPractice, ErrNoPractice)
		switch {
		case errors.Is(err, ErrNoPractice):
			err = tx.QueryRow(ctx, `
				insert into permits.practice_files (case_id, scope_hash, scope, language, asked_by, asked_at)
				values ($1, $2, $3, $4, $5, permits.moment()) returning practice_id`,
				id, scope.Hash(), scope, c.Application.Language, by.ID).Scan(&f.ID)
		case err == nil && f.State == "failed":
			_, err = tx.Exec(ctx, `update permits.practice_files set state = 'queued' where practice_id = $1`, f.ID)
		case err == nil:
			return nil
		}
		if err != nil {
			return err
		}
		if err := db.queueNumbered(ctx, tx, PracticeJob, PromptQueue, f.ID); err != nil {
			return err
		}
		return record(ctx, tx, Entry{Actor: by.ID, Kind: "practice-ordered", Subject: string(id), Detail: map[string]string{"scope": scope.Hash()}})
	})
	if err != nil {
		return fmt.Errorf("order a practice file for case %s: %w", id, err)
	}
	return nil
}

// PracticeOf is the practice file of a scope of a case; ErrNoPractice when none has
// been ordered.
func (db *DB) PracticeOf(ctx context.Context, id permits.CaseID, scopeHash string) (PracticeFile, error) {
	rows, _ := db.pool.Query(ctx, `select `+practiceColumns+` from permits.practice_files where case_id = $1 and scope_hash = $2`, id, scopeHash)
	return practiceIn(rows)
}

// BeginPractice takes a practice file for making; wanted is false when it is
// there already.
func (db *DB) BeginPractice(ctx context.Context, id int64) (f PracticeFile, wanted bool, err error) {
	rows, _ := db.pool.Query(ctx, `
		update permits.practice_files set state = 'building', stage = '', done = 0, total = 0
		 where practice_id = $1 and state in ('queued', 'building') returning `+practiceColumns, id)
	f, err = practiceIn(rows)
	if errors.Is(err, ErrNoPractice) {
		return f, false, nil
	}
	return f, err == nil, err
}

func practiceIn(rows pgx.Rows) (PracticeFile, error) {
	f, err := oneOf(rows, scanPractice, ErrNoPractice)
	if err != nil {
		return PracticeFile{}, fmt.Errorf("read a practice file: %w", err)
	}
	return f, nil
}

// PracticeProgress notes how far a practice file is, for whoever watches.
func (db *DB) PracticeProgress(ctx context.Context, id int64, stage string, done, total int64) error {
	if _, err := db.pool.Exec(ctx, `
		update permits.practice_files set stage = $2, done = $3, total = $4 where practice_id = $1 and state = 'building'`,
		id, stage, done, total); err != nil {
		return fmt.Errorf("note the progress of practice file %d: %w", id, err)
	}
	return nil
}

// EndPractice makes a file there for download, with a line in the log.
func (db *DB) EndPractice(ctx context.Context, f PracticeFile) error {
	return db.endPractice(ctx, f.ID, Done, `
		update permits.practice_files set state = 'ready', file = $2, bytes = $3, sha256 = $4, made_at = permits.moment()
		 where practice_id = $1 and state = 'building' returning case_id`, f.File, f.Bytes, f.SHA256)
}

// FailPractice ends the making of a practice file; it can be ordered again.
func (db *DB) FailPractice(ctx context.Context, id int64) error {
	return db.endPractice(ctx, id, Failed, `
		update permits.practice_files set state = 'failed' where practice_id = $1 and state in ('queued', 'building') returning case_id`)
}

func (db *DB) endPractice(ctx context.Context, id int64, result Result, sql string, more ...any) error {
	err := db.command(ctx, func(tx pgx.Tx) error {
		var of permits.CaseID
		err := tx.QueryRow(ctx, sql, append([]any{id}, more...)...).Scan(&of)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		return record(ctx, tx, Entry{Actor: Service, Kind: "practice-made", Subject: string(of), Result: result})
	})
	if err != nil {
		return fmt.Errorf("end practice file %d: %w", id, err)
	}
	return nil
}

// RecordPracticeDownload writes to the log that by fetches a practice file.
func (db *DB) RecordPracticeDownload(ctx context.Context, f PracticeFile, by permits.UserID) error {
	return db.Record(ctx, Entry{Actor: by, Kind: "practice-downloaded", Subject: string(f.Case), Detail: map[string]string{"sha256": f.SHA256}})
}
