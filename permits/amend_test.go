package permits

import (
	"encoding/json"
	"testing"

	"tietolupa/registers"
)

// TestSupplementMendsEveryField: whatever a request to supplement concerns is
// written anew on the form itself, beside what was sent, and takes its place with
// the reply; the rest stays as it was sent.
func TestSupplementMendsEveryField(t *testing.T) { // HL 22, 33 §
	ok := must[Case](t)
	for field, mend := range map[string]func(*Application){
		"population": func(a *Application) {
			a.Scope.Population = []registers.Predicate{{ID: "person.municipality", In: []string{"564"}}}
		},
		"sample": func(a *Application) { a.Scope.Sample = 5000 },
		"data": func(a *Application) {
			a.Scope.Tables = a.Scope.Tables[:1]
			a.Scope.Tables[0].Variables = a.Scope.Tables[0].Variables[:3]
		},
		"people":   func(a *Application) { a.People = append(a.People, Participant{User: "liisa", Name: "Liisa Ranta"}) },
		"period":   func(a *Application) { a.Scope.Period.From = on("2019-01-01") },
		"linked":   func(a *Application) { a.Linked = []LinkedData{{Name: "FOLK", Holder: "stat", State: LinkedHeld}} },
		"article6": func(a *Application) { a.Article6 = "c" },
		"until":    func(a *Application) { a.Until = on("2022-11-02") },
		"recipient": func(a *Application) {
			a.Recipient.Key = "age1another"
		},
	} {
		t.Run(field, func(t *testing.T) {
			c := at(t, InReview)
			c = ok(c.Supplement(paivi, c.Version, []Lack{{field, "HL 22 §", "Tarkenna.", true}}, registers.Day{}, "", hours(9)))
			sent := packed(c.Application)
			draft, open := c.Amending()
			if !open || draft.MayWrite(mika) || !draft.MayWrite(aino) {
				t.Fatal("the applicant alone writes the answer")
			}
			a := draft.Application
			a.Scope.Tables = append([]ScopeTable(nil), a.Scope.Tables...)
			mend(&a)
			c = ok(c.Save(aino, c.Version, a, nil, hours(10)))
			if packed(c.Application) != sent || c.State != Supplementing {
				t.Error("what was sent changes before the reply")
			}
			other := a
			other.Security = "Muualla."
			if field != "security" {
				if _, _, err := c.Save(aino, c.Version, other, nil, hours(10)); rule(err) != "not-reopened" {
					t.Errorf("a part that was not asked about: %v", err)
				}
			}
			c = ok(c.Reply(aino, c.Version, map[string]string{field: "Muutettu."}, nil, theCat, hours(11)))
			was := c.Handling.Versions[0]
			all, err := Versions(c, []Text{{No: was.Text.No, Body: sent}})
			if err != nil || len(all) != 2 {
				t.Fatalf("%d versions, %v", len(all), err)
			}
			if diffs := Differences(all[0].Application, all[1].Application); len(diffs) == 0 || SectionOf(diffs[0].Part) != SectionOf(field) {
				t.Errorf("the versions differ in %v", diffs)
			}
			if _, open := c.Amending(); open || c.State != InReview || c.Handling.Supplements[0].Amended != nil {
				t.Error("the answer is still being written")
			}
			var first Application
			if json.Unmarshal([]byte(sent), &first) != nil || packed(all[0].Application) != packed(first) {
				t.Error("what was sent is not kept")
			}
		})
	}
}

// TestSectionOfEveryPart: each part of the form is of a section that names it.
func TestSectionOfEveryPart(t *testing.T) {
	for _, part := range append(TextParts(), UntilPart, EServicePart, LeaderPart, LinkedPart, RecipientPart, PeriodPart, SamplePart, CadencePart,
		PersonPart+"x", VariablePart+"x", ReasonPart+"x", PopulationPart+"x") {
		found := 0
		for section := range sectionParts {
			if SectionOf(part) == section {
				found++
			}
		}
		if found != 1 || SectionOf(part) == BasicsSection && !fieldOfBasics(part) {
			t.Errorf("%s is of no section", part)
		}
	}
}

func fieldOfBasics(part string) bool {
	for _, p := range []string{"title", "title_sv", "title_en", "purpose", "abstract", "questions", "methods", "study", "plan", "publication", "until"} {
		if p == part {
			return true
		}
	}
	return false
}
