package rights

import (
	"testing"

	"pgregory.net/rapid"

	"tietolupa/permits"
	"tietolupa/registers"
)

// anExtent is of any items, or with least 1 of one that could be applied for.
func anExtent(items []string, least int) *rapid.Generator[Extent] {
	return rapid.Custom(func(t *rapid.T) Extent {
		from := day("2020-10-01").AddDate(0, 0, rapid.IntRange(0, 90).Draw(t, "from"))
		return Extent{
			Items:   rapid.SliceOfN(rapid.SampledFrom(items), least, 4).Draw(t, "items"),
			Offices: rapid.SliceOfN(rapid.SampledFrom([]permits.Body{"TE01", "TE02", "TE13"}), least, 3).Draw(t, "offices"),
			Areas:   rapid.SliceOfN(rapid.SampledFrom([]string{"ELY01", "ELY13", WholeCountry}), least, 2).Draw(t, "areas"),
			Powers:  rapid.SliceOfN(rapid.SampledFrom(Powers()), least, 3).Draw(t, "powers"),
			From:    from, Until: from.AddDate(0, 0, rapid.IntRange(5*least-5, 400).Draw(t, "length")),
		}
	})
}

// reached is everything that an extent gives, one by one.
func reached(e Extent, on registers.Day) map[string]bool {
	all := map[string]bool{}
	if on.Before(e.From) || e.Until.Before(on) {
		return all
	}
	for _, item := range e.Items {
		for _, p := range e.Powers {
			for _, office := range []permits.Body{"TE01", "TE02", "TE13"} {
				for _, area := range []string{"ELY01", "ELY13", "ELY15"} {
					r := false
					for _, o := range e.Offices {
						r = r || o == office
					}
					for _, a := range e.Areas {
						r = r || a == area || a == WholeCountry
					}
					if r {
						all[item+" "+string(p)+" "+string(office)+" "+area] = true
					}
				}
			}
		}
	}
	return all
}

// TestGrantedIsWithinApplied: whatever is granted, and changed afterwards,
// reaches nothing that was not applied for, on any day (5.1a, 5a.3).
func TestGrantedIsWithinApplied(t *testing.T) {
	items := []string{"3.1.1", "3.1.2", "3.1.7", "3.2.1", "3.3.1", "3.4a", "joint.4", "nonsense"}
	granted := 0
	rapid.Check(t, func(t *rapid.T) {
		r := request()
		r.Extent = anExtent(items[:6], 1).Draw(t, "applied")
		a, _, err := Apply("KEHA-H1-2020", contact, tuula, r, now)
		if err != nil {
			return
		}
		narrow := anExtent(items, 0).Draw(t, "given")
		if rapid.Bool().Draw(t, "as applied") {
			narrow = a.Request.Extent
		}
		_, right, _, err := a.Grant("KEHA-K1-2020", hanna, tuula, a.Version, narrow, "Syy.", now)
		if err != nil {
			return
		}
		granted++
		if changed, _, err := right.Change(hanna, right.Version, anExtent(items, 0).Draw(t, "changed"), "Syy.", now); err == nil {
			right = changed
		}
		on := day("2020-10-01").AddDate(0, 0, rapid.IntRange(0, 500).Draw(t, "on"))
		applied := reached(r.Extent, on)
		for what := range reached(right.Extent, on) {
			if !applied[what] {
				t.Fatalf("%s was not applied for", what)
			}
		}
	})
	if granted == 0 {
		t.Error("nothing was ever granted")
	}
}

// TestCoversIsAnOrder: what an extent covers reaches no more, and covering is
// transitive.
func TestCoversIsAnOrder(t *testing.T) {
	items := []string{"3.1.1", "3.1.2", "3.2.1"}
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := anExtent(items, 0).Draw(t, "a"), anExtent(items, 0).Draw(t, "b"), anExtent(items, 0).Draw(t, "c")
		if !a.Covers(a) || !a.Covers(a.tidy()) || !a.tidy().Covers(a) {
			t.Fatal("it does not cover itself")
		}
		if a.Covers(b) && b.Covers(c) && !a.Covers(c) {
			t.Fatal("not transitive")
		}
	})
}

// TestOutOfForceIsOutOfForce: a right that is removed, over or yet to begin is
// in force on no such day, whatever else it holds.
func TestOutOfForceIsOutOfForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := Right{Extent: anExtent([]string{"3.1.1"}, 0).Draw(t, "extent")}
		if rapid.Bool().Draw(t, "commissioned") {
			r.Commission = &Commission{Until: r.From.AddDate(0, 0, rapid.IntRange(-10, 400).Draw(t, "commission"))}
		}
		on := day("2020-09-01").AddDate(0, 0, rapid.IntRange(0, 600).Draw(t, "on"))
		removed := r
		removed.RemovedAt = now
		if removed.InForce(on) {
			t.Fatal("a removed right is in force")
		}
		out := on.Before(r.From) || r.Until.Before(on) || r.Commission != nil && r.Commission.Until.Before(on)
		if r.InForce(on) == out {
			t.Fatalf("in force is %v on %s of %s–%s", !out, on, r.From, r.Ends())
		}
		if r.InForce(registers.Day{}) {
			t.Fatal("in force on no day")
		}
	})
}
