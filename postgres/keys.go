package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
)

// WrappedKey is the pseudonymisation key of a permit or disclosure as it is
// stored, encrypted, with its check value; ErrNoKey when none has been put. The
// role of the pages may not read it.
func (db *DB) WrappedKey(ctx context.Context, basisID string) (wrapped []byte, kcv string, err error) {
	err = db.pool.QueryRow(ctx, `
		select wrapped, kcv from permits.wrapped_keys where basis_id = $1`, basisID).Scan(&wrapped, &kcv)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNoKey
	}
	if err != nil {
		return nil, "", fmt.Errorf("read the key of %s: %w", basisID, err)
	}
	return wrapped, kcv, nil
}

// PutWrappedKey keeps a new key of a permit or disclosure. Of several put for one
// basis, at once or later, the first stands and the others are dropped without
// an error: the caller reads with WrappedKey the one that counts. It fails with
// ErrNoBasis when basisID is neither.
func (db *DB) PutWrappedKey(ctx context.Context, basisID string, wrapped []byte, kcv string) error {
	err := db.command(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `
			insert into permits.wrapped_keys (case_id, disclosure_id, wrapped, kcv, made_at)
			select (select case_id from permits.cases where case_id = $1),
			       (select disclosure_id from permits.disclosures where disclosure_id = $1),
			       $2, $3, permits.moment()
			    on conflict (basis_id) do nothing`, basisID, wrapped, kcv)
		switch {
		case violatesConstraint(err, "wrapped_key_has_one_basis"):
			return ErrNoBasis
		case err != nil, tag.RowsAffected() == 0:
			return err
		}
		return record(ctx, tx, Entry{Actor: Service, Kind: "key-made", Subject: basisID,
			Detail: map[string]string{"kcv": kcv}})
	})
	if err != nil {
		return fmt.Errorf("keep the key of %s: %w", basisID, err)
	}
	return nil
}

// RecordKeyUse writes to the audit log that the key with check value kcv is about
// to be used for an order; nothing is made with the key when it fails.
func (db *DB) RecordKeyUse(ctx context.Context, order permits.OrderID, kcv string) error {
	return db.Record(ctx, Entry{Actor: Service, Kind: "key-used", Subject: string(order),
		Detail: map[string]string{"kcv": kcv}})
}

// A DestroyedKey is the certificate that a permit's key was deleted: what is
// known of the key without it.
type DestroyedKey struct {
	Case  permits.CaseID
	Check string // key check value, as the manifests of the extracts give it
	Made  time.Time
	At    time.Time
	By    permits.UserID
}

// destroyKey deletes the key of a permit in the transaction of the command that
// says so, and keeps its certificate: of a chain of renewals the key that they
// share. A permit that never had an extract has no key to delete, and of a chain
// the last one to say so deletes it.
func destroyKey(ctx context.Context, tx pgx.Tx, id permits.CaseID, by permits.UserID) error {
	kept, err := keyBasis(ctx, tx, string(id))
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		insert into permits.destroyed_keys (case_id, kcv, made_at, destroyed_at, destroyed_by)
		select $1, kcv, made_at, permits.moment(), $2 from permits.wrapped_keys where basis_id = $1`, kept, by)
	if err != nil {
		return fmt.Errorf("certify the destruction of the key: %w", err)
	}
	if _, err := tx.Exec(ctx, `delete from permits.wrapped_keys where basis_id = $1`, kept); err != nil {
		return fmt.Errorf("delete the key: %w", err)
	}
	return nil
}

// DestroyedKeyOf is the certificate of a permit's destroyed key; ErrNoKey when
// none was destroyed.
func (db *DB) DestroyedKeyOf(ctx context.Context, id permits.CaseID) (k DestroyedKey, err error) {
	err = db.pool.QueryRow(ctx, `
		select case_id, kcv, made_at, destroyed_at, destroyed_by from permits.destroyed_keys
		 where case_id = $1 or case_id = (select key_of from permits.cases where case_id = $1) order by case_id = $1 desc limit 1`, id).
		Scan(&k.Case, &k.Check, &k.Made, &k.At, &k.By)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNoKey
	}
	if err != nil {
		return DestroyedKey{}, fmt.Errorf("read the certificate of the key of %s: %w", id, err)
	}
	return k, nil
}
