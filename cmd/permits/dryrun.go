package main

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"tietolupa/extracts"
	"tietolupa/permits"
	"tietolupa/postgres"
)

// tryOut makes a dry run: the file is built, measured and removed, and what was
// measured is kept. A failure is the dry run's own state, which the official
// reads; only one that was cut off is begun again.
func (w *workshop) tryOut(ctx context.Context, args json.RawMessage) error {
	t, err := w.db.BeginTrial(ctx, args)
	if errors.Is(err, postgres.ErrNoTrial) {
		return nil // it has ended
	}
	if err != nil {
		return err
	}
	report, taken, err := w.measure(ctx, t)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		w.log.Error("dry run failed", "case", t.Case, "number", t.No, "cause", err)
		return w.db.EndTrial(ctx, t, time.Time{}, nil, failure(err))
	}
	return w.db.EndTrial(ctx, t, taken, &report, "")
}

func (w *workshop) measure(ctx context.Context, t permits.Trial) (report permits.RiskReport, taken time.Time, err error) {
	now, err := w.db.Now(ctx)
	if err != nil {
		return report, taken, err
	}
	snapshot, err := postgres.OpenSnapshot(ctx, w.db.Pool(), w.catalogue, now)
	if err != nil {
		return report, taken, err
	}
	report, taken, err = extracts.DryRun(ctx, t, extracts.Input{Catalogue: w.catalogue, Snapshot: snapshot, Dir: w.scratch, Threads: w.connections})
	return report, taken, errors.Join(err, snapshot.Close())
}
