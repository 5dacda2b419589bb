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

	"tietolupa/registers"
)

// A ClientRecord is everything the registers hold about one client.
type ClientRecord struct {
	Subject   string
	ID        int64
	Protected bool // a non-disclosure order (turvakielto)
	Masked    bool // where they live is left out
	Rows      []RecordRow
}

// A RecordRow is one row with its provenance (4.1b).
type RecordRow struct {
	Table      string
	Key        []string          // after the client's id, as Write.Key
	Values     map[string]string // by column, as in registers.Record; of links and keys too
	Office     string            // controller
	Source     string
	Recorder   string
	RecordedAt time.Time
	Removable  registers.Day
	Version    string // as Write.Version
	Superseded int    // how many earlier versions there are
}

// A Section is what stands under one item of 3 §: of each row the columns of
// the item.
type Section struct {
	Item string
	Rows []SectionRow
}

// A SectionRow is the part of a row that belongs to an item.
type SectionRow struct {
	RecordRow
	Variables []registers.Variable
}

// Client is the whole record of a client, rows in the order of the tables and
// the newest first. Reading it is logged in the same transaction; one that
// cannot be logged does not happen. ErrNoRecord when there is no such client, or
// none of the offices that look may see.
func (r *Registers) Client(ctx context.Context, look Look, subject string, id int64) (ClientRecord, error) {
	c := ClientRecord{Subject: subject, ID: id}
	err := r.reading(ctx, look, func(tx pgx.Tx, _ registers.Day) error {
		if err := r.mayBeSeen(ctx, tx, look, subject, id); err != nil {
			return err
		}
		batch := &pgx.Batch{}
		for _, t := range r.tablesOf(subject) {
			batch.Queue(r.selectRows(t), id).Query(func(rows pgx.Rows) error {
				found, err := pgx.CollectRows(rows, textRow)
				if err != nil {
					return fmt.Errorf("table %s: %w", t.Name, err)
				}
				for _, values := range found {
					row, err := r.row(t, values)
					if err != nil {
						return err
					}
					c.Rows = append(c.Rows, row)
				}
				return nil
			})
		}
		if err := tx.SendBatch(ctx, batch).Close(); err != nil {
			return err
		}
		c.mask(r.cat, look.Contacts)
		return logReading(ctx, tx, look, subject, id, map[string]string{"shown": "record"})
	})
	if err != nil {
		return ClientRecord{}, fmt.Errorf("read the record of a client: %w", err)
	}
	return c, nil
}

// mayBeSeen says whether there is such a client among those of the offices.
func (r *Registers) mayBeSeen(ctx context.Context, tx pgx.Tx, look Look, subject string, id int64) error {
	if !slices.Contains(r.subjects(), subject) {
		return ErrNoRecord
	}
	key := column(subject + "_id")
	where, args := "true", []any{id}
	if look.Offices != nil {
		where, args = "s.office = any ($2)", append(args, look.Offices)
		if subject == "person" {
			where += " or exists (select from registers.clientship c where c.person_id = s.person_id and c.office = any ($2))"
		}
	}
	var there bool
	err := tx.QueryRow(ctx, fmt.Sprintf("select true from %s s where s.%s = $1 and (%s)", registerTable(subject), key, where),
		args...).Scan(&there)
	if errors.Is(err, pgx.ErrNoRows) {
		return ErrNoRecord
	}
	return err
}

// selectRows is the query of a table's rows about one client.
func (r *Registers) selectRows(t registers.Table) string {
	same := make([]string, len(t.Keys))
	for i, k := range t.Keys {
		same[i] = "h." + column(k) + " = t." + column(k)
	}
	order := ""
	if t.Start != "" {
		order = "t." + column(t.Start) + " desc, "
	}
	return fmt.Sprintf("select %s, (select count(*) from %s h where %s)::text, %s from %s t where t.%s = $1 order by %st.%s desc",
		versionOf("t."), historyTable(t.Name), strings.Join(same, " and "), asText("t.", r.columns(t)), registerTable(t.Name),
		column(t.SubjectKey()), order, column(t.Keys[len(t.Keys)-1]))
}

// row reads what selectRows selects.
func (r *Registers) row(t registers.Table, values []string) (RecordRow, error) {
	row := RecordRow{Table: t.Name, Version: values[0], Values: map[string]string{}}
	micros, err := strconv.ParseInt(values[0], 10, 64)
	if err != nil {
		return row, err
	}
	row.RecordedAt = time.UnixMicro(micros).In(helsinki)
	if row.Superseded, err = strconv.Atoi(values[1]); err != nil {
		return row, err
	}
	for i, v := range r.columns(t) {
		value := values[i+2]
		switch {
		case v.Column == "office":
			row.Office = value
		case v.Column == "source":
			row.Source = value
		case v.Column == "recorder":
			row.Recorder = value
		case v.Column == "removable_from":
			err = row.Removable.UnmarshalText([]byte(value))
		case !kept(v):
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

// mask takes away where a person under a non-disclosure order lives: contact
// details and every area (24.1 § 31 k).
func (c *ClientRecord) mask(cat *registers.Catalogue, contacts bool) {
	for _, row := range c.Rows {
		c.Protected = c.Protected || row.Table == "person" && row.Values["protected_address"] == "true"
	}
	if c.Masked = c.Protected && !contacts; !c.Masked {
		return
	}
	for _, row := range c.Rows {
		for name := range row.Values {
			if v, ok := cat.Column(row.Table, name); ok && TellsWhere(v) {
				row.Values[name] = ""
			}
		}
	}
}

// TellsWhere says whether v tells where somebody lives or can be reached: what a
// non-disclosure order masks (24.1 § 31 k).
func TellsWhere(v registers.Variable) bool {
	return v.Rules["masked"] != "" || v.Type != registers.Flag && v.Ground == "31" || v.Ladder == registers.AreaLadder ||
		v.Ladder == registers.DirectLadder && (v.Column == "phone" || v.Column == "email")
}

// Sections is the record by items of 3 §, in their order.
func (c ClientRecord) Sections(cat *registers.Catalogue) []Section {
	at := map[string]int{}
	var all []Section
	for _, row := range c.Rows {
		parts := map[string][]registers.Variable{}
		var items []string
		for _, v := range cat.TableVariables(row.Table) {
			if v.Kind != registers.Stored {
				continue
			}
			if parts[v.Item] == nil {
				items = append(items, v.Item)
			}
			parts[v.Item] = append(parts[v.Item], v)
		}
		for _, item := range items {
			i, ok := at[item]
			if !ok {
				i, at[item] = len(all), len(all)
				all = append(all, Section{Item: item})
			}
			all[i].Rows = append(all[i].Rows, SectionRow{row, parts[item]})
		}
	}
	slices.SortFunc(all, func(a, b Section) int { return strings.Compare(a.Item, b.Item) })
	return all
}
