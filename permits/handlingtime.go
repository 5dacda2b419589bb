package permits

import (
	"slices"
	"time"

	"tietolupa/registers"
)

// A HandlingTime is how long a case took from its arrival to its first decision,
// with the pauses left out (HL 23 §).
type HandlingTime struct {
	Arrived, Decided time.Time
	Outcome          Outcome
	Days             int  // begun days of 24 hours that were the authority's own
	Paused           int  // whole days for which the clock stood
	InTime           bool // within the term that it had, pauses left out
}

// HandlingTime is c's; false while it is undecided, or was withdrawn or
// transferred. A decision that a remedy has undone counts, what came after it
// does not.
func (c Case) HandlingTime() (HandlingTime, bool) {
	t := HandlingTime{Arrived: c.Submitted, Decided: c.DecidedAt}
	if c.Decision != nil {
		t.Outcome = c.Decision.Outcome
	}
	if len(c.Handling.Earlier) > 0 {
		first := c.Handling.Earlier[0]
		t.Decided, t.Outcome = first.DecidedAt, first.Decision.Outcome
	}
	if t.Decided.IsZero() || t.Arrived.IsZero() {
		return HandlingTime{}, false
	}
	const day = 24 * time.Hour
	paused := pausedWithin(c.Handling.Pauses, t.Arrived, t.Decided)
	own := t.Decided.Sub(t.Arrived) - paused
	t.Days, t.Paused = int((own+day-1)/day), int(paused/day)
	published := "expected"
	if c.OfChange > 0 {
		published = "change"
	}
	t.InTime = t.Days <= TermDays(published, registers.DayOf(t.Arrived))
	return t, true
}

// HandlingTime is r's: from when it was made, or made precise enough, to its first
// answer; false before, or when it was withdrawn or transferred (JulkL 14.4 §).
func (r Request) HandlingTime() (HandlingTime, bool) {
	if len(r.Answers) == 0 {
		return HandlingTime{}, false
	}
	t := HandlingTime{Arrived: r.Arrived, Decided: r.Answers[0].At, Outcome: requestOutcomes[r.Answers[0].Outcome]}
	if r.Specified.After(t.Arrived) && r.Specified.Before(t.Decided) {
		t.Arrived = r.Specified
	}
	const day = 24 * time.Hour
	t.Days = int((t.Decided.Sub(t.Arrived) + day - 1) / day)
	before := r
	before.Demanded = time.Time{} // a decision that is demanded has a term of its own
	due := before.Due()
	t.InTime = due.IsZero() || !due.Before(registers.DayOf(t.Decided))
	return t, true
}

// requestOutcomes are those of a case that an answer's come nearest to.
var requestOutcomes = map[string]Outcome{"given": GrantAll, "partly": GrantPart, "refused": RefuseAll}

// pausedWithin is for how long the clock stood between from and to: what several
// pauses share is counted once.
func pausedWithin(pauses []Pause, from, to time.Time) (sum time.Duration) {
	pauses = slices.SortedFunc(slices.Values(pauses), func(a, b Pause) int { return a.From.Compare(b.From) })
	at := from
	for _, p := range pauses {
		begin, end := p.From, p.To
		if begin.Before(at) {
			begin = at
		}
		if end.IsZero() || end.After(to) {
			end = to
		}
		if end.After(begin) {
			sum += end.Sub(begin)
			at = end
		}
	}
	return sum
}
