package web

import (
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
)

// A trialJSON is a dry run of an extract, with the report of one that is done.
type trialJSON struct {
	No        int                 `json:"no"`
	State     permits.TrialState  `json:"state"`
	Scope     permits.Scope       `json:"scope" doc:"what was built"`
	SHA256    string              `json:"scope_sha256" doc:"a grant of another scope needs a dry run of its own"`
	By        personJSON          `json:"by"`
	OrderedAt time.Time           `json:"ordered_at"`
	Taken     time.Time           `json:"taken,omitzero" doc:"when the registers were read"`
	Reason    string              `json:"reason" doc:"of a failure"`
	Report    *permits.RiskReport `json:"report" doc:"counts, and names of variables; no value of a register"`
}

type trialList struct {
	Trials []trialJSON `json:"trials"`
	Next   string      `json:"next,omitempty"`
}

func (s *server) trialOperations() []operation {
	return []operation{
		{Route: duty("GET", "/api"+aCase+"/trials", casbin.CasePropose, OfParties), ID: "listTrials", Tag: "cases", Summary: "The dry runs of a case, or of its open change, the latest first", Query: listParams,
			Answer: reflect.TypeFor[trialList](), do: s.apiTrials},
		{Route: duty("POST", "/api"+aCase+"/trials", casbin.CasePropose, OfParties), ID: "orderTrial", Tag: "cases", Summary: "Order a dry run of what is to be granted; no rows are granted without one", Status: http.StatusCreated, Idempotent: true,
			Body: reflect.TypeFor[narrowedJSON](), Answer: reflect.TypeFor[trialJSON](), do: s.apiOrderTrial},
	}
}

func (s *server) trialJSON(t permits.Trial, people map[permits.UserID]string) trialJSON {
	return trialJSON{t.No, t.State, t.Scope, t.Scope.Hash(), personJSON{t.By, people[t.By]}, t.At, t.Taken, t.Reason, t.Report}
}

func (s *server) apiTrials(r *http.Request) (any, error) {
	_, c, err := s.apiCaseFor(r, casbin.CasePropose)
	if err != nil {
		return nil, err
	}
	c, _ = c.InChange()
	people, err := s.names(r)
	if err != nil {
		return nil, err
	}
	trials, err := s.trialsOf(r, c)
	if err != nil {
		return nil, err
	}
	page, next, err := pageOf(r, slices.Clone(trials), func(t permits.Trial) string { return strconv.Itoa(t.No) })
	if err != nil {
		return nil, err
	}
	list := trialList{Trials: make([]trialJSON, 0, len(page)), Next: next}
	for _, t := range page {
		list.Trials = append(list.Trials, s.trialJSON(t, people))
	}
	return list, nil
}

func (s *server) apiOrderTrial(r *http.Request) (any, error) {
	v, c, err := s.apiCaseFor(r, casbin.CasePropose)
	if err != nil {
		return nil, err
	}
	var in narrowedJSON
	if err := readJSON(r, &in); err != nil {
		return nil, err
	}
	people, err := s.names(r)
	if err != nil {
		return nil, err
	}
	t, err := s.DB.OrderTrial(r.Context(), c.ID, func(c permits.Case, earlier []permits.Trial, now time.Time) (permits.Trial, error) {
		return c.Try(v.Actor, in.Scope, earlier, s.Catalogue, now)
	})
	if err != nil {
		return nil, err
	}
	return answers{Status: http.StatusCreated, Location: "/api/cases/" + string(c.ID) + "/trials", Body: s.trialJSON(t, people)}, nil
}
