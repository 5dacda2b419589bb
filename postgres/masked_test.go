package postgres_test

import (
	"context"
	"io"
	"strings"
	"testing"

	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/postgres/pgtest"
	"tietolupa/registers"
)

// A protected address masks the municipality in every table where the person
// appears, and takes the person out of every area, but not out of the country.
func TestProtectedAddressMasksEveryArea(t *testing.T) {
	cat, err := registers.Load()
	if err != nil {
		t.Fatal(err)
	}
	pool := pgtest.New(t)
	for _, sql := range []string{
		`insert into registers.person (person_id, family_name, given_names, birth_date, sex, mother_tongue, citizenship, municipality,
			protected_address, office, source, recorder, recorded_at)
		 select id, 'A', 'B', '1990-01-01', '2', 'fi', '246', '091', id = 2, 'TE01', 'office', 'a1', '2020-11-02 10:00+02'
		   from generate_series(1, 3) id`,
		`insert into registers.joint_service (person_id, joint_service_id, start_date, entering_body, office, source, recorder, recorded_at)
		 select id, id, '2020-10-01', 'kela', 'TE01', 'office', 'a1', '2020-11-02 10:00+02' from generate_series(1, 4) id`,
		// The fourth has no row of person: nothing is known of the address, so it is masked.
		`insert into registers.joint_client (person_id, family_name, given_names, code, municipality, entering_body, office, source, recorder, recorded_at)
		 select id, 'A', 'B', 'C', '091', 'kela', 'TE01', 'office', 'a1', '2020-11-02 10:00+02' from generate_series(1, 4) id`,
	} {
		if _, err := pool.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	s, err := postgres.OpenSnapshot(t.Context(), pool, cat, snapshotTime)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	day := registers.DayOf(snapshotTime)
	for name, want := range map[string]int{"person": 2, "joint_client": 2} {
		table, _ := cat.Table(name)
		parts, _, err := s.Split(t.Context(), registers.Reading{Table: table, Columns: []string{"person_id", "municipality"}, LawDay: day}, 1)
		if err != nil {
			t.Fatal(err)
		}
		shown := 0
		for _, p := range parts {
			shown += strings.Count(readPart(t, s, p), "091")
		}
		if shown != want {
			t.Errorf("%s shows %d municipalities, want %d", name, shown, want)
		}
	}
	for _, test := range []struct {
		name  string
		where []registers.Predicate
		want  int
	}{
		{"country", nil, 3},
		{"municipality", []registers.Predicate{{ID: "person.municipality", In: []string{"091"}}}, 2},
		{"interval of municipalities", []registers.Predicate{{ID: "person.municipality", From: "005", To: "992"}}, 2},
		{"ELY centre's area", []registers.Predicate{{ID: permits.AreaVariable, In: []string{"01"}}}, 2},
		{"joint service in the municipality", []registers.Predicate{{ID: "joint_client.municipality", In: []string{"091"}}}, 2},
	} {
		found := 0
		for _, err := range s.Cohort(t.Context(), "person", test.where, day) {
			if err != nil {
				t.Fatal(err)
			}
			found++
		}
		if found != test.want {
			t.Errorf("%s: %d persons, want %d", test.name, found, test.want)
		}
	}
}

func readPart(t *testing.T, s *postgres.Snapshot, p registers.Part) string {
	t.Helper()
	r, err := s.Open(context.WithoutCancel(t.Context()), p)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
