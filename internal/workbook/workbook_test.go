package workbook

import (
	"archive/zip"
	"bytes"
	"io"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func sample() Book {
	return Book{
		Title: "Koodikirja & muut", Language: "fi",
		Sheets: []Sheet{
			{Name: "Lue tämä", Text: []Paragraph{{Heading: true, Label: "Koodikirja"}, {Label: "Perusta", Value: "lupa"}, {}, {Label: "Pitkä selite."}}},
			{
				Name: "Taulut", Columns: []Column{{Head: "Taulu", Width: 20}, {Head: "Rivejä", Width: 12}},
				Rows:  slices.Values([][]any{{"person", int64(312312)}, {"=1+1", 4}}),
				Chart: &Chart{Title: "Rivejä tauluittain", Alt: "Pylväskaavio: rivit tauluittain", Category: 0, Value: 1},
			},
			{Name: "Tyhjä", Columns: []Column{{Head: "A"}}},
		},
	}
}

func write(t *testing.T, b Book) []byte {
	t.Helper()
	var to bytes.Buffer
	if err := Write(&to, b); err != nil {
		t.Fatal(err)
	}
	return to.Bytes()
}

func TestWriteReadsBack(t *testing.T) {
	got, err := Dump(bytes.NewReader(write(t, sample())))
	if err != nil {
		t.Fatal(err)
	}
	want := "=== Lue tämä\nKoodikirja\nPerusta | lupa\n\nPitkä selite.\n=== Taulut\nTaulu | Rivejä\nperson | 312,312\n=1+1 | 4\n=== Tyhjä\nA\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestEqualBooksAreEqualBytes(t *testing.T) {
	if !bytes.Equal(write(t, sample()), write(t, sample())) {
		t.Error("two writings of one book differ")
	}
}

func TestNothingTellsWhoAndWhen(t *testing.T) {
	raw := write(t, sample())
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	var chart, frozen bool
	for _, part := range z.File {
		if !part.Modified.IsZero() && part.Modified.Year() > 1980 {
			t.Errorf("%s has time %v", part.Name, part.Modified)
		}
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"creator", "created", "modified", "xuri", "Excelize", "lastModifiedBy"} {
			if strings.HasPrefix(part.Name, "docProps/") && strings.Contains(string(text), word) {
				t.Errorf("%s holds %q", part.Name, word)
			}
		}
		chart = chart || strings.HasPrefix(part.Name, "xl/charts/")
		frozen = frozen || strings.Contains(string(text), `state="frozen"`)
		if strings.Contains(string(text), "<f>") && strings.HasPrefix(part.Name, "xl/worksheets/") {
			t.Errorf("%s holds a formula", part.Name)
		}
	}
	if !chart || !frozen {
		t.Errorf("chart %v, frozen panes %v", chart, frozen)
	}
}

func TestManyRowsAreStreamed(t *testing.T) {
	b := Book{Sheets: []Sheet{{Name: "a", Columns: []Column{{Head: "n"}, {Head: "text"}}, Rows: func(yield func([]any) bool) {
		for i := range 20_000 {
			if !yield([]any{i, "koodi"}) {
				return
			}
		}
	}}}}
	got, err := Read(bytes.NewReader(write(t, b)))
	if err != nil {
		t.Fatal(err)
	}
	if n := len(got[0].Rows); n != 20_001 {
		t.Errorf("%d rows read back", n)
	}
}

func TestBrokenBooksAreRefused(t *testing.T) {
	for name, b := range map[string]Book{
		"no sheets":        {},
		"row too short":    {Sheets: []Sheet{{Name: "a", Columns: []Column{{Head: "x"}, {Head: "y"}}, Rows: one("only")}}},
		"name too long":    {Sheets: []Sheet{{Name: strings.Repeat("a", 32)}}},
		"name with a star": {Sheets: []Sheet{{Name: "a*"}}},
	} {
		t.Run(name, func(t *testing.T) {
			if err := Write(io.Discard, b); err == nil {
				t.Error("no error")
			}
		})
	}
}

func one(cells ...any) iter.Seq[[]any] { return slices.Values([][]any{cells}) }
