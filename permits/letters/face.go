package letters

import (
	"bytes"
	_ "embed"
	"fmt"
	"strconv"
	"sync"
	"unicode/utf8"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

//go:embed fonts/NotoSans-Regular.ttf
var regularFont []byte

//go:embed fonts/NotoSans-Bold.ttf
var boldFont []byte

// A face is a font that letters are set in. What a file says of it is made
// once and is the same in every letter: the library would read, cut and
// compress each font for each letter anew, which is two thirds of the work
// (decision 0043). Texts name a letter by its code unit in UTF-16, so that they
// are found and read aloud without a table of their own.
type face struct {
	resource   string          // its name on the pages
	name       string          // PostScript
	advances   [1 << 16]uint16 // by code unit, in thousandths of the size
	drawn      [1 << 16]bool   // the font has it
	descriptor string          // without the file
	widths     string          // the entries /DW and /W
	glyphs     []byte          // the stream from code unit to glyph
	file       []byte          // the stream of the font itself
}

// missing stands for what a font cannot draw.
const missing = '\uFFFD'

// The thickness of stems in thousandths, which the font does not tell.
const (
	regularStem = 88
	boldStem    = 165
)

// faces are by the style that texts ask for.
var faces = sync.OnceValue(func() map[string]*face {
	all := map[string]*face{}
	for style, of := range map[string]struct {
		resource string
		source   []byte
		stem     int
	}{"": {"F1", regularFont, regularStem}, "B": {"F2", boldFont, boldStem}} {
		f, err := readFace(of.resource, of.source, of.stem)
		if err != nil {
			panic(fmt.Sprintf("read the font %s: %v", of.resource, err)) // it is part of the program
		}
		all[style] = f
	}
	return all
})

// readFace reads a TrueType font. It fails when source is none.
func readFace(resource string, source []byte, stem int) (*face, error) {
	of, err := sfnt.Parse(source)
	if err != nil {
		return nil, err
	}
	var b sfnt.Buffer
	em := fixed.I(1000) // so that what is measured is in thousandths
	name, err := of.Name(&b, sfnt.NameIDPostScript)
	if err != nil {
		return nil, err
	}
	metrics, err := of.Metrics(&b, em, font.HintingNone)
	if err != nil {
		return nil, err
	}
	bounds, err := of.Bounds(&b, em, font.HintingNone)
	if err != nil {
		return nil, err
	}
	f := &face{resource: resource, name: name}
	none, err := of.GlyphAdvance(&b, 0, em, font.HintingNone)
	if err != nil {
		return nil, err
	}
	glyphs := make([]byte, 2<<16)
	var widths bytes.Buffer
	within := false
	for unit := range 1 << 16 {
		glyph, err := of.GlyphIndex(&b, rune(unit))
		if err != nil {
			return nil, err
		}
		if f.advances[unit] = uint16(none.Round()); glyph == 0 {
			if within {
				widths.WriteString("]")
			}
			within = false
			continue
		}
		advance, err := of.GlyphAdvance(&b, glyph, em, font.HintingNone)
		if err != nil {
			return nil, err
		}
		f.advances[unit], f.drawn[unit] = uint16(advance.Round()), true
		glyphs[2*unit], glyphs[2*unit+1] = byte(glyph>>8), byte(glyph)
		if !within {
			fmt.Fprintf(&widths, " %d [", unit)
		}
		fmt.Fprintf(&widths, "%d ", advance.Round())
		within = true
	}
	if within {
		widths.WriteString("]")
	}
	f.widths = fmt.Sprintf("/DW %d /W [%s]", none.Round(), widths.String())
	// A font of symbols, as ISO 32000-1 table 123 calls one that names its glyphs itself.
	f.descriptor = fmt.Sprintf("/Type /FontDescriptor /FontName /%s /Flags 4 /FontBBox [%d %d %d %d] /ItalicAngle 0 /Ascent %d /Descent %d /CapHeight %d /StemV %d /MissingWidth %d",
		name, bounds.Min.X.Floor(), -bounds.Max.Y.Ceil(), bounds.Max.X.Ceil(), -bounds.Min.Y.Floor(),
		metrics.Ascent.Round(), -metrics.Descent.Round(), metrics.CapHeight.Round(), stem, none.Round())
	f.glyphs, f.file = squeezed("", glyphs), squeezed("/Length1 "+strconv.Itoa(len(source))+" ", source)
	return f, nil
}

// put writes the face into a file and gives the number of its object.
func (f *face) put(to *file, unicode int) int {
	descriptor := to.add(fmt.Appendf(nil, "<<%s /FontFile2 %d 0 R>>", f.descriptor, to.add(f.file)))
	units := to.add(fmt.Appendf(nil, "<</Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> %s /FontDescriptor %d 0 R /CIDToGIDMap %d 0 R>>",
		f.name, f.widths, descriptor, to.add(f.glyphs)))
	return to.add(fmt.Appendf(nil, "<</Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode %d 0 R>>", f.name, units, unicode))
}

// toUnicode is the stream that says that code units are those of UTF-16 (ISO
// 32000-1, 9.10.3). A range may not pass from one first byte to the next.
var toUnicode = sync.OnceValue(func() []byte {
	var b bytes.Buffer
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	const most = 100 // ranges of one list
	for first := 0; first < 1<<8; first += most {
		last := min(first+most, 1<<8)
		fmt.Fprintf(&b, "%d beginbfrange\n", last-first)
		for high := first; high < last; high++ {
			fmt.Fprintf(&b, "<%02X00> <%02XFF> <%02X00>\n", high, high, high)
		}
		b.WriteString("endbfrange\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend")
	return squeezed("", b.Bytes())
})

// noFonts are the fonts of a file whose texts the library did not write.
var noFonts = []byte("/Font <<\n>>")

// dress gives a file's pages the faces of the letters. It fails when the pages
// have fonts already.
func (f *file) dress() error {
	for id, object := range f.objects {
		if !bytes.HasPrefix(object, []byte("<<\n/ProcSet")) || !bytes.Contains(object, noFonts) {
			continue
		}
		unicode, of := f.add(toUnicode()), faces()
		f.objects[id] = bytes.Replace(object, noFonts, fmt.Appendf(nil, "/Font <</%s %d 0 R /%s %d 0 R>>",
			of[""].resource, of[""].put(f, unicode), of["B"].resource, of["B"].put(f, unicode)), 1)
		return nil
	}
	return errNotOurs
}

// A hand is the face and the size, in points, that text is written in.
type hand struct {
	*face
	size float64
}

// wide is how wide s is, in millimetres.
func (h hand) wide(s string) float64 {
	n := 0
	for _, r := range s {
		n += int(h.advances[unitOf(r)])
	}
	return float64(n) * h.size / 1000 / pointsPerMM
}

// unitOf is r's code unit; letters are of the first plane of Unicode.
func unitOf(r rune) uint16 {
	if r > 0xFFFF || r == utf8.RuneError {
		return missing
	}
	return uint16(r)
}

// write draws s with its line at y, both in millimetres from the page's upper
// left corner.
func (p *paper) write(x, y float64, s string) {
	b := make([]byte, 0, 64+2*len(s))
	b = fmt.Appendf(b, "BT /%s %.2f Tf %.2f %.2f Td (", p.hand.resource, p.hand.size, x*pointsPerMM, (pageHeight-y)*pointsPerMM)
	for _, r := range s {
		unit := unitOf(r)
		for _, half := range [...]byte{byte(unit >> 8), byte(unit)} {
			switch half {
			case '(', ')', '\\':
				b = append(b, '\\', half)
			case '\r':
				b = append(b, '\\', 'r')
			default:
				b = append(b, half)
			}
		}
	}
	p.f.RawWriteStr(string(append(b, ") Tj ET"...)))
}
