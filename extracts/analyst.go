package extracts

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	_ "github.com/duckdb/duckdb-go/v2" // the analyst's DuckDB is ours: both sides of the comparison run the same engine
)

// An AnalystTable is one table of an AnalystPipeline: a CSV file with a header
// and the columns that stand in it.
type AnalystTable struct {
	Name    string
	File    string
	Columns []AnalystColumn
}

// An AnalystColumn is a column and its DuckDB type. Hashed ones are ids, which
// the analyst replaces by an unkeyed concatenation hash.
type AnalystColumn struct {
	Name, Type string
	Hashed     bool
}

// AnalystPipeline does to CSV files of the registers what an analyst does by
// hand, with DuckDB's defaults: CREATE TABLE AS from read_csv with SHA-256 of
// key and id in SQL. It neither sorts nor seals nor checks, and knows no
// protection. It is the peer that `permits bench extract` measures against and
// serves no other purpose.
func AnalystPipeline(ctx context.Context, file string, tables []AnalystTable) (err error) {
	db, err := sql.Open("duckdb", file)
	if err != nil {
		return fmt.Errorf("run the analyst's pipeline: %w", err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	for _, t := range tables {
		if _, err := db.ExecContext(ctx, t.statement()); err != nil {
			return fmt.Errorf("run the analyst's pipeline: table %s: %w", t.Name, err)
		}
	}
	if _, err := db.ExecContext(ctx, "CHECKPOINT"); err != nil {
		return fmt.Errorf("run the analyst's pipeline: %w", err)
	}
	return nil
}

func (t AnalystTable) statement() string {
	var types, shown []string
	for _, c := range t.Columns {
		types = append(types, sqlText(c.Name)+": "+sqlText(c.Type))
		value := sqlName(c.Name)
		if c.Hashed {
			value = "sha256('0123456789abcdef0123456789abcdef' || " + value + ") AS " + value
		}
		shown = append(shown, value)
	}
	return "CREATE TABLE " + sqlName(t.Name) + " AS SELECT " + strings.Join(shown, ", ") +
		" FROM read_csv(" + sqlText(t.File) + ", header = true, columns = {" + strings.Join(types, ", ") + "})"
}
