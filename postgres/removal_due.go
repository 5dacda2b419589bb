package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"tietolupa/registers"
)

// Due counts the clients of one office of whom a register's data are to be
// removed, and says why.
type Due struct {
	Register string
	Subject  string
	Office   string
	Clients  int64
	Held     int64                   // of them kept by a hold (4.3b)
	From, To registers.Day           // first and last day on which their years ran out
	Rule     registers.RetentionRule // in force that day
}

// DueRemovals lists what is due on day, by register and office; it names
// nobody. The stored days are counted: Remove asks the rules again.
func (r *Registers) DueRemovals(ctx context.Context, day registers.Day) ([]Due, error) {
	var all []Due
	for _, subject := range r.subjects() {
		for _, register := range r.registersOf(subject) {
			rule, err := r.ruleOn(register, day)
			if err != nil {
				return nil, fmt.Errorf("list what is to be removed: %w", err)
			}
			table := subject
			for _, t := range r.tablesOf(subject) {
				if _, ties := tieEvents[t.Name]; ties && t.Register == register && subject != t.Name && register != subject {
					table = t.Name
				}
			}
			key := column(subject + "_id")
			rows, _ := r.db.pool.Query(ctx, fmt.Sprintf(`
				select office, count(*), count(*) filter (where exists (
				           select from permits.holds h where h.subject = $2 and h.subject_id = c.id and h.placed_on <= $1
				              and (h.lifted_on is null or h.lifted_on > $1))), min(first)::text, max(first)::text
				  from (select min(office) as office, %[1]s as id, max(removable_from) as first
				          from %[2]s where removable_from <= $1 group by %[1]s) c
				 group by office order by office`, key, registerTable(table)), day.Time(), subject)
			found, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (Due, error) {
				d := Due{Register: register, Subject: subject, Rule: rule}
				var from, to string
				if err := row.Scan(&d.Office, &d.Clients, &d.Held, &from, &to); err != nil {
					return d, err
				}
				if err := d.From.UnmarshalText([]byte(from)); err != nil {
					return d, err
				}
				return d, d.To.UnmarshalText([]byte(to))
			})
			if err != nil {
				return nil, fmt.Errorf("list what is to be removed: %w", err)
			}
			all = append(all, found...)
		}
	}
	return all, nil
}

// ruleOn is the rule of the client as a whole that is in force for a register.
func (r *Registers) ruleOn(register string, day registers.Day) (registers.RetentionRule, error) {
	for _, rule := range r.rules {
		if rule.Register == register && len(rule.Items) == 0 && !day.Before(rule.From) && (rule.Until.IsZero() || !rule.Until.Before(day)) {
			return rule, nil
		}
	}
	return registers.RetentionRule{}, refused("rule", register)
}
