package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"text/tabwriter"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
)

// casesCommand is for what is done to cases beside the pages.
type casesCommand struct {
	Import    legacyCommand        `cmd:"" help:"Import permits that the ministry decided before 1.7.2020 from a CSV file: all of it, or nothing."`
	Register  caseRegisterCommand  `cmd:"" help:"Write the case register (asiarekisteri) as CSV and XML, for the agency's case system or the archives."`
	Retention caseRetentionCommand `cmd:"" help:"Show the cases whose retention is over; remove them with --do. Run it every night."`
	Hold      caseHoldCommand      `cmd:"" help:"Keep a case from removal although its retention is over; --lift ends it."`
}

type legacyCommand struct {
	where
	File    string         `arg:"" help:"CSV file (RFC 4180, UTF-8); docs/operations.md names its columns." type:"existingfile"`
	As      permits.UserID `required:"" help:"User id of the officer who answers for the import."`
	DryRun  bool           `name:"dry-run" help:"Check the file and import nothing."`
	MostBad int            `name:"most-bad" default:"100" help:"How many faults to list."`
}

// Run imports the file, or lists every fault with its line, column and reason.
func (c legacyCommand) Run(ctx context.Context, out io.Writer) (err error) {
	p, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	by, err := p.mayDo(ctx, c.As, casbin.CaseTake)
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	cat, err := registers.Load()
	if err != nil {
		return err
	}
	file, err := os.Open(c.File)
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	defer file.Close()
	all, bad, err := permits.ReadLegacy(bufio.NewReader(file), cat)
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	for i, b := range bad {
		if i == c.MostBad {
			fmt.Fprintf(out, "… and %d more\n", len(bad)-i)
			break
		}
		fmt.Fprintf(out, "line %d\t%s\t%s\n", b.Line, b.Column, b.Reason)
	}
	if len(bad) > 0 {
		return fmt.Errorf("import: %d faults; nothing was imported", len(bad))
	}
	known, err := p.owner.ImportLegacy(ctx, by.ID, all, c.DryRun)
	if err != nil {
		return err
	}
	for _, k := range known {
		fmt.Fprintf(out, "%s is here already as %s\n", k.Number, k.ID)
	}
	switch {
	case len(known) > 0:
		return fmt.Errorf("import: %d permits are here already; nothing was imported", len(known))
	case c.DryRun:
		_, err = fmt.Fprintf(out, "%d permits can be imported. Nothing was changed.\n", len(all))
	default:
		_, err = fmt.Fprintf(out, "%d permits were imported.\n", len(all))
	}
	return err
}

type caseHoldCommand struct {
	where
	Case   permits.CaseID `arg:"" help:"Number with hyphens, KEHA-17-2020."`
	As     permits.UserID `required:"" help:"User id of the officer who decides on it."`
	Reason string         `help:"Why the case stays."`
	Lift   bool           `help:"Lift the holds on it."`
}

func (c caseHoldCommand) Run(ctx context.Context) (err error) {
	if c.Lift == (c.Reason != "") {
		return errors.New("cases hold: give either --reason or --lift")
	}
	p, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	by, err := p.mayDo(ctx, c.As, casbin.CaseTake)
	if err != nil {
		return fmt.Errorf("cases hold: %w", err)
	}
	return p.owner.HoldCase(ctx, c.Case, by.ID, c.Reason)
}

// caseRetentionCommand removes cases by permits/law/case_retention.csv.
type caseRetentionCommand struct {
	where
	Do     bool   `help:"Remove them. Without this nothing changes."`
	Ledger string `type:"path" help:"File of the ledger of removed cases; keep it apart from the database and its backups. Default: cases.ledger in the folder."`
	Replay bool   `help:"After a restore: remove again what the ledger says was removed; with --do."`
}

// A caseLedgerLine is one removal in the ledger. It names nobody.
type caseLedgerLine struct {
	Case     permits.CaseID `json:"case"`
	Due      registers.Day  `json:"due"`
	Archived bool           `json:"archived"`
	Source   string         `json:"source"`
	At       time.Time      `json:"at"`
}

// Run lists what is due and by which rule, and removes it with --do.
func (c caseRetentionCommand) Run(ctx context.Context, out io.Writer) (err error) {
	p, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	if c.Ledger == "" {
		c.Ledger = filepath.Join(p.dir, "cases.ledger")
	}
	if c.Replay {
		if !c.Do {
			return errors.New("cases retention: --replay goes with --do")
		}
		if err := c.replay(ctx, out, p); err != nil {
			return err
		}
	}
	day, err := p.today(ctx)
	if err != nil {
		return err
	}
	due, err := p.owner.DueCases(ctx, day)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "Cases whose retention is over on %s: %d\n", day, len(due))
	to := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	removable := 0
	for _, d := range due {
		what := "removed whole"
		if d.Archive {
			what = "decision and letters stay"
		}
		if d.Held != "" {
			what = "held: " + d.Held
		} else {
			removable++
		}
		fmt.Fprintf(to, "%s\t%s\tkept until %s\t%s\t%s\n", d.ID, d.Ending, d.Until, what, d.Source)
	}
	if err := to.Flush(); err != nil || !c.Do {
		if err == nil && removable > 0 {
			_, err = fmt.Fprintln(out, "Nothing was changed. Remove them with --do.")
		}
		return err
	}
	if err := p.owner.RefreshLegacy(ctx); err != nil {
		return err
	}
	return c.remove(ctx, out, p, due)
}

func (c caseRetentionCommand) remove(ctx context.Context, out io.Writer, p *place, due []postgres.DueCase) (err error) {
	file, err := os.OpenFile(c.Ledger, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("cases retention: open the ledger: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	removed := 0
	for _, d := range due {
		if d.Held != "" {
			continue
		}
		err := p.owner.RemoveCase(ctx, d, postgres.Service, func(at time.Time) error {
			line, err := json.Marshal(caseLedgerLine{d.ID, d.Until, d.Archive, d.Source, at.UTC()})
			if err == nil {
				_, err = file.Write(append(line, '\n'))
			}
			return errors.Join(err, file.Sync()) // before it goes
		})
		if err != nil {
			return err
		}
		removed++
	}
	_, err = fmt.Fprintf(out, "Removed: %d\n", removed)
	return err
}

// replay removes again what a restored backup has brought back.
func (c caseRetentionCommand) replay(ctx context.Context, out io.Writer, p *place) error {
	file, err := os.Open(c.Ledger)
	if err != nil {
		return fmt.Errorf("cases retention: open the ledger: %w", err)
	}
	defer file.Close()
	again := 0
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var l caseLedgerLine
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			return fmt.Errorf("cases retention: a line of the ledger cannot be read: %w", err)
		}
		did, err := p.owner.ForgetAgain(ctx, l.Case, l.Due, l.Archived, l.Source, l.At)
		if err != nil {
			return err
		}
		if did {
			again++
		}
	}
	_, err = fmt.Fprintf(out, "Removed again: %d\n", again)
	return err
}
