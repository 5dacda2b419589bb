package permits

import (
	"slices"
	"strings"
	"testing"

	"tietolupa/registers"
)

// openIn lists the conditions of the gate that are open.
func openIn(c Case, hour int) (names []string) {
	for _, g := range c.GateConditions(hours(hour)) {
		if !slices.Contains(GateNames(), g.Name) {
			panic(g.Name + " has no name")
		}
		if g.Open != nil {
			names = append(names, g.Name)
		}
	}
	return names
}

// TestGateIsItsConditions: the gate is the first of its conditions that is open, and
// each is open until who has to has met it.
func TestGateIsItsConditions(t *testing.T) { // 4 A, TiHL 14 §, JulkL 34 §, TSL 31.3 §
	for _, x := range []struct {
		state State
		hour  int
		open  []string
	}{
		{Granted, 5, []string{"served", "accepted", "price", "signed", "in-force", "final", "key"}},
		{Served, 6, []string{"accepted", "price", "signed", "in-force", "key"}},
		{InForce, 20, nil},
		{Ended, 20, []string{"in-force"}},
	} {
		c := at(t, x.state)
		if got := openIn(c, x.hour); !slices.Equal(got, x.open) {
			t.Errorf("%s: open are %v, want %v", x.state, got, x.open)
		}
		if (c.Gate(hours(x.hour)) == nil) != (len(x.open) == 0) {
			t.Errorf("%s: the gate says %v", x.state, c.Gate(hours(x.hour)))
		}
	}
	c := at(t, InForce)
	for _, g := range c.GateConditions(hours(20)) {
		if g.At.IsZero() || g.Turn != WaitsNobody || len(g.Waits) > 0 {
			t.Errorf("%s is met by %q at %v, and waits for %v", g.Name, g.By, g.At, g.Waits)
		}
	}
	c.Life.Suspension = &Suspension{By: "paivi", At: hours(19)}
	if got := openIn(c, 20); !slices.Equal(got, []string{"suspended"}) {
		t.Errorf("suspended: open are %v", got)
	}
}

// TestPriceIsAcceptedWithTheConditions: the acceptance covers the price; one that
// changes afterwards is accepted anew before data leave, and what costs nothing needs
// no acceptance.
func TestPriceIsAcceptedWithTheConditions(t *testing.T) { // JulkL 34 §, letters 2 row 9
	ok := must[Case](t)
	c := at(t, InForce)
	before := c.ConditionsSHA256()
	d := *c.Decision
	d.Fee = &DecidedFee{Hours: 8}
	c.Decision = &d
	if c.ConditionsSHA256() == before {
		t.Error("the price is not in what is accepted")
	}
	if got := c.RetrievalPrice().In("fi"); got != "Tietojen poiminta maksaa 52,00 euroa työtunnilta. Työ on arvioitu 416,00 euroksi toimitusta kohden, eikä siitä laskuteta kysymättä enempää kuin 499,20 euroa." {
		t.Error(got)
	}
	if got := rule(c.Gate(hours(20))); got != "price-not-accepted" || !slices.Equal(openIn(c, 20), []string{"price"}) {
		t.Errorf("at another price: %s, open are %v", got, openIn(c, 20))
	}
	if _, _, err := c.AcceptConditions(aino, before, hours(21)); rule(err) != "other-text" {
		t.Errorf("the earlier text is accepted: %v", err)
	}
	c = ok(c.AcceptConditions(aino, c.ConditionsSHA256(), hours(21)))
	if c.State != InForce || c.Gate(hours(22)) != nil {
		t.Errorf("accepted anew: %s, %v", c.State, c.Gate(hours(22)))
	}
	if _, _, err := c.AcceptConditions(aino, c.ConditionsSHA256(), hours(23)); rule(err) != "already-signed" {
		t.Errorf("accepted twice: %v", err)
	}
	d.Fee = &DecidedFee{Hours: 8, Waiver: "reciprocity"}
	c.Decision, c.Accepted = &d, &Signature{By: "aino", At: hours(7)}
	if c.Gate(hours(22)) != nil || c.RetrievalPrice().In("fi") != "" {
		t.Errorf("free of charge: %v", c.Gate(hours(22)))
	}
}

// assessed is an impact assessment among the files of c.
func assessed(c Case, no int) []Attachment {
	return []Attachment{{Case: c.ID, No: no, Kind: ImpactAssessment, To: ToMessage, Visible: true, Scan: ScanClean}}
}

func init() {
	breaches = append(breaches, breach{"no-assessment-file change", func(t *testing.T) error {
		c := transferring(t, Delta{ThirdCountries: "Sveitsi, komission päätös."})
		return last(c.AcceptChange(aino, c.Version, agreed(c), theCat, hours(23)))
	}})
}

// transferring is a permit whose change d is granted and waits for its acceptance.
func transferring(t testing.TB, d Delta) Case {
	c := at(t, InForce)
	c = must[Case](t)(c.AskChange(aino, c.Version, d, "Tarvitaan.", theCat, hours(20)))
	c.Handling.Statements = nil
	if v, _ := c.InChange(); len(v.StatementsNeeded(v.Application.Scope, nil, theCat, hours(20))) > 0 {
		c = must[Case](t)(c.Ask(paivi, c.Version, DPOStatement, "Tietosuojavastaava", "Riittävätkö?", registers.Day{}, hours(20), Asking{}))
		c = must[Case](t)(c.GiveStatement(paivi, c.Version, 1, "post", "Riittävät.", hours(20)))
	}
	decision := changing(c, GrantAll)
	if d.Scope != nil {
		decision.Findings = append(decision.Findings, Finding{Ground: "25", Category: "3.1.7", Text: "Ilmeistä: tieto on vain kahden nimetyn käyttäjän käytössä."})
		decision.Necessity["person.disability"] = "Kysymykseen 2 ei voi vastata ilman tietoa."
		decision.Clauses = map[string]string{"person.disability": "Tieto on välttämätön kysymykseen 2."}
	}
	c = must[Case](t)(c.Propose(paivi, c.Version, true, decision, theCat, hours(21)))
	c = must[Case](t)(c.Decide(henrik, c.Version, true, hours(22)))
	return changeSigned(t, c, hours(22))
}

// TestChangeDeclaresAnew: a change that adds special categories, data to be linked or a
// transfer outside the EEA has its acceptance declare anew what the letter asks before
// delivery, the assessment of a file that is there; other changes declare nothing.
func TestChangeDeclaresAnew(t *testing.T) { // TSL 31.3 §, GDPR 35, 44 art., JulkL 28.1 §
	ok := must[Case](t)
	scope := application().Scope
	scope.Tables = slices.Clone(scope.Tables)
	scope.Tables[0].Variables = append(slices.Clone(scope.Tables[0].Variables), ScopeVariable{"person.disability", registers.Exact})
	pending := []LinkedData{{Name: "Tutkintorekisteri", Holder: HoldersOn(on("2020-11-02"))[0].Code, State: LinkedPending}}
	for name, test := range map[string]struct {
		asked Delta
		want  []string
	}{
		"time": {Delta{Until: on("2024-11-02")}, nil}, "transfer": {Delta{ThirdCountries: "Sveitsi, komission päätös."}, []string{DPIASent}},
		"special": {Delta{Scope: &scope, Reasons: map[string]string{"person.disability": "Kysymys 2."}}, []string{DPIASent}},
		"linked":  {Delta{Linked: pending}, []string{DPIASent, LinkedPermits}},
	} {
		t.Run(name, func(t *testing.T) {
			c := transferring(t, test.asked)
			a, err := c.Agreement(theCat)
			if err != nil || !slices.Equal(a.Declares, test.want) || len(a.Declared()) != len(test.want) {
				t.Fatalf("it declares %v, %v", a.Declares, err)
			}
			for _, words := range a.Declared() {
				if !strings.Contains(a.Text, words) {
					t.Errorf("%q is not in what is accepted", words)
				}
			}
			c.Attached = assessed(c, 1)
			c = ok(c.AcceptChange(aino, c.Version, a.SHA256, theCat, hours(23)))
			ch := c.Life.Changes[0]
			if ch.State != ChangeIsInForce || !slices.Equal(ch.Accepted.Declared, test.want) || (ch.Accepted.Assessment == 1) != (len(test.want) > 0) {
				t.Errorf("%+v", ch.Accepted)
			}
			open := c.ChangeFrom(ch).AddDate(0, 0, 1)
			if err := c.ChangeGate(ch, open); err != nil {
				t.Errorf("declared: %v", err)
			}
			ch.Accepted.Declared = nil
			if got := rule(c.ChangeGate(ch, open)); (got == "not-declared") != (len(test.want) > 0) {
				t.Errorf("undeclared, its gate says %q", got)
			}
		})
	}
}

// TestWhatTheLetterAsksIsDeclared: what the letter asks to be done before delivery is
// declared with the acceptance, and nothing leaves without.
func TestWhatTheLetterAsksIsDeclared(t *testing.T) { // TSL 31.3 §, JulkL 28.1 §
	ok := must[Case](t)
	c := at(t, Served)
	plain := c.ConditionsSHA256()
	c.Application.Article9 = "6"
	c.Application.Linked = []LinkedData{{Name: "Tutkintorekisteri", State: LinkedPending}, {Name: "Oma aineisto", State: LinkedHeld}}
	if _, _, err := c.AcceptConditions(aino, plain, hours(7)); rule(err) != "other-text" {
		t.Errorf("accepted without the declarations: %v", err)
	}
	if got := c.Accepts("sv"); len(got) != 3 || !slices.Equal(c.BeforeDelivery(), []string{DPIASent, LinkedPermits}) {
		t.Errorf("it covers %q", got)
	}
	if _, _, err := c.AcceptConditions(aino, c.ConditionsSHA256(), hours(7)); rule(err) != "no-assessment-file" {
		t.Errorf("declared without the file: %v", err)
	}
	c.Attached = []Attachment{{Case: c.ID, No: 1, Kind: ResearchPlan, Visible: true}, {Case: c.ID, No: 2, Kind: ImpactAssessment, Visible: true, Scan: ScanInfected}, {Case: c.ID, No: 3, Kind: ImpactAssessment}}
	if _, _, err := c.AcceptConditions(aino, c.ConditionsSHA256(), hours(7)); rule(err) != "no-assessment-file" {
		t.Errorf("declared of a file that is infected, or of the authority's own: %v", err)
	}
	c.Attached = append(c.Attached, assessed(c, 4)...)
	c = ok(c.AcceptConditions(aino, c.ConditionsSHA256(), hours(7)))
	if c.Accepted.Assessment != 4 {
		t.Errorf("declared of file %d", c.Accepted.Assessment)
	}
	for _, by := range []Actor{aino, eero} {
		_, sha := Undertaking("fi")
		c = ok(c.Sign(by, sha, hours(8)))
	}
	if c = proved(t, c, hours(9)); c.Gate(hours(20)) != nil {
		t.Errorf("declared: %v", c.Gate(hours(20)))
	}
	c.Accepted = &Signature{By: "aino", At: hours(7), Price: c.Accepted.Price, Declared: []string{LinkedPermits}}
	if got := rule(c.Gate(hours(20))); got != "not-declared" || !slices.Equal(openIn(c, 20), []string{"dpia"}) {
		t.Errorf("half declared: %s, open are %v", got, openIn(c, 20))
	}
	c.Application.Recipient = Recipient{Kind: PersonRecipient, Name: "Aino Virtanen", Key: "age1other"}
	if got := openIn(c, 20); !slices.Contains(got, "key") {
		t.Errorf("to another key: open are %v", got)
	}
	if _, err := c.AsItStands().Conditions("fi"); err != nil || c.PermitTerm().From.Before(registers.DayOf(start)) {
		t.Error(err)
	}
}

// TestEarlierAcceptanceIsToldOfThePrice: a permit that was accepted before the price
// was a part of that waits for its leader, who is told once.
func TestEarlierAcceptanceIsToldOfThePrice(t *testing.T) { // JulkL 34 §
	ok := must[Case](t)
	c := at(t, InForce)
	d := *c.Decision
	d.Fee = &DecidedFee{Hours: 8}
	a := *c.Accepted
	a.Price = ""
	c.Decision, c.Accepted = &d, &a
	if !c.PriceToAccept(aino) || c.PriceToAccept(paivi) || c.party() != WaitsHolder {
		t.Errorf("waits for %s", c.party())
	}
	due := slices.DeleteFunc(c.Reminders(hours(20)), func(r string) bool { return !strings.HasPrefix(r, "price") })
	if len(due) != 1 {
		t.Fatalf("reminded of %v", c.Reminders(hours(20)))
	}
	next, e, err := c.Remind(Actor{ID: ServiceID}, c.Version, due[0], hours(20))
	if err != nil || e.Kind != PriceToAccept || !slices.Equal(next.MailedTo(ToHolder, e), []UserID{aino.ID}) {
		t.Fatalf("%s, %v", e.Kind, err)
	}
	if slices.Contains(next.Reminders(hours(900)), due[0]) {
		t.Error("told twice")
	}
	next = ok(next.AcceptConditions(aino, next.ConditionsSHA256(), hours(21)))
	if next.PriceToAccept(aino) || next.Gate(hours(22)) != nil {
		t.Errorf("accepted anew: %v", next.Gate(hours(22)))
	}
}
