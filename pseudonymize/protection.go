package pseudonymize

// The protections of single values. Days are counted from 1 January 1970.

const (
	firstDay = -719162 // 1 January of year 1
	lastDay  = 2932896 // 31 December 9999
)

// Day is the value itself, after the check that it is a day of the years
// 1–9999. Anything else (PostgreSQL's infinity) fails with Unmapped.
func Day(days int32) (int32, error) {
	if days < firstDay || days > lastDay {
		return 0, Unmapped{"a day outside the calendar"}
	}
	return days, nil
}

// Year is the year of a day (vuosi). It fails as Day does.
func Year(days int32) (int16, error) {
	if _, err := Day(days); err != nil {
		return 0, err
	}
	year, _ := civil(days)
	return int16(year), nil
}

// Month is the first day of a day's month (kuukausi). It fails as Day does.
func Month(days int32) (int32, error) {
	if _, err := Day(days); err != nil {
		return 0, err
	}
	_, day := civil(days)
	return days - day + 1, nil
}

// civil is the Gregorian year and day of the month. It counts in eras of 400
// years that begin on 1 March, so that the leap day is the last of its year.
func civil(days int32) (year, day int32) {
	shifted := days + 719468 // from 1 March of year 0
	era := shifted / 146097
	if shifted < 0 {
		era = (shifted - 146096) / 146097
	}
	dayOfEra := shifted - era*146097
	yearOfEra := (dayOfEra - dayOfEra/1460 + dayOfEra/36524 - dayOfEra/146096) / 365
	dayOfYear := dayOfEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	month := (5*dayOfYear + 2) / 153 // 0 is March
	year = yearOfEra + era*400
	if month >= 10 {
		year++
	}
	return year, dayOfYear - (153*month+2)/5 + 1
}

// Region raises a code to its parent, a municipality to its region (maakunta),
// by a table of code → parent. It fails with Unmapped for a code outside the
// table and for one without a parent.
func Region(table map[string]string, code string) (string, error) {
	if parent := table[code]; parent != "" {
		return parent, nil
	}
	return "", Unmapped{"a code without a parent"}
}

// Band is the lower end of the band (luokka) of width that v falls in: for width
// 5 the bands are …, −5 to −1, 0 to 4, 5 to 9, …. It fails with Unmapped when
// width is not positive.
func Band(v, width int64) (int64, error) {
	if width <= 0 {
		return 0, Unmapped{"a band without a width"}
	}
	low := v - v%width
	if v%width < 0 {
		if low < low-width { // below the smallest number
			return 0, Unmapped{"a number below all bands"}
		}
		low -= width
	}
	return low, nil
}
