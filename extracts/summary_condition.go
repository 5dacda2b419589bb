package extracts

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tietolupa/permits"
	"tietolupa/registers"
)

// A summaryQuery writes the conditions of a population as DuckDB reads them from
// the summary; they mean what Snapshot.Cohort means by them. Every value has been
// checked against the catalogue before it is written.
type summaryQuery struct{ cat *registers.Catalogue }

// cohort is the condition on row p of table person that belongs to everybody who
// fulfils where; empty when everybody does. Conditions on one table with the same
// time speak of one and the same row.
func (q summaryQuery) cohort(where []registers.Predicate) (string, error) {
	type group struct {
		table      registers.Table
		time       string
		conditions []string
	}
	var groups []*group
	for _, p := range where {
		v, ok := q.cat.Variable(p.ID)
		if !ok || !permits.Counted(q.cat, v) {
			return "", fmt.Errorf("condition on %s: the summary does not hold it", p.ID)
		}
		t, _ := q.cat.Table(v.Table)
		time, err := q.time(t, p)
		if err != nil {
			return "", fmt.Errorf("condition on %s: %w", p.ID, err)
		}
		condition, err := q.condition(v, p)
		if err != nil {
			return "", fmt.Errorf("condition on %s: %w", p.ID, err)
		}
		i := slices.IndexFunc(groups, func(g *group) bool { return g.table.Name == t.Name && g.time == time })
		if i < 0 {
			i, groups = len(groups), append(groups, &group{table: t, time: time})
		}
		groups[i].conditions = append(groups[i].conditions, condition)
	}
	var all []string
	for _, g := range groups {
		conditions := strings.Join(g.conditions, " AND ")
		if g.table.Name == g.table.Subject {
			all = append(all, conditions)
			continue
		}
		all = append(all, "p.n IN (SELECT p.n FROM "+sqlName(g.table.Name)+" p WHERE "+conditions+g.time+")")
	}
	return strings.Join(all, " AND "), nil
}

// time limits row p of a table to a day or a period, as the registers' own
// reading does.
func (q summaryQuery) time(t registers.Table, p registers.Predicate) (string, error) {
	during := p.During
	switch {
	case p.At != nil && p.During != nil:
		return "", errors.New("a day and a period")
	case p.At != nil:
		during = &registers.Period{From: *p.At, To: *p.At}
	case during == nil:
		return "", nil
	}
	if t.Start == "" {
		return "", errors.New("the register keeps no history of it, leave the time out")
	}
	start, err := q.column(t, t.Start)
	if err != nil {
		return "", err
	}
	where, last := "", start+" >= %s"
	if t.End != "" {
		end, err := q.column(t, t.End)
		if err != nil {
			return "", err
		}
		last = "(" + end + " IS NULL OR " + end + " >= %s)"
	}
	if !during.To.IsZero() {
		where += " AND " + start + " <= " + dayText(during.To)
	}
	if !during.From.IsZero() {
		where += " AND " + fmt.Sprintf(last, dayText(during.From))
	}
	return where, nil
}

func (q summaryQuery) column(t registers.Table, column string) (string, error) {
	v, ok := q.cat.Column(t.Name, column)
	if !ok || !permits.Counted(q.cat, v) {
		return "", errors.New("the summary does not hold its time")
	}
	return "p." + sqlName(v.DeliveredName()), nil
}

func dayText(d registers.Day) string { return "DATE " + sqlText(d.String()) }

// expression is what v is in row p, and the variable that it is stored as.
func (q summaryQuery) expression(v registers.Variable) (string, registers.Variable, error) {
	if v.Kind != registers.Derived {
		return "p." + sqlName(v.DeliveredName()), v, nil
	}
	stored, ok := q.cat.Column(v.Table, v.Derive.Column)
	if !ok || !permits.Counted(q.cat, stored) {
		return "", v, errors.New("the summary does not hold its column")
	}
	column := "p." + sqlName(stored.DeliveredName())
	switch v.Derive.By {
	case registers.Year:
		return "year(" + column + ")", stored, nil
	case registers.Month:
		return "date_trunc('month', " + column + ")", stored, nil
	case registers.Region:
		return "p." + regionColumn(stored), stored, nil
	}
	return "", v, errors.New("not a variable that a population may be limited by")
}

func (q summaryQuery) condition(v registers.Variable, p registers.Predicate) (string, error) {
	expression, _, err := q.expression(v)
	if err != nil {
		return "", err
	}
	if (len(p.In) > 0) == (p.From != "" || p.To != "") {
		return "", errors.New("give a set of values or an interval")
	}
	var values []string
	for _, value := range p.In {
		written, err := q.value(v, value)
		if err != nil {
			return "", err
		}
		values = append(values, written)
	}
	if len(values) > 0 {
		return expression + " IN (" + strings.Join(values, ", ") + ")", nil
	}
	if v.Type == registers.Flag {
		return "", errors.New("a flag has no interval")
	}
	if v.Type == registers.Code {
		expression += "::VARCHAR"
	}
	var conditions []string
	for _, end := range []struct{ how, value string }{{" >= ", p.From}, {" <= ", p.To}} {
		if end.value == "" {
			continue
		}
		written, err := q.value(v, end.value)
		if err != nil {
			return "", err
		}
		conditions = append(conditions, expression+end.how+written)
	}
	return strings.Join(conditions, " AND "), nil
}

// value writes a value of v, or refuses what is none.
func (q summaryQuery) value(v registers.Variable, value string) (written string, err error) {
	switch v.Type {
	case registers.Code:
		if _, ok := q.cat.Code(v.Codes, value); !ok {
			err = errors.New("not in the list")
		}
		written = sqlText(value)
	case registers.Date:
		var day registers.Day
		day, err = registers.ParseDay(value)
		written = dayText(day)
	case registers.Integer:
		var n int64
		n, err = strconv.ParseInt(value, 10, 64)
		written = strconv.FormatInt(n, 10)
	case registers.Decimal:
		if strings.Trim(value, "0123456789.-") == "" {
			_, err = strconv.ParseFloat(value, 64)
		} else {
			err = errors.New("not a number")
		}
		written = value + "::DECIMAL(18,4)"
	case registers.Flag:
		if value != "true" && value != "false" {
			err = errors.New("not true or false")
		}
		written = value
	default:
		err = errors.New("not of a type that is counted")
	}
	if err != nil {
		return "", fmt.Errorf("%q is not a %s of %s", value, v.Type, v.ID)
	}
	return written, nil
}
