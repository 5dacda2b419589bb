package postgres_test

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"
	"time"

	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/postgres/pgtest"
	"tietolupa/registers"
)

// TestDestroyedKeysStayAwayAfterARestore: a dump taken while the permit was in
// force is restored, and brings the key back; the ledger takes it away again, and
// the permit lets nothing out.
func TestDestroyedKeysStayAwayAfterARestore(t *testing.T) { // condition 17
	dsn := pgtest.DSN(t)
	db, worker := openAs(t, dsn, postgres.LoginRole), openAs(t, dsn, postgres.WorkRole)
	furnish(t, db)
	c, o := sealedOrder(t, db)
	other := inForce(t, db)
	for id, check := range map[permits.CaseID]string{c.ID: "ab12cd34", other.ID: "ffff0000"} {
		if err := worker.PutWrappedKey(t.Context(), string(id), []byte{1, 2, 3}, check); err != nil {
			t.Fatal(err)
		}
	}
	var before, after bytes.Buffer
	dump := exec.CommandContext(t.Context(), "pg_dump", dsn)
	dump.Stdout, dump.Stderr = &before, &after
	if err := dump.Run(); err != nil {
		t.Fatalf("dump: %v %s", err, after.String())
	}
	change(t, db, c.ID,
		func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.End(researcher, now)
		},
		func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.DeclareDestruction(researcher, c.Version, "Levyt tyhjennetty.", registers.DayOf(now), now)
		})
	now, err := db.Now(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if run := night(t, db, worker, now.AddDate(0, 0, 95)); run.Keys != 1 {
		t.Fatalf("the night: %+v", run)
	}
	ledger := &memory{}
	for _, want := range []int{1, 0} {
		if n, err := worker.LedgerKeys(t.Context(), ledger); err != nil || n != want {
			t.Fatalf("ledgered %d, %v", n, err)
		}
	}
	if text := string(ledger.text); !strings.Contains(text, "ab12cd34") || strings.Contains(text, "ffff0000") || strings.Contains(text, string(researcher.ID)) {
		t.Errorf("the ledger holds %s", text)
	}

	restored := restoredFrom(t, before.String())
	if _, _, err := restored.WrappedKey(t.Context(), string(c.ID)); err != nil {
		t.Fatalf("the backup brings the key back, or the test shows nothing: %v", err)
	}
	if err := restored.DownloadOpen(t.Context(), o.ID, researcher.ID); err != nil {
		t.Fatalf("in the backup the permit is in force: %v", err)
	}
	cut := append(bytes.Clone(ledger.text), []byte(`{"case":"KEHA-9`)...)
	for _, want := range []int{1, 0} {
		if n, err := restored.ReplayKeys(t.Context(), bytes.NewReader(cut)); err != nil || n != want {
			t.Errorf("replayed %d, want %d, %v", n, want, err)
		}
	}
	if k, err := restored.DestroyedKeyOf(t.Context(), c.ID); err != nil || k.Check != "ab12cd34" {
		t.Errorf("certificate %+v, %v", k, err)
	}
	if _, _, err := restored.WrappedKey(t.Context(), string(other.ID)); err != nil {
		t.Errorf("another permit's key: %v", err)
	}
	rule(t, restored.RecordDownload(t.Context(), o.ID, researcher.ID, 0), "key-destroyed")
	if _, err := restored.ReplayKeys(t.Context(), strings.NewReader("{\"case\":\"KEHA-1-2020\"}\n")); err == nil {
		t.Error("a line that says nothing is passed over")
	}
}

// restoredFrom is the database of a dump.
func restoredFrom(t *testing.T, rows string) *postgres.DB {
	t.Helper()
	dsn := pgtest.Empty(t)
	load := exec.CommandContext(t.Context(), "psql", "--quiet", "--set", "ON_ERROR_STOP=1", "--single-transaction", dsn)
	load.Stdin = strings.NewReader(rows)
	if out, err := load.CombinedOutput(); err != nil {
		t.Fatalf("restore: %v %.2000s", err, out)
	}
	return openAs(t, dsn, postgres.LoginRole)
}
