package permits

import (
	"slices"
	"time"

	"tietolupa/registers"
)

// A Revoking is a revocation as its presenter proposes it.
type Revoking struct {
	Part     *Part  // nil: the whole permit
	Reasons  string // which order was broken, or why it is no longer obvious (HL 45 §)
	Milder   string // which milder means were considered, and why they would not do (HL 6 §)
	Unheard  string // why the holder has not been heard (HL 34.2 §); empty when they have been
	Unbiased bool   // the presenter is not disqualified (HL 28 §)
}

// ProposeRevocation puts a revocation of the permit before the decider (JulkL
// 28.2 §): whole, or in part. The holder has been heard on it, or r says why not.
func (c Case) ProposeRevocation(by Actor, seen int, r Revoking, cat *registers.Catalogue, now time.Time) (Case, Event, error) {
	if err := c.ready(DoProposeRevocation, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	heard := c.heardOnRevocation(now)
	switch {
	case empty(r.Reasons):
		return Case{}, Event{}, denyAbout("no-reasons", "revoke_reasons")
	case unfilled(r.Reasons):
		return Case{}, Event{}, denyAbout("template-left", "revoke_reasons")
	case empty(r.Milder):
		return Case{}, Event{}, denyAbout("no-milder-means", "milder")
	case heard == nil && empty(r.Unheard):
		return Case{}, Event{}, denyAbout("not-heard", "unheard")
	}
	if err := declared(r.Unbiased); err != nil {
		return Case{}, Event{}, err
	}
	detail := map[string]string{"extent": "whole", "heard": "no"}
	m := Measure{Kind: RevocationMeasure}
	if r.Part != nil {
		part, err := c.partOf(*r.Part, cat)
		if err != nil {
			return Case{}, Event{}, err
		}
		m.Part, detail["extent"] = &part, "part"
	}
	if heard != nil {
		m.Heard, detail["heard"] = heard.No, "yes"
	} else {
		m.Unheard = c.text(ReasonText, "unheard", 0, by, true, r.Unheard, now)
	}
	m.Reasons = c.text(ReasonText, "revocation", 0, by, true, r.Reasons, now)
	m.Milder = c.text(ReasonText, "milder", 0, by, true, r.Milder, now)
	return c.propose(m, RevocationProposed, by, now, detail)
}

// Revoke makes the proposed revocation the decision, by another official. Of the
// whole permit, downloads and orders close with it; of a part, what it names.
func (c Case) Revoke(by Actor, seen int, unbiased bool, now time.Time) (Case, Event, error) {
	if err := c.ready(DoRevoke, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	if m := c.ProposedMeasure(RevocationMeasure); m.Unheard.IsZero() && c.heardOnRevocation(now) == nil {
		return Case{}, Event{}, deny("not-heard") // asked anew since it was proposed
	}
	c, m, err := c.decideMeasure(RevocationMeasure, by, unbiased, now)
	if err != nil {
		return Case{}, Event{}, err
	}
	r := Revocation{No: len(c.Life.Revocations) + 1, By: by.ID, At: now, Was: c.State, Measure: m.No, Part: m.Part}
	c.Life.Revocations = append(slices.Clone(c.Life.Revocations), r)
	kind := PartRevoked
	if m.Part == nil {
		kind, c.State, c.EndedAt = CaseRevoked, Revoked, now
	}
	return c.step(kind, by, now, map[string]string{"measure": number(m.No), "no": number(r.No), "presenter": string(m.Presenter), "unbiased": "yes"})
}

// mayProposeRevocation says when a revocation may be proposed: of a grant that
// has been served.
func mayProposeRevocation(c Case, _ Actor, _ time.Time) error {
	if !c.revocable() {
		return deny("not-in-force")
	}
	return nothingProposed(RevocationMeasure)(c)
}

// mayRevoke returns the rule that keeps by from deciding the revocation that has
// been proposed.
func (c Case) mayRevoke(by Actor) error {
	if err := c.mayDecideMeasure(RevocationMeasure, by); err != nil {
		return err
	}
	if !c.revocable() {
		return deny("not-in-force")
	}
	return nil
}

// HeardOnRevocation is the number of the hearing on which a revocation may now
// rest, or 0.
func (c Case) HeardOnRevocation(now time.Time) int {
	if h := c.heardOnRevocation(now); h != nil {
		return h.No
	}
	return 0
}

func (c Case) revocable() bool {
	return c.State == InForce || c.State == Served && c.Decision.Grants()
}

// heardOnRevocation is the hearing of the holder on the revocation that is at
// hand, answered or with its term over; nil when there is none. What was said of
// one that was undone, or of an earlier decision, does not count.
func (c Case) heardOnRevocation(now time.Time) *Hearing {
	if open := c.openHearing(); open != nil && open.Purpose == "revocation" && !open.Term.Before(registers.DayOf(now)) {
		return nil // the holder may still answer
	}
	return c.heardOn("revocation", now)
}
