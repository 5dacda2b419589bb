package postgres

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"log/slog"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrate brings the database to the schema of this program: the numbered files of
// postgres/migrations, and the job queue's own tables. What is already there is left
// alone, so that it may be called at every start; processes that start at once wait
// for each other. Each step is a transaction of its own: when one fails, those before
// it stay and the next call goes on from there. It needs a user who may create schemas
// and roles, and a pool of at least three connections.
//
// It promises nothing about a database that is newer than the program.
func Migrate(ctx context.Context, pool *pgxpool.Pool) error {
	db := stdlib.OpenDBFromPool(pool)
	defer db.Close()

	// One lock spans both sets: the queue's migrator has none of its own.
	conn, err := db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	defer conn.Close()
	locker, err := lock.NewPostgresSessionLocker(
		lock.WithLockID(migrationLock),
		lock.WithLockTimeout(1, 600), // asked for every second, ten minutes long
	)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if err := locker.SessionLock(ctx, conn); err != nil {
		return fmt.Errorf("migrate: wait for another process to finish: %w", err)
	}
	defer func() {
		// The lock goes with the connection in any case.
		_ = locker.SessionUnlock(context.WithoutCancel(ctx), conn)
	}()
	if err := migrateSchema(ctx, db); err != nil {
		return err
	}
	// Tables of the registers that a migration added or changed get their twins.
	if _, err := conn.ExecContext(ctx, "select registers_history.follow()"); err != nil {
		return fmt.Errorf("migrate: follow the registers with their history: %w", err)
	}
	if _, err := conn.ExecContext(ctx, "select shown.follow()"); err != nil {
		return fmt.Errorf("migrate: follow the registers with what readers see: %w", err)
	}
	if err := putAreas(ctx, pool); err != nil {
		return fmt.Errorf("migrate: write the areas of rights: %w", err)
	}
	if err := fillLists(ctx, pool); err != nil {
		return fmt.Errorf("migrate: write the lists of cases: %w", err)
	}
	if err := fillLikenesses(ctx, pool); err != nil {
		return fmt.Errorf("migrate: compare the cases: %w", err)
	}
	if err := migrateQueue(ctx, pool); err != nil {
		return err
	}
	return grantQueue(ctx, pool)
}

// migrationLock names the advisory lock; the number is arbitrary and never changes.
const migrationLock = 28_916_2012

func migrateSchema(ctx context.Context, db *sql.DB) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	// Work that went on side by side lands in any order: a number below the latest
	// is carried out where it has not been.
	steps, err := goose.NewProvider(goose.DialectPostgres, db, files, goose.WithAllowOutofOrder(true))
	if err != nil {
		return fmt.Errorf("migrate: read the migrations: %w", err)
	}
	pending, err := steps.HasPending(ctx)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if pending { // what readers see the registers through would hold their columns fast
		if _, err := db.ExecContext(ctx, `do $$ begin
			if to_regprocedure('shown.leave()') is not null then perform shown.leave(); end if; end $$`); err != nil {
			return fmt.Errorf("migrate: take the readers' views away: %w", err)
		}
	}
	if _, err := steps.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

func migrateQueue(ctx context.Context, pool *pgxpool.Pool) error {
	quiet := slog.New(slog.DiscardHandler)
	queue, err := rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{Logger: quiet})
	if err != nil {
		return fmt.Errorf("migrate: read the job queue's migrations: %w", err)
	}
	if _, err := queue.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrate the job queue: %w", err)
	}
	return nil
}
