package permits

import (
	"slices"
	"time"

	"tietolupa/registers"
)

// A LetterKind says what a letter is. Its text is stored, so kinds are added but
// never renamed.
type LetterKind string

const (
	DecisionLetter    LetterKind = "decision"    // päätös: grant, partial grant, refusal, dismissal
	SecretAnnex       LetterKind = "users-annex" // its annex 3, secret in part (JulkL 24.1 § 7 k)
	LapseLetter       LetterKind = "lapse"       // raukeaminen
	SupplementLetter  LetterKind = "supplement"  // täydennyspyyntö
	OfferLetter       LetterKind = "offer"       // ehdotus rajaukseksi
	HearingLetter     LetterKind = "hearing"     // kuulemiskirje
	StatementLetter   LetterKind = "statement"   // lausuntopyyntö
	TransferLetter    LetterKind = "transfer"    // ilmoitus siirrosta
	ServiceLetter     LetterKind = "service"     // saate: who gets what, the day of service, the last day of appeal
	SuspensionLetter  LetterKind = "suspension"  // väliaikainen keskeytys
	LiftLetter        LetterKind = "lift"        // keskeytyksen päättyminen
	RevocationLetter  LetterKind = "revocation"  // peruuttamispäätös
	ChangeLetter      LetterKind = "change"      // muutospäätös
	RulingLetter      LetterKind = "ruling"      // päätös oikaisuvaatimukseen
	CourtLetter       LetterKind = "court"       // ilmoitus tuomioistuimen ratkaisusta
	ReopenedLetter    LetterKind = "reopened"    // ilmoitus asiavirheen korjaamisesta
	InterimLetter     LetterKind = "interim"     // väliaikainen määräys
	DestructionLetter LetterKind = "destruction" // todistus hävittämisilmoituksesta
	ReminderLetter    LetterKind = "reminder"    // muistutus

	CourtStatementLetter LetterKind = "court-statement" // lausunto hallinto-oikeudelle

	AnswerLetter LetterKind = "answer" // of a document request: the answer to it, or the decision on it
)

// LetterKinds lists every kind of a permit's case, those of the handling first.
func LetterKinds() []LetterKind {
	return []LetterKind{SupplementLetter, OfferLetter, HearingLetter, StatementLetter, TransferLetter, LapseLetter,
		DecisionLetter, SecretAnnex, ServiceLetter, SuspensionLetter, LiftLetter, RevocationLetter, ChangeLetter,
		RulingLetter, CourtLetter, CourtStatementLetter, ReopenedLetter, InterimLetter, DestructionLetter, ReminderLetter}
}

// A Letter is one of a case as it was made and kept: the file whose hash it
// holds stands for ever. A corrected letter is another, of the next version.
type Letter struct {
	Case      CaseID
	No        int // 1, 2, … within the case
	Kind      LetterKind
	Version   int    // of the decision letter, 1 when it has not been corrected
	Language  string // "fi" or "sv"
	Event     int    // version of the case after the command that made it
	Size      int    // bytes
	SHA256    string // of the file
	At        time.Time
	Signature string // the service's own over the file, as minisign's text; empty until a worker has made it
}

// Superseded says whether l is the letter of a measure as it was before its officials
// signed it, and a signed one has come in its place.
func (c Case) Superseded(l Letter) bool {
	return slices.ContainsFunc(c.Life.Measures, func(m Measure) bool {
		return m.LetterKind() == l.Kind && m.Draft == l.Event && m.BothSigned()
	})
}

// LettersOf lists the letters that a command's event owes: they are made and
// kept in its transaction. c is the case after the command.
func (c Case) LettersOf(e Event) []LetterKind {
	switch e.Kind {
	case CaseGranted, CasePartlyGranted:
		return []LetterKind{DecisionLetter, SecretAnnex}
	case CaseWithdrawn:
		if c.Submitted.IsZero() {
			return nil // a draft is nobody's matter
		}
	case CaseServed:
		if !c.Sends(e) {
			return nil // its covering letter went with it
		}
	case LetterSigned:
		if m, of := c.MeasureOf(e); of {
			if m.BothSigned() {
				return []LetterKind{m.LetterKind()}
			}
			return nil
		}
		if c.BothSigned() {
			return []LetterKind{DecisionLetter} // with both signatures on it
		}
		return nil
	case RemedyRuled, CaseReopened, CaseAnnulled, RevocationAnnulled, ChangeAnnulled:
		switch r, ruled := c.RemedyOf(e); {
		case !ruled:
			return []LetterKind{ReopenedLetter} // an error of substance
		case r.Kind == CourtRemedy:
			return []LetterKind{CourtLetter}
		}
		return []LetterKind{RulingLetter}
	}
	if kind, owed := letterOf[e.Kind]; owed {
		return []LetterKind{kind}
	}
	return nil
}

var letterOf = map[EventKind]LetterKind{
	CaseRefused: DecisionLetter, CaseDismissed: DecisionLetter, LetterCorrected: DecisionLetter, CaseWithdrawn: LapseLetter, ChangeDropped: LapseLetter,
	SupplementAsked: SupplementLetter, NarrowingOffered: OfferLetter, HearingOpened: HearingLetter, StatementAsked: StatementLetter,
	CaseTransferred: TransferLetter, CasePartTransferred: TransferLetter, CaseServed: ServiceLetter, DecisionSent: ServiceLetter,
	PermitSuspended: SuspensionLetter, SuspensionLifted: LiftLetter, CaseRevoked: RevocationLetter, PartRevoked: RevocationLetter,
	ChangeGranted: ChangeLetter, ChangeRefused: ChangeLetter, GateOrdered: InterimLetter,
	DataDestroyed: DestructionLetter, PartDestroyed: DestructionLetter, ReminderSent: ReminderLetter, DutyOverdue: ReminderLetter,
	CourtStatementGiven: CourtStatementLetter,
}

// Writes says whether a command may owe a letter to somebody: it can be looked at
// before it is sent.
func Writes(do Command) bool {
	g, known := guardOf(do)
	return known && do != DoSignLetter && slices.ContainsFunc(g.Events, func(e EventKind) bool {
		_, owed := letterOf[e]
		return owed || e == RemedyRuled
	})
}

// MaySeeLetter says whether by may read the letter of c of that kind that the event
// of that version made: the authority's officers every one, a party every one
// addressed to the parties, the decision once it has been sent, a measure's once
// both have signed it. What is asked of another authority is between authorities.
func MaySeeLetter(by Actor, c Case, kind LetterKind, event int) bool {
	if !MaySee(by, c) {
		return false
	}
	if by.officer("", Presenter, Decider) == nil && !c.involves(by.ID) {
		return true
	}
	switch kind {
	case StatementLetter:
		return false
	case DecisionLetter, SecretAnnex:
		return !c.ToServe()
	}
	if kind.ofMeasure() {
		return !slices.ContainsFunc(c.Life.Measures, func(m Measure) bool { return m.LetterKind() == kind && m.Draft == event })
	}
	return true
}

// MayOpenLetter says whether by may open letter l of c: one that they may see, or
// one that waits to be fetched by them, which opening it does.
func MayOpenLetter(by Actor, c Case, l Letter) bool {
	_, fetches := c.Fetches(by.ID, l)
	return MaySeeLetter(by, c, l.Kind, l.Event) || fetches && MaySee(by, c)
}

// A ServiceMode is how a kind of letter has to be served (letters 0.3).
type ServiceMode string

const (
	OrdinaryService   ServiceMode = "ordinary"   // HL 59 §, SAsL 19 §
	VerifiableService ServiceMode = "verifiable" // HL 60 §, SAsL 18 §: a period runs from it, and it burdens
	NoticeOnly        ServiceMode = "notice"     // no period of appeal runs from it
)

// Mode is how a letter of kind k is served.
func (k LetterKind) Mode() ServiceMode {
	switch k {
	case DecisionLetter, SecretAnnex, LapseLetter, ChangeLetter, RulingLetter, ServiceLetter:
		return OrdinaryService
	case RevocationLetter:
		return VerifiableService
	}
	return NoticeOnly
}

// SentWith says whether a letter of kind k goes to its receivers with the event
// that made it. The decision has a command of its own for that; a measure's letter
// goes once both have signed it.
func (k LetterKind) SentWith(e Event) bool {
	switch k {
	case DecisionLetter, SecretAnnex:
		return false
	}
	return !k.ofMeasure() || e.Kind == LetterSigned
}

// ofMeasure says whether a letter of kind k tells a Measure.
func (k LetterKind) ofMeasure() bool {
	return slices.Contains([]LetterKind{RevocationLetter, RulingLetter, ChangeLetter, CourtStatementLetter}, k)
}

// Signed says whether the officials sign letters of kind k (SAsL 16 §).
func (k LetterKind) Signed() bool {
	return k == DecisionLetter || k.ofMeasure()
}

// Appealable says whether a remedy may be sought against a letter of kind k, so
// that it carries an instruction.
func (k LetterKind) Appealable() bool {
	return slices.Contains([]LetterKind{DecisionLetter, LapseLetter, ChangeLetter, RevocationLetter, RulingLetter}, k)
}

// A Receiver is one who gets a letter: how it is sent, and when it is deemed to
// have come.
type Receiver struct {
	User   UserID
	Manner string    // key of law/service.csv
	Deemed time.Time // zero for verifiable service until it is shown
}

// Manner is the key of how a letter of kind k is sent: electronically by consent,
// otherwise by post; what has to be served verifiably waits to be fetched with
// strong identification, or without consent goes by post with a receipt (HL 59–60
// §, SAsL 18–19 §).
func (c Case) Manner(k LetterKind) string {
	switch {
	case k.Mode() == VerifiableService && c.Application.EService:
		return "fetched"
	case k.Mode() == VerifiableService:
		return "receipt"
	case c.Application.EService:
		return "electronic"
	}
	return "post"
}

// Parties lists the parties of c by name (asianosaiset): who drafted it, the
// responsible person, and the co-applicants. A decision is sent to the contact,
// who informs the others (HL 56.2 §).
func (c Case) Parties() (all []UserID) {
	add := func(u UserID) {
		if u != "" && !slices.Contains(all, u) {
			all = append(all, u)
		}
	}
	add(c.Applicant)
	add(c.Leader())
	for _, m := range c.Drafting.Members {
		if m.Role != ReadRole {
			add(m.User)
		}
	}
	return all
}

// Receivers lists who gets a letter of kind k sent at sent: the contact, who
// drafted the application, and the responsible person when another. By consent
// it goes electronically, otherwise by post; what has to be served verifiably
// waits to be fetched with strong identification (HL 56.2, 59–60 §, SAsL 18–19 §).
// What is asked of another authority goes to no party, and a statement to a court to
// that court, which sends it on.
func (c Case) Receivers(k LetterKind, sent time.Time) (all []Receiver) {
	if k == StatementLetter || k == CourtStatementLetter {
		return nil
	}
	manner := c.Manner(k)
	for _, u := range []UserID{c.Applicant, c.Leader()} {
		if u == "" || slices.ContainsFunc(all, func(r Receiver) bool { return r.User == u }) {
			continue
		}
		r := Receiver{User: u, Manner: manner}
		r.Deemed, _ = DeemedServed(manner, sent)
		all = append(all, r)
	}
	return all
}

// LastDayFrom is the last day of the period of appeal that runs from service at
// at (HL 49 c §, HOL 13 §, act 150/1930 5 §).
func LastDayFrom(at time.Time) registers.Day {
	return WorkingDay(registers.DayOf(at).AddDate(0, 0, AppealDays))
}

// People lists everybody whom c names: parties, officials, and who did what in
// it. Each stands once.
func (c Case) People() (all []UserID) {
	add := func(ids ...UserID) {
		for _, id := range ids {
			if id != "" && !slices.Contains(all, id) {
				all = append(all, id)
			}
		}
	}
	add(c.Applicant, c.Presenter, c.Decider, c.Leader())
	add(c.Application.Users()...)
	add(c.Users()...)
	for _, d := range c.Handling.Earlier {
		add(d.Presenter, d.Decider)
	}
	for _, m := range c.Life.Measures {
		add(m.Presenter, m.Decider)
		if m.Part != nil {
			add(m.Part.Users...)
		}
	}
	for _, r := range c.Life.Remedies {
		add(r.By, r.RuledBy)
	}
	for _, k := range c.Life.Corrections {
		add(k.By)
	}
	for _, q := range c.Life.CourtRequests {
		add(q.By, q.SentBy)
	}
	for _, ch := range c.Life.Changes {
		add(ch.By, ch.Presenter, ch.Decider, ch.Asked.Leader)
	}
	if d := c.Life.Destroyed; d != nil {
		add(d.By)
	}
	return all
}

// LetterLanguage is the one in which the authority writes to c's applicant,
// Finnish or Swedish (language act 12, 19 §).
func (c Case) LetterLanguage() string {
	if c.Application.Language == "sv" {
		return "sv"
	}
	return "fi"
}
