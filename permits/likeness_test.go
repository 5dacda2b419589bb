package permits

import (
	"slices"
	"testing"

	"tietolupa/registers"
)

// TestCasesAreLikeOneAnother: of one organisation or people, scored by what is
// asked for, with what is the same; a renewal and a stranger's case are not told of.
func TestCasesAreLikeOneAnother(t *testing.T) { // HL 25 §
	of := func(id CaseID, alter func(*Case)) Sketch {
		c := Case{ID: id, Applicant: "aino", Application: Application{Title: "Työttömyyden kesto alueilla", Purpose: Research, BusinessID: "9000000-3",
			People: []Participant{{User: "aino", Leader: true}, {User: "apu"}},
			Scope: Scope{Period: registers.Period{From: on("2015-01-01"), To: on("2019-12-31")},
				Population: []registers.Predicate{{ID: "person.municipality", In: []string{"564", "889"}}},
				Tables:     []ScopeTable{{Table: "person", Variables: []ScopeVariable{{"person.sex", registers.Exact}, {"person.birth_date", registers.Year}, {"person.municipality", registers.Exact}, {"person.language", registers.Drop}}}}}}}
		if alter != nil {
			alter(&c)
		}
		return c.Sketch()
	}
	mine := of("KEHA-1-2020", nil)
	stranger := func(c *Case) {
		c.Applicant, c.Application.BusinessID, c.Application.People = "bertta", "9000001-1", []Participant{{User: "bertta", Leader: true}}
	}
	for name, x := range map[string]struct {
		other Sketch
		want  Likeness
		alike bool
	}{
		"the same again": {of("KEHA-2-2020", nil), Likeness{With: "KEHA-2-2020", Score: 100, Organisation: true, People: 2, Shared: 3, Variables: 3, Cohort: true, Period: true, Purpose: true, Named: true}, true},
		"the codes in another order": {of("KEHA-2-2020", func(c *Case) { c.Application.Scope.Population[0].In = []string{"889", "564"} }),
			Likeness{With: "KEHA-2-2020", Score: 100, Organisation: true, People: 2, Shared: 3, Variables: 3, Cohort: true, Period: true, Purpose: true, Named: true}, true},
		"a person in common": {of("KEHA-2-2020", func(c *Case) {
			stranger(c)
			c.Application.People = append(c.Application.People, Participant{User: "apu"})
			c.Application.Title, c.Application.Purpose, c.Application.Scope.Period.To = "Nuorten polut", Statistics, registers.Day{}
		}), Likeness{With: "KEHA-2-2020", Score: 80, People: 1, Shared: 3, Variables: 3, Cohort: true, Period: true}, true},
		"the business id written otherwise": {of("KEHA-2-2020", func(c *Case) { stranger(c); c.Application.BusinessID = " 9000000-3 " }),
			Likeness{With: "KEHA-2-2020", Score: 100, Organisation: true, Shared: 3, Variables: 3, Cohort: true, Period: true, Purpose: true, Named: true}, true},
		"other data": {of("KEHA-2-2020", func(c *Case) {
			c.Application.Scope.Tables[0].Variables, c.Application.Scope.Population = []ScopeVariable{{"person.language", registers.Exact}}, nil
		}), Likeness{With: "KEHA-2-2020", Score: 25, Organisation: true, People: 2, Variables: 3, Period: true, Purpose: true, Named: true}, false},
		"a stranger's":          {of("KEHA-2-2020", stranger), Likeness{}, false},
		"its renewal":           {of("KEHA-2-2020", func(c *Case) { c.Renews, c.KeyOf = "KEHA-1-2020", "KEHA-1-2020" }), Likeness{}, false},
		"its renewal, key gone": {of("KEHA-2-2020", func(c *Case) { c.Renews = "KEHA-1-2020" }), Likeness{}, false},
		"itself":                {mine, Likeness{}, false},
	} {
		got, alike := mine.Like(x.other)
		if alike != x.alike || got != x.want {
			t.Errorf("%s: %v %+v, not %v %+v", name, alike, got, x.alike, x.want)
		}
		if back, told := x.other.Like(mine); told != alike || back.Score != got.Score {
			t.Errorf("%s the other way round: %v %+v", name, told, back)
		}
	}
	var many []Sketch
	for i := range LikestKept + 5 {
		many = append(many, of(CaseID("KEHA-"+number(i+10)+"-2020"), func(c *Case) {
			if i != LikestKept {
				c.Application.Title = "Muuta"
			}
		}))
	}
	if all := mine.Likest(many); len(all) != LikestKept || all[0].With != many[LikestKept].Case || !slices.IsSortedFunc(all, func(a, b Likeness) int { return b.Score - a.Score }) {
		t.Errorf("the likest: %+v", all)
	}
}
