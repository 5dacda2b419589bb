package permits

import (
	"slices"
	"strings"
	"time"

	"tietolupa/registers"
)

// givingBases say why what is given may be given, and where secret parts may
// leave with it: nothing secret leaves on the public basis.
var givingBases = []string{"public", "party", "own", "consent", "law"}

// GivingBases lists them for a kind of request: JulkL 9–10 §, 11 §, 12 §, 26.1 §
// 2 k and 26.1 § 1 k; an aggregate is always public, and an authority is given
// by its provision.
func GivingBases(kind RequestKind) []string {
	switch kind {
	case AggregateRequest:
		return []string{"public"}
	case AuthorityRequest:
		return []string{"provision"}
	}
	return slices.Clone(givingBases)
}

// RequestWays lists how what is asked for may be given (JulkL 16 §).
func RequestWays(kind RequestKind) []string {
	if kind == AuthorityRequest {
		return []string{"encrypted", "copy", "read", "interface"}
	}
	return []string{"electronic", "copy", "read", "oral"}
}

// RequestFees lists the grounds of JulkL 34 §: four for which nothing is
// charged, copies by the page, and retrieval by the hour.
func RequestFees() []string {
	return []string{"oral", "on-site", "electronic", "advice", "copies", "search"}
}

// RefusalGrounds lists what a refusal may rest on: an item of 24.1 §, that the
// authority has no such document, that it is not yet public or no official
// document (5–7 §), or that nothing obliges to make the data (21 §).
func RefusalGrounds() []string {
	return append([]string{"none", "not-public", "not-made"}, SecrecyItems()...)
}

// A Reply is an answer as the official writes it.
type Reply struct {
	Outcome  string // "given", "partly" or "refused"
	Basis    string
	Text     string // what is given, or the reasons of a refusal
	Secrecy  []string
	Parts    string
	Grounds  []string
	Way      string
	Fee      string
	Quarters int
	Pages    int
	Smallest int   // cell of an aggregate
	Leaves   []int // numbers of the request's files that leave with it
}

// Give records that what was asked for was given, whole or in part (JulkL 10 §),
// with the secrecy items of what left. A part that is refused is told like a
// refusal. Of another authority's request the items follow from what was read.
func (r Request) Give(by Actor, seen int, a Reply, now time.Time) (Request, Event, error) {
	if err := r.ready(DoGive, by, seen, now); err != nil {
		return Request{}, Event{}, err
	}
	if a.Outcome != "given" && a.Outcome != "partly" {
		return Request{}, Event{}, denyAbout("request-field", "outcome")
	}
	answer, err := r.answer(string(r.Kind), by, a, now)
	if err != nil {
		return Request{}, Event{}, err
	}
	r.State = RequestIsGiven
	if a.Outcome == "partly" {
		r.State = RequestIsPartlyGiven
	}
	r.Answers, r.Closed = append(slices.Clone(r.Answers), *answer), now
	r.open(now)
	return r.step(RequestGiven, by, now, answer.Text, "outcome", a.Outcome, "secrecy", strings.Join(answer.Secrecy, " "), "provision", r.Provision)
}

// Refuse is the official's refusal: the reason and its grounds. The letter tells
// that the authority's decision may be asked for, asks whether it is wanted, and
// what it costs (JulkL 14.3 §).
func (r Request) Refuse(by Actor, seen int, grounds []string, reasons string, now time.Time) (Request, Event, error) {
	if err := r.ready(DoRefuse, by, seen, now); err != nil {
		return Request{}, Event{}, err
	}
	answer, err := r.answer("document-refuse", by, Reply{Outcome: "refused", Grounds: grounds, Text: reasons}, now)
	if err != nil {
		return Request{}, Event{}, err
	}
	r.State, r.Closed = RequestIsRefused, now
	r.Answers = append(slices.Clone(r.Answers), *answer)
	return r.step(RequestRefused, by, now, answer.Text, "grounds", strings.Join(grounds, " "))
}

// Demand asks for the authority's decision on what an official refused: the
// clock of JulkL 14.4 § begins again.
func (r Request) Demand(by Actor, seen int, words string, now time.Time) (Request, Event, error) {
	if err := r.ready(DoDemand, by, seen, now); err != nil {
		return Request{}, Event{}, err
	}
	r.State, r.Demanded, r.Closed = RequestIsDemanded, now, time.Time{} // what was given in part may still be fetched
	return r.step(RequestDemanded, by, now, r.text(DemandText, "", by, true, words, now))
}

// Decide is the authority's decision, by another than who refused: it can be
// appealed, whichever way it goes (JulkL 33 §).
func (r Request) Decide(by Actor, seen int, a Reply, now time.Time) (Request, Event, error) {
	if err := r.ready(DoDecideOn, by, seen, now); err != nil {
		return Request{}, Event{}, err
	}
	answer, err := r.answer("document-decide", by, a, now)
	if err != nil {
		return Request{}, Event{}, err
	}
	answer.Decision = true
	r.State, r.Closed = RequestIsDecided, now
	r.Answers = append(slices.Clone(r.Answers), *answer)
	return r.step(RequestDecided, by, now, answer.Text, "outcome", a.Outcome, "grounds", strings.Join(a.Grounds, " "), "secrecy", strings.Join(answer.Secrecy, " "))
}

// Serve records that the decision was served at at: the time for appeal runs
// from then.
func (r Request) Serve(by Actor, seen int, at, now time.Time) (Request, Event, error) {
	if err := r.ready(DoServe, by, seen, now); err != nil {
		return Request{}, Event{}, err
	}
	if at.Before(r.Closed) {
		return Request{}, Event{}, deny("not-decided")
	}
	r.State, r.ServedAt = RequestIsServed, at
	r.open(now)
	return r.step(RequestServed, by, now, TextRef{})
}

// answer checks a reply and writes its texts. matter is the row of
// law/delegation.csv that it is decided by.
func (r *Request) answer(matter string, by Actor, a Reply, now time.Time) (*RequestAnswer, error) {
	day := registers.DayOf(now)
	if err := Delegated(matter, by, day); err != nil {
		return nil, err
	}
	files, err := r.leaving(&a)
	if err != nil {
		return nil, err
	}
	if err := r.checkReply(a, day); err != nil {
		return nil, err
	}
	out := RequestAnswer{Outcome: a.Outcome, By: by.ID, At: now, Provision: DelegationProvision(matter, day).FI}
	if a.Outcome != "given" {
		out.Grounds = slices.Clone(a.Grounds)
	}
	if a.Outcome != "refused" {
		out.Basis, out.Way, out.Fee, out.Quarters, out.Pages, out.Files = a.Basis, a.Way, a.Fee, a.Quarters, a.Pages, files
		out.Secrecy = a.Secrecy
		if r.Kind == AuthorityRequest {
			out.Secrecy, out.Fee = items(append(r.readSecrecy(), a.Secrecy...)), ""
		}
		slices.SortFunc(out.Secrecy, func(x, y string) int { return itemNumber(x) - itemNumber(y) })
		out.Cents = r.cents(a)
		out.Parts = r.text(NoteText, "parts", by, true, a.Parts, now)
	}
	out.Text = r.text(RulingText, "", by, true, a.Text, now)
	return &out, nil
}

// checkReply returns the first rule that a breaks.
func (r *Request) checkReply(a Reply, day registers.Day) error {
	if !slices.Contains([]string{"given", "partly", "refused"}, a.Outcome) {
		return denyAbout("request-field", "outcome")
	}
	if empty(a.Text) {
		return deny("no-reasons")
	}
	if a.Outcome != "given" {
		if len(a.Grounds) == 0 || slices.ContainsFunc(a.Grounds, func(g string) bool { return !slices.Contains(RefusalGrounds(), g) }) {
			return deny("no-ground") // JulkL 14.3 § 1 k
		}
	}
	if a.Outcome == "refused" {
		return nil
	}
	switch {
	case !slices.Contains(GivingBases(r.Kind), a.Basis):
		return denyAbout("request-field", "giving_basis")
	case !slices.Contains(RequestWays(r.Kind), a.Way):
		return denyAbout("request-field", "way")
	case slices.ContainsFunc(a.Secrecy, func(i string) bool { return itemNumber(i) == 0 }):
		return denyAbout("request-field", "secrecy_items")
	case a.Basis == "public" && len(a.Secrecy) > 0:
		return deny("secret-to-the-public") // JulkL 22 §
	case len(a.Secrecy) > 0 && empty(a.Parts):
		return deny("no-secret-parts") // JulkL 25.1 §
	case a.Quarters < 0 || a.Pages < 0:
		return denyAbout("request-field", "quarters")
	case r.Kind == AggregateRequest && a.Smallest < TermDays("smallest-cell", day):
		return deny("small-cell")
	case r.Kind == AggregateRequest && r.Quote != nil && r.cents(a) > r.Quote.Cents:
		return deny("beyond-the-price")
	}
	if r.Kind == AuthorityRequest {
		p, known := ProvisionOn(r.Provision, day)
		switch {
		case !known:
			return deny("no-such-provision")
		case a.Way == "interface" && !p.Interface:
			return deny("no-interface") // TiHL 22–24 §
		case len(r.Readings) == 0:
			return deny("nobody-has-read") // 4a.3
		}
		return nil
	}
	if !slices.Contains(RequestFees(), a.Fee) {
		return denyAbout("request-field", "fee_ground")
	}
	return nil
}

// cents is what the answer costs: nothing but copies and retrieval are charged
// (JulkL 34 §), by the prices of the day the request arrived.
func (r *Request) cents(a Reply) int {
	switch a.Fee {
	case "search":
		return retrievalCents(r.Arrived, a.Quarters)
	case "copies":
		if f, known := FeeOn("document-page", registers.DayOf(r.Arrived)); known {
			return f.Cents * a.Pages
		}
	}
	return 0
}

// readSecrecy is every item of 24.1 § in what was read for the request.
func (r *Request) readSecrecy() (items []string) {
	for _, read := range r.Readings {
		items = append(items, read.Secrecy...)
	}
	slices.Sort(items)
	return slices.Compact(items)
}

// NameReader names the official who reads, with a right of their own, what the
// other authority is given: handling a request opens no register (4a.3). to
// holds that right today; the store asks.
func (r Request) NameReader(by Actor, seen int, to Actor, holds bool, now time.Time) (Request, Event, error) {
	if err := r.ready(DoNameReader, by, seen, now); err != nil {
		return Request{}, Event{}, err
	}
	switch {
	case to.ID == "" || !holds:
		return Request{}, Event{}, deny("reader-without-right")
	case slices.ContainsFunc(r.Bars, func(b Bar) bool { return b.User == to.ID }):
		return Request{}, Event{}, deny("disqualified") // HL 28 §
	}
	r.Reader = to.ID
	return r.step(ReaderNamed, by, now, TextRef{}, "reader", string(to.ID))
}

// Read records that the reader read variables of one client for the request
// with a right of theirs: the items of secrecy follow from the catalogue. Whose
// data they are stands in the audit log alone.
func (r Request) Read(by Actor, right string, variables []string, cat *registers.Catalogue, now time.Time) (Request, Event, error) {
	if err := opensStep(requestSteps(), DoRead, r, r.State, by, now); err != nil {
		return Request{}, Event{}, err
	}
	if right == "" {
		return Request{}, Event{}, deny("reader-without-right")
	}
	if len(variables) == 0 {
		return Request{}, Event{}, deny("empty-scope")
	}
	read := RequestReading{By: by.ID, Right: right, At: now, Variables: slices.Clone(variables)}
	for _, id := range variables {
		v, known := cat.Variable(id)
		if !known {
			return Request{}, Event{}, denyAbout("outside-catalogue", id)
		}
		read.Secrecy = append(read.Secrecy, strings.Fields(v.Ground)...)
	}
	slices.Sort(read.Secrecy)
	read.Secrecy = slices.Compact(read.Secrecy)
	r.Readings = append(slices.Clone(r.Readings), read)
	return r.step(RequestRead, by, now, TextRef{}, "right", right)
}
