package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
)

// related reads what stands beside c and its rules ask: the other permits of a
// chain of renewals, and, while it is undecided, the overdue duties of its people
// and its organisation.
func related(ctx context.Context, at querier, c *permits.Case) error {
	if c.Decision != nil || c.KeyOf != "" {
		rows, err := at.Query(ctx, `select `+caseColumns+` from permits.cases where case_id <> $1 and (key_of = $2 or case_id = $2) order by created_at, case_id`,
			c.ID, c.KeyBasis())
		if err != nil {
			return err
		}
		if c.Kin, err = pgx.CollectRows(rows, scanCase); err != nil {
			return fmt.Errorf("read its renewals: %w", err)
		}
		if len(c.Kin) == 0 {
			c.Kin = nil
		}
	}
	if !c.Undecided() {
		return nil
	}
	var now time.Time
	if err := at.QueryRow(ctx, "select permits.moment()").Scan(&now); err != nil {
		return fmt.Errorf("read the service clock: %w", err)
	}
	rows, err := at.Query(ctx, `select `+caseColumns+` from permits.cases where case_id in (
		select q.subject from permits.queue_items q where q.next_clock = 'destruction' and q.next_due < $1)`, now)
	if err != nil {
		return err
	}
	overdue, err := pgx.CollectRows(rows, scanCase)
	if err != nil {
		return fmt.Errorf("read the overdue duties: %w", err)
	}
	for i := range overdue {
		if err := related(ctx, at, &overdue[i]); err != nil {
			return err
		}
	}
	c.Owing = c.OwedTo(overdue, now)
	return nil
}

// withKin reads what stands beside those of cs that are in a chain of renewals.
func withKin(ctx context.Context, at querier, cs []permits.Case) error {
	rows, err := at.Query(ctx, "select distinct key_of from permits.cases where key_of is not null")
	if err != nil {
		return err
	}
	chains, err := pgx.CollectRows(rows, pgx.RowTo[permits.CaseID])
	if err != nil {
		return fmt.Errorf("list the chains of renewals: %w", err)
	}
	for i := range cs {
		if slices.Contains(chains, cs[i].KeyBasis()) {
			if err := related(ctx, at, &cs[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// kinAfter are the others of c's chain of renewals as they stand beside c.
func kinAfter(c permits.Case) (kin []permits.Case) {
	for i, k := range c.Kin {
		k.Kin = append(slices.Delete(slices.Clone(c.Kin), i, i+1), c)
		kin = append(kin, k)
	}
	return kin
}

// KeyBasis is the permit or disclosure under whose number the key of a basis is
// kept: its own, or that of the first of a chain of renewals while its key lives.
func (db *DB) KeyBasis(ctx context.Context, basis string) (string, error) {
	kept, err := keyBasis(ctx, db.pool, basis)
	if err != nil {
		return "", fmt.Errorf("find the key of %s: %w", basis, err)
	}
	return kept, nil
}

func keyBasis(ctx context.Context, at querier, basis string) (kept string, err error) {
	err = at.QueryRow(ctx, `
		select c.key_of from permits.cases c
		 where c.case_id = $1 and c.key_of is not null
		   and not exists (select from permits.destroyed_keys d where d.case_id = c.key_of)`, basis).Scan(&kept)
	if errors.Is(err, pgx.ErrNoRows) {
		return basis, nil
	}
	return kept, err
}

// caseOr is id, or null when there is none.
func caseOr(id permits.CaseID) *permits.CaseID {
	if id == "" {
		return nil
	}
	return &id
}
