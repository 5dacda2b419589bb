package main

import (
	"context"
	"fmt"
)

// logPairs is how often the pages are measured with their log entries and
// without, in turn.
const logPairs = 4

// A logCost is what the log's entries add to the pages' times.
type logCost struct {
	Find map[string]float64 `json:"find"` // with entries ÷ without: p50, p95
	Show map[string]float64 `json:"show"`
	With struct {
		Find map[string]float64 `json:"find_ms"`
		Show map[string]float64 `json:"show_ms"`
	} `json:"with"`
	Without struct {
		Find map[string]float64 `json:"find_ms"`
		Show map[string]float64 `json:"show_ms"`
	} `json:"without"`
}

// costOfLog asks the same pages with and without what the log stores. Without
// means that a rule of the measurement's own database drops the rows as they
// arrive: neither table, indexes nor the wait for the disk; the statement
// itself is still sent, which costs no exchange of its own. The product has no
// such switch.
func (c benchPages) costOfLog(ctx context.Context, p *place, visitors []*visitor, codes []string) (cost logCost, err error) {
	times := map[bool]*[2][]float64{true: {}, false: {}}
	each := c
	each.Seconds = max(c.Seconds/logPairs, 2)
	for n := range 2 * logPairs {
		with := n%2 == n/2%2 // with, without, without, with
		if err := dropEntries(ctx, p, !with); err != nil {
			return cost, err
		}
		find, show, err := each.times(ctx, visitors, codes)
		if err != nil {
			return cost, err
		}
		t := times[with]
		t[0], t[1] = append(t[0], find...), append(t[1], show...)
	}
	if err := dropEntries(ctx, p, false); err != nil {
		return cost, err
	}
	cost.With.Find, cost.With.Show = percentiles(times[true][0]), percentiles(times[true][1])
	cost.Without.Find, cost.Without.Show = percentiles(times[false][0]), percentiles(times[false][1])
	cost.Find, cost.Show = map[string]float64{}, map[string]float64{}
	for _, at := range []string{"p50", "p95"} {
		cost.Find[at] = cost.With.Find[at] / cost.Without.Find[at]
		cost.Show[at] = cost.With.Show[at] / cost.Without.Show[at]
	}
	return cost, nil
}

func dropEntries(ctx context.Context, p *place, drop bool) error {
	sql := "drop rule if exists measured on audit.entries"
	if drop {
		sql = "create or replace rule measured as on insert to audit.entries do instead nothing"
	}
	if _, err := p.owner.Pool().Exec(ctx, sql); err != nil {
		return fmt.Errorf("bench pages: %w", err)
	}
	return nil
}
