package permits

import (
	"maps"
	"slices"
	"time"

	"tietolupa/registers"
)

// AcceptConditions records that the leader accepts the conditions and the price of
// retrieval, and declares done what the letter asks before delivery. sha256 is that
// of the text shown, and has to be ConditionsSHA256's: nobody accepts another text
// than the decision's. An acceptance that no longer covers these is given anew.
func (c Case) AcceptConditions(by Actor, sha256 string, now time.Time) (Case, Event, error) {
	if err := c.mayAccept(by, sha256, now); err != nil {
		return Case{}, Event{}, err
	}
	given, err := c.declaring(Signature{By: by.ID, At: now, SHA256: sha256}, c.BeforeDelivery())
	if err != nil {
		return Case{}, Event{}, err
	}
	c.Accepted = &given
	if p := c.RetrievalPrice(); p.Charged() {
		c.Accepted.Price = p.key()
	}
	c = c.enterIntoForce()
	return c.step(ConditionsAccepted, by, now, map[string]string{"text": sha256})
}

func (c Case) mayAccept(by Actor, sha256 string, now time.Time) error {
	switch {
	case c.Leader() != by.ID:
		return deny("not-the-leader")
	case !c.grantServed(now) && (c.State != InForce || c.Accepted == nil):
		return deny("not-served")
	case c.acceptanceStands():
		return deny("already-signed")
	case sha256 != c.AsItStands().ConditionsSHA256():
		return deny("other-text")
	}
	return nil
}

// Sign records a named user's undertaking of secrecy (salassapitositoumus).
// sha256 is that of the text shown: Undertaking's in the language of the signer.
func (c Case) Sign(by Actor, sha256 string, now time.Time) (Case, Event, error) {
	if err := c.maySign(by, sha256, now); err != nil {
		return Case{}, Event{}, err
	}
	signed := maps.Clone(c.Undertakings)
	if signed == nil {
		signed = map[UserID]Signature{}
	}
	lang := undertakingIn(sha256)
	signed[by.ID] = Signature{By: by.ID, At: now, SHA256: sha256, Language: lang}
	c.Undertakings = signed
	c = c.enterIntoForce()
	return c.step(UndertakingSigned, by, now, map[string]string{"text": sha256, "language": lang})
}

func (c Case) maySign(by Actor, sha256 string, now time.Time) error {
	switch {
	case !slices.Contains(c.Users(), by.ID):
		return deny("not-a-named-user")
	case !c.grantServed(now):
		return deny("not-served")
	}
	if _, signed := c.Undertakings[by.ID]; signed {
		return deny("already-signed")
	}
	if undertakingIn(sha256) == "" {
		return deny("other-text")
	}
	return nil
}

func (c Case) grantServed(now time.Time) bool {
	return c.State == Served && c.Decision.Grants() && !now.Before(c.ServedAt)
}

// enterIntoForce puts the permit in force once the leader has accepted the
// conditions and every named user has signed.
func (c Case) enterIntoForce() Case {
	if c.Accepted == nil {
		return c
	}
	for _, u := range c.Users() {
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
	case c.untilFinal(c.Decision, ""):
		return c.LastAppealDay().AddDate(0, 0, 1).Time()
	}
	return c.ServedAt
}

// Basis proves that an extract may be made on this permit now (law.md 4 A).
func (c Case) Basis(now time.Time) (Basis, error) {
	if err := c.Gate(now); err != nil {
		return Basis{}, err
	}
	law, err := LawOn(registers.DayOf(c.DecidedAt))
	if err != nil {
		return Basis{}, err
	}
	return Basis{
		kind: PermitBasis, id: string(c.ID), version: c.Version, provision: law.Permit.FI,
		scope: c.AsDelivered(now).Granted(), destroyBy: c.PermitTerm().To,
	}, nil
}

// End closes a permit whose term is over, or that its holder gives up. One that
// was never put to use ends with its term as well. A change that still waits is
// dropped with it.
func (c Case) End(by Actor, now time.Time) (Case, Event, error) {
	if err := c.mayEnd(by, now); err != nil {
		return Case{}, Event{}, err
	}
	c.State, c.EndedAt = Ended, now
	var detail map[string]string
	if ch := c.openChange(); ch != nil {
		c, detail = c.withoutChange(now), map[string]string{"change": number(ch.No)}
	}
	return c.step(CaseEnded, by, now, detail)
}

func (c Case) mayEnd(by Actor, now time.Time) error {
	switch {
	case c.State != InForce && (c.State != Served || !c.lapsed(now) || !c.Decision.Grants()):
		return deny("not-in-force")
	case !c.lapsed(now) && c.Leader() != by.ID:
		return deny("not-the-leader")
	case c.lapsed(now) && c.extending():
		return deny("change-pending") // condition 9: asked for before the end
	}
	return nil
}

// lapsed says whether the last day of the permit has passed.
func (c Case) lapsed(now time.Time) bool {
	return past(c.PermitTerm().To, now)
}

// extending says whether a change of the term is still being decided.
func (c Case) extending() bool {
	ch := c.openChange()
	return ch != nil && !ch.Asked.Until.IsZero()
}

// withoutChange drops the change that waits.
func (c Case) withoutChange(now time.Time) Case {
	c.Life.Changes = slices.Clone(c.Life.Changes)
	ch := c.openChange()
	ch.State, ch.Closed = ChangeIsDropped, now
	return c
}

// RunsOut says whether the service ends c now by itself (law.md 4 A): its term is
// over and no longer one is being decided.
func (c Case) RunsOut(now time.Time) bool {
	return c.mayEnd(Actor{ID: ServiceID}, now) == nil
}

// mayEndHere is mayEnd as the pages show it: when the term is over the service
// ends it by itself.
func (c Case) mayEndHere(by Actor, now time.Time) error {
	if (c.State == InForce || c.State == Served) && !by.Has(Presenter) && !by.Has(Decider) && c.Leader() != by.ID {
		return deny("not-the-leader")
	}
	return c.mayEnd(by, now)
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
