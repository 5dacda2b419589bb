package postgres

import (
	"context"
	"fmt"
	"strconv"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
)

// RecordDownload stores the event and the audit line of a download of o by by,
// from byte from on. Whoever sends the file calls it before the first byte and
// sends nothing when it fails. It fails with ErrNoOrder, and with a
// *permits.RuleError when there is nothing to download.
func (db *DB) RecordDownload(ctx context.Context, o permits.OrderID, by permits.UserID, from int64) error {
	err := db.command(ctx, func(tx pgx.Tx) error {
		order, version, err := lockOrder(ctx, tx, o)
		if err != nil {
			return err
		}
		if err := order.Downloadable(); err != nil {
			return err
		}
		if err := moveOrder(ctx, tx, order, version); err != nil { // counts the event
			return err
		}
		now, err := moment(ctx, tx)
		if err != nil {
			return err
		}
		return happened(ctx, tx, permits.Event{
			Subject: string(o), Version: version + 1, Kind: permits.ExtractDownloaded, By: by, At: now,
			Detail: map[string]string{"from": strconv.FormatInt(from, 10), "sha256": order.Delivery.SHA256},
		}, string(o), version+1)
	})
	if err != nil {
		return fmt.Errorf("record a download of order %s: %w", o, err)
	}
	return nil
}
