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
// that is an error. A process id that now belongs to something else would stop
// PostgreSQL from starting; its file is then removed.
func awaitPredecessor(ctx context.Context, data string) error {
	began := time.Now()
	for {
		p, ok := readPostmaster(data)
		if !ok {
			return nil
		}
		switch program := programOf(p.pid); program {
		case "":
			return nil // gone: PostgreSQL itself clears the file and the shared memory
		case "postgres", "postmaster":
			patience := noticePatience
			if p.status == "stopping" {
				patience = checkpointPatience
			}
			if time.Since(began) > patience {
				return fmt.Errorf("a PostgreSQL server (process %d) already runs on these data: stop it first, or choose another --dir", p.pid)
			}
		default:
			err := os.Remove(filepath.Join(data, "postmaster.pid"))
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
			return nil
		}
		if err := sleep(ctx, 50*time.Millisecond); err != nil {
			return err
		}
	}
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
