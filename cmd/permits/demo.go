package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
	"tietolupa/registers/synthetic"
)

// demoDay is where the demonstration begins: inside the validity of act
// 447/2020, on the first working day after the count day of the published
// figures that the population equals.
var demoDay = time.Date(2020, 11, 2, 9, 0, 0, 0, helsinki)

// demoWorkers is how many builds the demonstration makes side by side.
const demoWorkers = 2

type demoCommand struct {
	Dir     string `help:"Keep the demonstration in this folder; otherwise it is gone when it stops." type:"path"`
	Persons int    `default:"20000" help:"Size of the invented population; 0 is full scale, about a million."`
	Seed    uint64 `default:"2020" help:"The same seed invents the same people."`
	Listen  string `default:"127.0.0.1:8080" help:"Loopback address to listen on."`
	Once    bool   `help:"Perform the journeys over HTTP without anybody, leave what they delivered in --out, and exit."`
	Out     string `help:"Folder for what --once leaves." type:"path"`
}

// Run runs the demonstration until interrupted, or once through.
func (c demoCommand) Run(ctx context.Context, out io.Writer) (err error) {
	if c.Once == (c.Out == "") {
		return errors.New("demo: --once and --out DIR go together: name the folder that the packages are left in")
	}
	dir, tidy, err := c.place()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, tidy()) }()
	fmt.Fprintln(out, "Starting a private PostgreSQL …")
	p, err := where{Dir: dir}.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	quiet := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	isNew, err := p.furnish(ctx, c.Persons, c.Seed, out)
	if err != nil {
		return err
	}
	front, err := c.front(ctx, p, quiet, out)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, front.Close()) }()
	p.scanning = demoScan()
	s, err := newService(p, demoWorkers, front, quiet)
	if err != nil {
		return err
	}
	if c.Once {
		return once(ctx, s, p, c.Out, out)
	}
	return c.serve(ctx, s, p, isNew, out)
}

// front takes the address asked for; --once takes a free one, and so does a
// demonstration when nobody asked for the one that is taken.
func (c demoCommand) front(ctx context.Context, p *place, log *slog.Logger, out io.Writer) (*frontage, error) {
	if c.Once {
		return demoFront(ctx, p, "127.0.0.1:0", log)
	}
	front, err := demoFront(ctx, p, c.Listen, log)
	if errors.Is(err, syscall.EADDRINUSE) && c.Listen == "127.0.0.1:8080" {
		fmt.Fprintln(out, "Port 8080 is taken; taking a free one.")
		return demoFront(ctx, p, "127.0.0.1:0", log)
	}
	return front, err
}

// place is the folder of the demonstration and how to leave it.
func (c demoCommand) place() (dir string, tidy func() error, err error) {
	if c.Dir != "" {
		return c.Dir, func() error { return nil }, nil
	}
	if dir, err = os.MkdirTemp("", "tietolupa-"); err != nil {
		return "", nil, fmt.Errorf("demo: %w", err)
	}
	return filepath.Join(dir, "demo"), func() error { return os.RemoveAll(dir) }, nil
}

// furnish sets the clock, invents the people of the registers and the people
// of the service with their rights, unless they are there already; isNew says
// that they were not.
func (p *place) furnish(ctx context.Context, persons int, seed uint64, out io.Writer) (isNew bool, err error) {
	there, err := p.owner.Users(ctx)
	if err != nil || len(there) > 0 {
		return false, err
	}
	if err := p.owner.SetClock(ctx, demoDay); err != nil {
		return false, err
	}
	population, err := synthetic.Generate(synthetic.Config{Persons: persons, Seed: seed, Day: registers.DayOf(demoDay)})
	if err != nil {
		return false, err
	}
	bar := newBar(out, fmt.Sprintf("Inventing %d persons", population.Persons()))
	if err := postgres.Load(ctx, p.owner.Pool(), population, bar.show); err != nil {
		return false, err
	}
	bar.finish()
	for _, actor := range demoPeople() {
		if err := p.owner.PutUser(ctx, actor); err != nil {
			return false, err
		}
	}
	if err := confirmDemoLaws(ctx, p.owner); err != nil {
		return false, err
	}
	return true, giveDemoRights(ctx, p.owner)
}

// confirmDemoLaws records an invented lawyer's choice for every version of the
// law: without one no decision is signed or served.
func confirmDemoLaws(ctx context.Context, db *postgres.DB) error {
	people := demoPeople()
	i := slices.IndexFunc(people, func(a permits.Actor) bool { return a.Has(permits.Decider) && a.Body == permits.KEHA })
	for _, l := range permits.Laws() {
		if err := db.ConfirmLaw(ctx, func(recorded []permits.Confirmation, now time.Time) (permits.Confirmation, error) {
			return permits.Confirm(people[i], l.From, l.Route, "Leena Lakimies, johtava lakimies (esimerkki)", "KEHA/1/2020", registers.DayOf(now), recorded, now)
		}); err != nil {
			return err
		}
	}
	return nil
}

func (c demoCommand) serve(ctx context.Context, s *service, p *place, isNew bool, out io.Writer) error {
	ready := func(address string) {
		if isNew {
			if err := s.examples(ctx, p, address); err != nil && ctx.Err() == nil {
				s.log.Warn("the examples are not complete", "cause", err)
			}
			fmt.Fprintf(out, "The private key of the demonstration's FIONA is in %s.\n", fionaIdentity(p))
		}
		fmt.Fprintf(out, "\nTietolupa runs at http://%s/ – open it in a browser and choose who you are.\nStop it with Ctrl-C.\n", address)
	}
	err := s.run(ctx, demoWorkers, ready)
	if ctx.Err() != nil {
		fmt.Fprintln(out, "\nStopping …")
	}
	return err
}
