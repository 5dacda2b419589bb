package permits

import (
	"maps"
	"slices"
	"time"

	"tietolupa/registers"
)

// A party may act on paper or by e-mail (HL 19 §, SAsL 9 §): an official then writes
// the act into the service as it arrived. It stays the party's act, is judged by the
// day it arrived (HL 18 §, SAsL 10 §), and the document is kept with its hash in the
// place of a strong identification.

// The commands upon acts that came on paper, and the events they leave.
const (
	DoDisputeRecord Command = "dispute-record"
	DoSettleRecord  Command = "settle-record"

	RecordDisputed EventKind = "record-disputed"
	RecordSettled  EventKind = "record-settled"

	// ActRecorded is of no event: it marks the message that tells a party of one.
	ActRecorded EventKind = "act-recorded"
)

// ArrivedActs are the commands that may come on paper. What proves that somebody
// holds a key, that they opened a letter themselves, or that they may sign in cannot
// be written down for another. The slice is the caller's own.
func ArrivedActs() []Command {
	return []Command{DoWithdraw, DoReply, DoAnswerOffer, DoAnswer, DoMessage, DoAccept, DoSign, DoAcceptChange, DoSignAdded, DoDropChange, DoAddUser, DoRemoveUser,
		DoRectify, DoClaimArrival, DoReportError, DoFile, DoEnd, DoDestroy}
}

// ArrivedWays are how a document may come.
func ArrivedWays() []string { return []string{"post", "email", "hand"} }

// bySignedDocument is in the place of a level of identification.
const bySignedDocument = "signed-document"

// A Received is a document that came from a party, as an official writes it down.
type Received struct {
	Day        registers.Day // it arrived
	Way        string        // of ArrivedWays
	Attachment int           // number of the document in the case, attached ToArrival
}

// An ArrivedAct (saapunut toimi) is an act that an official wrote into the service
// for a party.
type ArrivedAct struct {
	No         int           `json:"no"`
	Version    int           `json:"version"` // of the case, with the act done
	Command    Command       `json:"command"`
	For        UserID        `json:"for"` // whose act it is
	By         UserID        `json:"by"`  // who wrote it down
	Day        registers.Day `json:"day"` // of arrival
	At         time.Time     `json:"at"`  // written down
	Way        string        `json:"way"`
	Attachment int           `json:"attachment"`
	SHA256     string        `json:"sha256"` // of the document
	Disputed   time.Time     `json:"disputed,omitzero"`
	Dispute    TextRef       `json:"dispute,omitzero"` // why the party says that it was not so
	Settled    time.Time     `json:"settled,omitzero"`
	Stands     bool          `json:"stands,omitempty"`
	Answer     TextRef       `json:"answer,omitzero"`
}

// MayRecord returns the rule that keeps by from writing into c what party did on
// paper, or nil: an official without a bar, for another, who is a party.
func (c Case) MayRecord(by, party Actor, do Command, now time.Time) error {
	if err := c.unbarred(by, Presenter, Decider); err != nil {
		return err
	}
	switch {
	case !slices.Contains(ArrivedActs(), do):
		return deny("not-on-paper")
	case c.State == Draft || !c.involves(party.ID):
		return deny("not-the-party")
	}
	return c.opens(do, party, now)
}

// Record does act, the command do of party, as it arrived: by is the official who
// writes it down. The event is theirs and names the party, the day and the
// document; what the act itself leaves is the party's and of the day of arrival.
func (c Case) Record(by, party Actor, do Command, a Received, act func(c Case, party Actor, now time.Time) (Case, Event, error), now time.Time) (Case, Event, error) {
	at, err := c.arrival(do, a, now)
	if err != nil {
		return Case{}, Event{}, err
	}
	if err := c.MayRecord(by, party, do, at); err != nil {
		return Case{}, Event{}, err
	}
	document, of := attachmentOf(c.Attached, a.Attachment)
	if !of || document.To != ToArrival || !document.Deleted.IsZero() || document.Scan == ScanInfected {
		return Case{}, Event{}, denyAbout("no-arrived-document", "document")
	}
	party.Identified = bySignedDocument
	next, e, err := act(c, party, at)
	if err != nil {
		return Case{}, Event{}, err
	}
	if g, known := guardOf(do); !known || !slices.Contains(g.Events, e.Kind) {
		return Case{}, Event{}, deny("not-on-paper")
	}
	made := ArrivedAct{No: len(c.Handling.Arrived) + 1, Version: next.Version, Command: do, For: party.ID, By: by.ID, Day: a.Day, At: now, Way: a.Way,
		Attachment: a.Attachment, SHA256: document.SHA256}
	next.Handling.Arrived = append(slices.Clone(c.Handling.Arrived), made)
	e.By, e.At, e.Detail = by.ID, now, maps.Clone(e.Detail)
	if e.Detail == nil {
		e.Detail = map[string]string{}
	}
	e.Detail["for"], e.Detail["arrived"], e.Detail["way"] = string(party.ID), a.Day.String(), a.Way
	e.Detail["attachment"], e.Detail["document"] = number(a.Attachment), document.SHA256
	return next, e, nil
}

// arrival is the moment by which an act that arrived on a day is judged: the end of
// that day, or now on the day itself. It is not before what the act answers.
func (c Case) arrival(do Command, a Received, now time.Time) (at time.Time, err error) {
	today := registers.DayOf(now)
	switch {
	case a.Day.IsZero() || today.Before(a.Day):
		return at, denyAbout("arrival-day", "came_on")
	case !slices.Contains(ArrivedWays(), a.Way):
		return at, denyAbout("no-such-way", "came_by")
	}
	if at = now; a.Day.Before(today) {
		at = lastMoment(a.Day, now)
	}
	if at.Before(c.answers(do)) {
		return at, denyAbout("arrival-before", "came_on")
	}
	return at, nil
}

// lastMoment is the last second of a day where now is told.
func lastMoment(day registers.Day, now time.Time) time.Time {
	y, m, d := day.Time().Date()
	return time.Date(y, m, d, 23, 59, 59, 0, now.Location())
}

// answers is when that came into being which a command answers.
func (c Case) answers(do Command) time.Time {
	if change, of := c.For(do); of {
		c = change
	}
	h := c.Handling
	switch hearing := c.openHearing(); {
	case do == DoReply && len(h.Supplements) > 0:
		return h.Supplements[len(h.Supplements)-1].At
	case do == DoAnswerOffer && len(h.Offers) > 0:
		return h.Offers[len(h.Offers)-1].At
	case do == DoAnswer && hearing != nil:
		return hearing.At
	case do == DoDestroy && !c.EndedAt.IsZero():
		return c.EndedAt
	case do == DoMessage || do == DoWithdraw || c.DecidedAt.IsZero():
		return c.Submitted
	}
	return c.DecidedAt
}

// arrivedOf is the act of that number, or nil.
func (c Case) arrivedOf(no int) *ArrivedAct {
	if i := slices.IndexFunc(c.Handling.Arrived, func(a ArrivedAct) bool { return a.No == no }); i >= 0 {
		return &c.Handling.Arrived[i]
	}
	return nil
}

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
// it stands, or it does not and is made good by the command that the case needs.
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
		outcome = "not-so"
	}
	return c.step(RecordSettled, by, now, map[string]string{"no": number(no), "outcome": outcome, "text": ref.SHA256})
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
	}
}
