package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"tietolupa/extracts"
	"tietolupa/postgres"
)

// openRows opens a file of register rows for an import, by the ending of its
// name: Parquet, or else CSV. One of postgres.ImportInput's Source and Rows is
// set; the closer lets go of the file.
func openRows(ctx context.Context, path string, in *postgres.ImportInput) (io.Closer, error) {
	switch ending := strings.ToLower(filepath.Ext(path)); ending {
	case ".parquet":
		p, err := extracts.OpenParquet(ctx, path)
		if err != nil {
			return nil, err
		}
		in.Rows = p
		return p, nil
	case ".csv":
		f, err := os.Open(path)
		if err != nil {
			return nil, fmt.Errorf("open the file: %w", err)
		}
		in.Source = f
		return f, nil
	default:
		return nil, fmt.Errorf("open %s: the name ends with neither .csv nor .parquet", filepath.Base(path))
	}
}
