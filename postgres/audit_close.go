package postgres

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
	"tietolupa/registers"
)

// A LogRemoval is what RemoveLog has removed or would remove.
type LogRemoval struct {
	Before  registers.Day // everything removed happened before it
	Seal    int64         // last seal of the removed part; 0 for nothing
	Entries int64
}

// LogDue says how much of the log has been kept until before: the seals, from
// the first, all of whose entries are older. Unsealed entries are never due.
func (db *DB) LogDue(ctx context.Context, before registers.Day) (r LogRemoval, err error) {
	err = pgx.BeginFunc(ctx, db.pool, func(tx pgx.Tx) error {
		_, r, err = due(ctx, tx, before)
		return err
	})
	if err != nil {
		return r, fmt.Errorf("look for what the audit log need not keep: %w", err)
	}
	return r, nil
}

// RemoveLog removes what LogDue says, and leaves a signed closing from which the
// chain goes on, so that the rest is verified as before. rule is what it was
// removed under. The removal is itself an entry. It needs the rights of the
// owner and the key that the log is sealed with.
func (db *DB) RemoveLog(ctx context.Context, before registers.Day, rule string, by permits.UserID, key ed25519.PrivateKey) (r LogRemoval, err error) {
	err = pgx.BeginFunc(ctx, db.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "select pg_advisory_xact_lock($1, 0)", sealLock); err != nil {
			return err
		}
		var c closing
		if c, r, err = due(ctx, tx, before); err != nil || r.Entries == 0 {
			return err
		}
		if c.Key, err = introduced(ctx, tx, key); err != nil {
			return err
		}
		c.Rule, c.BeforeDay = rule, before.String()
		if err := tx.QueryRow(ctx, "select clock_timestamp()").Scan(&c.Made); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `insert into audit.closings (checkpoint_id, seal_id, entries, hash, through_transaction, through_entry,
			before_day, rule, made_at, key_id, signature) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
			c.ID, c.Seal, c.Entries, c.Hash[:], c.Through.Transaction, c.Through.Entry, before.Time(), c.Rule, c.Made, c.Key,
			ed25519.Sign(key, []byte(c.text()))); err != nil {
			return err
		}
		gone, err := tx.Exec(ctx, "delete from audit.entries where (transaction, entry_id) <= ($1::xid8, $2)", c.Through.Transaction, c.Through.Entry)
		if err != nil {
			return err
		}
		if gone.RowsAffected() != r.Entries {
			return fmt.Errorf("%d entries stand where %d were sealed: verify the log first", gone.RowsAffected(), r.Entries)
		}
		for _, sql := range []string{"delete from audit.seals where seal_id <= $1", "delete from audit.checkpoints where seal_id <= $1"} {
			if _, err := tx.Exec(ctx, sql, c.Seal); err != nil {
				return err
			}
		}
		return record(ctx, tx, Entry{Actor: by, Kind: "log-removed", Subject: fmt.Sprint("seal ", c.Seal),
			Detail: map[string]string{"before": c.BeforeDay, "rule": rule, "entries": fmt.Sprint(r.Entries)}})
	})
	if err != nil {
		return LogRemoval{}, fmt.Errorf("remove what the audit log need not keep: %w", err)
	}
	return r, nil
}

// due finds the last seal before which everything is old enough, and that has a
// checkpoint of its own.
func due(ctx context.Context, tx pgx.Tx, before registers.Day) (c closing, r LogRemoval, err error) {
	r.Before = before
	var hash []byte
	var closed int64
	err = tx.QueryRow(ctx, `
		select s.seal_id, s.before + s.entries, s.hash, s.last_transaction, s.last_entry,
		       (select max(checkpoint_id) from audit.checkpoints where seal_id = s.seal_id),
		       coalesce((select max(entries) from audit.closings), 0)
		  from audit.seals s
		 where s.seal_id < coalesce((select min(seal_id) from audit.seals where newest_at >= $1), 9223372036854775807)
		   and s.seal_id < (select max(seal_id) from audit.seals)
		   and exists (select from audit.checkpoints where seal_id = s.seal_id)
		 order by s.seal_id desc limit 1`, startOf(before)).
		Scan(&c.Seal, &c.Entries, &hash, &c.Through.Transaction, &c.Through.Entry, &c.ID, &closed)
	if errors.Is(err, pgx.ErrNoRows) {
		return closing{}, r, nil
	}
	if err != nil {
		return closing{}, r, err
	}
	copyHash(&c.Hash, hash)
	r.Seal, r.Entries = c.Seal, c.Entries-closed
	return c, r, nil
}
