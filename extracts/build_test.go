package extracts

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/RoaringBitmap/roaring/v2/roaring64"
	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5/pgxpool"

	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/postgres/pgtest"
	"tietolupa/pseudonymize"
	"tietolupa/registers"
)

// registerRows are a register small enough to know by heart. Helmi (104) is
// removable since October, Aino's (101) old spell too; Eetu (103) lives in
// Lapland (ELY 15); Veikko (105) in Helsinki.
const registerRows = `
insert into registers.person values
 (101, 'Virtanen-Kivistö', 'Aino Orvokki', '1985-02-28', '2', 'fi', 'FI', '091', 'Hämeentie 5 A 12', '+358401234567', 'aino@example.fi', false, '3', false, true, 'TE01', 'person', 'recorder-one', '2020-01-02 23:30+02', null),
 (102, 'Mäkelä', 'Onni', '1999-12-31', '1', 'sv', 'FI', '049', null, null, null, true, null, true, false, 'TE01', 'person', 'recorder-one', '2020-02-02 10:00+02', '2030-01-01'),
 (103, 'Saarikettu', 'Eetu Olavi', '1960-07-15', '1', 'fi', 'FI', '698', null, null, null, false, '6', false, false, 'TE15', 'person', 'recorder-two', '2020-03-02 10:00+02', null),
 (104, 'Poistettava', 'Helmi', '1970-05-05', '2', 'fi', 'FI', '091', null, null, null, false, '3', false, false, 'TE01', 'person', 'recorder-two', '2020-04-02 10:00+02', '2020-10-01'),
 (5000000000, 'Etäinen', 'Veikko', '2000-02-29', '1', 'fi', 'FI', '091', null, null, null, false, null, false, false, 'TE01', 'person', 'recorder-two', '2020-04-02 10:00+02', null);
insert into registers.person_identifier values
 (101, '280285-999C', false, '1985-02-28', null, 'TE01', 'person', 'recorder-one', '2020-01-02 10:00+02', null),
 (102, '311299-998X', true, '1999-12-31', '2020-01-01', 'TE01', 'person', 'recorder-one', '2020-01-02 10:00+02', null);
insert into registers.employment_code values
 (101, 9001, '02', '2020-01-15', '2020-06-30', null, 'TE01', 'person', 'r', '2020-01-15 10:00+02', null),
 (101, 9002, '03', '2020-07-01', null,         null, 'TE01', 'person', 'r', '2020-07-01 10:00+02', null),
 (101, 9003, '02', '2015-01-01', '2015-02-01', null, 'TE01', 'person', 'r', '2015-07-01 10:00+02', '2019-02-01'),
 (102, 9004, '02', '2020-10-01', null,         null, 'TE01', 'person', 'r', '2020-10-01 10:00+02', null),
 (103, 9005, '02', '2018-01-01', '2018-12-31', null, 'TE15', 'person', 'r', '2018-10-01 10:00+02', null),
 (103, 9006, '02', '2020-02-01', '2020-03-01', null, 'TE15', 'person', 'r', '2020-02-01 10:00+02', null),
 (104, 9007, '02', '2020-02-01', null,         null, 'TE01', 'person', 'r', '2020-02-01 10:00+02', null);
insert into registers.employer values
 (201, '0100001-1', 'Salainen Konepaja Oy', '25', '091', '2010-01-01', null, 'TE01', 'person', 'r', '2020-02-01 10:00+02', null),
 (202, '0100002-2', 'Lapin Porotila Ky', '01', '698', '2012-01-01', null, 'TE15', 'person', 'r', '2020-02-01 10:00+02', null);
insert into registers.vacancy values
 (201, 301, 'ILM-000001', '7223', '091', '2020-03-01', '2020-04-01', 7, (select '1'), '1', '1', false, true, 'TE01', 'person', 'r', '2020-02-01 10:00+02', null),
 (202, 302, 'ILM-000002', '6121', '698', '2020-03-05', null,         3, '1', '1', '1', true, false, 'TE15', 'person', 'r', '2020-02-01 10:00+02', null);
insert into registers.job_offer values
 (101, 401, 201, 301, '2020-03-10', '1', 'TE01', 'person', 'r', '2020-03-10 10:00+02', null);
insert into registers.provider values
 (601, '0100003-3', 'Koulutus Oy', '091', '2010-01-01', null, 'TE01', 'person', 'r', '2020-02-01 10:00+02', null);
insert into registers.procured_service values
 (601, 701, '1', 'SOP-1', '2020-01-01', null, 12345.67, 12, 'TE01', 'person', 'r', '2020-02-01 10:00+02', null);
`

var lawDay = registers.DayOf(time.Date(2020, 11, 2, 0, 0, 0, 0, time.UTC))

func dayOn(t testing.TB, s string) registers.Day {
	t.Helper()
	d, err := registers.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func catalogue(t testing.TB) *registers.Catalogue {
	t.Helper()
	cat, err := registers.Load()
	if err != nil {
		t.Fatal(err)
	}
	return cat
}

// smallRegister holds registerRows. A code of theirs that the catalogue's list
// lacks is made the list's first, so that the rows need not know every list.
func smallRegister(t testing.TB) *pgxpool.Pool {
	t.Helper()
	pool := pgtest.New(t)
	if _, err := pool.Exec(t.Context(), registerRows); err != nil {
		t.Fatal(err)
	}
	cat := catalogue(t)
	for _, v := range cat.Variables() {
		if v.Type != registers.Code || v.Kind != registers.Stored {
			continue
		}
		first := cat.Codes(v.Codes)[0].Code
		codes := []string{}
		for _, c := range cat.Codes(v.Codes) {
			codes = append(codes, c.Code)
		}
		table, column := "registers."+v.Table, v.Column
		if _, err := pool.Exec(t.Context(), fmt.Sprintf("update %s set %s = $1 where not %s = any ($2)", table, column, column), first, codes); err != nil {
			t.Fatal(err)
		}
	}
	return pool
}

func snapshot(t testing.TB, pool *pgxpool.Pool) Snapshot {
	t.Helper()
	s, err := postgres.OpenSnapshot(t.Context(), pool, catalogue(t), time.Date(2020, 11, 2, 9, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func permitKey(t testing.TB, text string) pseudonymize.PermitKey {
	t.Helper()
	sum := sha256.Sum256([]byte(text))
	k, err := pseudonymize.NewPermitKey(bytes.NewReader(sum[:]))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// granted makes a scope: "table.variable=protection", over 2020.
func granted(t testing.TB, variables ...string) permits.Scope {
	t.Helper()
	s := permits.Scope{Version: permits.ScopeVersion, Period: registers.Period{From: dayOn(t, "2020-01-01"), To: dayOn(t, "2020-12-31")}}
	for _, v := range variables {
		id, protection, _ := strings.Cut(v, "=")
		table, _, _ := strings.Cut(id, ".")
		i := slices.IndexFunc(s.Tables, func(st permits.ScopeTable) bool { return st.Table == table })
		if i < 0 {
			i = len(s.Tables)
			s.Tables = append(s.Tables, permits.ScopeTable{Table: table})
		}
		s.Tables[i].Variables = append(s.Tables[i].Variables, permits.ScopeVariable{ID: id, Protection: registers.Protection(protection)})
	}
	return s
}

func input(t testing.TB, pool *pgxpool.Pool, scope permits.Scope) Input {
	t.Helper()
	return Input{
		Order:     permits.Order{ID: "T-1-2020", Scope: scope, LawDay: lawDay, Language: "fi"},
		Catalogue: catalogue(t), Snapshot: snapshot(t, pool), Key: permitKey(t, "first"), Dir: t.TempDir(), Threads: 2,
	}
}

func build(t testing.TB, in Input) Built {
	t.Helper()
	b, err := Build(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// query reads a delivered file, row by row, each row one text.
func query(t testing.TB, b Built, q string) (rows []string) {
	t.Helper()
	db, err := sql.Open("duckdb", b.Path+"?access_mode=read_only")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	r, err := db.Query(q)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for r.Next() {
		var s sql.NullString
		if err := r.Scan(&s); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, s.String)
	}
	if err := r.Err(); err != nil {
		t.Fatal(err)
	}
	return rows
}

func same(t testing.TB, what string, got, want []string) {
	t.Helper()
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// whole is everything that may be delivered, as fine as may be.
func whole(t testing.TB) permits.Scope {
	t.Helper()
	cat := catalogue(t)
	ids := []string{}
	for _, v := range cat.Variables() {
		if v.Deliverable() && cat.Valid(v, lawDay) {
			ids = append(ids, v.ID+"="+string(v.Finest))
		}
	}
	return granted(t, ids...)
}

func TestBuildPersonTable(t *testing.T) {
	pool := smallRegister(t)
	in := input(t, pool, granted(t, "person.hid_e=pseudonym", "person.syntyv=year", "person.birth_date=month",
		"person.municipality=region", "person.fund_member=exact", "person.sex=exact"))
	var stages []string
	in.Progress = func(stage string, _, _ int64) { stages = append(stages, stage) }
	b := build(t, in)
	maker := pseudonyms(t, in.Key, "person")
	want := []string{}
	for id, rest := range map[int64]string{
		101: "1985 1985-02-01 01 true 2", 102: "1999 1999-12-01 false 1", // a protected address: no area
		103: "1960 1960-07-01 19 false 1", 5000000000: "2000 2000-02-01 01 false 1",
	} {
		want = append(want, maker(id)+" "+rest)
	}
	same(t, "person", query(t, b, `select concat_ws(' ', hid_e, syntyv, birth_date, municipality, fund_member, sex) from person`), want)
	sorted := query(t, b, "select hid_e::varchar from person")
	if !slices.IsSorted(sorted) {
		t.Errorf("not in the order of pseudonyms: %q", sorted)
	}
	types := query(t, b, "select column_name || ' ' || split_part(data_type, '(', 1) from duckdb_columns() where table_name = 'person'")
	same(t, "types", types, []string{"hid_e UUID", "syntyv SMALLINT", "birth_date DATE", "municipality ENUM", "fund_member BOOLEAN", "sex ENUM"})
	if !slices.Contains(stages, "cohort") || !slices.Contains(stages, "person") {
		t.Errorf("progress told of %q", stages)
	}
	if b.Tables[0].Rows != 4 || b.Tables[0].Columns[0].KeyCheck != in.Key.Check() || b.Tables[0].Columns[0].Scheme != pseudonymize.Scheme {
		t.Errorf("built %+v", b.Tables[0])
	}
	cohort := roaring64.New()
	if _, err := cohort.FromUnsafeBytes(b.Cohorts["person"]); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]uint64{101, 102, 103, 5000000000}, cohort.ToArray()); diff != "" {
		t.Errorf("cohort (-want +got):\n%s", diff)
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(b.Path), "*"))
	if err != nil || !slices.Equal(left, []string{b.Path}) {
		t.Errorf("beside the file: %q", left)
	}
	comments := query(t, b, "select comment from duckdb_columns() where table_name = 'person' and column_name = 'hid_e'")
	v, _ := in.Catalogue.Variable("person.hid_e")
	if !strings.HasPrefix(comments[0], v.Name.FI) {
		t.Errorf("comment %q", comments[0])
	}
	if err := b.Remove(); err != nil {
		t.Fatal(err)
	}
	empty(t, in.Dir)
}

func pseudonyms(t testing.TB, k pseudonymize.PermitKey, entity string) func(int64) string {
	t.Helper()
	p, err := pseudonymize.New(k)
	if err != nil {
		t.Fatal(err)
	}
	m, err := p.For(entity)
	if err != nil {
		t.Fatal(err)
	}
	return func(id int64) string {
		v, err := m.Of(id)
		if err != nil {
			t.Fatal(err)
		}
		return v.String()
	}
}

// empty fails unless a work folder is.
func empty(t testing.TB, dir string) {
	t.Helper()
	left, err := os.ReadDir(dir)
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
