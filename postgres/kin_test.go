package postgres_test

import (
	"errors"
	"testing"
	"time"

	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/postgres/pgtest"
	"tietolupa/registers"
)

// renewed begins a renewal of a permit and submits it.
func renewed(t *testing.T, db *postgres.DB, of permits.CaseID) permits.Case {
	t.Helper()
	n, err := db.RenewCase(t.Context(), researcher, of)
	if err != nil {
		t.Fatal(err)
	}
	return change(t, db, n.ID,
		func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			a := c.Application
			a.Until = registers.DayOf(now).AddDate(1, 0, 0)
			return c.Save(researcher, c.Version, a, nil, now)
		},
		func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.Submit(researcher, c.Version, catalogue(t), now)
		})
}

// TestRenewalKeepsTheKey: one key for the chain; it stays while a renewal is
// pending and goes when none needs it, once, with a certificate for all.
func TestRenewalKeepsTheKey(t *testing.T) { // conditions 9, 16, 17
	dsn := pgtest.DSN(t)
	db, worker := openAs(t, dsn, postgres.LoginRole), openAs(t, dsn, postgres.WorkRole)
	furnish(t, db)
	c := inForce(t, db)
	n := renewed(t, db, c.ID)
	if n.Renews != c.ID || n.KeyOf != c.ID || len(n.Kin) != 0 && n.Kin[0].ID != c.ID {
		t.Fatalf("renewal %+v", n)
	}
	if _, err := db.RenewCase(t.Context(), researcher, c.ID); err == nil {
		t.Error("two renewals of one permit wait")
	}
	if basis, err := db.KeyBasis(t.Context(), string(n.ID)); err != nil || basis != string(c.ID) {
		t.Fatalf("the key of the renewal is %s's, %v", basis, err)
	}
	if err := worker.PutWrappedKey(t.Context(), string(c.ID), []byte{1}, "ab12cd34"); err != nil {
		t.Fatal(err)
	}
	end := c.PermitTerm().To.Time().Add(12 * time.Hour)
	for _, days := range []int{1, 40, 100, 200} { // ends; then neither its data nor its key is due
		night(t, db, worker, end.AddDate(0, 0, days))
	}
	was, err := db.Case(t.Context(), c.ID)
	if err != nil || was.State != permits.Ended || len(was.Life.Reminded) > 3 || was.Overdue(end.AddDate(0, 0, 200)) {
		t.Errorf("while its renewal is pending: %s, %v, %v", was.State, was.Life.Reminded, err)
	}
	if _, _, err := worker.WrappedKey(t.Context(), string(c.ID)); err != nil {
		t.Errorf("the key: %v", err)
	}
	change(t, db, n.ID, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		return c.Withdraw(researcher, c.Version, now)
	})
	list, err := db.Worklist(t.Context(), postgres.QueueQuery{Filter: "all", By: presenter.ID, Text: string(c.ID)}, registers.DayOf(end.AddDate(0, 0, 200)))
	if err != nil || len(list.Lines) != 1 || list.Lines[0].NextClock != "destruction" {
		t.Errorf("once the renewal was withdrawn, the queue says of the permit: %+v, %v", list.Lines, err)
	}
	change(t, db, c.ID, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		return c.DeclareDestruction(researcher, c.Version, "Levyt tyhjennetty.", registers.DayOf(now), now)
	})
	if run := night(t, db, worker, end.AddDate(0, 0, 201)); run.Keys != 1 {
		t.Errorf("the night after: %+v", run)
	}
	for _, id := range []permits.CaseID{c.ID, n.ID} {
		if k, err := db.DestroyedKeyOf(t.Context(), id); err != nil || k.Check != "ab12cd34" {
			t.Errorf("the certificate of %s: %+v, %v", id, k, err)
		}
	}
	if basis, err := db.KeyBasis(t.Context(), string(n.ID)); err != nil || basis != string(n.ID) {
		t.Errorf("after that its key is %s's, %v", basis, err)
	}
	if _, _, err := worker.WrappedKey(t.Context(), string(c.ID)); !errors.Is(err, postgres.ErrNoKey) {
		t.Errorf("the key: %v", err)
	}
}

// TestOverdueDutyIsKnownToTheNext: the presenter of the next application of the
// same people is told, and the proposal takes it into account.
func TestOverdueDutyIsKnownToTheNext(t *testing.T) { // law.md 14.7
	dsn := pgtest.DSN(t)
	db, worker := openAs(t, dsn, postgres.LoginRole), openAs(t, dsn, postgres.WorkRole)
	furnish(t, db)
	c := inForce(t, db)
	night(t, db, worker, c.PermitTerm().To.Time().AddDate(0, 0, 1))
	night(t, db, worker, c.PermitTerm().To.Time().AddDate(0, 0, 40))
	n, err := db.CreateCase(t.Context(), researcher)
	if err != nil {
		t.Fatal(err)
	}
	n = change(t, db, n.ID,
		func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			a := application(t)
			a.Until = registers.DayOf(now).AddDate(1, 0, 0)
			return c.Save(researcher, c.Version, a, nil, now)
		},
		func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.Submit(researcher, c.Version, catalogue(t), now)
		})
	if n, err = db.Case(t.Context(), n.ID); err != nil || len(n.Owing) != 1 || n.Owing[0].Case != c.ID {
		t.Fatalf("owing: %+v, %v", n.Owing, err)
	}
}
