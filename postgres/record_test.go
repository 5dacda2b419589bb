package postgres_test

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/postgres/pgtest"
	"tietolupa/registers"
	"tietolupa/registers/law"
)

const official permits.UserID = "V00101"

var look = postgres.Look{Actor: official, Purpose: registers.PublicService, Whole: true}

// newRegisters gives a test registers of its own, the clock on demoDay.
func newRegisters(t testing.TB) (*postgres.DB, *postgres.Registers) {
	t.Helper()
	db, err := postgres.Open(t.Context(), pgtest.DSN(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	if err := db.SetClock(t.Context(), demoDay); err != nil {
		t.Fatal(err)
	}
	return db, registersOf(t, db)
}

func registersOf(t testing.TB, db *postgres.DB) *postgres.Registers {
	t.Helper()
	cat, err := registers.Load()
	if err != nil {
		t.Fatal(err)
	}
	return db.Registers(cat, law.RetentionRules())
}

// write is a Write of the form of the tests: from the client, by official.
func write(table string, subject int64, values ...string) postgres.Write {
	w := postgres.Write{Actor: official, Record: registers.Record{Table: table, Subject: subject, Purpose: registers.PublicService,
		Office: "TE01", Source: "person", Recorder: string(official), Values: map[string]string{}}}
	for i := 0; i < len(values); i += 2 {
		w.Values[values[i]] = values[i+1]
	}
	return w
}

func newPerson(code string) []postgres.Write {
	return []postgres.Write{
		write("person", 0, "family_name", "Äijälä", "given_names", "Aino Maria", "birth_date", "1990-01-01", "sex", "2",
			"mother_tongue", "fi", "citizenship", "246", "municipality", "091", "street_address", "Katu 1", "protected_address", "false",
			"disability", "false", "fund_member", "false"),
		write("person_identifier", 0, "code", code, "temporary", "true", "valid_from", "2020-01-01"),
	}
}

func newEmployer(code string) postgres.Write {
	return write("employer", 0, "business_id", code, "name", "Sorvaamo Oy", "industry", "01", "municipality", "091", "start_date", "2019-01-01")
}

// put writes and demands that it goes through.
func put(t testing.TB, r *postgres.Registers, ws ...postgres.Write) []postgres.Written {
	t.Helper()
	done, err := r.WriteRecords(t.Context(), ws...)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

// correction is a Write over what stands.
func correction(done postgres.Written, values ...string) postgres.Write {
	w := write(done.Table, done.Subject, values...)
	w.Key, w.Version = done.Key, done.Version
	return w
}

func refusedBy(t *testing.T, err error, want string) {
	t.Helper()
	if r, is := errors.AsType[*registers.RuleError](err); !is || r.Rule != want {
		t.Errorf("got %v, want the rule %q", err, want)
	} else if r.In("fi") == "" || r.In("sv") == "" || r.In("en") == "" {
		t.Errorf("rule %q has no sentence in every language", want)
	}
}

// historyOf is the history of a column of a client's first row of a table.
func historyOf(t *testing.T, r *postgres.Registers, look postgres.Look, subject string, id int64, table, column string) ([]postgres.Version, error) {
	t.Helper()
	_, versions, err := r.ValueHistory(t.Context(), look, subject, id, func(c postgres.ClientRecord) (postgres.RecordRow, string, bool) {
		i := slices.IndexFunc(c.Rows, func(row postgres.RecordRow) bool { return row.Table == table })
		if i < 0 {
			return postgres.RecordRow{}, "", false
		}
		return c.Rows[i], column, true
	})
	return versions, err
}

func TestWritingARecord(t *testing.T) {
	db, r := newRegisters(t)
	person := put(t, r, newPerson("010190-900P")...)
	id := person[0].Subject
	if person[1].Subject != id || id == 0 || !slices.Equal(person[1].Key, []string{"010190-900P"}) {
		t.Fatalf("%+v", person)
	}
	got, err := r.Client(t.Context(), look, "person", id)
	if err != nil {
		t.Fatal(err)
	}
	row := got.Rows[0]
	if row.Values["family_name"] != "Äijälä" || row.Office != "TE01" || row.Source != "person" || row.Recorder != string(official) ||
		row.Version != person[0].Version || !row.Removable.IsZero() || row.Values["disability"] != "false" {
		t.Errorf("%+v", row)
	}

	t.Run("a correction keeps what stood", func(t *testing.T) {
		first := put(t, r, correction(person[0], "mother_tongue", "sv", "given_names", "Aino Maria"))[0]
		if !slices.Equal(first.Changed, []string{"mother_tongue"}) {
			t.Errorf("changed %v", first.Changed)
		}
		second := correction(first, "mother_tongue", "en")
		second.Actor, second.Recorder, second.Source = "V00202", "V00202", "office"
		last := put(t, r, second)[0]
		history, err := historyOf(t, r, look, "person", id, "person", "mother_tongue")
		if err != nil {
			t.Fatal(err)
		}
		if c, err := r.Client(t.Context(), look, "person", id); err != nil || !slices.Equal(c.Rows[0].Changed, []string{"mother_tongue"}) || c.Rows[0].Superseded != 2 {
			t.Errorf("an earlier value is offered of %v, after %d versions: %v", c.Rows[0].Changed, c.Rows[0].Superseded, err)
		}
		var values []string
		for _, v := range history {
			values = append(values, v.Value+" "+v.Recorder+" "+string(v.SupersededBy)+" "+v.Kind)
		}
		want := []string{"en V00202  ", "sv V00101 V00202 corrected", "fi V00101 V00101 corrected"}
		if diff := cmp.Diff(want, values); diff != "" {
			t.Error(diff)
		}
		for i := 1; i < len(history); i++ {
			if !history[i].SupersededAt.Equal(history[i-1].RecordedAt) {
				t.Errorf("version %d was superseded at %v, the next recorded at %v", i, history[i].SupersededAt, history[i-1].RecordedAt)
			}
		}
		if same := put(t, r, correction(last, "mother_tongue", "en"))[0]; same.Version != last.Version || len(same.Changed) != 0 {
			t.Errorf("nothing new was a version: %+v", same)
		}
		person[0] = last
	})
	t.Run("a spell is ended, not overwritten", func(t *testing.T) {
		spell := put(t, r, write("employment_code", id, "code", "02", "start_date", "2020-10-01"))[0]
		put(t, r, correction(spell, "end_date", "2020-10-31", "end_reason", "03"),
			write("employment_code", id, "code", "01", "start_date", "2020-11-01"))
		if n := count(t, db.Pool(), "select count(*) from registers.employment_code"); n != 2 {
			t.Errorf("%d spells", n)
		}
		open := put(t, r, write("job_search", id, "start_date", "2020-10-01"))[0]
		put(t, r, correction(open, "end_date", "2020-10-31"))
		if n := count(t, db.Pool(), "select count(*) from registers_history.job_search where superseded_kind = 'ended' and end_date is null"); n != 1 {
			t.Errorf("%d ended versions", n)
		}
	})
	t.Run("the log knows who, why and what kind, and nothing else", func(t *testing.T) {
		token, err := r.SubjectToken(t.Context(), "person", id)
		if err != nil || token == "" {
			t.Fatal(token, err)
		}
		entries := collect(t, db.Pool(), pgx.RowTo[string], `select actor || ' ' || (detail->>'act') || ' ' || purpose || ' ' ||
			(detail->>'table') || ' ' || (detail->>'columns') || ' ' || (detail->>'items') from audit.entries
			where kind = 'record-write' and person_token::text = '`+token+`' and detail->>'table' = 'person' order by entry_id`)
		want := "V00202 corrected service person mother_tongue 3.1.2"
		if len(entries) != 3 || entries[2] != want {
			t.Errorf("%q", entries)
		}
		for _, text := range collect(t, db.Pool(), pgx.RowTo[string], "select e::text from audit.entries e") {
			for _, secret := range []string{"Äijälä", "010190", strconv.FormatInt(id, 10), "Katu"} {
				if strings.Contains(text, secret) {
					t.Errorf("the log tells %q: %s", secret, text)
				}
			}
		}
	})
}

func TestWritingIsRefused(t *testing.T) {
	db, r := newRegisters(t)
	person := put(t, r, newPerson("010190-900P")...)
	id := person[0].Subject
	employer := put(t, r, newEmployer("9000000-3"))[0]
	spell := put(t, r, write("employment_code", id, "code", "02", "start_date", "2020-10-01"))[0]
	with := func(w postgres.Write, change func(w *postgres.Write)) postgres.Write { change(&w); return w }
	tests := []struct {
		name, rule string
		write      postgres.Write
	}{
		{"a purpose outside 1 §", "1.1", with(write("plan", id, "kind", "01", "signed_on", "2020-10-01"), func(w *postgres.Write) { w.Purpose = "marketing" })},
		{"a table outside the registers", "1.2a", write("river_job", id)},
		{"a column outside 3 §", "3", write("plan", id, "kind", "01", "signed_on", "2020-10-01", "religion", "1")},
		{"a column the service fills", "3", write("plan", id, "kind", "01", "signed_on", "2020-10-01", "recorded_at", "2020-10-01")},
		{"no source", "4.1b", with(write("plan", id, "kind", "01", "signed_on", "2020-10-01"), func(w *postgres.Write) { w.Source = "" })},
		{"no recorder", "4.1b", with(write("plan", id, "kind", "01", "signed_on", "2020-10-01"), func(w *postgres.Write) { w.Recorder = " " })},
		{"no controller", "2.3b", with(write("plan", id, "kind", "01", "signed_on", "2020-10-01"), func(w *postgres.Write) { w.Office = "TE99" })},
		{"health without its tests", "3.1.7", correction(person[0], "disability", "true")},
		{"a code that is none", "code", write("plan", id, "kind", "99", "signed_on", "2020-10-01")},
		{"no value where one must be", "required", write("plan", id, "kind", "01")},
		{"a required value cleared", "required", correction(person[0], "family_name", "")},
		{"a spell that ends first", "spell", correction(spell, "end_date", "2020-09-30")},
		{"a form", "form", write("plan", id, "kind", "01", "signed_on", "1.10.2020")},
		{"a client who is not there", "client", write("plan", 77, "kind", "01", "signed_on", "2020-10-01")},
		{"a link to nothing", "link", write("job_offer", id, "employer_id", "77", "vacancy_id", "78", "offered_on", "2020-10-01", "result", "51")},
		{"a link into another's", "link", write("job_offer", id, "employer_id", strconv.FormatInt(employer.Subject, 10), "vacancy_id", "78", "offered_on", "2020-10-01", "result", "51")},
		{"somebody else's henkilötunnus", "identifier", write("person_identifier", put(t, r, newPerson("010190-901R")...)[0].Subject, "code", "010190-900P", "temporary", "true", "valid_from", "2020-01-01")},
		{"somebody else's Y-tunnus", "identifier", newEmployer("9000000-3")},
		{"the same row twice", "exists", write("person_identifier", id, "code", "010190-900P", "temporary", "true", "valid_from", "2020-01-01")},
		{"a stale version", "version", with(correction(spell, "code", "03"), func(w *postgres.Write) { w.Version = "1" })},
		{"bytes that no text has", "bytes", correction(person[0], "street_address", "Katu\x00 1")},
	}
	before := content(t, db)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := r.WriteRecord(t.Context(), test.write)
			refusedBy(t, err, test.rule)
		})
	}
	if diff := cmp.Diff(before, content(t, db)); diff != "" {
		t.Errorf("a refusal changed something:\n%s", diff)
	}
	if n := count(t, db.Pool(), "select count(*) from audit.entries where kind = 'record-write' and result = 'refused'"); n != len(tests) {
		t.Errorf("%d refusals in the log, want %d", n, len(tests))
	}
	t.Run("all or nothing", func(t *testing.T) {
		_, err := r.WriteRecords(t.Context(), write("plan", id, "kind", "01", "signed_on", "2020-10-01"), write("plan", id, "kind", "99", "signed_on", "2020-10-01"))
		refusedBy(t, err, "code")
		if diff := cmp.Diff(before, content(t, db)); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("a row that is not there", func(t *testing.T) {
		gone := correction(spell, "code", "03")
		gone.Key = []string{"5"}
		if _, err := r.WriteRecord(t.Context(), gone); !errors.Is(err, postgres.ErrNoRecord) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("health with both tests", func(t *testing.T) {
		w := correction(person[0], "disability", "true")
		w.Health = registers.Health{AffectsEmployment: true, Indispensable: true}
		done := put(t, r, w)[0]
		if n := count(t, db.Pool(), "select count(*) from audit.entries where detail->>'tests' = 'affects-employment indispensable'"); n != 1 {
			t.Errorf("the tests are in %d entries of the log", n)
		}
		// What stands was found indispensable when it was entered.
		put(t, r, correction(done, "municipality", "837"))
	})
}

// content is every row of the registers and their history.
func content(t testing.TB, db *postgres.DB) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	rows, _ := db.Pool().Query(t.Context(), "select c.oid::regclass::text from pg_class c where c.relkind = 'r' and c.relnamespace in ('registers'::regnamespace, 'registers_history'::regnamespace)")
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range tables {
		rows, _ := db.Pool().Query(t.Context(), "select x::text from "+table+" x order by 1")
		if all[table], err = pgx.CollectRows(rows, pgx.RowTo[string]); err != nil {
			t.Fatal(err)
		}
	}
	return all
}
