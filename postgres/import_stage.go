package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"sync/atomic"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"

	"tietolupa/registers"
)

// rowsAtOnce is how many rows go from the reader to a checker together.
const rowsAtOnce = 1000

type importRow struct {
	line   int64
	values []string
	broken bool
}

// fill makes the staging table, checks every row on all cores, and copies the
// good ones in. After the first bad row nothing more is copied, only checked.
func (im *importing) fill(ctx context.Context, tx pgx.Tx, rows RowReader) error {
	columns := []string{"line bigint", "source text", "recorder text"}
	for i, c := range im.header {
		columns = append(columns, fmt.Sprintf("c%d %s", i, c.staged()))
	}
	if _, err := tx.Exec(ctx, "create temporary table import_rows ("+strings.Join(columns, ", ")+") on commit drop"); err != nil {
		return err
	}
	group, step := errgroup.WithContext(ctx)
	read := make(chan []importRow, 4)
	ready := make(chan []byte, 4)
	out, in := io.Pipe()
	group.Go(func() error {
		defer close(read)
		return im.read(step, rows, read)
	})
	checkers, checking := errgroup.WithContext(step)
	for range runtime.GOMAXPROCS(0) {
		checkers.Go(func() error {
			for batch := range read {
				chunk := im.checkRows(batch)
				select {
				case ready <- chunk:
				case <-checking.Done():
					return checking.Err()
				}
			}
			return nil
		})
	}
	group.Go(func() error {
		defer close(ready)
		return checkers.Wait()
	})
	group.Go(func() error {
		var failed error
		for chunk := range ready {
			if failed == nil {
				_, failed = in.Write(chunk)
			}
		}
		in.CloseWithError(failed) // nil is the end
		return failed
	})
	group.Go(func() error {
		_, err := tx.Conn().PgConn().CopyFrom(ctx, out, "copy import_rows from stdin")
		out.CloseWithError(err)
		return err
	})
	if err := group.Wait(); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "analyze import_rows")
	return err
}

// staged is the type in which a column waits: what was checked has its own.
func (c importColumn) staged() string {
	switch c.role {
	case "value":
		return storedTypes[c.variable.Type]
	case "client":
		return "bigint"
	}
	return "text"
}

func (im *importing) read(ctx context.Context, rows RowReader, to chan<- []importRow) error {
	lined, _ := rows.(*csvRows)
	batch := make([]importRow, 0, rowsAtOnce)
	hand := func() error {
		select {
		case to <- batch:
		case <-ctx.Done():
			return ctx.Err()
		}
		batch = make([]importRow, 0, rowsAtOnce)
		if im.in.Progress != nil {
			im.in.Progress(im.report.Rows)
		}
		return nil
	}
	for line := int64(2); ; line++ {
		values, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return hand()
		}
		if err != nil && !errors.Is(err, errBadLine) {
			return fmt.Errorf("read the file: %w", err)
		}
		row := importRow{line: line, values: values, broken: err != nil || len(values) != len(im.header)}
		if lined != nil && err == nil {
			row.line = lined.line()
			line = row.line
		}
		im.report.Rows++
		if batch = append(batch, row); len(batch) == rowsAtOnce {
			if err := hand(); err != nil {
				return err
			}
		}
	}
}

// checkRows checks rows and gives the good ones as text for COPY.
func (im *importing) checkRows(rows []importRow) []byte {
	var out []byte
	values := make(map[string]string, len(im.header))
	for _, row := range rows {
		if row.broken {
			im.bad.refuse(row.line, "csv", "")
			continue
		}
		r, err := im.record(row.values, values)
		if err == nil {
			err = registers.Check(im.cat, r, im.day)
		}
		if refusal, is := errors.AsType[*registers.RuleError](err); is {
			im.bad.add(row.line, refusal)
			continue
		}
		if atomic.LoadInt64(&im.bad.all) > 0 {
			continue
		}
		out = fmt.Appendf(out, "%d\t", row.line)
		out = copyText(out, r.Source)
		out = append(out, '\t')
		out = copyText(out, r.Recorder)
		for _, value := range row.values {
			out = append(out, '\t')
			if value == "" {
				out = append(out, `\N`...)
				continue
			}
			out = copyText(out, value)
		}
		out = append(out, '\n')
	}
	return out
}

// record is a row as it would be written alone. Who and what it names by a code
// is looked up later, for all rows together.
func (im *importing) record(cells []string, values map[string]string) (registers.Record, error) {
	clear(values)
	r := registers.Record{Table: im.table.Name, Subject: 1, Values: values, Purpose: im.in.Purpose, Office: im.in.Office,
		Source: im.in.From, Recorder: string(im.in.Official)}
	for i, c := range im.header {
		cell := cells[i]
		if !utf8.ValidString(cell) || strings.IndexByte(cell, 0) >= 0 {
			return r, refused("bytes", im.table.Name+"."+c.name)
		}
		switch c.role {
		case "value":
			if cell != "" {
				values[c.variable.Column] = cell
			}
		case "link-code":
			if cell != "" {
				values[c.variable.Column] = "1"
			}
		case "client":
			if !isID(cell) {
				return r, refused("client", im.table.Name+"."+c.name)
			}
		case "client-code":
			if cell == "" {
				return r, refused("client", im.table.Name+"."+c.name)
			}
			if _, err := registers.ParseHetu(cell, im.day); c.target == "person" && err != nil {
				return r, refused("client", im.table.Name+"."+c.name)
			}
		case "source":
			if cell != "" {
				r.Source = cell
			}
		case "recorder":
			if cell != "" {
				r.Recorder = cell
			}
		case "origin":
			if cell != "" {
				if err := origin(registers.Origin(cell), im.table.Name+".origin"); err != nil {
					return r, err
				}
			}
		case "test_affects":
			r.Health.AffectsEmployment = cell == "true"
		case "test_indispensable":
			r.Health.Indispensable = cell == "true"
		}
	}
	return r, nil
}

// isID says whether s is an internal id: up to eighteen digits.
func isID(s string) bool {
	return s != "" && len(s) <= 18 && strings.Trim(s, "0123456789") == "" && strings.Trim(s, "0") != ""
}

// copyText appends a value as COPY wants it.
func copyText(out []byte, s string) []byte {
	for i := range len(s) {
		switch s[i] {
		case '\\':
			out = append(out, `\\`...)
		case '\t':
			out = append(out, `\t`...)
		case '\n':
			out = append(out, `\n`...)
		case '\r':
			out = append(out, `\r`...)
		default:
			out = append(out, s[i])
		}
	}
	return out
}
