package postgres_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"tietolupa/postgres"
	"tietolupa/registers"
)

// GDPR 17: a row goes by request with all that it ever said, and goes again when a
// backup has brought it back; what else is there of the client stays.
func TestErasureByRequest(t *testing.T) {
	db, r := newRegisters(t)
	s := r.Subjects(func([]byte, int64) (bool, error) { return false, nil })
	person := put(t, r, newPerson("010190-900P")...)
	id := person[0].Subject
	spell := put(t, r, write("clientship", id, "start_date", "2015-01-01"))[0]
	plan := put(t, r, write("plan", id, "kind", anyCode("plan_kind"), "signed_on", "2020-01-01"))[0]
	put(t, r, correction(plan, "signed_on", "2020-01-02"))
	task := put(t, r, write("plan_task", id, "plan_id", plan.Key[0], "agreed_on", "2020-01-02", "task", anyCode("plan_task"), "due_on", "2020-06-01"))[0]
	q, err := s.OpenRequest(t.Context(), look, postgres.Arrival{Kind: registers.Erasure, Register: "person", Subject: "person", Client: id, Office: "TE01"})
	if err != nil {
		t.Fatal(err)
	}
	decide := func(done postgres.Written, reason string) error {
		return s.DecideErasure(t.Context(), official, q.ID, done.Table, done.Key, reason)
	}
	const reason = "The plan is another person's."
	refusedBy(t, decide(plan, reason), "17-linked")
	refusedBy(t, decide(person[0], reason), "17-identity")
	refusedBy(t, decide(person[1], reason), "17-identity")
	refusedBy(t, decide(task, ""), "12-reason")
	if err := decide(postgres.Written{Table: "plan", Key: []string{"1"}}, reason); !errors.Is(err, postgres.ErrNoRecord) {
		t.Errorf("a row that is not there: %v", err)
	}
	if err := decide(postgres.Written{Table: "vacancy", Key: []string{"1"}}, reason); !errors.Is(err, postgres.ErrNoRecord) {
		t.Errorf("another kind of client's: %v", err)
	}
	ledger := &memory{}
	opts := postgres.RemovalOptions{Ledger: openLedger(t, ledger)}
	today := registers.DayOf(demoDay)
	for _, done := range []postgres.Written{task, plan} {
		if err := decide(done, reason); err != nil {
			t.Fatal(err)
		}
		refusedBy(t, decide(done, reason), "exists")
		report, err := r.Remove(t.Context(), today, opts)
		if err != nil || report.Erased != 1 || report.Rows[done.Table] == 0 {
			t.Fatalf("%+v, %v", report, err)
		}
	}
	for _, table := range []string{"registers.plan", "registers.plan_task", "registers_history.plan", "registers_history.plan_task"} {
		if n := count(t, db.Pool(), "select count(*) from "+table); n != 0 {
			t.Errorf("%s: %d rows", table, n)
		}
	}
	c, err := r.Client(t.Context(), look, "person", id)
	if err != nil || len(c.Rows) != 3 {
		t.Errorf("%d rows are left, %v", len(c.Rows), err)
	}
	erased, err := s.Erasures(t.Context(), q.ID)
	if err != nil || len(erased) != 2 || erased[0].ErasedAt.IsZero() || erased[0].Key[0] == task.Key[0] {
		t.Errorf("%+v, %v", erased, err)
	}
	if n, err := r.ErasuresDue(t.Context()); n != 0 || err != nil {
		t.Errorf("%d are due, %v", n, err)
	}
	if ledger.synced != len(ledger.text) || bytes.Contains(ledger.text, []byte(plan.Key[0])) || strings.Count(string(ledger.text), `"done"`) != 2 {
		t.Errorf("ledger: %s", ledger.text)
	}
	if n := count(t, db.Pool(), "select count(*) from audit.entries where kind = 'erasure-decided' and person_token is not null"); n != 2 {
		t.Errorf("%d decisions in the log", n)
	}

	t.Run("again after a restore, and nothing that was recorded since", func(t *testing.T) {
		if _, err := db.Pool().Exec(t.Context(), "insert into registers.plan (person_id, plan_id, kind, signed_on, office, source, recorder, recorded_at, removable_from) select person_id, "+plan.Key[0]+
			", $1, '2020-01-02', office, source, recorder, recorded_at - interval '1 day', removable_from from registers.clientship", anyCode("plan_kind")); err != nil {
			t.Fatal(err)
		}
		kept := put(t, r, write("plan", id, "kind", anyCode("plan_kind"), "signed_on", "2020-02-01"))[0]
		for _, want := range []int64{1, 0} {
			report, err := r.ReplayLedger(t.Context(), today, postgres.RemovalOptions{Ledger: openLedger(t, ledger)})
			if err != nil || report.Erased != want {
				t.Fatalf("%+v, %v", report, err)
			}
		}
		if n := count(t, db.Pool(), "select count(*) from registers.plan where plan_id = "+kept.Key[0]); n != 1 {
			t.Error("what was recorded since is gone")
		}
	})
	if _, err := s.AnswerRequest(t.Context(), official, q.ID, q.Version, registers.Reply{Outcome: registers.RequestGranted}); err != nil {
		t.Error(err)
	}
	refusedBy(t, decide(spell, reason), "12-state")
}

// What is granted names what is erased.
func TestErasureIsNotGrantedForNothing(t *testing.T) {
	_, r := newRegisters(t)
	s := r.Subjects(func([]byte, int64) (bool, error) { return false, nil })
	id := put(t, r, newPerson("010190-900P")...)[0].Subject
	q, err := s.OpenRequest(t.Context(), look, postgres.Arrival{Kind: registers.Erasure, Register: "person", Subject: "person", Client: id, Office: "TE01"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.AnswerRequest(t.Context(), official, q.ID, q.Version, registers.Reply{Outcome: registers.RequestGranted, Erased: true})
	refusedBy(t, err, "17-nothing")
}
