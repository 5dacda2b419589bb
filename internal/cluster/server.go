package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// server is the running postmaster and what is known of its end.
type server struct {
	pid    int
	proc   *os.Process
	exited chan struct{} // closed when it has ended; ending is set before
	ending error
}

type launchPlan struct {
	program, data, log string
	args               []string
	who                account
	durable            bool
}

// errStillAttached: processes of a killed postmaster live on for a moment, and
// PostgreSQL refuses to start beside them.
var errStillAttached = errors.New("processes of the previous server are still ending")

// launch starts the server and waits until it is ready.
func launch(ctx context.Context, plan launchPlan) (*server, error) {
	patience := time.Now().Add(20 * time.Second)
	for {
		s, err := attempt(ctx, plan)
		if !errors.Is(err, errStillAttached) || time.Now().After(patience) {
			return s, err
		}
		if err := sleep(ctx, 200*time.Millisecond); err != nil {
			return nil, err
		}
	}
}

func attempt(ctx context.Context, plan launchPlan) (*server, error) {
	log, err := os.OpenFile(plan.log, os.O_CREATE|os.O_APPEND|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	info, err := log.Stat()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(plan.program, plan.args...)
	prepare(cmd, plan.data, plan.who, quitSignal(plan.durable))
	cmd.Stdout, cmd.Stderr = log, log
	s, err := follow(cmd)
	if err != nil {
		return nil, err
	}
	if err := s.awaitReady(ctx, plan.data); err != nil {
		s.kill()
		said := since(log, info.Size())
		if strings.Contains(string(said), "pre-existing shared memory block") {
			return nil, errStillAttached
		}
		return nil, fmt.Errorf("%w: %s", err, lastLines(said, 4))
	}
	return s, nil
}

// follow starts the server on a thread that lives as long as the server does: the
// kernel sends Pdeathsig when the starting thread ends, not when the process does.
func follow(cmd *exec.Cmd) (*server, error) {
	s := &server{exited: make(chan struct{})}
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		if err == nil {
			s.pid, s.proc = cmd.Process.Pid, cmd.Process
		}
		started <- err
		if err == nil {
			s.ending = cmd.Wait()
			close(s.exited)
		}
	}()
	return s, <-started
}

func (s *server) awaitReady(ctx context.Context, data string) error {
	for pause := time.Millisecond; ; pause = min(2*pause, 50*time.Millisecond) {
		if p, ok := readPostmaster(data); ok && p.pid == s.pid && p.status == "ready" {
			return nil
		}
		select {
		case <-s.exited:
			return errors.New("the server ended at once")
		case <-ctx.Done():
			return fmt.Errorf("the server was not ready in time: %w", ctx.Err())
		case <-time.After(pause):
		}
	}
}

// quitSignal: a fast shutdown writes a checkpoint first, so that the next start need
// not recover; where nothing is worth keeping the server leaves at once.
func quitSignal(durable bool) syscall.Signal {
	if durable {
		return syscall.SIGINT
	}
	return syscall.SIGQUIT
}

func (s *server) shutdown(durable bool) error {
	select {
	case <-s.exited:
		return errors.New("the server had already ended by itself; its log says why")
	default:
	}
	for _, step := range []struct {
		signal syscall.Signal
		wait   time.Duration
	}{{quitSignal(durable), 2 * time.Minute}, {syscall.SIGQUIT, 10 * time.Second}} {
		_ = s.proc.Signal(step.signal) // it may end by itself in between
		select {
		case <-s.exited:
			return nil
		case <-time.After(step.wait):
		}
	}
	s.kill()
	return errors.New("the server did not shut down and was killed; it recovers at the next start")
}

func (s *server) kill() {
	_ = s.proc.Signal(syscall.SIGQUIT)
	select {
	case <-s.exited:
	case <-time.After(5 * time.Second):
		_ = s.proc.Kill()
		<-s.exited
	}
}

// since reads what was written to a log from a place on.
func since(log *os.File, from int64) []byte {
	b := make([]byte, 64<<10)
	n, _ := log.ReadAt(b, from) // the end of the file is the usual case
	return b[:n]
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// postmaster is what a server writes about itself in its data folder.
type postmaster struct {
	pid    int
	status string // starting, ready, stopping
}

func readPostmaster(data string) (postmaster, bool) {
	b, err := os.ReadFile(filepath.Join(data, "postmaster.pid"))
	if err != nil {
		return postmaster{}, false
	}
	return parsePostmaster(string(b))
}
