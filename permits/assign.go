package permits

import (
	"slices"
	"time"

	"tietolupa/registers"
)

// Assign gives the case to presenter to, by one who decides.
func (c Case) Assign(by Actor, seen int, to Actor, now time.Time) (Case, Event, error) {
	if change, of := c.For(DoAssign); of {
		return c.folded(change.Assign(by, seen, to, now))
	}
	if err := c.ready(DoAssign, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	if err := c.unbarred(to, Presenter); err != nil {
		return Case{}, Event{}, err
	}
	c.Presenter = to.ID
	if c.State == Submitted {
		c.State = InReview
	}
	return c.step(CaseAssigned, by, now, map[string]string{"presenter": string(to.ID)})
}

// Substitutable are the states in which a case may be given a substitute.
func Substitutable() []State { return append(handled(), Proposed) }

// Substitute lets to handle the case for its presenter within a term.
func (c Case) Substitute(by Actor, seen int, to Actor, term registers.Period, now time.Time) (Case, Event, error) {
	if change, of := c.For(DoSubstitute); of {
		return c.folded(change.Substitute(by, seen, to, term, now))
	}
	if err := c.ready(DoSubstitute, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	if err := c.unbarred(to, Presenter); err != nil {
		return Case{}, Event{}, err
	}
	if term.From.IsZero() || term.To.Before(term.From) || term.To.Before(registers.DayOf(now)) {
		return Case{}, Event{}, deny("already-over")
	}
	c.Handling.Substitutes = append(slices.Clone(c.Handling.Substitutes), Substitute{User: to.ID, Term: term})
	return c.step(CaseSubstituted, by, now, map[string]string{"substitute": string(to.ID), "from": term.From.String(), "to": term.To.String()})
}

// DeclareInterest bars whom from the case for a ground of HL 28.1 §, "1" to
// "7": oneself, or another by one who decides. It is never taken back.
func (c Case) DeclareInterest(by Actor, seen int, whom UserID, ground, why string, now time.Time) (Case, Event, error) {
	if err := c.ready(DoDeclare, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	switch {
	case whom != by.ID && !by.Has(Decider):
		return Case{}, Event{}, deny("not-a-decider")
	case whom != by.ID && (c.involves(by.ID) || c.Barred(by.ID)):
		return Case{}, Event{}, deny("disqualified")
	case len(ground) != 1 || ground < "1" || ground > "7":
		return Case{}, Event{}, deny("no-such-disqualification")
	case c.Barred(whom):
		return Case{}, Event{}, deny("already-signed")
	}
	c.Handling.Bars = append(slices.Clone(c.Handling.Bars), Bar{User: whom, Ground: ground, By: by.ID, At: now,
		Why: c.text(ReasonText, "bar", 0, by, false, why, now)})
	return c.step(InterestDeclared, by, now, map[string]string{"whom": string(whom), "ground": ground})
}

// Note keeps a note inside the authority, such as what was said on the
// telephone (HL 42 §).
func (c Case) Note(by Actor, seen int, field, words string, now time.Time) (Case, Event, error) {
	if err := c.ready(DoNote, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	if empty(words) {
		return Case{}, Event{}, deny("nothing-answered")
	}
	ref := c.text(NoteText, field, 0, by, false, words, now)
	return c.step(NoteWritten, by, now, map[string]string{"text": ref.SHA256, "no": number(ref.No)})
}

// Message writes to the other side, about a field or in answer to text re.
func (c Case) Message(by Actor, seen int, field string, re int, words string, now time.Time) (Case, Event, error) {
	if err := c.ready(DoMessage, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	if empty(words) || re < 0 || re > c.Texts {
		return Case{}, Event{}, deny("nothing-answered")
	}
	ref := c.text(MessageText, field, re, by, true, words, now)
	return c.step(MessageWritten, by, now, map[string]string{"text": ref.SHA256, "no": number(ref.No)})
}

// Transfer sends the case, or a part of it, to the authority that is competent:
// to is its name, what says what was sent and why.
func (c Case) Transfer(by Actor, seen int, kind, to, what string, now time.Time) (Case, Event, error) {
	if err := c.ready(DoTransfer, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	switch {
	case !slices.Contains([]string{WholeTransfer, PartTransfer, MinistryTransfer}, kind):
		return Case{}, Event{}, deny("no-such-transfer")
	case empty(to) || empty(what):
		return Case{}, Event{}, deny("no-reasons")
	}
	t := Transfer{Kind: kind, To: to, By: by.ID, At: now, What: c.text(ReasonText, "transfer", 0, by, true, what, now)}
	c.Handling.Transfers = append(slices.Clone(c.Handling.Transfers), t)
	event := CasePartTransferred
	if kind != PartTransfer {
		c.State, c.EndedAt, event = Transferred, now, CaseTransferred
	}
	return c.step(event, by, now, map[string]string{"kind": kind, "text": t.What.SHA256})
}

// Dissent records that the presenter does not answer for the decision (eriävä
// mielipide, PL 118 §).
func (c Case) Dissent(by Actor, seen int, words string, now time.Time) (Case, Event, error) {
	if change, of := c.For(DoDissent); of {
		return c.folded(change.Dissent(by, seen, words, now))
	}
	if err := c.ready(DoDissent, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	if empty(words) {
		return Case{}, Event{}, deny("no-reasons")
	}
	ref := c.text(DissentText, "", 0, by, true, words, now)
	detail := map[string]string{"text": ref.SHA256}
	if m := c.dissentFrom(by.ID); m != nil {
		c.Life.Measures = slices.Clone(c.Life.Measures)
		c.Life.Measures[m.No-1].Dissent = ref
		detail["measure"] = number(m.No)
	} else {
		c.Handling.Dissent = &ref
	}
	return c.step(DissentRecorded, by, now, detail)
}

// LetterToSign is the measure whose letter waits for u's signature; the zero one
// for the decision's own letter, which comes first.
func (c Case) LetterToSign(u UserID) (Measure, error) {
	decision := c.Decision != nil && (c.ToServe() || c.served())
	role := c.roleOf(u)
	if decision && role != "" && !c.signedAs(role) {
		return Measure{}, nil
	}
	theirs := decision && role != ""
	for _, m := range c.UnsignedMeasures() {
		if as := m.roleOf(u); as != "" && !m.signedAs(as) {
			return m, nil
		} else if as != "" {
			theirs = true
		}
	}
	if theirs {
		return Measure{}, deny("already-signed")
	}
	if c.Decision == nil {
		return Measure{}, deny("not-decided")
	}
	return Measure{}, deny("not-your-case")
}

// SignLetter records an official's electronic signature of the letter whose
// SHA-256 is sha256: of LetterToSign's. Both sign the same letter, and each says that
// they are not disqualified (HL 28 §): what has come to light since the decision is
// declared before the letter leaves.
func (c Case) SignLetter(by Actor, seen int, unbiased bool, sha256 string, now time.Time) (Case, Event, error) {
	if err := c.ready(DoSignLetter, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	if err := declared(unbiased); err != nil {
		return Case{}, Event{}, err
	}
	if m, err := c.LetterToSign(by.ID); err != nil || m.No > 0 {
		return c.signMeasure(m, by, sha256, now)
	}
	if signed := c.Signatures(c.LetterNo()); len(sha256) != 64 || len(signed) > 0 && signed[0].SHA256 != sha256 {
		return Case{}, Event{}, deny("other-text")
	}
	if c.Decision.Grants() {
		for _, f := range c.Decision.Findings { // letters 10.1
			if TemplateOnly(f.Text) {
				return Case{}, Event{}, denyAbout("template-only", Need{Ground: f.Ground, Category: f.Category}.Key())
			}
		}
	}
	s := OfficialSignature{Signature: Signature{By: by.ID, At: now, SHA256: sha256}, Role: c.roleOf(by.ID), No: c.LetterNo()}
	c.Handling.Letter = append(slices.Clone(c.Handling.Letter), s)
	return c.step(LetterSigned, by, now, map[string]string{"letter": sha256, "role": s.Role, "no": number(s.No), "unbiased": "yes"})
}

// roleOf is what u signs the letter as: "presenter", "decider" or nothing.
func (c Case) roleOf(u UserID) string { return signerRole(u, c.Presenter, c.Decider) }

func signerRole(u, presenter, decider UserID) string {
	switch u {
	case presenter:
		return "presenter"
	case decider:
		return "decider"
	}
	return ""
}

// Signatures are those of the letter of that number, in their order.
func (c Case) Signatures(no int) (all []OfficialSignature) {
	for _, s := range c.Handling.Letter {
		if max(s.No, 1) == no {
			all = append(all, s)
		}
	}
	return all
}

// SignaturesOn are those that stand on a letter of c as it was made: of the
// decision that stands, or of a measure.
func (c Case) SignaturesOn(l Letter) (all []OfficialSignature) {
	signed := c.Signatures(c.LetterNo())
	if l.Kind != DecisionLetter {
		signed = nil
		for _, m := range c.Life.Measures {
			if m.LetterKind() == l.Kind && m.Sent == l.Event {
				signed = m.Letter
			}
		}
	}
	for _, s := range signed {
		if !s.At.After(l.At) { // or signed a later one
			all = append(all, s)
		}
	}
	return all
}

// BothSigned says whether the presenter and the decider have signed the letter
// that stands.
func (c Case) BothSigned() bool { return len(c.Signatures(c.LetterNo())) == 2 }

func (c Case) signedAs(role string) bool {
	return signedBy(role, c.Signatures(c.LetterNo()))
}

func signedBy(role string, signed []OfficialSignature) bool {
	return slices.ContainsFunc(signed, func(s OfficialSignature) bool { return s.Role == role })
}
