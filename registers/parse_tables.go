package registers

import "slices"

// recordColumns stand in every table: whose the row is (2 §), where it came
// from and who entered it (4.1b), when, and from which day it is to be removed
// (4.3a).
var recordColumns = []string{"office", "source", "recorder", "recorded_at", "removable_from"}

// table reads a line of tables.csv.
func (p *parser) table(r row) {
	c := p.catalogue
	t := Table{
		Name:      r.must("name"),
		Register:  oneOf(r, "register", registerNames...),
		Subject:   oneOf(r, "subject", "person", "employer", "provider"),
		Keys:      r.list("keys"),
		Parent:    r.text("parent"),
		Start:     r.text("start"),
		End:       r.text("end"),
		Office:    r.must("office"),
		Retention: r.must("retention"),
		Name3:     r.names("fi", "sv", "en"),
	}
	r.name("name", t.Name)
	if _, twice := c.table[t.Name]; twice {
		r.bad("table %q twice: keep one line", t.Name)
		return
	}
	if len(t.Keys) == 0 || t.Keys[0] != t.SubjectKey() {
		r.bad("keys %q: begin with the subject's %s", t.Keys, t.SubjectKey())
	}
	if t.Start == "" && t.End != "" {
		r.bad("an end without a start: name the column that the spell starts with")
	}
	if _, ok := c.Code("retention_event", t.Retention); !ok {
		r.bad("retention %q is not a code of list retention_event: add it or correct it", t.Retention)
	}
	c.table[t.Name] = len(c.tables)
	c.tables = append(c.tables, t)
	p.tabLines = append(p.tabLines, r.line)
}

// whole checks what only the finished catalogue can tell: references between
// tables and columns.
func (p *parser) whole() {
	c := p.catalogue
	for i, t := range c.tables {
		bad := func(format string, args ...any) { p.problem("tables.csv", p.tabLines[i], format, args...) }
		if _, ok := c.table[t.Parent]; t.Parent != "" && !ok {
			bad("parent %q is not a table: correct it or leave it empty", t.Parent)
		}
		needed := slices.Concat(t.Keys, recordColumns, []string{t.Office})
		for _, s := range []string{t.Start, t.End} {
			if s != "" {
				needed = append(needed, s)
			}
		}
		slices.Sort(needed)
		for _, column := range slices.Compact(needed) {
			if _, ok := p.columns[t.Name+"."+column]; !ok {
				bad("column %q of table %q is not in catalogue.csv: add a line for it", column, t.Name)
			}
		}
		subjects := 0
		for _, j := range c.byTable[t.Name] {
			if v := c.variables[j]; v.Kind == Derived && v.Role == "subject" {
				subjects++
			}
		}
		if subjects != 1 {
			bad("table %q has %d derived variables of role subject: give exactly one pseudonym(%s)", t.Name, subjects, t.SubjectKey())
		}
	}
	for i, v := range c.variables {
		if flag := v.Rules["masked"]; flag != "" {
			own, _ := p.catalogue.Table(v.Table)
			if m, ok := c.Column(own.Subject, flag); !ok || m.Type != Flag {
				p.problem("catalogue.csv", p.varLines[i], "masked=%s: table %q has no such flag", flag, own.Subject)
			}
		}
		if v.Kind != Derived {
			continue
		}
		if _, ok := p.columns[v.Table+"."+v.Derive.Column]; !ok {
			p.problem("catalogue.csv", p.varLines[i], "derive from %q: table %q has no such column in the catalogue", v.Derive.Column, v.Table)
			continue
		}
		p.derivation(v, p.varLines[i])
	}
}

// derivation checks that a derived variable can be computed from its column.
func (p *parser) derivation(v Variable, line int) {
	from, _ := p.catalogue.Column(v.Table, v.Derive.Column)
	ok := false
	switch v.Derive.By {
	case Pseudonym:
		ok = from.Type == ID && v.Type == ID
	case Year:
		ok = (from.Type == Date || from.Type == Timestamp) && v.Type == Integer
	case Month:
		ok = (from.Type == Date || from.Type == Timestamp) && v.Type == Date
	case Region:
		ok = from.Type == Code && v.Type == Code && p.catalogue.raises(from.Codes, "region")
	}
	if !ok {
		p.problem("catalogue.csv", line, "derive %s(%s): a column of type %s cannot give type %s so", v.Derive.By, v.Derive.Column, from.Type, v.Type)
	}
	t, _ := p.catalogue.Table(v.Table)
	if v.Role == "subject" && (v.Derive.By != Pseudonym || v.Derive.Column != t.SubjectKey()) {
		p.problem("catalogue.csv", line, "role subject: derive it as pseudonym(%s)", t.SubjectKey())
	}
}
