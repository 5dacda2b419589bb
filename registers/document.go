package registers

import (
	"fmt"
	"strconv"
	"strings"
)

// documentTexts are the words of Document that are not in the catalogue.
var documentTexts = map[string]Names{
	"title":     {"Rekisterien aineistoluettelo", "Registrens dataförteckning", "Catalogue of the registers"},
	"lead":      {"Tehty tiedostoista registers/catalogue.csv, tables.csv ja codes.csv; testi vertaa.", "Gjord av filerna registers/catalogue.csv, tables.csv och codes.csv; ett test jämför.", "Made of registers/catalogue.csv, tables.csv and codes.csv; a test compares it."},
	"variable":  {"Muuttuja", "Variabel", "Variable"},
	"meaning":   {"Merkitys", "Betydelse", "Meaning"},
	"item":      {"3 §", "3 §", "3 §"},
	"ground":    {"JulkL 24.1 §", "OffL 24.1 §", "Publicity Act 24.1 §"},
	"finest":    {"Tarkin taso", "Finaste nivå", "Finest step"},
	"codes":     {"Koodisto", "Kodlista", "Code list"},
	"ura":       {"URA", "URA", "URA"},
	"from":      {"Rivejä vuodesta", "Rader från år", "Rows from"},
	"clause":    {"vain oman lausekkeen nojalla", "endast med egen klausul", "only with a clause of its own"},
	"never":     {"ei luovuteta", "lämnas inte ut", "never delivered"},
	"technical": {"Lisäksi joka taulussa: rekisterinpitäjän toimisto, tiedon lähde, kirjaaja, kirjausaika ja poistopäivä.", "Dessutom i varje tabell: den personuppgiftsansvariga byrån, källan, registreraren, tiden för registreringen och raderingsdagen.", "In every table besides: the controller's office, the source, the recorder, the time of recording and the day of removal."},
	"person":    {"Henkilöasiakasrekisteri", "Personkundregistret", "Person register"},
	"joint":     {"Monialaisen yhteispalvelun asiakasrekisteri", "Kundregistret för sektorsövergripande samservice", "Register of the multi-sectoral joint service"},
	"employer":  {"Työnantajarekisteri", "Arbetsgivarregistret", "Employer register"},
	"provider":  {"Palveluntuottajarekisteri", "Serviceproducentregistret", "Provider register"},
	"exact":     {"sellaisenaan", "som sådan", "as it is"},
	"pseudonym": {"pseudonyymi", "pseudonym", "pseudonym"},
	"month":     {"kuukausi", "månad", "month"},
	"year":      {"vuosi", "år", "year"},
	"region":    {"maakunta", "landskap", "region"},
	"band":      {"luokka", "klass", "band"},
	"drop":      {"ei luovuteta", "lämnas inte ut", "never delivered"},
}

// Name is p as a person reads it; an unknown one is its own name.
func (p Protection) Name() Names {
	if n, known := documentTexts[string(p)]; known {
		return n
	}
	return Names{FI: string(p), SV: string(p), EN: string(p)}
}

// Document is the catalogue for people to read, in lang, as Markdown: every
// table and every variable with content, with its item of 3 §, its secrecy
// ground and the finest step that may be granted. docs/catalogue.*.md are made
// of it.
func (c *Catalogue) Document(lang string) string {
	say := func(key string) string { return documentTexts[key].In(lang) }
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s\n\n%s\n", say("title"), say("lead"), say("technical"))
	register := ""
	for _, t := range c.tables {
		if t.Register != register {
			register = t.Register
			fmt.Fprintf(&b, "\n## %s\n", say(register))
		}
		fmt.Fprintf(&b, "\n### %s (`%s`)\n\n| %s | %s | %s | %s | %s | %s | %s | %s |\n|---|---|---|---|---|---|---|---|\n", t.Name3.In(lang), t.Name,
			say("variable"), say("meaning"), say("item"), say("ground"), say("finest"), say("codes"), say("ura"), say("from"))
		for _, v := range c.TableVariables(t.Name) {
			if v.Kind == Technical {
				continue
			}
			finest := say(string(v.Finest))
			if v.Clause {
				finest += ", " + say("clause")
			}
			if !v.Deliverable() {
				finest = say("never")
			}
			fmt.Fprintf(&b, "| %s `%s` | %s | %s | %s | %s | %s | %s | %s |\n", cell(v.Name.In(lang)), v.ID, cell(v.Text.In(lang)),
				v.Item, v.Ground, finest, v.Codes, strings.Join(v.URA, ", "), strconv.Itoa(v.RowsFrom))
		}
	}
	return b.String()
}

func cell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }
