package permits

import (
	"slices"
	"strings"
	"testing"
	"time"
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
