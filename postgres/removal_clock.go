package postgres

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"tietolupa/registers"
)

// tieEvents are the tables whose spells bind a client to the service, and what
// the end of a spell counts as (4.3a): the clientship of a person, an employer's
// own, a provider's contracts, and the joint service. A table that the
// catalogue does not have binds nobody.
var tieEvents = map[string]registers.Event{
	"clientship":       registers.ClientshipEnd,
	"employer":         registers.ClientshipEnd,
	"provider":         registers.ContractEnd,
	"procured_service": registers.ContractEnd,
	"contract":         registers.ContractEnd,
	"joint_service":    registers.JointServiceEnd,
}

// A standing is how far the removal of one client is, register by register: a
// person may stand in the joint service's register too, with its own clock.
type standing map[string]registers.Removal

// registersOf lists the registers whose tables are about a subject.
func (r *Registers) registersOf(subject string) (all []string) {
	seen := map[string]bool{}
	for _, t := range r.tablesOf(subject) {
		if !seen[t.Register] {
			seen[t.Register] = true
			all = append(all, t.Register)
		}
	}
	return all
}

// standings counts the years of each of the clients as seen on day.
func (r *Registers) standings(ctx context.Context, tx pgx.Tx, subject string, ids []int64, day registers.Day) (map[int64]standing, error) {
	ties := map[int64][]registers.Tie{}
	var parts []string
	for _, t := range r.tablesOf(subject) {
		if event, ok := tieEvents[t.Name]; ok && t.Start != "" && t.End != "" {
			parts = append(parts, fmt.Sprintf("select %s, %s, %s::text, coalesce(%s::text, '') from %s where %[1]s = any ($1)",
				column(t.SubjectKey()), literal(string(event)), column(t.Start), column(t.End), registerTable(t.Name)))
		}
	}
	if len(parts) > 0 {
		rows, err := tx.Query(ctx, strings.Join(parts, " union all "), ids)
		if err != nil {
			return nil, fmt.Errorf("read clientships and contracts: %w", err)
		}
		var id int64
		var event, start, end string
		if _, err := pgx.ForEachRow(rows, []any{&id, &event, &start, &end}, func() (err error) {
			tie := registers.Tie{Event: registers.Event(event)}
			if tie.Start, err = registers.ParseDay(start); err != nil {
				return err
			}
			if end != "" {
				tie.End, err = registers.ParseDay(end)
			}
			ties[id] = append(ties[id], tie)
			return err
		}); err != nil {
			return nil, fmt.Errorf("read clientships and contracts: %w", err)
		}
	}
	holds, err := holdsOf(ctx, tx, subject, ids)
	if err != nil {
		return nil, err
	}
	all := make(map[int64]standing, len(ids))
	own, _ := r.cat.Table(subject)
	registersOf := r.registersOf(subject)
	for _, id := range ids {
		s := standing{}
		for _, register := range registersOf {
			k := registers.Kept{Register: register, Ties: ties[id], Holds: holds[id]}
			if _, err := r.ruleOn(register, day); err != nil { // no rule of its own that day: the general one (1.2b)
				k.Register = own.Register
			}
			removal, err := registers.RemovableFrom(k, r.rules, day)
			if err != nil {
				return nil, err
			}
			s[register] = removal
		}
		all[id] = s
	}
	return all, nil
}

// wind sets the day of removal of the client's rows: of the new one alone, or
// of all when a tie began, moved or ended.
func (w *writing) wind(ctx context.Context, act string) error {
	_, ties := tieEvents[w.table.Name]
	if !ties && act != entered {
		return nil
	}
	all, err := w.standings(ctx, w.tx, w.table.Subject, []int64{w.Subject}, w.day)
	if err != nil {
		return err
	}
	tables := []registers.Table{w.table}
	if ties {
		tables = w.tablesOf(w.table.Subject)
	}
	for _, t := range tables {
		from := all[w.Subject][t.Register].From
		if _, err := w.tx.Exec(ctx, fmt.Sprintf(`update %s set removable_from = $2::text::date
			where %s = $1 and removable_from is distinct from $2::text::date`, registerTable(t.Name), column(t.SubjectKey())),
			w.Subject, text(from.String())); err != nil {
			return fmt.Errorf("set the day of removal: %w", err)
		}
	}
	return nil
}

// Recount counts the years of every client anew as the law stands on day, and
// sets the day of removal of their rows where it differs: after a change of the
// law's tables, or of rows that did not come through WriteRecords. It gives how
// many clients it moved. It works in batches, each a transaction; when ctx ends,
// what was done stays and the next call goes on.
func (r *Registers) Recount(ctx context.Context, day registers.Day) (moved int64, err error) {
	for _, subject := range r.subjects() {
		last := int64(-1)
		for {
			var ids []int64
			var n int64
			err := r.db.command(ctx, func(tx pgx.Tx) (err error) {
				rows, _ := tx.Query(ctx, fmt.Sprintf("select %[1]s from %[2]s where %[1]s > $1 order by %[1]s limit 20000 for no key update",
					column(subject+"_id"), registerTable(subject)), last)
				if ids, err = pgx.CollectRows(rows, pgx.RowTo[int64]); err != nil || len(ids) == 0 {
					return err
				}
				n, err = r.windAll(ctx, tx, subject, ids, day)
				return err
			})
			if err != nil {
				return moved, fmt.Errorf("count the days of removal anew: %w", err)
			}
			if len(ids) == 0 {
				break
			}
			moved += n
			last = ids[len(ids)-1]
		}
	}
	return moved, nil
}

// windAll sets the day of removal of all rows of many clients, where it differs.
func (r *Registers) windAll(ctx context.Context, tx pgx.Tx, subject string, ids []int64, day registers.Day) (moved int64, err error) {
	all, err := r.standings(ctx, tx, subject, ids, day)
	if err != nil {
		return 0, err
	}
	from := map[string][]*string{}
	for _, id := range ids {
		for register, removal := range all[id] {
			from[register] = append(from[register], text(removal.From.String()))
		}
	}
	for _, t := range r.tablesOf(subject) {
		tag, err := tx.Exec(ctx, fmt.Sprintf(`update %[1]s t set removable_from = d.day
			from (select * from unnest($1::bigint[], $2::text[]::date[]) as d(id, day)) d
			where t.%[2]s = d.id and t.removable_from is distinct from d.day`, registerTable(t.Name), column(t.SubjectKey())),
			ids, from[t.Register])
		if err != nil {
			return 0, fmt.Errorf("set the day of removal: %w", err)
		}
		if t.Name == t.Subject {
			moved = tag.RowsAffected()
		}
	}
	return moved, nil
}
