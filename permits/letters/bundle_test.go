package letters

import (
	"fmt"
	"strings"
	"testing"

	"tietolupa/permits"
	"tietolupa/registers/descriptions"
)

// The court's bundle is one document: its cover tells on which pages each piece
// stands, every page has its number, and each page of a secret piece its marking
// (HOL 37 §, JulkL 25 §).
func TestBundle(t *testing.T) {
	granted := decided(t, "sv", permits.GrantPart, autumn2020)
	letter, err := Decision(granted)
	if err != nil {
		t.Fatal(err)
	}
	piece := func(title string) []byte {
		pdf, err := Description(descriptions.Document{Language: "fi", Title: title, Lead: "Sisältö."}, "KEHA-keskus", autumn2020)
		if err != nil {
			t.Fatal(err)
		}
		return pdf
	}
	const mark = "Salassa pidettävä, JulkL 24.1 § 21 k"
	pieces := []Piece{{Mark: mark, PDF: piece("Hakemus")}, {PDF: letter}, {PDF: piece("Asian vaiheet")}}
	covers := 0
	bound, err := Bundle(func(tabs []Tab) ([]byte, error) {
		covers++
		d := descriptions.Document{Language: "fi", Title: "Oikeudelle toimitettavat asiakirjat", Sections: []descriptions.Section{{Level: 1, Heading: "Asiakirjat", Tables: []descriptions.Table{{Heads: []string{"Nro", "Sivut"}}}}}}
		for i, tab := range tabs {
			d.Sections[0].Tables[0].Rows = append(d.Sections[0].Tables[0].Rows, []string{fmt.Sprint(i + 1), fmt.Sprintf("%d–%d", tab.First, tab.Last)})
		}
		return Description(d, "KEHA-keskus", autumn2020)
	}, pieces, func(tab, page, of int) string { return fmt.Sprintf("KEHA/1/2020 · %d · sivu %d/%d", tab, page, of) })
	if err != nil {
		t.Fatal(err)
	}
	pages := strings.Split(strings.TrimSuffix(pdftext(t, bound, "-layout"), "\f"), "\f")
	if len(pages) < 6 || covers != 2 {
		t.Fatalf("%d pages after %d covers", len(pages), covers)
	}
	for i, page := range pages {
		tab := 2
		switch i {
		case 0:
			tab = 0
		case 1:
			tab = 1
		case len(pages) - 1:
			tab = 3
		}
		if want := fmt.Sprintf("KEHA/1/2020 · %d · sivu %d/%d", tab, i+1, len(pages)); !strings.Contains(page, want) {
			t.Errorf("page %d lacks %q:\n%.300s", i+1, want, page)
		}
		if strings.Contains(page, mark) != (tab == 1) {
			t.Errorf("page %d of piece %d: its marking", i+1, tab)
		}
	}
	if want := fmt.Sprintf("3–%d", len(pages)-1); !strings.Contains(pages[0], "2–2") || !strings.Contains(pages[0], want) {
		t.Errorf("the cover does not say %s:\n%s", want, pages[0])
	}
	if whole := words(strings.Join(pages, " ")); !strings.Contains(whole, "Besvärsanvisning") && !strings.Contains(whole, "Anvisning") {
		t.Error("the letter's text is not in it")
	}
	if _, err := Bundle(func([]Tab) ([]byte, error) { return letter, nil }, []Piece{{PDF: []byte("not a PDF")}}, func(int, int, int) string { return "" }); err == nil {
		t.Error("what is no PDF was bound")
	}
}

// TestMark writes a marking on each page and nothing else (JulkL 25 §).
func TestMark(t *testing.T) {
	letter, err := Decision(decided(t, "fi", permits.GrantPart, autumn2020))
	if err != nil {
		t.Fatal(err)
	}
	const mark = "salassa pidettävä, JulkL 24 § 1 mom. 25 k."
	marked, err := Mark(letter, mark)
	if err != nil {
		t.Fatal(err)
	}
	before, pages := strings.Split(pdftext(t, letter, "-layout"), "\f"), strings.Split(pdftext(t, marked, "-layout"), "\f")
	if len(pages) != len(before) {
		t.Fatalf("%d pages became %d", len(before)-1, len(pages)-1)
	}
	for i, page := range pages[:len(pages)-1] {
		if !strings.Contains(page, mark) {
			t.Errorf("page %d lacks the marking", i+1)
		}
	}
	if _, err := Mark([]byte("no document"), mark); err == nil {
		t.Error("what is no PDF was marked")
	}
}
