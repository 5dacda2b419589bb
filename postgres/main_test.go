package postgres_test

import (
	"testing"

	"tietolupa/postgres"
	"tietolupa/postgres/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// newDB gives a test a database of its own as its owner sees it.
func newDB(t *testing.T) *postgres.DB {
	t.Helper()
	return openAs(t, pgtest.DSN(t), postgres.LoginRole)
}

func openAs(t *testing.T, dsn string, role postgres.Role) *postgres.DB {
	t.Helper()
	db, err := postgres.OpenAs(t.Context(), dsn, role)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	return db
}
