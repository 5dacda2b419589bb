package casbin

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tietolupa/casbin/rights"
	"tietolupa/permits"
	"tietolupa/registers"
)

func day(s string) registers.Day {
	d, err := registers.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

// kept keeps rights in memory as the store does: a change and its version are
// one.
type kept struct {
	mu       sync.Mutex
	rights   map[permits.UserID][]rights.Right
	versions map[permits.UserID]int64
	reads    atomic.Int64
	fault    error
}

func keep(all ...rights.Right) *kept {
	k := &kept{rights: map[permits.UserID][]rights.Right{}, versions: map[permits.UserID]int64{}}
	for _, r := range all {
		k.rights[r.Holder] = append(k.rights[r.Holder], r)
		k.versions[r.Holder]++
	}
	return k
}

func (k *kept) GrantVersion(_ context.Context, holder permits.UserID) (int64, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.versions[holder], k.fault
}

func (k *kept) Grants(_ context.Context, holder permits.UserID) ([]rights.Right, int64, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.reads.Add(1)
	return slices.Clone(k.rights[holder]), k.versions[holder], k.fault
}

// set makes all a person's rights in one change, and gives its version.
func (k *kept) set(holder permits.UserID, all ...rights.Right) int64 {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.rights[holder] = all
	k.versions[holder]++
	return k.versions[holder]
}

func (k *kept) fail(err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.fault = err
}

func enforcing(t testing.TB, k Grants, most int) *Rights {
	t.Helper()
	r, err := NewRights(k, most)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

const tuula permits.UserID = "tuula.niemi"

// aRight is of an official of TE01 for half a year.
func aRight(id string) rights.Right {
	return rights.Right{
		ID: id, Holder: tuula, Body: "TE01", Ground: "5.2.1", Uses: []rights.Use{rights.CustomerService, rights.PendingMatter},
		Extent: rights.Extent{Items: []string{"3.1.1", "3.1.2"}, Offices: []permits.Body{"TE01"}, Areas: []string{"ELY13"},
			Powers: []rights.Power{rights.Search, rights.Read}, From: day("2020-11-02"), Until: day("2021-05-01")},
	}
}

func asked() Request {
	return Request{Holder: tuula, Power: rights.Read, Item: "3.1.1", Office: "TE01", Area: "ELY01", Use: rights.CustomerService, Day: day("2020-12-01")}
}

// TestRightsMay: content, extent, powers, duration, use and legal basis, each
// one by itself a reason to refuse.
func TestRightsMay(t *testing.T) {
	country := aRight("KEHA-K2-2020")
	country.Areas, country.Offices, country.Items = []string{rights.WholeCountry}, nil, []string{"3.3.1"}
	removed := aRight("KEHA-K3-2020")
	removed.Items, removed.RemovedAt = []string{"3.1.7"}, time.Date(2020, 11, 20, 0, 0, 0, 0, time.UTC)
	ended := aRight("KEHA-K4-2020")
	ended.Ground, ended.Items, ended.Until = "5.2.4", []string{"3.2.1"}, day("2024-01-01")
	outside := aRight("KEHA-K5-2020")
	outside.Ground, outside.Body, outside.Items, outside.Uses = "5.3a", "TEM", []string{"3.2.2"}, []rights.Use{rights.Oversight}
	outside.Commission = &rights.Commission{By: "TEM", Body: "Tarkastus Oy", Task: "audit", Reference: "1", Until: day("2020-12-15")}
	r := enforcing(t, keep(aRight("KEHA-K1-2020"), country, removed, ended, outside), 0)
	for name, c := range map[string]struct {
		change func(*Request)
		want   string
	}{
		"a client of the office":         {func(*Request) {}, "KEHA-K1-2020"},
		"of another office":              {func(q *Request) { q.Office = "TE02" }, ""},
		"of another office in the area":  {func(q *Request) { q.Office, q.Area = "TE13", "ELY13" }, "KEHA-K1-2020"},
		"nowhere":                        {func(q *Request) { q.Office, q.Area = "", "" }, ""},
		"nowhere, whole country":         {func(q *Request) { q.Office, q.Area, q.Item = "", "", "3.3.1" }, "KEHA-K2-2020"},
		"country is no area of a client": {func(q *Request) { q.Office, q.Area = "", rights.WholeCountry }, ""},
		"another item":                   {func(q *Request) { q.Item = "3.1.3" }, ""},
		"a beginning of an item":         {func(q *Request) { q.Item = "3.1" }, ""},
		"another power":                  {func(q *Request) { q.Power = rights.Write }, ""},
		"another use":                    {func(q *Request) { q.Use = rights.Oversight }, ""},
		"a use without that power":       {func(q *Request) { q.Item, q.Use, q.Power = "3.2.2", rights.Oversight, rights.Write }, ""},
		"its ground":                     {func(q *Request) { q.Ground = "5.2.1" }, "KEHA-K1-2020"},
		"another ground":                 {func(q *Request) { q.Ground = "5.2.2" }, ""},
		"the first day":                  {func(q *Request) { q.Day = day("2020-11-02") }, "KEHA-K1-2020"},
		"the day before":                 {func(q *Request) { q.Day = day("2020-11-01") }, ""},
		"the last day":                   {func(q *Request) { q.Day = day("2021-05-01") }, "KEHA-K1-2020"},
		"the day after":                  {func(q *Request) { q.Day = day("2021-05-02") }, ""},
		"removed":                        {func(q *Request) { q.Item = "3.1.7" }, ""},
		"while the law knows the ground": {func(q *Request) { q.Item, q.Day = "3.2.1", day("2023-06-30") }, "KEHA-K4-2020"},
		"when it no longer does":         {func(q *Request) { q.Item, q.Day = "3.2.1", day("2023-07-01") }, ""},
		"within the commission":          {func(q *Request) { q.Item, q.Use = "3.2.2", rights.Oversight }, "KEHA-K5-2020"},
		"after the commission":           {func(q *Request) { q.Item, q.Use, q.Day = "3.2.2", rights.Oversight, day("2020-12-16") }, ""},
		"somebody else":                  {func(q *Request) { q.Holder = "jari.kinnunen" }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			q := asked()
			c.change(&q)
			got, err := r.May(t.Context(), q)
			if got != c.want || (err == nil) != (c.want != "") {
				t.Errorf("%q, %v; want %q", got, err, c.want)
			}
			if err != nil && !errors.Is(err, ErrNoRight) {
				t.Errorf("refused by %v", err)
			}
		})
	}
	if permits.Rules()["no-right"].Text.SV == "" {
		t.Error("rules.csv has no row no-right")
	}
}

// TestAnythingOddIsRefused: nothing that is not of its closed form is asked of
// casbin or put into it, and one broken right leaves its holder with none.
func TestAnythingOddIsRefused(t *testing.T) {
	for name, change := range map[string]func(*Request){
		"nobody":          func(q *Request) { q.Holder = "" },
		"two holders":     func(q *Request) { q.Holder = "tuula.niemi,x" },
		"no item":         func(q *Request) { q.Item = "" },
		"two items":       func(q *Request) { q.Item = "3.1.1;3.1.2" },
		"separator":       func(q *Request) { q.Item = ";" },
		"two offices":     func(q *Request) { q.Office = "TE01;TE02" },
		"no power":        func(q *Request) { q.Power = "" },
		"powers together": func(q *Request) { q.Power = "search;read" },
		"no use":          func(q *Request) { q.Use = "" },
		"odd ground":      func(q *Request) { q.Ground = "*" },
		"no day":          func(q *Request) { q.Day = registers.Day{} },
		"small area":      func(q *Request) { q.Area = "ely13" },
	} {
		q := asked()
		change(&q)
		if got, err := enforcing(t, keep(aRight("KEHA-K1-2020")), 0).May(t.Context(), q); err == nil || got != "" {
			t.Errorf("%s: allowed by %q", name, got)
		}
	}
	for name, change := range map[string]func(*rights.Right){
		"id":             func(r *rights.Right) { r.ID = "K 1" },
		"no items":       func(r *rights.Right) { r.Items = nil },
		"smuggled items": func(r *rights.Right) { r.Items = []string{"3.1.1;3.1.7"} },
		"comma":          func(r *rights.Right) { r.Items = []string{"3.1.1,3.1.7"} },
		"item twice":     func(r *rights.Right) { r.Items = []string{"3.1.1", "3.1.1"} },
		"nowhere":        func(r *rights.Right) { r.Offices, r.Areas = nil, nil },
		"odd office":     func(r *rights.Right) { r.Offices = []permits.Body{""} },
		"odd power":      func(r *rights.Right) { r.Powers = append(r.Powers, "all") },
		"odd use":        func(r *rights.Right) { r.Uses = append(r.Uses, "*") },
		"no first day":   func(r *rights.Right) { r.From = registers.Day{} },
		"no last day":    func(r *rights.Right) { r.Until = registers.Day{} },
		"of another":     func(r *rights.Right) { r.Holder = "jari.kinnunen" },
		"same id":        func(r *rights.Right) { r.ID = "KEHA-K1-2020" },
	} {
		broken := aRight("KEHA-K2-2020")
		change(&broken)
		k := keep()
		k.set(tuula, aRight("KEHA-K1-2020"), broken)
		r := enforcing(t, k, 0)
		if got, err := r.May(t.Context(), asked()); err == nil || got != "" || errors.Is(err, ErrNoRight) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
		if s, err := r.Sight(t.Context(), tuula, rights.Read, rights.CustomerService, day("2020-12-01")); err == nil || !s.Empty() {
			t.Errorf("%s: sight %+v", name, s)
		}
	}
}

// TestAStoreThatFailsAllowsNothing: not even what was allowed a moment ago.
func TestAStoreThatFailsAllowsNothing(t *testing.T) {
	k := keep(aRight("KEHA-K1-2020"))
	r := enforcing(t, k, 0)
	if _, err := r.May(t.Context(), asked()); err != nil {
		t.Fatal(err)
	}
	k.fail(errors.New("no connection"))
	if got, err := r.May(t.Context(), asked()); err == nil || got != "" {
		t.Error("allowed without the store")
	}
	k.fail(nil)
	if _, err := r.MayAt(t.Context(), 7, asked()); err == nil {
		t.Error("allowed by rights older than the version known")
	}
	if _, err := r.May(t.Context(), asked()); err != nil {
		t.Error(err)
	}
}

// TestAnAdapterWritesNothing: casbin can neither save nor change a grant, nor
// load everybody's.
func TestAnAdapterWritesNothing(t *testing.T) {
	a := adapter{}
	for name, err := range map[string]error{
		"load": a.LoadPolicy(nil), "save": a.SavePolicy(nil), "add": a.AddPolicy("p", "p", nil), "remove": a.RemovePolicy("p", "p", nil),
		"remove filtered": a.RemoveFilteredPolicy("p", "p", 0), "filter": a.LoadFilteredPolicy(nil, "everybody"),
	} {
		if err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
	if !a.IsFiltered() {
		t.Error("it says it holds everything")
	}
}

// TestRightsAreForgottenAndReadAgain: the memory is bounded, and forgetting
// costs a reading, never a right.
func TestRightsAreForgottenAndReadAgain(t *testing.T) {
	k := keep()
	for i := range 50 {
		r := aRight(fmt.Sprintf("KEHA-K%d-2020", i))
		r.Holder = permits.UserID(fmt.Sprintf("u%d", i))
		k.set(r.Holder, r)
	}
	r := enforcing(t, k, 8)
	for range 3 {
		for i := range 50 {
			q := asked()
			q.Holder = permits.UserID(fmt.Sprintf("u%d", i))
			if _, err := r.May(t.Context(), q); err != nil {
				t.Fatal(err)
			}
		}
	}
	n := 0
	r.known.Range(func(any, any) bool { n++; return true })
	if n > 8 || r.count.Load() != int64(n) {
		t.Errorf("%d are remembered, counted as %d", n, r.count.Load())
	}
	one := enforcing(t, k, 8)
	before := k.reads.Load()
	for range 100 {
		q := asked()
		q.Holder = "u1"
		if _, err := one.May(t.Context(), q); err != nil {
			t.Fatal(err)
		}
	}
	if got := k.reads.Load() - before; got != 1 {
		t.Errorf("one version was read %d times", got)
	}
	if err := one.Warm(t.Context(), "u2", day("2020-12-01")); err != nil || k.reads.Load()-before != 2 {
		t.Errorf("warming: %v", err)
	}
}

// TestAnswersAreKeptOnlySoFar: an answer is that of the question whole, and the
// memory of answers is bounded.
func TestAnswersAreKeptOnlySoFar(t *testing.T) {
	r := enforcing(t, keep(aRight("KEHA-K1-2020")), 0)
	for i := range 3 * remembered {
		q := asked()
		q.Area = fmt.Sprintf("X%d", i)
		for range 2 {
			if _, err := r.May(t.Context(), q); err != nil {
				t.Fatal(err)
			}
			q.Office = "TE02"
			if _, err := r.May(t.Context(), q); !errors.Is(err, ErrNoRight) {
				t.Fatal(err)
			}
			q.Office = "TE01"
		}
	}
	n := 0
	r.person(tuula).present.Load().answers.Range(func(any, any) bool { n++; return true })
	if n != remembered {
		t.Errorf("%d answers are kept, want %d", n, remembered)
	}
}

// TestEveryChangeIsSeen: after each change the very next question is answered
// by it, in every process.
func TestEveryChangeIsSeen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := keep()
		here, err := NewRights(k, 0)
		if err != nil {
			t.Fatal(err)
		}
		there, err := NewRights(k, 1)
		if err != nil {
			t.Fatal(err)
		}
		for range 6 {
			var all []rights.Right
			if rapid.Bool().Draw(t, "some") {
				all = append(all, someRight().Draw(t, "right"))
			}
			version := k.set(tuula, all...)
			q := someRequest().Draw(t, "request")
			for _, r := range []*Rights{here, there} {
				if _, err := r.May(context.Background(), q); (err == nil) != allowed(all, q) {
					t.Fatalf("May is %v after %+v", err, all)
				}
				if _, err := r.MayAt(context.Background(), version, q); (err == nil) != allowed(all, q) {
					t.Fatalf("MayAt is %v after %+v", err, all)
				}
			}
		}
	})
}

// TestRightsChangeUnderLoad: many ask while one right is given and taken away;
// whoever asks after a change was made is answered by it. Run with -race.
func TestRightsChangeUnderLoad(t *testing.T) {
	k := keep()
	r := enforcing(t, k, 4)
	var (
		wg    sync.WaitGroup
		stop  atomic.Bool
		asks  atomic.Int64
		given = func(i int) []rights.Right {
			if i%2 == 0 {
				return nil
			}
			return []rights.Right{aRight(fmt.Sprintf("KEHA-K%d-2020", i))}
		}
	)
	for w := range 4 {
		wg.Go(func() {
			for i := 0; !stop.Load(); i++ {
				q := asked()
				if i%8 == 0 { // others push the person out of the memory
					q.Holder = permits.UserID(fmt.Sprintf("w%d-%d", w, i%64))
				}
				by, err := r.May(context.Background(), q)
				if err != nil && !errors.Is(err, ErrNoRight) || err == nil && !strings.HasPrefix(by, "KEHA-K") {
					t.Errorf("%q, %v", by, err)
					return
				}
				asks.Add(1)
			}
		})
	}
	for i := range 300 {
		k.set(tuula, given(i)...)
		by, err := r.May(t.Context(), asked())
		if want := i%2 == 1; (err == nil) != want || want && by != fmt.Sprintf("KEHA-K%d-2020", i) {
			t.Errorf("change %d: %q, %v", i, by, err)
		}
	}
	stop.Store(true)
	wg.Wait()
	t.Logf("%d questions beside 300 changes", asks.Load())
}
