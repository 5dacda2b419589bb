package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"tietolupa/postgres"
	"tietolupa/registers"
)

type benchPages struct {
	Persons int    `default:"200000" help:"Persons of the larger population; the smaller has a tenth of them."`
	Seconds int    `default:"30" help:"How long each population is asked."`
	JSON    bool   `name:"json" help:"Print one JSON object."`
	Seed    uint64 `default:"2020" help:"Seed of the invented populations."`
}

const (
	pageOfficials = 20
	pageRate      = 40 // requests a second, of all officials together
)

// A pageMeasurement is what `bench pages --json` prints. A time runs from when
// the request was due, so that a queue is seen.
type pageMeasurement struct {
	Persons  int                `json:"persons"`
	Requests int                `json:"requests"`
	Find     map[string]float64 `json:"find_ms"` // p50, p95, p99: search by henkilötunnus
	Show     map[string]float64 `json:"show_ms"` // the client's whole record
	CPU      float64            `json:"cpu_ms"`  // processor time of a request: the officials', the service's and PostgreSQL's
	Log      logCost            `json:"log"`     // what the log's entries add
}

// pageGrowth holds ten times the population beside the smaller one.
type pageGrowth struct {
	Officials int                `json:"officials"`
	Rate      int                `json:"requests_per_second"`
	Small     pageMeasurement    `json:"small"`
	Large     pageMeasurement    `json:"large"`
	Growth    map[string]float64 `json:"growth"` // large ÷ small: of find and show, their p50 and p95
}

// Run measures both populations, each in a private cluster of its own.
func (c benchPages) Run(ctx context.Context, out io.Writer) (err error) {
	if c.Persons < 1000 || c.Seconds < 1 {
		return errors.New("bench pages: at least 1000 persons and a second")
	}
	g := pageGrowth{Officials: pageOfficials, Rate: pageRate, Growth: map[string]float64{}}
	if g.Small, err = c.measure(ctx, c.Persons/10); err != nil {
		return err
	}
	if g.Large, err = c.measure(ctx, c.Persons); err != nil {
		return err
	}
	for _, p := range []string{"p50", "p95"} {
		g.Growth["find_"+p] = g.Large.Find[p] / g.Small.Find[p]
		g.Growth["show_"+p] = g.Large.Show[p] / g.Small.Show[p]
	}
	if c.JSON {
		to := json.NewEncoder(out)
		to.SetIndent("", "  ")
		return to.Encode(g)
	}
	for _, m := range []pageMeasurement{g.Small, g.Large} {
		if _, err := fmt.Fprintf(out, "%8d persons  find p50 %.1f p95 %.1f p99 %.1f ms   show p50 %.1f p95 %.1f p99 %.1f ms   processor %.1f ms a request\n", m.Persons,
			m.Find["p50"], m.Find["p95"], m.Find["p99"], m.Show["p50"], m.Show["p95"], m.Show["p99"], m.CPU); err != nil {
			return err
		}
	}
	if _, err := fmt.Fprintf(out, "with log entries ÷ without: find p95 × %.2f, show p95 × %.2f\n", g.Large.Log.Find["p95"], g.Large.Log.Show["p95"]); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "ten times the population: find p95 × %.2f, show p95 × %.2f\n", g.Growth["find_p95"], g.Growth["show_p95"])
	return err
}

func (c benchPages) measure(ctx context.Context, persons int) (m pageMeasurement, err error) {
	dir, err := os.MkdirTemp("", "tietolupa-pages-")
	if err != nil {
		return m, fmt.Errorf("bench pages: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	p, err := where{Dir: filepath.Join(dir, "bench")}.open(ctx)
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	if _, err := p.furnish(ctx, persons, c.Seed, os.Stderr); err != nil {
		return m, err
	}
	codes, err := clientsOf(ctx, p.owner, "TE01", 2000)
	if err != nil {
		return m, err
	}
	front, err := demoFront(ctx, p, "127.0.0.1:0", log)
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, front.Close()) }()
	s, err := newService(p, 1, front, log)
	if err != nil {
		return m, err
	}
	serving, stop := context.WithCancel(ctx)
	ready, ended := make(chan string, 1), make(chan error, 1)
	go func() { ended <- s.run(serving, 0, func(address string) { ready <- address }) }()
	defer func() { stop(); err = errors.Join(err, <-ended) }()
	select {
	case address := <-ready:
		var visitors []*visitor
		if visitors, err = atDesks(ctx, "http://"+address); err == nil {
			spent := processCPU() + liveServerCPU(p)
			m, err = c.ask(ctx, visitors, codes)
			m.CPU = (processCPU() + liveServerCPU(p) - spent) * 1000 / float64(max(m.Requests, 1))
		}
		if err == nil {
			m.Log, err = c.costOfLog(ctx, p, visitors, codes)
		}
	case <-time.After(30 * time.Second):
		err = errors.New("bench pages: the service did not start")
	}
	m.Persons = persons
	return m, err
}

// clientsOf are henkilötunnus codes of clients of an office.
func clientsOf(ctx context.Context, db *postgres.DB, office string, most int) (codes []string, err error) {
	rows, err := db.Pool().Query(ctx, `select i.code from registers.person p join registers.person_identifier i using (person_id)
		where p.office = $1 and i.valid_to is null order by md5(i.code) limit $2`, office, most)
	if err != nil {
		return nil, fmt.Errorf("bench pages: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var code string
		if err := rows.Scan(&code); err != nil {
			return nil, err
		}
		codes = append(codes, code)
	}
	if rows.Err() == nil && len(codes) == 0 {
		return nil, errors.New("bench pages: the office has no client")
	}
	return codes, rows.Err()
}

// ask has the officials find and read one client after another.
func (c benchPages) ask(ctx context.Context, visitors []*visitor, codes []string) (m pageMeasurement, err error) {
	find, show, err := c.times(ctx, visitors, codes)
	m.Requests, m.Find, m.Show = len(find)+len(show), percentiles(find), percentiles(show)
	return m, err
}

// atDesks signs the officials in.
func atDesks(ctx context.Context, base string) ([]*visitor, error) {
	visitors := make([]*visitor, pageOfficials)
	for i := range visitors {
		v, err := newVisitor("official", base, new([]step))
		if err != nil {
			return nil, err
		}
		if err := v.signIn(ctx, officialID); err != nil {
			return nil, err
		}
		v.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		visitors[i] = v
	}
	return visitors, nil
}

// times are the milliseconds of each search and each reading.
func (c benchPages) times(ctx context.Context, visitors []*visitor, codes []string) (find, show []float64, err error) {
	var officials sync.WaitGroup
	due := make(chan time.Time, c.Seconds*pageRate)
	took := make([]map[string][]float64, pageOfficials)
	failed := make([]error, pageOfficials)
	for i, v := range visitors {
		took[i] = map[string][]float64{}
		officials.Go(func() {
			next := ""
			for n := i; ; {
				at, more := <-due
				if !more {
					return
				}
				what := "show"
				if next == "" {
					what = "find"
					next, failed[i] = v.find(ctx, codes[n%len(codes)])
					n += pageOfficials
				} else {
					failed[i], next = v.show(ctx, next), ""
				}
				if failed[i] != nil {
					return
				}
				took[i][what] = append(took[i][what], float64(time.Since(at).Microseconds())/1000)
			}
		})
	}
	tick := time.NewTicker(time.Second / pageRate)
	defer tick.Stop()
	for range c.Seconds * pageRate {
		select {
		case at := <-tick.C:
			due <- at
		case <-ctx.Done():
		}
	}
	close(due)
	officials.Wait()
	for _, t := range took {
		find, show = append(find, t["find"]...), append(show, t["show"]...)
	}
	return find, show, errors.Join(errors.Join(failed...), ctx.Err())
}

// find searches by a code; the one client found is where the answer leads.
func (v *visitor) find(ctx context.Context, code string) (string, error) {
	form := url.Values{"subject": {"person"}, "code": {code}, "name": {""}, "purpose": {string(registers.Purposes()[0])}}
	resp, err := v.request(ctx, "find", http.MethodPost, "/registers/search", strings.NewReader(form.Encode()))
	if err != nil {
		return "", err
	}
	_, err = io.Copy(io.Discard, resp.Body)
	err = errors.Join(err, resp.Body.Close())
	to := resp.Header.Get("Location")
	if resp.StatusCode != http.StatusSeeOther || !strings.HasPrefix(to, "/registers/clients/") {
		return "", errors.Join(fmt.Errorf("find a client: answered %d", resp.StatusCode), err)
	}
	return to, err
}

// show reads a client's page to its end.
func (v *visitor) show(ctx context.Context, path string) error {
	resp, err := v.request(ctx, "show", http.MethodGet, path, nil)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, resp.Body)
	if err = errors.Join(err, resp.Body.Close()); resp.StatusCode != http.StatusOK {
		err = errors.Join(fmt.Errorf("show a client: answered %d", resp.StatusCode), err)
	}
	return err
}

func percentiles(of []float64) map[string]float64 {
	slices.Sort(of)
	at := func(p float64) float64 {
		if len(of) == 0 {
			return 0
		}
		return of[min(int(p*float64(len(of))), len(of)-1)]
	}
	return map[string]float64{"p50": at(0.50), "p95": at(0.95), "p99": at(0.99)}
}
