package postgres

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
)

// importLock names the advisory lock that keeps imports and removals apart: an
// import must not add rows to somebody who is just being removed. The number is
// arbitrary and never changes.
const importLock = 28_916_2014

// shutOutImports waits until no import is under way, however long.
func shutOutImports(ctx context.Context, tx pgx.Tx) error {
	_, err := tx.Exec(ctx, "set local lock_timeout = 0; select pg_advisory_xact_lock("+fmt.Sprint(importLock)+"); set local lock_timeout = '"+lockTimeout+"'")
	return err
}

// carryOut removes everything about the clients whole and, of the others, the
// rows of the registers in parts, and writes it down: in the archive first, then
// in the table of removals and the audit log, and the whole clients last, synced,
// in the ledger. The ledger does not know of parts, for what comes back with a
// backup is found due again. One batch names all of it; gone is how many rows it
// took.
func (run *removalRun) carryOut(ctx context.Context, tx pgx.Tx, plan *removalPlan, whole []int64, parts map[string][]int64, report *RemovalReport) (b *ledgerBatch, gone int64, err error) {
	at, err := moment(ctx, tx)
	if err != nil {
		return nil, 0, err
	}
	b = &ledgerBatch{Batch: newUUID(), At: at, LawDay: run.day, Subject: plan.subject}
	if run.archive != nil {
		if err := run.toArchive(ctx, tx, plan, whole, parts, b.Batch, report); err != nil {
			return nil, 0, fmt.Errorf("archive: %w", err)
		}
	}
	clients := len(whole)
	for _, register := range slices.Sorted(maps.Keys(parts)) {
		ids := parts[register]
		rows, err := plan.removePart(ctx, tx, register, ids, report)
		if err != nil {
			return nil, 0, err
		}
		if rows == 0 { // went in an earlier run
			continue
		}
		gone, clients = gone+rows, clients+len(ids)
		if err := run.logRemoval(ctx, tx, b, len(ids), rows, map[string]string{"register": register}); err != nil {
			return nil, 0, err
		}
	}
	if len(whole) > 0 {
		rows, err := run.whole(ctx, tx, plan, b, whole, report)
		if err != nil {
			return nil, 0, err
		}
		gone += rows
	}
	if gone > 0 {
		if err := carriedOut(ctx, tx, b, clients, gone); err != nil {
			return nil, 0, err
		}
	}
	if len(whole) > 0 {
		err = run.opts.Ledger.begin(b)
	}
	return b, gone, err
}

// whole removes everything about clients.
func (run *removalRun) whole(ctx context.Context, tx pgx.Tx, plan *removalPlan, b *ledgerBatch, ids []int64, report *RemovalReport) (gone int64, err error) {
	for _, id := range ids {
		b.Clients = append(b.Clients, run.opts.Ledger.hash(plan.subject, id))
	}
	if gone, err = plan.removeAll(ctx, tx, ids, report); err != nil {
		return 0, err
	}
	if err := run.clearBits(ctx, tx, plan.subject, ids, report); err != nil {
		return 0, fmt.Errorf("clear the bits of cohorts: %w", err)
	}
	report.Clients[plan.subject] += int64(len(ids))
	sum := sha256.Sum256([]byte(strings.Join(b.Clients, "\n")))
	return gone, run.logRemoval(ctx, tx, b, len(ids), gone, map[string]string{"sha256": hex.EncodeToString(sum[:])})
}

// logRemoval enters counts and a hash into the audit log, and nothing of whom.
func (run *removalRun) logRemoval(ctx context.Context, tx pgx.Tx, b *ledgerBatch, clients int, rows int64, detail map[string]string) error {
	detail["of"], detail["law_day"] = b.Subject, b.LawDay.String()
	detail["clients"], detail["rows"] = fmt.Sprint(clients), fmt.Sprint(rows)
	return record(ctx, tx, Entry{Actor: run.opts.Actor, Kind: "removal", Subject: b.Batch, Detail: detail})
}

func carriedOut(ctx context.Context, tx pgx.Tx, line *ledgerBatch, clients int, rows int64) error {
	_, err := tx.Exec(ctx, `insert into permits.removals (batch_id, at, law_day, subject, clients, rows)
		values ($1::text::uuid, $2, $3, $4, $5, $6) on conflict do nothing`, line.Batch, line.At, line.LawDay.Time(), line.Subject, clients, rows)
	return err
}

// toArchive writes the rows that the archives act keeps (4.4), as they stand
// before a row shared with another party loses the client's part. They are on
// the disk when it returns.
func (run *removalRun) toArchive(ctx context.Context, tx pgx.Tx, plan *removalPlan, whole []int64, parts map[string][]int64, batch string, report *RemovalReport) error {
	for _, t := range run.tablesOf(plan.subject) {
		ids := whole
		if plan.goesInPart(t) {
			ids = slices.Concat(whole, parts[t.Register])
		}
		if len(ids) == 0 || !run.opts.Archives(t) {
			continue
		}
		rows, err := tx.Query(ctx, fmt.Sprintf("select to_jsonb(t) from %s t where %s = any ($1)", registerTable(t.Name), column(t.SubjectKey())), ids)
		if err != nil {
			return err
		}
		var row json.RawMessage
		if _, err := pgx.ForEachRow(rows, []any{&row}, func() error {
			report.Archived++
			return run.archive.Encode(struct {
				Batch string          `json:"batch"`
				Table string          `json:"table"`
				Row   json.RawMessage `json:"row"`
			}{batch, t.Name, row})
		}); err != nil {
			return err
		}
	}
	if to, is := run.opts.Archive.(interface{ Sync() error }); is {
		return to.Sync() // before the rows are gone
	}
	return nil
}

// clearBits takes the clients out of every kept cohort of their kind.
func (run *removalRun) clearBits(ctx context.Context, tx pgx.Tx, subject string, ids []int64, report *RemovalReport) error {
	rows, _ := tx.Query(ctx, "select order_id, members from permits.cohorts where subject = $1 order by order_id for update", subject)
	type cohort struct {
		Order   string
		Members []byte
	}
	cohorts, err := pgx.CollectRows(rows, pgx.RowToStructByPos[cohort])
	if err != nil {
		return err
	}
	for _, c := range cohorts {
		if run.opts.ClearBits == nil {
			return fmt.Errorf("nothing is given that does it")
		}
		cleared, err := run.opts.ClearBits(c.Members, ids)
		if err != nil {
			return err
		}
		if bytes.Equal(cleared, c.Members) {
			continue
		}
		report.Cohorts++
		if _, err := tx.Exec(ctx, "update permits.cohorts set members = $3 where order_id = $1 and subject = $2", c.Order, subject, cleared); err != nil {
			return err
		}
	}
	return nil
}

// newUUID is a random UUID (version 4).
func newUUID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
