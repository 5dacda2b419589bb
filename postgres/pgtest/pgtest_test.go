package pgtest_test

import (
	"testing"
	"time"

	"tietolupa/postgres/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

func TestEachTestHasADatabaseOfItsOwn(t *testing.T) {
	began := time.Now()
	one := pgtest.New(t)
	t.Logf("first database (server, template, clone) in %v", time.Since(began).Round(time.Millisecond))
	began = time.Now()
	two := pgtest.New(t)
	t.Logf("next database (clone) in %v", time.Since(began).Round(time.Millisecond))

	if _, err := one.Exec(t.Context(), "update permits.clock set offset_seconds = 7"); err != nil {
		t.Fatal(err)
	}
	var offset int64
	if err := two.QueryRow(t.Context(), "select offset_seconds from permits.clock").Scan(&offset); err != nil {
		t.Fatal(err)
	}
	if offset != 0 {
		t.Errorf("a write of one test's database reached another's: offset %d", offset)
	}
}

func TestParallelTests(t *testing.T) {
	for range 8 {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			if err := pgtest.New(t).Ping(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}
