package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tietolupa/postgres"
)

func TestOpenRowsByEnding(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"rows.csv", "rows.CSV", "rows.parquet", "rows.xlsx"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("person_id\n1\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, says := range map[string]string{
		"rows.csv": "", "rows.CSV": "", "rows.parquet": "not a whole Parquet file", "rows.xlsx": "neither .csv nor .parquet", "none.csv": "no such file",
	} {
		t.Run(name, func(t *testing.T) {
			var in postgres.ImportInput
			closer, err := openRows(t.Context(), filepath.Join(dir, name), &in)
			if says == "" {
				if err != nil || in.Source == nil || in.Rows != nil {
					t.Fatalf("%+v, %v", in, err)
				}
				if err := closer.Close(); err != nil {
					t.Error(err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), says) || in.Source != nil || in.Rows != nil {
				t.Errorf("said %v", err)
			}
		})
	}
}
