package extracts

import (
	"fmt"
	"math/big"
	"reflect"
	"time"
	"unsafe"

	duckdb "github.com/duckdb/duckdb-go/v2"
	"github.com/duckdb/duckdb-go/v2/mapping"
)

// A handover gives n rows of columns to DuckDB's chunk.
type handover func(chunk duckdb.DataChunk, columns []*chunkColumn, n int) error

// direct says whether the driver's chunk is laid out as handOverDirectly needs
// it: DuckDB's own chunk as its first field. The driver does not promise that,
// so it is looked at, not assumed; where it has changed, handOverPublicly does
// the same at about 0.85 of the speed. A test fails then, so that it is noticed.
var direct = func() bool {
	t := reflect.TypeFor[duckdb.DataChunk]()
	chunk, ok := t.FieldByName("chunk")
	return ok && chunk.Offset == 0 && chunk.Type == reflect.TypeFor[mapping.DataChunk]() &&
		duckdb.GetDataChunkCapacity() == chunkRows
}()

// handOver picks the faster way that is there.
func handOver() handover {
	if direct {
		return handOverDirectly
	}
	return handOverPublicly
}

// handOverDirectly copies whole columns into DuckDB's vectors. Texts go through
// DuckDB's own assignment: it copies them, so no Go memory is left in a vector.
func handOverDirectly(chunk duckdb.DataChunk, columns []*chunkColumn, n int) error {
	raw := *(*mapping.DataChunk)(unsafe.Pointer(&chunk))
	if got := mapping.DataChunkGetColumnCount(raw); int(got) != len(columns) {
		return fmt.Errorf("hand over %d columns: DuckDB wants %d", len(columns), got)
	}
	for i, c := range columns {
		vector := mapping.DataChunkGetVector(raw, mapping.IdxT(i))
		to := mapping.VectorGetData(vector)
		switch {
		case c.uuids != nil:
			copyRows(to, c.uuids[:n])
		case c.longs != nil:
			copyRows(to, c.longs[:n])
		case c.ints != nil:
			copyRows(to, c.ints[:n])
		case c.shorts != nil:
			copyRows(to, c.shorts[:n])
		case c.enums != nil:
			copyRows(to, c.enums[:n])
		case c.bytes != nil:
			copyRows(to, c.bytes[:n])
		default:
			for row, text := range c.texts[:n] {
				mapping.VectorAssignStringElement(vector, mapping.IdxT(row), text)
			}
		}
		if c.nulls {
			mapping.VectorEnsureValidityWritable(vector)
			copyRows(mapping.VectorGetValidity(vector), c.valid[:(n+63)/64])
		}
	}
	return chunk.SetSize(n)
}

func copyRows[T any](to unsafe.Pointer, rows []T) {
	copy(unsafe.Slice((*T)(to), len(rows)), rows)
}

// handOverPublicly sets value by value through the driver's public interface.
func handOverPublicly(chunk duckdb.DataChunk, columns []*chunkColumn, n int) error {
	for i, c := range columns {
		for row := range n {
			if err := c.set(chunk, i, row); err != nil {
				return err
			}
		}
	}
	return chunk.SetSize(n)
}

func (c *chunkColumn) set(chunk duckdb.DataChunk, column, row int) error {
	if c.valid[row/64]>>(row%64)&1 == 0 {
		return duckdb.SetChunkValue[any](chunk, column, row, nil)
	}
	switch c.plan.do {
	case toPseudonym:
		var p duckdb.UUID
		bigEndian.PutUint64(p[:8], c.uuids[row][1]^1<<63)
		bigEndian.PutUint64(p[8:], c.uuids[row][0])
		return duckdb.SetChunkValue(chunk, column, row, p)
	case toDay, toMonth:
		return duckdb.SetChunkValue(chunk, column, row, time.Unix(int64(c.ints[row])*86400, 0).UTC())
	case toYear:
		return duckdb.SetChunkValue(chunk, column, row, c.shorts[row])
	case toCode:
		var i int
		if c.wide {
			i = int(c.enums[row])
		} else {
			i = int(c.bytes[row])
		}
		return duckdb.SetChunkValue(chunk, column, row, c.plan.values[i])
	case toFlag:
		return duckdb.SetChunkValue(chunk, column, row, c.bytes[row] == 1)
	case toInteger, toIntegerBand:
		return duckdb.SetChunkValue(chunk, column, row, c.ints[row])
	case toDecimal:
		return duckdb.SetChunkValue(chunk, column, row, duckdb.Decimal{Width: 12, Scale: 2, Value: big.NewInt(c.longs[row])})
	case toDecimalBand:
		return duckdb.SetChunkValue(chunk, column, row, c.longs[row])
	}
	return duckdb.SetChunkValue(chunk, column, row, c.texts[row])
}

// columnInfo declares a column to DuckDB. Its type equals sqlType's, so that
// inserting casts nothing.
func (c *columnPlan) columnInfo(name string) (duckdb.ColumnInfo, error) {
	var info duckdb.TypeInfo
	var err error
	switch c.do {
	case toPseudonym:
		info, err = duckdb.NewTypeInfo(duckdb.TYPE_UUID)
	case toDay, toMonth:
		info, err = duckdb.NewTypeInfo(duckdb.TYPE_DATE)
	case toYear:
		info, err = duckdb.NewTypeInfo(duckdb.TYPE_SMALLINT)
	case toCode:
		info, err = duckdb.NewEnumInfo(c.values[0], c.values[1:]...)
	case toFlag:
		info, err = duckdb.NewTypeInfo(duckdb.TYPE_BOOLEAN)
	case toInteger, toIntegerBand:
		info, err = duckdb.NewTypeInfo(duckdb.TYPE_INTEGER)
	case toDecimal:
		info, err = duckdb.NewDecimalInfo(12, 2)
	case toDecimalBand:
		info, err = duckdb.NewTypeInfo(duckdb.TYPE_BIGINT)
	default:
		info, err = duckdb.NewTypeInfo(duckdb.TYPE_VARCHAR)
	}
	if err != nil {
		return duckdb.ColumnInfo{}, fmt.Errorf("declare column %s: %w", name, err)
	}
	return duckdb.ColumnInfo{Name: name, T: info}, nil
}
