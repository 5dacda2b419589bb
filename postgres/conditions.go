package postgres

import (
	"fmt"
	"strings"
)

// conditions are what a list is limited by, with the values of their parameters.
type conditions struct {
	terms []string
	args  []any
}

// add limits by sql, whose one %d stands for the number of value's parameter; when
// the same value stands there more than once it is %[1]d.
func (c *conditions) add(sql string, value any) {
	c.args = append(c.args, value)
	c.terms = append(c.terms, fmt.Sprintf(sql, len(c.args)))
}

// sql is all of c as one condition; true when nothing limits.
func (c *conditions) sql() string {
	if len(c.terms) == 0 {
		return "true"
	}
	return strings.Join(c.terms, " and ")
}
