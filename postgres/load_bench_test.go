package postgres_test

import (
	"flag"
	"os"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"tietolupa/internal/cluster"
	"tietolupa/postgres"
	"tietolupa/registers/synthetic"
)

var loadPersons = flag.Int("load.persons", 20_000, "persons that BenchmarkLoad loads; 0 is full scale")

// BenchmarkLoad plans a population and loads it into a durable server on disk:
//
//	go test ./postgres -run '^$' -bench Load -benchtime 1x -load.persons 1200000
func BenchmarkLoad(b *testing.B) {
	dir, err := os.MkdirTemp("", "permits-load-")
	if err != nil {
		b.Fatal(err)
	}
	defer os.RemoveAll(dir)
	server, err := cluster.Start(b.Context(), cluster.Config{Dir: dir, Durable: true})
	if err != nil {
		b.Fatal(err)
	}
	defer func() {
		if err := server.Stop(); err != nil {
			b.Error(err)
		}
	}()
	admin, err := pgxpool.New(b.Context(), server.DSN("postgres"))
	if err != nil {
		b.Fatal(err)
	}
	defer admin.Close()
	for b.Loop() {
		b.StopTimer()
		if _, err := admin.Exec(b.Context(), "create database load"); err != nil {
			b.Fatal(err)
		}
		pool, err := pgxpool.New(b.Context(), server.DSN("load"))
		if err != nil {
			b.Fatal(err)
		}
		if err := postgres.Migrate(b.Context(), pool); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		p, err := synthetic.Generate(synthetic.Config{Persons: *loadPersons, Seed: 1})
		if err != nil {
			b.Fatal(err)
		}
		if err := postgres.Load(b.Context(), pool, p, nil); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		var rows, bytes int64
		for _, table := range registerTables {
			var n, size int64
			err := pool.QueryRow(b.Context(), "select count(*), pg_total_relation_size('registers."+table+"') from registers."+table).Scan(&n, &size)
			if err != nil {
				b.Fatal(err)
			}
			rows, bytes = rows+n, bytes+size
		}
		b.ReportMetric(float64(rows), "rows")
		b.ReportMetric(float64(bytes)/(1<<20), "MiB")
		pool.Close()
		if _, err := admin.Exec(b.Context(), "drop database load"); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
}
