package permits

import (
	"slices"
	"strings"
	"time"

	"tietolupa/registers"
)

// Item is r's line in the queue.
func (r Request) Item(now time.Time) Item {
	i := Item{Kind: DocumentItem, ID: r.ID, Path: "/document-requests/" + r.ID, Title: r.Title, Organisation: r.Authority, State: string(r.State),
		Shelf: ShelfClosed, Party: r.WaitsFor(), Handler: r.Handler, Language: r.Language, Arrived: r.Arrived, Clocks: r.Clocks(now)}
	if r.Kind == AuthorityRequest {
		i.Kind = AuthorityItem
	}
	switch r.State {
	case RequestIsOpen:
		i.Shelf = ShelfNew
	case RequestIsTaken:
		i.Shelf = ShelfWork
	case RequestIsSpecified, RequestIsOffered:
		i.Shelf = ShelfAsked
	case RequestIsDemanded:
		i.Shelf = ShelfProposed
	case RequestIsDecided:
		i.Shelf = ShelfServe
	}
	if i.Shelf == ShelfWork && r.Handler == "" {
		i.Shelf = ShelfNew
	}
	if slices.ContainsFunc(i.Clocks, func(k Clock) bool { return k.Paused }) {
		i.PausedSince = r.Arrived
		if r.State == RequestIsSpecified {
			i.PausedSince, i.Why = r.Asked.At, r.Asked.Text
		}
	}
	return i
}

// Dates are r's days of the calendar.
func (r Request) Dates(now time.Time) (all []DueDate) {
	for _, k := range r.Clocks(now) {
		if !k.Paused {
			all = append(all, DueDate{Kind: k.Name, Day: k.Due, Holder: true})
		}
	}
	return all
}

// Clocks lists what runs in b: the 72 hours, until the ombudsman is notified or
// the risk is found to be unlikely. A day is all that a list shows of them; the
// page shows the hour.
func (b Breach) Clocks(now time.Time) []Clock {
	if !slices.Contains(b.Owes(), "ombudsman") {
		return nil
	}
	return []Clock{{Name: "breach", Provision: "GDPR 33.1", Due: registers.DayOf(b.Due()), Over: b.Late(now)}}
}

// Item is b's line in the queue.
func (b Breach) Item(now time.Time) Item {
	i := Item{Kind: BreachItem, ID: b.ID, Path: "/breaches/" + b.ID, Organisation: strings.ReplaceAll(b.Basis, "-", "/"), State: string(b.State),
		Shelf: ShelfWork, Party: WaitsPresenter, Handler: b.Handler, Arrived: b.Aware, Clocks: b.Clocks(now)}
	switch {
	case b.State == BreachIsClosed:
		i.Shelf, i.Party = ShelfClosed, WaitsNobody
	case b.Handler == "":
		i.Shelf = ShelfNew
	}
	return i
}

// Dates are b's days of the calendar.
func (b Breach) Dates(now time.Time) (all []DueDate) {
	for _, k := range b.Clocks(now) {
		all = append(all, DueDate{Kind: k.Name, Day: k.Due})
	}
	return all
}
