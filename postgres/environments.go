package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
	"tietolupa/registers"
)

const environmentKeyColumns = "environment, version, act, key, fingerprint, registered_by, registered_at, sealed, code_hash, reason"

// keyRevoked says of order o whether its environment has revoked the key that it
// is sealed to.
const keyRevoked = `exists (select from permits.environment_keys rk where rk.act = 'revoked'
	and o.recipient ->> 'kind' = 'environment' and rk.environment = o.recipient ->> 'environment' and rk.key = o.recipient ->> 'key')`

// Environments gives the key that each environment has in use now, by its code;
// an environment that has none is not there.
func (db *DB) Environments(ctx context.Context) (map[string]permits.EnvironmentKey, error) {
	rows, _ := db.pool.Query(ctx, `
		select `+environmentKeyColumns+` from permits.environment_keys order by environment, version`)
	all, err := pgx.CollectRows(rows, scanEnvironmentKey) // returns the query's error too
	if err != nil {
		return nil, fmt.Errorf("list the keys of environments: %w", err)
	}
	acts := map[string]permits.EnvironmentKeys{}
	for _, k := range all {
		acts[k.Environment] = append(acts[k.Environment], k)
	}
	keys := make(map[string]permits.EnvironmentKey, len(acts))
	for code, ks := range acts {
		if k := ks.Present(); k.Key != "" {
			keys[code] = k
		}
	}
	return keys, nil
}

// EnvironmentKeys lists the acts on the keys of one environment, oldest first.
func (db *DB) EnvironmentKeys(ctx context.Context, environment string) (permits.EnvironmentKeys, error) {
	ks, err := keysOf(ctx, db.pool, environment)
	if err != nil {
		return nil, fmt.Errorf("list the keys of %s: %w", environment, err)
	}
	return ks, nil
}

// ChangeKeys stores the act that change makes of those on the environment's keys,
// its event and a line in the audit log: all or nothing. Of two operators at once
// the second finds the first one's act. It fails with change's own error, a
// *permits.RuleError among them.
func (db *DB) ChangeKeys(
	ctx context.Context, environment string,
	change func(ks permits.EnvironmentKeys, now time.Time) (permits.EnvironmentKey, permits.Event, error),
) (permits.EnvironmentKey, error) {
	var k permits.EnvironmentKey
	err := db.command(ctx, func(tx pgx.Tx) error {
		ks, err := lockKeys(ctx, tx, environment)
		if err != nil {
			return err
		}
		now, err := moment(ctx, tx)
		if err != nil {
			return err
		}
		var e permits.Event
		if k, e, err = change(ks, now); err != nil {
			return err
		}
		if n := len(ks); k.Environment != environment || n > 0 && k.Version != ks[n-1].Version+1 {
			return errors.New("the act is not the environment's next")
		}
		if _, err := tx.Exec(ctx, `
			insert into permits.environment_keys (`+environmentKeyColumns+`)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			k.Environment, k.Version, k.Act, k.Key, k.Fingerprint, k.By, k.At, k.Sealed, k.SHA256, k.Why); err != nil {
			return err
		}
		return happened(ctx, tx, e, environment, k.Version)
	})
	if err != nil {
		return permits.EnvironmentKey{}, fmt.Errorf("change the keys of %s: %w", environment, err)
	}
	return k, nil
}

// lockKeys reads the acts on an environment's keys, to which nobody else adds
// until tx ends.
func lockKeys(ctx context.Context, tx pgx.Tx, environment string) (permits.EnvironmentKeys, error) {
	if _, err := tx.Exec(ctx, "select pg_advisory_xact_lock(hashtextextended('environment ' || $1, 0))", environment); err != nil {
		return nil, err
	}
	return keysOf(ctx, tx, environment)
}

func keysOf(ctx context.Context, from querier, environment string) (permits.EnvironmentKeys, error) {
	rows, _ := from.Query(ctx, `
		select `+environmentKeyColumns+`
		  from permits.environment_keys
		 where environment = $1
		 order by version`, environment)
	return pgx.CollectRows(rows, scanEnvironmentKey)
}

// addressed seals an order to the key that its environment has now.
func addressed(ctx context.Context, tx pgx.Tx, o permits.Order) (permits.Order, error) {
	if o.Recipient.Kind != permits.EnvironmentRecipient {
		return o, nil
	}
	ks, err := lockKeys(ctx, tx, o.Recipient.Environment)
	if err != nil {
		return permits.Order{}, err
	}
	return o.AddressTo(ks.Present())
}

func scanEnvironmentKey(row pgx.CollectableRow) (k permits.EnvironmentKey, err error) {
	err = row.Scan(&k.Environment, &k.Version, &k.Act, &k.Key, &k.Fingerprint, &k.By, &k.At, &k.Sealed, &k.SHA256, &k.Why)
	return k, err
}

// OrdersFor lists what is addressed to an environment, newest first, as its
// operator sees it.
func (db *DB) OrdersFor(ctx context.Context, environment string) ([]permits.Parcel, error) {
	rows, _ := db.pool.Query(ctx, `
		select o.order_id, coalesce(o.case_id, o.disclosure_id), o.case_id is not null,
		       coalesce(c.application ->> 'organisation', l.body), o.provision, o.destroy_by, o.state,
		       d.bytes, d.sealed_at, r.received_by, r.received_at, r.sha256, `+keyRevoked+`
		  from permits.orders o
		  left join permits.cases c on c.case_id = o.case_id
		  left join permits.disclosures l on l.disclosure_id = o.disclosure_id
		  left join permits.deliveries d on d.order_id = o.order_id
		  left join permits.receipts r on r.order_id = o.order_id
		 where o.recipient ->> 'kind' = 'environment' and o.recipient ->> 'environment' = $1
		 order by o.ordered_at desc, o.order_id`, environment)
	ps, err := pgx.CollectRows(rows, scanParcel)
	if err != nil {
		return nil, fmt.Errorf("list the orders to %s: %w", environment, err)
	}
	return ps, nil
}

func scanParcel(row pgx.CollectableRow) (p permits.Parcel, err error) {
	var onCase bool
	var destroyBy time.Time
	var bytes *int64
	var sealed, received *time.Time
	var by, hash *string
	err = row.Scan(&p.Order, &p.BasisID, &onCase, &p.Body, &p.Provision, &destroyBy, &p.State,
		&bytes, &sealed, &by, &received, &hash, &p.Revoked)
	p.Kind = permits.DisclosureBasis
	if onCase {
		p.Kind = permits.PermitBasis
	}
	p.DestroyBy, p.Bytes, p.SealedAt = registers.DayOf(destroyBy), or(bytes), or(sealed)
	p.Receipt = receiptOf(by, received, hash)
	return p, err
}

func receiptOf(by *string, at *time.Time, hash *string) *permits.Receipt {
	if by == nil {
		return nil
	}
	return &permits.Receipt{By: permits.UserID(*by), At: or(at), SHA256: or(hash)}
}

// ReceiveOrder stores by's receipt of the package for the environment it was
// addressed to, its event and a line in the audit log: all or nothing. sha256
// is of the file that arrived. It fails with ErrNoOrder, and with a
// *permits.RuleError when it is not by's to receive, has been received, or
// another file was.
func (db *DB) ReceiveOrder(ctx context.Context, id permits.OrderID, by permits.Actor, sha256 string) error {
	err := db.command(ctx, func(tx pgx.Tx) error {
		o, version, err := lockOrder(ctx, tx, id)
		if err != nil {
			return err
		}
		now, err := moment(ctx, tx)
		if err != nil {
			return err
		}
		next, err := o.Receive(by, sha256, now)
		if err != nil {
			return err
		}
		if err := moveOrder(ctx, tx, next, version); err != nil { // counts the event
			return err
		}
		if _, err := tx.Exec(ctx, `
			insert into permits.receipts (order_id, received_by, received_at, sha256)
			values ($1, $2, $3, $4)`, id, next.Receipt.By, next.Receipt.At, next.Receipt.SHA256); err != nil {
			return err
		}
		return happened(ctx, tx, permits.Event{
			Subject: string(id), Version: version + 1, Kind: permits.ExtractReceived, By: by.ID, At: now,
			Detail: map[string]string{"environment": o.Recipient.Environment, "sha256": next.Receipt.SHA256},
		}, string(id), version+1)
	})
	if err != nil {
		return fmt.Errorf("receive order %s: %w", id, err)
	}
	return nil
}
