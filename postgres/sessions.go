package postgres

import "github.com/alexedwards/scs/pgxstore"

// Sessions is the store of signed-in sessions, for the session manager of the
// pages, which hashes its tokens. What has expired is not found; the workers
// remove it.
func (db *DB) Sessions() *pgxstore.PostgresStore {
	return pgxstore.NewWithCleanupInterval(db.pool, 0)
}
