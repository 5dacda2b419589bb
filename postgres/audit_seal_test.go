package postgres_test

import (
	"errors"
	"testing"

	"tietolupa/postgres"
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
