package postgres

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tietolupa/registers"
)

// Casts of arguments, which are all sent as text, by the type compared.
var sqlTypes = map[registers.Type]string{
	registers.Text:    "text",
	registers.Code:    "text",
	registers.Date:    "date",
	registers.Integer: "bigint",
	registers.Decimal: "numeric",
	registers.Flag:    "boolean",
}

// condition writes one predicate on row t. A name "variable@parent" asks for
// the parent of its code: person.municipality@ely.
func (q *cohortQuery) condition(p registers.Predicate) (registers.Variable, string, error) {
	id, parent, raised := strings.Cut(p.ID, "@")
	v, ok := q.cat.Variable(id)
	if !ok || v.Kind == registers.Technical || v.Ladder == registers.DirectLadder || v.Type == registers.ID {
		return v, "", errors.New("not a variable that a population may be limited by")
	}
	interval := p.From != "" || p.To != ""
	if (len(p.In) > 0) == interval {
		return v, "", errors.New("give a set of values or an interval")
	}
	stored, expression := v, "t."+column(v.Column)
	if v.Kind == registers.Derived {
		if stored, ok = q.cat.Column(v.Table, v.Derive.Column); !ok {
			return v, "", errors.New("its column is not in the catalogue")
		}
		expression = "t." + column(stored.Column)
		switch v.Derive.By {
		case registers.Year:
			expression = "extract(year from " + expression + ")::bigint"
		case registers.Month:
			expression = "date_trunc('month', " + expression + "::timestamp)::date"
		case registers.Region:
			parent, raised = string(registers.Region), true
		default:
			return v, "", errors.New("not a variable that a population may be limited by")
		}
	}
	if raised {
		codes, err := q.raised(stored, parent, p)
		if err != nil {
			return v, "", err
		}
		return v, expression + " = any (" + q.argument(codes, "text[]") + ")", nil
	}
	cast, ok := sqlTypes[v.Type]
	if !ok {
		return v, "", fmt.Errorf("a population cannot be limited by a %s", v.Type)
	}
	for _, value := range slices.Concat(p.In, ends(p)) {
		if err := q.check(v, value); err != nil {
			return v, "", err
		}
	}
	if !interval {
		return v, expression + " = any (" + q.argument(p.In, "text[]") + "::" + cast + "[])", nil
	}
	if v.Type == registers.Flag {
		return v, "", errors.New("a flag has no interval")
	}
	if cast == "text" {
		expression += ` collate "C"`
	}
	conditions := []string{}
	if p.From != "" {
		conditions = append(conditions, expression+" >= "+q.argument(p.From, "text")+"::"+cast)
	}
	if p.To != "" {
		conditions = append(conditions, expression+" <= "+q.argument(p.To, "text")+"::"+cast)
	}
	return v, strings.Join(conditions, " and "), nil
}

func ends(p registers.Predicate) (values []string) {
	for _, end := range []string{p.From, p.To} {
		if end != "" {
			values = append(values, end)
		}
	}
	return values
}

func (q *cohortQuery) argument(value any, cast string) string {
	q.args = append(q.args, value)
	return "$" + strconv.Itoa(len(q.args)) + "::" + cast
}

// check refuses a value that is not of v's type or list, before PostgreSQL does.
func (q *cohortQuery) check(v registers.Variable, value string) (err error) {
	switch v.Type {
	case registers.Code:
		if _, ok := q.cat.Code(v.Codes, value); !ok {
			err = errors.New("not in the list")
		}
	case registers.Date:
		_, err = registers.ParseDay(value)
	case registers.Integer:
		_, err = strconv.ParseInt(value, 10, 64)
	case registers.Decimal:
		if strings.Trim(value, "0123456789.-") != "" {
			err = errors.New("not a number")
		} else {
			_, err = strconv.ParseFloat(value, 64)
		}
	case registers.Flag:
		if value != "true" && value != "false" {
			err = errors.New("not true or false")
		}
	}
	if err != nil {
		return fmt.Errorf("%q is not a %s of %s", value, v.Type, v.ID)
	}
	return nil
}

// raised lists the codes of v whose parent on the law's day is in p.
func (q *cohortQuery) raised(v registers.Variable, parent string, p registers.Predicate) ([]string, error) {
	if v.Type != registers.Code || len(p.In) == 0 {
		return nil, fmt.Errorf("give a set of codes of %s", parent)
	}
	codes, found := []string{}, map[string]bool{}
	for _, c := range q.cat.Codes(v.Codes) {
		now, ok := q.cat.CodeOn(v.Codes, c.Code, q.lawDay)
		if !ok {
			now, _ = q.cat.Code(v.Codes, c.Code)
		}
		if up := now.Parents[parent]; up != "" && slices.Contains(p.In, up) {
			found[up] = true
			if !slices.Contains(codes, c.Code) {
				codes = append(codes, c.Code)
			}
		}
	}
	for _, up := range p.In {
		if !found[up] {
			return nil, fmt.Errorf("%q is not a %s of any code of %s", up, parent, v.Codes)
		}
	}
	return codes, nil
}
