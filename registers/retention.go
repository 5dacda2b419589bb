package registers

import (
	"cmp"
	"slices"
	"time"
)

// An Event is what the years of a retention rule are counted from (4 § 3 mom).
type Event string

const (
	ClientshipEnd   Event = "clientship_end"    // asiakkuuden päättyminen
	ContractEnd     Event = "contract_end"      // sopimussuhteen päättyminen
	JointServiceEnd Event = "joint_service_end" // yhteispalvelun päättyminen (339/2022)
	EntryMade       Event = "entry"             // merkinnän tekeminen (V.2)
)

// A Tie binds a client or provider to the service: a clientship (asiakkuus), a
// contractual relation (sopimussuhde) or a joint service (yhteispalvelu). Both
// days belong to it; while it is open it has no End.
type Tie struct {
	Event      Event // what its end counts as
	Start, End Day
}

// A RetentionRule is one version of how long a register keeps what it holds:
// so many years from the latest of its events.
type RetentionRule struct {
	ID          string
	Register    string   // person, employer, provider or joint
	Items       []string // items of 3 § it is about; all when empty
	Events      []Event
	Years       int
	From, Until Day    // the days it is in force; Until zero while it is
	Source      string // act and section
}

// Kept is something held, as far as its removal is concerned.
type Kept struct {
	Register string
	Item     string // item of 3 §; empty when it is the whole client
	Entered  Day    // when the entry was made; needed only where a rule counts from it
	Ties     []Tie  // all of the client's
	Holds    []Hold
}

// A RemovalState says how far the removal of something is.
type RemovalState string

const (
	Untied  RemovalState = "untied"  // no tie on record: nothing to count from
	Open    RemovalState = "open"    // the client is a client, or under contract
	Running RemovalState = "running" // the years run
	Held    RemovalState = "held"    // the years have run, a hold keeps it
	Due     RemovalState = "due"     // to be removed
)

// A Removal says from which day something may no longer be kept, and why.
type Removal struct {
	State RemovalState
	From  Day           // the first day on which its years have run; zero when nothing counts
	Rule  RetentionRule // the rule that gives From; zero with it
	Holds []Hold        // in force on the day that was asked about
}

// Removable says whether the years have run on day. From then on new extracts
// leave it out (4.3c), held or not: a hold keeps it for its own ground alone.
func (r Removal) Removable(day Day) bool { return !r.From.IsZero() && !day.Before(r.From) }

// RemovableFrom says when k is to be removed, as seen on today (4.3a). The
// latest end of all ties counts and an open one stops the clock; where several
// rules are in force for k, the first to run out counts. The rules of the day
// apply to everything held, whenever entered, for there were no transitional
// provisions (V.1): while the years have not run under today's rules, the rules
// known to come are looked at too, and may bring the day nearer. It fails with
// a *RuleError when no rule is in force for k on today, or a tie is not a span
// of days.
//
// A period of years ends on the day of the same number, or on the last of a
// month without it (act 150/1930, 3 §), and that day is the first day of
// removal.
func RemovableFrom(k Kept, rules []RetentionRule, today Day) (Removal, error) {
	for _, t := range k.Ties {
		if t.Start.IsZero() || !t.End.IsZero() && t.End.Before(t.Start) {
			return Removal{}, refuseRetention("spell", k.Register)
		}
		if !slices.Contains([]Event{ClientshipEnd, ContractEnd, JointServiceEnd}, t.Event) {
			return Removal{}, refuseRetention("4.3a", k.Register)
		}
	}
	rules = slices.DeleteFunc(slices.Clone(rules), func(r RetentionRule) bool {
		return r.Register != k.Register || len(r.Items) > 0 && !slices.Contains(r.Items, k.Item)
	})
	removal := Removal{State: Untied, Holds: inForce(k.Holds, today)}
	for i, from := range turns(rules, today) {
		var first Day
		var by RetentionRule
		last := Day{}
		for _, r := range rules {
			if !(Period{r.From, r.Until}).Has(from) {
				continue
			}
			last = earlier(last, r.Until)
			if d := runsOut(k, r); !d.IsZero() && (first.IsZero() || d.Before(first)) {
				first, by = d, r
			}
			if i == 0 && slices.ContainsFunc(k.Ties, func(t Tie) bool { return slices.Contains(r.Events, t.Event) }) {
				removal.State = Open
			}
		}
		if i == 0 && !slices.ContainsFunc(rules, func(r RetentionRule) bool { return Period{r.From, r.Until}.Has(from) }) {
			return Removal{}, refuseRetention("4.3a", k.Register)
		}
		if i > 0 && !first.IsZero() && first.Before(from) {
			first = from // the coming rule makes it due on its first day
		}
		if last = earlier(last, dayBefore(next(rules, from))); !first.IsZero() && (last.IsZero() || !last.Before(first)) {
			removal.From, removal.Rule = first, by
			break
		}
	}
	switch {
	case removal.From.IsZero():
	case today.Before(removal.From):
		removal.State = Running
	case len(removal.Holds) > 0: // 4.3b
		removal.State = Held
	default:
		removal.State = Due
	}
	return removal, nil
}

// runsOut is the day on which r's years have run for k; zero while something
// that r counts from is open, or there is nothing to count from.
func runsOut(k Kept, r RetentionRule) Day {
	var latest Day
	if slices.Contains(r.Events, EntryMade) {
		latest = k.Entered
	}
	for _, t := range k.Ties {
		if !slices.Contains(r.Events, t.Event) {
			continue
		}
		if t.End.IsZero() {
			return Day{}
		}
		if latest.Before(t.End) {
			latest = t.End
		}
	}
	if latest.IsZero() {
		return Day{}
	}
	return anniversary(latest, r.Years, 0)
}

// turns are today and the later days on which a rule begins, in order.
func turns(rules []RetentionRule, today Day) []Day {
	days := []Day{today}
	for _, r := range rules {
		if today.Before(r.From) && !slices.Contains(days, r.From) {
			days = append(days, r.From)
		}
	}
	slices.SortFunc(days, compareDays)
	return days
}

// next is the first day after day on which a rule begins; zero when none does.
func next(rules []RetentionRule, day Day) Day {
	if days := turns(rules, day); len(days) > 1 {
		return days[1]
	}
	return Day{}
}

func compareDays(a, b Day) int { return cmp.Compare(a.t.Unix(), b.t.Unix()) }

// earlier is the earlier of two last days, of which a zero one is open.
func earlier(a, b Day) Day {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

func dayBefore(d Day) Day {
	if d.IsZero() {
		return d
	}
	return d.AddDate(0, 0, -1)
}

// anniversary is the day of the same number so many years and months after d,
// or the last day of a month that lacks it.
func anniversary(d Day, years, months int) Day {
	y, m, _ := d.t.Date()
	first := time.Date(y+years, m+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Day{first.AddDate(0, 0, min(d.t.Day(), last)-1)}
}

func refuseRetention(rule, about string) error {
	text, ok := retentionTexts[rule]
	if !ok {
		text = ruleTexts[rule]
	}
	return &RuleError{Rule: rule, About: about, Text: text, Act: "count retention"}
}

var retentionTexts = map[string]Names{
	"4.3a": { // 4 § 3 mom
		"Säilytysaikaa ei voi laskea, koska rekisterille ei ole sinä päivänä voimassa olevaa säilytyssääntöä tai asiakkuuden laji on tuntematon. Tarkista rekisteri ja päivä.",
		"Förvaringstiden kan inte räknas, eftersom registret saknar en gällande förvaringsregel den dagen eller kundförhållandets slag är okänt. Kontrollera registret och dagen.",
		"The retention period cannot be counted, for the register has no retention rule in force on that day, or the kind of clientship is unknown. Check the register and the day.",
	},
}
