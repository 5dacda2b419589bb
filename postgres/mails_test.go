package postgres_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/postgres/pgtest"
)

// served is a case whose applicant and presenter have been told of each step.
func served(t *testing.T, db *postgres.DB, worker ...*postgres.DB) permits.Case {
	t.Helper()
	c := proposed(t, db, worker...)
	change(t, db, c.ID,
		func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.Decide(decider, c.Version, true, now)
		},
		signs(t, db, decider), signs(t, db, presenter),
		func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.Serve(presenter, now, now)
		})
	return c
}

func TestEveryMessageIsSentOnce(t *testing.T) {
	dsn := pgtest.DSN(t)
	furnish(t, openAs(t, dsn, postgres.LoginRole))
	web, work := openAs(t, dsn, postgres.WebRole), openAs(t, dsn, postgres.WorkRole)
	c := served(t, web, work)
	var ids []string
	var about []permits.EventKind
	keep := func(_ context.Context, m postgres.Mailing) error {
		ids, about = append(ids, m.ID), append(about, m.Message.Event)
		to := researcher.Email
		if m.Message.Event == permits.CaseProposed {
			to = decider.Email // the one who may decide it
		}
		if m.To.Email != to || m.About != string(c.ID) {
			t.Errorf("%s goes to %s about %s", m.ID, m.To.Email, m.About)
		}
		return nil
	}
	sent, err := work.SendMails(t.Context(), keep)
	if err != nil {
		t.Fatal(err)
	}
	want := []permits.EventKind{permits.CaseProposed, permits.CaseServed, permits.CaseSubmitted, permits.CaseTaken}
	if slices.Sort(about); sent != len(want) || !slices.Equal(about, want) {
		t.Errorf("%d sent: %v, want %v", sent, about, want)
	}
	if again, err := work.SendMails(t.Context(), keep); again != 0 || err != nil {
		t.Errorf("%d sent again, %v", again, err)
	}
	slices.Sort(ids)
	if len(slices.Compact(ids)) != len(want) {
		t.Errorf("ids are not unique: %v", ids)
	}
}

// A message that the server does not take is not lost, and does not stop others.
func TestMailThatFails(t *testing.T) {
	db := openAs(t, pgtest.DSN(t), postgres.LoginRole)
	furnish(t, db)
	c := served(t, db)
	tries := 0
	sent, err := db.SendMails(t.Context(), func(_ context.Context, m postgres.Mailing) error {
		tries++
		switch m.Message.Event {
		case permits.CaseSubmitted:
			return postgres.ErrUndeliverable
		case permits.CaseTaken:
			return errors.New("the server is busy")
		}
		return nil
	})
	if err != nil || sent != 2 || tries != 4 {
		t.Fatalf("%d of %d sent, %v", sent, tries, err)
	}
	if n, err := db.Undelivered(t.Context(), string(c.ID)); n != 1 || err != nil {
		t.Errorf("%d given up, %v", n, err)
	}
	if sent, _ := db.SendMails(t.Context(), func(context.Context, postgres.Mailing) error { return nil }); sent != 0 {
		t.Errorf("%d sent before the pause is over", sent)
	}
	if _, err := db.Pool().Exec(t.Context(), "update permits.mails set due_at = now()"); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err = db.SendMails(t.Context(), func(_ context.Context, m postgres.Mailing) error {
			if m.Message.Event != permits.CaseTaken {
				t.Errorf("%s is sent again", m.Message.Event)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	var failures int
	if err := db.Pool().QueryRow(t.Context(), "select count(*) from audit.entries where kind = 'mail-failed'").Scan(&failures); err != nil || failures != 2 {
		t.Errorf("%d failures in the log, %v", failures, err)
	}
}

// A worker killed before it could note the sending leaves the message to the
// next one, with the same ID; nobody sends it at the same time.
func TestMailOfAKilledWorker(t *testing.T) {
	db := openAs(t, pgtest.DSN(t), postgres.LoginRole)
	furnish(t, db)
	served(t, db)
	ctx, kill := context.WithCancel(t.Context())
	var first string
	if _, err := db.SendMails(ctx, func(_ context.Context, m postgres.Mailing) error {
		first = m.ID
		other, err := db.SendMails(t.Context(), func(_ context.Context, o postgres.Mailing) error {
			if o.ID == m.ID {
				t.Errorf("%s is sent by two", o.ID)
			}
			return nil
		})
		if other != 3 || err != nil {
			t.Errorf("the other worker sent %d, %v", other, err)
		}
		kill()
		return nil
	}); err == nil {
		t.Error("noted in a transaction that was killed")
	}
	var next []string
	for ends := time.Now().Add(30 * time.Second); len(next) == 0 && time.Now().Before(ends); { // the server lets go of the row once it sees the connection gone
		if _, err := db.SendMails(t.Context(), func(_ context.Context, m postgres.Mailing) error { next = append(next, m.ID); return nil }); err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Equal(next, []string{first}) {
		t.Errorf("then sent %v, want %s", next, first)
	}
}
