package permits

import (
	"time"

	"tietolupa/registers"
)

// AppealDays is the time for rectification and for appeal, the day of service
// not counted (HL 49 c §, HOL 13 §).
const AppealDays = 30

// LastAppealDay is the last day on which rectification or appeal may be sought
// against c's decision: the thirtieth after service, moved to the next working
// day by act 150/1930 5 §. No day while the decision has not been served.
func (c Case) LastAppealDay() registers.Day {
	if c.ServedAt.IsZero() {
		return registers.Day{}
	}
	return LastDayFrom(c.noticeOfAppeal())
}

// WorkingDay is d, or the first day after it that is no Saturday, Sunday,
// church holiday, Independence Day, first of May, Christmas Eve or Midsummer
// Eve (act 150/1930 5 §).
func WorkingDay(d registers.Day) registers.Day {
	for holiday(d) {
		d = d.AddDate(0, 0, 1)
	}
	return d
}

func holiday(d registers.Day) bool {
	t := d.Time()
	switch t.Weekday() {
	case time.Saturday, time.Sunday: // All Saints' and Midsummer Day are Saturdays
		return true
	}
	switch t.Format("01-02") {
	case "01-01", "01-06", "05-01", "12-06", "12-24", "12-25", "12-26":
		return true
	}
	if t.Month() == time.June && t.Weekday() == time.Friday && t.Day() >= 19 && t.Day() <= 25 {
		return true // Midsummer Eve
	}
	easter := easterSunday(t.Year())
	for _, after := range []int{-2, 1, 39} { // Good Friday, Easter Monday, Ascension Day
		if t.Equal(easter.AddDate(0, 0, after)) {
			return true
		}
	}
	return false
}

// easterSunday is computed as in the Gregorian calendar (Meeus, Jones and
// Butcher).
func easterSunday(year int) time.Time {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 19*l) / 433
	month := (h + l - 7*m + 90) / 25
	day := (h + l - 7*m + 33*month + 19) % 32
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}

// LastDayOf is the last day of the period of appeal that runs from the service of
// letter l; zero of a letter from which none runs, and while it waits.
func (c Case) LastDayOf(l Letter) registers.Day {
	s, sent := c.ServiceOf(l)
	switch {
	case !sent || s.Waits() || !l.Kind.Appealable():
		return registers.Day{}
	case s.Kind == "":
		return c.LastAppealDay()
	}
	return LastDayFrom(s.Deemed)
}
