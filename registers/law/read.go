package law

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"tietolupa/registers"
)

// A Version is the period during which a line holds, and where it comes from.
type Version struct {
	From, Until registers.Day // Until is the last day; zero while in force
	Rule        string        // requirement
	Source      string        // act and section
	Comment     string        // what is not confirmed
}

// On says whether v holds on day.
func (v Version) On(day registers.Day) bool {
	return !day.IsZero() && registers.Period{From: v.From, To: v.Until}.Has(day)
}

// A ParseError holds all broken lines of the tables.
type ParseError struct{ Problems []registers.Problem }

func (e *ParseError) Error() string {
	lines := []string{fmt.Sprintf("parse the law: %d broken lines", len(e.Problems))}
	for _, p := range e.Problems {
		lines = append(lines, p.String())
	}
	return strings.Join(lines, "\n")
}

// A reader gathers the tables and what is wrong with them.
type reader struct {
	files    fs.FS
	problems []registers.Problem
	periods  map[string][]placed // "file key" → its periods
}

type placed struct {
	file    string
	line    int
	key     string
	version Version
}

func (p *reader) problem(file string, line int, format string, args ...any) {
	p.problems = append(p.problems, registers.Problem{File: file, Line: line, Text: fmt.Sprintf(format, args...)})
}

// file hands the lines of one table over. A line that is not CSV ends the
// reading of its file, for what follows it cannot be trusted.
func (p *reader) file(name, header string, do func(*row)) error {
	text, err := fs.ReadFile(p.files, name)
	if err != nil {
		return fmt.Errorf("read the law: %w", err)
	}
	if !utf8.Valid(text) {
		p.problem(name, 0, "not UTF-8: save the file as UTF-8")
		return nil
	}
	names := strings.Split(header, ",")
	r := csv.NewReader(strings.NewReader(string(text)))
	r.FieldsPerRecord = -1
	for first := true; ; first = false {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) && !first {
			return nil
		}
		if err != nil {
			p.problem(name, 0, "not CSV (%v): begin with the header %q and quote cells that hold a comma", err, header)
			return nil
		}
		line, _ := r.FieldPos(0)
		switch {
		case first && !slices.Equal(cells, names):
			p.problem(name, line, "wrong header: write exactly %q", header)
			return nil
		case first:
		case len(cells) != len(names):
			p.problem(name, line, "%d cells: give all %d of the header, empty ones too", len(cells), len(names))
		default:
			do(&row{p, name, line, names, cells})
		}
	}
}

// A row reads the cells of one line by name, and reports what it does not accept.
type row struct {
	*reader
	name   string
	line   int
	header []string
	cells  []string
}

func (r *row) bad(format string, args ...any) { r.problem(r.name, r.line, format, args...) }

func (r *row) text(name string) string {
	s := r.cells[slices.Index(r.header, name)]
	if strings.TrimSpace(s) != s || strings.ContainsAny(s, "\r\n\t") {
		r.bad("blanks around or a break in %s %q: remove them", name, s)
	}
	return s
}

func (r *row) must(name string) string {
	s := r.text(name)
	if s == "" {
		r.bad("empty %s: fill it in", name)
	}
	return s
}

func oneOf[T ~string](r *row, name string, allowed ...T) T {
	s := T(r.text(name))
	if !slices.Contains(allowed, s) {
		r.bad("unknown %s %q: write one of %q", name, s, allowed)
	}
	return s
}

// list is a cell of values with a semicolon between them; nil when empty.
func (r *row) list(name string) []string {
	s := r.text(name)
	if s == "" {
		return nil
	}
	parts := strings.Split(s, ";")
	for i, part := range parts {
		if part == "" || strings.TrimSpace(part) != part || slices.Contains(parts[:i], part) {
			r.bad("%s %q: write a;b;c, each once", name, s)
		}
	}
	return parts
}

// listOf is a list of a closed set; it may not be empty.
func listOf[T ~string](r *row, name string, allowed ...T) []T {
	var all []T
	for _, s := range r.list(name) {
		if !slices.Contains(allowed, T(s)) {
			r.bad("unknown %s %q: write some of %q", name, s, allowed)
		}
		all = append(all, T(s))
	}
	if len(all) == 0 {
		r.bad("empty %s: write some of %q", name, allowed)
	}
	return all
}

func (r *row) number(name string, empty bool) int {
	s := r.text(name)
	if s == "" && empty {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil || n <= 0 {
		r.bad("%s %q: write a whole number above zero", name, s)
	}
	return n
}

// days is a term; an empty one is none.
func (r *row) days(name string) int {
	s := r.text(name)
	if s == "" || s == "0" {
		return 0
	}
	return r.number(name, false)
}

func (r *row) names() registers.Names {
	return registers.Names{FI: r.must("fi"), SV: r.must("sv"), EN: r.must("en")}
}

// version reads the period and the origin of a line, and remembers it under the
// key that may have one line at a time.
func (r *row) version(key ...string) Version {
	v := Version{From: r.day("from"), Until: r.day("until"), Rule: r.must("rule"), Source: r.must("source"), Comment: r.text("comment")}
	if v.From.IsZero() {
		r.bad("empty from: give the first day")
	}
	if !v.Until.IsZero() && v.Until.Before(v.From) {
		r.bad("until %s before from: give a last day that is not earlier", v.Until)
	}
	k := strings.Join(key, " ")
	r.periods[r.name+" "+k] = append(r.periods[r.name+" "+k], placed{r.name, r.line, k, v})
	return v
}

func (r *row) day(name string) registers.Day {
	s := r.text(name)
	if s == "" {
		return registers.Day{}
	}
	d, err := registers.ParseDay(s)
	if err != nil {
		r.bad("%s %q is no day: write yyyy-mm-dd", name, s)
		return registers.Day{}
	}
	return d
}

// follow checks that the periods of one key follow each other without overlap
// and without a gap: a rule that ends and returns later is two keys.
func (p *reader) follow() {
	for _, all := range p.periods {
		slices.SortStableFunc(all, func(a, b placed) int { return a.version.From.Time().Compare(b.version.From.Time()) })
		for i := 1; i < len(all); i++ {
			before, after := all[i-1].version, all[i].version
			if before.Until.IsZero() || !before.Until.Before(after.From) {
				p.problem(all[i].file, all[i].line, "%q overlaps line %d: end the earlier one first", all[i].key, all[i-1].line)
			} else if before.Until.AddDate(0, 0, 1) != after.From {
				p.problem(all[i].file, all[i].line, "%q has a gap after line %d: begin the day after it", all[i].key, all[i-1].line)
			}
		}
	}
	slices.SortStableFunc(p.problems, func(a, b registers.Problem) int {
		if c := strings.Compare(a.File, b.File); c != 0 {
			return c
		}
		return a.Line - b.Line
	})
}
