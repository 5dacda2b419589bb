package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
	"tietolupa/registers"
)

// ErrNoHold says that there is no hold of that number.
var ErrNoHold = errors.New("no such hold")

// A StoredHold is a hold on a client's data (4.3b).
type StoredHold struct {
	Number  int64
	Subject string // person, employer or provider
	Client  int64
	registers.Hold
	LiftedBy permits.UserID
}

// PutHold places a hold on a client's data from today on: registers.PlaceHold
// decides, with its *registers.RuleError. The rule "client" refuses one on
// nobody. h's PlacedBy is who acts.
func (r *Registers) PutHold(ctx context.Context, subject string, client int64, h registers.Hold) (StoredHold, error) {
	stored := StoredHold{Subject: subject, Client: client}
	if !slices.Contains(r.subjects(), subject) {
		return stored, fmt.Errorf("place a hold: %w", refused("client", subject))
	}
	err := r.holding(ctx, func(tx pgx.Tx, day registers.Day) (err error) {
		if stored.Hold, err = registers.PlaceHold(h, day); err != nil {
			return err
		}
		var locked int64
		err = tx.QueryRow(ctx, fmt.Sprintf("select %[1]s from %[2]s where %[1]s = $1 for no key update",
			column(subject+"_id"), registerTable(subject)), client).Scan(&locked)
		if errors.Is(err, pgx.ErrNoRows) {
			return refused("client", subject)
		}
		if err != nil {
			return err
		}
		if err := tx.QueryRow(ctx, `
			insert into permits.holds (subject, subject_id, ground, reference, placed_by, placed_on, review_on)
			values ($1, $2, $3, $4, $5, $6, $7) returning hold_id`, subject, client, stored.Ground, stored.Reference,
			stored.PlacedBy, stored.PlacedOn.Time(), stored.ReviewOn.Time()).Scan(&stored.Number); err != nil {
			return err
		}
		return logHold(ctx, tx, "hold-placed", permits.UserID(stored.PlacedBy), stored)
	})
	if err != nil {
		return StoredHold{}, fmt.Errorf("place a hold: %w", err)
	}
	return stored, nil
}

// ReviewHold keeps a hold until it is looked at again on next.
func (r *Registers) ReviewHold(ctx context.Context, number int64, by permits.UserID, next registers.Day) error {
	return r.changeHold(ctx, number, "hold-reviewed", by, func(h registers.Hold, day registers.Day) (registers.Hold, error) {
		return registers.ReviewHold(h, day, next)
	})
}

// EndHold lifts a hold: from today on the clock decides alone.
func (r *Registers) EndHold(ctx context.Context, number int64, by permits.UserID) error {
	return r.changeHold(ctx, number, "hold-lifted", by, registers.LiftHold)
}

func (r *Registers) changeHold(ctx context.Context, number int64, kind string, by permits.UserID,
	change func(registers.Hold, registers.Day) (registers.Hold, error)) error {
	err := r.holding(ctx, func(tx pgx.Tx, day registers.Day) error {
		rows, _ := tx.Query(ctx, selectHolds+" where hold_id = $1 for no key update", number)
		h, err := oneOf(rows, scanHold, ErrNoHold)
		if err != nil {
			return err
		}
		if h.Hold, err = change(h.Hold, day); err != nil {
			return err
		}
		var lifted, lifter *string
		if !h.LiftedOn.IsZero() {
			lifted, lifter = text(h.LiftedOn.String()), text(by)
		}
		if _, err := tx.Exec(ctx, "update permits.holds set review_on = $2, lifted_on = $3::text::date, lifted_by = $4 where hold_id = $1",
			number, h.ReviewOn.Time(), lifted, lifter); err != nil {
			return err
		}
		return logHold(ctx, tx, kind, by, h)
	})
	if err != nil {
		return fmt.Errorf("change hold %d: %w", number, err)
	}
	return nil
}

// Holds lists a client's holds, lifted ones too, oldest first.
func (r *Registers) Holds(ctx context.Context, subject string, client int64) ([]StoredHold, error) {
	rows, _ := r.db.pool.Query(ctx, selectHolds+" where subject = $1 and subject_id = $2 order by hold_id", subject, client)
	all, err := pgx.CollectRows(rows, scanHold)
	if err != nil {
		return nil, fmt.Errorf("list holds: %w", err)
	}
	return all, nil
}

// HoldsToReview lists the holds in force whose review day has come by day.
func (r *Registers) HoldsToReview(ctx context.Context, day registers.Day) ([]StoredHold, error) {
	rows, _ := r.db.pool.Query(ctx, selectHolds+" where lifted_on is null and review_on <= $1 order by review_on, hold_id", day.Time())
	all, err := pgx.CollectRows(rows, scanHold)
	if err != nil {
		return nil, fmt.Errorf("list holds to review: %w", err)
	}
	return all, nil
}

const selectHolds = `select hold_id, subject, subject_id, ground, reference, placed_by, placed_on::text, review_on::text,
	coalesce(lifted_on::text, ''), coalesce(lifted_by, '') from permits.holds`

func scanHold(row pgx.CollectableRow) (h StoredHold, err error) {
	var placed, review, lifted string
	if err := row.Scan(&h.Number, &h.Subject, &h.Client, &h.Ground, &h.Reference, &h.PlacedBy, &placed, &review, &lifted, &h.LiftedBy); err != nil {
		return h, err
	}
	return h, errors.Join(h.PlacedOn.UnmarshalText([]byte(placed)), h.ReviewOn.UnmarshalText([]byte(review)),
		h.LiftedOn.UnmarshalText([]byte(lifted)))
}

// holdsOf are the holds of many clients.
func holdsOf(ctx context.Context, tx pgx.Tx, subject string, ids []int64) (map[int64][]registers.Hold, error) {
	rows, _ := tx.Query(ctx, selectHolds+" where subject = $1 and subject_id = any ($2)", subject, ids)
	all, err := pgx.CollectRows(rows, scanHold)
	if err != nil {
		return nil, fmt.Errorf("read holds: %w", err)
	}
	of := map[int64][]registers.Hold{}
	for _, h := range all {
		of[h.Client] = append(of[h.Client], h.Hold)
	}
	return of, nil
}

func (r *Registers) holding(ctx context.Context, do func(tx pgx.Tx, day registers.Day) error) error {
	return r.db.command(ctx, func(tx pgx.Tx) error {
		now, err := moment(ctx, tx)
		if err != nil {
			return err
		}
		return do(tx, registers.DayOf(now))
	})
}

func logHold(ctx context.Context, tx pgx.Tx, kind string, by permits.UserID, h StoredHold) error {
	token, err := subjectToken(ctx, tx, h.Subject, h.Client)
	if err != nil {
		return err
	}
	return record(ctx, tx, Entry{Actor: by, Kind: kind, Subject: token, PersonToken: token,
		Detail: map[string]string{"ground": string(h.Ground), "review": h.ReviewOn.String()}})
}
