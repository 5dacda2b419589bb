package web

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"tietolupa/permits"
	"tietolupa/registers"
)

// TestTextsAreWholeAndUsed finds texts that nothing names. That none is missing
// is what the start of the program checks, and the values of closed sets below.
func TestTextsAreWholeAndUsed(t *testing.T) {
	texts, err := loadTexts()
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := registers.Load()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parsePages(texts, &assets{}, catalogue); err != nil {
		t.Fatal(err)
	}
	var source strings.Builder
	for _, glob := range []string{"*.go", "templates/*.html", "templates/*/*.html"} {
		files, err := filepath.Glob(glob)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if strings.HasSuffix(f, "_test.go") {
				continue
			}
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			source.Write(b)
		}
	}
	words := source.String()
	groups := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?:name|option) "([a-z0-9_-]+)"`).FindAllStringSubmatch(words, -1) {
		groups[m[1]] = true
	}
	for _, m := range regexp.MustCompile(`"([a-z0-9_-]+)\." ?\+|print "([a-z0-9_-]+)\."`).FindAllStringSubmatch(words, -1) {
		groups[m[1]+m[2]] = true
	}
	for _, m := range regexp.MustCompile(`(?:from\("[a-z]+", "[a-z0-9_]+", |boxes\("[a-z0-9_]+", )"([a-z0-9-]+)"`).FindAllStringSubmatch(words, -1) {
		groups[m[1]] = true
	}
	for key := range texts.rows {
		group, _, _ := strings.Cut(key, ".")
		name := strings.TrimSuffix(strings.TrimSuffix(key, ".hint"), ".why")
		field, isField := strings.CutPrefix(name, "field.")
		_, drawn := fieldNamed(field)
		_, optionOf := fieldNamed(group)
		switch {
		case isField && drawn, optionOf: // of the application, drawn from the table of its fields
		case strings.Contains(words, `"`+key+`"`), groups[group] && group != "field":
		case isField && strings.Contains(words, `"`+field+`"`):
		case strings.HasSuffix(key, ".button") && strings.Contains(words, `print .Action ".button"`):
		default:
			t.Errorf("nothing names the text %s", key)
		}
	}
}

// TestEveryValueHasAText says that no value of a closed set is without a name.
func TestEveryValueHasAText(t *testing.T) {
	texts, err := loadTexts()
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := registers.Load()
	if err != nil {
		t.Fatal(err)
	}
	need := func(group string, values ...string) {
		for _, v := range values {
			if !texts.has(group + "." + v) {
				t.Errorf("no text %s.%s", group, v)
			}
		}
	}
	for _, s := range permits.AllStates() {
		need("case", string(s))
		for _, stage := range stages(permits.Case{State: s}) {
			need("stage", stage.Key)
		}
	}
	for _, v := range catalogue.Variables() {
		need("class", string(v.Class))
		need("class-text", string(v.Class))
		need("type", string(v.Type))
		need("register", v.Register)
		if v.Unit != "" {
			need("unit", v.Unit)
		}
		need("ground", strings.Fields(v.Ground)...)
		for _, p := range v.Ladder.Steps() {
			need("protection", string(p))
			need("protection-text", string(p))
		}
	}
	for _, table := range catalogue.Tables() {
		need("retention", table.Retention)
	}
	for _, c := range permits.Clauses() {
		for _, p := range c.Parameters {
			need("parameter", p.Name)
		}
	}
	for _, l := range permits.Laws() {
		need("route", string(l.Route))
	}
	b, err := os.ReadFile("../permits/event.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`EventKind = "([a-z-]+)"`).FindAllStringSubmatch(string(b), -1) {
		need("event", m[1])
	}
}
