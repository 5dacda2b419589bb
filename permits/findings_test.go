package permits

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"tietolupa/registers"
)

// TestTemplateOnly: a model's text is nobody's finding, however it is spaced,
// spelt or filled in by the case; a sentence of one's own is.
func TestTemplateOnly(t *testing.T) { // letters 10.1
	c := at(t, InReview)
	own := " Vertailussa on vain suuria kuntia, joten ketään ei erotu."
	for _, lang := range []string{"fi", "sv"} {
		c.Application.Language = lang
		for _, m := range models() {
			key := m.Key
			if key == "ground" {
				key = "26"
			}
			if key == "category" {
				key = "25/3.1.7"
			}
			c.Application.Purpose = Research
			if m.Of != "" {
				c.Application.Purpose = m.Of
			}
			text := c.ModelOf(key, on("2020-11-02"))
			if text == "" || !TemplateOnly(text) {
				t.Errorf("%s in %s is not known as the model's: %q", m.Key, lang, text)
			}
			if TemplateOnly(text + own) {
				t.Errorf("%s in %s with a sentence of one's own is taken for the model's", m.Key, lang)
			}
		}
	}
	for _, x := range []struct {
		name, text string
		template   bool
	}{
		{"nothing", "", true}, {"two words", "On ilmeistä.", true},
		{"spaced and shouted", "SUOJATTAVA   etu on\nasiakkaan yksityiselämä !", true},
		{"one word in a place", "Aineistosta on poistettu tai karkeistettu alue, ja tunnisteet on korvattu vain tätä lupaa varten muodostetuilla pseudonyymeillä.", true},
		{"own words in a place", "Aineistosta on poistettu tai karkeistettu kunta maakunnaksi ja ikä viisivuotisluokiksi, ja tunnisteet on korvattu vain tätä lupaa varten muodostetuilla pseudonyymeillä.", false},
		{"a provision ends no sentence", "Käsittely perustuu yleisen tietosuoja-asetuksen 6 artiklan 1 kohdan e alakohtaan ja tietosuojalain 4 §:n 3 kohtaan.", true},
	} {
		if got := TemplateOnly(x.text); got != x.template {
			t.Errorf("%s: %v", x.name, got)
		}
	}
}

// TestNeeds: every ground that the scope carries is owed a finding, and every
// category under it has its place; what is special is owed its own.
func TestNeeds(t *testing.T) { // JulkL 28.1 §, TSL 6 §
	cat := theCatalogue(t)
	c := at(t, InReview)
	c.Application.Scope.Tables[0].Variables = append(slices.Clone(c.Application.Scope.Tables[0].Variables), ScopeVariable{"person.disability", registers.Exact})
	var got []string
	for _, n := range c.Needs(GrantAll, c.Application.Scope, cat) {
		if n.Must {
			got = append(got, n.Key())
		}
	}
	disability, _ := cat.Variable("person.disability")
	want := []string{"25", "25/" + disability.Item, "purpose", "freedom", "consent", "basis", "dpia", "necessity"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("a grant with a special category (-want +got):\n%s", diff)
	}
	got = nil
	for _, n := range c.Needs(RefuseAll, Scope{}, cat) {
		got = append(got, n.Key())
	}
	if diff := cmp.Diff([]string{"freedom", "alternatives", "advice"}, got); diff != "" {
		t.Errorf("a refusal (-want +got):\n%s", diff)
	}
	if got := c.Needs(Dismiss, Scope{}, cat); len(got) != 0 {
		t.Errorf("a dismissal needs %v", got)
	}
	rapid.Check(t, func(r *rapid.T) { // no ground of a scope is without its finding
		s := Scope{}
		for _, v := range cat.Variables() {
			if v.Deliverable() && rapid.IntRange(0, 30).Draw(r, "in") == 0 {
				s.Tables = append(s.Tables, ScopeTable{v.Table, []ScopeVariable{{v.ID, v.Finest}}})
			}
		}
		for _, ground := range s.Grounds(cat) {
			if !slices.ContainsFunc(SecrecyNeeds(s, cat), func(n Need) bool { return n.Key() == ground && n.Must }) {
				r.Fatalf("ground %s has no finding", ground)
			}
		}
		seen := map[string]bool{}
		for _, n := range SecrecyNeeds(s, cat) {
			if n.Category != "" {
				for _, id := range n.Variables {
					seen[id] = true
				}
			}
		}
		for _, id := range s.VariableIDs() {
			if v, _ := cat.Variable(id); v.Ground != "" && !seen[id] {
				r.Fatalf("%s stands in no category", id)
			}
		}
	})
}

// TestDeparting: what most of the like decisions did is the practice; another
// purpose or another step asked for is no like case.
func TestDeparting(t *testing.T) { // HL 6 §
	cat := theCatalogue(t)
	c := at(t, InReview)
	d := proposal(c)
	was := func(granted registers.Protection, n int) (all []Precedent) {
		for i := range n {
			all = append(all, Precedent{Case: CaseID("KEHA-" + number(i+2) + "-2020"), Day: on("2020-09-01").AddDate(0, 0, -i), Purpose: Research,
				Variable: "person.sex", Applied: registers.Exact, Granted: granted})
		}
		return all
	}
	order := func(imposed bool, days string) Practice {
		p := OrderPrecedent{Case: "KEHA-2-2020", Day: on("2020-09-01"), Purpose: Research, No: 4, Imposed: imposed}
		if days != "" {
			p.Parameters = map[string]string{"days": days}
		}
		return Practice{Orders: []OrderPrecedent{p}}
	}
	other := was(registers.Drop, 2)
	other[0].Purpose, other[1].Applied = Planning, registers.Band
	project := order(true, "")
	project.Orders[0].No, project.Orders[0].Parameters = 1, map[string]string{"project": "Toinen hanke"}
	without := d
	without.Conditions = without.Conditions[1:]
	for _, x := range []struct {
		name     string
		d        Decision
		practice Practice
		want     []string
	}{
		{"no practice", d, Practice{}, nil},
		{"granted before and now", d, Practice{Variables: was(registers.Exact, 3)}, nil},
		{"refused before, granted now", d, Practice{Variables: was(registers.Drop, 1)}, []string{"person.sex"}},
		{"mostly refused", d, Practice{Variables: append(was(registers.Exact, 1), was(registers.Drop, 2)...)}, []string{"person.sex"}},
		{"mostly granted", d, Practice{Variables: append(was(registers.Drop, 1), was(registers.Exact, 2)...)}, nil},
		{"as often, the latest", d, Practice{Variables: append(was(registers.Drop, 1), was(registers.Exact, 1)...)}, []string{"person.sex"}},
		{"another purpose and step", d, Practice{Variables: other}, nil},
		{"an order as before", d, order(true, ""), nil},
		{"an order left out before", d, order(false, ""), []string{"order-4"}},
		{"an order with another value before", d, order(true, "10"), []string{"order-4"}},
		{"an order with its start value written", d, order(true, "3"), nil},
		{"what the case itself settles", d, project, nil},
		{"an order left out now", without, Practice{Orders: []OrderPrecedent{{No: 1, Purpose: Research, Imposed: true}}}, []string{"order-1"}},
		{"refused, granted before", refusal("Ei."), Practice{Variables: was(registers.Exact, 1)}, []string{RefusalDeparts}},
		{"refused, refused before", refusal("Ei."), Practice{Variables: was(registers.Drop, 1)}, nil},
		{"dismissed", Decision{Outcome: Dismiss}, Practice{Variables: was(registers.Exact, 1)}, nil},
	} {
		if diff := cmp.Diff(x.want, Departing(c.Application, x.d, x.practice.Newest(), cat)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", x.name, diff)
		}
	}
	d.Departures = map[string]string{"person.sex": "Sukupuoli on nyt tutkimuskysymys."}
	if got := Departures(c.Application, d, Practice{Variables: was(registers.Drop, 1)}, cat); len(got) != 0 {
		t.Errorf("explained: %v", got)
	}
}

// TestNarrowed: each condition of the population that lets in fewer needs its
// own reason, and one that was added the population's.
func TestNarrowed(t *testing.T) { // HL 44.1 § 3 k
	cat := theCatalogue(t)
	born := registers.Predicate{ID: "person.syntyv", From: "1960", To: "2000"}
	town := registers.Predicate{ID: "person.municipality", In: []string{"564", "889"}}
	later, one := born, town
	later.From, one.In = "1965", []string{"564"}
	asked := []registers.Predicate{town, born}
	for _, x := range []struct {
		name    string
		granted []registers.Predicate
		want    []string
	}{
		{"the same", asked, nil},
		{"one interval", []registers.Predicate{town, later}, []string{"population.person.syntyv"}},
		{"both", []registers.Predicate{one, later}, []string{"population.person.municipality", "population.person.syntyv"}},
		{"one more", []registers.Predicate{town, born, {ID: "employment_code.code", In: []string{"02"}}}, []string{"population"}},
		{"one more on the same", []registers.Predicate{town, born, one}, []string{"population"}},
	} {
		if diff := cmp.Diff(x.want, narrowed(asked, x.granted, cat)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", x.name, diff)
		}
		s := Scope{Population: asked}
		if err := s.Covers(Scope{Population: x.granted}, cat); err != nil {
			t.Errorf("%s: granted beyond what was applied for: %v", x.name, err)
		}
	}
	if got := ConditionKeys([]registers.Predicate{town, town}); got[1] != "population.person.municipality#2" {
		t.Errorf("keys %v", got)
	}
	c := at(t, InReview)
	d := proposal(c)
	d.Outcome, d.Scope.Population = GrantPart, []registers.Predicate{one}
	_, _, err := c.Propose(paivi, c.Version, true, d, cat, hours(9))
	if rule(err) != "no-reason-for-refusal" {
		t.Errorf("a narrowed condition without its reason: %v", err)
	}
	d.Refusals = []Refusal{{Item: "population.person.municipality", Code: "R3", Text: "Torniossa on liian vähän henkilöitä."}}
	if _, _, err := c.Propose(paivi, c.Version, true, tried(d), cat, hours(9)); err != nil {
		t.Errorf("a narrowed condition with its reason: %v", err)
	}
}

// TestShortForm: only all that was applied for, against nobody's word, and only
// when its presenter chose it; the findings are owed all the same.
func TestShortForm(t *testing.T) { // HL 45.2 § 4 k
	cat := theCatalogue(t)
	c := at(t, InReview)
	d := proposal(c)
	d.Short, d.Reasons = true, ""
	short := must[Case](t)(c.Propose(paivi, c.Version, true, d, cat, hours(4)))
	if !ShortForm(short) || ShortForm(at(t, Proposed)) || ShortForm(at(t, PartlyGranted)) {
		t.Error("the short form is the presenter's choice")
	}
	if !c.MayShorten(GrantAll) || c.MayShorten(GrantPart) || c.MayShorten(RefuseAll) {
		t.Error("only all that was applied for")
	}
	d.Findings = nil
	if _, _, err := c.Propose(paivi, c.Version, true, d, cat, hours(4)); rule(err) != "no-finding" {
		t.Errorf("short and without a finding: %v", err)
	}
	heard := c
	heard.Handling.Hearings = []Hearing{{No: 1, Answered: time.Now()}}
	if heard.MayShorten(GrantAll) {
		t.Error("somebody was heard")
	}
}
