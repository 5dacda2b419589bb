package permits

import (
	"slices"
	"strings"
	"time"
)

// The commands on a breach, beside those it shares with a case (take, note,
// message, declare-interest), and the events they leave.
const (
	DoTouch        Command = "touch"
	DoCount        Command = "count"
	DoAssess       Command = "assess-risk"
	DoNotify       Command = "notify"
	DoSuspendFor   Command = "suspend-for"
	DoCloseBreach  Command = "close-breach"
	DoReopenBreach Command = "reopen-breach"

	BreachTold      EventKind = "breach-told"
	BreachTaken     EventKind = "breach-taken"
	BreachBarred    EventKind = "breach-barred"
	BreachNoted     EventKind = "breach-noted"
	BreachMessage   EventKind = "breach-message"
	BreachTouches   EventKind = "breach-touches"
	BreachCounted   EventKind = "breach-counted"
	BreachAssessed  EventKind = "breach-assessed"
	BreachNotified  EventKind = "breach-notified"
	BreachSuspended EventKind = "breach-suspended"
	BreachClosed    EventKind = "breach-closed"
	BreachReopened  EventKind = "breach-reopened"
)

// breachSteps is the state machine of breaches, row by row.
func breachSteps() []step[Breach, BreachState] {
	live := []BreachState{BreachIsOpen, BreachIsHandled}
	handled := []BreachState{BreachIsHandled}
	return []step[Breach, BreachState]{
		{Command: DoTake, In: []BreachState{BreachIsOpen}, Leads: handled, Stays: handled, Events: []EventKind{BreachTaken}, Law: "GDPR 33; HL 23 §", Rule: "already-decided", who: breachOfficer,
			when: func(b Breach, by Actor, _ time.Time) error {
				if b.Handler == by.ID {
					return deny("not-in-review") // nothing to take: it is theirs
				}
				return nil
			}},
		{Command: DoDeclare, In: live, Events: []EventKind{BreachBarred}, Law: "HL 28 §", Rule: "already-ended",
			who: func(_ Breach, by Actor, _ time.Time) error { return by.officer("not-a-presenter", Presenter, Decider) }},
		{Command: DoNote, In: BreachStates(), Events: []EventKind{BreachNoted}, Law: "GDPR 33.5; HL 42 §", Rule: "not-submitted", who: breachOfficer},
		{Command: DoMessage, In: BreachStates(), Events: []EventKind{BreachMessage}, Law: "GDPR 33.4; condition 18", Rule: "not-submitted",
			who: func(b Breach, by Actor, now time.Time) error {
				if b.By == by.ID && by.ID != "" {
					return nil
				}
				return breachOfficer(b, by, now)
			}},
		{Command: DoTouch, In: handled, Events: []EventKind{BreachTouches}, Law: "GDPR 33.3 a", Rule: "not-in-review", who: breachOfficer},
		{Command: DoCount, In: live, Stays: []BreachState{BreachIsClosed}, Events: []EventKind{BreachCounted}, Law: "GDPR 33.3 a", Rule: "not-in-review",
			who: func(_ Breach, by Actor, _ time.Time) error {
				if by.ID != ServiceID {
					return deny("not-the-service")
				}
				return nil
			}},
		{Command: DoAssess, In: handled, Events: []EventKind{BreachAssessed}, Law: "GDPR 33.1, 34.1, 34.3", Rule: "not-in-review", who: breachOfficer},
		{Command: DoNotify, In: handled, Events: []EventKind{BreachNotified}, Law: "GDPR 33–34", Rule: "not-in-review", who: breachOfficer},
		{Command: DoSuspendFor, In: handled, Events: []EventKind{BreachSuspended}, Law: "JulkL 28.2 §; TiHL 13–15 §", Rule: "not-in-review", who: breachOfficer,
			when: func(b Breach, _ Actor, _ time.Time) error {
				if !b.OfPermit() {
					return deny("not-in-force") // a disclosure has no interim interruption: it is ended by its own command
				}
				if !b.Suspended.IsZero() {
					return deny("already-suspended")
				}
				return nil
			}},
		{Command: DoCloseBreach, In: handled, Leads: []BreachState{BreachIsClosed}, Events: []EventKind{BreachClosed}, Law: "GDPR 33.5", Rule: "not-in-review", who: breachOfficer,
			when: func(b Breach, _ Actor, _ time.Time) error {
				switch {
				case b.Risk == "":
					return deny("risk-not-assessed")
				case b.Counting():
					return deny("still-counting")
				case len(b.Owes()) > 0:
					return deny("notice-owed")
				}
				return nil
			}},
		{Command: DoReopenBreach, In: []BreachState{BreachIsClosed}, Leads: handled, Events: []EventKind{BreachReopened}, Law: "GDPR 33.4–33.5", Rule: "not-ended", who: breachOfficer},
	}
}

// BreachCommands lists the commands on breaches in the order of a breach's life.
func BreachCommands() []Command { return commandsOf(breachSteps()) }

// Commands lists what by may do to b now.
func (b Breach) Commands(by Actor, now time.Time) []Command {
	return openCommands(breachSteps(), b, b.State, by, now)
}

func (b Breach) ready(do Command, by Actor, seen int, now time.Time) error {
	if err := opensStep(breachSteps(), do, b, b.State, by, now); err != nil {
		return err
	}
	if b.Version != seen {
		return deny("stale-page")
	}
	return nil
}

// breachOfficer is any official of the authority without a part in it: hours
// run, so no one of them is waited for. An official who found KEHA's own breach
// handles it too.
func breachOfficer(b Breach, by Actor, _ time.Time) error {
	var parties []UserID
	if b.Told {
		parties = []UserID{b.By}
	}
	return official(by, parties, b.Bars, Presenter, Decider)
}

// Take makes by the one who answers for the breach.
func (b Breach) Take(by Actor, seen int, now time.Time) (Breach, Event, error) {
	if err := b.ready(DoTake, by, seen, now); err != nil {
		return Breach{}, Event{}, err
	}
	b.Handler, b.State = by.ID, BreachIsHandled
	return b.step(BreachTaken, by, now, TextRef{})
}

// DeclareInterest bars by from the breach (HL 28 §).
func (b Breach) DeclareInterest(by Actor, seen int, ground, why string, now time.Time) (Breach, Event, error) {
	if err := b.ready(DoDeclare, by, seen, now); err != nil {
		return Breach{}, Event{}, err
	}
	if len(ground) != 1 || ground < "1" || ground > "7" {
		return Breach{}, Event{}, deny("no-such-disqualification")
	}
	bar := Bar{User: by.ID, Ground: ground, By: by.ID, At: now, Why: b.text(ReasonText, "bar", by, false, why, now)}
	b.Bars = append(slices.Clone(b.Bars), bar)
	if b.Handler == by.ID {
		b.Handler = ""
	}
	return b.step(BreachBarred, by, now, bar.Why, "ground", ground)
}

// Note keeps a note inside the authority.
func (b Breach) Note(by Actor, seen int, words string, now time.Time) (Breach, Event, error) {
	return b.say(DoNote, BreachNoted, NoteText, by, seen, false, words, now)
}

// Message writes between the authority and who told of the breach.
func (b Breach) Message(by Actor, seen int, words string, now time.Time) (Breach, Event, error) {
	return b.say(DoMessage, BreachMessage, MessageText, by, seen, true, words, now)
}

func (b Breach) say(do Command, event EventKind, kind TextKind, by Actor, seen int, visible bool, words string, now time.Time) (Breach, Event, error) {
	if err := b.ready(do, by, seen, now); err != nil {
		return Breach{}, Event{}, err
	}
	if empty(words) {
		return Breach{}, Event{}, deny("nothing-answered")
	}
	return b.step(event, by, now, b.text(kind, "", by, visible, words, now))
}

// Touches records which extracts the breach touches, and how many persons
// beside theirs; who the extracts hold a worker counts from their bitmaps.
func (b Breach) Touches(by Actor, seen int, extracts []OrderID, others int, now time.Time) (Breach, Event, error) {
	if err := b.ready(DoTouch, by, seen, now); err != nil {
		return Breach{}, Event{}, err
	}
	if others < 0 || len(extracts) == 0 && others == 0 {
		return Breach{}, Event{}, denyAbout("request-field", "touched")
	}
	b.Extracts, b.Others, b.TouchedAt = slices.Clone(extracts), others, now
	slices.Sort(b.Extracts)
	b.Extracts = slices.Compact(b.Extracts)
	if len(extracts) == 0 {
		b.Counted, b.CountedAt = nil, time.Time{}
	}
	all := make([]string, len(b.Extracts))
	for i, id := range b.Extracts {
		all[i] = string(id)
	}
	return b.step(BreachTouches, by, now, TextRef{}, "extracts", strings.Join(all, " "), "others", number(others))
}

// Count records how many of each subject the extracts hold, each once, as a
// worker found it.
func (b Breach) Count(by Actor, counted map[string]int, now time.Time) (Breach, Event, error) {
	if err := opensStep(breachSteps(), DoCount, b, b.State, by, now); err != nil {
		return Breach{}, Event{}, err
	}
	b.Counted, b.CountedAt = counted, now
	return b.step(BreachCounted, by, now, TextRef{}, "person", number(counted["person"]), "employer", number(counted["employer"]), "provider", number(counted["provider"]))
}

// Assess records what the breach means to the persons, and why; exemption says
// why a high risk need not be told to each of them.
func (b Breach) Assess(by Actor, seen int, risk BreachRisk, exemption, why string, now time.Time) (Breach, Event, error) {
	if err := b.ready(DoAssess, by, seen, now); err != nil {
		return Breach{}, Event{}, err
	}
	switch {
	case !slices.Contains(BreachRisks(), risk):
		return Breach{}, Event{}, denyAbout("request-field", "risk")
	case exemption != "" && (risk != HighRisk || !slices.Contains(BreachExemptions(), exemption)):
		return Breach{}, Event{}, deny("no-such-exemption")
	case empty(why):
		return Breach{}, Event{}, deny("no-reasons")
	}
	b.Risk, b.Exemption, b.RiskWhy = risk, exemption, b.text(ReasonText, "risk", by, false, why, now)
	return b.step(BreachAssessed, by, now, b.RiskWhy, "risk", string(risk), "exemption", exemption)
}

// Notify records a notice that was sent at at. A late one to the ombudsman says
// why it is late (GDPR 33.1).
func (b Breach) Notify(by Actor, seen int, to, name, words, late string, at, now time.Time) (Breach, Event, error) {
	if err := b.ready(DoNotify, by, seen, now); err != nil {
		return Breach{}, Event{}, err
	}
	n := Notice{To: to, Name: strings.TrimSpace(name), By: by.ID, At: at, Late: to == "ombudsman" && at.After(b.Due())}
	switch {
	case !slices.Contains(NoticeReceivers(), to):
		return Breach{}, Event{}, denyAbout("request-field", "notice_to")
	case to == "other" && n.Name == "":
		return Breach{}, Event{}, denyAbout("request-field", "notice_name")
	case at.IsZero() || at.After(now) || at.Before(b.Aware):
		return Breach{}, Event{}, denyAbout("request-field", "sent_at")
	case empty(words):
		return Breach{}, Event{}, denyAbout("request-field", "notice_text")
	case n.Late && !b.Notified("ombudsman") && empty(late):
		return Breach{}, Event{}, deny("late-without-reason")
	}
	if n.Late && !empty(late) {
		words = strings.TrimSpace(words) + "\n\n" + strings.TrimSpace(late)
	}
	n.Text = b.text(MessageText, "notice-"+to, by, to == "recipient", words, now)
	b.Notices = append(slices.Clone(b.Notices), n)
	return b.step(BreachNotified, by, now, n.Text, "to", to)
}

// OfPermit says whether the breach concerns a permit, which may be interrupted; a
// disclosure's number tells it apart.
func (b Breach) OfPermit() bool {
	return b.Basis != "" && !strings.HasPrefix(b.Basis, "KEHA-L")
}

// Suspend records that the permit was suspended because of the breach; the
// permit itself is suspended by its own command in the same transaction.
func (b Breach) Suspend(by Actor, seen int, now time.Time) (Breach, Event, error) {
	if err := b.ready(DoSuspendFor, by, seen, now); err != nil {
		return Breach{}, Event{}, err
	}
	b.Suspended = now
	return b.step(BreachSuspended, by, now, TextRef{}, "basis", b.Basis)
}

// Close ends the handling: what was found and done, so that the ombudsman can
// check it (GDPR 33.5). It fails while a notice is owed.
func (b Breach) Close(by Actor, seen int, measures string, now time.Time) (Breach, Event, error) {
	if err := b.ready(DoCloseBreach, by, seen, now); err != nil {
		return Breach{}, Event{}, err
	}
	if empty(measures) {
		return Breach{}, Event{}, deny("no-reasons")
	}
	b.Measures = b.text(RulingText, "measures", by, true, measures, now)
	b.State, b.Closed = BreachIsClosed, now
	return b.step(BreachClosed, by, now, b.Measures)
}

// Reopen takes a closed breach up again when something new is known.
func (b Breach) Reopen(by Actor, seen int, why string, now time.Time) (Breach, Event, error) {
	if err := b.ready(DoReopenBreach, by, seen, now); err != nil {
		return Breach{}, Event{}, err
	}
	if empty(why) {
		return Breach{}, Event{}, deny("no-reasons")
	}
	b.State, b.Closed, b.Handler = BreachIsHandled, time.Time{}, by.ID
	return b.step(BreachReopened, by, now, b.text(ReasonText, "reopen", by, false, why, now))
}
