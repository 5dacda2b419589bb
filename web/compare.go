package web

import (
	"slices"
	"strings"

	"tietolupa/permits"
	"tietolupa/registers"
)

// A comparison sets what was applied for beside what is granted.
type comparison struct {
	Decision   permits.Decision
	Tables     []comparedTable
	Items      []comparedItem // each condition of the population, period, sample, cadence
	Less       bool
	Population []string
}

type comparedTable struct {
	Table string
	Rows  []comparedVariable
}

type comparedVariable struct {
	registers.Variable
	Applied, Granted registers.Protection
	Reason           string // why it was asked for
	Refusal          permits.Refusal
	Clause           string
	Need             string // what was found of its necessity; empty when that is as applied for
}

// Less says whether less is granted than was asked for.
func (v comparedVariable) Less() bool { return v.Applied != v.Granted }

type comparedItem struct {
	Item             string
	Name             string
	Applied, Granted string
	Refusal          permits.Refusal
}

// Less says whether less is granted than was asked for.
func (i comparedItem) Less() bool { return i.Applied != i.Granted }

func (s *server) compare(asked permits.Scope, d permits.Decision, v *visit) *comparison {
	granted := d.Scope
	if d.Outcome == permits.RefuseAll {
		granted = permits.Scope{}
	}
	c := &comparison{Decision: d}
	for _, t := range asked.Tables {
		ct := comparedTable{Table: t.Table}
		for _, sv := range t.Variables {
			known, _ := s.Catalogue.Variable(sv.ID)
			row := comparedVariable{Variable: known, Applied: sv.Protection, Granted: granted.Protection(sv.ID), Refusal: refusalOf(d, sv.ID), Clause: d.Clauses[sv.ID]}
			if need := d.Necessity[sv.ID]; need != permits.AsApplied {
				row.Need = need
			}
			c.Less = c.Less || row.Less()
			ct.Rows = append(ct.Rows, row)
		}
		c.Tables = append(c.Tables, ct)
	}
	if d.Outcome != permits.RefuseAll {
		c.Items = s.compareItems(asked, granted, d, v)
	}
	for _, p := range granted.Population {
		c.Population = append(c.Population, s.sayPredicate(p, v))
	}
	return c
}

// compareItems sets side by side the conditions of the population, one by one,
// and the extent.
func (s *server) compareItems(asked, granted permits.Scope, d permits.Decision, v *visit) (items []comparedItem) {
	keys := permits.ConditionKeys(asked.Population)
	for i, p := range asked.Population {
		item := comparedItem{Item: keys[i], Name: s.texts.in(v.Lang, "scope.population"), Applied: s.sayPredicate(p, v), Refusal: refusalOf(d, keys[i])}
		if q, ok := permits.Counterpart(asked.Population, granted.Population, i); ok {
			item.Granted = s.sayPredicate(q, v)
		}
		items = append(items, item)
	}
	added := comparedItem{Item: "population", Name: s.texts.in(v.Lang, "desk.limit.added"), Refusal: refusalOf(d, "population")}
	for _, q := range permits.AddedConditions(asked.Population, granted.Population) {
		added.Granted = strings.TrimPrefix(added.Granted+"; "+s.sayPredicate(q, v), "; ")
	}
	if added.Granted != "" {
		items = append(items, added)
	}
	say := func(scope permits.Scope) map[string]string {
		from, _ := date(scope.Period.From)
		to, _ := date(scope.Period.To)
		sample := s.texts.in(v.Lang, "sample.all")
		if scope.Sample > 0 {
			sample = number(scope.Sample)
		}
		cadence := scope.Cadence
		if cadence == "" {
			cadence = permits.Once
		}
		return map[string]string{"period": from + "–" + to, "sample": sample, "cadence": s.texts.in(v.Lang, "cadence."+string(cadence))}
	}
	a, g := say(asked), say(granted)
	for _, item := range []string{"period", "sample", "cadence"} {
		items = append(items, comparedItem{Item: item, Name: s.texts.in(v.Lang, "scope."+item), Applied: a[item], Granted: g[item], Refusal: refusalOf(d, item)})
	}
	return items
}

func refusalOf(d permits.Decision, item string) permits.Refusal {
	i := slices.IndexFunc(d.Refusals, func(r permits.Refusal) bool { return r.Item == item })
	if i < 0 {
		return permits.Refusal{Item: item}
	}
	return d.Refusals[i]
}
