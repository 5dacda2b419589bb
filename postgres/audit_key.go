package postgres

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// ErrSealKey says that a key is not the one the log is sealed with.
var ErrSealKey = errors.New("the log is sealed with another key")

// introduced is the id of key, which must be the newest; the first key of a log
// introduces itself.
func introduced(ctx context.Context, tx pgx.Tx, key ed25519.PrivateKey) (string, error) {
	public := key.Public().(ed25519.PublicKey)
	var newest string
	err := tx.QueryRow(ctx, "select key_id from audit.seal_keys order by number desc limit 1").Scan(&newest)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return KeyID(public), introduce(ctx, tx, 1, key, key, "")
	case err != nil:
		return "", err
	case newest != KeyID(public):
		return "", fmt.Errorf("%w: %s", ErrSealKey, newest)
	}
	return newest, nil
}

// introduce stores a public key with the signature of the key before and its
// own, so that neither a successor nor a predecessor can be made up.
func introduce(ctx context.Context, tx pgx.Tx, number int, key, by ed25519.PrivateKey, name string) error {
	public := key.Public().(ed25519.PublicKey)
	var made time.Time
	if err := tx.QueryRow(ctx, "select clock_timestamp()").Scan(&made); err != nil {
		return err
	}
	said := []byte(introduction(number, public, made, name))
	_, err := tx.Exec(ctx, `insert into audit.seal_keys (key_id, number, public, made_at, signed_by, signature, own)
		values ($1, $2, $3, $4, $5, $6, $7)`, KeyID(public), number, []byte(public), made, text(name),
		ed25519.Sign(by, said), ed25519.Sign(key, said))
	return err
}

// RotateSealKey makes next the key of the checkpoints from now on, introduced by
// the signature of the present key. It fails with ErrSealKey when present is not
// the present one. next must be kept before it is called.
func (db *DB) RotateSealKey(ctx context.Context, present, next ed25519.PrivateKey) error {
	err := pgx.BeginFunc(ctx, db.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "select pg_advisory_xact_lock($1, 0)", sealLock); err != nil {
			return err
		}
		name, err := introduced(ctx, tx, present)
		if err != nil {
			return err
		}
		var number int
		if err := tx.QueryRow(ctx, "select max(number) from audit.seal_keys").Scan(&number); err != nil {
			return err
		}
		return introduce(ctx, tx, number+1, next, present, name)
	})
	if err != nil {
		return fmt.Errorf("rotate the key of the audit log: %w", err)
	}
	return nil
}
