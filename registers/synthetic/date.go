package synthetic

import (
	"time"

	"tietolupa/registers"
)

// A Date is a calendar date as a number of days: 1 is 1 January 1900, 0 is no
// date. Ten million rows are made with it, and it adds and compares for nothing.
type Date int32

var beforeFirst = time.Date(1899, 12, 31, 0, 0, 0, 0, time.UTC)

const daysTo1970 = 25568 // Date of 1 January 1970

// DateOf is d as a Date; 0 for no day.
func DateOf(d registers.Day) Date {
	if d.IsZero() {
		return 0
	}
	return Date(d.Time().Unix()/86400 + daysTo1970)
}

func dateOf(year int, month time.Month, day int) Date {
	return Date(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix()/86400 + daysTo1970)
}

// Time is midnight UTC of d.
func (d Date) Time() time.Time { return beforeFirst.AddDate(0, 0, int(d)) }

// Day is d as the registers know it.
func (d Date) Day() registers.Day {
	if d == 0 {
		return registers.Day{}
	}
	return registers.DayOf(d.Time())
}

// Unix is the number of days since 1 January 1970.
func (d Date) Unix() int { return int(d) - daysTo1970 }

func (d Date) String() string { return d.Day().String() }

// addYears moves d by whole years; 29 February becomes 1 March.
func (d Date) addYears(n int) Date {
	y, m, day := d.Time().Date()
	return dateOf(y+n, m, day)
}

// The months that the population's history covers.
const (
	firstYear = 2016
	months    = 58 // January 2016 … October 2020
)

// countDays holds the count day of each month: its last working day, as the
// statistics have counted since 1981.
var countDays = func() (days [months]Date) {
	for m := range days {
		t := time.Date(firstYear, time.January+time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC)
		for t.Weekday() == time.Saturday || t.Weekday() == time.Sunday {
			t = t.AddDate(0, 0, -1)
		}
		days[m] = dateOf(t.Date())
	}
	return days
}()

// CountDay is the day whose published tables the population equals.
var CountDay = countDays[months-1]
