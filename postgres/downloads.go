package postgres

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
)

// RecordDownload stores the event and the audit line of a download of o by by,
// from byte from on. Whoever sends the file calls it before the first byte and
// sends nothing when it fails. It asks the gate of the permit or disclosure anew,
// at the service clock's moment and under the basis's own lock: what has been
// suspended, closed by an order, ended or revoked lets nothing out, whatever a
// page showed. It fails with ErrNoOrder, and with a *permits.RuleError when there
// is nothing to download or the gate is closed.
func (db *DB) RecordDownload(ctx context.Context, o permits.OrderID, by permits.UserID, from int64) error {
	err := db.command(ctx, func(tx pgx.Tx) error {
		now, err := lettingOut(ctx, tx, o, by)
		if err != nil {
			return err
		}
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

// DownloadOpen asks the gate again while a download that RecordDownload let begin
// is under way: nil when the rest may still be sent to by.
func (db *DB) DownloadOpen(ctx context.Context, o permits.OrderID, by permits.UserID) error {
	err := db.command(ctx, func(tx pgx.Tx) error {
		_, err := lettingOut(ctx, tx, o, by)
		return err
	})
	if err != nil {
		return fmt.Errorf("ask the gate of order %s: %w", o, err)
	}
	return nil
}

// lettingOut returns the rule that keeps the package of an order from by at this
// moment, or the moment. The basis is locked until tx ends, so that what closes
// it comes before or after.
func lettingOut(ctx context.Context, tx pgx.Tx, id permits.OrderID, by permits.UserID) (now time.Time, err error) {
	rows, _ := tx.Query(ctx, `select `+orderColumns+orderTables+` where o.order_id = $1`, id)
	o, err := oneOf(rows, scanOrder, ErrNoOrder)
	if err != nil {
		return now, err
	}
	switch o.Kind {
	case permits.PermitBasis:
		c, err := lockCase(ctx, tx, permits.CaseID(o.BasisID))
		if err != nil {
			return now, err
		}
		if now, err = moment(ctx, tx); err != nil {
			return now, err
		}
		return now, c.LetsOut(o, by, now)
	case permits.DisclosureBasis:
		d, err := lockDisclosure(ctx, tx, permits.DisclosureID(o.BasisID))
		if err != nil {
			return now, err
		}
		if now, err = moment(ctx, tx); err != nil {
			return now, err
		}
		_, err = d.Basis(now)
		return now, err
	}
	return now, fmt.Errorf("the basis of order %s is of an unknown kind", id)
}
