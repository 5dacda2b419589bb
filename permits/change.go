package permits

import (
	"slices"
	"time"

	"tietolupa/registers"
)

// A ChangeState says whose turn a change of a permit is.
type ChangeState string

const (
	ChangeIsAsked    ChangeState = "asked"
	ChangeIsProposed ChangeState = "proposed"
	ChangeIsGranted  ChangeState = "granted" // waits for its acceptance
	ChangeIsInForce  ChangeState = "in-force"
	ChangeIsRefused  ChangeState = "refused"
	ChangeIsDropped  ChangeState = "dropped"
	ChangeIsAnnulled ChangeState = "annulled" // on appeal, or rectified
)

// A Delta is what a change changes: time, data, place, the responsible person.
// What it leaves empty stays as it is.
type Delta struct {
	Until  registers.Day `json:"until,omitzero"`   // time: a renewal when later than the term
	Scope  *Scope        `json:"scope,omitempty"`  // data
	Place  *Recipient    `json:"place,omitempty"`  // environment or key
	Leader UserID        `json:"leader,omitempty"` // one of the named users

	ThirdCountries string `json:"third_countries,omitempty"` // transfers outside the EEA that the change brings, and their ground

	Linked []LinkedData `json:"linked,omitempty"` // what the change brings to be linked

	Reasons map[string]string `json:"reasons,omitempty"` // variable that is added or made finer → why it is needed
}

// Kinds lists what d changes: "time", "data", "place", "people", "transfer" and
// "linked". A fee stands for each of the first four.
func (d Delta) Kinds() (kinds []string) {
	for _, k := range []struct {
		kind string
		on   bool
	}{{"time", !d.Until.IsZero()}, {"data", d.Scope != nil}, {"place", d.Place != nil}, {"people", d.Leader != ""}, {"transfer", d.ThirdCountries != ""}, {"linked", len(d.Linked) > 0}} {
		if k.on {
			kinds = append(kinds, k.kind)
		}
	}
	return kinds
}

// A Change (muutoslupa) is decided, priced and extracted as the difference that
// it makes (condition 15).
type Change struct {
	No        int         `json:"no"`
	State     ChangeState `json:"state"`
	By        UserID      `json:"by"`
	At        time.Time   `json:"at"`
	Asked     Delta       `json:"asked"`
	Adds      Scope       `json:"adds,omitzero"` // the part of what is asked for that is not granted: what is judged
	Why       TextRef     `json:"why"`
	Presenter UserID      `json:"presenter,omitempty"`
	Stage     State       `json:"stage,omitempty"` // of its handling while it is asked for: whose turn it is
	Handling  Handling    `json:"handling,omitzero"`
	Proposal  *Decision   `json:"proposal,omitempty"` // on Adds, and on the rest of what is asked for
	Decision  *Decision   `json:"decision,omitempty"`
	Granted   *Delta      `json:"granted,omitempty"` // as proposed, then as decided; nil: refused
	Cents     int         `json:"cents,omitempty"`   // the price of what is proposed or granted, by the day it was asked
	Agreed    TextRef     `json:"agreed,omitzero"`   // the text that was accepted
	Decider   UserID      `json:"decider,omitempty"`
	DecidedAt time.Time   `json:"decided_at,omitzero"`
	Accepted  *Signature  `json:"accepted,omitempty"`
	Closed    time.Time   `json:"closed,omitzero"`
	Annulled  time.Time   `json:"annulled,omitzero"`
	Declares  []string    `json:"declares,omitempty"` // what of Case.BeforeDelivery its acceptance has to declare
}

// Open says whether ch still waits for somebody.
func (ch Change) Open() bool {
	return slices.Contains([]ChangeState{ChangeIsAsked, ChangeIsProposed, ChangeIsGranted}, ch.State)
}

// priced is what ch is priced by: what is given of it, or all that is asked when
// nothing is.
func (ch Change) priced() Delta {
	if ch.Granted != nil {
		return *ch.Granted
	}
	return ch.Asked
}

func (c Case) openChange() *Change {
	if n := len(c.Life.Changes); n > 0 && c.Life.Changes[n-1].Open() {
		return &c.Life.Changes[n-1]
	}
	return nil
}

// changeIn demands that the open change is in one of states.
func changeIn(states ...ChangeState) func(Case, Actor, time.Time) error {
	return func(c Case, _ Actor, _ time.Time) error {
		if ch := c.openChange(); ch == nil || !slices.Contains(states, ch.State) {
			return deny("no-change")
		}
		return nil
	}
}

// AskChange asks for a change of a permit in force. A renewal is asked for
// before the term ends.
func (c Case) AskChange(by Actor, seen int, d Delta, why string, cat *registers.Catalogue, now time.Time) (Case, Event, error) {
	if err := c.ready(DoAskChange, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	if err := c.checkDelta(d, cat, now); err != nil {
		return Case{}, Event{}, err
	}
	if c.lapsed(now) {
		return Case{}, Event{}, deny("already-over")
	}
	if empty(why) {
		return Case{}, Event{}, deny("no-reasons")
	}
	if d.Scope != nil {
		s := d.Scope.WithKeys(cat)
		d.Scope = &s
	}
	ch := Change{No: len(c.Life.Changes) + 1, State: ChangeIsAsked, By: by.ID, At: now, Asked: d, Presenter: c.Presenter, Stage: InReview,
		Why: c.text(RequestText, "", 0, by, true, why, now)}
	if d.Scope != nil {
		ch.Adds = Added(c.Granted(), *d.Scope, cat)
	}
	c.Life.Changes = append(slices.Clone(c.Life.Changes), ch)
	return c.changed(ChangeAsked, by, now)
}

func (c Case) checkDelta(d Delta, cat *registers.Catalogue, now time.Time) error {
	day := registers.DayOf(now)
	switch {
	case len(d.Kinds()) == 0:
		return deny("nothing-changed")
	case !d.Until.IsZero() && !day.Before(d.Until):
		return deny("already-over")
	case d.Leader != "" && (!slices.Contains(c.Users(), d.Leader) || d.Leader == c.Leader()):
		return deny("not-a-named-user")
	}
	for _, gap := range (Application{Linked: d.Linked}).competence(day) {
		return gap.Rule
	}
	if d.Place != nil {
		if err := d.Place.check(PermitBasis, day); err != nil {
			return err
		}
	}
	if d.Scope != nil {
		return d.Scope.Check(cat, day)
	}
	return nil
}

// DropChange takes back the change that was asked for: its handling lapses, and the
// permit stands as it stood (raukeaminen).
func (c Case) DropChange(by Actor, seen int, now time.Time) (Case, Event, error) {
	if err := c.ready(DoDropChange, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	c.Life.Changes = slices.Clone(c.Life.Changes)
	ch := c.openChange()
	ch.State, ch.Closed, ch.Stage = ChangeIsDropped, now, ""
	return c.changed(ChangeDropped, by, now)
}

// AcceptChange puts a granted change in force: the responsible person, the new
// one when that is what changes, accepts the conditions as they now stand.
// sha256 is the Agreement's: nobody accepts another text than what was shown.
// The text itself is kept among the case's.
func (c Case) AcceptChange(by Actor, seen int, sha256 string, cat *registers.Catalogue, now time.Time) (Case, Event, error) {
	if err := c.ready(DoAcceptChange, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	a, err := c.Agreement(cat)
	if err != nil {
		return Case{}, Event{}, err
	}
	if sha256 != a.SHA256 {
		return Case{}, Event{}, deny("other-text")
	}
	given, err := c.declaring(Signature{By: by.ID, At: now, SHA256: sha256}, a.Declares)
	if err != nil {
		return Case{}, Event{}, err
	}
	agreed := c.text(AgreementText, "", 0, by, true, a.Text, now)
	c.Life.Changes = slices.Clone(c.Life.Changes)
	ch := c.openChange()
	ch.Accepted, ch.State, ch.Closed, ch.Agreed, ch.Declares = &given, ChangeIsInForce, now, agreed, a.Declares
	return c.changed(ChangeAccepted, by, now)
}

// changed is the step of the latest change.
func (c Case) changed(kind EventKind, by Actor, now time.Time) (Case, Event, error) {
	ch := c.Life.Changes[len(c.Life.Changes)-1]
	detail := map[string]string{"no": number(ch.No), "scope": c.Granted().Hash()}
	if kind == ChangeDropped {
		detail["change"] = number(ch.No) // its letter is of the change
	}
	if ch.Asked.Scope != nil {
		detail["asked"] = ch.Asked.Scope.Hash()
	}
	return c.step(kind, by, now, detail)
}

// Added is the part of now that was does not hold: what is re-extracted when a
// permit has been changed, and what the change is judged by. A wider
// population, period or sample adds every table.
func Added(was, now Scope, cat *registers.Catalogue) Scope {
	rows := now
	rows.Tables = was.Tables
	if was.Covers(rows, cat) != nil {
		return now
	}
	added := now
	added.Tables = nil
	for _, t := range now.Tables {
		fresh := ScopeTable{Table: t.Table}
		for _, v := range t.Variables {
			c, known := cat.Variable(v.ID)
			finer, err := c.Ladder.Finer(v.Protection, was.Protection(v.ID))
			if !known || err != nil || finer {
				fresh.Variables = append(fresh.Variables, v)
			}
		}
		if len(fresh.Variables) > 0 {
			added.Tables = append(added.Tables, fresh)
		}
	}
	return added.WithKeys(cat)
}
