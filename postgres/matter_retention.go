package postgres

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
	"tietolupa/registers"
)

// An overMatter is how a case of any kind ended, how long it is kept, and how it is
// removed.
type overMatter struct {
	permits.Retention
	ending string
	known  bool // it is closed, and a rule says how long it is kept
	forget func(archive bool) error
}

// lockOver locks a permit case, a document request or a breach by its number.
// It fails with ErrNoCase, ErrNoDocumentRequest or ErrNoBreach.
func lockOver(ctx context.Context, tx pgx.Tx, id permits.CaseID) (overMatter, error) {
	switch {
	case strings.HasPrefix(string(id), "KEHA-A"):
		rows, _ := tx.Query(ctx, `select `+requestColumns+` from permits.requests where request_id = $1 for update`, id)
		q, err := oneOf(rows, scanDocumentRequest, ErrNoDocumentRequest)
		r, known := q.Retention()
		return overMatter{r, string(q.State), known, func(bool) error {
			return forgetMatter(ctx, tx, id, "delete from permits.letter_receivers where case_id = $1", "delete from permits.letter_signatures where case_id = $1",
				"delete from permits.letters where case_id = $1", "delete from permits.requests where request_id = $1") // its files go with its row
		}}, err
	case strings.HasPrefix(string(id), "KEHA-T"):
		rows, _ := tx.Query(ctx, `select `+breachColumns+` from permits.breaches where breach_id = $1 for update`, id)
		b, err := oneOf(rows, scanBreach, ErrNoBreach)
		r, known := b.Retention()
		return overMatter{r, string(b.State), known, func(bool) error {
			return forgetMatter(ctx, tx, id, "delete from permits.breaches where breach_id = $1")
		}}, err
	}
	c, err := lockCase(ctx, tx, id)
	r, known := c.Retention()
	return overMatter{r, string(c.State), known, func(archive bool) error { return forgetCase(ctx, tx, c, archive) }}, err
}

// dueMatters are the document requests and breaches among DueCases.
func (db *DB) dueMatters(ctx context.Context, day registers.Day) ([]DueCase, error) {
	requests, err := dueOf(ctx, db, day, requestColumns+" from permits.requests", "request_id", scanDocumentRequest, func(q permits.Request) (string, string, permits.Retention, bool) {
		r, known := q.Retention()
		return q.ID, string(q.State), r, known
	})
	if err != nil {
		return nil, fmt.Errorf("list the document requests to remove: %w", err)
	}
	breaches, err := dueOf(ctx, db, day, breachColumns+" from permits.breaches", "breach_id", scanBreach, func(b permits.Breach) (string, string, permits.Retention, bool) {
		r, known := b.Retention()
		return b.ID, string(b.State), r, known
	})
	if err != nil {
		return nil, fmt.Errorf("list the breaches to remove: %w", err)
	}
	return append(requests, breaches...), nil
}

// dueOf lists those of one kind of matter whose retention is over on day.
func dueOf[T any](ctx context.Context, db *DB, day registers.Day, columns, id string, scan pgx.RowToFunc[T], about func(T) (number, ending string, r permits.Retention, known bool)) (due []DueCase, err error) {
	rows, _ := db.pool.Query(ctx, `select `+columns+` x where closed_at is not null and not exists (
		select from permits.case_removals r where r.subject = x.`+id+`) order by closed_at, `+id)
	closed, err := pgx.CollectRows(rows, scan)
	if err != nil {
		return nil, err
	}
	for _, t := range closed {
		number, ending, r, known := about(t)
		if !known || !r.Until.Before(day) {
			continue
		}
		one := DueCase{ID: permits.CaseID(number), Ending: ending, Retention: r}
		if one.Held, err = db.heldBy(ctx, one.ID); err != nil {
			return nil, err
		}
		due = append(due, one)
	}
	return due, nil
}

// besideMatter are the tables that hold something of a case of any kind by its
// number, and nothing that an archive keeps.
var besideMatter = []string{"mails", "mails_due", "texts", "queue_items", "due_dates"}

// forgetMatter removes a document request or a breach whole with what was written
// in it; itself are the statements that take its own rows.
func forgetMatter(ctx context.Context, tx pgx.Tx, id permits.CaseID, itself ...string) error {
	var batch pgx.Batch
	for _, table := range append(slices.Clone(besideMatter), "registry_numbers") {
		batch.Queue("delete from permits."+table+" where subject = $1", id)
	}
	for _, sql := range itself {
		batch.Queue(sql, id)
	}
	return tx.SendBatch(ctx, &batch).Close()
}
