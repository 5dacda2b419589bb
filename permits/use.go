package permits

import (
	"maps"
	"slices"
	"strings"
	"time"

	"tietolupa/registers"
)

// AcceptConditions records that the leader accepts the conditions. sha256 is
// that of the text shown, and has to be ConditionsSHA256's: nobody accepts
// another text than the decision's.
func (c Case) AcceptConditions(by Actor, sha256 string, now time.Time) (Case, Event, error) {
	switch {
	case c.Application.Leader() != by.ID:
		return Case{}, Event{}, deny("not-the-leader")
	case !c.grantServed(now):
		return Case{}, Event{}, deny("not-served")
	case c.Accepted != nil:
		return Case{}, Event{}, deny("already-signed")
	case sha256 != c.ConditionsSHA256():
		return Case{}, Event{}, deny("other-text")
	}
	c.Accepted = &Signature{By: by.ID, At: now, SHA256: sha256}
	c = c.enterIntoForce()
	return c.step(ConditionsAccepted, by, now, map[string]string{"text": sha256})
}

// Sign records a named user's undertaking of secrecy (salassapitositoumus).
// sha256 is that of the text shown: Undertaking's in Finnish or Swedish.
func (c Case) Sign(by Actor, sha256 string, now time.Time) (Case, Event, error) {
	switch {
	case !slices.Contains(c.Application.Users(), by.ID):
		return Case{}, Event{}, deny("not-a-named-user")
	case !c.grantServed(now):
		return Case{}, Event{}, deny("not-served")
	}
	if _, signed := c.Undertakings[by.ID]; signed {
		return Case{}, Event{}, deny("already-signed")
	}
	if !isUndertaking(sha256) {
		return Case{}, Event{}, deny("other-text")
	}
	signed := maps.Clone(c.Undertakings)
	if signed == nil {
		signed = map[UserID]Signature{}
	}
	signed[by.ID] = Signature{By: by.ID, At: now, SHA256: sha256}
	c.Undertakings = signed
	c = c.enterIntoForce()
	return c.step(UndertakingSigned, by, now, map[string]string{"text": sha256})
}

func (c Case) grantServed(now time.Time) bool {
	return c.State == Served && c.Decision.Outcome != RefuseAll && !now.Before(c.ServedAt)
}

// enterIntoForce puts the permit in force once the leader has accepted the
// conditions and every named user has signed.
func (c Case) enterIntoForce() Case {
	if c.Accepted == nil {
		return c
	}
	for _, u := range c.Application.Users() {
		if _, signed := c.Undertakings[u]; !signed {
			return c
		}
	}
	c.State = InForce
	return c
}

// DeliveryFrom is the first moment at which the appeal route lets data leave:
// at once by O, after the last day of the appeal period by V (HOL 13 §, 122 §).
// Zero while the decision has not been served.
func (c Case) DeliveryFrom() time.Time {
	switch {
	case c.ServedAt.IsZero() || c.Decision == nil:
		return time.Time{}
	case c.Decision.Route == Appeal:
		return c.LastAppealDay().AddDate(0, 0, 1).Time()
	}
	return c.ServedAt
}

// Basis proves that an extract may be made on this permit now (law.md 4 A).
func (c Case) Basis(now time.Time) (Basis, error) {
	switch {
	case c.State != InForce:
		return Basis{}, deny("not-in-force")
	case now.Before(c.DeliveryFrom()):
		return Basis{}, deny("not-final")
	case registers.DayOf(now).Before(c.Decision.Term.From):
		return Basis{}, deny("term-not-begun")
	case c.Decision.Term.To.Before(registers.DayOf(now)):
		return Basis{}, deny("term-over")
	}
	law, err := LawOn(registers.DayOf(c.DecidedAt))
	if err != nil {
		return Basis{}, err
	}
	return Basis{
		kind: PermitBasis, id: string(c.ID), version: c.Version, provision: law.Permit.FI,
		scope: c.Decision.Scope, destroyBy: c.Decision.Term.To,
	}, nil
}

// Order orders an extract of all that was granted. previous counts the orders
// already made on the permit.
func (c Case) Order(id OrderID, by Actor, previous int, now time.Time) (Order, Event, error) {
	if !slices.Contains(c.Application.Users(), by.ID) {
		return Order{}, Event{}, deny("not-a-named-user")
	}
	b, err := c.Basis(now)
	if err != nil {
		return Order{}, Event{}, err
	}
	if previous >= b.scope.Cadence.due(c.Decision.Term.From, registers.DayOf(now)) {
		return Order{}, Event{}, deny("already-delivered")
	}
	return b.order(id, by, c.Application.Recipient, c.Application.Language, previous, now)
}

// Revoke ends a permit for a stated cause (JulkL 28.2 §).
func (c Case) Revoke(by Actor, reasons string, now time.Time) (Case, Event, error) {
	if err := by.officer("not-a-decider", Decider); err != nil {
		return Case{}, Event{}, err
	}
	switch {
	case c.involves(by.ID):
		return Case{}, Event{}, deny("own-case")
	case c.State != InForce && (c.State != Served || c.Decision.Outcome == RefuseAll):
		return Case{}, Event{}, deny("not-in-force")
	case strings.TrimSpace(reasons) == "":
		return Case{}, Event{}, deny("no-reasons")
	}
	c.State, c.EndedAt, c.EndReasons = Revoked, now, reasons
	return c.step(CaseRevoked, by, now, nil)
}

// End closes a permit whose term is over, or that its holder gives up.
func (c Case) End(by Actor, now time.Time) (Case, Event, error) {
	over := c.Decision != nil && c.Decision.Term.To.Before(registers.DayOf(now))
	switch {
	case c.State != InForce:
		return Case{}, Event{}, deny("not-in-force")
	case !over && c.Application.Leader() != by.ID:
		return Case{}, Event{}, deny("not-the-leader")
	}
	c.State, c.EndedAt = Ended, now
	return c.step(CaseEnded, by, now, nil)
}

func (b Basis) order(id OrderID, by Actor, r Recipient, language string, previous int, now time.Time) (Order, Event, error) {
	if err := r.check(b.kind, registers.DayOf(now)); err != nil {
		return Order{}, Event{}, err
	}
	scope := b.scope
	if scope.Version == 0 {
		return Order{}, Event{}, deny("not-in-force") // a Basis that no case or disclosure gave
	}
	if len(b.area) > 0 { // an ELY centre's own area (7.2a)
		scope.Population = append(slices.Clone(scope.Population), registers.Predicate{ID: AreaVariable, In: b.area})
	}
	o := Order{
		ID: id, Kind: b.kind, BasisID: b.id, Version: b.version, Provision: b.provision, Scope: scope,
		Recipient: r, By: by.ID, At: now, LawDay: registers.DayOf(now), DestroyBy: b.destroyBy,
		Language: language, Number: previous + 1, State: OrderQueued,
	}
	return o, Event{Subject: string(id), Version: 1, Kind: ExtractOrdered, By: by.ID, At: now,
		Detail: map[string]string{"basis": b.id, "scope": scope.Hash()}}, nil
}

// AreaVariable is the variable whose codes an ELY centre's area limits: the
// municipality of the person, by the parent "ely" of its code.
const AreaVariable = "person.municipality@ely"
