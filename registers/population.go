package registers

import "time"

// A Predicate is one condition on who belongs to a population: a set of codes
// or an interval of values of one variable, on a day or during a period. There
// is no SQL in it. Of In and From–To exactly one is used.
type Predicate struct {
	ID     string   `json:"id"` // variable
	In     []string `json:"in,omitempty"`
	From   string   `json:"from,omitempty"` // inclusive; a date, number or code as its text
	To     string   `json:"to,omitempty"`   // inclusive
	At     *Day     `json:"at,omitempty"`
	During *Period  `json:"during,omitempty"`
}

// A Period is from From to To, both days included; a zero end is open.
type Period struct {
	From Day `json:"from"`
	To   Day `json:"to"`
}

// Has says whether day is in p.
func (p Period) Has(day Day) bool {
	return !day.Before(p.From) && (p.To.IsZero() || !p.To.Before(day))
}

// A Day is a calendar date, written 2006-01-02; the zero Day is no day.
type Day struct{ t time.Time }

// DayOf is the calendar date of t in t's own place.
func DayOf(t time.Time) Day {
	y, m, d := t.Date()
	return Day{time.Date(y, m, d, 0, 0, 0, 0, time.UTC)}
}

// ParseDay reads 2006-01-02.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	return Day{t}, err
}

// Time is midnight UTC of d.
func (d Day) Time() time.Time { return d.t }

// IsZero says whether d is no day.
func (d Day) IsZero() bool { return d.t.IsZero() }

// Before says whether d is earlier than e.
func (d Day) Before(e Day) bool { return d.t.Before(e.t) }

// AddDate is d moved by years, months and days.
func (d Day) AddDate(years, months, days int) Day { return Day{d.t.AddDate(years, months, days)} }

func (d Day) String() string {
	if d.IsZero() {
		return ""
	}
	return d.t.Format(time.DateOnly)
}

// MarshalText writes 2006-01-02, or nothing for no day.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (d *Day) UnmarshalText(b []byte) (err error) {
	if len(b) == 0 {
		*d = Day{}
		return nil
	}
	*d, err = ParseDay(string(b))
	return err
}

// A Reading is one table as an extract reads it: which columns, over which
// period, for whom. It is everything that postgres needs to write the COPY,
// and holds nothing of protections.
type Reading struct {
	Table    Table
	Columns  []string // in the order they are wanted
	Period   Period   // rows that overlap it; zero for all
	LawDay   Day      // rows removable on this day are left out (4.3c)
	Subjects []int64  // a small cohort, pushed into the query; nil for all
}

// A Part of a Reading is what one connection reads at a time.
type Part struct{ SQL string }
