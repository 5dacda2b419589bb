package extracts

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"tietolupa/permits"
)

// inTmpfs runs the named test again in a mount namespace of its own, where it
// finds a disk of one MiB.
func inTmpfs(t *testing.T) (dir string) {
	t.Helper()
	if dir = os.Getenv("EXTRACTS_SMALL_DISK"); dir != "" {
		if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=1m"); err != nil {
			t.Fatalf("mount a small disk: %v", err)
		}
		return dir
	}
	cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), "EXTRACTS_SMALL_DISK="+t.TempDir())
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
	if os.Getuid() != 0 {
		cmd.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
		cmd.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
	}
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS: "+t.Name()) {
		t.Fatalf("a small disk needs a mount namespace (root, or user namespaces allowed by the kernel): %v\n%s", err, out)
	}
	return ""
}

func TestFullDiskIsSaidAndLeavesNothing(t *testing.T) {
	dir := inTmpfs(t)
	if dir == "" {
		return // it passed in there
	}
	s := newSealing(t)
	var err error
	if s.store, err = NewFolderStore(dir); err != nil {
		t.Fatal(err)
	}
	s.Store = s.store
	s.Extra = map[string][]byte{"ehdot.pdf": bytes.Repeat([]byte("x"), 2<<20)}
	_, err = Seal(t.Context(), s.SealInput)
	if !errors.Is(err, ErrNoSpace) || strings.Contains(err.Error(), dir) {
		t.Errorf("error %v", err)
	}
	nothingVisible(t, s.store)

	s.Extra = nil // and with less to write, the order can be run again
	d, err := Seal(t.Context(), s.SealInput)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.verify(t, filepath.Join(dir, d.File)); err != nil {
		t.Error(err)
	}
}

// TestKilledSealIsNeverVisible kills a process that seals over and over, at
// moments spread over its work, and looks at what it left.
func TestKilledSealIsNeverVisible(t *testing.T) {
	if dir := os.Getenv("EXTRACTS_SEAL_INTO"); dir != "" {
		s := newSealing(t)
		s.Store = FolderStore{dir}
		s.Extra = map[string][]byte{"ehdot.pdf": bytes.Repeat([]byte("x"), 4<<20)}
		fmt.Println("sealing")
		for i := 0; ; i++ {
			s.Order.ID = permits.OrderID(fmt.Sprintf("T-%d-2020", i))
			if _, err := Seal(t.Context(), s.SealInput); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, wait := range []time.Duration{3, 17, 40, 75, 120} {
		dir := t.TempDir()
		cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
		cmd.Env = append(os.Environ(), "EXTRACTS_SEAL_INTO="+dir)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(out, make([]byte, len("sealing"))); err != nil {
			t.Fatal(err)
		}
		time.Sleep(wait * time.Millisecond) // the moment of the kill, not a wait for a result
		_ = cmd.Process.Kill()              // it may have ended
		_ = cmd.Wait()

		store, err := NewFolderStore(dir) // the next start
		if err != nil {
			t.Fatal(err)
		}
		entries, err := os.ReadDir(store.Dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			text, err := os.ReadFile(filepath.Join(dir, e.Name()))
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasSuffix(e.Name(), PackageSuffix) || len(text) < 4<<20 {
				t.Errorf("killed after %d ms: %s of %d bytes is there", wait, e.Name(), len(text))
			}
		}
	}
}
