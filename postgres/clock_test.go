package postgres_test

import (
	"testing"
	"time"

	"tietolupa/postgres"
	"tietolupa/postgres/pgtest"
)

func TestClock(t *testing.T) {
	dsn := pgtest.DSN(t)
	db, other := openAs(t, dsn, postgres.LoginRole), openAs(t, dsn, postgres.WebRole)
	read := func(db *postgres.DB) time.Time {
		t.Helper()
		now, err := db.Now(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return now
	}
	near := func(got, want time.Time) {
		t.Helper()
		if d := got.Sub(want); d < 0 || d > 3*time.Second {
			t.Errorf("the clock reads %s, want %s", got, want)
		}
	}
	near(read(db), time.Now().Add(-time.Second))
	if err := db.SetClock(t.Context(), demoDay); err != nil {
		t.Fatal(err)
	}
	near(read(db), demoDay)
	near(read(other), demoDay) // another process knows at once
	if h := read(db).Hour(); h != 11 {
		t.Errorf("9 o'clock UTC is %d o'clock in Helsinki in November, want 11", h)
	}

	furnish(t, db)
	if _, err := db.CreateCase(t.Context(), researcher); err != nil {
		t.Fatal(err)
	}
	if err := db.SetClock(t.Context(), demoDay.AddDate(0, 0, -1)); err == nil {
		t.Error("the clock went behind what has happened")
	}
	near(read(db), demoDay)
	if err := db.SetClock(t.Context(), demoDay.AddDate(0, 1, 0)); err != nil {
		t.Fatal(err)
	}
	near(read(other), demoDay.AddDate(0, 1, 0))
	c, err := db.CreateCase(t.Context(), researcher)
	if err != nil {
		t.Fatal(err)
	}
	near(c.Created, demoDay.AddDate(0, 1, 0))
	if err := other.SetClock(t.Context(), demoDay.AddDate(1, 0, 0)); err == nil {
		t.Error("the pages moved the clock")
	}
}

func TestMovingTheClockWaitsForCommandsUnderWay(t *testing.T) {
	db := newDB(t)
	furnish(t, db)
	tx, err := db.Pool().Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	// What every command does first.
	if _, err := tx.Exec(t.Context(), "select pg_advisory_xact_lock_shared($1)", 28_916_2020); err != nil {
		t.Fatal(err)
	}
	moved := make(chan error, 1)
	go func() { moved <- db.SetClock(t.Context(), demoDay.AddDate(0, 0, 2)) }()
	for waiting := 0; waiting == 0; {
		waiting = count(t, db.Pool(), "select count(*) from pg_locks where locktype = 'advisory' and not granted")
		select {
		case err := <-moved:
			t.Fatalf("moved during a command: %v", err)
		default:
		}
	}
	if err := tx.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := <-moved; err != nil {
		t.Error(err)
	}
}
