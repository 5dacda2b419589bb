package registers_test

import (
	"flag"
	"os"
	"testing"

	"tietolupa/registers"
)

var update = flag.Bool("update", false, "write docs/catalogue.*.md anew")

// TestDocument holds the catalogue that people read equal to the one that the
// program follows, in three languages.
func TestDocument(t *testing.T) {
	cat, err := registers.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"fi", "sv", "en"} {
		file := "../docs/catalogue." + lang + ".md"
		want := cat.Document(lang)
		if *update {
			if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		got, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != want {
			t.Errorf("%s is not the catalogue: look at the change, then run go test ./registers -run Document -update", file)
		}
	}
}
