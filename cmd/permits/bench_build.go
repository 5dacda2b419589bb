package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strconv"
	"strings"
	"time"

	"tietolupa/extracts"
	"tietolupa/internal/provider"
	"tietolupa/permits"
	"tietolupa/registers"
)

type benchBuild struct {
	where
	Order string `arg:"" help:"The order."`
}

// A benchBuilt is what bench build tells of one order.
type benchBuilt struct {
	Rows    int64   `json:"rows"`
	Sealed  int64   `json:"sealed_bytes"`
	PeakMiB float64 `json:"peak_mib"`
}

// Run builds and seals the order as a worker does.
func (c benchBuild) Run(ctx context.Context, out io.Writer) (err error) {
	p := &place{dir: c.Dir, dsn: c.DatabaseURL}
	if err := p.connect(ctx); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	shop, err := newWorkshop(p, slog.New(slog.NewTextHandler(os.Stderr, nil)))
	if err != nil {
		return err
	}
	id := permits.OrderID(c.Order)
	if err := shop.build(ctx, id); err != nil {
		return err
	}
	order, err := p.work.Order(ctx, id)
	if err != nil {
		return err
	}
	if order.Delivery == nil {
		return fmt.Errorf("bench build %s: it was not sealed: %s", id, order.Reason)
	}
	manifest, err := extracts.ParseManifest(order.Delivery.Manifest)
	if err != nil {
		return err
	}
	told := benchBuilt{Sealed: order.Delivery.Bytes, PeakMiB: peakMiB()}
	for _, t := range manifest.Tables {
		told.Rows += t.Rows
	}
	return json.NewEncoder(out).Encode(told)
}

// peakMiB is the most memory this process has had resident.
func peakMiB() float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if value, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kib, _ := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(value), "kB")), 64)
			return kib / 1024
		}
	}
	return 0
}

type benchAnalyst struct {
	File string `arg:"" help:"The DuckDB file to make."`
}

// Run reads the tables as JSON from standard input.
func (c benchAnalyst) Run(ctx context.Context) error {
	var tables []extracts.AnalystTable
	if err := json.NewDecoder(os.Stdin).Decode(&tables); err != nil {
		return fmt.Errorf("bench analyst: %w", err)
	}
	return extracts.AnalystPipeline(ctx, c.File, tables)
}

// benchOrder has a disclosure of scope to the ministry requested, prepared and
// confirmed by three people, and an extract ordered on it.
func benchOrder(ctx context.Context, p *place, cat *registers.Catalogue, scope permits.Scope) (none permits.Order, _ error) {
	analyst, err := p.owner.User(ctx, ministryID)
	if err != nil {
		return none, err
	}
	first, err := p.owner.User(ctx, presenterID)
	if err != nil {
		return none, err
	}
	second, err := p.owner.User(ctx, secondID)
	if err != nil {
		return none, err
	}
	second.Identified = provider.Assurance
	_, public, err := extracts.NewIdentity()
	if err != nil {
		return none, err
	}
	request := permits.DisclosureRequest{
		Task: permits.TasksOf(permits.TEM)[0].Code, Provision: permits.TasksOf(permits.TEM)[0].Provision,
		Necessity: "Mittaus: koko henkilöasiakasrekisterin aineisto.", Scope: scope,
		Recipient: permits.Recipient{Kind: permits.PersonRecipient, Name: analyst.Name, Key: public},
	}
	d, err := p.web.CreateDisclosure(ctx, func(id permits.DisclosureID, now time.Time) (permits.Disclosure, permits.Event, error) {
		request.Term = registers.Period{From: registers.DayOf(now), To: registers.DayOf(now).AddDate(1, 0, 0)}
		return permits.RequestDisclosure(id, analyst, request, cat, now)
	})
	if err != nil {
		return none, err
	}
	d, err = p.web.ChangeDisclosure(ctx, d.ID, func(d permits.Disclosure, now time.Time) (permits.Disclosure, permits.Event, error) {
		return d.Prepare(first, d.Version, d.Request.Scope, cat, now)
	})
	if err != nil {
		return none, err
	}
	d, err = p.web.ChangeDisclosure(ctx, d.ID, func(d permits.Disclosure, now time.Time) (permits.Disclosure, permits.Event, error) {
		return d.Confirm(second, d.Version, now)
	})
	if err != nil {
		return none, err
	}
	return p.web.OrderOnDisclosure(ctx, d.ID, func(d permits.Disclosure, id permits.OrderID, previous int, now time.Time) (permits.Order, permits.Event, error) {
		return d.Order(id, analyst, previous, now)
	})
}
