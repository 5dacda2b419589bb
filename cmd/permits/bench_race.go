package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"tietolupa/extracts"
	"tietolupa/permits"
	"tietolupa/registers"
)

// A race runs bare COPY, the analyst's pipeline and the extract in turn over
// the same tables and columns, each in processes of its own.
type race struct {
	place     *place
	dir       string
	program   string
	scope     permits.Scope
	tables    []raceTable
	catalogue *registers.Catalogue
}

// A raceTable is what each of the three reads of one table.
type raceTable struct {
	name    string
	columns []extracts.AnalystColumn
}

func newRace(p *place, dir string) (*race, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("bench extract: %w", err)
	}
	if _, err := exec.LookPath("psql"); err != nil {
		return nil, fmt.Errorf("bench extract: psql is missing: install Debian's postgresql-client")
	}
	cat, err := registers.Load()
	if err != nil {
		return nil, err
	}
	return &race{place: p, dir: dir, program: program, catalogue: cat, scope: raceScope(cat), tables: raceTables(cat)}, nil
}

// raceScope is the whole of what is kept on persons, as a ministry's order
// would name it: every deliverable variable at its default step.
func raceScope(cat *registers.Catalogue) permits.Scope {
	s := permits.Scope{Version: permits.ScopeVersion, Cadence: permits.Monthly}
	s.Period.From, _ = registers.ParseDay("2000-01-01")
	s.Period.To, _ = registers.ParseDay("2020-11-02")
	// Both sexes: a population that lets everybody in, yet has to be computed.
	s.Population = []registers.Predicate{{ID: "person.sex", In: []string{"1", "2"}}}
	for _, t := range cat.Tables() {
		if t.Subject != "person" || t.Name == "person_identifier" {
			continue
		}
		table := permits.ScopeTable{Table: t.Name}
		for _, v := range cat.TableVariables(t.Name) {
			if v.Deliverable() && v.Default != registers.Drop {
				table.Variables = append(table.Variables, permits.ScopeVariable{ID: v.ID, Protection: v.Default})
			}
		}
		s.Tables = append(s.Tables, table)
	}
	return s
}

// raceTables are the stored columns that raceScope is made of, so that all
// three read the same.
func raceTables(cat *registers.Catalogue) (tables []raceTable) {
	types := map[registers.Type]string{
		registers.ID: "BIGINT", registers.Date: "DATE", registers.Flag: "BOOLEAN", registers.Integer: "INTEGER",
		registers.Decimal: "DECIMAL(12,2)", registers.Code: "VARCHAR", registers.Text: "VARCHAR",
	}
	for _, st := range raceScope(cat).Tables {
		t := raceTable{name: st.Table}
		for _, sv := range st.Variables {
			v, _ := cat.Variable(sv.ID)
			column := v.Column
			if v.Kind == registers.Derived {
				column = v.Derive.Column
			}
			stored, _ := cat.Column(st.Table, column)
			c := extracts.AnalystColumn{Name: column, Type: types[stored.Type], Hashed: stored.Type == registers.ID}
			if !slices.Contains(t.columns, c) {
				t.columns = append(t.columns, c)
			}
		}
		tables = append(tables, t)
	}
	return tables
}

func (r *race) run(ctx context.Context, runs int) (measurement, error) {
	m := measurement{Runs: runs, Median: map[string]float64{}, Ratio: map[string]float64{}, Seconds: map[string][]float64{}}
	var cpu, peak []float64
	for range runs {
		for _, lap := range []struct {
			name string
			do   func(context.Context) (lapResult, error)
		}{{"copy", r.copy}, {"analyst", r.analyst}, {"extract", r.extract}} {
			result, err := lap.do(ctx)
			if err != nil {
				return m, fmt.Errorf("bench extract: %s: %w", lap.name, err)
			}
			m.Seconds[lap.name] = append(m.Seconds[lap.name], result.wall.Seconds())
			fmt.Fprintf(os.Stderr, "%-8s %6.2f s\n", lap.name, result.wall.Seconds())
			if lap.name == "extract" {
				m.Rows, m.Sealed = result.rows, result.sealed
				cpu, peak = append(cpu, result.cpu), append(peak, result.peakMiB)
			}
		}
	}
	for name, all := range m.Seconds {
		m.Median[name] = median(all)
	}
	m.Ratio["analyst"] = m.Median["analyst"] / m.Median["extract"]
	m.Ratio["copy"] = m.Median["copy"] / m.Median["extract"]
	m.CPU, m.PeakMiB = median(cpu), slices.Max(peak)
	return m, nil
}

type lapResult struct {
	wall         time.Duration
	cpu, peakMiB float64
	rows, sealed int64
}

// copy is the floor: every table through one connection, thrown away.
func (r *race) copy(ctx context.Context) (lapResult, error) {
	args := []string{"-q", "-X", "-v", "ON_ERROR_STOP=1", "-d", r.place.dsn}
	for _, t := range r.tables {
		args = append(args, "-c", "COPY (SELECT "+t.list()+" FROM registers."+t.name+") TO STDOUT (FORMAT binary)")
	}
	begun := time.Now()
	cmd := exec.CommandContext(ctx, "psql", args...) // its output goes to the null device
	err := cmd.Run()
	return lapResult{wall: time.Since(begun)}, err
}

// analyst exports each table as CSV, then makes a DuckDB file of them.
func (r *race) analyst(ctx context.Context) (_ lapResult, err error) {
	dir, err := os.MkdirTemp(r.dir, "analyst-")
	if err != nil {
		return lapResult{}, err
	}
	defer os.RemoveAll(dir)
	var work []extracts.AnalystTable
	begun := time.Now()
	for _, t := range r.tables {
		file := filepath.Join(dir, t.name+".csv")
		copyOut := `\copy (SELECT ` + t.list() + ` FROM registers.` + t.name + `) TO '` + file + `' (FORMAT csv, HEADER)`
		if said, err := exec.CommandContext(ctx, "psql", "-q", "-X", "-d", r.place.dsn, "-c", copyOut).CombinedOutput(); err != nil {
			return lapResult{}, fmt.Errorf("psql: %w: %s", err, said)
		}
		work = append(work, extracts.AnalystTable{Name: t.name, File: file, Columns: t.columns})
	}
	plan, err := json.Marshal(work)
	if err != nil {
		return lapResult{}, err
	}
	cmd := exec.CommandContext(ctx, r.program, "bench", "analyst", filepath.Join(dir, "analyst.duckdb"))
	cmd.Stdin, cmd.Stderr = bytes.NewReader(plan), os.Stderr
	err = cmd.Run()
	return lapResult{wall: time.Since(begun)}, err
}

func (t raceTable) list() string {
	var names []string
	for _, c := range t.columns {
		names = append(names, c.Name)
	}
	return strings.Join(names, ", ")
}

// extract builds and seals one order in a process of its own, which tells its
// memory itself: what the system says of a child includes its parent's.
func (r *race) extract(ctx context.Context) (lapResult, error) {
	order, err := benchOrder(ctx, r.place, r.catalogue, r.scope)
	if err != nil {
		return lapResult{}, err
	}
	server := serverCPU(r.place)
	begun := time.Now()
	cmd := exec.CommandContext(ctx, r.program, "bench", "build", "--dir", r.dir, string(order.ID))
	cmd.Env = append(os.Environ(), "DATABASE_URL="+r.place.dsn)
	cmd.Stderr = os.Stderr
	said, err := cmd.Output()
	if err != nil {
		return lapResult{}, err
	}
	result := lapResult{wall: time.Since(begun)}
	var told benchBuilt
	if err := json.Unmarshal(said, &told); err != nil {
		return lapResult{}, err
	}
	result.rows, result.sealed, result.peakMiB = told.Rows, told.Sealed, told.PeakMiB
	result.cpu = (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds() + serverCPU(r.place) - server
	return result, nil
}

// serverCPU is the processor time of the private server's ended connections, in
// seconds; 0 when the server is somebody else's.
func serverCPU(p *place) float64 {
	if p.cluster == nil {
		return 0
	}
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cluster.PID()))
	if err != nil {
		return 0
	}
	// Fields after the program's name in parentheses; cutime and cstime are the
	// 16th and 17th of all, in hundredths of a second (proc(5)).
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	if len(fields) < 15 {
		return 0
	}
	user, _ := strconv.ParseFloat(fields[13], 64)
	system, _ := strconv.ParseFloat(fields[14], 64)
	return (user + system) / 100
}
