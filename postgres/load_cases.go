package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
)

// A CaseHistory is a case with all that happened to it, as the rules made it.
type CaseHistory struct {
	Case   permits.Case
	Events []permits.Event
	Texts  []permits.Text
	Trials []permits.Trial // that are done
}

// LoadCases stores whole cases at once, with their events, texts, lines of lists
// and entries in the log; no mail is sent about them. Numbers begin after them.
// It needs the owner's rights and is for a database that holds no case yet.
func (db *DB) LoadCases(ctx context.Context, all []CaseHistory) error {
	err := pgx.BeginFunc(ctx, db.pool, func(tx pgx.Tx) error {
		var batch pgx.Batch
		var made []permits.Case
		var cases, events, texts, trials, entries [][]any
		for _, h := range all {
			c := h.Case
			undertakings := c.Undertakings
			if undertakings == nil {
				undertakings = map[permits.UserID]permits.Signature{}
			}
			cases = append(cases, []any{c.ID, c.Applicant, c.Application, c.State, c.Version, c.Created, instant(c.Submitted), text(c.Presenter), c.Proposal, c.Decision,
				text(c.Decider), instant(c.DecidedAt), instant(c.ServedAt), c.Accepted, undertakings, instant(c.EndedAt), c.EndReasons, c.Handling, c.Life, c.Texts})
			for _, e := range h.Events {
				if e.Detail == nil {
					e.Detail = map[string]string{}
				}
				events = append(events, []any{e.Subject, e.Version, e.Kind, e.By, e.At, e.Detail})
				entries = append(entries, Entry{At: e.At, Actor: e.By, Kind: string(e.Kind), Subject: e.Subject, Detail: e.Detail}.row(ctx))
			}
			for _, t := range h.Texts {
				texts = append(texts, []any{t.Subject, t.No, t.Kind, t.Anchor, t.Re, t.By, t.At, t.Visible, t.Body, t.SHA256})
			}
			for _, t := range h.Trials {
				trials = append(trials, []any{t.Case, t.No, t.Scope, t.LawDay.Time(), t.By, t.At, t.State, instant(t.Taken), instant(t.Done), t.Report})
			}
			last := h.Events[len(h.Events)-1]
			for _, e := range h.Events {
				if permits.Turns(e.Kind) {
					last = e
				}
			}
			batchCase(&batch, c, last.At, true)
			made = append(made, c)
		}
		likenAll(&batch, made)
		for _, part := range []struct {
			schema, table string
			columns       []string
			rows          [][]any
		}{
			{"permits", "cases", []string{"case_id", "applicant", "application", "state", "version", "created_at", "submitted_at", "presenter", "proposal", "decision",
				"decider", "decided_at", "served_at", "accepted", "undertakings", "ended_at", "end_reasons", "handling", "life", "texts"}, cases},
			{"permits", "events", []string{"subject", "version", "kind", "by_user", "at", "detail"}, events},
			{"permits", "texts", []string{"subject", "number", "kind", "anchor", "re", "written_by", "written_at", "visible", "body", "sha256"}, texts},
			{"permits", "trials", []string{"case_id", "number", "scope", "law_day", "asked_by", "asked_at", "state", "taken_at", "done_at", "report"}, trials},
			{"audit", "entries", []string{"at", "actor", "on_behalf", "unit", "purpose", "grant_id", "kind", "subject", "person_token", "detail", "result", "address", "session", "request"}, entries},
		} {
			if _, err := tx.CopyFrom(ctx, pgx.Identifier{part.schema, part.table}, part.columns, pgx.CopyFromRows(part.rows)); err != nil {
				return fmt.Errorf("copy %s: %w", part.table, err)
			}
		}
		if err := tx.SendBatch(ctx, &batch).Close(); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "select setval('permits.case_number', $1)", max(len(all), 1))
		return err
	})
	if err == nil {
		_, err = db.pool.Exec(ctx, "analyze permits.cases, permits.events, permits.texts, permits.queue_items, permits.due_dates, permits.register_entries, permits.handling_times, permits.sketches, permits.likenesses")
	}
	if err != nil {
		return fmt.Errorf("load cases: %w", err)
	}
	return nil
}
