package cluster

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

const ownerEnv = "CLUSTER_TEST_OWNER_DIR"

// TestMain lets the test binary be, when asked, a process that owns a cluster and
// waits to be killed. The tests themselves work in memory where they can.
func TestMain(m *testing.M) {
	if dir := os.Getenv(ownerEnv); dir != "" {
		c, err := Start(context.Background(), Config{Dir: dir, Durable: true})
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Println(c.PID(), c.DSN("postgres"))
		select {}
	}
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() {
		_ = os.Setenv("TMPDIR", "/dev/shm") // it cannot fail for a plain name
	}
	os.Exit(m.Run())
}

// ownerProcess starts another process that owns a cluster in dir.
func ownerProcess(t *testing.T, dir string) (cmd *exec.Cmd, server int, dsn string) {
	t.Helper()
	cmd = exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), ownerEnv+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the owner did not start its cluster: %v", err)
	}
	pid, dsn, _ := strings.Cut(strings.TrimSpace(line), " ")
	if server, err = strconv.Atoi(pid); err != nil {
		t.Fatal(err)
	}
	return cmd, server, dsn
}

// serversOn lists the processes whose command line or working folder is in a data folder.
func serversOn(dir string) (pids []string) {
	all, _ := filepath.Glob("/proc/[0-9]*")
	for _, p := range all {
		line, _ := os.ReadFile(filepath.Join(p, "cmdline"))
		cwd, _ := os.Readlink(filepath.Join(p, "cwd"))
		program := strings.Split(string(line), "\x00")[0]
		if strings.Contains(program, "postgres") && (strings.Contains(string(line), dir) || strings.HasPrefix(cwd, dir)) {
			pids = append(pids, filepath.Base(p))
		}
	}
	return pids
}

func awaitNone(t *testing.T, dir string) {
	t.Helper()
	deadline := time.Now().Add(30 * time.Second)
	for len(serversOn(dir)) > 0 {
		if time.Now().After(deadline) {
			t.Fatalf("server processes remain: %v", serversOn(dir))
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func TestKilledOwner(t *testing.T) {
	for _, test := range []struct {
		name   string
		server bool // the server is killed too: the next start recovers from a crash
		wait   bool // the next start comes when the old server has gone
	}{
		{name: "leaves no server behind", wait: true},
		{name: "may be restarted at once"},
		{name: "and its server killed as well", server: true},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			owner, server, dsn := ownerProcess(t, dir)
			if out, err := psql(t, dsn, "create table kept as select generate_series(1, 100000) n"); err != nil {
				t.Fatalf("psql: %v: %s", err, out)
			}
			if len(serversOn(dir)) == 0 {
				t.Fatal("the search for server processes finds none while one runs")
			}
			if err := owner.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			if test.server {
				_ = syscall.Kill(server, syscall.SIGKILL) // it may be on its way out already
			}
			_ = owner.Wait() // killed, as it was told to be
			if test.wait {
				awaitNone(t, dir)
			}
			again := startIn(t, Config{Dir: dir, Durable: true})
			if got := answer(t, again, "select count(*) from kept"); got != "100000" {
				t.Errorf("after the kill: got %s rows, want 100000", got)
			}
			if err := again.Stop(); err != nil {
				t.Error(err)
			}
			awaitNone(t, dir)
		})
	}
}

func TestServerStartedByHandIsRespected(t *testing.T) {
	dir := t.TempDir()
	c := startIn(t, Config{Dir: dir})
	if err := c.Stop(); err != nil {
		t.Fatal(err)
	}
	who, err := serverAccount(c.data())
	if err != nil {
		t.Fatal(err)
	}
	bin, err := installed.find("")
	if err != nil {
		t.Fatal(err)
	}
	byHand := exec.Command(filepath.Join(bin, "postgres"), "-D", c.data(), "-k", c.data(), "-c", "listen_addresses=")
	prepare(byHand, c.data(), who, syscall.SIGKILL)
	s, err := follow(byHand)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.kill)
	if err := s.awaitReady(t.Context(), c.data()); err != nil {
		t.Fatal(err)
	}
	_, err = Start(t.Context(), Config{Dir: dir})
	if want := fmt.Sprintf("(process %d) already runs", s.pid); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %q", err, want)
	}
}

func TestReusedProcessIDDoesNotBlock(t *testing.T) {
	dir := t.TempDir()
	c := startIn(t, Config{Dir: dir})
	if err := c.Stop(); err != nil {
		t.Fatal(err)
	}
	// After a restart of the machine the number in the file may be anybody's: here, ours.
	stale := fmt.Sprintf("%d\n%s\n1600000000\n5432\n%s\n\n  0  0\nready   \n", os.Getpid(), c.data(), dir)
	if err := os.WriteFile(filepath.Join(c.data(), "postmaster.pid"), []byte(stale), 0o600); err != nil {
		t.Fatal(err)
	}
	who, err := serverAccount(c.data())
	if err != nil {
		t.Fatal(err)
	}
	if err := who.own(filepath.Join(c.data(), "postmaster.pid")); err != nil {
		t.Fatal(err)
	}
	if got := answer(t, startIn(t, Config{Dir: dir}), "select 1"); got != "1" {
		t.Errorf("got %q", got)
	}
}
