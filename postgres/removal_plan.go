package postgres

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"tietolupa/registers"
)

// A removalPlan is what the removal of one kind of client takes, worked out
// from the catalogue and from the tables of the service that name a client.
type removalPlan struct {
	*Registers
	subject    string
	register   string // the subject's own
	candidates string
	unlink     []removalStep // links of other tables to the client
	share      []removalStep // rows that stay with another party
	remove     []removalStep
	others     []string // tables of the service, with the condition on the client
}

// A removalStep is one statement on one table; $1 is the ids.
type removalStep struct {
	table registers.Table
	sql   string
}

func (r *Registers) plan(ctx context.Context, subject string) (*removalPlan, error) {
	own, _ := r.cat.Table(subject)
	p := &removalPlan{Registers: r, subject: subject, register: own.Register}
	p.candidates = r.candidates(own)
	for _, t := range r.cat.Tables() {
		for _, name := range []string{registerTable(t.Name), historyTable(t.Name)} {
			p.addUnlinks(t, name)
		}
		if t.Subject != subject {
			continue
		}
		p.addShare(t)
		for _, name := range []string{registerTable(t.Name), historyTable(t.Name)} {
			p.remove = append(p.remove, removalStep{t, "delete from " + name + " where " + column(t.SubjectKey()) + " = any ($1)"})
		}
	}
	// A table of the service that names clients has the columns subject and
	// subject_id, or one such as person_id; its rows go with the client.
	rows, _ := r.db.pool.Query(ctx, `
		select format('%I.%I', c.table_schema, c.table_name), c.column_name
		  from information_schema.columns c
		  join information_schema.tables t using (table_schema, table_name)
		 where t.table_type = 'BASE TABLE' and c.table_schema = 'permits' and c.data_type = 'bigint'
		   and (c.column_name = $1 or c.column_name = 'subject_id' and exists (
		       select from information_schema.columns s where s.table_schema = c.table_schema
		          and s.table_name = c.table_name and s.column_name = 'subject'))
		 order by 1`, subject+"_id")
	err := collectPairs(rows, func(table, name string) {
		where := column(name) + " = any ($1)"
		if name == "subject_id" {
			where += " and subject = " + literal(subject)
		}
		p.others = append(p.others, "delete from "+table+" where "+where)
	})
	return p, err
}

func collectPairs(rows pgx.Rows, each func(a, b string)) error {
	var a, b string
	_, err := pgx.ForEachRow(rows, []any{&a, &b}, func() error { each(a, b); return nil })
	return err
}

// candidates finds and locks the next clients of whom something is due: $1 is
// the last id seen, $2 the day, $3 how many.
func (r *Registers) candidates(own registers.Table) string {
	key := column(own.SubjectKey())
	due := "s.removable_from <= $2::text::date"
	for _, t := range r.tablesOf(own.Subject) {
		if t.Register != own.Register {
			due += fmt.Sprintf(" or s.%s in (select t.%[1]s from %s t where t.removable_from <= $2::text::date)", key, registerTable(t.Name))
		}
	}
	return fmt.Sprintf("select s.%[1]s from %[2]s s where s.%[1]s > $1 and (%[3]s) order by s.%[1]s limit $3 for update of s skip locked",
		key, registerTable(own.Name), due)
}

// isIdentity says whether t holds who the client is.
func (r *Registers) isIdentity(t registers.Table) bool {
	return t.Name == t.Subject || slices.ContainsFunc(r.columns(t), func(v registers.Variable) bool { return identifies(t, v) })
}

// addUnlinks empties the links that lead from t to the client or to a row of
// the client's: to nothing, or to nobody's id where a link must be.
func (p *removalPlan) addUnlinks(t registers.Table, name string) {
	if t.Subject == p.subject {
		return
	}
	var sets, where []string
	key := ""
	for _, v := range p.columns(t) {
		target, linked, ok := p.target(v)
		if !ok || target.Subject != p.subject {
			continue
		}
		nobody := "null"
		if v.Required {
			nobody = "0"
		}
		sets = append(sets, column(v.Column)+" = "+nobody)
		if target.Name == p.subject {
			key = column(v.Column)
			continue
		}
		where = append(where, fmt.Sprintf("%s in (select %s from %s where %s = any ($1))", column(v.Column), column(linked),
			registerTable(target.Name), column(target.SubjectKey())))
	}
	if len(sets) == 0 {
		return
	}
	if key != "" { // the client's own id is enough
		where = []string{key + " = any ($1)"}
		// What another removed client left to this one is nobody's now.
		p.unlink = append(p.unlink, removalStep{t, fmt.Sprintf("delete from %s where %s = 0 and %s", name, column(t.SubjectKey()), where[0])})
	}
	p.unlink = append(p.unlink, removalStep{t, fmt.Sprintf("update %s set %s where %s", name, strings.Join(sets, ", "), strings.Join(where, " or "))})
}

// addShare leaves t's rows with the other party that they cannot be without: of
// the client stays nothing, neither the id nor what need not be said.
func (p *removalPlan) addShare(t registers.Table) {
	if len(t.Keys) < 2 {
		return
	}
	other := ""
	sets := []string{column(t.SubjectKey()) + " = 0"}
	for _, v := range p.columns(t) {
		target, _, link := p.target(v)
		switch {
		case link && target.Name == target.Subject && target.Subject != p.subject && v.Required && other == "":
			other = target.Subject
			sets = append(sets, fmt.Sprintf("removable_from = (select o.removable_from from %s o where o.%s = t.%[2]s)",
				registerTable(other), column(v.Column)))
		case v.Kind == registers.Technical && v.Role == "key":
			sets = append(sets, column(v.Column)+" = nextval('permits.record_number')")
		case link && target.Subject == p.subject && !v.Required, v.Kind == registers.Stored && !v.Required:
			sets = append(sets, column(v.Column)+" = null")
		case v.Kind == registers.Stored && v.Type == registers.Text:
			sets = append(sets, column(v.Column)+" = ''")
		}
	}
	if other == "" {
		return
	}
	key := column(other + "_id")
	p.share = append(p.share, removalStep{t, fmt.Sprintf("update %s t set %s where t.%s = any ($1) and exists (select from %s o where o.%s = t.%[5]s)",
		registerTable(t.Name), strings.Join(sets, ", "), column(t.SubjectKey()), registerTable(other), key)})
}

// goesInPart says whether t's rows go when its register is due and the client
// stays in another: the subject's own register keeps who the client is.
func (p *removalPlan) goesInPart(t registers.Table) bool {
	return t.Register != p.register || !p.isIdentity(t)
}

// removePart takes the rows of one register away from clients who stay in
// another, and gives how many went. With the subject's own register go the other
// parties' links to the client.
func (p *removalPlan) removePart(ctx context.Context, tx pgx.Tx, register string, ids []int64, report *RemovalReport) (gone int64, err error) {
	if register == p.register {
		for _, s := range p.unlink {
			if _, err := tx.Exec(ctx, s.sql, ids); err != nil {
				return 0, fmt.Errorf("links of table %s: %w", s.table.Name, err)
			}
		}
	}
	for _, s := range p.share {
		if s.table.Register != register {
			continue
		}
		tag, err := tx.Exec(ctx, s.sql, ids)
		if err != nil {
			return 0, fmt.Errorf("shared rows of table %s: %w", s.table.Name, err)
		}
		report.Shared += tag.RowsAffected()
		gone += tag.RowsAffected()
	}
	for _, s := range p.remove {
		if s.table.Register != register || !p.goesInPart(s.table) {
			continue
		}
		tag, err := tx.Exec(ctx, s.sql, ids)
		if err != nil {
			return 0, fmt.Errorf("table %s: %w", s.table.Name, err)
		}
		report.Rows[s.table.Name] += tag.RowsAffected()
		gone += tag.RowsAffected()
	}
	if gone > 0 {
		report.Partly[register] += int64(len(ids))
	}
	return gone, nil
}

// removeAll takes everything about clients away and gives how many rows went.
func (p *removalPlan) removeAll(ctx context.Context, tx pgx.Tx, ids []int64, report *RemovalReport) (gone int64, err error) {
	for _, s := range p.unlink {
		if _, err := tx.Exec(ctx, s.sql, ids); err != nil {
			return 0, fmt.Errorf("links of table %s: %w", s.table.Name, err)
		}
	}
	for _, s := range p.share {
		tag, err := tx.Exec(ctx, s.sql, ids)
		if err != nil {
			return 0, fmt.Errorf("shared rows of table %s: %w", s.table.Name, err)
		}
		report.Shared += tag.RowsAffected()
	}
	for _, s := range p.remove {
		tag, err := tx.Exec(ctx, s.sql, ids)
		if err != nil {
			return 0, fmt.Errorf("table %s: %w", s.table.Name, err)
		}
		report.Rows[s.table.Name] += tag.RowsAffected()
		gone += tag.RowsAffected()
	}
	for _, sql := range p.others {
		if _, err := tx.Exec(ctx, sql, ids); err != nil {
			return 0, err
		}
	}
	return gone, nil
}
