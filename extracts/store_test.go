package extracts

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"

	duckdb "github.com/duckdb/duckdb-go/v2"
)

func openStore(t *testing.T) FolderStore {
	t.Helper()
	s, err := NewFolderStore(filepath.Join(t.TempDir(), "store"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func put(t *testing.T, s FolderStore, name, text string) {
	t.Helper()
	w, err := s.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Commit(), w.Abort()); err != nil {
		t.Fatal(err)
	}
}

func TestStoreShowsAPackageWholeOrNotAtAll(t *testing.T) {
	s := openStore(t)
	w, err := s.Create("a.tar.age")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte("half")); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Open("a.tar.age"); !errors.Is(err, ErrNoPackage) {
		t.Errorf("before Commit: %v", err)
	}
	if err := errors.Join(w.Commit(), w.Abort()); err != nil {
		t.Fatal(err)
	}
	if err := w.Commit(); err == nil {
		t.Error("committed twice")
	}
	r, n, err := s.Open("a.tar.age")
	if err != nil || n != 4 {
		t.Fatalf("%d bytes, %v", n, err)
	}
	defer r.Close()
	put(t, s, "a.tar.age", "again, whole") // replaced; the one being read stays
	if _, err := r.Seek(2, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(r); err != nil || string(b) != "lf" {
		t.Errorf("read %q, %v", b, err)
	}
	if err := errors.Join(s.Remove("a.tar.age"), s.Remove("a.tar.age")); err != nil {
		t.Error(err)
	}
	nothingVisible(t, s)
}

func TestStoreAbortLeavesNothing(t *testing.T) {
	s := openStore(t)
	w, err := s.Create("a.tar.age")
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Abort(), w.Abort()); err != nil {
		t.Error(err)
	}
	nothingVisible(t, s)
}

func TestStoreRefusesNamesThatLeadOut(t *testing.T) {
	s := openStore(t)
	for _, name := range []string{"", ".", "..", "../x", "a/b", "/etc/passwd", `a\b`, ".writing-1", "-rf", "a\x00b", "ä", "a b", string(bytes.Repeat([]byte("a"), 101))} {
		if _, err := s.Create(name); err == nil {
			t.Errorf("created %q", name)
		}
		if _, _, err := s.Open(name); err == nil {
			t.Errorf("opened %q", name)
		}
		if err := s.Remove(name); err == nil {
			t.Errorf("removed %q", name)
		}
	}
	if err := os.Mkdir(filepath.Join(s.Dir, "folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Open("folder"); !errors.Is(err, ErrNoPackage) {
		t.Errorf("opened a folder: %v", err)
	}
}

func TestStoreSweepsWhatTheDeadLeft(t *testing.T) {
	s := openStore(t)
	put(t, s, "kept.tar.age", "whole")
	write(t, filepath.Join(s.Dir, temporary+"dead"), []byte("half"))
	alive, err := s.Create("alive.tar.age")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := NewFolderStore(s.Dir); err != nil { // another worker starts
		t.Fatal(err)
	}
	if err := alive.Commit(); err != nil {
		t.Errorf("a living writer was swept away: %v", err)
	}
	var names []string
	entries, err := os.ReadDir(s.Dir)
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if err != nil || fmt.Sprint(names) != "[alive.tar.age kept.tar.age]" {
		t.Errorf("%v, %v", names, err)
	}
}

func TestStoreWritersAndSweepersSideBySide(t *testing.T) {
	s := openStore(t)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for j := range 20 {
				w, err := s.Create(fmt.Sprintf("%d-%d.tar.age", i, j))
				if err != nil {
					t.Error(err)
					return
				}
				if _, err := NewFolderStore(s.Dir); err != nil {
					t.Error(err)
				}
				if err := w.Commit(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if entries, err := os.ReadDir(s.Dir); err != nil || len(entries) != 160 {
		t.Errorf("%d packages, %v", len(entries), err)
	}
}

func TestFullDiskIsRecognised(t *testing.T) {
	for _, err := range []error{
		&os.PathError{Op: "write", Path: "/x", Err: syscall.ENOSPC},
		fmt.Errorf("flush: %w", syscall.EDQUOT),
		&duckdb.Error{Msg: `IO Error: Could not write file "x": No space left on device`},
		ErrNoSpace,
	} {
		if !errors.Is(spaceError(err), ErrNoSpace) {
			t.Errorf("%v", err)
		}
	}
	if err := io.ErrUnexpectedEOF; !errors.Is(spaceError(err), err) || spaceError(nil) != nil {
		t.Error("another error was changed")
	}
}
