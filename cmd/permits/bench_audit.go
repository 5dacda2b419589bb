package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"tietolupa/postgres"
)

type benchAudit struct {
	Writers int  `default:"16" help:"Connections that write side by side."`
	Seconds int  `default:"5" help:"How long each measurement of a round takes."`
	Rounds  int  `default:"3" help:"Rounds; each measures the log and a bare insert, in turn."`
	Batch   int  `default:"21" help:"Entries of one transaction in the batched measurement; a search that shows 20 clients writes 21."`
	JSON    bool `name:"json" help:"Print one JSON object."`
}

// An auditMeasurement is what `bench audit --json` prints: entries a second into
// the log with the sealer running, and into a bare table, medians of the rounds.
type auditMeasurement struct {
	Writers int                `json:"writers"`
	Rounds  int                `json:"rounds"`
	Single  auditPair          `json:"single"`  // one entry in a transaction with what it records
	Batched auditPair          `json:"batched"` // several in one
	Sealed  postgres.LogReport `json:"sealed"`  // the verification afterwards
	Longest float64            `json:"longest_unsealed_s"`
}

type auditPair struct {
	Entries int     `json:"entries_per_transaction"`
	Log     float64 `json:"log_per_s"`
	Bare    float64 `json:"bare_per_s"`
	Share   float64 `json:"share"` // log ÷ bare, median of the rounds
}

// Run measures in a private cluster that writes to the disk as in production.
func (c benchAudit) Run(ctx context.Context, out io.Writer) (err error) {
	if c.Writers < 1 || c.Seconds < 1 || c.Rounds < 1 || c.Batch < 2 {
		return errors.New("bench audit: --writers, --seconds and --rounds are at least 1, --batch at least 2")
	}
	dir, err := os.MkdirTemp("", "tietolupa-audit-")
	if err != nil {
		return fmt.Errorf("bench audit: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	p, err := where{Dir: filepath.Join(dir, "bench")}.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	if err := p.owner.FurnishLogLoad(ctx); err != nil {
		return err
	}
	writers, err := postgres.OpenAs(ctx, fmt.Sprintf("%s&pool_max_conns=%d", p.dsn, c.Writers+4), postgres.WebRole)
	if err != nil {
		return err
	}
	defer writers.Close()
	s, err := newSealer(p, log)
	if err != nil {
		return err
	}
	m := auditMeasurement{Writers: c.Writers, Rounds: c.Rounds, Single: auditPair{Entries: 1}, Batched: auditPair{Entries: c.Batch}}
	if err := s.keep(ctx, func(ctx context.Context) error { return c.rounds(ctx, writers, p.owner, &m) }); err != nil {
		return err
	}
	if err := s.rest(ctx); err != nil {
		return err
	}
	if m.Sealed, err = p.owner.VerifyLog(ctx, postgres.LogCheck{}); err != nil {
		return err
	}
	return m.print(out, c.JSON)
}

func (c benchAudit) rounds(ctx context.Context, writers, owner *postgres.DB, m *auditMeasurement) error {
	watching, stop := context.WithCancel(ctx)
	longest := make(chan float64)
	go func() { longest <- watchWindow(watching, owner) }()
	defer func() { stop(); m.Longest = <-longest }()
	for _, pair := range []*auditPair{&m.Single, &m.Batched} {
		var logs, bares, shares []float64
		for round := range c.Rounds + 1 {
			load := postgres.LogLoad{Writers: c.Writers, Entries: pair.Entries, For: time.Duration(c.Seconds) * time.Second}
			if round == 0 { // warms up
				load.For = time.Second
			}
			var got [2]float64
			for _, bare := range []bool{round%2 == 0, round%2 != 0} { // each is first in turn
				load.Bare = bare
				n, err := writers.MeasureLog(ctx, load)
				if err != nil {
					return err
				}
				got[map[bool]int{true: 1}[bare]] = n
			}
			if round > 0 {
				logs, bares, shares = append(logs, got[0]), append(bares, got[1]), append(shares, got[0]/got[1])
			}
		}
		pair.Log, pair.Bare, pair.Share = median(logs), median(bares), median(shares)
	}
	return nil
}

// watchWindow is the oldest that an unsealed entry was seen to be.
func watchWindow(ctx context.Context, db *postgres.DB) (longest float64) {
	tick := time.NewTicker(500 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return longest
		case <-tick.C:
			if w, err := db.LogWindow(ctx); err == nil {
				longest = max(longest, w.Seconds)
			}
		}
	}
}

func (m auditMeasurement) print(out io.Writer, asJSON bool) error {
	if len(m.Sealed.Findings) > 0 {
		return fmt.Errorf("bench audit: the log does not verify: %v", m.Sealed.Findings[0])
	}
	if asJSON {
		to := json.NewEncoder(out)
		to.SetIndent("", "  ")
		return to.Encode(m)
	}
	for _, p := range []auditPair{m.Single, m.Batched} {
		if _, err := fmt.Fprintf(out, "%2d of a transaction  log %6.0f entries/s   bare insert %6.0f   share %.2f\n", p.Entries, p.Log, p.Bare, p.Share); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(out, "%d writers, sealer running: no entry was unsealed for longer than %.1f s; %d entries verified at %.0f a second\n",
		m.Writers, m.Longest, m.Sealed.Entries, m.Sealed.PerSecond)
	return err
}
