package permits

import (
	"slices"
	"strings"

	"tietolupa/registers"
)

// A Precedent is what an earlier decision did with a variable that was applied
// for: Granted is Drop when it was refused.
type Precedent struct {
	Case     CaseID
	Day      registers.Day
	Variable string
	Applied  registers.Protection
	Granted  registers.Protection
	Ground   string // secrecy ground of the variable
	Finding  string // what was found on it
}

// Departures lists the variables that d treats otherwise than every earlier
// decision did when as much was asked, and for which it has no sentence (HL 6
// §).
func Departures(asked Scope, d Decision, earlier []Precedent, cat *registers.Catalogue) (missing []string) {
	for _, t := range asked.Tables {
		for _, v := range t.Variables {
			like, same := 0, 0
			for _, p := range earlier {
				if p.Variable == v.ID && p.Applied == v.Protection {
					like++
					if p.Granted == d.Scope.Protection(v.ID) {
						same++
					}
				}
			}
			if like > 0 && same == 0 && empty(d.Departures[v.ID]) {
				missing = append(missing, v.ID)
			}
		}
	}
	return missing
}

// templates are the model sentences of a finding, without what is filled in.
var templates = []string{
	"tiedot osoittavat työhallinnon henkilöasiakkuuden ja saadut palvelut, jotka ovat salassa pidettäviä ilman vahinkoedellytystä",
	"on ilmeistä, ettei tiedon antaminen loukkaa suojattavaa etua",
	"suojattava etu on asiakkaan yksityiselämä",
	"det är uppenbart att de intressen som sekretessen skyddar inte kränks",
	"uppgifterna visar att någon är personkund hos arbetsförvaltningen",
}

// template says whether every sentence of a text is only the model's own.
func template(text string) bool {
	own := false
	for sentence := range strings.SplitSeq(strings.ToLower(text), ".") {
		s := strings.Join(strings.Fields(sentence), " ")
		own = own || s != "" && !slices.Contains(templates, s)
	}
	return !own
}
