package letters

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"tietolupa/permits"
)

// TestLetterTexts keeps every kind of letter in both languages as it is read.
func TestLetterTexts(t *testing.T) {
	var told []permits.LetterKind
	for name, story := range stories {
		for _, lang := range []string{"fi", "sv"} {
			t.Run(name+"-"+lang, func(t *testing.T) {
				kind, in := story(t, lang, autumn2020)
				told = append(told, kind)
				pdf, err := Write(kind, in)
				if err != nil {
					t.Fatal(err)
				}
				if dir := os.Getenv("LETTERS"); dir != "" {
					if err := os.WriteFile(filepath.Join(dir, name+"-"+lang+".pdf"), pdf, 0o644); err != nil {
						t.Fatal(err)
					}
				}
				golden(t, "letter-"+name+"-"+lang, written(t, pdf))
			})
		}
	}
	for _, kind := range permits.LetterKinds() {
		if !slices.Contains(told, kind) {
			t.Errorf("no story leads to the %s letter", kind)
		}
	}
}
