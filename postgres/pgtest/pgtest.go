// Package pgtest gives each test a PostgreSQL database of its own, with the schema of
// the service in it.
//
// A test process starts one private server (in memory where /dev/shm is there),
// migrates one template database, and clones it for each test; a clone costs about
// 20 ms. A missing PostgreSQL fails the test: nothing is skipped.
//
// The package imports postgres, so tests in the folder postgres are of package
// postgres_test. A package that uses it has:
//
//	func TestMain(m *testing.M) { pgtest.Main(m) }
package pgtest

import (
	"context"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"tietolupa/internal/cluster"
	"tietolupa/postgres"
)

const template = "permits_template"

// Main runs the tests of a package and stops its server; TestMain calls it and
// nothing else. It does not return. After tests that passed, each of whole must
// find that together they covered what they are for.
func Main(m *testing.M, whole ...func() error) {
	code := m.Run()
	for _, covered := range whole {
		if code != 0 {
			break
		}
		if err := covered(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	if err := stop(); err != nil {
		fmt.Fprintln(os.Stderr, "pgtest:", err)
		code = max(code, 1)
	}
	os.Exit(code)
}

// New returns a pool on a new database with the service's schema, dropped when the
// test and its subtests have ended.
func New(t testing.TB) *pgxpool.Pool {
	t.Helper()
	pool, err := pgxpool.New(t.Context(), DSN(t))
	if err != nil {
		t.Fatalf("open a test database: %v", err)
	}
	t.Cleanup(pool.Close)
	return pool
}

// DSN is New for those who connect by themselves, another process for instance.
func DSN(t testing.TB) string {
	t.Helper()
	s := running(t)
	name := fmt.Sprintf("test_%d", s.count.Add(1))
	if err := s.clone(context.Background(), template, name); err != nil {
		t.Fatalf("make a test database: %v", err)
	}
	t.Cleanup(func() {
		if err := s.drop(context.Background(), name); err != nil {
			t.Errorf("drop a test database: %v", err)
		}
	})
	return s.cluster.DSN(name)
}

// Empty returns the address of a new database with nothing in it, for tests of the
// migrations themselves.
func Empty(t testing.TB) string {
	t.Helper()
	s := running(t)
	name := fmt.Sprintf("test_%d", s.count.Add(1))
	if err := s.clone(context.Background(), "template0", name); err != nil {
		t.Fatalf("make an empty test database: %v", err)
	}
	t.Cleanup(func() {
		if err := s.drop(context.Background(), name); err != nil {
			t.Errorf("drop a test database: %v", err)
		}
	})
	return s.cluster.DSN(name)
}

// shared is the server of this test process.
type shared struct {
	cluster *cluster.Cluster
	admin   *pgxpool.Pool
	dir     string
	count   atomic.Int64
	making  sync.Mutex // CREATE DATABASE wants its template alone
}

var (
	once     sync.Once
	instance *shared
	startErr error
)

func running(t testing.TB) *shared {
	t.Helper()
	once.Do(func() { instance, startErr = start() })
	if startErr != nil {
		t.Fatalf("this test needs PostgreSQL: %v", startErr)
	}
	return instance
}

func start() (_ *shared, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	dir, err := workFolder()
	if err != nil {
		return nil, err
	}
	s := &shared{dir: dir}
	defer func() {
		if err != nil {
			_ = s.end() // the first error is the one to tell
		}
	}()
	if s.cluster, err = cluster.Start(ctx, cluster.Config{Dir: dir}); err != nil {
		return nil, err
	}
	if s.admin, err = pgxpool.New(ctx, s.cluster.DSN("postgres")); err != nil {
		return nil, err
	}
	if err := s.clone(ctx, "template0", template); err != nil {
		return nil, err
	}
	pool, err := pgxpool.New(ctx, s.cluster.DSN(template))
	if err != nil {
		return nil, err
	}
	defer pool.Close()
	return s, postgres.Migrate(ctx, pool)
}

func (s *shared) clone(ctx context.Context, from, to string) error {
	s.making.Lock()
	defer s.making.Unlock()
	_, err := s.admin.Exec(ctx, "create database "+ident(to)+" template "+ident(from)+" strategy file_copy")
	return err
}

// drop cuts connections that a test left open: an unclosed pool must not fail the next one.
func (s *shared) drop(ctx context.Context, name string) error {
	_, err := s.admin.Exec(ctx, "drop database "+ident(name)+" with (force)")
	return err
}

func (s *shared) end() error {
	if s.admin != nil {
		s.admin.Close()
	}
	var err error
	if s.cluster != nil {
		err = s.cluster.Stop()
	}
	if removal := os.RemoveAll(s.dir); err == nil {
		err = removal
	}
	return err
}

func stop() error {
	if instance == nil {
		return nil
	}
	return instance.end()
}

func ident(name string) string { return pgx.Identifier{name}.Sanitize() }
