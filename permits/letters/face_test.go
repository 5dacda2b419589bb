package letters

import (
	"strings"
	"testing"
	"time"
)

// What a letter says is found in its file as it was written, with what a string
// of a PDF has to hide; what the fonts lack is a sign for that.
func TestTextsAreFoundAsTheyWereWritten(t *testing.T) {
	for name, of := range map[string]struct{ written, found string }{
		"letters of both languages": {"Ääkköset: åäö ÅÄÖ, 28 § ja §§ 29–30", "Ääkköset: åäö ÅÄÖ, 28 § ja §§ 29–30"},
		"brackets and a backslash":  {`a (b) \c ((d`, `a (b) \c ((d`},
		"halves that are brackets":  {"\u0128\u0129\u015c", "\u0128\u0129\u015c"}, // their low bytes are ( ) and \
		"outside the first plane":   {"a😀b", "a\uFFFDb"},
	} {
		p := newPaper(about{title: "Koe", lang: "fi", at: time.Date(2020, 11, 2, 9, 0, 0, 0, time.UTC)})
		p.text(p.root.add("P"), of.written, "", body, left, width, bodyLine)
		b, err := p.bytes()
		if err != nil {
			t.Fatal(err)
		}
		if text := read(t, b); !strings.Contains(text, of.found) {
			t.Errorf("%s: %q is found as %q", name, of.written, text)
		}
	}
}
