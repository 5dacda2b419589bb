// Package postgres keeps everything that the service remembers: people, cases,
// disclosures, orders and what was delivered, keys as wrapped bytes, the job
// queue and the audit log. It holds every line of PostgreSQL's SQL and is the
// only home of pgx, goose and River. It knows the rules' values (permits,
// registers) and stores them; it decides nothing that permits decides.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
)

// What a caller tells apart. A rule's refusal is a *permits.RuleError, whatever
// it is wrapped in.
var (
	ErrNoUser       = errors.New("no such user")
	ErrNoCase       = errors.New("no such case")
	ErrNoDisclosure = errors.New("no such disclosure")
	ErrNoOrder      = errors.New("no such order")
	ErrNoBasis      = errors.New("no such permit or disclosure")
	ErrNoKey        = errors.New("no such key")
	ErrNoLetter     = errors.New("no such letter")
	// ErrBusy says that somebody else held the row for longer than lockTimeout:
	// the caller may try again.
	ErrBusy = errors.New("somebody else is changing it")
)

const (
	lockTimeout    = "5s" // of a command, for the row it changes
	minConnections = 16   // a worker holds one, each build another
)

// A Role is what a program may do in the database: migrations/00006_roles.sql.
type Role string

const (
	LoginRole Role = ""              // whatever the address's own user may do
	WebRole   Role = "permits_web"   // the pages
	WorkRole  Role = "permits_work"  // the workers
	readRole  Role = "permits_read"  // a reader's own view of the registers, within a transaction
	OwnerRole Role = "permits_owner" // migrations, the registers' content, the clock
)

// A DB is a pool of connections to the service's database. It is safe for
// concurrent use. The times it returns are in the place of the law, Helsinki.
type DB struct {
	pool  *pgxpool.Pool
	queue *river.Client[pgx.Tx] // inserts jobs; Work has a client of its own

	signer string // fingerprint that decisions print; SetSigner

	directory directory // of Users
}

// Open connects to the database at dsn, which Migrate has brought up to date,
// with the rights of dsn's own user. It fails when the database cannot be
// reached.
func Open(ctx context.Context, dsn string) (*DB, error) { return OpenAs(ctx, dsn, LoginRole) }

// OpenAs is Open with the rights of role only. dsn's user must be a member of it.
// When that user may do more, the role keeps the program from mistakes, not an
// intruder from setting it back: in production the user is a member of nothing
// else.
func OpenAs(ctx context.Context, dsn string, role Role) (*DB, error) {
	cfg, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err) // pgx hides the password
	}
	cfg.MaxConns = max(cfg.MaxConns, minConnections)
	cfg.AfterConnect = func(ctx context.Context, conn *pgx.Conn) error { return prepare(ctx, conn, role) }
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("open the database %s at %s: %w", cfg.ConnConfig.Database, cfg.ConnConfig.Host, err)
	}
	queue, err := insertOnlyQueue(pool)
	if err != nil {
		pool.Close()
		return nil, fmt.Errorf("open the database: %w", err)
	}
	return &DB{pool: pool, queue: queue}, nil
}

// prepare makes a new connection read times in Helsinki and act as role.
func prepare(ctx context.Context, conn *pgx.Conn, role Role) error {
	conn.TypeMap().RegisterType(&pgtype.Type{
		Name: "timestamptz", OID: pgtype.TimestamptzOID,
		Codec: &pgtype.TimestamptzCodec{ScanLocation: helsinki},
	})
	if role == LoginRole {
		return nil
	}
	if _, err := conn.Exec(ctx, "set role "+pgx.Identifier{string(role)}.Sanitize()); err != nil {
		return fmt.Errorf("act as %s: %w", role, err)
	}
	return nil
}

// Close closes all connections; it waits for those in use.
func (db *DB) Close() { db.pool.Close() }

// Pool is db's connections, for readers of the registers and for migrations.
func (db *DB) Pool() *pgxpool.Pool { return db.pool }

// commandBegins opens a transaction in which no lock is waited for longer than
// lockTimeout, and the clock is not moved meanwhile.
var commandBegins = fmt.Sprintf("begin; set local lock_timeout = '%s'; select pg_advisory_xact_lock_shared(%d)", lockTimeout, clockLock)

// command runs do in one transaction: all of it happens or nothing. No lock is
// waited for longer than lockTimeout, and the clock is not moved meanwhile.
func (db *DB) command(ctx context.Context, do func(tx pgx.Tx) error) error {
	return db.commandAs(ctx, commandBegins, do)
}

// commandAs is command in a transaction that begins as given.
func (db *DB) commandAs(ctx context.Context, begins string, do func(tx pgx.Tx) error) error {
	var noted *Once
	err := pgx.BeginTxFunc(ctx, db.pool, pgx.TxOptions{BeginQuery: begins}, func(tx pgx.Tx) (err error) {
		if noted, err = once(ctx, tx); err != nil {
			return err
		}
		return do(tx)
	})
	if err == nil && noted != nil {
		noted.noted = true
	}
	if violates(err, "55P03") { // lock_not_available
		return fmt.Errorf("%w: %w", ErrBusy, err)
	}
	return err
}

// violates says whether err is PostgreSQL's error of this SQLSTATE.
func violates(err error, sqlstate string) bool {
	pg, is := errors.AsType[*pgconn.PgError](err)
	return is && pg.Code == sqlstate
}

// violatesConstraint says whether err is a breach of the constraint of this name.
func violatesConstraint(err error, name string) bool {
	pg, is := errors.AsType[*pgconn.PgError](err)
	return is && pg.ConstraintName == name
}

// instant is a time that is null in the database when it is zero in Go.
func instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// oneOf is the only row, as scan reads it; it fails with none when there is no row.
func oneOf[T any](rows pgx.Rows, scan pgx.RowToFunc[T], none error) (T, error) {
	v, err := pgx.CollectExactlyOneRow(rows, scan) // returns the query's error too
	if errors.Is(err, pgx.ErrNoRows) {
		err = none
	}
	return v, err
}

// or gives what p points to, or the zero value when it was null.
func or[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

// text is a string that is null in the database when it is empty in Go.
func text[S ~string](s S) *string {
	if s == "" {
		return nil
	}
	t := string(s)
	return &t
}
