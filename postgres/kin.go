package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
	"tietolupa/registers"
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
	if !c.Undecided() || c.State == permits.Draft { // a draft is not judged
		return nil
	}
	duties, err := overdueBeside(ctx, at, *c)
	c.Owing = c.OwedTo(duties)
	return err
}

// overdueBeside reads the overdue duties of other permits that may concern c:
// those of its organisation, and those in which its people are, with those of
// its people who are. Nothing but narrow columns is read, since every command on
// an undecided case asks.
func overdueBeside(ctx context.Context, at querier, c permits.Case) ([]permits.OverdueDuty, error) {
	people := append(c.Application.Users(), c.Applicant)
	rows, err := at.Query(ctx, `
		select q.subject, q.next_due, q.organisation, s.body, array(select unnest(s.people) intersect select unnest($2::text[]))
		  from permits.queue_items q
		  join permits.sketches s on s.case_id = q.subject
		 where q.next_clock = 'destruction' and q.next_due < (select (permits.moment() at time zone 'Europe/Helsinki')::date) and q.subject <> $1
		   and (s.people && $2 or lower(btrim(q.organisation)) = lower(btrim($3)) or s.body <> '' and s.body = lower(btrim($4)))
		 order by q.next_due, q.subject`, c.ID, people, c.Application.Organisation, c.Application.BusinessID)
	if err != nil {
		return nil, err
	}
	duties, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (d permits.OverdueDuty, err error) {
		var due time.Time
		err = row.Scan(&d.Case, &due, &d.Organisation, &d.BusinessID, &d.People)
		d.Due = registers.DayOf(due)
		return d, err
	})
	if err != nil {
		return nil, fmt.Errorf("read the overdue duties: %w", err)
	}
	return duties, nil
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
