package extracts

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"tietolupa/postgres"
	"tietolupa/postgres/pgtest"
	"tietolupa/registers/synthetic"
)

// BenchmarkBuild builds the extract of an ordinary permit (spells, job offers and
// persons, pseudonyms, months, codes, regions, years) over an invented population:
//
//	BENCH_PERSONS=500000 go test ./extracts -run '^$' -bench Build -benchtime 3x
//
// and reports rows of the file a second and the highest resident memory.
func BenchmarkBuild(b *testing.B) {
	persons := 50_000
	if s := os.Getenv("BENCH_PERSONS"); s != "" {
		var err error
		if persons, err = strconv.Atoi(s); err != nil {
			b.Fatal(err)
		}
	}
	pool := pgtest.New(b)
	population, err := synthetic.Generate(synthetic.Config{Persons: persons, Seed: 7})
	if err != nil {
		b.Fatal(err)
	}
	if err := postgres.Load(b.Context(), pool, population, nil); err != nil {
		b.Fatal(err)
	}
	scope := granted(b, "person.hid_e=pseudonym", "person.syntyv=year", "person.sex=exact", "person.municipality=region",
		"person.education=exact", "employment_code.hid_e=pseudonym", "employment_code.code=exact", "employment_code.start_date=exact",
		"employment_code.end_date=exact", "job_search.hid_e=pseudonym", "job_search.occupation=exact", "job_search.start_date=exact",
		"job_search.end_date=exact", "job_offer.hid_e=pseudonym", "job_offer.yrtun_s=pseudonym", "job_offer.offered_on=exact", "job_offer.result=exact")
	scope.Period.From = dayOn(b, "2000-01-01")
	for _, threads := range []int{1, runtime.GOMAXPROCS(0)} {
		b.Run(fmt.Sprintf("threads=%d", threads), func(b *testing.B) {
			var rows int64
			begun := cpuSeconds(b)
			stage := map[string]time.Duration{}
			for b.Loop() {
				in := input(b, pool, scope)
				in.Threads = threads
				last, since := "", time.Now()
				in.Progress = func(name string, _, _ int64) {
					if name != last {
						stage[last] += time.Since(since)
						last, since = name, time.Now()
					}
				}
				built := build(b, in)
				stage[last] += time.Since(since)
				for _, t := range built.Tables {
					rows += t.Rows
				}
				if err := built.Remove(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(rows)/b.Elapsed().Seconds()/1e6, "Mrows/s")
			b.ReportMetric((cpuSeconds(b)-begun)/float64(rows)*1e6, "cpu-s/Mrows")
			b.ReportMetric(peakMiB(b), "MiB-peak")
			b.Log(stage, rows/int64(b.N))
		})
	}
}

// cpuSeconds is what this process has used; PostgreSQL's is not in it.
func cpuSeconds(tb testing.TB) float64 {
	tb.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()).Seconds()
}

func peakMiB(tb testing.TB) float64 {
	tb.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		tb.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		if kib, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			n, err := strconv.ParseFloat(strings.Fields(kib)[0], 64)
			if err != nil {
				tb.Fatal(err)
			}
			return n / 1024
		}
	}
	tb.Fatal("no peak memory")
	return 0
}
