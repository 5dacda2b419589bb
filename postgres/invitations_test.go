package postgres_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"tietolupa/permits"
	"tietolupa/postgres"
)

// TestInvitations walks an invitation's link: it opens to whoever has it, once; a
// second use, an earlier link, one taken back and one that has run out open
// nothing; the store never holds the token, and the address goes with the answer.
func TestInvitations(t *testing.T) { // HL 12 §
	db := newDB(t)
	furnish(t, db)
	eero := permits.Actor{ID: "eero", Name: "Eero Esimerkki", Email: "eero@esimerkki.fi", Organisation: "Yliopisto", Language: "fi", Duties: []permits.Duty{permits.Researcher}}
	liisa := permits.Actor{ID: "liisa", Name: "Liisa Lukija", Email: "liisa@esimerkki.fi", Organisation: "Yliopisto", Language: "fi", Duties: []permits.Duty{permits.Researcher}}
	for _, u := range []permits.Actor{eero, liisa} {
		if err := db.PutUser(t.Context(), u); err != nil {
			t.Fatal(err)
		}
	}
	c, err := db.CreateCase(t.Context(), researcher)
	if err != nil {
		t.Fatal(err)
	}
	invite := func(role permits.MemberRole, email string) string {
		t.Helper()
		c = change(t, db, c.ID, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.Invite(researcher, c.Version, role, email, "sv", now)
		})
		token := ""
		if _, err := db.SendMails(t.Context(), func(_ context.Context, m postgres.Mailing) error {
			if link, ok := strings.CutPrefix(m.Path, postgres.InvitationPage); ok {
				if m.To.Email != email || m.To.Language != "sv" {
					t.Errorf("the invitation goes to %+v", m.To)
				}
				token = link
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		return token
	}
	join := func(by permits.Actor, token string) error {
		t.Helper()
		of, i, err := db.Invited(t.Context(), token)
		if err != nil {
			return err
		}
		_, err = db.ChangeCase(t.Context(), of.ID, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.Join(by, i.No, now)
		})
		return err
	}
	over := func(what string, err error) {
		t.Helper()
		if !errors.Is(err, postgres.ErrNoInvitation) {
			t.Errorf("%s: %v", what, err)
		}
	}

	link := invite(permits.EditRole, "eero@esimerkki.fi")
	if link == "" {
		t.Fatal("no link was sent")
	}
	over("a guessed link", join(eero, "AAAAAAAAAAAAAAAAAAAAAAAAAA"))
	over("an empty link", join(eero, ""))
	rule(t, join(researcher, link), "already-applicant") // their own link binds nobody, and stays
	rule(t, join(presenter, link), "not-an-applicant")
	if err := join(liisa, link); err != nil { // who proves the link is bound, whatever address it went to
		t.Fatal(err)
	}
	over("a used link", join(eero, link))
	if all, err := db.Invitations(t.Context(), c); err != nil || len(all) != 0 {
		t.Errorf("the address of an answered invitation is kept: %v %v", all, err)
	}

	link = invite(permits.ReadRole, "eero@esimerkki.fi")
	c = change(t, db, c.ID, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		return c.Uninvite(researcher, c.Version, 2, now)
	})
	over("a link that was taken back", join(eero, link))

	link = invite(permits.EditRole, "eero@esimerkki.fi")
	now, err := db.Now(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := db.SetClock(t.Context(), now.AddDate(0, 0, 30)); err != nil {
		t.Fatal(err)
	}
	rule(t, join(eero, link), "invitation-over")

	link = invite(permits.ResponsibleRole, "eero@esimerkki.fi")
	if err := join(eero, link); err != nil {
		t.Fatal(err)
	}
	c, err = db.Case(t.Context(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	if c.Applicant != eero.ID || len(c.Drafting.Members) != 2 || !c.MayWrite(researcher) {
		t.Errorf("handed over: applicant %s, members %+v", c.Applicant, c.Drafting.Members)
	}
	change(t, db, c.ID, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		return c.RemoveMember(eero, c.Version, liisa.ID, now)
	})
	mine, err := db.CasesOf(t.Context(), liisa.ID)
	if err != nil || len(mine) != 0 {
		t.Errorf("one who was removed still has it: %d %v", len(mine), err)
	}
}
