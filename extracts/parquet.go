package extracts

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	duckdb "github.com/duckdb/duckdb-go/v2"
)

// parquetWindow is how many rows are in memory at a time.
const parquetWindow = 50_000

// maxParquetColumns bounds the columns of a file; no table of the registers has
// nearly as many.
const maxParquetColumns = 500

// A Parquet reads the rows of a Parquet file as texts in the shape of the CSV
// import: dates as yyyy-mm-dd, truth values as true and false, numbers with a
// full stop, what is missing as an empty text. A timestamp at midnight is a
// date, and a whole floating-point number an integer, because common tools write
// both so. It keeps a bounded window of rows in memory. Not for concurrent use.
type Parquet struct {
	ctx     context.Context //nolint:containedctx // Header and Next are an interface without one
	db      *sql.DB
	name    string // of the file, as errors tell it
	path    string
	columns []parquetColumn
	query   string
	total   int64
	from    int64 // where the next window begins
	window  [][]string
	at      int
}

type parquetColumn struct{ name, kind string }

// OpenParquet opens a file of the local file system. The DuckDB that reads it
// can reach that file only, cannot write it, and spills nothing to the disk. A
// file that is not Parquet, or has a column of a type that no variable has, is
// refused with one sentence that names file and column and quotes no value.
func OpenParquet(ctx context.Context, path string) (_ *Parquet, err error) {
	p := &Parquet{ctx: ctx, name: filepath.Base(path)}
	if p.path, err = filepath.Abs(path); err != nil {
		return nil, fmt.Errorf("open %s: %w", p.name, err)
	}
	info, err := os.Stat(p.path)
	switch {
	case err != nil:
		return nil, fmt.Errorf("open %s: %w", p.name, errors.Unwrap(err))
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("open %s: not a regular file", p.name)
	case strings.ContainsAny(p.path, "*?[{"): // it would be read as a pattern
		return nil, fmt.Errorf("open %s: take the characters * ? [ { out of its path", p.name)
	}
	if p.db, err = p.lockedDown(); err != nil {
		return nil, fmt.Errorf("open %s: %w", p.name, err)
	}
	if err := p.describe(); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return p, nil
}

// lockedDown is a DuckDB in memory that can read the one file.
func (p *Parquet) lockedDown() (*sql.DB, error) {
	connector, err := duckdb.NewConnector(":memory:", func(c driver.ExecerContext) error {
		for _, set := range []string{
			"autoinstall_known_extensions = false",
			"autoload_known_extensions = false",
			"allow_community_extensions = false",
			"allow_persistent_secrets = false",
			"allowed_paths = [" + sqlText(p.path) + "]",
			"temp_directory = ''",
			"memory_limit = '512MB'",
			"threads = 2",
			"preserve_insertion_order = true",
			"enable_external_access = false",
			"lock_configuration = true",
		} {
			if _, err := c.ExecContext(p.ctx, "SET "+set, nil); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("open DuckDB: %w", err)
	}
	db := sql.OpenDB(connector)
	db.SetMaxOpenConns(1) // a locked configuration cannot be set by a second one
	db.SetConnMaxIdleTime(0)
	if err := db.PingContext(p.ctx); err != nil {
		return nil, fmt.Errorf("lock DuckDB down: %w", errors.Join(err, db.Close()))
	}
	return db, nil
}

func (p *Parquet) source() string {
	return "read_parquet(" + sqlText(p.path) + ", file_row_number = true, hive_partitioning = false, filename = false)"
}

// describe reads the columns, their types and how many rows there are.
func (p *Parquet) describe() error {
	rows, err := p.db.QueryContext(p.ctx, "SELECT column_name, column_type FROM (DESCRIBE SELECT * EXCLUDE (file_row_number) FROM "+p.source()+")")
	if err != nil {
		return p.unreadable("")
	}
	defer rows.Close()
	var texts []string
	for rows.Next() {
		var c parquetColumn
		if err := rows.Scan(&c.name, &c.kind); err != nil {
			return p.unreadable("")
		}
		text, known := parquetText(c)
		if !known {
			return fmt.Errorf("read %s: column %s: its type %s is none that a register's variable has; write it as text, a date, a number or a truth value",
				p.name, quoted(c.name), shortened(c.kind))
		}
		p.columns, texts = append(p.columns, c), append(texts, "coalesce("+text+", '')")
	}
	if rows.Err() != nil || len(p.columns) == 0 {
		return p.unreadable("")
	}
	if len(p.columns) > maxParquetColumns {
		return fmt.Errorf("read %s: it has %d columns, more than any table of the registers", p.name, len(p.columns))
	}
	p.query = "SELECT " + strings.Join(texts, ", ") + " FROM " + p.source() + " WHERE file_row_number >= ? AND file_row_number < ?"
	if err := p.db.QueryRowContext(p.ctx, "SELECT count(*) FROM "+p.source()).Scan(&p.total); err != nil {
		return p.unreadable("")
	}
	return nil
}

// parquetText is the SQL that writes a column as the import reads it.
func parquetText(c parquetColumn) (string, bool) {
	name := sqlName(c.name)
	text := "CAST(" + name + " AS VARCHAR)"
	kind, _, _ := strings.Cut(c.kind, "(")
	switch {
	case kind != c.kind && kind != "DECIMAL" && kind != "ENUM" || strings.HasSuffix(c.kind, "]"):
		return "", false // STRUCT(…), MAP(…), lists
	case slices.Contains([]string{"VARCHAR", "BOOLEAN", "DATE", "UUID", "DECIMAL", "ENUM", "TINYINT", "SMALLINT", "INTEGER", "BIGINT",
		"HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT"}, kind):
		return text, true
	case slices.Contains([]string{"TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"}, kind):
		return "CASE WHEN " + name + " = date_trunc('day', " + name + ") THEN CAST(CAST(" + name + " AS DATE) AS VARCHAR) ELSE " + text + " END", true
	case kind == "DOUBLE" || kind == "FLOAT":
		return "CASE WHEN " + name + " = trunc(" + name + ") AND abs(" + name + ") < 9e15 THEN CAST(CAST(" + name + " AS BIGINT) AS VARCHAR) ELSE " + text + " END", true
	}
	return "", false
}

// Header gives the names of the columns, in the order of the file.
func (p *Parquet) Header() ([]string, error) {
	names := make([]string, len(p.columns))
	for i, c := range p.columns {
		names[i] = c.name
	}
	return names, nil
}

// Next gives the next row, in the order of the file; after the last io.EOF.
func (p *Parquet) Next() ([]string, error) {
	if p.at == len(p.window) {
		if p.from >= p.total {
			return nil, io.EOF
		}
		if err := p.fill(); err != nil {
			return nil, err
		}
	}
	p.at++
	return p.window[p.at-1], nil
}

// fill reads the next window of rows.
func (p *Parquet) fill() error {
	until := min(p.from+parquetWindow, p.total)
	p.window, p.at = make([][]string, 0, until-p.from), 0
	rows, err := p.db.QueryContext(p.ctx, p.query, p.from, until)
	if err != nil {
		return p.broken(p.from, until)
	}
	defer rows.Close()
	to := make([]any, len(p.columns))
	for rows.Next() {
		row := make([]string, len(p.columns))
		for i := range row {
			to[i] = &row[i]
		}
		if err := rows.Scan(to...); err != nil {
			_ = rows.Close() // there is one connection
			return p.broken(p.from, until)
		}
		p.window = append(p.window, row)
	}
	if rows.Err() != nil || int64(len(p.window)) != until-p.from {
		_ = rows.Close()
		return p.broken(p.from, until)
	}
	p.from = until
	return nil
}

// broken finds which column of the rows cannot be read.
func (p *Parquet) broken(from, until int64) error {
	if err := p.ctx.Err(); err != nil {
		return err
	}
	for _, c := range p.columns {
		text, _ := parquetText(c)
		var n sql.NullInt64
		err := p.db.QueryRowContext(p.ctx, "SELECT sum(length("+text+"))::BIGINT FROM "+p.source()+
			" WHERE file_row_number >= ? AND file_row_number < ?", from, until).Scan(&n)
		if err != nil {
			return p.unreadable(c.name)
		}
	}
	return p.unreadable("")
}

// unreadable says so in one sentence. DuckDB's own words stay out of it: they
// may quote the data.
func (p *Parquet) unreadable(column string) error {
	switch {
	case p.ctx.Err() != nil:
		return p.ctx.Err()
	case column != "":
		return fmt.Errorf("read %s: column %s is damaged: write the file again", p.name, quoted(column))
	}
	return fmt.Errorf("read %s: it is not a whole Parquet file: write it again, or give CSV", p.name)
}

// Close lets go of the file and of DuckDB.
func (p *Parquet) Close() error { return p.db.Close() }

func quoted(name string) string { return fmt.Sprintf("%q", shortened(name)) }

// shortened keeps a name that the file gives from filling the screen.
func shortened(name string) string {
	if r := []rune(name); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return name
}
