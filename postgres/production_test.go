package postgres_test

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"tietolupa/postgres"
	"tietolupa/postgres/pgtest"
)

// In production nobody is a superuser: one user migrates, and the programs' users
// are members of their role and of nothing else.
func TestWithoutSuperuser(t *testing.T) {
	dsn := pgtest.Empty(t)
	admin, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = admin.Close(context.Background()) })
	var database string
	if err := admin.QueryRow(t.Context(), "select current_database()").Scan(&database); err != nil {
		t.Fatal(err)
	}
	if _, err := admin.Exec(t.Context(), `
		create role test_migrator createrole;
		grant create on schema public to test_migrator;
		grant create on database `+pgx.Identifier{database}.Sanitize()+` to test_migrator`); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // after the database is gone, and what the role owns with it
		if _, err := admin.Exec(context.Background(), "drop owned by test_migrator cascade; drop role test_migrator"); err != nil {
			t.Error(err)
		}
	})
	cfg, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		t.Fatal(err)
	}
	cfg.AfterConnect = func(ctx context.Context, c *pgx.Conn) error {
		_, err := c.Exec(ctx, "set role test_migrator")
		return err
	}
	pool, err := pgxpool.NewWithConfig(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	for range 2 { // at every start
		if err := postgres.Migrate(t.Context(), pool); err != nil {
			t.Fatal(err)
		}
	}
	web := openAs(t, dsn, postgres.WebRole)
	if err := web.PutUser(t.Context(), researcher); err != nil {
		t.Error(err)
	}
	if _, err := web.CreateCase(t.Context(), researcher); err != nil {
		t.Error(err)
	}
	if _, err := web.Pool().Exec(t.Context(), "delete from audit.entries"); err == nil {
		t.Error("the pages emptied the log")
	}
	work := openAs(t, dsn, postgres.WorkRole)
	if _, err := work.DueBuilds(t.Context()); err != nil {
		t.Error(err)
	}
}
