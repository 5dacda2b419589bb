package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"tietolupa/casbin"
	"tietolupa/extracts"
	"tietolupa/permits"
	"tietolupa/permits/letters"
	"tietolupa/postgres"
	"tietolupa/registers"
	"tietolupa/registers/law"
	"tietolupa/web"
)

type serveCommand struct {
	where
	mailing
	scanning
	ledgering
	numbering
	Listen  string        `default:"127.0.0.1:8080" help:"Address to listen on."`
	Workers int           `default:"2" help:"Builds side by side in this process; 0 leaves them to permits work."`
	Issuers string        `help:"File of the OpenID Connect issuers that vouch for persons." type:"path" env:"PERMITS_ISSUERS"`
	Claims  string        `help:"File that says what the issuers' claims mean." type:"path" env:"PERMITS_CLAIMS"`
	Wait    time.Duration `name:"wait-issuers" default:"0s" help:"Ask an issuer that does not answer again for so long, instead of failing at once." env:"PERMITS_WAIT_ISSUERS"`
	Proxies []string      `name:"proxy" help:"Network of a proxy of yours (CIDR), whose X-Forwarded-For counts." env:"PERMITS_PROXIES"`
}

// Run serves until interrupted.
func (c serveCommand) Run(ctx context.Context, out io.Writer) (err error) {
	front, err := c.front(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, front.Close()) }()
	if err := c.check(); err != nil {
		return err
	}
	p, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	p.scanning, p.keys = c.scanning, c.ledgering
	s, err := newService(p, c.Workers, front, log)
	if err != nil {
		return err
	}
	if c.Workers > 0 {
		if s.postman, err = c.postman(p.work, log); err != nil {
			return err
		}
		if s.numberer, err = c.numberer(p.work, log); err != nil {
			return err
		}
	}
	return s.run(ctx, c.Workers, func(address string) {
		fmt.Fprintf(out, "Serving at http://%s/\n", address)
	})
}

// A service is the pages and, beside them, the workers.
type service struct {
	pages    http.Handler
	warm     func(ctx context.Context) error // connections, for reading records
	workshop *workshop                       // nil where builds are left to other processes
	postman  func(ctx context.Context) error // nil where nobody is written to
	numberer func(ctx context.Context) error // nil where the agency has no case system
	signer   minisign                        // public
	front    *frontage
	log      *slog.Logger
}

// A minisign key as its file's text, and its fingerprint.
type minisign struct{ file, fingerprint string }

// newService prepares the pages and, with workers, the workshop. Pages without
// workers hold no key: they read the signer's public one.
func newService(p *place, workers int, front *frontage, log *slog.Logger) (*service, error) {
	s := &service{front: front, log: log}
	cat, err := registers.Load()
	if err != nil {
		return nil, err
	}
	policy, err := casbin.Load()
	if err != nil {
		return nil, err
	}
	store, err := p.packages()
	if err != nil {
		return nil, err
	}
	practices, err := p.practices()
	if err != nil {
		return nil, err
	}
	if workers > 0 {
		if s.workshop, err = newWorkshop(p, log); err != nil {
			return nil, err
		}
	}
	if s.signer, err = publicSigner(p); err != nil {
		return nil, err
	}
	p.web.SetSigner(s.signer.fingerprint)
	uploads, err := p.uploads()
	if err != nil {
		return nil, err
	}
	s.warm = p.web.Registers(cat, law.RetentionRules()).Warm
	personal, err := casbin.NewRights(p.web, 0)
	if err != nil {
		return nil, err
	}
	s.pages, err = web.New(web.Config{
		DB: p.web, Catalogue: cat, Policy: policy, Rights: personal, Packages: store, Practices: practices,
		Fingerprint: extracts.Fingerprint, Challenge: extracts.Challenge,
		Letter: func(ctx context.Context, c permits.Case, lang string) ([]byte, error) {
			in, err := letterInput(ctx, p.web, cat, s.signer.fingerprint, c)
			if err != nil {
				return nil, err
			}
			in.Language = lang
			return letters.Decision(in)
		},
		SignerKey: s.signer.file, SignIn: front.signIn, Proxies: front.proxies, Demo: front.demo, Logger: log, Version: version,
		Attachments: p.scanning.attachments(uploads),
		Imports: web.Imports{Dir: uploads, Limit: importLimit, Parquet: func(ctx context.Context, path string) (web.RowFile, error) {
			return extracts.OpenParquet(ctx, path)
		}},
	})
	return s, err
}

// publicSigner reads the signer's public key, which the workers made.
func publicSigner(p *place) (minisign, error) {
	text, err := os.ReadFile(filepath.Join(p.dir, "keys", "signer", extracts.SignerPublicFile))
	if errors.Is(err, os.ErrNotExist) {
		return minisign{}, errors.New("the signer has no key yet: run permits work with this folder once, or copy its minisign.pub to keys/signer")
	}
	if err != nil {
		return minisign{}, err
	}
	key, err := extracts.ParseSignerKey(text)
	if err != nil {
		return minisign{}, err
	}
	return minisign{string(text), extracts.SignerFingerprint(key)}, nil
}

// letterInput gathers what the letters of a case are written from.
func letterInput(ctx context.Context, db *postgres.DB, cat *registers.Catalogue, fingerprint string, c permits.Case) (none letters.Input, _ error) {
	people := map[permits.UserID]permits.Actor{}
	for _, id := range append(c.Application.Users(), c.Applicant, c.Presenter, c.Decider) {
		if id == "" {
			continue
		}
		actor, err := db.User(ctx, id)
		if err != nil {
			return none, err
		}
		people[id] = actor
	}
	events, err := db.Events(ctx, string(c.ID))
	if err != nil {
		return none, err
	}
	return letters.Input{Case: c, Catalogue: cat, People: people, Events: events,
		Language: c.Application.Language, SignerFingerprint: fingerprint}, nil
}

// run serves at the frontage, works the queue with so many workers, tells ready
// the address got, and returns when ctx has ended and everything has stopped.
func (s *service) run(ctx context.Context, workers int, ready func(address string)) error {
	listener := s.front.listener
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
	if workers > 0 && s.workshop != nil {
		group.Go(func() error {
			if err := s.workshop.work(ctx, workers); ctx.Err() == nil {
				return err
			}
			return nil // asked to stop while it was starting
		})
	}
	if s.postman != nil {
		group.Go(func() error { return s.postman(ctx) })
	}
	if s.numberer != nil {
		group.Go(func() error { return s.numberer(ctx) })
	}
	group.Go(func() error { // while the first request is on its way
		if err := s.warm(ctx); err != nil && ctx.Err() == nil {
			s.log.Warn("prepare the connections", "error", err)
		}
		return nil
	})
	ready(listener.Addr().String())
	err := group.Wait()
	if workers > 0 && s.workshop != nil {
		err = errors.Join(err, s.workshop.sealer.rest(ctx))
	}
	return err
}
