package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/jackc/pgx/v5"
)

// A tableLoad is one table being loaded: emptied, stripped of its keys, indexes
// and checking triggers (which could not see what the other connections load),
// written and keyed again in one transaction, so that the server need not log
// what it could throw away (wal_level minimal) and the rows need no second
// visit (FREEZE).
type tableLoad struct {
	loadTable
	conn   *pgx.Conn
	tx     pgx.Tx
	again  []string // statements that make keys and indexes again
	chunks chan []byte
}

// openTable connects and prepares. On an error it may return a tableLoad too,
// whose connection is to be closed.
func openTable(ctx context.Context, config *pgx.ConnConfig, table loadTable) (*tableLoad, error) {
	conn, err := pgx.ConnectConfig(ctx, config.Copy())
	if err != nil {
		return nil, err
	}
	t := &tableLoad{loadTable: table, conn: conn, chunks: make(chan []byte, 4)}
	if t.tx, err = conn.Begin(ctx); err != nil {
		return t, err
	}
	rows, err := t.tx.Query(ctx, `
		select format('alter table registers.%I drop constraint %I', t.relname, c.conname),
		       format('alter table registers.%I add constraint %I %s', t.relname, c.conname, pg_get_constraintdef(c.oid))
		from pg_constraint c join pg_class t on t.oid = c.conrelid
		where t.oid = ('registers.' || $1)::regclass and c.contype in ('p', 'u')
		union all
		select format('drop index registers.%I', i.relname), pg_get_indexdef(i.oid)
		from pg_index x join pg_class i on i.oid = x.indexrelid
		where x.indrelid = ('registers.' || $1)::regclass
		and not exists (select from pg_constraint where conindid = i.oid)
		union all
		select format('alter table registers.%I disable trigger %I', t.relname, g.tgname),
		       format('alter table registers.%I enable trigger %I', t.relname, g.tgname)
		from pg_trigger g join pg_class t on t.oid = g.tgrelid
		where t.oid = ('registers.' || $1)::regclass and not g.tgisinternal and g.tgtype & 2 <> 0 and g.tgconstraint = 0
		order by 1`, table.name)
	if err != nil {
		return t, err
	}
	type change struct{ Away, Again string }
	changes, err := pgx.CollectRows(rows, pgx.RowToStructByPos[change])
	if err != nil {
		return t, err
	}
	if _, err := t.tx.Exec(ctx, "truncate registers."+table.name); err != nil {
		return t, err
	}
	for _, c := range changes {
		if _, err := t.tx.Exec(ctx, c.Away); err != nil {
			return t, err
		}
		t.again = append(t.again, c.Again)
	}
	if table.name == "person" { // its key was taken away when the load began
		t.again = append(t.again, addPersonKey)
	}
	return t, nil
}

// copy writes what feed gives until the chunks end.
func (t *tableLoad) copy(ctx context.Context) error {
	source := &chunkReader{ctx: ctx, chunks: t.chunks, now: []byte(copyHeader)}
	_, err := t.conn.PgConn().CopyFrom(ctx, source, fmt.Sprintf(
		"copy registers.%s (%s, %s) from stdin with (format binary, freeze)", t.name, t.columns, entryColumns))
	if err != nil {
		return fmt.Errorf("copy table %s: %w", t.name, err)
	}
	return nil
}

// feed hands one chunk of rows to copy, which owns it from then on.
func (t *tableLoad) feed(ctx context.Context, chunk []byte) error {
	if len(chunk) == 0 {
		return nil
	}
	select {
	case t.chunks <- chunk:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// finish makes the keys and indexes again and gathers statistics.
func (t *tableLoad) finish(ctx context.Context) error {
	for _, statement := range append(t.again, "analyze registers."+t.name) {
		if _, err := t.tx.Exec(ctx, statement); err != nil {
			return fmt.Errorf("make keys and statistics: %w", err)
		}
	}
	return nil
}

func (t *tableLoad) commit(ctx context.Context) error {
	if err := t.tx.Commit(ctx); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

const (
	copyHeader  = "PGCOPY\n\xff\r\n\x00" + "\x00\x00\x00\x00" + "\x00\x00\x00\x00" // no flags, no extension
	copyTrailer = "\xff\xff"
)

// A chunkReader reads chunks one after another, and the trailer after the last.
type chunkReader struct {
	ctx    context.Context // of the copy that reads: a reader has no argument for it
	chunks <-chan []byte
	now    []byte
	ended  bool
}

func (r *chunkReader) Read(p []byte) (int, error) {
	for len(r.now) == 0 {
		if r.ended {
			return 0, io.EOF
		}
		select {
		case chunk, more := <-r.chunks:
			if r.now = chunk; !more {
				r.now, r.ended = []byte(copyTrailer), true
			}
		case <-r.ctx.Done():
			return 0, errors.New("load abandoned")
		}
	}
	n := copy(p, r.now)
	r.now = r.now[n:]
	return n, nil
}
