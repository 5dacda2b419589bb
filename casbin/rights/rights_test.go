package rights

import (
	"slices"
	"strings"
	"testing"
	"time"

	"tietolupa/permits"
	"tietolupa/registers"
	"tietolupa/registers/law"
)

func lawOf(s string) law.Law { return law.On(day(s)) }

// 5.1a: the closed list of each day grants what each body may have.
func TestWhoMayApply(t *testing.T) {
	joint := func(r *Request) {
		r.Ground, r.Items, r.Uses = "1.2b", []string{"joint.1", "joint.4"}, []Use{CustomerService}
	}
	oversight := func(r *Request) {
		r.Ground, r.Uses, r.Powers, r.Items = "5.2.7", []Use{Oversight}, []Power{Search, Read, Extract}, []string{"3.1.2", "3.4a"}
	}
	for _, c := range []struct {
		name, on string
		body     permits.Body
		change   func(*Request)
		want     string
	}{
		{"an office", "2020-11-02", "TE05", unchanged[Request], "none"},
		{"the service centre", "2020-11-02", "ASPA", unchanged[Request], "none"},
		{"an ELY centre's statistics", "2020-11-02", "ELY13", oversight, "none"},
		{"the ministry's steering", "2020-11-02", "TEM", oversight, "none"},
		{"KEHA's own staff", "2020-11-02", "KEHA", oversight, "none"},
		{"Kela for the joint service", "2020-11-02", "KELA", joint, "none"},
		{"a municipality for the joint service", "2021-04-01", "M091", joint, "none"},
		{"an office for the joint service", "2020-11-02", "TE01", joint, "none"},
		{"an ELY centre for the joint service (1.2b)", "2020-11-02", "ELY13", joint, "ground-of-another-body"},
		{"the ministry for the joint service (1.2b)", "2020-11-02", "TEM", joint, "ground-of-another-body"},
		{"a municipality on trial", "2021-04-01", "M091", unchanged[Request], "none"},
		{"a municipality before the trial", "2020-11-02", "M091", unchanged[Request], "ground-of-another-body"},
		{"a municipality after the trial", "2023-07-01", "M091", unchanged[Request], "ground-of-another-body"},
		{"an ELY centre in 2025 (124 § of 380/2023)", "2025-01-01", "ELY13", oversight, "ground-of-another-body"},
		{"an office in 2025", "2025-01-01", "TE05", unchanged[Request], "ground-of-another-body"},
		{"an employment authority in 2025", "2025-01-01", "TVV091", unchanged[Request], "none"},
		{"a body nobody knows", "2020-11-02", "XYZ", unchanged[Request], "ground-of-another-body"},
	} {
		t.Run(c.name, func(t *testing.T) {
			by := permits.Actor{ID: "c", Body: c.body, Duties: []permits.Duty{permits.Contact}}
			r := request()
			r.Offices, r.Areas = nil, []string{WholeCountry}
			r.From, r.Until = day(c.on), day(c.on).AddDate(0, 6, 0)
			c.change(&r)
			_, _, err := Apply("KEHA-H1-2020", by, permits.Actor{ID: "p", Body: c.body}, r, at(c.on))
			if got := rule(err); got != c.want {
				t.Errorf("the rule is %s, want %s", got, c.want)
			}
		})
	}
}

// 5.2 and 5.3: what each ground allows, and that the table's words are ours.
func TestUsesOfGrounds(t *testing.T) {
	for _, c := range []struct {
		ground Ground
		uses   []Use
		powers []Power
	}{
		{"5.2.1", []Use{CustomerService, PendingMatter}, []Power{Search, Read, Write, Disclose}},
		{"5.2.2", []Use{CustomerService, PendingMatter}, []Power{Search, Read, Write}},
		{"5.2.3", []Use{CustomerService, PendingMatter}, []Power{Search, Read, Write}},
		{"5.2.4", []Use{CustomerService, PendingMatter}, []Power{Search, Read, Write}},
		{"5.2.5", []Use{CustomerService, PendingMatter}, []Power{Search, Read, Write}},
		{"5.2.6", []Use{CustomerService, PendingMatter}, []Power{Search, Read, Write}},
		{"5.2.7", []Use{Oversight}, []Power{Search, Read, Extract}},
		{"5.2.8", []Use{PendingMatter, Oversight}, []Power{Search, Read, Administer}},
		{"5.3a", []Use{Oversight}, []Power{Search, Read, Extract}},
		{"5.3b", []Use{Oversight}, []Power{Search, Read, Administer}},
		{"1.2b", []Use{CustomerService}, []Power{Search, Read, Write}},
	} {
		uses, err := UsesOf(c.ground, day("2020-11-02"))
		if err != nil || !slices.Equal(uses, c.uses) {
			t.Errorf("%s: %v, %v", c.ground, uses, err)
		}
		g, err := lawOf("2020-11-02").AccessGround(string(c.ground))
		if err != nil {
			t.Fatal(err)
		}
		var powers []Power
		for _, p := range g.Powers {
			powers = append(powers, Power(p))
			if !slices.ContainsFunc(uses, func(u Use) bool { return u.Carries(Power(p)) }) {
				t.Errorf("%s: %s serves none of its uses", c.ground, p)
			}
		}
		if !slices.Equal(powers, c.powers) {
			t.Errorf("%s: powers %v", c.ground, powers)
		}
	}
	if _, err := UsesOf("5.2.4", day("2023-07-01")); err == nil {
		t.Error("the social enterprises act still gives uses")
	}
}

// 5.1c: which power each use carries; a use that is not listed carries none.
func TestUsesCarryPowers(t *testing.T) {
	for _, c := range []struct {
		use    Use
		powers string
	}{
		{CustomerService, "search read write disclose"},
		{PendingMatter, "search read write administer"},
		{Oversight, "search read extract administer"},
		{"curiosity", ""},
		{"", ""},
	} {
		var got []string
		for _, p := range Powers() {
			if c.use.Carries(p) {
				got = append(got, string(p))
			}
		}
		if s := strings.Join(got, " "); s != c.powers {
			t.Errorf("%q carries %q", c.use, s)
		}
	}
}

// A narrower grant holds what was given, and drops a use without a power left.
func TestGrantNarrower(t *testing.T) {
	r := request()
	r.Powers = append(r.Powers, Disclose)
	a := apply(t, contact, tuula, r)
	given := a.Request.Extent
	given.Items, given.Powers, given.Until = []string{"3.1.1", "3.1.1"}, []Power{Read}, day("2020-12-31")
	a, got, _, err := a.Grant("KEHA-K1-2020", hanna, tuula, a.Version, given, "Lukeminen riittää.", now)
	if err != nil {
		t.Fatal(err)
	}
	if a.State != Granted || got.Application != a.ID || got.Holder != tuula.ID || !slices.Equal(got.Items, []string{"3.1.1"}) || got.Version != 1 {
		t.Errorf("%+v\n%+v", a, got)
	}
	if !got.Reaches("3.1.1", Read, CustomerService) || got.Reaches("3.1.1", Write, CustomerService) || got.Reaches("3.1.2", Read, CustomerService) {
		t.Error("it reaches what was not given")
	}
}

// 5.3: a right of an outside person ends with the commission, however it came to
// outlast it.
func TestRightEndsWithItsCommission(t *testing.T) {
	_, r := grant(t, ely, auditor, commissioned("ELY13", "5.3a", "audit"))
	r.Until = day("2022-12-31")
	if !r.InForce(day("2021-03-31")) || r.InForce(day("2021-04-01")) || r.Ends() != day("2021-03-31") {
		t.Error("it outlives the commission")
	}
	_, r = grant(t, keha, auditor, commissioned("KEHA", "5.3b", "maintenance"))
	if r.Commission.By != permits.KEHA || !r.InForce(day("2020-11-02")) {
		t.Error("KEHA's own commission gives no right")
	}
}

// From 1 January 2025 each authority grants for its own, by data alone (5.1a).
func TestEachAuthorityGrantsItsOwn(t *testing.T) {
	by := permits.Actor{ID: "c", Body: "TVV091", Duties: []permits.Duty{permits.Contact}}
	person := permits.Actor{ID: "p", Body: "TVV091"}
	own := permits.Actor{ID: "o", Body: "TVV091", Duties: hanna.Duties}
	r := request()
	r.Offices, r.Areas, r.From, r.Until = []permits.Body{"TVV091"}, nil, day("2025-02-01"), day("2025-12-31")
	a, _, err := Apply("KEHA-H1-2025", by, person, r, at("2025-01-15"))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, _, err := a.Grant("KEHA-K1-2025", hanna, person, a.Version, a.Request.Extent, "", at("2025-01-16")); rule(err) != "not-the-grantor" {
		t.Errorf("KEHA grants another authority's: %v", err)
	}
	if _, _, _, err := a.Grant("KEHA-K1-2025", own, person, a.Version, a.Request.Extent, "", at("2025-01-16")); err != nil {
		t.Error(err)
	}
}

// 5a.3, 5a.1, 5a.2: a change narrows, a removal ends at once.
func TestChangeAndRemove(t *testing.T) {
	r := right(t)
	to := r.Extent
	to.Powers, to.Areas = []Power{Search}, nil
	changed, e, err := r.Change(hanna, r.Version, to, "Tehtävä muuttui.", now)
	if err != nil || e.Kind != RightChanged || e.Version != 2 || changed.Reaches("3.1.1", Read, CustomerService) {
		t.Fatalf("%+v %+v %v", changed, e, err)
	}
	for _, ground := range Removals() {
		removed, e, err := changed.Remove(hanna, changed.Version, ground, "Syy.", now)
		if err != nil || e.Kind != RightRemoved || e.Detail["removal"] != string(ground) || removed.InForce(day("2020-11-02")) {
			t.Errorf("%s: %+v %v", ground, removed, err)
		}
		if ground.Must() != strings.HasPrefix(string(ground), "5a.1") {
			t.Errorf("%s: must is %v", ground, ground.Must())
		}
	}
}

// 5a.4: notices of the body and of the outside body, with both times.
func TestNotices(t *testing.T) {
	r := right(t)
	n, e, err := Notify("KEHA-I1-2020", contact, r, ConditionsNotMet, " Siirtyi. ", now)
	if err != nil || e.Kind != NoticeArrived || n.ArrivedAt != now || n.Body != "TE01" || n.What != "Siirtyi." {
		t.Fatalf("%+v %v", n, err)
	}
	r, _, err = r.Remove(hanna, r.Version, ConditionsNotMet, "Siirtyi.", now.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	n, e, err = n.Act(hanna, n.Version, r, Removed, "", now.Add(2*time.Hour))
	if err != nil || e.Kind != NoticeActedOn || !n.ActedAt.After(n.ArrivedAt) || n.ActedBy != hanna.ID {
		t.Fatalf("%+v %v", n, err)
	}
	_, outside := grant(t, ely, auditor, commissioned("ELY13", "5.3a", "audit"))
	if n, _, err := Notify("KEHA-I2-2020", auditor, outside, "", "Tehtävä supistui.", now); err != nil || n.Body != "" || n.Removal != "" {
		t.Errorf("%+v %v", n, err)
	}
	if _, _, err := Notify("KEHA-I3-2020", permits.Actor{ID: "x", Organisation: "Muu Oy", Duties: auditor.Duties}, outside, "", "Syy.", now); rule(err) != "not-your-right-to-tell-of" {
		t.Error(err)
	}
}

// V.2: an old right comes in with an end, and gets its term by review.
func TestLegacy(t *testing.T) {
	r, e, err := Import(hanna, oskari, legacy(), now)
	if err != nil || e.Kind != RightImported || !r.Legacy || r.Until != day("2021-05-02") || r.Holder != oskari.ID || !r.InForce(day("2020-11-02")) {
		t.Fatalf("%+v %v", r, err)
	}
	to := r.Extent
	to.Until = day("2022-10-31")
	reviewed, e, err := r.Review(other, oskari, r.Version, to, "Tehtävä on ennallaan.", now)
	if err != nil || e.Kind != RightReviewed || reviewed.Reviewed != day("2020-11-02") || reviewed.Until != to.Until {
		t.Fatalf("%+v %v", reviewed, err)
	}
	if _, _, err := r.Review(other, tuula, r.Version, to, "Syy.", now); rule(err) != "no-person" {
		t.Errorf("somebody else's review: %v", err)
	}
	to.Items = []string{"3.1.2", "3.1.7"}
	if _, _, err := r.Review(other, oskari, r.Version, to, "Syy.", now); rule(err) != "wider-than-right" {
		t.Errorf("a widening review: %v", err)
	}
	if _, _, err := Import(hanna, oskari, legacy(), at("2022-06-01")); rule(err) != "not-a-legacy-right" {
		t.Errorf("imported two years late: %v", err)
	}
}

func TestReviewList(t *testing.T) {
	on := day("2021-03-01")
	fresh := map[string]registers.Day{"KEHA-K1-2020": day("2021-02-20")}
	_, outside := grant(t, ely, auditor, commissioned("ELY13", "5.3a", "audit"))
	outside.Commission.Until = day("2021-02-15")
	imported, _, err := Import(hanna, oskari, legacy(), now)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		right  Right
		change func(*Right)
		used   map[string]registers.Day
		person permits.Actor
		want   []Cause
	}{
		{"nothing to see", right(t), unchanged[Right], fresh, tuula, nil},
		{"unused since it was given", right(t), unchanged[Right], nil, tuula, []Cause{Unused}},
		{"unused for long", right(t), unchanged[Right], map[string]registers.Day{"KEHA-K1-2020": day("2020-11-30")}, tuula, []Cause{Unused}},
		{"used just often enough", right(t), unchanged[Right], map[string]registers.Day{"KEHA-K1-2020": day("2020-12-01")}, tuula, nil},
		{"ends soon", right(t), func(r *Right) { r.Until = day("2021-03-31") }, fresh, tuula, []Cause{EndsSoon}},
		{"ends later", right(t), func(r *Right) { r.Until = day("2021-04-01") }, fresh, tuula, nil},
		{"changed office", right(t), unchanged[Right], fresh, permits.Actor{ID: tuula.ID, Body: "TE02"}, []Cause{Moved}},
		{"gone", right(t), unchanged[Right], fresh, permits.Actor{}, []Cause{Moved}},
		{"commission over", outside, unchanged[Right], fresh, auditor, []Cause{CommissionEnded, EndsSoon}},
		{"changed firm", outside, func(r *Right) { r.Commission.Until = day("2021-12-31"); r.Until = r.Commission.Until }, fresh, permits.Actor{ID: auditor.ID, Organisation: "Muu Oy"}, []Cause{Moved}},
		{"not reviewed", imported, func(r *Right) { r.ID = "KEHA-K1-2020" }, fresh, oskari, []Cause{Unreviewed}},
		{"law over", right(t), func(r *Right) { r.Body = "M091"; r.Ground = "5.2.9" }, fresh, permits.Actor{ID: tuula.ID, Body: "M091"}, []Cause{LawEnded}},
		{"removed", right(t), func(r *Right) { r.RemovedAt = now }, nil, permits.Actor{}, nil},
		{"over", right(t), func(r *Right) { r.Until = day("2021-02-28") }, nil, permits.Actor{}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := c.right
			if r.Commission != nil {
				copied := *r.Commission
				r.Commission = &copied
			}
			c.change(&r)
			var got []Cause
			for _, d := range ReviewList([]Right{r}, c.used, map[permits.UserID]permits.Actor{r.Holder: c.person}, on) {
				got = append(got, d.Causes...)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%v, want %v", got, c.want)
			}
		})
	}
	moved := right(t)
	moved.ID, moved.Holder, moved.Until = "KEHA-K2-2020", "gone", day("2021-12-31")
	soon := right(t)
	soon.Until = day("2021-03-05")
	list := ReviewList([]Right{soon, moved}, fresh, map[permits.UserID]permits.Actor{tuula.ID: tuula}, on)
	if len(list) != 2 || list[0].Right.ID != moved.ID {
		t.Errorf("duties to remove do not come first: %+v", list)
	}
}
