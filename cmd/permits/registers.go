package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
	"tietolupa/registers/law"
)

// registersCommand is for the offices' own systems.
type registersCommand struct {
	Import   importCommand   `cmd:"" help:"Load a CSV or Parquet file into one table of the registers: all of it, or nothing."`
	Findings findingsCommand `cmd:"" help:"Count by office what has to be stored of current clients and is not."`
}

// importCommand loads one file. Its first line names columns of the catalogue;
// docs/operations.md says how clients are named.
type importCommand struct {
	where
	File     string           `arg:"" help:"File to load, .csv or .parquet." type:"path"`
	Table    string           `required:"" help:"Table of the registers that the rows are of."`
	Official permits.UserID   `required:"" help:"User id of the official who answers for the import."`
	Origin   registers.Origin `required:"" help:"System that the data come from: office, service_centre, legacy, authority, provider or employer."`
	Source   string           `help:"Where the data were got from, a code of list source, for rows that do not say."`
	Purpose  string           `default:"service" help:"Purpose of the processing, of those of 1 §."`
	MostBad  int              `name:"most-bad" default:"100" help:"How many bad rows to list."`
	Lang     string           `default:"fi" enum:"fi,sv,en" env:"PERMITS_LANG" help:"Language of the reasons."`
}

// Run loads the file, or lists every bad row with its line, column and reason.
// The rows become those of the official's own office.
func (c importCommand) Run(ctx context.Context, out io.Writer) (err error) {
	p, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	official, err := p.owner.User(ctx, c.Official)
	if err != nil {
		return err
	}
	if !official.Has(permits.Official) || !official.Body.Office() {
		return fmt.Errorf("import: %s is no official of an office, who could answer for it", c.Official)
	}
	cat, err := registers.Load()
	if err != nil {
		return err
	}
	bar := newBar(out, "Reading "+filepath.Base(c.File))
	in := postgres.ImportInput{
		Table: c.Table, Actor: official.ID, Official: official.ID, Purpose: registers.Purpose(c.Purpose), Office: string(official.Body),
		From: c.Source, Origin: c.Origin, MostBad: c.MostBad, Progress: func(rows int64) { bar.show(rows, -1) },
	}
	file, err := openRows(ctx, c.File, &in)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	report, err := p.owner.Registers(cat, law.RetentionRules()).Import(ctx, in)
	bar.finish()
	if errors.Is(err, postgres.ErrImportRefused) {
		return c.refused(out, report)
	}
	if rule, ok := errors.AsType[*registers.RuleError](err); ok {
		if _, column, dotted := strings.Cut(rule.About, "."); dotted {
			return fmt.Errorf("import: %s: %s", column, rule.In(c.Lang))
		}
		return fmt.Errorf("import: %s", rule.In(c.Lang))
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "Loaded %d rows into %s.\n", report.Loaded, c.Table)
	if err == nil && report.SHA256 != "" {
		_, err = fmt.Fprintf(out, "SHA-256 of the file: %s\n", report.SHA256)
	}
	return err
}

// refused lists the bad rows. It holds no value of a row: a line is enough to
// find it in the file.
func (c importCommand) refused(out io.Writer, report postgres.ImportReport) error {
	for _, bad := range report.Bad {
		column := bad.Column
		if column == "" {
			column = "–"
		}
		fmt.Fprintf(out, "line %d\t%s\t%s\t%s\n", bad.Line, column, bad.Rule, bad.Text.In(c.Lang))
	}
	if more := report.BadAll - int64(len(report.Bad)); more > 0 {
		fmt.Fprintf(out, "and %d more\n", more)
	}
	return fmt.Errorf("import: %d of %d rows are bad, so nothing was loaded; mend them and load the file again", report.BadAll, report.Rows)
}
