package extracts

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	duckdb "github.com/duckdb/duckdb-go/v2"
)

// An instance is a DuckDB in memory with one file attached as "extract" and
// nothing else within its reach: no other file, no extension, no change of
// settings. It has a single connection.
type instance struct {
	db   *sql.DB
	conn *sql.Conn
}

const attached = "extract"

// storageVersion is kept old so that older clients open the file: 1.0.0 and
// later read it.
const storageVersion = "v1.0.0"

// openInstance makes a new file and an instance that can do nothing but write
// to it, spilling to the folder temporary. The order of the settings matters:
// attaching after the lock would need the file's companions by name.
func openInstance(ctx context.Context, file, temporary, memoryLimit string, threads int) (_ *instance, err error) {
	connector, err := duckdb.NewConnector(":memory:", nil)
	if err != nil {
		return nil, fmt.Errorf("open DuckDB: %w", err)
	}
	i := &instance{db: sql.OpenDB(connector)}
	defer func() {
		if err != nil {
			err = errors.Join(err, i.close())
		}
	}()
	i.db.SetMaxOpenConns(1)
	if i.conn, err = i.db.Conn(ctx); err != nil {
		return nil, fmt.Errorf("open DuckDB: %w", err)
	}
	allowed := []string{}
	for _, suffix := range []string{"", ".wal", ".wal.checkpoint", ".checkpoint.wal", ".recovery.wal", ".wal.recovery"} {
		allowed = append(allowed, sqlText(file+suffix))
	}
	for _, statement := range []string{
		"ATTACH " + sqlText(file) + " AS " + attached + " (STORAGE_VERSION " + sqlText(storageVersion) + ")",
		"SET allowed_paths = [" + strings.Join(allowed, ", ") + "]",
		"SET autoinstall_known_extensions = false",
		"SET autoload_known_extensions = false",
		"SET allow_community_extensions = false",
		"SET allow_persistent_secrets = false",
		"SET temp_directory = " + sqlText(filepath.Clean(temporary)),
		"SET memory_limit = " + sqlText(memoryLimit),
		fmt.Sprintf("SET threads = %d", threads),
		"SET preserve_insertion_order = true", // of the sorted rows
		"SET enable_external_access = false",
		"SET lock_configuration = true",
	} {
		if err := i.exec(ctx, statement); err != nil {
			return nil, fmt.Errorf("lock DuckDB down: %w", err)
		}
	}
	return i, nil
}

func (i *instance) exec(ctx context.Context, statement string) error {
	_, err := i.conn.ExecContext(ctx, statement)
	return err
}

// register makes s known as the table function name.
func (i *instance) register(name string, s *source) error {
	return duckdb.RegisterTableUDF(i.conn, name, s.register())
}

func (i *instance) close() error {
	var err error
	if i.conn != nil {
		err = i.conn.Close()
	}
	return errors.Join(err, i.db.Close())
}
