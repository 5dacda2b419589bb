package extracts

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	duckdb "github.com/duckdb/duckdb-go/v2"
)

func TestLockedDuckDBReachesNothingElse(t *testing.T) {
	dir := t.TempDir()
	file, spill, other := filepath.Join(dir, DataFile), filepath.Join(dir, "spill"), filepath.Join(dir, "other.csv")
	if err := errors.Join(os.Mkdir(spill, 0o700), os.WriteFile(other, []byte("a,b\n1,2\n"), 0o600)); err != nil {
		t.Fatal(err)
	}
	i, err := openInstance(t.Context(), file, spill, "300MB", 2)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := i.close(); err != nil {
			t.Error(err)
		}
	}()
	for _, statement := range []string{
		"SELECT * FROM read_csv(" + sqlText(other) + ")",
		"SELECT * FROM read_text(" + sqlText(other) + ")",
		"SELECT * FROM glob(" + sqlText(dir+"/*") + ")",
		"SELECT * FROM " + sqlText(other),
		"ATTACH " + sqlText(filepath.Join(dir, "x.duckdb")) + " AS x",
		"COPY (SELECT 1) TO " + sqlText(filepath.Join(dir, "out.csv")),
		"EXPORT DATABASE " + sqlText(filepath.Join(dir, "export")),
		"INSTALL httpfs", "LOAD httpfs", "LOAD postgres",
		"SET enable_external_access = true", "SET allowed_paths = ['/']", "SET memory_limit = '10GB'",
		"SET lock_configuration = false", "RESET memory_limit", "SET temp_directory = '/'",
	} {
		if err := i.exec(t.Context(), statement); err == nil {
			t.Errorf("%s: not refused", statement)
		}
	}
	for _, statement := range []string{ // and it still does its work
		"CREATE TABLE extract.t (a INTEGER)", "INSERT INTO extract.t FROM range(100000)", "CHECKPOINT extract", "DETACH extract",
	} {
		if err := i.exec(t.Context(), statement); err != nil {
			t.Errorf("%s: %v", statement, err)
		}
	}
	left, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(left) != 3 {
		t.Errorf("beside the file: %q, %v", left, err)
	}
}

func TestFileOpensInOlderClients(t *testing.T) {
	b := build(t, input(t, smallRegister(t), granted(t, "person.sex=exact")))
	head := make([]byte, 64)
	f, err := os.Open(b.Path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.Read(head); err != nil {
		t.Fatal(err)
	}
	// The main header: a checksum, DUCK, and the version of the storage; 64 is
	// that of 0.9.0 to 1.1.3.
	if string(head[8:12]) != "DUCK" || head[12] != 64 {
		t.Errorf("header % x", head[:16])
	}
}

func TestSpillsWhenMemoryIsSmall(t *testing.T) {
	pool := invented(t, 20_000)
	scope := granted(t, "employment_code.hid_e=pseudonym", "employment_code.spell=pseudonym", "employment_code.start_date=exact",
		"employment_code.end_date=exact", "employment_code.code=exact")
	scope.Period.From = dayOn(t, "1990-01-01")
	large, small := input(t, pool, scope), input(t, pool, scope)
	small.MemoryLimit = "24MB"
	a, b := build(t, large), build(t, small)
	if a.Tables[0].Hash != b.Tables[0].Hash || a.Tables[0].Rows < 30_000 {
		t.Errorf("%+v and %+v", a.Tables[0], b.Tables[0])
	}
	sorted := "select hid_e::varchar || start_date::varchar || spell::varchar from employment_code"
	for name, built := range map[string]Built{"large": a, "small": b} {
		rows := query(t, built, sorted)
		for i := 1; i < len(rows); i++ {
			if rows[i-1] > rows[i] {
				t.Fatalf("%s memory: row %d is out of order", name, i)
			}
		}
	}
}

// TestDriverLayout fails when the driver's chunk has changed, so that building
// has fallen back to the slower, public way.
func TestDriverLayout(t *testing.T) {
	if !direct {
		t.Fatal("duckdb.DataChunk is laid out otherwise: look at handOverDirectly")
	}
}

// everyOperation is a source of rows whose columns are of every operation, with
// an ENUM of one byte at its largest and one of two.
type everyOperation struct {
	columns []*chunkColumn
	give    handover
	left    int
}

func (e *everyOperation) ColumnInfos() (infos []duckdb.ColumnInfo) {
	for i, c := range e.columns {
		info, err := c.plan.columnInfo(fmt.Sprintf("c%d", i))
		if err != nil {
			panic(err)
		}
		infos = append(infos, info)
	}
	return infos
}
func (e *everyOperation) Cardinality() *duckdb.CardinalityInfo { return nil }
func (e *everyOperation) Init()                                {}
func (e *everyOperation) FillChunk(chunk duckdb.DataChunk) error {
	n := min(e.left, chunkRows)
	e.left -= n
	return e.give(chunk, e.columns, n)
}

func TestBothHandoversGiveTheSame(t *testing.T) {
	codes := func(n int) (values []string) {
		for i := range n {
			values = append(values, fmt.Sprintf("%04d", i))
		}
		return values
	}
	columns := []*chunkColumn{}
	for do := toPseudonym; do <= toText; do++ {
		columns = append(columns, newChunkColumn(&columnPlan{do: do, values: codes(255)}, nil))
	}
	columns = append(columns, newChunkColumn(&columnPlan{do: toCode, values: codes(256)}, nil),
		newChunkColumn(&columnPlan{do: toCode, values: codes(300)}, nil))
	for i, c := range columns {
		c.clear()
		for row := range chunkRows {
			if (row+i)%7 == 0 {
				if err := c.put(row, nil); err != nil {
					t.Fatal(err)
				}
			}
			n := uint64(row*2654435761 + i)
			switch {
			case c.uuids != nil:
				c.uuids[row] = [2]uint64{n, n * n * n << 3}
			case c.longs != nil:
				c.longs[row] = int64(n%2_000_000) - 1_000_000
			case c.ints != nil:
				c.ints[row] = int32(n%40_000) - 20_000
			case c.shorts != nil:
				c.shorts[row] = int16(n % 3000)
			case c.enums != nil:
				c.enums[row] = uint16(n % uint64(len(c.plan.values)))
			case c.bytes != nil && c.plan.do == toFlag:
				c.bytes[row] = uint8(n % 2)
			case c.bytes != nil:
				c.bytes[row] = uint8(n % 255)
			default:
				c.texts[row] = strings.Repeat("ä€", row%9)
			}
		}
	}
	results := map[string][]string{}
	for name, give := range map[string]handover{"direct": handOverDirectly, "public": handOverPublicly} {
		connector, err := duckdb.NewConnector("", nil)
		if err != nil {
			t.Fatal(err)
		}
		db := sql.OpenDB(connector)
		defer db.Close()
		conn, err := db.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		src := &everyOperation{columns: columns, give: give, left: 2*chunkRows + 77}
		if err := duckdb.RegisterTableUDF(conn, "every", duckdb.ChunkTableFunction{
			BindArguments: func(map[string]any, ...any) (duckdb.ChunkTableSource, error) { return src, nil },
		}); err != nil {
			t.Fatal(err)
		}
		rows, err := conn.QueryContext(t.Context(), "SELECT e::varchar FROM every() e")
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var text string
			if err := rows.Scan(&text); err != nil {
				t.Fatal(err)
			}
			results[name] = append(results[name], text)
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
	if len(results["direct"]) != 2*chunkRows+77 || !strings.Contains(results["direct"][5], "'c12'") {
		t.Fatalf("%d rows: %s", len(results["direct"]), results["direct"][5])
	}
	same(t, "public against direct", results["public"], results["direct"])
}
