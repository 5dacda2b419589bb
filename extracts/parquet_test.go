package extracts

import (
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// writeParquet writes what a query selects.
func writeParquet(t testing.TB, query string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "rows.parquet")
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), "COPY ("+query+") TO "+sqlText(path)+" (FORMAT parquet)"); err != nil {
		t.Fatal(err)
	}
	return path
}

// readParquet reads a file to its end.
func readParquet(t testing.TB, path string) (header []string, rows [][]string, err error) {
	t.Helper()
	p, err := OpenParquet(t.Context(), path)
	if err != nil {
		return nil, nil, err
	}
	defer p.Close()
	if header, err = p.Header(); err != nil {
		return nil, nil, err
	}
	for {
		row, err := p.Next()
		if errors.Is(err, io.EOF) {
			return header, rows, nil
		}
		if err != nil {
			return header, rows, err
		}
		rows = append(rows, row)
	}
}

func TestParquetReadsLikeCSV(t *testing.T) {
	for _, c := range []struct{ what, sql, want string }{
		{"a text as it is", "' ä;\"'", ` ä;"`},
		{"a missing text", "null::varchar", ""},
		{"a date", "date '2020-11-02'", "2020-11-02"},
		{"midnight as a date", "timestamp '2020-11-02 00:00:00'", "2020-11-02"},
		{"nanoseconds at midnight as a date", "'2020-11-02 00:00:00'::timestamp_ns", "2020-11-02"},
		{"another time as it is", "timestamp '2020-11-02 10:15:00'", "2020-11-02 10:15:00"},
		{"true", "true", "true"},
		{"false", "false", "false"},
		{"an integer", "5000000000", "5000000000"},
		{"a small integer", "7::tinyint", "7"},
		{"a decimal", "12.50::decimal(12,2)", "12.50"},
		{"a whole floating-point number", "3.0::double", "3"},
		{"a broken floating-point number", "12.25::double", "12.25"},
		{"no number", "'nan'::double", "nan"},
		{"a missing number", "null::double", ""},
		{"a category", "'b'::enum('a', 'b')", "b"},
	} {
		t.Run(c.what, func(t *testing.T) {
			header, rows, err := readParquet(t, writeParquet(t, "SELECT 1 AS first, "+c.sql+" AS \"päivä \"\"x\"\"\""))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{"first", `päivä "x"`}, header); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff([][]string{{"1", c.want}}, rows); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestParquetKeepsTheOrder over several windows and row groups.
func TestParquetKeepsTheOrder(t *testing.T) {
	const n = 3*parquetWindow + 17
	_, rows, err := readParquet(t, writeParquet(t, fmt.Sprintf("SELECT i, 'x' || i AS text FROM range(%d) r(i)", n)))
	if err != nil || len(rows) != n {
		t.Fatal(len(rows), err)
	}
	for i, row := range rows {
		if row[0] != fmt.Sprint(i) || row[1] != "x"+row[0] {
			t.Fatalf("row %d is %q", i, row)
		}
	}
}

func TestParquetWithoutRows(t *testing.T) {
	header, rows, err := readParquet(t, writeParquet(t, "SELECT 1 AS a WHERE false"))
	if err != nil || len(header) != 1 || len(rows) != 0 {
		t.Error(header, rows, err)
	}
}

func TestParquetRefuses(t *testing.T) {
	garbage := filepath.Join(t.TempDir(), "rows.parquet")
	whole, err := os.ReadFile(writeParquet(t, "SELECT i, 'Salainen' || i AS name FROM range(30000) r(i)"))
	if err != nil {
		t.Fatal(err)
	}
	damaged := []byte(string(whole))
	for i := len(whole) / 2; i < len(whole)/2+4000; i++ {
		damaged[i] ^= 0x5a
	}
	for _, c := range []struct {
		what, want string
		path       func() string
		content    []byte
	}{
		{what: "no file", path: func() string { return garbage + ".none" }, want: "no such file"},
		{what: "a folder", path: t.TempDir, want: "not a regular file"},
		{what: "a pattern", path: func() string {
			path := filepath.Join(t.TempDir(), "[a].parquet")
			return path + map[bool]string{true: ""}[os.WriteFile(path, whole, 0o600) == nil]
		}, want: "out of its path"},
		{what: "nothing in it", content: []byte{}, want: "not a whole Parquet file"},
		{what: "CSV", content: []byte("person_id,sex\n1,2\n"), want: "not a whole Parquet file"},
		{what: "a file cut short", content: whole[:len(whole)/2], want: "not a whole Parquet file"},
		{what: "a damaged column", content: damaged, want: "is damaged"},
		{what: "a list", path: func() string { return writeParquet(t, "SELECT 1 AS a, [1, 2] AS b") }, want: `column "b"`},
		{what: "a structure", path: func() string { return writeParquet(t, "SELECT {'x': 'y'} AS b") }, want: `column "b"`},
		{what: "bytes", path: func() string { return writeParquet(t, "SELECT 'a'::blob AS b") }, want: "its type BLOB"},
		{what: "a time zone", path: func() string { return writeParquet(t, "SELECT to_timestamp(0) AS b") }, want: "its type TIMESTAMP WITH TIME ZONE"},
	} {
		t.Run(c.what, func(t *testing.T) {
			path := garbage
			if c.path != nil {
				path = c.path()
			} else if err := os.WriteFile(path, c.content, 0o600); err != nil {
				t.Fatal(err)
			}
			_, _, err := readParquet(t, path)
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "Salainen") ||
				strings.ContainsAny(err.Error(), "\r\n") || strings.Contains(err.Error(), filepath.Dir(path)) {
				t.Errorf("said %v", err)
			}
		})
	}
}

// TestParquetReachesNothingElse: neither another file nor a setting.
func TestParquetReachesNothingElse(t *testing.T) {
	other := writeParquet(t, "SELECT 1 AS a")
	p, err := OpenParquet(t.Context(), writeParquet(t, "SELECT 1 AS a"))
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	for _, statement := range []string{
		"SELECT * FROM read_parquet(" + sqlText(other) + ")",
		"COPY (SELECT 1) TO " + sqlText(other+".copy"),
		"ATTACH " + sqlText(other+".db") + " AS other",
		"SET enable_external_access = true",
		"SET allowed_paths = ['/']",
		"INSTALL httpfs",
	} {
		if _, err := p.db.ExecContext(t.Context(), statement); err == nil {
			t.Errorf("%s was carried out", statement)
		}
	}
}

// FuzzParquet gives arbitrary files: rows of the header's width, or one sentence.
func FuzzParquet(f *testing.F) {
	whole, err := os.ReadFile(writeParquet(f, "SELECT i, 'x' || i AS name, date '2020-01-01' + i::integer AS d FROM range(20) r(i)"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add(whole[:len(whole)-9])
	f.Add([]byte("PAR1PAR1"))
	f.Add([]byte("a,b\n1,2\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		path := filepath.Join(t.TempDir(), "rows.parquet")
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		header, rows, err := readParquet(t, path)
		if err != nil && strings.ContainsAny(err.Error(), "\r\n") {
			t.Errorf("said %q", err)
		}
		for _, row := range rows {
			if len(row) != len(header) {
				t.Fatalf("%d values of %d", len(row), len(header))
			}
		}
	})
}

// BenchmarkParquet reads a million rows of eight columns.
func BenchmarkParquet(b *testing.B) {
	path := writeParquet(b, `SELECT i AS person_id, date '2015-01-01' + (i % 2000)::integer AS start_date, i % 7 = 0 AS yes, 'TE0' || i % 9 AS office,
		(i % 100)::decimal(12,2) AS sum, 'text ' || i AS text, i % 5 AS code, null::varchar AS missing FROM range(1000000) r(i)`)
	for b.Loop() {
		p, err := OpenParquet(b.Context(), path)
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for ; err == nil; n++ {
			_, err = p.Next()
		}
		if n != 1_000_001 {
			b.Error(n, err)
		}
		p.Close()
	}
}
