package permits

import (
	"slices"
	"time"

	"tietolupa/registers"
)

// A party may dispute what an official wrote down for them. Until another official
// has answered, and what was wrong is corrected, the case is in the queue.

// Disputable lists the acts written down for u that u has not disputed.
func (c Case) Disputable(u UserID) (all []ArrivedAct) {
	for _, a := range c.Handling.Arrived {
		if a.For == u && a.Disputed.IsZero() {
			all = append(all, a)
		}
	}
	return all
}

// OpenDisputes lists the acts that a party has disputed and nobody has settled.
func (c Case) OpenDisputes() (all []ArrivedAct) {
	for _, a := range c.Handling.Arrived {
		if !a.Disputed.IsZero() && a.Settled.IsZero() {
			all = append(all, a)
		}
	}
	return all
}

// OwedCorrections lists the acts that were found to be written down wrongly and
// that no later act has corrected.
func (c Case) OwedCorrections() (all []ArrivedAct) {
	for _, a := range c.Handling.Arrived {
		if a.Owed > 0 {
			all = append(all, a)
		}
	}
	return all
}

// recordClocks are the days by which an official answers what is disputed of the
// acts that were written down, and corrects what was found wrong (HL 23 §).
func (c Case) recordClocks() (all []Clock) {
	add := func(a ArrivedAct, from time.Time) {
		all = append(all, Clock{Name: "record-" + number(a.No), Provision: "HL 23 §", Due: termFrom("record-dispute", registers.DayOf(from))})
	}
	for _, a := range c.OpenDisputes() {
		add(a, a.Disputed)
	}
	for _, a := range c.OwedCorrections() {
		add(a, a.Settled)
	}
	return all
}

// DisputeRecord says that act no was not as it was written down for by.
func (c Case) DisputeRecord(by Actor, seen, no int, words string, now time.Time) (Case, Event, error) {
	if err := c.ready(DoDisputeRecord, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	if a := c.arrivedOf(no); a == nil || a.For != by.ID || !a.Disputed.IsZero() {
		return Case{}, Event{}, deny("nothing-recorded")
	}
	if empty(words) {
		return Case{}, Event{}, deny("nothing-answered")
	}
	ref := c.text(MessageText, "recorded", 0, by, true, words, now)
	c.Handling.Arrived = slices.Clone(c.Handling.Arrived)
	a := c.arrivedOf(no)
	a.Disputed, a.Dispute = now, ref
	return c.step(RecordDisputed, by, now, map[string]string{"no": number(no), "text": ref.SHA256})
}

// SettleRecord answers a dispute, by another official than who wrote the act down:
// it stands, or it does not and is corrected by a new act; nothing is taken out of
// what happened. The party is told.
func (c Case) SettleRecord(by Actor, seen, no int, stands bool, words string, now time.Time) (Case, Event, error) {
	if err := c.ready(DoSettleRecord, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	was := c.arrivedOf(no)
	switch {
	case was == nil || was.Disputed.IsZero() || !was.Settled.IsZero():
		return Case{}, Event{}, deny("nothing-recorded")
	case was.By == by.ID:
		return Case{}, Event{}, deny("same-recorder")
	case empty(words):
		return Case{}, Event{}, deny("no-reasons")
	}
	ref := c.text(MessageText, "recorded", was.Dispute.No, by, true, words, now)
	c.Handling.Arrived = slices.Clone(c.Handling.Arrived)
	a := c.arrivedOf(no)
	a.Settled, a.Stands, a.Answer = now, stands, ref
	outcome := "stands"
	if !stands {
		outcome, a.Owed = "not-so", c.Version+1
	}
	return c.step(RecordSettled, by, now, map[string]string{"no": number(no), "outcome": outcome, "text": ref.SHA256, "party": string(a.For)})
}

// CorrectRecord says what was done to correct act no, which was found to be written
// down wrongly. It is said of what has been done: some command of the case since
// then. The party is told.
func (c Case) CorrectRecord(by Actor, seen, no int, words string, now time.Time) (Case, Event, error) {
	if err := c.ready(DoCorrectRecord, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	was := c.arrivedOf(no)
	switch {
	case was == nil || was.Owed == 0:
		return Case{}, Event{}, deny("nothing-to-correct")
	case c.Version <= was.Owed:
		return Case{}, Event{}, deny("not-corrected-yet")
	case empty(words):
		return Case{}, Event{}, deny("no-reasons")
	}
	ref := c.text(MessageText, "recorded", was.Answer.No, by, true, words, now)
	c.Handling.Arrived = slices.Clone(c.Handling.Arrived)
	a := c.arrivedOf(no)
	a.Owed, a.Corrected, a.Correction = 0, now, ref
	return c.step(RecordCorrected, by, now, map[string]string{"no": number(no), "text": ref.SHA256, "party": string(a.For)})
}

// arrivedGuards are the rows of disputes about what was written down.
func arrivedGuards() []guard {
	return []guard{
		{Command: DoDisputeRecord, In: AllStates()[1:], Events: []EventKind{RecordDisputed}, Law: "HL 18, 34 §", Rule: "not-submitted",
			who: func(c Case, by Actor, _ time.Time) error {
				if by.ID == "" || !c.involves(by.ID) {
					return deny("not-your-application")
				}
				return nil
			},
			when: func(c Case, by Actor, _ time.Time) error {
				if len(c.Disputable(by.ID)) == 0 {
					return deny("nothing-recorded")
				}
				return nil
			}},
		{Command: DoSettleRecord, In: AllStates()[1:], Events: []EventKind{RecordSettled}, Law: "HL 23, 42 §", Rule: "not-submitted", who: anOfficer,
			when: func(c Case, _ Actor, _ time.Time) error {
				if len(c.OpenDisputes()) == 0 {
					return deny("nothing-recorded")
				}
				return nil
			}},
		{Command: DoCorrectRecord, In: AllStates()[1:], Events: []EventKind{RecordCorrected}, Law: "HL 23, 51 §", Rule: "not-submitted", who: anOfficer,
			when: func(c Case, _ Actor, _ time.Time) error {
				if len(c.OwedCorrections()) == 0 {
					return deny("nothing-to-correct")
				}
				return nil
			}},
	}
}
