package permits

import (
	"slices"
	"time"

	"tietolupa/registers"
)

// CorrectionYears is how long a clerical error may be corrected (HL 52 §).
const CorrectionYears = 5

// OpenRemedies lists the remedies that have not been ruled on, in their order. Of
// one decision one is open at a time; each decision has its own (HOL 81 §).
func (c Case) OpenRemedies() (all []Remedy) {
	for _, r := range c.Life.Remedies {
		if r.Outcome == "" {
			all = append(all, r)
		}
	}
	return all
}

// openAgainst is the open remedy against a decision of Contestable, or nil.
func (c Case) openAgainst(against string) *Remedy {
	for _, r := range c.OpenRemedies() {
		if r.Against == against {
			return &r
		}
	}
	return nil
}

// openToRemedy lists those of Contestable against which none is open.
func (c Case) openToRemedy() []string {
	return slices.DeleteFunc(c.Contestable(), func(against string) bool { return c.openAgainst(against) != nil })
}

// RemedyOf is the remedy that an event is about; false when it is about none.
func (c Case) RemedyOf(e Event) (Remedy, bool) {
	for _, r := range c.Life.Remedies {
		if number(r.No) == e.Detail["no"] {
			return r, true
		}
	}
	return Remedy{}, false
}

// rectified says whether rectification of the decision as it stands has been
// sought and ruled on: what was withdrawn, or was against an earlier decision, is
// no ruling on it.
func (c Case) rectified(against string) bool {
	if v := c.revocationOf(against); v != nil && v.Measure > 0 && c.Life.Measures[v.Measure-1].Kind == RulingMeasure {
		return true // it is what a ruling left of another
	}
	return slices.ContainsFunc(c.Life.Remedies, func(r Remedy) bool {
		return r.Against == against && r.Kind == RectificationRemedy && r.Outcome != "" && r.Outcome != RemedyWithdrawn &&
			!r.At.Before(c.DecidedOn(against))
	})
}

// Rectify demands rectification of the decision (oikaisuvaatimus). One that
// comes late is recorded and ruled on as such.
func (c Case) Rectify(by Actor, seen int, demand string, now time.Time) (Case, Event, error) {
	return c.RectifyOf(by, seen, "", time.Time{}, demand, now)
}

// RectifyOf is Rectify of one of Contestable. served is when that decision came to
// by, where it is another than the case's own; zero while it has not come. What has
// been ruled on is appealed against instead (HL 49 b §).
func (c Case) RectifyOf(by Actor, seen int, against string, served time.Time, demand string, now time.Time) (Case, Event, error) {
	if err := c.ready(DoRectify, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	switch {
	case !slices.Contains(c.Contestable(), against):
		return Case{}, Event{}, deny("no-such-decision")
	case c.openAgainst(against) != nil:
		return Case{}, Event{}, deny("remedy-pending")
	case c.rectified(against), c.routeOf(against) != Rectification:
		return Case{}, Event{}, deny("other-route")
	case empty(demand):
		return Case{}, Event{}, deny("no-reasons")
	}
	late := past(c.LastDayAgainst(against, served), now)
	return c.remedy(RectificationAsked, Remedy{Kind: RectificationRemedy, Against: against, Late: late}, by, demand, now)
}

// RecordAppeal records that court has told of an appeal, under its number.
func (c Case) RecordAppeal(by Actor, seen int, court, number, demand string, now time.Time) (Case, Event, error) {
	return c.RecordAppealOf(by, seen, "", court, number, demand, now)
}

// RecordAppealOf is RecordAppeal of one of Contestable. By the route of
// rectification a decision is appealed against once it has been ruled on (HL 49 b
// §).
func (c Case) RecordAppealOf(by Actor, seen int, against, court, number, demand string, now time.Time) (Case, Event, error) {
	return c.RecordAppealFrom(by, seen, against, registers.Day{}, court, number, demand, now)
}

// RecordAppealFrom is RecordAppealOf one of Appealable, which came to the court on
// the day lodged: one after the last day is marked as late, and the court examines
// that. The day is zero while it is not known.
func (c Case) RecordAppealFrom(by Actor, seen int, against string, lodged registers.Day, court, number, demand string, now time.Time) (Case, Event, error) {
	if err := c.ready(DoAppeal, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	fee := Remedy{Against: against}.OfFee()
	switch {
	case c.openAgainst(against) != nil:
		return Case{}, Event{}, deny("remedy-pending")
	case !slices.Contains(c.Appealable(), against):
		return Case{}, Event{}, deny("no-such-decision")
	case !fee && c.routeOf(against) == Rectification && !c.rectified(against):
		return Case{}, Event{}, deny("other-route")
	case empty(court):
		return Case{}, Event{}, deny("no-reasons")
	case !lodged.IsZero() && (lodged.Before(registers.DayOf(c.contestedFrom(against))) || registers.DayOf(now).Before(lodged)):
		return Case{}, Event{}, denyAbout("lodged-day", "appeal_day")
	}
	r := Remedy{Kind: CourtRemedy, Against: against, Court: court, Number: number, Lodged: lodged}
	if last := c.LastDayAgainst(against, time.Time{}); !lodged.IsZero() && !last.IsZero() {
		r.Late = last.Before(lodged)
	}
	return c.remedy(AppealRecorded, r, by, demand, now)
}

// Appealable lists what an appeal to a court may be against: the decisions of
// Contestable, and each fee whose rectification has been ruled on.
func (c Case) Appealable() (all []string) {
	if c.served() {
		all = c.Contestable()
	}
	return append(all, c.feesToAppeal()...)
}

// contestedFrom is when what an appeal is against was decided: of a fee its ruling.
func (c Case) contestedFrom(against string) time.Time {
	if (Remedy{Against: against}).OfFee() {
		return c.FeeRuledOn(against)
	}
	return c.DecidedOn(against)
}

func (c Case) remedy(kind EventKind, r Remedy, by Actor, demand string, now time.Time) (Case, Event, error) {
	r.No, r.By, r.At = len(c.Life.Remedies)+1, by.ID, now
	r.Demand = c.text(DemandText, "", 0, by, true, demand, now)
	c.Life.Remedies = append(slices.Clone(c.Life.Remedies), r)
	return c.step(kind, by, now, againstIn(r, map[string]string{"no": number(r.No), "kind": r.Kind, "text": r.Demand.SHA256}))
}

// again puts the decision among the earlier ones and has the case handled anew.
// The changes that rested on it fall with it; interim orders, deliveries and
// errors found of them were of that decision alone, and are told apart by their
// time (orderOn, DueDeliveries, LetsOut).
func (c Case) again(undone string, by Actor, now time.Time, detail map[string]string) (Case, Event, error) {
	c.Handling.Earlier = append(slices.Clone(c.Handling.Earlier), Decided{Decision: *c.Decision, Presenter: c.Presenter,
		Decider: c.Decider, DecidedAt: c.DecidedAt, ServedAt: c.ServedAt, Undone: undone, At: now, Used: c.wasUsable()})
	c.Decision, c.Proposal, c.Decider, c.Accepted, c.Undertakings = nil, nil, "", nil, nil
	c.DecidedAt, c.ServedAt, c.State = time.Time{}, time.Time{}, InReview
	c.Handling.Dissent, c.Life.Suspension, c.Life.Service = nil, nil, nil
	c.Life.Added = slices.Clone(c.Life.Added)
	for i := range c.Life.Added {
		c.Life.Added[i].Signed = nil // it was of the decision that is undone: all sign anew
	}
	c.Life.Changes = slices.Clone(c.Life.Changes)
	for i := range c.Life.Changes {
		switch ch := &c.Life.Changes[i]; {
		case ch.State == ChangeIsInForce:
			ch.State, ch.Annulled = ChangeIsAnnulled, now
		case ch.Open():
			ch.State, ch.Closed = ChangeIsDropped, now
		}
	}
	detail["undone"] = undone
	return c.step(CaseReopened, by, now, detail)
}

// Interim is InterimOn the permit's own decision or its revocation.
func (c Case) Interim(by Actor, seen int, from string, closes bool, words string, now time.Time) (Case, Event, error) {
	return c.InterimOn(by, seen, "", from, closes, words, now)
}

// InterimOn records an order that closes or opens the gate of a decision of
// Contestable until another takes its place: a court's (HOL 123 §) or the
// authority's own (HL 49 f §). One on a change moves the data that the change gave.
func (c Case) InterimOn(by Actor, seen int, against, from string, closes bool, words string, now time.Time) (Case, Event, error) {
	if err := c.ready(DoInterim, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	switch {
	case !slices.Contains(c.Contestable(), against):
		return Case{}, Event{}, deny("no-such-decision")
	case from != "court" && from != "authority":
		return Case{}, Event{}, deny("no-such-order")
	case empty(words):
		return Case{}, Event{}, deny("no-reasons")
	}
	if against == RevocationRemedy {
		against = "" // a revocation and the permit have one gate
	}
	o := InterimOrder{From: from, Against: against, Closes: closes, By: by.ID, At: now, Text: c.text(RulingText, "interim", 0, by, true, words, now)}
	c.Life.Orders = append(slices.Clone(c.Life.Orders), o)
	effect := "opens"
	if closes {
		effect = "closes"
	}
	return c.step(GateOrdered, by, now, againstIn(Remedy{Against: against}, map[string]string{"from": from, "effect": effect, "text": o.Text.SHA256}))
}

// heardOn is the latest hearing for that purpose that has been answered or whose
// term has passed, or nil. One that has been overtaken does not count.
func (c Case) heardOn(purpose string, now time.Time) *Hearing {
	for i := len(c.Handling.Hearings) - 1; i >= 0; i-- {
		h := &c.Handling.Hearings[i]
		if h.Purpose == purpose && !c.overtaken(*h) && (!h.Answered.IsZero() || h.Term.Before(registers.DayOf(now))) {
			return h
		}
	}
	return nil
}

// Correct corrects a clerical error of the letter (kirjoitusvirhe, HL 51 §): its
// next version, once the party has been heard or unheard says why that is
// unnecessary (HL 52 §). When the instruction for appeal was wrong, the time runs
// anew from the service of the corrected letter (HL 49 §): at served when it is
// known already, otherwise from when SendCorrected has it served. An error of
// substance is corrected by Reopen.
func (c Case) Correct(by Actor, seen int, what, unheard string, appeal bool, served, now time.Time) (Case, Event, error) {
	if err := c.ready(DoCorrect, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	heard := c.heardOn("correction", now)
	switch {
	case empty(what):
		return Case{}, Event{}, deny("no-reasons")
	case heard == nil && empty(unheard):
		return Case{}, Event{}, deny("not-heard-on-correction")
	case appeal && !served.IsZero() && served.Before(c.ServedAt):
		return Case{}, Event{}, deny("served-before-decided")
	}
	k := Correction{No: len(c.Life.Corrections) + 1, By: by.ID, At: now, Appeal: appeal,
		What: c.text(CorrectionText, "", 0, by, true, what, now), Unheard: c.text(ReasonText, "unheard", 0, by, true, unheard, now)}
	if heard != nil {
		k.Heard = heard.No
	}
	if appeal {
		k.ServedAt = served
	}
	c.Life.Corrections = append(slices.Clone(c.Life.Corrections), k)
	return c.step(LetterCorrected, by, now, map[string]string{"version": number(k.No + 1), "text": k.What.SHA256})
}

// Reopen takes away a decision with an error of substance, to be decided anew
// (asiavirhe, HL 50 §), on ground "1" to "4" of its first paragraph. To the party's
// detriment only with their consent, unless the error is plain and of their own
// making: own says how.
func (c Case) Reopen(by Actor, seen int, ground, why string, detriment bool, own string, now time.Time) (Case, Event, error) {
	if err := c.ready(DoReopen, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	heard := c.heardOn("correction", now)
	switch {
	case !slices.Contains([]string{"1", "2", "3", "4"}, ground):
		return Case{}, Event{}, deny("no-such-error")
	case empty(why):
		return Case{}, Event{}, deny("no-reasons")
	case heard == nil:
		return Case{}, Event{}, deny("not-heard-on-correction") // HL 34 §
	case detriment && !heard.Consents && empty(own):
		return Case{}, Event{}, deny("no-consent")
	}
	detail := map[string]string{"ground": ground, "text": c.text(CorrectionText, "substance", 0, by, true, why, now).SHA256}
	if detriment {
		detail["detriment"] = "consent"
		if !heard.Consents {
			detail["detriment"] = c.text(ReasonText, "own-error", 0, by, true, own, now).SHA256
		}
	}
	return c.again("correction", by, now, detail)
}

// LetterVersion is the version of the decision letter: 1, and one more for each
// correction.
func (c Case) LetterVersion() int { return 1 + len(c.Life.Corrections) }

// LetterNo numbers the decision letters of c: each correction makes one more,
// and so does each decision made anew. Letters are kept and signed by it.
func (c Case) LetterNo() int { return c.LetterVersion() + len(c.Handling.Earlier) }

// noticeOfAppeal is the day from which the time for appeal runs: the service of
// the decision, or of the letter that corrected its instruction.
func (c Case) noticeOfAppeal() time.Time {
	at := c.ServedAt
	for _, k := range c.Life.Corrections {
		if anew := c.servedAnew(k); k.Appeal && anew.After(at) {
			at = anew
		}
	}
	return at
}
