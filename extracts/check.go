package extracts

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"syscall"

	duckdb "github.com/duckdb/duckdb-go/v2"

	"tietolupa/pseudonymize"
)

// check reads a table back and holds it against what was read: as many subjects
// as there are pseudonyms of them, as many rows as were given.
func (b *builder) check(ctx context.Context, target string, plan *tablePlan, src *source, subjects uint64) (BuiltTable, error) {
	columns := make([]string, len(plan.columns))
	out := BuiltTable{Name: plan.table.Name}
	for i, c := range plan.columns {
		columns[i] = sqlName(c.name())
		out.Columns = append(out.Columns, b.builtColumn(c))
	}
	distinct := "NULL"
	if plan.hidden == "" {
		distinct = "count(DISTINCT " + sqlName(plan.sorts[0]) + ")"
	}
	var rows int64
	var sum, xor *big.Int
	var pseudonyms *int64
	err := b.duck.conn.QueryRowContext(ctx, "SELECT "+hashSums+", "+distinct+
		" FROM (SELECT "+hashOfRow(columns)+", "+columnOr(plan)+" FROM "+target+")").
		Scan(&rows, &sum, &xor, &pseudonyms)
	if err != nil {
		return BuiltTable{}, fmt.Errorf("check table %s: %w", plan.table.Name, cause(ctx, err))
	}
	if pseudonyms != nil && uint64(*pseudonyms) != subjects {
		return BuiltTable{}, fmt.Errorf("check table %s: %d subjects have %d pseudonyms", plan.table.Name, subjects, *pseudonyms)
	}
	if given := src.given.Load(); given != rows {
		return BuiltTable{}, fmt.Errorf("check table %s: %d rows were given, %d are there", plan.table.Name, given, rows)
	}
	out.Rows = rows
	out.Hash = hashText(rows, sum, xor)
	return out, nil
}

func columnOr(plan *tablePlan) string {
	if plan.hidden == "" {
		return sqlName(plan.sorts[0])
	}
	return "NULL AS nothing"
}

func (b *builder) builtColumn(c columnPlan) BuiltColumn {
	out := BuiltColumn{Name: c.name(), ID: c.variable.ID, Type: c.sqlType(), Protection: c.protection}
	if c.do == toCode {
		out.Type = "ENUM"
	}
	if c.do == toPseudonym {
		out.Scheme, out.KeyCheck = pseudonymize.Scheme, b.made.Check()
	}
	return out
}

// ErrNoMemory means that DuckDB could not do with its memory limit.
var ErrNoMemory = errors.New("the extract needs more memory than its limit: raise the limit, then run the order again")

// spaceError is ErrNoSpace where err says that nothing more can be written,
// which DuckDB does in words only, and ErrNoMemory where memory ran out.
func spaceError(err error) error {
	full := errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG)
	if duck := (*duckdb.Error)(nil); errors.As(err, &duck) {
		for _, words := range []string{
			"No space left on device", "Disk quota exceeded", "File too large", "max_temp_directory_size",
		} {
			full = full || strings.Contains(duck.Msg, words)
		}
	}
	if full {
		return ErrNoSpace
	}
	if duck := (*duckdb.Error)(nil); errors.As(err, &duck) && duck.Type == duckdb.ErrorTypeOutOfMemory {
		return ErrNoMemory
	}
	return err
}
