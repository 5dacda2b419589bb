package web

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"tietolupa/internal/workbook"
	"tietolupa/registers"
)

// A listing is a list that leaves the service as CSV (RFC 4180, UTF-8) or as a
// workbook: its columns and its rows, given one after another.
type listing struct {
	Name   string            // of the list in the log and of the file
	Title  string            // of the workbook
	Limits map[string]string // that it was made by, for the log; nothing that a person wrote
	Public bool              // anybody may have it, and it is not logged
	Heads  []string
	Each   func(give func(row []any) error) error // cells: string, int, bool, day or time
}

// exports registers a list as PATH.csv and PATH.xlsx; of builds it and refuses
// whoever may not have it.
func (s *server) exports(get func(path string, h handler), path string, of func(r *http.Request) (listing, error)) {
	for _, format := range exportFormats {
		get(path+"."+format, func(w http.ResponseWriter, r *http.Request) error {
			l, err := of(r)
			if err != nil {
				return err
			}
			return s.give(w, r, l, format)
		})
	}
}

var exportFormats = []string{"csv", "xlsx"}

// exported are the routes of the exports of a list.
func exported(path string, route func(method, path string) Route) (all []Route) {
	for _, format := range exportFormats {
		all = append(all, route("GET", path+"."+format))
	}
	return all
}

// give sends l in the format. It is logged before the first byte, so that what
// cannot be logged does not leave.
func (s *server) give(w http.ResponseWriter, r *http.Request, l listing, format string) error {
	v := visitOf(r.Context())
	if !l.Public {
		if err := s.DB.NoteExport(r.Context(), v.Actor.ID, l.Name, format, l.Limits); err != nil {
			return err
		}
	}
	head := w.Header()
	head.Set("Content-Disposition", `attachment; filename="`+l.Name+"-"+dayOf(v).String()+"."+format+`"`)
	head.Set("Cache-Control", "no-store")
	if format == "csv" {
		head.Set("Content-Type", "text/csv; charset=utf-8; header=present")
		return writeCSV(w, l)
	}
	head.Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	return writeBook(w, l, v.Lang)
}

func writeCSV(w http.ResponseWriter, l listing) error {
	to := csv.NewWriter(w)
	to.UseCRLF = true
	if err := to.Write(l.Heads); err != nil {
		return fmt.Errorf("write %s: %w", l.Name, err)
	}
	line := make([]string, len(l.Heads))
	err := l.Each(func(row []any) error {
		for i, cell := range row {
			line[i] = csvCell(cell)
		}
		return to.Write(line)
	})
	if to.Flush(); err == nil {
		err = to.Error()
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", l.Name, err)
	}
	return nil
}

func writeBook(w http.ResponseWriter, l listing, lang string) error {
	sheet := workbook.Sheet{Name: sheetName(l.Title, map[string]bool{})}
	for _, h := range l.Heads {
		sheet.Columns = append(sheet.Columns, workbook.Column{Head: h, Width: float64(max(12, min(40, len(h)+4)))})
	}
	var failed error
	sheet.Rows = func(yield func([]any) bool) {
		failed = l.Each(func(row []any) error {
			cells := make([]any, len(row))
			for i, cell := range row {
				cells[i] = bookCell(cell)
			}
			if !yield(cells) {
				return errListStopped
			}
			return nil
		})
	}
	err := workbook.Write(w, workbook.Book{Title: l.Title, Language: lang, Sheets: []workbook.Sheet{sheet}})
	if failed != nil {
		err = failed
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", l.Name, err)
	}
	return nil
}

var errListStopped = fmt.Errorf("the list was not read to its end")

// cellText is a cell as text: days and times as 2006-01-02 and RFC 3339 in Helsinki.
func cellText(cell any) any {
	switch c := cell.(type) {
	case registers.Day:
		if c.IsZero() {
			return ""
		}
		return c.String()
	case time.Time:
		if c.IsZero() {
			return ""
		}
		return c.In(helsinki).Format(time.RFC3339)
	}
	return cell
}

func bookCell(cell any) any {
	switch c := cellText(cell).(type) {
	case string, int, bool:
		return c
	default:
		return fmt.Sprint(c)
	}
}

// csvCell is a cell of CSV. Text that a spreadsheet would take for a formula gets
// an apostrophe before it; a number is written as it is.
func csvCell(cell any) string {
	switch c := cellText(cell).(type) {
	case int:
		return strconv.Itoa(c)
	case bool:
		return strconv.FormatBool(c)
	default:
		s := fmt.Sprint(c)
		if s != "" && strings.ContainsRune("=+-@\t\r\n", rune(s[0])) {
			return "'" + s
		}
		return s
	}
}
