package permits

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"tietolupa/registers"
)

func init() {
	ok := func(c Case, _ Event, err error) Case {
		if err != nil {
			panic(err)
		}
		return c
	}
	add := func(name string, s State, try func(Case) error) {
		breaches = append(breaches, breach{name, doing(s, try)})
	}
	revoke := func(change func(*Revoking)) func(Case) error {
		return func(c Case) error {
			r := whole("Kiire.")
			change(&r)
			return last(c.ProposeRevocation(paivi, c.Version, r, anyCatalogue, hours(20)))
		}
	}
	part := func(p Part) func(Case) error { return revoke(func(r *Revoking) { r.Part = &p }) }
	add("no-milder-means", InForce, revoke(func(r *Revoking) { r.Milder = " " }))
	add("interest-unanswered proposal", InForce, revoke(func(r *Revoking) { r.Unbiased = false }))
	add("not-heard proposal", InForce, revoke(func(r *Revoking) { r.Unheard = "" }))
	add("nothing-revoked", InForce, part(Part{}))
	add("leader-revoked", InForce, part(Part{Users: []UserID{"aino"}}))
	add("not-a-named-user revoked", InForce, part(Part{Users: []UserID{"liisa"}}))
	add("not-granted", InForce, part(Part{Variables: []string{"person.citizenship"}}))
	add("not-granted table", InForce, part(Part{Tables: []string{"employer"}}))
	add("nothing-left", InForce, part(Part{Tables: []string{"person", "employment_code"}}))
	add("key-variable", InForce, func(c Case) error {
		d := *c.Decision
		d.Scope = d.Scope.WithKeys(theCat)
		c.Decision = &d
		return part(Part{Variables: []string{"employment_code.hid_e"}})(c)
	})
	add("measure-proposed", InForce, func(c Case) error {
		c = ok(c.ProposeRevocation(paivi, c.Version, whole("Kiire."), anyCatalogue, hours(20)))
		return last(c.ProposeRevocation(mika, c.Version, whole("Kiire."), anyCatalogue, hours(21)))
	})
	add("measure-not-proposed", InForce, func(c Case) error { return last(c.Revoke(henrik, c.Version, true, hours(20))) })
	proposed := func(c Case) Case {
		return ok(c.ProposeRevocation(both, c.Version, whole("Kiire."), anyCatalogue, hours(20)))
	}
	add("same-presenter revocation", InForce, func(c Case) error { c = proposed(c); return last(c.Revoke(both, c.Version, true, hours(21))) })
	add("same-presenter return", InForce, func(c Case) error {
		c = proposed(c)
		return last(c.ReturnRevocation(both, c.Version, "Perustele.", hours(21)))
	})
	add("interest-unanswered decision", InForce, func(c Case) error { c = proposed(c); return last(c.Revoke(henrik, c.Version, false, hours(21))) })
	add("disqualified presenter of a revocation", InForce, func(c Case) error {
		c = proposed(c)
		c = ok(c.DeclareInterest(both, c.Version, both.ID, "4", "", hours(21)))
		return last(c.Revoke(henrik, c.Version, true, hours(22)))
	})
	add("no-reasons return", InForce, func(c Case) error {
		c = proposed(c)
		return last(c.ReturnRevocation(henrik, c.Version, " ", hours(21)))
	})
	add("outcome-unsuited", InForce, func(c Case) error {
		c = ok(c.Rectify(aino, c.Version, "Vaadin.", hours(20)))
		return last(ruling(c, both, 0, RemedyReturned, hours(21)))
	})
	add("remedy-late", InForce, func(c Case) error {
		c = ok(c.Rectify(aino, c.Version, "Vaadin.", hours(24*60)))
		return last(ruling(c, both, 0, RemedyRejected, hours(24*60+1)))
	})
	revoked := func(c Case, p Part) Case {
		r := whole("Kiire.")
		r.Part = &p
		c = ok(c.ProposeRevocation(paivi, c.Version, r, anyCatalogue, hours(20)))
		return ok(c.Revoke(henrik, c.Version, true, hours(21)))
	}
	add("part-revoked", InForce, func(c Case) error {
		c = revoked(c, Part{Orders: []OrderID{"T-1-2020"}})
		return c.LetsOut(Order{ID: "T-1-2020", At: hours(12)}, "aino", hours(22))
	})
	add("recipient-revoked", InForce, func(c Case) error { return revoked(c, Part{Recipient: &Recipient{}}).Gate(hours(22)) })
}

// partly is c with p of it revoked, unheard, at hour 21.
func partly(t *testing.T, c Case, p Part) Case {
	t.Helper()
	r := whole("Kiire.")
	r.Part = &p
	c = must[Case](t)(c.ProposeRevocation(paivi, c.Version, r, theCatalogue(t), hours(20)))
	return must[Case](t)(c.Revoke(henrik, c.Version, true, hours(21)))
}

// TestNobodyRevokesAlone: one proposes, another decides or sends back with a
// reason, both sign, and the presenter may dissent; what is prepared is not the
// party's to read before it is decided.
func TestNobodyRevokesAlone(t *testing.T) { // PL 118 §, HL 6, 28, 34 §, JulkL 11.2, 28.2 §, SAsL 16 §
	ok := must[Case](t)
	c := at(t, InForce)
	c = ok(c.Suspend(mika, c.Version, "Kopio on löytynyt muualta.", hours(19))) // at once, by one
	if c.DownloadsOpen("aino", hours(19)) == nil {
		t.Error("a suspension by one leaves downloads open")
	}
	c = ok(c.ProposeRevocation(paivi, c.Version, whole("Kiire."), theCatalogue(t), hours(20)))
	if party := c.party(); party != WaitsDecider || c.State != InForce {
		t.Errorf("waits for %s in %s", party, c.State)
	}
	written := c.Written[1:] // after the suspension's
	for _, text := range written {
		if MaySeeText(aino, c, text) || !MaySeeText(henrik, c, text) {
			t.Errorf("a proposal is read by the party, or not by the decider: %s", text.Anchor)
		}
	}
	back := ok(c.ReturnRevocation(henrik, c.Version, "Perustele oikeasuhtaisuus.", hours(21)))
	if back.party() != WaitsPresenter || back.ProposedMeasure(RevocationMeasure) != nil || back.ReturnedMeasure(RevocationMeasure) == nil {
		t.Error("what was sent back is not the presenter's")
	}
	ok(back.ProposeRevocation(mika, back.Version, whole("Kiire."), theCatalogue(t), hours(22)))

	c = ok(c.Dissent(paivi, c.Version, "Huomautus riittäisi.", hours(21)))
	c = ok(c.Revoke(henrik, c.Version, true, hours(22)))
	if c.State != Revoked || c.Life.Measures[0].Dissent.IsZero() {
		t.Errorf("state %s, %+v", c.State, c.Life.Measures)
	}
	for _, text := range written {
		if !MaySeeText(aino, c, text) {
			t.Errorf("the party does not read the reasons of what was decided: %s", text.Anchor)
		}
	}
	for _, by := range []Actor{paivi, henrik} {
		if MaySeeLetter(aino, c, RevocationLetter, c.Life.Measures[0].Draft) || !MaySeeLetter(mika, c, RevocationLetter, c.Life.Measures[0].Draft) {
			t.Error("a letter that waits for its signatures is read by the party")
		}
		next, e, err := c.SignLetter(by, c.Version, true, strings.Repeat("b", 64), hours(23))
		if err != nil {
			t.Fatal(err)
		}
		if owed := next.LettersOf(e); len(owed) != 0 != (by.ID == henrik.ID) {
			t.Errorf("the signature of %s owes %v", by.ID, owed)
		}
		c = next
	}
	if !c.Life.Measures[0].BothSigned() || c.party() != WaitsHolder || !MaySeeLetter(aino, c, RevocationLetter, c.Life.Measures[0].Sent) {
		t.Errorf("signed, it waits for %s", c.party())
	}
	if _, _, err := c.SignLetter(paivi, c.Version, true, strings.Repeat("b", 64), hours(24)); rule(err) != "already-signed" {
		t.Errorf("signed twice: %v", err)
	}
}

// TestNobodyRulesAlone: the ruling on a demand is proposed and decided like any
// decision, never by who made the decision, and its letter is signed by both, also
// when the case is by then handled anew.
func TestNobodyRulesAlone(t *testing.T) { // HL 49 g §, PL 118 §, letters.md 8.4
	ok := must[Case](t)
	c := at(t, InForce)
	c = ok(c.Rectify(aino, c.Version, "Vaadin kunnan tarkkuutta.", hours(20)))
	if c.party() != WaitsPresenter {
		t.Errorf("a demand waits for %s", c.party())
	}
	c = ok(c.ProposeRuling(mika, c.Version, Ruled{Remedy: 1, Outcome: RemedyChangedPart, Reasons: "Osaksi aiheellinen.", Unbiased: true}, nil, hours(21)))
	for by, want := range map[*Actor]string{&henrik: "same-decider", &mika: "not-a-decider"} {
		if _, _, err := c.Rule(*by, c.Version, true, hours(22)); rule(err) != want {
			t.Errorf("%s rules: %v", by.ID, err)
		}
	}
	c = ok(c.Rule(both, c.Version, true, hours(22)))
	if c.State != InReview || c.Life.Remedies[0].Ruling.IsZero() {
		t.Fatalf("state %s", c.State)
	}
	for _, by := range []Actor{both, mika} {
		c = ok(c.SignLetter(by, c.Version, true, strings.Repeat("c", 64), hours(23)))
	}
	if len(c.UnsignedMeasures()) != 0 {
		t.Error("the ruling waits for a signature")
	}
}

// TestOutcomesSuitTheRemedy: what may be ruled follows from what the remedy is
// against, who rules and when the demand came.
func TestOutcomesSuitTheRemedy(t *testing.T) { // HL 49 c, 49 g §; HOL 81 §
	ok, cat := must[Case](t), theCatalogue(t)
	refused := ok(signed(t, at(t, Refused), hours(8)).Serve(paivi, hours(9), hours(9)))
	changed := at(t, InForce)
	changed = ok(changed.AskChange(aino, changed.Version, Delta{Until: changed.PermitTerm().To.AddDate(1, 0, 0)}, "Tarvitaan.", cat, hours(10)))
	denied := ok(changed.Propose(paivi, changed.Version, true, refusal("Ei tarpeen."), cat, hours(11)))
	denied = ok(denied.Decide(henrik, denied.Version, true, hours(12)))
	for name, test := range map[string]struct {
		c    Case
		r    Remedy
		want []string
	}{
		"grant":              {at(t, InForce), Remedy{Kind: RectificationRemedy}, []string{"rejected", "dismissed", "withdrawn", "changed", "changed-part", "overturned"}},
		"refusal":            {refused, Remedy{Kind: RectificationRemedy, At: hours(10)}, []string{"rejected", "dismissed", "withdrawn", "changed", "changed-part"}},
		"refusal, late":      {refused, Remedy{Kind: RectificationRemedy, At: hours(24 * 60)}, []string{"dismissed", "withdrawn"}},
		"refusal in court":   {refused, Remedy{Kind: CourtRemedy}, []string{"rejected", "dismissed", "withdrawn", "changed", "returned"}},
		"grant in court":     {at(t, InForce), Remedy{Kind: CourtRemedy}, []string{"rejected", "dismissed", "withdrawn", "changed", "returned", "overturned"}},
		"change refused":     {denied, Remedy{Kind: RectificationRemedy, Against: "change-1"}, []string{"rejected", "dismissed", "withdrawn", "changed", "changed-part"}},
		"revocation":         {at(t, Revoked), Remedy{Kind: RectificationRemedy, Against: RevocationRemedy}, []string{"rejected", "dismissed", "withdrawn", "changed-part", "overturned"}},
		"revocation, late":   {at(t, Revoked), Remedy{Kind: RectificationRemedy, Against: RevocationRemedy, Late: true}, []string{"dismissed", "withdrawn"}},
		"part of the permit": {partly(t, at(t, InForce), Part{Users: []UserID{"eero"}}), Remedy{Kind: RectificationRemedy, Against: "revocation-1"}, []string{"rejected", "dismissed", "withdrawn", "changed-part", "overturned"}},
	} {
		if got := test.c.RemedyOutcomes(test.r); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}

// TestRevokedInPart: what a revocation in part names is taken away at once, and
// no more; annulled, it is given back.
func TestRevokedInPart(t *testing.T) { // JulkL 28.2 §, HL 6 §, condition 16
	ok, cat := must[Case](t), theCatalogue(t)
	first := Order{ID: "T-1-2020", At: hours(12), Scope: at(t, InForce).Granted(), Recipient: at(t, InForce).Recipient()}
	t.Run("a user", func(t *testing.T) {
		c := partly(t, at(t, InForce), Part{Users: []UserID{"eero"}})
		if c.State != InForce || rule(c.DownloadsOpen("eero", hours(22))) != "not-a-named-user" || c.DownloadsOpen("aino", hours(22)) != nil {
			t.Error("another than the user lost the use, or the user did not")
		}
		if !c.DestructionDue(hours(22)).IsZero() {
			t.Error("the holder is asked to destroy what stays granted")
		}
		c = ok(c.AddUser(aino, c.Version, Participant{User: "eero", Name: "Eero"}, hours(23)))
		_, sha := Undertaking("fi")
		c = ok(c.SignAdded(eero, c.Version, sha, hours(24)))
		c = ok(c.ApproveUser(paivi, c.Version, "eero", true, "", hours(25)))
		if c.DownloadsOpen("eero", hours(26)) != nil {
			t.Error("a user approved anew is shut out")
		}
	})
	t.Run("data", func(t *testing.T) {
		c := partly(t, at(t, InForce), Part{Variables: []string{"person.sex"}, Tables: []string{"employment_code"}})
		if s := c.Granted(); s.Protection("person.sex") != registers.Drop || len(s.Tables) != 1 || s.Protection("person.municipality") == registers.Drop {
			t.Errorf("granted: %+v", s.Tables)
		}
		if got := rule(c.LetsOut(first, "aino", hours(22))); got != "part-revoked" {
			t.Errorf("the package that holds them: %s", got)
		}
		due := c.DueDeliveries([]Made{{At: first.At}}, cat, hours(22))
		if len(due) != 1 || due[0].Cause != "revocation-1" || due[0].Scope.Hash() != c.Granted().Hash() || !due[0].Free {
			t.Errorf("due: %+v", due)
		}
		if left := (Order{ID: "T-2-2020", At: hours(23), Cause: "revocation-1", Scope: c.Granted()}); c.LetsOut(left, "aino", hours(24)) != nil {
			t.Error("what is left cannot be fetched")
		}
		if due := c.DueDeliveries([]Made{{At: first.At}, {Cause: "revocation-1", At: hours(23)}}, cat, hours(24)); len(due) != 0 {
			t.Errorf("due twice: %+v", due)
		}
		by := c.DestructionDue(hours(22))
		if by.IsZero() || !c.Overdue(by.Time().AddDate(0, 0, 2)) || c.party() != WaitsPresenter { // its letter waits for its signatures
			t.Errorf("destruction due %s", by)
		}
		c = ok(c.DeclareDestruction(aino, c.Version, "Poistettu.", on("2021-01-31"), hours(25)))
		if c.State != InForce || c.Life.Revocations[0].Destroyed == nil || !c.DestructionDue(hours(26)).IsZero() {
			t.Errorf("declared, state %s", c.State)
		}
	})
	t.Run("a delivery", func(t *testing.T) {
		c := partly(t, at(t, InForce), Part{Orders: []OrderID{"T-1-2020"}})
		if rule(c.LetsOut(first, "aino", hours(22))) != "part-revoked" || c.LetsOut(Order{ID: "T-2-2020", At: hours(12)}, "aino", hours(22)) != nil {
			t.Error("another package is closed, or that one is not")
		}
	})
	t.Run("the recipient", func(t *testing.T) {
		c := partly(t, at(t, InForce), Part{Recipient: &Recipient{}})
		if rule(c.Gate(hours(22))) != "recipient-revoked" {
			t.Errorf("the gate: %v", c.Gate(hours(22)))
		}
		next := Recipient{Kind: EnvironmentRecipient, Environment: "FIONA", Key: "age1fiona"}
		c = ok(c.AskChange(aino, c.Version, Delta{Place: &next}, "Siirrymme.", cat, hours(23)))
		c = granting(t, c, henrik, hours(24))
		c = ok(c.AcceptChange(aino, c.Version, agreed(c), cat, hours(26)))
		if err := c.Gate(hours(27)); err != nil {
			t.Errorf("in another place: %v", err)
		}
		if rule(c.LetsOut(first, "aino", hours(27))) != "part-revoked" {
			t.Error("the package that was sealed to the revoked recipient is let out")
		}
	})
	t.Run("annulled", func(t *testing.T) {
		c := partly(t, at(t, InForce), Part{Tables: []string{"employment_code"}})
		if !slices.Contains(c.Contestable(), "revocation-1") {
			t.Fatal("it cannot be contested")
		}
		c = ok(c.RectifyOf(aino, c.Version, "revocation-1", time.Time{}, "Aiheeton.", hours(23)))
		stayed := ok(c.InterimOn(both, c.Version, "revocation-1", "authority", false, "Ei panna täytäntöön.", hours(24)))
		if stayed.LetsOut(first, "aino", hours(25)) != nil || !slices.Contains(stayed.Contestable(), "revocation-1") {
			t.Error("stayed, it is carried out")
		}
		c = ok(ruling(c, both, 0, RemedyOverturned, hours(24)))
		if c.Granted().Hash() != c.Decision.Scope.Hash() || c.LetsOut(first, "aino", hours(25)) != nil || c.State != InForce {
			t.Error("what was annulled is not given back")
		}
	})
	t.Run("a change decided since gives what it gives", func(t *testing.T) {
		c := partly(t, at(t, InForce), Part{Variables: []string{"person.sex"}})
		wider := c.Decision.Scope
		c = ok(c.AskChange(aino, c.Version, Delta{Scope: &wider}, "Tarvitaan yhä.", cat, hours(23)))
		c = granting(t, c, henrik, hours(24))
		c = ok(c.AcceptChange(aino, c.Version, agreed(c), cat, hours(26)))
		if c.Granted().Protection("person.sex") == registers.Drop {
			t.Error("a later decision does not prevail")
		}
	})
}

// TestAddedUserSignsAnew: the undertaking of a user who was added stands for the
// decision it was given on; when that is made anew, they sign again like the others.
func TestAddedUserSignsAnew(t *testing.T) { // condition 3; HL 49 g §
	ok := must[Case](t)
	_, sha := Undertaking("fi")
	c := at(t, InForce)
	c = ok(c.AddUser(aino, c.Version, Participant{User: "liisa", Name: "Liisa Ranta"}, hours(20)))
	c = ok(c.SignAdded(liisa, c.Version, sha, hours(21)))
	c = ok(c.ApproveUser(paivi, c.Version, "liisa", true, "", hours(22)))
	if !c.HasSigned("liisa") {
		t.Fatal("an added user who was approved has not signed")
	}
	c = ok(c.Rectify(aino, c.Version, "Vaadin.", hours(23)))
	c = ok(ruling(c, both, 0, RemedyChanged, hours(26)))
	c = anew(t, c, proposal(c))
	if c.HasSigned("liisa") || !slices.Contains(c.Users(), "liisa") {
		t.Error("the undertaking given on a decision that was undone still stands")
	}
	c = ok(c.AcceptConditions(aino, c.ConditionsSHA256(), hours(30)))
	for _, by := range []Actor{aino, eero} {
		c = ok(c.Sign(by, sha, hours(31)))
	}
	if c.State != Served {
		t.Fatalf("%s before the added user has signed", c.State)
	}
	c = ok(c.Sign(liisa, sha, hours(32)))
	if c.State != InForce || !c.HasSigned("liisa") {
		t.Errorf("%s", c.State)
	}
}

// TestOnlyAPermitIsInterrupted: a breach at the recipient of a disclosure offers no
// interruption, which a permit alone has.
func TestOnlyAPermitIsInterrupted(t *testing.T) { // TiHL 13–15 §
	for basis, want := range map[string]bool{"KEHA-1-2020": true, "KEHA-L1-2020": false, "": false} {
		if got := (Breach{Basis: basis}).OfPermit(); got != want {
			t.Errorf("%q: %v", basis, got)
		}
	}
}

// TestOfficialsDeclareThemselves: nobody proposes, decides or signs without saying
// that they are not disqualified, and the event keeps the answer (HL 28 §).
func TestOfficialsDeclareThemselves(t *testing.T) {
	ok, cat := must[Case](t), theCatalogue(t)
	unsaid := func(act string, err error) {
		if broken := (*RuleError)(nil); !errors.As(err, &broken) || broken.Rule != "interest-unanswered" {
			t.Errorf("%s: %v", act, err)
		}
	}
	c := at(t, InReview)
	unsaid("proposed", last(c.Propose(paivi, c.Version, false, proposal(c), cat, hours(4))))
	c, e, err := c.Propose(paivi, c.Version, true, proposal(c), cat, hours(4))
	if err != nil || e.Detail["unbiased"] != "yes" {
		t.Fatalf("%v %v", e.Detail, err)
	}
	unsaid("decided", last(c.Decide(henrik, c.Version, false, hours(5))))
	unsaid("decided otherwise", last(c.DecideOtherwise(henrik, c.Version, false, Decision{Outcome: Dismiss, Reasons: "Ei kuulu."}, cat, hours(5))))
	c, e, err = c.Decide(henrik, c.Version, true, hours(5))
	if err != nil || e.Detail["unbiased"] != "yes" {
		t.Fatalf("%v %v", e.Detail, err)
	}
	unsaid("signed", last(c.SignLetter(paivi, c.Version, false, strings.Repeat("a", 64), hours(6))))
	_, e, err = c.SignLetter(paivi, c.Version, true, strings.Repeat("a", 64), hours(6))
	if err != nil || e.Detail["unbiased"] != "yes" {
		t.Fatalf("%v %v", e.Detail, err)
	}
	c = at(t, InForce) // and a change, by the same functions
	c = ok(c.AskChange(aino, c.Version, Delta{Until: c.PermitTerm().To.AddDate(1, 0, 0)}, "Tarvitaan.", cat, hours(20)))
	unsaid("a change proposed", last(c.Propose(paivi, c.Version, false, changing(c, GrantAll), cat, hours(21))))
	c = ok(c.Propose(paivi, c.Version, true, changing(c, GrantAll), cat, hours(21)))
	unsaid("a change decided", last(c.Decide(henrik, c.Version, false, hours(22))))
	c = ok(c.Decide(henrik, c.Version, true, hours(22)))
	unsaid("a change signed", last(c.SignLetter(henrik, c.Version, false, strings.Repeat("a", 64), hours(22))))
}
