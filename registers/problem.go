package registers

import (
	"fmt"
	"strings"
)

// A Problem is one broken line of a catalogue file, and what to do about it.
type Problem struct {
	File string // catalogue.csv, tables.csv or codes.csv
	Line int    // from 1; 0 when it is the file as a whole
	Text string
}

func (p Problem) String() string {
	if p.Line == 0 {
		return p.File + ": " + p.Text
	}
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Text)
}

// A ParseError holds all problems of a catalogue, in the order of its files.
type ParseError struct{ Problems []Problem }

func (e *ParseError) Error() string {
	lines := make([]string, 0, len(e.Problems)+1)
	lines = append(lines, fmt.Sprintf("parse the catalogue: %d broken lines", len(e.Problems)))
	for _, p := range e.Problems {
		lines = append(lines, p.String())
	}
	return strings.Join(lines, "\n")
}
