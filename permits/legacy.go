package permits

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"tietolupa/registers"
)

// A Legacy is a permit that the ministry decided before 1.7.2020, when these
// permits came to KEHA (V.2). It is in force or ended as it was given; an appeal
// against it was the ministry's matter.
type Legacy struct {
	ID           string // ours, "KEHA-M4-2019"
	Number       string // the ministry's
	Decided      registers.Day
	Organisation string
	Purpose      Purpose
	Title        string
	TitlePublic  bool     // the holder lets it be public
	People       []string // names; the responsible leader first
	Tables       []string // of the catalogue
	Variables    int
	Conditions   []string // as the decision words them
	Term         registers.Period
	Ended        registers.Day // before its last day, for another reason; zero otherwise
	Destroyed    registers.Day // when the data were declared destroyed; zero before
	Language     string
}

// keha is the first day on which KEHA decides (act 447/2020).
var keha = registers.DayOf(time.Date(2020, 7, 1, 12, 0, 0, 0, time.UTC))

// LegacyColumns are those of a file of legacy permits, in any order, in the
// file's first line. Days are 2019-03-14; several values are parted by "|".
func LegacyColumns() []string {
	return []string{"number", "decided", "organisation", "purpose", "title", "title_public", "people", "tables", "variables", "conditions", "from", "to", "ended", "destroyed", "language"}
}

// A BadLegacy is one fault of a file of legacy permits: where, and what is wrong.
type BadLegacy struct {
	Line   int    // from 1, the heading being the first
	Column string // empty when the whole line is wrong
	Reason string
}

// legacyMost is how many permits one file may hold, and how large a value may be.
const legacyMost, legacyValue = 20_000, 20_000

// ReadLegacy reads a file of legacy permits (CSV, RFC 4180, UTF-8). It tells every
// bad value, and gives permits only when there is none. Their ID is not set. The
// error is of the reader alone.
func ReadLegacy(from io.Reader, cat *registers.Catalogue) (all []Legacy, bad []BadLegacy, err error) {
	r := csv.NewReader(from)
	r.FieldsPerRecord = -1
	head, err := r.Read()
	if err == io.EOF {
		return nil, []BadLegacy{{1, "", "the file is empty: its first line names the columns"}}, nil
	}
	at := map[string]int{}
	if err == nil {
		for i, name := range head {
			name = strings.TrimSpace(strings.TrimPrefix(name, "\ufeff"))
			if _, twice := at[name]; twice {
				bad = append(bad, BadLegacy{1, name, "the column stands twice"})
			} else if !slices.Contains(LegacyColumns(), name) {
				bad = append(bad, BadLegacy{1, name, "no such column"})
			}
			at[name] = i
		}
		for _, name := range LegacyColumns() {
			if _, there := at[name]; !there {
				bad = append(bad, BadLegacy{1, name, "the column is missing"})
			}
		}
		if len(bad) > 0 {
			return nil, bad, nil
		}
	}
	seen := map[string]int{}
	for err == nil {
		var row []string
		if row, err = r.Read(); err != nil {
			break
		}
		line, _ := r.FieldPos(0)
		if len(row) != len(head) {
			bad = append(bad, BadLegacy{line, "", fmt.Sprintf("%d values, not %d", len(row), len(head))})
			continue
		}
		one := legacyRow{line: line, cat: cat, value: func(name string) string { return strings.TrimSpace(row[at[name]]) }}
		l := one.read()
		if first, twice := seen[l.Number]; twice && l.Number != "" {
			one.fault("number", fmt.Sprintf("stands on line %d too", first))
		}
		seen[l.Number] = line
		bad, all = append(bad, one.bad...), append(all, l)
		if len(all) > legacyMost {
			return nil, append(bad, BadLegacy{line, "", fmt.Sprintf("more than %d permits: part the file", legacyMost)}), nil
		}
	}
	if broken, is := errors.AsType[*csv.ParseError](err); is {
		bad = append(bad, BadLegacy{broken.Line, "", broken.Err.Error()})
	} else if err != io.EOF {
		return nil, nil, fmt.Errorf("read legacy permits: %w", err)
	}
	if len(bad) > 0 {
		return nil, bad, nil
	}
	return all, nil, nil
}

// A legacyRow reads one line and gathers its faults.
type legacyRow struct {
	line  int
	cat   *registers.Catalogue
	value func(name string) string
	bad   []BadLegacy
}

func (r *legacyRow) fault(column, reason string) {
	r.bad = append(r.bad, BadLegacy{r.line, column, reason})
}

func (r *legacyRow) read() Legacy {
	l := Legacy{
		Number: r.text("number", true, 64), Decided: r.day("decided", true), Organisation: r.text("organisation", true, 300), Purpose: Purpose(r.value("purpose")),
		Title: r.text("title", true, 500), People: r.several("people"), Tables: r.several("tables"), Conditions: r.several("conditions"),
		Term: registers.Period{From: r.day("from", true), To: r.day("to", true)}, Ended: r.day("ended", false), Destroyed: r.day("destroyed", false), Language: r.value("language"),
	}
	if !l.Decided.IsZero() && !l.Decided.Before(keha) {
		r.fault("decided", "decided on 1.7.2020 or later, when the ministry no longer did")
	}
	if !slices.Contains([]Purpose{Statistics, Research, Planning}, l.Purpose) {
		r.fault("purpose", "neither statistics, research nor planning")
	}
	switch r.value("title_public") {
	case "yes":
		l.TitlePublic = true
	case "no":
	default:
		r.fault("title_public", "neither yes nor no")
	}
	for _, t := range l.Tables {
		if _, known := r.cat.Table(t); !known {
			r.fault("tables", fmt.Sprintf("%.60q is no table of the catalogue", t))
		}
	}
	var err error
	if l.Variables, err = strconv.Atoi(r.value("variables")); err != nil || l.Variables < 0 || l.Variables > 10_000 {
		r.fault("variables", "no whole number from 0 to 10000")
	}
	ordered := func(column string, earlier, later registers.Day, reason string) {
		if !earlier.IsZero() && !later.IsZero() && later.Before(earlier) {
			r.fault(column, reason)
		}
	}
	ordered("to", l.Term.From, l.Term.To, "before the first day")
	ordered("ended", l.Term.From, l.Ended, "before the first day")
	ordered("ended", l.Ended, l.Term.To, "after the last day: leave it empty")
	ordered("destroyed", l.end(), l.Destroyed, "before the permit ended")
	if l.Language != "fi" && l.Language != "sv" {
		r.fault("language", "neither fi nor sv")
	}
	return l
}

func (r *legacyRow) text(column string, needed bool, most int) string {
	v := r.value(column)
	switch {
	case v == "" && needed:
		r.fault(column, "empty")
	case len(v) > most:
		r.fault(column, fmt.Sprintf("longer than %d octets", most))
	case strings.ContainsAny(v, "\x00") || strings.ToValidUTF8(v, "") != v:
		r.fault(column, "not text in UTF-8")
	}
	return v
}

func (r *legacyRow) several(column string) (all []string) {
	for _, part := range strings.Split(r.text(column, true, legacyValue), "|") {
		if part = strings.TrimSpace(part); part != "" {
			all = append(all, part)
		}
	}
	return all
}

func (r *legacyRow) day(column string, needed bool) registers.Day {
	v := r.value(column)
	if v == "" {
		if needed {
			r.fault(column, "empty")
		}
		return registers.Day{}
	}
	d, err := registers.ParseDay(v)
	if err != nil || d.Time().Year() < 1900 || d.Time().Year() > 2200 {
		r.fault(column, "no day such as 2019-03-14")
		return registers.Day{}
	}
	return d
}

// end is the last day of l.
func (l Legacy) end() registers.Day {
	if !l.Ended.IsZero() {
		return l.Ended
	}
	return l.Term.To
}

// State is l's on day: in force, ended, or destroyed.
func (l Legacy) State(day registers.Day) State {
	switch {
	case !l.Destroyed.IsZero():
		return Destroyed
	case l.end().Before(day):
		return Ended
	}
	return InForce
}

// Item is l's line in the queue on the day of now.
func (l Legacy) Item(now time.Time) Item {
	day := registers.DayOf(now)
	i := Item{Kind: LegacyItem, ID: l.ID, Path: "/legacy/" + l.ID, Title: l.Title, Organisation: l.Organisation, People: append(slices.Clone(l.People), l.Number),
		State: string(l.State(day)), Shelf: ShelfForce, Purpose: l.Purpose, Language: l.Language, Arrived: l.Decided.Time()}
	if l.State(day) != InForce {
		i.Shelf = ShelfClosed
	}
	if l.Overdue(now) {
		i.Shelf = ShelfOverdue
	}
	if l.Destroyed.IsZero() && l.State(day) == Ended {
		i.Party = WaitsHolder
	}
	if due := l.destructionDue(); l.Destroyed.IsZero() {
		i.Clocks = []Clock{{Name: "destruction", Provision: "JulkL 28.2 §", Due: due}}
	}
	return i
}

// Overdue says whether the data of l should have been declared destroyed: it comes
// back to the officers as other permits do (law.md 14.7).
func (l Legacy) Overdue(now time.Time) bool {
	return l.State(registers.DayOf(now)) == Ended && past(l.destructionDue(), now)
}

func (l Legacy) destructionDue() registers.Day {
	return l.end().AddDate(0, 0, TermDays("destruction", l.end()))
}

// Dates are the days of l's calendar.
func (l Legacy) Dates() (all []DueDate) {
	if l.Destroyed.IsZero() {
		all = append(all, DueDate{Kind: "end", Day: l.end()}, DueDate{Kind: "destruction", Day: l.destructionDue()})
	}
	return all
}

// Entry is l's line in the public register.
func (l Legacy) Entry(now time.Time) Entry {
	day := registers.DayOf(now)
	c := Case{Application: Application{Organisation: l.Organisation}}
	for _, name := range l.People {
		c.Application.People = append(c.Application.People, Participant{Name: name})
	}
	e := Entry{ID: l.ID, Number: l.Number, Decided: l.Decided, Outcome: GrantAll, Purpose: l.Purpose, Tables: l.Tables, Variables: l.Variables, Term: l.Term,
		State: string(l.State(day)), Days: -1, Authority: string(TEM)}
	if !l.Ended.IsZero() {
		e.Term.To = l.Ended
	}
	if Public("organisation", l.Purpose, false, day) && !c.privatePerson() {
		e.Organisation = l.Organisation
	}
	if Public("title", l.Purpose, l.TitlePublic, day) {
		e.Title = l.Title
	}
	return e
}

// DeclareDestroyed records on which day the holder says that the data were
// destroyed.
func (l Legacy) DeclareDestroyed(by Actor, on registers.Day, now time.Time) (Legacy, error) {
	if err := by.officer("not-a-presenter", Presenter, Decider); err != nil {
		return Legacy{}, err
	}
	switch {
	case !l.Destroyed.IsZero():
		return Legacy{}, deny("legacy-destroyed")
	case on.IsZero() || on.Before(l.Term.From) || registers.DayOf(now).Before(on):
		return Legacy{}, deny("legacy-day")
	}
	l.Destroyed = on
	if on.Before(l.end()) {
		l.Ended = on
	}
	return l, nil
}
