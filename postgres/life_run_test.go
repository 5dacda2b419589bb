package postgres_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/postgres/pgtest"
	"tietolupa/registers"
)

// night runs the nightly work with the worker's own role at day.
func night(t *testing.T, db, worker *postgres.DB, at time.Time) postgres.LifeRun {
	t.Helper()
	if err := db.SetClock(t.Context(), at); err != nil {
		t.Fatal(err)
	}
	run, err := worker.RunLife(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return run
}

// TestLifeRunsByItself takes a permit from service to its key's destruction by
// nights alone, with the worker's role: nothing twice, and nothing too late.
func TestLifeRunsByItself(t *testing.T) { // JulkL 28.2 §, HL 8 §, conditions 9, 16, 17
	dsn := pgtest.DSN(t)
	db, worker := openAs(t, dsn, postgres.LoginRole), openAs(t, dsn, postgres.WorkRole)
	furnish(t, db)
	c, o := sealedOrder(t, db)
	if err := worker.PutWrappedKey(t.Context(), string(c.ID), []byte{1, 2}, "ab12cd34"); err != nil {
		t.Fatal(err)
	}
	end := c.PermitTerm().To.Time().Add(12 * time.Hour)
	for _, step := range []struct {
		name string
		at   time.Time
		want postgres.LifeRun
	}{
		{"a year is full, a delivery is due and the end is near", end.AddDate(0, 0, -14), postgres.LifeRun{Reminded: 4}},
		{"the last day", end, postgres.LifeRun{}},
	} {
		if got := night(t, db, worker, step.at); got != step.want {
			t.Errorf("%s: %+v, want %+v", step.name, got, step.want)
		}
		if again := night(t, db, worker, step.at.Add(time.Hour)); again != (postgres.LifeRun{}) {
			t.Errorf("%s, a second time: %+v", step.name, again)
		}
	}
	if err := db.DownloadOpen(t.Context(), o.ID, researcher.ID); err != nil {
		t.Errorf("on the last day the package is closed: %v", err)
	}
	// The day after: the gate asks the day, before any worker has run.
	if err := db.SetClock(t.Context(), end.AddDate(0, 0, 1)); err != nil {
		t.Fatal(err)
	}
	rule(t, db.RecordDownload(t.Context(), o.ID, researcher.ID, 0), "term-over")
	for _, step := range []struct {
		name  string
		days  int // after the end
		want  postgres.LifeRun
		state permits.State
	}{
		{"the term is over", 1, postgres.LifeRun{Ended: 1}, permits.Ended},
		{"the declaration is near", 25, postgres.LifeRun{Reminded: 1}, permits.Ended},
		{"the declaration is overdue", 33, postgres.LifeRun{Escalated: 1}, permits.Ended},
		{"it still is", 70, postgres.LifeRun{Escalated: 1}, permits.Ended},
	} {
		if got := night(t, db, worker, end.AddDate(0, 0, step.days)); got != step.want {
			t.Errorf("%s: %+v, want %+v", step.name, got, step.want)
		}
		if now, err := db.Case(t.Context(), c.ID); err != nil || now.State != step.state {
			t.Errorf("%s: %s, %v", step.name, now.State, err)
		}
	}
	list, err := db.Worklist(t.Context(), postgres.QueueQuery{Filter: "open", By: presenter.ID}, registers.DayOf(end.AddDate(0, 0, 70)))
	if err != nil || len(list.Lines) != 1 || list.Lines[0].ID != string(c.ID) || list.Counts["overdue"] != 1 {
		t.Errorf("the officers' queue: %+v, %v", list, err)
	}
	var desk int
	if _, err := db.SendMails(t.Context(), func(_ context.Context, m postgres.Mailing) error {
		if m.Message.Event == permits.DutyOverdue && m.Message.To == permits.ToDesk {
			desk++
		}
		return nil
	}); err != nil || desk != 4 { // two officers, told twice
		t.Errorf("the officers were written to %d times, %v", desk, err)
	}
	change(t, db, c.ID, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		return c.DeclareDestruction(researcher, c.Version, "Levyt tyhjennetty.", registers.DayOf(now), now)
	})
	if got := night(t, db, worker, end.AddDate(0, 0, 80)); got != (postgres.LifeRun{}) {
		t.Errorf("the key goes within the days of errors: %+v", got)
	}
	if got := night(t, db, worker, end.AddDate(0, 0, 95)); got != (postgres.LifeRun{Keys: 1}) {
		t.Errorf("the key's day: %+v", got)
	}
	if k, err := db.DestroyedKeyOf(t.Context(), c.ID); err != nil || k.Check != "ab12cd34" || k.By != postgres.Service {
		t.Errorf("certificate %+v, %v", k, err)
	}
	if d, was, err := db.LatestLife(t.Context()); err != nil || !was || d.Keys != 1 || d.Ended.IsZero() {
		t.Errorf("the latest run: %+v, %v", d, err)
	}
}

// TestLifeGoesOnWhereItWasCut: a run that ends in the middle leaves the rest to
// the next, which sends nothing again.
func TestLifeGoesOnWhereItWasCut(t *testing.T) {
	dsn := pgtest.DSN(t)
	db, worker := openAs(t, dsn, postgres.LoginRole), openAs(t, dsn, postgres.WorkRole)
	furnish(t, db)
	first, second := inForce(t, db), inForce(t, db)
	if err := db.SetClock(t.Context(), first.PermitTerm().To.Time().AddDate(0, 0, 2)); err != nil {
		t.Fatal(err)
	}
	// The second is held by somebody: it fails, and does not keep the first back.
	held, err := db.Pool().Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := held.Exec(t.Context(), "select from permits.cases where case_id = $1 for update", second.ID); err != nil {
		t.Fatal(err)
	}
	run, err := worker.RunLife(t.Context())
	if !errors.Is(err, postgres.ErrBusy) || run != (postgres.LifeRun{Ended: 1, Failed: 1}) {
		t.Errorf("cut: %+v, %v", run, err)
	}
	if err := held.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	if run, err := worker.RunLife(t.Context()); err != nil || run != (postgres.LifeRun{Ended: 1}) {
		t.Errorf("the rest: %+v, %v", run, err)
	}
	for _, id := range []permits.CaseID{first.ID, second.ID} {
		ends := 0
		for _, e := range events(t, db, string(id)) {
			if e.Kind == permits.CaseEnded {
				ends++
			}
		}
		if ends != 1 {
			t.Errorf("%s ended %d times", id, ends)
		}
	}
	for range 2 {
		if err := worker.QueueDueLife(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	var jobs int
	if err := db.Pool().QueryRow(t.Context(), "select count(*) from public.river_job where kind = 'life'").Scan(&jobs); err != nil || jobs > 1 {
		t.Errorf("%d jobs of one day, %v", jobs, err)
	}
}
