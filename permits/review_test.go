package permits

import (
	"testing"

	"tietolupa/registers"
)

// TestReturnSaysWhy: a proposal goes back to its presenter with words that the
// officers read and the parties do not.
func TestReturnSaysWhy(t *testing.T) { // PL 118 §, HL 45 §
	c := at(t, Proposed)
	if _, _, err := c.Return(henrik, c.Version, "  ", hours(5)); rule(err) != "no-reasons" {
		t.Errorf("without words: %v", err)
	}
	if _, _, err := c.Return(paivi, c.Version, "Perustele tarpeellisuus.", hours(5)); rule(err) != "not-a-decider" {
		t.Errorf("by the presenter: %v", err)
	}
	next, e, err := c.Return(henrik, c.Version, "Perustele tarpeellisuus.", hours(5))
	if err != nil || next.State != InReview || len(next.Written) != 1 {
		t.Fatalf("%s, %d texts, %v", next.State, len(next.Written), err)
	}
	said := next.Written[0]
	if said.Kind != ReturnText || e.Detail["text"] != said.SHA256 || !MaySeeText(paivi, next, said) || MaySeeText(aino, next, said) {
		t.Errorf("%+v, the event has %v", said, e.Detail)
	}
}

// TestDryRunIsOfTheScopeGranted: a grant never rests on a dry run of another scope,
// whose cohort may be larger than the one granted.
func TestDryRunIsOfTheScopeGranted(t *testing.T) { // GDPR 35, 39
	c := at(t, InReview)
	cat := theCatalogue(t)
	propose := func(d Decision, trials ...Trial) error {
		_, _, err := c.Propose(paivi, c.Version, true, c.Rests(d, trials, cat), cat, hours(4))
		return err
	}
	wide, narrow := proposal(c), partial(c)
	for name, x := range map[string]struct {
		d      Decision
		trials []Trial
		rule   string
	}{
		"none":                                  {wide, nil, "trial-missing"},
		"one that is running":                   {wide, []Trial{{No: 1, Scope: wide.Scope.WithKeys(cat), State: TrialRunning}}, "trial-missing"},
		"one that failed":                       {wide, []Trial{{No: 1, Scope: wide.Scope.WithKeys(cat), State: TrialFailed}}, "trial-missing"},
		"of all that was applied for":           {narrow, []Trial{ran(1, wide.Scope, 5000)}, "trial-stale"},
		"of what is granted":                    {narrow, []Trial{ran(1, wide.Scope, 5000), ran(2, narrow.Scope, 5000)}, "nothing"},
		"of what is granted, and of more later": {narrow, []Trial{ran(2, wide.Scope, 5000), ran(1, narrow.Scope, 5000)}, "nothing"},
		"of all, which is granted":              {wide, []Trial{ran(1, wide.Scope, 5000)}, "nothing"},
		"none, and nothing is granted":          {refusal("Suunnitelma puuttuu."), nil, "nothing"},
		"of less, and nothing is granted":       {refusal("Suunnitelma puuttuu."), []Trial{ran(1, narrow.Scope, 5000)}, "nothing"},
		"none, and it is not examined":          {Decision{Outcome: Dismiss, Reasons: "Ei kuulu."}, nil, "nothing"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := rule(propose(x.d, x.trials...)); got != x.rule {
				t.Errorf("the rule is %q, want %q", got, x.rule)
			}
		})
	}
	proposed := at(t, Proposed)
	other := partial(c)
	other.Trial = nil
	if _, _, err := proposed.DecideOtherwise(henrik, proposed.Version, true, other, cat, hours(5)); rule(err) != "trial-missing" {
		t.Errorf("decided otherwise: %v", err)
	}
	proposed.Proposal.Trial = nil // as one that was made before dry runs were asked for
	if _, _, err := proposed.Decide(henrik, proposed.Version, true, hours(5)); rule(err) != "trial-missing" {
		t.Errorf("decided on a proposal without: %v", err)
	}
}

// TestSmallCohortIsToldOf: what the dry run finds is asked about after it was found,
// of the rows that it was found in, and nobody passes the step by the order in which
// things are done.
func TestSmallCohortIsToldOf(t *testing.T) { // GDPR 35, 39, HL 31 §
	cat := theCatalogue(t)
	wide := at(t, InReview).Application.Scope
	rows, columns := wide, wide
	rows.Population = []registers.Predicate{{ID: "person.municipality", In: []string{"564"}}}
	columns.Tables = wide.Tables[:1]
	run := func(no, hour int, s Scope, persons int64) Trial {
		r := ran(no, s, persons)
		r.At, r.Taken, r.Done = hours(hour), hours(hour), hours(hour)
		return r
	}
	for name, x := range map[string]struct {
		asked  []int // hours at which the officer was asked; each is answered an hour later
		trials []Trial
		grants Scope
		rule   string
	}{
		"not asked":                          {nil, []Trial{run(1, 4, wide, 12)}, wide, "statement-missing"},
		"asked after it was found":           {[]int{5}, []Trial{run(1, 4, wide, 12)}, wide, "nothing"},
		"asked before it was found":          {[]int{5}, []Trial{run(1, 8, wide, 12)}, wide, "statement-missing"},
		"asked before and after":             {[]int{5, 9}, []Trial{run(1, 8, wide, 12)}, wide, "nothing"},
		"narrowed after, to other rows":      {[]int{5}, []Trial{run(1, 4, wide, 12), run(2, 8, rows, 3)}, rows, "statement-missing"},
		"narrowed after, to fewer variables": {[]int{5}, []Trial{run(1, 4, wide, 12), run(2, 8, columns, 12)}, columns, "nothing"},
		"large, then narrowed to few":        {[]int{5}, []Trial{run(1, 4, wide, 5000), run(2, 8, rows, 12)}, rows, "statement-missing"},
		"run again":                          {[]int{5}, []Trial{run(1, 4, wide, 12), run(2, 8, wide, 13)}, wide, "nothing"},
		"nobody at all":                      {nil, []Trial{run(1, 4, wide, 0)}, wide, "statement-missing"},
		"large":                              {nil, []Trial{run(1, 4, wide, 5000)}, wide, "nothing"},
	} {
		t.Run(name, func(t *testing.T) {
			c, ok := at(t, InReview), must[Case](t)
			for _, hour := range x.asked {
				c = ok(c.Ask(paivi, c.Version, DPOStatement, "Tietosuojavastaava", "Kohdejoukko on pieni.", registers.Day{}, hours(hour), Asking{}))
				c = ok(c.GiveStatement(paivi, c.Version, len(c.Handling.Statements), "email", "Riski on hallittu.", hours(hour+1)))
			}
			d := proposal(c)
			if d.Scope = x.grants; x.grants.Hash() != wide.Hash() {
				d.Outcome, d.Refusals = GrantPart, []Refusal{{Item: "population", Code: "R4", Text: "Riittää."}}
				for _, v := range wide.Tables[1].Variables {
					d.Refusals = append(d.Refusals, Refusal{Item: v.ID, Code: "R4", Text: "Ei tarpeen."})
				}
			}
			if _, _, err := c.Propose(paivi, c.Version, true, c.Rests(d, x.trials, cat), cat, hours(20)); rule(err) != x.rule {
				t.Errorf("the rule is %q, want %q (%v)", rule(err), x.rule, err)
			}
		})
	}
}

// TestDryRunOfAChangeIsItsOwn: a change that brings rows is tried as what it brings,
// after it was asked for; one of time, place or people alone brings none.
func TestDryRunOfAChangeIsItsOwn(t *testing.T) { // GDPR 35, JulkL 28 §
	c := widened(t, at(t, InForce), "person", "person.citizenship", registers.Exact)
	d := changing(c, GrantAll)
	later := ran(2, d.Scope, 5000)
	later.At = hours(21)
	for _, x := range []struct {
		name   string
		trials []Trial
		rule   string
	}{
		{"made for the permit", []Trial{ran(1, d.Scope, 5000)}, "trial-missing"},
		{"made for the change", []Trial{ran(1, d.Scope, 5000), later}, "nothing"},
	} {
		if _, _, err := c.Propose(paivi, c.Version, true, c.Rests(d, x.trials, theCat), theCat, hours(22)); rule(err) != x.rule {
			t.Errorf("%s: the rule is %q, want %q", x.name, rule(err), x.rule)
		}
	}
	longer := must[Case](t)(at(t, InForce).AskChange(aino, at(t, InForce).Version, Delta{Until: on("2024-11-02")}, "Seuranta jatkuu.", theCat, hours(20)))
	d = changing(longer, GrantAll)
	d.Trial = nil
	must[Case](t)(longer.Propose(paivi, longer.Version, true, d, theCat, hours(21)))
}
