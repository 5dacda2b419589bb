package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/postgres/pgtest"
)

// eicar is the test string, in two parts so that no scanner takes this source for it.
const eicar = `X5O!P%@AP[4\PZX54(P^)7CC)7}$` + `EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`

func TestScanCommand(t *testing.T) { // TiHL 13 §
	script := filepath.Join(t.TempDir(), "scanner")
	if err := os.WriteFile(script, []byte("#!/bin/sh\nexec sh -c '"+strings.ReplaceAll(demoScan().ScanCommand[2], "'", `'\''`)+"'\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	demo := demoScan()
	large := strings.Repeat("liite ", 1<<18)
	for name, x := range map[string]struct {
		command scanning
		content string
		clean   bool
		fails   bool
	}{
		"clean":                    {demo, large, true, false},
		"malware":                  {demo, large + eicar, false, false},
		"a script of the place":    {scanning{ScanCommand: []string{script}, ScanTime: time.Minute}, eicar, false, false},
		"no command":               {scanning{ScanTime: time.Minute}, "x", false, true},
		"a command that is gone":   {scanning{ScanCommand: []string{script + "-gone"}, ScanTime: time.Minute}, "x", false, true},
		"another exit code":        {scanning{ScanCommand: []string{"sh", "-c", "cat >/dev/null; exit 2"}, ScanTime: time.Minute}, "x", false, true},
		"a command that is killed": {scanning{ScanCommand: []string{"sh", "-c", "kill -9 $$"}, ScanTime: time.Minute}, "x", false, true},
		"too slow":                 {scanning{ScanCommand: []string{"sleep", "30"}, ScanTime: 100 * time.Millisecond}, "x", false, true},
	} {
		t.Run(name, func(t *testing.T) {
			clean, err := x.command.scan(t.Context(), strings.NewReader(x.content))
			if clean != x.clean || (err != nil) != x.fails {
				t.Errorf("clean %v, %v", clean, err)
			}
		})
	}
}

func TestScanningIsSafeByDefault(t *testing.T) {
	for name, x := range map[string]struct {
		c    scanning
		want permits.ScanState
		ok   bool
	}{
		"nothing said":    {scanning{FileMB: 1, CaseMB: 1, CaseFiles: 1}, "", true},
		"unscanned":       {scanning{FileMB: 1, CaseMB: 1, CaseFiles: 1, Unscanned: true}, permits.NotScanned, true},
		"a command":       {demoScan(), permits.ScanPending, true},
		"both":            {scanning{FileMB: 1, CaseMB: 1, CaseFiles: 1, Unscanned: true, ScanCommand: []string{"sh"}}, permits.ScanPending, false},
		"no such command": {scanning{FileMB: 1, CaseMB: 1, CaseFiles: 1, ScanCommand: []string{"no-such-scanner"}}, permits.ScanPending, false},
		"no room":         {scanning{Unscanned: true}, permits.NotScanned, false},
	} {
		if got := x.c.attachments("/tmp").Scan; got != x.want || (x.c.check() == nil) != x.ok {
			t.Errorf("%s: %q %v", name, got, x.c.check())
		}
	}
}

// TestAttachmentIsScannedByAWorker goes the whole way with the demonstration's own
// command: into the queue, through a worker of the narrow role, and no content out
// of what it finds.
func TestAttachmentIsScannedByAWorker(t *testing.T) {
	dsn := pgtest.DSN(t)
	owner, err := postgres.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer owner.Close()
	if err := owner.SetClock(t.Context(), demoDay); err != nil {
		t.Fatal(err)
	}
	aino := permits.Actor{ID: "u-aino", Name: "Aino", Email: "aino@yliopisto.example", Duties: []permits.Duty{permits.Researcher}, Language: "fi"}
	if err := owner.PutUser(t.Context(), aino); err != nil {
		t.Fatal(err)
	}
	c, err := owner.CreateCase(t.Context(), aino)
	if err != nil {
		t.Fatal(err)
	}
	for _, content := range []string{strings.Repeat("Suunnitelma. ", 50_000), eicar} {
		sum := sha256.Sum256([]byte(content))
		if _, err := owner.Attach(t.Context(), c.ID, bytes.NewReader([]byte(content)), func(c permits.Case, now time.Time) (permits.Attachment, error) {
			return c.Attach(aino, permits.Attachment{Kind: permits.ResearchPlan, To: permits.ToApplication, Name: "x.txt", Type: permits.PlainText,
				Size: int64(len(content)), SHA256: hex.EncodeToString(sum[:])}, c.Attached, demoScan().attachments("").Limits, permits.ScanPending, now)
		}); err != nil {
			t.Fatal(err)
		}
	}
	work, err := postgres.OpenAs(t.Context(), dsn, postgres.WorkRole)
	if err != nil {
		t.Fatal(err)
	}
	defer work.Close()
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- work.Work(ctx, map[string]func(context.Context, json.RawMessage) error{postgres.ScanJob: demoScan().scans(work)}, postgres.WorkOptions{})
	}()
	for no, want := range map[int]permits.ScanState{1: permits.ScanClean, 2: permits.ScanInfected} {
		for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(50 * time.Millisecond) {
			a, err := owner.Attachment(t.Context(), c.ID, no)
			if err != nil {
				t.Fatal(err)
			}
			if a.Scan == want {
				if open := a.Opens() == nil; open != (want == permits.ScanClean) {
					t.Errorf("%s opens: %v", want, open)
				}
				break
			}
			if time.Now().After(deadline) {
				t.Fatalf("attachment %d is %s, want %s", no, a.Scan, want)
			}
		}
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}
