package web

import (
	"slices"
	"strconv"

	"tietolupa/permits"
)

// A remedyView is a rectification or an appeal as the page of its case tells it.
type remedyView struct {
	permits.Remedy
	Against string // the decision, in words
	Said    string // how it ended, in words

	Statements []string // that the court has asked for, and how they stand
}

// fillLife says what both sides need to know of a decision that was served:
// whether data may leave by it now, or why not, and who has sought to change it,
// the latest first.
func (s *server) fillLife(p *casePage, v *visit) {
	c := p.Case
	p.Gated = c.Decision != nil && c.Decision.Grants() && slices.Contains([]permits.State{permits.Served, permits.InForce}, c.State)
	if rule, ok := broken(c.Gate(v.Now)); ok {
		p.Closed = rule.In(v.Lang)
		if rule.Rule == "not-in-force" {
			p.Closed = s.texts.in(v.Lang, "gate.not-yet")
		}
	}
	for _, ch := range c.ClosedChanges(v.Now) {
		rule, _ := broken(c.ChangeGate(ch, v.Now))
		from, _ := date(c.ChangeFrom(ch))
		p.ClosedChanges = append(p.ClosedChanges, s.texts.in(v.Lang, "change.gate", strconv.Itoa(ch.No), from)+" "+rule.In(v.Lang))
	}
	for _, m := range slices.Backward(c.Life.Remedies) {
		view := remedyView{Remedy: m, Against: s.sayContested(v.Lang, m.Against), Statements: s.sayStatements(v.Lang, c, m)}
		if m.Outcome != "" {
			view.Said = s.sayOutcome(v.Lang, m.Kind, m.Against, m.Outcome)
		}
		p.Remedies = append(p.Remedies, view)
	}
}
