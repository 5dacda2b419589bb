package cluster

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// owner is the superuser that every DSN of a private cluster signs in as; the
// narrower roles are taken on with SET ROLE.
const owner = "permits_owner"

// Config says where a cluster stands and how much it has to withstand.
type Config struct {
	// Dir holds the cluster: data, socket, password, log. It is created when
	// missing. Under root it becomes traversable for everybody (0711), because the
	// server runs as another user; its contents stay closed.
	Dir string

	// Durable keeps what was committed through a crash of the machine. Without it
	// the server does not wait for the disk: for data that can be made again.
	Durable bool

	// Settings override the server settings that the package chooses.
	Settings map[string]string
}

// Cluster is a running private server.
type Cluster struct {
	dir      string
	socket   string
	password string
	durable  bool
	server   *server
	lock     *os.File
	stop     sync.Once
	stopErr  error
}

// Start makes the data folder if it is new, recovers it if its last server was
// killed, and returns when the server accepts connections.
//
// It fails, in one sentence that says what to do, when the binaries are not
// installed, when a parent folder is closed to the server's user, when another
// process uses the folder, and when the server does not come up; the error then
// ends with the last lines of the server's log. When ctx ends first the server is stopped.
func Start(ctx context.Context, cfg Config) (*Cluster, error) {
	if cfg.Dir == "" {
		return nil, errors.New("start PostgreSQL: no folder given for its data")
	}
	dir, err := filepath.Abs(cfg.Dir)
	if err != nil {
		return nil, fmt.Errorf("start PostgreSQL: %w", err)
	}
	c := &Cluster{dir: dir, durable: cfg.Durable}
	if err := c.start(ctx, cfg.Settings); err != nil {
		c.release()
		return nil, fmt.Errorf("start PostgreSQL in %s: %w", dir, err)
	}
	return c, nil
}

func (c *Cluster) start(ctx context.Context, overrides map[string]string) error {
	who, err := serverAccount(c.data())
	if err != nil {
		return err
	}
	if err := openFolder(c.dir, who); err != nil {
		return err
	}
	if c.lock, err = lockFolder(c.dir); err != nil {
		return err
	}
	bin, err := installed.find(dataVersion(c.data()))
	if err != nil {
		return err
	}
	if err := c.initialise(ctx, bin, who); err != nil {
		return err
	}
	if err := awaitPredecessor(ctx, c.data()); err != nil {
		return err
	}
	if c.socket, err = socketFolder(c.dir, who); err != nil {
		return err
	}
	c.server, err = launch(ctx, launchPlan{
		program: filepath.Join(bin, "postgres"),
		data:    c.data(),
		log:     filepath.Join(c.dir, "server.log"),
		args:    arguments(c.data(), c.socket, settings(c.durable, overrides)),
		who:     who,
		durable: c.durable,
	})
	return err
}

// DSN is the address of a database of the cluster, for the cluster's owner. It
// contains the password: it belongs in no log and in no error.
func (c *Cluster) DSN(database string) string {
	return fmt.Sprintf("postgres://%s:%s@/%s?host=%s",
		owner, c.password, url.PathEscape(database), url.PathEscape(c.socket))
}

// PID is the process id of the server (the postmaster).
func (c *Cluster) PID() int { return c.server.pid }

// Done is closed when the server has ended, whoever ended it.
func (c *Cluster) Done() <-chan struct{} { return c.server.exited }

// Stop shuts the server down and waits for it: connections are cut, what was
// committed stays. It may be called more than once and then repeats its answer.
// It reports an error when the server had already ended by itself or had to be killed.
func (c *Cluster) Stop() error {
	c.stop.Do(func() {
		if err := c.server.shutdown(c.durable); err != nil {
			c.stopErr = fmt.Errorf("stop PostgreSQL in %s: %w", c.dir, err)
		}
		c.release()
	})
	return c.stopErr
}

// release gives back what Start took besides the server.
func (c *Cluster) release() {
	if c.socket != "" {
		removeSocketFolder(c.dir)
	}
	if c.lock != nil {
		c.lock.Close() // the lock goes with the descriptor
	}
}

func (c *Cluster) data() string { return filepath.Join(c.dir, "data") }

// DefaultDir is where a cluster of this name stands when nobody said otherwise:
// /var/lib/NAME for root, whose home folder is closed to the server's user, and
// the user's own data folder (XDG) for everybody else.
func DefaultDir(name string) (string, error) {
	if os.Geteuid() == 0 {
		return filepath.Join("/var/lib", name), nil
	}
	if base := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(base) {
		return filepath.Join(base, name), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("find a folder for the database (name one with --dir): %w", err)
	}
	return filepath.Join(home, ".local", "share", name), nil
}

// dataVersion is the major version that made a data folder, empty when there is none.
func dataVersion(data string) string {
	b, err := os.ReadFile(filepath.Join(data, "PG_VERSION"))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(b))
}
