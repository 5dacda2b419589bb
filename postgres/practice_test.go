package postgres_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
)

// TestPracticeFollowsDecisions: a decision makes its rows by itself, and one's
// own case is no precedent to it.
func TestPracticeFollowsDecisions(t *testing.T) { // HL 6 §
	db := newDB(t)
	furnish(t, db)
	c := inForce(t, db)
	p, err := db.Practice(t.Context(), "KEHA-9-2020", c.Application.Scope, c.Application.Purpose)
	if err != nil {
		t.Fatal(err)
	}
	variables := 0
	for _, table := range c.Application.Scope.Tables {
		variables += len(table.Variables)
	}
	if len(p.Variables) != variables || len(p.Orders) != len(permits.Clauses()) || p.Variables[0].Case != c.ID || p.Variables[0].Granted != p.Variables[0].Applied {
		t.Errorf("%d variables, %d orders: %+v", len(p.Variables), len(p.Orders), p.Variables)
	}
	if p, err := db.Practice(t.Context(), c.ID, c.Application.Scope, c.Application.Purpose); err != nil || len(p.Variables)+len(p.Orders) != 0 {
		t.Errorf("a case is its own precedent: %v", err)
	}
	if p, err := db.Practice(t.Context(), "KEHA-9-2020", c.Application.Scope, "another"); err != nil || len(p.Variables)+len(p.Orders) != 0 {
		t.Errorf("another purpose has precedents: %v", err)
	}
}

// TestPracticeIsQuick: with 3,000 decided cases the practice on every variable
// and order of an application is read in less than 100 ms.
func TestPracticeIsQuick(t *testing.T) {
	db := newDB(t)
	furnish(t, db)
	c := inForce(t, db)
	// The same case again and again, by SQL as an import would put it there: the
	// database makes the rows itself.
	var columns string
	if err := db.Pool().QueryRow(t.Context(), `
		select string_agg(column_name, ', ' order by ordinal_position) from information_schema.columns
		 where table_schema = 'permits' and table_name = 'cases' and is_generated = 'NEVER'`).Scan(&columns); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Pool().Exec(t.Context(), `
		insert into permits.cases (`+columns+`)
		select r.`+strings.ReplaceAll(columns, ", ", ", r.")+` from permits.cases c, generate_series(1, 3000) n,
		       lateral jsonb_populate_record(c, jsonb_build_object('case_id', 'KEHA-' || 1000 + n || '-2020', 'decided_at', c.decided_at - n % 700 * interval '1 day')) r
		 where c.case_id = $1`, c.ID); err != nil {
		t.Fatal(err)
	}
	best := time.Hour
	for range 5 {
		begun := time.Now()
		p, err := db.Practice(t.Context(), "KEHA-9-2020", c.Application.Scope, c.Application.Purpose)
		if err != nil || len(p.Orders) != 25*len(permits.Clauses()) {
			t.Fatalf("%d orders: %v", len(p.Orders), err)
		}
		best = min(best, time.Since(begun))
	}
	t.Logf("the practice of 3,001 decisions in %v", best)
	if best > 100*time.Millisecond {
		t.Errorf("the practice of 3,001 decisions takes %v", best)
	}
}

// TestTrialsEndOnce: a dry run is queued with its job, one at a time, and ends
// once, with a report or a reason.
func TestTrialsEndOnce(t *testing.T) { // GDPR 35
	db := newDB(t)
	furnish(t, db)
	c := proposed(t, db)
	scope := c.Application.Scope
	order := func() (permits.Trial, error) {
		return db.OrderTrial(t.Context(), c.ID, func(_ permits.Case, earlier []permits.Trial, now time.Time) (permits.Trial, error) {
			return permits.Trial{Case: c.ID, No: len(earlier) + 1, Scope: scope, LawDay: registers.DayOf(now), By: presenter.ID, At: now}, nil
		})
	}
	first, err := order()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := order(); err == nil {
		t.Error("two dry runs of one case at a time")
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	report := permits.RiskReport{Persons: 7, SmallestClass: 1}
	worked := make(chan error, 1)
	go func() {
		_ = db.Work(ctx, map[string]func(context.Context, json.RawMessage) error{postgres.TrialJob: func(ctx context.Context, args json.RawMessage) error {
			trial, err := db.BeginTrial(ctx, args)
			if errors.Is(err, postgres.ErrNoTrial) {
				return nil // the fixture's own, which has ended
			}
			if err == nil {
				err = db.EndTrial(ctx, trial, trial.At, &report, "")
			}
			worked <- err
			return err
		}}, postgres.WorkOptions{})
	}()
	if err := <-worked; err != nil {
		t.Fatal(err)
	}
	all, err := db.Trials(t.Context(), c.ID)
	if err != nil || len(all) != 2 || all[0].State != permits.TrialDone || all[0].Report.Persons != 7 || all[0].Stale(scope) || all[0].LawDay != first.LawDay {
		t.Errorf("the dry run: %+v %v", all, err)
	}
	if err := db.EndTrial(t.Context(), first, time.Time{}, nil, "broken"); err == nil {
		t.Error("a dry run ended twice")
	}
	if _, err := order(); err != nil {
		t.Errorf("another after the first: %v", err)
	}
}

// TestDraftsAreOnlyAdded: every saving is a version; what is as before is not
// kept again, and what others wrote since is told.
func TestDraftsAreOnlyAdded(t *testing.T) {
	db := newDB(t)
	furnish(t, db)
	c := proposed(t, db)
	keep := func(by permits.UserID, desk string, base int, words string) (postgres.DeskDraft, []postgres.DeskDraft) {
		t.Helper()
		kept, others, err := db.KeepDraft(t.Context(), postgres.DeskDraft{Case: c.ID, Officer: by, Desk: desk, Base: base, Form: url.Values{"reasons": {words}}})
		if err != nil {
			t.Fatal(err)
		}
		return kept, others
	}
	if kept, others := keep(presenter.ID, "one", 0, "Ensin."); kept.No != 1 || len(others) != 0 || kept.At.IsZero() {
		t.Errorf("the first: %+v %v", kept, others)
	}
	if kept, _ := keep(presenter.ID, "one", 0, "Ensin."); kept.No != 1 {
		t.Errorf("the same again is version %d", kept.No)
	}
	if kept, others := keep(decider.ID, "two", 0, "Toisin."); kept.No != 2 || len(others) != 1 || others[0].Form.Get("reasons") != "Ensin." {
		t.Errorf("the other's: %+v %v", kept, others)
	}
	if kept, others := keep(decider.ID, "two", 2, "Vielä toisin."); kept.No != 3 || len(others) != 0 {
		t.Errorf("after having seen it: %+v %v", kept, others)
	}
	if all, err := db.Drafts(t.Context(), c.ID); err != nil || len(all) != 3 {
		t.Errorf("%d versions: %v", len(all), err)
	}
	if _, _, err := db.KeepDraft(t.Context(), postgres.DeskDraft{Case: "KEHA-404-2020", Officer: presenter.ID, Desk: "one", Form: url.Values{}}); err == nil {
		t.Error("a draft of no case")
	}
}
