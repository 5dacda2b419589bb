package permits

import (
	"cmp"
	"maps"
	"slices"

	"tietolupa/registers"
)

// A Precedent is what an earlier decision did with a variable that was applied
// for: Granted is Drop when it was refused.
type Precedent struct {
	Case     CaseID
	Day      registers.Day
	Purpose  Purpose
	Variable string
	Applied  registers.Protection
	Granted  registers.Protection
	Code     string // reason code, when granted less
	Reason   string // its sentence
	Ground   string // secrecy ground of the variable
	Finding  string // what was found on it
}

// An OrderPrecedent is whether an earlier decision imposed an order, and how.
type OrderPrecedent struct {
	Case       CaseID
	Day        registers.Day
	Purpose    Purpose
	No         int // of the condition
	Imposed    bool
	Parameters map[string]string // as written there; start values are left out
	Reason     string
}

// Practice is earlier decisions by variable and by order, the latest first.
type Practice struct {
	Variables []Precedent
	Orders    []OrderPrecedent
}

// A Habit is what earlier decisions have usually done with one item, when as
// much was asked for the same purpose.
type Habit[T comparable] struct {
	Decisions int // like this one
	Usual     T   // what most of them did; of equally many, the latest
	As        int // how many did it
	Latest    CaseID
}

func habit[T comparable](did []T, cases []CaseID) (h Habit[T]) {
	counts := map[T]int{}
	for _, x := range did {
		counts[x]++
	}
	for i, x := range did { // the latest first: of equally many it stays
		if counts[x] > h.As {
			h.Usual, h.As, h.Latest = x, counts[x], cases[i]
		}
	}
	h.Decisions = len(did)
	return h
}

// Variable is the practice on a variable asked for at a step, for a purpose. An
// empty purpose of a precedent is like any.
func (p Practice) Variable(v ScopeVariable, purpose Purpose) Habit[registers.Protection] {
	var did []registers.Protection
	var cases []CaseID
	for _, x := range p.Variables {
		if x.Variable == v.ID && x.Applied == v.Protection && (x.Purpose == purpose || x.Purpose == "") {
			did, cases = append(did, x.Granted), append(cases, x.Case)
		}
	}
	return habit(did, cases)
}

// Order is the practice on an order for a purpose: whether it is imposed and
// with which values in place of its start values.
func (p Practice) Order(no int, purpose Purpose) Habit[string] {
	var did []string
	var cases []CaseID
	for _, x := range p.Orders {
		if x.No == no && (x.Purpose == purpose || x.Purpose == "") {
			did, cases = append(did, imposed(x.Imposed, no, x.Parameters)), append(cases, x.Case)
		}
	}
	return habit(did, cases)
}

// imposed words an order so that two can be compared: the values that the case
// itself or nobody settles beforehand are left out.
func imposed(on bool, no int, written map[string]string) string {
	clause, known := ClauseOf(no)
	if !on || !known {
		return ""
	}
	text := number(no)
	for _, name := range slices.Sorted(maps.Keys(written)) {
		i := slices.IndexFunc(clause.Parameters, func(p Parameter) bool { return p.Name == name })
		if i < 0 || clause.Parameters[i].Default == "" || clause.Parameters[i].Default[0] == '@' || written[name] == clause.Parameters[i].Default {
			continue
		}
		text += " " + name + "=" + written[name]
	}
	return text
}

// RefusalDeparts and OrderDeparts name, in Decision.Departures, a refusal of all
// and an order: a variable is named by its id.
const RefusalDeparts = "refusal"

// OrderDeparts is the name of order no in Decision.Departures.
func OrderDeparts(no int) string { return "order-" + number(no) }

// Departures lists what d does otherwise than earlier decisions usually did when
// as much was asked for the same purpose, and for which it has no sentence (HL 6
// §): variables granted before and now refused or given in less detail, or the
// reverse; orders left out, imposed or worded otherwise. A refusal of all is one
// departure when any of its variables has usually been granted.
func Departures(a Application, d Decision, p Practice, cat *registers.Catalogue) (missing []string) {
	for _, key := range Departing(a, d, p, cat) {
		if empty(d.Departures[key]) {
			missing = append(missing, key)
		}
	}
	return missing
}

// Departing lists what d does otherwise than the practice, explained or not.
func Departing(a Application, d Decision, p Practice, cat *registers.Catalogue) (keys []string) {
	if d.Outcome == Dismiss {
		return nil // the variables were not decided on
	}
	for _, t := range a.Scope.Tables {
		for _, v := range t.Variables {
			if known, _ := cat.Variable(v.ID); known.Role == "subject" {
				continue
			}
			h := p.Variable(v, a.Purpose)
			if h.Decisions == 0 || h.Usual == d.Scope.Protection(v.ID) {
				continue
			}
			if d.Outcome == RefuseAll {
				return []string{RefusalDeparts}
			}
			keys = append(keys, v.ID)
		}
	}
	if !d.Grants() {
		return keys
	}
	for _, clause := range Clauses() {
		if clause.Obligation != Ordered {
			continue
		}
		i := slices.IndexFunc(d.Conditions, func(x Condition) bool { return x.No == clause.No })
		now := ""
		if i >= 0 {
			now = imposed(true, clause.No, d.Conditions[i].Parameters)
		}
		if h := p.Order(clause.No, a.Purpose); h.Decisions > 0 && h.Usual != now {
			keys = append(keys, OrderDeparts(clause.No))
		}
	}
	return keys
}

// Newest sorts p with the latest decision first, of one day by case number.
func (p Practice) Newest() Practice {
	slices.SortStableFunc(p.Variables, func(a, b Precedent) int {
		return cmp.Or(b.Day.Time().Compare(a.Day.Time()), cmp.Compare(b.Case, a.Case))
	})
	slices.SortStableFunc(p.Orders, func(a, b OrderPrecedent) int {
		return cmp.Or(b.Day.Time().Compare(a.Day.Time()), cmp.Compare(b.Case, a.Case))
	})
	return p
}
