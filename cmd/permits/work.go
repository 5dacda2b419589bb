package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"

	"golang.org/x/sync/errgroup"
)

type workCommand struct {
	where
	mailing
	scanning
	numbering
	ledgering
	Workers int `default:"2" help:"How many builds run side by side."`
}

// Run works the queue until interrupted.
func (c workCommand) Run(ctx context.Context, _ io.Writer) (err error) {
	if err := c.check(); err != nil {
		return err
	}
	p, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	p.scanning, p.keys = c.scanning, c.ledgering
	shop, err := newWorkshop(p, log)
	if err != nil {
		return err
	}
	postman, err := c.postman(p.work, log)
	if err != nil {
		return err
	}
	numberer, err := c.numberer(p.work, log)
	if err != nil {
		return err
	}
	group, working := errgroup.WithContext(ctx)
	group.Go(func() error { return shop.work(working, c.Workers) })
	if postman != nil {
		group.Go(func() error { return postman(working) })
	}
	if numberer != nil {
		group.Go(func() error { return numberer(working) })
	}
	return errors.Join(group.Wait(), shop.sealer.rest(ctx))
}

type migrateCommand struct{ where }

// Run migrates: opening a place does.
func (c migrateCommand) Run(ctx context.Context, out io.Writer) (err error) {
	p, err := c.open(ctx)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(out, "The database has this program's schema.\n"); err != nil {
		return errors.Join(err, p.Close())
	}
	return p.Close()
}

func newLogger(to io.Writer) *slog.Logger { return slog.New(slog.NewTextHandler(to, nil)) }

var log = newLogger(os.Stderr)
