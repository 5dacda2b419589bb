package postgres_test

import (
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"tietolupa/postgres"
)

func TestWritersOfOneRecord(t *testing.T) {
	db, r := newRegisters(t)
	done := put(t, r, newPerson("010190-900P")...)[0]
	const writers, rounds = 8, 5
	for round := range rounds {
		var group sync.WaitGroup
		results := make([]error, writers)
		next := make([]postgres.Written, writers)
		for i := range writers {
			group.Go(func() {
				next[i], results[i] = r.WriteRecord(t.Context(), correction(done, "phone", fmt.Sprintf("040-%d-%d", round, i)))
			})
		}
		group.Wait()
		won := -1
		for i, err := range results {
			if err == nil {
				if won >= 0 {
					t.Fatalf("writers %d and %d both won", won, i)
				}
				won = i
				continue
			}
			refusedBy(t, err, "version")
		}
		if won < 0 {
			t.Fatal("nobody won")
		}
		done = next[won]
	}
	if n := count(t, db.Pool(), "select count(*) from registers_history.person"); n != rounds {
		t.Errorf("%d versions kept, want %d", n, rounds)
	}

	t.Run("new rows of one client do not shut each other out", func(t *testing.T) {
		var group sync.WaitGroup
		for i := range writers {
			group.Go(func() {
				if _, err := r.WriteRecord(t.Context(), write("plan", done.Subject, "kind", "01", "signed_on", fmt.Sprintf("2020-10-%02d", i+1))); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if n := count(t, db.Pool(), "select count(*) from registers.plan"); n != writers {
			t.Errorf("%d plans", n)
		}
	})
	t.Run("one henkilötunnus goes to one of two new clients", func(t *testing.T) {
		var group sync.WaitGroup
		results := make([]error, 4)
		for i := range results {
			group.Go(func() { _, results[i] = r.WriteRecords(t.Context(), newPerson("240575X9107")...) })
		}
		group.Wait()
		won := 0
		for _, err := range results {
			if err == nil {
				won++
				continue
			}
			refusedBy(t, err, "identifier")
		}
		if won != 1 {
			t.Errorf("%d won", won)
		}
	})
}

// The day of removal moves with clientships and contracts, in every row (4.3a).
func TestDayOfRemovalFollowsTheTies(t *testing.T) {
	db, r := newRegisters(t)
	id := put(t, r, newPerson("010190-900P")...)[0].Subject
	days := func() []string {
		all := map[string]bool{}
		for _, table := range []string{"person", "person_identifier", "clientship", "plan"} {
			for _, d := range collect(t, db.Pool(), pgx.RowTo[string], "select coalesce(removable_from::text, '-') from registers."+table) {
				all[d] = true
			}
		}
		return slices.Sorted(maps.Keys(all))
	}
	want := func(when string, want ...string) {
		t.Helper()
		if diff := cmp.Diff(want, days()); diff != "" {
			t.Errorf("%s: %s", when, diff)
		}
	}
	put(t, r, write("plan", id, "kind", "01", "signed_on", "2019-02-01"))
	want("nothing to count from", "-")
	first := put(t, r, write("clientship", id, "start_date", "2019-01-01"))[0]
	want("a client", "-")
	first = put(t, r, correction(first, "end_date", "2020-10-30"))[0]
	want("the clientship has ended", "2024-10-30")
	put(t, r, write("plan", id, "kind", "03", "signed_on", "2020-10-15"))
	want("a later entry", "2024-10-30")
	second := put(t, r, write("clientship", id, "start_date", "2020-11-01"))[0]
	want("a new clientship stops the clock", "-")
	put(t, r, correction(second, "end_date", "2020-11-01"))
	want("the latest end counts", "2024-11-01")
	put(t, r, correction(first, "end_date", "2020-12-31"))
	want("a corrected end", "2024-12-31")

	employer := put(t, r, newEmployer("9000000-3"))[0]
	put(t, r, correction(employer, "end_date", "2020-02-29"))
	if got := collect(t, db.Pool(), pgx.RowTo[string], "select removable_from::text from registers.employer"); !slices.Equal(got, []string{"2024-02-29"}) {
		t.Errorf("employer: %v", got)
	}
}

func TestHistoryIsShapedAsTheRegisters(t *testing.T) {
	db, _ := newRegisters(t)
	shape := func(schema string) []string {
		return collect(t, db.Pool(), pgx.RowTo[string], `select c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
			from pg_attribute a join pg_class c on c.oid = a.attrelid and c.relkind = 'r'
			where c.relnamespace = '`+schema+`'::regnamespace and a.attnum > 0 and not a.attisdropped and a.attname not like 'superseded\_%' order by 1`)
	}
	if diff := cmp.Diff(shape("registers"), shape("registers_history")); diff != "" {
		t.Errorf("-registers +history:\n%s", diff)
	}
	// A later migration's tables and columns are followed, whatever its number.
	if _, err := db.Pool().Exec(t.Context(), `select shown.leave(); create table registers.later (person_id bigint not null, later_id bigint not null, constraint later_pk primary key (person_id, later_id));
		comment on table registers.later is 'x'; comment on column registers.later.person_id is 'x'; comment on column registers.later.later_id is 'x';
		alter table registers.plan add column agreed_on date; alter table registers.vacancy alter column positions type bigint`); err != nil {
		t.Fatal(err)
	}
	if err := postgres.Migrate(t.Context(), db.Pool()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(shape("registers"), shape("registers_history")); diff != "" {
		t.Errorf("-registers +history:\n%s", diff)
	}
	for _, role := range []postgres.Role{postgres.WebRole, postgres.WorkRole} {
		if !collect(t, db.Pool(), pgx.RowTo[bool], "select has_table_privilege('"+string(role)+"', 'registers.later', 'select')")[0] {
			t.Errorf("%s may not read a later table", role)
		}
	}
}
