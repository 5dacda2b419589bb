package web

import (
	"slices"
	"time"

	"tietolupa/permits"
)

// A gateView is one condition of the gate as the page of a case tells it.
type gateView struct {
	Name  string
	Met   bool
	At    time.Time // when it was met, or opens by itself
	By    string    // who met it
	Turn  permits.Party
	Waits []string // who has not done it yet
	Path  string   // the page where the visitor does it; empty when it is another's to do
}

// gateOf is the checklist of what has to stand before data leave on c, computed by
// the gate itself, for whoever may know of the decision.
func gateOf(c permits.Case, v *visit, people map[permits.UserID]string) (all []gateView) {
	known := []permits.State{permits.Served, permits.InForce}
	if v.officer() && !named(c, v.Actor.ID) {
		known = append(known, permits.Granted, permits.PartlyGranted)
	}
	if c.Decision == nil || !c.Decision.Grants() || !slices.Contains(known, c.State) {
		return nil
	}
	for _, g := range c.GateConditions(v.Now) {
		if g.Name == "in-force" {
			continue // the conditions that bring a permit in force stand in the list themselves
		}
		view := gateView{Name: g.Name, Met: g.Open == nil, At: g.At, By: people[g.By], Turn: g.Turn}
		for _, u := range g.Waits {
			view.Waits = append(view.Waits, people[u])
		}
		if do, path := gateAct(g.Name); !view.Met && do != "" && c.May(do, v.Actor, v.Now) {
			view.Path = "/cases/" + string(c.ID) + path
		}
		all = append(all, view)
	}
	return all
}

// gateAct is the command that meets a condition, and its page under the case's.
func gateAct(name string) (do permits.Command, path string) {
	switch name {
	case "served":
		return permits.DoServe, "/acts/serve"
	case "accepted", "price", permits.DPIASent, permits.LinkedPermits:
		return permits.DoAccept, "/conditions"
	case "signed":
		return permits.DoSign, "/undertaking"
	case "suspended":
		return permits.DoLift, "/acts/lift"
	case "key":
		return permits.DoChallenge, "/acts/challenge-key"
	}
	return "", ""
}

// A gateJSON is one condition of the gate.
type gateJSON struct {
	Name  string        `json:"condition" doc:"in the order in which they are asked"`
	Met   bool          `json:"met"`
	At    time.Time     `json:"at,omitzero" doc:"when it was met, or when it is by itself"`
	By    *personJSON   `json:"by" doc:"who met it"`
	Rule  string        `json:"rule,omitempty" doc:"that keeps data in while it is open"`
	Turn  permits.Party `json:"turn" doc:"whose turn it is while it is open; empty for nobody's"`
	Waits []personJSON  `json:"waits" doc:"who has not done it yet"`
}

func gateJSONOf(c permits.Case, v *visit, people map[permits.UserID]string) []gateJSON {
	all := []gateJSON{}
	if len(gateOf(c, v, people)) == 0 {
		return all
	}
	for _, g := range c.GateConditions(v.Now) {
		j := gateJSON{Name: g.Name, Met: g.Open == nil, At: g.At, By: someoneJSON(g.By, people), Turn: g.Turn, Waits: []personJSON{}}
		if rule, ok := broken(g.Open); ok {
			j.Rule = rule.Rule
		}
		for _, u := range g.Waits {
			j.Waits = append(j.Waits, personJSON{u, people[u]})
		}
		all = append(all, j)
	}
	return all
}
