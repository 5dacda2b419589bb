package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
)

// Service is who acts when no person does: the workers and the clock.
const Service permits.UserID = "service"

// A Result says how it went.
type Result string

const (
	Done    Result = "done"
	Refused Result = "refused"
	Failed  Result = "failed"
)

// An Entry is one line of the audit log. It holds ids and hashes, never what
// the registers or the cases hold.
type Entry struct {
	At          time.Time // zero for now, by the service clock
	Actor       permits.UserID
	OnBehalf    permits.UserID // empty when for oneself
	Kind        string         // what was done, such as "key-used"
	Subject     string         // case, disclosure, order or other id
	PersonToken string         // of the registered person concerned; a UUID or empty
	Detail      map[string]string
	Result      Result // empty means Done
}

// Record writes e to the audit log in a transaction of its own: for what is not
// itself a change, such as a sign-in or a refusal. Whatever must not happen
// unlogged is not done when Record fails.
func (db *DB) Record(ctx context.Context, e Entry) error {
	err := db.command(ctx, func(tx pgx.Tx) error { return record(ctx, tx, e) })
	if err != nil {
		return fmt.Errorf("record %s of %s in the audit log: %w", e.Kind, e.Subject, err)
	}
	return nil
}

// record writes e in the transaction of what it records.
func record(ctx context.Context, tx pgx.Tx, e Entry) error {
	if e.Result == "" {
		e.Result = Done
	}
	if e.Detail == nil {
		e.Detail = map[string]string{}
	}
	_, err := tx.Exec(ctx, `
		insert into audit.entries (at, actor, on_behalf, kind, subject, person_token, detail, result)
		values (coalesce($1, permits.moment()), $2, $3, $4, $5, $6, $7, $8)`,
		instant(e.At), e.Actor, text(e.OnBehalf), e.Kind, e.Subject, text(e.PersonToken), e.Detail, e.Result)
	if err != nil {
		return fmt.Errorf("write to the audit log: %w", err)
	}
	return nil
}
