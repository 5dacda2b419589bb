package main

import (
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"tietolupa/extracts"
	"tietolupa/permits"
	"tietolupa/registers"
)

// TestKilledWorker kills the worker of an order again and again at random
// moments. No half package is ever visible, and whoever works next delivers.
func TestKilledWorker(t *testing.T) {
	dir := t.TempDir()
	p, err := where{Dir: dir}.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	if _, err := p.furnish(t.Context(), 20_000, 1, os.Stderr); err != nil {
		t.Fatal(err)
	}
	cat, err := registers.Load()
	if err != nil {
		t.Fatal(err)
	}
	order, err := benchOrder(t.Context(), p, cat, raceScope(cat))
	if err != nil {
		t.Fatal(err)
	}
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	dice := rand.New(rand.NewPCG(seed, 0))
	for range 6 {
		killWorker(t, p, time.Duration(dice.IntN(2500))*time.Millisecond)
		order = orderNow(t, p, order.ID)
		visible, err := filepath.Glob(filepath.Join(dir, "packages", "*"))
		if err != nil {
			t.Fatal(err)
		}
		if order.State != permits.OrderSealed && order.Delivery != nil {
			t.Fatalf("order %s is %s and has a delivery", order.ID, order.State)
		}
		for _, name := range visible {
			// What begins with a full stop is being written: no page can name it.
			if base := filepath.Base(name); base[0] != '.' && base != string(order.ID)+extracts.PackageSuffix {
				t.Errorf("%s is visible in the store", filepath.Base(name))
			}
		}
	}
	if order.State != permits.OrderSealed {
		shop, err := newWorkshop(p, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		if err := shop.build(t.Context(), order.ID); err != nil {
			t.Fatal(err)
		}
		order = orderNow(t, p, order.ID)
	}
	if order.State != permits.OrderSealed {
		t.Fatalf("order %s is %s: %s", order.ID, order.State, order.Reason)
	}
	store, err := extracts.NewFolderStore(filepath.Join(dir, "packages"))
	if err != nil {
		t.Fatal(err)
	}
	content, size, err := store.Open(order.Delivery.File)
	if err != nil || size != order.Delivery.Bytes {
		t.Fatalf("the package has %d bytes, want %d: %v", size, order.Delivery.Bytes, err)
	}
	content.Close()
}

// killWorker runs `permits work` as a process of its own and kills it.
func killWorker(t *testing.T, p *place, after time.Duration) {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program, "work", "--dir", p.dir)
	cmd.Env = append(os.Environ(), asProgram+"=yes", "DATABASE_URL="+p.dsn)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	// Not a wait for something to happen: the moment is the point of the test.
	time.Sleep(after)
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // killed
}

func orderNow(t *testing.T, p *place, id permits.OrderID) permits.Order {
	t.Helper()
	o, err := p.work.Order(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return o
}
