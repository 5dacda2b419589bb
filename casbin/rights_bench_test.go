package casbin

import (
	"fmt"
	"syscall"
	"testing"
	"time"

	"tietolupa/casbin/rights"
	"tietolupa/permits"
)

// many are 50,000 grants: ten of each of 5,000 persons.
func many() *kept {
	k := keep()
	for p := range 5000 {
		holder := permits.UserID(fmt.Sprintf("person.%d", p))
		var all []rights.Right
		for i := range 10 {
			r := aRight(fmt.Sprintf("KEHA-K%d-2020", p*10+i))
			r.Holder = holder
			r.Items = []string{"3.1.1", "3.1.2", "3.1.3", "3.1.4", "3.1.5", "3.1.6", "3.1.7", "3.1.8", "3.1.9"}
			r.Offices = []permits.Body{permits.Body(fmt.Sprintf("TE%02d", i+1)), "TE15"}
			all = append(all, r)
		}
		k.set(holder, all...)
	}
	return k
}

// processor reports the processor's time of a benchmark, which other work on the
// machine lengthens less than the clock's.
func processor(b *testing.B) func() {
	used := func() time.Duration {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			b.Fatal(err)
		}
		return time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	before := used()
	return func() { b.ReportMetric(float64(used()-before)/float64(b.N), "cpu-ns/op") }
}

// BenchmarkDecisionWarm: a question that was asked before; 50,000 grants are
// kept. The limit is 20 µs.
func BenchmarkDecisionWarm(b *testing.B) {
	r := enforcing(b, many(), 0)
	q := asked()
	q.Holder, q.Office, q.Area = "person.2500", "TE10", ""
	defer processor(b)()
	for b.Loop() {
		if _, err := r.May(b.Context(), q); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDecisionAnew: of a person who is remembered, questions that were not
// asked before, answered by the last of ten rights. The limit is 20 µs.
func BenchmarkDecisionAnew(b *testing.B) {
	r := enforcing(b, many(), 0)
	areas := make([]string, 1000)
	for i := range areas {
		areas[i] = fmt.Sprintf("X%d", i)
	}
	q := asked()
	q.Holder, q.Office = "person.2500", "TE10"
	for i := range 100 {
		q.Area = areas[i]
		if _, err := r.May(b.Context(), q); err != nil {
			b.Fatal(err)
		}
	}
	defer processor(b)()
	for i := 0; b.Loop(); i++ {
		q.Area = areas[100+i%900]
		if _, err := r.May(b.Context(), q); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDecisionCold: every question is a person's that is not remembered.
// The limit is 2 ms, the store's part besides.
func BenchmarkDecisionCold(b *testing.B) {
	r := enforcing(b, many(), 1)
	q := asked()
	q.Office, q.Area = "TE10", ""
	defer processor(b)()
	for i := 0; b.Loop(); i++ {
		q.Holder = permits.UserID(fmt.Sprintf("person.%d", i%5000))
		if _, err := r.May(b.Context(), q); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSight: what a query is built from.
func BenchmarkSight(b *testing.B) {
	r := enforcing(b, many(), 0)
	defer processor(b)()
	for b.Loop() {
		s, err := r.Sight(b.Context(), "person.2500", rights.Read, rights.CustomerService, day("2020-12-01"))
		if err != nil || len(s.Rights) != 10 {
			b.Fatal(err)
		}
	}
}
