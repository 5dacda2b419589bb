package postgres_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
)

var sameCase = cmp.Options{cmp.Comparer(func(a, b registers.Day) bool { return a.String() == b.String() }), cmpopts.EquateEmpty()}

func TestEightDecideAtOnce(t *testing.T) {
	db := newDB(t)
	furnish(t, db)
	c := proposed(t, db)
	errs := make([]error, 8)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			_, errs[i] = db.ChangeCase(context.Background(), c.ID,
				func(now permits.Case, at time.Time) (permits.Case, permits.Event, error) {
					return now.Decide(decider, c.Version, true, at)
				})
		})
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
			continue
		}
		rule(t, err, "not-proposed")
	}
	if won != 1 {
		t.Errorf("%d decisions were made, want 1", won)
	}
	decided := 0
	for _, e := range events(t, db, string(c.ID)) {
		if e.Kind == permits.CaseGranted {
			decided++
		}
	}
	if decided != 1 {
		t.Errorf("%d decisions were recorded, want 1", decided)
	}
}

func events(t *testing.T, db *postgres.DB, subject string) []permits.Event {
	t.Helper()
	es, err := db.Events(t.Context(), subject)
	if err != nil {
		t.Fatal(err)
	}
	return es
}

func TestCaseIsStoredAsItWasReturned(t *testing.T) {
	db := newDB(t)
	furnish(t, db)
	c := inForce(t, db)
	stored, err := db.Case(t.Context(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(c, stored, sameCase); diff != "" {
		t.Errorf("returned and stored differ:\n%s", diff)
	}
	if stored.State != permits.InForce || stored.Decision.Scope.Hash() != c.Application.Scope.Hash() {
		t.Errorf("state %s, granted %s", stored.State, stored.Decision.Scope.Hash())
	}
	if zone := stored.DecidedAt.Location().String(); zone != "Europe/Helsinki" {
		t.Errorf("times are in %s", zone)
	}
	versions := 0
	for i, e := range events(t, db, string(c.ID)) {
		versions++
		if e.Version != i+1 {
			t.Errorf("event %d has version %d", i, e.Version)
		}
	}
	if versions != c.Version {
		t.Errorf("%d events, version %d", versions, c.Version)
	}
	if n := count(t, db.Pool(), "select count(*) from audit.entries where subject like 'KEHA-%' and kind not in ('clock-moved', 'letter-made') and kind not like 'trial-%'"); n != versions {
		t.Errorf("%d lines in the audit log, want %d", n, versions)
	}
}

func TestStateAndEventAreStoredBothOrNeither(t *testing.T) {
	withdraw := func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		return c.Withdraw(researcher, c.Version, now)
	}
	boom := errors.New("boom")
	for name, bad := range map[string]step{
		"event of another case": func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			c, e, err := withdraw(c, now)
			e.Subject = "KEHA-999-2020"
			return c, e, err
		},
		"event of another version": func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			c, e, err := withdraw(c, now)
			e.Version++
			return c, e, err
		},
		"event of an unknown form": func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			c, e, err := withdraw(c, now)
			e.Kind = "Vedetty pois"
			return c, e, err
		},
		"version skipped": func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			c, e, err := withdraw(c, now)
			c.Version, e.Version = c.Version+1, e.Version+1
			return c, e, err
		},
		"unknown state": func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			c, e, err := withdraw(c, now)
			c.State = "lost"
			return c, e, err
		},
		"another applicant": func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			c, e, err := withdraw(c, now)
			c.Applicant = presenter.ID
			return c, e, err
		},
		"another case": func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			c, e, err := withdraw(c, now)
			c.ID = "KEHA-999-2020"
			return c, e, err
		},
		"refused": func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return permits.Case{}, permits.Event{}, boom
		},
	} {
		t.Run(name, func(t *testing.T) {
			db := newDB(t)
			furnish(t, db)
			c, err := db.CreateCase(t.Context(), researcher)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := db.ChangeCase(t.Context(), c.ID, bad); err == nil {
				t.Fatal("stored")
			} else if name == "refused" && !errors.Is(err, boom) {
				t.Errorf("the change's error is hidden: %v", err)
			}
			after, err := db.Case(t.Context(), c.ID)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c, after, sameCase); diff != "" {
				t.Errorf("the case changed:\n%s", diff)
			}
			if n := len(events(t, db, string(c.ID))); n != 1 {
				t.Errorf("%d events, want 1", n)
			}
			if n := count(t, db.Pool(), "select count(*) from audit.entries where kind = 'case-withdrawn'"); n != 0 {
				t.Errorf("%d lines in the audit log, want 0", n)
			}
		})
	}
}

func TestListsOfCases(t *testing.T) {
	db := newDB(t)
	furnish(t, db)
	first, second := proposed(t, db), proposed(t, db)
	draft, err := db.CreateCase(t.Context(), researcher)
	if err != nil {
		t.Fatal(err)
	}
	// In the third somebody else is named.
	change(t, db, draft.ID, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		a := application(t)
		a.People = append(a.People, permits.Participant{User: analyst.ID, Name: analyst.Name, Email: analyst.Email})
		return c.Save(researcher, c.Version, a, nil, now)
	})
	ids := func(cs []permits.Case, err error) (ids []permits.CaseID) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range cs {
			ids = append(ids, c.ID)
		}
		return ids
	}
	listed := func(list postgres.QueueList, err error) (ids []permits.CaseID) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range list.Lines {
			ids = append(ids, permits.CaseID(l.ID))
		}
		return ids
	}
	for _, list := range []struct {
		name      string
		got, want []permits.CaseID
	}{
		{"of the applicant, newest first", ids(db.CasesOf(t.Context(), researcher.ID)), []permits.CaseID{draft.ID, second.ID, first.ID}},
		{"of a named user, no draft of another", ids(db.CasesOf(t.Context(), analyst.ID)), nil},
		{"of nobody", ids(db.CasesOf(t.Context(), presenter.ID)), nil},
		{"queue, oldest first, no drafts", listed(db.Worklist(t.Context(), postgres.QueueQuery{}, registers.Day{})), []permits.CaseID{first.ID, second.ID}},
	} {
		if diff := cmp.Diff(list.want, list.got); diff != "" {
			t.Errorf("%s:\n%s", list.name, diff)
		}
	}
	if _, err := db.Case(t.Context(), "KEHA-999-2020"); !errors.Is(err, postgres.ErrNoCase) {
		t.Errorf("unknown case: %v", err)
	}
	if _, err := db.ChangeCase(t.Context(), "KEHA-999-2020", nil); !errors.Is(err, postgres.ErrNoCase) {
		t.Errorf("change of an unknown case: %v", err)
	}
	_, err = db.CreateCase(t.Context(), presenter)
	rule(t, err, "not-an-applicant")
}

func TestRowHeldByAnotherIsBusy(t *testing.T) {
	db := newDB(t)
	furnish(t, db)
	c, err := db.CreateCase(t.Context(), researcher)
	if err != nil {
		t.Fatal(err)
	}
	tx, err := db.Pool().Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback(context.Background()) }()
	if _, err := tx.Exec(t.Context(), "select from permits.cases where case_id = $1 for update", c.ID); err != nil {
		t.Fatal(err)
	}
	_, err = db.ChangeCase(t.Context(), c.ID, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		return c.Withdraw(researcher, c.Version, now)
	})
	if !errors.Is(err, postgres.ErrBusy) {
		t.Errorf("got %v, want ErrBusy", err)
	}
}
