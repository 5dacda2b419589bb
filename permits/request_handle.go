package permits

import (
	"slices"
	"strings"
	"time"

	"tietolupa/registers"
)

// Take makes by the request's handler, also from another.
func (r Request) Take(by Actor, seen int, now time.Time) (Request, Event, error) {
	if err := r.ready(DoTake, by, seen, now); err != nil {
		return Request{}, Event{}, err
	}
	r.Handler = by.ID
	if r.State == RequestIsOpen {
		r.State = RequestIsTaken
	}
	return r.step(RequestTaken, by, now, TextRef{})
}

// DeclareInterest bars by from the request for a ground of HL 28.1 §, "1" to
// "7"; what they had stays with nobody.
func (r Request) DeclareInterest(by Actor, seen int, ground, why string, now time.Time) (Request, Event, error) {
	if err := r.ready(DoDeclare, by, seen, now); err != nil {
		return Request{}, Event{}, err
	}
	switch {
	case len(ground) != 1 || ground < "1" || ground > "7":
		return Request{}, Event{}, deny("no-such-disqualification")
	case slices.ContainsFunc(r.Bars, func(b Bar) bool { return b.User == by.ID }):
		return Request{}, Event{}, deny("already-signed")
	}
	b := Bar{User: by.ID, Ground: ground, By: by.ID, At: now, Why: r.text(ReasonText, "bar", by, false, why, now)}
	r.Bars = append(slices.Clone(r.Bars), b)
	if r.Handler == by.ID && r.State != RequestIsDemanded {
		r.Handler = ""
	}
	return r.step(RequestBarred, by, now, b.Why, "ground", ground)
}

// Note keeps a note inside the authority, such as what was said on the
// telephone (HL 42 §).
func (r Request) Note(by Actor, seen int, words string, now time.Time) (Request, Event, error) {
	return r.say(DoNote, RequestNoted, NoteText, by, seen, false, words, now)
}

// Message writes to the other side: advice on which documents there are (JulkL
// 13.1 §), or a question.
func (r Request) Message(by Actor, seen int, words string, now time.Time) (Request, Event, error) {
	return r.say(DoMessage, RequestMessage, MessageText, by, seen, true, words, now)
}

func (r Request) say(do Command, event EventKind, kind TextKind, by Actor, seen int, visible bool, words string, now time.Time) (Request, Event, error) {
	if err := r.ready(do, by, seen, now); err != nil {
		return Request{}, Event{}, err
	}
	if empty(words) {
		return Request{}, Event{}, deny("nothing-answered")
	}
	return r.step(event, by, now, r.text(kind, "", by, visible, words, now))
}

// AskPrecision asks which document is meant or, only on a ground of the law, for
// purpose and identity: points are "document", "purpose" and "identity", ground
// SecretGround or RegisterGround.
func (r Request) AskPrecision(by Actor, seen int, points []string, ground, words string, now time.Time) (Request, Event, error) {
	if err := r.ready(DoAskPrecision, by, seen, now); err != nil {
		return Request{}, Event{}, err
	}
	personal := slices.Contains(points, "purpose") || slices.Contains(points, "identity")
	switch {
	case len(points) == 0 || slices.ContainsFunc(points, func(p string) bool { return p != "document" && p != "purpose" && p != "identity" }):
		return Request{}, Event{}, denyAbout("request-field", "precision_points")
	case personal && ground != SecretGround && ground != RegisterGround:
		return Request{}, Event{}, deny("no-need-to-know") // JulkL 13.1 §
	case empty(words):
		return Request{}, Event{}, deny("no-reasons")
	}
	if !personal {
		ground = ""
	}
	r.Asked = &Specification{Points: slices.Clone(points), Ground: ground, At: now, Text: r.text(DeficiencyText, "", by, true, words, now)}
	r.State = RequestIsSpecified
	return r.step(PrecisionAsked, by, now, r.Asked.Text, "points", strings.Join(points, " "), "ground", ground)
}

// GivePrecise answers it. When the document was not known before, the clock
// runs from now: only then is there a request that JulkL 13.1 § knows.
func (r Request) GivePrecise(by Actor, seen int, words string, now time.Time) (Request, Event, error) {
	if err := r.ready(DoGivePrecise, by, seen, now); err != nil {
		return Request{}, Event{}, err
	}
	if empty(words) {
		return Request{}, Event{}, deny("nothing-answered")
	}
	asked := *r.Asked
	asked.Reply = r.text(ReplyText, "", by, true, words, now)
	if slices.Contains(asked.Points, "document") {
		r.Specified = now
	}
	r.Asked, r.State = &asked, RequestIsTaken
	return r.step(PrecisionGiven, by, now, asked.Reply)
}

// The grounds of a month instead of two weeks (JulkL 14.4 §).
var bulkyGrounds = []string{"many", "secret-parts", "other"}

// BulkyGrounds lists them.
func BulkyGrounds() []string { return slices.Clone(bulkyGrounds) }

// CallBulky gives a month to answer, for a ground of JulkL 14.4 § and a reason
// that the asker sees.
func (r Request) CallBulky(by Actor, seen int, ground, why string, now time.Time) (Request, Event, error) {
	if err := r.ready(DoCallBulky, by, seen, now); err != nil {
		return Request{}, Event{}, err
	}
	switch {
	case !slices.Contains(bulkyGrounds, ground):
		return Request{}, Event{}, denyAbout("request-field", "bulky_ground")
	case empty(why):
		return Request{}, Event{}, deny("no-reasons")
	}
	r.Bulky, r.BulkyWhy = ground, r.text(ReasonText, "bulky", by, true, why, now)
	return r.step(RequestBulky, by, now, r.BulkyWhy, "ground", ground)
}

// QuoteWork tells what work that the law does not oblige to, or that is paid by
// the hour, costs and when it is ready; it is begun when the asker agrees.
func (r Request) QuoteWork(by Actor, seen, quarters int, day registers.Day, words string, now time.Time) (Request, Event, error) {
	if err := r.ready(DoQuote, by, seen, now); err != nil {
		return Request{}, Event{}, err
	}
	switch {
	case quarters < 0 || quarters > 4*1000:
		return Request{}, Event{}, denyAbout("request-field", "quarters")
	case day.IsZero() || day.Before(registers.DayOf(now)):
		return Request{}, Event{}, deny("already-over")
	case empty(words):
		return Request{}, Event{}, deny("no-reasons")
	case r.Kind == DocumentRequest && r.Due().Before(day):
		return Request{}, Event{}, deny("beyond-the-clock") // a price does not move the law's term
	}
	q := RequestQuote{Quarters: quarters, Cents: retrievalCents(r.Arrived, quarters), Day: day}
	q.Text = r.text(OfferText, "", by, true, words, now)
	r.Quote, r.State = &q, RequestIsOffered
	return r.step(RequestQuoted, by, now, q.Text, "cents", number(q.Cents), "day", day.String())
}

// AnswerQuote accepts what the work costs, or takes the request back.
func (r Request) AnswerQuote(by Actor, seen int, accept bool, now time.Time) (Request, Event, error) {
	if err := r.ready(DoAnswerQuote, by, seen, now); err != nil {
		return Request{}, Event{}, err
	}
	if !accept {
		r.State, r.Closed = RequestIsWithdrawn, now
		return r.step(RequestWithdrawn, by, now, TextRef{})
	}
	q := *r.Quote
	q.Accepted = now
	r.Quote, r.State = &q, RequestIsTaken
	return r.step(RequestAgreed, by, now, TextRef{}, "cents", number(q.Cents))
}

// Transfer sends the request to the authority whose document it is, and tells
// the asker (JulkL 15 §, HL 21 §).
func (r Request) Transfer(by Actor, seen int, to, why string, now time.Time) (Request, Event, error) {
	if err := r.ready(DoTransfer, by, seen, now); err != nil {
		return Request{}, Event{}, err
	}
	if empty(to) || empty(why) {
		return Request{}, Event{}, deny("no-reasons")
	}
	t := Transfer{Kind: WholeTransfer, To: strings.TrimSpace(to), By: by.ID, At: now, What: r.text(ReasonText, "transfer", by, true, why, now)}
	r.Sent, r.State, r.Closed = &t, RequestIsTransferred, now
	return r.step(RequestTransferred, by, now, t.What)
}

// Withdraw ends a request that its maker took back.
func (r Request) Withdraw(by Actor, seen int, words string, now time.Time) (Request, Event, error) {
	if err := r.ready(DoWithdraw, by, seen, now); err != nil {
		return Request{}, Event{}, err
	}
	r.State, r.Closed = RequestIsWithdrawn, now
	return r.step(RequestWithdrawn, by, now, r.text(MessageText, "withdrawal", by, true, words, now))
}

// retrievalCents prices quarters of an hour of retrieval by the day on which
// the request arrived; what the table has no row for is free (14.4).
func retrievalCents(arrived time.Time, quarters int) int {
	f, known := FeeOn("retrieval", registers.DayOf(arrived))
	if !known {
		return 0
	}
	return f.Cents * quarters / 4
}
