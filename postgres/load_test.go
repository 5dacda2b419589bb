package postgres_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"tietolupa/postgres"
	"tietolupa/postgres/pgtest"
	"tietolupa/registers"
	"tietolupa/registers/synthetic"
)

// registerTables are all tables of the catalogue.
var registerTables = func() (names []string) {
	catalogue, err := registers.Load()
	if err != nil {
		panic(err) // a fault of the build
	}
	for _, t := range catalogue.Tables() {
		names = append(names, t.Name)
	}
	return names
}()

// unemployedOn counts the unemployed jobseekers of a day as the statistics do:
// without work or fully laid off, with a job search in force.
const unemployedOn = `
	select p.municipality, count(*)::int
	from registers.person p
	where exists (select from registers.employment_code e where e.person_id = p.person_id
	              and e.code in ('02', '03') and e.start_date <= $1 and (e.end_date is null or e.end_date >= $1))
	  and exists (select from registers.job_search j where j.person_id = p.person_id
	              and j.start_date <= $1 and (j.end_date is null or j.end_date >= $1))
	group by 1`

func population(t *testing.T, persons int) *synthetic.Population {
	t.Helper()
	p, err := synthetic.Generate(synthetic.Config{Persons: persons, Seed: 7})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func collect[T any](t *testing.T, pool *pgxpool.Pool, to pgx.RowToFunc[T], sql string, args ...any) []T {
	t.Helper()
	rows, _ := pool.Query(t.Context(), sql, args...)
	all, err := pgx.CollectRows(rows, to)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

type keyed struct {
	Name  string
	Count int
}

func counts(t *testing.T, pool *pgxpool.Pool, sql string, args ...any) map[string]int {
	t.Helper()
	all := map[string]int{}
	for _, k := range collect(t, pool, pgx.RowToStructByPos[keyed], sql, args...) {
		all[k.Name] = k.Count
	}
	return all
}

func rowCounts(t *testing.T, pool *pgxpool.Pool) map[string]int {
	t.Helper()
	all := map[string]int{}
	for _, table := range registerTables {
		all[table] = collect(t, pool, pgx.RowTo[int], "select count(*)::int from registers."+table)[0]
	}
	return all
}

// links are all columns of the catalogue that name a row of another table: the
// subject of another register, or a table's own key.
var links = func() (all []struct{ from, column, to, key string }) {
	catalogue, err := registers.Load()
	if err != nil {
		panic(err) // a fault of the build
	}
	home := map[string]string{} // table by its last key
	for _, t := range catalogue.Tables() {
		if key := t.Keys[len(t.Keys)-1]; home[key] == "" {
			home[key] = t.Name
		}
	}
	for _, t := range catalogue.Tables() {
		for _, v := range catalogue.TableVariables(t.Name) {
			if v.Kind == registers.Technical && (v.Role == "link" || v.Role == "subject" && home[v.Column] != t.Name) {
				all = append(all, struct{ from, column, to, key string }{t.Name, v.Column, home[v.Column], v.Column})
			}
		}
	}
	return all
}()

const beforeService = `select count(*)::int from (
	select person_id, joint_service_id, contact_on as day from registers.joint_contact
	union all select person_id, joint_service_id, recorded_on from registers.joint_background
	union all select person_id, joint_service_id, start_date from registers.joint_social_situation
	union all select person_id, joint_service_id, start_date from registers.joint_health
	union all select person_id, joint_service_id, assessed_on from registers.joint_need
	union all select person_id, joint_service_id, signed_on from registers.joint_plan
	union all select person_id, joint_service_id, agreed_on from registers.joint_plan_step
	union all select person_id, joint_service_id, (recorded_at at time zone 'Europe/Helsinki')::date from registers.joint_document
	union all select person_id, (select min(joint_service_id) from registers.joint_service s where s.person_id = c.person_id),
		(recorded_at at time zone 'Europe/Helsinki')::date from registers.joint_client c
) r where not exists (select from registers.joint_service s
	where (s.person_id, s.joint_service_id) = (r.person_id, r.joint_service_id) and s.start_date <= r.day)`

func keysAndIndexes(t *testing.T, pool *pgxpool.Pool) []string {
	t.Helper()
	return collect(t, pool, pgx.RowTo[string], `
		select pg_get_indexdef(indexrelid) || coalesce(' ' || pg_get_constraintdef(c.oid), '')
		from pg_index x left join pg_constraint c on c.conindid = x.indexrelid
		where x.indrelid::regclass::text like 'registers.%' and x.indisvalid order by 1`)
}

func TestLoadFillsTheRegisters(t *testing.T) {
	pool := pgtest.New(t)
	before := keysAndIndexes(t, pool)
	p := population(t, 2000)
	var last, calls int64
	err := postgres.Load(t.Context(), pool, p, func(done, total int64) {
		if done < last || done > total {
			t.Errorf("progress went from %d to %d of %d", last, done, total)
		}
		last, calls = done, calls+1
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := int64(p.Persons() + p.Employers() + p.Providers()); last != want || calls == 0 {
		t.Errorf("the last progress was %d of %d", last, want)
	}

	t.Run("every row of every file is there", func(t *testing.T) {
		want := map[string]int{}
		count := func(rows *synthetic.Rows) {
			for r := range rows.All() {
				want[r.Table.Name]++
			}
		}
		for f := range p.Files(0, p.Persons()) {
			want["person"]++
			want["person_identifier"] += len(f.Identifiers)
			want["clientship"] += len(f.Clientships)
			want["job_search"] += len(f.JobSearches)
			want["employment_code"] += len(f.Spells)
			want["plan"] += len(f.Plans)
			want["job_offer"] += len(f.Offers)
			want["service_period"] += len(f.Services)
			count(&f.Rows)
		}
		for f := range p.EmployerFiles(0, p.Employers()) {
			want["employer"]++
			want["vacancy"] += len(f.Vacancies)
			count(&f.Rows)
		}
		for f := range p.ProviderFiles(0, p.Providers()) {
			want["provider"]++
			want["procured_service"] += len(f.Services)
			count(&f.Rows)
		}
		if diff := cmp.Diff(want, rowCounts(t, pool)); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("the unemployed of each municipality are the planned ones", func(t *testing.T) {
		if diff := cmp.Diff(p.Unemployed(), counts(t, pool, unemployedOn, synthetic.CountDay.Time())); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("keys and indexes are back", func(t *testing.T) {
		if diff := cmp.Diff(before, keysAndIndexes(t, pool)); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("every link leads somewhere", func(t *testing.T) {
		for what, sql := range map[string]string{
			"offers": `select count(*)::int from registers.job_offer o where not exists
				(select from registers.vacancy v where (v.employer_id, v.vacancy_id) = (o.employer_id, o.vacancy_id)
				 and o.offered_on >= v.reported_on and (v.closed_on is null or o.offered_on < v.closed_on))`,
			"services": `select count(*)::int from registers.service_period s where s.provider_id is not null and not exists
				(select from registers.procured_service p where (p.provider_id, p.procured_service_id) = (s.provider_id, s.procured_service_id))`,
			"offers of subsidy places": `select count(*)::int from registers.subsidy_offer o where not exists
				(select from registers.subsidy_place p where (p.employer_id, p.subsidy_place_id) = (o.employer_id, o.subsidy_place_id)
				 and o.offered_on >= p.reported_on and (p.closed_on is null or o.offered_on < p.closed_on))`,
			"rows before the joint service": beforeService,
		} {
			if n := collect(t, pool, pgx.RowTo[int], sql)[0]; n != 0 {
				t.Errorf("%d %s lead nowhere", n, what)
			}
		}
	})
	t.Run("every link of the catalogue leads to its row", func(t *testing.T) {
		if len(links) < 80 {
			t.Fatalf("the catalogue has only %d links", len(links))
		}
		for _, l := range links {
			sql := "select count(*)::int from registers." + l.from + " a where a." + l.column + " is not null and not exists (select from registers." +
				l.to + " b where b." + l.key + " = a." + l.column + ")"
			if n := collect(t, pool, pgx.RowTo[int], sql)[0]; n != 0 {
				t.Errorf("%d of %s.%s lead nowhere", n, l.from, l.column)
			}
		}
	})
	t.Run("values arrive as they were made", func(t *testing.T) {
		type stored struct {
			ID       int64
			Family   string
			Birth    time.Time
			Phone    *string
			Fund     bool
			Recorded time.Time
			Remove   *time.Time
		}
		rows := collect(t, pool, pgx.RowToStructByPos[stored], `select person_id, family_name, birth_date, phone,
			fund_member, recorded_at, removable_from from registers.person order by person_id`)
		i := 0
		for f := range p.Files(0, p.Persons()) {
			want := stored{f.Person.ID, f.Person.FamilyName, f.Person.Birth.Time(), nil, f.Person.FundMember, f.Person.RecordedAt(), nil}
			if f.Person.Phone != "" {
				want.Phone = &f.Person.Phone
			}
			if f.Person.RemovableFrom != 0 {
				day := f.Person.RemovableFrom.Time()
				want.Remove = &day
			}
			if diff := cmp.Diff(want, rows[i]); diff != "" {
				t.Fatal(diff)
			}
			i++
		}
		prices := counts(t, pool, "select procured_service_id::text, (price * 100)::int from registers.procured_service")
		for f := range p.ProviderFiles(0, p.Providers()) {
			for _, s := range f.Services {
				if got := prices[strconv.FormatInt(s.ID, 10)]; int64(got) != s.Cents {
					t.Errorf("price of %d: %d cents, made %d", s.ID, got, s.Cents)
				}
			}
		}
	})
	t.Run("a second load is refused and changes nothing", func(t *testing.T) {
		before := rowCounts(t, pool)
		if err := postgres.Load(t.Context(), pool, p, nil); !errors.Is(err, postgres.ErrRegistersInUse) {
			t.Errorf("got %v", err)
		}
		if diff := cmp.Diff(before, rowCounts(t, pool)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestLoadIsAllOrNothing(t *testing.T) {
	empty := map[string]int{}
	for _, table := range registerTables {
		empty[table] = 0
	}
	p := population(t, 3000)
	for name, breaks := range map[string]string{
		"a row is refused while copying": "alter table registers.job_offer add constraint impossible check (result <> '12')",
		"a key cannot be made":           "create unique index impossible on registers.plan (kind)",
		"the last commit fails":          `create function registers.fail() returns trigger language plpgsql as $$ begin raise 'no'; end $$; create constraint trigger fail after insert on registers.person deferrable initially deferred for each row execute function registers.fail()`,
		"a commit in the middle fails":   `create function registers.fail() returns trigger language plpgsql as $$ begin raise 'no'; end $$; create constraint trigger fail after insert on registers.plan deferrable initially deferred for each row execute function registers.fail()`,
	} {
		t.Run(name, func(t *testing.T) {
			pool := pgtest.New(t)
			if _, err := pool.Exec(t.Context(), breaks); err != nil {
				t.Fatal(err)
			}
			before := keysAndIndexes(t, pool)
			if err := postgres.Load(t.Context(), pool, p, nil); err == nil {
				t.Fatal("it did not fail")
			}
			if diff := cmp.Diff(empty, rowCounts(t, pool)); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(before, keysAndIndexes(t, pool)); diff != "" {
				t.Error(diff)
			}
		})
	}
	t.Run("the caller gives up", func(t *testing.T) {
		pool := pgtest.New(t)
		before := keysAndIndexes(t, pool)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(60*time.Millisecond, cancel)
		if err := postgres.Load(ctx, pool, population(t, 60_000), nil); !errors.Is(err, context.Canceled) {
			t.Fatalf("got %v", err)
		}
		if diff := cmp.Diff(empty, rowCounts(t, pool)); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff(before, keysAndIndexes(t, pool)); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("a killed load is started over", func(t *testing.T) {
		pool := pgtest.New(t)
		before := keysAndIndexes(t, pool)
		// What a process killed between two commits leaves: no key on person, rows elsewhere.
		if _, err := pool.Exec(t.Context(), `alter table registers.person drop constraint person_pk;
			insert into registers.provider values (1, '9000000-3', 'Kesken Oy', '091', '2020-01-01', null, 'TE01', 'provider', 'V00101', now(), null)`); err != nil {
			t.Fatal(err)
		}
		if err := postgres.Load(t.Context(), pool, p, nil); err != nil {
			t.Fatal(err)
		}
		if got := rowCounts(t, pool); got["person"] != p.Persons() || got["provider"] != p.Providers() {
			t.Errorf("%v", got)
		}
		if diff := cmp.Diff(before, keysAndIndexes(t, pool)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestLoadOfOneSeedIsOneDatabase(t *testing.T) {
	var sums []map[string]string
	for range 2 {
		pool := pgtest.New(t)
		if err := postgres.Load(t.Context(), pool, population(t, 1500), nil); err != nil {
			t.Fatal(err)
		}
		sum := map[string]string{}
		for _, table := range registerTables {
			sum[table] = collect(t, pool, pgx.RowTo[string], "select md5(string_agg(x::text, ',' order by x::text)) from registers."+table+" x")[0]
		}
		sums = append(sums, sum)
	}
	if diff := cmp.Diff(sums[0], sums[1]); diff != "" {
		t.Error(diff)
	}
	if slices.Contains(slices.Collect(maps.Values(sums[0])), "") {
		t.Error("a table is empty")
	}
}
