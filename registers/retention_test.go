package registers_test

import (
	"errors"
	"testing"

	"pgregory.net/rapid"

	"tietolupa/registers"
	"tietolupa/registers/law"
)

func on(s string) registers.Day {
	if s == "" {
		return registers.Day{}
	}
	d, err := registers.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

func tie(event registers.Event, start, end string) registers.Tie {
	return registers.Tie{Event: event, Start: on(start), End: on(end)}
}

func clientship(start, end string) registers.Tie {
	return tie(registers.ClientshipEnd, start, end)
}

func broken(t *testing.T, err error, rule string) {
	t.Helper()
	var e *registers.RuleError
	if !errors.As(err, &e) || e.Rule != rule {
		t.Fatalf("got %v, want rule %s", err, rule)
	}
	if e.In("fi") == "" || e.In("sv") == "" || e.In("en") == "" {
		t.Fatalf("rule %s says nothing in some language", rule)
	}
}

func TestRemovableFrom(t *testing.T) {
	hold := registers.Hold{Ground: registers.ForMatter, Reference: "KEHA/12/2020", PlacedBy: "u1", PlacedOn: on("2020-09-01"), ReviewOn: on("2021-03-01")}
	for _, c := range []struct {
		name  string
		kept  registers.Kept
		today string
		state registers.RemovalState
		from  string
		rule  string
	}{
		{"4.3a four years from the end", registers.Kept{Register: "person", Ties: []registers.Tie{clientship("2015-01-01", "2017-05-31")}}, "2020-11-02", registers.Running, "2021-05-31", "2020-four-years"},
		{"4.3a due on the very day", registers.Kept{Register: "person", Ties: []registers.Tie{clientship("2015-01-01", "2016-11-02")}}, "2020-11-02", registers.Due, "2020-11-02", "2020-four-years"},
		{"4.3a not on the day before", registers.Kept{Register: "person", Ties: []registers.Tie{clientship("2015-01-01", "2016-11-02")}}, "2020-11-01", registers.Running, "2020-11-02", "2020-four-years"},
		{"4.3a the latest end counts", registers.Kept{Register: "person", Ties: []registers.Tie{clientship("2015-01-01", "2019-01-31"), clientship("2010-01-01", "2014-01-31")}}, "2020-11-02", registers.Running, "2023-01-31", "2022-four-years"},
		{"4.3a a new clientship stops the clock", registers.Kept{Register: "person", Ties: []registers.Tie{clientship("2010-01-01", "2016-10-30"), clientship("2020-10-01", "")}}, "2020-11-02", registers.Open, "", ""},
		{"4.3a contract or clientship, whichever is later", registers.Kept{Register: "provider", Ties: []registers.Tie{clientship("2010-01-01", "2016-01-30"), tie(registers.ContractEnd, "2018-01-01", "2018-12-31")}}, "2020-11-02", registers.Running, "2022-12-31", "2022-four-years"},
		{"4.3a an open contract", registers.Kept{Register: "provider", Ties: []registers.Tie{tie(registers.ContractEnd, "2018-01-01", "")}}, "2020-11-02", registers.Open, "", ""},
		{"4.3a no tie at all", registers.Kept{Register: "person"}, "2020-11-02", registers.Untied, "", ""},
		{"4.3b held", registers.Kept{Register: "person", Ties: []registers.Tie{clientship("2010-01-01", "2014-01-30")}, Holds: []registers.Hold{hold}}, "2020-11-02", registers.Held, "2018-01-30", "2020-four-years"},
		{"4.3b held past its review", registers.Kept{Register: "person", Ties: []registers.Tie{clientship("2010-01-01", "2014-01-30")}, Holds: []registers.Hold{hold}}, "2022-05-01", registers.Held, "2018-01-30", "2020-four-years"},
		{"4.3b before it was placed", registers.Kept{Register: "person", Ties: []registers.Tie{clientship("2010-01-01", "2014-01-30")}, Holds: []registers.Hold{hold}}, "2020-08-31", registers.Due, "2018-01-30", "2020-four-years"},
		{"V.2 five years", registers.Kept{Register: "employer", Ties: []registers.Tie{clientship("2010-01-01", "2014-12-31")}}, "2020-01-01", registers.Due, "2019-12-31", "2013-five-years"},
		{"V.2 two years from a plan's entry, though the clientship is open", registers.Kept{Register: "person", Item: "3.1.4", Entered: on("2017-03-01"), Ties: []registers.Tie{clientship("2010-01-01", "")}}, "2019-03-01", registers.Due, "2019-03-01", "2013-two-years"},
		{"V.2 two years not from an education", registers.Kept{Register: "person", Item: "3.1.3", Entered: on("2017-03-01"), Ties: []registers.Tie{clientship("2010-01-01", "")}}, "2019-03-01", registers.Open, "", ""},
		{"V.2 the sooner of two and five years", registers.Kept{Register: "person", Item: "3.1.5", Entered: on("2014-11-30"), Ties: []registers.Tie{clientship("2010-01-01", "2014-12-31")}}, "2016-11-30", registers.Due, "2016-11-30", "2013-two-years"},
		{"V.2 an entry alone: two years from it", registers.Kept{Register: "person", Item: "3.1.2", Entered: on("2012-01-02")}, "2013-06-01", registers.Running, "2014-01-02", "2013-two-years"},
		{"V.2 the first tie starts the five years, which run out sooner", registers.Kept{Register: "person", Item: "3.1.2", Entered: on("2012-01-02"), Ties: []registers.Tie{clientship("2008-01-01", "2009-01-01")}}, "2013-06-01", registers.Running, "2014-01-01", "2013-five-years"},
		{"V.1 the plan may stay from 1.7.2020", registers.Kept{Register: "person", Item: "3.1.4", Entered: on("2017-03-01"), Ties: []registers.Tie{clientship("2010-01-01", "")}}, "2020-07-01", registers.Open, "", ""},
		{"V.1 four years instead of five, the day before", registers.Kept{Register: "person", Ties: []registers.Tie{clientship("2010-01-01", "2015-12-31")}}, "2020-06-30", registers.Running, "2020-07-01", "2020-four-years"},
		{"V.1 four years instead of five, on the day", registers.Kept{Register: "person", Ties: []registers.Tie{clientship("2010-01-01", "2015-12-31")}}, "2020-07-01", registers.Due, "2019-12-31", "2020-four-years"},
		{"V.1 a coming rule is seen", registers.Kept{Register: "person", Item: "3.1.3", Ties: []registers.Tie{clientship("2010-01-01", "2018-06-30")}}, "2019-01-01", registers.Running, "2022-06-30", "2022-four-years"},
		{"act 150/1930: no 29 February five years on", registers.Kept{Register: "person", Ties: []registers.Tie{clientship("2010-01-01", "2012-02-29")}}, "2017-02-28", registers.Due, "2017-02-28", "2013-five-years"},
		{"sub-register in 2020: the clientship", registers.Kept{Register: "joint", Ties: []registers.Tie{clientship("2010-01-01", ""), tie(registers.JointServiceEnd, "2015-01-01", "2017-01-31")}}, "2020-11-02", registers.Running, "2022-05-23", "2022-joint"},
		{"sub-register the day before its own clock", registers.Kept{Register: "joint", Ties: []registers.Tie{clientship("2010-01-01", "2017-06-30"), tie(registers.JointServiceEnd, "2015-01-01", "2019-01-31")}}, "2022-05-22", registers.Due, "2021-06-30", "2020-joint"},
		{"sub-register from 23.5.2022: the joint service", registers.Kept{Register: "joint", Ties: []registers.Tie{clientship("2010-01-01", "2017-06-30"), tie(registers.JointServiceEnd, "2015-01-01", "2019-01-31")}}, "2022-05-23", registers.Running, "2023-01-31", "2022-joint"},
		{"sub-register: an open joint service", registers.Kept{Register: "joint", Ties: []registers.Tie{tie(registers.JointServiceEnd, "2015-01-01", "")}}, "2025-01-01", registers.Open, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := registers.RemovableFrom(c.kept, law.RetentionRules(), on(c.today))
			if err != nil {
				t.Fatal(err)
			}
			if got.State != c.state || got.From != on(c.from) || got.Rule.ID != c.rule {
				t.Errorf("got %s from %s by %q, want %s from %s by %q", got.State, got.From, got.Rule.ID, c.state, c.from, c.rule)
			}
		})
	}
}

// 4.3c: new extracts leave out what is removable, held or not.
func TestRemovableIsNotExtracted(t *testing.T) {
	r := registers.Removal{State: registers.Held, From: on("2020-11-02")}
	if r.Removable(on("2020-11-01")) || !r.Removable(on("2020-11-02")) || (registers.Removal{}).Removable(on("2020-11-02")) {
		t.Error("removable on the wrong day")
	}
}

func TestRemovableFromRefusesTheUnknown(t *testing.T) {
	for name, c := range map[string]struct {
		kept  registers.Kept
		today string
		rule  string
	}{
		"a register of another system":   {registers.Kept{Register: "business"}, "2020-11-02", "4.3a"},
		"a day without law":              {registers.Kept{Register: "person"}, "2012-12-31", "4.3a"},
		"no day":                         {registers.Kept{Register: "person"}, "", "4.3a"},
		"sub-register before the act":    {registers.Kept{Register: "joint"}, "2020-06-30", "4.3a"},
		"a tie of an unknown kind":       {registers.Kept{Register: "person", Ties: []registers.Tie{tie("visit", "2020-01-01", "")}}, "2020-11-02", "4.3a"},
		"a tie that ends before it does": {registers.Kept{Register: "person", Ties: []registers.Tie{clientship("2020-01-02", "2020-01-01")}}, "2020-11-02", "spell"},
		"a tie without a start":          {registers.Kept{Register: "person", Ties: []registers.Tie{clientship("", "2020-01-01")}}, "2020-11-02", "spell"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := registers.RemovableFrom(c.kept, law.RetentionRules(), on(c.today))
			broken(t, err, c.rule)
		})
	}
}

// drawn invents what is kept of somebody, with closed and open ties.
func drawn(t *rapid.T, register string) registers.Kept {
	begin := on("2005-01-01")
	events := []registers.Event{registers.ClientshipEnd, registers.ContractEnd, registers.JointServiceEnd}
	k := registers.Kept{
		Register: register, Item: rapid.SampledFrom([]string{"", "3.1.2", "3.1.3", "3.1.4", "3.1.5", "3.1.7"}).Draw(t, "item"),
		Entered: begin.AddDate(0, 0, rapid.IntRange(0, 7300).Draw(t, "entered")),
	}
	for range rapid.IntRange(0, 4).Draw(t, "ties") {
		k.Ties = append(k.Ties, drawnTie(t, events))
	}
	return k
}

func drawnTie(t *rapid.T, events []registers.Event) registers.Tie {
	start := on("2005-01-01").AddDate(0, 0, rapid.IntRange(0, 7000).Draw(t, "start"))
	tie := registers.Tie{Event: rapid.SampledFrom(events).Draw(t, "event"), Start: start}
	if rapid.IntRange(0, 4).Draw(t, "closed") > 0 {
		tie.End = start.AddDate(0, 0, rapid.IntRange(0, 2000).Draw(t, "length"))
	}
	return tie
}

func removal(t *rapid.T, k registers.Kept, today registers.Day) registers.Removal {
	r, err := registers.RemovableFrom(k, law.RetentionRules(), today)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// A new clientship never makes removal earlier: a tie more, whenever, keeps
// longer or as long. That is said of one who has a tie already. The first tie
// of all starts the five years of V.2, which until then had nothing to count
// from and may run out before the two years of an entry do.
func TestRemovalIsMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		register := rapid.SampledFrom([]string{"person", "employer", "provider"}).Draw(t, "register")
		events := []registers.Event{registers.ClientshipEnd, registers.ContractEnd}
		k := drawn(t, register)
		k.Ties = append(k.Ties, drawnTie(t, events))
		today := on("2013-01-01").AddDate(0, 0, rapid.IntRange(0, 5000).Draw(t, "today"))
		before := removal(t, k, today)
		more := k
		more.Ties = append(append([]registers.Tie{}, k.Ties...), drawnTie(t, events))
		after := removal(t, more, today)
		if !before.From.IsZero() && !after.From.IsZero() && after.From.Before(before.From) {
			t.Fatalf("removable from %s before, %s with a tie more", before.From, after.From)
		}
		if before.State == registers.Open && after.State != registers.Open && k.Item == "3.1.7" {
			t.Fatalf("an open tie no longer stops the clock: %s", after.State)
		}
	})
}

// 4.3b: what is held is never due, and nothing else about it changes.
func TestHeldIsNeverDue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := drawn(t, rapid.SampledFrom([]string{"person", "employer", "provider", "joint"}).Draw(t, "register"))
		today := on("2020-07-01").AddDate(0, 0, rapid.IntRange(0, 2300).Draw(t, "today"))
		free := removal(t, k, today)
		h, err := registers.PlaceHold(registers.Hold{Ground: registers.ForTask, Reference: "laki", PlacedBy: "u", ReviewOn: today.AddDate(1, 0, 0)}, today)
		if err != nil {
			t.Fatal(err)
		}
		k.Holds = append(k.Holds, h)
		later := today.AddDate(0, 0, rapid.IntRange(0, 3000).Draw(t, "later"))
		held := removal(t, k, later)
		if held.State == registers.Due {
			t.Fatalf("due on %s though held", later)
		}
		if got := removal(t, k, today); got.From != free.From {
			t.Fatalf("a hold moved the day from %s to %s", free.From, got.From)
		}
	})
}

// From 1.7.2020 what was foreseen comes true: the day told in advance is the
// first on which it is due.
func TestRemovalComesOnTheDayForetold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := drawn(t, rapid.SampledFrom([]string{"person", "employer", "provider", "joint"}).Draw(t, "register"))
		today := on("2020-07-01").AddDate(0, 0, rapid.IntRange(0, 1500).Draw(t, "today"))
		r := removal(t, k, today)
		if r.State != registers.Running {
			return
		}
		if got := removal(t, k, r.From); got.State != registers.Due {
			t.Fatalf("foretold for %s, then %s from %s", r.From, got.State, got.From)
		}
		if got := removal(t, k, r.From.AddDate(0, 0, -1)); got.State == registers.Due {
			t.Fatalf("foretold for %s, due the day before", r.From)
		}
	})
}

// The run of 1.7.2020 (V.1, V.2): from that day everything held follows four
// years from the end, however long it had to stay the day before.
func TestRunOfFirstOfJuly2020(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := drawn(t, rapid.SampledFrom([]string{"person", "employer", "provider"}).Draw(t, "register"))
		got := removal(t, k, on("2020-07-01"))
		var latest registers.Day
		open, counted := false, false
		for _, tie := range k.Ties {
			if tie.Event == registers.JointServiceEnd {
				continue
			}
			counted = true
			open = open || tie.End.IsZero()
			if latest.Before(tie.End) {
				latest = tie.End
			}
		}
		due := counted && !open && !on("2016-07-01").Before(latest)
		if (got.State == registers.Due) != due {
			t.Fatalf("latest end %s, open %t: %s", latest, open, got.State)
		}
	})
}
