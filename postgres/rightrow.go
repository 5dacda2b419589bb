package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/casbin/rights"
	"tietolupa/permits"
	"tietolupa/registers"
)

const rightColumns = `right_id, application, holder, body, ground,
	commission_by, commission_body, commission_task, commission_reference, commission_until,
	items, offices, areas, powers, uses, valid_from, valid_until,
	granted_by, granted_at, legacy, reviewed, removed_at, removed_by, removal, version`

func scanRight(row pgx.CollectableRow) (r rights.Right, err error) {
	f := newRightFields(&r)
	if err := row.Scan(f.targets()...); err != nil {
		return rights.Right{}, err
	}
	f.settle()
	return r, nil
}

// rightFields are the columns of a right on their way into it.
type rightFields struct {
	right                                  *rights.Right
	application, by, body, task, reference *string
	removedBy, removal                     *string
	items, offices, areas, powers, uses    []string
	from, until                            time.Time
	commissionUntil, reviewed, removed     *time.Time
}

func newRightFields(r *rights.Right) *rightFields { return &rightFields{right: r} }

func (f *rightFields) targets() []any {
	r := f.right
	return []any{
		&r.ID, &f.application, &r.Holder, &r.Body, &r.Ground,
		&f.by, &f.body, &f.task, &f.reference, &f.commissionUntil,
		&f.items, &f.offices, &f.areas, &f.powers, &f.uses, &f.from, &f.until,
		&r.GrantedBy, &r.GrantedAt, &r.Legacy, &f.reviewed, &f.removed, &f.removedBy, &f.removal, &r.Version,
	}
}

func (f *rightFields) settle() {
	r := f.right
	r.Application = or(f.application)
	if f.by != nil {
		r.Commission = &rights.Commission{By: permits.Body(*f.by), Body: or(f.body), Task: or(f.task),
			Reference: or(f.reference), Until: dayOf(f.commissionUntil)}
	}
	r.Items, r.Areas = f.items, f.areas
	r.Offices, r.Powers, r.Uses = listed[permits.Body](f.offices), listed[rights.Power](f.powers), listed[rights.Use](f.uses)
	r.From, r.Until = registers.DayOf(f.from), registers.DayOf(f.until)
	r.Reviewed = dayOf(f.reviewed)
	r.RemovedAt, r.RemovedBy, r.Removal = or(f.removed), permits.UserID(or(f.removedBy)), or(f.removal)
	if len(r.Areas) == 0 {
		r.Areas = nil
	}
}

func dayOf(t *time.Time) registers.Day {
	if t == nil {
		return registers.Day{}
	}
	return registers.DayOf(*t)
}

// dated is a day that is null in the database when it is zero in Go.
func dated(d registers.Day) *time.Time {
	if d.IsZero() {
		return nil
	}
	t := d.Time()
	return &t
}

// listed makes texts the values they are; nil for none.
func listed[To, From ~string](from []From) []To {
	if len(from) == 0 {
		return nil
	}
	to := make([]To, len(from))
	for i, s := range from {
		to[i] = To(s)
	}
	return to
}

// array is a list that is never null in the database.
func array[T ~string](from []T) []string {
	to := make([]string, len(from))
	for i, s := range from {
		to[i] = string(s)
	}
	return to
}

func oneRight(rows pgx.Rows) (rights.Right, error) {
	return oneOf(rows, scanRight, ErrNoRight)
}

func lockRight(ctx context.Context, tx pgx.Tx, id string) (rights.Right, error) {
	rows, _ := tx.Query(ctx, `select `+rightColumns+` from permits.rights where right_id = $1 for no key update`, id)
	return oneRight(rows)
}

// insertRight stores a right as e made it. A trigger keeps the version and
// counts the holder's grant version.
func insertRight(ctx context.Context, tx pgx.Tx, r rights.Right, e permits.Event, reasons string) error {
	c := rights.Commission{}
	if r.Commission != nil {
		c = *r.Commission
	}
	_, err := tx.Exec(ctx, `
		insert into permits.rights (`+rightColumns+`, changed_by, changed_at, change, reasons)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25,
		        $26, $27, $28, $29)`,
		r.ID, text(r.Application), r.Holder, r.Body, r.Ground,
		text(c.By), text(c.Body), text(c.Task), text(c.Reference), dated(c.Until),
		array(r.Items), array(r.Offices), array(r.Areas), array(r.Powers), array(r.Uses), r.From.Time(), r.Until.Time(),
		r.GrantedBy, r.GrantedAt, r.Legacy, dated(r.Reviewed), instant(r.RemovedAt), text(r.RemovedBy), text(r.Removal), r.Version,
		e.By, e.At, e.Kind, reasons)
	return err
}

// updateRight stores r over the version that was locked.
func updateRight(ctx context.Context, tx pgx.Tx, r rights.Right, locked int, e permits.Event, reasons string) error {
	var commissionUntil *time.Time
	if r.Commission != nil {
		commissionUntil = dated(r.Commission.Until)
	}
	tag, err := tx.Exec(ctx, `
		update permits.rights
		   set items = $3, offices = $4, areas = $5, powers = $6, uses = $7, valid_from = $8, valid_until = $9,
		       commission_until = $10, reviewed = $11, removed_at = $12, removed_by = $13, removal = $14, version = $15,
		       changed_by = $16, changed_at = $17, change = $18, reasons = $19
		 where right_id = $1 and version = $2`,
		r.ID, locked, array(r.Items), array(r.Offices), array(r.Areas), array(r.Powers), array(r.Uses), r.From.Time(), r.Until.Time(),
		commissionUntil, dated(r.Reviewed), instant(r.RemovedAt), text(r.RemovedBy), text(r.Removal), r.Version,
		e.By, e.At, e.Kind, reasons)
	return overLocked(tag, err)
}
