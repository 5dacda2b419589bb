package cluster

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// parsePostmaster reads postmaster.pid: the first line is the process id, the eighth the status.
func parsePostmaster(text string) (postmaster, bool) {
	lines := strings.Split(text, "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(lines[0]))
	if err != nil || pid <= 0 {
		return postmaster{}, false
	}
	p := postmaster{pid: pid}
	if len(lines) > 7 {
		p.status = strings.TrimSpace(lines[7])
	}
	return p, true
}

const (
	// checkpointPatience is how long a server whose owner was killed gets for its last checkpoint.
	checkpointPatience = 90 * time.Second
	// noticePatience is how long it gets to notice that it is to stop.
	noticePatience = 3 * time.Second
)

// awaitPredecessor waits for a server of a killed process to finish shutting down.
// We hold the folder's lock, so a server that stays was started by other means, and
// that is an error.
func awaitPredecessor(ctx context.Context, data string) error {
	began := time.Now()
	for {
		p, ok := readPostmaster(data)
		if !ok {
			return nil
		}
		if program := programOf(p.pid); program != "postgres" && program != "postmaster" {
			return disown(data)
		}
		patience := noticePatience
		if p.status == "stopping" {
			patience = checkpointPatience
		}
		if time.Since(began) > patience {
			return fmt.Errorf("a PostgreSQL server (process %d) already runs on these data: stop it first, or choose another --dir", p.pid)
		}
		if err := sleep(ctx, 50*time.Millisecond); err != nil {
			return err
		}
	}
}

// disown clears the process id in a dead server's postmaster.pid. PostgreSQL would
// refuse to start while that number is a zombie's, or by now another program's; it
// overlooks its own parent's, so ours is written over it. The rest of the file stays:
// by the shared memory named there PostgreSQL finds survivors of the dead server.
func disown(data string) error {
	path := filepath.Join(data, "postmaster.pid")
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	_, rest, _ := strings.Cut(string(b), "\n")
	return os.WriteFile(path, fmt.Appendf(nil, "%d\n%s", os.Getpid(), rest), 0o600)
}

// programOf names the program of a living process; empty when there is none. A
// zombie has no command line left and counts as gone.
func programOf(pid int) string {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	if err != nil || len(b) == 0 {
		return ""
	}
	first, _, _ := strings.Cut(string(b), "\x00")
	first, _, _ = strings.Cut(first, ":") // a server process may rename itself "postgres: …"
	return filepath.Base(first)
}
