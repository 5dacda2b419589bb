package cluster

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// socketPathLimit is what a unix socket's address holds: sun_path, less its zero byte.
const socketPathLimit = 107

const socketFile = ".s.PGSQL.5432"

// openFolder creates dir and its missing parents and sees to it that the server's
// user can reach it. A folder that somebody else made is opened for passing through
// (o+x) only when it is dir itself, or ours inside a temporary folder, where mktemp
// and tests make it 0700; of any other the error says what to do.
func openFolder(dir string, who account) error {
	if !who.dropped {
		return os.MkdirAll(dir, 0o700)
	}
	if err := makeFolders(dir); err != nil {
		return err
	}
	real, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return err
	}
	for at := real; ; at = filepath.Dir(at) {
		if err := openPassage(at, at == real, who); err != nil {
			return err
		}
		if at == filepath.Dir(at) {
			return nil
		}
	}
}

// makeFolders creates what is missing, passable whatever the umask says.
func makeFolders(dir string) error {
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := makeFolders(filepath.Dir(dir)); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o711); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return os.Chmod(dir, 0o711)
}

func openPassage(at string, given bool, who account) error {
	info, err := os.Stat(at)
	if err != nil {
		return err
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok || passable(st, who) {
		return nil
	}
	if ours := int(st.Uid) == os.Geteuid(); ours && (given || inTemp(at)) {
		return os.Chmod(at, info.Mode().Perm()|0o001)
	}
	return fmt.Errorf("user %s, who runs the database, cannot pass through %s: choose a folder elsewhere (--dir), or run: chmod o+x %s",
		who.name, at, at)
}

// passable reads the permission bits as the kernel does: the first class that fits decides.
func passable(st *syscall.Stat_t, who account) bool {
	switch {
	case int(st.Uid) == who.uid:
		return st.Mode&0o100 != 0
	case int(st.Gid) == who.gid:
		return st.Mode&0o010 != 0
	}
	return st.Mode&0o001 != 0
}

// temporary are the folders below which mktemp and tests make closed folders.
var temporary = []string{os.TempDir(), "/tmp", "/var/tmp", "/dev/shm"}

func inTemp(at string) bool {
	for _, dir := range temporary {
		real, err := filepath.EvalSymlinks(dir)
		if err == nil && strings.HasPrefix(at, real+string(filepath.Separator)) {
			return true
		}
	}
	return false
}

// socketFolder makes the folder of the socket: inside dir where the address fits,
// otherwise a short private one in the temporary folder, with dir/socket linking to
// it. Clients read a comma as the end of a host, so such a path does not fit either.
func socketFolder(dir string, who account) (string, error) {
	removeSocketFolder(dir) // what a killed predecessor left
	inside := filepath.Join(dir, "socket")
	if len(filepath.Join(inside, socketFile)) <= socketPathLimit && !strings.Contains(inside, ",") {
		if err := os.MkdirAll(inside, 0o700); err != nil {
			return "", err
		}
		return inside, who.own(inside)
	}
	short, err := os.MkdirTemp("", "permits-")
	if err != nil {
		return "", err
	}
	if len(filepath.Join(short, socketFile)) > socketPathLimit {
		return "", errors.Join(
			fmt.Errorf("the path of its socket would be longer than %d bytes: choose a shorter --dir", socketPathLimit),
			os.Remove(short))
	}
	if err := who.own(short); err != nil {
		return "", err
	}
	return short, os.Symlink(short, inside)
}

// removeSocketFolder removes the folder of the socket, wherever it stands, with the
// lock file of a killed server in it. What cannot be removed is told by the next start.
func removeSocketFolder(dir string) {
	inside := filepath.Join(dir, "socket")
	if short, err := os.Readlink(inside); err == nil {
		_ = os.RemoveAll(short)
	}
	_ = os.RemoveAll(inside)
}

// lockFolder takes dir for this process alone. The kernel gives the lock back when
// the process ends, so no stale lock exists.
func lockFolder(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		if err = f.Truncate(0); err == nil {
			_, err = fmt.Fprintf(f, "%d\n", os.Getpid())
		}
		return f, err
	}
	holder := make([]byte, 20)
	n, _ := f.ReadAt(holder, 0) // an unreadable number is left out of the sentence
	f.Close()
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, fmt.Errorf("the folder is in use by process %s: stop it first, or choose another --dir",
			strings.TrimSpace(string(holder[:n])))
	}
	return nil, &fs.PathError{Op: "lock", Path: dir, Err: err}
}
