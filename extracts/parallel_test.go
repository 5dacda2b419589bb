package extracts

import (
	"context"
	"io"
	"sync"
	"testing"
	"time"

	"tietolupa/registers"
)

// meeting is a snapshot whose first two readers wait for each other.
type meeting struct {
	Snapshot
	once sync.Once
	met  chan struct{}
	came chan struct{}
}

func (m *meeting) Open(ctx context.Context, p registers.Part) (io.ReadCloser, error) {
	first := false
	m.once.Do(func() { first = true })
	if first {
		select {
		case <-m.came:
			close(m.met)
		case <-time.After(20 * time.Second):
		}
	} else {
		select {
		case m.came <- struct{}{}:
		default:
		}
	}
	return m.Snapshot.Open(ctx, p)
}

func TestWorkersReadSideBySide(t *testing.T) {
	in := input(t, invented(t, 20_000), granted(t, "employment_code.hid_e=pseudonym", "employment_code.code=exact"))
	m := &meeting{Snapshot: in.Snapshot, met: make(chan struct{}), came: make(chan struct{}, 1)}
	in.Snapshot, in.Threads = m, 2
	build(t, in)
	select {
	case <-m.met:
	default:
		t.Error("one worker read everything")
	}
}

// TestLargeCohortIsFilteredWhileReading compares a cohort that is named in the
// query with one that is too large for that.
func TestLargeCohortIsFilteredWhileReading(t *testing.T) {
	pool := invented(t, 20_000)
	scope := granted(t, "person.hid_e=pseudonym", "employment_code.hid_e=pseudonym", "employment_code.start_date=exact")
	everybody := build(t, input(t, pool, scope))
	persons := everybody.Tables[0].Rows
	if persons <= smallCohort {
		t.Fatalf("%d persons", persons)
	}
	for _, n := range []int{smallCohort, smallCohort + 1} { // named, filtered
		scope.Sample = n
		b := build(t, input(t, pool, scope))
		if b.Tables[0].Rows != int64(n) {
			t.Errorf("a sample of %d has %d", n, b.Tables[0].Rows)
		}
		// the sample's spells are those that everybody's file has of its persons
		spells := "select hid_e::varchar || start_date::varchar from employment_code order by all"
		members := map[string]bool{}
		for _, p := range query(t, b, "select hid_e::varchar from person") {
			members[p] = true
		}
		want := []string{}
		for _, s := range query(t, everybody, spells) {
			if members[s[:36]] {
				want = append(want, s)
			}
		}
		same(t, "spells of the sample", query(t, b, spells), want)
	}
}
