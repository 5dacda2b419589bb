package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"tietolupa/postgres"
)

// summaryCommand refreshes by hand what workers refresh every night.
type summaryCommand struct{ where }

// Run makes the summary here, or watches the one that a worker is making.
func (c summaryCommand) Run(ctx context.Context, out io.Writer) (err error) {
	p, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	shop, err := newWorkshop(p, log)
	if err != nil {
		return err
	}
	began := time.Now()
	s, err := shop.refresh(ctx, out)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "Summary %d of %s: %d persons, %d rows, %.1f MB, in %.1f s.\n",
		s.ID, s.Day, s.Persons, s.Rows, float64(s.Bytes)/1e6, time.Since(began).Seconds())
	return err
}

// refresh has a summary made and waits for it.
func (w *workshop) refresh(ctx context.Context, out io.Writer) (s postgres.RegisterSummary, err error) {
	if s, err = w.db.QueueSummary(ctx, postgres.Service); err != nil {
		return s, err
	}
	bar := newBar(out, "Summing the registers up")
	defer bar.finish()
	if err := w.counting.summarize(ctx, s.ID, w.connections, bar.show); err != nil {
		return s, errors.Join(err, w.db.FailSummary(context.WithoutCancel(ctx), s.ID))
	}
	for { // another process may be making it
		latest, err := w.db.LatestSummary(ctx)
		if err != nil || latest.ID >= s.ID {
			return latest, err
		}
		now, err := w.db.Summary(ctx, s.ID)
		if err != nil {
			return s, err
		}
		if now.State == "failed" {
			return s, errors.New("summary: the worker that made it failed; its log says why")
		}
		bar.show(now.Done, now.Total)
		select {
		case <-ctx.Done():
			return s, ctx.Err()
		case <-time.After(time.Second):
		}
	}
}
