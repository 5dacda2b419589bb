package registers

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

var (
	catalogueHeader = strings.Split("id,register,table,column,kind,type,codes,unit,role,required,item,ground,class,ladder,default,finest,rules,consent,derive,ura,ura_files,fi,sv,en,fi_text,sv_text,en_text,from,until,rows_from,longer_history", ",")
	tablesHeader    = strings.Split("name,register,subject,keys,parent,start,end,office,retention,fi,sv,en", ",")
	codesHeader     = strings.Split("list,code,parents,fi,sv,en,from,until", ",")
)

// A parser gathers a catalogue and what is wrong with it.
type parser struct {
	catalogue *Catalogue
	columns   map[string]int // "table.column" → line
	varLines  []int          // line of each variable
	tabLines  []int          // line of each table
	codeLines []codeLine
	problems  []Problem
}

// A codeLine remembers where a code with parents stands, until all lists are read.
type codeLine struct {
	line    int
	list    string
	parents map[string]string
}

func (p *parser) problem(file string, line int, format string, args ...any) {
	p.problems = append(p.problems, Problem{file, line, fmt.Sprintf(format, args...)})
}

// file reads one CSV file and hands its rows over. A line whose quoting is
// broken ends the reading, for what follows it cannot be trusted.
func (p *parser) file(name string, header []string, text []byte, do func(row)) {
	if !utf8.Valid(text) {
		p.problem(name, 0, "not UTF-8: save the file as UTF-8")
		return
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.FieldsPerRecord = -1
	first := true
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			if first {
				p.problem(name, 0, "empty: begin with the header %q", strings.Join(header, ","))
			}
			return
		}
		if err != nil {
			line := 0
			if e := (*csv.ParseError)(nil); errors.As(err, &e) {
				line, err = e.StartLine, e.Err
			}
			p.problem(name, line, "not CSV (%v): quote a cell that holds a comma, a quote or a line break, and double its quotes", err)
			return
		}
		line, _ := r.FieldPos(0)
		switch {
		case first && !slices.Equal(cells, header):
			p.problem(name, line, "wrong header: write exactly %q", strings.Join(header, ","))
			return
		case first:
			first = false
		case len(cells) != len(header):
			p.problem(name, line, "%d cells: give all %d of the header, empty ones too", len(cells), len(header))
		default:
			do(row{p, name, line, header, cells})
		}
	}
}

// A row reads the cells of one line by name, and reports what it does not accept.
type row struct {
	*parser
	file   string
	line   int
	header []string
	cells  []string
}

func (r row) bad(format string, args ...any) { r.problem(r.file, r.line, format, args...) }

// text is a cell as it stands; blanks around it are a mistake.
func (r row) text(name string) string {
	s := r.cells[slices.Index(r.header, name)]
	if strings.TrimSpace(s) != s {
		r.bad("blanks around %s %q: remove them", name, s)
	}
	if strings.ContainsAny(s, "\r\n\t") {
		r.bad("a line break or tab in %s: write it on one line", name)
	}
	return s
}

// must is a cell that may not be empty.
func (r row) must(name string) string {
	s := r.text(name)
	if s == "" {
		r.bad("empty %s: fill it in", name)
	}
	return s
}

// oneOf is a cell of a closed set.
func oneOf[T ~string](r row, name string, allowed ...T) T {
	s := T(r.text(name))
	if !slices.Contains(allowed, s) {
		r.bad("unknown %s %q: write one of %q", name, s, allowed)
	}
	return s
}

// list is a cell of values with a semicolon between them; nil when empty.
func (r row) list(name string) []string {
	s := r.text(name)
	if s == "" {
		return nil
	}
	parts := strings.Split(s, ";")
	for i, part := range parts {
		if part == "" || strings.TrimSpace(part) != part {
			r.bad("an empty or blank-padded value in %s %q: write a;b;c", name, s)
		}
		if slices.Contains(parts[:i], part) {
			r.bad("%q twice in %s: write it once", part, name)
		}
	}
	return parts
}

// pairs is a cell of key=value with a semicolon between them; nil when empty.
func (r row) pairs(name string, keys ...string) map[string]string {
	parts := r.list(name)
	if parts == nil {
		return nil
	}
	m := make(map[string]string, len(parts))
	for _, part := range parts {
		k, v, ok := strings.Cut(part, "=")
		if !ok || k == "" || v == "" {
			r.bad("%q in %s: write key=value", part, name)
			continue
		}
		if !slices.Contains(keys, k) {
			r.bad("unknown key %q in %s: write one of %q", k, name, keys)
			continue
		}
		if _, twice := m[k]; twice {
			r.bad("key %q twice in %s: write it once", k, name)
		}
		m[k] = v
	}
	return m
}

// names are the three texts under the given cells; none may be empty.
func (r row) names(fi, sv, en string) Names { return Names{r.must(fi), r.must(sv), r.must(en)} }

// validity is the first and the last day; the last may be open.
func (r row) validity() (from, until time.Time) {
	from = r.day("from", r.must("from"))
	if s := r.text("until"); s != "" {
		if until = r.day("until", s); until.Before(from) {
			r.bad("until %s before from: give a last day that is not earlier", s)
		}
	}
	return from, until
}

func (r row) day(name, s string) time.Time {
	d, err := ParseDay(s)
	if err != nil && s != "" {
		r.bad("%s %q is no day: write yyyy-mm-dd", name, s)
	}
	return d.Time()
}

// until is the last day, or no day while valid.
func until(t time.Time) Day {
	if t.IsZero() {
		return Day{}
	}
	return DayOf(t)
}

// name checks the form of an identifier that also names a column.
func (r row) name(what, s string) {
	if len(s) > 32 || !lowerName(s) {
		r.bad("%s %q: use a–z, 0–9 and _, beginning with a letter, at most 32", what, s)
	}
}

func lowerName(s string) bool {
	for i, c := range []byte(s) {
		if c >= 'a' && c <= 'z' || i > 0 && (c == '_' || c >= '0' && c <= '9') {
			continue
		}
		return false
	}
	return s != ""
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
