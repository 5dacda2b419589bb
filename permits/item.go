package permits

import (
	"slices"
	"strings"
	"time"

	"tietolupa/registers"
)

// An ItemKind says what an item of the queue is. Its text is stored, so kinds
// are added but never renamed.
type ItemKind string

const (
	PermitItem    ItemKind = "permit"    // tietolupa-asia, JulkL 28 §
	DocumentItem  ItemKind = "document"  // asiakirjapyyntö, JulkL 13–14 §
	AuthorityItem ItemKind = "authority" // to another authority, JulkL 29 §
	BreachItem    ItemKind = "breach"    // tietoturvaloukkaus, GDPR 33
	LegacyItem    ItemKind = "legacy"    // decided by the ministry before 1.7.2020 (V.2)
)

// ItemKinds lists the kinds in their order on pages.
func ItemKinds() []ItemKind {
	return []ItemKind{PermitItem, DocumentItem, AuthorityItem, BreachItem, LegacyItem}
}

// A Shelf says where in the queue an item stands, whatever its kind.
type Shelf string

const (
	ShelfNew      Shelf = "new"      // nobody has taken it
	ShelfWork     Shelf = "work"     // somebody handles it
	ShelfAsked    Shelf = "asked"    // somebody else has been asked
	ShelfProposed Shelf = "proposed" // waits to be decided
	ShelfServe    Shelf = "to-serve" // decided, to be served
	ShelfServed   Shelf = "served"   // waits for the party's acts
	ShelfForce    Shelf = "in-force" // voimassa
	ShelfOverdue  Shelf = "overdue"  // a duty of a permit that is over has not been done
	ShelfClosed   Shelf = "closed"   // nothing more is done
)

// An Item is one line of the queue: who has what, whom it waits for and what is
// due, of any kind of case. It follows from the case and is stored beside it, so
// that a list of thousands reads no case.
type Item struct {
	Kind         ItemKind
	ID           string
	Path         string // of its page
	Title        string
	Organisation string
	People       []string // names, for the search
	State        string   // of its own kind
	Shelf        Shelf
	Party        Party
	Handler      UserID
	Substitutes  []Substitute
	Purpose      Purpose // of a permit; empty otherwise
	Language     string
	Arrived      time.Time
	Complete     registers.Day // found complete; zero before
	Clocks       []Clock       // as when stored: Over is for the reader's day
	PausedSince  time.Time
	Why          TextRef // of the pause
}

// shelves are those of the states of a permit's case.
var shelves = map[State]Shelf{
	Submitted: ShelfNew, InReview: ShelfWork, Paused: ShelfWork, Supplementing: ShelfAsked, Offered: ShelfAsked, Heard: ShelfAsked,
	Proposed: ShelfProposed, Granted: ShelfServe, PartlyGranted: ShelfServe, Refused: ShelfServe, Dismissed: ShelfServe,
	Served: ShelfServed, InForce: ShelfForce,
}

// Item is c's line in the queue; false while it is a draft, or was withdrawn as
// one: nobody but the applicant knows of it.
func (c Case) Item(now time.Time) (Item, bool) {
	if c.Submitted.IsZero() {
		return Item{}, false
	}
	i := Item{
		Kind: PermitItem, ID: string(c.ID), Path: "/cases/" + string(c.ID), Title: c.Application.Title, Organisation: c.Application.Organisation,
		State: string(c.State), Shelf: shelves[c.State], Party: c.party(), Handler: c.Presenter,
		Purpose: c.Application.Purpose, Language: c.Application.Language, Arrived: c.Submitted, Clocks: c.Clocks(now),
	}
	if i.Shelf == "" {
		i.Shelf = ShelfClosed
	}
	if c.State == Served && !c.Decision.Grants() && len(c.OpenRemedies()) == 0 {
		i.Shelf = ShelfClosed
	}
	if shelf, turn := upkeepShelves[c.upkeepParty()]; turn && c.upkept() {
		i.Shelf = shelf // what is in force is back with the authority
	}
	if c.Overdue(now) {
		i.Shelf = ShelfOverdue
	}
	for _, s := range c.Unserved() {
		if s.toPost() {
			i.Shelf = ShelfServe // on paper
		}
	}
	if len(c.recordClocks()) > 0 && slices.Contains([]Shelf{ShelfAsked, ShelfServed, ShelfForce, ShelfClosed}, i.Shelf) {
		i.Shelf = ShelfWork // what was written down for a party is disputed
	}
	at := c
	if change, of := c.InChange(); of { // it stands where its change does
		if at = change; i.Shelf == ShelfForce {
			i.Shelf = shelves[at.State]
		}
		i.Handler = at.Presenter
	}
	if !at.Handling.CompleteAt.IsZero() {
		i.Complete = registers.DayOf(at.Handling.CompleteAt)
	}
	for _, p := range c.Application.People {
		i.People = append(i.People, p.Name)
	}
	day := registers.DayOf(now)
	for _, s := range at.Handling.Substitutes {
		if !s.Term.To.Before(day) {
			i.Substitutes = append(i.Substitutes, s)
		}
	}
	if n := len(at.Handling.Pauses); n > 0 && at.Handling.Pauses[n-1].To.IsZero() && slices.Contains(waiting, at.State) {
		i.PausedSince, i.Why = at.Handling.Pauses[n-1].From, at.Handling.Pauses[n-1].Reason
	}
	return i, true
}

// Next is the first of what somebody has to meet; false when nothing is due.
// The time for appeal only passes, and what is paused is not due.
func (i Item) Next() (next Clock, due bool) {
	return Nearest(slices.DeleteFunc(slices.Clone(i.Clocks), func(k Clock) bool { return k.Name == "appeal" }))
}

// Nearest is the first of clocks to end among those that are not paused; false
// when none runs.
func Nearest(clocks []Clock) (next Clock, due bool) {
	for _, k := range clocks {
		if !k.Paused && (!due || k.Due.Before(next.Due)) {
			next, due = k, true
		}
	}
	return next, due
}

// Sought is what the search of the queue looks in: number, title, organisation
// and people, in small letters.
func (i Item) Sought() string {
	return strings.ToLower(strings.Join(append([]string{i.ID, strings.ReplaceAll(i.ID, "-", "/"), i.Title, i.Organisation}, i.People...), "\n"))
}

// Turns says whether somebody else may be waited for after an event of kind k.
func Turns(k EventKind) bool { return turning[k] }
