package cluster

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
)

// initialise makes the data folder unless it is there, and reads its password. A
// half-made one never bears the name: initdb works beside it and the result is renamed.
func (c *Cluster) initialise(ctx context.Context, bin string, who account) error {
	secret := filepath.Join(c.dir, "password")
	if dataVersion(c.data()) == "" {
		if err := c.create(ctx, bin, secret, who); err != nil {
			return err
		}
	}
	b, err := os.ReadFile(secret)
	if err != nil {
		return fmt.Errorf("read the database's password: %w", err)
	}
	c.password = strings.TrimSpace(string(b))
	return nil
}

func (c *Cluster) create(ctx context.Context, bin, secret string, who account) error {
	if _, err := os.Stat(c.data()); err == nil {
		return errors.New("its data folder is not a PostgreSQL data folder: move it away or choose another --dir")
	}
	fresh := filepath.Join(c.dir, "data.new")
	if err := os.RemoveAll(fresh); err != nil {
		return err
	}
	if err := os.Mkdir(fresh, 0o700); err != nil {
		return err
	}
	if err := os.WriteFile(secret, []byte(rand.Text()+"\n"), 0o600); err != nil {
		return err
	}
	if err := errors.Join(who.own(fresh), who.own(secret)); err != nil {
		return err
	}
	args := []string{
		"--pgdata=" + fresh, "--username=" + owner, "--pwfile=" + secret, "--auth=scram-sha-256",
		"--encoding=UTF8", "--locale=C", "--data-checksums",
	}
	if !c.durable {
		args = append(args, "--no-sync")
	}
	cmd := exec.CommandContext(ctx, filepath.Join(bin, "initdb"), args...)
	prepare(cmd, c.dir, who, syscall.SIGTERM) // initdb cleans up after itself on SIGTERM
	if out, err := runBound(cmd); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, lastLines(out, 3))
	}
	return os.Rename(fresh, c.data())
}

// prepare gives a child the server's user, a quiet environment, a process group of
// its own (Ctrl-C is ours to handle) and the signal it gets when we die.
func prepare(cmd *exec.Cmd, dir string, who account, last syscall.Signal) {
	cmd.Dir = dir
	cmd.Env = []string{"PATH=/usr/bin:/bin", "LC_ALL=C", "TZ=UTC", "HOME=" + dir}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Credential: who.credential(), Pdeathsig: last}
}

// runBound runs a short-lived child. The kernel ties Pdeathsig to the thread that
// started the child, so the thread is kept until the child has ended.
func runBound(cmd *exec.Cmd) ([]byte, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	return cmd.CombinedOutput()
}

func lastLines(b []byte, n int) string {
	lines := strings.Split(strings.TrimSpace(string(b)), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], " / ")
}
