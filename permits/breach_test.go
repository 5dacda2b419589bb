package permits

import (
	"slices"
	"testing"
	"time"
)

func lost() BreachNotice {
	return BreachNotice{Kinds: []string{"confidentiality"}, Happened: "1.11.2020", What: "Levy katosi.", Aware: start}
}

func ongoing(b Breach, _ Event, err error) Breach {
	if err != nil {
		panic(err)
	}
	return b
}

func lostDisk() Breach {
	b := ongoing(TellBreach("KEHA-T1-2020", paivi, BreachSource{}, lost(), start))
	return ongoing(b.Take(paivi, b.Version, hours(1)))
}

func init() {
	add := func(name string, try func(Breach) error) {
		breaches = append(breaches, breach{name, func(*testing.T) error { return try(lostDisk()) }})
	}
	add("not-a-recipient-of-data", func(Breach) error {
		return last(TellBreach("KEHA-T1-2020", aino, BreachSource{}, lost(), start))
	})
	add("request-field kinds", func(Breach) error {
		n := lost()
		n.Kinds = []string{"loss"}
		return last(TellBreach("KEHA-T1-2020", paivi, BreachSource{}, n, start))
	})
	add("late-without-reason", func(b Breach) error {
		return last(b.Notify(paivi, b.Version, "ombudsman", "", "Ilmoitus.", "", hours(73), hours(74)))
	})
	add("no-such-exemption", func(b Breach) error {
		return last(b.Assess(paivi, b.Version, SomeRisk, "unreadable", "Salattu.", hours(2)))
	})
	add("risk-not-assessed", func(b Breach) error { return last(b.Close(paivi, b.Version, "Valmis.", hours(2))) })
	add("notice-owed", func(b Breach) error {
		b = ongoing(b.Assess(paivi, b.Version, SomeRisk, "", "Levy oli salaamaton.", hours(2)))
		return last(b.Close(paivi, b.Version, "Valmis.", hours(3)))
	})
	add("still-counting", func(b Breach) error {
		b = ongoing(b.Assess(paivi, b.Version, NoRisk, "", "Levy oli salattu.", hours(2)))
		b = ongoing(b.Touches(paivi, b.Version, []OrderID{"T-1-2020"}, 0, hours(3)))
		return last(b.Close(paivi, b.Version, "Valmis.", hours(4)))
	})
	add("not-the-service", func(b Breach) error { return last(b.Count(paivi, nil, hours(2))) })
	add("already-suspended breach", func(b Breach) error {
		b.Basis = "KEHA-1-2020"
		b = ongoing(b.Suspend(paivi, b.Version, hours(2)))
		return last(b.Suspend(paivi, b.Version, hours(3)))
	})
}

// TestBreachClock: 72 hours from KEHA's own awareness, over a weekend too, and
// a late notice is known as late (GDPR 33).
func TestBreachClock(t *testing.T) {
	c := at(t, InForce)
	n := lost()
	n.Aware = time.Time{}
	b := ongoing(TellBreach("KEHA-T1-2020", aino, BreachSource{Case: &c}, n, hours(20)))
	if !b.Due().Equal(hours(92)) || b.Basis != string(c.ID) || !b.Told {
		t.Errorf("due %s", b.Due())
	}
	friday := start.AddDate(0, 0, 4)
	n.Aware = friday
	if w := ongoing(TellBreach("KEHA-T2-2020", paivi, BreachSource{}, n, friday)); !w.Due().Equal(friday.Add(72 * time.Hour)) {
		t.Errorf("a weekend stops the clock: %s", w.Due())
	}
	b = ongoing(b.Take(paivi, b.Version, hours(21)))
	b = ongoing(b.Notify(paivi, b.Version, "ombudsman", "", "Ilmoitus.", "", hours(92), hours(93)))
	b = ongoing(b.Notify(paivi, b.Version, "ombudsman", "", "Täydennys.", "", hours(93), hours(94)))
	if b.Notices[0].Late || !b.Notices[1].Late {
		t.Errorf("%+v", b.Notices)
	}
}

// TestBreachOwes: what is owed follows from the risk, and nothing is closed
// while something is (GDPR 33.1, 34.1, 34.3).
func TestBreachOwes(t *testing.T) {
	b := lostDisk()
	if got := b.Owes(); !slices.Equal(got, []string{"ombudsman"}) {
		t.Errorf("before an assessment: %v", got)
	}
	b = ongoing(b.Assess(paivi, b.Version, HighRisk, "", "Tunnistettavia.", hours(2)))
	if got := b.Owes(); !slices.Equal(got, []string{"ombudsman", "persons"}) {
		t.Errorf("high risk: %v", got)
	}
	b = ongoing(b.Assess(paivi, b.Version, HighRisk, "public", "Liian monta.", hours(3)))
	if got := b.Owes(); !slices.Equal(got, []string{"ombudsman", "public"}) {
		t.Errorf("by a public notice: %v", got)
	}
	b = ongoing(b.Assess(paivi, b.Version, NoRisk, "", "Levy löytyi avaamattomana.", hours(4)))
	b = ongoing(b.Touches(paivi, b.Version, []OrderID{"T-2-2020", "T-1-2020", "T-2-2020"}, 3, hours(5)))
	b = ongoing(b.Count(Actor{ID: ServiceID}, map[string]int{"person": 40}, hours(6)))
	if b.Persons() != 43 || len(b.Extracts) != 2 || b.Counting() {
		t.Errorf("%d persons of %v", b.Persons(), b.Extracts)
	}
	b = ongoing(b.Close(paivi, b.Version, "Ohjeet uusittu.", hours(7)))
	if b = ongoing(b.Reopen(mika, b.Version, "Uusi levy.", hours(8))); b.State != BreachIsHandled || b.Handler != mika.ID {
		t.Errorf("%s, %s", b.State, b.Handler)
	}
}
