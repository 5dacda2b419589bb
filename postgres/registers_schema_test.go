package postgres_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"tietolupa/postgres"
	"tietolupa/postgres/pgtest"
	"tietolupa/registers"
)

// columnTypes are PostgreSQL's types of the catalogue's.
var columnTypes = map[registers.Type]string{
	registers.ID: "bigint", registers.Text: "text", registers.Code: "text", registers.Date: "date",
	registers.Timestamp: "timestamp with time zone", registers.Integer: "integer",
	registers.Decimal: "numeric(12,2)", registers.Flag: "boolean",
}

type column struct {
	Name     string
	Type     string
	Required bool
}

// The catalogue and the schema describe the same tables, column by column: name,
// type, whether a value is required, and the primary key.
func TestCatalogueEqualsSchema(t *testing.T) {
	c, err := registers.Load()
	if err != nil {
		t.Fatal(err)
	}
	described := map[string]column{}
	keys := map[string][]string{}
	for _, v := range c.Variables() {
		if v.Kind != registers.Derived {
			name := v.Table + "." + v.Column
			described[name] = column{name, columnTypes[v.Type], v.Required}
		}
	}
	for _, table := range c.Tables() {
		keys[table.Name] = table.Keys
	}

	pool := pgtest.New(t)
	inSchema := map[string]column{}
	for _, col := range collect(t, pool, pgx.RowToStructByPos[column], `
		select c.relname || '.' || a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull
		from pg_attribute a
		join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p')
		where c.relnamespace = 'registers'::regnamespace and a.attnum > 0 and not a.attisdropped`) {
		inSchema[col.Name] = col
	}
	if diff := cmp.Diff(inSchema, described); diff != "" {
		t.Errorf("catalogue.csv differs from schema registers (-schema +catalogue):\n%s", diff)
	}

	type key struct {
		Table   string
		Columns []string
	}
	primary := map[string][]string{}
	for _, k := range collect(t, pool, pgx.RowToStructByPos[key], `
		select i.indrelid::regclass::text, array_agg(a.attname::text order by array_position(i.indkey::int2[], a.attnum))
		from pg_index i
		join pg_class c on c.oid = i.indrelid and c.relnamespace = 'registers'::regnamespace
		join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
		where i.indisprimary
		group by i.indrelid`) {
		primary[k.Table[len("registers."):]] = k.Columns
	}
	if diff := cmp.Diff(primary, keys); diff != "" {
		t.Errorf("tables.csv differs from the primary keys (-schema +tables):\n%s", diff)
	}
}

// Every code that the invented population holds is a code of its list, in force
// on the day on which the demo stands.
func TestCodeListsHoldTheInventedPopulation(t *testing.T) {
	c, err := registers.Load()
	if err != nil {
		t.Fatal(err)
	}
	day, err := registers.ParseDay("2020-11-02")
	if err != nil {
		t.Fatal(err)
	}
	p := population(t, 2000)
	pool := pgtest.New(t)
	if err := postgres.Load(t.Context(), pool, p, func(int64, int64) {}); err != nil {
		t.Fatal(err)
	}
	for _, v := range c.Variables() {
		if v.Type != registers.Code || v.Kind == registers.Derived {
			continue
		}
		for _, code := range collect(t, pool, pgx.RowTo[string], `select distinct `+pgx.Identifier{v.Column}.Sanitize()+
			` from registers.`+pgx.Identifier{v.Table}.Sanitize()+` where `+pgx.Identifier{v.Column}.Sanitize()+` is not null`) {
			if _, ok := c.CodeOn(v.Codes, code, day); !ok {
				t.Errorf("%s holds %q, which is no code of list %s", v.ID, code, v.Codes)
			}
		}
	}
}
