package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"tietolupa/extracts"
	"tietolupa/permits"
	"tietolupa/registers"
)

// A journey performs what people do, at the service's pages, and keeps what
// they got.
type journey struct {
	service *service
	place   *place
	base    string
	dir     string
	out     io.Writer
	steps   []step
}

// once serves on a free port, performs the researcher's journey and then the
// analyst's, verifies what was downloaded, leaves everything in dir, and stops.
func once(ctx context.Context, s *service, p *place, dir string, out io.Writer) error {
	if err := os.MkdirAll(filepath.Join(dir, "analyst"), 0o755); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	address := make(chan string, 1)
	group, serving := errgroup.WithContext(ctx)
	group.Go(func() error { return s.run(serving, demoWorkers, func(at string) { address <- at }) })
	group.Go(func() error {
		defer stop()
		select {
		case at := <-address:
			j := &journey{service: s, place: p, base: "http://" + at, dir: dir, out: out}
			return j.run(serving)
		case <-serving.Done():
			return serving.Err()
		}
	})
	if err := group.Wait(); err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

func (j *journey) run(ctx context.Context) (err error) {
	defer func() { err = errors.Join(err, j.leaveSteps()) }()
	if err := os.WriteFile(filepath.Join(j.dir, "minisign.pub"), j.service.workshop.signer.PublicFile(), 0o644); err != nil {
		return err
	}
	if err := j.researcher(ctx); err != nil {
		return err
	}
	if err := j.analyst(ctx); err != nil {
		return err
	}
	fmt.Fprintf(j.out, "\nLeft in %s: the researcher's package, identity.txt, minisign.pub, paatos.pdf, saate.pdf with its signature, journey.json, and the analyst's in analyst/.\n", j.dir)
	return nil
}

func (j *journey) leaveSteps() error {
	text, err := json.MarshalIndent(j.steps, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(j.dir, "journey.json"), append(text, '\n'), 0o644)
}

func (j *journey) tell(format string, args ...any) { fmt.Fprintf(j.out, "  "+format+"\n", args...) }

// visitor signs a person of the demonstration in, as at the sign-in page.
func (j *journey) visitor(ctx context.Context, id permits.UserID) (*visitor, error) {
	v, err := newVisitor(string(id), j.base, &j.steps)
	if err != nil {
		return nil, err
	}
	if err := v.open(ctx, "open the front page", "/?lang=fi"); err != nil {
		return nil, err
	}
	return v, v.signIn(ctx, id)
}

// wait moves the service's clock over a term, which a person would wait out.
func (j *journey) wait(ctx context.Context, days int, why string) error {
	now, err := j.place.owner.Now(ctx)
	if err != nil {
		return err
	}
	then := now.AddDate(0, 0, days)
	j.tell("the service clock moves to %s: %s", then.Format("2.1.2006"), why)
	return j.place.owner.SetClock(ctx, then)
}

// collect waits at an order's page until the package is sealed, downloads it
// into dir and verifies it there.
func (j *journey) collect(ctx context.Context, v *visitor, dir, identity string) error {
	order := filepath.Base(v.at.Path)
	for v.link("/orders/"+order+"/package") == "" {
		if v.class("panel bad") {
			return fmt.Errorf("order %s failed: %s", order, v.id("progress"))
		}
		select {
		case <-time.After(200 * time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
		if err := v.open(ctx, "look at the order", v.at.Path); err != nil {
			return err
		}
	}
	path := filepath.Join(dir, order+".tar.age")
	if err := j.download(ctx, v, "download the package", "/orders/"+order+"/package", path); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "identity.txt"), []byte(identity), 0o600); err != nil {
		return err
	}
	return j.verify(ctx, path, identity)
}

func (j *journey) download(ctx context.Context, v *visitor, what, from, to string) (err error) {
	f, err := os.Create(to)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return v.download(ctx, what, from, f)
}

// verify checks the package as its recipient does.
func (j *journey) verify(ctx context.Context, path, identity string) error {
	identities, err := extracts.ParseIdentities(newReader(identity))
	if err != nil {
		return err
	}
	now, err := j.place.owner.Now(ctx)
	if err != nil {
		return err
	}
	checks, err := extracts.Verify(ctx, extracts.VerifyInput{
		Path: path, Identities: identities, Signer: j.service.workshop.signer.Public(), Language: "en", Today: registers.DayOf(now),
	})
	if err != nil {
		for _, c := range checks {
			j.tell("%s", c)
		}
		return err
	}
	j.tell("verified: %d checks of %s hold", len(checks), filepath.Base(path))
	return nil
}
