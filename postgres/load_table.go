package postgres

import (
	"context"
	"fmt"
	"net"

	"github.com/jackc/pgx/v5"
)

// A lane is a share of the tables being loaded: emptied, stripped of their
// keys, indexes and checking triggers (which could not see what the other
// connections load), written and keyed again in one transaction, so that the
// server need not log what it could throw away (wal_level minimal) and the rows
// need no second visit (FREEZE).
type lane struct {
	conn    *pgx.Conn
	tx      pgx.Tx
	again   []string // statements that make keys, indexes and statistics again
	chunks  chan chunk
	waiting map[int]*backlog // rows to copy, by table
}

// A chunk is rows of one table.
type chunk struct {
	table int // its place in loadTables
	rows  []byte
}

// A backlog is what waits for the next COPY of a table.
type backlog struct {
	chunks [][]byte
	bytes  int
}

// copyFrom is how many bytes of rows are worth a COPY of their own.
const copyFrom = 2 << 20

// openLane connects and prepares every lanesAtOnce-th table from first. On an
// error it may return a lane too, whose connection is to be closed.
func openLane(ctx context.Context, config *pgx.ConnConfig, first int) (*lane, error) {
	conn, err := pgx.ConnectConfig(ctx, config.Copy())
	if err != nil {
		return nil, err
	}
	t := &lane{conn: conn, chunks: make(chan chunk, 8), waiting: map[int]*backlog{}}
	if t.tx, err = conn.Begin(ctx); err != nil {
		return t, err
	}
	for i := first; i < len(loadTables); i += lanesAtOnce {
		t.waiting[i] = &backlog{}
		if err := t.empty(ctx, loadTables[i].name); err != nil {
			return t, fmt.Errorf("table %s: %w", loadTables[i].name, err)
		}
	}
	return t, nil
}

// empty makes a table ready to be copied into.
func (t *lane) empty(ctx context.Context, table string) error {
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
		order by 1`, table)
	if err != nil {
		return err
	}
	type change struct{ Away, Again string }
	changes, err := pgx.CollectRows(rows, pgx.RowToStructByPos[change])
	if err != nil {
		return err
	}
	if _, err := t.tx.Exec(ctx, "truncate registers."+table); err != nil {
		return err
	}
	for _, c := range changes {
		if _, err := t.tx.Exec(ctx, c.Away); err != nil {
			return err
		}
		t.again = append(t.again, c.Again)
	}
	if table == loadTables[personAt].name { // its key was taken away when the load began
		t.again = append(t.again, addPersonKey)
	}
	t.again = append(t.again, "analyze registers."+table)
	return nil
}

// copy writes what it is handed until the chunks end.
func (t *lane) copy(ctx context.Context) error {
	for {
		select {
		case c, more := <-t.chunks:
			if !more {
				for table := range t.waiting {
					if err := t.flush(ctx, table); err != nil {
						return err
					}
				}
				return nil
			}
			w := t.waiting[c.table]
			w.chunks, w.bytes = append(w.chunks, c.rows), w.bytes+len(c.rows)
			if w.bytes >= copyFrom {
				if err := t.flush(ctx, c.table); err != nil {
					return err
				}
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// flush copies what waits for a table.
func (t *lane) flush(ctx context.Context, table int) error {
	w, to := t.waiting[table], loadTables[table]
	if w.bytes == 0 {
		return nil
	}
	source := net.Buffers{[]byte(copyHeader)}
	source = append(append(source, w.chunks...), []byte(copyTrailer))
	_, err := t.conn.PgConn().CopyFrom(ctx, &source, fmt.Sprintf(
		"copy registers.%s (%s, %s) from stdin with (format binary, freeze)", to.name, to.columns, entryColumns))
	if err != nil {
		return fmt.Errorf("copy table %s: %w", to.name, err)
	}
	*w = backlog{}
	return nil
}

// finish makes the keys and indexes again and gathers statistics.
func (t *lane) finish(ctx context.Context) error {
	for _, statement := range t.again {
		if _, err := t.tx.Exec(ctx, statement); err != nil {
			return fmt.Errorf("make keys and statistics: %w", err)
		}
	}
	return nil
}

func (t *lane) commit(ctx context.Context) error {
	if err := t.tx.Commit(ctx); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

const (
	copyHeader  = "PGCOPY\n\xff\r\n\x00" + "\x00\x00\x00\x00" + "\x00\x00\x00\x00" // no flags, no extension
	copyTrailer = "\xff\xff"
)
