package postgres

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
	"tietolupa/registers"
)

// A Version is one value that a column has had, and for how long.
type Version struct {
	Value        string
	Office       string
	Source       string
	Recorder     string
	RecordedAt   time.Time
	SupersededAt time.Time      // zero for the present one
	SupersededBy permits.UserID // who wrote the next version; empty for the present one
	Kind         string         // corrected or ended; empty for the present one
}

// ValueHistory lists the values that a column of one row has had, the present
// one first; a value that stayed when another column was corrected is told
// once. key is the row's as in RecordRow. It is logged like any reading.
// ErrNoRecord when there is no such row or column; language and citizenship
// have their history like everything else.
func (r *Registers) ValueHistory(ctx context.Context, look Look, table string, subject int64, key []string, name string) ([]Version, error) {
	var versions []Version
	err := r.reading(ctx, look, func(tx pgx.Tx, _ registers.Day) error {
		t, known := r.cat.Table(table)
		v, stored := r.cat.Column(table, name)
		if !known || !stored || kept(v) || len(key) != len(t.Keys)-1 {
			return ErrNoRecord
		}
		if err := r.mayBeSeen(ctx, tx, look, t.Subject, subject); err != nil {
			return err
		}
		w := writing{Registers: r, table: t, Write: Write{Record: registers.Record{Table: table, Subject: subject}, Key: key}}
		value := "coalesce(" + column(name) + "::text, '')"
		if !look.Contacts && t.Subject == "person" && TellsWhere(v) {
			value = fmt.Sprintf("case when (select p.protected_address from registers.person p where p.person_id = %d) then '' else %s end", subject, value)
		}
		columns := value + ", office, source, recorder, " + versionOf("")
		rows, err := tx.Query(ctx, fmt.Sprintf(`
			select %[1]s, '', '', '' from %[2]s where %[3]s
			union all
			select %[1]s, (extract(epoch from superseded_at) * 1000000)::bigint::text, superseded_by, superseded_kind
			  from %[4]s where %[3]s order by 5 desc`, columns, registerTable(table), w.keyed("", 1), historyTable(table)), w.keyValues()...)
		if err != nil {
			return err
		}
		found, err := pgx.CollectRows(rows, textRow)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return ErrNoRecord
		}
		if versions, err = readVersions(found); err != nil {
			return err
		}
		return logReading(ctx, tx, look, t.Subject, subject, map[string]string{"shown": "history", "table": table, "columns": name})
	})
	if err != nil {
		return nil, fmt.Errorf("read the history of a value: %w", err)
	}
	return versions, nil
}

// readVersions reads the versions of a row, newest first, and joins those in
// which the value stayed: the earliest of them is when it was recorded.
func readVersions(found [][]string) (all []Version, err error) {
	for _, f := range found {
		v := Version{Value: f[0], Office: f[1], Source: f[2], Recorder: f[3], SupersededBy: permits.UserID(f[6]), Kind: f[7]}
		if v.RecordedAt, err = microTime(f[4]); err != nil {
			return nil, err
		}
		if f[5] != "" {
			if v.SupersededAt, err = microTime(f[5]); err != nil {
				return nil, err
			}
		}
		if n := len(all); n > 0 && all[n-1].Value == v.Value {
			last := &all[n-1]
			last.Office, last.Source, last.Recorder, last.RecordedAt = v.Office, v.Source, v.Recorder, v.RecordedAt
			continue
		}
		all = append(all, v)
	}
	return all, nil
}

func microTime(s string) (time.Time, error) {
	n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64)
	return time.UnixMicro(n).In(helsinki), err
}
