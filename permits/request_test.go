package permits

import (
	"testing"
	"time"
)

func init() {
	breaches = append(breaches,
		breach{"no-such-request", func(*testing.T) error {
			return last(NewRequest("KEHA-A1-2020", "wish", paivi, "", "", "Tilasto.", start, start))
		}},
		breach{"secret-to-the-public", func(t *testing.T) error {
			r := must[Request](t)(NewRequest("KEHA-A1-2020", DocumentRequest, paivi, "", "", "Tilasto.", start, start))
			return last(r.Give(paivi, r.Version, true, []string{"25"}, "Liitteenä.", hours(1)))
		}})
}

// TestRequestClocks: two weeks, or a month when bulky (JulkL 14.4 §), and the
// marking of what leaves (25 §).
func TestRequestClocks(t *testing.T) {
	ok := must[Request](t)
	r := ok(NewRequest("KEHA-A1-2020", AuthorityRequest, paivi, "TEM", "JulkL 29 § 1 mom. 1 k", "Luettelo.", start, start))
	if got := r.Due().String(); got != "2020-11-16" {
		t.Errorf("two weeks end on %s", got)
	}
	r = ok(r.CallBulky(paivi, r.Version, "Sata sivua.", hours(1)))
	if got := r.Due().String(); got != "2020-12-02" {
		t.Errorf("a month ends on %s", got)
	}
	r = ok(r.Give(paivi, r.Version, false, []string{"25", "32"}, "Liitteenä.", hours(2)))
	if r.Marking() != "salassa pidettävä, JulkL 24 § 1 mom. 25 k., 32 k." || r.State != RequestIsPartlyGiven {
		t.Errorf("%s, %s", r.State, r.Marking())
	}
	refused := ok(NewRequest("KEHA-A2-2020", DocumentRequest, paivi, "", "", "Muistio.", start, start))
	refused = ok(refused.Refuse(paivi, refused.Version, "Salassa pidettävä.", hours(1)))
	if got := rule(last(refused.Decide(Actor{ID: "paivi", Body: KEHA, Duties: []Duty{Decider}}, refused.Version, "Sama.", hours(2)))); got != "same-presenter" {
		t.Errorf("the same official decides: %s", got)
	}
	if d := ok(refused.Decide(henrik, refused.Version, "Perustelut.", hours(2))); d.State != RequestIsDecided {
		t.Error(d.State)
	}
}

// TestBreachClock: 72 hours from KEHA's own awareness, and a late notice is
// known as late (GDPR 33).
func TestBreachClock(t *testing.T) {
	ok := must[Breach](t)
	c := at(t, InForce)
	b := ok(TellBreach("KEHA-T1-2020", aino, &c, "Levy katosi.", time.Time{}, hours(20)))
	if !b.Due().Equal(hours(92)) || b.CaseID != c.ID {
		t.Errorf("due %s", b.Due())
	}
	b = ok(b.Notify(paivi, b.Version, "ombudsman", "Ilmoitus.", hours(92)))
	b = ok(b.Notify(paivi, b.Version, "ombudsman", "Täydennys.", hours(93)))
	if b.Notices[0].Late || !b.Notices[1].Late {
		t.Errorf("%+v", b.Notices)
	}
	if b = ok(b.Close(paivi, b.Version, "Levy löytyi.", hours(94))); b.State != BreachIsClosed {
		t.Error(b.State)
	}
}
