package permits

import (
	"slices"
	"sync"

	"tietolupa/registers"
)

// The kinds of provision by which another authority may be told what is secret
// (JulkL 29.1 §).
const (
	ExpressProvision     = "express"     // an act says so (1 k)
	ConsentProvision     = "consent"     // of the one whose interests the secrecy protects (2 k)
	AppealProvision      = "appeal"      // an advance ruling, appeal or complaint (3 k)
	SupervisionProvision = "supervision" // a single supervisory task (4 k)
)

// A Provision is one row of law/authority_provisions.csv: what entitles another
// authority to be told what is secret, and within which dates.
type Provision struct {
	Code      string
	Kind      string
	Interface bool // an act allows a technical connection for it (TiHL 22 §)
	Name      registers.Names
	Reach     registers.Names // what it covers at most
	registers.Period
}

var provisions = sync.OnceValue(func() (all []Provision) {
	for _, r := range lawRows("law/authority_provisions.csv", 12) {
		all = append(all, Provision{Code: r[0], Period: lawPeriod(r[1:3]), Kind: r[3], Interface: r[4] == "yes", Name: names(r[5:8]), Reach: names(r[8:11])})
	}
	return all
})

// ProvisionsOn lists the provisions that an authority may lean on on day, in
// the order of the table.
func ProvisionsOn(day registers.Day) (on []Provision) {
	for _, p := range provisions() {
		if p.Has(day) {
			on = append(on, p)
		}
	}
	return on
}

// ProvisionOn finds one in force on day. Another than those of the table is
// refused: a provision that nobody has looked at entitles nobody.
func ProvisionOn(code string, day registers.Day) (Provision, bool) {
	on := ProvisionsOn(day)
	i := slices.IndexFunc(on, func(p Provision) bool { return p.Code == code })
	if i < 0 {
		return Provision{}, false
	}
	return on[i], true
}
