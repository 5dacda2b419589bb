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
// once. pick names the row and the column out of the client's record, which is
// returned too. It is logged as one reading, of the history. ErrNoRecord when
// there is no such row or column, or it tells where somebody lives whose address
// is protected (24.1 § 31 k); language and citizenship have their history like
// everything else.
func (r *Registers) ValueHistory(ctx context.Context, look Look, subject string, id int64, pick func(ClientRecord) (row RecordRow, column string, ok bool)) (c ClientRecord, versions []Version, err error) {
	err = r.readingRecord(ctx, look, subject, id, func(tx pgx.Tx, read ClientRecord) (map[string]string, error) {
		c = read
		row, name, ok := pick(read)
		t, _ := r.cat.Table(row.Table)
		v, stored := r.cat.Column(row.Table, name)
		if !ok || !stored || kept(v) || row.Masked && TellsWhere(v) {
			return nil, ErrNoRecord
		}
		stands, before := registerTable(t.Name), historyTable(t.Name)
		if !look.Whole {
			stands, before = shownTable(t.Name), shownHistory(t.Name)
		}
		w := writing{Registers: r, table: t, Write: Write{Record: registers.Record{Table: t.Name, Subject: id}, Key: row.Key}}
		columns := "coalesce(" + column(name) + "::text, ''), office, source, recorder, " + versionOf("")
		rows, err := tx.Query(ctx, fmt.Sprintf(`
			select %[1]s, '', '', '' from %[2]s where %[3]s
			union all
			select %[1]s, (extract(epoch from superseded_at) * 1000000)::bigint::text, superseded_by, superseded_kind
			  from %[4]s where %[3]s order by 5 desc`, columns, stands, w.keyed("", 1), before), w.keyValues()...)
		if err != nil {
			return nil, err
		}
		found, err := pgx.CollectRows(rows, textRow)
		if err != nil {
			return nil, err
		}
		if versions, err = readVersions(found); err != nil {
			return nil, err
		}
		return map[string]string{"shown": "history", "table": t.Name, "columns": name}, nil
	})
	if err != nil {
		return ClientRecord{}, nil, fmt.Errorf("read the history of a value: %w", err)
	}
	return c, versions, nil
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
