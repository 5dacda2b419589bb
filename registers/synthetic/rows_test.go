package synthetic_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tietolupa/registers"
	"tietolupa/registers/synthetic"
)

func catalogue(t *testing.T) *registers.Catalogue {
	t.Helper()
	c, err := registers.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestTablesAreTheCatalogues: every table of the catalogue is filled, each row
// with all its columns.
func TestTablesAreTheCatalogues(t *testing.T) {
	c := catalogue(t)
	rows := map[string]int{}
	each(generate(t, 3_000, 4), func(r registers.Record) { rows[r.Table]++ })
	for _, table := range c.Tables() {
		if rows[table.Name] == 0 {
			t.Errorf("table %s is empty", table.Name)
		}
	}
	for _, table := range synthetic.Tables() {
		want := map[string]bool{}
		for _, v := range c.TableVariables(table.Name) {
			if v.Column != "" && v.Role != "record" {
				want[v.Column] = true
			}
		}
		got := map[string]bool{}
		for _, column := range table.Columns {
			got[column] = true
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("table %s: %s", table.Name, diff)
		}
	}
}

// valuesOf are a row's values by column.
func valuesOf(r synthetic.Row) map[string]synthetic.Value {
	all := map[string]synthetic.Value{}
	for i, column := range r.Table.Columns[1:] {
		all[column] = r.Values[i]
	}
	return all
}

// before are the tables that tell of the time before the client came.
var before = map[string]bool{"degree": true, "work_history": true, "joint_client": true}

// checkRows checks what holds within the rows of one person's file: those of
// the person begin within a clientship, are removed with the person (4.3a), and
// belong to plans and joint services that are there and have begun.
func checkRows(f *synthetic.File, c *registers.Catalogue) error {
	var clientships []span
	for _, s := range f.Clientships {
		clientships = append(clientships, span{s.Start, s.End})
	}
	plans := map[int64]synthetic.Date{}
	for _, p := range f.Plans {
		plans[p.ID] = p.Signed
	}
	seen := map[string]bool{}
	joint, jointPlans := map[int64]span{}, map[int64]bool{}
	for r := range f.Rows.All() {
		v, table := valuesOf(r), r.Table.Name
		on := synthetic.Date(v[tableOf(c, table).Start].Number)
		if key := fmt.Sprint(table, r.Values[0]); seen[key] {
			return fmt.Errorf("two rows of %s have one key", key)
		} else {
			seen[key] = true
		}
		if r.Subject != f.Person.ID {
			if r.RemovableFrom != 0 && r.RemovableFrom < on {
				return fmt.Errorf("%s of %s is removable before it began", table, on)
			}
			continue
		}
		if r.RemovableFrom != f.Person.RemovableFrom {
			return fmt.Errorf("%s is removable from %s, its person from %s", table, r.RemovableFrom, f.Person.RemovableFrom)
		}
		if !before[table] && !within(clientships, span{on, on}) || on > synthetic.CountDay {
			return fmt.Errorf("%s of %s is outside the clientships %v", table, on, clientships)
		}
		if table == "joint_service" {
			joint[r.Values[0].Number] = span{on, synthetic.Date(v["end_date"].Number)}
		}
		if table == "joint_plan" {
			jointPlans[r.Values[0].Number] = true
		}
		if s, hangs := v["joint_service_id"]; hangs && !within([]span{joint[s.Number]}, span{on, on}) {
			return fmt.Errorf("%s of %s is outside its joint service", table, on)
		}
		if p, hangs := v["joint_plan_id"]; hangs && !jointPlans[p.Number] {
			return fmt.Errorf("%s of a joint plan that is not there", table)
		}
		if p, hangs := v["plan_id"]; hangs && plans[p.Number] != on {
			return fmt.Errorf("%s agreed on %s, its plan signed on %s", table, on, plans[p.Number])
		}
	}
	return nil
}

func tableOf(c *registers.Catalogue, name string) registers.Table {
	t, _ := c.Table(name)
	return t
}

func TestRowsHoldTogether(t *testing.T) {
	c := catalogue(t)
	for _, seed := range []uint64{1, 2, 3} {
		p, faults := generate(t, 4_000, seed), 0
		joint, clients := 0, 0
		for f := range p.Files(0, p.Persons()) {
			if err := checkRows(f, c); err != nil {
				if faults++; faults <= 5 {
					t.Errorf("seed %d, person %d: %v", seed, f.Person.ID, err)
				}
			}
			clients++
			for r := range f.Rows.All() {
				if r.Table.Name == "joint_service" {
					joint++
				}
			}
		}
		if joint*100 < clients || joint*20 > clients {
			t.Errorf("seed %d: %d of %d persons were in the joint service; it is for a few", seed, joint, clients)
		}
	}
}

// TestFirmsRowsFollowTheirSpan: every row about an employer or provider, made
// with its own file or a person's, lies within its clientship or contracts and
// is removed with it.
func TestFirmsRowsFollowTheirSpan(t *testing.T) {
	c := catalogue(t)
	p := generate(t, 6_000, 5)
	type firm struct {
		span
		removable synthetic.Date
	}
	firms := map[int64]firm{}
	check := func(r synthetic.Row) {
		f, known := firms[r.Subject]
		on := synthetic.Date(valuesOf(r)[tableOf(c, r.Table.Name).Start].Number)
		switch {
		case !known:
			t.Errorf("%s of %d, who is not there", r.Table.Name, r.Subject)
		case r.RemovableFrom != f.removable:
			t.Errorf("%s is removable from %s, its subject from %s", r.Table.Name, r.RemovableFrom, f.removable)
		case on < f.start || on > synthetic.CountDay:
			t.Errorf("%s of %s: its subject came on %s", r.Table.Name, on, f.start)
		}
	}
	for f := range p.EmployerFiles(0, p.Employers()) {
		firms[f.Employer.ID] = firm{span{f.Employer.Start, f.Employer.End}, f.Employer.RemovableFrom}
		for r := range f.Rows.All() {
			check(r)
		}
	}
	for f := range p.ProviderFiles(0, p.Providers()) {
		firms[f.Provider.ID] = firm{span{f.Provider.Start, f.Provider.End}, f.Provider.RemovableFrom}
		for r := range f.Rows.All() {
			check(r)
		}
	}
	for f := range p.Files(0, p.Persons()) {
		for r := range f.Rows.All() {
			if r.Subject != f.Person.ID {
				check(r)
			}
		}
	}
}
