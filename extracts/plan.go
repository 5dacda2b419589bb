package extracts

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"tietolupa/permits"
	"tietolupa/registers"
)

// An operation makes a delivered value of a stored one.
type operation uint8

const (
	toPseudonym operation = iota
	toDay
	toMonth
	toYear
	toCode // an ENUM: of the list's codes, or of the parents they are raised to
	toFlag
	toInteger
	toDecimal
	toIntegerBand
	toDecimalBand
	toText
)

// A tablePlan is one table of an extract: what is read and what is made of it.
type tablePlan struct {
	table   registers.Table
	columns []columnPlan // as delivered, in the scope's order
	reads   []string     // stored columns, the subject's key first
	sorts   []string     // delivered columns that the rows are sorted by
	hidden  string       // entity to sort by when the subject is not delivered
}

// A columnPlan is one delivered column.
type columnPlan struct {
	variable   registers.Variable
	protection registers.Protection
	do         operation
	field      int            // of tablePlan.reads
	stored     registers.Type // of that field
	required   bool
	entity     string            // of a pseudonym
	values     []string          // of an ENUM, in the list's order
	index      map[string]uint16 // stored code → position in values
	width      int64             // of a band
}

func (c columnPlan) name() string { return c.variable.DeliveredName() }

// makePlan maps a scope to operations; it is the only place that does. It
// refuses whatever the catalogue does not allow on the law's day, as if nothing
// had been checked before: an unknown table or variable, a protection off the
// ladder, one finer than may be granted, a combination without an operation.
func makePlan(scope permits.Scope, cat *registers.Catalogue, lawDay registers.Day) ([]tablePlan, error) {
	var plans []tablePlan
	seen := map[string]bool{}
	for _, t := range scope.Tables {
		table, ok := cat.Table(t.Table)
		if !ok || seen[t.Table] {
			return nil, fmt.Errorf("plan the extract: table %q is not in the catalogue, or there twice", t.Table)
		}
		seen[t.Table] = true
		plan := tablePlan{table: table, reads: []string{table.SubjectKey()}}
		for _, v := range t.Variables {
			if v.Protection == registers.Drop {
				continue
			}
			if seen[v.ID] {
				return nil, fmt.Errorf("plan the extract: variable %q twice", v.ID)
			}
			seen[v.ID] = true
			column, err := plan.column(v, cat, lawDay)
			if err != nil {
				return nil, fmt.Errorf("plan the extract: variable %q: %w", v.ID, err)
			}
			plan.columns = append(plan.columns, column)
		}
		if len(plan.columns) == 0 {
			continue
		}
		plan.sort(cat)
		plans = append(plans, plan)
	}
	if len(plans) == 0 {
		return nil, fmt.Errorf("plan the extract: nothing is delivered")
	}
	return plans, nil
}

func (p *tablePlan) column(sv permits.ScopeVariable, cat *registers.Catalogue, lawDay registers.Day) (columnPlan, error) {
	v, ok := cat.Variable(sv.ID)
	if !ok || v.Table != p.table.Name || !v.Deliverable() || !cat.Valid(v, lawDay) {
		return columnPlan{}, fmt.Errorf("it cannot be delivered from table %s", p.table.Name)
	}
	if finer, err := v.Ladder.Finer(sv.Protection, v.Finest); err != nil {
		return columnPlan{}, err
	} else if finer {
		return columnPlan{}, fmt.Errorf("%s is finer than may be granted", sv.Protection)
	}
	name := v.Column
	if v.Kind == registers.Derived {
		name = v.Derive.Column
	}
	stored, ok := cat.Column(v.Table, name)
	if !ok {
		return columnPlan{}, fmt.Errorf("its column is not in the catalogue")
	}
	c := columnPlan{variable: v, protection: sv.Protection, stored: stored.Type,
		required: stored.Required && stored.Rules["masked"] == "" && !cat.TiesToPlace(stored)} // a masked value is empty
	if err := c.operation(stored, cat, lawDay); err != nil {
		return columnPlan{}, err
	}
	if c.field = slices.Index(p.reads, name); c.field < 0 {
		c.field = len(p.reads)
		p.reads = append(p.reads, name)
	}
	return c, nil
}

// operation picks what makes the protection of a stored type. A derived
// variable is its derivation at the finest, so the same holds for it.
func (c *columnPlan) operation(stored registers.Variable, cat *registers.Catalogue, lawDay registers.Day) error {
	type pair struct {
		registers.Type
		registers.Protection
	}
	operations := map[pair]operation{
		{registers.ID, registers.Pseudonym}:    toPseudonym,
		{registers.Date, registers.Exact}:      toDay,
		{registers.Date, registers.Month}:      toMonth,
		{registers.Date, registers.Year}:       toYear,
		{registers.Timestamp, registers.Exact}: toDay,
		{registers.Timestamp, registers.Month}: toMonth,
		{registers.Timestamp, registers.Year}:  toYear,
		{registers.Code, registers.Exact}:      toCode,
		{registers.Code, registers.Region}:     toCode,
		{registers.Flag, registers.Exact}:      toFlag,
		{registers.Integer, registers.Exact}:   toInteger,
		{registers.Integer, registers.Band}:    toIntegerBand,
		{registers.Decimal, registers.Exact}:   toDecimal,
		{registers.Decimal, registers.Band}:    toDecimalBand,
		{registers.Text, registers.Exact}:      toText,
	}
	do, ok := operations[pair{stored.Type, c.protection}]
	if !ok {
		return fmt.Errorf("a %s cannot be shown as %s", stored.Type, c.protection)
	}
	c.do = do
	switch do {
	case toPseudonym:
		c.entity = strings.TrimSuffix(stored.Column, "_id")
	case toCode:
		return c.codes(stored.Codes, cat, lawDay)
	case toIntegerBand, toDecimalBand:
		width, err := strconv.ParseInt(c.variable.Rules["band"], 10, 32)
		if err != nil || width <= 0 {
			return fmt.Errorf("the catalogue gives no width of its bands")
		}
		c.width = width
	}
	return nil
}

// codes lists the values of the ENUM and maps each stored code to one. A code
// without a parent stays out of the map, so that meeting it stops the build.
func (c *columnPlan) codes(list string, cat *registers.Catalogue, lawDay registers.Day) error {
	to := map[string]string{}
	var values []string
	for _, code := range cat.Codes(list) {
		value := code.Code
		if c.protection == registers.Region {
			now, ok := cat.CodeOn(list, code.Code, lawDay)
			if !ok {
				now, _ = cat.Code(list, code.Code)
			}
			if value = now.Parents[string(registers.Region)]; value == "" {
				continue
			}
		}
		to[code.Code] = value
		values = append(values, value)
	}
	slices.Sort(values) // the order of a list may follow use
	c.values = slices.Compact(values)
	if len(c.values) == 0 || len(c.values) > 1<<15 {
		return fmt.Errorf("list %q has %d values", list, len(c.values))
	}
	c.index = make(map[string]uint16, len(to))
	for code, value := range maps.All(to) {
		i, _ := slices.BinarySearch(c.values, value)
		c.index[code] = uint16(i)
	}
	return nil
}

// sort sets what rows are sorted by: the subject's pseudonym, then the row's own
// and its start, so that nothing of the register's order is delivered.
func (p *tablePlan) sort(cat *registers.Catalogue) {
	subject, _ := cat.SubjectVariable(p.table.Name)
	var start, key []string
	for _, c := range p.columns {
		switch {
		case c.variable.ID == subject.ID:
			p.sorts = []string{c.name()}
		case c.variable.Role == "start":
			start = []string{c.name()}
		case c.variable.Role == "key" && c.do == toPseudonym:
			key = []string{c.name()}
		}
	}
	if len(p.sorts) == 0 {
		p.hidden = p.table.Subject
		p.sorts = []string{hiddenColumn}
	}
	p.sorts = slices.Concat(p.sorts, start, key)
}

// hiddenColumn is produced by a source, sorted by, and never inserted.
const hiddenColumn = "sort key"

// sqlType is the type of the delivered column in DuckDB.
func (c columnPlan) sqlType() string {
	switch c.do {
	case toPseudonym:
		return "UUID"
	case toDay, toMonth:
		return "DATE"
	case toYear:
		return "SMALLINT"
	case toCode:
		quoted := make([]string, len(c.values))
		for i, v := range c.values {
			quoted[i] = sqlText(v)
		}
		return "ENUM (" + strings.Join(quoted, ", ") + ")"
	case toFlag:
		return "BOOLEAN"
	case toInteger, toIntegerBand:
		return "INTEGER"
	case toDecimal:
		return "DECIMAL(12,2)"
	case toDecimalBand:
		return "BIGINT"
	}
	return "VARCHAR"
}

func sqlName(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
func sqlText(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }
