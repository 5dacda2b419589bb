package extracts

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"

	"tietolupa/permits"
	"tietolupa/registers"
)

// A SummaryFile answers questions from a summary of the registers. Its counts
// are exact: they go through permits.Disclose before anybody sees them. It is
// safe for concurrent use.
type SummaryFile struct {
	db    *sql.DB
	query summaryQuery

	mu       sync.Mutex
	register map[string][2]int64 // everybody, and who is alone, by detail: the file does not change
}

// OpenSummary opens a file that Summarize made, for reading alone. dir is for
// what does not fit in memory.
func OpenSummary(ctx context.Context, path, dir string, cat *registers.Catalogue) (*SummaryFile, error) {
	db, err := openSealed(ctx, path, dir)
	if err != nil {
		return nil, fmt.Errorf("open the summary: %w", err)
	}
	return &SummaryFile{db: db, query: summaryQuery{cat}, register: map[string][2]int64{}}, nil
}

// Close closes the file.
func (s *SummaryFile) Close() error { return s.db.Close() }

// Count is how many persons fulfil every condition.
func (s *SummaryFile) Count(ctx context.Context, where []registers.Predicate) (n int64, err error) {
	cohort, err := s.query.cohort(where)
	if err != nil {
		return 0, fmt.Errorf("count in the summary: %w", err)
	}
	if err := s.db.QueryRowContext(ctx, "SELECT count(*) FROM person p"+whereOf(cohort)).Scan(&n); err != nil {
		return 0, fmt.Errorf("count in the summary: %w", cause(ctx, err))
	}
	return n, nil
}

// Ask measures what q asks.
func (s *SummaryFile) Ask(ctx context.Context, q permits.Question) (m permits.Measured, err error) {
	if q.Kind == permits.SizeQuestion {
		m.Persons, err = s.Count(ctx, q.Population)
		return m, err
	}
	cohort, err := s.query.cohort(q.Population)
	if err != nil {
		return m, fmt.Errorf("measure in the summary: %w", err)
	}
	columns, err := s.query.detail(q.Detail)
	if err != nil {
		return m, fmt.Errorf("measure in the summary: %w", err)
	}
	if m.Persons, m.Classes, m.Alone, m.Small, err = s.classes(ctx, columns, cohort); err != nil {
		return m, err
	}
	if m.Everybody, m.RegisterAlone, err = s.alone(ctx, columns); err != nil {
		return m, err
	}
	for _, step := range permits.StepsOf(q.Detail, s.query.cat) {
		columns, err := s.query.detail(coarser(q.Detail, step))
		if err != nil {
			return m, fmt.Errorf("measure in the summary: %w", err)
		}
		_, alone, err := s.alone(ctx, columns)
		if err != nil {
			return m, err
		}
		m.Steps = append(m.Steps, alone)
	}
	return m, nil
}

// alone counts everybody in the registers and who is alone in a detail; what has
// been counted of this file is not counted again.
func (s *SummaryFile) alone(ctx context.Context, columns []string) (everybody, alone int64, err error) {
	key := strings.Join(columns, ", ")
	s.mu.Lock()
	known, there := s.register[key]
	s.mu.Unlock()
	if there {
		return known[0], known[1], nil
	}
	if everybody, _, alone, _, err = s.classes(ctx, columns, ""); err == nil {
		s.mu.Lock()
		s.register[key] = [2]int64{everybody, alone}
		s.mu.Unlock()
	}
	return everybody, alone, err
}

// coarser is detail with one variable a step down.
func coarser(detail []permits.ScopeVariable, step permits.ScopeVariable) (all []permits.ScopeVariable) {
	for _, sv := range detail {
		if sv.ID == step.ID {
			sv = step
		}
		all = append(all, sv)
	}
	return all
}

// classes counts the classes of equal values: an empty value is a value.
func (s *SummaryFile) classes(ctx context.Context, columns []string, cohort string) (persons, classes, alone, small int64, err error) {
	by := " GROUP BY ()"  // everybody is alike
	if len(columns) > 0 { // of 64 bits: a million persons meet by chance once in ten million summaries
		by = " GROUP BY hash(" + strings.Join(columns, ", ") + ")"
	}
	err = s.db.QueryRowContext(ctx, fmt.Sprintf(`SELECT coalesce(sum(f), 0)::BIGINT, count(*), count(*) FILTER (f = 1), count(*) FILTER (f < %d)
		FROM (SELECT count(*) AS f FROM person p%s%s HAVING count(*) > 0)`, permits.SmallClass, whereOf(cohort), by)).
		Scan(&persons, &classes, &alone, &small)
	if err != nil {
		err = fmt.Errorf("measure in the summary: %w", cause(ctx, err))
	}
	return persons, classes, alone, small, err
}

func whereOf(condition string) string {
	if condition == "" {
		return ""
	}
	return " WHERE " + condition
}

// detail is what a person's row shows of each variable at its protection; what is
// dropped is left out. Of a table of rows it is the person's latest.
func (q summaryQuery) detail(detail []permits.ScopeVariable) (columns []string, _ error) {
	for _, sv := range detail {
		v, ok := q.cat.Variable(sv.ID)
		if !ok || !permits.Counted(q.cat, v) {
			return nil, fmt.Errorf("detail of %s: the summary does not hold it", sv.ID)
		}
		if sv.Protection == registers.Drop {
			continue
		}
		column, err := q.shown(v, sv.Protection)
		if err != nil {
			return nil, fmt.Errorf("detail of %s: %w", sv.ID, err)
		}
		columns = append(columns, column)
	}
	return columns, nil
}

func (q summaryQuery) shown(v registers.Variable, p registers.Protection) (string, error) {
	t, _ := q.cat.Table(v.Table)
	name := func(stored registers.Variable) string {
		if t.Name == t.Subject {
			return stored.DeliveredName()
		}
		return stored.ID
	}
	stored := v
	if v.Kind == registers.Derived {
		var ok bool
		if stored, ok = q.cat.Column(v.Table, v.Derive.Column); !ok {
			return "", errors.New("its column is not in the catalogue")
		}
		if p = v.Derive.By; v.Derive.By == registers.Pseudonym {
			return "", errors.New("a pseudonym sets nobody apart")
		}
	}
	column := "p." + sqlName(name(stored))
	switch p {
	case registers.Exact:
		return column, nil
	case registers.Month:
		return "date_trunc('month', " + column + ")", nil
	case registers.Year:
		return "year(" + column + ")", nil
	case registers.Region:
		return "p." + sqlName(name(stored)+"@region"), nil
	case registers.Band:
		return "floor(" + column + " / " + v.Rules["band"] + ")", nil
	}
	return "", fmt.Errorf("nothing is shown as %s", p)
}
