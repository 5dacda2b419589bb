package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
	"tietolupa/registers"
)

// ErrNoRecord says that the registers hold no such row, or no such client.
var ErrNoRecord = errors.New("no such record in the registers")

// Registers reads and writes the registers' content as the catalogue describes
// it: a table or column that the catalogue and the schema gain needs no line
// here. It is safe for concurrent use.
type Registers struct {
	db    *DB
	cat   *registers.Catalogue
	rules []registers.RetentionRule
	plans map[string]*recordPlan // by subject
}

// Registers gives access to the registers under a catalogue and every version
// of the retention rules (registers/law).
func (db *DB) Registers(cat *registers.Catalogue, rules []registers.RetentionRule) *Registers {
	r := &Registers{db: db, cat: cat, rules: slices.Clone(rules)}
	r.plans = plansOf(r)
	return r
}

// A Write is one row to be stored, and who stores it. Without a Key it is a new
// row; with one it corrects that row, as the writer saw it at Version. The
// values of a correction are the changed ones: an empty text clears, what is
// not named stays. Ending a spell is a correction of its end alone.
type Write struct {
	Actor    permits.UserID
	OnBehalf permits.UserID
	registers.Record
	Grant   string   // the access right it is written by; empty for the service's own work
	Key     []string // the rest of the primary key, after the client's id
	Version string   // of the row that was seen
}

// Written says how a row stands after a Write.
type Written struct {
	Table   string
	Subject int64
	Key     []string
	Version string
	Changed []string // columns, in the order of the catalogue; none when it said nothing new
}

// WriteRecord stores one row: see WriteRecords.
func (r *Registers) WriteRecord(ctx context.Context, w Write) (Written, error) {
	done, err := r.WriteRecords(ctx, w)
	if err != nil {
		return Written{}, err
	}
	return done[0], nil
}

// WriteRecords stores rows in one transaction, with a line in the audit log for
// each: all of it happens or nothing. It is the only way into the registers
// besides Import and the invented population. Every row passes registers.Check;
// then the client, the linked rows and the version seen are looked up. What is
// refused is refused with a *registers.RuleError, and that is logged too: among
// others "version" when somebody else has changed the row meanwhile, "exists",
// "link", "client" and "identifier". ErrNoRecord means that the row to correct
// is not there.
//
// A row of a register's own table without a Subject is a new client, who gets
// an id; later rows without one belong to the newest client of their kind.
// The version that a correction replaces is kept. When a clientship or contract
// begins or ends, the day of removal of all the client's rows moves with it.
func (r *Registers) WriteRecords(ctx context.Context, ws ...Write) ([]Written, error) {
	done := make([]Written, 0, len(ws))
	failing := 0
	err := r.db.command(ctx, func(tx pgx.Tx) error {
		newest := map[string]int64{}
		for i, w := range ws {
			failing = i
			wr := writing{Registers: r, tx: tx, Write: w}
			if err := wr.prepare(ctx, newest); err != nil {
				return err
			}
			written, err := wr.store(ctx)
			if err != nil {
				return err
			}
			done = append(done, written)
		}
		return nil
	})
	switch {
	case violates(err, "40P01"): // deadlock_detected
		err = fmt.Errorf("%w: %w", ErrBusy, err)
	case err == nil:
		return done, nil
	}
	if refusal, is := errors.AsType[*registers.RuleError](err); is {
		w := ws[failing]
		entry := Entry{Actor: w.Actor, OnBehalf: w.OnBehalf, Purpose: w.Purpose, Kind: "record-write", Subject: w.Table, Result: Refused,
			Detail: map[string]string{"rule": refusal.Rule, "about": refusal.About}}
		if entry.Actor == "" {
			entry.Actor = Service
		}
		err = errors.Join(err, r.db.Record(ctx, entry))
	}
	return nil, fmt.Errorf("store records: %w", err)
}

// A writing is one Write under way.
type writing struct {
	*Registers
	tx    pgx.Tx
	table registers.Table
	day   registers.Day
	Write
	stands   map[string]string // the row to correct, in text form
	recorded string            // when its next version is recorded
}

// prepare finds the table, the client and the row to correct, and locks them.
func (w *writing) prepare(ctx context.Context, newest map[string]int64) error {
	now, err := moment(ctx, w.tx)
	if err != nil {
		return err
	}
	w.day = registers.DayOf(now)
	if w.Actor == "" {
		return errors.New("nobody writes")
	}
	var known bool
	if w.table, known = w.cat.Table(w.Table); !known || !slices.Contains(registers.Purposes(), w.Purpose) {
		return registers.Check(w.cat, w.Record, w.day) // 1.1 or 1.2a
	}
	w.keepTests()
	own := w.table.Name == w.table.Subject
	if w.Subject == 0 && own && w.Key == nil && w.Version == "" {
		if err := w.tx.QueryRow(ctx, "select nextval('permits.subject_id_number')").Scan(&w.Subject); err != nil {
			return err
		}
		newest[w.table.Subject] = w.Subject
		return nil
	}
	if w.Subject == 0 {
		w.Subject = newest[w.table.Subject]
	}
	if own && w.Version == "" && w.Key == nil { // an id chosen by the caller
		newest[w.table.Subject] = w.Subject
		return nil
	}
	// One writer to a client at a time, and none while the client is removed.
	var restricted string
	err = w.tx.QueryRow(ctx, fmt.Sprintf(`select coalesce((select request_id from permits.restricted_subjects where subject = '%[3]s' and subject_id = $1), '')
		from %[2]s where %[1]s = $1 for no key update`,
		column(w.table.SubjectKey()), registerTable(w.table.Subject), w.table.Subject), w.Subject).Scan(&restricted)
	if errors.Is(err, pgx.ErrNoRows) {
		return refused("client", w.Table)
	}
	if err != nil {
		return err
	}
	if err := registers.CheckRestriction(restricted, registers.Changing); err != nil { // GDPR 18
		return err
	}
	if w.Version == "" && w.Key == nil {
		return nil
	}
	return w.read(ctx)
}

// read gets the row to correct and compares its version with the one seen.
func (w *writing) read(ctx context.Context) error {
	if len(w.Key) != len(w.table.Keys)-1 {
		return fmt.Errorf("%w: a key of %d parts for table %s", ErrNoRecord, len(w.Key), w.Table)
	}
	columns := w.columns(w.table)
	// The next version is recorded later than this one, whatever the clock says.
	rows, _ := w.tx.Query(ctx, fmt.Sprintf(`select %s, greatest(permits.moment(), t.recorded_at + interval '1 microsecond')::text, %s
		from %s t where %s`, versionOf("t."), asText("t.", columns), registerTable(w.Table), w.keyed("t.", 1)), w.keyValues()...)
	found, err := oneOf(rows, textRow, ErrNoRecord)
	if err != nil {
		return err
	}
	if found[0] != w.Version {
		return refused("version", w.Table)
	}
	w.stands, w.recorded = map[string]string{}, found[1]
	for i, v := range columns {
		w.stands[v.Column] = found[i+2]
	}
	return nil
}

// keyed is the condition on the row's primary key, whose values are the
// arguments from the given one on.
func (w *writing) keyed(alias string, from int) string {
	parts := make([]string, len(w.table.Keys))
	for i, k := range w.table.Keys {
		v, _ := w.cat.Column(w.Table, k)
		parts[i] = fmt.Sprintf("%s%s = $%d::text::%s", alias, column(k), from+i, storedTypes[v.Type])
	}
	return strings.Join(parts, " and ")
}

func (w *writing) keyValues() []any {
	values := []any{fmt.Sprint(w.Subject)}
	for _, k := range w.Key {
		values = append(values, k)
	}
	return values
}
