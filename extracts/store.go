package extracts

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
)

// ErrNoSpace says that a disk is full. What was half written has been removed.
var ErrNoSpace = errors.New("the disk is full: free space or move the folder, then try again")

// ErrNoPackage says that the store holds no package of the name.
var ErrNoPackage = errors.New("no such package in the store")

// A Store keeps sealed packages. A package appears in it whole or not at all.
type Store interface {
	// Create starts the package name. Nobody sees it before Commit.
	Create(name string) (StoreWriter, error)
	// Open opens a package and says how many bytes it has; ErrNoPackage when
	// there is none.
	Open(name string) (io.ReadSeekCloser, int64, error)
	// Remove removes a package; one that is not there is no error.
	Remove(name string) error
}

// A StoreWriter is a package being written. Exactly one of Commit and Abort
// takes effect; Abort after Commit does nothing, so it can be deferred.
type StoreWriter interface {
	io.Writer
	Commit() error
	Abort() error
}

// A FolderStore is a Store in one folder of one file system.
type FolderStore struct{ Dir string }

var _ Store = FolderStore{}

// temporary begins the names of files that are being written. No package name
// begins with a full stop.
const temporary = ".writing-"

var packageName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$`)

// NewFolderStore opens a store in dir, makes the folder when it is missing, and
// removes what writers that died have left. Files that a living process is
// writing are locked by it and stay.
func NewFolderStore(dir string) (FolderStore, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return FolderStore{}, fmt.Errorf("open store: %w", spaceError(err))
	}
	s := FolderStore{dir}
	if err := s.sweep(); err != nil {
		return FolderStore{}, fmt.Errorf("sweep store: %w", err)
	}
	return s, nil
}

func (s FolderStore) sweep() error {
	entries, err := os.ReadDir(s.Dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), temporary) || !e.Type().IsRegular() {
			continue
		}
		if err := removeAbandoned(filepath.Join(s.Dir, e.Name())); err != nil {
			return err
		}
	}
	return nil
}

// removeAbandoned removes a temporary file whose writer is gone: the lock of a
// living one is not to be had.
func removeAbandoned(path string) error {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	if syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) != nil {
		return nil
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// Create starts a package. A package that already has the name is replaced at
// Commit, at once; those who are reading it go on with the old one.
func (s FolderStore) Create(name string) (StoreWriter, error) {
	if err := checkPackageName(name); err != nil {
		return nil, fmt.Errorf("create package: %w", err)
	}
	for {
		f, err := os.CreateTemp(s.Dir, temporary)
		if err != nil {
			return nil, fmt.Errorf("create package: %w", spaceError(err))
		}
		locked, err := lockOwn(f)
		if err != nil {
			return nil, fmt.Errorf("create package: %w", errors.Join(err, f.Close(), os.Remove(f.Name())))
		}
		if locked {
			return &folderWriter{File: f, dir: s.Dir, name: filepath.Join(s.Dir, name)}, nil
		}
		f.Close() // swept away before it was locked
	}
}

// lockOwn locks a fresh file, and says whether it is still in its folder: a
// sweep may have come between.
func lockOwn(f *os.File) (bool, error) {
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		return false, err
	}
	now, err := os.Stat(f.Name())
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	own, err := f.Stat()
	return err == nil && os.SameFile(own, now), err
}

// Open opens a package for reading from any place in it.
func (s FolderStore) Open(name string) (io.ReadSeekCloser, int64, error) {
	if err := checkPackageName(name); err != nil {
		return nil, 0, fmt.Errorf("open package: %w", err)
	}
	f, err := os.Open(filepath.Join(s.Dir, name))
	if errors.Is(err, os.ErrNotExist) {
		return nil, 0, fmt.Errorf("open package: %w", ErrNoPackage)
	}
	if err != nil {
		return nil, 0, fmt.Errorf("open package: %w", err)
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = ErrNoPackage
	}
	if err != nil {
		f.Close()
		return nil, 0, fmt.Errorf("open package: %w", err)
	}
	return f, info.Size(), nil
}

// Remove removes a package.
func (s FolderStore) Remove(name string) error {
	if err := checkPackageName(name); err != nil {
		return fmt.Errorf("remove package: %w", err)
	}
	if err := os.Remove(filepath.Join(s.Dir, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("remove package: %w", err)
	}
	return syncFolder(s.Dir)
}

type folderWriter struct {
	*os.File
	dir, name string
	done      bool
}

func (w *folderWriter) Write(p []byte) (int, error) {
	n, err := w.File.Write(p)
	return n, spaceError(err)
}

// Commit makes the package visible: what was written is on the disk before its
// name is, and its name is before Commit returns.
func (w *folderWriter) Commit() error {
	if w.done {
		return errors.New("commit package: already ended")
	}
	if err := w.Sync(); err != nil {
		return fmt.Errorf("commit package: %w", errors.Join(spaceError(err), w.Abort()))
	}
	if err := os.Rename(w.Name(), w.name); err != nil {
		return fmt.Errorf("commit package: %w", errors.Join(spaceError(err), w.Abort()))
	}
	w.done = true
	return errors.Join(w.Close(), syncFolder(w.dir))
}

// Abort removes what was written.
func (w *folderWriter) Abort() error {
	if w.done {
		return nil
	}
	w.done = true
	return errors.Join(os.Remove(w.Name()), w.Close())
}

func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("sync store: %w", err)
	}
	defer d.Close()
	if err := d.Sync(); err != nil {
		return fmt.Errorf("sync store: %w", spaceError(err))
	}
	return nil
}

// checkPackageName refuses every name that could lead out of the folder or be
// taken for a file being written.
func checkPackageName(name string) error {
	if !packageName.MatchString(name) {
		return fmt.Errorf("name %q: use letters, digits, full stops, hyphens and underscores only", name)
	}
	return nil
}
