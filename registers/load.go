package registers

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"io"
	"sync"
)

//go:embed catalogue.csv
var catalogueCSV []byte

//go:embed tables.csv
var tablesCSV []byte

//go:embed codes.csv
var codesCSV []byte

var load = sync.OnceValues(func() (*Catalogue, error) {
	return Parse(bytes.NewReader(catalogueCSV), bytes.NewReader(tablesCSV), bytes.NewReader(codesCSV))
})

// Load gives the catalogue that the program was built with. It is parsed once;
// an error means that the program itself is broken and must not start.
func Load() (*Catalogue, error) { return load() }

// Parse reads a catalogue from its three files. It is strict: a header that is
// not the agreed one, a cell outside its closed set, or a reference to nothing
// makes it fail with a *ParseError that names every broken line. Nothing is
// guessed and no line is left out.
func Parse(catalogue, tables, codes io.Reader) (*Catalogue, error) {
	sum := sha256.New()
	p := &parser{
		catalogue: &Catalogue{
			variable: map[string]int{},
			table:    map[string]int{},
			codes:    map[string][]CodeValue{},
			latest:   map[string]map[string]int{},
			byTable:  map[string][]int{},
		},
		columns: map[string]int{},
	}
	for _, file := range []struct {
		name   string
		header []string
		r      io.Reader
		row    func(row)
	}{
		{"codes.csv", codesHeader, codes, p.code},
		{"tables.csv", tablesHeader, tables, p.table},
		{"catalogue.csv", catalogueHeader, catalogue, p.variable},
	} {
		text, err := io.ReadAll(file.r)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", file.name, err)
		}
		fmt.Fprintf(sum, "%s %d\n", file.name, len(text))
		sum.Write(text)
		p.file(file.name, file.header, text, file.row)
	}
	p.parents()
	p.whole()
	if len(p.problems) > 0 {
		return nil, &ParseError{p.problems}
	}
	p.catalogue.hash = hex.EncodeToString(sum.Sum(nil))
	return p.catalogue, nil
}
