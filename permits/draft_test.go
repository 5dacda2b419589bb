package permits

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"tietolupa/registers"
)

func init() {
	v := func(c Case) int { return c.Version }
	ok := func(c Case, _ Event, err error) Case {
		if err != nil {
			panic(err)
		}
		return c
	}
	add := func(name string, s State, try func(Case) error) {
		breaches = append(breaches, breach{name, doing(s, try)})
	}
	invite := func(c Case, role MemberRole) Case {
		return ok(c.Invite(aino, v(c), role, "eero@esimerkki.fi", "sv", hours(9)))
	}
	linking := func(l LinkedData) func(*testing.T) error {
		return editing(func(a *Application) { a.Linked = []LinkedData{l} })
	}
	for name, l := range map[string]LinkedData{
		"no-such-holder":      {Name: "Aineisto", Holder: "NIISK", State: LinkedHeld},
		"linked-nameless":     {Holder: "TK", State: LinkedPending},
		"linked-state":        {Name: "Aineisto", Holder: "TK", State: "maybe"},
		"linked-permit":       {Name: "FOLK", Holder: "TK", State: LinkedHeld},
		"business-services":   {Name: "Asiakkuudet", Holder: "KEHA-YRITYS", State: LinkedHere}, // 1.4
		"several-authorities": {Name: "Rahoitukset", Holder: "BF", State: LinkedHere},
		"other-authority":     {Name: "FOLK", Holder: "TK", State: LinkedHere},
		"private-data":        {Name: "Kysely", Holder: "PRIVATE", State: LinkedHere},
	} {
		breaches = append(breaches, breach{name, linking(l)})
	}
	add("already-applicant", Draft, func(c Case) error { c = invite(c, EditRole); return last(c.Join(aino, 1, hours(10))) })
	add("invitation-over used", Draft, func(c Case) error {
		c = ok(invite(c, EditRole).Join(eero, 1, hours(10)))
		return last(c.Join(liisa, 1, hours(11)))
	})
	add("invitation-over late", Draft, func(c Case) error { c = invite(c, ReadRole); return last(c.Join(eero, 1, hours(24*16))) })
	add("invitation-over taken back", Draft, func(c Case) error {
		c = invite(c, ReadRole)
		c = ok(c.Uninvite(aino, v(c), 1, hours(10)))
		return last(c.Join(eero, 1, hours(11)))
	})
	add("many-invitations", Draft, func(c Case) error {
		for range mostInvites {
			c = invite(c, ReadRole)
		}
		return last(c.Invite(aino, v(c), ReadRole, "eero@esimerkki.fi", "fi", hours(9)))
	})
	add("members-closed", Withdrawn, func(c Case) error { return last(c.Invite(aino, v(c), ReadRole, "eero@esimerkki.fi", "fi", hours(9))) })
	add("no-address", Draft, func(c Case) error {
		return last(c.Invite(aino, v(c), ReadRole, "eero@esimerkki.fi\r\nBcc: x@y.fi", "fi", hours(9)))
	})
	add("no-such-role", Draft, func(c Case) error { return last(c.Invite(aino, v(c), "owner", "eero@esimerkki.fi", "fi", hours(9))) })
	add("not-a-member", Draft, func(c Case) error { return last(c.RemoveMember(aino, v(c), "liisa", hours(9))) })
	add("own-case joining", InReview, func(c Case) error {
		both := paivi
		both.Duties = []Duty{Presenter, Researcher}
		return last(invite(c, ReadRole).Join(both, 1, hours(10)))
	})
	add("unchanged-page", Draft, func(c Case) error { return last(c.Save(aino, v(c), c.Application, c.Application.Marks(), hours(9))) })
	clash := func(c Case) Case {
		c = ok(invite(c, EditRole).Join(eero, 1, hours(9)))
		page := c
		theirs, mine := c.Application, c.Application
		theirs.Plan, mine.Plan = "Eeron suunnitelma.", "Ainon suunnitelma."
		c = ok(c.Save(eero, v(page), theirs, page.Application.Marks(), hours(10)))
		return ok(c.Save(aino, v(page), mine, page.Application.Marks(), hours(11)))
	}
	add("conflict-open", Draft, func(c Case) error { c = clash(c); return last(c.Submit(aino, v(c), anyCatalogue, hours(12))) })
	add("no-conflict", Draft, func(c Case) error { return last(c.Settle(aino, v(c), 1, KeepPresent, "", hours(9))) })
	add("no-such-choice", Draft, func(c Case) error {
		c = clash(c)
		return last(c.Settle(aino, v(c), 1, "neither", "Ainon suunnitelma.", hours(12)))
	})
	add("other-text conflict", Draft, func(c Case) error {
		c = clash(c)
		return last(c.Settle(aino, v(c), 1, TakeOther, "Aivan muuta.", hours(12)))
	})
	add("field-advised", Draft, func(c Case) error {
		for _, gap := range c.Application.Gaps(anyCatalogue, on("2020-11-02")) {
			if gap.Weight == Advised {
				return gap.Rule
			}
		}
		return nil
	})
}

// TestConflictIsKeptAndSettled: what two wrote at once is both there until one
// of them chooses.
func TestConflictIsKeptAndSettled(t *testing.T) { // HL 16 §
	ok := must[Case](t)
	for choice, want := range map[string]string{KeepPresent: "Eeron.", TakeOther: "Ainon.", TakeBoth: "Eeron.\n\nAinon."} {
		c := at(t, Draft)
		c = ok(c.Invite(aino, c.Version, EditRole, "eero@esimerkki.fi", "fi", hours(2)))
		c = ok(c.Join(eero, 1, hours(3)))
		marks, theirs, mine := c.Application.Marks(), c.Application, c.Application
		theirs.Plan, theirs.Methods = "Eeron.", "Elinaika."
		mine.Plan, mine.Abstract = "Ainon.", "Uusi."
		seen := c.Version
		c = ok(c.Save(eero, seen, theirs, marks, hours(4)))
		c.Written = nil
		c = ok(c.Save(aino, seen, mine, marks, hours(5)))
		open := c.OpenConflicts()
		if len(open) != 1 || open[0].Part != "plan" || open[0].By != "aino" || len(c.Written) != 1 || c.Written[0].Body != "Ainon." {
			t.Fatalf("the conflicts are %+v, kept %+v", open, c.Written)
		}
		if c.Application.Plan != "Eeron." || c.Application.Abstract != "Uusi." || c.Application.Methods != "Elinaika." {
			t.Fatalf("the fields were not merged: %+v", c.Application)
		}
		if touch := c.Drafting.Touched["plan"]; touch.By != "eero" || !touch.At.Equal(hours(4)) {
			t.Errorf("the plan was last changed by %+v", touch)
		}
		c = ok(c.Settle(eero, c.Version, open[0].No, choice, "Ainon.", hours(6)))
		if c.Application.Plan != want || len(c.OpenConflicts()) != 0 {
			t.Errorf("%s gives %q", choice, c.Application.Plan)
		}
	}
}

// TestSavingWithoutMarks: a page that says only its version is taken to have
// shown what nobody has changed since.
func TestSavingWithoutMarks(t *testing.T) {
	ok := must[Case](t)
	c := at(t, Draft)
	seen, theirs, mine := c.Version, c.Application, c.Application
	theirs.Plan, mine.Plan, mine.Abstract = "A.", "B.", "C."
	c = ok(c.Save(aino, seen, theirs, nil, hours(4)))
	mine2 := mine
	c = ok(c.Save(aino, seen, mine2, nil, hours(5)))
	if c.Application.Plan != "A." || c.Application.Abstract != "C." || len(c.OpenConflicts()) != 1 {
		t.Errorf("plan %q, abstract %q, conflicts %v", c.Application.Plan, c.Application.Abstract, c.OpenConflicts())
	}
}

// anApplication draws one that differs from another in a few parts, as an
// editor would leave it.
func anApplication(t *rapid.T, of Application, who string) Application {
	a := of
	for i := range rapid.IntRange(0, 4).Draw(t, who+" edits") {
		label := fmt.Sprint(who, i)
		text := rapid.SampledFrom([]string{"", "x", "y", "z"}).Draw(t, label+" text")
		switch rapid.IntRange(0, 6).Draw(t, label+" kind") {
		case 0, 1:
			a = a.withPart(rapid.SampledFrom([]string{"plan", "abstract", "title", "funding", "language"}).Draw(t, label+" part"), text)
		case 2:
			id := rapid.SampledFrom([]string{"person.sex", "person.municipality", "employment_code.code", "service_period.kind"}).Draw(t, label+" variable")
			a = a.withPart(VariablePart+id, rapid.SampledFrom([]string{"", "exact", "region"}).Draw(t, label+" step"))
			a = a.withPart(ReasonPart+id, text)
		case 3:
			key := rapid.SampledFrom([]string{"a@b.fi", "c@d.fi", "e@f.fi"}).Draw(t, label+" person")
			value := ""
			if text != "" {
				value = packed(Participant{Name: text, Email: key})
			}
			a = a.withPart(PersonPart+key, value)
		case 4:
			a.Linked = nil
			if text != "" {
				a.Linked = []LinkedData{{Name: text, Holder: "TK", State: LinkedPending}}
			}
		case 5:
			value := ""
			if text != "" {
				value = packed(registers.Predicate{ID: "person.municipality", In: []string{text}})
			}
			a = a.withPart(PopulationPart+"person.municipality", value)
		case 6:
			a = a.withPart(SamplePart, rapid.SampledFrom([]string{"", "5", "7"}).Draw(t, label+" sample"))
		}
	}
	return a
}

// TestMergeLosesNothing: whatever two editors do to the same page, each part
// ends as the one who changed it left it; what both changed otherwise is told
// and stays as it came first; and the order of the two does not matter but for
// what both changed.
func TestMergeLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := anApplication(t, application(), "base")
		theirs, mine := anApplication(t, base, "theirs"), anApplication(t, base, "mine")
		merged, changed, conflicts := Merge(theirs, mine, base.Marks())
		b, x, y, m := base.Parts(), theirs.Parts(), mine.Parts(), merged.Parts()
		names := map[string]bool{}
		for _, parts := range []map[string]string{b, x, y} {
			for name := range parts {
				names[name] = true
			}
		}
		for name := range names {
			if name == LeaderPart {
				continue // goes with its person
			}
			both := x[name] != b[name] && y[name] != b[name] && x[name] != y[name]
			want := x[name]
			if y[name] != b[name] && x[name] == b[name] {
				want = y[name]
			}
			if m[name] != want {
				t.Fatalf("%s: base %q, theirs %q, mine %q, merged %q", name, b[name], x[name], y[name], m[name])
			}
			if slices.Contains(conflicts, name) != both {
				t.Fatalf("%s: conflict %v, want %v", name, !both, both)
			}
			if took := y[name] != b[name] && y[name] != x[name] && !both; slices.Contains(changed, name) != took {
				t.Fatalf("%s: taken %v, want %v", name, !took, took)
			}
		}
		for name := range m {
			if !names[name] {
				t.Fatalf("%s came from nowhere", name)
			}
		}
		if len(conflicts) == 0 {
			other, _, _ := Merge(mine, theirs, base.Marks())
			if diff := cmp.Diff(without(m), without(other.Parts())); diff != "" {
				t.Fatalf("the order matters: %s", diff)
			}
		}
	})
}

func without(parts map[string]string) map[string]string {
	parts = maps.Clone(parts)
	delete(parts, LeaderPart)
	return parts
}

// TestPartsAreTheWholeApplication: an application is its parts, and none of its
// fields is outside them.
func TestPartsAreTheWholeApplication(t *testing.T) {
	a := application()
	a.Linked = []LinkedData{{Name: "FOLK", Holder: "TK", Permit: "TK/1", State: LinkedHeld}}
	a.Scope.Sample, a.Scope.Cadence = 10, Yearly
	for _, name := range TextParts() {
		*a.TextPart(name) = "x " + name
	}
	var again Application
	again.Scope.Version = ScopeVersion
	parts := a.Parts()
	names := map[string]bool{}
	for name := range parts {
		names[name] = true
	}
	for _, name := range inOrder(names) {
		again = again.withPart(name, parts[name])
	}
	if diff := cmp.Diff(parts, again.Parts()); diff != "" {
		t.Errorf("what was taken apart is not what was put together:\n%s", diff)
	}
	raw, err := json.Marshal(again)
	if err != nil {
		t.Fatal(err)
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		t.Fatal(err)
	}
	for name, value := range fields {
		if s := string(value); s == `""` || s == "null" || s == "false" || s == "{}" || s == "[]" {
			t.Errorf("the field %s has no part", name)
		}
	}
}

// TestVariablesAreOfTheirTables: a variable's id begins with its table, which
// is how a picked one finds its place.
func TestVariablesAreOfTheirTables(t *testing.T) {
	for _, v := range theCatalogue(t).Variables() {
		if table, _, _ := strings.Cut(v.ID, "."); table != v.Table {
			t.Errorf("%s is of table %s", v.ID, v.Table)
		}
	}
}

// TestOldApplicationIsRead: what the first form stored is read, may be
// supplemented as it is, and is asked for what has been added only when it is
// sent anew.
func TestOldApplicationIsRead(t *testing.T) {
	a := application()
	a.Contact, a.ContactEmail, a.Control = "", "", ""
	raw, err := json.Marshal(a)
	if err != nil || strings.Contains(string(raw), "contact") {
		t.Fatal(string(raw), err)
	}
	var old Application
	if err := json.Unmarshal(raw, &old); err != nil {
		t.Fatal(err)
	}
	if err := old.Complete(anyCatalogue, on("2020-11-02")); err != nil {
		t.Errorf("an older application may not be supplemented: %v", err)
	}
	var asked []string
	for _, gap := range old.Gaps(anyCatalogue, on("2020-11-02")) {
		if gap.Weight != Advised {
			asked = append(asked, gap.Part)
		}
	}
	if diff := cmp.Diff([]string{"contact_name", "contact_email", "controllers"}, asked); diff != "" {
		t.Errorf("asked for besides: %s", diff)
	}
}

// TestMergeIsQuick: a save of a wide application is well under a page's time.
func TestMergeIsQuick(t *testing.T) {
	a := application()
	for _, v := range anyCatalogue.Variables() {
		if v.Deliverable() {
			a.Scope = a.Scope.With(v.ID, v.Finest)
			a.Reasons[v.ID] = strings.Repeat("Kysymys. ", 20)
		}
	}
	mine := a
	mine.Plan = "Uusi."
	begun := time.Now()
	if _, changed, _ := Merge(a, mine, a.Marks()); len(changed) != 1 {
		t.Error(changed)
	}
	if took := time.Since(begun); took > 200*time.Millisecond {
		t.Errorf("a merge of %d variables takes %s", len(a.Scope.VariableIDs()), took)
	}
}
