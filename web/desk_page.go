package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"tietolupa/permits"
	"tietolupa/registers"
)

// A reviewPage is the decision workspace: the application on the left, the
// finding it needs on the right, section by section.
type reviewPage struct {
	page
	Case      permits.Case
	Show      applicationView
	F         *decisionForm
	Variables []reviewTable
	Kept      []reviewCondition
	Findings  findingDesk
	Topics    map[string]topicView // that may be needed here
	Clauses   map[string][]reviewClause
	Reasons   []permits.ReasonCode
	Law       permits.Law
	Purpose   registers.Names
	Applied   map[string]string // period, sample and cadence as applied for
	Limits    []string          // of the population
	B         builder
	Outline   []outlineItem
	Before    beforeView
	Trial     trialView
	Draft     draftView
	Fee       feeView
	Refusal   departureView // of refusing all
	Otherwise bool          // the decider's own
	Unbiased  bool          // the official has just declared it
	Change    *changeView   // that is decided on; nil of an application
	Withheld  []formOption  // what of a change is not given
	MayShort  bool
	Focus     string // field to stand in
}

type reviewTable struct {
	Table string
	Rows  []reviewVariable
}

type reviewVariable struct {
	comparedVariable
	Steps     []pickStep
	Necessity string // text of its own
	AsApplied bool
	Departure departureView
}

// A reviewCondition is one condition of the population, which may be kept in
// part.
type reviewCondition struct {
	No       int
	Key      string
	Said     string // as applied for
	Codes    []keptCode
	Kept     int
	From, To string
	Interval bool
	Refusal  permits.Refusal
}

type keptCode struct {
	registers.CodeValue
	Kept bool
}

type reviewClause struct {
	permits.Clause
	Chosen     bool
	Reason     string
	Parameters []reviewParameter
	Departure  departureView
}

type reviewParameter struct {
	permits.Parameter
	Value string
	Fact  bool // taken from the case when nothing is written
}

// An outlineItem is one section in the sticky outline, and how much of what it
// needs has been written.
type outlineItem struct {
	Key         string
	Needed, Has int
}

type feeView struct {
	Estimate permits.Estimate
	Waivers  []formOption
}

func (s *server) reviewPage(r *http.Request, c permits.Case, f *decisionForm, draft draftView) (*reviewPage, error) {
	v := visitOf(r.Context())
	law, err := permits.LawOn(dayOf(v))
	if err != nil {
		return nil, err
	}
	practice, err := s.DB.Practice(r.Context(), c.ID, c.Application.Scope, c.Application.Purpose)
	if err != nil {
		return nil, err
	}
	p := &reviewPage{Case: c, Show: s.viewApplication(c.Application, v), F: f, Reasons: permits.ReasonCodes(), Law: law, Draft: draft, Focus: draft.Focus,
		Unbiased: r.PostForm.Get("unbiased") == "yes", Purpose: c.Application.Purpose.Name(), Applied: map[string]string{}, B: s.builder(v), MayShort: c.MayShorten(permits.GrantAll)}
	p.page = s.frame(r, s.texts.in(v.Lang, "review.title"), crumb{s.texts.in(v.Lang, "menu.queue"), "/queue"}, crumb{caseNumber(c.ID), "/cases/" + string(c.ID)})
	p.Path = "/cases/" + string(c.ID) + "/review"
	d, _ := f.decision(s, v, c) // as far as it can be read
	departs := s.departing(c, d, practice, f)
	for _, t := range c.Application.Scope.Tables {
		rt := reviewTable{Table: t.Table}
		for _, sv := range t.Variables {
			known, _ := s.Catalogue.Variable(sv.ID)
			row := reviewVariable{comparedVariable: comparedVariable{Variable: known, Applied: sv.Protection, Granted: f.Granted[sv.ID],
				Reason: c.Application.Reasons[sv.ID], Refusal: f.Refusals[sv.ID], Clause: f.ClauseTexts[sv.ID]}}
			row.Steps = stepsFor(known, sv.Protection, row.Granted, true)
			if row.Necessity = f.Necessity[sv.ID]; row.Necessity == permits.AsApplied {
				row.AsApplied, row.Necessity = true, ""
			}
			row.Departure = departs.variable(sv, practice, c.Application.Purpose)
			rt.Rows = append(rt.Rows, row)
		}
		p.Variables = append(p.Variables, rt)
	}
	for _, i := range s.compareItems(c.Application.Scope, c.Application.Scope, permits.Decision{}, v) {
		p.Applied[i.Item] = i.Applied
	}
	p.Limits, p.Kept = p.Show.Scope.Population, s.reviewConditions(c, f, v)
	p.Findings = s.findingDesk("finding.", permits.SecrecyNeeds(c.Application.Scope, s.Catalogue), f.Texts, practice, c)
	p.Topics = s.topicViews(c, d, f)
	p.Clauses = map[string][]reviewClause{}
	for _, rc := range reviewClauses(f.Conditions) {
		rc.Departure = departs.order(rc.No, practice, c.Application.Purpose)
		p.Clauses[string(rc.Obligation)] = append(p.Clauses[string(rc.Obligation)], rc)
	}
	p.Refusal = departs.refusal()
	hours := 0.0
	if d.Fee != nil {
		hours = d.Fee.Hours
	}
	p.Fee.Estimate = c.EstimateFee(hours, f.FeeWaiver)
	for _, ground := range append([]string{""}, permits.WaiverGrounds...) {
		p.Fee.Waivers = append(p.Fee.Waivers, formOption{Name: "fee_waiver", Value: ground, Label: s.texts.in(v.Lang, "waiver."+cmp.Or(ground, "none")), Checked: ground == f.FeeWaiver})
	}
	trials, err := s.trialsOf(r, c)
	if err != nil {
		return nil, err
	}
	p.Trial = trialOf(c, trials, d.Scope.WithKeys(s.Catalogue))
	if p.Before, err = s.before(r, v, c, c.Rests(d, trials, s.Catalogue)); err != nil {
		return nil, err
	}
	if c.OfChange > 0 {
		if p.Change, err = s.viewChange(r, v, *c.Permit, c.Life.Changes[c.OfChange-1]); err != nil {
			return nil, err
		}
		for _, kind := range p.Change.Kinds {
			p.Withheld = append(p.Withheld, formOption{Name: "withheld", Value: kind, Label: s.texts.in(v.Lang, "change-kind."+kind), Checked: slices.Contains(f.Withheld, kind)})
		}
	}
	p.Outline = outline(c, p)
	return p, nil
}

func (s *server) reviewConditions(c permits.Case, f *decisionForm, v *visit) (all []reviewCondition) {
	keys := permits.ConditionKeys(c.Application.Scope.Population)
	for i, p := range c.Application.Scope.Population {
		rc := reviewCondition{No: i, Key: keys[i], Said: s.sayPredicate(p, v), Interval: len(p.In) == 0, From: p.From, To: p.To, Refusal: f.Refusals[keys[i]]}
		kept := p
		if i < len(f.Kept) {
			kept = f.Kept[i]
		}
		rc.From, rc.To = kept.From, kept.To
		id, parent, raised := strings.Cut(p.ID, "@")
		known, _ := s.Catalogue.Variable(id)
		list := known.Codes
		if raised {
			list = parent
		}
		for _, code := range p.In {
			value, ok := s.Catalogue.Code(list, code)
			if !ok {
				value = registers.CodeValue{Code: code, Name: registers.Names{FI: code, SV: code, EN: code}}
			}
			k := keptCode{value, slices.Contains(kept.In, code)}
			if k.Kept {
				rc.Kept++
			}
			rc.Codes = append(rc.Codes, k)
		}
		all = append(all, rc)
	}
	return all
}

func reviewClauses(chosen []permits.Condition) (all []reviewClause) {
	for _, c := range permits.Clauses() {
		rc := reviewClause{Clause: c}
		i := slices.IndexFunc(chosen, func(x permits.Condition) bool { return x.No == c.No })
		rc.Chosen = i >= 0
		if rc.Chosen {
			rc.Reason = chosen[i].Reason
		}
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

// outline counts what each section needs and what of it has been written.
func outline(c permits.Case, p *reviewPage) []outlineItem {
	count := func(key string, needed, has int) outlineItem { return outlineItem{key, needed, has} }
	topics := func(key string, keys ...string) outlineItem {
		item := outlineItem{Key: key}
		for _, k := range keys {
			if t, ok := p.Topics[k]; ok && t.Must {
				item.Needed++
				if t.Text != "" {
					item.Has++
				}
			}
		}
		return item
	}
	needs, found := 0, 0
	for _, b := range p.Findings.Blocks {
		if b.Must {
			needs++
			if b.Text != "" {
				found++
			}
		}
	}
	variables, needed := 0, 0
	for _, t := range p.Variables {
		for _, row := range t.Rows {
			if row.Role != "subject" && row.Role != "key" && row.Granted != registers.Drop {
				variables++
				if row.AsApplied || row.Necessity != "" {
					needed++
				}
			}
		}
	}
	all := []outlineItem{
		count("before", len(p.Before.Missing)+len(p.Before.Open), len(p.Before.Open)), count("outcome", 1, min(1, len(p.F.Outcome))), topics("purpose", "purpose", "freedom", "consent", "claims"),
		count("granted", variables, needed), topics("necessity", "necessity"), count("population", 0, 0),
		topics("basis", "basis", "dpia", "duties"), count("findings", needs, found), count("trial", 0, 0), count("conditions", 0, 0), count("term", 0, 0), count("propose", 0, 0),
	}
	if len(c.Application.Scope.Tables) == 0 { // a change that gives no data
		all = slices.DeleteFunc(all, func(i outlineItem) bool {
			return slices.Contains([]string{"granted", "population", "findings", "trial"}, i.Key)
		})
	}
	return all
}
