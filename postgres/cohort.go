package postgres

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/jackc/pgx/v5"

	"tietolupa/registers"
)

// Cohort yields the ids of subject ("person", "employer", "provider") that
// fulfil every predicate, in no order; no predicate means everybody. Who or what
// is removable on lawDay does not count (4.3c), nor one whose data may only be
// stored (GDPR 18), nor one with a protected address where an area is asked for. Predicates of one table with the
// same time speak of one and the same row: a spell with that code and that
// reason. A predicate that cannot be answered ends the sequence with an error:
// an unknown variable, one of another subject, a directly identifying one, a
// time where the table keeps no history.
func (s *Snapshot) Cohort(ctx context.Context, subject string, where []registers.Predicate, lawDay registers.Day) iter.Seq2[int64, error] {
	return func(yield func(int64, error) bool) {
		if err := s.cohort(ctx, subject, where, lawDay, yield); err != nil {
			yield(0, fmt.Errorf("find the cohort of %s: %w", subject, err))
		}
	}
}

func (s *Snapshot) cohort(ctx context.Context, subject string, where []registers.Predicate, lawDay registers.Day, yield func(int64, error) bool) error {
	q := cohortQuery{cat: s.cat, lawDay: lawDay}
	sql, err := q.build(subject, where)
	if err != nil {
		return err
	}
	s.exporting.Lock()
	defer s.exporting.Unlock()
	rows, err := s.holder.Query(ctx, sql, append([]any{pgx.QueryResultFormats{pgx.BinaryFormatCode}}, q.args...)...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		id := rows.RawValues()[0]
		if len(id) != 8 {
			return errors.New("an id is not a bigint")
		}
		if !yield(int64(binary.BigEndian.Uint64(id)), nil) {
			return nil
		}
	}
	return rows.Err()
}

// A cohortQuery writes the query of a cohort. Every value is an argument.
type cohortQuery struct {
	cat    *registers.Catalogue
	lawDay registers.Day
	args   []any
}

// A rowGroup is what is asked of one row.
type rowGroup struct {
	table      registers.Table
	at         *registers.Day
	during     *registers.Period
	conditions []string
}

func (q *cohortQuery) build(subject string, where []registers.Predicate) (string, error) {
	own, ok := q.cat.Table(subject)
	if !ok || own.Subject != subject || len(own.Keys) != 1 {
		return "", fmt.Errorf("%q is not a subject of the registers", subject)
	}
	groups := []*rowGroup{}
	for _, p := range where {
		v, expression, err := q.condition(p)
		if err != nil {
			return "", fmt.Errorf("condition on %s: %w", p.ID, err)
		}
		t, _ := q.cat.Table(v.Table)
		if t.Subject != subject {
			return "", fmt.Errorf("condition on %s: it is not about a %s", p.ID, subject)
		}
		if p.At != nil && p.During != nil {
			return "", fmt.Errorf("condition on %s: a day and a period", p.ID)
		}
		if t.Start == "" && (p.At != nil || p.During != nil) {
			return "", fmt.Errorf("condition on %s: the register keeps no history of it, leave the time out", p.ID)
		}
		g := groupOf(groups, t, p)
		if g == nil {
			g = &rowGroup{table: t, at: p.At, during: p.During}
			groups = append(groups, g)
		}
		g.conditions = append(g.conditions, q.unmasked(v, expression))
	}
	key := column(own.SubjectKey())
	alive, err := notRemovable("s.", q.lawDay)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "select s.%s from %s s where %s%s", key, registerTable(own.Name), alive, unrestricted(subject, "s."+key))
	for _, g := range groups {
		alive, err := notRemovable("t.", q.lawDay)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, " and exists (select from %s t where t.%s = s.%s and %s%s and %s)",
			registerTable(g.table.Name), key, key, alive, g.time(), strings.Join(g.conditions, " and "))
	}
	return b.String(), nil
}

func groupOf(groups []*rowGroup, t registers.Table, p registers.Predicate) *rowGroup {
	for _, g := range groups {
		if g.table.Name == t.Name && equal(g.at, p.At) && equal(g.during, p.During) {
			return g
		}
	}
	return nil
}

func equal[T comparable](a, b *T) bool {
	return a == b || a != nil && b != nil && *a == *b
}

// time limits a row to a day (the spell covers it) or a period (it overlaps).
func (g *rowGroup) time() string {
	switch {
	case g.at != nil:
		return overlap("t.", g.table, registers.Period{From: *g.at, To: *g.at})
	case g.during != nil:
		return overlap("t.", g.table, *g.during)
	}
	return ""
}
