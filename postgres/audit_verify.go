package postgres

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// LogCheck says what VerifyLog holds the log to besides itself.
type LogCheck struct {
	Trusted    ed25519.PublicKey // nil takes the database's word for its first key
	Checkpoint *Checkpoint       // kept elsewhere; nil when there is none
}

// A LogReport is what VerifyLog found.
type LogReport struct {
	Entries     int64     `json:"entries"` // compared with their seals
	Seals       int64     `json:"seals"`
	Checkpoints int64     `json:"checkpoints"`
	Removed     int64     `json:"removed"` // entries that a closing covers
	Unsealed    LogWindow `json:"unsealed"`
	Findings    []Finding `json:"findings"`
	All         int64     `json:"all"` // findings; more than are listed when there are very many
	Key         string    `json:"key"` // id of the newest key
	Trusted     bool      `json:"trusted"`
	Seconds     float64   `json:"seconds"`
	PerSecond   float64   `json:"entries_per_second"`
}

// VerifyLog recomputes every seal of the log from its entries, under one
// snapshot, and says what was changed, deleted, inserted or put in another
// order, among entries, seals, checkpoints and keys. Its memory does not grow
// with the log. Without a trusted key a chain that somebody wrote anew as a
// whole, with a key of their own, is not told from a genuine one; without a
// checkpoint kept elsewhere a cut tail is not either. Entries that are not
// sealed yet are counted, not checked. It needs the owner's rights.
func (db *DB) VerifyLog(ctx context.Context, with LogCheck) (LogReport, error) {
	begun := time.Now()
	v := &verification{LogCheck: with, comparison: newComparison()}
	err := v.run(ctx, db)
	if err != nil {
		return v.report, fmt.Errorf("verify the audit log: %w", err)
	}
	r := v.report
	r.Findings, r.All = v.named(), v.all
	if r.Findings == nil {
		r.Findings = []Finding{}
	}
	r.Seconds = time.Since(begun).Seconds()
	r.PerSecond = float64(r.Entries) / r.Seconds
	return r, nil
}

type verification struct {
	LogCheck
	*comparison
	report  LogReport
	keys    map[string]sealKey
	closed  closing // zero when nothing was removed
	entries *entryStream
}

func (v *verification) run(ctx context.Context, db *DB) error {
	options := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	return pgx.BeginTxFunc(ctx, db.pool, options, func(tx pgx.Tx) error {
		var snapshot string
		if err := tx.QueryRow(ctx, "select pg_export_snapshot()").Scan(&snapshot); err != nil {
			return err
		}
		if err := tx.QueryRow(ctx, unsealedWindow).Scan(&v.report.Unsealed.Entries, &v.report.Unsealed.Seconds); err != nil {
			return err
		}
		if err := v.checkKeys(ctx, tx); err != nil {
			return err
		}
		if err := v.checkClosings(ctx, tx); err != nil {
			return err
		}
		return pgx.BeginTxFunc(ctx, db.pool, options, func(other pgx.Tx) error {
			if _, err := other.Exec(ctx, "set transaction snapshot '"+snapshot+"'"); err != nil {
				return err
			}
			var err error
			if v.entries, err = openEntries(ctx, other); err != nil {
				return err
			}
			defer v.entries.close()
			last, err := v.checkSeals(ctx, tx)
			if err != nil {
				return err
			}
			if err := v.checkTail(ctx, tx, last); err != nil {
				return err
			}
			return v.checkCheckpoints(ctx, tx, last)
		})
	})
}

// checkSeals walks the chain and holds the entries to it.
func (v *verification) checkSeals(ctx context.Context, tx pgx.Tx) (last seal, err error) {
	last = seal{ID: v.closed.Seal, Before: v.closed.Entries, Hash: v.closed.Hash, Last: v.closed.Through}
	trusted := true // whether last is known to stand right before the next
	for {
		rows, err := tx.Query(ctx, `select seal_id, version, sealed_at, before, entries, newest_at, last_transaction, last_entry, horizon, leaves, previous, hash
			from audit.seals where seal_id > $1 order by seal_id limit 16`, last.ID)
		if err != nil {
			return last, err
		}
		seals, err := pgx.CollectRows(rows, scanSeal)
		if err != nil {
			return last, err
		}
		if len(seals) == 0 {
			return last, nil
		}
		for _, s := range seals {
			v.report.Seals++
			for id := last.ID + 1; id < s.ID && id < last.ID+1000; id++ {
				v.add(Finding{Kind: SealMissing, What: id})
				trusted = false
			}
			if s.Version != sealVersion || s.sum() != s.Hash || s.Entries < 1 || len(s.Leaves) != leafSize*int(s.Entries) {
				v.add(Finding{Kind: SealChanged, What: s.ID})
				if err := v.entries.skipThrough(s.Last); err != nil { // its leaves prove nothing
					return last, err
				}
				last, trusted = s, true
				continue
			}
			if trusted && (s.Previous != last.Hash || s.Before != last.Before+int64(last.Entries)) {
				v.add(Finding{Kind: SealUnchained, What: s.ID})
			}
			if !trusted {
				if err := v.entries.skipBefore(readLeaf(s.Leaves).logPlace); err != nil {
					return last, err
				}
			}
			if err := v.compare(s, last.Horizon); err != nil {
				return last, err
			}
			last, trusted = s, true
		}
	}
}

// compare holds the entries of one seal to its leaves. Of a transaction before
// horizon everything was sealed before: what was sealed here was put in later.
func (v *verification) compare(s seal, horizon uint64) error {
	for at := 0; at+leafSize <= len(s.Leaves); {
		want := readLeaf(s.Leaves[at:])
		there, err := v.entries.peek()
		if err != nil {
			return err
		}
		switch {
		case !there || want.before(v.entries.leaf.logPlace):
			v.missingEntry(want, s.ID)
			at += leafSize
			continue
		case v.entries.leaf.before(want.logPlace):
			v.extraEntry(v.entries.leaf, s.ID)
		default:
			v.report.Entries++
			if v.entries.leaf.Hash != want.Hash {
				v.changedEntry(want, v.entries.values(), s.ID)
			}
			if want.Transaction < horizon {
				v.add(Finding{Kind: EntryInserted, What: want.Entry, Seal: s.ID, Note: "before it was sealed, among sealed ones"})
			}
			at += leafSize
		}
		v.entries.next()
	}
	return nil
}

// checkTail looks at what follows the last seal: it is not sealed yet, unless it
// claims a transaction that has not been or one that was sealed whole.
func (v *verification) checkTail(ctx context.Context, tx pgx.Tx, last seal) error {
	rows, err := tx.Query(ctx, `select entry_id, transaction < $3::xid8 from audit.entries
		where (transaction, entry_id) > ($1::xid8, $2)
		  and (transaction >= pg_snapshot_xmax(pg_current_snapshot()) or transaction < $3::xid8) order by entry_id limit 1000`,
		last.Last.Transaction, last.Last.Entry, last.Horizon)
	if err != nil {
		return err
	}
	var id int64
	var past bool
	_, err = pgx.ForEachRow(rows, []any{&id, &past}, func() error {
		switch _, moved := v.missing[id]; {
		case moved: // named below
		case past:
			v.add(Finding{Kind: EntryInserted, What: id, Note: "not sealed, in a transaction that is"})
		default:
			v.add(Finding{Kind: EntryOfFuture, What: id})
		}
		return nil
	})
	if err != nil || len(v.missing) == 0 {
		return err
	}
	// A missing entry that stands among the unsealed ones was moved there.
	var missing []int64
	for id := range v.missing {
		missing = append(missing, id)
	}
	rows, err = tx.Query(ctx, `select entry_id from audit.entries where (transaction, entry_id) > ($1::xid8, $2) and entry_id = any ($3)`,
		last.Last.Transaction, last.Last.Entry, missing)
	if err != nil {
		return err
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	for _, id := range ids {
		v.found[v.missing[id]].Kind = EntryMoved
	}
	return err
}

func scanSeal(row pgx.CollectableRow) (s seal, err error) {
	var previous, hash []byte
	if err := row.Scan(&s.ID, &s.Version, &s.Sealed, &s.Before, &s.Entries, &s.Newest, &s.Last.Transaction, &s.Last.Entry, &s.Horizon, &s.Leaves, &previous, &hash); err != nil {
		return s, err
	}
	copyHash(&s.Previous, previous)
	copyHash(&s.Hash, hash)
	return s, nil
}

// copyHash leaves zeros where a hash is not of its length.
func copyHash(to *[sha256.Size]byte, from []byte) {
	if len(from) == len(to) {
		copy(to[:], from)
	}
}

// An entryStream reads the entries in the order of sealing, hashed.
type entryStream struct {
	rows pgx.Rows
	leaf leaf
	held bool // leaf is one that has not been used
}

func openEntries(ctx context.Context, tx pgx.Tx) (*entryStream, error) {
	rows, err := tx.Query(ctx, "select "+sealedList("e")+" from audit.entries e order by e.transaction, e.entry_id", binaryResult)
	return &entryStream{rows: rows}, err
}

// peek says whether there is an entry and puts it in leaf.
func (e *entryStream) peek() (there bool, err error) {
	if e.held {
		return true, nil
	}
	if !e.rows.Next() {
		return false, e.rows.Err()
	}
	e.leaf, err = leafOf(e.rows.RawValues())
	e.held = err == nil
	return e.held, err
}

func (e *entryStream) next()            { e.held = false }
func (e *entryStream) values() [][]byte { return e.rows.RawValues() }
func (e *entryStream) close()           { e.rows.Close() }

// skipThrough passes over the entries up to a place, and skipBefore those before it.
func (e *entryStream) skipThrough(p logPlace) error {
	return e.skip(func(at logPlace) bool { return !p.before(at) })
}
func (e *entryStream) skipBefore(p logPlace) error {
	return e.skip(func(at logPlace) bool { return at.before(p) })
}

func (e *entryStream) skip(over func(logPlace) bool) error {
	for {
		there, err := e.peek()
		if err != nil || !there || !over(e.leaf.logPlace) {
			return err
		}
		e.next()
	}
}
