package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// An Unnumbered is a matter that the agency's case system has not numbered yet.
type Unnumbered struct {
	Subject      string    `json:"id"`
	Kind         string    `json:"kind"` // permit, document, authority or breach
	Initiated    time.Time `json:"initiated"`
	Organisation string    `json:"party"`
}

// Unnumbered lists what has arrived and has no number of the agency's case
// system, the oldest first.
func (db *DB) Unnumbered(ctx context.Context, limit int) ([]Unnumbered, error) {
	rows, _ := db.pool.Query(ctx, `select q.subject, q.kind, q.arrived_at, q.organisation from permits.queue_items q
		where q.kind <> 'legacy' and not exists (select from permits.registry_numbers r where r.subject = q.subject)
		order by q.arrived_at, q.subject limit $1`, limit)
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Unnumbered])
	if err != nil {
		return nil, fmt.Errorf("list what has no number: %w", err)
	}
	return all, nil
}

// PutRegistryNumber keeps the number that system gave to subject. The first one
// stands: an answer that comes twice changes nothing.
func (db *DB) PutRegistryNumber(ctx context.Context, subject, number, system string) error {
	err := db.command(ctx, func(tx pgx.Tx) error {
		now, err := moment(ctx, tx)
		if err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, `insert into permits.registry_numbers (subject, number, system, assigned_at) values ($1, $2, $3, $4) on conflict (subject) do nothing`,
			subject, number, system, now)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		if _, err := tx.Exec(ctx, "update permits.queue_items set sought = sought || E'\\n' || lower($2) where subject = $1", subject, number); err != nil {
			return err
		}
		return record(ctx, tx, Entry{At: now, Actor: Service, Kind: "number-taken", Subject: subject, Detail: map[string]string{"number": number, "system": system}})
	})
	if err != nil {
		return fmt.Errorf("keep the number of %s: %w", subject, err)
	}
	return nil
}

// RegistryNumber is the number that the agency's case system has given to
// subject; empty when it has given none.
func (db *DB) RegistryNumber(ctx context.Context, subject string) (number string, err error) {
	err = db.pool.QueryRow(ctx, "select coalesce((select number from permits.registry_numbers where subject = $1), '')", subject).Scan(&number)
	if err != nil {
		return "", fmt.Errorf("read the number of %s: %w", subject, err)
	}
	return number, nil
}
