package permits

import (
	"slices"
	"strings"
	"time"

	"tietolupa/registers"
)

// A DueDate is one day of the calendar: something has to be done on it at the
// latest, or may be done from it on.
type DueDate struct {
	Kind   string // name of a clock, "offer", "hearing", "promise", "end", "reminder", "key" or "retention"
	Day    registers.Day
	Holder bool // stands in the calendar of the applicant and the named users too
}

// DateKinds lists the kinds of DueDate in their order on pages.
func DateKinds() []string {
	return []string{"completeness", "supplement", "offer", "hearing", "statement", "expected", "promise", "outer", "document", "breach", "fetch",
		"appeal", "rectification", "change", "user", "error", "suspension", "revocation", "signing", "record", "court", "reminder", "end", "destruction", "key", "retention"}
}

// shared are the clocks whose days the applicant and the named users see too.
var shared = []string{"expected", "fetch", "appeal", "destruction", "rectification", "change", "user", "error", "record"}

// Dates lists the days of c's calendar as things stand now: the clocks that are
// not paused, the end of the permit with its reminders, the destruction of data
// and of the key, and the removal of the case itself. A day that moves is
// another day after the command that moves it.
func (c Case) Dates(now time.Time) (all []DueDate) {
	add := func(kind string, day registers.Day, holder bool) {
		if d := (DueDate{kind, day, holder}); !day.IsZero() && !slices.Contains(all, d) {
			all = append(all, d)
		}
	}
	for _, k := range c.Clocks(now) {
		name, _, _ := strings.Cut(k.Name, "-")
		switch {
		case k.Paused:
		case name == "supplement":
			add(c.asks(), k.Due, true)
		case name == "expected" && len(c.Handling.Promises) > 0:
			add("promise", k.Due, true)
		default:
			add(name, k.Due, slices.Contains(shared, name))
		}
	}
	for _, r := range c.remindings(now) {
		add("reminder", r.due(), false)
	}
	if c.State == Served && c.Decision.Grants() || c.State == InForce {
		add("end", c.PermitTerm().To, true)
	}
	if c.Life.KeyGone.IsZero() && c.Decision != nil && c.Decision.Grants() && c.KeyDay() != forever {
		add("key", c.KeyDay(), false)
	}
	if r, known := c.Retention(); known {
		add("retention", r.Until, false)
	}
	return all
}

// asks names what the applicant or the party has been asked for.
func (c Case) asks() string {
	switch c.State {
	case Supplementing:
		return "supplement"
	case Offered:
		return "offer"
	}
	return "hearing"
}
