package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"tietolupa/registers"
	"tietolupa/registers/law"
)

// areaYears are the years whose areas are written: the act's first, and as far
// as a right may reach.
const firstAreaYear, lastAreaYear = 2020, 2030

// putAreas writes which municipalities an area of a right reaches in each half
// of a year, as the law's tables say: the row rules of the registers ask it.
func putAreas(ctx context.Context, pool *pgxpool.Pool) error {
	cat, err := registers.Load()
	if err != nil {
		return err
	}
	var rows [][]any
	for year := firstAreaYear; year <= lastAreaYear; year++ {
		for _, month := range []time.Month{time.January, time.July} {
			from := registers.DayOf(time.Date(year, month, 1, 12, 0, 0, 0, time.UTC))
			until := registers.DayOf(time.Date(year, month+6, 0, 12, 0, 0, 0, time.UTC))
			in := law.On(from)
			for _, m := range cat.Codes("municipality") {
				a, err := in.Area(m.Code)
				if err != nil {
					continue // abroad, or not a municipality then
				}
				if area := a.Access(); area != "" {
					rows = append(rows, []any{area, m.Code, from.Time(), until.Time()})
				}
			}
		}
	}
	return pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "create temporary table areas_now (like permits.area_municipalities) on commit drop"); err != nil {
			return err
		}
		columns := []string{"area", "municipality", "valid_from", "valid_until"}
		if _, err := tx.CopyFrom(ctx, pgx.Identifier{"areas_now"}, columns, pgx.CopyFromRows(rows)); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `
			with gone as (delete from permits.area_municipalities a where not exists (select from areas_now n where n = a))
			insert into permits.area_municipalities select * from areas_now n
			 where not exists (select from permits.area_municipalities a where a = n)`)
		return err
	})
}
