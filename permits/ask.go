package permits

import (
	"encoding/json"
	"slices"
	"time"

	"tietolupa/registers"
)

// Complete records that the application needs nothing more to be handled.
func (c Case) Complete(by Actor, seen int, now time.Time) (Case, Event, error) {
	if change, of := c.For(DoComplete); of {
		return c.folded(change.Complete(by, seen, now))
	}
	if err := c.ready(DoComplete, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	c.Handling.CompleteAt = now
	return c.step(CaseComplete, by, now, nil)
}

// Supplement asks for everything that is missing in one request (HL 22 §). The
// term is the law table's when it is zero, longer in summer. again says why a
// second request is made, which otherwise is refused.
func (c Case) Supplement(by Actor, seen int, lacks []Lack, term registers.Day, again string, now time.Time) (Case, Event, error) {
	if change, of := c.For(DoSupplement); of {
		return c.folded(change.Supplement(by, seen, lacks, term, again, now))
	}
	if err := c.ready(DoSupplement, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	if term.IsZero() {
		term = SupplementTerm(registers.DayOf(now))
	}
	switch {
	case len(lacks) == 0:
		return Case{}, Event{}, deny("no-deficiency")
	case len(c.Handling.Supplements) > 0 && empty(again):
		return Case{}, Event{}, deny("one-request")
	case !registers.DayOf(now).Before(term):
		return Case{}, Event{}, deny("already-over")
	}
	s := Supplement{No: len(c.Handling.Supplements) + 1, By: by.ID, At: now, Term: term}
	s.Again = c.text(ReasonText, "", 0, by, true, again, now)
	for _, l := range lacks {
		switch {
		case empty(l.Field) || empty(l.Text):
			return Case{}, Event{}, deny("no-deficiency")
		case unfilled(l.Text):
			return Case{}, Event{}, denyAbout("template-left", l.Field)
		}
		s.Deficiencies = append(s.Deficiencies, Deficiency{Field: l.Field, Provision: l.Provision, Mandatory: l.Mandatory,
			Text: c.text(DeficiencyText, l.Field, 0, by, true, l.Text, now)})
	}
	c.Handling.Supplements = append(slices.Clone(c.Handling.Supplements), s)
	c.State = Supplementing
	return c.step(SupplementAsked, by, now, map[string]string{"no": number(s.No), "term": term.String()})
}

// Reply answers deficiencies by field, and may change the application with it.
// When nothing mandatory is left unanswered the case goes back to its
// presenter; until then more may be answered.
func (c Case) Reply(by Actor, seen int, replies map[string]string, changed *Application, cat *registers.Catalogue, now time.Time) (Case, Event, error) {
	if change, of := c.For(DoReply); of {
		return c.folded(change.Reply(by, seen, replies, changed, cat, now))
	}
	if err := c.ready(DoReply, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	last := len(c.Handling.Supplements) - 1
	s := c.Handling.Supplements[last]
	s.Deficiencies = slices.Clone(s.Deficiencies)
	answered := 0
	for i, d := range s.Deficiencies {
		if body := replies[d.Field]; !empty(body) {
			s.Deficiencies[i].Reply = c.text(ReplyText, d.Field, d.Text.No, by, true, body, now)
			answered++
		}
	}
	if changed == nil && s.Amended != nil {
		changed = &s.Amended.Application
	}
	if draft, _ := c.Amending(); len(draft.OpenConflicts()) > 0 {
		return Case{}, Event{}, denyAbout("conflict-open", draft.OpenConflicts()[0].Part)
	}
	s.Amended = nil
	if answered == 0 && changed == nil {
		return Case{}, Event{}, deny("nothing-answered")
	}
	if changed != nil {
		a := *changed
		a.Scope = a.Scope.WithKeys(cat)
		if err := a.Complete(cat, registers.DayOf(now)); err != nil {
			return Case{}, Event{}, err
		}
		c = c.newApplication(a, "supplement", by, now)
	}
	if !slices.ContainsFunc(s.Deficiencies, func(d Deficiency) bool { return d.Mandatory && d.Reply.IsZero() }) {
		s.Closed, c.State = now, InReview
	}
	c.Handling.Supplements = slices.Clone(c.Handling.Supplements)
	c.Handling.Supplements[last] = s
	return c.step(SupplementReplied, by, now, map[string]string{"no": number(s.No), "answered": number(answered), "scope": c.Application.Scope.Hash()})
}

// newApplication puts a in the place of the application and keeps the old one.
func (c Case) newApplication(a Application, why string, by Actor, now time.Time) Case {
	was, err := json.Marshal(c.Application)
	if err != nil {
		panic("marshal an application: " + err.Error()) // strings and numbers only
	}
	c.Handling.Versions = append(slices.Clone(c.Handling.Versions), ApplicationVersion{
		Version: c.Version, Scope: c.Application.Scope.Hash(), Why: why, At: now,
		Text: c.text(ApplicationText, "", 0, by, true, string(was), now)})
	c.Application = a
	return c
}

// Extend gives more time to answer what has been asked (HL 33 §).
func (c Case) Extend(by Actor, seen int, term registers.Day, now time.Time) (Case, Event, error) {
	if change, of := c.For(DoExtend); of {
		return c.folded(change.Extend(by, seen, term, now))
	}
	if err := c.ready(DoExtend, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	if !c.Term().Before(term) || !registers.DayOf(now).Before(term) {
		return Case{}, Event{}, deny("already-over")
	}
	switch c.State {
	case Supplementing:
		c.Handling.Supplements = slices.Clone(c.Handling.Supplements)
		c.Handling.Supplements[len(c.Handling.Supplements)-1].Term = term
	case Offered:
		c.Handling.Offers = slices.Clone(c.Handling.Offers)
		c.Handling.Offers[len(c.Handling.Offers)-1].Term = term
	default:
		c.Handling.Hearings = slices.Clone(c.Handling.Hearings)
		c.Handling.Hearings[len(c.Handling.Hearings)-1].Term = term
	}
	return c.step(TermExtended, by, now, map[string]string{"term": term.String()})
}

// Term is the last day to answer what the applicant has been asked; zero when
// nothing is asked.
func (c Case) Term() registers.Day {
	switch h := c.Handling; {
	case c.State == Supplementing:
		return h.Supplements[len(h.Supplements)-1].Term
	case c.State == Offered:
		return h.Offers[len(h.Offers)-1].Term
	case c.openHearing() != nil:
		return c.openHearing().Term
	}
	return registers.Day{}
}

// termOver says whether the time to answer is over. Nothing lapses by it: the
// officer goes on with what there is (HL 33.2 §).
func (c Case) termOver(now time.Time) bool {
	return past(c.Term(), now)
}

// Offer proposes a narrower scope.
func (c Case) Offer(by Actor, seen int, scope Scope, why string, cat *registers.Catalogue, now time.Time) (Case, Event, error) {
	if change, of := c.For(DoOffer); of {
		return c.folded(change.Offer(by, seen, scope, why, cat, now))
	}
	if err := c.ready(DoOffer, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	scope = scope.WithKeys(cat)
	if err := scope.Check(cat, registers.DayOf(now)); err != nil {
		return Case{}, Event{}, err
	}
	if err := c.Application.Scope.Covers(scope, cat); err != nil {
		return Case{}, Event{}, err
	}
	switch {
	case scope.Covers(c.Application.Scope, cat) == nil:
		return Case{}, Event{}, deny("not-narrower")
	case empty(why):
		return Case{}, Event{}, deny("no-reasons")
	}
	o := Offer{No: len(c.Handling.Offers) + 1, By: by.ID, At: now, Term: SupplementTerm(registers.DayOf(now)), Scope: scope,
		Why: c.text(OfferText, "", 0, by, true, why, now)}
	c.Handling.Offers = append(slices.Clone(c.Handling.Offers), o)
	c.State = Offered
	return c.step(NarrowingOffered, by, now, map[string]string{"no": number(o.No), "scope": scope.Hash(), "term": o.Term.String()})
}

// AnswerOffer accepts or declines the narrower scope. Accepted, it becomes the
// application.
func (c Case) AnswerOffer(by Actor, seen int, accept bool, words string, now time.Time) (Case, Event, error) {
	if change, of := c.For(DoAnswerOffer); of {
		return c.folded(change.AnswerOffer(by, seen, accept, words, now))
	}
	if err := c.ready(DoAnswerOffer, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	last := len(c.Handling.Offers) - 1
	o := c.Handling.Offers[last]
	o.Answer, o.Answered, o.Text = "declined", now, c.text(ReplyText, "scope", o.Why.No, by, true, words, now)
	kind := NarrowingDeclined
	if accept {
		o.Answer, kind = "accepted", NarrowingAccepted
		a := c.Application
		a.Scope = o.Scope
		c = c.newApplication(a, "offer", by, now)
	}
	c.Handling.Offers = slices.Clone(c.Handling.Offers)
	c.Handling.Offers[last] = o
	c.State = InReview
	return c.step(kind, by, now, map[string]string{"no": number(o.No), "scope": c.Application.Scope.Hash()})
}

// Pause stops the clock for a reason that both sides see.
func (c Case) Pause(by Actor, seen int, reason string, now time.Time) (Case, Event, error) {
	if change, of := c.For(DoPause); of {
		return c.folded(change.Pause(by, seen, reason, now))
	}
	if err := c.ready(DoPause, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	if empty(reason) {
		return Case{}, Event{}, deny("no-reasons")
	}
	ref := c.text(ReasonText, "pause", 0, by, true, reason, now)
	c.State = Paused
	next, e, err := c.step(CasePaused, by, now, map[string]string{"reason": ref.SHA256})
	next.Handling.Pauses[len(next.Handling.Pauses)-1].Reason = ref
	return next, e, err
}

// Resume goes on with a paused case, or with one whose applicant did not answer
// in time: on the papers there are, never as if it had been withdrawn.
func (c Case) Resume(by Actor, seen int, now time.Time) (Case, Event, error) {
	if change, of := c.For(DoResume); of {
		return c.folded(change.Resume(by, seen, now))
	}
	if err := c.ready(DoResume, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	from := c.State
	switch c.State {
	case Supplementing:
		c.Handling.Supplements = slices.Clone(c.Handling.Supplements)
		c.Handling.Supplements[len(c.Handling.Supplements)-1].Closed = now
	case Offered:
		c.Handling.Offers = slices.Clone(c.Handling.Offers)
		last := &c.Handling.Offers[len(c.Handling.Offers)-1]
		last.Answer, last.Answered = "declined", now
	case Heard:
		c.Handling.Hearings = slices.Clone(c.Handling.Hearings)
		c.Handling.Hearings[len(c.Handling.Hearings)-1].Answered = now
	}
	c.State = InReview
	return c.step(CaseResumed, by, now, map[string]string{"from": string(from)})
}

// Promise says by which day the decision is expected (HL 23 a §); another day
// than before needs a reason.
func (c Case) Promise(by Actor, seen int, day registers.Day, reason string, now time.Time) (Case, Event, error) {
	if change, of := c.For(DoPromise); of {
		return c.folded(change.Promise(by, seen, day, reason, now))
	}
	if err := c.ready(DoPromise, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	switch {
	case day.Before(registers.DayOf(now)):
		return Case{}, Event{}, deny("already-over")
	case empty(reason) && len(c.Handling.Promises) > 0:
		return Case{}, Event{}, deny("no-reasons")
	}
	p := Promise{Day: day, By: by.ID, At: now, Reason: c.text(ReasonText, "promise", 0, by, true, reason, now)}
	c.Handling.Promises = append(slices.Clone(c.Handling.Promises), p)
	return c.step(DecisionPromised, by, now, map[string]string{"day": day.String()})
}
