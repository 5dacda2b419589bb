package extracts

import (
	"bytes"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tietolupa/permits"
	"tietolupa/pseudonymize"
	"tietolupa/registers"
)

func TestEveryProtection(t *testing.T) {
	in := input(t, smallRegister(t), whole(t))
	b := build(t, in)
	person, employer := pseudonyms(t, in.Key, "person"), pseudonyms(t, in.Key, "employer")
	vacancy, offer, spell := pseudonyms(t, in.Key, "vacancy"), pseudonyms(t, in.Key, "offer"), pseudonyms(t, in.Key, "spell")
	for rule, c := range map[string]struct {
		query string
		want  []string
	}{
		"exact dates, spells of the period, no removable row": {
			"select concat_ws(' ', hid_e, spell, code, start_date, end_date) from employment_code",
			[]string{
				person(101) + " " + spell(9001) + " 02 2020-01-15 2020-06-30",
				person(101) + " " + spell(9002) + " 03 2020-07-01",
				person(102) + " " + spell(9004) + " 02 2020-10-01",
				person(103) + " " + spell(9006) + " 02 2020-02-01 2020-03-01",
			},
		},
		"numbers and flags": {
			"select concat_ws(' ', yrtun_s, positions, summer_job, apprenticeship, municipality) from vacancy",
			[]string{employer(201) + " 7 false true 091", employer(202) + " 3 true false 698"},
		},
		"band": {
			"select concat_ws(' ', price, places, typeof(price)) from procured_service", []string{"10000 12 BIGINT"},
		},
		"links are the pseudonyms of what they link": {
			"select concat_ws(' ', o.hid_e, o.offer, o.yrtun_s, o.vacancy, v.positions) from job_offer o join vacancy v using (vacancy, yrtun_s)",
			[]string{person(101) + " " + offer(401) + " " + employer(201) + " " + vacancy(301) + " 7"},
		},
		"year of a derived variable": {
			"select cast(syntyv as varchar) from person", []string{"1985", "1999", "1960", "2000"},
		},
		"temporary identifiers without the identifier": {
			"select concat_ws(' ', hid_e, temporary, valid_from, valid_to) from person_identifier where hid_e = '" + person(102) + "'",
			[]string{person(102) + " true 1999-12-31 2020-01-01"},
		},
	} {
		same(t, rule, query(t, b, c.query), c.want)
	}
	tables := query(t, b, "select table_name from duckdb_tables()")
	want := []string{}
	for _, table := range in.Order.Scope.Tables {
		want = append(want, table.Table)
	}
	same(t, "tables", tables, want)
	if left := query(t, b, "select type_name from duckdb_types() where not internal"); len(left) > 0 {
		t.Errorf("types beside the tables: %q", left)
	}
}

func TestCoarserThanTheFinest(t *testing.T) {
	in := input(t, smallRegister(t), granted(t,
		"employment_code.start_date=month", "employment_code.end_date=year", "vacancy.positions=band", "vacancy.municipality=region",
		"vacancy.reported_on=year", "person.municipality=drop", "person.sex=exact"))
	b := build(t, in)
	same(t, "spells", query(t, b, "select concat_ws(' ', start_date, end_date) from employment_code"),
		[]string{"2020-01-01 2020", "2020-07-01", "2020-10-01", "2020-02-01 2020"})
	same(t, "vacancies", query(t, b, "select concat_ws(' ', positions, municipality, reported_on) from vacancy"),
		[]string{"5 01 2020", "0 19 2020"})
	same(t, "columns without the hidden one", query(t, b, "select column_name from duckdb_columns() where table_name in ('employment_code', 'person')"),
		[]string{"start_date", "end_date", "sex"})
}

func TestTwoPermitsDoNotJoin(t *testing.T) {
	pool := smallRegister(t)
	scope := whole(t)
	one, again, other := input(t, pool, scope), input(t, pool, scope), input(t, pool, scope)
	again.Threads, other.Key = 1, permitKey(t, "second")
	a, b, c := build(t, one), build(t, again), build(t, other)
	for i := range a.Tables {
		if a.Tables[i].Hash != b.Tables[i].Hash || a.Tables[i].Rows != b.Tables[i].Rows {
			t.Errorf("table %s: two builds of one permit differ: %s and %s", a.Tables[i].Name, a.Tables[i].Hash, b.Tables[i].Hash)
		}
		if a.Tables[i].Hash == c.Tables[i].Hash && a.Tables[i].Rows > 0 {
			t.Errorf("table %s: two permits have equal rows", a.Tables[i].Name)
		}
	}
	seen := map[string]string{}
	for name, built := range map[string]Built{"first": a, "second": c} {
		for _, table := range built.Tables {
			for _, column := range table.Columns {
				if column.Protection != registers.Pseudonym {
					continue
				}
				for _, p := range query(t, built, fmt.Sprintf("select distinct %s::varchar from %s where %[1]s is not null", sqlName(column.Name), sqlName(table.Name))) {
					if there, ok := seen[p]; ok && there != name {
						t.Errorf("pseudonym %s is in both files", p)
					}
					seen[p] = name
				}
			}
		}
	}
	if diff := cmp.Diff(query(t, a, "from (select hid_e::varchar from person order by all)"), query(t, b, "from (select hid_e::varchar from person order by all)")); diff != "" {
		t.Errorf("pseudonyms change between deliveries:\n%s", diff)
	}
}

// TestNothingStoredIsInTheFile searches the bytes of the file as it is delivered
// and of an uncompressed copy for what must not be there.
func TestNothingStoredIsInTheFile(t *testing.T) {
	b := build(t, input(t, smallRegister(t), whole(t)))
	plain := filepath.Join(t.TempDir(), "plain.duckdb")
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	for _, s := range []string{
		"PRAGMA force_compression = 'uncompressed'",
		"ATTACH " + sqlText(b.Path) + " AS a (READ_ONLY)", "ATTACH " + sqlText(plain) + " AS b",
		"COPY FROM DATABASE a TO b", "CHECKPOINT b", "DETACH b",
	} {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	secrets := [][]byte{}
	for _, text := range []string{
		"280285-999C", "311299-998X", "Virtanen", "Kivist", "Aino", "Orvokki", "kelä", "Onni", "Saarikettu", "Eetu", "Poistettava",
		"Helmi", "Etäinen", "Veikko", "Hämeentie", "+358401234567", "aino@example", "0100001-1", "0100002-2", "0100003-3", "Konepaja",
		"Porotila", "Koulutus Oy", "ILM-00000", "SOP-1", "recorder-one", "recorder-two",
	} {
		secrets = append(secrets, []byte(text))
	}
	id := make([]byte, 8)
	binary.LittleEndian.PutUint64(id, 5000000000) // the one id that is not a common number
	secrets = append(secrets, id, []byte("5000000000"))
	for name, file := range map[string]string{"delivered": b.Path, "uncompressed": plain} {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(content, []byte("hid_e")) {
			t.Fatalf("%s: the search finds nothing at all", name)
		}
		for _, s := range secrets {
			if bytes.Contains(content, s) {
				t.Errorf("%s: %q is in the file", name, s)
			}
		}
	}
}

func TestWhatCannotBeMappedStops(t *testing.T) {
	for rule, c := range map[string]struct {
		change   string
		variable string
		says     string
	}{
		"negative id":     {"update registers.person set person_id = -7 where person_id = 103", "person.sex=exact", "id of a person"},
		"id 0 of a link":  {"update registers.job_offer set employer_id = 0", "job_offer.yrtun_s=pseudonym", "id of kind employer"},
		"unknown code":    {"update registers.person set municipality = 'xyz' where person_id = 103", "person.municipality=exact", "list municipality"},
		"unknown region":  {"update registers.person set municipality = 'xyz' where person_id = 103", "person.municipality=region", "list municipality"},
		"endless date":    {"update registers.employment_code set end_date = 'infinity' where spell_id = 9002", "employment_code.end_date=exact", "outside the calendar"},
		"endless in year": {"update registers.employment_code set end_date = 'infinity' where spell_id = 9002", "employment_code.end_date=year", "outside the calendar"},
	} {
		t.Run(rule, func(t *testing.T) {
			pool := smallRegister(t)
			if _, err := pool.Exec(t.Context(), c.change); err != nil {
				t.Fatal(err)
			}
			in := input(t, pool, granted(t, c.variable))
			b, err := Build(t.Context(), in)
			if !errors.As(err, new(pseudonymize.Unmapped)) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("built %v, %v", b, err)
			}
			if strings.Contains(fmt.Sprint(err), "xyz") || strings.Contains(fmt.Sprint(err), "-7") {
				t.Errorf("the error holds the value: %v", err)
			}
			empty(t, in.Dir)
		})
	}
}

func TestScopeBeyondTheCatalogueIsRefused(t *testing.T) {
	pool := smallRegister(t)
	for rule, variable := range map[string]string{
		"direct identifier":     "person.family_name=exact",
		"technical id":          "person.person_id=exact",
		"unknown variable":      "person.shoe_size=exact",
		"unknown table":         "pets.name=exact",
		"finer than granted":    "person.birth_date=exact",
		"off the ladder":        "person.sex=month",
		"unknown protection":    "person.sex=fuzzy",
		"nothing delivered":     "person.sex=drop",
		"variable of elsewhere": "employer.yrtun_s=exact",
	} {
		in := input(t, pool, granted(t, variable))
		if b, err := Build(t.Context(), in); err == nil {
			t.Errorf("%s: built %v", rule, b)
		}
		empty(t, in.Dir)
	}
	in := input(t, pool, granted(t, "person.sex=exact", "person.hid_e=pseudonym"))
	in.Key = pseudonymize.PermitKey{}
	if _, err := Build(t.Context(), in); err == nil {
		t.Error("built without a key")
	}
	in = input(t, pool, granted(t, "person.sex=exact"))
	in.Order.Scope.Population = []registers.Predicate{{ID: "person.family_name", In: []string{"Virtanen"}}}
	if _, err := Build(t.Context(), in); err == nil {
		t.Error("a population by name")
	}
}

func TestAreaOfAnELYCentre(t *testing.T) {
	pool := smallRegister(t)
	scope := granted(t, "person.hid_e=pseudonym", "employment_code.hid_e=pseudonym", "vacancy.yrtun_s=pseudonym", "provider.provider=pseudonym")
	scope.Population = []registers.Predicate{{ID: permits.AreaVariable, In: []string{"15"}}}
	in := input(t, pool, scope)
	code, ok := in.Catalogue.Code("municipality", "698")
	if !ok {
		t.Fatal("Rovaniemi is not in the catalogue")
	}
	in.Order.Scope.Population[0].In = []string{code.Parents["ely"]}
	b := build(t, in)
	person, employer := pseudonyms(t, in.Key, "person"), pseudonyms(t, in.Key, "employer")
	same(t, "persons", query(t, b, "select hid_e::varchar from person"), []string{person(103)})
	same(t, "spells", query(t, b, "select hid_e::varchar from employment_code"), []string{person(103)})
	same(t, "vacancies", query(t, b, "select yrtun_s::varchar from vacancy"), []string{employer(202)})
	if n := len(query(t, b, "select provider::varchar from provider")); n > 0 {
		t.Errorf("%d providers of elsewhere", n)
	}
}

func TestSampleIsStable(t *testing.T) {
	pool := smallRegister(t)
	scope := granted(t, "person.hid_e=pseudonym")
	drawn := map[int][]string{}
	for n := 1; n <= 4; n++ {
		scope.Sample = n
		b := build(t, input(t, pool, scope))
		drawn[n] = query(t, b, "select hid_e::varchar from person")
		if len(drawn[n]) != n {
			t.Fatalf("a sample of %d has %d", n, len(drawn[n]))
		}
		for _, p := range drawn[n-1] {
			if !slices.Contains(drawn[n], p) {
				t.Errorf("a larger sample lost %s", p)
			}
		}
	}
	scope.Sample = 2
	again := query(t, build(t, input(t, pool, scope)), "select hid_e::varchar from person")
	same(t, "another delivery", again, drawn[2])
}

func TestPopulation(t *testing.T) {
	pool := smallRegister(t)
	scope := granted(t, "person.hid_e=pseudonym", "employment_code.hid_e=pseudonym")
	on := dayOn(t, "2020-11-01")
	scope.Population = []registers.Predicate{{ID: "employment_code.code", In: []string{"02", "03"}, At: &on}}
	in := input(t, pool, scope)
	b := build(t, in)
	person := pseudonyms(t, in.Key, "person")
	same(t, "unemployed on a day", query(t, b, "select hid_e::varchar from person"), []string{person(101), person(102)})
	same(t, "their spells", query(t, b, "select hid_e::varchar from employment_code"), []string{person(101), person(101), person(102)})
}
