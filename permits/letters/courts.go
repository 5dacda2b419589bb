package letters

import (
	"slices"
	"strings"
	"sync"

	"tietolupa/permits"
	"tietolupa/registers"
)

// A court is an administrative court and how it is reached (law.md 8.1).
type court struct {
	from, to      string // its first and last day with these contacts
	confirmed     bool   // contacts and district, by the authority
	name, address registers.Names
	email, phone  string
	role          string   // "main" of the authority's main office, "fallback" without a domicile in Finland, "aland"
	regions       []string // of its district
}

var allCourts = sync.OnceValue(func() (all []court) {
	for _, r := range rows("courts.csv", 12) {
		all = append(all, court{
			from: r[0], to: r[1], confirmed: r[2] == "yes",
			name: registers.Names{FI: r[3], SV: r[4]}, address: registers.Names{FI: r[5], SV: r[6]},
			email: r[7], phone: r[8], role: r[9], regions: strings.Fields(r[10]),
		})
	}
	return all
})

// courtsOn are the courts as they are reached on day.
func courtsOn(day registers.Day) (all []court) {
	for _, c := range allCourts() {
		if valid(c.from, c.to, day) {
			all = append(all, c)
		}
	}
	return all
}

func (c court) contacts(lang string) string {
	return c.name.In(lang) + ", " + c.address.In(lang) + ", " + c.phone + ", " + c.email
}

// regionAbroad is the code of the regions' list for what is not in Finland.
const regionAbroad = "99"

// competent is the court to which the applicant of a appeals, and the text that
// says why it is that one: of its domicile, or the one of those who have none in
// Finland (HOL 10.3 and 10.5 §). It is false while the domicile is not known.
func competent(a permits.Application, cat *registers.Catalogue, day registers.Day) (of court, why string, place registers.Names, known bool) {
	all := courtsOn(day)
	code, found := cat.Code("municipality", a.Domicile)
	if code.Parents["region"] == regionAbroad || a.Domicile == "" && a.Abroad() {
		i := slices.IndexFunc(all, func(c court) bool { return c.role == "fallback" })
		if i < 0 {
			return court{}, "", registers.Names{}, false
		}
		return all[i], "court.why.abroad", registers.Names{}, true
	}
	i := slices.IndexFunc(all, func(c court) bool { return found && slices.Contains(c.regions, code.Parents["region"]) })
	if i < 0 {
		return court{}, "", registers.Names{}, false
	}
	return all[i], "court.why.domicile", code.Name, true
}

// court names the competent court and why it is that one (HOL 10 §), and which
// one is when several parties have their domiciles in different districts; where
// the applicant's domicile is not known, the rule and every court.
func (l *letter) court(in instruction) {
	day := registers.DayOf(in.made)
	roles := map[string]string{}
	for _, c := range courtsOn(day) {
		roles[c.role] = c.name.In(l.lang)
	}
	if of, why, place, known := competent(l.Case.Application, l.Catalogue, day); known {
		var because string
		if place == (registers.Names{}) {
			because = l.say(why)
		} else {
			because = l.say(why, "place", place.In(l.lang))
		}
		l.lead(l.say("appeal.V.competent", "court", of.name.In(l.lang), "why", because))
		l.paragraph(of.contacts(l.lang))
		l.paragraph(l.say("appeal.V.several", "main", roles["main"]))
		l.paragraph(l.say("court.hours"))
		return
	}
	var rows [][]string
	for _, c := range courtsOn(day) {
		rows = append(rows, []string{c.name.In(l.lang), c.address.In(l.lang), c.phone, c.email})
	}
	l.lead(l.say("appeal.V.court", "main", roles["main"], "fallback", roles["fallback"], "aland", roles["aland"]))
	l.table([]string{l.say("court.head.name"), l.say("court.head.address"), l.say("court.head.phone"), l.say("court.head.email")},
		rows, []float64{0.27, 0.31, 0.16, 0.26})
	l.paragraph(l.say("court.hours"))
}

// Unconfirmed names what a letter of c made on day prints that nobody at the
// authority has confirmed yet: its own contacts, the court's, the court's fee.
// The sending page shows it (law.md 8.1).
func Unconfirmed(c permits.Case, cat *registers.Catalogue, day registers.Day) (all []string) {
	a, err := authorityOn(day)
	if err == nil && !a.confirmed {
		all = append(all, a.name.FI)
	}
	law, err := permits.LawOn(day)
	if err != nil || law.Route != permits.Appeal {
		return all
	}
	of := courtsOn(day)
	if one, _, _, known := competent(c.Application, cat, day); known {
		of = []court{one}
	}
	for _, court := range of {
		if !court.confirmed {
			all = append(all, court.name.FI)
		}
	}
	return all
}
