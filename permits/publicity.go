package permits

import (
	"slices"
	"strings"
	"sync"
	"time"

	"tietolupa/registers"
)

// A PublicityRule says whether one thing of a decided case stands in the public
// register of permits (julkinen lupaluettelo), and by what provision.
type PublicityRule struct {
	Field     string  // "organisation", "title", …
	Purpose   Purpose // empty: of every purpose
	Shown     string  // "always", "finding" or "never"
	Provision string
	Name      registers.Names // as the page explains it
	registers.Period
}

// What a PublicityRule's Shown may be.
const (
	ShownAlways    = "always"
	ShownOnFinding = "finding" // once it is obvious that no harm comes of it, or the holder lets it
	ShownNever     = "never"
)

var publicity = sync.OnceValue(func() (all []PublicityRule) {
	for _, r := range lawRows("law/publicity.csv", 10) {
		rule := PublicityRule{Period: lawPeriod(r[:2]), Field: r[2], Purpose: Purpose(r[3]), Shown: r[4], Provision: r[5], Name: names(r[6:9])}
		if !slices.Contains([]string{ShownAlways, ShownOnFinding, ShownNever}, rule.Shown) {
			panic("law/publicity.csv: no such rule as " + r[4])
		}
		all = append(all, rule)
	}
	return all
})

// PublicityRules are those in force on day, in the order of law/publicity.csv.
func PublicityRules(day registers.Day) (all []PublicityRule) {
	for _, r := range publicity() {
		if r.Has(day) {
			all = append(all, r)
		}
	}
	return all
}

// Public says whether field of a case with purpose may be shown to everybody on
// day; found says whether the finding that it may is there. What the table does
// not name is not shown (JulkL 24.1 §: unknown means secret).
func Public(field string, purpose Purpose, found bool, day registers.Day) bool {
	for _, r := range publicity() {
		if r.Has(day) && r.Field == field && (r.Purpose == "" || r.Purpose == purpose) {
			return r.Shown == ShownAlways || r.Shown == ShownOnFinding && found
		}
	}
	return false
}

// An Entry is one permit in the public register: what is not public is empty,
// and never stands in it.
type Entry struct {
	ID           string
	Number       string // as printed
	Decided      registers.Day
	Outcome      Outcome
	Organisation string
	Purpose      Purpose
	Title        string
	Tables       []string // names of tables of the catalogue
	Variables    int
	Term         registers.Period
	State        string // "served", "in-force", "ended", "revoked" or "destroyed"
	Days         int    // of handling; -1 when not known
	Authority    string // who decided: "KEHA", or "TEM" before 1.7.2020
}

// Entry is c's line in the public register; false when it has none: before a
// grant is served, and of what was refused.
func (c Case) Entry(now time.Time) (Entry, bool) {
	if c.Decision == nil || !c.Decision.Grants() || c.ServedAt.IsZero() || !slices.Contains([]State{Served, InForce, Ended, Revoked, Destroyed}, c.State) {
		return Entry{}, false
	}
	day, purpose := registers.DayOf(now), c.Application.Purpose
	shown := func(field string) bool { return Public(field, purpose, c.Life.TitleShown != nil, day) }
	if !shown("number") {
		return Entry{}, false
	}
	e := Entry{ID: string(c.ID), Number: strings.ReplaceAll(string(c.ID), "-", "/"), Outcome: c.Decision.Outcome, Days: -1, Authority: string(KEHA)}
	if shown("decided") {
		e.Decided = registers.DayOf(c.DecidedAt)
	}
	if shown("organisation") && !c.privatePerson() {
		e.Organisation = c.Application.Organisation
	}
	if shown("purpose") {
		e.Purpose = purpose
	}
	if shown("title") {
		e.Title = c.Application.Title
	}
	scope := c.Granted()
	if shown("tables") {
		for _, t := range scope.Tables {
			if !slices.Contains(e.Tables, t.Table) {
				e.Tables = append(e.Tables, t.Table)
			}
		}
	}
	if shown("variables") {
		e.Variables = len(scope.VariableIDs())
	}
	if shown("term") {
		e.Term = c.PermitTerm()
	}
	if shown("state") {
		e.State = string(c.State)
	}
	if t, known := c.HandlingTime(); known && shown("days") {
		e.Days = t.Days
	}
	return e, true
}

// ShowTitle lets the name of a study stand in the public register: the holder
// lets it, or an official finds it obvious that no harm comes of it (JulkL 24.1 §
// 21 k). It is not taken back: what was public stays so.
func (c Case) ShowTitle(by Actor, seen int, words string, now time.Time) (Case, Event, error) {
	if err := c.ready(DoShowTitle, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	if empty(words) {
		return Case{}, Event{}, deny("no-reasons")
	}
	kind := "finding"
	if c.involves(by.ID) {
		kind = "holder"
	}
	ref := c.text(ReasonText, "title", 0, by, true, words, now)
	c.Life.TitleShown = &Filed{Kind: kind, By: by.ID, At: now, Text: ref}
	return c.step(TitleShown, by, now, map[string]string{"kind": kind, "text": ref.SHA256})
}

// privatePerson says whether what stands as the organisation is a person's name.
func (c Case) privatePerson() bool {
	organisation := strings.Join(strings.Fields(strings.ToLower(c.Application.Organisation)), " ")
	return slices.ContainsFunc(c.Application.People, func(p Participant) bool {
		name := strings.Join(strings.Fields(strings.ToLower(p.Name)), " ")
		return name != "" && strings.Contains(organisation, name)
	})
}
