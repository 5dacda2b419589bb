package extracts

import (
	"bytes"
	"embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"time"

	"tietolupa/permits"
	"tietolupa/registers"
)

//go:embed readme/*.md
var readmeFiles embed.FS

var readmeTexts = template.Must(template.New("").Option("missingkey=error").ParseFS(readmeFiles, "readme/*.md"))

// A readme is what the texts of LUEMINUT.md say in one language.
type readme struct {
	Order, Package, BasisID, Provision string
	Number                             int
	Permit                             bool
	Issuer, Secrecy, Contact           registers.Names
	Taken, DestroyBy                   string
	Signer                             string
	Extra                              []string
	Tables                             []readmeTable
	First, Keys, FirstKey              string
	Protections                        []registers.Names
}

type readmeTable struct {
	Name, Rows string
	Title      registers.Names
}

// Readme writes LUEMINUT.md: what the package is, how it is opened and
// verified and when it is destroyed, in three languages, the order's first.
func Readme(m Manifest, o permits.Order, cat *registers.Catalogue, by Issuer, extra []string) ([]byte, error) {
	var to bytes.Buffer
	languages := languagesOf(o.Language)
	links := make([]string, len(languages))
	for i, lang := range languages {
		links[i] = map[string]string{"fi": "[Suomeksi](#suomeksi)", "sv": "[På svenska](#på-svenska)", "en": "[In English](#in-english)"}[lang]
	}
	fmt.Fprintf(&to, "# %s\n\n%s\n", m.Order, strings.Join(links, " · "))
	for _, lang := range languages {
		to.WriteString("\n")
		name := lang + ".md"
		if m.Practice {
			name = "practice." + name
		}
		if err := readmeTexts.ExecuteTemplate(&to, name, newReadme(m, cat, by, extra, lang)); err != nil {
			return nil, fmt.Errorf("write %s: %w", ReadmeFile, err)
		}
	}
	return to.Bytes(), nil
}

// languagesOf lists the three languages, the given one first.
func languagesOf(first string) []string {
	all := []string{"fi", "sv", "en"}
	i := max(slices.Index(all, first), 0)
	first = all[i]
	return append([]string{first}, slices.Delete(all, i, i+1)...)
}

func newReadme(m Manifest, cat *registers.Catalogue, by Issuer, extra []string, lang string) readme {
	r := readme{
		Order: string(m.Order), Package: PackageName(m.Order), BasisID: m.Basis.ID, Provision: m.provision(lang),
		Number: m.Delivery, Permit: m.Basis.Kind == permits.PermitBasis, Issuer: by.Name, Contact: by.contact(),
		Secrecy: m.secrecy(cat), Taken: m.taken(lang), DestroyBy: date(m.DestroyBy, lang),
		Signer: m.Signer, Extra: extra,
	}
	var keys []string
	used := map[registers.Protection]bool{}
	for _, t := range m.Tables {
		table, _ := cat.Table(t.Name)
		r.Tables = append(r.Tables, readmeTable{t.Name, number(t.Rows), table.Name3})
		for _, c := range t.Columns {
			used[c.Protection] = true
			if c.Protection == registers.Pseudonym && !slices.Contains(keys, c.Name) {
				keys = append(keys, c.Name)
			}
		}
	}
	r.First, r.Keys = m.Tables[0].Name, strings.Join(keys, ", ")
	if len(keys) > 0 {
		r.FirstKey = keys[0]
	}
	for _, p := range []registers.Protection{registers.Month, registers.Year, registers.Region, registers.Band} {
		if used[p] {
			r.Protections = append(r.Protections, protectionTexts[p])
		}
	}
	return r
}

// protectionTexts say what each protection does to a value.
var protectionTexts = map[registers.Protection]registers.Names{
	registers.Exact: {
		FI: "arvo sellaisenaan", SV: "värdet som det är", EN: "the value as it is",
	},
	registers.Pseudonym: {
		FI: "pseudonyymi: tunnisteen tilalla on tälle perusteelle ominainen UUID",
		SV: "pseudonym: i stället för identifieraren finns ett UUID som är eget för denna grund",
		EN: "pseudonym: in place of the identifier, a UUID that belongs to this basis alone",
	},
	registers.Month: {
		FI: "kuukausi: päivän tilalla on sen kuukauden ensimmäinen päivä",
		SV: "månad: i stället för dagen står den första dagen i månaden",
		EN: "month: in place of the day stands the first day of its month",
	},
	registers.Year: {
		FI: "vuosi: päivästä on jäljellä vain vuosi",
		SV: "år: av dagen återstår endast året",
		EN: "year: of the day only the year remains",
	},
	registers.Region: {
		FI: "maakunta: kunnan tilalla on sen maakunta",
		SV: "landskap: i stället för kommunen står dess landskap",
		EN: "region: in place of the municipality stands its region",
	},
	registers.Band: {
		FI: "luokka: luvun tilalla on sen luokan alaraja; luokan leveys on koodikirjassa",
		SV: "klass: i stället för talet står klassens nedre gräns; klassens bredd finns i kodboken",
		EN: "band: in place of the number stands the lower end of its band; the width is in the codebook",
	},
}

// contact is how the issuer is reached.
func (i Issuer) contact() registers.Names {
	parts := registers.Names{FI: "asiointipalvelu", SV: "e-tjänsten", EN: "the online service"}
	add := func(s string) { parts.FI += s; parts.SV += s; parts.EN += s }
	if i.Site != "" {
		add(" " + i.Site)
	}
	if i.Email != "" {
		add(", " + i.Email)
	}
	return parts
}

// provision is the rule that the basis rests on, in a language where the law of
// the day has it; as the manifest says it otherwise.
func (m Manifest) provision(lang string) string {
	law, err := permits.LawOn(m.LawDate)
	if err != nil {
		return m.Basis.Provision
	}
	for _, n := range []registers.Names{law.Permit, law.Disclosure} {
		if n.FI == m.Basis.Provision {
			return n.In(lang)
		}
	}
	return m.Basis.Provision
}

// taken is the moment of the snapshot as people write it, in Finnish time.
func (m Manifest) taken(lang string) string {
	t, err := time.Parse(time.RFC3339, m.Snapshot)
	if err != nil {
		return m.Snapshot
	}
	return date(registers.DayOf(t.In(helsinki)), lang)
}

// date writes 2.11.2020, in English 2 November 2020.
func date(d registers.Day, lang string) string {
	if d.IsZero() {
		return "–"
	}
	if lang == "en" {
		return d.Time().Format("2 January 2006")
	}
	return d.Time().Format("2.1.2006")
}

// number writes 312 312 with thin spaces.
func number(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "\u2009" + s[i:]
	}
	return s
}
