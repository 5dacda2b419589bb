package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
	"tietolupa/registers"
)

// An Erasure is a row that is taken away to answer a request (GDPR 17).
type Erasure struct {
	Table     string
	Key       []string // after the client's id; nothing once the row is gone
	Reason    string
	DecidedAt time.Time
	ErasedAt  time.Time // zero until the next removal has carried it out
}

// DecideErasure decides that a row of the client of an open request for erasure
// is taken away, with its history; the next removal does it (Registers.Remove).
// registers.CheckErasure decides, with its *registers.RuleError; "17-linked"
// refuses a row that other entries cannot be without, "exists" what was decided
// before, and ErrNoRecord says that there is no such row.
func (s *Subjects) DecideErasure(ctx context.Context, by permits.UserID, id, table string, key []string, reason string) error {
	err := s.db.command(ctx, func(tx pgx.Tx) error {
		q, err := oneRequest(ctx, tx, id, " for no key update of r")
		if err != nil {
			return err
		}
		t, known := s.cat.Table(table)
		if !known || q.Client == 0 || t.Subject != q.Subject || len(key) != len(t.Keys)-1 {
			return ErrNoRecord
		}
		if err := registers.CheckErasure(q.Request, t, s.isIdentity(t), reason); err != nil {
			return err
		}
		row := erasing{writing{Registers: s.Registers, tx: tx, table: t, Write: Write{Record: registers.Record{Table: table, Subject: q.Client}, Key: key}}}
		there, err := row.exists(ctx, registerTable(table), row.keyed("", 1), row.keyValues()...)
		if err != nil || !there {
			return errors.Join(err, ErrNoRecord)
		}
		if needed, err := row.needed(ctx); err != nil || needed {
			return errors.Join(err, refused("17-linked", table))
		}
		if _, err := tx.Exec(ctx, `
			insert into permits.erasures (request_id, subject, subject_id, table_name, row_key, reason, decided_by, decided_at)
			values ($1, $2, $3, $4, $5, $6, $7, permits.moment())`, id, q.Subject, q.Client, table, key, strings.TrimSpace(reason), by); err != nil {
			if violates(err, "23505") { // unique_violation
				return refused("exists", table)
			}
			return err
		}
		token, err := subjectToken(ctx, tx, q.Subject, q.Client)
		if err != nil {
			return err
		}
		return record(ctx, tx, Entry{Actor: by, Kind: "erasure-decided", Subject: q.ID, PersonToken: token, Detail: map[string]string{"table": table}})
	})
	if err != nil {
		return fmt.Errorf("decide an erasure for request %s: %w", id, err)
	}
	return nil
}

// TellsWho says whether t's rows say who a client is: they go with the client only.
func (r *Registers) TellsWho(t registers.Table) bool { return r.isIdentity(t) }

// Erasures lists the rows that a request takes away, in the order of decision.
func (s *Subjects) Erasures(ctx context.Context, id string) ([]Erasure, error) {
	rows, _ := s.db.pool.Query(ctx, `
		select table_name, row_key, reason, decided_at, erased_at from permits.erasures where request_id = $1 order by decided_at, table_name, row_key`, id)
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (e Erasure, err error) {
		var erased *time.Time
		err = row.Scan(&e.Table, &e.Key, &e.Reason, &e.DecidedAt, &erased)
		e.ErasedAt = or(erased)
		return e, err
	})
	if err != nil {
		return nil, fmt.Errorf("list erasures of request %s: %w", id, err)
	}
	return all, nil
}

// ErasuresDue counts the rows that the next removal takes away by request.
func (r *Registers) ErasuresDue(ctx context.Context) (n int64, err error) {
	if err := r.db.pool.QueryRow(ctx, "select count(*) from permits.erasures where erased_at is null").Scan(&n); err != nil {
		return 0, fmt.Errorf("count erasures: %w", err)
	}
	return n, nil
}

// An erasing is one row on its way out.
type erasing struct{ writing }

// linking calls each with every column that leads to the row's table.
func (e erasing) linking(each func(t registers.Table, v registers.Variable) error) error {
	for _, t := range e.cat.Tables() {
		for _, v := range e.columns(t) {
			target, linked, ok := e.target(v)
			if !ok || target.Name != e.table.Name || linked != e.table.Keys[len(e.table.Keys)-1] {
				continue
			}
			if err := each(t, v); err != nil {
				return err
			}
		}
	}
	return nil
}

// needed says whether a row of the same client cannot be without this one.
func (e erasing) needed(ctx context.Context) (needed bool, err error) {
	err = e.linking(func(t registers.Table, v registers.Variable) error {
		if !v.Required || t.Subject != e.table.Subject {
			return nil
		}
		there, err := e.exists(ctx, registerTable(t.Name), column(v.Column)+"::text = $1", e.Key[len(e.Key)-1])
		needed = needed || there
		return err
	})
	return needed, err
}

// take deletes the row and its history, and empties the links that lead to it; it
// gives how many rows went.
func (e erasing) take(ctx context.Context) (gone int64, err error) {
	err = e.linking(func(t registers.Table, v registers.Variable) error {
		nobody := "null"
		if v.Required {
			nobody = "0"
		}
		for _, name := range []string{registerTable(t.Name), historyTable(t.Name)} {
			if _, err := e.tx.Exec(ctx, fmt.Sprintf("update %s set %s = %s where %[2]s::text = $1", name, column(v.Column), nobody), e.Key[len(e.Key)-1]); err != nil {
				return fmt.Errorf("links of table %s: %w", t.Name, err)
			}
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	for _, name := range []string{registerTable(e.Table), historyTable(e.Table)} {
		tag, err := e.tx.Exec(ctx, "delete from "+name+" where "+e.keyed("", 1), e.keyValues()...)
		if err != nil {
			return 0, fmt.Errorf("table %s: %w", e.Table, err)
		}
		gone += tag.RowsAffected()
	}
	return gone, nil
}

// erase carries out the erasures that were decided, each a transaction with its
// line in the ledger before it is committed. One whose row another entry has come
// to rest on meanwhile waits.
func (run *removalRun) erase(ctx context.Context) error {
	type due struct {
		Request, Subject string
		ID               int64
		Table            string
		Key              []string
	}
	rows, _ := run.db.pool.Query(ctx, "select request_id, subject, subject_id, table_name, row_key from permits.erasures where erased_at is null order by decided_at, table_name, row_key")
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[due])
	if err != nil {
		return err
	}
	for _, d := range all {
		var b *ledgerBatch
		gone := int64(0)
		err := run.db.command(ctx, func(tx pgx.Tx) error {
			row, err := run.erasing(ctx, tx, d.Table, d.ID, d.Key)
			if err != nil {
				return err
			}
			if needed, err := row.needed(ctx); err != nil || needed {
				return err
			}
			at, err := moment(ctx, tx)
			if err != nil {
				return err
			}
			b = &ledgerBatch{Batch: newUUID(), At: at, LawDay: run.day, Subject: d.Subject, Table: d.Table, Rows: []string{run.opts.Ledger.rowHash(d.Table, d.ID, d.Key)}}
			if gone, err = row.take(ctx); err != nil {
				return err
			}
			// What the key says goes with the row; its hash tells the decisions apart.
			if _, err := tx.Exec(ctx, `update permits.erasures set erased_at = permits.moment(), row_key = array[$4]
				where request_id = $1 and table_name = $2 and row_key = $3`, d.Request, d.Table, d.Key, b.Batch); err != nil {
				return err
			}
			if err := carriedOut(ctx, tx, b, 1, gone); err != nil {
				return err
			}
			if err := run.logRemoval(ctx, tx, b, 1, gone, map[string]string{"table": d.Table, "request": d.Request}); err != nil {
				return err
			}
			return run.opts.Ledger.begin(b)
		})
		if err != nil {
			return err
		}
		if b == nil {
			continue
		}
		run.report.Erased++
		run.report.Rows[d.Table] += gone
		if err := run.opts.Ledger.end(b, true); err != nil {
			return err
		}
	}
	return nil
}

// erasing locks a client and gives the row of that key.
func (run *removalRun) erasing(ctx context.Context, tx pgx.Tx, table string, id int64, key []string) (erasing, error) {
	t, known := run.cat.Table(table)
	if !known {
		return erasing{}, fmt.Errorf("%w: table %s", ErrNoRecord, table)
	}
	if _, err := tx.Exec(ctx, fmt.Sprintf("select from %s where %s = $1 for no key update", registerTable(t.Subject), column(t.SubjectKey())), id); err != nil {
		return erasing{}, err
	}
	return erasing{writing{Registers: run.Registers, tx: tx, table: t, Write: Write{Record: registers.Record{Table: table, Subject: id}, Key: key}}}, nil
}

// replayErasures takes again the rows of the tables that the ledger names, when a
// restored backup has brought them back.
func (run *removalRun) replayErasures(ctx context.Context) error {
	taken := map[string]map[string]time.Time{} // table → hash → when
	for _, b := range run.opts.Ledger.batches {
		if !b.done || b.Table == "" {
			continue
		}
		if taken[b.Table] == nil {
			taken[b.Table] = map[string]time.Time{}
		}
		for _, hash := range b.Rows {
			taken[b.Table][hash] = b.At
		}
	}
	for table, hashes := range taken {
		t, known := run.cat.Table(table)
		if !known {
			continue // the table itself is gone
		}
		keys := make([]string, len(t.Keys))
		for i, k := range t.Keys {
			keys[i] = column(k) + "::text"
		}
		rows, _ := run.db.pool.Query(ctx, fmt.Sprintf("select %s, %s, recorded_at from %s", column(t.SubjectKey()), "array["+strings.Join(keys[1:], ", ")+"]", registerTable(table)))
		type row struct {
			ID  int64
			Key []string
			At  time.Time
		}
		all, err := pgx.CollectRows(rows, func(found pgx.CollectableRow) (r row, err error) {
			return r, found.Scan(&r.ID, &r.Key, &r.At)
		})
		if err != nil {
			return err
		}
		all = slices.DeleteFunc(all, func(r row) bool {
			at, was := hashes[run.opts.Ledger.rowHash(table, r.ID, r.Key)]
			return !was || !r.At.Before(at)
		})
		for _, r := range all {
			err := run.db.command(ctx, func(tx pgx.Tx) error {
				e, err := run.erasing(ctx, tx, table, r.ID, r.Key)
				if err != nil {
					return err
				}
				gone, err := e.take(ctx)
				run.report.Rows[table] += gone
				return err
			})
			if err != nil {
				return err
			}
			run.report.Erased++
		}
	}
	return nil
}
