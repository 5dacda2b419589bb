package permits

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"tietolupa/registers"
)

// For gives the case that command do is about: while a permit in force waits for a
// change, the commands of the handling are about the change, which is then handled
// as a case of its own whose application is what it adds. So the same functions
// judge, ask, hear, pause, propose and decide both. It says whether it is the
// change's; otherwise the case comes back as it was.
func (c Case) For(do Command) (Case, bool) {
	if c.OfChange != 0 || c.State != InForce {
		return c, false
	}
	ch := c.openChange()
	if g, known := guardOf(do); !known || !g.Change || ch == nil || ch.State == ChangeIsGranted {
		return c, false
	}
	if (do == DoAnswer || do == DoExtend) && c.openHearing() != nil {
		return c, false // on a correction or a revocation of the permit itself
	}
	if do == DoDissent && (c.measureWaits() != WaitsNobody) {
		return c, false // from a measure upon the permit itself
	}
	return c.asChange(*ch), true
}

// InChange is the open change of c as a case of its own, while it is handled.
func (c Case) InChange() (Case, bool) { return c.For(DoPropose) }

// ChangeCase is change no of c as a case of its own, as it was handled or decided.
func (c Case) ChangeCase(no int) (Case, bool) {
	if no < 1 || no > len(c.Life.Changes) || c.Decision == nil {
		return c, false
	}
	return c.asChange(c.Life.Changes[no-1]), true
}

// asChange lays the application of a change over c: what the permit holds, with
// the scope that the change adds in place of its own.
func (c Case) asChange(ch Change) Case {
	application, was := c.Application, c
	was.Life.Changes = slices.DeleteFunc(slices.Clone(c.Life.Changes), func(o Change) bool { return o.No >= ch.No })
	c.Application = was.AsItStands().Application
	a := &c.Application
	a.Scope, a.Until = ch.Adds, cmp.Or(ch.Asked.Until, was.PermitTerm().To)
	a.ThirdCountries = ch.Asked.ThirdCountries
	if len(ch.Asked.Linked) > 0 {
		a.Linked = ch.Asked.Linked
	}
	a.Reasons = maps.Clone(a.Reasons)
	maps.Copy(a.Reasons, ch.Asked.Reasons)
	if ch.Asked.Place != nil {
		a.Recipient = *ch.Asked.Place
	}
	permit := c
	permit.Application = application
	c.OfChange, c.Permit, c.Submitted, c.State = ch.No, &permit, ch.At, ch.stage()
	c.Presenter, c.Decider, c.DecidedAt, c.ServedAt = ch.Presenter, ch.Decider, ch.DecidedAt, time.Time{}
	c.Proposal, c.Decision = ch.Proposal, ch.Decision
	bars := c.Handling.Bars
	c.Handling = ch.Handling
	c.Handling.Bars = bars // nobody is disqualified from the one and not from the other
	return c
}

// stage is the state in which ch is, as a case of its own.
func (ch Change) stage() State {
	switch ch.State {
	case ChangeIsAsked:
		return cmp.Or(ch.Stage, InReview)
	case ChangeIsProposed:
		return Proposed
	case ChangeIsRefused:
		return Refused
	case ChangeIsDropped:
		return Withdrawn
	}
	if ch.Decision != nil && ch.Decision.Outcome == GrantPart {
		return PartlyGranted
	}
	return Granted
}

// changeEvents are what the events of a case are called in a change.
var changeEvents = map[EventKind]EventKind{
	CaseProposed: ChangeProposed, CaseGranted: ChangeGranted, CasePartlyGranted: ChangeGranted,
	CaseRefused: ChangeRefused, CaseDismissed: ChangeRefused,
}

// folded puts a change that was handled as a case of its own back in its permit.
// The event says which change it is about.
func (c Case) folded(v Case, e Event, err error) (Case, Event, error) {
	if err != nil {
		return Case{}, Event{}, err
	}
	c.Writer, c.Version, c.Handling.Bars, c.Invited = v.Writer, v.Version, v.Handling.Bars, v.Invited
	c.Life.Changes = slices.Clone(c.Life.Changes)
	ch := &c.Life.Changes[v.OfChange-1]
	if len(v.Handling.Versions) > len(ch.Handling.Versions) {
		ch.Adds, ch.Asked = v.Application.Scope, c.askedAnew(*ch, v.Application)
	}
	ch.Handling, ch.Presenter, ch.Proposal = v.Handling, v.Presenter, v.Proposal
	ch.Handling.Bars = nil
	ch.Granted, ch.Cents = nil, 0
	switch v.State {
	case Proposed:
		ch.State, ch.Stage = ChangeIsProposed, ""
		ch.give(c, *v.Proposal)
	case Granted, PartlyGranted:
		ch.State, ch.Decision, ch.Decider, ch.DecidedAt = ChangeIsGranted, v.Decision, v.Decider, e.At
		ch.give(c, *v.Decision)
	case Refused, Dismissed:
		ch.State, ch.Decision, ch.Decider, ch.DecidedAt, ch.Closed = ChangeIsRefused, v.Decision, v.Decider, e.At, e.At
	default:
		ch.State, ch.Stage = ChangeIsAsked, v.State
	}
	detail := map[string]string{"change": number(ch.No)}
	maps.Copy(detail, e.Detail)
	if changeEvents[e.Kind] != "" && e.Kind != CaseProposed {
		detail["measure"] = c.toBeSigned(*ch, e)
	}
	e.Detail, e.Kind = detail, cmp.Or(changeEvents[e.Kind], e.Kind)
	c.sends(e)
	return c, e, nil
}

// toBeSigned has the letter of ch, which e decided, signed by both officials, as the
// letter of any measure; it gives the measure's number.
func (c *Case) toBeSigned(ch Change, e Event) string {
	m := Measure{No: len(c.Life.Measures) + 1, Kind: ChangeMeasure, Change: ch.No, Presenter: ch.Presenter, At: e.At,
		Decider: ch.Decider, DecidedAt: e.At, Draft: e.Version}
	if ch.Handling.Dissent != nil {
		m.Dissent = *ch.Handling.Dissent
	}
	c.Life.Measures = append(slices.Clone(c.Life.Measures), m)
	return number(m.No)
}

// changeMeasure is the measure that decided change no; false while it is undecided,
// and of one that was confirmed before changes were signed.
func (c Case) changeMeasure(no int) (Measure, bool) {
	for _, m := range c.Life.Measures {
		if m.Change == no && no > 0 {
			return m, true
		}
	}
	return Measure{}, false
}

// ChangeGiven says whether the decision on change no has been given to its party: its
// letter bears both signatures.
func (c Case) ChangeGiven(no int) bool {
	m, signs := c.changeMeasure(no)
	return no > 0 && no <= len(c.Life.Changes) && !c.Life.Changes[no-1].DecidedAt.IsZero() && (!signs || m.BothSigned())
}

// askedAnew is what ch asks for once its application has been written anew, by a
// supplement or by a narrower scope that was accepted.
func (c Case) askedAnew(ch Change, a Application) Delta {
	d := ch.Asked
	if d.Scope != nil {
		s := joined(*c.before(ch).Scope, a.Scope)
		d.Scope = &s
	}
	if !d.Until.IsZero() {
		d.Until = a.Until
	}
	if d.Place != nil {
		d.Place = &a.Recipient
	}
	if len(d.Linked) > 0 {
		d.Linked = a.Linked
	}
	d.ThirdCountries, d.Reasons = a.ThirdCountries, map[string]string{}
	for _, id := range a.Scope.VariableIDs() {
		if why := a.Reasons[id]; why != "" {
			d.Reasons[id] = why
		}
	}
	return d
}

// give says what d grants of ch, and prices it as the difference that it makes.
func (ch *Change) give(c Case, d Decision) {
	ch.Granted = c.given(*ch, d)
	if ch.Granted == nil {
		return
	}
	v := c.asChange(*ch)
	v.Decision = &d
	hours, waiver := 0.0, ""
	if d.Fee != nil {
		hours, waiver = d.Fee.Hours, d.Fee.Waiver
	}
	ch.Cents = v.EstimateFee(hours, waiver).Cents
}

// given is what d grants of what ch asks for; nil when nothing.
func (c Case) given(ch Change, d Decision) *Delta {
	if !d.Grants() {
		return nil
	}
	g := Delta{Reasons: ch.Asked.Reasons}
	was := c.before(ch)
	for _, kind := range ch.Asked.Kinds() {
		switch {
		case slices.Contains(d.Withheld, kind):
		case kind == "time" && was.Until.Before(d.Term.To):
			g.Until = d.Term.To
		case kind == "data":
			s := *ch.Asked.Scope
			if len(ch.Adds.Tables) > 0 {
				s = joined(*was.Scope, d.Scope)
			}
			g.Scope = &s
		case kind == "place":
			g.Place = ch.Asked.Place
		case kind == "people":
			g.Leader = ch.Asked.Leader
		case kind == "transfer":
			g.ThirdCountries = ch.Asked.ThirdCountries
		case kind == "linked":
			g.Linked = ch.Asked.Linked
		}
	}
	if len(g.Kinds()) == 0 {
		return nil
	}
	return &g
}

// joined is what a permit holds once added has come to it: the variables of both,
// those of added at its step, of the population, period and sample of added.
func joined(was, added Scope) Scope {
	s := added
	s.Tables = nil
	for _, t := range was.Tables {
		of := ScopeTable{Table: t.Table}
		for _, v := range t.Variables {
			if at := added.Protection(v.ID); at != registers.Drop {
				v.Protection = at
			}
			of.Variables = append(of.Variables, v)
		}
		s.Tables = append(s.Tables, of)
	}
	for _, t := range added.Tables {
		i := slices.IndexFunc(s.Tables, func(x ScopeTable) bool { return x.Table == t.Table })
		if i < 0 {
			s.Tables = append(s.Tables, t)
			continue
		}
		for _, v := range t.Variables {
			if !slices.ContainsFunc(s.Tables[i].Variables, func(x ScopeVariable) bool { return x.ID == v.ID }) {
				s.Tables[i].Variables = append(s.Tables[i].Variables, v)
			}
		}
	}
	return s
}

// changesRightly returns the rule that keeps d from being the decision on the
// change that c is: it gives something, and takes away nothing that the permit
// holds and its holder has not given up; that would be a revocation.
func (c Case) changesRightly(d Decision, cat *registers.Catalogue) error {
	if c.OfChange == 0 {
		if len(d.Withheld) > 0 {
			return deny("no-such-outcome")
		}
		return nil
	}
	ch := c.Life.Changes[c.OfChange-1]
	was, g := c.Permit.before(ch), c.Permit.given(ch, d)
	switch {
	case slices.ContainsFunc(d.Withheld, func(kind string) bool { return !slices.Contains(ch.Asked.Kinds(), kind) }):
		return deny("no-such-outcome")
	case g == nil:
		return deny("nothing-changed")
	case d.Term.To.Before(was.Until):
		return denyAbout("change-takes-away", "until")
	case g.Scope != nil && ch.Asked.Scope.Covers(*was.Scope, cat) == nil && g.Scope.Covers(*was.Scope, cat) != nil:
		return denyAbout("change-takes-away", "scope")
	}
	return nil
}

// GivesData says whether d gives anything of the registers, if it grants: a change
// of c may be of time, place or people alone, or give nothing of its data.
func (d Decision) GivesData(c Case) bool {
	return c.OfChange == 0 || len(c.Application.Scope.Tables) > 0 && !slices.Contains(d.Withheld, "data")
}

// asAsked says whether d gives all that c asks for.
func (c Case) asAsked(d Decision, cat *registers.Catalogue) bool {
	all := d.Scope.Covers(c.Application.Scope, cat) == nil
	if c.OfChange > 0 {
		all = (all || len(c.Application.Scope.Tables) == 0) && len(d.Withheld) == 0 && d.Term.To == c.Application.Until
	}
	return all
}

// Matter is what law/delegation.csv calls a decision of outcome in c.
func (c Case) Matter(outcome Outcome) string {
	if c.OfChange > 0 {
		return "change"
	}
	return string(outcome)
}
