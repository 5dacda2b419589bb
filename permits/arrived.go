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
	DoCorrectRecord Command = "correct-record"

	RecordDisputed  EventKind = "record-disputed"
	RecordSettled   EventKind = "record-settled"
	RecordCorrected EventKind = "record-corrected"

	// ActRecorded is of no event: it marks the message that tells a party of one.
	ActRecorded EventKind = "act-recorded"
)

// ArrivedActs are the commands that may come on paper. What proves that somebody
// holds a key, that they opened a letter themselves, or that they may sign in cannot
// be written down for another. The slice is the caller's own.
func ArrivedActs() []Command {
	return []Command{DoWithdraw, DoReply, DoAnswerOffer, DoAnswer, DoMessage, DoAccept, DoSign, DoAskChange, DoAcceptChange, DoSignAdded, DoDropChange, DoAddUser, DoRemoveUser,
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
	Corrects   int           // number of the act written down wrongly that this is in the place of; 0: none
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
	SHA256     string        `json:"sha256"`             // of the document
	Language   string        `json:"language,omitempty"` // of the undertaking that the document bears
	Disputed   time.Time     `json:"disputed,omitzero"`
	Dispute    TextRef       `json:"dispute,omitzero"` // why the party says that it was not so
	Settled    time.Time     `json:"settled,omitzero"`
	Stands     bool          `json:"stands,omitempty"`
	Answer     TextRef       `json:"answer,omitzero"`
	Owed       int           `json:"owed,omitempty"` // version of the case after an answer that it does not stand, until it is corrected
	Corrected  time.Time     `json:"corrected,omitzero"`
	InPlace    int           `json:"corrected_by,omitempty"` // number of the act in its place; 0: another command of the case
	Correction TextRef       `json:"correction,omitzero"`    // what was done
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
	if wrong := c.arrivedOf(a.Corrects); a.Corrects != 0 && (wrong == nil || wrong.Owed == 0 || wrong.For != party.ID) {
		return Case{}, Event{}, denyAbout("nothing-to-correct", "corrects")
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
		Attachment: a.Attachment, SHA256: document.SHA256, Language: e.Detail["language"]}
	next.Handling.Arrived = append(slices.Clone(c.Handling.Arrived), made)
	e.By, e.At, e.Detail = by.ID, now, maps.Clone(e.Detail)
	if e.Detail == nil {
		e.Detail = map[string]string{}
	}
	e.Detail["for"], e.Detail["arrived"], e.Detail["way"] = string(party.ID), a.Day.String(), a.Way
	e.Detail["attachment"], e.Detail["document"] = number(a.Attachment), document.SHA256
	if wrong := next.arrivedOf(a.Corrects); wrong != nil {
		wrong.Owed, wrong.Corrected, wrong.InPlace = 0, now, made.No
		e.Detail["corrects"] = number(wrong.No)
	}
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
