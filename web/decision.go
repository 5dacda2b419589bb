package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/registers"
)

// A reviewPage is the presenter's desk: the application beside the decision
// that is being drawn up.
type reviewPage struct {
	page
	Case      permits.Case
	Show      applicationView
	F         *decisionForm
	Variables []reviewTable
	Grounds   []string
	Clauses   []reviewClause
	Reasons   []permits.ReasonCode
	Law       permits.Law
	Purpose   registers.Names
	Applied   map[string]string // period, sample and cadence as applied for
	Limits    []string          // of the population
}

type reviewTable struct {
	Table string
	Rows  []reviewVariable
}

type reviewVariable struct {
	comparedVariable
	Steps []pickStep
}

type reviewClause struct {
	permits.Clause
	Chosen     bool
	Parameters []reviewParameter
}

type reviewParameter struct {
	permits.Parameter
	Value string
	Fact  bool // taken from the case when nothing is written
}

// A decisionForm is the presenter's decision as typed.
type decisionForm struct {
	Outcome, Reasons             string
	Granted                      map[string]registers.Protection
	Refusals                     map[string]permits.Refusal // by item
	ClauseTexts                  map[string]string          // by variable
	Findings                     map[string]string          // by ground
	Conditions                   []permits.Condition
	TermFrom, TermTo             string
	PeriodFrom, PeriodTo, Sample string
	Cadence                      string
}

// Finding is what is written on a ground.
func (f *decisionForm) Finding(ground string) string { return f.Findings[ground] }

// Refusal is what is written on an item that is granted less.
func (f *decisionForm) Refusal(item string) permits.Refusal { return f.Refusals[item] }

func (s *server) getReview(w http.ResponseWriter, r *http.Request) error {
	v, c, err := s.deskCase(r)
	if err != nil {
		return err
	}
	if !c.May(permits.DoPropose, v.Actor, v.Now) {
		return s.done(w, r, "/cases/"+string(c.ID), "")
	}
	return s.showReview(w, r, http.StatusOK, c, s.decisionOf(c, v), nil)
}

// deskCase gives the case of the address to a presenter.
func (s *server) deskCase(r *http.Request) (*visit, permits.Case, error) {
	v, err := s.allowed(r, casbin.CasePropose)
	if err != nil {
		return nil, permits.Case{}, err
	}
	c, err := s.caseFor(r, v)
	return v, c, err
}

// decisionOf is the form to begin from: the proposal that was returned, or all
// that was applied for with the standard conditions.
func (s *server) decisionOf(c permits.Case, v *visit) *decisionForm {
	d := permits.Decision{Scope: c.Application.Scope, Conditions: permits.StandardConditions(), Term: registers.Period{From: dayOf(v), To: c.Application.Until}}
	if c.Proposal != nil {
		d = *c.Proposal
	}
	f := &decisionForm{Outcome: string(d.Outcome), Reasons: d.Reasons, Granted: map[string]registers.Protection{}, Refusals: map[string]permits.Refusal{},
		ClauseTexts: d.Clauses, Findings: map[string]string{}, Conditions: d.Conditions, Cadence: string(d.Scope.Cadence)}
	if f.Cadence == "" {
		f.Cadence = string(permits.Once)
	}
	for _, t := range c.Application.Scope.Tables {
		for _, sv := range t.Variables {
			f.Granted[sv.ID] = d.Scope.Protection(sv.ID)
		}
	}
	for _, x := range d.Refusals {
		f.Refusals[x.Item] = x
	}
	for _, x := range d.Findings {
		f.Findings[x.Ground] = x.Text
	}
	f.TermFrom, _ = date(d.Term.From)
	f.TermTo, _ = date(d.Term.To)
	f.PeriodFrom, _ = date(d.Scope.Period.From)
	f.PeriodTo, _ = date(d.Scope.Period.To)
	if d.Scope.Sample > 0 {
		f.Sample = strconv.Itoa(d.Scope.Sample)
	}
	return f
}

func (s *server) showReview(w http.ResponseWriter, r *http.Request, status int, c permits.Case, f *decisionForm, wrong wrongs) error {
	v := visitOf(r.Context())
	law, err := permits.LawOn(dayOf(v))
	if err != nil {
		return err
	}
	p := reviewPage{Case: c, Show: s.viewApplication(c.Application, v), F: f, Reasons: permits.ReasonCodes(), Law: law,
		Grounds: c.Application.Scope.Grounds(s.Catalogue), Purpose: c.Application.Purpose.Name(), Applied: map[string]string{}}
	p.page = s.frame(r, s.texts.in(v.Lang, "review.title"), crumb{s.texts.in(v.Lang, "menu.queue"), "/queue"}, crumb{caseNumber(c.ID), "/cases/" + string(c.ID)})
	p.Wrong = wrong
	p.Path = "/cases/" + string(c.ID) + "/review"
	for _, t := range c.Application.Scope.Tables {
		rt := reviewTable{Table: t.Table}
		for _, sv := range t.Variables {
			known, _ := s.Catalogue.Variable(sv.ID)
			row := reviewVariable{comparedVariable: comparedVariable{Variable: known, Applied: sv.Protection, Granted: f.Granted[sv.ID],
				Reason: c.Application.Reasons[sv.ID], Refusal: f.Refusals[sv.ID], Clause: f.ClauseTexts[sv.ID]}}
			row.Steps = stepsFor(known, sv.Protection, row.Granted, true)
			rt.Rows = append(rt.Rows, row)
		}
		p.Variables = append(p.Variables, rt)
	}
	for _, i := range s.compareItems(c.Application.Scope, c.Application.Scope, permits.Decision{}, v) {
		p.Applied[i.Item] = i.Applied
	}
	p.Limits = p.Show.Scope.Population
	p.Clauses = reviewClauses(f.Conditions)
	return s.render(w, r, status, "review", &p)
}

func reviewClauses(chosen []permits.Condition) (all []reviewClause) {
	for _, c := range permits.Clauses() {
		rc := reviewClause{Clause: c}
		i := slices.IndexFunc(chosen, func(x permits.Condition) bool { return x.No == c.No })
		rc.Chosen = i >= 0
		for _, p := range c.Parameters {
			rp := reviewParameter{Parameter: p, Fact: strings.HasPrefix(p.Default, "@")}
			if !rp.Fact {
				rp.Value = p.Default
			}
			if i >= 0 && chosen[i].Parameters[p.Name] != "" {
				rp.Value = chosen[i].Parameters[p.Name]
			}
			rc.Parameters = append(rc.Parameters, rp)
		}
		all = append(all, rc)
	}
	return all
}

// readDecision reads outcome, granted.<id>, refusal_code.<item>,
// refusal.<item>, clause.<id>, finding.<ground>, condition (numbers),
// condition.<no>.<parameter>, term_from, term_to, period_from, period_to,
// sample, cadence and reasons.
func readDecision(r *http.Request, c permits.Case, grounds []string) *decisionForm {
	f := &decisionForm{Outcome: trimmed(r, "outcome"), Reasons: trimmed(r, "reasons"), Granted: map[string]registers.Protection{},
		Refusals: map[string]permits.Refusal{}, ClauseTexts: map[string]string{}, Findings: map[string]string{},
		TermFrom: trimmed(r, "term_from"), TermTo: trimmed(r, "term_to"), PeriodFrom: trimmed(r, "period_from"),
		PeriodTo: trimmed(r, "period_to"), Sample: trimmed(r, "sample"), Cadence: trimmed(r, "cadence")}
	items := []string{"period", "sample", "cadence"}
	for _, t := range c.Application.Scope.Tables {
		for _, sv := range t.Variables {
			items = append(items, sv.ID)
			f.Granted[sv.ID] = sv.Protection
			if r.PostForm.Has("granted." + sv.ID) {
				f.Granted[sv.ID] = registers.Protection(r.PostForm.Get("granted." + sv.ID))
			}
			if text := trimmed(r, "clause."+sv.ID); text != "" {
				f.ClauseTexts[sv.ID] = text
			}
		}
	}
	for _, item := range items {
		f.Refusals[item] = permits.Refusal{Item: item, Code: trimmed(r, "refusal_code."+item), Text: trimmed(r, "refusal."+item)}
	}
	for _, g := range grounds {
		f.Findings[g] = trimmed(r, "finding."+g)
	}
	for _, clause := range permits.Clauses() {
		no := strconv.Itoa(clause.No)
		if !slices.Contains(r.PostForm["condition"], no) {
			continue
		}
		chosen := permits.Condition{No: clause.No}
		for _, p := range clause.Parameters {
			if value := trimmed(r, "condition."+no+"."+p.Name); value != "" && value != p.Default {
				if chosen.Parameters == nil {
					chosen.Parameters = map[string]string{}
				}
				chosen.Parameters[p.Name] = value
			}
		}
		f.Conditions = append(f.Conditions, chosen)
	}
	return f
}

// decision writes the form as a decision, or says what cannot be read.
func (f *decisionForm) decision(s *server, v *visit, c permits.Case) (d permits.Decision, wrong wrongs) {
	day := func(field, value string) registers.Day { return s.dayTyped(v, field, value, &wrong) }
	d = permits.Decision{Outcome: permits.Outcome(f.Outcome), Reasons: f.Reasons, Conditions: f.Conditions}
	if f.Outcome == "" {
		wrong.add("outcome", s.texts.in(v.Lang, "wrong.choose"))
	}
	if d.Outcome == permits.RefuseAll {
		d.Conditions = nil
		return d, wrong
	}
	d.Clauses = f.ClauseTexts
	d.Scope = c.Application.Scope
	d.Scope.Tables = nil
	for _, t := range c.Application.Scope.Tables {
		granted := permits.ScopeTable{Table: t.Table}
		for _, sv := range t.Variables {
			if at := f.Granted[sv.ID]; at != registers.Drop {
				granted.Variables = append(granted.Variables, permits.ScopeVariable{ID: sv.ID, Protection: at})
			}
		}
		if s.delivers(granted) {
			d.Scope.Tables = append(d.Scope.Tables, granted)
		}
	}
	d.Scope.Period = registers.Period{From: day("period_from", f.PeriodFrom), To: day("period_to", f.PeriodTo)}
	d.Term = registers.Period{From: day("term_from", f.TermFrom), To: day("term_to", f.TermTo)}
	d.Scope.Sample = 0
	if f.Sample != "" {
		n, err := strconv.Atoi(f.Sample)
		if err != nil || n < 1 {
			wrong.add("sample", s.texts.in(v.Lang, "wrong.number"))
		}
		d.Scope.Sample = n
	}
	d.Scope.Cadence = permits.Cadence(f.Cadence)
	if d.Scope.Cadence == permits.Once && c.Application.Scope.Cadence == "" {
		d.Scope.Cadence = ""
	}
	for _, ground := range c.Application.Scope.Grounds(s.Catalogue) {
		if text := f.Findings[ground]; text != "" {
			d.Findings = append(d.Findings, permits.Finding{Ground: ground, Text: text})
		}
	}
	d.Refusals = s.refusals(f, c, d, v)
	return d, wrong
}

// delivers says whether a table holds anything but keys.
func (s *server) delivers(t permits.ScopeTable) bool {
	return slices.ContainsFunc(t.Variables, func(sv permits.ScopeVariable) bool {
		v, _ := s.Catalogue.Variable(sv.ID)
		return v.Role != "subject"
	})
}

// refusals lists every item granted less, with what was written on it.
func (s *server) refusals(f *decisionForm, c permits.Case, d permits.Decision, v *visit) (all []permits.Refusal) {
	less := func(item, applied, granted string) {
		x := f.Refusals[item]
		all = append(all, permits.Refusal{Item: item, Applied: applied, Granted: granted, Code: x.Code, Text: x.Text})
	}
	for _, t := range c.Application.Scope.Tables {
		for _, sv := range t.Variables {
			if known, _ := s.Catalogue.Variable(sv.ID); known.Role == "subject" && !slices.ContainsFunc(d.Scope.Tables, func(x permits.ScopeTable) bool { return x.Table == t.Table }) {
				x := f.Refusals[sv.ID]
				if x.Text == "" { // the whole table is refused: its key goes with what was written on the rest
					x = firstRefusal(f, t)
				}
				all = append(all, permits.Refusal{Item: sv.ID, Applied: string(sv.Protection), Granted: string(registers.Drop), Code: x.Code, Text: x.Text})
				continue
			}
			if at := d.Scope.Protection(sv.ID); at != sv.Protection {
				less(sv.ID, string(sv.Protection), string(at))
			}
		}
	}
	for _, i := range s.compareItems(c.Application.Scope, d.Scope, d, v) {
		if i.Less() {
			less(i.Item, i.Applied, i.Granted)
		}
	}
	return all
}

func firstRefusal(f *decisionForm, t permits.ScopeTable) permits.Refusal {
	for _, sv := range t.Variables {
		if x := f.Refusals[sv.ID]; x.Text != "" {
			return x
		}
	}
	return permits.Refusal{}
}

// postPropose puts the decision before the decider.
func (s *server) postPropose(w http.ResponseWriter, r *http.Request) error {
	v, c, f, d, wrong, err := s.readDesk(r)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return s.showReview(w, r, http.StatusUnprocessableEntity, c, f, wrong)
	}
	version := seen(r)
	_, err = s.DB.ChangeCase(r.Context(), c.ID, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		return c.Propose(v.Actor, version, d, s.Catalogue, now)
	})
	if rule, ok := broken(err); ok {
		return s.showReview(w, r, http.StatusUnprocessableEntity, c, f, s.deskWrong(r, rule))
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "/cases/"+string(c.ID), s.texts.in(v.Lang, "case.proposed.done"))
}

// deskWrong shows a broken rule at the presenter's field that mends it.
func (s *server) deskWrong(r *http.Request, rule *permits.RuleError) wrongs {
	wrong := s.ruleWrong(r, rule)
	switch rule.Rule {
	case "already-over", "beyond-application":
		wrong[0].Field = "term_to"
	case "condition-parameter", "condition-twice", "no-such-condition":
		no, _, _ := strings.Cut(rule.About, " ")
		wrong[0].Field = "condition-" + no
	case "no-such-reason-code":
		wrong[0].Field = "refusal_code." + rule.About
	case "template-left":
		wrong[0].Field = "reasons"
		if rule.About != "reasons" {
			wrong[0].Field = "finding." + rule.About
		}
	}
	return wrong
}

func (s *server) readDesk(r *http.Request) (v *visit, c permits.Case, f *decisionForm, d permits.Decision, wrong wrongs, err error) {
	if v, c, err = s.deskCase(r); err != nil {
		return
	}
	if err = posted(r); err != nil {
		return
	}
	f = readDecision(r, c, c.Application.Scope.Grounds(s.Catalogue))
	d, wrong = f.decision(s, v, c)
	return
}

// postPreview shows the letter of what is on the desk; nothing is stored.
func (s *server) postPreview(w http.ResponseWriter, r *http.Request) error {
	v, c, f, d, wrong, err := s.readDesk(r)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return s.showReview(w, r, http.StatusUnprocessableEntity, c, f, wrong)
	}
	var draft permits.Case
	if draft, _, err = c.Propose(v.Actor, seen(r), d, s.Catalogue, v.Now); err == nil {
		var pdf []byte
		if pdf, err = s.Letter(r.Context(), draft, letterLanguage(c, "")); err == nil {
			return sendPDF(w, "luonnos-"+string(c.ID)+".pdf", pdf)
		}
	}
	if rule, ok := broken(err); ok {
		return s.showReview(w, r, http.StatusUnprocessableEntity, c, f, s.deskWrong(r, rule))
	}
	return err
}
