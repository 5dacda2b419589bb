package letters

import (
	"bytes"
	"testing"

	"codeberg.org/go-pdf/fpdf"
)

// FuzzTakeApart gives it files that are not as the library writes them: it falls
// over none, and what it takes apart is of the file.
func FuzzTakeApart(f *testing.F) {
	paper := fpdf.New("P", "mm", "A4", "")
	paper.SetCompression(false)
	paper.AddPage()
	paper.Line(10, 10, 20, 20)
	var b bytes.Buffer
	if err := paper.Output(&b); err != nil {
		f.Fatal(err)
	}
	whole := b.Bytes()
	f.Add(whole)
	f.Add(bytes.Replace(whole, []byte("startxref\n"), []byte("startxref\n9"), 1))
	f.Add(bytes.Replace(whole, []byte("0 "), []byte("0 9"), 1))
	f.Add(whole[len(whole)/2:])
	f.Add([]byte("startxref\n1\n"))
	if _, err := takeApart(whole); err != nil {
		f.Fatalf("a file of the library: %v", err)
	}
	f.Fuzz(func(t *testing.T, source []byte) {
		taken, err := takeApart(source)
		if err != nil {
			return
		}
		for id, object := range taken.objects {
			if !bytes.Contains(source, object) {
				t.Errorf("object %d is not of the file", id)
			}
		}
	})
}
