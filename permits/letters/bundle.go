package letters

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// A Piece is one document of a bundle.
type Piece struct {
	Mark string // the marking of secrecy that stands on each of its pages (JulkL 25 §); empty when it is public
	PDF  []byte
}

// A Tab is where a piece stands in its bundle: the pages of the whole, from 1.
type Tab struct{ First, Last int }

// Bundle binds pieces in their order behind a cover that lists them (HOL 37 §).
// cover writes it from the pieces' tabs, and may be called more than once, until
// its own length is settled; stamp is what stands on top of each page, of tab 0
// for the cover and n for piece n. Letters stay to the point as they were sent,
// with the stamp above. It fails when a piece is no PDF that can be read.
func Bundle(cover func(tabs []Tab) ([]byte, error), pieces []Piece, stamp func(tab, page, of int) string) ([]byte, error) {
	conf := binding()
	lengths := make([]int, len(pieces))
	for i, p := range pieces {
		n, err := api.PageCount(bytes.NewReader(p.PDF), conf)
		if err != nil {
			return nil, fmt.Errorf("bind a bundle: read piece %d: %w", i+1, err)
		}
		lengths[i] = n
	}
	var front []byte
	var tabs []Tab
	for before := 0; ; {
		tabs = tabs[:0]
		at := before
		for _, n := range lengths {
			tabs = append(tabs, Tab{at + 1, at + n})
			at += n
		}
		var err error
		if front, err = cover(tabs); err != nil {
			return nil, fmt.Errorf("bind a bundle: write its cover: %w", err)
		}
		n, err := api.PageCount(bytes.NewReader(front), conf)
		if err != nil {
			return nil, fmt.Errorf("bind a bundle: read its cover: %w", err)
		}
		if n == before {
			break
		}
		before = n
	}
	all := []io.ReadSeeker{bytes.NewReader(front)}
	for _, p := range pieces {
		all = append(all, bytes.NewReader(p.PDF))
	}
	var bound bytes.Buffer
	if err := api.MergeRaw(all, &bound, false, conf); err != nil {
		return nil, fmt.Errorf("bind a bundle: %w", err)
	}
	stamped, err := stamps(pieces, tabs, stamp)
	if err != nil {
		return nil, fmt.Errorf("bind a bundle: %w", err)
	}
	var out bytes.Buffer
	if err := api.AddWatermarksSliceMap(bytes.NewReader(bound.Bytes()), &out, stamped, conf); err != nil {
		return nil, fmt.Errorf("bind a bundle: number its pages: %w", err)
	}
	return out.Bytes(), nil
}

// binding is how pieces are read: nothing of the machine's own settings, no
// network, and forgiving of what other programs write.
func binding() *model.Configuration {
	api.DisableConfigDir()
	conf := model.NewDefaultConfiguration()
	conf.ValidationMode = model.ValidationRelaxed
	conf.Offline = true
	return conf
}

// stamps are what stands on each page: its number, and the marking of its piece.
func stamps(pieces []Piece, tabs []Tab, stamp func(tab, page, of int) string) (map[int][]*model.Watermark, error) {
	of := tabs[len(tabs)-1].Last
	tabOf := func(page int) int {
		for i, t := range tabs {
			if t.First <= page && page <= t.Last {
				return i + 1
			}
		}
		return 0
	}
	all := map[int][]*model.Watermark{}
	for page := 1; page <= of; page++ {
		tab := tabOf(page)
		said := map[string]string{"pos:tr, off:-40 -10, fillc:#222222": stamp(tab, page, of)}
		if tab > 0 && pieces[tab-1].Mark != "" {
			said["pos:tl, off:40 -10, fillc:#a80000"] = pieces[tab-1].Mark
		}
		for _, where := range slices.Sorted(maps.Keys(said)) {
			mark, err := stampText(said[where], where)
			if err != nil {
				return nil, err
			}
			all[page] = append(all[page], mark)
		}
	}
	return all, nil
}

func stampText(text, where string) (*model.Watermark, error) {
	return pdfcpu.ParseTextWatermarkDetails(text, "font:Helvetica, points:8, scale:1 abs, rot:0, op:1, "+where, true, types.POINTS)
}

// Mark writes the marking of secrecy on top of each page of a document that
// leaves (JulkL 25 §). Nothing else of it changes. It fails when pdf is no PDF
// that can be read.
func Mark(pdf []byte, mark string) ([]byte, error) {
	w, err := stampText(mark, "pos:tl, off:40 -10, fillc:#a80000")
	if err != nil {
		return nil, fmt.Errorf("mark a document: %w", err)
	}
	var out bytes.Buffer
	if err := api.AddWatermarks(bytes.NewReader(pdf), &out, nil, w, binding()); err != nil {
		return nil, fmt.Errorf("mark a document: %w", err)
	}
	return out.Bytes(), nil
}
