package permits

import (
	"slices"
	"time"

	"tietolupa/registers"
)

// remedyNo is the remedy of that number, or nil.
func (c Case) remedyNo(no int) *Remedy {
	i := slices.IndexFunc(c.Life.Remedies, func(r Remedy) bool { return r.No == no && no > 0 })
	if i < 0 {
		return nil
	}
	return &c.Life.Remedies[i]
}

// RemedyNo is the remedy of that number; false when there is none.
func (c Case) RemedyNo(no int) (Remedy, bool) {
	if r := c.remedyNo(no); r != nil {
		return *r, true
	}
	return Remedy{}, false
}

// OpenOf lists the open remedies that are ruled on as those of a kind, in their
// order: those on fees are the authority's to rule on, as rectifications are.
func (c Case) OpenOf(kind string) []Remedy {
	return slices.DeleteFunc(c.OpenRemedies(), func(r Remedy) bool { return (r.Kind == CourtRemedy) != (kind == CourtRemedy) })
}

// LateRemedy says whether r came after the last day: of the case's own decision
// by the day of service as it is now known.
func (c Case) LateRemedy(r Remedy) bool {
	if last := c.LastAppealDay(); r.Against == "" && !last.IsZero() {
		if !r.Lodged.IsZero() {
			return last.Before(r.Lodged)
		}
		return last.Before(registers.DayOf(r.At))
	}
	return r.Late
}

// RemedyOutcomes lists how r may end, of what it is against: nobody is told that a
// permit ends when none was given, a late demand is left unexamined (HL 49 c §),
// and the authority sends nothing back to itself (HL 49 g §).
func (c Case) RemedyOutcomes(r Remedy) []string {
	if r.Kind != CourtRemedy && c.LateRemedy(r) {
		return []string{RemedyDismissed, RemedyWithdrawn}
	}
	switch {
	case r.OfFee() && r.Kind == CourtRemedy:
		return []string{RemedyRejected, RemedyDismissed, RemedyWithdrawn, RemedyChanged, RemedyReturned}
	case r.OfFee():
		return []string{RemedyRejected, RemedyDismissed, RemedyWithdrawn, RemedyChanged, RemedyChangedPart}
	}
	gave := c.gave(r.Against)
	all := []string{RemedyRejected, RemedyDismissed, RemedyWithdrawn}
	switch {
	case r.Kind == CourtRemedy:
		all = append(all, RemedyChanged, RemedyReturned)
	case c.revocationOf(r.Against) != nil:
		all = append(all, RemedyChangedPart) // a part of it stays; accepted whole, it is annulled
	default:
		all = append(all, RemedyChanged, RemedyChangedPart)
	}
	if gave {
		all = append(all, RemedyOverturned)
	}
	return all
}

// gave says whether the decision that a remedy is against gave or took something,
// so that annulling it without another leaves a state behind.
func (c Case) gave(against string) bool {
	if against == "" {
		return c.Decision != nil && c.Decision.Grants()
	}
	for _, ch := range c.Life.Changes {
		if changeName(ch.No) == against {
			return ch.Granted != nil
		}
	}
	return true
}

// A Ruled is a ruling on a demand for rectification as its presenter proposes it.
type Ruled struct {
	Remedy   int // number of the demand
	Outcome  string
	Reasons  string // always (HL 49 g §)
	Stays    *Part  // of a revocation that is annulled in part: what stays revoked
	Credit   int    // of a fee, in cents: what is taken off it; 0 with RemedyChanged: the whole
	Unbiased bool   // the presenter is not disqualified (HL 28 §)
}

// ProposeRuling puts the ruling on a demand for rectification before the decider.
func (c Case) ProposeRuling(by Actor, seen int, p Ruled, cat *registers.Catalogue, now time.Time) (Case, Event, error) {
	if err := c.ready(DoProposeRuling, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	r := c.remedyNo(p.Remedy)
	if r == nil || r.Outcome != "" || r.Kind == CourtRemedy {
		return Case{}, Event{}, deny("no-remedy")
	}
	if err := declared(p.Unbiased); err != nil {
		return Case{}, Event{}, err
	}
	switch {
	case empty(p.Reasons):
		return Case{}, Event{}, denyAbout("no-reasons", "ruling")
	case unfilled(p.Reasons):
		return Case{}, Event{}, denyAbout("template-left", "ruling")
	}
	if err := c.mayEndAs(*r, p.Outcome); err != nil {
		return Case{}, Event{}, err
	}
	m := Measure{Kind: RulingMeasure, Remedy: p.Remedy, Outcome: p.Outcome}
	var err error
	if m.Part, err = c.staysRevoked(*r, p, cat); err != nil {
		return Case{}, Event{}, err
	}
	if m.Credit, err = c.creditOf(*r, p); err != nil {
		return Case{}, Event{}, err
	}
	m.Reasons = c.text(RulingText, "", r.Demand.No, by, true, p.Reasons, now)
	detail := map[string]string{"no": number(p.Remedy), "outcome": p.Outcome}
	if m.Credit > 0 {
		detail["credit"] = number(m.Credit)
	}
	return c.propose(m, RulingProposed, by, now, detail)
}

// mayEndAs returns the rule that keeps r from ending so.
func (c Case) mayEndAs(r Remedy, outcome string) error {
	known := []string{RemedyRejected, RemedyDismissed, RemedyChanged, RemedyChangedPart, RemedyReturned, RemedyWithdrawn, RemedyOverturned}
	switch {
	case !slices.Contains(known, outcome):
		return deny("no-such-outcome")
	case slices.Contains(c.RemedyOutcomes(r), outcome):
		return nil
	case r.Kind != CourtRemedy && c.LateRemedy(r):
		return denyAbout("remedy-late", "remedy_outcome")
	case outcome == RemedyOverturned:
		return deny("nothing-to-overturn")
	}
	return denyAbout("outcome-unsuited", "remedy_outcome")
}

// mayProposeRuling says when a ruling may be proposed: upon a demand that is open.
func mayProposeRuling(c Case, _ Actor, _ time.Time) error {
	if len(c.OpenOf(RectificationRemedy)) == 0 {
		return deny("no-remedy")
	}
	return nothingProposed(RulingMeasure)(c)
}

// Rule makes the proposed ruling the decision on the demand: by another official
// than who proposed it, and than who made the decision (letters 8.4). When the
// decision is changed, it stands no longer: the case is handled again, its
// downloads closed, and the old decision kept.
func (c Case) Rule(by Actor, seen int, unbiased bool, now time.Time) (Case, Event, error) {
	if err := c.ready(DoRule, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	proposed := c.ProposedMeasure(RulingMeasure)
	if err := c.mayEndAs(*c.remedyNo(proposed.Remedy), proposed.Outcome); err != nil {
		return Case{}, Event{}, err
	}
	c, m, err := c.decideMeasure(RulingMeasure, by, unbiased, now)
	if err != nil {
		return Case{}, Event{}, err
	}
	return c.ruled(m, by, map[string]string{"measure": number(m.No), "presenter": string(m.Presenter), "unbiased": "yes"}, now)
}

// RecordJudgment records how an appeal of that number ended in court (HOL 81 §).
// What it annulled stands no longer.
func (c Case) RecordJudgment(by Actor, seen, no int, outcome, judgment string, now time.Time) (Case, Event, error) {
	return c.RecordJudgmentOn(by, seen, Ruled{Remedy: no, Outcome: outcome, Reasons: judgment}, now)
}

// RecordJudgmentOn is RecordJudgment which may correct a fee: by how much, p says. A
// ruling on a fee that was sent back is made anew.
func (c Case) RecordJudgmentOn(by Actor, seen int, p Ruled, now time.Time) (Case, Event, error) {
	if err := c.ready(DoJudgment, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	r := c.remedyNo(p.Remedy)
	if r == nil || r.Outcome != "" || r.Kind != CourtRemedy {
		return Case{}, Event{}, deny("no-remedy")
	}
	if err := c.mayEndAs(*r, p.Outcome); err != nil {
		return Case{}, Event{}, err
	}
	if empty(p.Reasons) {
		return Case{}, Event{}, deny("no-reasons")
	}
	credit, err := c.creditOf(*r, p)
	if err != nil {
		return Case{}, Event{}, err
	}
	m := Measure{Remedy: p.Remedy, Outcome: p.Outcome, Credit: credit, Reasons: c.text(RulingText, "", r.Demand.No, by, true, p.Reasons, now)}
	return c.ruled(m, by, map[string]string{}, now)
}

// ruled ends the remedy as m says and carries out what follows.
func (c Case) ruled(m Measure, by Actor, detail map[string]string, now time.Time) (Case, Event, error) {
	c.Life.Remedies = slices.Clone(c.Life.Remedies)
	r, outcome := c.remedyNo(m.Remedy), m.Outcome
	r.Outcome, r.Ruled, r.RuledBy, r.Ruling, r.Credit = outcome, now, by.ID, m.Reasons, m.Credit
	detail["no"], detail["outcome"], detail["text"] = number(r.No), outcome, m.Reasons.SHA256
	if r.OfFee() { // the permit stands as it stood
		detail["against"], detail["credit"] = r.Against, number(r.Credit)
		if outcome == RemedyReturned {
			detail["anew"] = number(c.ruleAnew(r.Against, now))
		}
		return c.step(RemedyRuled, by, now, detail)
	}
	if r.Against != "" {
		detail["against"] = r.Against
		return c.ruleOfOther(*r, m, by, now, detail)
	}
	if outcome == RemedyOverturned && (c.State == Served || c.State == InForce) {
		c.State, c.EndedAt = Revoked, now
		return c.step(CaseAnnulled, by, now, detail)
	}
	if outcome != RemedyChanged && outcome != RemedyChangedPart && outcome != RemedyReturned || c.State == Ended || c.State == Revoked {
		return c.step(RemedyRuled, by, now, detail)
	}
	undone := "court"
	if r.Kind == RectificationRemedy {
		undone = "rectification"
	}
	return c.again(undone, by, now, detail)
}
