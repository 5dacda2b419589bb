package postgres

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"tietolupa/permits"
)

// likenessLock names the advisory lock of who compares cases: two that arrive at
// once see one another.
const likenessLock = 28_025

const sketchColumns = `case_id, chain, body, people, title, purpose, variables, population, period_from, period_to`

func sketchRow(s permits.Sketch) []any {
	return []any{s.Case, s.Chain, s.Body, array(s.People), array(s.Title), s.Purpose, array(s.Variables), array(s.Population), dated(s.Period.From), dated(s.Period.To)}
}

func scanSketch(row pgx.CollectableRow) (s permits.Sketch, err error) {
	var from, to *time.Time
	err = row.Scan(&s.Case, &s.Chain, &s.Body, &s.People, &s.Title, &s.Purpose, &s.Variables, &s.Population, &from, &to)
	s.Period.From, s.Period.To = dayOf(from), dayOf(to)
	return s, err
}

// liken writes what of c is compared and which cases it is like, in the command's
// transaction, when it is new to the authority or differs from what was.
func liken(ctx context.Context, tx pgx.Tx, c, was permits.Case) error {
	if c.Submitted.IsZero() {
		return nil
	}
	s := c.Sketch()
	if !was.Submitted.IsZero() && reflect.DeepEqual(s, was.Sketch()) {
		return nil
	}
	if _, err := tx.Exec(ctx, "select pg_advisory_xact_lock($1)", likenessLock); err != nil {
		return fmt.Errorf("wait to compare the case with others: %w", err)
	}
	rows, _ := tx.Query(ctx, `select `+sketchColumns+` from permits.sketches where (body = $1 and body <> '' or people && $2) and case_id <> $3 order by case_id`,
		s.Body, array(s.People), s.Case)
	others, err := pgx.CollectRows(rows, scanSketch)
	if err != nil {
		return fmt.Errorf("read what the case is compared with: %w", err)
	}
	var batch pgx.Batch
	batch.Queue("delete from permits.sketches where case_id = $1", s.Case)
	batchSketch(&batch, s)
	for _, l := range s.Likest(others) {
		batchLikeness(&batch, s, l, others)
	}
	if err := tx.SendBatch(ctx, &batch).Close(); err != nil {
		return fmt.Errorf("write what the case is like: %w", err)
	}
	return nil
}

func batchSketch(batch *pgx.Batch, s permits.Sketch) {
	batch.Queue("insert into permits.sketches ("+sketchColumns+") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)", sketchRow(s)...)
}

// batchLikeness queues l of s and the same from the other's side.
func batchLikeness(batch *pgx.Batch, s permits.Sketch, l permits.Likeness, others []permits.Sketch) {
	other := others[slices.IndexFunc(others, func(o permits.Sketch) bool { return o.Case == l.With })]
	back, _ := other.Like(s)
	for _, x := range []struct {
		of permits.CaseID
		permits.Likeness
	}{{s.Case, l}, {other.Case, back}} {
		batch.Queue(`insert into permits.likenesses (case_id, `+likenessColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (case_id, other) do nothing`,
			x.of, x.With, x.Score, x.Organisation, x.People, x.Shared, x.Variables, x.Cohort, x.Period, x.Purpose, x.Named)
	}
}

// likenAll queues the same for cases that nobody has compared yet.
func likenAll(batch *pgx.Batch, cases []permits.Case) {
	of := map[string][]permits.Sketch{} // by organisation and by person
	groups := func(s permits.Sketch) []string {
		return append([]string{"body " + s.Body}, s.People...)
	}
	for _, c := range cases {
		if c.Submitted.IsZero() {
			continue
		}
		s := c.Sketch()
		batchSketch(batch, s)
		var others []permits.Sketch
		seen := map[permits.CaseID]bool{}
		for _, g := range groups(s) {
			for _, o := range of[g] {
				if !seen[o.Case] {
					seen[o.Case] = true
					others = append(others, o)
				}
			}
			of[g] = append(of[g], s)
		}
		for _, l := range s.Likest(others) {
			batchLikeness(batch, s, l, others)
		}
	}
}

// fillLikenesses compares the cases that arrived before cases were compared.
func fillLikenesses(ctx context.Context, pool *pgxpool.Pool) error {
	rows, _ := pool.Query(ctx, `select `+caseColumns+` from permits.cases c
		where submitted_at is not null and not exists (select from permits.sketches s where s.case_id = c.case_id)
		  and not exists (select from permits.case_removals r where r.subject = c.case_id)
		order by submitted_at, case_id`)
	cases, err := pgx.CollectRows(rows, scanCase)
	if err != nil || len(cases) == 0 {
		return err
	}
	var batch pgx.Batch
	likenAll(&batch, cases)
	return pool.SendBatch(ctx, &batch).Close()
}

const likenessColumns = "other, score, organisation, people, shared, variables, cohort, period, purpose, title"

// A LikeCase is a case that another is like, as a list shows it.
type LikeCase struct {
	permits.Likeness
	Number string // of the agency's case system; empty when it has given none
	Title  string
	State  permits.State
}

// Likenesses lists the cases that case id is like the most, the likest first.
func (db *DB) Likenesses(ctx context.Context, id permits.CaseID) ([]LikeCase, error) {
	rows, _ := db.pool.Query(ctx, `
		select l.other, l.score, l.organisation, l.people, l.shared, l.variables, l.cohort, l.period, l.purpose, l.title,
		       coalesce(r.number, ''), q.title, q.state
		  from (select * from permits.likenesses where case_id = $1 order by score desc, other desc limit $2) l
		  join permits.queue_items q on q.subject = l.other
		  left join permits.registry_numbers r on r.subject = l.other
		 order by l.score desc, q.arrived_at desc, l.other`, id, permits.LikestKept)
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (l LikeCase, err error) {
		err = row.Scan(&l.With, &l.Score, &l.Organisation, &l.People, &l.Shared, &l.Variables, &l.Cohort, &l.Period, &l.Purpose, &l.Named,
			&l.Number, &l.Title, &l.State)
		return l, err
	})
	if err != nil {
		return nil, fmt.Errorf("list what case %s is like: %w", id, err)
	}
	return all, nil
}
