package postgres_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
)

// arrived begins a case of who and submits it, altered.
func arrived(t *testing.T, db *postgres.DB, who permits.Actor, alter func(*permits.Application)) permits.Case {
	t.Helper()
	n, err := db.CreateCase(t.Context(), who)
	if err != nil {
		t.Fatal(err)
	}
	return change(t, db, n.ID,
		func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			a := application(t)
			a.Until = registers.DayOf(now).AddDate(1, 0, 0)
			if alter != nil {
				alter(&a)
			}
			return c.Save(who, c.Version, a, nil, now)
		},
		func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.Submit(who, c.Version, catalogue(t), now)
		})
}

// TestOfficersAreToldOfDuplicates: cases are compared as they arrive and whenever
// what is compared changes, both ways round; a draft is not, and what is removed
// goes.
func TestOfficersAreToldOfDuplicates(t *testing.T) { // HL 25 §
	db := newDB(t)
	furnish(t, db)
	first := arrived(t, db, researcher, nil)
	second := arrived(t, db, researcher, func(a *permits.Application) { a.Title = "Aivan toinen hanke" })
	if _, err := db.CreateCase(t.Context(), researcher); err != nil {
		t.Fatal(err)
	}
	like := func(of permits.CaseID, want ...permits.CaseID) {
		t.Helper()
		all, err := db.Likenesses(t.Context(), of)
		var got []permits.CaseID
		for _, l := range all {
			got = append(got, l.With)
			if l.Score < permits.LikeEnough || !l.Organisation || l.Shared != l.Variables || l.Title == "" || l.State != permits.Submitted {
				t.Errorf("%s is like %+v", of, l)
			}
		}
		if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s is like %v, not %v: %v", of, got, want, err)
		}
	}
	like(first.ID, second.ID)
	like(second.ID, first.ID)
	list, err := db.Worklist(t.Context(), postgres.QueueQuery{Filter: "all", By: presenter.ID}, registers.DayOf(time.Now()))
	if err != nil || len(list.Lines) != 2 {
		t.Fatalf("%d lines: %v", len(list.Lines), err)
	}
	for _, l := range list.Lines {
		if l.Likes != 1 || l.Like.With == permits.CaseID(l.ID) || l.Like.Score < permits.LikeEnough {
			t.Errorf("the line of %s: %+v, %d", l.ID, l.Like, l.Likes)
		}
	}
	change(t, db, second.ID, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) { // as a reply to a request changes it
		c.Application.Scope.Tables = []permits.ScopeTable{{Table: "person", Variables: c.Application.Scope.Tables[0].Variables[:1]}}
		c.Application.Scope.Population = nil
		return c.Take(presenter, now)
	})
	like(first.ID)
	like(second.ID)
	if _, err := db.Pool().Exec(t.Context(), "delete from permits.sketches where case_id = $1", first.ID); err != nil {
		t.Fatal(err)
	}
	third := arrived(t, db, researcher, nil)
	like(third.ID)
}

// TestDuplicatesAreQuick: in an organisation of 3,000 cases a case is compared in
// less than 100 ms, and a page of the queue is read in less.
func TestDuplicatesAreQuick(t *testing.T) {
	db := newDB(t)
	furnish(t, db)
	first := arrived(t, db, researcher, nil)
	const columns = "chain, body, people, title, purpose, variables, population, period_from, period_to"
	for _, sql := range []string{
		`insert into permits.cases (case_id, applicant, application, state, version, created_at, submitted_at)
		 select 'KEHA-' || 1000 + n || '-2020', applicant, application, state, version, created_at, submitted_at from permits.cases, generate_series(1, 3000) n where case_id = $1`,
		`insert into permits.queue_items select r.* from permits.queue_items q, generate_series(1, 3000) n,
		 lateral jsonb_populate_record(q, jsonb_build_object('subject', 'KEHA-' || 1000 + n || '-2020')) r where q.subject = $1`,
		`insert into permits.sketches (case_id, ` + columns + `)
		 select 'KEHA-' || 1000 + n || '-2020', 'KEHA-' || 1000 + n || '-2020', ` + strings.TrimPrefix(columns, "chain, ") + ` from permits.sketches, generate_series(1, 3000) n where case_id = $1`,
	} {
		if _, err := db.Pool().Exec(t.Context(), sql, first.ID); err != nil {
			t.Fatal(err)
		}
	}
	n, err := db.CreateCase(t.Context(), researcher)
	if err != nil {
		t.Fatal(err)
	}
	change(t, db, n.ID, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		a := application(t)
		a.Until = registers.DayOf(now).AddDate(1, 0, 0)
		return c.Save(researcher, c.Version, a, nil, now)
	})
	begun := time.Now()
	change(t, db, n.ID, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		return c.Submit(researcher, c.Version, catalogue(t), now)
	})
	submitted := time.Since(begun)
	if all, err := db.Likenesses(t.Context(), n.ID); err != nil || len(all) != permits.LikestKept {
		t.Fatalf("%d of them: %v", len(all), err)
	}
	page := time.Hour
	for range 5 {
		begun = time.Now()
		if list, err := db.Worklist(t.Context(), postgres.QueueQuery{Filter: "all", By: presenter.ID}, registers.DayOf(time.Now())); err != nil || list.Total < 3000 {
			t.Fatalf("%d lines: %v", list.Total, err)
		}
		page = min(page, time.Since(begun))
	}
	t.Logf("a case among 3,001 is submitted in %v, a page of the queue is read in %v", submitted, page)
	if submitted > 500*time.Millisecond || page > 100*time.Millisecond {
		t.Errorf("submitted in %v, a page in %v", submitted, page)
	}
}
