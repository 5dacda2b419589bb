package postgres_test

import (
	"crypto/ed25519"
	"errors"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"tietolupa/permits"
)

// refused demands that err is the breach of that constraint.
func refused(t *testing.T, err error, constraint string) {
	t.Helper()
	if pg, is := errors.AsType[*pgconn.PgError](err); !is || pg.ConstraintName != constraint {
		t.Errorf("got %v, want a breach of %s", err, constraint)
	}
}

func TestWhatHappenedStays(t *testing.T) {
	db := newDB(t)
	furnish(t, db)
	c := inForce(t, db)
	o := placeOrder(t, db, c.ID)
	if _, err := db.BeginBuild(t.Context(), o.ID); err != nil {
		t.Fatal(err)
	}
	sealed := delivery
	sealed.SealedAt = demoDay
	if err := db.SealOrder(t.Context(), o.ID, sealed, map[string][]byte{"person": {1}}); err != nil {
		t.Fatal(err)
	}
	if _, err := db.PutLetter(t.Context(), c.ID, "decision", "fi", []byte("%PDF")); err != nil {
		t.Fatal(err)
	}
	if err := db.PutWrappedKey(t.Context(), string(c.ID), []byte{7}, "k"); err != nil {
		t.Fatal(err)
	}
	if err := db.SealRest(t.Context(), ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))); err != nil {
		t.Fatal(err)
	}
	// By the owner of the tables: no role can do more.
	for _, table := range []string{"permits.events", "permits.deliveries", "permits.letters", "audit.entries", "audit.seals", "audit.checkpoints", "audit.seal_keys", "audit.closings"} {
		for _, act := range []string{"delete from " + table, "truncate " + table + " cascade", "update " + table + " set " + map[string]string{
			"permits.events": "by_user = 'x'", "permits.deliveries": "bytes = 1", "permits.letters": "pdf = ''", "audit.entries": "actor = 'x'",
			"audit.seals": "entries = 1", "audit.checkpoints": "entries = 1", "audit.seal_keys": "number = 7", "audit.closings": "entries = 0",
		}[table]} {
			_, err := db.Pool().Exec(t.Context(), act)
			refused(t, err, "insert_only")
		}
	}
	for _, act := range []struct{ sql, constraint string }{
		{"update permits.users set user_id = 'x' where user_id = 'u-tauno'", "immutable_columns"},
		{"update permits.cases set applicant = 'u-eero', version = version + 1", "immutable_columns"},
		{"update permits.cases set created_at = now(), version = version + 1", "immutable_columns"},
		{"update permits.cases set decision = null, version = version + 1", "set_once_columns"},
		{"update permits.cases set decision = '{}', version = version + 1", "set_once_columns"},
		{"update permits.cases set decided_at = now(), version = version + 1", "set_once_columns"},
		{"update permits.cases set accepted = '{}', version = version + 1", "set_once_columns"},
		{"update permits.cases set state = 'ended'", "version_goes_up"},
		{"update permits.orders set scope = '{}'", "immutable_columns"},
		{"update permits.orders set recipient = '{}'", "immutable_columns"},
		{"update permits.orders set destroy_by = destroy_by + 1", "immutable_columns"},
		{"update permits.cohorts set subject = 'employer'", "immutable_columns"},
		{"update permits.wrapped_keys set wrapped = '\\x00'", "immutable_columns"},
		{"delete from permits.clock", "clock_stays"},
	} {
		_, err := db.Pool().Exec(t.Context(), act.sql)
		if err == nil {
			t.Errorf("done: %s", act.sql)
			continue
		}
		refused(t, err, act.constraint)
	}
}

func TestConstraintsSayTheSameAsTheRules(t *testing.T) {
	db := newDB(t)
	furnish(t, db)
	c := proposed(t, db)
	for _, act := range []struct{ sql, constraint string }{
		{"state = 'granted'", "case_decided_has_decision"},
		{"state = 'granted', decision = proposal, decided_at = now()", "case_decision_has_decider"},
		{"state = 'granted', decision = proposal, decided_at = now(), decider = presenter", "case_two_officers"},
		{"state = 'granted', decision = proposal, decided_at = now(), decider = applicant", "case_not_decided_by_applicant"},
		{"state = 'served', decision = proposal, decided_at = now(), decider = 'u-raija'", "case_in_force_is_served"},
		{"state = 'in-force', decision = proposal, decided_at = now(), decider = 'u-raija', served_at = now()", "case_in_force_is_accepted"},
	} {
		_, err := db.Pool().Exec(t.Context(), "update permits.cases set version = version + 1, "+act.sql)
		refused(t, err, act.constraint)
	}
	if after, err := db.Case(t.Context(), c.ID); err != nil || after.State != permits.Proposed {
		t.Errorf("%s, %v", after.State, err)
	}
}
