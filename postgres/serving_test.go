package postgres_test

import (
	"errors"
	"testing"
	"time"

	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/postgres/pgtest"
)

// sentBy is a grant whose decision was sent by manner.
func sentBy(t *testing.T, db *postgres.DB, manner string) permits.Case {
	t.Helper()
	return change(t, db, proposed(t, db).ID,
		func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			c.Application.EService = true
			return c.Note(decider, c.Version, "internal", "Hakija suostui sähköiseen tiedoksiantoon.", now)
		},
		func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.Decide(decider, c.Version, true, now)
		},
		signs(t, db, decider), signs(t, db, presenter),
		func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			s := permits.Service{Manner: manner, Sent: now}
			s.Deemed, _ = permits.DeemedServed(manner, now)
			return c.ServeBy(presenter, s, now)
		})
}

// letterOf is the latest letter of that kind and who was sent it.
func letterOf(t *testing.T, db *postgres.DB, id permits.CaseID, kind permits.LetterKind) (latest postgres.SentLetter) {
	t.Helper()
	all, err := db.Letters(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range all {
		if l.Kind == kind && len(l.To) > 0 {
			latest = l
		}
	}
	if latest.No == 0 {
		t.Fatalf("no %s was sent", kind)
	}
	return latest
}

// TestReadingServes: the reading of a letter that waits, by its receiver after a
// strong identification, is the command by which it is served, in one transaction;
// a weak one reads nothing (SAsL 18 §).
func TestReadingServes(t *testing.T) {
	db := openAs(t, pgtest.DSN(t), postgres.LoginRole)
	furnish(t, db)
	c := sentBy(t, db, "fetched")
	l := letterOf(t, db, c.ID, permits.SecretAnnex)
	if !c.ServedAt.IsZero() || !l.To[0].Deemed.IsZero() {
		t.Fatalf("sent is served: %v, %+v", c.ServedAt, l.To)
	}
	weak := researcher
	weak.Identified = ""
	_, pdf, err := db.ReadLetter(t.Context(), weak, c.ID, l.No)
	if rule, ok := errors.AsType[*permits.RuleError](err); !ok || rule.Rule != "weak-identification" || pdf != nil {
		t.Fatalf("a weak session reads %d bytes: %v", len(pdf), err)
	}
	if _, pdf, err = db.ReadLetter(t.Context(), presenter, c.ID, l.No); err != nil || len(pdf) == 0 {
		t.Fatalf("an officer reads it: %v", err)
	}
	for range 2 { // once more, it is only read
		if _, pdf, err = db.ReadLetter(t.Context(), researcher, c.ID, l.No); err != nil || len(pdf) == 0 {
			t.Fatalf("the receiver reads it: %v", err)
		}
	}
	if c, err = db.Case(t.Context(), c.ID); err != nil || c.State != permits.Served || c.ServedAt.IsZero() {
		t.Fatalf("fetched and not served: %s, %v", c.State, err)
	}
	for _, kind := range []permits.LetterKind{permits.DecisionLetter, permits.SecretAnnex} {
		if to := letterOf(t, db, c.ID, kind).To[0]; !to.Fetched || !to.Deemed.Equal(c.ServedAt) {
			t.Errorf("%s: %+v", kind, to)
		}
	}
	events, err := db.Events(t.Context(), string(c.ID))
	if last := events[len(events)-1]; err != nil || last.Kind != permits.CaseServed || last.By != researcher.ID {
		t.Errorf("the last event: %+v, %v", last, err)
	}
}

// TestDayOfServiceMoves: only with the finding that a letter came on another day,
// which stands at the letter too (HL 59.2 §, SAsL 19 §).
func TestDayOfServiceMoves(t *testing.T) {
	dsn := pgtest.DSN(t)
	db := openAs(t, dsn, postgres.LoginRole)
	furnish(t, db)
	c := sentBy(t, db, "electronic")
	later := c.ServedAt.AddDate(0, 0, 6)
	if err := db.SetClock(t.Context(), later); err != nil {
		t.Fatal(err)
	}
	_, err := db.ChangeCase(t.Context(), c.ID, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		next, e, err := c.Note(decider, c.Version, "internal", "Soitto.", now)
		next.ServedAt = later
		return next, e, err
	})
	if err == nil {
		t.Fatal("the day of service moved with a note")
	}
	day := day(t, "2020-11-09")
	c = change(t, db, c.ID, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		return c.SettleArrival(presenter, c.Version, 0, true, day, "Lokista ilmenee.", false, now)
	})
	if to := letterOf(t, db, c.ID, permits.DecisionLetter).To[0]; !to.Deemed.Equal(c.ServedAt) || !c.ServedAt.Equal(day.Time()) {
		t.Errorf("found to have come on %v: %v, its letter %v", day, c.ServedAt, to.Deemed)
	}
}
