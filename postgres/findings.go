package postgres

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"tietolupa/registers"
)

// A FindingCount says of how many clients of an office something is missing that
// has to be stored (4.1a).
type FindingCount struct {
	Rule    registers.StoringRule
	Office  string
	Clients int64
}

// Findings counts what is missing of current clients on day, by rule in the
// order given and by office; it names nobody. Rules are those of law.On(day).Storing;
// with offices nil every office is counted. It agrees with registers.FindMissing
// of each client.
func (r *Registers) Findings(ctx context.Context, day registers.Day, rules []registers.StoringRule, offices []string) (all []FindingCount, err error) {
	var batch pgx.Batch
	for _, rule := range rules {
		q, err := r.missing(rule)
		if err != nil {
			return nil, fmt.Errorf("count what is missing: %w", err)
		}
		sql := fmt.Sprintf("select t.%s, count(distinct t.%s) from %s group by 1 order by 1", column(q.tie.Office), column(q.tie.SubjectKey()), q.where)
		batch.Queue(sql, day.String(), rule.Days, offices).Query(func(rows pgx.Rows) error {
			found := FindingCount{Rule: rule}
			_, err := pgx.ForEachRow(rows, []any{&found.Office, &found.Clients}, func() error { all = append(all, found); return nil })
			return err
		})
	}
	if err := r.db.pool.SendBatch(ctx, &batch).Close(); err != nil {
		return nil, fmt.Errorf("count what is missing: %w", err)
	}
	return all, nil
}

// FindingClients lists clients of whom a rule's data are missing on day, by id
// after the one given, limit of them (20 when 0, 100 at most): the next page
// begins after the last one's ID. Only clients of look's offices are told, and
// each of them is logged as read in the same transaction. A *registers.RuleError
// refuses a purpose outside 1 §.
func (r *Registers) FindingClients(ctx context.Context, look Look, day registers.Day, rule registers.StoringRule, after int64, limit int) (found []Found, err error) {
	q, err := r.missing(rule)
	if err != nil {
		return nil, fmt.Errorf("list whose data are missing: %w", err)
	}
	subject := q.tie.Subject
	key := column(q.tie.SubjectKey())
	err = r.reading(ctx, look, func(tx pgx.Tx, _ registers.Day) error {
		rows, _ := tx.Query(ctx, fmt.Sprintf("select distinct t.%[1]s from %[2]s and t.%[1]s > $4 order by 1 limit %[3]d", key, q.where, limited(limit, findLimit, findMost)),
			day.String(), rule.Days, look.Offices, after)
		ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
		if err != nil {
			return err
		}
		rows, _ = tx.Query(ctx, selectFound(subject)+" where s."+key+" = any ($1) order by 1", ids)
		if found, err = pgx.CollectRows(rows, scanFound); err != nil {
			return err
		}
		return showFound(ctx, tx, look, subject, found, map[string]string{"shown": "finding", "finding": rule.ID})
	})
	if err != nil {
		return nil, fmt.Errorf("list whose data are missing: %w", err)
	}
	return found, nil
}

// A missingQuery finds the ties t of clients of whom a rule's rows are missing:
// $1 is the day, $2 the rule's days, $3 the offices or null.
type missingQuery struct {
	tie   registers.Table
	where string
}

// missing writes the query of a rule from the catalogue.
func (r *Registers) missing(rule registers.StoringRule) (q missingQuery, err error) {
	stored, there := r.cat.Table(rule.Stored)
	q.tie, _ = r.cat.Table(rule.Tie)
	if !there || q.tie.Name == "" || q.tie.Subject != stored.Subject || rule.Match == registers.StoredLinked && len(q.tie.Keys) < 2 {
		return q, fmt.Errorf("rule %s is not of this catalogue", rule.ID)
	}
	key := column(q.tie.SubjectKey())
	where := []string{"($3::text[] is null or t." + column(q.tie.Office) + " = any ($3))", "t." + key + " <> 0",
		"$1::text is not null", "$2::integer is not null"} // every rule has the same arguments
	if q.tie.Start != "" {
		where = append(where, fmt.Sprintf("t.%s < $1::text::date - $2::integer", column(q.tie.Start)))
	}
	if q.tie.End != "" {
		where = append(where, fmt.Sprintf("(t.%s is null or t.%[1]s >= $1::text::date)", column(q.tie.End)))
	}
	// Of the client's own row the columns are looked at in place.
	same := []string{"x." + key + " = t." + key}
	var filled []string
	for _, c := range rule.Columns {
		if v, known := r.cat.Column(rule.Stored, c); !known {
			return q, fmt.Errorf("rule %s is not of this catalogue", rule.ID)
		} else if v.Type == registers.Text || v.Type == registers.Code {
			filled = append(filled, "x."+column(c)+" <> ''")
		} else {
			filled = append(filled, "x."+column(c)+" is not null")
		}
	}
	if len(filled) > 0 {
		same = append(same, "("+strings.Join(filled, " or ")+")")
	}
	same = append(same, matching(rule.Match, q.tie, stored)...)
	where = append(where, fmt.Sprintf("not exists (select from %s x where %s)", registerTable(stored.Name), strings.Join(same, " and ")))
	q.where = registerTable(q.tie.Name) + " t where " + strings.Join(where, " and ")
	return q, nil
}

func matching(match registers.StoringMatch, tie, stored registers.Table) []string {
	start, end := "x."+column(stored.Start), "x."+column(stored.End)
	switch match {
	case registers.StoredSince:
		begun := "t." + column(tie.Start)
		if stored.End == "" {
			return []string{start + " >= " + begun}
		}
		return []string{fmt.Sprintf("(%s >= %s or %s is null or %[3]s >= %[2]s)", start, begun, end)}
	case registers.StoredOpen:
		return []string{start + " <= $1::text::date", "(" + end + " is null or " + end + " >= $1::text::date)"}
	case registers.StoredLinked:
		return []string{"x." + column(tie.Keys[1]) + " = t." + column(tie.Keys[1])}
	}
	return nil
}
