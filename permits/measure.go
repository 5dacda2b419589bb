package permits

import (
	"slices"
	"time"

	"tietolupa/registers"
)

// A MeasureKind says what a measure decides. Its text is stored, so kinds are
// added but never renamed.
type MeasureKind string

const (
	RevocationMeasure MeasureKind = "revocation" // luvan peruuttaminen
	RulingMeasure     MeasureKind = "ruling"     // oikaisuvaatimuksen ratkaiseminen
	ChangeMeasure     MeasureKind = "change"     // muutoksen ratkaiseminen: a case of its own until it is decided

	CourtStatementMeasure MeasureKind = "court-statement" // lausunto hallinto-oikeudelle: no decision, and signed as one
)

// A Measure is a decision of the authority upon a case that it has decided: a
// revocation, its ruling on a demand for rectification, or a change. As with the decision
// itself, one proposes it and another decides it, and both sign its letter (PL
// 118 §, SAsL 16 §).
type Measure struct {
	No        int         `json:"no"`
	Kind      MeasureKind `json:"kind"`
	Presenter UserID      `json:"presenter"`
	At        time.Time   `json:"at"` // when it was proposed
	Reasons   TextRef     `json:"reasons"`

	Part    *Part   `json:"part,omitempty"`   // of a revocation; nil: the whole permit. Of a ruling: what of it stays revoked
	Milder  TextRef `json:"milder,omitzero"`  // what milder was considered (HL 6 §)
	Heard   int     `json:"heard,omitempty"`  // number of the hearing before it
	Unheard TextRef `json:"unheard,omitzero"` // or why there was none (HL 34.2 §)

	Remedy  int    `json:"remedy,omitempty"` // of a ruling
	Outcome string `json:"outcome,omitempty"`
	Credit  int    `json:"credit,omitempty"` // of a fee, in cents: what is taken off it

	Change int `json:"change,omitempty"` // that it decided

	CourtRequest int       `json:"court_request,omitempty"` // that a statement answers
	Answers      []TextRef `json:"answers,omitempty"`       // to its claims, one to each
	Demand       TextRef   `json:"demand,omitzero"`         // of the court

	Returned  time.Time           `json:"returned,omitzero"` // to its presenter
	Why       TextRef             `json:"why,omitzero"`
	Decider   UserID              `json:"decider,omitempty"`
	DecidedAt time.Time           `json:"decided_at,omitzero"`
	Draft     int                 `json:"draft,omitempty"` // version of the case whose letter is to be signed
	Dissent   TextRef             `json:"dissent,omitzero"`
	Letter    []OfficialSignature `json:"letter,omitempty"`
	Sent      int                 `json:"sent,omitempty"` // version of the case whose letter bears both signatures
}

// LetterKind is the kind of letter that tells m.
func (m Measure) LetterKind() LetterKind {
	switch m.Kind {
	case RevocationMeasure:
		return RevocationLetter
	case ChangeMeasure:
		return ChangeLetter
	case CourtStatementMeasure:
		return CourtStatementLetter
	}
	return RulingLetter
}

// BothSigned says whether the presenter and the decider have signed its letter.
func (m Measure) BothSigned() bool { return len(m.Letter) == 2 }

// Matter is its row in the delegation table.
func (m Measure) Matter() string {
	switch {
	case m.Kind == RulingMeasure:
		return "rectification"
	case m.Kind == ChangeMeasure:
		return "change"
	case m.Kind == CourtStatementMeasure:
		return "court-statement"
	case m.Part != nil:
		return "revoke-part"
	}
	return "revoke"
}

// roleOf is what u signs its letter as: "presenter", "decider" or nothing.
func (m Measure) roleOf(u UserID) string { return signerRole(u, m.Presenter, m.Decider) }

func (m Measure) signedAs(role string) bool { return signedBy(role, m.Letter) }

// toSign is whose signature its letter waits for: the presenter's first.
func (m Measure) toSign() Party {
	if m.signedAs("presenter") {
		return WaitsDecider
	}
	return WaitsPresenter
}

// texts lists what was written in m before it was decided.
func (m Measure) texts() []TextRef {
	return append([]TextRef{m.Reasons, m.Milder, m.Unheard, m.Why, m.Dissent, m.Demand}, m.Answers...)
}

// ProposedMeasure is the measure of that kind that waits for its decider, or nil:
// one upon a decision that no longer stands waits for nobody.
func (c Case) ProposedMeasure(kind MeasureKind) *Measure {
	m := c.latestMeasure(kind)
	if m == nil || !m.DecidedAt.IsZero() || !m.Returned.IsZero() {
		return nil
	}
	r := c.remedyNo(m.Remedy)
	if kind == CourtStatementMeasure {
		if r == nil || r.Outcome != "" {
			return nil // the court has ruled meanwhile
		}
		return m
	}
	if fee := r != nil && r.Kind == FeeRemedy; !fee && (c.Decision == nil || m.At.Before(c.DecidedAt)) {
		return nil // a fee stays when the decision is made anew
	}
	if kind == RulingMeasure && (r == nil || r.Outcome != "") {
		return nil // withdrawn meanwhile
	}
	return m
}

// ReturnedMeasure is the latest of that kind, when it was sent back to its
// presenter and nothing has been proposed since; or nil.
func (c Case) ReturnedMeasure(kind MeasureKind) *Measure {
	m := c.latestMeasure(kind)
	if m == nil || m.Returned.IsZero() || kind != CourtStatementMeasure && m.At.Before(c.DecidedAt) {
		return nil
	}
	return m
}

// latestMeasure is the last of that kind that was proposed, or nil.
func (c Case) latestMeasure(kind MeasureKind) *Measure {
	for _, m := range slices.Backward(c.Life.Measures) {
		if m.Kind == kind {
			return &m
		}
	}
	return nil
}

// MeasureOf is the measure whose letter an event makes: it decided it, or put the
// second signature on it. False for an event about none.
func (c Case) MeasureOf(e Event) (Measure, bool) {
	for _, m := range c.Life.Measures {
		if number(m.No) == e.Detail["measure"] {
			return m, true
		}
	}
	return Measure{}, false
}

// UnsignedMeasures lists those decided whose letter waits for a signature: not that
// of a change which has been undone meanwhile, or of a statement on an appeal that
// the court has ruled on.
func (c Case) UnsignedMeasures() (all []Measure) {
	for _, m := range c.Life.Measures {
		undone := m.Change > 0 && slices.Contains([]ChangeState{ChangeIsAnnulled, ChangeIsDropped}, c.Life.Changes[m.Change-1].State)
		if m.Kind == CourtStatementMeasure {
			r := c.remedyNo(m.Remedy)
			undone = r == nil || r.Outcome != ""
		}
		if !m.DecidedAt.IsZero() && !m.BothSigned() && !undone {
			all = append(all, m)
		}
	}
	return all
}

// unsettled says whether a text belongs to a measure that has not been decided:
// what is prepared within the authority is not the party's to read (JulkL 11.2 §
// 3 k).
func (c Case) unsettled(no int) bool {
	return slices.ContainsFunc(c.Life.Measures, func(m Measure) bool {
		return m.DecidedAt.IsZero() && slices.ContainsFunc(m.texts(), func(r TextRef) bool { return r.No == no && no > 0 })
	})
}

// measureWaits is whom a measure waits for: its presenter, its decider, or who has
// not signed its letter. WaitsNobody when none is under way.
func (c Case) measureWaits() Party {
	if !c.upkept() {
		return WaitsNobody // the case's own handling goes on
	}
	if c.ProposedMeasure(RulingMeasure) != nil || c.ProposedMeasure(RevocationMeasure) != nil || c.ProposedMeasure(CourtStatementMeasure) != nil {
		return WaitsDecider
	}
	if unsigned := c.UnsignedMeasures(); len(unsigned) > 0 {
		return unsigned[0].toSign()
	}
	if c.ReturnedMeasure(RevocationMeasure) != nil {
		return WaitsPresenter
	}
	return WaitsNobody
}

// rulingParty is whose turn it is with an open demand for rectification.
func (c Case) rulingParty(r Remedy) Party {
	if m := c.ProposedMeasure(RulingMeasure); m != nil && m.Remedy == r.No {
		return WaitsDecider
	}
	return WaitsPresenter
}

// aPresenter is an official who prepares.
func aPresenter(c Case, by Actor, _ time.Time) error { return c.unbarred(by, Presenter) }

// nothingProposed demands that no measure of kind waits for its decider.
func nothingProposed(kind MeasureKind) func(Case) error {
	return func(c Case) error {
		if c.ProposedMeasure(kind) != nil {
			return deny("measure-proposed")
		}
		return nil
	}
}

// propose adds m to c, as by's.
func (c Case) propose(m Measure, kind EventKind, by Actor, now time.Time, detail map[string]string) (Case, Event, error) {
	m.No, m.Presenter, m.At = len(c.Life.Measures)+1, by.ID, now
	c.Life.Measures = append(slices.Clone(c.Life.Measures), m)
	detail["measure"], detail["unbiased"] = number(m.No), "yes"
	return c.step(kind, by, now, detail)
}

// declared demands an official's own answer that they are not disqualified in the
// matter (HL 28 §); the event of the act keeps it.
func declared(unbiased bool) error {
	if !unbiased {
		return denyAbout("interest-unanswered", "unbiased")
	}
	return nil
}

// mayDecideMeasure returns the rule that keeps by from deciding the proposed
// measure of kind, or from sending it back: nobody decides alone, on the proposal
// of one who is disqualified, or a rectification of their own decision.
func (c Case) mayDecideMeasure(kind MeasureKind, by Actor) error {
	if err := aDecider(c, by, time.Time{}); err != nil {
		return err
	}
	m := c.ProposedMeasure(kind)
	switch {
	case m == nil:
		return deny("measure-not-proposed")
	case m.Presenter == by.ID:
		return deny("same-presenter")
	case c.Barred(m.Presenter):
		return deny("disqualified")
	}
	if r := c.remedyNo(m.Remedy); r != nil && c.decidedItself(*r, by) {
		return deny("same-decider") // letters 8.4
	}
	return nil
}

// decideMeasure makes the proposed measure of kind by's decision. unbiased is the
// decider's own answer on disqualification (letters 10.8).
func (c Case) decideMeasure(kind MeasureKind, by Actor, unbiased bool, now time.Time) (Case, Measure, error) {
	m := c.ProposedMeasure(kind)
	if err := Delegated(m.Matter(), by, registers.DayOf(now)); err != nil {
		return Case{}, Measure{}, err
	}
	if err := declared(unbiased); err != nil {
		return Case{}, Measure{}, err
	}
	c.Life.Measures = slices.Clone(c.Life.Measures)
	decided := &c.Life.Measures[m.No-1]
	decided.Decider, decided.DecidedAt, decided.Draft = by.ID, now, c.Version+1
	return c, *decided, nil
}

// ReturnMeasure sends the proposed measure of kind back to its presenter with a
// reason, which the authority's officers read.
func (c Case) ReturnMeasure(kind MeasureKind, by Actor, seen int, why string, now time.Time) (Case, Event, error) {
	do, event := DoReturnRevocation, RevocationReturned
	switch kind {
	case RulingMeasure:
		do, event = DoReturnRuling, RulingReturned
	case CourtStatementMeasure:
		do, event = DoReturnStatement, CourtStatementReturned
	}
	if err := c.ready(do, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	if empty(why) {
		return Case{}, Event{}, deny("no-reasons")
	}
	m := c.ProposedMeasure(kind)
	ref := c.text(ReturnText, string(kind), 0, by, false, why, now)
	c.Life.Measures = slices.Clone(c.Life.Measures)
	c.Life.Measures[m.No-1].Returned, c.Life.Measures[m.No-1].Why = now, ref
	return c.step(event, by, now, map[string]string{"measure": number(m.No), "presenter": string(m.Presenter), "text": ref.SHA256})
}

// ReturnRevocation sends a proposed revocation back to its presenter.
func (c Case) ReturnRevocation(by Actor, seen int, why string, now time.Time) (Case, Event, error) {
	return c.ReturnMeasure(RevocationMeasure, by, seen, why, now)
}

// ReturnRuling sends a proposed ruling back to its presenter.
func (c Case) ReturnRuling(by Actor, seen int, why string, now time.Time) (Case, Event, error) {
	return c.ReturnMeasure(RulingMeasure, by, seen, why, now)
}

// signMeasure is SignLetter of the letter of m.
func (c Case) signMeasure(m Measure, by Actor, sha256 string, now time.Time) (Case, Event, error) {
	if len(sha256) != 64 || len(m.Letter) > 0 && m.Letter[0].SHA256 != sha256 {
		return Case{}, Event{}, deny("other-text")
	}
	s := OfficialSignature{Signature: Signature{By: by.ID, At: now, SHA256: sha256}, Role: m.roleOf(by.ID)}
	c.Life.Measures = slices.Clone(c.Life.Measures)
	signed := &c.Life.Measures[m.No-1]
	signed.Letter = append(slices.Clone(m.Letter), s)
	if signed.BothSigned() {
		signed.Sent = c.Version + 1
	}
	detail := map[string]string{"letter": sha256, "role": s.Role, "measure": number(m.No), "unbiased": "yes"}
	if m.Remedy > 0 {
		detail["no"] = number(m.Remedy)
	}
	if m.Change > 0 {
		detail["change"] = number(m.Change)
	}
	return c.step(LetterSigned, by, now, detail)
}

// dissentFrom is dissent of what by presented of the measures: one that is
// proposed or decided and that nobody has signed; nil when there is none.
func (c Case) dissentFrom(by UserID) *Measure {
	for _, m := range slices.Backward(c.Life.Measures) {
		open := !m.DecidedAt.IsZero() && len(m.Letter) == 0
		if p := c.ProposedMeasure(m.Kind); p != nil && p.No == m.No {
			open = true
		}
		if m.Presenter == by && open && m.Dissent.IsZero() {
			return &m
		}
	}
	return nil
}
