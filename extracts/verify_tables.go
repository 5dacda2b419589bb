package extracts

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"math/big"
	"path/filepath"
	"slices"
	"sync"

	"github.com/duckdb/duckdb-go/v2"
)

// openSealed opens a finished DuckDB file read-only and locks it down before
// anything of it is read: no other file, no network, no extension, no change of
// settings. What does not fit in memory goes to a folder under temp.
func openSealed(ctx context.Context, path, temp string) (*sql.DB, error) {
	var once sync.Once // a locked configuration cannot be set again
	lock := func(c driver.ExecerContext) (err error) {
		once.Do(func() {
			for _, set := range []string{
				"autoinstall_known_extensions = false",
				"autoload_known_extensions = false",
				"allow_community_extensions = false",
				"temp_directory = " + sqlText(filepath.Join(temp, ".spill")),
				"memory_limit = '256MB'",
				"threads = 2",
				"enable_external_access = false",
				"lock_configuration = true",
			} {
				if _, err = c.ExecContext(ctx, "SET "+set, nil); err != nil {
					return
				}
			}
		})
		return err
	}
	connector, err := duckdb.NewConnector(path+"?access_mode=READ_ONLY", lock)
	if err != nil {
		return nil, fmt.Errorf("open the DuckDB file: %w", spaceError(err))
	}
	db := sql.OpenDB(connector)
	if err := db.PingContext(ctx); err != nil {
		db.Close()
		return nil, fmt.Errorf("lock DuckDB down: %w", err)
	}
	return db, nil
}

// database checks that the DuckDB file holds exactly the tables of the
// manifest: names, columns, types, rows and hashes, and nothing beside them.
func (v *verifier) database(ctx context.Context) error {
	db, err := openSealed(ctx, filepath.Join(v.folder, v.top, DataFile), v.folder)
	if err != nil {
		return v.fail("database", "database-broken")
	}
	defer db.Close()
	var names []string
	for _, t := range v.manifest.Tables {
		names = append(names, t.Name)
	}
	slices.Sort(names)
	objects, err := objectsOf(ctx, db)
	if err != nil {
		return v.failDatabase(ctx)
	}
	if !slices.Equal(objects, names) {
		return v.fail("database", "database-objects")
	}
	ours, err := engine(ctx, db)
	if err != nil {
		return v.failDatabase(ctx)
	}
	v.pass("database", "database", len(names))
	for _, t := range v.manifest.Tables {
		if err := v.table(ctx, db, t, ours == v.manifest.Engine); err != nil {
			return err
		}
	}
	return nil
}

// failDatabase tells a broken file from a check that was called off.
func (v *verifier) failDatabase(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return v.fail("database", "database-broken")
}

// objectsOf names all that is in the file: its tables, and whatever else there
// is (a view, a sequence, a macro, a table of another schema) by a name that no
// table has.
func objectsOf(ctx context.Context, db *sql.DB) (names []string, err error) {
	rows, err := db.QueryContext(ctx, `
		select case when schema_name = 'main' then table_name else schema_name || '.' || table_name end from duckdb_tables() where not internal
		union all select '?' || view_name from duckdb_views() where not internal
		union all select '?' || sequence_name from duckdb_sequences()
		union all select '?' || function_name from duckdb_functions() where not internal
		order by 1`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	slices.Sort(names)
	return names, rows.Err()
}

// engine names the DuckDB at work.
func engine(ctx context.Context, db *sql.DB) (name string, err error) {
	err = db.QueryRowContext(ctx, "select 'DuckDB ' || version()").Scan(&name)
	return name, err
}

// table checks one table. Hashes made by another version of DuckDB cannot be
// compared; the content is then proved by the hash of the file alone.
func (v *verifier) table(ctx context.Context, db *sql.DB, t BuiltTable, comparable bool) error {
	columns, err := columnsOf(ctx, db, t.Name)
	if err != nil {
		return v.failDatabase(ctx)
	}
	same := slices.EqualFunc(columns, t.Columns, func(a, b BuiltColumn) bool { return a.Name == b.Name && a.Type == b.Type })
	if !same {
		return v.fail("table", "table-columns", t.Name)
	}
	rows, hash, err := tableHash(ctx, db, t.Name)
	if err != nil {
		if errors.Is(spaceError(err), ErrNoSpace) {
			return ErrNoSpace
		}
		return v.failDatabase(ctx)
	}
	if rows != t.Rows {
		return v.fail("table", "table-rows", t.Name, number(rows), number(t.Rows))
	}
	if comparable && hash != t.Hash {
		return v.fail("table", "table-hash", t.Name)
	}
	if !comparable {
		v.pass("table", "table-counted", t.Name, number(rows), len(columns))
		return nil
	}
	v.pass("table", "table", t.Name, number(rows), len(columns))
	return nil
}

// columnsOf names the columns of a table and their types, in order.
func columnsOf(ctx context.Context, db *sql.DB, table string) (columns []BuiltColumn, err error) {
	rows, err := db.QueryContext(ctx, `
		select column_name, data_type from duckdb_columns()
		where schema_name = 'main' and table_name = ? and not internal order by column_index`, table)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var c BuiltColumn
		if err := rows.Scan(&c.Name, &c.Type); err != nil {
			return nil, err
		}
		c.Type = shortType(c.Type)
		columns = append(columns, c)
	}
	return columns, rows.Err()
}

// tableHash counts and hashes the rows of a table as the builder's check does.
func tableHash(ctx context.Context, db *sql.DB, table string) (rows int64, hash string, err error) {
	columns, err := columnsOf(ctx, db, table)
	if err != nil {
		return 0, "", err
	}
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = sqlName(c.Name)
	}
	var sum, xor *big.Int
	err = db.QueryRowContext(ctx, "SELECT "+hashSums+" FROM (SELECT "+hashOfRow(names)+" FROM "+sqlName(table)+")").Scan(&rows, &sum, &xor)
	if err != nil {
		return 0, "", err
	}
	return rows, hashText(rows, sum, xor), nil
}
