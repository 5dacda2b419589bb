package postgres

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
	"tietolupa/registers"
)

// ErrImportRefused says that some rows of an import are bad and none was loaded;
// the report says which.
var ErrImportRefused = errors.New("the import has bad rows and was not loaded")

// A RowReader gives the rows of a file other than CSV, such as Parquet. Header
// is asked once, first; Next ends with io.EOF. A row's values are texts as in
// registers.Record, one for each name of the header.
type RowReader interface {
	Header() ([]string, error)
	Next() ([]string, error)
}

// ImportInput is one file for one table. Its first line names columns of the
// catalogue. The client is named by one of person_id, employer_id or
// provider_id (internal id) or by hetu or y_tunnus; a link to another client by
// its column or by, for example, employer_y_tunnus, provider_y_tunnus or
// person_hetu. A new client of a register's own table gets an id; a person is
// then named by hetu, which becomes their henkilötunnus from the import's day.
// Columns source and recorder go before Source and Official; origin before
// Origin; test_affects and test_indispensable are the tests of 3.1.7 where the
// table has no columns for them.
type ImportInput struct {
	Table    string
	Source   io.Reader // CSV in UTF-8, separated by commas or semicolons
	Rows     RowReader // instead of Source
	Actor    permits.UserID
	Official permits.UserID // who answers for the import
	Purpose  registers.Purpose
	Office   string           // controller of every row
	From     string           // code of list source: where rows come from that do not say (4.1b)
	Origin   registers.Origin // which system the file comes from (1.4)
	MostBad  int              // how many bad rows the report tells; 100 when 0
	Progress func(rows int64)
}

// A BadRow is why one line cannot be loaded; it holds no value of the line.
type BadRow struct {
	Line   int64           `json:"line"`
	Column string          `json:"column"`
	Rule   string          `json:"rule"`
	Text   registers.Names `json:"text"`
}

// An ImportReport says how an import went.
type ImportReport struct {
	Rows   int64    `json:"rows"`
	Loaded int64    `json:"loaded"`
	Bad    []BadRow `json:"bad"` // the first ones, by line
	BadAll int64    `json:"bad_all"`
	SHA256 string   `json:"sha256"` // of the source; empty for a RowReader
}

// Import loads a file into one table of the registers: all of it, or nothing.
// Every row passes registers.Check, as if written one by one; then clients,
// links and keys are looked up for all of them together. Bad rows are reported
// with line, column and reason; then the error is ErrImportRefused. A header, a
// declaration or a file that cannot be read fails with a *registers.RuleError or
// the reader's error. Data of the business services' system are refused (1.4):
// the system is declared for the file, and may be for each row. The official
// who answers for it is in the audit log. Only one import runs at a time, and
// none while a batch of removals does.
func (r *Registers) Import(ctx context.Context, in ImportInput) (ImportReport, error) {
	im := &importing{Registers: r, in: in, bad: badRows{most: in.MostBad}}
	if im.bad.most <= 0 {
		im.bad.most = 100
	}
	err := im.run(ctx)
	im.report.Bad, im.report.BadAll = im.bad.told()
	if err != nil {
		entry := Entry{Actor: in.Actor, OnBehalf: in.Official, Purpose: in.Purpose, Kind: "import", Subject: in.Table, Result: Refused,
			Detail: map[string]string{"bad": fmt.Sprint(im.report.BadAll), "sha256": im.report.SHA256}}
		if entry.Actor == "" {
			entry.Actor = Service
		}
		return im.report, fmt.Errorf("import into table %s: %w", in.Table, errors.Join(err, r.db.Record(context.WithoutCancel(ctx), entry)))
	}
	return im.report, nil
}

// An importing is one Import under way.
type importing struct {
	*Registers
	in     ImportInput
	table  registers.Table
	day    registers.Day
	header []importColumn
	report ImportReport
	bad    badRows
}

func (im *importing) run(ctx context.Context) error {
	if err := im.declared(); err != nil {
		return err
	}
	rows, sum := im.in.Rows, sha256.New()
	if rows == nil {
		if im.in.Source == nil {
			return errors.New("no file is given")
		}
		rows = newCSVRows(io.TeeReader(im.in.Source, sum))
	}
	names, err := rows.Header()
	if err != nil {
		return err
	}
	return im.db.command(ctx, func(tx pgx.Tx) error {
		if err := shutOutImports(ctx, tx); err != nil {
			return err
		}
		now, err := moment(ctx, tx)
		if err != nil {
			return err
		}
		im.day = registers.DayOf(now)
		if _, err := tx.Exec(ctx, "set local work_mem = '128MB'; set local synchronous_commit = on"); err != nil {
			return err
		}
		if err := im.known(names); err != nil {
			return err
		}
		if err := im.fill(ctx, tx, rows); err != nil {
			return err
		}
		if im.in.Rows == nil {
			im.report.SHA256 = hex.EncodeToString(sum.Sum(nil))
		}
		if im.bad.all == 0 {
			if err := im.resolve(ctx, tx); err != nil {
				return err
			}
		}
		if im.bad.all > 0 {
			return ErrImportRefused
		}
		if err := im.move(ctx, tx); err != nil {
			return err
		}
		return record(ctx, tx, Entry{Actor: im.in.Actor, OnBehalf: im.in.Official, Purpose: im.in.Purpose, Kind: "import", Subject: im.in.Table,
			Detail: map[string]string{"office": im.in.Office, "official": string(im.in.Official),
				"origin": string(im.in.Origin), "rows": fmt.Sprint(im.report.Loaded), "sha256": im.report.SHA256}})
	})
}

// declared holds what was said of the file to the rules, before it is read.
func (im *importing) declared() error {
	in := im.in
	var known bool
	im.table, known = im.cat.Table(in.Table)
	switch {
	case !slices.Contains(registers.Purposes(), in.Purpose), !known:
		return registers.Check(im.cat, registers.Record{Purpose: in.Purpose, Table: in.Table}, registers.Day{}) // 1.1, 1.2a
	case strings.TrimSpace(string(in.Official)) == "" || in.Actor == "":
		return refused("official", "")
	}
	return origin(in.Origin, "")
}

// origin refuses data of the business services' system, and of an unknown one.
func origin(o registers.Origin, about string) error { // 1.4
	switch {
	case o == registers.BusinessServiceSys:
		return refused("1.4", about)
	case !slices.Contains(registers.Origins(), o):
		return refused("1.4-unknown", about)
	}
	return nil
}
