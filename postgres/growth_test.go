package postgres_test

import (
	"slices"
	"testing"
	"time"

	"tietolupa/postgres"
	"tietolupa/registers"
	"tietolupa/registers/synthetic"
)

// TestClientPageGrowsLessThanThePopulation: with ten times the persons the
// median time of finding and of reading a client grows by less than half. Both
// populations are asked in turn, so that whatever else the machine does falls on
// both; the best of a few tries counts, since noise only ever adds.
func TestClientPageGrowsLessThanThePopulation(t *testing.T) {
	const small, most = 2_000, 1.5
	sides := map[int]*postgres.Registers{}
	codes := map[int][]string{}
	for _, times := range []int{1, 10} {
		db, r := newRegisters(t)
		p, err := synthetic.Generate(synthetic.Config{Persons: small * times, Seed: 7, Day: registers.DayOf(demoDay)})
		if err != nil {
			t.Fatal(err)
		}
		if err := postgres.Load(t.Context(), db.Pool(), p, nil); err != nil {
			t.Fatal(err)
		}
		rows, err := db.Pool().Query(t.Context(), "select code from registers.person_identifier where valid_to is null order by md5(code) limit 150")
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var code string
			if err := rows.Scan(&code); err != nil {
				t.Fatal(err)
			}
			codes[times] = append(codes[times], code)
		}
		if rows.Err() != nil || len(codes[times]) < 100 {
			t.Fatal(len(codes[times]), rows.Err())
		}
		sides[times] = r
	}
	middle := func(of []time.Duration) time.Duration { slices.Sort(of); return of[len(of)/2] }
	best := map[string]float64{"find": most * 10, "show": most * 10}
	for range 4 {
		find, show := map[int][]time.Duration{}, map[int][]time.Duration{}
		for i := range 100 {
			for times, r := range sides {
				begun := time.Now()
				found, err := r.FindClients(t.Context(), look, postgres.Search{Subject: "person", Code: codes[times][i]})
				if err != nil || len(found) != 1 {
					t.Fatal(len(found), err)
				}
				between := time.Now()
				if _, err := r.Client(t.Context(), look, "person", found[0].ID); err != nil {
					t.Fatal(err)
				}
				find[times] = append(find[times], between.Sub(begun))
				show[times] = append(show[times], time.Since(between))
			}
		}
		for what, of := range map[string]map[int][]time.Duration{"find": find, "show": show} {
			one, ten := middle(of[1]), middle(of[10])
			best[what] = min(best[what], float64(ten)/float64(one))
			t.Logf("%s: %v, with ten times the persons %v", what, one, ten)
		}
		if best["find"] < most && best["show"] < most {
			return
		}
	}
	t.Errorf("ten times the persons take %.2f times as long to find a client and %.2f to read one; less than %.1f is allowed", best["find"], best["show"], most)
}
