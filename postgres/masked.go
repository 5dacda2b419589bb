package postgres

import "tietolupa/registers"

// A mask is the condition under which an area is not shown, or what ties a
// person to a place, because a protected address (turvakielto, 24.1 § 31 k)
// covers whom row is about; empty when the catalogue masks no such column. row
// names the row: "t." or its table's name with a dot. Of somebody without a row
// of their own nothing is known, so their area is masked too.
func mask(cat *registers.Catalogue, v registers.Variable, row string) string {
	t, _ := cat.Table(v.Table)
	if cat.TiesToPlace(v) {
		person := v.Column
		if t.Subject == "person" {
			person = t.SubjectKey()
		}
		return row + column(person) + " in (select person_id from registers.person where protected_address)"
	}
	flag := v.Rules["masked"]
	if flag == "" {
		return ""
	}
	if t.Name == t.Subject {
		return row + column(flag)
	}
	key := column(t.SubjectKey())
	return "not exists (select from " + registerTable(t.Subject) + " whose where whose." + key + " = " + row + key +
		" and not whose." + column(flag) + ")"
}

// shown is a column as it is read: nothing where it is masked.
func shown(cat *registers.Catalogue, v registers.Variable) string {
	row := column(v.Table) + "."
	if m := mask(cat, v, row); m != "" {
		return "case when " + m + " then null else " + row + column(v.Column) + " end"
	}
	return column(v.Column)
}

// unmasked limits a condition on a masked column to those whose area may be
// shown: the others belong to the country, and to no area of it.
func (q *cohortQuery) unmasked(v registers.Variable, condition string) string {
	if v.Kind == registers.Derived {
		v, _ = q.cat.Column(v.Table, v.Derive.Column)
	}
	if m := mask(q.cat, v, "t."); m != "" {
		return condition + " and not (" + m + ")"
	}
	return condition
}
