package postgres_test

import (
	"errors"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/sync/errgroup"

	"tietolupa/postgres"
	"tietolupa/postgres/pgtest"
)

func open(t *testing.T, dsn string) *pgxpool.Pool {
	t.Helper()
	pool, err := pgxpool.New(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return pool
}

func count(t *testing.T, pool *pgxpool.Pool, sql string) (n int) {
	t.Helper()
	if err := pool.QueryRow(t.Context(), sql).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestMigrateFromSeveralProcessesAtOnce(t *testing.T) {
	one := pgtest.Empty(t)
	began := time.Now()
	var group errgroup.Group
	// Three processes on one database, and more databases of the same server, which
	// share their roles with it.
	for _, dsn := range []string{one, one, one, pgtest.Empty(t), pgtest.Empty(t), pgtest.Empty(t), pgtest.Empty(t)} {
		pool := open(t, dsn)
		group.Go(func() error { return postgres.Migrate(t.Context(), pool) })
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	t.Logf("seven at once in %v", time.Since(began).Round(time.Millisecond))

	pool := open(t, one)
	began = time.Now()
	if err := postgres.Migrate(t.Context(), pool); err != nil {
		t.Fatalf("a second time: %v", err)
	}
	t.Logf("nothing to do in %v", time.Since(began).Round(time.Millisecond))
	latest := count(t, pool, "select max(version_id) from goose_db_version")
	if _, err := pool.Exec(t.Context(), "insert into goose_db_version (version_id, is_applied) values ($1, true)", latest+100); err != nil {
		t.Fatal(err)
	}
	if _, err := pool.Exec(t.Context(), "delete from goose_db_version where version_id = 183"); err != nil {
		t.Fatal(err)
	}
	if err := postgres.Migrate(t.Context(), pool); err != nil {
		t.Fatalf("a number below the latest, not carried out yet: %v", err)
	}
	if n := count(t, pool, "select count(*) from goose_db_version where version_id = 183"); n != 1 {
		t.Errorf("the migration that came late ran %d times", n)
	}
	if n := count(t, pool, "select count(*) from goose_db_version where version_id = 1"); n != 1 {
		t.Errorf("the first migration ran %d times", n)
	}
	if n := count(t, pool, "select count(*) from pg_roles where rolname in ('permits_web', 'permits_work')"); n != 2 {
		t.Errorf("%d of the two roles are there", n)
	}
	if n := count(t, pool, "select count(*) from river_job"); n != 0 {
		t.Errorf("%d jobs in a new queue", n)
	}
}

func TestServiceClockHasExactlyOneRow(t *testing.T) {
	pool := pgtest.New(t)
	if n := count(t, pool, "select count(*) from permits.clock where offset_seconds = 0"); n != 1 {
		t.Fatalf("%d rows, want one without an offset", n)
	}
	for rule, sql := range map[string]string{
		"clock_pk":     "insert into permits.clock default values",
		"clock_is_one": "insert into permits.clock values (false, 1)",
		"clock_stays":  "delete from permits.clock",
	} {
		_, err := pool.Exec(t.Context(), sql)
		var broken *pgconn.PgError
		if !errors.As(err, &broken) || broken.ConstraintName != rule {
			t.Errorf("%s: got %v, want the rule %s", sql, err, rule)
		}
	}
	if _, err := pool.Exec(t.Context(), "update permits.clock set offset_seconds = -3600"); err != nil {
		t.Fatal(err)
	}
	if n := count(t, pool, "select round(extract(epoch from now() - permits.now()))::int"); n != 3600 {
		t.Errorf("permits.now() is %d s behind, want 3600", n)
	}
}
