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

	"tietolupa/casbin/rights"
	"tietolupa/registers"
)

// Client is the whole record of a client, rows in the order of the tables and
// the newest first. Reading it is logged in the same transaction, in one entry
// that says what was shown (Look.Shown); one that cannot be logged does not
// happen. ErrNoRecord when there is no such client, or none of the offices that
// look may see.
func (r *Registers) Client(ctx context.Context, look Look, subject string, id int64) (c ClientRecord, err error) {
	err = r.readingRecord(ctx, look, subject, id, func(tx pgx.Tx, read ClientRecord) (map[string]string, error) {
		c = read
		return map[string]string{"shown": look.shown("record")}, nil
	})
	if err != nil {
		return ClientRecord{}, fmt.Errorf("read the record of a client: %w", err)
	}
	return c, nil
}

// readOnePlan keeps the statements of a record from being planned anew for each
// client: they are many small look-ups by the same key.
var readOnePlan = commandBegins + "; set local plan_cache_mode = force_generic_plan"

// readingRecord reads a record, lets show take from it what is shown, and enters
// what show says of that into the log.
func (r *Registers) readingRecord(ctx context.Context, look Look, subject string, id int64, show func(tx pgx.Tx, c ClientRecord) (map[string]string, error)) error {
	if err := r.mayLook(look); err != nil {
		return err
	}
	plan, ok := r.plans[subject]
	if !ok {
		return ErrNoRecord
	}
	return r.db.commandAs(ctx, readOnePlan, func(tx pgx.Tx) error {
		c := ClientRecord{Subject: subject, ID: id, Names: map[string]map[int64]ClientName{}}
		token, err := r.readRecord(ctx, tx, plan, look, &c)
		if err != nil {
			return err
		}
		look.grant = c.grant
		detail, err := show(tx, c)
		if err != nil {
			return err
		}
		return logReadingOf(ctx, tx, look, token, detail)
	})
}

// readRecord fills c in one exchange with the database, and gives the token by
// which the log knows the client.
func (r *Registers) readRecord(ctx context.Context, tx pgx.Tx, plan *recordPlan, look Look, c *ClientRecord) (token string, err error) {
	visible, args := r.visible(look, c.Subject, c.ID)
	seen, answers := false, false
	reached := look.Whole
	protected := map[string]bool{}
	batch := &pgx.Batch{}
	if !look.Whole {
		batch.Queue("select coalesce(items, '{}'), coalesce(right_id, '') from shown.open_record($1, $2, $3, $4, $5)", look.Actor, c.Subject, c.ID, look.power(), look.Use).
			QueryRow(func(row pgx.Row) error {
				err := row.Scan(&c.Items, &c.grant)
				reached = len(c.Items) > 0
				return err
			})
	}
	batch.Queue(visible, args...).Query(func(rows pgx.Rows) error {
		_, err := pgx.ForEachRow(rows, []any{&c.Restricted, &answers}, func() error { seen = true; return nil })
		return err
	})
	if plan.names != "" {
		batch.Queue(plan.names, c.ID).Query(c.name)
	}
	if plan.protected != "" && !look.Contacts {
		batch.Queue(plan.protected, c.ID).Query(func(rows pgx.Rows) error {
			var id int64
			_, err := pgx.ForEachRow(rows, []any{&id}, func() error { protected[strconv.FormatInt(id, 10)] = true; return nil })
			return err
		})
	}
	batch.Queue(findSubjectToken, c.Subject, c.ID).Query(func(rows pgx.Rows) error {
		_, err := pgx.ForEachRow(rows, []any{&token}, func() error { return nil })
		return err
	})
	rows, history := plan.rows, plan.history
	if !look.Whole { // the rest of the transaction sees the registers through the reader's rights alone
		rows, history = plan.shownRows, plan.shownHistory
		batch.Queue("set local role " + string(readRole))
	}
	batch.Queue(rows, c.ID).Query(func(rows pgx.Rows) (err error) {
		c.Rows, err = plan.read(rows)
		return err
	})
	batch.Queue(history, c.ID).Query(func(rows pgx.Rows) error { return plan.compare(rows, c.Rows) })
	if err := tx.SendBatch(ctx, batch).Close(); err != nil {
		return "", err
	}
	if !seen || !reached {
		return "", ErrNoRecord
	}
	use := registers.Viewing
	if answers {
		use = registers.Answering
	}
	if registers.CheckRestriction(c.Restricted, use) != nil { // GDPR 18
		c.Rows, c.Names = nil, nil
	}
	c.mask(r.cat, plan, look.Contacts, protected)
	if token == "" {
		token, err = subjectToken(ctx, tx, c.Subject, c.ID)
	}
	return token, err
}

// visible asks whether there is such a client among those of the offices, by
// which request their data are restricted, and whether look answers another
// request of theirs.
func (r *Registers) visible(look Look, subject string, id int64) (string, []any) {
	where, args := "true", []any{id, subject, look.Request}
	if look.Offices != nil {
		where, args = seenBy(subject, "$4"), append(args, look.Offices)
	}
	return fmt.Sprintf(`select coalesce((select x.request_id from permits.restricted_subjects x where x.subject = $2 and x.subject_id = $1), ''),
		       $3 <> '' and exists (select from permits.subject_requests q join permits.subject_tokens k on k.token = q.person_token
		                             where q.request_id = $3 and k.subject = $2 and k.subject_id = $1)
		  from %s s where s.%s = $1 and (%s)`, registerTable(subject), column(subject+"_id"), where), args
}

// read takes the rows of a record, each table's the newest first.
func (p *recordPlan) read(rows pgx.Rows) (all []RecordRow, err error) {
	var table int
	var version string
	var values []string
	var order []int
	if _, err = pgx.ForEachRow(rows, []any{&table, &version, &values}, func() error {
		row, err := p.tables[table].row(version, values)
		if err != nil {
			return fmt.Errorf("table %s: %w", p.tables[table].Name, err)
		}
		all, order = append(all, row), append(order, table)
		return nil
	}); err != nil {
		return nil, err
	}
	slices.SortStableFunc(all, p.before)
	return all, nil
}

// before puts rows in the order of the tables, and within a table the one that
// begins last first.
func (p *recordPlan) before(a, b RecordRow) int {
	if a.table != b.table {
		return a.table - b.table
	}
	t := p.tables[a.table]
	if t.Start != "" {
		x, y := a.Values[t.Start], b.Values[t.Start] // a day in text is in order
		if order := strings.Compare(y, x); order != 0 && (x == "" || y == "") {
			return -order // without a beginning goes first, as for the database
		} else if order != 0 {
			return order
		}
	}
	last := t.Keys[len(t.Keys)-1]
	x, y := a.Values[last], b.Values[last]
	if len(x) != len(y) && t.numbered {
		return len(y) - len(x)
	}
	return strings.Compare(y, x)
}

// row reads one row's columns.
func (t planTable) row(version string, values []string) (RecordRow, error) {
	row := RecordRow{Table: t.Name, Version: version, Values: make(map[string]string, len(values)), table: t.number}
	micros, err := strconv.ParseInt(version, 10, 64)
	if err != nil {
		return row, err
	}
	row.RecordedAt = time.UnixMicro(micros).In(helsinki)
	for i := range t.columns {
		v, value := &t.columns[i], values[i]
		switch {
		case v.Column == "office":
			row.Office = value
		case v.Column == "source":
			row.Source = value
		case v.Column == "recorder":
			row.Recorder = value
		case v.Column == "removable_from":
			err = row.Removable.UnmarshalText([]byte(value))
		case !t.kept[i]:
			row.Values[v.Column] = value
		}
		if err != nil {
			return row, err
		}
	}
	for _, k := range t.Keys[1:] {
		row.Key = append(row.Key, row.Values[k])
	}
	return row, nil
}

// compare counts the versions that each row has had, and says which columns had
// another value before.
func (p *recordPlan) compare(rows pgx.Rows, of []RecordRow) error {
	var table int
	var at time.Time
	var values []string
	_, err := pgx.ForEachRow(rows, []any{&table, &at, &values}, func() error {
		old, err := p.tables[table].row("0", values)
		if err != nil {
			return fmt.Errorf("history of table %s: %w", p.tables[table].Name, err)
		}
		for i := range of {
			row := &of[i]
			if row.table != table || !slices.Equal(row.Key, old.Key) {
				continue
			}
			row.Superseded++
			for name, value := range old.Values {
				if row.Values[name] != value && !slices.Contains(row.Changed, name) {
					row.Changed = append(row.Changed, name)
				}
			}
			slices.Sort(row.Changed)
		}
		return nil
	})
	return err
}

// name takes the names of the employers and providers that rows link to.
func (c *ClientRecord) name(rows pgx.Rows) error {
	var subject string
	var id int64
	var n ClientName
	_, err := pgx.ForEachRow(rows, []any{&subject, &id, &n.Name, &n.Code}, func() error {
		if c.Names[subject] == nil {
			c.Names[subject] = map[int64]ClientName{}
		}
		c.Names[subject][id] = n
		return nil
	})
	return err
}

// mask takes away where a person under a non-disclosure order lives: contact
// details and every area, in the person's own record and in the rows of others
// that are about the person (24.1 § 31 k).
func (c *ClientRecord) mask(cat *registers.Catalogue, p *recordPlan, contacts bool, protected map[string]bool) {
	for i := range c.Rows {
		row := &c.Rows[i]
		c.Protected = c.Protected || row.Table == "person" && row.Values["protected_address"] == "true"
		for _, link := range p.tables[row.table].links {
			row.Masked = row.Masked || link.subject == "person" && protected[row.Values[link.column]]
		}
	}
	c.Masked = c.Protected && !contacts
	for i := range c.Rows {
		row := &c.Rows[i]
		if row.Masked = row.Masked || c.Masked; !row.Masked {
			continue
		}
		for name := range row.Values {
			if v, ok := cat.Column(row.Table, name); ok && TellsWhere(v) {
				row.Values[name] = ""
				row.Changed = slices.DeleteFunc(row.Changed, func(column string) bool { return column == name })
			}
		}
	}
}

// mayLook refuses a reading by nobody and one for no purpose of 1 §.
func (r *Registers) mayLook(look Look) error {
	if look.Actor == "" {
		return errors.New("nobody reads")
	}
	if !slices.Contains(registers.Purposes(), look.Purpose) {
		return registers.Check(r.cat, registers.Record{Purpose: look.Purpose}, registers.Day{}) // 1.1
	}
	if !look.Whole && !slices.Contains(rights.Uses(), look.Use) { // 5.1c
		return errors.New("read the registers: for no use of 5 §")
	}
	return nil
}
