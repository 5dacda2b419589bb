package postgres_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tietolupa/permits"
	"tietolupa/postgres"
)

var delivery = permits.Delivery{
	File: "T-1.tar.age", Bytes: 4711, SHA256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
	Manifest: []byte(`{"version": 1}`),
}

const jobs = "select count(*) from river_job where kind = 'build'"

func TestOrderAndItsJobAreStoredTogether(t *testing.T) {
	db := newDB(t)
	furnish(t, db)
	c := inForce(t, db)
	o := placeOrder(t, db, c.ID)
	stored, err := db.Order(t.Context(), o.ID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(o, stored, sameCase); diff != "" {
		t.Errorf("returned and stored differ:\n%s", diff)
	}
	if n := count(t, db.Pool(), jobs+" and args ->> 'order' = '"+string(o.ID)+"'"); n != 1 {
		t.Errorf("%d jobs, want 1", n)
	}
	if es := events(t, db, string(o.ID)); len(es) != 1 || es[0].Kind != permits.ExtractOrdered {
		t.Errorf("events %+v", es)
	}
}

func TestOrderRolledBackLeavesNothing(t *testing.T) {
	for name, spoil := range map[string]func(o *permits.Order, e *permits.Event){
		"event of another order":      func(_ *permits.Order, e *permits.Event) { e.Subject = "T-999-2020" },
		"not queued":                  func(o *permits.Order, _ *permits.Event) { o.State = permits.OrderSealed },
		"another basis":               func(o *permits.Order, _ *permits.Event) { o.BasisID = "KEHA-999-2020" },
		"no basis":                    func(o *permits.Order, _ *permits.Event) { o.Kind = "" },
		"a disclosure that is none":   func(o *permits.Order, _ *permits.Event) { o.Kind = permits.DisclosureBasis },
		"ordered by somebody unknown": func(o *permits.Order, _ *permits.Event) { o.By = "u-nobody" },
	} {
		t.Run(name, func(t *testing.T) {
			db := newDB(t)
			furnish(t, db)
			c := inForce(t, db)
			_, err := db.OrderOnCase(t.Context(), c.ID,
				func(c permits.Case, id permits.OrderID, made []permits.Made, now time.Time) (permits.Order, permits.Event, error) {
					o, e, err := c.Order(id, researcher, made, catalogue(t), now)
					spoil(&o, &e)
					return o, e, err
				})
			if err == nil {
				t.Fatal("stored")
			}
			for _, table := range []string{"permits.orders", "river_job where kind <> '" + postgres.TrialJob + "'", "permits.events where kind = 'extract-ordered'",
				"audit.entries where kind = 'extract-ordered'"} {
				if n := count(t, db.Pool(), "select count(*) from "+table); n != 0 {
					t.Errorf("%d rows in %s", n, table)
				}
			}
		})
	}
}

func TestOrderNeedsABasis(t *testing.T) {
	db := newDB(t)
	furnish(t, db)
	c := inForce(t, db)
	placeOrder(t, db, c.ID)
	const copyOrder = `
		insert into permits.orders (order_id, case_id, disclosure_id, basis_version, provision, scope, recipient,
		       ordered_by, ordered_at, law_day, destroy_by, language, number, state)
		select 'T-99-2020', $1, $2, basis_version, provision, scope, recipient,
		       ordered_by, ordered_at, law_day, destroy_by, language, 99, state
		  from permits.orders`
	id, other := string(c.ID), "KEHA-L1-2020"
	for _, bad := range []struct {
		constraint string
		onCase, on *string
	}{
		{"order_has_one_basis", nil, nil},
		{"order_has_one_basis", &id, &other},
		{"order_case_exists", &other, nil},
		{"order_disclosure_exists", nil, &other},
	} {
		_, err := db.Pool().Exec(t.Context(), copyOrder, bad.onCase, bad.on)
		refused(t, err, bad.constraint)
	}
	if _, err := db.Pool().Exec(t.Context(), "delete from permits.cases"); err == nil {
		t.Error("a basis was deleted under its order")
	}
}

func TestOrdersAreCountedOnTheirBasis(t *testing.T) {
	db := newDB(t)
	furnish(t, db)
	c := inForce(t, db)
	seen := make(chan int, 8)
	errs := make(chan error, 8)
	for range 8 { // the scope's cadence lets only some through; nobody may be counted twice
		go func() {
			_, err := db.OrderOnCase(t.Context(), c.ID,
				func(c permits.Case, id permits.OrderID, made []permits.Made, now time.Time) (permits.Order, permits.Event, error) {
					o, e, err := c.Order(id, researcher, made, catalogue(t), now)
					if err == nil {
						seen <- len(made)
					}
					return o, e, err
				})
			errs <- err
		}()
	}
	made := 0
	for range 8 {
		if err := <-errs; err == nil {
			made++
		} else {
			rule(t, err, "already-delivered")
		}
	}
	close(seen)
	counted := map[int]bool{}
	for n := range seen {
		if counted[n] {
			t.Errorf("two orders saw %d before them", n)
		}
		counted[n] = true
	}
	os, err := db.OrdersOf(t.Context(), string(c.ID))
	if err != nil || len(os) != made || made == 0 {
		t.Errorf("%d orders made, %d listed, %v", made, len(os), err)
	}
	for i, o := range os {
		if o.Number != i+1 {
			t.Errorf("order %d has number %d", i, o.Number)
		}
	}
}

func TestBuildFromQueueToDownload(t *testing.T) {
	db := newDB(t)
	furnish(t, db)
	c := inForce(t, db)
	o := placeOrder(t, db, c.ID)
	ctx := t.Context()

	rule(t, db.SealOrder(ctx, o.ID, delivery, nil), "not-building")
	rule(t, db.RecordDownload(ctx, o.ID, researcher.ID, 0), "not-sealed")
	if previous, err := db.PreviousDelivery(ctx, string(c.ID)); err != nil || previous != nil {
		t.Errorf("previous delivery %v, %v", previous, err)
	}
	for range 2 { // the first worker was killed
		if begun, err := db.BeginBuild(ctx, o.ID); err != nil || begun.State != permits.OrderBuilding {
			t.Fatalf("begin: %v, %v", begun.State, err)
		}
	}
	if n := count(t, db.Pool(), "select attempts from permits.orders"); n != 2 {
		t.Errorf("%d attempts counted, want 2", n)
	}
	if err := db.Progress(ctx, o.ID, "person", 500, 1000); err != nil {
		t.Fatal(err)
	}
	if at, _ := db.Order(ctx, o.ID); at.Stage != "person" || at.Done != 500 || at.Total != 1000 {
		t.Errorf("progress %s %d of %d", at.Stage, at.Done, at.Total)
	}
	now, err := db.Now(ctx)
	if err != nil {
		t.Fatal(err)
	}
	sealed := delivery
	sealed.SealedAt = now
	if err := db.SealOrder(ctx, o.ID, sealed, map[string][]byte{"person": {1, 2, 3}}); err != nil {
		t.Fatal(err)
	}
	rule(t, db.SealOrder(ctx, o.ID, sealed, nil), "not-building")
	rule(t, db.FailOrder(ctx, o.ID, "broken"), "not-building")
	_, err = db.BeginBuild(ctx, o.ID)
	rule(t, err, "not-queued")
	stored, err := db.Order(ctx, o.ID)
	if err != nil || stored.State != permits.OrderSealed {
		t.Fatalf("state %s, %v", stored.State, err)
	}
	if diff := cmp.Diff(&sealed, stored.Delivery); diff != "" {
		t.Errorf("delivery:\n%s", diff)
	}
	if previous, err := db.PreviousDelivery(ctx, string(c.ID)); err != nil || previous == nil || previous.File != sealed.File {
		t.Errorf("previous delivery %+v, %v", previous, err)
	}
	for _, from := range []int64{0, 4000} { // resumed
		if err := db.RecordDownload(ctx, o.ID, researcher.ID, from); err != nil {
			t.Fatal(err)
		}
	}
	if n := count(t, db.Pool(), "select count(*) from audit.entries where kind = 'extract-downloaded' and actor = 'u-aino'"); n != 2 {
		t.Errorf("%d downloads in the log, want 2", n)
	}
	if err := db.RecordDownload(ctx, "T-999-2020", researcher.ID, 0); !errors.Is(err, postgres.ErrNoOrder) {
		t.Errorf("download of an unknown order: %v", err)
	}
}

func TestFailedOrderIsRetriedWithAJobOfItsOwn(t *testing.T) {
	db := newDB(t)
	furnish(t, db)
	o := placeOrder(t, db, inForce(t, db).ID)
	ctx := t.Context()
	rule(t, db.RetryOrder(ctx, o.ID, researcher), "not-failed")
	if _, err := db.BeginBuild(ctx, o.ID); err != nil {
		t.Fatal(err)
	}
	rule(t, db.FailOrder(ctx, o.ID, ""), "no-reasons")
	if err := db.FailOrder(ctx, o.ID, "no-space"); err != nil {
		t.Fatal(err)
	}
	if failed, _ := db.Order(ctx, o.ID); failed.State != permits.OrderFailed || failed.Reason != "no-space" {
		t.Errorf("%s for %q", failed.State, failed.Reason)
	}
	rule(t, db.RetryOrder(ctx, o.ID, analyst), "not-a-named-user")
	if err := db.RetryOrder(ctx, o.ID, researcher); err != nil {
		t.Fatal(err)
	}
	if again, _ := db.Order(ctx, o.ID); again.State != permits.OrderQueued || again.Reason != "" {
		t.Errorf("%s for %q", again.State, again.Reason)
	}
	if n := count(t, db.Pool(), jobs); n != 2 {
		t.Errorf("%d jobs, want 2", n)
	}
	kinds := []permits.EventKind{}
	for _, e := range events(t, db, string(o.ID)) {
		kinds = append(kinds, e.Kind)
	}
	if diff := cmp.Diff([]permits.EventKind{permits.ExtractOrdered, permits.ExtractFailed, permits.ExtractRetried}, kinds); diff != "" {
		t.Error(diff)
	}
}
