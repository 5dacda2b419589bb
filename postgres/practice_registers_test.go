package postgres_test

import (
	"context"
	"fmt"
	"io"
	"iter"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"tietolupa/postgres"
	"tietolupa/registers"
)

// A readable is the registers or practice ones.
type readable interface {
	Cohort(ctx context.Context, subject string, where []registers.Predicate, lawDay registers.Day) iter.Seq2[int64, error]
	Split(ctx context.Context, r registers.Reading, n int) ([]registers.Part, int64, error)
	Open(ctx context.Context, p registers.Part) (io.ReadCloser, error)
}

// rowsRead reads all parts of a reading and gives its rows as text, sorted.
func rowsRead(t *testing.T, from readable, r registers.Reading) (all []string) {
	t.Helper()
	parts, _, err := from.Split(t.Context(), r, 3)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range parts {
		content, err := from.Open(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(content)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := decode(b)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			for i, column := range r.Columns {
				if v, _ := theCatalogue(t).Column(r.Table.Name, column); v.Type == registers.Decimal && row[i] != nil {
					row[i] = whole(row[i])
				}
			}
			all = append(all, fmt.Sprintf("%x", row))
		}
	}
	slices.Sort(all)
	return all
}

// whole is a numeric without the digits that are zero at its end, which the server
// leaves out.
func whole(numeric []byte) []byte {
	for len(numeric) > 8 && numeric[len(numeric)-1] == 0 && numeric[len(numeric)-2] == 0 {
		numeric = slices.Clone(numeric[:len(numeric)-2])
		numeric[1]--
	}
	return numeric
}

// TestPracticeReadsAsTheRegistersDo: the population that practice registers invent
// is loaded into PostgreSQL, and every table, column and period is then read alike
// from both, byte by byte, protected addresses and removable rows included.
func TestPracticeReadsAsTheRegistersDo(t *testing.T) {
	pool, cat := loaded(t, 400), theCatalogue(t)
	real, practice := openSnapshot(t, pool), invented(t, 400)
	for _, table := range cat.Tables() {
		r := registers.Reading{Table: table, LawDay: registers.DayOf(snapshotTime)}
		for _, v := range cat.TableVariables(table.Name) {
			if v.Kind != registers.Derived {
				r.Columns = append(r.Columns, v.Column)
			}
		}
		from, _ := registers.ParseDay("2019-01-01")
		for _, r.Period = range []registers.Period{{}, {From: from, To: from.AddDate(0, 8, 0)}} {
			want, got := rowsRead(t, real, r), rowsRead(t, practice, r)
			if !slices.Equal(want, got) {
				t.Errorf("table %s in %v: %d rows are stored and %d invented, or they differ", table.Name, r.Period, len(want), len(got))
			}
		}
	}
}

// TestPracticeCohorts: any condition selects the same persons.
func TestPracticeCohorts(t *testing.T) {
	pool := loaded(t, 300)
	n, practice := newNaive(t, pool, theCatalogue(t)), invented(t, 300)
	found := 0
	rapid.Check(t, func(rt *rapid.T) {
		n.lawDay = registers.DayOf(snapshotTime).AddDate(rapid.IntRange(0, 4).Draw(rt, "years"), 0, 0)
		subject := rapid.SampledFrom([]string{"person", "person", "employer", "provider"}).Draw(rt, "subject")
		where := []registers.Predicate{}
		for range rapid.IntRange(0, 3).Draw(rt, "conditions") {
			p := n.drawPredicate(rt, subject)
			if table, _ := n.cat.Table(tableOf(p)); len(where) > 0 && table.Start != "" && rapid.Bool().Draw(rt, "same time") {
				p.At, p.During = where[0].At, where[0].During
			}
			where = append(where, p)
		}
		got := []int64{}
		for id, err := range practice.Cohort(t.Context(), subject, where, n.lawDay) {
			if err != nil {
				rt.Fatal(err)
			}
			got = append(got, id)
		}
		if want := n.cohort(subject, where); !slices.Equal(want, got) {
			rt.Fatalf("%s where %+v: %d members are stored, %d invented", subject, where, len(want), len(got))
		}
		if len(where) > 0 && len(got) > 0 {
			found++
		}
	})
	if found < 8 { // of a hundred, of which about a third have
		t.Errorf("only %d cohorts had members", found)
	}
}

func invented(t *testing.T, persons int) *postgres.PracticeRegisters {
	t.Helper()
	p, err := postgres.NewPracticeRegisters(theCatalogue(t), persons, 7, snapshotTime, 0)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
