package pgtest

import (
	"os"
	"path/filepath"
	"syscall"
	"time"
)

const (
	folderPrefix = "permits-pgtest-"
	memory       = "/dev/shm"
	roomNeeded   = 1 << 30 // a template, some clones and the WAL take a third of it
)

// workFolder makes the folder of this process's server, in memory where there is
// room, and removes those that killed test processes left behind.
func workFolder() (string, error) {
	base := os.TempDir()
	var fs syscall.Statfs_t
	if err := syscall.Statfs(memory, &fs); err == nil && fs.Bavail*uint64(fs.Bsize) >= roomNeeded {
		base = memory
	}
	sweep(base)
	return os.MkdirTemp(base, folderPrefix)
}

// sweep removes the folders whose lock nobody holds. One that cannot be removed is
// somebody else's, and stays. One that is just being made has no lock yet, or has
// it not held yet: young folders are left alone.
func sweep(base string) {
	left, _ := filepath.Glob(filepath.Join(base, folderPrefix+"*")) // the pattern is well formed
	for _, dir := range left {
		f, err := os.Open(filepath.Join(dir, "lock"))
		if err != nil {
			continue
		}
		if made, err := f.Stat(); err != nil || time.Since(made.ModTime()) < time.Minute {
			f.Close()
			continue
		}
		if syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil {
			_ = os.RemoveAll(dir)
		}
		f.Close()
	}
}
