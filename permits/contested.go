package permits

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"tietolupa/registers"
)

// Contestable lists the decisions that a remedy may be against: "" is the case's
// own, then each change decided, then the revocation that stands.
func (c Case) Contestable() (all []string) {
	if c.Decision != nil {
		all = append(all, "")
	}
	for _, ch := range c.Life.Changes {
		if !ch.DecidedAt.IsZero() && ch.State != ChangeIsAnnulled {
			all = append(all, changeName(ch.No))
		}
	}
	for _, r := range c.partsStanding() {
		all = append(all, r.name())
	}
	if r := c.revocation(); r != nil && c.State != InForce && c.State != Served {
		all = append(all, RevocationRemedy)
	}
	return all
}

// name is what a remedy against r is against.
func (r Revocation) name() string {
	if r.Part == nil {
		return RevocationRemedy
	}
	return RevocationRemedy + "-" + number(r.No)
}

func changeName(no int) string { return "change-" + number(no) }

// numberOf is the number in a name of that prefix; 0 in any other name.
func numberOf(prefix, name string) int {
	text, of := strings.CutPrefix(name, prefix)
	no, err := strconv.Atoi(text)
	if !of || err != nil {
		return 0
	}
	return no
}

// revocation is that of the whole permit, when it stands; or nil.
func (c Case) revocation() *Revocation {
	if r := c.revocationOf(RevocationRemedy); r != nil && r.Annulled.IsZero() {
		return r
	}
	return nil
}

// revocationOf is the latest revocation of that name, or nil for another name.
func (c Case) revocationOf(against string) *Revocation {
	for i := len(c.Life.Revocations) - 1; i >= 0; i-- {
		if r := &c.Life.Revocations[i]; r.name() == against {
			return r
		}
	}
	return nil
}

// revocationBy is the revocation that measure m decided.
func (c Case) revocationBy(m Measure) (of Revocation) {
	for _, r := range c.Life.Revocations {
		if r.Measure == m.No {
			of = r
		}
	}
	return of
}

// RevocationAgainst is the revocation that a remedy is against; false when it is
// against another decision.
func (c Case) RevocationAgainst(against string) (Revocation, bool) {
	if r := c.revocationOf(against); r != nil {
		return *r, true
	}
	return Revocation{}, false
}

// decided is who decided what a remedy is against, and when; nothing for what is
// no decision of c.
func (c Case) decided(against string) (by UserID, at time.Time) {
	if against == "" {
		return c.Decider, c.DecidedAt
	}
	if r := c.revocationOf(against); r != nil {
		return r.By, r.At
	}
	for _, ch := range c.Life.Changes {
		if changeName(ch.No) == against {
			return ch.Decider, ch.DecidedAt
		}
	}
	if k, known := c.ChargeOf(against); known {
		return k.By, k.At
	}
	return "", time.Time{}
}

// DecidedOn is when what a remedy is against was decided.
func (c Case) DecidedOn(against string) time.Time {
	_, at := c.decided(against)
	return at
}

// decidedItself says whether by made the decision whose rectification r demands:
// another rules on it.
func (c Case) decidedItself(r Remedy, by Actor) bool {
	decider, _ := c.decided(r.Against)
	return r.Kind != CourtRemedy && decider == by.ID
}

// LastDayAgainst is the last day of the period of appeal of a decision of
// Contestable: thirty days from when it came to the party (HL 49 c §, HOL 13 §).
// Of one whose service the case does not know, served says when it came; when that
// is zero, a change is deemed to have come as its letter was sent, and a
// revocation, which is served verifiably, has not come: then there is no day.
func (c Case) LastDayAgainst(against string, served time.Time) registers.Day {
	if against == "" {
		return c.LastAppealDay()
	}
	if r := c.feeRuling(against); r != nil {
		against = string(RulingLetter) + "-" + number(r.No) // the ruling is what is appealed against
	} else if (Remedy{Against: against}).OfFee() {
		return registers.Day{}
	}
	if s, known := c.ServiceAbout(against); known && s.Waits() {
		return registers.Day{}
	} else if known {
		served = s.Deemed
	}
	if no := numberOf("change-", against); no > 0 && served.IsZero() {
		if _, signs := c.changeMeasure(no); signs {
			return registers.Day{} // its letter has not been sent
		}
		for _, r := range c.Receivers(ChangeLetter, c.DecidedOn(against)) {
			served = r.Deemed
		}
	}
	if served.IsZero() {
		return registers.Day{}
	}
	return LastDayFrom(served)
}

// againstIn says in an event which decision a remedy is against.
func againstIn(r Remedy, detail map[string]string) map[string]string {
	if r.Against != "" {
		detail = maps.Clone(detail)
		detail["against"] = r.Against
	}
	return detail
}

// Undoes says whether r ended so that what it was against stands no longer.
func (r Remedy) Undoes() bool {
	return slices.Contains([]string{RemedyChanged, RemedyChangedPart, RemedyReturned, RemedyOverturned}, r.Outcome)
}

// ruleOfOther is what a ruling does to a revocation or a change; the case's own
// decision stands.
func (c Case) ruleOfOther(r Remedy, m Measure, by Actor, now time.Time, detail map[string]string) (Case, Event, error) {
	switch {
	case !r.Undoes():
		return c.step(RemedyRuled, by, now, detail)
	case c.revocationOf(r.Against) != nil:
		return c.unrevoke(r, m, by, now, detail)
	}
	return c.annulChange(r, by, now, detail)
}

// unrevoke puts a permit back in the state that it was revoked in, or gives back
// the part that was taken. What m says stays revoked is from then on a revocation in
// part; the rest is in force again. When a court sent the revocation of the whole
// back, downloads stay closed until the authority has decided it again: it is
// suspended. A permit whose data have been destroyed stays so.
func (c Case) unrevoke(r Remedy, m Measure, by Actor, now time.Time, detail map[string]string) (Case, Event, error) {
	v := c.revocationOf(r.Against)
	if v == nil || !v.Annulled.IsZero() {
		return c.step(RemedyRuled, by, now, detail)
	}
	was := v.Part == nil && c.State == Revoked
	c = c.asIfKept(r.Against, now)
	if m.Part != nil && (c.State == InForce || c.State == Served) {
		stays := Revocation{No: len(c.Life.Revocations) + 1, By: by.ID, At: now, Was: c.State, Measure: m.No, Part: m.Part}
		c.Life.Revocations = append(c.Life.Revocations, stays)
		detail["stays"] = number(stays.No)
	}
	if was && r.Outcome == RemedyReturned {
		c.Life.Suspension = &Suspension{By: by.ID, At: now, Reason: r.Ruling}
	}
	return c.step(RevocationAnnulled, by, now, detail)
}

// asIfKept is c with the revocation of that name annulled at at: in the state that
// it was revoked in, unless its data have been destroyed.
func (c Case) asIfKept(name string, at time.Time) Case {
	c.Life.Revocations = slices.Clone(c.Life.Revocations)
	v := c.revocationOf(name)
	if v == nil || !v.Annulled.IsZero() {
		return c
	}
	if v.Annulled = at; c.State == Revoked && v.Part == nil {
		c.State, c.EndedAt, c.EndReasons = v.Was, time.Time{}, ""
	}
	return c
}

// AsIfKept is c as if the revocation that a remedy is against had not been made: of
// it an official chooses what stays revoked. It is never stored.
func (c Case) AsIfKept(against string) Case { return c.asIfKept(against, c.DecidedAt) }

// staysRevoked is what of the revocation that r is against stays so by p: named for
// a demand accepted in part, and within what was revoked; nil for any other.
func (c Case) staysRevoked(r Remedy, p Ruled, cat *registers.Catalogue) (*Part, error) {
	v := c.revocationOf(r.Against)
	if v == nil || r.Kind == FeeRemedy || p.Outcome != RemedyChangedPart {
		return nil, nil //nolint:nilnil // nothing stays revoked, and nothing is wrong
	}
	stays := Part{}
	if p.Stays != nil {
		stays = *p.Stays
	}
	if v.Part != nil && !v.Part.holds(stays) {
		return nil, deny("not-revoked")
	}
	part, err := c.AsIfKept(r.Against).partOf(stays, cat)
	if err != nil {
		return nil, err
	}
	return &part, nil
}

// annulChange takes a change back: what it gave is granted no longer. One that was
// sent back or is to be decided otherwise is asked for again, by the same words.
func (c Case) annulChange(r Remedy, by Actor, now time.Time, detail map[string]string) (Case, Event, error) {
	again := r.Outcome != RemedyOverturned && c.State == InForce
	if open := c.openChange(); again && open != nil && changeName(open.No) != r.Against {
		return Case{}, Event{}, deny("change-pending") // it is decided or dropped first
	}
	c.Life.Changes = slices.Clone(c.Life.Changes)
	for i, ch := range c.Life.Changes {
		if changeName(ch.No) != r.Against {
			continue
		}
		c.Life.Changes[i].State, c.Life.Changes[i].Annulled = ChangeIsAnnulled, now
		if again {
			c.Life.Changes = append(c.Life.Changes, Change{No: len(c.Life.Changes) + 1, State: ChangeIsAsked, By: ch.By, At: now,
				Asked: ch.Asked, Adds: ch.Adds, Why: ch.Why, Presenter: ch.Presenter, Stage: InReview})
		}
		break
	}
	return c.step(ChangeAnnulled, by, now, detail)
}

// stayed says whether a court or the authority has ordered that a revocation is
// not carried out while the remedy against it is open (HOL 123 §, HL 49 f §).
func (c Case) stayed() bool {
	r := c.openAgainst(RevocationRemedy)
	if c.State != Revoked || r == nil || !c.openedByOrder("") {
		return false
	}
	v := c.revocation()
	return v != nil && v.Was == InForce && !c.orderOn("").At.Before(r.At)
}

// madeByAnnulled says whether an order holds what only an annulled change gave.
func (c Case) madeByAnnulled(o Order) bool {
	return slices.ContainsFunc(c.Life.Changes, func(ch Change) bool {
		return ch.State == ChangeIsAnnulled && ch.Granted != nil && ch.Granted.Scope != nil && !ch.Closed.IsZero() &&
			(o.Cause == changeName(ch.No) || !o.At.Before(ch.Closed) && o.At.Before(ch.Annulled))
	})
}
