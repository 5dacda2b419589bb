package registers

import (
	"fmt"
	"slices"
)

// A Protection is how a variable is shown in an extract (suojaus). Its text is
// stored in scopes, decisions and manifests, so protections are added but
// never renamed.
type Protection string

const (
	Exact     Protection = "exact"     // the value itself
	Pseudonym Protection = "pseudonym" // a per-permit pseudonym of a surrogate id
	Month     Protection = "month"     // a date cut to the first day of its month
	Year      Protection = "year"      // a date cut to its year
	Region    Protection = "region"    // a municipality raised to its region (maakunta)
	Band      Protection = "band"      // a number put in a band of the catalogue's width
	Drop      Protection = "drop"      // not delivered
)

// A Ladder names the protections that suit a type of variable, from the finest
// to the coarsest, so that "no finer than applied for" can be decided.
type Ladder string

const (
	DirectLadder Ladder = "direct" // direct identifiers and free text: never delivered
	KeyLadder    Ladder = "key"    // surrogate ids
	DateLadder   Ladder = "date"
	AreaLadder   Ladder = "area"
	NumberLadder Ladder = "number"
	CodeLadder   Ladder = "code" // codes and flags
)

var ladders = map[Ladder][]Protection{
	DirectLadder: {Drop},
	KeyLadder:    {Pseudonym, Drop},
	DateLadder:   {Exact, Month, Year, Drop},
	AreaLadder:   {Exact, Region, Drop},
	NumberLadder: {Exact, Band, Drop},
	CodeLadder:   {Exact, Drop},
}

// Steps lists l's protections from the finest to the coarsest; nil when l is
// not a ladder. The caller may change the slice.
func (l Ladder) Steps() []Protection { return slices.Clone(ladders[l]) }

// Has says whether p is a step of l.
func (l Ladder) Has(p Protection) bool { return slices.Contains(ladders[l], p) }

// Finer says whether a shows more than b on l. It fails when either is not a
// step of l: unknown means refuse.
func (l Ladder) Finer(a, b Protection) (bool, error) {
	i, j := slices.Index(ladders[l], a), slices.Index(ladders[l], b)
	if i < 0 || j < 0 {
		return false, fmt.Errorf("compare protections %q and %q: not both on ladder %q", a, b, l)
	}
	return i < j, nil
}
