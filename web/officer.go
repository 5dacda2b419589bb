package web

import (
	"net/http"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
)

func (s *server) postTake(w http.ResponseWriter, r *http.Request) error {
	return s.changeCase(w, r, casbin.CaseTake, "case.taken.done", func(c permits.Case, v *visit, _ int, now time.Time) (permits.Case, permits.Event, error) {
		return c.Take(v.Actor, now)
	})
}

// postDecide makes the proposal the decision. The letter is made when it is
// first read.
func (s *server) postDecide(w http.ResponseWriter, r *http.Request) error {
	return s.changeCase(w, r, casbin.CaseDecide, "case.decided.done", func(c permits.Case, v *visit, version int, now time.Time) (permits.Case, permits.Event, error) {
		return c.Decide(v.Actor, version, unbiasedly(r), now)
	})
}
