package letters

import (
	"slices"
	"strings"
	"sync"

	"tietolupa/registers"
)

// A court is an administrative court and how it is reached (law.md 8.1).
type court struct {
	name, address registers.Names
	email, phone  string
	role          string   // "main" of the authority's main office, "fallback" without a domicile in Finland, "aland"
	regions       []string // of its district
}

var courts = sync.OnceValue(func() (all []court) {
	for _, r := range rows("courts.csv", 9) {
		all = append(all, court{
			name: registers.Names{FI: r[0], SV: r[1]}, address: registers.Names{FI: r[2], SV: r[3]},
			email: r[4], phone: r[5], role: r[6], regions: strings.Fields(r[7]),
		})
	}
	return all
})

func (c court) contacts(lang string) string {
	return c.name.In(lang) + ", " + c.address.In(lang) + ", " + c.phone + ", " + c.email
}

// competent is the court of the applicant's domicile and why it is that one:
// false while the domicile is not known (HOL 10.3–10.5 §).
func (l *letter) competent() (of court, why string, known bool) {
	domicile := l.Case.Application.Domicile
	if domicile == "" {
		return court{}, "", false
	}
	code, found := l.Catalogue.Code("municipality", domicile)
	if !found {
		return court{}, "", false
	}
	i := slices.IndexFunc(courts(), func(c court) bool { return slices.Contains(c.regions, code.Parents["region"]) })
	if i < 0 {
		return court{}, "", false
	}
	return courts()[i], l.say("court.why.domicile", "place", code.Name.In(l.lang)), true
}
