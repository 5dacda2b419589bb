package main

import (
	"context"
	"time"
)

// lookEvery is how often it is looked for abnormal use of the registers.
const lookEvery = 30 * time.Second

// lookOut finds what in the log makes somebody look, until ctx ends.
func (w *workshop) lookOut(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(lookEvery):
		}
		if _, err := w.db.FindAlerts(ctx); err != nil && ctx.Err() == nil {
			w.log.Warn("abnormal use not looked for", "cause", err) // the next round does
		}
	}
}

// beside runs loop while do runs, and returns when both have ended.
func beside(ctx context.Context, loop func(ctx context.Context), do func(ctx context.Context) error) error {
	looping, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		loop(looping)
	}()
	defer func() { stop(); <-done }()
	return do(ctx)
}
