package main

import (
	"context"
	"time"
)

// lookEvery is how often it is looked for abnormal use of the registers.
const lookEvery = 30 * time.Second

// lookOut finds what in the log makes somebody look, while do runs.
func (w *workshop) lookOut(ctx context.Context, do func(ctx context.Context) error) error {
	looking, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-looking.Done():
				return
			case <-time.After(lookEvery):
			}
			if _, err := w.db.FindAlerts(looking); err != nil && looking.Err() == nil {
				w.log.Warn("abnormal use not looked for", "cause", err) // the next round does
			}
		}
	}()
	defer func() { stop(); <-done }()
	return do(ctx)
}
