package postgres_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"tietolupa/postgres"
	"tietolupa/registers"
)

// memory is a file of a ledger: what is written can be read from the beginning.
type memory struct {
	text   []byte
	read   int
	synced int
}

func (m *memory) Read(p []byte) (int, error) {
	if m.read == len(m.text) {
		return 0, io.EOF
	}
	n := copy(p, m.text[m.read:])
	m.read += n
	return n, nil
}

func (m *memory) Write(p []byte) (int, error) { m.text = append(m.text, p...); return len(p), nil }
func (m *memory) Sync() error                 { m.synced = len(m.text); return nil }

func openLedger(t testing.TB, m *memory) *postgres.Ledger {
	t.Helper()
	m.read = 0
	l, err := postgres.OpenLedger(m)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// listed stands in for bitmaps where only the database is the subject: a cohort
// is a list of ids.
func listed(bitmap []byte, ids []int64) ([]byte, error) {
	var members []int64
	if err := json.Unmarshal(bitmap, &members); err != nil {
		return nil, err
	}
	return json.Marshal(slices.DeleteFunc(members, func(id int64) bool { return slices.Contains(ids, id) }))
}

// holdsAnywhere finds ids and texts in every column of every table of the
// database, by the schema alone.
func holdsAnywhere(t interface{ Fatal(...any) }, db *postgres.DB, ids []int64, texts []string) (where []string) {
	ctx := context.Background()
	rows, _ := db.Pool().Query(ctx, `
		select format('%I.%I', table_schema, table_name), column_name, data_type from information_schema.columns
		  join information_schema.tables using (table_schema, table_name)
		 where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema') order by 1, 2`)
	type place struct{ Table, Column, Type string }
	places, err := pgx.CollectRows(rows, pgx.RowToStructByPos[place])
	if err != nil {
		t.Fatal(err)
	}
	byTable := map[string][]string{}
	for _, p := range places {
		name := pgx.Identifier{p.Column}.Sanitize()
		switch p.Type {
		case "bigint":
			byTable[p.Table] = append(byTable[p.Table], name+" = any ($1)")
		case "boolean", "date", "timestamp with time zone", "double precision", "integer", "smallint", "numeric", "inet":
			// None of these can hold an id of the registers, which are bigints, nor a code or a name.
		default: // texts, documents, bytes, lists and whatever else can be written as text
			if p.Type == "bytea" {
				name = "encode(" + name + ", 'escape')"
			}
			byTable[p.Table] = append(byTable[p.Table], name+"::text ~ $2")
		}
	}
	pattern := slices.Clone(texts)
	for _, id := range ids {
		pattern = append(pattern, strconv.FormatInt(id, 10))
	}
	for table, conditions := range byTable {
		var n int
		if err := db.Pool().QueryRow(ctx, "select count(*) from "+table+" where $1::bigint[] is not null and $2::text <> '' and ("+strings.Join(conditions, " or ")+")",
			ids, strings.Join(pattern, "|")).Scan(&n); err != nil {
			t.Fatal(err)
		}
		if n > 0 {
			where = append(where, fmt.Sprintf("%s: %d", table, n))
		}
	}
	slices.Sort(where)
	return where
}

func TestRemovalTakesEverythingAway(t *testing.T) {
	db, r := newRegisters(t)
	person := put(t, r, newPerson("010190-900P")...)[0]
	other := put(t, r, newPerson("010190-901R")...)[0]
	employer := put(t, r, newEmployer("9000000-3"))[0]
	vacancy := put(t, r, write("vacancy", employer.Subject, "notice_number", "77", "occupation", "5120", "municipality", "091", "reported_on", "2019-05-01",
		"positions", "1", "working_time", "01", "duration", "06", "relation", "01", "summer_job", "false", "apprenticeship", "false"))[0]
	offer := func(id int64) postgres.Write {
		return write("job_offer", id, "employer_id", strconv.FormatInt(employer.Subject, 10), "vacancy_id", vacancy.Key[0], "offered_on", "2019-06-01", "result", "51")
	}
	put(t, r, offer(person.Subject), offer(other.Subject))
	person = put(t, r, correction(person, "family_name", "Entinennimi"))[0]
	put(t, r, correction(person, "family_name", "Uusinimi"))
	open := put(t, r, write("clientship", person.Subject, "start_date", "2015-01-01"), write("clientship", other.Subject, "start_date", "2015-01-01"))
	put(t, r, correction(open[0], "end_date", "2016-11-01"))
	cohort, _ := json.Marshal([]int64{person.Subject, other.Subject})
	c := inForceCohort(t, db, cohort)

	ledger := &memory{}
	archive := &bytes.Buffer{}
	opts := postgres.RemovalOptions{Ledger: openLedger(t, ledger), ClearBits: listed, Archive: archive,
		Archives: func(t registers.Table) bool { return t.Name == "clientship" }}

	t.Run("what is due is told with its reason", func(t *testing.T) {
		due, err := r.DueRemovals(t.Context(), day(t, "2020-11-02"))
		if err != nil {
			t.Fatal(err)
		}
		if len(due) != 1 || due[0].Office != "TE01" || due[0].Clients != 1 || due[0].Rule.ID != "2020-four-years" || due[0].From.String() != "2020-11-01" {
			t.Errorf("%+v", due)
		}
	})
	t.Run("not a day early", func(t *testing.T) {
		report, err := r.Remove(t.Context(), day(t, "2020-10-31"), opts)
		if err != nil || len(report.Clients) != 0 {
			t.Fatalf("%+v, %v", report, err)
		}
	})
	t.Run("a hold keeps, and its end lets go", func(t *testing.T) {
		hold, err := r.PutHold(t.Context(), "person", person.Subject, registers.Hold{Ground: registers.ForMatter, Reference: "KEHA-1-2020",
			PlacedBy: "V00101", ReviewOn: day(t, "2021-02-01")})
		if err != nil {
			t.Fatal(err)
		}
		report, err := r.Remove(t.Context(), day(t, "2020-11-02"), opts)
		if err != nil || len(report.Clients) != 0 || report.Held["person"] != 1 {
			t.Fatalf("%+v, %v", report, err)
		}
		if due, err := r.HoldsToReview(t.Context(), day(t, "2021-02-01")); err != nil || len(due) != 1 {
			t.Errorf("%v, %v", due, err)
		}
		if err := r.EndHold(t.Context(), hold.Number, "V00101"); err != nil {
			t.Fatal(err)
		}
		refusedBy(t, r.EndHold(t.Context(), hold.Number, "V00101"), "4.3b-lifted")
	})
	whole := content(t, db)
	report, err := r.Remove(t.Context(), day(t, "2020-11-02"), opts)
	if err != nil {
		t.Fatal(err)
	}
	if report.Clients["person"] != 1 || report.Shared != 1 || report.Cohorts != 1 || report.Archived != 1 || report.Rows["person"] != 3 {
		t.Errorf("%+v", report)
	}
	if where := holdsAnywhere(t, db, []int64{person.Subject}, []string{"010190-900P", "Entinennimi", "Uusinimi"}); len(where) > 0 {
		t.Errorf("the person is still in %v", where)
	}
	if n := count(t, db.Pool(), "select count(*) from registers.job_offer where person_id = 0 and vacancy_id = "+vacancy.Key[0]); n != 1 {
		t.Errorf("%d offers left with the employer", n)
	}
	if got, err := r.Client(t.Context(), look, "person", other.Subject); err != nil || len(got.Rows) < 4 {
		t.Errorf("the other client has %d rows, %v", len(got.Rows), err)
	}
	if got := collect(t, db.Pool(), pgx.RowTo[[]byte], "select members from permits.cohorts where order_id = '"+c+"'"); string(got[0]) != fmt.Sprintf("[%d]", other.Subject) {
		t.Errorf("cohort %s", got[0])
	}
	if lines := strings.Count(archive.String(), "\n"); lines != 2 || !strings.Contains(archive.String(), `"done"`) {
		t.Errorf("archive: %s", archive)
	}
	if ledger.synced != len(ledger.text) || bytes.Contains(ledger.text, []byte("010190")) || bytes.Contains(ledger.text, []byte(strconv.FormatInt(person.Subject, 10))) {
		t.Errorf("ledger: %s", ledger.text)
	}
	if again, err := r.Remove(t.Context(), day(t, "2020-11-02"), opts); err != nil || len(again.Clients) != 0 {
		t.Errorf("a second run: %+v, %v", again, err)
	}

	t.Run("the employer's removal takes the offer's other part", func(t *testing.T) {
		now, err := r.Client(t.Context(), look, "employer", employer.Subject)
		if err != nil {
			t.Fatal(err)
		}
		end := write("employer", employer.Subject, "end_date", "2016-11-01", "start_date", "2016-01-01")
		end.Version = now.Rows[0].Version
		put(t, r, end)
		report, err := r.Remove(t.Context(), day(t, "2020-11-02"), opts)
		if err != nil || report.Clients["employer"] != 1 {
			t.Fatalf("%+v, %v", report, err)
		}
		id, _ := strconv.ParseInt(vacancy.Key[0], 10, 64)
		if where := holdsAnywhere(t, db, []int64{employer.Subject, id}, []string{"9000000-3", "Sorvaamo"}); len(where) > 0 {
			t.Errorf("the employer is still in %v", where)
		}
		if n := count(t, db.Pool(), "select count(*) from registers.job_offer"); n != 1 {
			t.Errorf("%d offers, want the other person's", n)
		}
		// What is left can still be corrected.
		rest, err := r.Client(t.Context(), look, "person", other.Subject)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rest.Rows {
			if row.Table == "job_offer" {
				w := write("job_offer", other.Subject, "result", "12")
				w.Key, w.Version = row.Key, row.Version
				put(t, r, w)
			}
		}
	})
	t.Run("a restored backup forgets again", func(t *testing.T) {
		restore(t, db, whole)
		again := openLedger(t, ledger)
		opts := postgres.RemovalOptions{Ledger: again, ClearBits: listed}
		if _, err := r.Remove(t.Context(), day(t, "2020-11-02"), opts); !errors.Is(err, postgres.ErrReplayFirst) {
			t.Fatalf("got %v", err)
		}
		report, err := r.ReplayLedger(t.Context(), day(t, "2020-11-02"), opts)
		if err != nil || report.Clients["person"] != 1 || report.Clients["employer"] != 1 {
			t.Fatalf("%+v, %v", report, err)
		}
		if where := holdsAnywhere(t, db, []int64{person.Subject, employer.Subject}, []string{"010190-900P", "Entinennimi", "Uusinimi", "9000000-3"}); len(where) > 0 {
			t.Errorf("still in %v", where)
		}
		if _, err := r.Remove(t.Context(), day(t, "2020-11-02"), opts); err != nil {
			t.Error(err)
		}
	})
}

// inForceCohort keeps a cohort of a delivered order.
func inForceCohort(t *testing.T, db *postgres.DB, members []byte) string {
	t.Helper()
	furnish(t, db)
	c := inForce(t, db)
	o := placeOrder(t, db, c.ID)
	if _, err := db.Pool().Exec(t.Context(), "insert into permits.cohorts (order_id, subject, members) values ($1, 'person', $2)", o.ID, members); err != nil {
		t.Fatal(err)
	}
	return string(o.ID)
}

// restore puts the registers back as a backup does; the removals since are unknown to it.
func restore(t *testing.T, db *postgres.DB, rows map[string][]string) {
	t.Helper()
	err := pgx.BeginFunc(t.Context(), db.Pool(), func(tx pgx.Tx) error {
		if _, err := tx.Exec(t.Context(), "set local session_replication_role = replica; delete from permits.removals"); err != nil {
			return err
		}
		for table, all := range rows {
			if _, err := tx.Exec(t.Context(), "delete from "+table); err != nil {
				return err
			}
			for _, row := range all {
				if _, err := tx.Exec(t.Context(), "insert into "+table+" select ($1::text::"+table+").*", row); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestLedgerOutlivesACrash(t *testing.T) {
	file := &memory{}
	openLedger(t, file)
	head := slices.Clone(file.text)
	if again := openLedger(t, file); again == nil || !bytes.Equal(file.text, head) {
		t.Error("opening wrote something")
	}
	file.text = append(file.text, `{"removal":{"batch":"x","cli`...)
	openLedger(t, file)
	openLedger(t, file)
	file.text = append(file.text, `{"removal":{"batch":"11111111-1111-4111-8111-111111111111","at":"2020-11-02T09:00:00Z","law_day":"2020-11-02","subject":"person","clients":["a"]}}`+"\n"...)
	openLedger(t, file)
	for name, text := range map[string]string{"another file": "hei\n", "no head": `{"done":"x"}` + "\n", "a line of nothing": string(head) + `{"done":"x"}` + "\n",
		"a broken line": string(head) + `{"remo` + "\n" + `{"removal":{"batch":"y"}}` + "\n"} {
		if _, err := postgres.OpenLedger(&memory{text: []byte(text)}); err == nil {
			t.Errorf("%s was opened", name)
		}
	}
	// Written to the ledger and never committed: it removes nobody.
	db, r := newRegisters(t)
	id := put(t, r, newPerson("010190-900P")...)[0].Subject
	opts := postgres.RemovalOptions{Ledger: openLedger(t, file), ClearBits: listed}
	if _, err := r.Remove(t.Context(), day(t, "2020-11-02"), opts); err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(file.text, []byte(`{"void":"11111111`)) {
		t.Errorf("ledger: %s", file.text)
	}
	if _, err := r.Client(t.Context(), look, "person", id); err != nil {
		t.Error(err)
	}
	_ = db
}

// From 1.7.2020 everything held follows the new rule: four years instead of two
// and five, and no transition (V.1, V.2).
func TestRunOf1July2020(t *testing.T) {
	db, r := newRegisters(t)
	for i, end := range []string{"2015-06-30", "2015-07-02", "2016-06-30", "2016-07-01", "2016-07-02", ""} {
		code := []string{"010190-900P", "010190-901R", "240575X9107", "150785Y951X", "311299-999E", "290200A902D"}[i]
		id := put(t, r, newPerson(code)...)[0].Subject
		spell := put(t, r, write("clientship", id, "start_date", "2015-01-01"))[0]
		if end != "" {
			put(t, r, correction(spell, "end_date", end))
		}
	}
	ledger := openLedger(t, &memory{})
	remaining := func() []string {
		return collect(t, db.Pool(), pgx.RowTo[string], "select coalesce(end_date::text, '') from registers.clientship order by 1")
	}
	// The day before, five years: what ended on 30.6.2015 goes.
	if _, err := r.Recount(t.Context(), day(t, "2020-06-30")); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Remove(t.Context(), day(t, "2020-06-30"), postgres.RemovalOptions{Ledger: ledger}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"", "2015-07-02", "2016-06-30", "2016-07-01", "2016-07-02"}, remaining()); diff != "" {
		t.Errorf("on 30.6.2020: %s", diff)
	}
	// On the day itself, four.
	if _, err := r.Recount(t.Context(), day(t, "2020-07-01")); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Remove(t.Context(), day(t, "2020-07-01"), postgres.RemovalOptions{Ledger: ledger}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"", "2016-07-02"}, remaining()); diff != "" {
		t.Errorf("on 1.7.2020: %s", diff)
	}
}
