package permits

import (
	"testing"
	"time"

	"tietolupa/registers"
)

// widened asks, in a permit in force, for the variable at a step.
func widened(t testing.TB, c Case, table, id string, at registers.Protection) Case {
	t.Helper()
	wider := c.Granted()
	wider.Tables = append([]ScopeTable(nil), wider.Tables...)
	added := false
	for i, x := range wider.Tables {
		if x.Table == table {
			wider.Tables[i].Variables, added = append(append([]ScopeVariable(nil), x.Variables...), ScopeVariable{id, at}), true
		}
	}
	if !added {
		wider.Tables = append(wider.Tables, ScopeTable{Table: table, Variables: []ScopeVariable{{id, at}}})
	}
	return must[Case](t)(c.AskChange(aino, c.Version, Delta{Scope: &wider, Reasons: map[string]string{id: "Uusi kysymys."}}, "Uusi kysymys.", theCat, hours(20)))
}

// TestChangeIsJudgedAsADecision: what keeps a decision from being proposed keeps a
// change from it too, by what the change adds.
func TestChangeIsJudgedAsADecision(t *testing.T) { // JulkL 28 §, HL 6, 31, 45 §, GDPR 5.1 c, 39
	for name, x := range map[string]struct {
		table, id string
		step      registers.Protection
		spoil     func(*Decision)
		earlier   []Practice
		rule      string
	}{
		"special category without the officer's statement": {"health_entry", "health_entry.work_capacity", registers.Exact, func(d *Decision) {
			d.Clauses = map[string]string{"health_entry.work_capacity": "Tarkkuus on tarpeen."}
		}, nil, "statement-missing"},
		"joint register without the municipality's": {"joint_client", "joint_client.municipality", registers.Exact, func(*Decision) {}, nil, "statement-missing"},
		"small cohort": {"person", "person.citizenship", registers.Exact, func(d *Decision) {
			d.Trial = &Trialled{Scope: d.Scope.WithKeys(theCat).Hash(), Report: RiskReport{Persons: 12}}
		}, nil, "statement-missing"},
		"dry run of another scope": {"person", "person.citizenship", registers.Exact, func(d *Decision) { d.Trial = &Trialled{Scope: "another"} }, nil, "trial-stale"},
		"without a dry run":        {"person", "person.citizenship", registers.Exact, func(d *Decision) { d.Trial = nil }, nil, "trial-missing"},
		"no finding on a ground":   {"person", "person.citizenship", registers.Exact, func(d *Decision) { d.Findings = nil }, nil, "no-finding"},
		"a need not found":         {"person", "person.citizenship", registers.Exact, func(d *Decision) { d.Necessity = nil }, nil, "necessity-not-found"},
		"a topic not found":        {"person", "person.citizenship", registers.Exact, func(d *Decision) { d.Considered = nil }, nil, "no-consideration"},
		"an order twice":           {"person", "person.citizenship", registers.Exact, func(d *Decision) { d.Conditions = append(d.Conditions, d.Conditions[0]) }, nil, "condition-twice"},
		"departs from earlier decisions": {"person", "person.citizenship", registers.Exact, func(*Decision) {},
			[]Practice{{Variables: []Precedent{{Variable: "person.citizenship", Applied: registers.Exact, Granted: registers.Drop}}}}, "departure-unexplained"},
		"beyond what was asked": {"person", "person.citizenship", registers.Exact, func(d *Decision) {
			d.Scope.Tables = append(d.Scope.Tables, ScopeTable{Table: "degree", Variables: []ScopeVariable{{"degree.level", registers.Exact}}})
		}, nil, "beyond-application"},
		"all but a part": {"person", "person.citizenship", registers.Exact, func(d *Decision) { d.Outcome = GrantPart }, nil, "not-a-partial-grant"},
	} {
		t.Run(name, func(t *testing.T) {
			c := widened(t, at(t, InForce), x.table, x.id, x.step)
			d := changing(c, GrantAll)
			x.spoil(&d)
			if _, _, err := c.Propose(paivi, c.Version, true, d, theCat, hours(21), x.earlier...); rule(err) != x.rule {
				t.Errorf("the rule is %q, want %s (%v)", rule(err), x.rule, err)
			}
		})
	}
}

// TestChangeIsHandledAsACase: a change is supplemented, narrowed, heard, paused and
// taken over, with its own clock, while the permit stays in force.
func TestChangeIsHandledAsACase(t *testing.T) { // HL 22, 23, 23 a, 31, 33, 34, 44 §
	ok := must[Case](t)
	c := at(t, InForce)
	c = widened(t, c, "person", "person.citizenship", registers.Exact)
	stands := c.Granted().Hash()
	waits := func(want Party) {
		t.Helper()
		if got, _ := c.WaitsFor(nil); got != want || c.State != InForce || c.Granted().Hash() != stands {
			t.Errorf("waits for %s, state %s; want %s while the permit stands", got, c.State, want)
		}
	}
	waits(WaitsPresenter)
	c = ok(c.Supplement(paivi, c.Version, []Lack{{"population", "HL 22 §", "Tarkenna.", true}}, registers.Day{}, "", hours(21)))
	waits(WaitsApplicant)
	view, _ := c.InChange()
	narrower := view.Application
	narrower.Scope.Period.From = narrower.Scope.Period.From.AddDate(0, 0, 0)
	c = ok(c.Reply(aino, c.Version, map[string]string{"population": "Rajaus on sama."}, &narrower, theCat, hours(22)))
	if view, _ = c.InChange(); len(view.Handling.Versions) != 1 || len(c.Handling.Supplements) != 0 {
		t.Error("the supplement is not the change's own")
	}
	c = ok(c.Hear(paivi, c.Version, "decision", "Kunnan lausunto.", registers.Day{}, hours(23)))
	waits(WaitsApplicant)
	c = ok(c.Answer(aino, c.Version, "Ei huomautettavaa.", false, hours(24)))
	c = ok(c.Pause(paivi, c.Version, "Odotetaan tilastoa.", hours(25)))
	c = ok(c.Resume(paivi, c.Version, hours(26)))
	c = ok(c.Ask(paivi, c.Version, DPOStatement, "Tietosuojavastaava", "Arvio?", registers.Day{}, hours(26), Asking{}))
	waits(WaitsOthers)
	c = ok(c.GiveStatement(paivi, c.Version, 1, "post", "Ei estettä.", hours(27)))
	c = ok(c.Promise(paivi, c.Version, on("2020-12-20"), "", hours(27)))
	if view, _ = c.InChange(); view.Expected(hours(27)) != on("2020-12-21") {
		t.Errorf("expected %s", view.Expected(hours(27)))
	}
	c = ok(c.Take(mika, hours(28)))
	d := changing(c, GrantAll)
	d.Considered = append(d.Considered, Considered{"claims", "Vastaus ei muuta ratkaisua."})
	if _, _, err := c.Propose(paivi, c.Version, true, d, theCat, hours(29)); rule(err) != "not-your-case" {
		t.Errorf("proposed by who no longer has it: %v", err)
	}
	c = ok(c.Propose(mika, c.Version, true, d, theCat, hours(29)))
	waits(WaitsDecider)
	c = ok(c.Return(henrik, c.Version, "Perustele tarve.", hours(30)))
	c = ok(c.Propose(mika, c.Version, true, d, theCat, hours(31)))
	both := Actor{ID: "mika", Name: "Mika", Body: KEHA, Duties: []Duty{Decider}}
	if _, _, err := c.Decide(both, c.Version, true, hours(32)); rule(err) != "same-presenter" {
		t.Errorf("decided by its presenter: %v", err)
	}
	c = ok(c.Decide(henrik, c.Version, true, hours(32)))
	waits(WaitsPresenter) // for the signature of its letter
	if _, _, err := c.AcceptChange(aino, c.Version, agreed(c), theCat, hours(33)); rule(err) != "half-signed" {
		t.Errorf("accepted before it is signed: %v", err)
	}
	c = changeSigned(t, c, hours(33))
	waits(WaitsHolder)
	if ch := c.Life.Changes[0]; ch.Granted == nil || ch.Granted.Scope.Protection("person.citizenship") != registers.Exact || ch.Decision.Outcome != GrantAll {
		t.Error("what was asked is not granted")
	}
}

// TestGateOfAChange: what a change gave waits for the change's own service, finality
// and orders, while what was granted before it leaves all the time.
func TestGateOfAChange(t *testing.T) { // HOL 13, 81, 122–123 §, HL 49 f §, law.md 14.1
	ok, cat := must[Case](t), theCat
	in := func(route Route, immediate string) (Case, Scope) {
		c := at(t, InForce)
		c.Decision.Immediate = "Tutkimus ei voi odottaa." // the permit's own gate is open
		before := c.Granted()
		c = granting(t, widened(t, c, "person", "person.citizenship", registers.Exact), henrik, hours(21))
		c.Life.Changes[0].Decision.Route, c.Life.Changes[0].Decision.Immediate = route, immediate
		return ok(c.AcceptChange(aino, c.Version, agreed(c), cat, hours(23))), before
	}
	delivers := func(c Case, old Scope, now time.Time, added bool) {
		t.Helper()
		b, err := c.Basis(now)
		if err != nil {
			t.Fatal(err)
		}
		if got := b.Scope().Protection("person.citizenship") == registers.Exact; got != added {
			t.Errorf("the change's data leave: %v, want %v", got, added)
		}
		if b.Scope().Covers(old, cat) != nil {
			t.Error("what was granted before the change may not leave")
		}
		made := []Made{{At: hours(19), Scope: old}}
		if due := c.DueDeliveries(made, cat, now); (len(due) == 1) != added {
			t.Errorf("due: %v, want the change's %v", due, added)
		}
	}
	c, old := in(Rectification, "")
	delivers(c, old, hours(24), true)
	late := ok(c.RectifyOf(aino, c.Version, "change-1", hours(22), "Vaadin.", hours(25)))
	delivers(late, old, hours(26), true) // enforceable despite it
	stopped := ok(late.InterimOn(both, late.Version, "change-1", "authority", true, "Ei toistaiseksi.", hours(27)))
	delivers(stopped, old, hours(28), false)
	pack := Order{At: hours(24), Scope: c.Granted(), Cause: "change-1", Recipient: c.Recipient()}
	if got := rule(stopped.LetsOut(pack, "aino", hours(28))); got != "gate-closed" {
		t.Errorf("a package with the change's data: %q", got)
	}
	if got := rule(stopped.LetsOut(Order{At: hours(19), Scope: old, Recipient: c.Recipient()}, "aino", hours(28))); got != "nothing" {
		t.Errorf("a package without: %q", got)
	}
	again := ok(stopped.InterimOn(both, stopped.Version, "change-1", "authority", false, "Saa jatkaa.", hours(29)))
	delivers(again, old, hours(30), true)

	c, old = in(Appeal, "")
	delivers(c, old, hours(24), false)
	from := c.ChangeFrom(c.Life.Changes[0])
	if from.Before(hours(24).AddDate(0, 0, 30)) {
		t.Errorf("final already on %s", from)
	}
	delivers(c, old, from, true)
	appealed := ok(c.RecordAppealOf(paivi, c.Version, "change-1", "Itä-Suomen hallinto-oikeus", "2/2020", "Valitus.", hours(30)))
	delivers(appealed, old, from, false)
	returned := ok(ruling(appealed, both, 0, RemedyReturned, from))
	delivers(returned, old, from, false)
	if _, open := returned.InChange(); !open {
		t.Error("a change sent back is not handled again")
	}
	opened := ok(appealed.InterimOn(both, appealed.Version, "change-1", "court", false, "Saa panna täytäntöön.", hours(31)))
	delivers(opened, old, hours(32), true)
	c, old = in(Appeal, "Seuranta-aika päättyy.")
	delivers(c, old, hours(24), true)
}
