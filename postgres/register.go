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

// ErrNoEntry says that the public register has no such permit.
var ErrNoEntry = errors.New("no such permit in the public register")

// A RegisterQuery says which permits of the public register are sought; what is
// empty does not limit.
type RegisterQuery struct {
	Text    string // in number, organisation and public title; every word has to be found
	Purpose permits.Purpose
	State   string
	Year    int // of the decision
	Page    int // from 1
	Size    int // 50 when 0, 500 at most
}

const selectEntries = `select subject, number, decided_on, outcome, organisation, purpose, title, tables, variables, term_from, term_to, state, days, authority
	from permits.register_entries `

// Register lists permits of the public register, the newest first, and how many
// there are on all pages.
func (db *DB) Register(ctx context.Context, q RegisterQuery) (entries []permits.Entry, total int, err error) {
	where, args := q.where()
	size := limited(q.Size, queueSize, queueMost)
	var batch pgx.Batch
	batch.Queue("select count(*) from permits.register_entries where "+where, args...).QueryRow(func(row pgx.Row) error { return row.Scan(&total) })
	batch.Queue(fmt.Sprintf("%s where %s order by decided_on desc, subject limit %d offset %d", selectEntries, where, size, size*(max(q.Page, 1)-1)), args...).Query(func(rows pgx.Rows) error {
		entries, err = pgx.CollectRows(rows, scanEntry)
		return err
	})
	if err := db.pool.SendBatch(ctx, &batch).Close(); err != nil {
		return nil, 0, fmt.Errorf("list the register of permits: %w", err)
	}
	return entries, total, nil
}

// EachEntry gives every permit that q is about, one after another.
func (db *DB) EachEntry(ctx context.Context, q RegisterQuery, give func(permits.Entry) error) error {
	where, args := q.where()
	if err := eachRow(ctx, db, selectEntries+" where "+where+" order by decided_on desc, subject", args, scanEntry, give); err != nil {
		return fmt.Errorf("list the register of permits: %w", err)
	}
	return nil
}

// Entry is one permit of the public register; ErrNoEntry when it has none.
func (db *DB) Entry(ctx context.Context, subject string) (permits.Entry, error) {
	rows, _ := db.pool.Query(ctx, selectEntries+" where subject = $1", subject)
	e, err := oneOf(rows, scanEntry, ErrNoEntry)
	if err != nil {
		return permits.Entry{}, fmt.Errorf("read %s in the register of permits: %w", subject, err)
	}
	return e, nil
}

func (q RegisterQuery) where() (string, []any) {
	var w conditions
	for _, word := range searchWords(q.Text) {
		w.add("position($%d in sought) > 0", word)
	}
	if q.Purpose != "" {
		w.add("purpose = $%d", q.Purpose)
	}
	if q.State != "" {
		w.add("state = $%d", q.State)
	}
	if q.Year != 0 {
		w.add("decided_on >= make_date($%d, 1, 1)", q.Year)
		w.add("decided_on < make_date($%d + 1, 1, 1)", q.Year)
	}
	return w.sql(), w.args
}

func scanEntry(row pgx.CollectableRow) (e permits.Entry, err error) {
	var decided, from, to *time.Time
	err = row.Scan(&e.ID, &e.Number, &decided, &e.Outcome, &e.Organisation, &e.Purpose, &e.Title, &e.Tables, &e.Variables, &from, &to, &e.State, &e.Days, &e.Authority)
	e.Decided, e.Term = dayOf(decided), registers.Period{From: dayOf(from), To: dayOf(to)}
	return e, err
}

// A HandlingFigure is how long the cases of one group took: three quartiles of
// days, the pauses left out.
type HandlingFigure struct {
	Month           time.Time // first moment of it, in Helsinki; zero in figures of more than a month
	Outcome         permits.Outcome
	Kind            string // in figures of other matters than permits: "change", "document", "aggregate" or "authority"
	Cases           int
	Low, Mid, High  float64 // the quartiles; Mid is the median
	WithinPublished int     // of the cases, how many were decided in the published time
}

// A HandlingStatistics is the statistics of handling times.
type HandlingStatistics struct {
	All      HandlingFigure
	Outcomes []HandlingFigure
	Months   []HandlingFigure // by month of decision, oldest first
	Others   []HandlingFigure // by kind: changes of permits and document requests
}

// HandlingTimes computes the statistics of the cases decided from from on and
// before until; published is the expected time in days that they are held against.
func (db *DB) HandlingTimes(ctx context.Context, from, until registers.Day, published int) (s HandlingStatistics, err error) {
	const quartiles = `count(*), coalesce(percentile_cont(0.25) within group (order by days), 0), coalesce(percentile_cont(0.5) within group (order by days), 0),
		coalesce(percentile_cont(0.75) within group (order by days), 0), `
	const figures, ofOthers = quartiles + "count(*) filter (where days <= $3)", quartiles + "count(*) filter (where in_time)"
	const within = ` from permits.handling_times where decided_at >= $1::date::timestamp at time zone 'Europe/Helsinki' and decided_at < $2::date::timestamp at time zone 'Europe/Helsinki' `
	const permit = within + "and kind = 'permit' "
	to := func(f *HandlingFigure) []any { return []any{&f.Cases, &f.Low, &f.Mid, &f.High, &f.WithinPublished} }
	args := []any{from.Time(), until.Time(), published}
	var batch pgx.Batch
	batch.Queue("select "+figures+permit, args...).QueryRow(func(row pgx.Row) error { return row.Scan(to(&s.All)...) })
	batch.Queue("select outcome, "+figures+permit+" group by outcome order by array_position(array['grant', 'partly', 'refuse', 'dismiss'], outcome)", args...).Query(func(rows pgx.Rows) error {
		s.Outcomes, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (f HandlingFigure, err error) {
			return f, row.Scan(append([]any{&f.Outcome}, to(&f)...)...)
		})
		return err
	})
	batch.Queue("select date_trunc('month', decided_at, 'Europe/Helsinki') as month, "+figures+permit+" group by month order by month", args...).Query(func(rows pgx.Rows) error {
		s.Months, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (f HandlingFigure, err error) {
			return f, row.Scan(append([]any{&f.Month}, to(&f)...)...)
		})
		return err
	})
	batch.Queue("select kind, "+ofOthers+within+"and kind <> 'permit' group by kind order by array_position(array['change', 'document', 'aggregate', 'authority'], kind)", args[:2]...).Query(func(rows pgx.Rows) error {
		s.Others, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (f HandlingFigure, err error) {
			return f, row.Scan(append([]any{&f.Kind}, to(&f)...)...)
		})
		return err
	})
	if err := db.pool.SendBatch(ctx, &batch).Close(); err != nil {
		return HandlingStatistics{}, fmt.Errorf("compute the handling times: %w", err)
	}
	return s, nil
}
