package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
	"tietolupa/registers"
)

// A QueueFilter is one of the queue's ready-made views.
type QueueFilter string

// QueueFilters are the views of the queue in their order, and what each holds.
// In these conditions $1 is the reader and $2 the day.
var queueFilters = []struct {
	name QueueFilter
	sql  string
}{
	{"open", "q.shelf not in ('served', 'in-force', 'closed')"},
	{"mine", "q.shelf not in ('served', 'in-force', 'closed') and (q.handler = $1 or exists (select from jsonb_array_elements(q.substitutes) s where s ->> 'user' = $1 and $2::date between (s #>> '{term,from}')::date and (s #>> '{term,to}')::date))"},
	{"unassigned", "q.shelf not in ('served', 'in-force', 'closed') and q.handler is null"},
	{"late", "q.next_due < $2::date"},
	{"new", "q.shelf = 'new'"},
	{"work", "q.shelf = 'work'"},
	{"asked", "q.shelf = 'asked'"},
	{"proposed", "q.shelf = 'proposed'"},
	{"to-serve", "q.shelf = 'to-serve'"},
	{"served", "q.shelf = 'served'"},
	{"in-force", "q.shelf = 'in-force'"},
	{"overdue", "q.shelf = 'overdue'"},
	{"closed", "q.shelf = 'closed'"},
	{"all", "true"},
}

// QueueFilters lists the ready-made views of the queue in their order.
func QueueFilters() (all []QueueFilter) {
	for _, f := range queueFilters {
		all = append(all, f.name)
	}
	return all
}

// A QueueQuery says which items of the queue are sought; what is empty does not
// limit.
type QueueQuery struct {
	Filter   QueueFilter // "open" when it is none of QueueFilters
	By       permits.UserID
	Kind     permits.ItemKind
	Party    permits.Party
	Handler  permits.UserID
	Due      registers.Day // due on that day or before
	Purpose  permits.Purpose
	Language string
	Text     string      // in number, title, organisation and people; every word has to be found
	Page     int         // from 1
	After    *QueuePlace // what comes after that, whatever Page says: what is done meanwhile moves nothing
	Size     int         // 50 when 0, 500 at most
}

// A QueuePlace is where an item stands in the order of the queue.
type QueuePlace struct {
	Due     registers.Day // zero is last
	Arrived time.Time
	ID      string
}

// Place is where l stands.
func (l QueueLine) Place() QueuePlace { return QueuePlace{l.NextDue, l.Arrived, l.ID} }

// String is the place as a cursor may hold it.
func (p QueuePlace) String() string {
	return p.Due.String() + " " + strconv.FormatInt(p.Arrived.UnixMicro(), 10) + " " + p.ID
}

// ParseQueuePlace reads what String writes.
func ParseQueuePlace(text string) (*QueuePlace, error) {
	parts := strings.Split(text, " ")
	if len(parts) != 3 || parts[2] == "" {
		return nil, errors.New("no place of the queue")
	}
	micro, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil {
		return nil, fmt.Errorf("read a place of the queue: %w", err)
	}
	p := QueuePlace{Arrived: time.UnixMicro(micro), ID: parts[2]}
	if parts[0] != "" {
		if p.Due, err = registers.ParseDay(parts[0]); err != nil {
			return nil, fmt.Errorf("read a place of the queue: %w", err)
		}
	}
	return &p, nil
}

// A QueueLine is an item as a list shows it.
type QueueLine struct {
	permits.Item
	Since       time.Time // waits for its party since then
	HandlerName string
	NextDue     registers.Day
	NextClock   string
	WhyText     string           // of the pause; empty when a state pauses
	Number      string           // of the agency's case system; empty when it has given none
	Like        permits.Likeness // the case that it is most like; zero when none
	Likes       int              // how many it is like
}

// A QueueList is one page of the queue, overdue first, how many items there are
// on all pages, and how many each view would hold under the same other limits.
type QueueList struct {
	Lines  []QueueLine
	Total  int
	Counts map[QueueFilter]int
}

const queueSize, queueMost = 50, 500

// Worklist lists items of the queue on day, for q.By.
func (db *DB) Worklist(ctx context.Context, q QueueQuery, day registers.Day) (list QueueList, err error) {
	where, args := q.where(day)
	in := q.view()
	var counts strings.Builder
	for i, f := range queueFilters {
		if i > 0 {
			counts.WriteString(", ")
		}
		fmt.Fprintf(&counts, "count(*) filter (where %s)", f.sql)
	}
	size := limited(q.Size, queueSize, queueMost)
	page, from := append(slices.Clone(args), size, size*(max(q.Page, 1)-1)), where
	if q.After != nil {
		page[len(args)+1] = 0
		var beyond string
		page, beyond = q.After.beyond(page)
		from += beyond
	}
	var batch pgx.Batch
	batch.Queue("select count(*) filter (where "+in+"), "+counts.String()+" from permits.queue_items q where "+where, args...).QueryRow(func(row pgx.Row) error {
		n := make([]int, len(queueFilters))
		to := []any{&list.Total}
		for i := range n {
			to = append(to, &n[i])
		}
		if err := row.Scan(to...); err != nil {
			return err
		}
		list.Counts = map[QueueFilter]int{}
		for i, f := range queueFilters {
			list.Counts[f.name] = n[i]
		}
		return nil
	})
	batch.Queue(selectLines(from, in, fmt.Sprintf("limit $%d offset $%d", len(args)+1, len(args)+2)), page...).Query(func(rows pgx.Rows) error {
		list.Lines, err = pgx.CollectRows(rows, scanQueueLine)
		return err
	})
	if err := db.pool.SendBatch(ctx, &batch).Close(); err != nil {
		return QueueList{}, fmt.Errorf("list the queue: %w", err)
	}
	return list, nil
}

// beyond is the condition of what comes after p, with its values added to args:
// what nothing is due of is last.
func (p QueuePlace) beyond(args []any) ([]any, string) {
	n := len(args)
	args = append(args, p.Arrived, p.ID)
	rest := fmt.Sprintf("(q.arrived_at, q.subject) > ($%d::timestamptz, $%d)", n+1, n+2)
	if p.Due.IsZero() {
		return args, " and q.next_due is null and " + rest
	}
	return append(args, p.Due.Time()), fmt.Sprintf(" and (q.next_due is null or q.next_due > $%d::date or q.next_due = $%d::date and %s)", n+3, n+3, rest)
}

// EachLine gives every line of q's view in the same order, one after another as
// they are read; Page and Size do not limit. It stops at give's first error.
func (db *DB) EachLine(ctx context.Context, q QueueQuery, day registers.Day, give func(QueueLine) error) error {
	where, args := q.where(day)
	if err := eachRow(ctx, db, selectLines(where, q.view(), ""), args, scanQueueLine, give); err != nil {
		return fmt.Errorf("list the queue: %w", err)
	}
	return nil
}

// eachRow reads rows one after another, so that a long list stays out of memory.
func eachRow[T any](ctx context.Context, db *DB, sql string, args []any, scan pgx.RowToFunc[T], give func(T) error) error {
	rows, err := db.pool.Query(ctx, sql, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return err
		}
		if err := give(v); err != nil {
			return err
		}
	}
	return rows.Err()
}

func selectLines(where, in, page string) string {
	return `select q.subject, q.kind, q.path, q.title, q.organisation, q.state, q.shelf, q.party, q.since, q.handler, q.purpose, q.language,
			q.arrived_at, q.complete_on, q.next_due, q.next_clock, q.clocks, q.paused_since, q.pause_text, coalesce(u.name, ''), coalesce(t.body, ''), coalesce(r.number, ''),
			coalesce(l.other, ''), coalesce(l.score, 0), coalesce(l.organisation, false), coalesce(l.people, 0), coalesce(l.shared, 0), coalesce(l.variables, 0),
			coalesce(l.cohort, false), coalesce(l.period, false), coalesce(l.purpose, false), coalesce(l.title, false), coalesce(l.likes, 0)
		from (select * from permits.queue_items q where ` + where + ` and ` + in + ` order by next_due, arrived_at, subject ` + page + `) q
		left join permits.users u on u.user_id = q.handler
		left join permits.texts t on t.subject = q.subject and t.number = q.pause_text
		left join permits.registry_numbers r on r.subject = q.subject
		left join lateral (select l.*, count(*) over () as likes from permits.likenesses l where l.case_id = q.subject order by l.score desc, l.other limit 1) l on true
		order by q.next_due, q.arrived_at, q.subject`
}

// view is the condition of q's ready-made view.
func (q QueueQuery) view() string {
	for _, f := range queueFilters {
		if f.name == q.Filter {
			return f.sql
		}
	}
	return queueFilters[0].sql
}

// where is the condition of the limits beside the view, with its values.
func (q QueueQuery) where(day registers.Day) (string, []any) {
	w := conditions{terms: []string{"$1::text is not null and $2::date is not null"}, args: []any{q.By, day.Time()}}
	if q.Kind != "" {
		w.add("q.kind = $%d", q.Kind)
	}
	if q.Party != "" {
		w.add("q.party = $%d", q.Party)
	}
	if q.Handler != "" {
		w.add("q.handler = $%d", q.Handler)
	}
	if !q.Due.IsZero() {
		w.add("q.next_due <= $%d::date", q.Due.Time())
	}
	if q.Purpose != "" {
		w.add("q.purpose = $%d", q.Purpose)
	}
	if q.Language != "" {
		w.add("q.language = $%d", q.Language)
	}
	for _, word := range searchWords(q.Text) {
		w.add("position($%d in q.sought) > 0", word)
	}
	return w.sql(), w.args
}

// searchWords are the words of a search, eight at most, in small letters.
func searchWords(text string) []string {
	words := strings.Fields(strings.ToLower(text))
	return words[:min(len(words), 8)]
}

func scanQueueLine(row pgx.CollectableRow) (l QueueLine, err error) {
	var handler *permits.UserID
	var complete, due, paused *time.Time
	err = row.Scan(&l.ID, &l.Kind, &l.Path, &l.Title, &l.Organisation, &l.State, &l.Shelf, &l.Party, &l.Since, &handler, &l.Purpose, &l.Language,
		&l.Arrived, &complete, &due, &l.NextClock, &l.Clocks, &paused, &l.Why.No, &l.HandlerName, &l.WhyText, &l.Number,
		&l.Like.With, &l.Like.Score, &l.Like.Organisation, &l.Like.People, &l.Like.Shared, &l.Like.Variables, &l.Like.Cohort, &l.Like.Period, &l.Like.Purpose, &l.Like.Named, &l.Likes)
	l.Handler, l.PausedSince = or(handler), or(paused)
	l.Complete, l.NextDue = dayOf(complete), dayOf(due)
	return l, err
}
