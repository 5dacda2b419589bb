package postgres

import (
	"context"
	"fmt"

	"github.com/alexedwards/scs/pgxstore"
	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
)

// Sessions is the store of signed-in sessions, for the session manager of the
// pages, which hashes its tokens. What has expired is not found; the workers
// remove it.
func (db *DB) Sessions() *pgxstore.PostgresStore {
	return pgxstore.NewWithCleanupInterval(db.pool, 0)
}

// Visitor is who is signed in with the session of that id: the person as the
// accounts know them now. ErrNoUser when it has ended, in whatever process.
func (db *DB) Visitor(ctx context.Context, signIn string) (permits.Actor, error) {
	rows, _ := db.pool.Query(ctx, `
		select `+userColumns+` from permits.users join permits.sign_ins using (user_id)
		 where sign_in_id = $1 and ended_at is null and ends_at > clock_timestamp()`, signIn)
	return oneUser(rows, "find who is signed in")
}

// OpenSessions lists a person's sessions, the newest first.
func (db *DB) OpenSessions(ctx context.Context, id permits.UserID) ([]SignedIn, error) {
	rows, _ := db.pool.Query(ctx, `
		select sign_in_id, issuer, address, begun_at, ends_at from permits.sign_ins
		 where user_id = $1 and ended_at is null and ends_at > clock_timestamp() order by begun_at desc, sign_in_id`, id)
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[SignedIn])
	if err != nil {
		return nil, fmt.Errorf("list the sessions of %s: %w", id, err)
	}
	return all, nil
}

// SignOut ends a session, and says so in the audit log. why is a kind of end:
// "chosen", "idle" or "replaced" by another sign-in at the same browser. One that
// has ended already is left as it is.
func (db *DB) SignOut(ctx context.Context, signIn, why string) error {
	err := db.command(ctx, func(tx pgx.Tx) error {
		rows, _ := tx.Query(ctx, `
			update permits.sign_ins set ended_at = clock_timestamp() where sign_in_id = $1 and ended_at is null returning user_id`, signIn)
		ended, err := pgx.CollectRows(rows, pgx.RowTo[permits.UserID])
		if err != nil || len(ended) == 0 {
			return err
		}
		return record(ctx, tx, Entry{Actor: ended[0], Kind: "signed-out", Subject: string(ended[0]), Detail: map[string]string{"why": why}})
	})
	if err != nil {
		return fmt.Errorf("sign out: %w", err)
	}
	return nil
}

// SignOutEverywhere ends all sessions of a person, in every process at once, and
// says how many there were. by is who asked for it.
func (db *DB) SignOutEverywhere(ctx context.Context, id, by permits.UserID) (n int64, err error) {
	err = db.command(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `
			update permits.sign_ins set ended_at = clock_timestamp() where user_id = $1 and ended_at is null and ends_at > clock_timestamp()`, id)
		if err != nil {
			return err
		}
		n = tag.RowsAffected()
		return record(ctx, tx, Entry{Actor: by, Kind: "signed-out", Subject: string(id), Detail: map[string]string{"why": "everywhere", "sessions": fmt.Sprint(n)}})
	})
	if err != nil {
		return 0, fmt.Errorf("sign %s out everywhere: %w", id, err)
	}
	return n, nil
}

// forgetSessions removes sessions and tokens that are over: the workers do, now
// and then.
func forgetSessions(ctx context.Context, tx pgx.Tx) error {
	if _, err := tx.Exec(ctx, `delete from public.sessions where expiry < clock_timestamp()`); err != nil {
		return fmt.Errorf("remove expired sessions: %w", err)
	}
	if _, err := tx.Exec(ctx, `delete from permits.sign_ins where ends_at < clock_timestamp() - interval '30 days'`); err != nil {
		return fmt.Errorf("remove old sign-ins: %w", err)
	}
	if _, err := tx.Exec(ctx, `delete from permits.client_tokens where expires_at < clock_timestamp()`); err != nil {
		return fmt.Errorf("remove old tokens: %w", err)
	}
	return nil
}
