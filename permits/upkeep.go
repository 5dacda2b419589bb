package permits

import (
	"slices"

	"tietolupa/registers"
)

// An Upkeep is what the authority has to do on a permit after its decision:
// somebody asked for it, or the authority itself began it.
type Upkeep struct {
	Clock
	Party Party // whose turn it is
}

// Upkeep lists what the authority has to do on c, the first due first, without
// saying what is over: to rule on a demand for rectification, as urgent (HL 49 e
// §), on a change that is asked for (HL 23 a §), on a new user and on an error
// told of, to lift an interruption of deliveries or begin a revocation, to give a
// court the statement that it asks for, and to decide and sign what has been proposed upon the permit.
func (c Case) Upkeep() (all []Upkeep) {
	add := func(name, provision string, due registers.Day, party Party) {
		all = append(all, Upkeep{Clock{Name: name, Provision: provision, Due: due}, party})
	}
	for _, r := range c.OpenRemedies() {
		if r.Kind != CourtRemedy {
			add("rectification", "HL 49 e §", termFrom("rectification", registers.DayOf(r.At)), c.rulingParty(r))
		}
	}
	for _, q := range c.OpenCourtRequests() {
		add("court-"+number(q.No), "HOL 37 §", q.Term, c.statementParty(q))
	}
	proposed := c.ProposedMeasure(RevocationMeasure)
	if proposed != nil {
		add("revocation", "JulkL 28.2 §; HL 23 §", termFrom("suspension", registers.DayOf(proposed.At)), WaitsDecider)
	}
	for _, m := range c.UnsignedMeasures() {
		if m.Kind == CourtStatementMeasure {
			continue // by the court's own term
		}
		add("signing-"+number(m.No), "HL 54 §", termFrom("signing", registers.DayOf(m.DecidedAt)), m.toSign())
	}
	if s := c.Life.Suspension; s != nil && (c.State == Served || c.State == InForce) && c.openHearing() == nil && proposed == nil {
		add("suspension", "TiHL 13–15 §; HL 23 §", termFrom("suspension", registers.DayOf(s.At)), WaitsPresenter)
	}
	if c.State == InForce {
		if change, of := c.InChange(); of && !slices.Contains(waiting, change.State) {
			add("change", "HL 23 a §", change.promised(), change.party())
		}
		for _, a := range c.UsersWaiting() {
			signed := registers.DayOf(a.Signed.At)
			add("user", "condition 2", WorkingDaysAfter(signed, TermDays("add-user", signed)), WaitsPresenter)
		}
		for _, e := range c.Life.Errors {
			if told := registers.DayOf(e.At); e.Settled.IsZero() {
				add("error-"+number(e.No), "HL 23 §", WorkingDaysAfter(told, TermDays("error-answer", told)), WaitsPresenter)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Upkeep) int { return a.Due.Time().Compare(b.Due.Time()) })
	return all
}

// promised is the day by which the decision on a change is expected.
func (c Case) promised() registers.Day {
	if n := len(c.Handling.Promises); n > 0 {
		return c.Handling.Promises[n-1].Day
	}
	return termFrom("change", registers.DayOf(c.Submitted))
}

// served says whether c is a permit, or was refused one, whose decision has been
// served.
func (c Case) served() bool {
	return slices.Contains(afterService(), c.State)
}

// upkept says whether c may have upkeep: it was served, or a fee of it is contested
// whatever has become of it.
func (c Case) upkept() bool { return c.served() || c.State == Destroyed || c.State == Withdrawn }

// upkeepParty is whose turn the first of c's upkeep is; WaitsNobody when there is
// none.
func (c Case) upkeepParty() Party {
	if all := c.Upkeep(); len(all) > 0 {
		return all[0].Party
	}
	return WaitsNobody
}

// upkeepShelves are where in the queue upkeep puts a case, by whose turn it is.
var upkeepShelves = map[Party]Shelf{WaitsPresenter: ShelfWork, WaitsDecider: ShelfProposed}
