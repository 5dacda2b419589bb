package postgres

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"sync"
	"time"

	"tietolupa/registers"
	"tietolupa/registers/synthetic"
)

// PracticeRegisters are a snapshot of registers that do not exist: an invented population
// that is read as Snapshot reads the registers, in the same bytes, without a
// database. What is built of it has the form of an extract and holds nothing of
// anybody. Open may be called concurrently.
type PracticeRegisters struct {
	cat       *registers.Catalogue
	taken     time.Time
	most      int
	tables    map[string]practiceTable
	protected map[int64]bool // persons with a protected address

	mu    sync.Mutex
	parts map[string][]byte
}

// A practiceTable is the rows of one table, as binary COPY has them.
type practiceTable struct {
	columns []string
	rows    [][]byte // as encoded, without the count of fields
}

var _ interface { // what builds extracts reads either
	Cohort(ctx context.Context, subject string, where []registers.Predicate, lawDay registers.Day) iter.Seq2[int64, error]
	Split(ctx context.Context, r registers.Reading, n int) ([]registers.Part, int64, error)
	Open(ctx context.Context, p registers.Part) (io.ReadCloser, error)
} = (*PracticeRegisters)(nil)

// NewPracticeRegisters invents registers of so many persons that stand on a day. A cohort
// of persons is cut to at most most of them; 0 leaves it whole.
func NewPracticeRegisters(cat *registers.Catalogue, persons int, seed uint64, taken time.Time, most int) (*PracticeRegisters, error) {
	population, err := synthetic.Generate(synthetic.Config{Persons: persons, Seed: seed, Day: registers.DayOf(taken)})
	if err != nil {
		return nil, fmt.Errorf("invent practice registers: %w", err)
	}
	rows := newRows(population.Persons())
	for f := range population.Files(0, population.Persons()) {
		rows.addPerson(f)
	}
	for f := range population.EmployerFiles(0, population.Employers()) {
		rows.addEmployer(f)
	}
	for f := range population.ProviderFiles(0, population.Providers()) {
		rows.addProvider(f)
	}
	p := &PracticeRegisters{cat: cat, taken: taken, most: most, tables: map[string]practiceTable{}, protected: map[int64]bool{}, parts: map[string][]byte{}}
	for i, t := range loadTables {
		table := practiceTable{columns: strings.Split(t.columns+", "+entryColumns, ", ")}
		if table.rows, err = splitRows(rows.of[i].b, len(table.columns)); err != nil {
			return nil, fmt.Errorf("invent practice registers: table %s: %w", t.name, err)
		}
		p.tables[t.name] = table
	}
	at := slices.Index(p.tables["person"].columns, "protected_address")
	for row := range p.tables["person"].all() {
		if bytes.Equal(row[at], []byte{1}) {
			p.protected[idIn(row[0])] = true
		}
	}
	return p, nil
}

// splitRows cuts encoded rows of so many fields from each other.
func splitRows(b []byte, fields int) (rows [][]byte, _ error) {
	for len(b) > 0 {
		if n := int(binary.BigEndian.Uint16(b)); n != fields {
			return nil, fmt.Errorf("a row has %d fields of %d", n, fields)
		}
		size := 2
		for range fields {
			if n := int32(binary.BigEndian.Uint32(b[size:])); n > 0 {
				size += int(n)
			}
			size += 4
		}
		rows, b = append(rows, b[2:size:size]), b[size:]
	}
	return rows, nil
}

// all gives the fields of each row; nil is NULL. They are valid until the next.
func (t practiceTable) all() iter.Seq[[][]byte] {
	return func(yield func([][]byte) bool) {
		fields := make([][]byte, len(t.columns))
		for _, b := range t.rows {
			for i := range fields {
				n := int32(binary.BigEndian.Uint32(b))
				if b = b[4:]; n < 0 {
					fields[i] = nil
					continue
				}
				fields[i], b = b[:n:n], b[n:]
			}
			if !yield(fields) {
				return
			}
		}
	}
}

func idIn(field []byte) int64 { return int64(binary.BigEndian.Uint64(field)) }

// Taken is when the invented registers are said to stand, and ID names them.
func (p *PracticeRegisters) Taken() time.Time { return p.taken }

// ID says that they are no snapshot of anything.
func (p *PracticeRegisters) ID() string { return "practice" }

// Close forgets what was read.
func (p *PracticeRegisters) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.parts = map[string][]byte{}
	return nil
}

// Cohort is Snapshot.Cohort, in the order of the ids.
func (p *PracticeRegisters) Cohort(_ context.Context, subject string, where []registers.Predicate, lawDay registers.Day) iter.Seq2[int64, error] {
	return func(yield func(int64, error) bool) {
		ids, err := p.cohort(subject, where, lawDay)
		if err != nil {
			yield(0, fmt.Errorf("find the practice cohort of %s: %w", subject, err))
			return
		}
		if p.most > 0 && subject == "person" {
			ids = ids[:min(len(ids), p.most)]
		}
		for _, id := range ids {
			if !yield(id, nil) {
				return
			}
		}
	}
}

// cohort checks the conditions as the registers' own reading does, by writing
// their query, and then looks through the rows.
func (p *PracticeRegisters) cohort(subject string, where []registers.Predicate, lawDay registers.Day) ([]int64, error) {
	q := cohortQuery{cat: p.cat, lawDay: lawDay}
	if _, err := q.build(subject, where); err != nil {
		return nil, err
	}
	members := map[int64]bool{}
	for row := range p.alive(subject, lawDay) {
		members[idIn(row[0])] = true
	}
	var done []registers.Predicate
	for _, first := range where {
		v, _ := p.cat.Variable(baseID(first.ID))
		group := slices.DeleteFunc(slices.Clone(where), func(o registers.Predicate) bool {
			w, _ := p.cat.Variable(baseID(o.ID))
			return w.Table != v.Table || !equal(o.At, first.At) || !equal(o.During, first.During)
		})
		if slices.ContainsFunc(done, func(d registers.Predicate) bool {
			w, _ := p.cat.Variable(baseID(d.ID))
			return w.Table == v.Table && equal(d.At, first.At) && equal(d.During, first.During)
		}) {
			continue
		}
		done = append(done, first)
		fulfil, err := p.fulfil(v.Table, group, lawDay)
		if err != nil {
			return nil, err
		}
		for id := range members {
			if !fulfil[id] {
				delete(members, id)
			}
		}
	}
	ids := make([]int64, 0, len(members))
	for id := range members {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids, nil
}

func baseID(id string) string { id, _, _ = strings.Cut(id, "@"); return id }

// alive gives a table's rows that are not removable on a day (4.3c).
func (p *PracticeRegisters) alive(table string, lawDay registers.Day) iter.Seq[[][]byte] {
	return func(yield func([][]byte) bool) {
		t := p.tables[table]
		at := slices.Index(t.columns, "removable_from")
		for row := range t.all() {
			if row[at] != nil && !lawDay.Before(dayIn(row[at])) {
				continue
			}
			if !yield(row) {
				return
			}
		}
	}
}

func dayIn(field []byte) registers.Day {
	return registers.DayOf(time.Unix(int64(int32(binary.BigEndian.Uint32(field))+daysTo2000)*86400, 0).UTC())
}

// fulfil says who has a row that fulfils every condition of a group.
func (p *PracticeRegisters) fulfil(table string, group []registers.Predicate, lawDay registers.Day) (map[int64]bool, error) {
	var conditions []practiceCondition
	for _, g := range group {
		c, err := p.condition(table, g, lawDay)
		if err != nil {
			return nil, err
		}
		conditions = append(conditions, c)
	}
	during := group[0].During
	if group[0].At != nil {
		during = &registers.Period{From: *group[0].At, To: *group[0].At}
	}
	found := map[int64]bool{}
	for row := range p.alive(table, lawDay) {
		id := idIn(row[0])
		if found[id] || during != nil && !p.overlaps(table, row, *during) ||
			slices.ContainsFunc(conditions, func(c practiceCondition) bool { return !c.holds(p, row) }) {
			continue
		}
		found[id] = true
	}
	return found, nil
}

// overlaps says whether a row has a day in common with a period, as overlap writes it.
func (p *PracticeRegisters) overlaps(table string, row [][]byte, period registers.Period) bool {
	t, _ := p.cat.Table(table)
	if t.Start == "" {
		return true
	}
	columns := p.tables[table].columns
	start := row[slices.Index(columns, t.Start)]
	if start == nil {
		return period.From.IsZero() && period.To.IsZero()
	}
	if !period.To.IsZero() && period.To.Before(dayIn(start)) {
		return false
	}
	if period.From.IsZero() {
		return true
	}
	last := start
	if t.End != "" {
		if last = row[slices.Index(columns, t.End)]; last == nil {
			return true
		}
	}
	return !dayIn(last).Before(period.From)
}

var errNoPart = errors.New("open a part: it is of another snapshot")

// Split reads a table: all of it is one part.
func (p *PracticeRegisters) Split(_ context.Context, r registers.Reading, _ int) ([]registers.Part, int64, error) {
	t, ok := p.tables[r.Table.Name]
	if !ok || len(r.Columns) == 0 || r.LawDay.IsZero() {
		return nil, 0, fmt.Errorf("split table %s: not a table of the catalogue, no columns wanted, or no day", r.Table.Name)
	}
	var b copyRows
	b.b = append(append(b.b, "PGCOPY\n\xff\r\n\x00"...), make([]byte, 8)...)
	rows := int64(0)
	subjects := map[int64]bool{}
	for _, id := range r.Subjects {
		subjects[id] = true
	}
	for row := range p.alive(r.Table.Name, r.LawDay) {
		if r.Subjects != nil && !subjects[idIn(row[0])] || !p.overlaps(r.Table.Name, row, r.Period) {
			continue
		}
		rows++
		b.row(int16(len(r.Columns)))
		for _, column := range r.Columns {
			v, ok := p.cat.Column(r.Table.Name, column)
			if !ok {
				return nil, 0, fmt.Errorf("split table %s: column %q is not in the catalogue", r.Table.Name, column)
			}
			b.field(p.shown(v, t, row))
		}
	}
	b.b = append(b.b, 0xff, 0xff)
	p.mu.Lock()
	defer p.mu.Unlock()
	name := fmt.Sprintf("practice %s %d", r.Table.Name, len(p.parts))
	p.parts[name] = b.b
	return []registers.Part{{SQL: name}}, rows, nil
}

func (c *copyRows) field(b []byte) {
	if b == nil {
		c.null()
		return
	}
	c.length(uint32(len(b)))
	c.b = append(c.b, b...)
}

// shown is a field as it is read: nothing where a protected address masks it.
func (p *PracticeRegisters) shown(v registers.Variable, t practiceTable, row [][]byte) []byte {
	at := slices.Index(t.columns, v.Column)
	if at < 0 || row[at] == nil {
		return nil
	}
	table, _ := p.cat.Table(v.Table)
	who := int64(0)
	switch ties := p.cat.TiesToPlace(v); {
	case ties && table.Subject != "person":
		who = idIn(row[at])
	case ties, v.Rules["masked"] != "" && table.Subject == "person":
		who = idIn(row[0])
	}
	if p.protected[who] {
		return nil
	}
	return row[at]
}

// Open gives a part that Split made.
func (p *PracticeRegisters) Open(_ context.Context, part registers.Part) (io.ReadCloser, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	b, ok := p.parts[part.SQL]
	if !ok {
		return nil, errNoPart
	}
	return io.NopCloser(bytes.NewReader(b)), nil
}
