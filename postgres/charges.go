package postgres

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
	"tietolupa/registers"
)

// A payer is who pays a charge, as its matter says.
type payer struct{ organisation, businessID, billing string }

// batchCharges queues what writes the charges of a matter that are not there yet.
func batchCharges(batch *pgx.Batch, subject string, all []permits.Charge, by payer) {
	for _, c := range all {
		batch.Queue(`insert into permits.charges (subject, charge, code, kind, order_id, quarters, cents, arose_at, payer, business_id, billing, credits)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (subject, charge) do nothing`,
			subject, c.No, c.Code, c.Kind, c.Order, c.Quarters, c.Cents, c.At, by.organisation, by.businessID, by.billing, c.Credits)
	}
}

// A ChargeLine is a charge as a list shows it.
type ChargeLine struct {
	permits.Charge
	Subject    string
	Path       string // of the matter's page
	Number     string // of the agency's case system; empty when it has given none
	Payer      string // organisation, or else the name of who asked
	BusinessID string
	Billing    string
	Batch      int    // 0 while it waits
	Contested  string // kind of the remedy that is open against it; empty when none is
}

// A ChargeQuery says which charges are sought; what is empty does not limit.
type ChargeQuery struct {
	Waiting  bool // in no batch
	Batch    int
	From, To registers.Day // in which they arose
}

func (q ChargeQuery) where() (string, []any) {
	var w conditions
	if q.Waiting {
		w.terms = append(w.terms, "c.batch is null")
	}
	if q.Batch != 0 {
		w.add("c.batch = $%d", q.Batch)
	}
	if !q.From.IsZero() {
		w.add("c.arose_at >= $%d::date::timestamp at time zone 'Europe/Helsinki'", q.From.Time())
	}
	if !q.To.IsZero() {
		w.add("c.arose_at < ($%d::date + 1)::timestamp at time zone 'Europe/Helsinki'", q.To.Time())
	}
	return w.sql(), w.args
}

// EachCharge gives every charge that q seeks in the order in which they arose. It
// stops at give's first error, and does not ask who may see them.
func (db *DB) EachCharge(ctx context.Context, q ChargeQuery, give func(ChargeLine) error) error {
	where, args := q.where()
	err := eachRow(ctx, db, `select c.subject, c.charge, c.code, c.kind, c.order_id, c.quarters, c.cents, c.arose_at, coalesce(nullif(c.payer, ''), u.name, ''), c.business_id, c.billing,
			coalesce(c.batch, 0), coalesce(n.number, ''), coalesce(q.path, ''), c.credits,
			coalesce((select x ->> 'kind' from permits.cases k, jsonb_array_elements(k.life -> 'remedies') x
			           where k.case_id = c.subject and x ->> 'against' = 'charge-' || c.charge and coalesce(x ->> 'outcome', '') = '' limit 1), '')
		from permits.charges c
		left join permits.requests r on r.request_id = c.subject
		left join permits.users u on u.user_id = r.asker
		left join permits.registry_numbers n on n.subject = c.subject
		left join permits.queue_items q on q.subject = c.subject
		where `+where+` order by c.arose_at, c.subject, c.charge`, args, func(row pgx.CollectableRow) (l ChargeLine, err error) {
		err = row.Scan(&l.Subject, &l.No, &l.Code, &l.Kind, &l.Order, &l.Quarters, &l.Cents, &l.At, &l.Payer, &l.BusinessID, &l.Billing, &l.Batch, &l.Number, &l.Path, &l.Credits, &l.Contested)
		return l, err
	}, give)
	if err != nil {
		return fmt.Errorf("list the charges: %w", err)
	}
	return nil
}

// Charges lists what q seeks, most at most, with how many there are and their sum
// in cents.
func (db *DB) Charges(ctx context.Context, q ChargeQuery, most int) (lines []ChargeLine, count, cents int, err error) {
	err = db.EachCharge(ctx, q, func(l ChargeLine) error {
		if count++; count <= most {
			lines = append(lines, l)
		}
		cents += l.Cents
		return nil
	})
	return lines, count, cents, err
}

// A ChargeBatch is what was given to the system of invoices at once.
type ChargeBatch struct {
	No    int
	By    permits.UserID
	Name  string // of who made it
	At    time.Time
	Count int
	Cents int
}

// ChargeBatches lists the batches, the newest first, most at most.
func (db *DB) ChargeBatches(ctx context.Context, most int) ([]ChargeBatch, error) {
	rows, _ := db.pool.Query(ctx, `select b.batch, b.made_by, u.name, b.made_at, count(c.*), coalesce(sum(c.cents), 0)
		from permits.charge_batches b join permits.users u on u.user_id = b.made_by left join permits.charges c using (batch)
		group by b.batch, b.made_by, u.name, b.made_at order by b.batch desc limit $1`, most)
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (b ChargeBatch, err error) {
		err = row.Scan(&b.No, &b.By, &b.Name, &b.At, &b.Count, &b.Cents)
		return b, err
	})
	if err != nil {
		return nil, fmt.Errorf("list the batches of charges: %w", err)
	}
	return all, nil
}

// BatchCharges gathers every charge that waits into a batch: each is in one, also
// when two do it at once. It fails with permits.MayBatch's error when none waits.
func (db *DB) BatchCharges(ctx context.Context, by permits.UserID) (b ChargeBatch, err error) {
	err = db.command(ctx, func(tx pgx.Tx) error {
		now, err := moment(ctx, tx)
		if err != nil {
			return err
		}
		if err := tx.QueryRow(ctx, `insert into permits.charge_batches (made_by, made_at) values ($1, $2) returning batch`, by, now).Scan(&b.No); err != nil {
			return err
		}
		if err := tx.QueryRow(ctx, `with taken as (update permits.charges set batch = $1 where (subject, charge) in
				(select subject, charge from permits.charges where batch is null order by subject, charge for update skip locked) returning cents)
			select count(*), coalesce(sum(cents), 0) from taken`, b.No).Scan(&b.Count, &b.Cents); err != nil {
			return err
		}
		if err := permits.MayBatch(b.Count); err != nil {
			return err
		}
		b.By, b.At = by, now
		return record(ctx, tx, Entry{At: now, Actor: by, Kind: "charges-batched", Subject: "charges-" + strconv.Itoa(b.No),
			Detail: map[string]string{"count": strconv.Itoa(b.Count), "cents": strconv.Itoa(b.Cents)}})
	})
	if err != nil {
		return ChargeBatch{}, fmt.Errorf("gather a batch of charges: %w", err)
	}
	return b, nil
}
