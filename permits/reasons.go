package permits

import (
	"slices"
	"strings"
	"sync"

	"tietolupa/registers"
)

// A ReasonCode is why an item was refused or coarsened (hylkäämisen syykoodi);
// every use of one needs a sentence about the case as well.
type ReasonCode struct {
	Code string // "R1" to "R11"
	Text registers.Names
}

// ReasonCodes lists law/reasons.csv in the order of the file. The slice is the
// caller's own.
func ReasonCodes() []ReasonCode { return slices.Clone(reasonCodes()) }

var reasonCodes = sync.OnceValue(func() (all []ReasonCode) {
	for _, r := range lawRows("law/reasons.csv", 4) {
		all = append(all, ReasonCode{Code: r[0], Text: names(r[1:4])})
	}
	return all
})

// ReasonCodeOf finds a code.
func ReasonCodeOf(code string) (ReasonCode, bool) {
	i := slices.IndexFunc(reasonCodes(), func(r ReasonCode) bool { return r.Code == code })
	if i < 0 {
		return ReasonCode{}, false
	}
	return reasonCodes()[i], true
}

// reasoned demands, for each item granted less than asked, a known code and a
// sentence of its own, and for each variable at a step that needs one a clause
// (HL 44.1 § 3 k, 45 §).
func (d Decision) reasoned(asked Scope, cat *registers.Catalogue) error {
	for _, item := range lessThan(asked, d.Scope, cat) {
		i := slices.IndexFunc(d.Refusals, func(r Refusal) bool {
			whole := r.Item == "population" && strings.HasPrefix(item, conditionItem) // one sentence on all of them
			return (r.Item == item || whole) && !empty(r.Text)
		})
		if i < 0 {
			return denyAbout("no-reason-for-refusal", item)
		}
	}
	for _, r := range d.Refusals {
		if _, known := ReasonCodeOf(r.Code); !known {
			return denyAbout("no-such-reason-code", r.Item)
		}
		if unfilled(r.Text) {
			return denyAbout("template-left", r.Item)
		}
		if codeOnly(r.Text) {
			return denyAbout("template-only", r.Item)
		}
	}
	for _, id := range d.Scope.VariableIDs() {
		v, _ := cat.Variable(id)
		if v.Clause && d.Scope.Protection(id) == v.Finest && strings.TrimSpace(d.Clauses[id]) == "" {
			return denyAbout("no-clause", id)
		}
	}
	return nil
}

// lessThan lists the items of asked that granted holds less of: variable ids,
// then the conditions of the population by ConditionKeys, "population" for a
// condition that was not asked for, "period", "sample" and "cadence".
func lessThan(asked, granted Scope, cat *registers.Catalogue) (items []string) {
	for _, t := range asked.Tables {
		for _, v := range t.Variables {
			if granted.Protection(v.ID) != v.Protection {
				items = append(items, v.ID)
			}
		}
	}
	items = append(items, narrowed(asked.Population, granted.Population, cat)...)
	rest := granted
	rest.Tables, rest.Population = asked.Tables, asked.Population
	for _, one := range []struct {
		item  string
		equal func(*Scope)
	}{
		{"period", func(s *Scope) { s.Sample, s.Cadence = asked.Sample, asked.Cadence }},
		{"sample", func(s *Scope) { s.Period, s.Cadence = asked.Period, asked.Cadence }},
		{"cadence", func(s *Scope) { s.Period, s.Sample = asked.Period, asked.Sample }},
	} {
		s := rest
		one.equal(&s)
		if s.Covers(asked, cat) != nil {
			items = append(items, one.item)
		}
	}
	return items
}

// unfilled says whether a text still has a place of its template to fill in.
func unfilled(text string) bool { return strings.ContainsAny(text, "{}") }
