package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tietolupa/permits"
	"tietolupa/registers"
)

// asProgram makes this test binary the program itself, for the commands that
// start it again and for workers that are killed.
const asProgram = "PERMITS_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		ctx, stop := interrupted()
		code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
		stop()
		os.Exit(code)
	}
	os.Exit(m.Run())
}

func TestBadCommandLines(t *testing.T) {
	dir := t.TempDir()
	key := filepath.Join(dir, "minisign.pub")
	if err := os.WriteFile(key, []byte("no key\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"unknown command":        {[]string{"decide"}, "permits --help"},
		"once without a folder":  {[]string{"demo", "--once"}, "name the folder"},
		"a folder without once":  {[]string{"demo", "--out", dir}, "name the folder"},
		"negative population":    {[]string{"demo", "--persons", "-1", "--dir", filepath.Join(dir, "x")}, "persons"},
		"verify without a key":   {[]string{"verify", key}, "--identity"},
		"identity that is none":  {[]string{"verify", "--identity", key, "--signer", key, key}, "identity"},
		"file that is not there": {[]string{"verify", "--identity", key, "--signer", key, filepath.Join(dir, "no.tar.age")}, "no.tar.age"},
		"rounds":                 {[]string{"bench", "extract", "--runs", "0"}, "at least 1"},
		"unreachable database":   {[]string{"migrate", "--database-url", "postgres://nobody:secret@127.0.0.1:1/none", "--dir", dir}, "open the database"},
	} {
		t.Run(name, func(t *testing.T) {
			var out, said bytes.Buffer
			if code := run(t.Context(), c.args, &out, &said); code == 0 {
				t.Fatalf("exits 0: %s", out.String())
			}
			text := said.String() + out.String()
			if !strings.Contains(text, c.want) {
				t.Errorf("says %q, want it to name %q", text, c.want)
			}
			if strings.Contains(text, "secret") {
				t.Errorf("prints a password: %q", text)
			}
			if lines := strings.Count(strings.TrimSpace(said.String()), "\n"); lines > 0 {
				t.Errorf("says %d lines on standard error, want one sentence: %q", lines+1, said.String())
			}
		})
	}
}

// The demonstration lets anybody be anybody: it must not be reachable.
func TestDemoRefusesOtherAddresses(t *testing.T) {
	var out, said bytes.Buffer
	code := run(t.Context(), []string{"demo", "--persons", "100", "--listen", "0.0.0.0:0"}, &out, &said)
	if code == 0 || !strings.Contains(said.String(), "not a loopback address") {
		t.Errorf("exits %d and says %q", code, said.String())
	}
}

func TestDemoStopsCleanly(t *testing.T) {
	dir := t.TempDir()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, []string{"demo", "--persons", "200", "--dir", dir, "--listen", "127.0.0.1:0"}, write, &said)
		write.Close()
	}()
	var out bytes.Buffer
	chunk := make([]byte, 4096)
	for !strings.Contains(out.String(), "Stop it with Ctrl-C") {
		n, err := read.Read(chunk)
		out.Write(chunk[:n])
		if err != nil {
			t.Fatalf("the demonstration ended: %s%s", out.String(), said.String())
		}
	}
	stop()
	go func() { _, _ = out.ReadFrom(read) }()
	if got := <-code; got != 0 || said.Len() > 0 {
		t.Errorf("stopped with %d: %s", got, said.String())
	}
	if _, err := os.Stat(filepath.Join(dir, "postgres", "data", "postmaster.pid")); !os.IsNotExist(err) {
		t.Errorf("the private server is still there: %v", err)
	}
}

func TestCatalogueJSON(t *testing.T) {
	var out, said bytes.Buffer
	if code := run(t.Context(), []string{"catalogue", "--json"}, &out, &said); code != 0 {
		t.Fatalf("exits %d: %s", code, said.String())
	}
	var rows []struct {
		ID, Item, Ground, Class string
		URA                     []string
	}
	if err := json.Unmarshal(out.Bytes(), &rows); err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, r := range rows {
		if r.ID == "" || r.Item == "" || r.Class == "" {
			t.Errorf("row %+v lacks id, item or class", r)
		}
		for _, n := range r.URA {
			names[n] = true
		}
	}
	if len(rows) < 150 || !names["hid_e"] || !names["tyollkoodi"] {
		t.Errorf("%d rows; URA names %d", len(rows), len(names))
	}
}

// The shape of the benchmark's answer is pinned; its figures are not tested.
func TestBenchExtractJSON(t *testing.T) {
	t.Setenv(asProgram, "yes")
	var out, said bytes.Buffer
	if code := run(t.Context(), []string{"bench", "extract", "--rows", "3000", "--runs", "1", "--json"}, &out, &said); code != 0 {
		t.Fatalf("exits %d: %s", code, said.String())
	}
	var m measurement
	decoder := json.NewDecoder(&out)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&m); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"copy", "analyst", "extract"} {
		if m.Median[name] <= 0 {
			t.Errorf("no median for %s: %+v", name, m)
		}
	}
	if m.Rows < 1000 || m.Runs != 1 || m.Ratio["analyst"] <= 0 || m.Ratio["copy"] <= 0 || m.CPU <= 0 || m.PeakMiB <= 0 || m.Sealed <= 0 {
		t.Errorf("%+v", m)
	}
}

// TestInventedCases: cases come to every end by the commands themselves, in the
// fewest events that `bench cases` takes and in as many as REMS's have.
func TestInventedCases(t *testing.T) {
	t.Parallel()
	cat, err := registers.Load()
	if err != nil {
		t.Fatal(err)
	}
	m := newCaseMaker(cat, 1, 20, time.Date(2023, 5, 24, 9, 0, 0, 0, helsinki))
	for n, e := range caseEnds {
		for _, events := range []int{leastEvents, 24} {
			h, err := m.make(n+1, events, e.state)
			if err != nil {
				t.Error(err)
			} else if served := e.state == permits.Refused && h.Case.State == permits.Served; h.Case.State != e.state && !served && h.Case.Applicant != researcherID {
				t.Errorf("%s, not %s", h.Case.State, e.state)
			}
		}
	}
}

// The cases are invented by the commands themselves, so a rule that is made
// stricter is met here before it is met in a measurement.
func TestBenchCasesJSON(t *testing.T) {
	t.Setenv(asProgram, "yes")
	var out, said bytes.Buffer
	if code := run(t.Context(), []string{"bench", "cases", "--cases", "100", "--events", "2400", "--rate", "20", "--seconds", "2", "--json"}, &out, &said); code != 0 {
		t.Fatalf("exits %d: %s", code, said.String())
	}
	var m caseMeasurement
	decoder := json.NewDecoder(&out)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&m); err != nil {
		t.Fatal(err)
	}
	if m.Cases != 100 || m.Events != 2400 || m.Requests != 40 || m.Lists["p95"] <= 0 || m.Commands["p95"] <= 0 || m.Ratio["lists"] <= 0 || m.Ratio["commands"] <= 0 || m.Worst == "" {
		t.Errorf("%+v", m)
	}
}
