package extracts

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/postgres/pgtest"
	"tietolupa/registers"
	"tietolupa/registers/synthetic"
)

var summaryTime = time.Date(2020, 11, 2, 9, 0, 0, 0, time.UTC)

// summarized loads invented registers and makes their summary.
func summarized(t *testing.T, persons int) (*SummaryFile, *postgres.Snapshot, string) {
	t.Helper()
	cat := catalogue(t)
	pool := pgtest.New(t)
	population, err := synthetic.Generate(synthetic.Config{Persons: persons, Seed: 7})
	if err != nil {
		t.Fatal(err)
	}
	if err := postgres.Load(t.Context(), pool, population, nil); err != nil {
		t.Fatal(err)
	}
	snapshot, err := postgres.OpenSnapshot(t.Context(), pool, cat, summaryTime)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = snapshot.Close() })
	to := filepath.Join(t.TempDir(), "summary.duckdb")
	made, err := Summarize(t.Context(), SummaryInput{Catalogue: cat, Snapshot: snapshot, LawDay: registers.DayOf(summaryTime), Dir: t.TempDir(), To: to, Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	file, err := OpenSummary(t.Context(), to, t.TempDir(), cat)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	if n, err := file.Count(t.Context(), nil); err != nil || n != made.Persons || n == 0 || made.Rows < n {
		t.Fatalf("%d persons are summed up, %+v were made: %v", n, made, err)
	}
	return file, snapshot, to
}

// TestSummaryCountsWhatAnExtractWouldHold: for any condition that a draft may
// have, the summary counts the persons whom the registers' own reading finds, and
// nothing of a special category, no name and no id stands in its file.
func TestSummaryCountsWhatAnExtractWouldHold(t *testing.T) {
	file, snapshot, path := summarized(t, 500)
	cat, day := catalogue(t), registers.DayOf(summaryTime)
	var counted []registers.Variable
	for _, v := range cat.Variables() {
		if permits.Counted(cat, v) {
			counted = append(counted, v)
		}
	}
	found := 0
	rapid.Check(t, func(rt *rapid.T) {
		var where []registers.Predicate
		for range rapid.IntRange(1, 3).Draw(rt, "conditions") {
			where = append(where, drawCounted(rt, cat, rapid.SampledFrom(counted).Draw(rt, "variable")))
		}
		got, err := file.Count(t.Context(), where)
		if err != nil {
			rt.Fatalf("%+v: %v", where, err)
		}
		var want int64
		for _, err := range snapshot.Cohort(t.Context(), "person", where, day) {
			if err != nil {
				rt.Fatalf("%+v: %v", where, err)
			}
			want++
		}
		if got != want {
			rt.Fatalf("%+v: %d persons are counted, %d are in the registers", where, got, want)
		}
		if want > 0 {
			found++
		}
	})
	if found < 10 {
		t.Errorf("only %d cohorts had members", found)
	}
	for _, sql := range []string{`select count(*) from information_schema.columns where column_name in ('hid_e', 'person_id', 'family_name', 'code_of_person', 'disability')`,
		`select count(*) from information_schema.tables where table_name in ('health_entry', 'special_arrangement', 'expert_assessment', 'joint_health', 'numbers')`} {
		var n int
		if err := file.db.QueryRowContext(t.Context(), sql).Scan(&n); err != nil || n != 0 {
			t.Errorf("%d of what is left out is there: %v", n, err)
		}
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file's mode is %v: %v", info.Mode(), err)
	}
}

// drawCounted draws a condition on v with values of its list or of the years of
// the invented registers.
func drawCounted(t *rapid.T, cat *registers.Catalogue, v registers.Variable) registers.Predicate {
	p := registers.Predicate{ID: v.ID}
	value := func(label string) string {
		switch v.Type {
		case registers.Code:
			return rapid.SampledFrom(cat.Codes(v.Codes)).Draw(t, label).Code
		case registers.Date:
			return registers.DayOf(summaryTime).AddDate(0, 0, -rapid.IntRange(0, 4000).Draw(t, label)).String()
		case registers.Flag:
			return fmt.Sprint(rapid.Bool().Draw(t, label))
		}
		return fmt.Sprint(rapid.IntRange(1950, 2002).Draw(t, label))
	}
	if v.Type == registers.Flag || rapid.Bool().Draw(t, "set") {
		for range rapid.IntRange(1, 8).Draw(t, "values") {
			p.In = append(p.In, value("value"))
		}
	} else {
		p.From = value("from")
	}
	if table, _ := cat.Table(v.Table); table.Start != "" && rapid.Bool().Draw(t, "timed") {
		day := registers.DayOf(summaryTime).AddDate(0, 0, -rapid.IntRange(0, 1500).Draw(t, "day"))
		if p.During = (&registers.Period{From: day, To: day.AddDate(0, 6, 0)}); rapid.Bool().Draw(t, "at") {
			p.At, p.During = &day, nil
		}
	}
	return p
}

// TestSummaryMeasuresClasses: classes are those that counting by hand gives, and a
// coarser step leaves no more persons alone.
func TestSummaryMeasuresClasses(t *testing.T) {
	file, _, _ := summarized(t, 400)
	detail := []permits.ScopeVariable{{ID: "person.municipality", Protection: registers.Region}, {ID: "person.sex", Protection: registers.Exact}, {ID: "person.syntyv", Protection: registers.Year}}
	m, err := file.Ask(t.Context(), permits.Question{Kind: permits.RiskQuestion, Detail: detail})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := file.db.QueryContext(t.Context(), `select coalesce("municipality@region", '-') || ' ' || sex || ' ' || year(birth_date) from person`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	f := map[string]int64{}
	for rows.Next() {
		var class string
		if err := rows.Scan(&class); err != nil {
			t.Fatal(err)
		}
		f[class]++
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	var want permits.Measured
	for _, n := range f {
		want.Persons += n
		want.Classes++
		if n == 1 {
			want.Alone++
		}
		if n < permits.SmallClass {
			want.Small++
		}
	}
	if m.Persons != want.Persons || m.Classes != want.Classes || m.Alone != want.Alone || m.Small != want.Small || m.Everybody != want.Persons || m.RegisterAlone != want.Alone {
		t.Errorf("measured %+v, by hand %+v", m, want)
	}
	for _, left := range m.Steps {
		if left > m.RegisterAlone {
			t.Errorf("a coarser step leaves %d alone of %d", left, m.RegisterAlone)
		}
	}
	if len(m.Steps) != len(permits.StepsOf(detail, catalogue(t))) {
		t.Errorf("%d steps are measured", len(m.Steps))
	}
}
