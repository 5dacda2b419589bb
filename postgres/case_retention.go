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

// A DueCase is a case whose retention is over, and what is done to it.
type DueCase struct {
	ID     permits.CaseID
	Ending string
	permits.Retention
	Held string // why it is not removed; empty when it is
}

// DueCases lists the cases whose dated retention (permits/law/case_retention.csv)
// is over on day, the oldest first: of permits, then document requests and
// breaches. A case that has no rule, an open remedy or change, or a key that is
// not destroyed is not due.
func (db *DB) DueCases(ctx context.Context, day registers.Day) (due []DueCase, err error) {
	rows, _ := db.pool.Query(ctx, `select `+caseColumns+` from permits.cases c
		where exists (select from permits.due_dates d where d.subject = c.case_id and d.kind = 'retention' and d.due_on < $1)
		  and not exists (select from permits.case_removals r where r.subject = c.case_id)
		order by coalesce(ended_at, served_at), case_id`, day.Time())
	cases, err := pgx.CollectRows(rows, scanCase)
	if err != nil {
		return nil, fmt.Errorf("list the cases to remove: %w", err)
	}
	for _, c := range cases {
		r, known := c.Retention()
		if !known || !r.Until.Before(day) {
			continue
		}
		one := DueCase{ID: c.ID, Ending: string(c.State), Retention: r}
		if one.Held, err = db.heldBy(ctx, c.ID); err != nil {
			return nil, err
		}
		due = append(due, one)
	}
	matters, err := db.dueMatters(ctx, day)
	return append(due, matters...), err
}

// heldBy is why a case stays although its retention is over; empty when it goes.
func (db *DB) heldBy(ctx context.Context, id permits.CaseID) (why string, err error) {
	err = db.pool.QueryRow(ctx, `select coalesce(
		(select h.reason from permits.case_holds h where h.subject = $1 and h.lifted_at is null order by placed_at limit 1),
		(select 'its key is not destroyed' from permits.wrapped_keys where case_id = $1 limit 1),
		(select 'an extract is not finished' from permits.orders where case_id = $1 and state in ('queued', 'building', 'held') limit 1), '')`, id).Scan(&why)
	if err != nil {
		return "", fmt.Errorf("ask what holds case %s: %w", id, err)
	}
	return why, nil
}

// HoldCase keeps a case from removal for reason; with an empty reason it lifts
// every hold on it.
func (db *DB) HoldCase(ctx context.Context, id permits.CaseID, by permits.UserID, reason string) error {
	err := db.command(ctx, func(tx pgx.Tx) error {
		now, err := moment(ctx, tx)
		if err != nil {
			return err
		}
		if _, err := lockOver(ctx, tx, id); err != nil {
			return err
		}
		kind := "case-held"
		if reason == "" {
			kind = "case-hold-lifted"
			_, err = tx.Exec(ctx, "update permits.case_holds set lifted_at = $2 where subject = $1 and lifted_at is null", id, now)
		} else {
			_, err = tx.Exec(ctx, "insert into permits.case_holds (subject, reason, placed_by, placed_at) values ($1, $2, $3, $4)", id, reason, by, now)
		}
		if err != nil {
			return err
		}
		return record(ctx, tx, Entry{At: now, Actor: by, Kind: kind, Subject: string(id)})
	})
	if err != nil {
		return fmt.Errorf("hold case %s: %w", id, err)
	}
	return nil
}

// RemoveCase removes what is left of a case by the rule that d tells. What the
// archives act keeps stays: decision and letters, with the holder's organisation,
// purpose and name of the project, and no application, text or attachment. What
// it does not keep goes whole. Events stay: they hold ids and hashes only. ledger
// is told before anything goes, so that a restored backup can be made to forget
// it again; its error undoes the removal.
func (db *DB) RemoveCase(ctx context.Context, d DueCase, by permits.UserID, ledger func(at time.Time) error) error {
	err := db.command(ctx, func(tx pgx.Tx) error {
		now, err := moment(ctx, tx)
		if err != nil {
			return err
		}
		r, err := lockOver(ctx, tx, d.ID)
		if err != nil {
			return err
		}
		if !r.known || !r.Until.Before(registers.DayOf(now)) || r.Archive != d.Archive {
			return errors.New("its retention is not over")
		}
		if why, err := db.heldBy(ctx, d.ID); err != nil || why != "" {
			return errors.Join(err, fmt.Errorf("it is held: %s", why))
		}
		if err := ledger(now); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "insert into permits.case_removals (subject, ending, due_on, archived, source, removed_at) values ($1, $2, $3, $4, $5, $6)",
			d.ID, r.ending, r.Until.Time(), r.Archive, r.Source, now); err != nil {
			return err
		}
		if err := r.forget(r.Archive); err != nil {
			return err
		}
		return record(ctx, tx, Entry{At: now, Actor: by, Kind: "case-removed", Subject: string(d.ID), Detail: map[string]string{"due": r.Until.String(), "archived": fmt.Sprint(r.Archive)}})
	})
	if err != nil {
		return fmt.Errorf("remove case %s: %w", d.ID, err)
	}
	return nil
}

// forgetCase deletes what a removal takes.
func forgetCase(ctx context.Context, tx pgx.Tx, c permits.Case, archive bool) error {
	statements := []string{
		"delete from permits.attachments where case_id = $1",
		"delete from permits.feasibility_questions where case_id = $1",
		"delete from permits.practice_files where case_id = $1",
		"delete from permits.invitations where case_id = $1",
		"delete from permits.trials where case_id = $1",
		"delete from permits.desk_drafts where case_id = $1",
		"delete from permits.register_entries where subject = $1",
		"delete from permits.sketches where case_id = $1",
	}
	if !archive {
		statements = append(statements, "delete from permits.letter_receivers where case_id = $1", "delete from permits.letter_signatures where case_id = $1",
			"delete from permits.letters where case_id = $1", "delete from permits.destroyed_keys where case_id = $1", "delete from permits.registry_numbers where subject = $1", "delete from permits.cases where case_id = $1")
	}
	var batch pgx.Batch
	for _, table := range besideMatter {
		batch.Queue("delete from permits."+table+" where subject = $1", c.ID)
	}
	for _, sql := range statements {
		batch.Queue(sql, c.ID)
	}
	if archive {
		a := c.Application
		kept := permits.Application{Title: a.Title, Organisation: a.Organisation, Purpose: a.Purpose, Language: a.Language}
		batch.Queue(`update permits.cases set application = $2, proposal = null, handling = '{}', undertakings = '{}', end_reasons = '', version = version + 1 where case_id = $1`, c.ID, kept)
	}
	return tx.SendBatch(ctx, &batch).Close()
}

// ForgetAgain removes anew a case that a restored backup has brought back and
// that was removed before; false when it is not there or is not to be.
func (db *DB) ForgetAgain(ctx context.Context, id permits.CaseID, due registers.Day, archived bool, source string, removed time.Time) (again bool, err error) {
	err = db.command(ctx, func(tx pgx.Tx) error {
		var done bool
		if err := tx.QueryRow(ctx, "select exists (select from permits.case_removals where subject = $1)", id).Scan(&done); err != nil || done {
			return err
		}
		r, err := lockOver(ctx, tx, id)
		if errors.Is(err, ErrNoCase) || errors.Is(err, ErrNoDocumentRequest) || errors.Is(err, ErrNoBreach) {
			return nil
		}
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "insert into permits.case_removals (subject, ending, due_on, archived, source, removed_at) values ($1, $2, $3, $4, $5, $6)",
			id, r.ending, due.Time(), archived, source, removed); err != nil {
			return err
		}
		again = true
		if err := r.forget(archived); err != nil {
			return err
		}
		return record(ctx, tx, Entry{Actor: Service, Kind: "case-removal-replayed", Subject: string(id)})
	})
	if err != nil {
		return false, fmt.Errorf("remove case %s again: %w", id, err)
	}
	return again, nil
}
