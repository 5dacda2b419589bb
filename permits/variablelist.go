package permits

import (
	"cmp"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tietolupa/registers"
)

// A ListRow is one row of a list of variables that somebody made elsewhere.
type ListRow struct {
	Line  int // from 1, as the list's own program shows it
	Cells []string
}

// MostRows bounds a list.
const MostRows = 2000

// ReadList reads a pasted or uploaded list: a variable on a row, its reason in
// the next column, the columns apart by tabs, semicolons or commas, values in
// double quotes where they hold one. Whatever the text is, some rows come of
// it: a line that is no such row is one cell. Empty rows are left out, and those
// after MostRows.
func ReadList(text string) (rows []ListRow) {
	text = strings.TrimPrefix(strings.ToValidUTF8(text, "�"), "\ufeff")
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = separator(text), -1, true
	for len(rows) < MostRows {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows
		}
		if err != nil {
			return linesOf(text)
		}
		line, _ := r.FieldPos(0)
		rows = appendRow(rows, line, cells)
	}
	return rows
}

// linesOf takes each line for a cell.
func linesOf(text string) (rows []ListRow) {
	n := 0
	for line := range strings.SplitSeq(text, "\n") {
		if n++; len(rows) < MostRows {
			rows = appendRow(rows, n, []string{line})
		}
	}
	return rows
}

func appendRow(rows []ListRow, line int, cells []string) []ListRow {
	row := ListRow{Line: line}
	for _, c := range cells {
		row.Cells = append(row.Cells, strings.TrimSpace(c))
	}
	if strings.Join(row.Cells, "") == "" {
		return rows
	}
	return append(rows, row)
}

// separator is what most of the lines have.
func separator(text string) rune {
	for _, sep := range []rune{'\t', ';'} {
		if strings.ContainsRune(text, sep) {
			return sep
		}
	}
	return ','
}

// SheetRows makes rows of a worksheet's cells.
func SheetRows(cells [][]string) (rows []ListRow) {
	for i, c := range cells {
		if len(rows) < MostRows {
			rows = appendRow(rows, i+1, c)
		}
	}
	return rows
}

// A Listed is a row of a list with the variables that it may mean.
type Listed struct {
	Line    int
	Text    string   // as written
	Reason  string   // of the next column
	IDs     []string // that it names: one, or more when it is ambiguous
	Similar []string // what it may mean, when it names none; the likeliest first
	Twice   int      // line that named the same before; 0 for none
}

// MatchList finds the variable of each row in the catalogue of day: by our own
// id, by the name researchers know it by, or by its label in any language. Only
// what may be applied for is found. A first row that names a column is no row.
func MatchList(rows []ListRow, cat *registers.Catalogue, day registers.Day) (all []Listed) {
	x := indexNames(cat, day)
	first := map[string]int{}
	for i, row := range rows {
		l := Listed{Line: row.Line}
		at := 0
		for n, cell := range row.Cells { // the first column that names a variable
			if ids := x.ids[folded(cell)]; len(ids) > 0 && n < 3 {
				l.IDs, at = ids, n
				break
			}
		}
		if len(l.IDs) == 0 {
			at = slices.IndexFunc(row.Cells, func(c string) bool { return c != "" })
			if i == 0 && slices.Contains(headings, folded(row.Cells[at])) {
				continue
			}
			l.Similar = x.similar(row.Cells[at])
		}
		l.Text = row.Cells[at]
		if at+1 < len(row.Cells) {
			l.Reason = row.Cells[at+1]
		}
		if len(l.IDs) == 1 {
			if l.Twice = first[l.IDs[0]]; l.Twice == 0 {
				first[l.IDs[0]] = l.Line
			}
		}
		all = append(all, l)
	}
	return all
}

var headings = []string{"muuttuja", "muuttujat", "muuttujan nimi", "tunnus", "nimi", "variabel", "variabler", "namn", "variable", "variables", "variable name", "name", "id"}

// nameIndex is the catalogue by everything that a variable is called.
type nameIndex struct {
	ids   map[string][]string // folded name → ids
	names []nameOf
}

type nameOf struct {
	id    string
	grams []string
}

func indexNames(cat *registers.Catalogue, day registers.Day) *nameIndex {
	x := &nameIndex{ids: map[string][]string{}}
	for _, v := range cat.Variables() {
		if !v.Deliverable() || v.Role == "subject" || !cat.Valid(v, day) {
			continue
		}
		names := append([]string{v.ID, v.DeliveredName(), v.Name.FI, v.Name.SV, v.Name.EN}, v.URA...)
		seen := map[string]bool{}
		for _, name := range names {
			key := folded(name)
			if key == "" || seen[key] {
				continue
			}
			seen[key] = true
			x.ids[key] = append(x.ids[key], v.ID)
			x.names = append(x.names, nameOf{v.ID, grams(key)})
		}
	}
	// Our own id names one variable, whatever else is called so.
	for _, v := range cat.Variables() {
		if key := folded(v.ID); len(x.ids[key]) > 1 && slices.Contains(x.ids[key], v.ID) {
			x.ids[key] = []string{v.ID}
		}
	}
	return x
}

// mostSimilar bounds the suggestions for a row.
const mostSimilar = 5

// similar lists the variables whose names share most with text.
func (x *nameIndex) similar(text string) (ids []string) {
	best := map[string]float64{}
	asked := grams(folded(text))
	for _, n := range x.names {
		best[n.id] = max(best[n.id], overlap(asked, n.grams))
	}
	for id, score := range best {
		if score >= 0.25 {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, func(a, b string) int { return cmp.Or(cmp.Compare(best[b], best[a]), cmp.Compare(a, b)) })
	return ids[:min(len(ids), mostSimilar)]
}

// folded is a name without case, quotes and repeated space.
func folded(name string) string {
	name = strings.ToLower(strings.Trim(strings.TrimSpace(name), `"'`))
	return strings.Join(strings.FieldsFunc(name, unicode.IsSpace), " ")
}

// longestName bounds what is compared of a name, in letters.
const longestName = 120

// grams are the threes of letters of a name, each once.
func grams(name string) (all []string) {
	letters := []rune("  " + name + " ")
	if utf8.RuneCountInString(name) > longestName {
		letters = letters[:longestName]
	}
	for i := 0; i+3 <= len(letters); i++ {
		all = append(all, string(letters[i:i+3]))
	}
	return sorted(all)
}
