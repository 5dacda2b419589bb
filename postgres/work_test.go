package postgres_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"sync/atomic"
	"testing"
	"time"

	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/postgres/pgtest"
)

type does = map[string]func(context.Context, json.RawMessage) error

func orderOf(t testing.TB, args json.RawMessage) permits.OrderID {
	t.Helper()
	var a struct {
		Order permits.OrderID `json:"order"`
	}
	if err := json.Unmarshal(args, &a); err != nil {
		t.Error(err)
	}
	return a.Order
}

func seal(ctx context.Context, db *postgres.DB, id permits.OrderID) error {
	if _, err := db.BeginBuild(ctx, id); err != nil {
		return err
	}
	d := delivery
	d.File, d.SealedAt = string(id)+".tar.age", demoDay
	return db.SealOrder(ctx, id, d, nil)
}

func state(t *testing.T, db *postgres.DB, id permits.OrderID) permits.OrderState {
	t.Helper()
	o, err := db.Order(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return o.State
}

// work runs until done or the deadline, and demands that Work ends well.
func work(t *testing.T, db *postgres.DB, opts postgres.WorkOptions, build func(ctx context.Context, stop func(), id permits.OrderID) error) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 30*time.Second)
	defer stop()
	err := db.Work(ctx, does{postgres.BuildJob: func(ctx context.Context, args json.RawMessage) error {
		return build(ctx, stop, orderOf(t, args))
	}}, opts)
	if err != nil {
		t.Fatal(err)
	}
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		t.Fatal("the work was not done in time")
	}
}

func TestWorkBuildsWhatWasOrdered(t *testing.T) {
	db := newDB(t)
	furnish(t, db)
	o := placeOrder(t, db, inForce(t, db).ID)
	work(t, db, postgres.WorkOptions{}, func(ctx context.Context, stop func(), id permits.OrderID) error {
		if err := seal(ctx, db, id); err != nil {
			return err
		}
		time.AfterFunc(100*time.Millisecond, stop)
		return nil
	})
	if s := state(t, db, o.ID); s != permits.OrderSealed {
		t.Errorf("%s", s)
	}
	if n := count(t, db.Pool(), jobs+" and state = 'completed'"); n != 1 {
		t.Errorf("%d jobs completed, want 1", n)
	}
}

func TestFailedJobIsTriedAgain(t *testing.T) {
	db := newDB(t)
	furnish(t, db)
	o := placeOrder(t, db, inForce(t, db).ID)
	tries := 0
	work(t, db, postgres.WorkOptions{}, func(ctx context.Context, stop func(), id permits.OrderID) error {
		if tries++; tries == 1 {
			return errors.New("the database was away")
		}
		defer stop()
		return seal(context.WithoutCancel(ctx), db, id)
	})
	if s := state(t, db, o.ID); s != permits.OrderSealed || tries != 2 {
		t.Errorf("%s after %d tries", s, tries)
	}
}

func TestOrderWhoseJobFailedForTheLastTimeFails(t *testing.T) {
	db := newDB(t)
	furnish(t, db)
	o := placeOrder(t, db, inForce(t, db).ID)
	if _, err := db.Pool().Exec(t.Context(), "update river_job set max_attempts = 1"); err != nil {
		t.Fatal(err)
	}
	work(t, db, postgres.WorkOptions{}, func(ctx context.Context, stop func(), id permits.OrderID) error {
		time.AfterFunc(time.Second, stop)
		_, err := db.BeginBuild(ctx, id)
		return errors.Join(err, errors.New("broken for good"))
	})
	if failed, err := db.Order(t.Context(), o.ID); err != nil || failed.State != permits.OrderFailed || failed.Reason != postgres.GaveUp {
		t.Errorf("%s for %q, %v", failed.State, failed.Reason, err)
	}
	if due, err := db.DueBuilds(t.Context()); err != nil || len(due) != 0 {
		t.Errorf("due: %v, %v", due, err)
	}
}

func TestStopGivesTheBuildBack(t *testing.T) {
	db := newDB(t)
	furnish(t, db)
	o := placeOrder(t, db, inForce(t, db).ID)
	began := time.Now()
	work(t, db, postgres.WorkOptions{Stop: 50 * time.Millisecond}, func(ctx context.Context, stop func(), id permits.OrderID) error {
		if _, err := db.BeginBuild(ctx, id); err != nil {
			return err
		}
		stop()
		<-ctx.Done()
		return ctx.Err()
	})
	t.Logf("stopped after %v", time.Since(began).Round(time.Millisecond))
	if s := state(t, db, o.ID); s != permits.OrderBuilding {
		t.Errorf("%s", s)
	}
	began = time.Now()
	work(t, db, postgres.WorkOptions{}, func(ctx context.Context, stop func(), id permits.OrderID) error {
		defer stop()
		return seal(context.WithoutCancel(ctx), db, id)
	})
	if s := state(t, db, o.ID); s != permits.OrderSealed {
		t.Errorf("%s", s)
	}
	t.Logf("built by the next worker after %v", time.Since(began).Round(time.Millisecond))
}

// TestKilledWorker kills another process in the middle of a build: the order is
// built by the next worker within seconds.
func TestKilledWorker(t *testing.T) {
	const env = "PERMITS_TEST_KILLED_WORKER"
	if dsn := os.Getenv(env); dsn != "" {
		db := openAs(t, dsn, postgres.WorkRole)
		err := db.Work(t.Context(), does{postgres.BuildJob: func(ctx context.Context, args json.RawMessage) error {
			if _, err := db.BeginBuild(ctx, orderOf(t, args)); err != nil {
				return err
			}
			fmt.Println("building")
			select {} // until killed
		}}, postgres.WorkOptions{})
		t.Fatal("ended: ", err)
	}
	dsn := pgtest.DSN(t)
	db := openAs(t, dsn, postgres.LoginRole)
	furnish(t, db)
	o := placeOrder(t, db, inForce(t, db).ID)
	for range 2 { // twice, to use up more than one attempt
		victim := exec.Command(os.Args[0], "-test.run", "^TestKilledWorker$", "-test.v")
		victim.Env = append(os.Environ(), env+"="+dsn)
		if err := victim.Start(); err != nil {
			t.Fatal(err)
		}
		attempts := count(t, db.Pool(), "select attempts from permits.orders")
		for end := time.Now().Add(20 * time.Second); count(t, db.Pool(), "select attempts from permits.orders") == attempts; {
			if time.Now().After(end) {
				t.Fatal("the other process builds nothing")
			}
			time.Sleep(10 * time.Millisecond)
		}
		if err := victim.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = victim.Wait() // says that it was killed
	}
	if s := state(t, db, o.ID); s != permits.OrderBuilding {
		t.Fatalf("%s", s)
	}
	began := time.Now()
	work(t, db, postgres.WorkOptions{Logger: slog.New(slog.NewTextHandler(t.Output(), nil))},
		func(ctx context.Context, stop func(), id permits.OrderID) error {
			defer stop()
			t.Logf("taken over after %v", time.Since(began).Round(time.Millisecond))
			return seal(context.WithoutCancel(ctx), db, id)
		})
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("taken over after %v", took)
	}
	if s := state(t, db, o.ID); s != permits.OrderSealed {
		t.Errorf("%s", s)
	}
}

func TestLostJobIsDue(t *testing.T) {
	db := newDB(t)
	furnish(t, db)
	o := placeOrder(t, db, inForce(t, db).ID)
	if due, err := db.DueBuilds(t.Context()); err != nil || len(due) != 0 {
		t.Errorf("due: %v, %v", due, err)
	}
	if _, err := db.Pool().Exec(t.Context(), "delete from river_job"); err != nil {
		t.Fatal(err)
	}
	if due, err := db.DueBuilds(t.Context()); err != nil || len(due) != 1 || due[0] != o.ID {
		t.Errorf("due: %v, %v", due, err)
	}
	work(t, db, postgres.WorkOptions{}, func(ctx context.Context, stop func(), id permits.OrderID) error {
		defer stop()
		return seal(context.WithoutCancel(ctx), db, id)
	})
	if s := state(t, db, o.ID); s != permits.OrderSealed {
		t.Errorf("%s", s)
	}
}

// Two jobs of one order, as after a retry, never build it side by side.
func TestOneWorkerAtATimeBuildsAnOrder(t *testing.T) {
	db := newDB(t)
	furnish(t, db)
	o := placeOrder(t, db, inForce(t, db).ID)
	if _, err := db.Pool().Exec(t.Context(), `
		insert into river_job (kind, args, max_attempts, queue) select kind, args, max_attempts, queue from river_job`); err != nil {
		t.Fatal(err)
	}
	var running, most atomic.Int32
	work(t, db, postgres.WorkOptions{Workers: 4}, func(ctx context.Context, stop func(), id permits.OrderID) error {
		most.Store(max(most.Load(), running.Add(1)))
		defer running.Add(-1)
		time.Sleep(300 * time.Millisecond)
		defer stop()
		return seal(context.WithoutCancel(ctx), db, id)
	})
	if most.Load() != 1 {
		t.Errorf("%d workers built order %s at once", most.Load(), o.ID)
	}
}

// A worker that lost its connection, as when the server was restarted, lives on.
func TestWorkerTakesItsLockAgain(t *testing.T) {
	db := newDB(t)
	ctx, stop := context.WithCancel(t.Context())
	worked := make(chan error, 1)
	nothing := func(context.Context, json.RawMessage) error { return nil }
	go func() { worked <- db.Work(ctx, does{postgres.BuildJob: nothing}, postgres.WorkOptions{}) }()
	const alive = "select count(*) from pg_locks where locktype = 'advisory' and classid = 2891601 and granted"
	for range 2 {
		for end := time.Now().Add(20 * time.Second); count(t, db.Pool(), alive) == 0; time.Sleep(20 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatal("no worker holds its lock")
			}
		}
		if _, err := db.Pool().Exec(t.Context(), `
			select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and classid = 2891601`); err != nil {
			t.Fatal(err)
		}
		for count(t, db.Pool(), alive) != 0 {
			time.Sleep(time.Millisecond)
		}
	}
	stop()
	if err := <-worked; err != nil {
		t.Error(err)
	}
}
