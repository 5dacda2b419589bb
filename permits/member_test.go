package permits

import (
	"slices"
	"testing"
)

// TestHandover: the responsible person changes when the next one accepts,
// before and after the application is sent.
func TestHandover(t *testing.T) { // HL 11, 12 §
	for _, s := range []State{Draft, InReview, InForce} {
		t.Run(string(s), func(t *testing.T) {
			ok := must[Case](t)
			c := at(t, s)
			now := hours(24 * 30)
			c = ok(c.Invite(aino, c.Version, ResponsibleRole, "eero@esimerkki.fi", "fi", now))
			if got := rule(last(c.Invite(eero, c.Version, ResponsibleRole, "x@esimerkki.fi", "fi", now))); got != "not-your-application" {
				t.Errorf("somebody else hands over: %s", got)
			}
			next, e, err := c.Join(eero, 1, now)
			if err != nil {
				t.Fatal(err)
			}
			if next.Applicant != "eero" || e.Kind != ApplicantChanged || e.Detail["was"] != "aino" || !next.member("aino", EditRole) {
				t.Errorf("the applicant is %s, event %+v", next.Applicant, e)
			}
			if leader := next.Leader(); (leader == "eero") != (s != InForce) { // of a permit only by a change of it
				t.Errorf("the leader is %s", leader)
			}
			if !MaySee(aino, next) || !MaySee(eero, next) {
				t.Error("one of the two no longer sees the case")
			}
			if got := next.MailedTo(ToApplicant, Event{}); !slices.Equal(got, []UserID{"eero"}) {
				t.Errorf("mail goes to %v", got)
			}
		})
	}
}

// TestMembersReadOrEdit: those invited see the draft; only those who may edit
// write in it; nobody but the applicant sends it.
func TestMembersReadOrEdit(t *testing.T) {
	ok := must[Case](t)
	c := at(t, Draft)
	c = ok(c.Invite(aino, c.Version, EditRole, "eero@esimerkki.fi", "fi", hours(2)))
	c = ok(c.Invite(aino, c.Version, ReadRole, "liisa@esimerkki.fi", "fi", hours(2)))
	if MaySee(eero, c) {
		t.Error("an invitation alone shows the draft")
	}
	c = ok(c.Join(eero, 1, hours(3)))
	c = ok(c.Join(liisa, 2, hours(3)))
	a := c.Application
	a.Plan = "Toinen."
	for _, who := range []struct {
		by   Actor
		edit string
	}{{eero, "nothing"}, {liisa, "not-your-application"}} {
		if !MaySee(who.by, c) {
			t.Errorf("%s does not see the draft", who.by.ID)
		}
		if got := rule(last(c.Save(who.by, c.Version, a, nil, hours(4)))); got != who.edit {
			t.Errorf("%s writes: %s", who.by.ID, got)
		}
		if got := rule(last(c.Submit(who.by, c.Version, anyCatalogue, hours(4)))); got != "not-your-application" {
			t.Errorf("%s sends: %s", who.by.ID, got)
		}
	}
	c = ok(c.RemoveMember(aino, c.Version, "eero", hours(5)))
	if MaySee(eero, c) || c.MayWrite(eero) {
		t.Error("who was removed still sees the draft")
	}
	if got := rule(last(c.RemoveMember(liisa, c.Version, "aino", hours(5)))); got != "not-your-application" {
		t.Errorf("a reader removes the applicant: %s", got)
	}
}

// TestCopyCase takes what was written and leaves what was decided.
func TestCopyCase(t *testing.T) {
	of := at(t, InForce)
	c, e, err := CopyCase("KEHA-2-2020", aino, of, hours(99))
	if err != nil {
		t.Fatal(err)
	}
	if c.State != Draft || c.Decision != nil || !c.Submitted.IsZero() || !c.Application.Until.IsZero() || c.Application.Recipient.Key != "" || len(c.Undertakings) > 0 {
		t.Errorf("the copy keeps what is the other case's own: %+v", c)
	}
	if c.Application.Plan != of.Application.Plan || c.Application.Scope.Hash() != of.Application.Scope.Hash() || len(c.Application.Reasons) != len(of.Application.Reasons) {
		t.Error("the copy lacks what was written")
	}
	if e.Detail["copied_of"] != "KEHA-1-2020" || c.Drafting.CopiedOf != "KEHA-1-2020" {
		t.Errorf("the event is %+v", e)
	}
	for _, who := range []Actor{liisa, paivi} {
		if _, _, err := CopyCase("KEHA-3-2020", who, of, hours(99)); err == nil {
			t.Errorf("%s copies another's application", who.ID)
		}
	}
}

// TestAlike finds the same application made twice.
func TestAlike(t *testing.T) {
	a := application()
	for name, x := range map[string]struct {
		change func(*Application)
		want   string
	}{
		"title":      {func(a *Application) { a.Title, a.Scope.Tables = "Kesto, työttömyyden", nil }, "title"},
		"variables":  {func(a *Application) { a.Title = "Muu hanke" }, "variables"},
		"other":      {func(a *Application) { a.Title, a.Scope.Tables = "Muu hanke", a.Scope.Tables[1:] }, ""},
		"both empty": {func(a *Application) { *a = Application{} }, ""},
	} {
		b := application()
		x.change(&b)
		if got := Alike(a, b); got != x.want {
			t.Errorf("%s: %q, want %q", name, got, x.want)
		}
	}
}
