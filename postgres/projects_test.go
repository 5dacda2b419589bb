package postgres_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/postgres/pgtest"
	"tietolupa/registers"
)

// written saves what change makes of c's application.
func written(t *testing.T, db *postgres.DB, id permits.CaseID, by permits.Actor, write func(*permits.Application)) permits.Case {
	t.Helper()
	return change(t, db, id, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		a := c.Application
		write(&a)
		return c.Save(by, c.Version, a, nil, now)
	})
}

// TestCopyTakesAttachments: a copied application has the files of the one before,
// by the same hashes, with their scans; the copies are rows of their own.
func TestCopyTakesAttachments(t *testing.T) {
	dsn := pgtest.DSN(t)
	furnish(t, openAs(t, dsn, postgres.LoginRole))
	db := openAs(t, dsn, postgres.WebRole)
	c, err := db.CreateCase(t.Context(), researcher)
	if err != nil {
		t.Fatal(err)
	}
	content := bytes.Repeat([]byte("Tutkimussuunnitelma. "), 40_000) // several parts
	a := attach(t, db, c.ID, permits.ResearchPlan, content, researcher, permits.ToApplication)
	attach(t, db, c.ID, permits.OtherAnnex, []byte("Poistettava."), researcher, permits.ToApplication)
	if err := db.Detach(t.Context(), c.ID, 2, researcher, permits.Case.MayDetach); err != nil {
		t.Fatal(err)
	}
	twin, err := db.CopyCase(t.Context(), researcher, c.ID)
	if err != nil {
		t.Fatal(err)
	}
	all, err := db.Attachments(t.Context(), twin.ID)
	if err != nil || len(all) != 1 || all[0].SHA256 != a.SHA256 || all[0].Scan != a.Scan || all[0].Case != twin.ID || all[0].No != 1 {
		t.Fatalf("%+v %v", all, err)
	}
	if err := db.Detach(t.Context(), c.ID, 1, researcher, permits.Case.MayDetach); err != nil {
		t.Fatal(err)
	}
	var back bytes.Buffer
	if err := db.CopyAttachment(t.Context(), all[0], &back); err != nil || !bytes.Equal(back.Bytes(), content) {
		t.Errorf("the copy went with the original: %d bytes, %v", back.Len(), err)
	}
}

// TestProjectHasOneBudget: neither a copy, nor a copy of it, nor a new draft of the
// same people under the same name buys questions; another study has its own.
func TestProjectHasOneBudget(t *testing.T) {
	db := newDB(t)
	furnish(t, db)
	other := permits.Actor{ID: "toinen", Name: "Toinen Tutkija", Email: "toinen@esimerkki.fi", Organisation: "Yliopisto", Language: "fi", Duties: []permits.Duty{permits.Researcher}}
	if err := db.PutUser(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	queued, err := db.QueueSummary(t.Context(), postgres.Service)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.MakeSummary(t.Context(), queued.ID, func(_ context.Context, m postgres.RegisterSummary) (postgres.RegisterSummary, error) {
		m.Taken, m.Persons, m.Rows, m.Bytes = demoDay, 20_000, 600_000, 5<<20
		return m, nil
	}); err != nil {
		t.Fatal(err)
	}
	cat, err := registers.Load()
	if err != nil {
		t.Fatal(err)
	}
	ask := func(c permits.Case, by permits.Actor, born string) error {
		t.Helper()
		written(t, db, c.ID, by, func(a *permits.Application) {
			a.Scope.Population = []registers.Predicate{{ID: "person.birth_date", From: born}}
		})
		return db.AskFeasibility(t.Context(), c.ID, by, cat, permits.SizeQuestion)
	}
	draft := func(by permits.Actor, title string) permits.Case {
		t.Helper()
		c, err := db.CreateCase(t.Context(), by)
		if err != nil {
			t.Fatal(err)
		}
		return written(t, db, c.ID, by, func(a *permits.Application) {
			a.Title = title
			a.People = []permits.Participant{{User: by.ID, Name: by.Name, Email: by.Email, Leader: true}}
		})
	}
	spent := func(c permits.Case, by permits.Actor) int {
		t.Helper()
		f, err := db.Feasibility(t.Context(), c.ID, by.ID)
		if err != nil {
			t.Fatal(err)
		}
		return f.Purse.Project
	}
	first := draft(researcher, "Työttömyyden kesto")
	for n := range 3 {
		if err := ask(first, researcher, "19"+string(rune('4'+n))+"0-01-01"); err != nil {
			t.Fatal(err)
		}
	}
	twin, err := db.CopyCase(t.Context(), researcher, first.ID)
	if err != nil {
		t.Fatal(err)
	}
	written(t, db, twin.ID, researcher, func(a *permits.Application) { a.Title = "Aivan muu hanke" })
	if err := ask(twin, researcher, "1980-01-01"); err != nil {
		t.Fatal(err)
	}
	third, err := db.CopyCase(t.Context(), researcher, twin.ID)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]permits.Case{"the first": first, "a copy under another name": twin, "a copy of the copy": third} {
		if got := spent(c, researcher); got != 4 {
			t.Errorf("%s has spent %d, want 4", name, got)
		}
	}
	if got := spent(draft(researcher, "kesto: TYÖTTÖMYYDEN"), researcher); got != 3 { // the copy asked under another name
		t.Errorf("a new draft of the same name has spent %d, want 3", got)
	}
	if got := spent(draft(researcher, "Palkkatuen vaikutus"), researcher); got != 0 {
		t.Errorf("another study has spent %d", got)
	}
	if got := spent(draft(other, "Työttömyyden kesto"), other); got != 0 {
		t.Errorf("another person's study of that name has spent %d", got)
	}
	joint := draft(other, "Työttömyyden kesto")
	written(t, db, joint.ID, other, func(a *permits.Application) {
		a.People = append(a.People, permits.Participant{User: researcher.ID, Name: researcher.Name, Email: researcher.Email})
	})
	if got := spent(joint, other); got != 3 {
		t.Errorf("a study of that name with one of its people has spent %d, want 3", got)
	}
	for n := range permits.ProjectPoints - 4 {
		if err := ask(third, researcher, demoDay.AddDate(-40, 0, n).Format(time.DateOnly)); err != nil {
			t.Fatal(err)
		}
	}
	err = ask(third, researcher, "1977-01-01")
	rule(t, err, "budget-spent")
	rule(t, ask(first, researcher, "1999-01-01"), "budget-spent")
}
