package descriptions

import (
	"embed"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"tietolupa/registers"
	"tietolupa/registers/law"
)

// An Input is everything that a document is written from.
type Input struct {
	Catalogue *registers.Catalogue
	Law       law.Law // of the day that the document describes
	Contact   Contact
	Language  string // "fi", "sv" or "en"; Finnish for any other
}

// A Contact is how the authority that answers for the system is reached.
type Contact struct {
	Name    registers.Names
	Address registers.Names
	Email   string
	Phone   string
}

//go:embed texts.csv
var textFile embed.FS

var texts = sync.OnceValue(func() map[string]registers.Names {
	f, err := textFile.Open("texts.csv")
	if err != nil {
		panic(fmt.Sprintf("read texts.csv: %v", err))
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord = 4
	rows, err := r.ReadAll()
	if err != nil {
		panic(fmt.Sprintf("read texts.csv: %v", err))
	}
	all := map[string]registers.Names{}
	for _, row := range rows[1:] {
		if _, twice := all[row[0]]; twice {
			panic("texts.csv: " + row[0] + " stands twice")
		}
		all[row[0]] = registers.Names{FI: row[1], SV: row[2], EN: row[3]}
	}
	return all
})

// A writer gathers a document and the first thing that went wrong.
type writer struct {
	Input
	doc Document
	err error
}

func begin(in Input, kind Kind) *writer {
	w := &writer{Input: in}
	if w.Language != "sv" && w.Language != "en" {
		w.Language = "fi"
	}
	w.doc = Document{Kind: kind, Language: w.Language, Title: w.say(string(kind) + ".title"), Lead: w.say(string(kind) + ".lead")}
	return w
}

func (w *writer) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

// finish gives the document, unless something went wrong on the way: what the
// law of the day does not know is not written.
func (w *writer) finish() (Document, error) {
	if w.err != nil {
		return Document{}, fmt.Errorf("write the document %s: %w", w.doc.Kind, w.err)
	}
	return w.doc, nil
}

// say gives a text with its {places} filled from pairs of a name and a value.
func (w *writer) say(key string, pairs ...string) string {
	text, known := texts()[key]
	if !known {
		w.fail(fmt.Errorf("text %q does not exist", key))
		return ""
	}
	s := text.In(w.Language)
	for i := 0; i+1 < len(pairs); i += 2 {
		s = strings.ReplaceAll(s, "{"+pairs[i]+"}", pairs[i+1])
	}
	return s
}

func (w *writer) section(code string, level int, text ...string) *Section {
	w.doc.Sections = append(w.doc.Sections, Section{Code: code, Level: level, Heading: w.say("section." + code), Text: text})
	return &w.doc.Sections[len(w.doc.Sections)-1]
}

func (w *writer) heads(keys ...string) []string {
	all := make([]string, len(keys))
	for i, key := range keys {
		all[i] = w.say("head." + key)
	}
	return all
}

// day writes a day as people do in Finland, or as English readers expect it.
func (w *writer) day(d registers.Day) string {
	if d.IsZero() {
		return ""
	}
	t := d.Time()
	if w.Language == "en" {
		return t.Format("2 January 2006")
	}
	return strconv.Itoa(t.Day()) + "." + strconv.Itoa(int(t.Month())) + "." + strconv.Itoa(t.Year())
}

func (w *writer) yes(b bool) string {
	if b {
		return w.say("yes")
	}
	return w.say("no")
}
