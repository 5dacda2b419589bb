package synthetic

import (
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tietolupa/registers"
)

func TestApportion(t *testing.T) {
	t.Run("the whole is given out, each part rounded down or up", func(t *testing.T) {
		rapid.Check(t, func(r *rapid.T) {
			shares := rapid.SliceOfN(rapid.IntRange(0, 20_000), 1, 320).Draw(r, "shares")
			total := rapid.IntRange(0, 1_000_000).Draw(r, "total")
			sum := 0
			for _, s := range shares {
				sum += s
			}
			parts, given := apportion(total, shares), 0
			for i, n := range parts {
				given += n
				if sum > 0 && (n < total*shares[i]/sum || n > total*shares[i]/sum+1) {
					r.Fatalf("share %d of %d got %d of %d", shares[i], sum, n, total)
				}
			}
			if sum > 0 && given != total {
				r.Fatalf("%d of %d given out", given, total)
			}
		})
	})
	t.Run("the sum of the shares gives the shares", func(t *testing.T) {
		rapid.Check(t, func(r *rapid.T) {
			shares := rapid.SliceOfN(rapid.IntRange(0, 20_000), 1, 320).Draw(r, "shares")
			sum := 0
			for _, s := range shares {
				sum += s
			}
			if parts := apportion(sum, shares); !slices.Equal(parts, shares) {
				r.Fatalf("%v became %v", shares, parts)
			}
		})
	})
	t.Run("the largest remainder comes first", func(t *testing.T) {
		if parts := apportion(10, []int{36, 33, 31}); !slices.Equal(parts, []int{4, 3, 3}) {
			t.Errorf("got %v", parts)
		}
	})
}

func TestHiddenCellsFollowFromTheirRegions(t *testing.T) {
	f, err := published()
	if err != nil {
		t.Fatal(err)
	}
	if len(f.municipalities) != 310 || len(f.areas) != 19 || len(f.occupations) != 432 {
		t.Errorf("%d municipalities, %d regions, %d occupations", len(f.municipalities), len(f.areas), len(f.occupations))
	}
	people, vacancies := make([]int, len(f.areas)), make([]int, len(f.areas))
	for _, m := range f.municipalities {
		if m.unemployed < 0 || m.openVacancies < 0 {
			t.Errorf("municipality %s is still hidden", m.code)
		}
		if m.code == "766" && m.unemployed != 1 {
			t.Errorf("Sottunga has %d unemployed, Åland's total leaves 1", m.unemployed)
		}
		people[m.area] += m.unemployed
		vacancies[m.area] += m.openVacancies
	}
	for i, a := range f.areas {
		if people[i] != a.unemployed[months-1] || vacancies[i] != a.openVacancies[months-1] {
			t.Errorf("region %s: %d unemployed and %d vacancies, published %d and %d", a.code,
				people[i], vacancies[i], a.unemployed[months-1], a.openVacancies[months-1])
		}
	}
	t.Run("a total that leaves more than four a cell is refused", func(t *testing.T) {
		broken := facts{municipalities: []municipality{{unemployed: hidden}, {unemployed: 7}}}
		cell := func(m *municipality) *int { return &m.unemployed }
		if err := broken.uncover(0, 12, cell); err == nil {
			t.Error("5 fitted into one hidden cell")
		}
		if err := broken.uncover(0, 7, cell); err == nil {
			t.Error("0 fitted into a hidden cell")
		}
	})
}

func TestDates(t *testing.T) {
	if CountDay.String() != "2020-10-30" {
		t.Errorf("the count day is %s", CountDay)
	}
	if got := countDays[4].String(); got != "2016-05-31" {
		t.Errorf("the count day of May 2016 is %s", got)
	}
	rapid.Check(t, func(r *rapid.T) {
		d := Date(rapid.IntRange(1, 60_000).Draw(r, "date"))
		if DateOf(d.Day()) != d || dateOf(d.Time().Date()) != d || int64(d.Unix())*86400 != d.Time().Unix() {
			r.Fatalf("%d is %s", d, d)
		}
	})
	if !Date(0).Day().IsZero() || DateOf(registers.Day{}) != 0 {
		t.Error("no date is a date")
	}
	if got := dateOf(2016, time.February, 29).addYears(4).String(); got != "2020-02-29" {
		t.Errorf("four years after 29 February 2016: %s", got)
	}
}

func TestWheelKeepsItsWeights(t *testing.T) {
	weights := []float64{0, 1, 2, 97, 0.5}
	w, d, counts := newWheel(weights), newDice(1, 1, 1), make([]float64, 5)
	const turns = 1_000_000
	for range turns {
		counts[w.turn(&d)]++
	}
	for i, n := range counts {
		if want := weights[i] / 100.5; math.Abs(n/turns-want) > 0.001 {
			t.Errorf("index %d came %.4f of turns, its weight is %.4f", i, n/turns, want)
		}
	}
}

// TestBusinessIDsNeverRepeat walks over enough numbers for carries of every length.
func TestBusinessIDsNeverRepeat(t *testing.T) {
	last := ""
	for n := range 20_000 {
		id := businessID(employersFrom, n)
		if id <= last {
			t.Fatalf("number %d is %s after %s", n, id, last)
		}
		last = id
	}
	if id := businessID(employersFrom, mostFirms-1); id >= "9900000" {
		t.Errorf("the last employer has %s", id)
	}
	if id := businessID(providersFrom, mostProviders-1); id[0] != '9' {
		t.Errorf("the last provider has %s", id)
	}
}
