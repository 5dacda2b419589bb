package extracts

import (
	"slices"
	"strconv"
	"strings"

	"tietolupa/registers"
)

// Secrecy is the marking of 25 § of the Publicity Act (salassapitomerkintä),
// computed from the grounds of the delivered columns and never fixed
// (law 14.5): "salassa pidettävä, JulkL 24 § 1 mom. 20 ja 25 k."
func Secrecy(grounds []string) registers.Names {
	items := numbers(grounds)
	if len(items) == 0 {
		return registers.Names{
			FI: "ei salassa pidettäviä tietoja",
			SV: "inga sekretessbelagda uppgifter",
			EN: "no secret information",
		}
	}
	english := make([]string, len(items))
	for i, n := range items {
		english[i] = "24(1)(" + n + ")"
	}
	return registers.Names{
		FI: "salassa pidettävä, JulkL 24 § 1 mom. " + enumerate(items, "ja") + " k.",
		SV: "sekretessbelagd, OffL 24 § 1 mom. " + enumerate(items, "och") + " p.",
		EN: "secret, Publicity Act s. " + enumerate(english, "and"),
	}
}

// secrecy is the marking of the package.
func (m Manifest) secrecy(cat *registers.Catalogue) registers.Names {
	if m.Practice {
		return practiceSecrecy
	}
	return Secrecy(grounds(m.Tables, cat))
}

// numbers are the items of grounds in numerical order, each once.
func numbers(grounds []string) []string {
	var items []string
	for _, g := range grounds {
		for item := range strings.FieldsSeq(g) {
			if !slices.Contains(items, item) {
				items = append(items, item)
			}
		}
	}
	slices.SortFunc(items, func(a, b string) int {
		m, _ := strconv.Atoi(a)
		n, _ := strconv.Atoi(b)
		return m - n
	})
	return items
}

// enumerate writes "a", "a ja b" or "a, b ja c".
func enumerate(items []string, and string) string {
	last := len(items) - 1
	if last < 1 {
		return strings.Join(items, "")
	}
	return strings.Join(items[:last], ", ") + " " + and + " " + items[last]
}

// grounds lists the secrecy grounds of the columns of a built file.
func grounds(tables []BuiltTable, cat *registers.Catalogue) (all []string) {
	for _, t := range tables {
		for _, c := range t.Columns {
			if v, ok := cat.Variable(c.ID); ok && v.Ground != "" {
				all = append(all, v.Ground)
			}
		}
	}
	return all
}
