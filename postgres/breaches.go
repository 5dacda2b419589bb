package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"tietolupa/permits"
)

// ErrNoBreach says that there is no breach of that number.
var ErrNoBreach = errors.New("no such breach")

// BreachCountJob is the kind of the job that counts whom the extracts of a
// breach hold; its arguments are {"breach": "KEHA-T1-2020"}.
const BreachCountJob = "breach-count"

const breachColumns = "breach_id, state, version, basis_id, told_by, aware_at, handler, closed_at, details, texts"

// TellBreach stores what tell makes under the next number (KEHA-T2-2020), its
// texts, event and a line in the audit log, and has a worker count: all or
// nothing. It fails with tell's own error, a *permits.RuleError among them.
func (db *DB) TellBreach(ctx context.Context, tell func(id string, now time.Time) (permits.Breach, permits.Event, error)) (permits.Breach, error) {
	var b permits.Breach
	err := db.command(ctx, func(tx pgx.Tx) error {
		now, err := moment(ctx, tx)
		if err != nil {
			return err
		}
		id, err := nextNumber(ctx, tx, "breach_number", "KEHA-T%d-%d", now.Year())
		if err != nil {
			return err
		}
		var e permits.Event
		if b, e, err = tell(id, now); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `insert into permits.breaches (`+breachColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			b.ID, b.State, b.Version, text(b.Basis), b.By, b.Aware, text(b.Handler), instant(b.Closed), b.BreachDetails, b.Texts); err != nil {
			return err
		}
		if err := putTexts(ctx, tx, b.Written); err != nil {
			return err
		}
		if err := putItem(ctx, tx, b.Item(now), b.Dates(now), now, true); err != nil {
			return err
		}
		if b.Counting() {
			if err := db.askCount(ctx, tx, id); err != nil {
				return err
			}
		}
		return happened(ctx, tx, e, id, b.Version)
	})
	if err != nil {
		return permits.Breach{}, fmt.Errorf("tell of a breach: %w", err)
	}
	b.Written = nil
	return b, nil
}

// ChangeBreach is ChangeCase for breaches; ErrNoBreach when there is none of
// that number. When the extracts that it touches change, a worker counts anew.
func (db *DB) ChangeBreach(ctx context.Context, id string,
	change func(b permits.Breach, now time.Time) (permits.Breach, permits.Event, error)) (permits.Breach, error) {
	var next permits.Breach
	err := db.command(ctx, func(tx pgx.Tx) (err error) {
		next, err = db.changeBreachIn(ctx, tx, id, change)
		return err
	})
	if err != nil {
		return permits.Breach{}, fmt.Errorf("change breach %s: %w", id, err)
	}
	next.Written = nil
	return next, nil
}

func (db *DB) changeBreachIn(ctx context.Context, tx pgx.Tx, id string,
	change func(b permits.Breach, now time.Time) (permits.Breach, permits.Event, error)) (permits.Breach, error) {
	return changedIn(ctx, tx, id, change,
		func(tx pgx.Tx) (permits.Breach, error) {
			rows, _ := tx.Query(ctx, `select `+breachColumns+` from permits.breaches where breach_id = $1 for no key update`, id)
			return oneOf(rows, scanBreach, ErrNoBreach)
		},
		func(tx pgx.Tx, next, was permits.Breach, e permits.Event) (int, error) {
			if next.ID != id {
				return 0, errors.New("the change returned another breach")
			}
			var err error
			if counted(was, next) { // a worker changes nothing else
				err = overLocked(tx.Exec(ctx, "update permits.breaches set version = $3, details = $4 where breach_id = $1 and version = $2",
					id, was.Version, next.Version, next.BreachDetails))
			} else {
				err = overLocked(tx.Exec(ctx, `
					update permits.breaches set state = $3, version = $4, handler = $5, closed_at = $6, details = $7, texts = $8
					 where breach_id = $1 and version = $2`,
					id, was.Version, next.State, next.Version, text(next.Handler), instant(next.Closed), next.BreachDetails, next.Texts))
			}
			if err != nil {
				return 0, err
			}
			if next.Counting() && !next.TouchedAt.Equal(was.TouchedAt) {
				if err := db.askCount(ctx, tx, id); err != nil {
					return 0, err
				}
			}
			if !counted(was, next) { // which changes no line of the queue
				if err := putItem(ctx, tx, next.Item(e.At), next.Dates(e.At), e.At, next.State != was.State); err != nil {
					return 0, err
				}
			}
			return next.Version, putTexts(ctx, tx, next.Written)
		})
}

// counted says whether what came between was a count.
func counted(was, next permits.Breach) bool {
	return !next.CountedAt.Equal(was.CountedAt) && !next.Counting()
}

// SuspendForBreach suspends a permit and records it in the breach that is the
// cause: both or neither. It fails with the rule of either.
func (db *DB) SuspendForBreach(ctx context.Context, id string,
	change func(b permits.Breach, now time.Time) (permits.Breach, permits.Event, error),
	suspend func(c permits.Case, now time.Time) (permits.Case, permits.Event, error)) error {
	err := db.command(ctx, func(tx pgx.Tx) error {
		b, err := db.changeBreachIn(ctx, tx, id, change)
		if err != nil {
			return err
		}
		of := permits.CaseID(b.Basis)
		_, err = changedIn(ctx, tx, b.Basis, suspend,
			func(tx pgx.Tx) (permits.Case, error) { return lockCase(ctx, tx, of) },
			func(tx pgx.Tx, next, was permits.Case, _ permits.Event) (int, error) {
				return next.Version, updateCase(ctx, tx, next, was)
			})
		return err
	})
	if err != nil {
		return fmt.Errorf("suspend for breach %s: %w", id, err)
	}
	return nil
}

func (db *DB) askCount(ctx context.Context, tx pgx.Tx, id string) error {
	args, err := json.Marshal(map[string]string{"breach": id})
	if err != nil {
		return err
	}
	if _, err := db.queue.InsertTx(ctx, tx, job{kind: BreachCountJob, args: args}, &river.InsertOpts{MaxAttempts: subjectAttempts}); err != nil {
		return fmt.Errorf("queue the count: %w", err)
	}
	return nil
}

// CountBreach is the worker's part: it unites the kept sets of those in the
// extracts of a breach, by subject, and stores how many they are. count gives
// the number of different members of several sets. Who they are is neither
// stored nor logged. Nothing happens when all has been counted.
func (db *DB) CountBreach(ctx context.Context, id string, count func(sets [][]byte) (int, error)) error {
	b, err := db.Breach(ctx, id)
	if err != nil {
		return err
	}
	if !b.Counting() {
		return nil
	}
	found := map[string]int{}
	for _, subject := range []string{"person", "employer", "provider"} {
		rows, _ := db.pool.Query(ctx, "select members from permits.cohorts where subject = $1 and order_id = any($2) order by order_id", subject, b.Extracts)
		sets, err := pgx.CollectRows(rows, pgx.RowTo[[]byte])
		if err != nil {
			return fmt.Errorf("read whom the extracts of breach %s hold: %w", id, err)
		}
		if len(sets) == 0 {
			continue
		}
		if found[subject], err = count(sets); err != nil {
			return fmt.Errorf("count whom the extracts of breach %s hold: %w", id, err)
		}
	}
	_, err = db.ChangeBreach(ctx, id, func(now permits.Breach, at time.Time) (permits.Breach, permits.Event, error) {
		if !now.TouchedAt.Equal(b.TouchedAt) {
			return permits.Breach{}, permits.Event{}, errors.New("other extracts were named meanwhile") // the next job counts them
		}
		return now.Count(permits.Actor{ID: Service}, found, at)
	})
	return err
}

// Breach is the breach of that number; ErrNoBreach when there is none.
func (db *DB) Breach(ctx context.Context, id string) (permits.Breach, error) {
	rows, _ := db.pool.Query(ctx, `select `+breachColumns+` from permits.breaches where breach_id = $1`, id)
	b, err := oneOf(rows, scanBreach, ErrNoBreach)
	if err != nil {
		return permits.Breach{}, fmt.Errorf("read breach %s: %w", id, err)
	}
	return b, nil
}

// Breaches is the register of breaches, the newest first (GDPR 33.5).
func (db *DB) Breaches(ctx context.Context) ([]permits.Breach, error) {
	return db.breachesWhere(ctx, "true order by aware_at desc, breach_id desc")
}

// OpenBreaches lists those that are not closed, by whose hours run first.
func (db *DB) OpenBreaches(ctx context.Context) ([]permits.Breach, error) {
	return db.breachesWhere(ctx, "state <> 'closed' order by aware_at, breach_id")
}

// BreachesToldBy lists those that somebody told of, the newest first.
func (db *DB) BreachesToldBy(ctx context.Context, user permits.UserID) ([]permits.Breach, error) {
	return db.breachesWhere(ctx, "told_by = $1 order by aware_at desc, breach_id desc", user)
}

// BreachesOf lists those of a permit or disclosure, the newest first.
func (db *DB) BreachesOf(ctx context.Context, basis string) ([]permits.Breach, error) {
	return db.breachesWhere(ctx, "basis_id = $1 order by aware_at desc, breach_id desc", basis)
}

func (db *DB) breachesWhere(ctx context.Context, where string, args ...any) ([]permits.Breach, error) {
	rows, _ := db.pool.Query(ctx, `select `+breachColumns+` from permits.breaches where `+where, args...)
	bs, err := pgx.CollectRows(rows, scanBreach)
	if err != nil {
		return nil, fmt.Errorf("list breaches: %w", err)
	}
	return bs, nil
}

func scanBreach(row pgx.CollectableRow) (b permits.Breach, err error) {
	var basis *string
	var handler *permits.UserID
	var closed *time.Time
	err = row.Scan(&b.ID, &b.State, &b.Version, &basis, &b.By, &b.Aware, &handler, &closed, &b.BreachDetails, &b.Texts)
	b.Basis, b.Handler, b.Closed = or(basis), or(handler), or(closed)
	return b, err
}
