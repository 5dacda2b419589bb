package postgres

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"tietolupa/permits"
)

// followCase writes what lists read of c after event e, in the command's
// transaction: its line in the queue, its days of the calendar, its line in the
// public register and its handling time.
func followCase(ctx context.Context, tx pgx.Tx, c permits.Case, e permits.Event) error {
	var batch pgx.Batch
	batchCase(&batch, c, e.At, permits.Turns(e.Kind))
	for _, k := range kinAfter(c) { // what is due of a permit depends on its renewal
		batchCase(&batch, k, e.At, false)
	}
	if batch.Len() == 0 { // a draft
		return nil
	}
	if err := tx.SendBatch(ctx, &batch).Close(); err != nil {
		return fmt.Errorf("write the case's line in the lists: %w", err)
	}
	return nil
}

// batchCase queues the statements of followCase; turned says whether somebody
// else may be waited for since at.
func batchCase(batch *pgx.Batch, c permits.Case, at time.Time, turned bool) {
	item, listed := c.Item(at)
	if !listed {
		return
	}
	batchItem(batch, item, c.Dates(at), at, turned)
	batchCharges(batch, string(c.ID), c.Charges(), payer{c.Application.Organisation, c.Application.BusinessID, c.Application.Billing})
	if e, public := c.Entry(at); public {
		batchEntry(batch, e)
	} else {
		batch.Queue("delete from permits.register_entries where subject = $1", c.ID)
	}
	batchTime(batch, string(c.ID), permits.PermitItem, c.Application.Purpose, c)
	for _, ch := range c.Life.Changes {
		if change, known := c.ChangeCase(ch.No); known {
			batchTime(batch, string(c.ID)+"/change-"+strconv.Itoa(ch.No), "change", c.Application.Purpose, change)
		}
	}
}

// batchTime queues what writes the handling time of a matter once it is decided.
func batchTime(batch *pgx.Batch, subject string, kind permits.ItemKind, purpose permits.Purpose, of interface {
	HandlingTime() (permits.HandlingTime, bool)
}) {
	t, decided := of.HandlingTime()
	if !decided {
		return
	}
	batch.Queue(`insert into permits.handling_times (subject, kind, purpose, outcome, arrived_at, decided_at, days, paused, in_time)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (subject) do nothing`,
		subject, kind, purpose, t.Outcome, t.Arrived, t.Decided, t.Days, t.Paused, t.InTime)
}

// putItem writes the line of a request or a breach, and its days, in the
// transaction of a command at at; turned says whether somebody else may be
// waited for since then.
func putItem(ctx context.Context, tx pgx.Tx, item permits.Item, dates []permits.DueDate, at time.Time, turned bool) error {
	var batch pgx.Batch
	batchItem(&batch, item, dates, at, turned)
	if err := tx.SendBatch(ctx, &batch).Close(); err != nil {
		return fmt.Errorf("write %s in the queue: %w", item.ID, err)
	}
	return nil
}

const itemColumns = `subject, kind, path, title, organisation, state, shelf, party, since, handler, substitutes, purpose, language,
	arrived_at, complete_on, next_due, next_clock, clocks, paused_since, pause_text, sought`

// itemRow gives the values of itemColumns.
func itemRow(i permits.Item, since time.Time) []any {
	next, _ := i.Next()
	clocks, substitutes := i.Clocks, i.Substitutes
	if clocks == nil {
		clocks = []permits.Clock{}
	}
	if substitutes == nil {
		substitutes = []permits.Substitute{}
	}
	return []any{i.ID, i.Kind, i.Path, i.Title, i.Organisation, i.State, i.Shelf, i.Party, since, text(i.Handler), substitutes, i.Purpose, i.Language,
		i.Arrived, dated(i.Complete), dated(next.Due), next.Name, clocks, instant(i.PausedSince), i.Why.No, i.Sought()}
}

func batchItem(batch *pgx.Batch, i permits.Item, dates []permits.DueDate, at time.Time, turned bool) {
	batch.Queue(`insert into permits.queue_items as q (`+itemColumns+`)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21 || coalesce((select E'\n' || lower(r.number) from permits.registry_numbers r where r.subject = $1), ''))
		on conflict (subject) do update set path = excluded.path, title = excluded.title, organisation = excluded.organisation, state = excluded.state,
			shelf = excluded.shelf, party = excluded.party, since = case when $22 then excluded.since else q.since end, handler = excluded.handler,
			substitutes = excluded.substitutes, purpose = excluded.purpose, language = excluded.language, arrived_at = excluded.arrived_at,
			complete_on = excluded.complete_on, next_due = excluded.next_due, next_clock = excluded.next_clock, clocks = excluded.clocks,
			paused_since = excluded.paused_since, pause_text = excluded.pause_text,
			sought = excluded.sought`,
		append(itemRow(i, at), turned)...)
	kinds, days, holders := make([]string, len(dates)), make([]time.Time, len(dates)), make([]bool, len(dates))
	for n, d := range dates {
		kinds[n], days[n], holders[n] = d.Kind, d.Day.Time(), d.Holder
	}
	batch.Queue("delete from permits.due_dates where subject = $1", i.ID)
	batch.Queue(`insert into permits.due_dates (subject, kind, due_on, holder)
		select $1, kind, due_on, bool_or(holder) from unnest($2::text[], $3::date[], $4::boolean[]) as d (kind, due_on, holder) group by kind, due_on`,
		i.ID, kinds, days, holders)
}

func batchEntry(batch *pgx.Batch, e permits.Entry) {
	tables := e.Tables
	if tables == nil {
		tables = []string{}
	}
	batch.Queue(`insert into permits.register_entries (subject, number, decided_on, outcome, organisation, purpose, title, tables, variables,
			term_from, term_to, state, days, authority, sought)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
		on conflict (subject) do update set number = excluded.number, decided_on = excluded.decided_on, outcome = excluded.outcome,
			organisation = excluded.organisation, purpose = excluded.purpose, title = excluded.title, tables = excluded.tables,
			variables = excluded.variables, term_from = excluded.term_from, term_to = excluded.term_to, state = excluded.state,
			days = excluded.days, authority = excluded.authority, sought = excluded.sought`,
		e.ID, e.Number, dated(e.Decided), e.Outcome, e.Organisation, e.Purpose, e.Title, tables, e.Variables,
		dated(e.Term.From), dated(e.Term.To), e.State, e.Days, e.Authority, strings.ToLower(e.Number+"\n"+e.ID+"\n"+e.Organisation+"\n"+e.Title))
}

// fillLists writes what lists read of every case that is not there yet: those
// that arrived before there were such lists.
func fillLists(ctx context.Context, pool *pgxpool.Pool) error {
	rows, _ := pool.Query(ctx, `select `+caseColumns+` from permits.cases c
		where submitted_at is not null and not exists (select from permits.queue_items q where q.subject = c.case_id)
		  and not exists (select from permits.case_removals r where r.subject = c.case_id)`)
	cases, err := pgx.CollectRows(rows, scanCase)
	if err != nil || len(cases) == 0 {
		return err
	}
	db := &DB{pool: pool}
	var batch pgx.Batch
	for _, c := range cases {
		events, err := db.Events(ctx, string(c.ID))
		if err != nil {
			return err
		}
		if len(events) == 0 {
			return errors.New("case " + string(c.ID) + " has no events")
		}
		_, since := c.WaitsFor(events)
		batchCase(&batch, c, since, true)
	}
	return pool.SendBatch(ctx, &batch).Close()
}
