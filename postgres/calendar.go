package postgres

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
	"tietolupa/registers"
)

// ErrNoCalendar says that no calendar has that secret.
var ErrNoCalendar = errors.New("no such calendar")

// A CalendarDate is one day of the calendar with what it is about.
type CalendarDate struct {
	permits.DueDate
	Subject string
	Number  string // of the agency's case system; empty when it has given none
	Path    string
	Title   string // not for feeds
	Handler permits.UserID
	Name    string // of the handler
}

// A CalendarQuery says whose days are sought, from From to To.
type CalendarQuery struct {
	From, To registers.Day
	Handler  permits.UserID // of what an officer handles; empty: of all cases
	Holder   permits.UserID // instead: what concerns an applicant or a named user
	Kind     string
}

// calendarMost is how many days one page or feed holds at most.
const calendarMost = 5000

// Calendar lists days in their order. It does not ask who may see them.
func (db *DB) Calendar(ctx context.Context, q CalendarQuery) ([]CalendarDate, error) {
	w := conditions{terms: []string{"d.due_on between $1 and $2"}, args: []any{q.From.Time(), q.To.Time()}}
	if q.Kind != "" {
		w.add("d.kind = $%d", q.Kind)
	}
	if q.Handler != "" {
		w.add("q.handler = $%d", q.Handler)
	}
	if q.Holder != "" {
		w.add(`d.holder and exists (select from permits.cases c where c.case_id = d.subject
			and (c.applicant = $%[1]d or c.application -> 'people' @> jsonb_build_array(jsonb_build_object('user', $%[1]d::text))))`, q.Holder)
	}
	rows, _ := db.pool.Query(ctx, fmt.Sprintf(`select d.subject, d.kind, d.due_on, d.holder, q.path, q.title, coalesce(q.handler, ''), coalesce(u.name, ''), coalesce(r.number, '')
		from permits.due_dates d join permits.queue_items q using (subject)
		left join permits.users u on u.user_id = q.handler
		left join permits.registry_numbers r on r.subject = d.subject
		where %s order by d.due_on, d.subject, d.kind limit %d`, w.sql(), calendarMost), w.args...)
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (d CalendarDate, err error) {
		var day time.Time
		err = row.Scan(&d.Subject, &d.Kind, &day, &d.Holder, &d.Path, &d.Title, &d.Handler, &d.Name, &d.Number)
		d.Day = registers.DayOf(day)
		return d, err
	})
	if err != nil {
		return nil, fmt.Errorf("read the calendar: %w", err)
	}
	return all, nil
}

// LinkCalendar gives by's calendar the address with secret, in place of the one
// before; with an empty secret it has none. Only the secret's hash is kept.
func (db *DB) LinkCalendar(ctx context.Context, by permits.UserID, secret string) error {
	err := db.command(ctx, func(tx pgx.Tx) error {
		now, err := moment(ctx, tx)
		if err != nil {
			return err
		}
		kind := "calendar-linked"
		if secret == "" {
			kind = "calendar-unlinked"
			_, err = tx.Exec(ctx, "delete from permits.calendar_links where user_id = $1", by)
		} else {
			_, err = tx.Exec(ctx, `insert into permits.calendar_links (user_id, token_sha256, created_at) values ($1, $2, $3)
				on conflict (user_id) do update set token_sha256 = excluded.token_sha256, created_at = excluded.created_at`, by, secretHash(secret), now)
		}
		if err != nil {
			return err
		}
		return record(ctx, tx, Entry{At: now, Actor: by, Kind: kind, Subject: string(by)})
	})
	if err != nil {
		return fmt.Errorf("change the address of a calendar: %w", err)
	}
	return nil
}

// CalendarLinked is when by's calendar got its address; zero when it has none.
func (db *DB) CalendarLinked(ctx context.Context, by permits.UserID) (at time.Time, err error) {
	err = db.pool.QueryRow(ctx, "select created_at from permits.calendar_links where user_id = $1", by).Scan(&at)
	if errors.Is(err, pgx.ErrNoRows) {
		return time.Time{}, nil
	}
	if err != nil {
		return at, fmt.Errorf("read the address of a calendar: %w", err)
	}
	return at, nil
}

// CalendarOwner is whose calendar has the address with secret; ErrNoCalendar
// when nobody's has.
func (db *DB) CalendarOwner(ctx context.Context, secret string) (owner permits.UserID, err error) {
	err = db.pool.QueryRow(ctx, "select user_id from permits.calendar_links where token_sha256 = $1", secretHash(secret)).Scan(&owner)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNoCalendar
	}
	if err != nil {
		return "", fmt.Errorf("find a calendar: %w", err)
	}
	return owner, nil
}

// secretHash is of a secret drawn at random, which no list of guesses reaches.
func secretHash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
