package postgres_test

import (
	"errors"
	"slices"
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

// A document request and a breach are kept as long as the rule says from their
// closing, and go whole with what was written in them.
func TestMattersAreRemovedByTheirRule(t *testing.T) {
	db := newDB(t)
	furnish(t, db)
	open, closed := madeRequest(t, db), madeRequest(t, db)
	if _, err := db.ChangeDocumentRequest(t.Context(), closed.ID, func(r permits.Request, now time.Time) (permits.Request, permits.Event, error) {
		return r.Withdraw(researcher, r.Version, "Ei tarvita.", now)
	}); err != nil {
		t.Fatal(err)
	}
	b, err := db.TellBreach(t.Context(), func(id string, now time.Time) (permits.Breach, permits.Event, error) {
		return permits.TellBreach(id, presenter, permits.BreachSource{}, permits.BreachNotice{Kinds: []string{"confidentiality"}, What: "Levy katosi.", Aware: now}, now)
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, do := range []func(b permits.Breach, now time.Time) (permits.Breach, permits.Event, error){
		func(b permits.Breach, now time.Time) (permits.Breach, permits.Event, error) {
			return b.Take(presenter, b.Version, now)
		},
		func(b permits.Breach, now time.Time) (permits.Breach, permits.Event, error) {
			return b.Assess(presenter, b.Version, permits.NoRisk, "", "Levy oli salattu.", now)
		},
		func(b permits.Breach, now time.Time) (permits.Breach, permits.Event, error) {
			return b.Close(presenter, b.Version, "Levyt luetteloidaan.", now)
		},
	} {
		if b, err = db.ChangeBreach(t.Context(), b.ID, do); err != nil {
			t.Fatal(err)
		}
	}
	now, err := db.Now(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	due := func(years int) (ids []string, all []postgres.DueCase) {
		t.Helper()
		at := now.AddDate(years, 0, 2)
		if err := db.SetClock(t.Context(), at); err != nil {
			t.Fatal(err)
		}
		if all, err = db.DueCases(t.Context(), registers.DayOf(at)); err != nil {
			t.Fatal(err)
		}
		for _, d := range all {
			ids = append(ids, string(d.ID))
		}
		return ids, all
	}
	if ids, _ := due(4); len(ids) != 0 {
		t.Errorf("due too soon: %v", ids)
	}
	for years, id := range map[int]string{5: closed.ID, 10: b.ID} {
		if _, err := db.Pool().Exec(t.Context(), "delete from permits.texts where subject = $1", id); err == nil {
			t.Errorf("%d: a text of %s goes without it", years, id)
		}
	}
	for _, step := range []struct {
		years int
		id    string
	}{{5, closed.ID}, {10, b.ID}} {
		ids, all := due(step.years)
		if !slices.Equal(ids, []string{step.id}) {
			t.Fatalf("due after %d years: %v", step.years, ids)
		}
		if err := db.HoldCase(t.Context(), all[0].ID, presenter.ID, "Kanteluasia."); err != nil {
			t.Fatal(err)
		}
		if err := db.RemoveCase(t.Context(), all[0], presenter.ID, func(time.Time) error { return nil }); err == nil {
			t.Error("removed although held")
		}
		if err := db.HoldCase(t.Context(), all[0].ID, presenter.ID, ""); err != nil {
			t.Fatal(err)
		}
		if err := db.RemoveCase(t.Context(), all[0], presenter.ID, func(time.Time) error { return nil }); err != nil {
			t.Fatal(err)
		}
		for _, table := range []string{"texts", "mails", "queue_items", "due_dates"} {
			if n := count(t, db.Pool(), "select count(*) from permits."+table+" where subject = '"+step.id+"'"); n != 0 {
				t.Errorf("%d rows of %s are left", n, table)
			}
		}
		if len(events(t, db, step.id)) == 0 {
			t.Error("its events are gone")
		}
		if again, err := db.ForgetAgain(t.Context(), all[0].ID, all[0].Until, false, all[0].Source, now); err != nil || again {
			t.Errorf("removed again: %v %v", again, err)
		}
	}
	if _, err := db.Breach(t.Context(), b.ID); !errors.Is(err, postgres.ErrNoBreach) {
		t.Errorf("the breach is there: %v", err)
	}
	if _, err := db.DocumentRequest(t.Context(), open.ID); err != nil {
		t.Errorf("an open request is gone: %v", err)
	}
}

// What an archive keeps of a removed case stays, its letters with their
// signatures; of a case that goes whole they may go.
func TestLettersGoOnlyWithTheirCase(t *testing.T) {
	for name, archived := range map[string]bool{"archived": true, "whole": false} {
		t.Run(name, func(t *testing.T) {
			db := newDB(t)
			furnish(t, db)
			c := inForce(t, db)
			waiting, err := db.LettersToSign(t.Context())
			if err != nil || len(waiting) == 0 {
				t.Fatalf("%d letters wait for a signature: %v", len(waiting), err)
			}
			for _, l := range waiting {
				if err := db.PutLetterSignature(t.Context(), l.Letter, "KEY", "untrusted comment: test"); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := db.Pool().Exec(t.Context(), "delete from permits.letter_signatures where case_id = $1", c.ID); err == nil {
				t.Error("signatures go without their case")
			}
			if _, err := db.Pool().Exec(t.Context(), `insert into permits.case_removals (subject, ending, due_on, archived, source, removed_at)
				values ($1, 'destroyed', '2031-01-01', $2, 'test', '2031-01-02')`, c.ID, archived); err != nil {
				t.Fatal(err)
			}
			for _, table := range []string{"letter_signatures", "letter_receivers", "letters"} {
				_, err := db.Pool().Exec(t.Context(), "delete from permits."+table+" where case_id = $1", c.ID)
				if kept := err != nil; kept != (archived && table != "letter_receivers") {
					t.Errorf("%s: %v", table, err)
				}
			}
		})
	}
}
