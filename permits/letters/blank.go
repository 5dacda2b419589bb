package letters

import (
	"sync/atomic"

	"codeberg.org/go-pdf/fpdf"
)

// Blank papers are laid ready, since reading the two fonts is a quarter of the
// work of a letter and the same for each: whoever takes one has others made
// beside.
var (
	blanks = make(chan *fpdf.Fpdf, 4)
	laying atomic.Bool
)

// blankPaper is an A4 file without a page that knows the letters' fonts.
func blankPaper() *fpdf.Fpdf {
	defer func() {
		if laying.CompareAndSwap(false, true) {
			go layReady()
		}
	}()
	select {
	case f := <-blanks:
		return f
	default:
		return makeBlank()
	}
}

func layReady() {
	defer laying.Store(false)
	for len(blanks) < cap(blanks) { // nobody else fills it
		blanks <- makeBlank()
	}
}

func makeBlank() *fpdf.Fpdf {
	f := fpdf.New("P", "mm", "A4", "")
	f.AddUTF8FontFromBytes(family, "", regularFont)
	f.AddUTF8FontFromBytes(family, "B", boldFont)
	f.SetAutoPageBreak(false, 0)
	f.SetCatalogSort(true)
	f.SetCompression(false) // file.bytes does
	f.SetProducer("tietolupa", true)
	return f
}
