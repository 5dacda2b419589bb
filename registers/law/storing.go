package law

import (
	"slices"

	"tietolupa/registers"
)

// Storing lists what has to be stored of a current client that day (4.1a). Who
// has to do it is the duty "store" of the rule's register.
func (l Law) Storing() (all []registers.StoringRule) {
	for _, r := range l.tables.storing {
		if (Version{From: r.From, Until: r.Until}).On(l.day) {
			r.Columns = slices.Clone(r.Columns)
			all = append(all, r)
		}
	}
	return all
}

func (t *Tables) store(r *row) {
	s := registers.StoringRule{
		ID: r.must("id"), Register: oneOf(r, "register", Registers()...), Item: r.must("item"), Tie: r.must("tie"), Stored: r.must("stored"),
		Columns: r.list("columns"), Days: r.days("days"), Name: r.names(),
		Match: oneOf(r, "match", registers.StoredEver, registers.StoredSince, registers.StoredOpen, registers.StoredLinked),
	}
	v := r.version(s.ID)
	s.From, s.Until, s.Source = v.From, v.Until, v.Source
	if !slices.ContainsFunc(t.items, func(i Item) bool { return i.Item == s.Item && i.Register == s.Register }) {
		r.bad("item %q is not one of register %q: correct it", s.Item, s.Register)
	}
	tie, tied := t.catalogue.Table(s.Tie)
	stored, there := t.catalogue.Table(s.Stored)
	switch {
	case !tied || !there:
		r.bad("table %q or %q is not in tables.csv: correct it", s.Tie, s.Stored)
	case tie.Subject != stored.Subject || tie.Register != s.Register:
		r.bad("%q and %q are not about one client of register %q: correct them", s.Tie, s.Stored, s.Register)
	case s.Match == registers.StoredSince && (tie.Start == "" || stored.Start == ""),
		s.Match == registers.StoredOpen && (stored.Start == "" || stored.End == ""):
		r.bad("match %q needs tables with spells: choose another", s.Match)
	case s.Match == registers.StoredLinked && (len(tie.Keys) < 2 || !t.has(stored.Name, tie.Keys[1])):
		r.bad("%q does not name a row of %q: choose another match", s.Stored, s.Tie)
	}
	for _, column := range s.Columns {
		if !t.has(s.Stored, column) {
			r.bad("%s.%s is not in the catalogue: correct it", s.Stored, column)
		}
	}
	t.storing = append(t.storing, s)
}

func (t *Tables) has(table, column string) bool {
	_, known := t.catalogue.Column(table, column)
	return known
}
