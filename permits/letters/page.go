package letters

import (
	"bytes"
	_ "embed"
	"fmt"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"tietolupa/permits"
)

//go:embed fonts/sRGB.icc
var colours []byte

// Measures of the page in millimetres, and of text in points.
const (
	left, top, bottom = 25.0, 24.0, 274.0
	pageHeight        = 297.0
	pointsPerMM       = 72 / 25.4
	width             = 165.0
	body, small       = 10.0, 8.5
	bodyLine          = 5.0
)

// A paper is a letter being written: text goes down the page, and every block
// is marked with the tag of the structure tree it belongs to (PDF/UA), so that
// a reader of the text hears headings, lists and tables as such.
type paper struct {
	f        *fpdf.Fpdf
	hand     hand
	root     *tag
	marks    map[int]int // page → marks made on it
	running  string      // first line of every page but the first
	foot     string      // last line of the first page
	marking  string      // of secrecy, on every page; empty for a public letter
	outlines []bookmark  // the headings, in their order
	unfit    error       // the rule against something that was written
}

// An about is what the file says of itself.
type about struct {
	title, author, lang string
	running             string // first line of every page but the first
	at                  time.Time
	edition             edition
}

// An edition is the part and conformance of PDF/A that the file claims.
type edition struct{ part, conformance string }

// archived is PDF/A-2a: tagged, with Unicode, in the language it names. The
// tests write the same letter as PDF/A-1b too, for a validator that knows no
// other.
var archived = edition{"2", "A"}

func newPaper(a about) *paper {
	if a.edition == (edition{}) {
		a.edition = archived
	}
	f := fpdf.New("P", "mm", "A4", "")
	f.SetAutoPageBreak(false, 0)
	f.SetCatalogSort(true)
	f.SetCompression(false) // file.bytes does
	f.SetProducer("tietolupa", true)
	f.SetTitle(a.title, true)
	f.SetAuthor(a.author, true)
	f.SetLang(a.lang)
	f.SetCreationDate(a.at.UTC())
	f.SetModificationDate(a.at.UTC())
	f.SetXmpMetadata(metadata(a))
	p := &paper{f: f, root: &tag{name: "Document"}, marks: map[int]int{}, running: a.running}
	f.AddPage()
	f.SetXY(left, 20)
	return p
}

// take takes a face and a size in points for what is measured and written next.
func (p *paper) take(style string, size float64) { p.hand = hand{faces()[style], size} }

// begin opens a stretch of marked content that belongs to t.
func (p *paper) begin(t *tag) {
	page := p.f.PageNo()
	mark := p.marks[page]
	p.marks[page]++
	t.content = append(t.content, markedContent{page: page, id: mark})
	p.f.RawWriteStr(fmt.Sprintf("/%s <</MCID %d>> BDC", t.name, mark))
}

func (p *paper) end() { p.f.RawWriteStr("EMC") }

// artifact draws what is not content: rules, repeated heads of tables.
func (p *paper) artifact(draw func()) {
	p.f.RawWriteStr("/Artifact <</Type /Layout>> BDC")
	draw()
	p.f.RawWriteStr("EMC")
}

// furniture draws what every page carries: running lines and page numbers.
func (p *paper) furniture(draw func()) {
	p.f.RawWriteStr("/Artifact <</Type /Pagination>> BDC")
	draw()
	p.f.RawWriteStr("EMC")
}

// room starts a new page unless h millimetres are left on this one.
func (p *paper) room(h float64) {
	if p.f.GetY()+h > bottom {
		p.newPage()
	}
}

func (p *paper) newPage() {
	p.f.AddPage()
	p.f.SetXY(left, top)
}

func (p *paper) skip(h float64) { p.f.SetY(p.f.GetY() + h) }

// text writes s under t at x in lines of width w; where the page ends, the mark
// closes and opens anew.
func (p *paper) text(t *tag, s, style string, size, x, w, lineHeight float64) {
	if err := permits.MayPrint(s); err != nil {
		p.unfit = err
	}
	p.take(style, size)
	ls := p.lines(s, w)
	if p.f.GetY()+min(2, float64(len(ls)))*lineHeight > bottom { // no orphan line
		p.newPage()
	}
	p.begin(t)
	for i, line := range ls {
		if p.f.GetY()+lineHeight > bottom {
			p.end()
			p.newPage()
			p.begin(t)
		}
		y := p.f.GetY()
		if i < len(ls)-1 && !strings.HasSuffix(line, softHyphen) {
			line += " " // so that words of two lines are two words in the text too
		}
		p.write(x, y+lineHeight*0.74, line)
		p.f.SetXY(x, y+lineHeight)
	}
	p.end()
}

// bytes numbers the pages, closes the file and adds the structure tree.
func (p *paper) bytes() ([]byte, error) {
	n := p.f.PageNo()
	for page := 1; page <= n; page++ {
		p.f.SetPage(page)
		p.furniture(func() { p.decorate(page, n) })
	}
	var b bytes.Buffer
	if err := p.f.Output(&b); err != nil {
		return nil, fmt.Errorf("write letter: %w", err)
	}
	return tagged(b.Bytes(), p.root, p.outlines)
}

// decorate draws a page's running lines.
func (p *paper) decorate(page, pages int) {
	p.take("", small)
	number := fmt.Sprintf("%d (%d)", page, pages)
	p.write(left+width-p.hand.wide(number), 13, number)
	if page > 1 {
		p.write(left, 13, p.running)
		p.f.SetLineWidth(0.2)
		p.f.Line(left, 16, left+width, 16)
	}
	if p.marking != "" {
		p.take("B", small)
		p.write(left+width-p.hand.wide(p.marking)-14, 13, p.marking)
	}
	if page == 1 && p.foot != "" {
		p.take("", 7.5)
		p.f.SetLineWidth(0.2)
		p.f.Line(left, 281, left+width, 281)
		p.write(left, 285.5, p.foot)
	}
}
