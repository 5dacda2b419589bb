package registers_test

import (
	"testing"

	"tietolupa/registers"
)

// 6.2.6: twelve months of unbroken unemployment.
func TestUnemployedMonths(t *testing.T) {
	day := func(s string) (d registers.Day) {
		if s == "" {
			return d
		}
		d, err := registers.ParseDay(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	type spell [3]string // code, start, end
	for name, c := range map[string]struct {
		spells []spell
		want   int
	}{
		"none":                            {nil, 0},
		"twelve months to the day":        {[]spell{{"02", "2019-11-03", ""}}, 12},
		"a day short":                     {[]spell{{"02", "2019-11-04", ""}}, 11},
		"since today":                     {[]spell{{"02", "2020-11-02", ""}}, 0},
		"spells that follow":              {[]spell{{"02", "2020-06-01", ""}, {"02", "2019-11-03", "2020-05-31"}}, 12},
		"in any order":                    {[]spell{{"02", "2019-11-03", "2020-05-31"}, {"02", "2020-06-01", ""}}, 12},
		"overlapping":                     {[]spell{{"02", "2019-11-03", "2020-07-31"}, {"02", "2020-06-01", ""}}, 12},
		"broken by a day":                 {[]spell{{"02", "2019-11-03", "2020-05-30"}, {"02", "2020-06-01", ""}}, 5},
		"laid off is another code":        {[]spell{{"03", "2019-01-01", ""}}, 0},
		"broken by work":                  {[]spell{{"02", "2019-01-01", "2020-04-30"}, {"01", "2020-05-01", "2020-05-31"}, {"02", "2020-06-01", ""}}, 5},
		"ended yesterday":                 {[]spell{{"02", "2019-01-01", "2020-11-01"}}, 0},
		"ends today":                      {[]spell{{"02", "2019-01-03", "2020-11-02"}}, 22},
		"ends later":                      {[]spell{{"02", "2019-01-03", "2020-12-31"}}, 22},
		"begins later":                    {[]spell{{"02", "2020-11-03", ""}}, 0},
		"ends before it begins":           {[]spell{{"02", "2020-10-01", "2020-09-01"}}, 0},
		"a month that has no such day":    {[]spell{{"02", "2020-01-31", ""}}, 9},
		"begun before another that ended": {[]spell{{"02", "2019-01-03", ""}, {"02", "2020-01-01", "2020-02-01"}}, 22},
	} {
		t.Run(name, func(t *testing.T) {
			var spells []registers.CodeSpell
			for _, s := range c.spells {
				spells = append(spells, registers.CodeSpell{Code: s[0], Start: day(s[1]), End: day(s[2])})
			}
			if got := registers.UnemployedMonths(spells, day("2020-11-02")); got != c.want {
				t.Errorf("%d months, want %d", got, c.want)
			}
		})
	}
}
