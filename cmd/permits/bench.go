package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
)

type benchCommand struct {
	Extract     benchExtract     `cmd:"" help:"Our sealed extract beside a bare binary COPY and an analyst's pipeline (psql CSV, read_csv, SQL sha256), alternating in one run."`
	Pages       benchPages       `cmd:"" help:"A client's pages at 40 requests a second from 20 officials, and how their time grows with the population."`
	Cases       benchCases       `cmd:"" help:"Every list, search and command of the cases at REMS's size: 3,000 applications, 72,000 events, 40 requests a second from 50 people."`
	Audit       benchAudit       `cmd:"" help:"Entries a second into the log with its sealer running, beside a bare insert, alternating in one run."`
	Build       benchBuild       `cmd:"" hidden:"" help:"One order, built and sealed as a worker does; what extract measures."`
	Analyst     benchAnalyst     `cmd:"" hidden:"" help:"The DuckDB half of the analyst's pipeline; what extract measures."`
	Feasibility benchFeasibility `cmd:"" help:"What a draft asks of the registers, at full scale: the nightly summary, each question in the worker and through the queue."`
}

type benchExtract struct {
	Rows int64  `default:"5000000" help:"About how many register rows are extracted."`
	Runs int    `default:"3" help:"Rounds; each runs all three once, in turn."`
	JSON bool   `name:"json" help:"Print one JSON object."`
	Dir  string `type:"path" help:"Keep the registers made for the measurement here, and use them again."`
	Seed uint64 `default:"2020" help:"Seed of the invented population."`
}

// A measurement is what `bench extract --json` prints; its names are pinned.
type measurement struct {
	Rows    int64                `json:"rows"`
	Runs    int                  `json:"runs"`
	Median  map[string]float64   `json:"median_s"` // copy, analyst, extract
	Ratio   map[string]float64   `json:"ratio"`    // analyst's or bare COPY's seconds ÷ ours
	CPU     float64              `json:"cpu_s"`    // of one extract, PostgreSQL's included
	PeakMiB float64              `json:"peak_mib"` // resident memory of the extracting process
	Seconds map[string][]float64 `json:"all_s"`
	Sealed  int64                `json:"sealed_bytes"`
}

// Run loads the registers, then alternates the three.
func (c benchExtract) Run(ctx context.Context, out io.Writer) (err error) {
	if c.Runs < 1 || c.Rows < 1 {
		return errors.New("bench extract: --rows and --runs are at least 1")
	}
	dir := c.Dir
	if dir == "" {
		if dir, err = os.MkdirTemp("", "tietolupa-bench-"); err != nil {
			return fmt.Errorf("bench extract: %w", err)
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
		dir = filepath.Join(dir, "bench")
	}
	p, err := where{Dir: dir}.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	if _, err := p.furnish(ctx, int(max(c.Rows/rowsPerPerson, 1)), c.Seed, os.Stderr); err != nil {
		return err
	}
	r, err := newRace(p, dir)
	if err != nil {
		return err
	}
	m, err := r.run(ctx, c.Runs)
	if err != nil {
		return err
	}
	return m.print(out, c.JSON)
}

// rowsPerPerson is about how many rows of a person's tables one invented person
// has; what was really read is counted and printed.
const rowsPerPerson = 33

func (m measurement) print(out io.Writer, asJSON bool) error {
	if asJSON {
		to := json.NewEncoder(out)
		to.SetIndent("", "  ")
		return to.Encode(m)
	}
	_, err := fmt.Fprintf(out, `%d register rows, median of %d alternating runs
bare binary COPY        %6.2f s
analyst's pipeline      %6.2f s   (neither sorted nor sealed)
sealed extract          %6.2f s   %.2f times the analyst's speed, %.2f of the bare COPY's
one extract: %.1f s of processor time, PostgreSQL's included, and %.0f MiB at most
`, m.Rows, m.Runs, m.Median["copy"], m.Median["analyst"], m.Median["extract"],
		m.Ratio["analyst"], m.Ratio["copy"], m.CPU, m.PeakMiB)
	return err
}

func median[T cmp.Ordered](of []T) T {
	s := slices.Sorted(slices.Values(of))
	return s[(len(s)-1)/2]
}
