package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/registers"
)

// decisionRoutes are the decision workspace: the presenter's, and the decider's
// when they decide otherwise than was proposed.
func (s *server) decisionRoutes(get, post func(path string, h handler)) {
	get("/cases/{case}/review", s.getReview)
	post("/cases/{case}/propose", s.postPropose)
	post("/cases/{case}/preview", s.postPreview)
	post("/cases/{case}/review/draft", s.postDraft)
	post("/cases/{case}/review/trial", s.postTrial)
	get("/cases/{case}/review/trial", s.getTrial)
	get("/cases/{case}/otherwise", s.getOtherwise)
	post("/cases/{case}/otherwise", s.postOtherwise)
}

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

func (s *server) getReview(w http.ResponseWriter, r *http.Request) error {
	v, c, err := s.deskCase(r)
	if err != nil {
		return err
	}
	if !c.May(permits.DoPropose, v.Actor, v.Now) {
		return s.done(w, r, "/cases/"+string(c.ID), "")
	}
	f, draft, err := s.openDraft(r, v, c)
	if err != nil {
		return err
	}
	return s.showReview(w, r, http.StatusOK, c, f, draft, nil)
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

func (s *server) showReview(w http.ResponseWriter, r *http.Request, status int, c permits.Case, f *decisionForm, draft draftView, wrong wrongs) error {
	p, err := s.reviewPage(r, c, f, draft)
	if err != nil {
		return err
	}
	p.Wrong = wrong
	return s.render(w, r, status, "review", p)
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
		Purpose: c.Application.Purpose.Name(), Applied: map[string]string{}, B: s.builder(v), MayShort: c.MayShorten(permits.GrantAll)}
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
	p.Findings = s.findingDesk(v, "finding.", permits.SecrecyNeeds(c.Application.Scope, s.Catalogue), f.Texts, practice, c)
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
	trials, err := s.DB.Trials(r.Context(), c.ID)
	if err != nil {
		return nil, err
	}
	p.Trial = trialOf(c, trials, d.Scope.WithKeys(s.Catalogue))
	if p.Before, err = s.before(r, v, c, d.Rests(trials)); err != nil {
		return nil, err
	}
	p.Outline = outline(c, d, p)
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
func outline(c permits.Case, d permits.Decision, p *reviewPage) []outlineItem {
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
	return []outlineItem{
		count("before", len(p.Before.Missing)+len(p.Before.Open), len(p.Before.Open)), count("outcome", 1, min(1, len(p.F.Outcome))), topics("purpose", "purpose", "freedom", "consent", "claims"),
		count("granted", variables, needed), topics("necessity", "necessity"), count("population", 0, 0),
		topics("basis", "basis", "dpia"), count("findings", needs, found), count("trial", 0, 0), count("conditions", 0, 0), count("term", 0, 0), count("propose", 0, 0),
	}
}

// practiceFor reads what earlier decisions did, for the rule that asks.
func (s *server) practiceFor(r *http.Request, c permits.Case) (permits.Practice, []permits.Trial, error) {
	practice, err := s.DB.Practice(r.Context(), c.ID, c.Application.Scope, c.Application.Purpose)
	if err != nil {
		return permits.Practice{}, nil, err
	}
	trials, err := s.DB.Trials(r.Context(), c.ID)
	return practice, trials, err
}

// postPropose puts the decision before the decider. What is typed is kept as a
// draft first, so that a refused proposal loses nothing.
func (s *server) postPropose(w http.ResponseWriter, r *http.Request) error {
	k, err := s.readDesk(r)
	if err != nil {
		return err
	}
	if len(k.wrong) > 0 || len(k.draft.Conflicts) > 0 {
		return s.showReview(w, r, http.StatusUnprocessableEntity, k.c, k.f, k.draft, k.wrong)
	}
	practice, trials, err := s.practiceFor(r, k.c)
	if err != nil {
		return err
	}
	version := seen(r)
	_, err = s.DB.ChangeCase(r.Context(), k.c.ID, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		return c.Propose(k.v.Actor, version, k.d.Rests(trials), s.Catalogue, now, practice)
	})
	if rule, ok := broken(err); ok {
		return s.showReview(w, r, http.StatusUnprocessableEntity, k.c, k.f, k.draft, s.deskWrong(r, rule))
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "/cases/"+string(k.c.ID), s.texts.in(k.v.Lang, "case.proposed.done"))
}

// deskWrong shows a broken rule at the presenter's field that mends it.
func (s *server) deskWrong(r *http.Request, rule *permits.RuleError) wrongs {
	wrong := s.ruleWrong(r, rule)
	finding := func(key string) string {
		if _, topic := permits.TopicOf(key); topic {
			return "topic." + key
		}
		if key == "reasons" {
			return key
		}
		if _, variable := s.Catalogue.Variable(key); variable {
			return "need_text." + key
		}
		if no, order := strings.CutPrefix(key, "order-"); order {
			return "order_reason." + no
		}
		return "finding." + key
	}
	field := ""
	switch rule.Rule {
	case "already-over":
		field = "term_to"
	case "beyond-application":
		field = "term_to"
		if rule.About == "period" {
			field = "period_to"
		}
	case "condition-parameter", "condition-twice", "no-such-condition":
		no, _, _ := strings.Cut(rule.About, " ")
		field = "condition-" + no
	case "no-reason-for-order":
		field = "order_reason." + rule.About
	case "no-such-reason-code":
		field = "refusal_code." + rule.About
	case "no-reason-for-refusal":
		field = "refusal." + rule.About
	case "departure-unexplained":
		field = "departure." + rule.About
	case "no-necessity":
		field = "need_text." + rule.About
	case "statement-missing":
		field = "before"
	case "template-left", "template-only", "no-finding", "no-consideration", "not-anonymous":
		field = finding(rule.About)
		if _, refused := s.Catalogue.Variable(rule.About); rule.Rule == "template-only" && refused {
			field = "refusal." + rule.About
		}
	}
	if field != "" {
		wrong[0].Field = field
	}
	return wrong
}

// A deskWork is what was posted from a workspace, read.
type deskWork struct {
	v     *visit
	c     permits.Case
	f     *decisionForm
	d     permits.Decision
	draft draftView
	wrong wrongs
}

// readDesk reads what is on the presenter's desk and keeps it as a draft.
func (s *server) readDesk(r *http.Request) (k deskWork, err error) {
	if k.v, k.c, err = s.deskCase(r); err != nil {
		return
	}
	if err = posted(r); err != nil {
		return
	}
	if k.c.May(permits.DoPropose, k.v.Actor, k.v.Now) {
		if k.draft, err = s.keepDraft(r, k.v, k.c); err != nil {
			return
		}
	}
	k.f = s.readDecision(r.PostForm, k.c)
	k.d, k.wrong = k.f.decision(s, k.v, k.c)
	return
}

// postPreview shows the letter of what is on the desk, by the same rules as a
// proposal; the case stays as it is.
func (s *server) postPreview(w http.ResponseWriter, r *http.Request) error {
	k, err := s.readDesk(r)
	if err != nil {
		return err
	}
	if len(k.wrong) > 0 {
		return s.showReview(w, r, http.StatusUnprocessableEntity, k.c, k.f, k.draft, k.wrong)
	}
	practice, trials, err := s.practiceFor(r, k.c)
	if err != nil {
		return err
	}
	var draft permits.Case
	if draft, _, err = k.c.Propose(k.v.Actor, seen(r), k.d.Rests(trials), s.Catalogue, k.v.Now, practice); err == nil {
		var pdf []byte
		if pdf, err = s.Letter(r.Context(), draft, letterLanguage(k.c, "")); err == nil {
			return sendPDF(w, "luonnos-"+string(k.c.ID)+".pdf", pdf)
		}
	}
	if rule, ok := broken(err); ok {
		return s.showReview(w, r, http.StatusUnprocessableEntity, k.c, k.f, k.draft, s.deskWrong(r, rule))
	}
	return err
}

// getOtherwise is the workspace for a decider who does not decide as proposed,
// with the proposal in it.
func (s *server) getOtherwise(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.CaseDecide)
	if err != nil {
		return err
	}
	c, err := s.caseFor(r, v)
	if err != nil {
		return err
	}
	if !c.May(permits.DoDecideOther, v.Actor, v.Now) {
		return s.done(w, r, "/cases/"+string(c.ID), "")
	}
	return s.showOtherwise(w, r, http.StatusOK, c, s.decisionOf(c, v), nil)
}

func (s *server) showOtherwise(w http.ResponseWriter, r *http.Request, status int, c permits.Case, f *decisionForm, wrong wrongs) error {
	p, err := s.reviewPage(r, c, f, draftView{})
	if err != nil {
		return err
	}
	p.Otherwise, p.Wrong, p.Path = true, wrong, "/cases/"+string(c.ID)+"/otherwise"
	p.Title = s.texts.in(visitOf(r.Context()).Lang, "desk.otherwise")
	return s.render(w, r, status, "review", p)
}

// postOtherwise decides as the decider's own form says.
func (s *server) postOtherwise(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.CaseDecide)
	if err != nil {
		return err
	}
	c, err := s.caseFor(r, v)
	if err != nil {
		return err
	}
	if err := posted(r); err != nil {
		return err
	}
	f := s.readDecision(r.PostForm, c)
	d, wrong := f.decision(s, v, c)
	if len(wrong) > 0 {
		return s.showOtherwise(w, r, http.StatusUnprocessableEntity, c, f, wrong)
	}
	practice, trials, err := s.practiceFor(r, c)
	if err != nil {
		return err
	}
	version := seen(r)
	_, err = s.DB.ChangeCase(r.Context(), c.ID, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		return c.DecideOtherwise(v.Actor, version, d.Rests(trials), s.Catalogue, now, practice)
	})
	if rule, ok := broken(err); ok {
		return s.showOtherwise(w, r, http.StatusUnprocessableEntity, c, f, s.deskWrong(r, rule))
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "/cases/"+string(c.ID), s.texts.in(v.Lang, "desk.otherwise.done"))
}

// A beforeView is what stands before a proposal: statements that the data
// require, hearings, who is kept from the case, and who may decide.
type beforeView struct {
	Missing  []missingStatement
	Open     []openStatement
	Bars     []barView
	Joint    bool // data entered by a municipality or Kela are asked for
	Small    int  // the cohort that the dry run found, when under the threshold
	Hearings []hearingView
	Deciders []deciderView
	Acts     map[string]bool // commands that are open
}

type missingStatement struct{ Kind string }

type openStatement struct {
	permits.Statement
	Over bool
}

type barView struct{ Name, Ground string }

type hearingView struct {
	permits.Hearing
	Open bool
}

// A deciderView is somebody to whom the delegation of the day gives the outcome.
type deciderView struct {
	Name, Provision, Comment string
	Barred                   bool
}

func (s *server) before(r *http.Request, v *visit, c permits.Case, d permits.Decision) (b beforeView, err error) {
	people, err := s.DB.Users(r.Context())
	if err != nil {
		return b, err
	}
	names := namesOf(people)
	scope := d.Scope
	if len(scope.Tables) == 0 {
		scope = c.Application.Scope
	}
	persons := 0
	if d.Trial != nil {
		persons = int(max(d.Trial.Report.Persons, 1))
		if persons < permits.TermDays("small-cohort", dayOf(v)) {
			b.Small = persons
		}
	}
	for _, kind := range c.StatementsNeeded(scope, persons, s.Catalogue, v.Now) {
		if !slices.ContainsFunc(c.Handling.Statements, func(x permits.Statement) bool { return x.Kind == kind && x.Given.IsZero() }) {
			b.Missing = append(b.Missing, missingStatement{kind})
		}
	}
	for _, x := range c.Handling.Statements {
		b.Open = append(b.Open, openStatement{x, x.Given.IsZero() && x.Term.Before(dayOf(v))})
	}
	for _, t := range c.Application.Scope.Tables {
		known, _ := s.Catalogue.Table(t.Table)
		b.Joint = b.Joint || known.Register == "joint"
	}
	for _, x := range c.Handling.Bars {
		b.Bars = append(b.Bars, barView{names[x.User], x.Ground})
	}
	for _, h := range c.Handling.Hearings {
		b.Hearings = append(b.Hearings, hearingView{h, h.Answered.IsZero()})
	}
	outcome := string(d.Outcome)
	if outcome == "" {
		outcome = string(permits.GrantAll)
	}
	for _, of := range permits.DelegationsOn(dayOf(v)) {
		for _, p := range people {
			if of.Matter == outcome && p.Has(of.Duty) && p.Body == permits.KEHA && p.ID != v.Actor.ID {
				b.Deciders = append(b.Deciders, deciderView{p.Name, of.Provision, of.Comment, c.Barred(p.ID)})
			}
		}
	}
	b.Acts = map[string]bool{}
	for _, do := range []permits.Command{permits.DoAsk, permits.DoHear, permits.DoTransfer, permits.DoDeclare, permits.DoOffer} {
		b.Acts[string(do)] = c.May(do, v.Actor, v.Now)
	}
	return b, nil
}

// deskOf names the page that a draft is written on.
func deskOf(r *http.Request) string {
	if desk := r.PostForm.Get("desk"); len(desk) >= 8 && len(desk) <= 64 {
		return desk
	}
	return ""
}

// baseOf is the version of the drafts that the page was drawn from.
func baseOf(r *http.Request) int {
	n, err := strconv.Atoi(r.PostForm.Get("base"))
	if err != nil || n < 0 {
		return 0
	}
	return n
}
