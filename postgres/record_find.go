package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"tietolupa/casbin/rights"
	"tietolupa/permits"
	"tietolupa/registers"
)

// A Look says who reads the registers and why; it is logged with every reading.
type Look struct {
	Actor    permits.UserID
	OnBehalf permits.UserID
	Purpose  registers.Purpose // 1.1
	// Use is what the reader may use data for despite secrecy (5.1c). The rights
	// that carry it say which clients and which items are seen; the database
	// asks them again (schema shown). Without a use nothing is read.
	Use rights.Use
	// Power is what the record is opened for; empty for reading.
	Power rights.Power
	// Whole reads by no personal right, for the service's own work: whose
	// clients is then said by Offices, nil for all.
	Whole   bool
	Offices []string
	// Contacts shows where a person under a non-disclosure order (turvakielto,
	// 24.1 § 31 k) lives; without it municipality and every area are masked too.
	Contacts bool
	// Shown is what of a record is shown, for the log; empty for all of it.
	Shown string
	// Request is the client's own request that the reader answers: by it
	// restricted data are read too (GDPR 18).
	Request string
	grant   string // a right that the reading rests on, as the database found it
}

// openSearch has the database see whose clients the reader's rights let a search
// find (4a.3), and gives one of those rights; none when nobody is found.
func openSearch(ctx context.Context, tx pgx.Tx, look Look, subject string) (grant string, err error) {
	if look.Whole {
		return "", nil
	}
	var by *string
	err = tx.QueryRow(ctx, "select shown.open_search($1, $2, $3)", look.Actor, registers.Identification(subject), look.Use).Scan(&by)
	return or(by), err
}

// power is what a right has to give: reading, unless something else is done
// with what is read.
func (l Look) power() rights.Power {
	if l.Power == "" {
		return rights.Read
	}
	return l.Power
}

func (l Look) shown(otherwise string) string {
	if l.Shown != "" {
		return l.Shown
	}
	return otherwise
}

// A Search asks for clients by an identifier or by a name; an identifier goes first.
type Search struct {
	Subject string // person, employer or provider
	Code    string // henkilötunnus, present or former, or Y-tunnus
	// Name is the beginning of a name; of a person the family name, and after a
	// comma or a space the beginning of the given names.
	Name  string
	Limit int // 20 when 0, 100 at most
}

// Found is one client as a list shows them.
type Found struct {
	Subject      string
	ID           int64
	Name         string // of a person: family name, given names
	Birth        registers.Day
	Code         string // present henkilötunnus or Y-tunnus
	Municipality string // empty when masked
	Protected    bool   // non-disclosure order
	Office       string
	Removable    registers.Day // zero while a client
	Restricted   bool          // GDPR 18: nothing but that is shown
}

const findLimit, findMost = 20, 100

// limited is how many rows are listed when n are asked for: otherwise when n says
// nothing, and never more than most.
func limited(n, otherwise, most int) int {
	if n <= 0 {
		n = otherwise
	}
	return min(n, most)
}

// FindClients lists clients in the order of the Finnish alphabet, and logs the
// search and each client it showed in the same transaction: a reading that
// cannot be logged does not happen. A *registers.RuleError refuses a purpose
// outside 1 § and a search too wide ("name").
func (r *Registers) FindClients(ctx context.Context, look Look, s Search) ([]Found, error) {
	var found []Found
	err := r.reading(ctx, look, func(tx pgx.Tx, _ registers.Day) (err error) {
		sql, args, err := r.search(look, s)
		if err != nil {
			return err
		}
		if look.grant, err = openSearch(ctx, tx, look, s.Subject); err != nil {
			return err
		}
		rows, _ := tx.Query(ctx, sql, args...)
		if found, err = pgx.CollectRows(rows, scanFound); err != nil {
			return err
		}
		by := "name"
		if s.Code != "" {
			by = "code"
		}
		if err := record(ctx, tx, Entry{Actor: look.Actor, OnBehalf: look.OnBehalf, Purpose: look.Purpose, Grant: look.grant, Kind: "record-search", Subject: s.Subject,
			Detail: map[string]string{"by": by, "found": fmt.Sprint(len(found))}}); err != nil {
			return err
		}
		return showFound(ctx, tx, look, s.Subject, found, map[string]string{"shown": "search"})
	})
	if err != nil {
		return nil, fmt.Errorf("find clients: %w", err)
	}
	return found, nil
}

// showFound leaves out of clients what look may not see, and enters that each of
// them was shown as detail says.
func showFound(ctx context.Context, tx pgx.Tx, look Look, subject string, found []Found, detail map[string]string) error {
	for i := range found {
		f := &found[i]
		f.veil(subject, look)
		if err := logReading(ctx, tx, look, subject, f.ID, detail); err != nil {
			return err
		}
	}
	return nil
}

// veil leaves out what look may not see: where a person with a protected address
// lives (24.1 § 31 k), and everything of a client whose data may only be stored
// (GDPR 18).
func (f *Found) veil(subject string, look Look) {
	f.Subject = subject
	if f.Protected && !look.Contacts {
		f.Municipality = ""
	}
	if f.Restricted {
		*f = Found{Subject: subject, ID: f.ID, Office: f.Office, Restricted: true}
	}
}

// selectFound selects what Found tells of clients s of a kind.
func selectFound(subject string) string {
	key, head := "s."+column(subject+"_id"), "s.name, '', s.business_id, s.municipality, false"
	if subject == "person" {
		head = `s.family_name || ', ' || s.given_names, s.birth_date::text, coalesce((select i.code from registers.person_identifier i
			where i.person_id = s.person_id order by i.valid_to desc nulls first, i.valid_from desc limit 1), ''), s.municipality, s.protected_address`
	}
	return fmt.Sprintf("select %s, %s, s.office, coalesce(s.removable_from::text, ''), %s from %s s",
		key, head, isRestricted(subject, key), registerTable(subject))
}

func scanFound(row pgx.CollectableRow) (f Found, err error) {
	var birth, removable string
	if err := row.Scan(&f.ID, &f.Name, &birth, &f.Code, &f.Municipality, &f.Protected, &f.Office, &removable, &f.Restricted); err != nil {
		return f, err
	}
	return f, errors.Join(f.Birth.UnmarshalText([]byte(birth)), f.Removable.UnmarshalText([]byte(removable)))
}

// search writes the query. A beginning is an interval of the index, not a
// pattern, so that every plan may use it.
func (r *Registers) search(look Look, s Search) (string, []any, error) {
	if !slices.Contains(r.subjects(), s.Subject) {
		return "", nil, refused("client", s.Subject)
	}
	var args []any
	arg := func(v any) string { args = append(args, v); return fmt.Sprintf("$%d", len(args)) }
	person := s.Subject == "person"
	var where []string
	switch name := strings.TrimSpace(s.Name); {
	case s.Code != "" && person:
		where = append(where, "s.person_id in (select person_id from registers.person_identifier where code = "+arg(strings.TrimSpace(s.Code))+")")
	case s.Code != "":
		where = append(where, "s.business_id = "+arg(strings.TrimSpace(s.Code)))
	case utf8.RuneCountInString(name) < 2 || !utf8.ValidString(name) || strings.ContainsRune(name, 0):
		return "", nil, refused("name", s.Subject)
	case person:
		family, given, comma := strings.Cut(name, ",")
		if !comma {
			family, given, _ = strings.Cut(name, " ")
		}
		where = append(where, begins("s.family_name", family, arg))
		if given = strings.TrimSpace(given); given != "" {
			where = append(where, begins("s.given_names", given, arg))
		}
	default:
		where = append(where, begins("s.name", name, arg))
	}
	if !look.Whole {
		where = append(where, findable(s.Subject))
	}
	if look.Offices != nil {
		offices := arg(look.Offices)
		where = append(where, seenBy(s.Subject, offices))
	}
	order := `s.name collate "fi-x-icu"`
	if person {
		order = `s.family_name collate "fi-x-icu", s.given_names collate "fi-x-icu", s.birth_date`
	}
	return fmt.Sprintf("%s where %s order by %s, s.%s limit %d",
		selectFound(s.Subject), strings.Join(where, " and "), order, column(s.Subject+"_id"), limited(s.Limit, findLimit, findMost)), args, nil
}

// findable is the condition that a client, row s, is one whom the search that
// is open may find (shown.open_search): by their office, by that of a
// clientship, or by where they live.
func findable(subject string) string {
	open := func(name string) string {
		return "any (string_to_array(current_setting('shown." + name + "', true), ','))"
	}
	rule := "current_setting('shown.everybody', true) = 'true' or s.office = " + open("offices") + " or s.municipality = " + open("municipalities")
	if subject == "person" {
		rule += " or exists (select from registers.clientship c where c.person_id = s.person_id and c.office = " + open("offices") + ")"
	}
	return "(" + rule + ")"
}

// begins is the condition that a column begins with a text, whatever the case
// of the letters, in the terms of its index.
func begins(name, beginning string, arg func(any) string) string {
	lower := `lower(` + name + ` collate "fi-x-icu") collate "C"`
	from := `lower(` + arg(strings.TrimSpace(beginning)) + `::text collate "fi-x-icu")`
	return "(" + lower + " >= " + from + ` collate "C" and ` + lower + " < (" + from + ` || U&'\+10FFFF') collate "C")`
}

// reading runs do in a transaction after the purpose and the reader are seen to.
func (r *Registers) reading(ctx context.Context, look Look, do func(tx pgx.Tx, day registers.Day) error) error {
	return r.db.command(ctx, func(tx pgx.Tx) error {
		now, err := moment(ctx, tx)
		if err != nil {
			return err
		}
		day := registers.DayOf(now)
		if err := r.mayLook(look); err != nil {
			return err
		}
		return do(tx, day)
	})
}

// logReading enters that a client's data were read.
func logReading(ctx context.Context, tx pgx.Tx, look Look, subject string, id int64, detail map[string]string) error {
	token, err := subjectToken(ctx, tx, subject, id)
	if err != nil {
		return err
	}
	return logReadingOf(ctx, tx, look, token, detail)
}

// logReadingOf is logReading of a client whose token is known.
func logReadingOf(ctx context.Context, tx pgx.Tx, look Look, token string, detail map[string]string) error {
	if look.Contacts {
		detail["contacts"] = "shown"
	}
	return record(ctx, tx, Entry{Actor: look.Actor, OnBehalf: look.OnBehalf, Purpose: look.Purpose, Grant: look.grant, Kind: "record-read", Subject: token,
		PersonToken: token, Detail: detail})
}
