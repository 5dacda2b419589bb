package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/registers"
)

// ReplayLedger removes again whoever the ledger says was removed: after a
// backup has been restored, and before anything is written to the database.
// Neither the rules nor a hold of the restored state is asked, for they were
// asked then. A client who is there under a removed one's id but was recorded
// after that removal is somebody else, and stays. It may be called any number
// of times.
func (r *Registers) ReplayLedger(ctx context.Context, day registers.Day, opts RemovalOptions) (RemovalReport, error) {
	if day.IsZero() || opts.Ledger == nil {
		return newRemovalReport(), fmt.Errorf("replay the ledger: a day and a ledger must be given")
	}
	opts.Archive = nil // it was archived then
	if opts.Actor == "" {
		opts.Actor = Service
	}
	if opts.Batch <= 0 {
		opts.Batch = removalBatch
	}
	run := &removalRun{Registers: r, day: day, opts: opts, report: newRemovalReport()}
	for _, subject := range r.subjects() {
		if err := run.replay(ctx, subject); err != nil {
			return run.report, fmt.Errorf("replay the ledger: %ss: %w", subject, err)
		}
	}
	if err := run.replayErasures(ctx); err != nil {
		return run.report, fmt.Errorf("replay the ledger: erased rows: %w", err)
	}
	// Only when everybody is gone does the database know these batches.
	err := r.db.command(ctx, func(tx pgx.Tx) error {
		for _, b := range opts.Ledger.batches {
			if !b.done {
				continue
			}
			if err := carriedOut(ctx, tx, b, max(len(b.Clients), len(b.Rows)), 0); err != nil {
				return err
			}
		}
		n := int64(0)
		for _, clients := range run.report.Clients {
			n += clients
		}
		return record(ctx, tx, Entry{Actor: opts.Actor, Kind: "removal-replayed", Subject: "ledger",
			Detail: map[string]string{"clients": fmt.Sprint(n), "erased": fmt.Sprint(run.report.Erased)}})
	})
	if err != nil {
		return run.report, fmt.Errorf("replay the ledger: %w", err)
	}
	return run.report, nil
}

func (run *removalRun) replay(ctx context.Context, subject string) error {
	removed := map[string]time.Time{}
	for _, b := range run.opts.Ledger.batches {
		if b.done && b.Subject == subject {
			for _, hash := range b.Clients {
				removed[hash] = b.At
			}
		}
	}
	if len(removed) == 0 {
		return nil
	}
	plan, err := run.plan(ctx, subject)
	if err != nil {
		return err
	}
	key := column(subject + "_id")
	rows, err := run.db.pool.Query(ctx, fmt.Sprintf(`select s.%[1]s, least(s.recorded_at,
		(select min(h.recorded_at) from %[2]s h where h.%[1]s = s.%[1]s)) from %[3]s s`, key, historyTable(subject), registerTable(subject)))
	if err != nil {
		return err
	}
	var again []int64
	var id int64
	var recorded time.Time
	if _, err := pgx.ForEachRow(rows, []any{&id, &recorded}, func() error {
		if at, ok := removed[run.opts.Ledger.hash(subject, id)]; ok && recorded.Before(at) {
			again = append(again, id)
		}
		return nil
	}); err != nil {
		return err
	}
	for from := 0; from < len(again); from += run.opts.Batch {
		ids := again[from:min(from+run.opts.Batch, len(again))]
		report := run.report.clone()
		err := run.db.command(ctx, func(tx pgx.Tx) error {
			if err := shutOutImports(ctx, tx); err != nil {
				return err
			}
			if _, err := plan.removeAll(ctx, tx, ids, &report); err != nil {
				return err
			}
			return run.clearBits(ctx, tx, subject, ids, &report)
		})
		if err != nil {
			return err
		}
		report.Clients[subject] += int64(len(ids))
		report.Batches++
		run.report = report
	}
	return nil
}
