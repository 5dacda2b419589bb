package descriptions

import (
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tietolupa/registers"
	"tietolupa/registers/law"
)

var update = flag.Bool("update", false, "write the golden files anew")

var contact = Contact{
	Name:    registers.Names{FI: "KEHA-keskus", SV: "UF-centret", EN: "KEHA Centre"},
	Address: registers.Names{FI: "PL 1", SV: "PB 1", EN: "P.O. Box 1"}, Email: "kirjaamo@keha.example", Phone: "0295 000 000",
}

func day(s string) registers.Day {
	d, err := registers.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

// few is the catalogue cut down to some tables, with rows of a test's own.
func few(t *testing.T, rows ...string) *registers.Catalogue {
	t.Helper()
	read := func(name string) string {
		b, err := os.ReadFile(filepath.Join("..", name))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	cut := func(text string, keep func(line string) bool) string {
		lines := strings.SplitAfter(text, "\n")
		kept := lines[:1:1]
		for _, line := range lines[1:] {
			if keep(line) {
				kept = append(kept, line)
			}
		}
		return strings.Join(kept, "")
	}
	inTables := func(line string) bool {
		table, _, _ := strings.Cut(line, ",")
		table, _, _ = strings.Cut(table, ".")
		return table == "person" || table == "person_identifier" || table == "clientship" || table == "employer" || table == "provider"
	}
	c, err := registers.Parse(strings.NewReader(cut(read("catalogue.csv"), inTables)+strings.Join(rows, "")),
		strings.NewReader(cut(read("tables.csv"), inTables)), strings.NewReader(read("codes.csv")))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func input(c *registers.Catalogue, on, lang string) Input {
	return Input{Catalogue: c, Law: law.On(day(on)), Contact: contact, Language: lang}
}

func documents(t *testing.T, c *registers.Catalogue, on, lang string) map[string]Document {
	t.Helper()
	all := map[string]Document{}
	add := func(name string, d Document, err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("%s on %s: %v", name, on, err)
		}
		all[name] = d
	}
	d, err := Processing(input(c, on, lang))
	add("processing", d, err)
	d, err = Publicity(input(c, on, lang))
	add("publicity", d, err)
	for _, register := range law.Registers() {
		d, err := Information(input(c, on, lang), register)
		add("information-"+register, d, err)
	}
	return all
}

func TestDocumentsAreAsRead(t *testing.T) {
	c := few(t)
	for _, lang := range []string{"fi", "sv", "en"} {
		for name, d := range documents(t, c, "2020-11-02", lang) {
			if strings.HasPrefix(name, "information-") && name != "information-person" {
				continue
			}
			for i, f := range d.Facts {
				if f.Value == c.Hash()[:16] {
					d.Facts[i].Value = "(hash)" // of the whole catalogue, codes too
				}
			}
			got, err := json.MarshalIndent(d, "", " ")
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, '\n')
			file := filepath.Join("testdata", name+"-"+lang+".json")
			if *update {
				if err := os.WriteFile(file, got, 0o644); err != nil {
					t.Fatal(err)
				}
				continue
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Errorf("%s differs; when the change is meant, -update writes it:\n%s", file, diff)
			}
		}
	}
}

// TestNewRowStandsInTheDocuments: what the catalogue gains is described without
// a line of Go.
func TestNewRowStandsInTheDocuments(t *testing.T) {
	b, err := os.ReadFile("../catalogue.csv")
	if err != nil {
		t.Fatal(err)
	}
	row := ""
	for line := range strings.SplitAfterSeq(string(b), "\n") {
		if strings.HasPrefix(line, "person.email,") {
			row = line
		}
	}
	row = strings.NewReplacer("person.email,", "person.pager,", ",email,", ",pager,", "Sähköpostiosoite", "Hakulaitteen numero").Replace(row)
	v, ok := few(t, row).Variable("person.pager")
	if !ok {
		t.Fatal("the row is not in the catalogue")
	}
	for name, d := range documents(t, few(t, row), "2020-11-02", "fi") {
		text := whole(t, d)
		if want := name == "processing" || name == "information-person"; strings.Contains(text, v.Name.FI) != want && name != "publicity" {
			t.Errorf("%s names the new variable: %v, want %v", name, !want, want)
		}
	}
	if before, after := few(t).Hash(), few(t, row).Hash(); before == after {
		t.Error("the documents do not tell the two catalogues apart")
	}
}

// TestDocumentsOfTheWholeCatalogue: every content variable of the registers is
// described, on every day of a change of law, in three languages.
func TestDocumentsOfTheWholeCatalogue(t *testing.T) {
	c, err := registers.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, on := range []string{"2020-07-01", "2021-03-01", "2022-05-23", "2024-08-01", "2025-01-01", "2026-01-01"} {
		for _, lang := range []string{"fi", "sv", "en"} {
			all := documents(t, c, on, lang)
			text := whole(t, all["processing"])
			for _, v := range c.Variables() {
				if v.Kind == registers.Stored && c.Valid(v, day(on)) && !strings.Contains(text, strings.Trim(quote(t, v.Name.In(lang)), `"`)) {
					t.Errorf("on %s in %s the record of processing lacks %s", on, lang, v.ID)
				}
			}
			for name, d := range all {
				if s := whole(t, d); strings.Contains(s, "{") && strings.Contains(s, "{registry}") {
					t.Errorf("%s has a place that is not filled in", name)
				}
				for _, s := range d.Sections {
					for _, table := range s.Tables {
						for _, r := range table.Rows {
							if len(r) != len(table.Heads) {
								t.Errorf("%s: %s: %d cells under %d heads", name, s.Code, len(r), len(table.Heads))
							}
						}
					}
				}
			}
		}
	}
}

// TestDocumentsFollowTheLawOfTheDay: controllers and purposes are those valid
// that day.
func TestDocumentsFollowTheLawOfTheDay(t *testing.T) {
	c := few(t)
	for _, test := range []struct {
		on, holds, lacks string
	}{
		{"2020-11-02", "TE-toimisto", "työvoimaviranomainen"},
		{"2021-03-01", "kunta", "työvoimaviranomainen"},
		{"2025-01-01", "työvoimaviranomainen", "asiakaspalvelukeskus"},
		{"2020-11-02", "vuorotteluvapaalain", ""},
		{"2024-08-01", "", "vuorotteluvapaalain"},
		{"2024-12-31", "ympäristökeskukset: lakisääteisissä", ""},
		{"2025-01-01", "", "ympäristökeskukset: lakisääteisissä"},
	} {
		d, err := Information(input(c, test.on, "fi"), "person")
		if err != nil {
			t.Fatal(err)
		}
		text := strings.ToLower(whole(t, d))
		if !strings.Contains(text, strings.ToLower(test.holds)) {
			t.Errorf("on %s the description lacks %q", test.on, test.holds)
		}
		if test.lacks != "" && strings.Contains(text, strings.ToLower(test.lacks)) {
			t.Errorf("on %s the description has %q", test.on, test.lacks)
		}
	}
}

func TestUnknownIsNotDescribed(t *testing.T) {
	c := few(t)
	if _, err := Processing(input(c, "2019-01-01", "fi")); !errors.Is(err, law.ErrUnknown) {
		t.Errorf("before the act: %v", err)
	}
	if _, err := Information(input(c, "2020-11-02", "fi"), "secret"); !errors.Is(err, law.ErrUnknown) {
		t.Errorf("a register that does not exist: %v", err)
	}
}

func TestTextsAreWhole(t *testing.T) {
	for key, n := range texts() {
		if n.FI == "" || n.SV == "" || n.EN == "" {
			t.Errorf("%s is empty in a language", key)
		}
		if strings.Count(n.FI, "{") != strings.Count(n.SV, "{") || strings.Count(n.FI, "{") != strings.Count(n.EN, "{") {
			t.Errorf("%s has other places in another language", key)
		}
	}
}

func whole(t *testing.T, d Document) string {
	t.Helper()
	return quote(t, d)
}

func quote(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
