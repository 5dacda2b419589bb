package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
)

// NoteExport logs that by takes a list out of the service in format, with the
// limits that it was made by. It is called before the first line leaves: an
// export that cannot be logged does not happen.
func (db *DB) NoteExport(ctx context.Context, by permits.UserID, list, format string, limits map[string]string) error {
	detail := map[string]string{"list": list, "format": format}
	for key, value := range limits {
		if value != "" {
			detail["limit."+key] = value
		}
	}
	err := db.command(ctx, func(tx pgx.Tx) error {
		return record(ctx, tx, Entry{Actor: by, Kind: "list-exported", Subject: list, Detail: detail})
	})
	if err != nil {
		return fmt.Errorf("log an export of %s: %w", list, err)
	}
	return nil
}
