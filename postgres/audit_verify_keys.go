package postgres

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// A sealKey is a public key that the database names.
type sealKey struct {
	id      string
	public  ed25519.PublicKey
	genuine bool // the key before and the key itself signed its introduction
}

// checkKeys reads the keys and holds each to the signature of the one before.
func (v *verification) checkKeys(ctx context.Context, tx pgx.Tx) error {
	v.keys = map[string]sealKey{}
	rows, err := tx.Query(ctx, "select key_id, number, public, made_at, coalesce(signed_by, ''), signature, own from audit.seal_keys order by number")
	if err != nil {
		return err
	}
	var id, by string
	var number int64
	var public, signature, own []byte
	var made time.Time
	next, last := int64(1), ""
	_, err = pgx.ForEachRow(rows, []any{&id, &number, &public, &made, &by, &signature, &own}, func() error {
		k := sealKey{id: id, public: ed25519.PublicKey(public)}
		before, said := k, []byte(introduction(int(number), k.public, made, by))
		if number > 1 {
			before = v.keys[last]
		}
		k.genuine = len(public) == ed25519.PublicKeySize && KeyID(k.public) == id && number == next && by == last &&
			(number == 1 || before.genuine) && ed25519.Verify(before.public, said, signature) && ed25519.Verify(k.public, said, own)
		if !k.genuine {
			v.add(Finding{Kind: KeyChanged, What: number, Note: id})
		}
		v.report.Trusted = v.report.Trusted || k.genuine && v.Trusted.Equal(k.public)
		v.keys[id], last, next = k, id, number+1
		public, signature, own = nil, nil, nil
		return nil
	})
	v.report.Key = last
	if v.Trusted != nil && !v.report.Trusted && next > 1 {
		v.add(Finding{Kind: KeyUntrusted, What: next - 1, Note: last + " does not belong with the key given"})
	}
	return err
}

// signed says whether a key of the log signed a text.
func (v *verification) signed(key, text string, signature []byte) bool {
	k := v.keys[key]
	return k.genuine && ed25519.Verify(k.public, []byte(text), signature)
}

// checkClosings reads where the log begins now.
func (v *verification) checkClosings(ctx context.Context, tx pgx.Tx) error {
	rows, err := tx.Query(ctx, `select checkpoint_id, seal_id, entries, hash, through_transaction, through_entry, before_day::text, rule, made_at, key_id, signature
		from audit.closings order by seal_id`)
	if err != nil {
		return err
	}
	closings, err := pgx.CollectRows(rows, scanClosing)
	for _, c := range closings {
		if !v.signed(c.Key, c.text(), c.Signature) {
			v.add(Finding{Kind: ClosingChanged, What: c.Seal})
			continue
		}
		v.closed = c
	}
	v.report.Removed = v.closed.Entries
	return err
}

func scanClosing(row pgx.CollectableRow) (c closing, err error) {
	var hash []byte
	err = row.Scan(&c.ID, &c.Seal, &c.Entries, &hash, &c.Through.Transaction, &c.Through.Entry, &c.BeforeDay, &c.Rule, &c.Made, &c.Key, &c.Signature)
	copyHash(&c.Hash, hash)
	return c, err
}

const checkpointColumns = "c.checkpoint_id, c.seal_id, c.entries, c.hash, c.made_at, c.key_id, c.signature"

func scanCheckpoint(row pgx.CollectableRow) (c Checkpoint, err error) {
	var hash []byte
	err = row.Scan(&c.ID, &c.Seal, &c.Entries, &hash, &c.Made, &c.Key, &c.Signature)
	copyHash(&c.Hash, hash)
	return c, err
}

// checkCheckpoints holds every checkpoint to its signature and its seal, the
// last seal to the last checkpoint, and the log to the checkpoint from outside.
func (v *verification) checkCheckpoints(ctx context.Context, tx pgx.Tx, last seal) error {
	rows, err := tx.Query(ctx, "select "+checkpointColumns+`, s.hash, s.before + s.entries
		from audit.checkpoints c left join audit.seals s using (seal_id) order by c.checkpoint_id`)
	if err != nil {
		return err
	}
	defer rows.Close()
	next, covered := v.closed.ID+1, v.closed.Seal
	for rows.Next() {
		var c Checkpoint
		var hash, sealHash []byte
		var until *int64
		if err := rows.Scan(&c.ID, &c.Seal, &c.Entries, &hash, &c.Made, &c.Key, &c.Signature, &sealHash, &until); err != nil {
			return err
		}
		copyHash(&c.Hash, hash)
		v.report.Checkpoints++
		for ; next < c.ID && v.all < mostFindings; next++ {
			v.add(Finding{Kind: CheckpointMissing, What: next})
		}
		next = c.ID + 1
		switch {
		case !v.signed(c.Key, c.text(), c.Signature):
			v.add(Finding{Kind: CheckpointChanged, What: c.ID})
			continue
		case until == nil || string(sealHash) != string(c.Hash[:]) || *until != c.Entries:
			v.add(Finding{Kind: CheckpointOther, What: c.ID, Seal: c.Seal})
		}
		covered = max(covered, c.Seal)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if last.ID > covered {
		v.add(Finding{Kind: SealUncovered, What: last.ID})
	}
	return v.checkOutside(ctx, tx, last)
}

// checkOutside holds the log to a checkpoint kept elsewhere.
func (v *verification) checkOutside(ctx context.Context, tx pgx.Tx, last seal) error {
	c := v.Checkpoint
	if c == nil {
		return nil
	}
	if !v.signed(c.Key, c.text(), c.Signature) {
		v.add(Finding{Kind: HistoryRewritten, What: c.ID, Note: "the checkpoint given is not signed by a key of this log"})
		return nil
	}
	switch {
	case c.Seal > last.ID:
		v.add(Finding{Kind: TailCut, What: c.Seal, Note: fmt.Sprintf("the log ends at seal %d; %d entries were sealed when the checkpoint was made", last.ID, c.Entries)})
		return nil
	case c.Seal < v.closed.Seal:
		return nil // removed since, which the closing tells
	case c.Seal == v.closed.Seal:
		if c.Hash != v.closed.Hash {
			v.add(Finding{Kind: HistoryRewritten, What: c.Seal, Note: "the removed part was another"})
		}
		return nil
	}
	var hash []byte
	err := tx.QueryRow(ctx, "select hash from audit.seals where seal_id = $1", c.Seal).Scan(&hash)
	switch {
	case errors.Is(err, pgx.ErrNoRows): // missing, and found so already
		return nil
	case err == nil && string(hash) != string(c.Hash[:]):
		v.add(Finding{Kind: HistoryRewritten, What: c.Seal, Note: "the seal's hash is not the one of the checkpoint given"})
	}
	return err
}

// LastCheckpoint is the newest checkpoint of the log; ErrNoCheckpoint when
// nothing is sealed yet.
func (db *DB) LastCheckpoint(ctx context.Context) (Checkpoint, error) {
	rows, _ := db.pool.Query(ctx, "select "+checkpointColumns+" from audit.checkpoints c order by c.checkpoint_id desc limit 1")
	c, err := oneOf(rows, scanCheckpoint, ErrNoCheckpoint)
	if err != nil {
		return c, fmt.Errorf("read the last checkpoint: %w", err)
	}
	return c, nil
}

// ErrNoCheckpoint says that nothing is sealed yet.
var ErrNoCheckpoint = errors.New("nothing is sealed yet")

// SealKeyID is the id of the key the log is sealed with; empty before the first.
func (db *DB) SealKeyID(ctx context.Context) (id string, err error) {
	err = db.pool.QueryRow(ctx, "select key_id from audit.seal_keys order by number desc limit 1").Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read the key of the audit log: %w", err)
	}
	return id, nil
}
