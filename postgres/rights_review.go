package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/casbin/rights"
	"tietolupa/permits"
	"tietolupa/registers"
)

// A DueRight is a right that an access officer has to look at, whose it is and
// why.
type DueRight struct {
	HeldRight
	Causes []rights.Cause
}

// RightsDue is the review list of a day (4a.1c): what rights.ReviewList finds in
// all that is in force, with the days of use and the holders as they are now.
func (db *DB) RightsDue(ctx context.Context, day registers.Day) ([]DueRight, error) {
	held, err := db.FindRights(ctx, RightsQuery{})
	if err != nil {
		return nil, err
	}
	users, err := db.Users(ctx)
	if err != nil {
		return nil, err
	}
	people := make(map[permits.UserID]permits.Actor, len(users))
	for _, u := range users {
		people[u.ID] = u
	}
	all := make([]rights.Right, len(held))
	usage, by := map[string]registers.Day{}, map[string]HeldRight{}
	for i, h := range held {
		all[i], by[h.ID] = h.Right, h
		if !h.LastUsed.IsZero() {
			usage[h.ID] = h.LastUsed
		}
	}
	var due []DueRight
	for _, d := range rights.ReviewList(all, usage, people, day) {
		due = append(due, DueRight{by[d.Right.ID], d.Causes})
	}
	return due, nil
}

// A LegacyRight is a right from before the act as a file tells it (V.2).
type LegacyRight struct {
	Line  int
	Email string // of the holder, who has an account
	Right rights.Right
}

// A BadLine says what keeps a line of a file from being taken in.
type BadLine struct {
	Line int
	Err  error
}

func (b BadLine) Error() string { return fmt.Sprintf("line %d: %v", b.Line, b.Err) }

// Unwrap is why, a *permits.RuleError among them.
func (b BadLine) Unwrap() error { return b.Err }

// ImportRights takes in legacy rights as take makes them, each under the next
// number, with its event and a line in the audit log: all of them or, when any
// line is bad, none. The error then joins a BadLine for every bad one.
func (db *DB) ImportRights(
	ctx context.Context, lines []LegacyRight,
	take func(holder permits.Actor, r rights.Right, now time.Time) (rights.Right, permits.Event, error),
) (imported []rights.Right, err error) {
	err = db.command(ctx, func(tx pgx.Tx) error {
		now, err := moment(ctx, tx)
		if err != nil {
			return err
		}
		var bad []error
		for _, l := range lines {
			r, e, err := importable(ctx, tx, l, now, take)
			if _, rule := errors.AsType[*permits.RuleError](err); rule || errors.Is(err, ErrNoUser) {
				bad = append(bad, BadLine{l.Line, err})
				continue
			}
			if err != nil {
				return err
			}
			if len(bad) > 0 {
				continue // nothing of this file is stored any more
			}
			if err := insertRight(ctx, tx, r, e, "V.2"); err != nil {
				return fmt.Errorf("line %d: %w", l.Line, err)
			}
			if err := happened(ctx, tx, concerning(e, r.Holder, r.ID), r.ID, r.Version); err != nil {
				return err
			}
			imported = append(imported, r)
		}
		return errors.Join(bad...)
	})
	if err != nil {
		return nil, fmt.Errorf("import rights: %w", err)
	}
	return imported, nil
}

func importable(
	ctx context.Context, tx pgx.Tx, l LegacyRight, now time.Time,
	take func(holder permits.Actor, r rights.Right, now time.Time) (rights.Right, permits.Event, error),
) (rights.Right, permits.Event, error) {
	rows, _ := tx.Query(ctx, `select `+userColumns+` from permits.users where lower(email) = lower($1)`, l.Email)
	holder, err := oneUser(rows, "find the holder")
	if err != nil {
		return rights.Right{}, permits.Event{}, err
	}
	if l.Right.ID, err = nextNumber(ctx, tx, "right_number", "KEHA-K%d-%d", now.Year()); err != nil {
		return rights.Right{}, permits.Event{}, err
	}
	return take(holder, l.Right, now)
}
