package postgres_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
)

// Retention of the cases themselves follows the dated rule: what is withdrawn
// goes whole, of what is decided the decision stays, and a hold or a key keeps it.
func TestCasesAreRemovedByTheirRule(t *testing.T) {
	db := newDB(t)
	furnish(t, db)
	c := proposed(t, db)
	c, err := db.ChangeCase(t.Context(), c.ID, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		return c.Note(presenter, c.Version, "", "Hakija soitti.", now)
	})
	if err != nil {
		t.Fatal(err)
	}
	c, err = db.ChangeCase(t.Context(), c.ID, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		return c.Withdraw(researcher, c.Version, now)
	})
	if err != nil {
		t.Fatal(err)
	}
	due := func() []postgres.DueCase {
		t.Helper()
		now, err := db.Now(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		all, err := db.DueCases(t.Context(), registers.DayOf(now))
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	if all := due(); len(all) != 0 {
		t.Fatalf("due too soon: %v", all)
	}
	now, err := db.Now(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := db.SetClock(t.Context(), now.AddDate(2, 0, 2)); err != nil {
		t.Fatal(err)
	}
	all := due()
	if len(all) != 1 || all[0].ID != c.ID || all[0].Archive || all[0].Held != "" {
		t.Fatalf("due: %+v", all)
	}
	ledger := 0
	remove := func(d postgres.DueCase) error {
		return db.RemoveCase(t.Context(), d, presenter.ID, func(time.Time) error { ledger++; return nil })
	}
	if err := db.HoldCase(t.Context(), c.ID, presenter.ID, "Kanteluasia."); err != nil {
		t.Fatal(err)
	}
	if held := due(); held[0].Held != "Kanteluasia." {
		t.Errorf("held: %+v", held)
	}
	if err := remove(all[0]); err == nil || ledger != 0 {
		t.Errorf("removed although held: %v, ledger %d", err, ledger)
	}
	if err := db.HoldCase(t.Context(), c.ID, presenter.ID, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Pool().Exec(t.Context(), "delete from permits.texts where subject = $1", c.ID); err == nil || !strings.Contains(err.Error(), "insert-only") {
		t.Errorf("a text goes without its case: %v", err)
	}
	if err := db.RemoveCase(t.Context(), all[0], presenter.ID, func(time.Time) error { return errors.New("no ledger") }); err == nil {
		t.Error("removed without a ledger")
	}
	if err := remove(all[0]); err != nil || ledger != 1 {
		t.Fatal(err, ledger)
	}
	if _, err := db.Case(t.Context(), c.ID); !errors.Is(err, postgres.ErrNoCase) {
		t.Errorf("the case is there: %v", err)
	}
	for _, table := range []string{"texts", "queue_items", "due_dates", "register_entries"} {
		if n := count(t, db.Pool(), "select count(*) from permits."+table+" where subject = '"+string(c.ID)+"'"); n != 0 {
			t.Errorf("%d rows of %s are left", n, table)
		}
	}
	if len(events(t, db, string(c.ID))) == 0 {
		t.Error("its events are gone")
	}
	if again, err := db.ForgetAgain(t.Context(), c.ID, all[0].Until, false, all[0].Source, now); err != nil || again {
		t.Errorf("removed again: %v %v", again, err)
	}
	if all := due(); len(all) != 0 {
		t.Errorf("still due: %v", all)
	}
}

// What the archives act keeps of a decided case is its decision and letters.
func TestDecidedCaseIsArchived(t *testing.T) {
	db := newDB(t)
	furnish(t, db)
	c := inForce(t, db)
	step := func(do func(c permits.Case, now time.Time) (permits.Case, permits.Event, error)) {
		t.Helper()
		var err error
		if c, err = db.ChangeCase(t.Context(), c.ID, do); err != nil {
			t.Fatal(err)
		}
	}
	step(func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		return c.End(researcher, now)
	})
	step(func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		return c.DeclareDestruction(researcher, c.Version, "Levyt tyhjennetty.", registers.DayOf(now), now)
	})
	now, err := db.Now(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := db.SetClock(t.Context(), now.AddDate(10, 0, 2)); err != nil {
		t.Fatal(err)
	}
	all, err := db.DueCases(t.Context(), registers.DayOf(now.AddDate(10, 0, 2)))
	if err != nil || len(all) != 1 || !all[0].Archive {
		t.Fatal(all, err)
	}
	if all[0].Held != "" { // no key was made in this test
		t.Fatalf("held: %s", all[0].Held)
	}
	if err := db.RemoveCase(t.Context(), all[0], presenter.ID, func(time.Time) error { return nil }); err != nil {
		t.Fatal(err)
	}
	left, err := db.Case(t.Context(), c.ID)
	if err != nil || left.Decision == nil || left.Application.Title == "" || left.Application.Plan != "" || len(left.Application.People) != 0 || len(left.Undertakings) != 0 {
		t.Errorf("left: %+v %v", left, err)
	}
	if texts, err := db.Texts(t.Context(), string(c.ID)); err != nil || len(texts) != 0 {
		t.Errorf("%d texts are left, %v", len(texts), err)
	}
	if err := postgres.Migrate(t.Context(), db.Pool()); err != nil {
		t.Fatal(err)
	}
	if n := count(t, db.Pool(), "select count(*) from permits.queue_items"); n != 0 {
		t.Errorf("an upgrade lists %d removed cases again", n)
	}
}
