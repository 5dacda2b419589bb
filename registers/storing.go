package registers

import (
	"slices"
)

// A StoringMatch says which row fulfils a rule of what has to be stored.
type StoringMatch string

const (
	StoredEver   StoringMatch = "ever"   // any row of the client's, however old
	StoredSince  StoringMatch = "since"  // one begun, or still open, since the tie began
	StoredOpen   StoringMatch = "open"   // one that is open on the day
	StoredLinked StoringMatch = "linked" // one that names the tie
)

// A StoringRule says what has to be in the system of a client (4.1a): while a
// row of table Tie binds the client, and once Days have run since it began,
// table Stored holds a row that matches, with a value in one of Columns. A Tie
// without a start, such as person, binds from the beginning. What the catalogue
// requires of a row is no matter of these rules: such a row is never stored
// without it.
type StoringRule struct {
	ID       string
	Register string // person, employer, provider or joint
	Item     string // of 3 §
	Tie      string
	Stored   string
	Columns  []string // none: the row is enough
	Match    StoringMatch
	Days     int
	Name     Names // what is missing
	From     Day
	Until    Day    // last day; zero while in force
	Source   string // provision of the duty or of its term
}

// A StoredRow is one row of a client: values in text form by column, with the
// keys, the links and the office.
type StoredRow struct {
	Table  string
	Values map[string]string
}

// A Missing is what one office has not stored of a client.
type Missing struct {
	Rule   StoringRule
	Office string // controller of the tie
	Due    Day    // first day on which it had to be there; zero when the tie has no start
}

// FindMissing says what is missing of one client on day (4.1a), by rule, office
// and the day it was due. Rows are all of the client's rows; rules those of any
// day, of which the ones in force on day count.
func FindMissing(c *Catalogue, rows []StoredRow, rules []StoringRule, day Day) (all []Missing) {
	for _, rule := range rules {
		tie, known := c.Table(rule.Tie)
		if !known || !(Period{rule.From, rule.Until}).Has(day) {
			continue
		}
		for _, row := range rows {
			if row.Table != tie.Name || !row.open(tie, day) {
				continue
			}
			m := Missing{Rule: rule, Office: row.Values[tie.Office]}
			if tie.Start != "" {
				begun, err := ParseDay(row.Values[tie.Start])
				if err != nil {
					continue
				}
				m.Due = begun.AddDate(0, 0, rule.Days)
			}
			if m.Due.IsZero() || m.Due.Before(day) {
				if !slices.ContainsFunc(rows, func(r StoredRow) bool { return rule.fulfilled(c, tie, row, r, day) }) {
					all = append(all, m)
				}
			}
		}
	}
	return all
}

// open says whether the spell of row is under way on day.
func (r StoredRow) open(t Table, day Day) bool {
	if t.Start != "" && (r.Values[t.Start] == "" || r.Values[t.Start] > day.String()) {
		return false
	}
	return t.End == "" || r.Values[t.End] == "" || r.Values[t.End] >= day.String()
}

// fulfilled says whether row is what the rule wants while tie binds the client.
func (r StoringRule) fulfilled(c *Catalogue, tie Table, bound, row StoredRow, day Day) bool {
	t, known := c.Table(r.Stored)
	if !known || row.Table != t.Name {
		return false
	}
	if len(r.Columns) > 0 && !slices.ContainsFunc(r.Columns, func(column string) bool { return row.Values[column] != "" }) {
		return false
	}
	switch r.Match {
	case StoredEver:
		return true
	case StoredSince:
		begun := bound.Values[tie.Start]
		return row.Values[t.Start] >= begun || t.End != "" && (row.Values[t.End] == "" || row.Values[t.End] >= begun)
	case StoredOpen:
		return row.open(t, day)
	case StoredLinked:
		return row.Values[tie.Keys[1]] == bound.Values[tie.Keys[1]]
	}
	return false
}
