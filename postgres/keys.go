package postgres

import (
	"context"
	"errors"
	"fmt"

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
