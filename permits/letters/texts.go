package letters

import (
	"embed"
	"encoding/csv"
	"fmt"
	"strings"
	"sync"

	"tietolupa/registers"
)

//go:embed texts.csv notices.csv authority.csv courts.csv fees.csv
var files embed.FS

// rows reads an embedded table without its heading.
func rows(name string, columns int) [][]string {
	b, err := files.ReadFile(name)
	if err != nil {
		panic(fmt.Sprintf("read %s: %v", name, err))
	}
	r := csv.NewReader(strings.NewReader(string(b)))
	r.FieldsPerRecord = columns
	all, err := r.ReadAll()
	if err != nil {
		panic(fmt.Sprintf("read %s: %v", name, err))
	}
	return all[1:]
}

var texts = sync.OnceValue(func() map[string]registers.Names {
	all := map[string]registers.Names{}
	for _, name := range []string{"texts.csv", "notices.csv"} { // of decisions, and of the other letters
		for _, r := range rows(name, 3) {
			if _, twice := all[r[0]]; twice {
				panic(name + ": " + r[0] + " stands twice")
			}
			all[r[0]] = registers.Names{FI: r[1], SV: r[2]}
		}
	}
	return all
})

// say gives the text of key in lang with its {places} filled from pairs of a
// name and a value. A text that does not exist or a place that stays empty is a
// bug, and stops the letter.
func (l *letter) say(key string, pairs ...string) string {
	text, known := texts()[key]
	if !known {
		l.fail(fmt.Errorf("text %q does not exist", key))
		return ""
	}
	s := text.In(l.lang)
	for i := 0; i+1 < len(pairs); i += 2 {
		hole := "{" + pairs[i] + "}"
		if !strings.Contains(s, hole) {
			l.fail(fmt.Errorf("text %q has no %s", key, hole))
		}
		s = strings.ReplaceAll(s, hole, strings.NewReplacer("{", "(", "}", ")").Replace(pairs[i+1]))
	}
	if i := strings.Index(s, "{"); i >= 0 {
		l.fail(fmt.Errorf("text %q is not filled in: %s", key, s[i:min(len(s), i+20)]))
	}
	return s
}

// An authority is how the deciding authority is named and reached on a day.
type authority struct {
	name, short, address registers.Names
	email, phone         string
	businessID           string
	confirmed            bool // name and contacts, by the authority itself
}

func authorityOn(day registers.Day) (authority, error) {
	for _, r := range rows("authority.csv", 14) {
		if valid(r[0], r[1], day) {
			return authority{
				confirmed: r[2] == "yes", businessID: r[3],
				name: registers.Names{FI: r[4], SV: r[5], EN: r[12]}, short: registers.Names{FI: r[6], SV: r[7]},
				address: registers.Names{FI: r[8], SV: r[9]}, email: r[10], phone: r[11],
			}, nil
		}
	}
	return authority{}, fmt.Errorf("the authority's name on %s is not known", day)
}

// Authority is the name and the registry's address of the authority that
// decides and delivers on a day (TiHL 26 §). It fails on a day for which none
// is known.
func Authority(day registers.Day) (name registers.Names, email string, err error) {
	a, err := authorityOn(day)
	return a.name, a.email, err
}

// courtFeeOn is the fee of an administrative court in euro.
func courtFeeOn(day registers.Day) (string, error) {
	for _, r := range rows("fees.csv", 5) {
		if valid(r[0], r[1], day) {
			return r[3], nil
		}
	}
	return "", fmt.Errorf("the court fee on %s is not known", day)
}

func valid(from, to string, day registers.Day) bool {
	return day.String() >= from && (to == "" || day.String() <= to)
}
