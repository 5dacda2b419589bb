package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
)

type benchCases struct {
	Cases   int    `default:"3000" help:"Applications, in every state."`
	Events  int    `default:"72000" help:"Events of all of them together."`
	Users   int    `default:"50" help:"People at the pages at once."`
	Rate    int    `default:"40" help:"Requests a second, of all of them together."`
	Seconds int    `default:"60" help:"How long the pages are asked."`
	JSON    bool   `name:"json" help:"Print one JSON object."`
	Seed    uint64 `default:"2020" help:"Seed of the invented cases."`
}

// The limits of the measurement: milliseconds at the 95th percentile.
const (
	listLimit    = 100
	commandLimit = 50
)

// leastEvents is the longest road's, with nothing that could be left out.
const leastEvents = 22

// A caseMeasurement is what `bench cases --json` prints. A time runs from when
// the request was due, so that a queue is seen; a command's ends with its answer.
type caseMeasurement struct {
	Cases    int                           `json:"cases"`
	Events   int                           `json:"events"`
	Users    int                           `json:"users"`
	Rate     int                           `json:"requests_per_second"`
	Requests int                           `json:"requests"`
	LoadS    float64                       `json:"load_s"`
	Lists    map[string]float64            `json:"lists_ms"`    // p50, p95, p99 of every list and search page together
	Commands map[string]float64            `json:"commands_ms"` // the same of commands
	Each     map[string]map[string]float64 `json:"each_ms"`
	Counts   map[string]int                `json:"counts"`
	Worst    string                        `json:"worst_list"`
	Ratio    map[string]float64            `json:"ratio"` // limit ÷ the slowest page's, and command's, p95
	CPU      float64                       `json:"cpu_ms"`
}

// Run invents the cases, serves them and asks every list and search page and
// sends commands, through addresses and forms alone.
func (c benchCases) Run(ctx context.Context, out io.Writer) (err error) {
	if c.Cases < 10 || c.Events < leastEvents*c.Cases || c.Users < 5 || c.Rate < 1 || c.Seconds < 1 {
		return fmt.Errorf("bench cases: at least 10 cases of %d events each, 5 users and a second", leastEvents)
	}
	dir, err := os.MkdirTemp("", "tietolupa-cases-")
	if err != nil {
		return fmt.Errorf("bench cases: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	p, err := where{Dir: filepath.Join(dir, "bench")}.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	m := caseMeasurement{Cases: c.Cases, Events: c.Events, Users: c.Users, Rate: c.Rate, Each: map[string]map[string]float64{}, Counts: map[string]int{}, Ratio: map[string]float64{}}
	begun := time.Now()
	made, err := c.fill(ctx, p)
	if err != nil {
		return err
	}
	m.LoadS = time.Since(begun).Seconds()
	quiet := slog.New(slog.NewJSONHandler(io.Discard, nil)) // written, and kept from the terminal
	front, err := demoFront(ctx, p, "127.0.0.1:0", quiet)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, front.Close()) }()
	s, err := newService(p, 1, front, quiet)
	if err != nil {
		return err
	}
	serving, stop := context.WithCancel(ctx)
	ready, ended := make(chan string, 1), make(chan error, 1)
	go func() { ended <- s.run(serving, 0, func(address string) { ready <- address }) }()
	defer func() { stop(); err = errors.Join(err, <-ended) }()
	select {
	case address := <-ready:
		err = c.ask(ctx, p, "http://"+address, made, &m)
	case <-time.After(30 * time.Second):
		err = errors.New("bench cases: the service did not start")
	}
	if err != nil {
		return err
	}
	return m.print(out, c.JSON)
}

// fill invents the people and the cases, and stores them.
func (c benchCases) fill(ctx context.Context, p *place) ([]permits.Case, error) {
	day := time.Date(2023, 5, 31, 9, 0, 0, 0, helsinki)
	if err := p.owner.SetClock(ctx, day.AddDate(0, 0, -1)); err != nil {
		return nil, err
	}
	cat, err := registers.Load()
	if err != nil {
		return nil, err
	}
	m := newCaseMaker(cat, c.Seed, c.Cases/30, day.AddDate(0, 0, -7))
	for _, a := range m.people {
		if err := p.owner.PutUser(ctx, a); err != nil {
			return nil, err
		}
	}
	var all []postgres.CaseHistory
	var made []permits.Case
	for n := range c.Cases {
		events := c.Events/c.Cases + map[bool]int{true: 1}[n < c.Events%c.Cases]
		h, err := m.make(n+1, events, m.anEnd())
		if err != nil {
			return nil, err
		}
		all, made = append(all, h), append(made, h.Case)
	}
	if err := p.owner.LoadCases(ctx, all); err != nil {
		return nil, err
	}
	return made, p.owner.SetClock(ctx, day)
}

// ask has the users ask one thing after another, each when it is due.
func (c benchCases) ask(ctx context.Context, p *place, base string, made []permits.Case, m *caseMeasurement) error {
	asks := c.asks(made)
	users := make([]map[permits.UserID]*visitor, c.Users)
	for i := range users {
		users[i] = map[permits.UserID]*visitor{}
		for _, who := range []permits.UserID{"", []permits.UserID{presenterID, secondID, deciderID, researcherID}[i%4]} {
			v, err := newVisitor(string(who), base, new([]step))
			if err != nil {
				return err
			}
			if who != "" {
				if err := v.signIn(ctx, who); err != nil {
					return err
				}
			}
			v.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
			users[i][who] = v
		}
	}
	type due struct {
		what caseAsk
		at   time.Time
	}
	work := map[permits.UserID]chan due{}
	for _, a := range asks {
		if work[a.by] == nil {
			work[a.by] = make(chan due, c.Seconds*c.Rate)
		}
	}
	var mu sync.Mutex
	took, failed := map[string][]float64{}, []error(nil)
	note := func(name string, since time.Time, err error) {
		mu.Lock()
		defer mu.Unlock()
		if took[name] = append(took[name], float64(time.Since(since).Microseconds())/1000); err != nil {
			failed = append(failed, fmt.Errorf("%s: %w", name, err))
		}
	}
	spent := processCPU() + liveServerCPU(p)
	var people sync.WaitGroup
	for _, sessions := range users {
		for who, v := range sessions {
			people.Go(func() {
				for d := range work[who] {
					v.doAsk(ctx, d.what, d.at, note)
				}
			})
		}
	}
	tick := time.NewTicker(time.Second / time.Duration(c.Rate))
	defer tick.Stop()
	for n, sent := 0, 0; sent < c.Seconds*c.Rate && ctx.Err() == nil; n++ {
		a := asks[n%len(asks)]
		at := <-tick.C
		if sent++; a.command != "" { // the page with the form is a request too
			sent++
			<-tick.C
		}
		work[a.by] <- due{a, at}
	}
	for _, w := range work {
		close(w)
	}
	people.Wait()
	m.CPU = processCPU() + liveServerCPU(p) - spent
	if len(failed) > 0 {
		return errors.Join(failed[:min(len(failed), 5)]...)
	}
	m.sum(asks, took)
	return ctx.Err()
}

// doAsk opens the page of a, and sends its form when it is a command.
func (v *visitor) doAsk(ctx context.Context, a caseAsk, at time.Time, note func(name string, since time.Time, err error)) {
	path := a.path()
	if path == "" {
		return
	}
	if a.command == "" {
		note(a.name, at, v.show(ctx, path))
		return
	}
	for try := 0; ; try++ {
		err := v.open(ctx, a.name, path)
		if err == nil {
			form, _ := v.formTo(a.command)
			if form == nil {
				err = fmt.Errorf("the page %s has no form", path)
			} else {
				values, _ := filled(form)
				for name, given := range a.fields {
					values[name] = given
				}
				sent := time.Now()
				var resp *http.Response
				if resp, err = v.request(ctx, a.name, http.MethodPost, cmp.Or(attribute(form, "action"), strings.SplitN(path, "?", 2)[0]), strings.NewReader(values.Encode())); err == nil {
					_, _ = io.Copy(io.Discard, resp.Body)
					_ = resp.Body.Close()
					switch {
					case resp.StatusCode == http.StatusSeeOther:
						note(a.name, sent, nil)
						return
					case resp.StatusCode == http.StatusConflict && try < 3: // somebody else was first
						continue
					}
					err = fmt.Errorf("%s answered %d", path, resp.StatusCode)
				}
			}
		}
		note(a.name, at, err)
		return
	}
}

// sum makes the measurement of the times.
func (m *caseMeasurement) sum(asks []caseAsk, took map[string][]float64) {
	var lists, commands []float64
	var slowList, slowCommand float64
	for _, a := range asks {
		m.Requests += len(took[a.name])
		m.Each[a.name], m.Counts[a.name] = percentiles(took[a.name]), len(took[a.name])
		p95 := m.Each[a.name]["p95"]
		if a.command != "" {
			m.Requests += len(took[a.name])
			commands, slowCommand = append(commands, took[a.name]...), max(slowCommand, p95)
			continue
		}
		if lists = append(lists, took[a.name]...); p95 > slowList {
			slowList, m.Worst = p95, a.name
		}
	}
	m.Lists, m.Commands = percentiles(lists), percentiles(commands)
	m.Ratio["lists"], m.Ratio["commands"] = listLimit/max(slowList, 0.001), commandLimit/max(slowCommand, 0.001)
	m.CPU = m.CPU * 1000 / float64(max(m.Requests, 1))
}

func (m caseMeasurement) print(out io.Writer, asJSON bool) error {
	if asJSON {
		to := json.NewEncoder(out)
		to.SetIndent("", "  ")
		return to.Encode(m)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d cases, %d events, %d users, %d requests a second, %d requests\n", m.Cases, m.Events, m.Users, m.Rate, m.Requests)
	names := make([]string, 0, len(m.Each))
	for name := range m.Each {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		e := m.Each[name]
		fmt.Fprintf(&b, "%-30s %5d   p50 %6.1f   p95 %6.1f   p99 %6.1f ms\n", name, m.Counts[name], e["p50"], e["p95"], e["p99"])
	}
	fmt.Fprintf(&b, "the slowest list is %.1f times as fast as its limit (%d ms), the slowest command %.1f times (%d ms)\n", m.Ratio["lists"], listLimit, m.Ratio["commands"], commandLimit)
	_, err := io.WriteString(out, b.String())
	return err
}
