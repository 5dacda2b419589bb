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

// A LogQuery says which entries of the log are sought; what is empty does not
// limit.
type LogQuery struct {
	PersonToken string // of the registered person concerned
	Actor       permits.UserID
	Subject     string   // case, disclosure, order or other id
	Kinds       []string // such as "record-read"
	From, Until time.Time
	Before      int64 // entries older than this one: the next page
	Limit       int   // 50 when 0, LogMost and one more at most
}

// A LogEntry is one entry as it was written.
type LogEntry struct {
	Number  int64
	Address string // where it came from
	Entry
}

// LogMost is how many entries leave at a time as a file.
const LogMost = 20_000

const logLimit = 50

// SearchLog lists entries, the newest first. That somebody looked, for whom and
// for what is an entry itself, written in the same transaction: a look that
// cannot be logged does not happen. It does not ask who may look.
func (db *DB) SearchLog(ctx context.Context, who permits.UserID, q LogQuery) (found []LogEntry, err error) {
	until := q.Until
	if until.IsZero() {
		until = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	var before *int64
	if q.Before > 0 {
		before = &q.Before
	}
	err = db.command(ctx, func(tx pgx.Tx) error {
		if who == "" {
			return errors.New("nobody looks")
		}
		rows, _ := tx.Query(ctx, `select entry_id, at, actor, on_behalf, unit, purpose, grant_id, kind, subject, person_token, detail, result, address
			from audit.found($1, $2, $3, $4, $5, $6, $7, $8)`,
			text(q.PersonToken), text(q.Actor), text(q.Subject), q.Kinds, q.From, until, before, limited(q.Limit, logLimit, LogMost+1))
		if found, err = pgx.CollectRows(rows, scanLogEntry); err != nil {
			return err
		}
		by := map[string]string{"found": fmt.Sprint(len(found))}
		if q.Actor != "" {
			by["actor"] = string(q.Actor)
		}
		if q.Subject != "" {
			by["subject"] = q.Subject
		}
		return record(ctx, tx, Entry{Actor: who, Kind: "log-search", Subject: "log", PersonToken: q.PersonToken, Detail: by})
	})
	if err != nil {
		return nil, fmt.Errorf("search the log: %w", err)
	}
	return found, nil
}

func scanLogEntry(row pgx.CollectableRow) (e LogEntry, err error) {
	var behalf, unit, purpose, grant, token, address *string
	err = row.Scan(&e.Number, &e.At, &e.Actor, &behalf, &unit, &purpose, &grant, &e.Kind, &e.Subject, &token, &e.Detail, &e.Result, &address)
	e.OnBehalf, e.Unit, e.Purpose = permits.UserID(or(behalf)), or(unit), registers.Purpose(or(purpose))
	e.Grant, e.PersonToken, e.Address = or(grant), or(token), or(address)
	return e, err
}

// PersonByCode is the internal id of who has, or had, a henkilötunnus;
// ErrNoRecord when the registers know nobody by it. Nothing is shown of them and
// nothing is logged: whoever asks logs what they then do.
func (r *Registers) PersonByCode(ctx context.Context, code string) (id int64, err error) {
	err = r.db.pool.QueryRow(ctx, "select person_id from registers.person_identifier where code = $1 order by valid_from desc limit 1", code).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, ErrNoRecord
	}
	if err != nil {
		return 0, errors.New("find a person by code: the database did not answer") // its text may hold the code
	}
	return id, nil
}

// LinkUser notes that a user is a client of the registers themselves, so that
// reading their own or a colleague's record is seen. The log knows the client by
// a token; removal of the client's data takes the link away.
func (r *Registers) LinkUser(ctx context.Context, user permits.UserID, person int64, by permits.UserID) error {
	err := r.db.command(ctx, func(tx pgx.Tx) error {
		token, err := subjectToken(ctx, tx, "person", person)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `insert into permits.user_clients (user_id, token, linked_by) values ($1, $2, $3)
			on conflict (user_id) do update set token = excluded.token, linked_by = excluded.linked_by, linked_at = permits.moment()`,
			user, token, by); err != nil {
			return err
		}
		return record(ctx, tx, Entry{Actor: by, Kind: "user-linked", Subject: string(user), PersonToken: token})
	})
	if err != nil {
		return fmt.Errorf("link user %s to a client: %w", user, err)
	}
	return nil
}
