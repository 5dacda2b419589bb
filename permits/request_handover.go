package permits

import (
	"slices"
	"time"

	"tietolupa/registers"
)

// The commands on what has been given, and their events.
const (
	DoHandOver   Command = "hand-over"     // luovutettu paperilla
	DoRetract    Command = "retract-files" // tiedostot suljetaan
	DoRenewFiles Command = "renew-files"   // uusi noutoaika

	RequestHanded    EventKind = "request-handed-over"
	RequestRetracted EventKind = "request-files-retracted"
	RequestRenewed   EventKind = "request-files-renewed"
)

// givenSteps are the rows of what is done after an answer.
func givenSteps() []step[Request, RequestState] {
	answered := []RequestState{RequestIsGiven, RequestIsPartlyGiven, RequestIsDemanded, RequestIsDecided, RequestIsServed}
	files := func(open bool) func(r Request, _ Actor, now time.Time) error {
		return func(r Request, _ Actor, now time.Time) error {
			if open && !r.FilesOpen(registers.DayOf(now)) {
				return deny("files-closed")
			}
			if !r.anythingLeft() {
				return deny("nothing-given")
			}
			return nil
		}
	}
	return []step[Request, RequestState]{
		{Command: DoHandOver, In: answered, Events: []EventKind{RequestHanded}, Law: "JulkL 16.1 §; HL 42 §", Rule: "nothing-given", who: requestOfficer,
			when: func(r Request, _ Actor, _ time.Time) error {
				if !slices.ContainsFunc(r.Answers, func(a RequestAnswer) bool { return a.Outcome != "refused" && r.Effective(a) }) {
					return deny("nothing-given")
				}
				return nil
			}},
		{Command: DoRenewFiles, In: answered, Events: []EventKind{RequestRenewed}, Law: "JulkL 16 §; TiHL 13 §", Rule: "nothing-given", who: requestOfficer, when: files(false)},
		{Command: DoRetract, In: answered, Events: []EventKind{RequestRetracted}, Law: "TiHL 13 §; GDPR 33.1", Rule: "nothing-given", who: requestOfficer, when: files(true)},
	}
}

// anythingLeft says whether a file has left that the asker may fetch in the
// service.
func (r Request) anythingLeft() bool {
	return r.Asker != "" && slices.ContainsFunc(r.Answers, func(a RequestAnswer) bool {
		return a.fetched() && r.Effective(a)
	})
}

// HandOver records that what was given was collected or sent on paper: the day,
// and to whom or how, in the official's words.
func (r Request) HandOver(by Actor, seen int, day registers.Day, to string, now time.Time) (Request, Event, error) {
	if err := r.ready(DoHandOver, by, seen, now); err != nil {
		return Request{}, Event{}, err
	}
	switch {
	case day.IsZero() || registers.DayOf(now).Before(day) || day.Before(registers.DayOf(r.Arrived)):
		return Request{}, Event{}, denyAbout("request-field", "handed_on")
	case empty(to):
		return Request{}, Event{}, denyAbout("request-field", "handed_to")
	}
	h := HandOver{By: by.ID, Day: day, To: r.text(NoteText, "handed", by, true, to, now)}
	r.Handed = append(slices.Clone(r.Handed), h)
	return r.step(RequestHanded, by, now, h.To, "day", day.String())
}

// Retract closes the fetching of the files at once, with a reason that the asker
// sees: when a wrong one was given.
func (r Request) Retract(by Actor, seen int, why string, now time.Time) (Request, Event, error) {
	if err := r.ready(DoRetract, by, seen, now); err != nil {
		return Request{}, Event{}, err
	}
	if empty(why) {
		return Request{}, Event{}, deny("no-reasons")
	}
	r.FilesUntil = registers.Day{}
	r.Retracted = &Retraction{By: by.ID, At: now, Why: r.text(ReasonText, "retracted", by, true, why, now)}
	return r.step(RequestRetracted, by, now, r.Retracted.Why)
}

// RenewFiles opens the fetching for a new term from now.
func (r Request) RenewFiles(by Actor, seen int, now time.Time) (Request, Event, error) {
	if err := r.ready(DoRenewFiles, by, seen, now); err != nil {
		return Request{}, Event{}, err
	}
	r.openFiles(now)
	return r.step(RequestRenewed, by, now, TextRef{}, "until", r.FilesUntil.String())
}
