package postgres_test

import (
	"testing"

	"github.com/jackc/pgx/v5"
)

func TestEveryTableAndColumnIsExplained(t *testing.T) {
	db := newDB(t)
	rows, _ := db.Pool().Query(t.Context(), `
		select n.nspname || '.' || c.relname || coalesce('.' || a.attname, '')
		  from pg_class c
		  join pg_namespace n on n.oid = c.relnamespace
		  left join lateral (
		       select attnum, attname from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped
		       union all select 0, null) a on true
		 where (n.nspname in ('permits', 'audit', 'registers') or c.oid = 'public.sessions'::regclass)
		   and c.relkind = 'r'
		   and case a.attnum when 0 then obj_description(c.oid, 'pg_class') else col_description(c.oid, a.attnum) end is null
		 order by 1`)
	bare, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range bare {
		t.Errorf("%s has no comment", name)
	}
}

func TestEveryConstraintIsNamedForItsRule(t *testing.T) {
	db := newDB(t)
	// PostgreSQL's own names end like this.
	rows, _ := db.Pool().Query(t.Context(), `
		select c.conname
		  from pg_constraint c
		  join pg_namespace n on n.oid = c.connamespace
		 where n.nspname in ('permits', 'audit', 'registers')
		   and c.conname ~ '_(pkey|key|fkey|check|excl)[0-9]*$'
		 order by 1`)
	unnamed, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range unnamed {
		t.Errorf("constraint %s has no name of its own", name)
	}
}
