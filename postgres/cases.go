package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
)

// CreateCase begins a draft for by. Its number runs on, with the year of the
// service clock: KEHA-17-2020. It fails with a *permits.RuleError when by may
// not apply.
func (db *DB) CreateCase(ctx context.Context, by permits.Actor) (permits.Case, error) {
	return db.createCase(ctx, func(_ pgx.Tx, id permits.CaseID, now time.Time) (permits.Case, permits.Event, error) {
		return permits.NewCase(id, by, now)
	}, nil)
}

// CopyCase begins a draft for by with what was written in case of, as it stands,
// and with the files that stand with its application. It fails with ErrNoCase or
// a *permits.RuleError.
func (db *DB) CopyCase(ctx context.Context, by permits.Actor, of permits.CaseID) (permits.Case, error) {
	return db.copyCase(ctx, by, of, permits.CopyCase)
}

// RenewCase begins a draft by which by renews permit of, with all of it as it
// stands; permits.Renew says what is copied and kept. It fails with ErrNoCase or a
// *permits.RuleError.
func (db *DB) RenewCase(ctx context.Context, by permits.Actor, of permits.CaseID) (permits.Case, error) {
	return db.copyCase(ctx, by, of, permits.Renew)
}

func (db *DB) copyCase(ctx context.Context, by permits.Actor, of permits.CaseID,
	begin func(id permits.CaseID, by permits.Actor, of permits.Case, now time.Time) (permits.Case, permits.Event, error),
) (permits.Case, error) {
	var was permits.Case
	return db.createCase(ctx, func(tx pgx.Tx, id permits.CaseID, now time.Time) (_ permits.Case, _ permits.Event, err error) {
		if was, err = lockCase(ctx, tx, of); err != nil { // so that no file goes while it is copied
			return permits.Case{}, permits.Event{}, err
		}
		return begin(id, by, was, now)
	}, func(tx pgx.Tx, c permits.Case, now time.Time) error {
		for _, a := range c.CopiedAttachments(by, was.Attached, now) {
			if err := db.copyAttachment(ctx, tx, of, a); err != nil {
				return err
			}
		}
		return nil
	})
}

// createCase stores what begin begins, then does the rest, all or nothing.
func (db *DB) createCase(ctx context.Context, begin func(tx pgx.Tx, id permits.CaseID, now time.Time) (permits.Case, permits.Event, error), rest func(tx pgx.Tx, c permits.Case, now time.Time) error) (permits.Case, error) {
	var c permits.Case
	err := db.command(ctx, func(tx pgx.Tx) error {
		now, err := moment(ctx, tx)
		if err != nil {
			return err
		}
		id, err := nextNumber(ctx, tx, "case_number", "KEHA-%d-%d", now.Year())
		if err != nil {
			return err
		}
		var e permits.Event
		if c, e, err = begin(tx, permits.CaseID(id), now); err != nil {
			return err
		}
		if err := insertCase(ctx, tx, c); err != nil {
			return err
		}
		if rest != nil {
			if err := rest(tx, c, now); err != nil {
				return err
			}
		}
		return happened(ctx, tx, e, id, c.Version)
	})
	if err != nil {
		return permits.Case{}, fmt.Errorf("create a case: %w", err)
	}
	return c, nil
}

// ChangeCase applies change to a case and stores what it returns, its event and
// a line in the audit log, with the letters that the event owes: all or nothing.
// The row stays locked from reading to
// writing, so that what change checked still holds, and now is the service
// clock's moment after the lock. change may be called once only and must not
// use the database. There is no other way to change a case.
//
// It fails with ErrNoCase, with ErrBusy, or with change's own error, a
// *permits.RuleError among them.
func (db *DB) ChangeCase(
	ctx context.Context, id permits.CaseID,
	change func(c permits.Case, now time.Time) (permits.Case, permits.Event, error),
) (permits.Case, error) {
	next, err := db.changeCase(ctx, id, change, updateCase)
	if err != nil {
		return permits.Case{}, fmt.Errorf("change case %s: %w", id, err)
	}
	return next, nil
}

// changeCase is ChangeCase with what writes the row: a worker may write less of
// it than the pages.
func (db *DB) changeCase(
	ctx context.Context, id permits.CaseID,
	change func(c permits.Case, now time.Time) (permits.Case, permits.Event, error),
	update func(ctx context.Context, tx pgx.Tx, c, was permits.Case) error,
) (next permits.Case, err error) {
	err = db.command(ctx, func(tx pgx.Tx) error {
		next, err = db.changeCaseIn(ctx, tx, id, change, update)
		return err
	})
	return next, err
}

// changeCaseIn is changeCase in the transaction of what it is a part of.
func (db *DB) changeCaseIn(
	ctx context.Context, tx pgx.Tx, id permits.CaseID,
	change func(c permits.Case, now time.Time) (permits.Case, permits.Event, error),
	update func(ctx context.Context, tx pgx.Tx, c, was permits.Case) error,
) (permits.Case, error) {
	next, err := changedIn(ctx, tx, string(id), change,
		func(tx pgx.Tx) (permits.Case, error) { return lockCase(ctx, tx, id) },
		func(tx pgx.Tx, next, was permits.Case, e permits.Event) (int, error) {
			if next.ID != id {
				return 0, errors.New("the change returned another case")
			}
			if err := update(ctx, tx, next, was); err != nil {
				return 0, err
			}
			if e.Kind == permits.KeyDestroyed {
				if err := destroyKey(ctx, tx, id, e.By); err != nil {
					return 0, err
				}
			}
			if err := followCase(ctx, tx, next, e); err != nil {
				return 0, err
			}
			if err := liken(ctx, tx, next, was); err != nil {
				return 0, err
			}
			if err := followQuestions(ctx, tx, next, e); err != nil {
				return 0, err
			}
			return next.Version, db.writeLetters(ctx, tx, next, e)
		})
	next.Written, next.Attached, next.Invited = nil, nil, nil // kept: Texts, Attachments and Invitations read them
	return next, err
}

// Case is the case of that number; ErrNoCase when there is none.
func (db *DB) Case(ctx context.Context, id permits.CaseID) (permits.Case, error) {
	rows, _ := db.pool.Query(ctx, `select `+caseColumns+` from permits.cases where case_id = $1`, id)
	c, err := oneCase(rows)
	if err == nil {
		err = related(ctx, db.pool, &c)
	}
	if err != nil {
		return permits.Case{}, fmt.Errorf("read case %s: %w", id, err)
	}
	return c, nil
}

// CasesOf lists the cases in which user is the applicant, a co-applicant or a
// named user, newest first. Another's draft is among them only for those invited
// to it.
func (db *DB) CasesOf(ctx context.Context, user permits.UserID) ([]permits.Case, error) {
	rows, _ := db.pool.Query(ctx, `
		select `+caseColumns+`
		  from permits.cases
		 where applicant = $1
		    or state <> 'draft' and application -> 'people' @> jsonb_build_array(jsonb_build_object('user', $1::text))
		    or drafting -> 'members' @> jsonb_build_array(jsonb_build_object('user', $1::text))
		 order by created_at desc, case_id`, user)
	cs, err := pgx.CollectRows(rows, scanCase)
	if err != nil {
		return nil, fmt.Errorf("list the cases of %s: %w", user, err)
	}
	return cs, nil
}

// Reminded lists the cases of which a reminder may be due, or something else that
// the service does by itself: those that wait for their party or for a statement, permits that are
// served, in force or over, and those whose key is not destroyed.
func (db *DB) Reminded(ctx context.Context) ([]permits.Case, error) {
	rows, _ := db.pool.Query(ctx, `
		select `+caseColumns+`
		  from permits.cases
		 where state in ('supplementing', 'offered', 'heard', 'granted', 'partly-granted', 'refused', 'dismissed', 'served', 'in-force', 'ended', 'revoked')
		    or state = 'destroyed' and not life ? 'key_gone'
		    or state in ('in-review', 'paused') and case_id in (select case_id from permits.questions)
		 order by case_id`)
	cs, err := pgx.CollectRows(rows, scanCase)
	if err == nil {
		err = withKin(ctx, db.pool, cs)
	}
	if err != nil {
		return nil, fmt.Errorf("list the cases to remind of: %w", err)
	}
	return cs, nil
}
