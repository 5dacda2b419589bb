package postgres_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/postgres/pgtest"
)

func madeRequest(t *testing.T, db *postgres.DB) permits.Request {
	t.Helper()
	r, err := db.MakeRequest(t.Context(), func(id string, now time.Time) (permits.Request, permits.Event, error) {
		return permits.MakeRequest(id, researcher, permits.NewRequest{Kind: permits.DocumentRequest, Channel: "service", Language: "fi", Title: "Päätös", What: "Päätös KEHA/3/2020."}, now)
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestRequestIsKept: a request, its texts, events, mails and log lines are
// stored together, and a rule undoes all of it (7.1).
func TestRequestIsKept(t *testing.T) {
	dsn := pgtest.DSN(t)
	furnish(t, openAs(t, dsn, postgres.OwnerRole))
	db := openAs(t, dsn, postgres.WebRole)
	r := madeRequest(t, db)
	if r.ID != "KEHA-A1-2020" || r.Asker != researcher.ID {
		t.Fatalf("%+v", r)
	}
	for _, do := range []func(r permits.Request, now time.Time) (permits.Request, permits.Event, error){
		func(r permits.Request, now time.Time) (permits.Request, permits.Event, error) {
			return r.Take(presenter, r.Version, now)
		},
		func(r permits.Request, now time.Time) (permits.Request, permits.Event, error) {
			return r.Refuse(presenter, r.Version, []string{"25"}, "Salassa pidettävä.", now)
		},
	} {
		if _, err := db.ChangeDocumentRequest(t.Context(), r.ID, do); err != nil {
			t.Fatal(err)
		}
	}
	_, err := db.ChangeDocumentRequest(t.Context(), r.ID, func(r permits.Request, now time.Time) (permits.Request, permits.Event, error) {
		return r.Decide(presenter, r.Version, permits.Reply{}, now)
	})
	rule(t, err, "not-a-decider")
	got, err := db.DocumentRequest(t.Context(), r.ID)
	if err != nil || got.State != permits.RequestIsRefused || got.Version != 3 || got.Answers[0].Grounds[0] != "25" || got.Closed.IsZero() {
		t.Errorf("%+v, %v", got, err)
	}
	texts, err := db.Texts(t.Context(), r.ID)
	if err != nil || len(texts) != 2 || texts[1].Body != "Salassa pidettävä." {
		t.Errorf("%+v, %v", texts, err)
	}
	events, err := db.Events(t.Context(), r.ID)
	if err != nil || len(events) != 3 || events[2].Kind != permits.RequestRefused {
		t.Errorf("%+v, %v", events, err)
	}
	if open, err := db.OpenRequests(t.Context()); err != nil || len(open) != 0 {
		t.Errorf("a refused request waits: %v, %v", open, err)
	}
	if own, err := db.RequestsOf(t.Context(), researcher.ID); err != nil || len(own) != 1 {
		t.Errorf("%v, %v", own, err)
	}
	if _, err := db.DocumentRequest(t.Context(), "KEHA-A9-2020"); !errors.Is(err, postgres.ErrNoDocumentRequest) {
		t.Error(err)
	}
}

// TestBreachIsCounted: the persons of several extracts are united by a worker,
// whose role may store a count and nothing else; a permit is suspended with the
// breach or not at all (GDPR 33).
func TestBreachIsCounted(t *testing.T) {
	dsn := pgtest.DSN(t)
	owner := openAs(t, dsn, postgres.OwnerRole)
	furnish(t, owner)
	db, work := openAs(t, dsn, postgres.WebRole), openAs(t, dsn, postgres.WorkRole)
	c := inForce(t, owner)
	o := placeOrder(t, db, c.ID)
	if _, err := work.BeginBuild(t.Context(), o.ID); err != nil {
		t.Fatal(err)
	}
	packed := delivery
	packed.SealedAt = demoDay
	if err := work.SealOrder(t.Context(), o.ID, packed, map[string][]byte{"person": []byte("abc"), "employer": []byte("x")}); err != nil {
		t.Fatal(err)
	}
	b, err := db.TellBreach(t.Context(), func(id string, now time.Time) (permits.Breach, permits.Event, error) {
		return permits.TellBreach(id, researcher, permits.BreachSource{Case: &c}, permits.BreachNotice{Kinds: []string{"confidentiality"}, What: "Levy katosi."}, now)
	})
	if err != nil {
		t.Fatal(err)
	}
	step := func(change func(b permits.Breach, now time.Time) (permits.Breach, permits.Event, error)) {
		t.Helper()
		if b, err = db.ChangeBreach(t.Context(), b.ID, change); err != nil {
			t.Fatal(err)
		}
	}
	step(func(b permits.Breach, now time.Time) (permits.Breach, permits.Event, error) {
		return b.Take(presenter, b.Version, now)
	})
	step(func(b permits.Breach, now time.Time) (permits.Breach, permits.Event, error) {
		return b.Touches(presenter, b.Version, []permits.OrderID{o.ID}, 0, now)
	})
	var sets [][]byte
	count := func(all [][]byte) (int, error) { sets = append(sets, all...); return len(all[0]), nil }
	for range 2 { // the second finds nothing to do
		if err := work.CountBreach(t.Context(), b.ID, count); err != nil {
			t.Fatal(err)
		}
	}
	if b, err = db.Breach(t.Context(), b.ID); err != nil || b.Counted["person"] != 3 || b.Counted["employer"] != 1 || b.Counting() || len(sets) != 2 {
		t.Errorf("%+v, %v, %d sets", b, err, len(sets))
	}
	suspend := func(stale int) error {
		return db.SuspendForBreach(t.Context(), b.ID,
			func(b permits.Breach, now time.Time) (permits.Breach, permits.Event, error) {
				return b.Suspend(presenter, b.Version, now)
			},
			func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.Suspend(presenter, c.Version-stale, "Loukkaus.", now)
			})
	}
	rule(t, suspend(1), "stale-page")
	if b, err = db.Breach(t.Context(), b.ID); err != nil || !b.Suspended.IsZero() {
		t.Errorf("half of it is stored: %+v, %v", b, err)
	}
	if err := suspend(0); err != nil {
		t.Fatal(err)
	}
	if c, err := db.Case(t.Context(), c.ID); err != nil || c.Life.Suspension == nil {
		t.Errorf("%v, %v", c.Life.Suspension, err)
	}
	for _, list := range []func() ([]permits.Breach, error){
		func() ([]permits.Breach, error) { return db.Breaches(t.Context()) },
		func() ([]permits.Breach, error) { return db.OpenBreaches(t.Context()) },
		func() ([]permits.Breach, error) { return db.BreachesOf(t.Context(), string(c.ID)) },
		func() ([]permits.Breach, error) { return db.BreachesToldBy(t.Context(), researcher.ID) },
	} {
		if all, err := list(); err != nil || !slices.ContainsFunc(all, func(x permits.Breach) bool { return x.ID == b.ID }) {
			t.Errorf("%v, %v", all, err)
		}
	}
	if _, err := db.Breach(t.Context(), "KEHA-T9-2020"); !errors.Is(err, postgres.ErrNoBreach) {
		t.Error(err)
	}
}
