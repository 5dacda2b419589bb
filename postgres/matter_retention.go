package postgres

import (
	"context"
	"fmt"
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
			return forgetMatter(ctx, tx, id, "delete from permits.requests where request_id = $1")
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
func (db *DB) dueMatters(ctx context.Context, day registers.Day) (due []DueCase, err error) {
	add := func(id, ending string, r permits.Retention, known bool) error {
		if !known || !r.Until.Before(day) {
			return nil
		}
		one := DueCase{ID: permits.CaseID(id), Ending: ending, Retention: r}
		one.Held, err = db.heldBy(ctx, one.ID)
		due = append(due, one)
		return err
	}
	const left = ` x where closed_at is not null and not exists (select from permits.case_removals r where r.subject = `
	rows, _ := db.pool.Query(ctx, `select `+requestColumns+` from permits.requests`+left+`x.request_id) order by closed_at, request_id`)
	requests, err := pgx.CollectRows(rows, scanDocumentRequest)
	if err != nil {
		return nil, fmt.Errorf("list the document requests to remove: %w", err)
	}
	for _, q := range requests {
		r, known := q.Retention()
		if err := add(q.ID, string(q.State), r, known); err != nil {
			return nil, err
		}
	}
	rows, _ = db.pool.Query(ctx, `select `+breachColumns+` from permits.breaches`+left+`x.breach_id) order by closed_at, breach_id`)
	breaches, err := pgx.CollectRows(rows, scanBreach)
	if err != nil {
		return nil, fmt.Errorf("list the breaches to remove: %w", err)
	}
	for _, b := range breaches {
		r, known := b.Retention()
		if err := add(b.ID, string(b.State), r, known); err != nil {
			return nil, err
		}
	}
	return due, nil
}

// forgetMatter removes a document request or a breach whole with what was written
// in it; itself is the statement that takes its own row.
func forgetMatter(ctx context.Context, tx pgx.Tx, id permits.CaseID, itself string) error {
	var batch pgx.Batch
	for _, table := range []string{"mails", "mails_due", "texts", "queue_items", "due_dates", "registry_numbers"} {
		batch.Queue("delete from permits."+table+" where subject = $1", id)
	}
	batch.Queue(itself, id)
	return tx.SendBatch(ctx, &batch).Close()
}
