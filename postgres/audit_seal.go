package postgres

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
)

// SealEvery is how often the log is sealed: with the longest writing transaction
// it bounds how long an entry stands unsealed.
const SealEvery = 2 * time.Second

const (
	sealBatch       = 4096      // entries of one seal
	sealRound       = 8         // seals of one checkpoint, at most
	sealLock  int32 = 28_916_04 // one sealer at a time
)

// ErrLogRestored says that the log's transactions are ahead of the database's:
// it was restored by a dump, which counts transactions from the start.
var ErrLogRestored = errors.New("the sealed entries are of later transactions than the database has had")

// A seal is a batch of entries, hashed and chained to the one before.
type seal struct {
	ID       int64
	Version  int16
	Sealed   time.Time
	Before   int64 // entries of the seals before
	Entries  int32
	Newest   time.Time
	Last     logPlace
	Horizon  uint64 // every entry of an earlier transaction is sealed here or before
	Leaves   []byte
	Previous [sha256.Size]byte
	Hash     [sha256.Size]byte
}

// sum is the hash of all but Hash.
func (s seal) sum() [sha256.Size]byte {
	leaves := sha256.Sum256(s.Leaves)
	b := []byte("tietolupa audit seal 1\n")
	for _, n := range []uint64{uint64(s.ID), uint64(s.Version), uint64(s.Sealed.UnixMicro()), uint64(s.Before), uint64(s.Entries),
		uint64(s.Newest.UnixMicro()), s.Last.Transaction, uint64(s.Last.Entry), s.Horizon} {
		b = binary.BigEndian.AppendUint64(b, n)
	}
	b = append(b, leaves[:]...)
	return sha256.Sum256(append(b, s.Previous[:]...))
}

// SealLog seals what can be sealed: every entry of a transaction older than all
// that still run, in order, in batches, with a signed checkpoint after each
// round. It returns how many entries it sealed; 0 also when another process is
// sealing. The key must be the newest introduced; the first introduces itself.
// It needs the workers' rights.
func (db *DB) SealLog(ctx context.Context, key ed25519.PrivateKey) (int, error) {
	sealed := 0
	for {
		n, err := db.sealRound(ctx, key)
		sealed += n
		if err != nil {
			return sealed, fmt.Errorf("seal the audit log: %w", err)
		}
		if n < sealBatch*sealRound {
			return sealed, nil
		}
	}
}

// KeepLogSealed seals every SealEvery until ctx ends, each time with the key that
// is the present one then. What fails is tried again.
func (db *DB) KeepLogSealed(ctx context.Context, key func(ctx context.Context) (ed25519.PrivateKey, error), log *slog.Logger) {
	tick := time.NewTicker(SealEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			now, err := key(ctx)
			if err == nil {
				_, err = db.SealLog(ctx, now)
			}
			if err != nil && ctx.Err() == nil {
				log.Error("the log is not sealed", "cause", err)
			}
		}
	}
}

// SealRest seals until nothing is left, for a service that stops. It fails when
// a transaction keeps on writing until ctx ends.
func (db *DB) SealRest(ctx context.Context, key ed25519.PrivateKey) error {
	for {
		if _, err := db.SealLog(ctx, key); err != nil {
			return err
		}
		w, err := db.LogWindow(ctx)
		if err != nil || w.Entries == 0 {
			return err
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
			return fmt.Errorf("seal the rest of the audit log: %d entries are left: %w", w.Entries, ctx.Err())
		}
	}
}

// A LogWindow is what is not sealed yet.
type LogWindow struct {
	Entries int64   `json:"entries"`
	Seconds float64 `json:"seconds"` // age of the oldest, by real time
}

// LogWindow counts what is not sealed yet.
func (db *DB) LogWindow(ctx context.Context) (w LogWindow, err error) {
	if err := db.pool.QueryRow(ctx, unsealedWindow).Scan(&w.Entries, &w.Seconds); err != nil {
		return w, fmt.Errorf("count the unsealed entries: %w", err)
	}
	return w, nil
}

const unsealedWindow = "select entries, seconds from audit.unsealed_window()"

func (db *DB) sealRound(ctx context.Context, key ed25519.PrivateKey) (sealed int, err error) {
	err = pgx.BeginFunc(ctx, db.pool, func(tx pgx.Tx) error {
		var alone bool
		if err := tx.QueryRow(ctx, "select pg_try_advisory_xact_lock($1, 0)", sealLock).Scan(&alone); err != nil || !alone {
			return err
		}
		last, err := lastSeal(ctx, tx)
		if err != nil {
			return err
		}
		seals, err := nextSeals(ctx, tx, last)
		if err != nil || len(seals) == 0 {
			return err
		}
		id, err := introduced(ctx, tx, key)
		if err != nil {
			return err
		}
		batch := &pgx.Batch{}
		for _, s := range seals {
			sealed += int(s.Entries)
			batch.Queue(`insert into audit.seals (seal_id, version, sealed_at, before, entries, newest_at, last_transaction, last_entry,
				horizon, leaves, previous, hash) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`, s.ID, s.Version, s.Sealed, s.Before, s.Entries, s.Newest,
				s.Last.Transaction, s.Last.Entry, s.Horizon, s.Leaves, s.Previous[:], s.Hash[:])
		}
		if err := tx.SendBatch(ctx, batch).Close(); err != nil {
			return err
		}
		end := seals[len(seals)-1]
		return putCheckpoint(ctx, tx, key, Checkpoint{Seal: end.ID, Entries: end.Before + int64(end.Entries), Hash: end.Hash, Made: end.Sealed, Key: id})
	})
	if err != nil {
		return 0, err
	}
	return sealed, nil
}

// lastSeal is what the next seal is chained to: of an empty log a seal of
// nothing, of a log all of which was removed its closing.
func lastSeal(ctx context.Context, tx pgx.Tx) (s seal, err error) {
	var hash []byte
	var behind bool
	err = tx.QueryRow(ctx, `
		select seal_id, until, hash, transaction, entry, transaction >= pg_snapshot_xmax(pg_current_snapshot()) from (
		  (select seal_id, before + entries as until, hash, last_transaction as transaction, last_entry as entry, 1 as rank
		     from audit.seals order by seal_id desc limit 1)
		  union all
		  (select seal_id, entries, hash, through_transaction, through_entry, 2 from audit.closings order by seal_id desc limit 1)
		) s order by rank limit 1`).Scan(&s.ID, &s.Before, &hash, &s.Last.Transaction, &s.Last.Entry, &behind)
	if errors.Is(err, pgx.ErrNoRows) {
		return s, nil
	}
	if err == nil && behind {
		err = ErrLogRestored
	}
	if err != nil {
		return s, err
	}
	copyHash(&s.Hash, hash)
	return s, nil
}

// nextSeals reads and hashes the entries that are next.
func nextSeals(ctx context.Context, tx pgx.Tx, last seal) (seals []seal, err error) {
	var now time.Time
	var oldest uint64 // transaction that still runs; it was older before the entries were read
	if err := tx.QueryRow(ctx, "select clock_timestamp(), pg_snapshot_xmin(pg_current_snapshot())").Scan(&now, &oldest); err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, "select "+sealedList("e")+" from audit.unsealed($1) e", binaryResult, sealBatch*sealRound)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var s seal
	finish := func(horizon uint64) {
		if s.Entries > 0 {
			s.Horizon = max(horizon, s.Last.Transaction)
			s.Hash = s.sum()
			seals = append(seals, s)
			last, s = s, seal{}
		}
	}
	for rows.Next() {
		values := rows.RawValues()
		l, err := leafOf(values)
		if err != nil {
			return nil, err
		}
		if s.Entries == 0 {
			s = seal{ID: last.ID + 1, Version: sealVersion, Sealed: now, Before: last.Before + int64(last.Entries), Previous: last.Hash,
				Leaves: make([]byte, 0, leafSize*256)}
		}
		s.Leaves, s.Last = l.append(s.Leaves), l.logPlace
		if at := binaryTime(values[2]); s.Entries == 0 || at.After(s.Newest) {
			s.Newest = at
		}
		if s.Entries++; s.Entries == sealBatch {
			finish(0)
		}
	}
	finish(max(oldest, s.Last.Transaction+1)) // not cut: there was nothing more
	return seals, rows.Err()
}

// binaryTime reads a timestamptz as PostgreSQL sends it: microseconds since 2000.
func binaryTime(b []byte) time.Time {
	const since = 946_684_800_000_000
	return time.UnixMicro(int64(binary.BigEndian.Uint64(b)) + since).UTC()
}

// putCheckpoint numbers, signs and stores a checkpoint.
func putCheckpoint(ctx context.Context, tx pgx.Tx, key ed25519.PrivateKey, c Checkpoint) error {
	if err := tx.QueryRow(ctx, `select 1 + greatest(coalesce((select max(checkpoint_id) from audit.checkpoints), 0),
		coalesce((select max(checkpoint_id) from audit.closings), 0))`).Scan(&c.ID); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `insert into audit.checkpoints (checkpoint_id, seal_id, entries, hash, made_at, key_id, signature)
		values ($1, $2, $3, $4, $5, $6, $7)`, c.ID, c.Seal, c.Entries, c.Hash[:], c.Made, c.Key, ed25519.Sign(key, []byte(c.text())))
	return err
}
