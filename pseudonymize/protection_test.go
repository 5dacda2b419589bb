package pseudonymize

import (
	"errors"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestCalendar(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		days := rapid.Int32Range(firstDay, lastDay).Draw(t, "days")
		day := time.Unix(0, 0).UTC().AddDate(0, 0, int(days))
		if got, err := Year(days); err != nil || int(got) != day.Year() {
			t.Fatalf("year of %v: %d, %v", day, got, err)
		}
		first := time.Date(day.Year(), day.Month(), 1, 0, 0, 0, 0, time.UTC)
		if got, err := Month(days); err != nil || int64(got)*86400 != first.Unix() {
			t.Fatalf("month of %v: %d, %v", day, got, err)
		}
		if got, err := Day(days); err != nil || got != days {
			t.Fatalf("day of %v: %d, %v", day, got, err)
		}
	})
	for _, days := range []int32{firstDay - 1, lastDay + 1, math.MaxInt32, math.MinInt32} {
		_, a := Day(days)
		_, b := Year(days)
		_, c := Month(days)
		for _, err := range []error{a, b, c} {
			if !errors.As(err, new(Unmapped)) {
				t.Errorf("%d: %v", days, err)
			}
		}
	}
}

func TestRegion(t *testing.T) {
	table := map[string]string{"091": "01", "005": "14", "198": ""}
	for code, want := range map[string]string{"091": "01", "005": "14", "198": "", "999": "", "": ""} {
		got, err := Region(table, code)
		if got != want || (want == "") != errors.As(err, new(Unmapped)) {
			t.Errorf("%q: %q, %v", code, got, err)
		}
	}
}

func TestBand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Int64Range(-1<<50, 1<<50).Draw(t, "v")
		width := rapid.Int64Range(1, 1<<30).Draw(t, "width")
		low, err := Band(v, width)
		if err != nil || low%width != 0 || low > v || v-low >= width {
			t.Fatalf("band of %d by %d: %d, %v", v, width, low, err)
		}
	})
	for _, c := range [][2]int64{{5, 0}, {5, -1}, {math.MinInt64, 7}} {
		if _, err := Band(c[0], c[1]); !errors.As(err, new(Unmapped)) {
			t.Errorf("band of %d by %d: %v", c[0], c[1], err)
		}
	}
}
