package extracts

import (
	"bytes"
	"fmt"
	"strings"

	"tietolupa/internal/workbook"
	"tietolupa/permits"
	"tietolupa/registers"
)

// Codebook writes koodikirja.xlsx: what every table, variable and code of the
// delivered file means, in three languages, the order's first. It holds no
// frequencies but the rows of each table, and nothing of the content.
func Codebook(m Manifest, o permits.Order, cat *registers.Catalogue, by Issuer) ([]byte, error) {
	languages := languagesOf(o.Language)
	c := codebook{m, cat, by, languages, languages[0]}
	book := workbook.Book{
		Title:    c.say(registers.Names{FI: "Koodikirja", SV: "Kodbok", EN: "Codebook"}) + " " + string(m.Order),
		Language: c.lang,
		Sheets:   []workbook.Sheet{c.intro(), c.tables(), c.variables(), c.lists(), c.delivery()},
	}
	var to bytes.Buffer
	if err := workbook.Write(&to, book); err != nil {
		return nil, fmt.Errorf("write %s: %w", CodebookFile, err)
	}
	return to.Bytes(), nil
}

// A codebook knows what its sheets are written from.
type codebook struct {
	manifest  Manifest
	catalogue *registers.Catalogue
	issuer    Issuer
	languages []string // the order's first
	lang      string
}

func (c codebook) say(n registers.Names) string { return n.In(c.lang) }

// three gives a text in the three languages, the order's first.
func (c codebook) three(n registers.Names) []any {
	cells := make([]any, len(c.languages))
	for i, lang := range c.languages {
		cells[i] = n.In(lang)
	}
	return cells
}

// headed names three columns by what they hold and their language.
func (c codebook) headed(what registers.Names, width float64) []workbook.Column {
	columns := make([]workbook.Column, len(c.languages))
	for i, lang := range c.languages {
		name := map[string]registers.Names{
			"fi": {FI: "suomi", SV: "finska", EN: "Finnish"},
			"sv": {FI: "ruotsi", SV: "svenska", EN: "Swedish"},
			"en": {FI: "englanti", SV: "engelska", EN: "English"},
		}[lang]
		columns[i] = workbook.Column{Head: c.say(what) + " (" + c.say(name) + ")", Width: width, Wrap: true}
	}
	return columns
}

func (c codebook) column(n registers.Names, width float64) workbook.Column {
	return workbook.Column{Head: c.say(n), Width: width, Wrap: width > 20}
}

// intro says in each language what the workbook is.
func (c codebook) intro() workbook.Sheet {
	s := workbook.Sheet{Name: c.say(registers.Names{FI: "Lue tämä", SV: "Läs detta", EN: "Read this"})}
	for _, lang := range c.languages {
		if len(s.Text) > 0 {
			s.Text = append(s.Text, workbook.Paragraph{})
		}
		s.Text = append(s.Text, workbook.Paragraph{
			Heading: true,
			Label:   registers.Names{FI: "Koodikirja", SV: "Kodbok", EN: "Codebook"}.In(lang) + " " + string(c.manifest.Order),
		})
		for line := range strings.SplitSeq(strings.TrimSpace(introTexts.In(lang)), "\n") {
			label, text, ok := strings.Cut(line, ": ")
			if !ok {
				label, text = line, ""
			}
			s.Text = append(s.Text, workbook.Paragraph{Label: label, Value: text})
		}
		secrecy := c.manifest.secrecy(c.catalogue).In(lang)
		s.Text = append(s.Text, workbook.Paragraph{Label: registers.Names{FI: "Salassapito", SV: "Sekretess", EN: "Secrecy"}.In(lang), Value: secrecy})
	}
	return s
}

// introTexts are a line a paragraph: name of a sheet, colon, what it holds.
var introTexts = registers.Names{
	FI: `Tämä työkirja kuvaa, mitä tiedosto aineisto.duckdb sisältää.
Taulut: taulujen nimet, rivimäärät ja pseudonyymit, joilla taulut yhdistetään.
Muuttujat: jokaisen muuttujan nimi, selite, tietotyyppi, suojaus, lain kohta (laki 916/2012, 13 luku 3 §), salassapitoperuste (julkisuuslaki 24 § 1 mom.) ja nimi URA-aineistossa. Tyhjä arvo (NULL) tarkoittaa, ettei tietoa ole rekisterissä.
Koodistot: vain ne koodistot, joita aineiston muuttujat käyttävät, voimassaoloaikoineen. Koodit ovat merkkijonoja, ja alkunollat kuuluvat niihin.
Toimitus: peruste, poiminnan hetki, mitatut luokkakoot ja hävittämispäivä.`,
	SV: `Den här arbetsboken beskriver vad filen aineisto.duckdb innehåller.
Tabeller: tabellernas namn, antal rader och de pseudonymer som tabellerna länkas med.
Variabler: varje variabels namn, beskrivning, datatyp, skydd, lagrum (lag 916/2012, 13 kap. 3 §), sekretessgrund (24 § 1 mom. i offentlighetslagen) och namn i URA-materialet. Ett tomt värde (NULL) betyder att uppgiften inte finns i registret.
Kodlistor: endast de kodlistor som variablerna i materialet använder, med giltighetstider. Koderna är strängar, och inledande nollor hör till dem.
Leverans: grund, tidpunkt för uttaget, uppmätta klasstorlekar och dag för förstöring.`,
	EN: `This workbook describes what the file aineisto.duckdb holds.
Tables: the names of the tables, their rows, and the pseudonyms by which they are joined.
Variables: the name, description, data type, protection, item of the law (act 916/2012, chapter 13, section 3), secrecy ground (Publicity Act, section 24(1)) and name in the URA data of each variable. An empty value (NULL) means that the register has none.
Code lists: only the lists that the variables of the data use, with their validity. Codes are strings, and leading zeros belong to them.
Delivery: basis, moment of the snapshot, measured class sizes and day of destruction.`,
}
