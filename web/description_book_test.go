package web

import (
	"bytes"
	"slices"
	"testing"

	"tietolupa/internal/workbook"
	"tietolupa/registers"
	"tietolupa/registers/descriptions"
	"tietolupa/registers/law"
)

// TestDescriptionBook: the record of processing as a workbook has every table on
// a sheet of its own, and opens.
func TestDescriptionBook(t *testing.T) {
	cat, err := registers.Load()
	if err != nil {
		t.Fatal(err)
	}
	on, err := registers.ParseDay("2020-11-02")
	if err != nil {
		t.Fatal(err)
	}
	d, err := descriptions.Processing(descriptions.Input{Catalogue: cat, Law: law.On(on), Language: "fi"})
	if err != nil {
		t.Fatal(err)
	}
	book := DescriptionBook(d)
	tables := 0
	for _, s := range d.Sections {
		tables += len(s.Tables)
	}
	if len(book.Sheets) != tables+1 {
		t.Errorf("%d sheets of %d tables", len(book.Sheets), tables)
	}
	var names []string
	for _, s := range book.Sheets {
		names = append(names, s.Name)
		if n := len([]rune(s.Name)); n == 0 || n > 31 {
			t.Errorf("the sheet name %q has %d characters", s.Name, n)
		}
	}
	if sorted := slices.Sorted(slices.Values(names)); len(slices.Compact(sorted)) != len(names) {
		t.Errorf("two sheets have one name: %q", names)
	}
	var b bytes.Buffer
	if err := workbook.Write(&b, book); err != nil {
		t.Fatal(err)
	}
	if b.Len() < 10_000 {
		t.Errorf("%d bytes", b.Len())
	}
}
