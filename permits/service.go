package permits

import (
	"slices"
	"sync"
	"time"

	"tietolupa/registers"
)

// A Manner is a way of service (tiedoksianto) and how many days after sending
// the decision is deemed served: fetched by the party (act 13/2003, SAsL 18 §),
// ordinary electronic service (SAsL 19 §), by ordinary letter (act 434/2003,
// HL 59 §) or by letter with a receipt (HL 60 §).
type Manner struct {
	Key         string
	Provision   string
	Days        int
	Shown       bool          // served when it is shown, however long that takes
	From, Until registers.Day // Until is the last day; zero while in force
}

// Manners lists the ways of service in force on day, of law/service.csv. It is
// empty for a day before KEHA decided permits.
func Manners(day registers.Day) (all []Manner) {
	for _, m := range manners() {
		if (registers.Period{From: m.From, To: m.Until}).Has(day) {
			all = append(all, m)
		}
	}
	return all
}

// DeemedServed is when a decision sent at sent by the manner of that key is
// deemed served: at the beginning of the last day in sent's own place, and the
// zero time for a manner by which service has to be shown. It does not know of
// proof to the contrary, nor that an authority is served on the day of arrival:
// SettleArrival does. It is false for a manner that is not in force that day.
func DeemedServed(key string, sent time.Time) (at time.Time, known bool) {
	for _, m := range Manners(registers.DayOf(sent)) {
		if m.Key != key {
			continue
		}
		if m.Shown {
			return time.Time{}, true
		}
		y, month, d := sent.AddDate(0, 0, m.Days).Date()
		return time.Date(y, month, d, 0, 0, 0, 0, sent.Location()), true
	}
	return time.Time{}, false
}

var manners = sync.OnceValue(func() (all []Manner) {
	for _, r := range lawRows("law/service.csv", 6) {
		m := Manner{Key: r[0], Provision: r[1], From: lawDay(r[3]), Until: lawDay(r[4]), Shown: r[2] == ""}
		if !m.Shown {
			m.Days = lawNumber(r[2])
		}
		if slices.ContainsFunc(all, func(o Manner) bool {
			return o.Key == m.Key && (o.Until.IsZero() || !o.Until.Before(m.From))
		}) {
			panic("law/service.csv: two rows of one manner on one day: " + m.Key)
		}
		all = append(all, m)
	}
	return all
})
