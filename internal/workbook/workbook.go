// Package workbook writes the service's Excel workbooks: codebooks and tables
// of statistics. It is the only home of excelize, and imports nothing of ours.
// Equal books give equal bytes; no author, program user or time is written.
package workbook

import "iter"

// A Book is a workbook: its sheets in order.
type Book struct {
	Title    string // document title
	Language string // "fi", "sv" or "en"
	Sheets   []Sheet
}

// A Sheet is either prose (Text) or a table (Columns and Rows).
type Sheet struct {
	Name    string // at most 31 characters
	Text    []Paragraph
	Columns []Column
	Rows    iter.Seq[[]any] // strings, whole numbers, booleans; one cell per column
	Chart   *Chart          // of the table, to the right of it
}

// A Paragraph is one line of a prose sheet: a heading, a label with its value,
// or running text (Value empty).
type Paragraph struct {
	Heading bool
	Label   string
	Value   string
}

// A Column is one column of a table. Heads of a sheet differ from each other.
type Column struct {
	Head  string
	Width float64 // in characters
	Wrap  bool    // long text on several lines
}

// A Chart shows one number column of its sheet as bars, by the texts of another.
type Chart struct {
	Title    string
	Alt      string // for those who do not see it
	Category int    // columns, from 0
	Value    int
}
