package extracts

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2/roaring64"
	duckdb "github.com/duckdb/duckdb-go/v2"

	"tietolupa/permits"
	"tietolupa/pseudonymize"
	"tietolupa/registers"
)

// A SummaryInput is what the nightly summary of the registers is made of.
type SummaryInput struct {
	Catalogue *registers.Catalogue
	Snapshot  Snapshot
	LawDay    registers.Day
	Dir       string // work folder, as of a build
	To        string // the file; one that is there is replaced at once
	Threads   int
	Progress  Progress // told of stage "summary" in tables; may be nil
}

// A Summary is what was made.
type Summary struct {
	Persons int64
	Rows    int64 // of all tables
	Bytes   int64
}

// Summarize makes the narrow summary of the registers (koontitiedosto) that
// questions are answered from: what permits.Counted of everybody who is in the
// registers on the law's day, as extracts have it, under numbers that mean
// nothing elsewhere. It has one row a person with the latest value of every
// quasi-identifier, and the spells that conditions ask about. It is a worker's
// file: it holds rows of persons, and is never delivered.
func Summarize(ctx context.Context, in SummaryInput) (_ Summary, err error) {
	folder, err := newWorkFolder(in.Dir)
	if err != nil {
		return Summary{}, fmt.Errorf("summarize the registers: %w", spaceError(err))
	}
	defer func() {
		if err = errors.Join(err, removeWorkFolder(folder)); err != nil {
			err = fmt.Errorf("summarize the registers: %w", spaceError(err))
		}
	}()
	plans, err := summaryPlans(in.Catalogue, in.LawDay)
	if err != nil {
		return Summary{}, err
	}
	built, rows, err := in.build(ctx, folder, plans)
	if err != nil {
		return Summary{}, err
	}
	made := filepath.Join(folder, "summary.duckdb")
	s := Summary{Rows: rows}
	if s.Persons, err = narrow(ctx, in, built, made, filepath.Join(folder, "narrow"), plans); err != nil {
		return Summary{}, err
	}
	info, err := os.Stat(made)
	if err != nil {
		return Summary{}, err
	}
	s.Bytes = info.Size()
	if err := os.Chmod(made, 0o600); err != nil {
		return Summary{}, err
	}
	return s, os.Rename(made, in.To)
}

// build reads the registers as a build does, with a key that nobody keeps.
func (in SummaryInput) build(ctx context.Context, folder string, plans []tablePlan) (path string, rows int64, err error) {
	key, err := pseudonymize.NewPermitKey(rand.Reader)
	if err != nil {
		return "", 0, err
	}
	made, err := pseudonymize.New(key)
	if err != nil {
		return "", 0, err
	}
	reading := Input{
		Order: permits.Order{LawDay: in.LawDay}, Catalogue: in.Catalogue, Snapshot: in.Snapshot, Threads: in.Threads,
		Progress: in.tableProgress(plans),
	}.withDefaults()
	cohorts, err := findCohorts(ctx, &reading, plans, made)
	if err != nil {
		return "", 0, err
	}
	path = filepath.Join(folder, DataFile)
	b := builder{in: &reading, made: made, cohorts: cohorts, seen: map[string]*roaring64.Bitmap{}}
	tables, err := b.run(ctx, path, filepath.Join(folder, "spill"), plans)
	for _, t := range tables {
		rows += t.Rows
	}
	return path, rows, err
}

// tableProgress tells how many of the tables are read; the last step is the
// numbering.
func (in SummaryInput) tableProgress(plans []tablePlan) Progress {
	if in.Progress == nil {
		return nil
	}
	return func(stage string, done, total int64) {
		i := slices.IndexFunc(plans, func(p tablePlan) bool { return p.table.Name == stage })
		in.Progress("summary", int64(max(i, 0)), int64(len(plans))+1)
	}
}

// summaryPlans are the tables of persons with what is counted, unprotected.
func summaryPlans(cat *registers.Catalogue, lawDay registers.Day) (plans []tablePlan, _ error) {
	for _, t := range cat.Tables() {
		if t.Subject != "person" {
			continue
		}
		key, ok := cat.SubjectVariable(t.Name)
		if !ok {
			continue
		}
		plan := tablePlan{table: t, reads: []string{t.SubjectKey()}}
		column, err := plan.column(permits.ScopeVariable{ID: key.ID, Protection: registers.Pseudonym}, cat, lawDay)
		if err != nil {
			return nil, fmt.Errorf("plan the summary: variable %q: %w", key.ID, err)
		}
		plan.columns = append(plan.columns, column)
		for _, v := range cat.TableVariables(t.Name) {
			if v.Kind != registers.Stored || !permits.Counted(cat, v) {
				continue
			}
			c := columnPlan{variable: v, protection: registers.Exact, stored: v.Type, field: len(plan.reads)}
			if err := c.operation(v, cat, lawDay); err != nil {
				return nil, fmt.Errorf("plan the summary: variable %q: %w", v.ID, err)
			}
			plan.reads = append(plan.reads, v.Column)
			plan.columns = append(plan.columns, c)
		}
		if len(plan.columns) > 1 || t.Name == t.Subject {
			plan.sort(cat)
			plans = append(plans, plan)
		}
	}
	return plans, nil
}

// A narrowing copies what was built into the summary, numbers for pseudonyms.
type narrowing struct {
	conn  *sql.Conn
	cat   *registers.Catalogue
	plans []tablePlan
	day   registers.Day
}

// narrow makes the summary's file of the built one and counts its persons.
func narrow(ctx context.Context, in SummaryInput, built, to, spill string, plans []tablePlan) (persons int64, err error) {
	connector, err := duckdb.NewConnector(":memory:", nil)
	if err != nil {
		return 0, fmt.Errorf("open DuckDB: %w", err)
	}
	db := sql.OpenDB(connector)
	defer func() { err = errors.Join(err, db.Close()) }()
	n := narrowing{cat: in.Catalogue, plans: plans, day: in.LawDay}
	if n.conn, err = db.Conn(ctx); err != nil {
		return 0, fmt.Errorf("open DuckDB: %w", err)
	}
	defer func() { err = errors.Join(err, n.conn.Close()) }()
	if err := os.Mkdir(spill, 0o700); err != nil {
		return 0, err
	}
	statements := []string{
		"SET autoinstall_known_extensions = false", "SET autoload_known_extensions = false",
		"SET temp_directory = " + sqlText(spill), "SET memory_limit = '500MB'", fmt.Sprintf("SET threads = %d", max(in.Threads, 2)),
		"ATTACH " + sqlText(built) + " AS b (READ_ONLY)", "ATTACH " + sqlText(to) + " AS s",
		"CREATE TABLE s.numbers AS SELECT hid_e, (row_number() OVER (ORDER BY hid_e))::INTEGER AS n FROM b.person",
	}
	for _, p := range plans {
		statements = append(statements, n.tables(p)...)
	}
	statements = append(statements, n.persons(), "DROP TABLE s.numbers", "CHECKPOINT s")
	for _, sql := range statements {
		if _, err := n.conn.ExecContext(ctx, sql); err != nil {
			return 0, fmt.Errorf("narrow the summary: %w", cause(ctx, err))
		}
	}
	if err := n.conn.QueryRowContext(ctx, "SELECT count(*) FROM s.person").Scan(&persons); err != nil {
		return 0, fmt.Errorf("narrow the summary: %w", err)
	}
	return persons, nil
}

// tables copies a table of rows, and what is the latest of it.
func (n narrowing) tables(p tablePlan) (statements []string) {
	if p.table.Name == p.table.Subject {
		return nil
	}
	name := sqlName(p.table.Name)
	columns := []string{"m.n"}
	for _, c := range p.columns[1:] {
		columns = append(columns, "t."+sqlName(c.name()))
		if region := n.region(c.variable, "t."+sqlName(c.name())); region != "" {
			columns = append(columns, region)
		}
	}
	return []string{"CREATE TABLE s." + name + " AS SELECT " + strings.Join(columns, ", ") + " FROM b." + name +
		" t JOIN s.numbers m USING (hid_e) ORDER BY m.n"}
}

// region is the region of a municipality's column, under the name that
// conditions and details ask for.
func (n narrowing) region(v registers.Variable, column string) string {
	if v.Ladder != registers.AreaLadder {
		return ""
	}
	byRegion := map[string][]string{}
	for _, c := range n.cat.Codes(v.Codes) {
		now, ok := n.cat.CodeOn(v.Codes, c.Code, n.day)
		if !ok {
			now = c
		}
		if up := now.Parents[string(registers.Region)]; up != "" {
			byRegion[up] = append(byRegion[up], sqlText(c.Code))
		}
	}
	var b strings.Builder
	b.WriteString("CASE")
	for _, up := range slices.Sorted(maps.Keys(byRegion)) {
		fmt.Fprintf(&b, " WHEN %s IN (%s) THEN %s", column, strings.Join(byRegion[up], ", "), sqlText(up))
	}
	b.WriteString(" END AS " + regionColumn(v))
	return b.String()
}

func regionColumn(v registers.Variable) string { return sqlName(v.DeliveredName() + "@region") }

// persons is the table of one row a person: their own columns, and of every
// other table the latest value of each quasi-identifier.
func (n narrowing) persons() string {
	columns, joins := []string{"m.n"}, ""
	for _, p := range n.plans {
		own := p.table.Name == p.table.Subject
		var latest []string
		for _, c := range p.columns[1:] {
			column := sqlName(c.name())
			switch region := n.region(c.variable, "p."+column); {
			case own && region != "":
				columns = append(columns, "p."+column, region)
			case own:
				columns = append(columns, "p."+column)
			case c.variable.Class == registers.Quasi:
				latest = append(latest, latestOf(p.table, column)+" AS "+sqlName(c.variable.ID))
				columns = append(columns, sqlName("latest_"+p.table.Name)+"."+sqlName(c.variable.ID))
				if r := n.region(c.variable, column); r != "" {
					latest = append(latest, latestOf(p.table, regionColumn(c.variable))+" AS "+sqlName(c.variable.ID+"@region"))
					columns = append(columns, sqlName("latest_"+p.table.Name)+"."+sqlName(c.variable.ID+"@region"))
				}
			}
		}
		if len(latest) > 0 {
			joins += fmt.Sprintf(" LEFT JOIN (SELECT n, %s FROM s.%s GROUP BY n) %s ON %[3]s.n = m.n",
				strings.Join(latest, ", "), sqlName(p.table.Name), sqlName("latest_"+p.table.Name))
		}
	}
	return "CREATE TABLE s.person AS SELECT " + strings.Join(columns, ", ") +
		" FROM b.person p JOIN s.numbers m USING (hid_e)" + joins + " ORDER BY m.n"
}

// latestOf is the value of the row that began last.
func latestOf(t registers.Table, column string) string {
	if t.Start == "" {
		return "max(" + column + ")"
	}
	return "arg_max(" + column + ", " + sqlName(t.Start) + ")"
}
