package postgres_test

import (
	"context"
	"crypto/ed25519"
	"errors"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
)

func TestSealedLogVerifies(t *testing.T) {
	db := newDB(t)
	public, key := newSealKey(t)
	if r := verifyLog(t, db, postgres.LogCheck{Trusted: public}); len(r.Findings) != 0 || r.Entries != 0 {
		t.Errorf("an empty log: %v", r)
	}
	logged(t, db, 40)
	if r := verifyLog(t, db, postgres.LogCheck{}); r.Unsealed.Entries != 40 || r.Unsealed.Seconds <= 0 || r.Entries != 0 {
		t.Errorf("before the seal: %+v", r)
	}
	sealed(t, db, key)
	logged(t, db, 3)
	r := verifyLog(t, db, postgres.LogCheck{Trusted: public})
	if len(r.Findings) != 0 || r.Entries != 40 || r.Unsealed.Entries != 3 || !r.Trusted || r.Checkpoints != r.Seals {
		t.Errorf("%+v", r)
	}
	if n, err := db.SealLog(t.Context(), key); n != 3 || err != nil {
		t.Errorf("sealed %d, %v", n, err)
	}
	_, other := newSealKey(t)
	logged(t, db, 1)
	if _, err := db.SealLog(t.Context(), other); !errors.Is(err, postgres.ErrSealKey) {
		t.Errorf("another key seals the log: %v", err)
	}
	stranger, _ := newSealKey(t)
	if r := verifyLog(t, db, postgres.LogCheck{Trusted: stranger}); len(r.Findings) != 1 || r.Findings[0].Kind != postgres.KeyUntrusted {
		t.Errorf("a stranger's key: %v", r.Findings)
	}
}

// No entry of a transaction that still runs is sealed, nor one that began
// writing after it: it could commit before them.
func TestSealWaitsForRunningTransactions(t *testing.T) {
	db := newDB(t)
	public, key := newSealKey(t)
	slow, err := db.Pool().Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := slow.Exec(t.Context(), "insert into audit.entries (at, actor, kind, subject, result) values (now(), 'slow', 'x', '', 'done')"); err != nil {
		t.Fatal(err)
	}
	logged(t, db, 5)
	if n, err := db.SealLog(t.Context(), key); n != 0 || err != nil {
		t.Errorf("sealed %d beside a running transaction, %v", n, err)
	}
	if err := slow.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	sealed(t, db, key)
	if r := verifyLog(t, db, postgres.LogCheck{Trusted: public}); len(r.Findings) != 0 || r.Entries != 6 {
		t.Errorf("%+v", r)
	}
}

// All columns of an entry are sealed: one that a later migration adds needs a new
// version of the seals.
func TestEveryColumnIsSealed(t *testing.T) {
	db := newDB(t)
	there := collect(t, db.Pool(), pgx.RowTo[string], "select column_name::text from information_schema.columns where table_schema = 'audit' and table_name = 'entries'")
	sealed := postgres.SealedColumns()
	slices.Sort(there)
	slices.Sort(sealed)
	if !slices.Equal(there, sealed) {
		t.Errorf("the entries have %q, sealed are %q", there, sealed)
	}
}

// An entry says where its act came from (4a.1b).
func TestEntrySaysWhoWhyAndFromWhere(t *testing.T) {
	db := newDB(t)
	logged(t, db, 1)
	if n := count(t, db.Pool(), `select count(*) from audit.entries where actor = 'V00101' and on_behalf = 'V00102' and unit = 'TE02'
		and purpose = 'service' and grant_id = 'G-1' and kind = 'record-read' and subject = 'subject-0' and person_token is not null
		and result = 'done' and address = '192.0.2.7' and session = 'abcDEF123456' and request = 'r-1'
		and at is not null and abs(extract(epoch from written_at - clock_timestamp())) < 60`); n != 1 {
		t.Errorf("%d such entries", n)
	}
	unit := postgres.Entry{Actor: "V00101", Unit: "KEHA", Kind: "sign-in", Subject: "session"}
	if err := db.Record(postgres.WithOrigin(t.Context(), postgres.Origin{Unit: "TE02"}), unit); err != nil {
		t.Fatal(err)
	}
	if n := count(t, db.Pool(), "select count(*) from audit.entries where unit = 'KEHA'"); n != 1 {
		t.Error("an entry's own unit gives way to the origin's")
	}
}

// A rotated key is introduced by the one before, and either is trusted.
func TestSealKeyIsRotated(t *testing.T) {
	db := newDB(t)
	public, key := newSealKey(t)
	nextPublic, next := newSealKey(t)
	logged(t, db, 3)
	sealed(t, db, key)
	if err := db.RotateSealKey(t.Context(), next, key); !errors.Is(err, postgres.ErrSealKey) {
		t.Errorf("rotated by a key that is not the present one: %v", err)
	}
	if err := db.RotateSealKey(t.Context(), key, next); err != nil {
		t.Fatal(err)
	}
	logged(t, db, 3)
	if _, err := db.SealLog(t.Context(), key); !errors.Is(err, postgres.ErrSealKey) {
		t.Errorf("the old key still seals: %v", err)
	}
	sealed(t, db, next)
	for _, trusted := range [][]byte{public, nextPublic} {
		if r := verifyLog(t, db, postgres.LogCheck{Trusted: trusted}); len(r.Findings) != 0 || r.Entries != 6 || r.Key != postgres.KeyID(nextPublic) {
			t.Errorf("%+v", r)
		}
	}
	// A predecessor made up by an intruder does not stand before the first key.
	stranger, _ := newSealKey(t)
	intruder(t, db, "alter table audit.seal_keys drop constraint seal_key_in_order")
	intruder(t, db, "update audit.seal_keys set number = number + 1, signed_by = coalesce(signed_by, $1)", postgres.KeyID(stranger))
	if r := verifyLog(t, db, postgres.LogCheck{Trusted: public}); !found(r, postgres.KeyChanged, 2) {
		t.Errorf("%v", r.Findings)
	}
}

// What has been kept long enough is removed and closed; the rest verifies, and a
// closing that is not signed opens nothing.
func TestOldLogIsRemovedAndClosed(t *testing.T) {
	db := newDB(t)
	public, key := newSealKey(t)
	if err := db.SetClock(t.Context(), demoDay); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		logged(t, db, 10)
		sealed(t, db, key)
	}
	first, err := db.LastCheckpoint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := db.SetClock(t.Context(), demoDay.AddDate(6, 0, 0)); err != nil {
		t.Fatal(err)
	}
	logged(t, db, 10)
	sealed(t, db, key)
	last, err := db.LastCheckpoint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	day := registers.DayOf(demoDay)
	if due, err := db.LogDue(t.Context(), day); err != nil || due.Entries != 0 {
		t.Errorf("due before its time: %+v, %v", due, err)
	}
	before := day.AddDate(1, 0, 0)
	due, err := db.LogDue(t.Context(), before)
	if err != nil || due.Entries < 30 || due.Entries > 31 { // the moving of the clock is one too
		t.Fatalf("%+v, %v", due, err)
	}
	if _, err := db.Pool().Exec(t.Context(), "delete from audit.entries"); err == nil {
		t.Error("entries are deleted without a closing")
	}
	gone, err := db.RemoveLog(t.Context(), before, "906/2019 17 §", permits.UserID("u-eero"), key)
	if err != nil || gone.Entries != due.Entries {
		t.Fatalf("%+v, %v", gone, err)
	}
	sealed(t, db, key)
	for _, point := range []*postgres.Checkpoint{nil, &first, &last} {
		if r := verifyLog(t, db, postgres.LogCheck{Trusted: public, Checkpoint: point}); len(r.Findings) != 0 || r.Removed != due.Entries || r.Entries < 11 {
			t.Errorf("%+v", r)
		}
	}
	if _, err := db.Pool().Exec(t.Context(), "delete from audit.entries where kind = 'log-removed'"); err == nil {
		t.Error("an entry that is not closed is deleted")
	}
	intruder(t, db, "update audit.closings set rule = 'none'")
	if r := verifyLog(t, db, postgres.LogCheck{Trusted: public}); !slices.ContainsFunc(r.Findings, func(f postgres.Finding) bool { return f.Kind == postgres.ClosingChanged }) {
		t.Errorf("%v", r.Findings)
	}
}

// The worker seals within seconds by itself.
func TestTheLogIsKeptSealed(t *testing.T) {
	db := newDB(t)
	_, key := newSealKey(t)
	logged(t, db, 5)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		db.KeepLogSealed(ctx, func(context.Context) (ed25519.PrivateKey, error) { return key, nil }, slog.New(slog.DiscardHandler))
	}()
	deadline := time.Now().Add(30 * time.Second)
	for {
		w, err := db.LogWindow(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if w.Entries == 0 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d entries are not sealed after %s", w.Entries, 30*time.Second)
		}
		time.Sleep(50 * time.Millisecond)
	}
	stop()
	<-done
}
