package web

import (
	"embed"
	"encoding/csv"
	"fmt"
	"io/fs"
	"strings"

	"tietolupa/registers"
)

//go:embed texts/*.csv
var textFiles embed.FS

// languages of the pages, the first being the one for want of a better.
var languages = []string{"fi", "sv", "en"}

// texts are the sentences of the pages by key, each in three languages.
type texts struct {
	rows map[string]registers.Names
}

// loadTexts reads texts/*.csv (key,fi,sv,en). A key written twice, an empty
// text, or translations that do not take the same parameters are errors.
func loadTexts() (*texts, error) {
	t := &texts{rows: map[string]registers.Names{}}
	names, err := fs.Glob(textFiles, "texts/*.csv")
	if err != nil {
		return nil, fmt.Errorf("load texts: %w", err)
	}
	for _, name := range names {
		if err := t.add(name); err != nil {
			return nil, fmt.Errorf("load texts: %s: %w", name, err)
		}
	}
	return t, nil
}

func (t *texts) add(name string) error {
	f, err := textFiles.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return err
	}
	if len(rows) == 0 || strings.Join(rows[0], ",") != "key,fi,sv,en" {
		return fmt.Errorf("the first line is not key,fi,sv,en")
	}
	for _, r := range rows[1:] {
		n := registers.Names{FI: r[1], SV: r[2], EN: r[3]}
		if _, twice := t.rows[r[0]]; twice {
			return fmt.Errorf("%s stands twice", r[0])
		}
		for _, s := range r[1:] {
			if strings.TrimSpace(s) == "" || strings.Count(s, "%s") != strings.Count(n.FI, "%s") {
				return fmt.Errorf("%s is empty in a language, or its parameters differ", r[0])
			}
		}
		t.rows[r[0]] = n
	}
	return nil
}

func (t *texts) has(key string) bool { _, ok := t.rows[key]; return ok }

// in gives the text of key with its parameters (%s) in order. An unknown key
// gives itself in brackets: the tests and the start of the program look for
// them.
func (t *texts) in(lang, key string, parameters ...string) string {
	n, ok := t.rows[key]
	if !ok {
		return "[" + key + "]"
	}
	s := n.In(lang)
	for _, p := range parameters {
		s = strings.Replace(s, "%s", p, 1)
	}
	return s
}
