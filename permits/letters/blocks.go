package letters

import (
	"fmt"
	"strings"
)

// heading writes a heading of level 1 to 3, keeps it with what follows and puts
// it in the outline. A level is never skipped: one that would be stands under
// the last above it.
func (p *paper) heading(level int, s string) {
	if n := len(p.outlines); n == 0 {
		level = 1
	} else {
		level = min(level, p.outlines[n-1].level+1)
	}
	size := [...]float64{15, 12, 10.5}[level-1]
	p.skip([...]float64{2, 5, 3}[level-1])
	p.room(size*0.5 + 14)
	p.outlines = append(p.outlines, bookmark{s, level, p.f.PageNo(), p.f.GetY()})
	p.text(p.root.add(fmt.Sprintf("H%d", level)), s, "B", size, left, width, size*0.5)
	p.skip(1.5)
}

func (p *paper) paragraph(s string) {
	p.text(p.root.add("P"), s, "", body, left, width, bodyLine)
	p.skip(2)
}

func (p *paper) paragraphs(all []string) {
	for _, s := range all {
		if strings.TrimSpace(s) != "" {
			p.paragraph(strings.TrimSpace(s))
		}
	}
}

// An item of a list: its label, a heading in bold and its text.
type item struct{ label, heading, text string }

func (p *paper) list(items []item) {
	if len(items) == 0 {
		return
	}
	l := p.root.add("L")
	l.attributes = "<</O /List /ListNumbering /Decimal>>"
	const indent = 9.0
	for _, it := range items {
		li := l.add("LI")
		p.room(2 * bodyLine)
		y := p.f.GetY()
		p.text(li.add("Lbl"), it.label, "", body, left, indent, bodyLine)
		p.f.SetY(y)
		text := li.add("LBody")
		if it.heading != "" {
			p.text(text, it.heading+" ", "B", body, left+indent, width-indent, bodyLine)
		}
		p.text(text, it.text, "", body, left+indent, width-indent, bodyLine)
		p.skip(1.5)
	}
	p.skip(1)
}

// table writes rows under a heading row that is repeated on every page. widths
// are shares of the text width.
func (p *paper) table(heads []string, rows [][]string, widths []float64) {
	t := p.root.add("Table")
	p.row(t, heads, widths, true)
	for _, r := range rows {
		if p.f.GetY()+p.rowHeight(r, widths, false) > bottom {
			p.newPage()
			p.artifact(func() { p.drawHead(heads, widths) })
		}
		p.row(t, r, widths, false)
	}
	p.skip(3)
}

const (
	cellText = 9.0
	cellLine = 4.4
	cellGap  = 1.2
)

func (p *paper) rowHeight(cells []string, widths []float64, head bool) float64 {
	most := 1
	for i, c := range cells {
		p.take(cellStyle(head), cellText)
		most = max(most, len(p.lines(c, widths[i]*width-3)))
	}
	return float64(most)*cellLine + 2*cellGap
}

func (p *paper) row(t *tag, cells []string, widths []float64, head bool) {
	h := p.rowHeight(cells, widths, head)
	p.room(h + map[bool]float64{true: 12, false: 0}[head])
	tr := t.add("TR")
	x, y := left, p.f.GetY()
	for i, c := range cells {
		cell := tr.add("TD")
		switch {
		case head:
			cell.name, cell.attributes = "TH", "<</O /Table /Scope /Column>>"
		case i == 0:
			cell.name, cell.attributes = "TH", "<</O /Table /Scope /Row>>"
		}
		p.f.SetY(y + cellGap)
		p.text(cell, c, cellStyle(head), cellText, x+1, widths[i]*width-3, cellLine)
		x += widths[i] * width
	}
	p.artifact(func() { p.rule(y+h, head) })
	p.f.SetXY(left, y+h)
}

// drawHead repeats a heading row as decoration: readers of the structure have
// heard it already.
func (p *paper) drawHead(cells []string, widths []float64) {
	h := p.rowHeight(cells, widths, true)
	x, y := left, p.f.GetY()
	for i, c := range cells {
		p.take(cellStyle(true), cellText)
		for n, line := range p.lines(c, widths[i]*width-3) {
			p.write(x+1, y+cellGap+float64(n)*cellLine+cellLine*0.74, line)
		}
		x += widths[i] * width
	}
	p.rule(y+h, true)
	p.f.SetXY(left, y+h)
}

func (p *paper) rule(y float64, strong bool) {
	p.f.SetLineWidth(map[bool]float64{true: 0.4, false: 0.15}[strong])
	p.f.Line(left, y, left+width, y)
}

func cellStyle(head bool) string {
	if head {
		return "B"
	}
	return ""
}

// facts writes pairs of a name and its value, as at the top of a letter.
func (p *paper) facts(pairs [][2]string) {
	const column = 46.0
	l := p.root.add("Table")
	for _, pair := range pairs {
		if pair[1] == "" {
			continue
		}
		tr := l.add("TR")
		p.take("", body)
		p.room(float64(len(p.lines(pair[1], width-column))) * bodyLine)
		y := p.f.GetY()
		name := tr.add("TH")
		name.attributes = "<</O /Table /Scope /Row>>"
		p.text(name, pair[0], "B", body, left, column-2, bodyLine)
		after := p.f.GetY()
		p.f.SetY(y)
		p.text(tr.add("TD"), pair[1], "", body, left+column, width-column, bodyLine)
		p.f.SetY(max(after, p.f.GetY()) + 1)
	}
	p.skip(2)
}
