package permits

import (
	"fmt"
	"strings"
	"testing"

	"tietolupa/registers"
)

func TestLawOn(t *testing.T) {
	for _, c := range []struct {
		day, permit, enforcement string
		route                    Route
		ely                      bool
	}{
		{"2020-07-01", "13 luvun 7 §:n 3 momentti", "14 luvun 2 §", Rectification, true},
		{"2021-05-31", "13 luvun 7 §:n 3 momentti", "14 luvun 2 §", Rectification, true},
		{"2021-06-01", "13 luvun 7 §:n 3 momentti", "14 luvun 3 §", Rectification, true},
		{"2022-05-23", "13 luvun 10 §:n 2 momentti", "14 luvun 3 §", Rectification, true},
		{"2024-12-31", "13 luvun 10 §:n 2 momentti", "14 luvun 3 §", Rectification, true},
		{"2025-01-01", "119 §:n 2 momentti", "148 §", Appeal, false},
	} {
		l, err := LawOn(on(c.day))
		if err != nil || !strings.Contains(l.Permit.FI, c.permit) || !strings.Contains(l.Enforcement.FI, c.enforcement) || l.Route != c.route || l.MayReceive("ELY13") != c.ely || !l.MayReceive(TEM) {
			t.Errorf("law on %s = %+v, %v", c.day, l, err)
		}
	}
	for _, before := range []string{"2020-06-30", "1999-12-01"} {
		if _, err := LawOn(on(before)); rule(err) != "no-law-that-day" {
			t.Errorf("law on %s: %v", before, err)
		}
	}
}

// TestLawsFollowEachOther: no day is covered twice, and none after the first is
// uncovered.
func TestLawsFollowEachOther(t *testing.T) {
	all := Laws()
	for i, l := range all[:len(all)-1] {
		if l.To.AddDate(0, 0, 1) != all[i+1].From {
			t.Errorf("after %s comes %s", l.To, all[i+1].From)
		}
	}
	if !all[len(all)-1].To.IsZero() {
		t.Error("the last version has an end")
	}
	for _, l := range all {
		for _, n := range []registers.Names{l.Permit, l.Disclosure, l.Rectification, l.Enforcement} {
			if n.FI == "" || n.SV == "" || n.EN == "" {
				t.Errorf("from %s a provision lacks a language", l.From)
			}
		}
	}
}

func TestTasks(t *testing.T) {
	seen := map[string]bool{}
	for _, task := range Tasks() {
		if seen[task.Code] || task.Name.FI == "" || task.Name.SV == "" || task.Name.EN == "" || task.Provision == "" {
			t.Errorf("task %+v", task)
		}
		seen[task.Code] = true
		if !task.For(TEM) && !task.For("ELY01") || task.For(KEHA) || task.For("") {
			t.Errorf("%s is nobody's task or everybody's", task.Code)
		}
	}
	if len(TasksOf(TEM)) == 0 || len(TasksOf("ELY15")) == 0 || len(TasksOf(KEHA)) != 0 {
		t.Error("a body has the tasks of another")
	}
}

func TestClauses(t *testing.T) {
	if n := len(Clauses()); n != 22 {
		t.Fatalf("%d conditions, not 22", n)
	}
	kinds := map[Obligation]string{}
	for _, c := range Clauses() {
		kinds[c.Obligation] += fmt.Sprint(c.No, " ")
		for _, lang := range []string{"fi", "sv", "en"} {
			if c.Heading.In(lang) == "" || c.Text.In(lang) == "" {
				t.Errorf("condition %d lacks %s", c.No, lang)
			}
			for _, m := range place.FindAllStringSubmatch(c.Text.In(lang), -1) {
				found := false
				for _, p := range c.Parameters {
					found = found || p.Name == m[1]
				}
				if !found {
					t.Errorf("condition %d in %s has the place %s without a parameter", c.No, lang, m[0])
				}
			}
		}
	}
	if kinds[Requested] != "20 " || kinds[Reminded] != "21 22 " { // 14.6
		t.Errorf("kinds %v", kinds)
	}
}

func TestConditionsAreWorded(t *testing.T) {
	c := at(t, Granted)
	for _, lang := range []string{"fi", "sv", "en"} {
		worded, err := c.Conditions(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range worded {
			if strings.ContainsAny(w.Text, "{}[]@") {
				t.Errorf("condition %d in %s is not filled in: %s", w.No, lang, w.Text)
			}
		}
	}
	c.Decision.Conditions = []Condition{{No: 16, Parameters: map[string]string{"archive": "Kansallisarkisto", "days": "60"}}}
	worded, err := c.Conditions("fi")
	if err != nil || !strings.Contains(worded[0].Text, "Kansallisarkisto") || !strings.Contains(worded[0].Text, "60 päivän") {
		t.Errorf("worded %v, %v", worded, err)
	}
}

func TestUndertaking(t *testing.T) {
	_, fi := Undertaking("fi")
	swedish, sv := Undertaking("sv")
	english, en := Undertaking("en")
	if fi == sv || en == fi || en == sv || !strings.HasPrefix(swedish, "Sekretessförbindelse") || !strings.Contains(english, "courtesy translation") {
		t.Error("the undertaking's languages are mixed up")
	}
}

// TestUndertakingInTheSignersLanguage: the signature keeps the hash of the very
// text that was read, and its language; another text is not signed.
func TestUndertakingInTheSignersLanguage(t *testing.T) { // KieliL 10 §; 4 A
	for _, lang := range UndertakingLanguages() {
		_, sha := Undertaking(lang)
		c, e, err := at(t, Served).Sign(aino, sha, hours(7))
		if got := c.Undertakings[aino.ID]; err != nil || got.Language != lang || got.SHA256 != sha || e.Detail["language"] != lang || e.Detail["text"] != sha {
			t.Errorf("in %s: %+v, %+v, %v", lang, got, e.Detail, err)
		}
	}
	if text, _ := Undertaking("de"); !strings.HasPrefix(text, "Salassapitositoumus") {
		t.Errorf("for want of a better: %.40s", text)
	}
}

func TestWorkingDay(t *testing.T) {
	for day, want := range map[string]string{
		"2020-12-06": "2020-12-07", // Independence Day, Sunday
		"2020-12-24": "2020-12-28", // Christmas
		"2021-01-01": "2021-01-04",
		"2021-01-06": "2021-01-07", // Epiphany
		"2021-04-02": "2021-04-06", // Good Friday to Easter Monday
		"2021-05-01": "2021-05-03",
		"2021-05-13": "2021-05-14", // Ascension Day
		"2021-06-25": "2021-06-28", // Midsummer Eve
		"2024-03-29": "2024-04-02",
		"2020-11-03": "2020-11-03",
	} {
		if got := WorkingDay(on(day)); got != on(want) {
			t.Errorf("the working day on or after %s is %s, want %s", day, got, want)
		}
	}
}

func TestDeliveryGate(t *testing.T) {
	c := at(t, InForce)
	if _, err := c.Basis(c.ServedAt); err != nil { // O: at once after service and acceptances
		t.Errorf("route O: %v", err)
	}
	d := *c.Decision
	d.Route = Appeal
	c.Decision = &d
	last := c.LastAppealDay()
	if _, err := c.Basis(last.Time().Add(23 * 60 * 60 * 1e9)); rule(err) != "not-final" {
		t.Errorf("route V on the last day: %v", err)
	}
	if _, err := c.Basis(last.AddDate(0, 0, 1).Time()); err != nil {
		t.Errorf("route V after the last day: %v", err)
	}
}

// TestRouteIsTheLaws: nobody types the route (letters 0.2).
func TestRouteIsTheLaws(t *testing.T) {
	c := at(t, InReview)
	d := proposal(c)
	d.Route, d.LawDay = Appeal, on("2030-01-01")
	c = must[Case](t)(c.Propose(paivi, c.Version, true, d, theCatalogue(t), hours(4)))
	c = must[Case](t)(c.Decide(henrik, c.Version, true, hours(5)))
	if c.Decision.Route != Rectification || c.Decision.LawDay != on("2020-11-02") {
		t.Errorf("route %s, law day %s", c.Decision.Route, c.Decision.LawDay)
	}
}

func TestCadence(t *testing.T) {
	for _, c := range []struct {
		cadence Cadence
		day     string
		want    int
	}{{"", "2023-01-01", 1}, {Once, "2023-01-01", 1}, {Monthly, "2020-11-30", 1}, {Monthly, "2020-12-01", 2}, {Monthly, "2021-11-02", 13}, {Yearly, "2021-10-31", 1}, {Yearly, "2021-11-01", 2}, {Monthly, "2020-01-01", 1}} {
		if got := c.cadence.due(on("2020-11-02"), on(c.day)); got != c.want {
			t.Errorf("%q due by %s: %d, want %d", c.cadence, c.day, got, c.want)
		}
	}
}

func TestELYOrderKeepsToItsArea(t *testing.T) {
	r := request()
	r.Task, r.Area = "ely-foresight", []string{"13"}
	cat, ok := theCatalogue(t), must[Disclosure](t)
	d := ok(RequestDisclosure("KEHA-L2-2020", oskari, r, cat, hours(1)))
	d = ok(d.Prepare(paivi, d.Version, d.Scope, cat, hours(2)))
	d = ok(d.Confirm(mika, d.Version, hours(3)))
	o, _, err := d.Order("T-1-2020", oskari, 0, hours(4))
	if err != nil {
		t.Fatal(err)
	}
	last := o.Scope.Population[len(o.Scope.Population)-1]
	if last.ID != AreaVariable || len(last.In) != 1 || last.In[0] != "13" || o.Kind != DisclosureBasis {
		t.Errorf("the order is %+v", o)
	}
}

func TestMaySee(t *testing.T) {
	draft, sent, inForce, d := at(t, Draft), at(t, Submitted), at(t, InForce), disclosed(t, DisclosureIsConfirmed)
	order := Order{Kind: PermitBasis, BasisID: string(inForce.ID), By: aino.ID, State: OrderSealed}
	for name, c := range map[string]struct{ got, want bool }{
		"applicant sees the draft":          {MaySee(aino, draft), true},
		"colleague does not":                {MaySee(eero, draft), false},
		"officer does not":                  {MaySee(paivi, draft), false},
		"colleague sees what is sent":       {MaySee(eero, sent), true},
		"officer sees what is sent":         {MaySee(mika, sent), true},
		"decider sees it":                   {MaySee(henrik, sent), true},
		"outsider does not":                 {MaySee(liisa, sent), false},
		"another authority does not":        {MaySee(foreign, sent), false},
		"analyst does not":                  {MaySee(sanna, inForce), false},
		"nobody does not":                   {MaySee(Actor{}, sent), false},
		"analyst sees own body's":           {MaySeeDisclosure(sanna, d), true},
		"ELY does not see the ministry's":   {MaySeeDisclosure(oskari, d), false},
		"researcher sees no disclosure":     {MaySeeDisclosure(aino, d), false},
		"officer sees disclosures":          {MaySeeDisclosure(paivi, d), true},
		"user sees the order":               {MaySeeOrder(eero, order, inForce), true},
		"order of another case":             {MaySeeOrder(eero, Order{Kind: PermitBasis, BasisID: "KEHA-2-2020"}, inForce), false},
		"disclosure order of another":       {MaySeeDisclosureOrder(sanna, order, d), false},
		"user downloads":                    {MayDownload(eero, order, inForce.Application.Users()), true},
		"officer downloads not":             {MayDownload(paivi, order, inForce.Application.Users()), false},
		"outsider downloads not":            {MayDownload(liisa, order, inForce.Application.Users()), false},
		"unsealed is not downloaded":        {MayDownload(aino, Order{State: OrderBuilding}, inForce.Application.Users()), false},
		"empty id is nobody's named person": {MayDownload(Actor{}, order, []UserID{""}), false},
	} {
		if c.got != c.want {
			t.Errorf("%s: %v", name, c.got)
		}
	}
}

// TestDiagram: every state is reached, every command leads somewhere, and what
// is over is over.
func TestDiagram(t *testing.T) {
	reached, used := map[State]bool{Draft: true}, map[Command]bool{}
	for _, m := range Diagram() {
		reached[m.To], used[m.Command] = true, true
		over := m.From == Ended || m.From == Revoked || m.From == Withdrawn || m.From == Transferred || m.From == Destroyed
		back := m.From == Revoked && (m.Command == DoRule || m.Command == DoJudgment) // the revocation was annulled on appeal
		if over && m.To != m.From && m.To != Destroyed && !back {
			t.Errorf("%s leads out of %s", m.Command, m.From)
		}
	}
	for _, s := range AllStates() {
		if !reached[s] {
			t.Errorf("nothing leads to %s", s)
		}
	}
	for _, c := range AllCommands() {
		if !used[c] {
			t.Errorf("%s leads nowhere", c)
		}
	}
}

func TestRuleErrorSpeaks(t *testing.T) {
	err := &RuleError{Rule: "too-fine", About: "person.birth_date"}
	for lang, want := range map[string]string{"fi": "Muuttujaa", "sv": "Variabeln", "en": "The variable"} {
		if s := err.In(lang); !strings.HasPrefix(s, want) || !strings.HasSuffix(s, "(person.birth_date)") {
			t.Errorf("%s: %s", lang, s)
		}
	}
}
