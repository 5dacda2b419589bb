package permits

import (
	"slices"
	"strings"

	"tietolupa/registers"
)

// conditionItem begins the name of one condition of a population among the
// items of a decision.
const conditionItem = "population."

// ConditionKeys names each condition of a population, in its order:
// "population." and the variable, with "#2" and so on when a variable has more
// than one.
func ConditionKeys(population []registers.Predicate) (keys []string) {
	seen := map[string]int{}
	for _, p := range population {
		seen[p.ID]++
		key := conditionItem + p.ID
		if n := seen[p.ID]; n > 1 {
			key += "#" + number(n)
		}
		keys = append(keys, key)
	}
	return keys
}

// ConditionNamed is the condition of a population by its key.
func ConditionNamed(population []registers.Predicate, key string) (registers.Predicate, bool) {
	if i := slices.Index(ConditionKeys(population), key); i >= 0 {
		return population[i], true
	}
	return registers.Predicate{}, false
}

// Counterpart is the condition of granted that stands for condition i of asked:
// the same one among those on the same variable at the same time, in their
// order.
func Counterpart(asked, granted []registers.Predicate, i int) (registers.Predicate, bool) {
	nth := 0
	for _, p := range asked[:i] {
		if p.ID == asked[i].ID && sameTime(p, asked[i]) {
			nth++
		}
	}
	for _, q := range granted {
		if q.ID == asked[i].ID && sameTime(q, asked[i]) {
			if nth == 0 {
				return q, true
			}
			nth--
		}
	}
	return registers.Predicate{}, false
}

// AddedConditions are those of granted that stand for none of asked.
func AddedConditions(asked, granted []registers.Predicate) (added []registers.Predicate) {
	left := slices.Clone(asked)
	for _, q := range granted {
		i := slices.IndexFunc(left, func(p registers.Predicate) bool { return p.ID == q.ID && sameTime(p, q) })
		if i < 0 {
			added = append(added, q)
			continue
		}
		left = slices.Delete(left, i, i+1)
	}
	return added
}

// narrowed lists the conditions that let in fewer than was asked, and
// "population" when one was added that was not asked for.
func narrowed(asked, granted []registers.Predicate, cat *registers.Catalogue) (items []string) {
	keys := ConditionKeys(asked)
	for i, p := range asked {
		c, _ := cat.Variable(p.ID)
		if q, ok := Counterpart(asked, granted, i); !ok || !narrower(c, p, q) {
			items = append(items, keys[i])
		}
	}
	if len(AddedConditions(asked, granted)) > 0 {
		items = append(items, strings.TrimSuffix(conditionItem, "."))
	}
	return items
}
