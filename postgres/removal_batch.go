package postgres

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
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

// whole removes everything about the clients, and writes it down: in the
// archive, in the table of removals, in the audit log, and last, synced, in the
// ledger.
func (run *removalRun) whole(ctx context.Context, tx pgx.Tx, plan *removalPlan, ids []int64, report *RemovalReport) (*ledgerBatch, error) {
	at, err := moment(ctx, tx)
	if err != nil {
		return nil, err
	}
	line := &ledgerBatch{Batch: newUUID(), At: at, LawDay: run.day, Subject: plan.subject}
	for _, id := range ids {
		line.Clients = append(line.Clients, run.opts.Ledger.hash(plan.subject, id))
	}
	if run.archive != nil {
		if err := run.toArchive(ctx, tx, plan, ids, line.Batch, report); err != nil {
			return nil, fmt.Errorf("archive: %w", err)
		}
	}
	gone, err := plan.removeAll(ctx, tx, ids, report)
	if err != nil {
		return nil, err
	}
	if err := run.clearBits(ctx, tx, plan.subject, ids, report); err != nil {
		return nil, fmt.Errorf("clear the bits of cohorts: %w", err)
	}
	report.Clients[plan.subject] += int64(len(ids))
	if err := carriedOut(ctx, tx, line, len(ids), gone); err != nil {
		return nil, err
	}
	sum := sha256.Sum256([]byte(strings.Join(line.Clients, "\n")))
	if err := record(ctx, tx, Entry{Actor: run.opts.Actor, Kind: "removal", Subject: line.Batch, Detail: map[string]string{
		"of": plan.subject, "clients": fmt.Sprint(len(ids)), "rows": fmt.Sprint(gone), "law_day": run.day.String(),
		"sha256": hex.EncodeToString(sum[:])}}); err != nil {
		return nil, err
	}
	return line, run.opts.Ledger.begin(line)
}

func carriedOut(ctx context.Context, tx pgx.Tx, line *ledgerBatch, clients int, rows int64) error {
	_, err := tx.Exec(ctx, `insert into permits.removals (batch_id, at, law_day, subject, clients, rows)
		values ($1::text::uuid, $2, $3, $4, $5, $6) on conflict do nothing`, line.Batch, line.At, line.LawDay.Time(), line.Subject, clients, rows)
	return err
}

// toArchive writes the rows that the archives act keeps (4.4).
func (run *removalRun) toArchive(ctx context.Context, tx pgx.Tx, plan *removalPlan, ids []int64, batch string, report *RemovalReport) error {
	for _, t := range run.tablesOf(plan.subject) {
		if !run.opts.Archives(t) {
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
