package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"tietolupa/internal/provider"
	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
)

// benchFeasibility measures what a draft's page waits for.
type benchFeasibility struct {
	Dir     string `type:"path" required:"" help:"Keep the registers made for the measurement here, and use them again."`
	Persons int    `default:"1200000" help:"Size of the invented population."`
	Seed    uint64 `default:"2020" help:"Seed of the invented population."`
	Rounds  int    `default:"5" help:"Times that each question is asked."`
	Again   bool   `help:"Ask of the summary that is there."`
}

// A feasibilityBench is what is printed, in milliseconds but for the summary.
type feasibilityBench struct {
	Persons  int64              `json:"persons"`
	Rows     int64              `json:"rows"`
	Bytes    int64              `json:"bytes"`
	Summary  float64            `json:"summary_s"`     // reading the registers and writing the file; 0 when not made anew
	First    float64            `json:"first_ms"`      // the very first question, with opening the file
	Median   map[string]float64 `json:"median_ms"`     // in the worker alone
	Slowest  map[string]float64 `json:"slowest_ms"`    //
	Answered map[string]float64 `json:"answered_ms"`   // from the page's command to the stored answer, through the queue
	Live     map[string]float64 `json:"postgresql_ms"` // the same cohorts counted in the registers themselves
}

// Run makes a summary of full-scale registers, asks of it directly, then as a
// project does, through the queue with a worker beside.
func (c benchFeasibility) Run(ctx context.Context, out io.Writer) (err error) {
	p, err := where{Dir: c.Dir}.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	if _, err := p.furnish(ctx, c.Persons, c.Seed, os.Stderr); err != nil {
		return err
	}
	shop, err := newWorkshop(p, newLogger(os.Stderr))
	if err != nil {
		return err
	}
	b := feasibilityBench{Median: map[string]float64{}, Slowest: map[string]float64{}, Answered: map[string]float64{}, Live: map[string]float64{}}
	s, err := p.work.LatestSummary(ctx)
	if err != nil {
		return err
	}
	if !c.Again || s.ID == 0 {
		began := time.Now()
		if s, err = shop.refresh(ctx, os.Stderr); err != nil {
			return err
		}
		b.Summary = time.Since(began).Seconds()
	}
	b.Persons, b.Rows, b.Bytes = s.Persons, s.Rows, s.Bytes
	if err := c.directly(ctx, shop, s, &b); err != nil {
		return err
	}
	if err := c.throughTheQueue(ctx, p, shop, &b); err != nil {
		return err
	}
	to := json.NewEncoder(out)
	to.SetIndent("", "  ")
	return to.Encode(b)
}

// benchScopes are drafts by name: from everybody to conditions on several tables.
func benchScopes() map[string]permits.Scope {
	day := func(s string) registers.Day { d, _ := registers.ParseDay(s); return d }
	whole := &registers.Period{From: day("2018-01-01"), To: day("2019-12-31")}
	tables := []permits.ScopeTable{
		{Table: "person", Variables: []permits.ScopeVariable{
			{ID: "person.syntyv", Protection: registers.Year}, {ID: "person.sex", Protection: registers.Exact},
			{ID: "person.municipality", Protection: registers.Region}, {ID: "person.education", Protection: registers.Exact},
			{ID: "person.citizenship", Protection: registers.Exact},
		}},
		{Table: "job_search", Variables: []permits.ScopeVariable{{ID: "job_search.occupation", Protection: registers.Exact}}},
	}
	scope := func(where ...registers.Predicate) permits.Scope {
		return permits.Scope{Version: permits.ScopeVersion, Tables: tables, Population: where, Period: *whole}
	}
	unemployed := registers.Predicate{ID: "employment_code.code", In: []string{"02", "03"}, During: whole}
	born := registers.Predicate{ID: "person.syntyv", From: "1970", To: "1995"}
	return map[string]permits.Scope{
		"everybody":  scope(),
		"born":       scope(born),
		"unemployed": scope(unemployed),
		"area, age, spells, services": scope(born, unemployed, registers.Predicate{ID: "person.municipality", In: []string{"091", "049", "092", "564", "837"}},
			registers.Predicate{ID: "service_period.kind", In: []string{"01", "02"}, During: whole}),
	}
}

func (c benchFeasibility) directly(ctx context.Context, shop *workshop, s postgres.RegisterSummary, b *feasibilityBench) error {
	for name, scope := range benchScopes() {
		questions, err := permits.QuestionsOf(scope, shop.catalogue)
		if err != nil {
			return err
		}
		for _, q := range questions {
			var all []float64
			for range c.Rounds {
				began := time.Now()
				file, err := shop.counting.summary(ctx, s.ID)
				if err != nil {
					return err
				}
				if _, err := file.Ask(ctx, q); err != nil {
					return err
				}
				all = append(all, milliseconds(began))
				if b.First == 0 {
					b.First = all[0]
				}
			}
			key := string(q.Kind) + ": " + name
			b.Median[key], b.Slowest[key] = median(all), slices.Max(all)
		}
		if err := c.live(ctx, shop, name, scope, b); err != nil {
			return err
		}
	}
	return nil
}

// live counts a cohort in the registers themselves, as an extract finds it.
func (c benchFeasibility) live(ctx context.Context, shop *workshop, name string, scope permits.Scope, b *feasibilityBench) (err error) {
	now, err := shop.db.Now(ctx)
	if err != nil {
		return err
	}
	snapshot, err := postgres.OpenSnapshot(ctx, shop.db.Pool(), shop.catalogue, now)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, snapshot.Close()) }()
	began := time.Now()
	for _, err := range snapshot.Cohort(ctx, "person", scope.Population, registers.DayOf(now)) {
		if err != nil {
			return err
		}
	}
	b.Live["size: "+name] = milliseconds(began)
	return nil
}

func (c benchFeasibility) throughTheQueue(ctx context.Context, p *place, shop *workshop, b *feasibilityBench) error {
	asker, err := p.owner.User(ctx, researcherID)
	if err != nil {
		return err
	}
	asker.Identified = provider.Assurance
	working, stop := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- shop.queue(working, 1) }()
	time.Sleep(time.Second) // the workers are up
	err = func() error {
		for name, scope := range benchScopes() {
			asked, err := p.web.CreateCase(ctx, asker)
			if err != nil {
				return err
			}
			if _, err := p.web.ChangeCase(ctx, asked.ID, func(d permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				a := d.Application
				a.Scope = scope
				return d.Save(asker, d.Version, a, nil, now)
			}); err != nil {
				return err
			}
			for _, kind := range []permits.QuestionKind{permits.SizeQuestion, permits.RiskQuestion} {
				began := time.Now()
				if err := p.web.AskFeasibility(ctx, asked.ID, asker, shop.catalogue, kind); err != nil {
					return err
				}
				for waits := true; waits; time.Sleep(10 * time.Millisecond) {
					f, err := p.web.Feasibility(ctx, asked.ID, asker.ID)
					if err != nil {
						return err
					}
					waits = slices.ContainsFunc(f.Questions, postgres.FeasibilityQuestion.Waits)
				}
				b.Answered[fmt.Sprintf("%s: %s", kind, name)] = milliseconds(began)
			}
		}
		return nil
	}()
	stop()
	return errors.Join(err, <-done)
}

func milliseconds(since time.Time) float64 { return float64(time.Since(since).Microseconds()) / 1000 }
