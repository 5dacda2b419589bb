package permits

import (
	"slices"
	"strings"
	"sync"
	"time"

	"tietolupa/registers"
)

// A reminding is one reminder (muistutus): so many days before or after the day
// of what it is about.
type reminding struct {
	kind string
	of   registers.Day // what it is about happens or happened then
	days int           // after of; before when negative
	desk bool          // it brings the case back to the officers' queue too
}

func (r reminding) due() registers.Day { return r.of.AddDate(0, 0, r.days) }

// key names the reminder among those of its case: "end-90-2021-12-31".
func (r reminding) key() string {
	return r.kind + "-" + number(max(r.days, -r.days)) + "-" + r.of.String()
}

// ReminderOf is what a reminder's key says: its kind and the day of what it is
// about; known is false for a text that is no key.
func ReminderOf(key string) (kind string, of registers.Day, known bool) {
	parts := strings.SplitN(key, "-", 3)
	if len(parts) < 3 {
		return "", of, false
	}
	of, err := registers.ParseDay(parts[2])
	return parts[0], of, err == nil && slices.ContainsFunc(reminderRows(), func(r reminderRow) bool { return r.kind == parts[0] })
}

// A reminderRow is one row of law/reminders.csv.
type reminderRow struct {
	registers.Period
	kind string
	days int
	desk bool
}

var reminderRows = sync.OnceValue(func() (all []reminderRow) {
	for _, r := range lawRows("law/reminders.csv", 7) {
		days, before := strings.CutPrefix(r[3], "-")
		row := reminderRow{Period: lawPeriod(r[:2]), kind: r[2], days: lawNumber(days), desk: r[4] == "desk"}
		if before {
			row.days = -row.days
		}
		all = append(all, row)
	}
	return all
})

// remindings lists the reminders of c as things stand: those of the rows in
// force on day, of the days that c has.
func (c Case) remindings(now time.Time) (all []reminding) {
	day := registers.DayOf(now)
	for _, r := range reminderRows() {
		if !r.Has(day) {
			continue
		}
		for _, of := range c.remindsAll(r.kind, now) {
			all = append(all, reminding{r.kind, of, r.days, r.desk})
		}
	}
	return all
}

// remindsAll are the days of what a kind of reminder is about.
func (c Case) remindsAll(kind string, now time.Time) []registers.Day {
	if kind == "statement" {
		return c.questionTerms()
	}
	if of := c.remindsOf(kind, now); !of.IsZero() {
		return []registers.Day{of}
	}
	return nil
}

// remindsOf is the day of what a kind of reminder is about; zero when c has none.
func (c Case) remindsOf(kind string, now time.Time) (of registers.Day) {
	grant := c.Decision != nil && c.Decision.Grants()
	switch kind {
	case "answer":
		return c.Term()
	case "fetch":
		for _, s := range c.Unserved() {
			if s.Lapsed.IsZero() {
				return s.FetchBy()
			}
		}
	case "acceptance":
		if c.State == Served && grant && c.Accepted == nil {
			return registers.DayOf(c.ServedAt)
		}
	case "undertaking":
		if c.State == Served && grant && len(c.unsigned()) > 0 {
			return registers.DayOf(c.ServedAt)
		}
	case "key":
		if c.State == InForce && c.NeedsProof() {
			return registers.DayOf(c.readyAt())
		}
	case "report":
		if c.State == InForce {
			return c.reportDay(now)
		}
	case "delivery":
		return c.deliveryDay(now)
	case "publication":
		if c.State == InForce && !c.filed(Publication, time.Time{}) {
			return c.PermitTerm().To
		}
	case "end":
		if c.State == InForce {
			return c.PermitTerm().To
		}
	case "price":
		if c.priceWaits(now) {
			return registers.DayOf(c.Accepted.At)
		}
	case "court":
		for _, q := range c.OpenCourtRequests() {
			if of.IsZero() || q.Term.Before(of) {
				of = q.Term
			}
		}
	case "destruction", "overdue":
		return c.DestructionDue(now)
	}
	return of
}

// unsigned lists the named users whose undertaking is missing.
func (c Case) unsigned() (missing []UserID) {
	for _, u := range c.Users() {
		if !c.HasSigned(u) {
			missing = append(missing, u)
		}
	}
	return missing
}

// readyAt is when the conditions had been accepted and everybody had signed:
// from then on the permit could be used.
func (c Case) readyAt() (at time.Time) {
	if c.Accepted != nil {
		at = c.Accepted.At
	}
	for _, s := range c.Undertakings {
		if s.At.After(at) {
			at = s.At
		}
	}
	return at
}

// reportDay is the latest anniversary of the term by now for which no report on
// the use of the data has been filed within the year before it or since; zero
// when there is none.
func (c Case) reportDay(now time.Time) (of registers.Day) {
	term := c.PermitTerm()
	for years := 1; !registers.DayOf(now).Before(term.From.AddDate(years, 0, 0)); years++ {
		of = term.From.AddDate(years, 0, 0)
	}
	if of.IsZero() || term.From.IsZero() || c.filed(UseReport, of.AddDate(-1, 0, 0).Time()) {
		return registers.Day{}
	}
	return of
}

// deliveryDay is the latest day by now on which a further delivery of the cadence
// came due, while the permit is in force and its gate open; zero when there is
// none, and when it has been ordered.
func (c Case) deliveryDay(now time.Time) (of registers.Day) {
	if c.State != InForce || c.NeedsProof() || c.Gate(now) != nil {
		return of
	}
	from, cadence, today := c.Decision.Term.From, c.Granted().Cadence, registers.DayOf(now)
	for due, months := 1, 1; ; months++ {
		day := firstOf(from.AddDate(0, months, 0), from)
		if today.Before(day) || c.PermitTerm().To.Before(day) {
			break
		}
		if n := cadence.due(from, day); n > due {
			due, of = n, day
		}
	}
	if slices.ContainsFunc(c.Made, func(m Made) bool { return m.Cause == "" && !registers.DayOf(m.At).Before(of) }) {
		return registers.Day{} // it has been ordered already
	}
	return of
}

func (c Case) filed(kind string, since time.Time) bool {
	return slices.ContainsFunc(c.Life.Filed, func(f Filed) bool { return f.Kind == kind && !f.At.Before(since) })
}

// dueReminders are those due at now and not sent. Of one kind about one day the
// latest stands for the earlier ones, and one before its day is moot after it.
func (c Case) dueReminders(now time.Time) (due []reminding) {
	day := registers.DayOf(now)
	for _, r := range c.remindings(now) {
		if day.Before(r.due()) || r.days < 0 && r.of.Before(day) {
			continue
		}
		due = slices.DeleteFunc(due, func(d reminding) bool { return d.kind == r.kind && d.of == r.of })
		due = append(due, r)
	}
	return slices.DeleteFunc(due, func(r reminding) bool { _, sent := c.Life.Reminded[r.key()]; return sent })
}

// Reminders lists the reminders that are due and have not been sent
// (law/reminders.csv), each by its key.
func (c Case) Reminders(now time.Time) (due []string) {
	for _, r := range c.dueReminders(now) {
		due = append(due, r.key())
	}
	return due
}
