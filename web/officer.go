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
	Party     permits.Party
	Next      *clockView // first of what is due
}

// A queueChoice is a filter of the queue: the cases that it holds.
type queueChoice struct {
	key string
	in  func(c permits.Case, v *visit) bool
}

func inStates(key string, states ...permits.State) queueChoice {
	return queueChoice{key, func(c permits.Case, _ *visit) bool { return slices.Contains(states, c.State) }}
}

// onDesk says whether c waits for its decision, or for the service of it.
func onDesk(c permits.Case) bool { return c.Undecided() || c.ToServe() }

// The filters of the queue, in their order.
var queueFilters = []queueChoice{
	{"open", func(c permits.Case, _ *visit) bool { return onDesk(c) }},
	{"mine", func(c permits.Case, v *visit) bool { return c.Presenter == v.Actor.ID && onDesk(c) }},
	{"unassigned", func(c permits.Case, _ *visit) bool { return c.Undecided() && c.Presenter == "" }},
	{"late", func(c permits.Case, v *visit) bool {
		return slices.ContainsFunc(duties(c, v), func(k permits.Clock) bool { return k.Over })
	}},
	inStates("submitted", permits.Submitted),
	inStates("in-review", permits.InReview, permits.Paused),
	inStates("asked", permits.Supplementing, permits.Offered, permits.Heard),
	inStates("proposed", permits.Proposed),
	{"to-serve", func(c permits.Case, _ *visit) bool { return c.ToServe() }},
	inStates("served", permits.Served),
	inStates("in-force", permits.InForce),
	inStates("closed", permits.Ended, permits.Revoked, permits.Withdrawn, permits.Transferred, permits.Destroyed),
}

// duties are the clocks of c that somebody has to meet: the time for appeal
// only passes.
func duties(c permits.Case, v *visit) []permits.Clock {
	return slices.DeleteFunc(c.Clocks(v.Now), func(k permits.Clock) bool { return k.Name == "appeal" })
}

// getQueue lists the cases: who has what, whom it waits for, and what is due.
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
	if !slices.ContainsFunc(queueFilters, func(f queueChoice) bool { return f.key == p.Filter }) {
		p.Filter = queueFilters[0].key
	}
	for _, f := range queueFilters {
		n := 0
		for _, c := range cases {
			if !f.in(c, v) {
				continue
			}
			n++
			if f.key == p.Filter {
				row := queueRow{Case: c, Presenter: people[c.Presenter], Days: v.daysSince(c.Submitted)}
				row.Party, _ = c.WaitsFor(nil)
				if clocks := duties(c, v); len(clocks) > 0 {
					next := viewClock(slices.MinFunc(clocks, func(a, b permits.Clock) int { return a.Due.Time().Compare(b.Due.Time()) }))
					row.Next = &next
				}
				p.Rows = append(p.Rows, row)
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
