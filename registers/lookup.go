package registers

import "slices"

// A Catalogue is everything that is known of the registers' content: tables,
// variables and code lists. It does not change after Parse and is safe for
// concurrent use. What its methods return is the caller's own, but for the
// maps and slices inside, which must not be changed.
type Catalogue struct {
	variables []Variable
	variable  map[string]int   // by id
	byTable   map[string][]int // in the order of the file
	tables    []Table
	table     map[string]int
	lists     []string
	codes     map[string][]CodeValue    // by list, in the order of the file
	latest    map[string]map[string]int // list → code → the entry that begins last
	hash      string
}

// Hash is the SHA-256 of the three files in hexadecimal: which catalogue a
// manifest or a decision was made with.
func (c *Catalogue) Hash() string { return c.hash }

// Variables lists all variables in the order of the catalogue.
func (c *Catalogue) Variables() []Variable { return slices.Clone(c.variables) }

// Variable finds a variable by its id, such as "person.municipality".
func (c *Catalogue) Variable(id string) (Variable, bool) {
	i, ok := c.variable[id]
	if !ok {
		return Variable{}, false
	}
	return c.variables[i], true
}

// Tables lists all tables in the order of tables.csv.
func (c *Catalogue) Tables() []Table { return slices.Clone(c.tables) }

// Table finds a table by its name.
func (c *Catalogue) Table(name string) (Table, bool) {
	i, ok := c.table[name]
	if !ok {
		return Table{}, false
	}
	return c.tables[i], true
}

// TableVariables lists a table's variables, derived and technical ones too, in
// the order of the catalogue; nothing for an unknown table.
func (c *Catalogue) TableVariables(table string) []Variable {
	vs := make([]Variable, 0, len(c.byTable[table]))
	for _, i := range c.byTable[table] {
		vs = append(vs, c.variables[i])
	}
	return vs
}

// Column finds the stored or technical variable of a table's column.
func (c *Catalogue) Column(table, column string) (Variable, bool) {
	for _, i := range c.byTable[table] {
		if v := c.variables[i]; v.Kind != Derived && v.Column == column {
			return v, true
		}
	}
	return Variable{}, false
}

// SubjectVariable is the derived pseudonym of whom table's rows are about,
// such as "plan.hid_e": what every extract of the table is joined and ordered by.
func (c *Catalogue) SubjectVariable(table string) (Variable, bool) {
	for _, i := range c.byTable[table] {
		if v := c.variables[i]; v.Kind == Derived && v.Role == "subject" {
			return v, true
		}
	}
	return Variable{}, false
}

// TiesToPlace says whether v joins a person to an employer or a provider, or to
// a row of theirs: to a place, in either direction. A protected address masks it
// as it masks the person's own area (24.1 § 31 k).
func (c *Catalogue) TiesToPlace(v Variable) bool {
	if v.Kind != Technical || v.Role != "link" {
		return false
	}
	t, _ := c.Table(v.Table)
	for _, target := range c.tables {
		if target.Keys[len(target.Keys)-1] == v.Column && target.Name != t.Name {
			return (t.Subject == "person") != (target.Subject == "person")
		}
	}
	return false
}

// Lists names the code lists in the order of codes.csv.
func (c *Catalogue) Lists() []string { return slices.Clone(c.lists) }

// Codes lists a code list in the order of codes.csv, ended codes too; nothing
// for an unknown list. A code whose name or area changed is there once for
// each time.
func (c *Catalogue) Codes(list string) []CodeValue { return slices.Clone(c.codes[list]) }

// Under lists the codes of a list that on day belong to a code of another: the
// municipalities of a region. They are in the order of codes.csv.
func (c *Catalogue) Under(list, above, code string, day Day) (codes []string) {
	for i := range c.codes[list] {
		if of := &c.codes[list][i]; of.Parents[above] == code && of.Valid(day) {
			codes = append(codes, of.Code)
		}
	}
	return codes
}

// Code finds a code of a list, in force or ended; of several entries the one
// that begins last.
func (c *Catalogue) Code(list, code string) (CodeValue, bool) {
	i, ok := c.latest[list][code]
	if !ok {
		return CodeValue{}, false
	}
	return c.codes[list][i], true
}

// CodeOn finds a code of a list as it is on day; nothing when it has not begun
// or has ended.
func (c *Catalogue) CodeOn(list, code string, day Day) (CodeValue, bool) {
	if v, ok := c.Code(list, code); !ok || v.Valid(day) {
		return v, ok
	}
	for _, v := range c.codes[list] {
		if v.Code == code && v.Valid(day) {
			return v, true
		}
	}
	return CodeValue{}, false
}

// Valid says whether v may be recorded and delivered on day.
func (c *Catalogue) Valid(v Variable, day Day) bool {
	return Period{DayOf(v.From), until(v.Until)}.Has(day)
}

// Valid says whether v is in use on day.
func (v CodeValue) Valid(day Day) bool { return Period{DayOf(v.From), until(v.Until)}.Has(day) }
