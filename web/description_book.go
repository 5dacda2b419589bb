package web

import (
	"strings"
	"unicode/utf8"

	"tietolupa/internal/workbook"
	"tietolupa/registers/descriptions"
)

// DescriptionBook is a document on the registers as a workbook: its text on the
// first sheet, and each of its tables on a sheet of its own, under the names of
// its register and section.
func DescriptionBook(d descriptions.Document) workbook.Book {
	text := []workbook.Paragraph{{Heading: true, Label: d.Title}, {Label: d.Lead}}
	text = append(text, factLines(d.Facts)...)
	names := map[string]bool{}
	book := workbook.Book{Title: d.Title, Language: d.Language, Sheets: make([]workbook.Sheet, 1)}
	part := ""
	for _, s := range d.Sections {
		if s.Level == 1 {
			part = ""
			if len(s.Tables) == 0 {
				part = s.Heading
			}
		}
		text = append(text, workbook.Paragraph{}, workbook.Paragraph{Heading: true, Label: s.Heading})
		for _, line := range s.Text {
			text = append(text, workbook.Paragraph{Label: line})
		}
		text = append(text, factLines(s.Facts)...)
		for _, t := range s.Tables {
			name := t.Caption
			if s.Level > 1 && part != "" {
				name = t.Caption + " " + part
			}
			name = sheetName(name, names)
			text = append(text, workbook.Paragraph{Label: t.Caption, Value: "→ " + name})
			book.Sheets = append(book.Sheets, descriptionSheet(name, t))
		}
	}
	book.Sheets[0] = workbook.Sheet{Name: sheetName(d.Title, names), Text: text}
	return book
}

func descriptionSheet(name string, t descriptions.Table) workbook.Sheet {
	sheet := workbook.Sheet{Name: name}
	for i, head := range t.Heads {
		longest := utf8.RuneCountInString(head)
		for _, row := range t.Rows {
			longest = max(longest, utf8.RuneCountInString(row[i]))
		}
		sheet.Columns = append(sheet.Columns, workbook.Column{Head: head, Width: float64(min(max(longest+2, 10), 70)), Wrap: true})
	}
	sheet.Rows = func(yield func([]any) bool) {
		for _, row := range t.Rows {
			cells := make([]any, len(row))
			for i, c := range row {
				cells[i] = c
			}
			if !yield(cells) {
				return
			}
		}
	}
	return sheet
}

func factLines(facts []descriptions.Fact) (all []workbook.Paragraph) {
	for _, f := range facts {
		all = append(all, workbook.Paragraph{Label: f.Name, Value: f.Value})
	}
	return all
}

// sheetName is a name that Excel takes, of at most 31 characters, unlike those
// before it.
func sheetName(s string, taken map[string]bool) string {
	s = strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) {
			return ' '
		}
		return r
	}, s), "' ")
	name := cutRunes(s, 31)
	for n := 2; taken[strings.ToLower(name)]; n++ {
		suffix := " " + number(n)
		name = cutRunes(s, 31-utf8.RuneCountInString(suffix)) + suffix
	}
	taken[strings.ToLower(name)] = true
	return name
}

func cutRunes(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return strings.TrimSpace(string(r[:n]))
	}
	return s
}
