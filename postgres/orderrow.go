package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
	"tietolupa/registers"
)

const (
	orderColumns = `o.order_id, o.case_id, o.disclosure_id, o.basis_version, o.provision, o.scope, o.recipient,
	o.ordered_by, o.ordered_at, o.law_day, o.destroy_by, o.language, o.number, o.cause, o.state, o.reason,
	p.stage, p.done, p.total, d.file, d.bytes, d.sha256, d.sealed_at, d.manifest,
	r.received_by, r.received_at, r.sha256, ` + keyRevoked
	orderTables = ` from permits.orders o
	left join permits.build_progress p on p.order_id = o.order_id
	left join permits.deliveries d on d.order_id = o.order_id
	left join permits.receipts r on r.order_id = o.order_id`
)

func scanOrder(row pgx.CollectableRow) (o permits.Order, err error) {
	var onCase, onDisclosure, stage, file, hash, receiver, received *string
	var lawDay, destroyBy time.Time
	var done, total, bytes *int64
	var sealed, receivedAt *time.Time
	var manifest []byte
	err = row.Scan(&o.ID, &onCase, &onDisclosure, &o.Version, &o.Provision, &o.Scope, &o.Recipient,
		&o.By, &o.At, &lawDay, &destroyBy, &o.Language, &o.Number, &o.Cause, &o.State, &o.Reason,
		&stage, &done, &total, &file, &bytes, &hash, &sealed, &manifest, &receiver, &receivedAt, &received, &o.KeyRevoked)
	o.Kind, o.BasisID = permits.PermitBasis, or(onCase)
	if onDisclosure != nil {
		o.Kind, o.BasisID = permits.DisclosureBasis, *onDisclosure
	}
	o.LawDay, o.DestroyBy = registers.DayOf(lawDay), registers.DayOf(destroyBy)
	o.Stage, o.Done, o.Total = or(stage), or(done), or(total)
	if file != nil {
		o.Delivery = &permits.Delivery{File: *file, Bytes: or(bytes), SHA256: or(hash), SealedAt: or(sealed), Manifest: manifest}
	}
	o.Receipt = receiptOf(receiver, receivedAt, received)
	return o, err
}

// lockOrder reads an order whose row nobody else changes until tx ends, and its
// version.
func lockOrder(ctx context.Context, tx pgx.Tx, id permits.OrderID) (o permits.Order, version int, err error) {
	err = tx.QueryRow(ctx, `
		select version from permits.orders where order_id = $1 for no key update`, id).Scan(&version)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNoOrder
	}
	if err != nil {
		return permits.Order{}, 0, err
	}
	rows, _ := tx.Query(ctx, `select `+orderColumns+orderTables+` where o.order_id = $1`, id)
	o, err = pgx.CollectExactlyOneRow(rows, scanOrder)
	return o, version, err
}

func insertOrder(ctx context.Context, tx pgx.Tx, o permits.Order) error {
	var onCase, onDisclosure *string
	switch o.Kind {
	case permits.PermitBasis:
		onCase = &o.BasisID
	case permits.DisclosureBasis:
		onDisclosure = &o.BasisID
	}
	_, err := tx.Exec(ctx, `
		insert into permits.orders (order_id, case_id, disclosure_id, basis_version, provision, scope, recipient,
		       ordered_by, ordered_at, law_day, destroy_by, language, number, state, cause)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		o.ID, onCase, onDisclosure, o.Version, o.Provision, o.Scope, o.Recipient,
		o.By, o.At, o.LawDay.Time(), o.DestroyBy.Time(), o.Language, o.Number, o.State, o.Cause)
	return err
}

// moveOrder stores the state and reason of o over the version that was locked,
// and counts the version.
func moveOrder(ctx context.Context, tx pgx.Tx, o permits.Order, locked int) error {
	tag, err := tx.Exec(ctx, `
		update permits.orders
		   set state = $3, reason = $4, version = version + 1
		 where order_id = $1 and version = $2`, o.ID, locked, o.State, o.Reason)
	return overLocked(tag, err)
}
