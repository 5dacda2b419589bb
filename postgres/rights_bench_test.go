package postgres_test

import (
	"fmt"
	"testing"

	"tietolupa/casbin"
	"tietolupa/casbin/rights"
	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/postgres/pgtest"
	"tietolupa/registers"
)

// BenchmarkColdDecision asks of a person whose rights are not remembered, with
// 50,000 rights in the store: their version and rows are read, the enforcer is
// made, and it decides.
func BenchmarkColdDecision(b *testing.B) {
	dsn := pgtest.DSN(b)
	owner, err := postgres.Open(b.Context(), dsn)
	if err != nil {
		b.Fatal(err)
	}
	defer owner.Close()
	if err := owner.SetClock(b.Context(), demoDay); err != nil {
		b.Fatal(err)
	}
	for _, sql := range []string{
		`insert into permits.users (user_id, name, email, organisation, body, duties, language)
		 select 'u-' || n, 'N ' || n, 'n' || n || '@te.example', 'TE-toimisto', 'TE01', '{official}', 'fi' from generate_series(1, 5000) n`,
		`insert into permits.rights (right_id, holder, body, ground, items, offices, areas, powers, uses, valid_from, valid_until,
			granted_by, granted_at, legacy, changed_by, changed_at, change, version)
		 select 'KEHA-K' || n || '-2020', 'u-' || 1 + (n - 1) / 10, 'TE01', '5.2.1', '{3.1.1,3.1.2}', array['TE' || lpad((1 + n % 10)::text, 2, '0')], '{}',
			'{search,read}', '{customer}', '2020-01-01', '2021-12-31', 'TEM', '2020-01-01', true, 'u-1', '2020-06-01', 'legacy', 1 from generate_series(1, 50000) n`,
		"update permits.rights set reviewed = '2020-07-02', version = 2",
		"analyze permits.rights",
	} {
		if _, err := owner.Pool().Exec(b.Context(), sql); err != nil {
			b.Fatal(err)
		}
	}
	day := registers.DayOf(demoDay)
	var personal *casbin.Rights
	for i := 0; b.Loop(); i++ {
		if i%5000 == 0 { // everybody has been asked of: forget them
			if personal, err = casbin.NewRights(owner, 0); err != nil {
				b.Fatal(err)
			}
		}
		q := casbin.Request{Holder: permits.UserID(fmt.Sprintf("u-%d", 1+i%5000)), Power: rights.Read, Item: "3.1.1", Office: "TE02", Use: rights.CustomerService, Day: day}
		if _, err := personal.May(b.Context(), q); err != nil {
			b.Fatal(err)
		}
	}
}
