package postgres_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"pgregory.net/rapid"

	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
)

// naive answers cohorts the slow way: all rows in memory, one condition at a time.
type naive struct {
	cat    *registers.Catalogue
	rows   map[string][]map[string]any
	lawDay registers.Day
}

func newNaive(t testing.TB, pool *pgxpool.Pool, cat *registers.Catalogue) naive {
	t.Helper()
	n := naive{cat: cat, rows: map[string][]map[string]any{}}
	for _, table := range cat.Tables() {
		rows, err := pool.Query(t.Context(), "select to_jsonb(t) from registers."+table.Name+" t")
		if err != nil {
			t.Fatal(err)
		}
		all, err := pgx.CollectRows(rows, pgx.RowTo[json.RawMessage])
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range all {
			var row map[string]any
			if err := json.Unmarshal(b, &row); err != nil {
				t.Fatal(err)
			}
			n.rows[table.Name] = append(n.rows[table.Name], row)
		}
	}
	n.mask()
	return n
}

// mask takes every area of those with a protected address away: they are in no area.
func (n naive) mask() {
	protected := map[any]bool{}
	for _, one := range n.rows["person"] {
		protected[one["person_id"]] = one["protected_address"].(bool)
	}
	for _, v := range n.cat.Variables() {
		for _, row := range n.rows[v.Table] {
			if v.Rules["masked"] != "" && protected[row["person_id"]] {
				row[v.Column] = nil
			}
		}
	}
}

func text(v any) (string, bool) {
	switch v := v.(type) {
	case nil:
		return "", false
	case string:
		return v, true
	case bool:
		return strconv.FormatBool(v), true
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), true
	}
	panic(fmt.Sprintf("a %T", v))
}

func (n naive) alive(row map[string]any) bool {
	from, some := text(row["removable_from"])
	return !some || from > n.lawDay.String()
}

// holds says whether row is in time for p and fulfils it.
func (n naive) holds(table registers.Table, row map[string]any, p registers.Predicate) bool {
	from, to := "0000-00-00", "9999-99-99"
	if p.At != nil {
		from, to = p.At.String(), p.At.String()
	}
	if p.During != nil {
		if !p.During.From.IsZero() {
			from = p.During.From.String()
		}
		if !p.During.To.IsZero() {
			to = p.During.To.String()
		}
	}
	if table.Start != "" {
		start, _ := text(row[table.Start])
		end := start
		if table.End != "" {
			var some bool
			if end, some = text(row[table.End]); !some {
				end = "9999-99-99"
			}
		}
		if start > to || end < from {
			return false
		}
	}
	v, found := n.cat.Variable(p.ID)
	if !found { // an area
		code, _ := text(row["municipality"])
		c, _ := n.cat.Code("municipality", code)
		return slices.Contains(p.In, c.Parents["ely"])
	}
	value, some := text(row[v.Column])
	if v.Kind == registers.Derived {
		value, some = text(row[v.Derive.Column])
		value = value[:4]
	}
	if !some {
		return false
	}
	if len(p.In) > 0 {
		return slices.Contains(p.In, value)
	}
	if v.Type == registers.Integer || v.Type == registers.Decimal {
		number := func(s string, other float64) float64 {
			if f, err := strconv.ParseFloat(s, 64); err == nil {
				return f
			}
			return other
		}
		f := number(value, 0)
		return f >= number(p.From, f) && f <= number(p.To, f)
	}
	return (p.From == "" || value >= p.From) && (p.To == "" || value <= p.To)
}

// cohort looks, for each condition, for a row that fulfils it and all others of
// the same table and time.
func (n naive) cohort(subject string, where []registers.Predicate) []int64 {
	ids := []int64{}
	key := subject + "_id"
	for _, one := range n.rows[subject] {
		fulfils := n.alive(one)
		for _, p := range where {
			table, _ := n.cat.Table(tableOf(p))
			fulfils = fulfils && slices.ContainsFunc(n.rows[table.Name], func(row map[string]any) bool {
				return row[key] == one[key] && n.alive(row) && !slices.ContainsFunc(where, func(q registers.Predicate) bool {
					return tableOf(q) == table.Name && sameTimes(p, q) && !n.holds(table, row, q)
				})
			})
		}
		if fulfils {
			ids = append(ids, int64(one[key].(float64)))
		}
	}
	slices.Sort(ids)
	return ids
}

func tableOf(p registers.Predicate) string {
	table, _, _ := strings.Cut(p.ID, ".")
	return table
}

func sameTimes(p, q registers.Predicate) bool {
	a, _ := json.Marshal([]any{p.At, p.During})
	b, _ := json.Marshal([]any{q.At, q.During})
	return string(a) == string(b)
}

func drawDay(t *rapid.T, label string) registers.Day {
	return registers.DayOf(snapshotTime).AddDate(0, 0, -rapid.IntRange(-100, 2500).Draw(t, label))
}

// drawPredicate draws a condition on a variable of subject that a population
// may be limited by, with values as they occur in the rows.
func (n naive) drawPredicate(t *rapid.T, subject string) registers.Predicate {
	variables := []registers.Variable{}
	for _, v := range n.cat.Variables() {
		table, _ := n.cat.Table(v.Table)
		if table.Subject == subject && len(n.rows[v.Table]) > 0 && v.Kind != registers.Technical && v.Ladder != registers.DirectLadder && v.Type != registers.ID {
			variables = append(variables, v)
		}
	}
	if subject == "person" && rapid.IntRange(0, 9).Draw(t, "area") == 0 {
		return registers.Predicate{ID: permits.AreaVariable, In: rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"01", "02", "03", "09", "15"}), 1, 3, rapid.ID[string]).Draw(t, "areas")}
	}
	v := rapid.SampledFrom(variables).Draw(t, "variable")
	p := registers.Predicate{ID: v.ID}
	value := func(label string) string {
		row := rapid.SampledFrom(n.rows[v.Table]).Draw(t, label)
		column := v.Column
		if v.Kind == registers.Derived {
			column = v.Derive.Column
		}
		s, some := text(row[column])
		switch {
		case v.Kind == registers.Derived:
			return s[:4]
		case some:
			return s
		case v.Type == registers.Date:
			return "2020-06-01"
		case v.Type == registers.Flag:
			return "false"
		case v.Type == registers.Code:
			return n.cat.Codes(v.Codes)[0].Code
		}
		return "1"
	}
	if v.Type == registers.Flag || rapid.Bool().Draw(t, "set") {
		for i := range rapid.IntRange(1, 4).Draw(t, "values") {
			p.In = append(p.In, value("value"+strconv.Itoa(i)))
		}
	} else {
		if rapid.Bool().Draw(t, "has from") {
			p.From = value("from")
		}
		if p.From == "" || rapid.Bool().Draw(t, "has to") {
			p.To = value("to")
		}
	}
	if table, _ := n.cat.Table(v.Table); table.Start != "" {
		switch rapid.IntRange(0, 2).Draw(t, "time") {
		case 0:
			d := drawDay(t, "at")
			p.At = &d
		case 1:
			d := drawDay(t, "during")
			p.During = &registers.Period{From: d, To: d.AddDate(0, rapid.IntRange(0, 24).Draw(t, "months"), 0)}
		}
	}
	return p
}

func cohortOf(t testing.TB, s *postgres.Snapshot, subject string, where []registers.Predicate, lawDay registers.Day) ([]int64, error) {
	t.Helper()
	ids := []int64{}
	for id, err := range s.Cohort(t.Context(), subject, where, lawDay) {
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids, nil
}

func TestCohortEqualsNaiveEvaluation(t *testing.T) {
	pool := loaded(t, 400)
	s := openSnapshot(t, pool)
	n := newNaive(t, pool, theCatalogue(t))
	found := 0
	rapid.Check(t, func(rt *rapid.T) {
		n.lawDay = registers.DayOf(snapshotTime).AddDate(rapid.IntRange(0, 4).Draw(rt, "years"), 0, 0)
		subject := rapid.SampledFrom([]string{"person", "person", "person", "employer", "provider"}).Draw(rt, "subject")
		where := []registers.Predicate{}
		for range rapid.IntRange(0, 3).Draw(rt, "conditions") {
			p := n.drawPredicate(rt, subject)
			if len(where) > 0 && rapid.Bool().Draw(rt, "same time") { // one row, where the tables agree
				if table, _ := n.cat.Table(tableOf(p)); table.Start != "" {
					p.At, p.During = where[0].At, where[0].During
				}
			}
			where = append(where, p)
		}
		got, err := cohortOf(t, s, subject, where, n.lawDay)
		if err != nil {
			rt.Fatal(err)
		}
		want := n.cohort(subject, where)
		if diff := cmp.Diff(want, got); diff != "" {
			rt.Fatalf("%s where %+v on %v (-want +got):\n%s", subject, where, n.lawDay, diff)
		}
		if len(where) > 0 && len(got) > 0 {
			found++
		}
	})
	if found < 20 {
		t.Errorf("only %d cohorts had members", found)
	}
}

func TestCohortRefuses(t *testing.T) {
	s := openSnapshot(t, loaded(t, 50))
	on := registers.DayOf(snapshotTime)
	one := []string{"02"}
	for rule, p := range map[string]registers.Predicate{
		"unknown variable":    {ID: "person.shoe_size", In: one},
		"technical":           {ID: "person.office", In: one},
		"internal id":         {ID: "person.person_id", In: []string{"1"}},
		"pseudonym":           {ID: "person.hid_e", In: []string{"1"}},
		"name":                {ID: "person.family_name", In: []string{"Virtanen"}},
		"henkilötunnus":       {ID: "person_identifier.code", In: []string{"131052-308T"}},
		"protected address":   {ID: "person.protected_address", In: []string{"true"}},
		"another subject":     {ID: "vacancy.positions", From: "1"},
		"nothing asked":       {ID: "person.sex"},
		"set and interval":    {ID: "person.sex", In: one, From: "1"},
		"code not in list":    {ID: "employment_code.code", In: []string{"zz"}},
		"no date":             {ID: "employment_code.start_date", From: "yesterday"},
		"no number":           {ID: "person.syntyv", From: "1970; drop"},
		"no flag":             {ID: "person.fund_member", In: []string{"maybe"}},
		"interval of a flag":  {ID: "person.fund_member", From: "false"},
		"no history":          {ID: "person.municipality", In: []string{"091"}, At: &on},
		"day and period":      {ID: "employment_code.code", In: one, At: &on, During: &registers.Period{}},
		"unknown parent":      {ID: "person.municipality@planet", In: one},
		"unknown area":        {ID: permits.AreaVariable, In: []string{"99"}},
		"area by interval":    {ID: permits.AreaVariable, From: "01"},
		"parent of no code":   {ID: "person.birth_date@ely", In: one},
		"area of no variable": {ID: "person.@ely", In: one},
	} {
		if ids, err := cohortOf(t, s, "person", []registers.Predicate{p}, on); err == nil {
			t.Errorf("%s: %d members", rule, len(ids))
		}
	}
	if _, err := cohortOf(t, s, "employment_code", nil, on); err == nil {
		t.Error("a table that is no subject")
	}
	if _, err := cohortOf(t, s, "person", nil, registers.Day{}); err == nil {
		t.Error("no law's day")
	}
	if ids, err := cohortOf(t, s, "person", nil, on); err != nil || len(ids) == 0 {
		t.Errorf("after refusals: %d, %v", len(ids), err)
	}
	for _, err := range s.Cohort(t.Context(), "person", nil, on) {
		if err != nil {
			t.Error(err)
		}
		break // and one may stop early
	}
	if ids, err := cohortOf(t, s, "person", nil, on); err != nil || len(ids) == 0 {
		t.Errorf("after stopping early: %d, %v", len(ids), err)
	}
}
