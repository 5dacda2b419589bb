package workbook

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Write writes b as xlsx. Tables get a header that stays in view, a filter and
// striped rows, and are streamed, so that a long one costs little memory. It
// fails on a table without columns or rows of another width.
func Write(w io.Writer, b Book) error {
	if len(b.Sheets) == 0 {
		return errors.New("write workbook: no sheets")
	}
	f := excelize.NewFile()
	defer f.Close()
	style, err := newStyles(f)
	if err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	for i, s := range b.Sheets {
		if i == 0 {
			err = f.SetSheetName("Sheet1", s.Name)
		} else {
			_, err = f.NewSheet(s.Name)
		}
		if err == nil && s.Columns != nil {
			err = writeTable(f, s, i, style)
		} else if err == nil {
			err = writeText(f, s, style)
		}
		if err != nil {
			return fmt.Errorf("write sheet %s: %w", s.Name, err)
		}
	}
	var raw bytes.Buffer
	if err := f.Write(&raw); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return repack(w, raw.Bytes(), b)
}

// styles are the looks of a book.
type styles struct{ head, heading, label, text, wrapped, number int }

const blue = "002F6C"

func newStyles(f *excelize.File) (s styles, err error) {
	top := func(wrap bool) *excelize.Alignment { return &excelize.Alignment{Vertical: "top", WrapText: wrap} }
	thousands := "#,##0"
	for _, to := range []struct {
		id    *int
		style excelize.Style
	}{
		{&s.head, excelize.Style{
			Font: &excelize.Font{Bold: true, Color: "FFFFFF"}, Alignment: &excelize.Alignment{Vertical: "center", WrapText: true},
			Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{blue}},
		}},
		{&s.heading, excelize.Style{Font: &excelize.Font{Bold: true, Size: 14, Color: blue}, Alignment: top(false)}},
		{&s.label, excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: top(true)}},
		{&s.text, excelize.Style{Alignment: top(false)}},
		{&s.wrapped, excelize.Style{Alignment: top(true)}},
		{&s.number, excelize.Style{Alignment: top(false), CustomNumFmt: &thousands}},
	} {
		if *to.id, err = f.NewStyle(&to.style); err != nil {
			return s, err
		}
	}
	return s, nil
}

func writeText(f *excelize.File, s Sheet, style styles) error {
	noGrid := false
	if err := f.SetSheetView(s.Name, 0, &excelize.ViewOptions{ShowGridLines: &noGrid}); err != nil {
		return err
	}
	if err := page(f, s.Name, false); err != nil {
		return err
	}
	w, err := f.NewStreamWriter(s.Name)
	if err != nil {
		return err
	}
	if err := errors.Join(w.SetColWidth(1, 1, 30), w.SetColWidth(2, 2, 90)); err != nil {
		return err
	}
	for i, p := range s.Text {
		cell := fmt.Sprintf("A%d", i+1)
		row := []any{excelize.Cell{StyleID: style.label, Value: p.Label}, excelize.Cell{StyleID: style.wrapped, Value: p.Value}}
		switch {
		case p.Heading:
			row = []any{excelize.Cell{StyleID: style.heading, Value: p.Label}}
		case p.Value == "" && p.Label == "":
			continue
		case p.Value == "":
			row = []any{excelize.Cell{StyleID: style.wrapped, Value: p.Label}}
			if err := w.MergeCell(cell, fmt.Sprintf("B%d", i+1)); err != nil {
				return err
			}
		}
		if err := w.SetRow(cell, row, excelize.RowOpts{Height: height(p)}); err != nil {
			return err
		}
	}
	return w.Flush()
}

// height gives a paragraph as many lines as it needs, for a merged cell does
// not grow by itself.
func height(p Paragraph) float64 {
	if p.Heading {
		return 24
	}
	lines := 1 + len([]rune(p.Value))/85
	if p.Value == "" {
		lines = 1 + len([]rune(p.Label))/115
	}
	return 15 * float64(lines)
}

func writeTable(f *excelize.File, s Sheet, number int, style styles) error {
	if err := page(f, s.Name, true); err != nil {
		return err
	}
	rows := [][]any{}
	if s.Rows != nil {
		for row := range s.Rows {
			rows = append(rows, row)
		}
	}
	// What is drawn on the sheet has to be there before its rows are streamed.
	if s.Chart != nil && len(rows) > 0 {
		if err := addChart(f, s, len(rows)); err != nil {
			return err
		}
	}
	w, err := f.NewStreamWriter(s.Name)
	if err != nil {
		return err
	}
	for i, c := range s.Columns {
		if err := w.SetColWidth(i+1, i+1, max(c.Width, 6)); err != nil {
			return err
		}
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	head := make([]any, len(s.Columns))
	for i, c := range s.Columns {
		head[i] = excelize.Cell{StyleID: style.head, Value: c.Head}
	}
	if err := w.SetRow("A1", head, excelize.RowOpts{Height: 30}); err != nil {
		return err
	}
	for i, row := range rows {
		if len(row) != len(s.Columns) {
			return fmt.Errorf("row %d has %d cells, the table %d columns", i+1, len(row), len(s.Columns))
		}
		if err := w.SetRow(fmt.Sprintf("A%d", i+2), styled(row, s.Columns, style)); err != nil {
			return err
		}
	}
	last, err := excelize.CoordinatesToCellName(len(s.Columns), len(rows)+1)
	if err != nil {
		return err
	}
	err = w.AddTable(&excelize.Table{Range: "A1:" + last, Name: fmt.Sprintf("t%d", number+1), StyleName: "TableStyleLight1"})
	if err != nil {
		return err
	}
	return w.Flush()
}

func styled(row []any, columns []Column, style styles) []any {
	cells := make([]any, len(row))
	for i, v := range row {
		id := style.text
		if columns[i].Wrap {
			id = style.wrapped
		}
		switch v.(type) {
		case int, int64:
			id = style.number
		}
		if v == "" {
			v = nil
		}
		cells[i] = excelize.Cell{StyleID: id, Value: v}
	}
	return cells
}

// page prints a sheet on as few A4 pages as it reads well on, the header on each.
func page(f *excelize.File, sheet string, landscape bool) error {
	a4, orientation, one, many, fit := 9, "portrait", 1, 0, true
	if landscape {
		orientation = "landscape"
	}
	return errors.Join(
		f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}),
		f.SetPageLayout(sheet, &excelize.PageLayoutOptions{Size: &a4, Orientation: &orientation, FitToWidth: &one, FitToHeight: &many}),
	)
}

func addChart(f *excelize.File, s Sheet, rows int) error {
	at, err := excelize.CoordinatesToCellName(len(s.Columns)+2, 2)
	if err != nil {
		return err
	}
	span := func(column int) string {
		name, _ := excelize.ColumnNumberToName(column + 1)
		return fmt.Sprintf("'%s'!$%s$2:$%s$%d", strings.ReplaceAll(s.Name, "'", "''"), name, name, rows+1)
	}
	title := func(text string) excelize.ChartTitle {
		return excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: text}}}
	}
	return f.AddChart(s.Name, at, &excelize.Chart{
		Type: excelize.Bar,
		Series: []excelize.ChartSeries{{
			Name: s.Columns[s.Chart.Value].Head, Categories: span(s.Chart.Category), Values: span(s.Chart.Value),
			Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{blue}},
		}},
		Title:     title(s.Chart.Title),
		Format:    excelize.GraphicOptions{AltText: s.Chart.Alt, Name: s.Chart.Title},
		Legend:    excelize.ChartLegend{Position: "none"},
		PlotArea:  excelize.ChartPlotArea{ShowVal: true},
		XAxis:     excelize.ChartAxis{ReverseOrder: true},
		YAxis:     excelize.ChartAxis{None: true},
		Dimension: excelize.ChartDimension{Width: 560, Height: uint(120 + 36*min(rows, 20))},
	})
}
