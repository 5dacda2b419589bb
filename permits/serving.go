package permits

import (
	"slices"
	"strings"
	"time"

	"tietolupa/registers"
)

// A Service says how a letter from which a time for appeal runs was served
// (tiedoksianto, HL 54–60 §, SAsL 18–19 §). One sent to be fetched, or by post with
// a receipt, is served when that is shown: Deemed is zero until then.
type Service struct {
	No       int        `json:"no,omitempty"`     // 0 of the decision, others from 1
	Kind     LetterKind `json:"kind,omitempty"`   // empty of the decision
	About    string     `json:"about,omitempty"`  // which of Contestable the letter gives
	Event    int        `json:"event,omitempty"`  // version of the case after the command that owed the letter
	Letter   int        `json:"letter,omitempty"` // number of a corrected letter
	Manner   string     `json:"manner"`
	Sent     time.Time  `json:"sent"`
	Deemed   time.Time  `json:"deemed,omitzero"`
	Lapsed   time.Time  `json:"lapsed,omitzero"` // when it was found that nobody had fetched it in time
	Paper    time.Time  `json:"paper,omitzero"`  // when it was posted with a receipt instead
	Proof    string     `json:"proof,omitempty"` // one of Proofs, or "fetched"
	By       UserID     `json:"by,omitempty"`    // who fetched it, or recorded the proof
	Note     TextRef    `json:"note,omitzero"`   // what the proof says
	Arrivals []Arrival  `json:"arrivals,omitempty"`
}

// An Arrival is a claim that a letter came on another day than it is deemed to
// have come (HL 59.2 §, SAsL 19 §: unless otherwise shown), and what the authority
// found of it.
type Arrival struct {
	Day       registers.Day `json:"day"`
	By        UserID        `json:"by"`
	At        time.Time     `json:"at"`
	Why       TextRef       `json:"why"`
	Authority bool          `json:"authority,omitempty"` // an authority is served on the day of arrival
	Settled   time.Time     `json:"settled,omitzero"`
	SettledBy UserID        `json:"settled_by,omitempty"`
	Found     bool          `json:"found,omitempty"`
	Was       time.Time     `json:"was,omitzero"` // the moment that stood before it
	Answer    TextRef       `json:"answer,omitzero"`
}

// fetchedProof says that the party fetched the letter.
const fetchedProof = "fetched"

// Proofs are how service is shown of a letter that was not fetched: a receipt
// (saantitodistus, HL 60.1 §), a bailiff's certificate (haastetiedoksianto, HL 61
// §), or handing over against a signature (HL 60 §).
func Proofs() []string { return []string{"receipt", "bailiff", "handed"} }

// Waits says whether it is not known yet when the letter was served.
func (s Service) Waits() bool { return s.Deemed.IsZero() }

// FetchBy is the last day to fetch a letter that waits in the service (SAsL 18 §);
// no day of one that does not.
func (s Service) FetchBy() registers.Day {
	if !s.Waits() || s.Manner != "fetched" || !s.Paper.IsZero() {
		return registers.Day{}
	}
	day := registers.DayOf(s.Sent)
	return day.AddDate(0, 0, TermDays("fetch", day))
}

// Services lists how the letters of c were sent from which a time for appeal runs,
// the decision that stands first.
func (c Case) Services() (all []Service) {
	if c.Life.Service != nil {
		all = append(all, *c.Life.Service)
	}
	return append(all, c.Life.Services...)
}

// Unserved lists those of Services that wait: to be fetched, or for a receipt.
func (c Case) Unserved() (all []Service) {
	for _, s := range c.Services() {
		if s.Waits() {
			all = append(all, s)
		}
	}
	return all
}

// ServiceAbout is how what a remedy may be against was sent last; false when that
// is not known.
func (c Case) ServiceAbout(against string) (s Service, known bool) {
	for _, one := range c.Services() {
		if one.About == against && (one.Kind == "" || against != "") {
			s, known = one, true
		}
	}
	return s, known
}

// ServiceOf is how letter l of c was sent; false for one from which no time for
// appeal runs, or of an earlier decision.
func (c Case) ServiceOf(l Letter) (Service, bool) {
	for _, s := range c.Services() {
		if s.Letter != 0 && s.Letter == l.No {
			return s, true
		}
	}
	for _, s := range c.Services() {
		if s.Letter == 0 && s.Kind == l.Kind && s.Event == l.Event && s.Kind != "" {
			return s, true
		}
		if s.Kind == "" && (l.Kind == DecisionLetter || l.Kind == SecretAnnex) && !l.At.Before(c.DecidedAt) {
			return s, true
		}
	}
	return Service{}, false
}

// Fetches is the service that by opening letter l brings about: by is one of its
// receivers, and nobody has fetched it.
func (c Case) Fetches(by UserID, l Letter) (Service, bool) {
	s, sent := c.ServiceOf(l)
	return s, sent && s.Waits() && c.receives(by)
}

// receives says whether letters of c are sent to u.
func (c Case) receives(u UserID) bool {
	return u != "" && (u == c.Applicant || u == c.Leader())
}

// Sends says whether e sent the decision of c: what is fetched later, or shown to
// have come, was sent before.
func (c Case) Sends(e Event) bool {
	return e.Kind == DecisionSent || e.Kind == CaseServed && (c.Life.Service == nil || c.Life.Service.Sent.Equal(e.At))
}

// sends keeps how the letters that e owes are sent, of those from which a time for
// appeal runs. The decision's own is sent by Send.
func (c *Case) sends(e Event) {
	for _, kind := range c.LettersOf(e) {
		if !kind.SentWith(e) || !kind.Appealable() {
			continue
		}
		s := Service{Kind: kind, Event: e.Version, Manner: c.Manner(kind), Sent: e.At}
		switch kind {
		case RevocationLetter:
			m, _ := c.MeasureOf(e)
			s.About = c.revocationBy(m).name()
		case ChangeLetter:
			s.About = "change-" + e.Detail["change"]
		case LapseLetter:
			if s.About = string(kind); e.Detail["change"] != "" {
				s.About += "-" + e.Detail["change"] // of a change that was taken back
			}
		default:
			s.About = string(kind) + "-" + e.Detail["no"]
		}
		c.sentBy(s)
	}
}

// sentBy adds s, numbered and deemed by its manner, to the services of c.
func (c *Case) sentBy(s Service) {
	s.No = len(c.Life.Services) + 1
	s.Deemed, _ = DeemedServed(s.Manner, s.Sent)
	c.Life.Services = append(slices.Clone(c.Life.Services), s)
}

// service is the one of that number, to be changed in place; nil when there is
// none.
func (c *Case) service(no int) *Service {
	if no == 0 {
		if c.Life.Service != nil {
			own := *c.Life.Service
			c.Life.Service = &own
		}
		return c.Life.Service
	}
	c.Life.Services = slices.Clone(c.Life.Services)
	i := slices.IndexFunc(c.Life.Services, func(s Service) bool { return s.No == no })
	if i < 0 {
		return nil
	}
	return &c.Life.Services[i]
}

// Fetch serves letter no of Services: by, one of its receivers, opens it after a
// strong identification (SAsL 18 §).
func (c Case) Fetch(by Actor, no int, now time.Time) (Case, Event, error) {
	if err := c.opens(DoFetch, by, now); err != nil {
		return Case{}, Event{}, err
	}
	s := c.service(no)
	if s == nil || !s.Waits() {
		return Case{}, Event{}, deny("already-served")
	}
	s.Proof, s.By = fetchedProof, by.ID
	return c.proved(s, LetterFetched, by, now, now)
}

// proved is the step after which s is served, at at.
func (c Case) proved(s *Service, kind EventKind, by Actor, at, now time.Time) (Case, Event, error) {
	at = notBefore(at, s.Sent) // of the very day of sending
	s.Deemed = at
	if s.Kind == "" {
		c, kind = c.servedFrom(at), CaseServed
	}
	return c.step(kind, by, now, map[string]string{"service": number(s.No), "manner": s.Manner, "proof": s.Proof, "day": registers.DayOf(at).String()})
}

// PostLetter records that letter no of Services, which nobody fetched in time, was
// posted with a receipt (SAsL 18 §, HL 60 §).
func (c Case) PostLetter(by Actor, seen, no int, now time.Time) (Case, Event, error) {
	if err := c.ready(DoPostLetter, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	s := c.service(no)
	switch {
	case s == nil || !s.Waits():
		return Case{}, Event{}, deny("already-served")
	case !s.overdue(now):
		return Case{}, Event{}, deny("fetch-time-runs")
	}
	s.Paper = now
	return c.step(LetterPosted, by, now, map[string]string{"service": number(s.No)})
}

// overdue says whether the time to fetch has passed.
func (s Service) overdue(now time.Time) bool {
	return past(s.FetchBy(), now)
}

// toPost says whether s lapsed and its letter is still to be served on paper.
func (s Service) toPost() bool { return !s.Lapsed.IsZero() && s.Paper.IsZero() }

// lapses marks the letters whose time to fetch has passed: they are to be served
// on paper.
func (c *Case) lapses(now time.Time) {
	for _, s := range c.Unserved() {
		if s.overdue(now) && s.Lapsed.IsZero() {
			c.service(s.No).Lapsed = now
		}
	}
}

// RecordService records the day on which letter no of Services was served by a
// receipt or another of Proofs; note says which.
func (c Case) RecordService(by Actor, seen, no int, proof string, day registers.Day, note string, now time.Time) (Case, Event, error) {
	if err := c.ready(DoRecordService, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	s := c.service(no)
	switch {
	case s == nil || !s.Waits():
		return Case{}, Event{}, deny("already-served")
	case !slices.Contains(Proofs(), proof) || empty(note):
		return Case{}, Event{}, deny("no-proof")
	case day.IsZero() || day.Before(registers.DayOf(s.Sent)) || registers.DayOf(now).Before(day):
		return Case{}, Event{}, denyAbout("no-such-service-day", "day")
	}
	s.Proof, s.By, s.Note = proof, by.ID, c.text(ReasonText, "service", 0, by, true, note, now)
	return c.proved(s, ServiceProved, by, day.Time(), now)
}

// ClaimArrival says that letter no of Services came on day and not when it is
// deemed to have come: a later day, or of an authority the day on which it arrived
// (HL 59.2 §). The authority settles it.
func (c Case) ClaimArrival(by Actor, seen, no int, day registers.Day, why string, authority bool, now time.Time) (Case, Event, error) {
	if err := c.ready(DoClaimArrival, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	s := c.service(no)
	switch {
	case s == nil || !s.Presumed():
		return Case{}, Event{}, deny("not-presumed")
	case s.openArrival() != nil:
		return Case{}, Event{}, deny("arrival-claimed")
	case empty(why):
		return Case{}, Event{}, deny("no-reasons")
	}
	if err := c.mayHaveCome(*s, day, authority, now); err != nil {
		return Case{}, Event{}, err
	}
	s.Arrivals = append(slices.Clone(s.Arrivals), Arrival{Day: day, By: by.ID, At: now, Authority: authority,
		Why: c.text(ReasonText, "arrival", 0, by, true, why, now)})
	return c.step(ArrivalClaimed, by, now, map[string]string{"service": number(s.No), "day": day.String()})
}

// SettleArrival finds that letter no of Services came on day, or not: of a claim
// that is open, or of what the authority has learnt itself. Every time that runs
// from the service then runs from day.
func (c Case) SettleArrival(by Actor, seen, no int, found bool, day registers.Day, why string, authority bool, now time.Time) (Case, Event, error) {
	if err := c.ready(DoSettleArrival, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	s := c.service(no)
	switch {
	case s == nil || !s.Presumed():
		return Case{}, Event{}, deny("not-presumed")
	case !found && s.openArrival() == nil:
		return Case{}, Event{}, deny("nothing-asked")
	case empty(why):
		return Case{}, Event{}, deny("no-reasons")
	}
	s.Arrivals = slices.Clone(s.Arrivals)
	if s.openArrival() == nil {
		s.Arrivals = append(s.Arrivals, Arrival{By: by.ID, At: now})
	}
	a := s.openArrival()
	if found {
		if err := c.mayHaveCome(*s, day, authority, now); err != nil {
			return Case{}, Event{}, err
		}
		a.Day, a.Authority, a.Was = day, authority, s.Deemed
		s.Deemed = notBefore(day.Time(), s.Sent)
		if s.Kind == "" {
			c.ServedAt = s.Deemed
		}
		c.timely(s.About)
	}
	a.Found, a.Settled, a.SettledBy = found, now, by.ID
	a.Answer = c.text(ReasonText, "arrival", a.Why.No, by, true, why, now)
	detail := map[string]string{"service": number(s.No), "found": "no"}
	if found {
		detail["found"], detail["day"] = "yes", day.String()
	}
	return c.step(ArrivalSettled, by, now, detail)
}

// Presumed says whether the letter was served ordinarily, so that it is deemed to
// have come and the contrary may be shown.
func (s Service) Presumed() bool { return !s.Waits() && s.Proof == "" }

// openArrival is the claim that has not been settled, or nil.
func (s *Service) openArrival() *Arrival {
	if n := len(s.Arrivals); n > 0 && s.Arrivals[n-1].Settled.IsZero() {
		return &s.Arrivals[n-1]
	}
	return nil
}

// OpenArrivals lists the services about which a claim waits to be settled.
func (c Case) OpenArrivals() (all []Service) {
	for _, s := range c.Services() {
		if s.openArrival() != nil {
			all = append(all, s)
		}
	}
	return all
}

// mayHaveCome returns the rule that keeps a letter from having come on day: before
// it was sent, in the future, earlier than it is deemed to have come unless to an
// authority, or after the party has acted on it.
func (c Case) mayHaveCome(s Service, day registers.Day, authority bool, now time.Time) error {
	switch {
	case day.IsZero() || day.Before(registers.DayOf(s.Sent)) || registers.DayOf(now).Before(day):
		return denyAbout("no-such-service-day", "day")
	case !authority && !registers.DayOf(s.Deemed).Before(day):
		return denyAbout("not-later", "day")
	}
	known := time.Time{}
	if s.Kind == "" && c.Accepted != nil {
		known = c.Accepted.At
	}
	for _, r := range c.Life.Remedies {
		if r.Kind == RectificationRemedy && r.Against == s.About && !r.At.Before(s.Sent) && (known.IsZero() || r.At.Before(known)) {
			known = r.At
		}
	}
	if !known.IsZero() && registers.DayOf(known).Before(day) {
		return denyAbout("known-by-then", "day")
	}
	return nil
}

// timely looks again whether the remedies against a decision came in time, now
// that it is known to have come on another day.
func (c *Case) timely(against string) {
	if strings.HasPrefix(against, "correction-") {
		against = "" // of the decision that was corrected
	}
	c.Life.Remedies = slices.Clone(c.Life.Remedies)
	for i := range c.Life.Remedies {
		if r := &c.Life.Remedies[i]; r.Against == against && r.Kind == RectificationRemedy && r.Outcome == "" {
			r.Late = past(c.LastDayAgainst(against, time.Time{}), r.At)
		}
	}
}

// notBefore is at, or earliest when that is later.
func notBefore(at, earliest time.Time) time.Time {
	if at.Before(earliest) {
		return earliest
	}
	return at
}
