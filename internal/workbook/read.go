package workbook

import (
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Cells are the texts of a sheet, row by row, as a reader sees them.
type Cells struct {
	Sheet string
	Rows  [][]string
}

// maxUnpacked bounds what a workbook may unpack to.
const maxUnpacked = 256 << 20

// Read reads every cell of a workbook.
func Read(r io.Reader) ([]Cells, error) {
	f, err := excelize.OpenReader(r, excelize.Options{UnzipSizeLimit: maxUnpacked})
	if err != nil {
		return nil, fmt.Errorf("read workbook: %w", err)
	}
	defer f.Close()
	var all []Cells
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			return nil, fmt.Errorf("read sheet %s: %w", sheet, err)
		}
		all = append(all, Cells{sheet, rows})
	}
	return all, nil
}

// Dump writes every cell of a workbook as text, a sheet after a sheet and a row
// on a line: what a golden file holds.
func Dump(r io.Reader) (string, error) {
	sheets, err := Read(r)
	if err != nil {
		return "", err
	}
	var to strings.Builder
	for _, s := range sheets {
		fmt.Fprintf(&to, "=== %s\n", s.Sheet)
		for _, row := range s.Rows {
			to.WriteString(strings.Join(row, " | ") + "\n")
		}
	}
	return to.String(), nil
}
