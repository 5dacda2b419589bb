package permits

import (
	"slices"
	"strings"
	"testing"
	"time"

	"tietolupa/registers"
)

// billed is a permit in force whose first delivery took two hours to retrieve.
func billed(t testing.TB) Case {
	c := at(t, InForce)
	c.Decision.Fee = nil
	return must[Case](t)(c.Bill(paivi, c.Version, Order{ID: "T-1-2020", BasisID: string(c.ID), Delivery: &Delivery{}}, 8, hours(30)))
}

func init() {
	add := func(name string, s State, try func(Case) error) {
		breaches = append(breaches, breach{name, doing(s, try)})
	}
	add("no-such-charge", InForce, func(c Case) error { return last(c.RectifyFee(aino, c.Version, 1, "Vaadin.", hours(30))) })
	breaches = append(breaches, breach{"credit-amount", func(t *testing.T) error {
		c := must[Case](t)(billed(t).RectifyFee(aino, billed(t).Version, 1, "Liikaa.", hours(40)))
		return last(c.ProposeRuling(mika, c.Version, Ruled{Remedy: 1, Outcome: RemedyChangedPart, Credit: 10400, Reasons: "Osin.", Unbiased: true}, nil, hours(41)))
	}})
	breaches = append(breaches, breach{"not-revoked", func(t *testing.T) error {
		c := partly(t, at(t, InForce), Part{Variables: []string{"person.sex"}})
		c = must[Case](t)(c.RectifyOf(aino, c.Version, "revocation-1", time.Time{}, "Aiheeton.", hours(23)))
		return last(c.ProposeRuling(paivi, c.Version, Ruled{Remedy: 1, Outcome: RemedyChangedPart, Stays: &Part{Users: []UserID{"eero"}}, Reasons: "Osin.", Unbiased: true}, theCatalogue(t), hours(24)))
	}})
}

// TestFeeIsRectified: a fee is contested on its own for six months, another official
// than who set it rules on it with both signatures, what is accepted is given back as
// a line of its own, and the permit stands as it stood (MPL 11 b §, JulkL 33.1 §).
func TestFeeIsRectified(t *testing.T) {
	ok := must[Case](t)
	for name, test := range map[string]struct {
		outcome string
		credit  int
		given   int
	}{
		"whole": {RemedyChanged, 0, 10400}, "accepted, of a part": {RemedyChanged, 2600, 2600}, "in part": {RemedyChangedPart, 5200, 5200},
		"rejected": {RemedyRejected, 0, 0}, "withdrawn": {RemedyWithdrawn, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			c := billed(t)
			fees := c.FeesToRectify()
			if len(fees) != 1 || fees[0].Cents != 10400 || fees[0].By != "paivi" {
				t.Fatalf("%+v", fees)
			}
			gate := c.Gate(hours(40))
			c = ok(c.RectifyFee(aino, c.Version, 1, "Poiminta kesti tunnin.", hours(40)))
			if _, _, err := c.RectifyFee(aino, c.Version, 1, "Uudestaan.", hours(40)); rule(err) != "no-such-charge" {
				t.Errorf("demanded twice: %v", err)
			}
			if r := c.Life.Remedies[0]; r.Late || r.Against != "charge-1" || slices.Contains(c.Contestable(), r.Against) {
				t.Errorf("%+v", r)
			}
			if up := c.Upkeep(); len(up) != 1 || up[0].Name != "rectification" {
				t.Errorf("%+v", up)
			}
			c = ok(c.ProposeRuling(mika, c.Version, Ruled{Remedy: 1, Outcome: test.outcome, Credit: test.credit, Reasons: "Lasku tarkistettiin.", Unbiased: true}, nil, hours(41)))
			setter := Actor{ID: "paivi", Identified: loa3, Body: KEHA, Duties: []Duty{Decider}}
			if _, _, err := c.Rule(setter, c.Version, true, hours(42)); rule(err) != "same-decider" {
				t.Errorf("who set the fee rules on it: %v", err)
			}
			c, e, err := c.Rule(henrik, c.Version, true, hours(42))
			if err != nil || e.Kind != RemedyRuled || c.State != InForce || rule(c.Gate(hours(43))) != rule(gate) || c.Granted().Hash() != c.Decision.Scope.Hash() {
				t.Fatalf("the permit does not stand as it stood: %v %v", e, err)
			}
			c = changeSigned(t, c, hours(43))
			if s, known := c.ServiceAbout("ruling-1"); !known || !s.Presumed() {
				t.Errorf("its letter was not sent: %+v", c.Services())
			}
			all := c.Charges()
			switch n := len(all); {
			case test.given == 0 && n != 1:
				t.Errorf("%+v", all)
			case test.given > 0 && (n != 2 || all[1].Cents != -test.given || all[1].Credits != 1 || all[1].No != 2 || !all[1].RemedyUntil().IsZero()):
				t.Errorf("%+v", all)
			}
			if again := len(c.FeesToRectify()); (again == 1) != (test.outcome == RemedyWithdrawn) {
				t.Errorf("%d may be rectified again", again)
			}
			c = ok(c.Bill(paivi, c.Version, Order{ID: "T-2-2020", BasisID: string(c.ID), Delivery: &Delivery{}}, 4, hours(50)))
			if fresh := c.Charges(); !slices.Equal(fresh[:len(all)], all) || fresh[len(all)].No != len(all)+1 {
				t.Errorf("a later charge moved the others: %+v", fresh)
			}
		})
	}
	late := billed(t)
	until := late.Charges()[0].RemedyUntil()
	late = ok(late.RectifyFee(aino, late.Version, 1, "Myöhässä.", until.AddDate(0, 0, 1).Time().Add(12*time.Hour)))
	if got := late.RemedyOutcomes(late.Life.Remedies[0]); !slices.Equal(got, []string{RemedyDismissed, RemedyWithdrawn}) {
		t.Errorf("a late demand ends %v", got)
	}
}

// TestRevocationIsUpheldInPart: what the ruling upholds stays revoked, the rest is in
// force again at once, and what stays is appealed against, not rectified again.
func TestRevocationIsUpheldInPart(t *testing.T) { // HL 49 g §, JulkL 28.2 §
	ok, cat := must[Case](t), theCatalogue(t)
	rules := func(c Case, stays *Part) (Case, error) {
		no := len(c.Life.Remedies)
		c, _, err := c.ProposeRuling(paivi, c.Version, Ruled{Remedy: no, Outcome: RemedyChangedPart, Stays: stays, Reasons: "Osin aiheellinen.", Unbiased: true}, cat, hours(24))
		if err != nil {
			return Case{}, err
		}
		return ok(c.Rule(both, c.Version, true, hours(25))), nil
	}
	whole := at(t, Revoked)
	whole = ok(whole.RectifyOf(aino, whole.Version, RevocationRemedy, time.Time{}, "Kumotkaa.", hours(23)))
	if _, err := rules(whole, nil); rule(err) != "nothing-revoked" {
		t.Errorf("nothing stays revoked: %v", err)
	}
	c, err := rules(whole, &Part{Variables: []string{"person.sex"}})
	if err != nil {
		t.Fatal(err)
	}
	if c.State != InForce || c.Life.Suspension != nil || c.Gate(hours(26)) != nil || slices.Contains(c.Granted().VariableIDs(), "person.sex") || !slices.Contains(c.Granted().VariableIDs(), "person.municipality") {
		t.Errorf("%s, %v, %v", c.State, c.Gate(hours(26)), c.Granted().VariableIDs())
	}
	if names := c.Contestable(); !slices.Contains(names, "revocation-2") || slices.Contains(names, RevocationRemedy) {
		t.Errorf("it contests %v", names)
	}
	if _, _, err := c.RectifyOf(aino, c.Version, "revocation-2", time.Time{}, "Taas.", hours(30)); rule(err) != "other-route" {
		t.Errorf("rectified again: %v", err)
	}
	if _, _, err := c.RecordAppealOf(paivi, c.Version, "revocation-2", "Itä-Suomen hallinto-oikeus", "1/2020", "Valitus.", hours(30)); err != nil {
		t.Errorf("not appealed against: %v", err)
	}
	part := partly(t, at(t, InForce), Part{Variables: []string{"person.sex", "person.municipality"}})
	part = ok(part.RectifyOf(aino, part.Version, "revocation-1", time.Time{}, "Kumotkaa.", hours(23)))
	if c, err = rules(part, &Part{Variables: []string{"person.municipality"}}); err != nil {
		t.Fatal(err)
	}
	if ids := c.Granted().VariableIDs(); !slices.Contains(ids, "person.sex") || slices.Contains(ids, "person.municipality") || len(c.PartsRevoked()) != 1 {
		t.Errorf("granted %v", strings.Join(ids, " "))
	}
}

// feeRuled is billed with a demand against the fee rejected by a ruling that both have
// signed.
func feeRuled(t testing.TB) Case {
	ok := must[Case](t)
	c := billed(t)
	c = ok(c.RectifyFee(aino, c.Version, 1, "Poiminta kesti tunnin.", hours(40)))
	c = ok(c.ProposeRuling(mika, c.Version, Ruled{Remedy: 1, Outcome: RemedyRejected, Reasons: "Lasku on oikea.", Unbiased: true}, nil, hours(41)))
	c = ok(c.Rule(henrik, c.Version, true, hours(42)))
	return changeSigned(t, c, hours(43))
}

func feeAppeal(c Case, lodged registers.Day, now time.Time) (Case, Event, error) {
	return c.RecordAppealFrom(paivi, c.Version, "charge-1", lodged, "Itä-Suomen hallinto-oikeus", "77/2021", "Maksu on poistettava.", now)
}

func init() {
	for name, days := range map[string]int{"lodged-day before the ruling": -30, "lodged-day tomorrow": 60} {
		breaches = append(breaches, breach{name, func(t *testing.T) error {
			return last(feeAppeal(feeRuled(t), registers.DayOf(hours(42)).AddDate(0, 0, days), hours(24*10)))
		}})
	}
}

// TestRulingOnAFeeIsAppealedAgainst: a ruling on a fee goes to the administrative
// court; what the court ends it with corrects the fee, sends the ruling back or leaves
// it, and the permit stands as it stood (MPL 11 b §, JulkL 33 §, HOL 81 §).
func TestRulingOnAFeeIsAppealedAgainst(t *testing.T) {
	ok := must[Case](t)
	if c := billed(t); slices.Contains(c.Appealable(), "charge-1") || rule(last(feeAppeal(c, registers.Day{}, hours(40)))) != "no-such-decision" {
		t.Error("a fee is appealed against before it has been ruled on")
	}
	for outcome, want := range map[string]struct {
		credit, given int
		anew          bool
	}{RemedyRejected: {}, RemedyDismissed: {}, RemedyWithdrawn: {}, RemedyChanged: {2600, 2600, false}, "whole": {0, 10400, false}, RemedyReturned: {anew: true}} {
		t.Run(outcome, func(t *testing.T) {
			if outcome == "whole" {
				outcome = RemedyChanged
			}
			c := feeRuled(t)
			gate := rule(c.Gate(hours(60)))
			c = ok(feeAppeal(c, registers.Day{}, hours(60)))
			if got := rule(last(feeAppeal(c, registers.Day{}, hours(61)))); got != "remedy-pending" {
				t.Errorf("appealed against twice: %q", got)
			}
			if c.ContestedCharge(1) != CourtRemedy || slices.Contains(c.Contestable(), "charge-1") {
				t.Errorf("contested %q", c.ContestedCharge(1))
			}
			if _, _, err := c.RecordJudgmentOn(henrik, c.Version, Ruled{Remedy: 2, Outcome: RemedyChanged, Credit: 20000, Reasons: "Liikaa."}, hours(70)); rule(err) != "credit-amount" {
				t.Errorf("more is given back than was charged: %v", err)
			}
			c, e, err := c.RecordJudgmentOn(henrik, c.Version, Ruled{Remedy: 2, Outcome: outcome, Credit: want.credit, Reasons: "Ratkaistu."}, hours(70))
			if err != nil || e.Kind != RemedyRuled || !slices.Equal(c.LettersOf(e), []LetterKind{CourtLetter}) || c.State != InForce || rule(c.Gate(hours(71))) != gate {
				t.Fatalf("%v %v, %v", e, c.LettersOf(e), err)
			}
			given := 0
			for _, k := range c.Charges() {
				if k.Credits == 1 {
					given -= k.Cents
				}
			}
			if given != want.given {
				t.Errorf("%d is given back, want %d", given, want.given)
			}
			if open := c.OpenOf(FeeRemedy); (len(open) == 1) != want.anew {
				t.Errorf("ruled on anew: %+v", open)
			}
			if again := slices.Contains(c.Appealable(), "charge-1"); again != (outcome == RemedyWithdrawn) {
				t.Errorf("may be appealed against again: %v", again)
			}
			if !want.anew {
				return
			}
			no := len(c.Life.Remedies)
			if up := c.Upkeep(); len(up) != 1 || up[0].Name != "rectification" || c.Life.Remedies[no-1].Demand != c.Life.Remedies[0].Demand {
				t.Errorf("%+v", up)
			}
			c = ok(c.ProposeRuling(mika, c.Version, Ruled{Remedy: no, Outcome: RemedyChangedPart, Credit: 2600, Reasons: "Osin.", Unbiased: true}, nil, hours(72)))
			c = ok(c.Rule(henrik, c.Version, true, hours(73)))
			c = changeSigned(t, c, hours(74))
			if !slices.Contains(c.Appealable(), "charge-1") || c.Charges()[1].Cents != -2600 {
				t.Errorf("the new ruling: %v, %+v", c.Appealable(), c.Charges())
			}
			c = ok(feeAppeal(c, registers.Day{}, hours(80)))
			if _, _, err := c.RecordJudgmentOn(henrik, c.Version, Ruled{Remedy: no + 1, Outcome: RemedyChanged, Credit: 7801, Reasons: "X."}, hours(81)); rule(err) != "credit-amount" {
				t.Errorf("more than what is left: %v", err)
			}
		})
	}
}

// TestLateFeeAppeal: the last day is counted from the service of the ruling; an appeal
// that came to the court after it is marked as late, and the court examines that.
func TestLateFeeAppeal(t *testing.T) { // HOL 13 §
	c := feeRuled(t)
	if c.LastDayAgainst("charge-1", time.Time{}) != LastDayFrom(c.Services()[len(c.Services())-1].Deemed) {
		t.Errorf("the last day is %s", c.LastDayAgainst("charge-1", time.Time{}))
	}
	until := c.LastDayAgainst("charge-1", time.Time{})
	for days, late := range map[int]bool{0: false, 1: true} {
		c := must[Case](t)(feeAppeal(c, until.AddDate(0, 0, days), until.AddDate(0, 1, 0).Time()))
		if r := c.Life.Remedies[1]; r.Late != late || c.LateRemedy(r) != late || !slices.Contains(c.RemedyOutcomes(r), RemedyDismissed) {
			t.Errorf("%d days: %+v", days, r)
		}
	}
	own := appealed(t, InForce)
	if r := own.Life.Remedies[len(own.Life.Remedies)-1]; own.LateRemedy(r) {
		t.Errorf("%+v", r)
	}
}

// TestFeeOfAWithdrawnCaseIsContested: a fee is the authority's to rule on, and a court's,
// whatever has become of its case, which stands in the queue meanwhile.
func TestFeeOfAWithdrawnCaseIsContested(t *testing.T) {
	ok := must[Case](t)
	c := feeRuled(t)
	c.State = Destroyed
	c = ok(feeAppeal(c, registers.Day{}, hours(60)))
	if c.party() != WaitsOthers {
		t.Errorf("waits for %q", c.party())
	}
	c = ok(c.RecordJudgmentOn(henrik, c.Version, Ruled{Remedy: 2, Outcome: RemedyReturned, Reasons: "Palautetaan."}, hours(70)))
	if item, _ := c.Item(hours(71)); c.State != Destroyed || item.Shelf != ShelfWork || c.party() != WaitsPresenter || len(item.Clocks) == 0 {
		t.Errorf("%s: on %q, waits for %q, %+v", c.State, item.Shelf, c.party(), item.Clocks)
	}
}
