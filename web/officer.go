package web

import (
	"net/http"
	"slices"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
)

type queuePage struct {
	page
	Filter  string
	Filters []queueFilter
	Rows    []queueRow
}

type queueFilter struct {
	Key   string
	Count int
}

type queueRow struct {
	permits.Case
	Presenter string
	Days      int // since arrival
}

// The filters of the queue and the states each holds.
var queueFilters = []struct {
	key    string
	states []permits.State
}{
	{"open", []permits.State{permits.Submitted, permits.InReview, permits.Proposed, permits.Granted, permits.PartlyGranted, permits.Refused}},
	{"submitted", []permits.State{permits.Submitted}},
	{"in-review", []permits.State{permits.InReview}},
	{"proposed", []permits.State{permits.Proposed}},
	{"to-serve", []permits.State{permits.Granted, permits.PartlyGranted, permits.Refused}},
	{"served", []permits.State{permits.Served}},
	{"in-force", []permits.State{permits.InForce}},
	{"closed", []permits.State{permits.Ended, permits.Revoked, permits.Withdrawn}},
}

// getQueue lists the cases: who has what, and since when.
func (s *server) getQueue(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.QueueView)
	if err != nil {
		return err
	}
	cases, err := s.DB.Queue(r.Context())
	if err != nil {
		return err
	}
	people, err := s.names(r)
	if err != nil {
		return err
	}
	p := queuePage{page: s.frame(r, s.texts.in(v.Lang, "queue.title")), Filter: r.URL.Query().Get("state")}
	if !slices.ContainsFunc(queueFilters, func(f struct {
		key    string
		states []permits.State
	}) bool {
		return f.key == p.Filter
	}) {
		p.Filter = queueFilters[0].key
	}
	for _, f := range queueFilters {
		n := 0
		for _, c := range cases {
			if !slices.Contains(f.states, c.State) {
				continue
			}
			n++
			if f.key == p.Filter {
				p.Rows = append(p.Rows, queueRow{Case: c, Presenter: people[c.Presenter], Days: int(v.Now.Sub(c.Submitted).Hours() / 24)})
			}
		}
		p.Filters = append(p.Filters, queueFilter{f.key, n})
	}
	return s.render(w, r, http.StatusOK, "queue", &p)
}

func (s *server) postTake(w http.ResponseWriter, r *http.Request) error {
	return s.changeCase(w, r, casbin.CaseTake, "case.taken.done", func(c permits.Case, v *visit, _ int, now time.Time) (permits.Case, permits.Event, error) {
		return c.Take(v.Actor, now)
	})
}

func (s *server) postReturn(w http.ResponseWriter, r *http.Request) error {
	return s.changeCase(w, r, casbin.CaseReturn, "case.returned.done", func(c permits.Case, v *visit, version int, now time.Time) (permits.Case, permits.Event, error) {
		return c.Return(v.Actor, version, now)
	})
}

// postDecide makes the proposal the decision. The letter is made when it is
// first read.
func (s *server) postDecide(w http.ResponseWriter, r *http.Request) error {
	return s.changeCase(w, r, casbin.CaseDecide, "case.decided.done", func(c permits.Case, v *visit, version int, now time.Time) (permits.Case, permits.Event, error) {
		return c.Decide(v.Actor, version, now)
	})
}

// postServe records the service of the decision.
func (s *server) postServe(w http.ResponseWriter, r *http.Request) error {
	return s.changeCase(w, r, casbin.CaseServe, "case.served.done", func(c permits.Case, v *visit, _ int, now time.Time) (permits.Case, permits.Event, error) {
		if at, known := permits.DeemedServed(r.PostForm.Get("manner"), now); known {
			return c.Serve(v.Actor, at, now)
		}
		return permits.Case{}, permits.Event{}, errBadForm
	})
}

func (s *server) postRevoke(w http.ResponseWriter, r *http.Request) error {
	return s.changeCase(w, r, casbin.CaseRevoke, "case.revoked.done", func(c permits.Case, v *visit, _ int, now time.Time) (permits.Case, permits.Event, error) {
		return c.Revoke(v.Actor, trimmed(r, "reasons"), now)
	})
}
