package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"text/tabwriter"

	"tietolupa/casbin"
	"tietolupa/extracts"
	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
	"tietolupa/registers/law"
)

// retentionCommand shows what has to be removed, and removes it with --do.
type retentionCommand struct {
	where
	Do         bool           `help:"Remove it. Without this nothing changes."`
	As         permits.UserID `help:"Your user id: your duty is checked and the log names you; the service itself without it."`
	Ledger     string         `type:"path" help:"File of the removal ledger; keep it apart from the database and its backups. Default: removals.ledger in the folder."`
	Archive    string         `type:"path" help:"New folder for what the archives act keeps, sealed before it is removed."`
	ArchiveKey string         `name:"archive-key" type:"path" help:"File with the archive's public age key; goes with --archive."`
	NoArchive  bool           `name:"no-archive" help:"Remove without an archive: says that no order to keep anything is in force."`
	Replay     bool           `help:"After a restore: remove again what the ledger says was removed; with --do and --no-archive."`
	Batch      int            `default:"2000" help:"Clients in one transaction."`
	Lang       string         `default:"fi" enum:"fi,sv,en" env:"PERMITS_LANG" help:"Language of the names."`
}

// Run lists what is due by register and office, and why; it names nobody.
func (c retentionCommand) Run(ctx context.Context, out io.Writer) (err error) {
	switch {
	case c.Do && (c.Archive == "") != c.NoArchive:
		return errors.New("retention: with --do give either --archive FOLDER and --archive-key FILE, or --no-archive")
	case c.Replay && (!c.Do || !c.NoArchive):
		return errors.New("retention: --replay goes with --do and --no-archive: what it removes again was archived the first time")
	case (c.Archive == "") != (c.ArchiveKey == ""):
		return errors.New("retention: --archive and --archive-key go together")
	}
	p, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	if c.As != "" {
		action := casbin.RemovalView
		if c.Do {
			action = casbin.RemovalCarryOut // 4.3a: KEHA removes
		}
		if _, err := p.mayDo(ctx, c.As, action); err != nil {
			return fmt.Errorf("retention: %w", err)
		}
	}
	cat, err := registers.Load()
	if err != nil {
		return err
	}
	day, err := p.today(ctx)
	if err != nil {
		return err
	}
	r := p.owner.Registers(cat, law.RetentionRules())
	due, err := r.DueRemovals(ctx, day)
	if err != nil {
		return err
	}
	clients, err := c.show(out, cat, day, due)
	if err != nil {
		return err
	}
	asked, err := r.ErasuresDue(ctx)
	if err != nil {
		return err
	}
	if asked > 0 {
		if _, err := fmt.Fprintf(out, "Rows to be erased at their subjects' request (GDPR 17): %d\n", asked); err != nil {
			return err
		}
	}
	if !c.Do {
		if clients+asked > 0 {
			_, err = fmt.Fprintln(out, "Nothing was changed. Remove it with --do.")
		}
		return err
	}
	return c.remove(ctx, out, p, r, day, clients)
}

// show writes what is due and by which rule, and counts the clients.
func (c retentionCommand) show(out io.Writer, cat *registers.Catalogue, day registers.Day, due []postgres.Due) (clients int64, err error) {
	fmt.Fprintf(out, "To be removed on %s, by the rules in force:\n", day)
	to := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, d := range due {
		name := d.Office
		if office, ok := cat.Code("office", d.Office); ok {
			name = office.Name.In(c.Lang)
		}
		clients += d.Clients - d.Held
		fmt.Fprintf(to, "%s\t%s\t%d clients\t%d of them held\tdue %s – %s\t%d years from the end (%s)\n",
			d.Register, name, d.Clients, d.Held, d.From, d.To, d.Rule.Years, d.Rule.ID)
	}
	if len(due) == 0 {
		fmt.Fprintln(to, "nothing")
	}
	return clients, to.Flush()
}

func (c retentionCommand) remove(ctx context.Context, out io.Writer, p *place, r *postgres.Registers, day registers.Day, clients int64) (err error) {
	file := c.Ledger
	if file == "" {
		file = filepath.Join(p.dir, "removals.ledger")
	}
	kept, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("open the ledger: %w", err)
	}
	defer func() { err = errors.Join(err, kept.Close()) }()
	ledger, err := postgres.OpenLedger(kept)
	if err != nil {
		return err
	}
	bar := newBar(out, "Removing")
	opts := postgres.RemovalOptions{Actor: c.As, Batch: c.Batch, Ledger: ledger, ClearBits: extracts.ClearBits,
		Progress: func(report postgres.RemovalReport) { bar.show(sum(report.Clients), clients) }}
	run := r.Remove
	if c.Replay {
		run = r.ReplayLedger
	}
	if c.Archive != "" {
		archive, err := archiveInto(ctx, p, r, day, c.Archive, c.ArchiveKey, &opts)
		if err != nil {
			return err
		}
		err = c.carryOut(ctx, out, bar, run, day, opts)
		_, closed := archive.Close()
		return errors.Join(err, closed)
	}
	return c.carryOut(ctx, out, bar, run, day, opts)
}

func (c retentionCommand) carryOut(ctx context.Context, out io.Writer, bar *bar,
	run func(context.Context, registers.Day, postgres.RemovalOptions) (postgres.RemovalReport, error), day registers.Day, opts postgres.RemovalOptions,
) error {
	report, err := run(ctx, day, opts)
	bar.finish()
	if errors.Is(err, postgres.ErrReplayFirst) {
		return errors.New("retention: the ledger knows removals that this database does not, so it has been restored: run with --do --replay first")
	}
	return errors.Join(err, tell(out, report))
}

// tell writes what was done: counts, never who.
func tell(out io.Writer, report postgres.RemovalReport) error {
	to := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, subject := range slices.Sorted(maps.Keys(report.Clients)) {
		fmt.Fprintf(to, "removed\t%s\t%d clients\n", subject, report.Clients[subject])
	}
	for _, register := range slices.Sorted(maps.Keys(report.Partly)) {
		fmt.Fprintf(to, "removed from one register\t%s\t%d clients\n", register, report.Partly[register])
	}
	for _, subject := range slices.Sorted(maps.Keys(report.Held)) {
		fmt.Fprintf(to, "held\t%s\t%d clients\n", subject, report.Held[subject])
	}
	if report.Erased > 0 {
		fmt.Fprintf(to, "erased by request\t\t%d\n", report.Erased)
	}
	fmt.Fprintf(to, "rows\t\t%d\n", sum(report.Rows))
	fmt.Fprintf(to, "rows left to the other party\t\t%d\n", report.Shared)
	fmt.Fprintf(to, "kept cohorts cleared\t\t%d\n", report.Cohorts)
	fmt.Fprintf(to, "rows archived\t\t%d\n", report.Archived)
	return to.Flush()
}

func sum(counts map[string]int64) (all int64) {
	for _, n := range counts {
		all += n
	}
	return all
}
