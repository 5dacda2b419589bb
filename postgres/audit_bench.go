package postgres

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/registers"
)

// A LogLoad is how the log is written while it is measured.
type LogLoad struct {
	Writers int           // side by side
	Entries int           // of each transaction, in one exchange when there are several
	Bare    bool          // into a table of the same columns without index, trigger or seal
	For     time.Duration // how long
}

// FurnishLogLoad makes the tables that MeasureLog writes to beside the log; it
// needs the owner's rights.
func (db *DB) FurnishLogLoad(ctx context.Context) error {
	_, err := db.pool.Exec(ctx, `
		create schema if not exists measured;
		create table if not exists measured.acts (act_id bigint generated always as identity primary key, what text not null, at timestamptz not null);
		create table if not exists measured.bare (like audit.entries including defaults including identity);
		grant usage on schema measured to permits_web;
		grant select, insert on measured.acts, measured.bare to permits_web`)
	if err != nil {
		return fmt.Errorf("furnish the measurement of the log: %w", err)
	}
	return nil
}

// MeasureLog writes entries as commands do, a row that they record and the
// entries in one transaction, and returns how many a second were committed.
func (db *DB) MeasureLog(ctx context.Context, load LogLoad) (perSecond float64, err error) {
	ctx = WithOrigin(ctx, Origin{Address: "192.0.2.7", Session: "abcDEF123456", Unit: "TE02", Request: "measured/000001"})
	entries := make([]Entry, load.Entries)
	for i := range entries {
		entries[i] = Entry{Actor: "V00101", Purpose: registers.PublicService, Grant: "G-1-2020", Kind: "record-read",
			Subject: "7d444840-9dc0-11d1-b245-5ffdce74fad2", PersonToken: "7d444840-9dc0-11d1-b245-5ffdce74fad2",
			Detail: map[string]string{"shown": "page", "tables": "person job_search plan"}}
	}
	var written atomic.Int64
	begun := time.Now()
	errs := make([]error, load.Writers)
	var group sync.WaitGroup
	for w := range load.Writers {
		group.Go(func() {
			for time.Since(begun) < load.For && ctx.Err() == nil {
				if errs[w] = db.command(ctx, func(tx pgx.Tx) error { return act(ctx, tx, entries, load.Bare) }); errs[w] != nil {
					return
				}
				written.Add(int64(load.Entries))
			}
		})
	}
	group.Wait()
	if err := errors.Join(append(errs, ctx.Err())...); err != nil {
		return 0, fmt.Errorf("measure the log: %w", err)
	}
	return float64(written.Load()) / time.Since(begun).Seconds(), nil
}

// act writes something and what records it.
func act(ctx context.Context, tx pgx.Tx, entries []Entry, bare bool) error {
	if _, err := tx.Exec(ctx, "insert into measured.acts (what, at) values ($1, permits.moment())", entries[0].Subject); err != nil {
		return err
	}
	into := "audit.entries"
	if bare {
		into = "measured.bare"
	}
	return recordInto(ctx, tx, into, entries)
}
