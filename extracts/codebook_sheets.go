package extracts

import (
	"slices"
	"strings"
	"time"

	"tietolupa/internal/workbook"
	"tietolupa/registers"
)

// tables lists the tables with their rows, and draws them.
func (c codebook) tables() workbook.Sheet {
	columns := []workbook.Column{c.column(registers.Names{FI: "Taulu", SV: "Tabell", EN: "Table"}, 20)}
	columns = append(columns, c.headed(registers.Names{FI: "Nimi", SV: "Namn", EN: "Name"}, 28)...)
	columns = append(columns,
		c.column(registers.Names{FI: "Rivejä", SV: "Rader", EN: "Rows"}, 14),
		c.column(registers.Names{FI: "Muuttujia", SV: "Variabler", EN: "Variables"}, 12),
		c.column(registers.Names{FI: "Pseudonyymit", SV: "Pseudonymer", EN: "Pseudonyms"}, 30),
	)
	title := registers.Names{FI: "Rivejä tauluittain", SV: "Rader per tabell", EN: "Rows per table"}
	alt := registers.Names{
		FI: "Pylväskaavio: kunkin taulun rivien määrä, sama kuin sarakkeessa Rivejä",
		SV: "Stapeldiagram: antalet rader i varje tabell, samma som i kolumnen Rader",
		EN: "Bar chart: the number of rows of each table, as in the column Rows",
	}
	return workbook.Sheet{
		Name:    c.say(registers.Names{FI: "Taulut", SV: "Tabeller", EN: "Tables"}),
		Columns: columns,
		Chart:   &workbook.Chart{Title: c.say(title), Alt: c.say(alt), Category: 0, Value: 4},
		Rows: func(yield func([]any) bool) {
			for _, t := range c.manifest.Tables {
				table, _ := c.catalogue.Table(t.Name)
				var keys []string
				for _, col := range t.Columns {
					if col.Protection == registers.Pseudonym {
						keys = append(keys, col.Name)
					}
				}
				row := append([]any{t.Name}, c.three(table.Name3)...)
				if !yield(append(row, t.Rows, len(t.Columns), strings.Join(keys, ", "))) {
					return
				}
			}
		},
	}
}

// variables describes every column of the file.
func (c codebook) variables() workbook.Sheet {
	columns := []workbook.Column{
		c.column(registers.Names{FI: "Taulu", SV: "Tabell", EN: "Table"}, 18),
		c.column(registers.Names{FI: "Sarake", SV: "Kolumn", EN: "Column"}, 18),
	}
	columns = append(columns, c.headed(registers.Names{FI: "Nimi", SV: "Namn", EN: "Name"}, 26)...)
	columns = append(columns, c.headed(registers.Names{FI: "Selite", SV: "Beskrivning", EN: "Description"}, 44)...)
	columns = append(columns,
		c.column(registers.Names{FI: "Tietotyyppi", SV: "Datatyp", EN: "Type"}, 14),
		c.column(registers.Names{FI: "Yksikkö", SV: "Enhet", EN: "Unit"}, 10),
		c.column(registers.Names{FI: "Koodisto", SV: "Kodlista", EN: "Code list"}, 18),
		c.column(registers.Names{FI: "Suojaus", SV: "Skydd", EN: "Protection"}, 40),
		c.column(registers.Names{FI: "Lain kohta (3 §)", SV: "Lagrum (3 §)", EN: "Item of section 3"}, 12),
		c.column(registers.Names{FI: "Salassapitoperuste (24 § 1 mom.)", SV: "Sekretessgrund (24 § 1 mom.)", EN: "Secrecy ground (s. 24(1))"}, 18),
		c.column(registers.Names{FI: "Nimi URA-aineistossa", SV: "Namn i URA-materialet", EN: "Name in URA"}, 22),
		c.column(registers.Names{FI: "URA-tiedostot", SV: "URA-filer", EN: "URA files"}, 24),
		c.column(registers.Names{FI: "Tunnus luettelossa", SV: "Beteckning i förteckningen", EN: "Id in the catalogue"}, 28),
		c.column(registers.Names{FI: "Rekisterissä alkaen", SV: "I registret från", EN: "In the register from"}, 14),
		c.column(registers.Names{FI: "Rekisterissä asti", SV: "I registret till", EN: "In the register until"}, 14),
	)
	return workbook.Sheet{
		Name:    c.say(registers.Names{FI: "Muuttujat", SV: "Variabler", EN: "Variables"}),
		Columns: columns,
		Rows: func(yield func([]any) bool) {
			for _, t := range c.manifest.Tables {
				for _, col := range t.Columns {
					v, _ := c.catalogue.Variable(col.ID)
					row := append([]any{t.Name, col.Name}, c.three(v.Name)...)
					row = append(row, c.three(v.Text)...)
					row = append(row, shortType(col.Type), c.unit(v), codeList(v, col.Protection), c.protection(v, col),
						v.Item, v.Ground, strings.Join(v.URA, ", "), strings.Join(v.URAFiles, ", "), v.ID, day(v.From), day(v.Until))
					if !yield(row) {
						return
					}
				}
			}
		},
	}
}

// protection says how a column is shown, with the width of its band.
func (c codebook) protection(v registers.Variable, col BuiltColumn) string {
	s := c.say(protectionTexts[col.Protection])
	if col.Protection == registers.Band {
		s += " (" + strings.TrimSpace(v.Rules["band"]+" "+c.unit(v)) + ")"
	}
	return s
}

// units are the catalogue's units in words; one that is not here stays as it is.
var units = map[string]registers.Names{
	"year":      {FI: "vuosi", SV: "år", EN: "year"},
	"eur":       {FI: "euroa", SV: "euro", EN: "euros"},
	"places":    {FI: "paikkaa", SV: "platser", EN: "places"},
	"positions": {FI: "työpaikkaa", SV: "arbetsplatser", EN: "positions"},
	"persons":   {FI: "henkilöä", SV: "personer", EN: "persons"},
	"percent":   {FI: "prosenttia", SV: "procent", EN: "per cent"},
	"units":     {FI: "kappaletta", SV: "stycken", EN: "units"},
}

func (c codebook) unit(v registers.Variable) string {
	if n, ok := units[v.Unit]; ok {
		return c.say(n)
	}
	return v.Unit
}

// shortType leaves out the codes of an enumerated type: they are in the code list.
func shortType(t string) string {
	if kind, _, enum := strings.Cut(t, "("); enum && kind == "ENUM" {
		return kind
	}
	return t
}

// codeList names the list whose codes a column holds: raised to its region, an
// area holds codes of regions.
func codeList(v registers.Variable, p registers.Protection) string {
	if v.Codes != "" && p == registers.Region {
		return string(registers.Region)
	}
	return v.Codes
}

// lists gives every code of the lists that the file uses, and of no others.
func (c codebook) lists() workbook.Sheet {
	var used []string
	for _, t := range c.manifest.Tables {
		for _, col := range t.Columns {
			v, _ := c.catalogue.Variable(col.ID)
			if list := codeList(v, col.Protection); list != "" && !slices.Contains(used, list) {
				used = append(used, list)
			}
		}
	}
	columns := []workbook.Column{
		c.column(registers.Names{FI: "Koodisto", SV: "Kodlista", EN: "Code list"}, 18),
		c.column(registers.Names{FI: "Koodi", SV: "Kod", EN: "Code"}, 12),
	}
	columns = append(columns, c.headed(registers.Names{FI: "Nimi", SV: "Namn", EN: "Name"}, 40)...)
	columns = append(columns,
		c.column(registers.Names{FI: "Yläkoodi", SV: "Överordnad kod", EN: "Parent code"}, 20),
		c.column(registers.Names{FI: "Voimassa alkaen", SV: "Giltig från", EN: "Valid from"}, 14),
		c.column(registers.Names{FI: "Voimassa asti", SV: "Giltig till", EN: "Valid until"}, 14),
	)
	return workbook.Sheet{
		Name:    c.say(registers.Names{FI: "Koodistot", SV: "Kodlistor", EN: "Code lists"}),
		Columns: columns,
		Rows: func(yield func([]any) bool) {
			for _, list := range used {
				for _, code := range c.catalogue.Codes(list) {
					row := append([]any{list, code.Code}, c.three(code.Name)...)
					if !yield(append(row, parents(code), day(code.From), day(code.Until))) {
						return
					}
				}
			}
		},
	}
}

// parents writes the codes that a code belongs to: "ely=01, region=01".
func parents(code registers.CodeValue) string {
	var all []string
	for key, value := range code.Parents {
		all = append(all, key+"="+value)
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

// day writes a day of validity as 2020-01-31, which sorts; nothing for none.
func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}
