package cluster

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// psql asks one question of a database; the tests need no driver.
func psql(t *testing.T, dsn, sql string) (string, error) {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", dsn, "-c", sql).CombinedOutput()
	return strings.TrimSpace(string(out)), err
}

func answer(t *testing.T, c *Cluster, sql string) string {
	t.Helper()
	out, err := psql(t, c.DSN("postgres"), sql)
	if err != nil {
		t.Fatalf("psql: %v: %s", err, out)
	}
	return out
}

func startIn(t *testing.T, cfg Config) *Cluster {
	t.Helper()
	c, err := Start(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Stop() })
	return c
}

func TestRestartKeepsWhatWasCommitted(t *testing.T) {
	dir := t.TempDir()
	first := startIn(t, Config{Dir: dir, Durable: true})
	answer(t, first, "create table kept (n int); insert into kept values (42)")
	if err := first.Stop(); err != nil {
		t.Fatal(err)
	}
	if err := first.Stop(); err != nil {
		t.Errorf("a second Stop: %v", err)
	}
	if p := programOf(first.PID()); p == "postgres" {
		t.Errorf("process %d lives on after Stop", first.PID())
	}
	began := time.Now()
	second := startIn(t, Config{Dir: dir, Durable: true})
	t.Logf("restart in %v", time.Since(began).Round(time.Millisecond))
	if got := answer(t, second, "select n from kept"); got != "42" {
		t.Errorf("after a restart: got %q, want 42", got)
	}
}

func TestServerIsClosedAndAsConfigured(t *testing.T) {
	c := startIn(t, Config{Dir: t.TempDir(), Settings: map[string]string{"max_connections": "17"}})
	for setting, want := range map[string]string{
		"max_connections":     "17",
		"listen_addresses":    "",
		"data_checksums":      "on",
		"timezone":            "UTC",
		"server_encoding":     "UTF8",
		"lc_collate":          "C",
		"password_encryption": "scram-sha-256",
		"wal_level":           "minimal",
		"fsync":               "off",
	} {
		sql := "select current_setting('" + setting + "')"
		if setting == "lc_collate" {
			sql = "select datcollate from pg_database where datname = current_database()"
		}
		if got := answer(t, c, sql); got != want {
			t.Errorf("%s: got %q, want %q", setting, got, want)
		}
	}
	wrong := strings.Replace(c.DSN("postgres"), c.password, "guess", 1)
	if out, err := psql(t, wrong, "select 1"); err == nil || !strings.Contains(out, "password authentication failed") {
		t.Errorf("a wrong password: %v, %s", err, out)
	}
	info, err := os.Stat(filepath.Join(c.dir, "password"))
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("password file: mode %v, want 0600", info.Mode().Perm())
	}
}

func TestTheLogHoldsNobodysData(t *testing.T) {
	c := startIn(t, Config{Dir: t.TempDir()})
	answer(t, c, "create table person (code text unique); insert into person values ('131052-908T')")
	for _, sql := range []string{
		"insert into person values ('131052-908T')",
		"select code::int from person",
		"select from person where wrong = '131052-908T'",
	} {
		if out, err := psql(t, c.DSN("postgres"), sql); err == nil {
			t.Errorf("%s succeeded: %s", sql, out)
		}
	}
	log, err := os.ReadFile(filepath.Join(c.dir, "server.log"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(log), "ready to accept connections") {
		t.Errorf("the log does not tell of the server itself:\n%s", log)
	}
	for _, line := range strings.Split(string(log), "\n") {
		if strings.Contains(line, "131052-908T") {
			t.Errorf("the log shows an identifier: %s", line)
		}
	}
}

func TestStartRefuses(t *testing.T) {
	holder := startIn(t, Config{Dir: t.TempDir()})
	foreign := t.TempDir()
	if err := os.Mkdir(filepath.Join(foreign, "data"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(foreign, "data", "thesis.docx"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		cfg  Config
		says string
	}{
		{"no folder", Config{}, "no folder given"},
		{"a folder in use", Config{Dir: holder.dir}, "in use by process"},
		{"somebody's files", Config{Dir: foreign}, "not a PostgreSQL data folder"},
		{"a wrong setting", Config{Dir: t.TempDir(), Settings: map[string]string{"shared_buffers": "plenty"}}, "shared_buffers"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, err := Start(t.Context(), test.cfg)
			if err == nil {
				_ = c.Stop()
				t.Fatal("it started")
			}
			if !strings.Contains(err.Error(), test.says) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %q, want one sentence with %q", err, test.says)
			}
		})
	}
}

func TestCancelledStartLeavesNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	dir := t.TempDir()
	if c, err := Start(ctx, Config{Dir: dir}); err == nil {
		_ = c.Stop()
		t.Fatal("it started")
	}
	startIn(t, Config{Dir: dir}) // and the folder is free again
}

func TestBrokenInitialisationIsMadeAgain(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "data.new", "base"), 0o700); err != nil {
		t.Fatal(err)
	}
	if got := answer(t, startIn(t, Config{Dir: dir}), "select 1"); got != "1" {
		t.Errorf("got %q", got)
	}
}

func TestDoneTellsWhenTheServerEnds(t *testing.T) {
	dir := t.TempDir()
	c := startIn(t, Config{Dir: dir})
	select {
	case <-c.Done():
		t.Fatal("done while it runs")
	default:
	}
	if err := c.server.proc.Kill(); err != nil {
		t.Fatal(err)
	}
	select {
	case <-c.Done():
	case <-time.After(10 * time.Second):
		t.Fatal("not done after the server was killed")
	}
	if err := c.Stop(); err == nil || !strings.Contains(err.Error(), "ended by itself") {
		t.Errorf("Stop of an ended server: %v", err)
	}
	startIn(t, Config{Dir: dir}) // and the next start clears the shared memory it left
}
