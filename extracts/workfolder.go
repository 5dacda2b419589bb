package extracts

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"syscall"
)

// A build works in a folder of its own, which it holds locked until the built
// file is removed. The lock ends with the process, so that Sweep knows what a
// killed worker has left.

const workPrefix = "build-"

var held sync.Map // folder → *os.File

// newWorkFolder makes a locked folder that only its owner may enter.
func newWorkFolder(dir string) (_ string, err error) {
	around, err := lockFolder(dir, syscall.LOCK_EX) // no Sweep between making and locking
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, around.Close()) }()
	folder, err := os.MkdirTemp(dir, workPrefix) // 0700
	if err != nil {
		return "", err
	}
	lock, err := lockFolder(folder, syscall.LOCK_EX)
	if err != nil {
		return "", errors.Join(err, os.Remove(folder))
	}
	held.Store(folder, lock)
	return folder, nil
}

// removeWorkFolder deletes a folder with everything in it.
func removeWorkFolder(folder string) error {
	err := os.RemoveAll(folder)
	if lock, ok := held.LoadAndDelete(folder); ok {
		err = errors.Join(err, lock.(*os.File).Close())
	}
	return err
}

// Sweep deletes what builds of killed processes have left in the work folder
// dir. Running builds, of this process or another, are left alone. A worker
// calls it when it starts.
func Sweep(dir string) (err error) {
	around, err := lockFolder(dir, syscall.LOCK_EX)
	if err != nil {
		return fmt.Errorf("sweep the work folder: %w", err)
	}
	defer func() { err = errors.Join(err, around.Close()) }()
	folders, err := filepath.Glob(filepath.Join(dir, workPrefix+"*"))
	if err != nil {
		return fmt.Errorf("sweep the work folder: %w", err)
	}
	for _, folder := range folders {
		lock, err := lockFolder(folder, syscall.LOCK_EX|syscall.LOCK_NB)
		if errors.Is(err, syscall.EWOULDBLOCK) || errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err == nil {
			err = errors.Join(os.RemoveAll(folder), lock.Close())
		}
		if err != nil {
			return fmt.Errorf("sweep the work folder: %w", err)
		}
	}
	return nil
}

func lockFolder(folder string, how int) (*os.File, error) {
	f, err := os.Open(folder)
	if err != nil {
		return nil, err
	}
	for {
		err = syscall.Flock(int(f.Fd()), how)
		if !errors.Is(err, syscall.EINTR) {
			break
		}
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}
