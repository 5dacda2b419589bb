package postgres

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"tietolupa/registers"
)

// A practiceCondition is one predicate on the rows of a table of practice
// registers, which cohortQuery has checked.
type practiceCondition struct {
	p      registers.Predicate
	asked  registers.Variable // as the predicate names it
	stored registers.Variable
	table  practiceTable
	codes  []string // of a predicate on codes' parents
}

func (p *PracticeRegisters) condition(table string, of registers.Predicate, lawDay registers.Day) (c practiceCondition, err error) {
	c = practiceCondition{p: of, table: p.tables[table]}
	id, parent, raised := strings.Cut(of.ID, "@")
	c.asked, _ = p.cat.Variable(id)
	if c.stored = c.asked; c.asked.Kind == registers.Derived {
		c.stored, _ = p.cat.Column(table, c.asked.Derive.Column)
		if c.asked.Derive.By == registers.Region {
			parent, raised = string(registers.Region), true
		}
	}
	if raised {
		q := cohortQuery{cat: p.cat, lawDay: lawDay}
		c.codes, err = q.raised(c.stored, parent, of)
	}
	if err == nil && !slices.Contains(c.table.columns, c.stored.Column) {
		err = fmt.Errorf("condition on %s: the invented registers have no such column", of.ID)
	}
	return c, err
}

// holds says whether a row fulfils the condition; one without a value, or whose
// value is masked, does not.
func (c practiceCondition) holds(p *PracticeRegisters, row [][]byte) bool {
	field := p.shown(c.stored, c.table, row)
	if field == nil {
		return false
	}
	value := textIn(c.stored.Type, field)
	if c.codes != nil {
		return slices.Contains(c.codes, value)
	}
	numeric := c.stored.Type == registers.Integer || c.stored.Type == registers.Decimal
	if c.asked.Kind == registers.Derived {
		switch c.asked.Derive.By {
		case registers.Year:
			value, numeric = value[:4], true
		case registers.Month:
			value = value[:8] + "01"
		}
	}
	if len(c.p.In) > 0 {
		return slices.ContainsFunc(c.p.In, func(in string) bool { return in == value || numeric && number(in) == number(value) })
	}
	less := func(a, b string) bool { return a < b }
	if numeric {
		less = func(a, b string) bool { return number(a) < number(b) }
	}
	return (c.p.From == "" || !less(value, c.p.From)) && (c.p.To == "" || !less(c.p.To, value))
}

func number(s string) float64 { n, _ := strconv.ParseFloat(s, 64); return n } // checked before

// textIn is an encoded value as a predicate writes it.
func textIn(t registers.Type, field []byte) string {
	switch t {
	case registers.Date:
		return dayIn(field).String()
	case registers.Flag:
		return strconv.FormatBool(field[0] == 1)
	case registers.Integer:
		return strconv.FormatInt(int64(int32(binary.BigEndian.Uint32(field))), 10)
	case registers.Decimal:
		return numericText(field)
	}
	return string(field)
}

// numericText reads a numeric that copyRows.price wrote.
func numericText(field []byte) string {
	digits, weight := int(binary.BigEndian.Uint16(field)), int(int16(binary.BigEndian.Uint16(field[2:])))
	value := 0.0
	for i := range digits {
		value += float64(binary.BigEndian.Uint16(field[8+2*i:])) * math.Pow(10000, float64(weight-i))
	}
	return strconv.FormatFloat(value, 'f', 2, 64)
}
