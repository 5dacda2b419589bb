package postgres

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
	"tietolupa/registers"
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

// An Entry is one line of the audit log (4a.1b). It holds ids and hashes, never
// what the registers or the cases hold. Where it came from is told by the
// context (WithOrigin).
type Entry struct {
	At          time.Time // zero for now, by the service clock
	Actor       permits.UserID
	OnBehalf    permits.UserID    // empty when for oneself
	Unit        string            // body or office acted for; empty for the origin's
	Purpose     registers.Purpose // 1.1, or that of a use (5.1c); empty where none is asked
	Grant       string            // access right under which it was done; empty for a duty's own acts
	Kind        string            // what was done, such as "key-used"
	Subject     string            // case, disclosure, order or other id
	PersonToken string            // of the registered person concerned; a UUID or empty
	Detail      map[string]string
	Result      Result // empty means Done
}

// An Origin is where an act comes from. Each field may be empty.
type Origin struct {
	Address string // of the client; user@machine of a command
	Session string // beginning of the hash of the session's token, which opens nothing
	Unit    string // body or office that the actor acts for
	Request string // name of the request, as in the program's own log
}

type originKey struct{}

// WithOrigin makes every entry written under the returned context carry o.
func WithOrigin(ctx context.Context, o Origin) context.Context {
	return context.WithValue(ctx, originKey{}, o)
}

// OriginOf is what WithOrigin put into ctx, or nothing.
func OriginOf(ctx context.Context) Origin {
	o, _ := ctx.Value(originKey{}).(Origin)
	return o
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

// record writes entries in the transaction of what they record: several in one
// exchange with the server.
func record(ctx context.Context, tx pgx.Tx, entries ...Entry) error {
	if err := recordInto(ctx, tx, "audit.entries", entries); err != nil {
		return err
	}
	var used []string
	for _, e := range entries {
		if e.Grant == "" || e.Result != "" && e.Result != Done || slices.Contains(used, e.Grant) {
			continue
		}
		if err := rightUsed(ctx, tx, e.Grant); err != nil {
			return fmt.Errorf("note the use of a right: %w", err)
		}
		used = append(used, e.Grant)
	}
	return nil
}

// recordInto is record into a table of the same columns.
func recordInto(ctx context.Context, tx pgx.Tx, table string, entries []Entry) error {
	sql := "insert into " + table + ` (at, actor, on_behalf, unit, purpose, grant_id, kind, subject, person_token, detail, result,
		                           address, session, request)
		values (coalesce($1, permits.moment()), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`
	var err error
	if len(entries) == 1 {
		_, err = tx.Exec(ctx, sql, entries[0].row(ctx)...)
	} else if len(entries) > 1 {
		batch := &pgx.Batch{}
		for _, e := range entries {
			batch.Queue(sql, e.row(ctx)...)
		}
		err = tx.SendBatch(ctx, batch).Close()
	}
	if err != nil {
		return fmt.Errorf("write to the audit log: %w", err)
	}
	return nil
}

// row is e as its columns, with where it comes from.
func (e Entry) row(ctx context.Context) []any {
	if e.Result == "" {
		e.Result = Done
	}
	if e.Detail == nil {
		e.Detail = map[string]string{}
	}
	from := OriginOf(ctx)
	if e.Unit == "" {
		e.Unit = from.Unit
	}
	return []any{instant(e.At), e.Actor, text(e.OnBehalf), text(e.Unit), text(e.Purpose), text(e.Grant), e.Kind, e.Subject,
		text(e.PersonToken), e.Detail, e.Result, text(from.Address), text(from.Session), text(from.Request)}
}
