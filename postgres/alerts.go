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

// ErrNoAlert says that there is no such alert, or that nothing in it waits for
// anybody.
var ErrNoAlert = errors.New("no such alert waits")

// An Alert is what one person read on one day that a rule says is abnormal.
type Alert struct {
	Rule        rights.AlertKind
	Actor       permits.UserID
	Name        string // of the actor
	Body        permits.Body
	Day         registers.Day
	Clients     int // how many different clients it concerns
	First, Last time.Time
	Finding     rights.AlertFinding // empty while it waits
	Note        string
	HandledBy   permits.UserID
	HandledAt   time.Time
	Again       bool // more was read after somebody had looked
}

// alertSlack is how far back it is looked again for readings whose transaction
// took long; finding the same alert twice changes nothing.
const alertSlack = 10 * time.Minute

// FindAlerts looks at what has been read since it was last looked, under the
// rules of each reading's own day, and stores what they find. It may run in
// several processes.
func (db *DB) FindAlerts(ctx context.Context) (found int, err error) {
	err = db.command(ctx, func(tx pgx.Tx) error {
		var since time.Time
		if err := tx.QueryRow(ctx, "select at from permits.alerts_mark for update").Scan(&since); err != nil {
			return err
		}
		now, err := moment(ctx, tx)
		if err != nil {
			return err
		}
		rows, _ := tx.Query(ctx, "select actor, day::text from audit.readers_since($1)", since.Add(-alertSlack))
		type reader struct{ actor, day string }
		readers, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (r reader, err error) { return r, row.Scan(&r.actor, &r.day) })
		if err != nil {
			return err
		}
		for _, r := range readers {
			n, err := alertsOf(ctx, tx, r.actor, r.day, now)
			if err != nil {
				return err
			}
			found += n
		}
		_, err = tx.Exec(ctx, "update permits.alerts_mark set at = $1", now)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("look for abnormal use: %w", err)
	}
	return found, nil
}

// alertsOf applies the rules to what one person read on a day.
func alertsOf(ctx context.Context, tx pgx.Tx, actor, day string, now time.Time) (found int, err error) {
	rows, _ := tx.Query(ctx, `
		select r.at, r.token::text,
		       exists (select from permits.user_clients c where c.user_id = $1 and c.token = r.token),
		       exists (select from permits.user_clients c join permits.users u using (user_id) join permits.users me on me.user_id = $1
		                where c.token = r.token and u.user_id <> $1 and u.body <> '' and u.body = me.body),
		       coalesce(r.unit ~ '^TE[0-9]{2}$'
		                and coalesce(p.office, e.office, v.office) <> r.unit
		                and not exists (select from registers.clientship c where c.person_id = p.person_id and c.office = r.unit), false)
		  from audit.readings_of($1, $2::date) r
		  join permits.subject_tokens t on t.token = r.token
		  left join registers.person p on t.subject = 'person' and p.person_id = t.subject_id
		  left join registers.employer e on t.subject = 'employer' and e.employer_id = t.subject_id
		  left join registers.provider v on t.subject = 'provider' and v.provider_id = t.subject_id
		 order by r.at`, actor, day)
	readings, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (r rights.Reading, err error) {
		return r, row.Scan(&r.At, &r.Client, &r.Own, &r.Colleague, &r.Elsewhere)
	})
	if err != nil {
		return 0, err
	}
	on, err := registers.ParseDay(day)
	if err != nil {
		return 0, err
	}
	for _, rule := range rights.AlertRules(on) {
		clients, first, last := rule.Broken(readings)
		if clients == 0 {
			continue
		}
		tag, err := tx.Exec(ctx, `
			insert into permits.alerts as a (rule, actor, day, clients, first_at, last_at, found_at) values ($1, $2, $3, $4, $5, $6, $7)
			on conflict (rule, actor, day) do update
			   set clients = excluded.clients, first_at = excluded.first_at, last_at = excluded.last_at, found_at = excluded.found_at
			 where excluded.clients > a.clients`, rule.Kind, actor, on, clients, first, last, now)
		if err != nil {
			return found, err
		}
		found += int(tag.RowsAffected())
	}
	return found, nil
}

const alertColumns = `a.rule, a.actor, coalesce(u.name, ''), coalesce(u.body, ''), a.day::text, a.clients, a.first_at, a.last_at,
	coalesce(a.finding, ''), a.note, a.handled_by, a.handled_at, a.handled_by is not null and a.clients > a.handled_of`

// Alerts lists those that wait for somebody, or those handled, the newest first.
func (db *DB) Alerts(ctx context.Context, waiting bool, limit int) ([]Alert, error) {
	rows, _ := db.pool.Query(ctx, `select `+alertColumns+`
		  from permits.alerts a left join permits.users u on u.user_id = a.actor
		 where (a.clients > a.handled_of) = $1
		 order by a.day desc, a.last_at desc, a.rule limit $2`, waiting, limit)
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (a Alert, err error) {
		var by *permits.UserID
		var at *time.Time
		var day string
		err = row.Scan(&a.Rule, &a.Actor, &a.Name, &a.Body, &day, &a.Clients, &a.First, &a.Last, &a.Finding, &a.Note, &by, &at, &a.Again)
		a.HandledBy, a.HandledAt = or(by), or(at)
		return a, errors.Join(err, a.Day.UnmarshalText([]byte(day)))
	})
	if err != nil {
		return nil, fmt.Errorf("list alerts: %w", err)
	}
	return all, nil
}

// HandleAlert notes what by found of an alert. Nobody handles what they did
// themselves ("own-alert"), and a note says why ("no-reasons"). ErrNoAlert when
// it does not wait.
func (db *DB) HandleAlert(ctx context.Context, by permits.UserID, rule rights.AlertKind, actor permits.UserID, day registers.Day, finding rights.AlertFinding, note string) error {
	err := db.command(ctx, func(tx pgx.Tx) error {
		if err := rights.MayHandleAlert(by, actor, note); err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, `
			update permits.alerts set finding = $5, note = $6, handled_by = $4, handled_at = permits.moment(), handled_of = clients
			 where rule = $1 and actor = $2 and day = $3 and clients > handled_of`, rule, actor, day, by, finding, note)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return ErrNoAlert
		}
		return record(ctx, tx, Entry{Actor: by, Kind: "alert-handled", Subject: string(actor),
			Detail: map[string]string{"rule": string(rule), "day": day.String(), "finding": string(finding)}})
	})
	if err != nil {
		return fmt.Errorf("handle an alert: %w", err)
	}
	return nil
}
