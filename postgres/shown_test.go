package postgres_test

import (
	"errors"
	"fmt"
	"testing"

	"tietolupa/casbin/rights"
	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/postgres/pgtest"
	"tietolupa/registers"
)

// A reader sees the clients and the items that the rights in force reach, and
// the database decides it by itself: also when the handler has asked nothing.
func TestTheDatabaseShowsByRights(t *testing.T) { // 4a.3
	dsn := pgtest.DSN(t)
	owner := openAs(t, dsn, postgres.LoginRole)
	furnish(t, owner)
	web := openAs(t, dsn, postgres.WebRole)
	r := registersOf(t, web)
	south := newPerson(hetu(1980, 1))
	south[0].Values["education"] = "3"
	id := put(t, r, south...)[0].Subject
	other := newPerson(hetu(1980, 2))
	other[0].Office, other[1].Office, other[0].Values["municipality"] = "TE13", "TE13", "564"
	north := put(t, r, other...)[0].Subject
	right := func(n int, set string) {
		t.Helper()
		for _, sql := range []string{
			fmt.Sprintf(`insert into permits.rights (right_id, holder, body, ground, items, offices, areas, powers, uses, valid_from, valid_until,
				granted_by, granted_at, legacy, changed_by, changed_at, change, version)
				values ('KEHA-K%d-2020', 'u-eero', 'TE01', '5.2.1', '{3.1.1}', '{TE01}', '{}', '{search,read}', '{customer}', '2020-01-01', '2021-12-31',
				'TEM', '2020-01-01', true, 'u-eero', '2020-11-01', 'legacy', 1)`, n),
			fmt.Sprintf("update permits.rights set %s, version = 2 where right_id = 'KEHA-K%d-2020'", set, n),
		} {
			if _, err := owner.Pool().Exec(t.Context(), sql); err != nil {
				t.Fatal(err)
			}
		}
	}
	reading := postgres.Look{Actor: presenter.ID, Purpose: registers.PublicService, Use: rights.CustomerService}
	read := func(id int64) (postgres.ClientRecord, error) { return r.Client(t.Context(), reading, "person", id) }
	find := func() int {
		t.Helper()
		found, err := r.FindClients(t.Context(), reading, postgres.Search{Subject: "person", Name: "Äijälä"})
		if err != nil {
			t.Fatal(err)
		}
		return len(found)
	}
	if _, err := read(id); !errors.Is(err, postgres.ErrNoRecord) || find() != 0 {
		t.Errorf("without a right: %v", err)
	}

	right(1, "reviewed = '2020-07-02'")
	c, err := read(id)
	if err != nil || fmt.Sprint(c.Items) != "[3.1.1]" || len(c.Rows) != 2 {
		t.Fatalf("%v, %d rows, %v", c.Items, len(c.Rows), err)
	}
	for _, row := range c.Rows {
		if row.Table == "person" && (row.Values["family_name"] != "Äijälä" || row.Values["mother_tongue"] != "" || row.Values["disability"] != "" || row.Values["education"] != "") {
			t.Errorf("beyond the items of the right: %v", row.Values)
		}
	}
	if _, err := read(north); !errors.Is(err, postgres.ErrNoRecord) || find() != 1 {
		t.Errorf("a client of another office: %v, %d found", err, find())
	}
	found, err := web.SearchLog(t.Context(), decider.ID, postgres.LogQuery{Actor: presenter.ID, Kinds: []string{"record-read"}, Limit: 1})
	if err != nil || len(found) != 1 || found[0].Grant != "KEHA-K1-2020" {
		t.Errorf("the log does not say by which right: %+v, %v", found, err)
	}

	for name, c := range map[string]struct {
		n    int
		set  string
		sees bool
	}{
		"for another use":          {2, "uses = '{oversight}', offices = '{TE13}'", false},
		"to search, not to read":   {3, "powers = '{search}', offices = '{TE13}'", false},
		"not yet valid":            {4, "valid_from = '2020-11-03', offices = '{TE13}'", false},
		"expired":                  {5, "valid_until = '2020-11-01', offices = '{TE13}'", false},
		"of another area":          {6, "offices = '{}', areas = '{ELY01}'", false},
		"of the area they live in": {7, "offices = '{}', areas = '{ELY13}'", true},
	} {
		right(c.n, c.set)
		if _, err := read(north); (err == nil) != c.sees {
			t.Errorf("%s: %v, sees %v", name, err, c.sees)
		}
		if _, err := owner.Pool().Exec(t.Context(), `update permits.rights set removed_at = permits.moment(), removed_by = 'u-eero', removal = '5a.2', reasons = 'x',
			version = 3 where right_id = $1`, fmt.Sprintf("KEHA-K%d-2020", c.n)); err != nil {
			t.Fatal(err)
		}
		if _, err := read(north); !errors.Is(err, postgres.ErrNoRecord) {
			t.Errorf("%s, removed: %v", name, err)
		}
	}
	if _, err := r.Client(t.Context(), postgres.Look{Actor: permits.UserID("u-eero"), Purpose: registers.PublicService}, "person", id); err == nil {
		t.Error("read for no use (5.1c)")
	}
}

// Every stored column of the catalogue stands in its view behind the item it
// belongs to, and the reader's role sees nothing else of the registers.
func TestViewsFollowTheCatalogue(t *testing.T) { // 4a.3
	dsn := pgtest.DSN(t)
	db := openAs(t, dsn, postgres.LoginRole)
	for _, table := range catalogue(t).Tables() {
		var view string
		if err := db.Pool().QueryRow(t.Context(), "select pg_get_viewdef($1::regclass)", "shown."+table.Name).Scan(&view); err != nil {
			t.Fatalf("%s: %v", table.Name, err)
		}
		for _, v := range catalogue(t).TableVariables(table.Name) {
			if v.Kind != registers.Stored {
				continue
			}
			var masks bool
			if err := db.Pool().QueryRow(t.Context(), `select $1 ~ ('WHEN \(''' || replace($2, '.', '\.') || '''::text = ANY \(l\.items\)\) THEN t\.' || $3 || E'\\y')`,
				view, v.Item, v.Column).Scan(&masks); err != nil {
				t.Fatal(err)
			}
			keyed := false
			for _, k := range table.Keys {
				keyed = keyed || k == v.Column
			}
			if !masks && !keyed {
				t.Errorf("%s is not behind %s", v.ID, v.Item)
			}
		}
	}
	tx, err := db.Pool().Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback(t.Context()) }()
	if _, err := tx.Exec(t.Context(), "set local role permits_read"); err != nil {
		t.Fatal(err)
	}
	var n int
	if err := tx.QueryRow(t.Context(), "select count(*) from shown.person").Scan(&n); err != nil || n != 0 {
		t.Errorf("a reader without an open record sees %d, %v", n, err)
	}
	if _, err := tx.Exec(t.Context(), "select 1 from registers.person"); err == nil {
		t.Error("the reader's role reads the registers themselves")
	}
}
