package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"tietolupa/casbin"
	"tietolupa/extracts"
	"tietolupa/permits"
	"tietolupa/permits/letters"
	"tietolupa/postgres"
	"tietolupa/registers"
	"tietolupa/web"
)

type serveCommand struct {
	where
	Listen  string `default:"127.0.0.1:8080" help:"Address to listen on."`
	Workers int    `default:"2" help:"Builds side by side in this process; 0 leaves them to permits work."`
}

// Run serves until interrupted. Nobody can sign in before the sign-in of the
// authorities and of the researchers is configured.
func (c serveCommand) Run(ctx context.Context, out io.Writer) (err error) {
	p, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	s, err := newService(p, false, log)
	if err != nil {
		return err
	}
	return s.run(ctx, c.Listen, c.Workers, func(address string) {
		fmt.Fprintf(out, "Serving at http://%s/\n", address)
	})
}

// A service is the pages and, beside them, the workers.
type service struct {
	pages    http.Handler
	workshop *workshop
	demo     bool
	log      *slog.Logger
}

func newService(p *place, demo bool, log *slog.Logger) (*service, error) {
	shop, err := newWorkshop(p, log)
	if err != nil {
		return nil, err
	}
	policy, err := casbin.Load()
	if err != nil {
		return nil, err
	}
	pages, err := web.New(web.Config{
		DB: p.web, Catalogue: shop.catalogue, Policy: policy, Packages: shop.store,
		CheckKey:  func(key string) error { _, err := extracts.ParseRecipient(key); return err },
		Letter:    letterWriter(p.web, shop.catalogue, shop.signer.Fingerprint()),
		SignerKey: string(shop.signer.PublicFile()), Demo: demo, Logger: log, Version: version,
	})
	if err != nil {
		return nil, err
	}
	return &service{pages: pages, workshop: shop, demo: demo, log: log}, nil
}

// letterWriter writes the decision letter of a case in one language.
func letterWriter(db *postgres.DB, cat *registers.Catalogue, fingerprint string) func(context.Context, permits.Case, string) ([]byte, error) {
	return func(ctx context.Context, c permits.Case, lang string) ([]byte, error) {
		people := map[permits.UserID]permits.Actor{}
		for _, id := range append(c.Application.Users(), c.Applicant, c.Presenter, c.Decider) {
			if id == "" {
				continue
			}
			actor, err := db.User(ctx, id)
			if err != nil {
				return nil, err
			}
			people[id] = actor
		}
		events, err := db.Events(ctx, string(c.ID))
		if err != nil {
			return nil, err
		}
		return letters.Decision(letters.Input{
			Case: c, Catalogue: cat, People: people, Events: events, Language: lang, SignerFingerprint: fingerprint,
		})
	}
}

// run serves on address, works the queue with so many workers, tells ready the
// address got, and returns when ctx has ended and everything has stopped.
func (s *service) run(ctx context.Context, address string, workers int, ready func(address string)) error {
	listener, err := s.listen(ctx, address)
	if err != nil {
		return err
	}
	server := web.NewServer(s.pages)
	server.ErrorLog = slog.NewLogLogger(s.log.Handler(), slog.LevelWarn)
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("serve: %w", err)
		}
		return nil
	})
	group.Go(func() error {
		<-ctx.Done()
		// A download under way gets a moment; it can be resumed in any case.
		graceful, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		if err := server.Shutdown(graceful); err != nil {
			return server.Close()
		}
		return nil
	})
	if workers > 0 {
		group.Go(func() error {
			if err := s.workshop.work(ctx, workers); ctx.Err() == nil {
				return err
			}
			return nil // asked to stop while it was starting
		})
	}
	ready(listener.Addr().String())
	return group.Wait()
}

// listen opens the address. The demonstration lets anybody be anybody, so it
// refuses every address that other machines reach.
func (s *service) listen(ctx context.Context, address string) (net.Listener, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w; choose another with --listen", address, err)
	}
	if at := listener.Addr().(*net.TCPAddr); s.demo && !at.IP.IsLoopback() {
		return nil, errors.Join(
			fmt.Errorf("the demonstration lets anybody sign in as anybody, so it serves only this machine: %s is not a loopback address", address),
			listener.Close())
	}
	return listener, nil
}
