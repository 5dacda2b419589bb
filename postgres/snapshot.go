package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"tietolupa/registers"
)

// A Snapshot is the registers as they stood when it was opened: a session that
// holds an exported REPEATABLE READ snapshot, and workers' sessions that join
// it. All that is read through it agrees, whatever is written meanwhile. It
// dies with its session. Open may be called concurrently.
type Snapshot struct {
	cat   *registers.Catalogue
	cfg   *pgxpool.Config
	id    string
	taken time.Time

	exporting sync.Mutex // one statement at a time on holder
	holder    *pgx.Conn

	mu     sync.Mutex
	idle   []*copySession
	busy   map[*copySession]bool
	closed bool
}

// sessionSettings let a long, idle snapshot live and keep short COPY statements
// from being compiled.
const sessionSettings = `set idle_in_transaction_session_timeout = 0; set statement_timeout = 0; set jit = off`

// OpenSnapshot takes a snapshot on a session of its own with pool's settings;
// taken is the service clock's time of it. The caller closes it.
func OpenSnapshot(ctx context.Context, pool *pgxpool.Pool, cat *registers.Catalogue, taken time.Time) (*Snapshot, error) {
	s := &Snapshot{cat: cat, cfg: pool.Config(), taken: taken, busy: map[*copySession]bool{}}
	conn, err := s.session(ctx)
	if err != nil {
		return nil, fmt.Errorf("open a snapshot: %w", err)
	}
	if err := conn.QueryRow(ctx, "select pg_export_snapshot()").Scan(&s.id); err != nil {
		return nil, errors.Join(fmt.Errorf("open a snapshot: %w", err), conn.Close(context.WithoutCancel(ctx)))
	}
	s.holder = conn
	return s, nil
}

// session is a new connection inside a read-only repeatable read transaction.
func (s *Snapshot) session(ctx context.Context) (*pgx.Conn, error) {
	conn, err := pgx.ConnectConfig(ctx, s.cfg.ConnConfig.Copy())
	if err != nil {
		return nil, err
	}
	if s.cfg.AfterConnect != nil { // takes the role of the pool
		if err := s.cfg.AfterConnect(ctx, conn); err != nil {
			return nil, errors.Join(err, conn.Close(context.WithoutCancel(ctx)))
		}
	}
	if _, err := conn.Exec(ctx, sessionSettings+"; begin isolation level repeatable read read only",
		pgx.QueryExecModeSimpleProtocol); err != nil {
		return nil, errors.Join(err, conn.Close(context.WithoutCancel(ctx)))
	}
	return conn, nil
}

// Taken is the service clock's time of the snapshot.
func (s *Snapshot) Taken() time.Time { return s.taken }

// ID is PostgreSQL's name of the snapshot.
func (s *Snapshot) ID() string { return s.id }

// Close ends all sessions; what is being read fails. It may be called twice.
func (s *Snapshot) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	for c := range s.busy {
		c.cut()
	}
	var errs []error
	for _, c := range s.idle {
		errs = append(errs, c.net.Close())
	}
	s.idle, s.busy = nil, nil
	s.mu.Unlock()

	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := errors.Join(append(errs, s.holder.Close(ctx))...); err != nil {
		return fmt.Errorf("close the snapshot: %w", err)
	}
	return nil
}

// Split cuts a reading in parts that can be read side by side: ranges of the
// table's pages, or slices of the subjects when they are few and named. The
// estimate of rows is the planner's. It refuses tables and columns that the
// catalogue does not know.
func (s *Snapshot) Split(ctx context.Context, r registers.Reading, n int) ([]registers.Part, int64, error) {
	selection, err := s.selection(r)
	if err != nil {
		return nil, 0, fmt.Errorf("split table %s: %w", r.Table.Name, err)
	}
	n = max(n, 1)
	if r.Subjects != nil {
		return splitSubjects(r, selection, n), int64(len(r.Subjects)), nil
	}
	s.exporting.Lock()
	defer s.exporting.Unlock()
	var pages int64
	var estimate float64
	const size = `select pg_relation_size(c.oid) / current_setting('block_size')::bigint,
		coalesce(greatest(c.reltuples, 0) / nullif(c.relpages, 0), 0)::float8
		* (pg_relation_size(c.oid) / current_setting('block_size')::bigint)
		from pg_class c where c.oid = $1::text::regclass`
	if err := s.holder.QueryRow(ctx, size, registerTable(r.Table.Name)).Scan(&pages, &estimate); err != nil {
		return nil, 0, fmt.Errorf("split table %s: %w", r.Table.Name, err)
	}
	parts := make([]registers.Part, 0, n)
	for i := range int64(n) {
		from, to := pages*i/int64(n), pages*(i+1)/int64(n)
		last := i == int64(n)-1
		if from == to && !last {
			continue
		}
		where := fmt.Sprintf(" and ctid >= '(%d,0)'::tid", from)
		if !last {
			where += fmt.Sprintf(" and ctid < '(%d,0)'::tid", to)
		}
		parts = append(parts, copyPart(selection+where))
	}
	return parts, int64(estimate), nil
}

func splitSubjects(r registers.Reading, selection string, n int) []registers.Part {
	parts := []registers.Part{}
	size := max((len(r.Subjects)+n-1)/n, 1)
	for from := 0; from < len(r.Subjects); from += size {
		var ids strings.Builder
		for i, id := range r.Subjects[from:min(from+size, len(r.Subjects))] {
			if i > 0 {
				ids.WriteByte(',')
			}
			fmt.Fprintf(&ids, "%d", id)
		}
		parts = append(parts, copyPart(selection+fmt.Sprintf(" and %s = any ('{%s}'::bigint[])", column(r.Table.SubjectKey()), ids.String())))
	}
	return parts
}

func copyPart(selection string) registers.Part {
	return registers.Part{SQL: "copy (" + selection + ") to stdout (format binary)"}
}

// selection is the select of a reading: its columns, empty where a protected
// address masks them, of rows that overlap the period, are not removable on
// the law's day and whose processing is not restricted.
func (s *Snapshot) selection(r registers.Reading) (string, error) {
	t, ok := s.cat.Table(r.Table.Name)
	if !ok || len(r.Columns) == 0 {
		return "", errors.New("not a table of the catalogue, or no columns wanted")
	}
	columns := make([]string, len(r.Columns))
	for i, name := range r.Columns {
		v, ok := s.cat.Column(t.Name, name)
		if !ok {
			return "", fmt.Errorf("column %q is not in the catalogue", name)
		}
		columns[i] = shown(s.cat, v)
	}
	where, err := notRemovable("", r.LawDay)
	if err != nil {
		return "", err
	}
	where += unrestricted(t.Subject, column(t.SubjectKey())) + overlap("", t, r.Period)
	return "select " + strings.Join(columns, ", ") + " from " + registerTable(t.Name) + " where " + where, nil
}

// notRemovable leaves out rows whose time to be removed has come (4.3c). A day
// prints as digits and hyphens only.
func notRemovable(alias string, lawDay registers.Day) (string, error) { // 4.3c
	if lawDay.IsZero() {
		return "", errors.New("the law's day is not given")
	}
	c := alias + "removable_from"
	return fmt.Sprintf("(%s is null or %s > date '%s')", c, c, lawDay), nil
}

// unrestricted leaves out employers and providers whose data may only be stored
// (GDPR 18); a person's never are (4.2).
func unrestricted(subject, id string) string {
	if subject == "person" {
		return ""
	}
	return " and not " + isRestricted(subject, id)
}

// overlap limits to rows that have a day in common with p; an event is its start.
func overlap(alias string, t registers.Table, p registers.Period) string {
	if t.Start == "" {
		return ""
	}
	start, last := alias+column(t.Start), alias+column(t.Start)+" >= date '%s'"
	if t.End != "" {
		end := alias + column(t.End)
		last = "(" + end + " is null or " + end + " >= date '%s')"
	}
	where := ""
	if !p.To.IsZero() {
		where += fmt.Sprintf(" and %s <= date '%s'", start, p.To)
	}
	if !p.From.IsZero() {
		where += fmt.Sprintf(" and "+last, p.From)
	}
	return where
}

// Open starts a part. The reader gives PostgreSQL's binary COPY as it comes,
// without the messages around it; its session goes back to the snapshot when it
// has been read to the end, and is dropped when closed before. ctx holds for
// the reading too.
func (s *Snapshot) Open(ctx context.Context, p registers.Part) (io.ReadCloser, error) {
	c, err := s.take(ctx)
	if err != nil {
		return nil, fmt.Errorf("open a part: %w", err)
	}
	if err := c.start(ctx, p.SQL); err != nil {
		s.give(c, false)
		return nil, fmt.Errorf("open a part: %w", err)
	}
	return &copyReader{snapshot: s, session: c, ctx: ctx}, nil
}

var errSnapshotClosed = errors.New("the snapshot is closed")

func (s *Snapshot) take(ctx context.Context) (*copySession, error) {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil, errSnapshotClosed
	}
	if n := len(s.idle); n > 0 {
		c := s.idle[n-1]
		s.idle = s.idle[:n-1]
		s.busy[c] = true
		s.mu.Unlock()
		return c, nil
	}
	s.mu.Unlock()

	conn, err := s.session(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := conn.Exec(ctx, "set transaction snapshot "+literal(s.id), pgx.QueryExecModeSimpleProtocol); err != nil {
		return nil, errors.Join(err, conn.Close(context.WithoutCancel(ctx)))
	}
	c, err := hijack(conn)
	if err != nil {
		return nil, errors.Join(err, conn.Close(context.WithoutCancel(ctx)))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, errors.Join(errSnapshotClosed, c.net.Close())
	}
	s.busy[c] = true
	return c, nil
}

// give takes a session back, or drops it when it is not clean.
func (s *Snapshot) give(c *copySession, clean bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.busy, c)
	if clean && !s.closed {
		s.idle = append(s.idle, c)
		return
	}
	c.net.Close()
}

// registerTable and column quote names for SQL; literal quotes text.
func registerTable(name string) string { return pgx.Identifier{"registers", name}.Sanitize() }
func column(name string) string        { return pgx.Identifier{name}.Sanitize() }
func literal(text string) string       { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }
