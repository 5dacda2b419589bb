package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"tietolupa/internal/cluster"
	"tietolupa/postgres"
	"tietolupa/registers"
)

// where says which database a command works on and where its files stand; every
// command that needs one embeds it.
type where struct {
	Dir         string `help:"Folder of the private database, keys and packages." type:"path" env:"PERMITS_DIR"`
	DatabaseURL string `name:"database-url" help:"PostgreSQL to use instead of a private one." env:"DATABASE_URL"`
}

// A place is an open database with the folders that stand beside it.
type place struct {
	dir     string
	dsn     string
	owner   *postgres.DB     // migrations, the clock, people
	web     *postgres.DB     // the pages' own role
	work    *postgres.DB     // the workers' own role
	cluster *cluster.Cluster // nil when the database is somebody else's

	scanning scanning  // of attachments; the zero value takes none
	keys     ledgering // where destroyed keys are written down
}

// open starts the private cluster, or connects to the database named, and
// brings it to this program's schema. A program whose tables of law are broken
// does not start.
func (w where) open(ctx context.Context) (*place, error) {
	if err := loadLaw(); err != nil {
		return nil, err
	}
	dir := w.Dir
	if dir == "" {
		var err error
		if dir, err = cluster.DefaultDir("tietolupa"); err != nil {
			return nil, err
		}
	}
	// 0711: the private server runs as another user and must be able to pass.
	if err := os.MkdirAll(dir, 0o711); err != nil {
		return nil, fmt.Errorf("make the service's folder: %w", err)
	}
	p := &place{dir: dir, dsn: w.DatabaseURL}
	if p.dsn == "" {
		c, err := cluster.Start(ctx, cluster.Config{Dir: filepath.Join(dir, "postgres"), Durable: true})
		if err != nil {
			return nil, err
		}
		p.cluster, p.dsn = c, c.DSN("postgres")
	}
	if err := p.migrate(ctx); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	if err := p.connect(ctx); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return p, nil
}

// migrate brings the database up to date with the rights of the address's own
// user, over a connection of its own: what it makes is there for the next.
func (p *place) migrate(ctx context.Context) error {
	db, err := postgres.Open(ctx, p.dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	return postgres.Migrate(ctx, db.Pool())
}

// connect opens a pool for each part of the program, each with the rights it
// needs and no more.
func (p *place) connect(ctx context.Context) (err error) {
	if p.owner, err = postgres.Open(ctx, p.dsn); err != nil {
		return err
	}
	if p.web, err = postgres.OpenAs(ctx, p.dsn, postgres.WebRole); err != nil {
		return err
	}
	p.work, err = postgres.OpenAs(ctx, p.dsn, postgres.WorkRole)
	return err
}

// today is the service's day.
func (p *place) today(ctx context.Context) (registers.Day, error) {
	now, err := p.owner.Now(ctx)
	return registers.DayOf(now), err
}

// folder is a folder of the place that only this program may read.
func (p *place) folder(name string) (string, error) {
	dir := filepath.Join(p.dir, name)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("make folder %s: %w", name, err)
	}
	return dir, nil
}

// Close disconnects and stops the private cluster.
func (p *place) Close() error {
	for _, db := range []*postgres.DB{p.work, p.web, p.owner} {
		if db != nil {
			db.Close()
		}
	}
	if p.cluster == nil {
		return nil
	}
	return p.cluster.Stop()
}
