package synthetic_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"tietolupa/registers"
	"tietolupa/registers/synthetic"
)

func generate(t testing.TB, persons int, seed uint64) *synthetic.Population {
	t.Helper()
	p, err := synthetic.Generate(synthetic.Config{Persons: persons, Seed: seed})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestScaledPopulationKeepsProportions(t *testing.T) {
	table := published(6)
	for _, persons := range []int{1, 10, 1_000, 50_000} {
		p := generate(t, persons, 3)
		if p.Persons() != persons {
			t.Errorf("%d persons, wanted %d", p.Persons(), persons)
		}
		sum := 0
		for m, n := range p.Unemployed() {
			sum += n
			if exact := float64(table[m]) * float64(persons) / 1_199_291; float64(n)-exact > 1.01 || exact-float64(n) > 1.01 {
				t.Errorf("%d persons, municipality %s: %d unemployed, the exact share is %.2f", persons, m, n, exact)
			}
		}
		if exact := 312_312 * float64(persons) / 1_199_291; float64(sum)-exact > 1 || exact-float64(sum) > 1 {
			t.Errorf("%d persons: %d unemployed, the exact share is %.2f", persons, sum, exact)
		}
	}
}

func TestGenerateRefuses(t *testing.T) {
	early, _ := registers.ParseDay("2020-10-29")
	for name, cfg := range map[string]synthetic.Config{
		"a negative size":         {Persons: -1},
		"a day before the count":  {Persons: 10, Day: early},
		"more persons than codes": {Persons: 8_000_000},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := synthetic.Generate(cfg); err == nil {
				t.Error("it did not refuse")
			}
		})
	}
}

func TestSameSeedSameFilesHoweverRead(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		persons := rapid.IntRange(1, 500).Draw(r, "persons")
		seed := rapid.Uint64().Draw(r, "seed")
		one, other := generate(t, persons, seed), generate(t, persons, seed)
		i := rapid.IntRange(0, persons-1).Draw(r, "file")
		var alone, inRow synthetic.File
		for f := range one.Files(i, i+1) {
			alone = *f
		}
		for f := range other.Files(max(0, i-5), i+1) {
			inRow = *f
		}
		if diff := cmp.Diff(alone, inRow, cmpopts.EquateEmpty(), cmp.Transformer("rows", func(r synthetic.Rows) []registers.Record { return rest(&r) })); diff != "" {
			r.Fatal(diff)
		}
	})
	a, b := generate(t, 50, 1), generate(t, 50, 2)
	same := 0
	for i := range 50 {
		if first(a, i).Person.Birth == first(b, i).Person.Birth {
			same++
		}
	}
	if same > 5 {
		t.Errorf("%d of 50 birth dates are the same under another seed", same)
	}
}

func first(p *synthetic.Population, i int) (file synthetic.File) {
	for f := range p.Files(i, i+1) {
		file = *f
	}
	return file
}

func BenchmarkFiles(b *testing.B) {
	p := generate(b, 20_000, 1)
	rows := 0
	for b.Loop() {
		for f := range p.Files(0, p.Persons()) {
			rows += rowsOf(f)
		}
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkGenerateFullScale(b *testing.B) {
	for b.Loop() {
		generate(b, 0, 1)
	}
}

// TestSomeAreToBeRemoved: also a small register holds clients that extracts
// must leave out (4.3c), and they are few.
func TestSomeAreToBeRemoved(t *testing.T) {
	for seed := range uint64(3) {
		p, n := generate(t, 20_000, seed), 0
		for f := range p.Files(0, p.Persons()) {
			if r := f.Person.RemovableFrom; r != 0 && !p.Day().Before(r.Day()) {
				n++
			}
		}
		if n < 1 || n > 100 {
			t.Errorf("seed %d: %d of 20,000 persons are to be removed", seed, n)
		}
	}
}
