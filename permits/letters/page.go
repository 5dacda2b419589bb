package letters

import (
	"bytes"
	_ "embed"
	"encoding/xml"
	"fmt"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
)

//go:embed fonts/NotoSans-Regular.ttf
var regularFont []byte

//go:embed fonts/NotoSans-Bold.ttf
var boldFont []byte

//go:embed fonts/sRGB.icc
var colours []byte

// Measures of the page in millimetres, and of text in points.
const (
	left, top, bottom = 25.0, 24.0, 274.0
	width             = 165.0
	body, small       = 10.0, 8.5
	bodyLine          = 5.0
	family            = "Noto"
)

// A paper is a letter being written: text goes down the page, and every block
// is marked with the tag of the structure tree it belongs to (PDF/UA), so that
// a reader of the text hears headings, lists and tables as such.
type paper struct {
	f       *fpdf.Fpdf
	root    *tag
	marks   map[int]int // page → marks made on it
	running string      // first line of every page but the first
}

func newPaper(title, author, lang, running string, at time.Time) *paper {
	f := fpdf.New("P", "mm", "A4", "")
	f.SetAutoPageBreak(false, 0)
	f.SetCatalogSort(true)
	f.AddUTF8FontFromBytes(family, "", regularFont)
	f.AddUTF8FontFromBytes(family, "B", boldFont)
	f.SetTitle(title, true)
	f.SetAuthor(author, true)
	f.SetLang(lang)
	f.SetProducer("tietolupa", true)
	f.SetCreationDate(at.UTC())
	f.SetModificationDate(at.UTC())
	f.AddOutputIntent(fpdf.OutputIntentType{
		SubtypeIdent: fpdf.OutputIntent_GTS_PDFA1, OutputConditionIdentifier: "sRGB", Info: "sRGB", ICCProfile: colours,
	})
	f.SetXmpMetadata(metadata(title, author, at.UTC()))
	p := &paper{f: f, root: &tag{name: "Document"}, marks: map[int]int{}, running: running}
	f.AddPage()
	f.SetXY(left, 20)
	return p
}

// metadata repeats the title, author and day as XMP, as PDF/A-1 demands.
func metadata(title, author string, at time.Time) []byte {
	day := at.Format("2006-01-02T15:04:05")
	description := func(namespace, properties string) string {
		return `<rdf:Description rdf:about="" ` + namespace + `>` + properties + `</rdf:Description>`
	}
	return []byte("<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>" +
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
		description(`xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"`,
			`<pdfaid:part>1</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>`) +
		description(`xmlns:dc="http://purl.org/dc/elements/1.1/"`,
			`<dc:format>application/pdf</dc:format><dc:title><rdf:Alt><rdf:li xml:lang="x-default">`+escape(title)+
				`</rdf:li></rdf:Alt></dc:title><dc:creator><rdf:Seq><rdf:li>`+escape(author)+`</rdf:li></rdf:Seq></dc:creator>`) +
		description(`xmlns:xmp="http://ns.adobe.com/xap/1.0/"`,
			`<xmp:CreateDate>`+day+`</xmp:CreateDate><xmp:ModifyDate>`+day+`</xmp:ModifyDate>`) +
		description(`xmlns:pdf="http://ns.adobe.com/pdf/1.3/"`, `<pdf:Producer>tietolupa</pdf:Producer>`) +
		`</rdf:RDF></x:xmpmeta><?xpacket end="w"?>`)
}

func escape(s string) string {
	var b bytes.Buffer
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		panic(fmt.Sprintf("escape metadata: %v", err)) // a bytes.Buffer does not fail
	}
	return b.String()
}

// begin opens a stretch of marked content that belongs to t.
func (p *paper) begin(t *tag) {
	page := p.f.PageNo()
	mark := p.marks[page]
	p.marks[page]++
	t.content = append(t.content, markedContent{page: page, id: mark})
	p.f.RawWriteStr(fmt.Sprintf("/%s <</MCID %d>> BDC", t.name, mark))
}

func (p *paper) end() { p.f.RawWriteStr("EMC") }

// artifact draws what is not content: rules, running lines.
func (p *paper) artifact(draw func()) {
	p.f.RawWriteStr("/Artifact BMC")
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

// lines breaks s to lines of width w in the current font. A word longer than a
// line is cut.
func (p *paper) lines(s string, w float64) (all []string) {
	for paragraph := range strings.SplitSeq(s, "\n") {
		line := ""
		paragraph = strings.ReplaceAll(paragraph, " §", "\u00a0§") // a section stays with its number
		for word := range strings.FieldsFuncSeq(paragraph, func(r rune) bool { return r == ' ' || r == '\t' || r == '\r' }) {
			for p.f.GetStringWidth(word) > w {
				cut := len([]rune(word))
				for cut > 1 && p.f.GetStringWidth(string([]rune(word)[:cut])) > w {
					cut--
				}
				if at := strings.LastIndexAny(string([]rune(word)[:cut]), "–-/_"); at > 0 { // where a reader would
					cut = len([]rune(word[:at])) + 1
				}
				if line != "" {
					all, line = append(all, line), ""
				}
				all = append(all, string([]rune(word)[:cut]))
				word = string([]rune(word)[cut:])
			}
			switch joined := line + " " + word; {
			case line == "":
				line = word
			case p.f.GetStringWidth(joined) > w:
				all, line = append(all, line), word
			default:
				line = joined
			}
		}
		all = append(all, line)
	}
	return all
}

// text writes s under t at x in lines of width w; where the page ends, the mark
// closes and opens anew.
func (p *paper) text(t *tag, s, style string, size, x, w, lineHeight float64) {
	p.f.SetFont(family, style, size)
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
		if i < len(ls)-1 {
			line += " " // so that words of two lines are two words in the text too
		}
		p.f.Text(x, y+lineHeight*0.74, line)
		p.f.SetXY(x, y+lineHeight)
	}
	p.end()
}

// bytes numbers the pages, closes the file and adds the structure tree.
func (p *paper) bytes() ([]byte, error) {
	n := p.f.PageNo()
	for page := 1; page <= n; page++ {
		p.f.SetPage(page)
		p.artifact(func() {
			p.f.SetFont(family, "", small)
			number := fmt.Sprintf("%d (%d)", page, n)
			p.f.Text(left+width-p.f.GetStringWidth(number), 13, number)
			if page > 1 {
				p.f.Text(left, 13, p.running)
				p.f.SetLineWidth(0.2)
				p.f.Line(left, 16, left+width, 16)
			}
		})
	}
	var b bytes.Buffer
	if err := p.f.Output(&b); err != nil {
		return nil, fmt.Errorf("write letter: %w", err)
	}
	return tagged(b.Bytes(), p.root)
}
