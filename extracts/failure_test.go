package extracts

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"tietolupa/postgres"
	"tietolupa/postgres/pgtest"
	"tietolupa/registers/synthetic"
)

// invented is a register of invented people.
func invented(t testing.TB, persons int) *pgxpool.Pool {
	t.Helper()
	pool := pgtest.New(t)
	population, err := synthetic.Generate(synthetic.Config{Persons: persons, Seed: 7})
	if err != nil {
		t.Fatal(err)
	}
	if err := postgres.Load(t.Context(), pool, population, nil); err != nil {
		t.Fatal(err)
	}
	return pool
}

func TestFullDiskStopsTheBuildAndLeavesNothing(t *testing.T) {
	dir := inTmpfs(t)
	if dir == "" {
		return // it passed in there
	}
	pool := invented(t, 20_000)
	in := input(t, pool, whole(t))
	in.Dir = dir
	in.Order.Scope.Period.From = dayOn(t, "1990-01-01")
	b, err := Build(t.Context(), in)
	if !errors.Is(err, ErrNoSpace) {
		t.Errorf("built %v, %v", b.Path, err)
	}
	if strings.Contains(err.Error(), dir) {
		t.Errorf("the error tells of folders: %v", err)
	}
	empty(t, dir)

	in.MemoryLimit = "24MB" // the spill meets the full disk first
	if _, err = Build(t.Context(), in); !errors.Is(err, ErrNoSpace) {
		t.Errorf("spilling: %v", err)
	}
	empty(t, dir)

	in.Order.Scope = granted(t, "provider.provider=pseudonym")
	if _, err := Build(t.Context(), in); err != nil {
		t.Errorf("with less to write, and the same snapshot: %v", err)
	}
}

func TestCancelledBuildLeavesNothing(t *testing.T) {
	pool := invented(t, 10_000)
	scope := whole(t)
	in := input(t, pool, scope)
	begun := time.Now()
	want := build(t, in)
	whole := time.Since(begun)
	seed := rand.Uint64()
	t.Logf("seed %d, a build takes %v", seed, whole)
	random := rand.New(rand.NewPCG(seed, 0))
	for range 12 {
		in := input(t, pool, scope)
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(random.Int64N(int64(whole))))
		b, err := Build(ctx, in)
		cancel()
		if err == nil { // it was quicker this time
			if b.Tables[0].Hash != want.Tables[0].Hash {
				t.Error("another result")
			}
			err = b.Remove()
		} else if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v", err)
		}
		if err != nil && strings.Contains(err.Error(), "SQLSTATE") {
			t.Errorf("error %v", err)
		}
		empty(t, in.Dir)
	}
	again := build(t, input(t, pool, scope)) // the database is none the worse
	for i := range again.Tables {
		if again.Tables[i].Hash != want.Tables[i].Hash {
			t.Errorf("table %s differs", again.Tables[i].Name)
		}
	}
}

// TestKilledBuildIsSwept kills a process that builds over and over, and finds its
// folder, which Sweep removes; the folder of a living build stays.
func TestKilledBuildIsSwept(t *testing.T) {
	if dir := os.Getenv("EXTRACTS_BUILD_INTO"); dir != "" {
		in := input(t, smallRegister(t), whole(t))
		in.Dir = dir
		in.Progress = func(stage string, _, _ int64) {
			if stage == "job_offer" {
				if err := os.WriteFile(filepath.Join(dir, "building"), nil, 0o600); err != nil {
					panic(err)
				}
				time.Sleep(time.Minute) // the parent kills it here
			}
		}
		build(t, in)
		return
	}
	dir := t.TempDir()
	alive := input(t, smallRegister(t), whole(t))
	alive.Dir = dir
	kept := build(t, alive)

	cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
	cmd.Env = append(os.Environ(), "EXTRACTS_BUILD_INTO="+dir)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for begun := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		if err := os.Remove(filepath.Join(dir, "building")); err == nil {
			break
		}
		if time.Since(begun) > time.Minute {
			t.Error("the child does not build")
			break
		}
	}
	if err := Sweep(dir); err != nil {
		t.Fatal(err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 2 {
		t.Errorf("a living build was swept: %v", left)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // killed
	if err := Sweep(dir); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 || left[0].Name() != filepath.Base(filepath.Dir(kept.Path)) {
		t.Errorf("left: %v, %v", left, err)
	}
	if err := kept.Remove(); err != nil {
		t.Fatal(err)
	}
	empty(t, dir)
}
