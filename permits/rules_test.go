package permits

import (
	"slices"
	"strings"
	"testing"
	"time"

	"tietolupa/registers"
)

// A breach is one way to break a rule. The rule is the first word of its name,
// what follows says how.
type breach struct {
	name string
	by   func(t *testing.T) error
}

// editing breaks the application in one place and submits it.
func editing(change func(*Application)) func(*testing.T) error {
	return func(t *testing.T) error {
		a := application()
		change(&a)
		c := must[Case](t)(NewCase("KEHA-1-2020", aino, start))
		c = must[Case](t)(c.Save(aino, c.Version, a, nil, hours(1)))
		_, _, err := c.Submit(aino, c.Version, theCatalogue(t), hours(2))
		return err
	}
}

// scoping breaks the scope of an application in one place.
func scoping(change func(*Scope)) func(*testing.T) error {
	return editing(func(a *Application) { change(&a.Scope) })
}

// where puts one more condition on the population.
func where(p registers.Predicate) func(*testing.T) error {
	return scoping(func(s *Scope) { s.Population = append(s.Population, p) })
}

// proposing breaks a full grant in one place.
func proposing(change func(*Decision)) func(*testing.T) error {
	return func(t *testing.T) error {
		c := at(t, InReview)
		d := proposal(c)
		d.Scope.Tables = slices.Clone(d.Scope.Tables)
		change(&d)
		_, _, err := c.Propose(paivi, c.Version, true, d, theCatalogue(t), hours(4))
		return err
	}
}

// doing tries a command on a case in a state.
func doing(s State, try func(Case) error) func(*testing.T) error {
	return func(t *testing.T) error { return try(at(t, s)) }
}

// requesting breaks a request for disclosure in one place.
func requesting(by Actor, change func(*DisclosureRequest)) func(*testing.T) error {
	return func(t *testing.T) error {
		r := request()
		change(&r)
		_, _, err := RequestDisclosure("KEHA-L1-2020", by, r, theCatalogue(t), hours(1))
		return err
	}
}

func disclosing(s DisclosureState, try func(Disclosure) error) func(*testing.T) error {
	return func(t *testing.T) error { return try(disclosed(t, s)) }
}

func last[A any, E any](_ A, _ E, err error) error { return err }

func unchanged[T any](*T) {}

var breaches = []breach{
	{"already-decided withdraw", doing(Granted, func(c Case) error { return last(c.Withdraw(aino, c.Version, hours(9))) })},
	{"already-decided decline", disclosing(DisclosureIsConfirmed, func(d Disclosure) error { return last(d.Decline(mika, d.Version, "Ei.", hours(9))) })},
	{"already-delivered permit", doing(InForce, func(c Case) error {
		return last(c.Order("T-2-2020", aino, []Made{{At: hours(19)}}, anyCatalogue, hours(20)))
	})},
	{"already-delivered disclosure", disclosing(DisclosureIsConfirmed, func(d Disclosure) error { return last(d.Order("T-2-2020", sanna, 1, hours(20))) })},
	{"already-over application", editing(func(a *Application) { a.Until = on("2020-11-02") })},
	{"already-over decision", proposing(func(d *Decision) { d.Term.To = d.Term.From })},
	{"already-over disclosure", requesting(sanna, func(r *DisclosureRequest) { r.Term.To = on("2020-11-01") })},
	{"already-signed conditions", func(t *testing.T) error {
		c := at(t, Served)
		c = must[Case](t)(c.AcceptConditions(aino, c.ConditionsSHA256(), hours(8)))
		return last(c.AcceptConditions(aino, c.ConditionsSHA256(), hours(9)))
	}},
	{"already-signed undertaking", func(t *testing.T) error {
		_, sha := Undertaking("sv")
		c := must[Case](t)(at(t, Served).Sign(eero, sha, hours(8)))
		return last(c.Sign(eero, sha, hours(9)))
	}},
	{"article-nine", editing(func(a *Application) {
		a.Article9 = " "
		a.Scope.Tables[0].Variables = append(a.Scope.Tables[0].Variables, ScopeVariable{"person.disability", registers.Exact})
		a.Reasons["person.disability"] = "Kysymys 2."
	})},
	{"article-six", editing(func(a *Application) { a.Article6 = "f" })},
	{"beyond-application variable", proposing(func(d *Decision) {
		d.Scope.Tables[0].Variables = append(slices.Clone(d.Scope.Tables[0].Variables), ScopeVariable{"person.citizenship", registers.Exact})
	})},
	{"beyond-application finer", proposing(func(d *Decision) {
		d.Scope.Tables[0].Variables = slices.Clone(d.Scope.Tables[0].Variables)
		for i, v := range d.Scope.Tables[0].Variables {
			if v.ID == "person.birth_date" {
				d.Scope.Tables[0].Variables[i].Protection = registers.Month
			}
		}
	})},
	{"beyond-application population", proposing(func(d *Decision) { d.Scope.Population = nil })},
	{"beyond-application period", proposing(func(d *Decision) { d.Scope.Period.From = on("2017-12-31") })},
	{"beyond-application cadence", proposing(func(d *Decision) { d.Scope.Cadence = Monthly })},
	{"beyond-application until", proposing(func(d *Decision) { d.Term.To = on("2023-11-03") })},
	{"budget-spent", func(*testing.T) error { return Purse{Project: ProjectPoints - 1}.Pay(Question{Kind: RiskQuestion}) }},
	{"person-budget-spent", func(*testing.T) error { return Purse{Person: PersonPoints}.Pay(Question{Kind: SizeQuestion}) }},
	{"no-summary", func(*testing.T) error { return NoSummary() }},
	{"not-counted", func(t *testing.T) error {
		_, err := QuestionsOf(Scope{Population: []registers.Predicate{{ID: "person.disability", In: []string{"true"}}}}, theCatalogue(t))
		return err
	}},
	{"weak-identification", doing(Draft, func(c Case) error { return c.MayAskFeasibility(Actor{ID: aino.ID, Duties: aino.Duties}) })},
	{"not-your-application feasibility", doing(Draft, func(c Case) error { return c.MayAskFeasibility(mika) })},
	{"not-a-draft feasibility", doing(Submitted, func(c Case) error { return c.MayAskFeasibility(aino) })},
	{"not-your-application practice", func(t *testing.T) error {
		_, err := at(t, Draft).PracticeScope(mika, theCatalogue(t), on("2020-11-02"))
		return err
	}},
	{"beyond-own-area", requesting(oskari, func(r *DisclosureRequest) { r.Task, r.Area = "ely-foresight", []string{"01"} })},
	{"beyond-own-area whole-country", requesting(oskari, func(r *DisclosureRequest) { r.Task = "ely-foresight" })},
	{"condition-parameter missing", proposing(func(d *Decision) { d.Conditions = []Condition{{No: 14}} })},
	{"condition-parameter unknown", proposing(func(d *Decision) { d.Conditions = []Condition{{No: 4, Parameters: map[string]string{"weeks": "3"}}} })},
	{"condition-twice", proposing(func(d *Decision) { d.Conditions = []Condition{{No: 4}, {No: 4}} })},
	{"day-or-period", where(registers.Predicate{ID: "employment_code.code", In: []string{"02"}, At: day("2020-01-01"), During: &registers.Period{From: on("2020-01-01"), To: on("2020-02-01")}})},
	{"empty-scope", scoping(func(s *Scope) { s.Tables = nil })},
	{"field-missing", editing(func(a *Application) { a.Plan = "  " })},
	{"interval-reversed", where(registers.Predicate{ID: "person.birth_date", From: "1990-01-01", To: "1980-01-01"})},
	{"negative-sample", scoping(func(s *Scope) { s.Sample = -1 })},
	{"no-clause", func(t *testing.T) error {
		a := application()
		a.Scope.Tables[0].Variables[0].Protection = registers.Month
		c := must[Case](t)(NewCase("KEHA-1-2020", aino, start))
		c = must[Case](t)(c.Save(aino, c.Version, a, nil, hours(1)))
		c = must[Case](t)(c.Submit(aino, c.Version, theCatalogue(t), hours(2)))
		c = must[Case](t)(c.Take(paivi, hours(3)))
		return last(c.Propose(paivi, c.Version, true, proposal(c), theCatalogue(t), hours(4)))
	}},
	{"no-finding", proposing(func(d *Decision) { d.Findings = nil })},
	{"no-finding empty", proposing(func(d *Decision) { d.Findings[0].Text = " " })},
	{"no-law-that-day submit", func(t *testing.T) error {
		june := time.Date(2020, 6, 30, 12, 0, 0, 0, time.UTC)
		c := must[Case](t)(NewCase("KEHA-1-2020", aino, june))
		c = must[Case](t)(c.Save(aino, c.Version, application(), nil, june))
		return last(c.Submit(aino, c.Version, theCatalogue(t), june))
	}},
	{"no-necessity", requesting(sanna, func(r *DisclosureRequest) { r.Necessity = "" })},
	{"no-period scope", scoping(func(s *Scope) { s.Period.To = registers.Day{} })},
	{"no-period predicate", where(registers.Predicate{ID: "employment_code.code", In: []string{"02"}, During: &registers.Period{From: on("2020-01-01")}})},
	{"no-provision", requesting(sanna, func(r *DisclosureRequest) { r.Provision = "" })},
	{"no-reason-for-refusal variable", proposing(func(d *Decision) {
		d.Outcome = GrantPart
		d.Scope.Tables = d.Scope.Tables[:1]
	})},
	{"no-reason-for-refusal period", proposing(func(d *Decision) { d.Outcome, d.Scope.Period.From = GrantPart, on("2019-01-01") })},
	{"no-reason-for-variable", editing(func(a *Application) { delete(a.Reasons, "person.sex") })},
	{"no-reasons proposal", proposing(func(d *Decision) { d.Reasons = "" })},
	{"no-reasons revoke", doing(InForce, func(c Case) error {
		return last(c.ProposeRevocation(paivi, c.Version, Revoking{Reasons: " "}, anyCatalogue, hours(20)))
	})},
	{"no-reasons decline", disclosing(DisclosureIsRequested, func(d Disclosure) error { return last(d.Decline(mika, d.Version, "", hours(9))) })},
	{"no-reasons end", disclosing(DisclosureIsConfirmed, func(d Disclosure) error { return last(d.End(mika, d.Version, "", hours(9))) })},
	{"no-recipient", editing(func(a *Application) { a.Recipient.Key = "" })},
	{"no-such-area", requesting(sanna, func(r *DisclosureRequest) { r.Area = []string{"16"} })},
	{"no-such-body by-date", func(t *testing.T) error {
		r := request()
		r.Task, r.Area, r.Term.To = "ely-foresight", []string{"13"}, on("2026-01-01")
		return last(RequestDisclosure("KEHA-L1-2025", oskari, r, theCatalogue(t), time.Date(2025, 1, 2, 9, 0, 0, 0, time.UTC)))
	}},
	{"no-such-body municipality", requesting(Actor{ID: "x", Body: "OULU", Duties: []Duty{Analyst}}, unchanged)},
	{"no-such-cadence", scoping(func(s *Scope) { s.Cadence = "weekly" })},
	{"no-such-code list", where(registers.Predicate{ID: "employment_code.code", In: []string{"99"}})},
	{"no-such-condition", proposing(func(d *Decision) { d.Conditions = []Condition{{No: 23}} })},
	{"no-such-date", where(registers.Predicate{ID: "person.birth_date", From: "1.1.1990"})},
	{"no-such-language", editing(func(a *Application) { a.Language = "en" })},
	{"no-such-number", func(*testing.T) error {
		return checkValue(registers.Variable{ID: "x", Type: registers.Integer}, "kymmenen")
	}},
	{"no-such-outcome", proposing(func(d *Decision) { d.Outcome = "maybe" })},
	{"no-such-protection", scoping(func(s *Scope) { s.Tables[0].Variables[1].Protection = registers.Month })},
	{"no-such-purpose", editing(func(a *Application) { a.Purpose = "journalism" })},
	{"no-such-reason-code", proposing(func(d *Decision) {
		d.Outcome, d.Scope.Period.From = GrantPart, on("2019-01-01")
		d.Refusals = []Refusal{{Item: "period", Code: "R12", Text: "Ei."}}
	})},
	{"no-such-task", requesting(sanna, func(r *DisclosureRequest) { r.Task = "curiosity" })},
	{"not-a-decider decide", doing(Proposed, func(c Case) error { return last(c.Decide(mika, c.Version, true, hours(9))) })},
	{"not-a-decider revoke", doing(InForce, func(c Case) error { return last(revoking(c, mika, "Kiire.", hours(20))) })},
	{"not-a-draft", doing(Submitted, func(c Case) error { return last(c.Save(aino, c.Version, application(), nil, hours(9))) })},
	{"not-a-full-grant", proposing(func(d *Decision) { d.Scope.Period.From = on("2019-01-01") })},
	{"not-a-named-user sign", doing(Served, func(c Case) error { return last(c.Sign(liisa, "", hours(9))) })},
	{"not-a-named-user order", doing(InForce, func(c Case) error { return last(c.Order("T-1-2020", liisa, nil, anyCatalogue, hours(20))) })},
	{"not-a-named-user disclosure", disclosing(DisclosureIsConfirmed, func(d Disclosure) error { return last(d.Order("T-1-2020", oskari, 0, hours(20))) })},
	{"not-a-partial-grant", proposing(func(d *Decision) { d.Outcome = GrantPart })},
	{"not-a-presenter take", doing(Submitted, func(c Case) error { return last(c.Take(henrik, hours(9))) })},
	{"not-a-presenter serve", doing(Granted, func(c Case) error { return last(c.Serve(aino, hours(9), hours(9))) })},
	{"not-a-presenter prepare", disclosing(DisclosureIsRequested, func(d Disclosure) error { return last(d.Confirm(sanna, d.Version, hours(9))) })},
	{"not-allowed", doing(Draft, func(c Case) error { return c.opens("burn", aino, start) })},
	{"not-an-analyst", requesting(aino, unchanged)},
	{"not-an-applicant", func(*testing.T) error { return last(NewCase("KEHA-1-2020", paivi, start)) }},
	{"not-building seal", func(*testing.T) error { _, err := Order{State: OrderQueued}.Seal(Delivery{}); return err }},
	{"not-building fail", func(*testing.T) error { _, err := Order{State: OrderSealed}.Fail("Levy täyttyi."); return err }},
	{"not-failed", func(*testing.T) error { _, err := Order{State: OrderSealed, By: "aino"}.Retry(aino); return err }},
	{"not-a-named-user retry", func(*testing.T) error { _, err := Order{State: OrderFailed, By: "aino"}.Retry(foreign); return err }},
	{"not-queued", func(*testing.T) error { _, err := Order{State: OrderSealed}.Begin(); return err }},
	{"not-sealed", func(*testing.T) error { return Order{State: OrderBuilding}.Downloadable() }},
	{"no-reasons failure", func(*testing.T) error { _, err := Order{State: OrderBuilding}.Fail(""); return err }},
	{"not-decided serve", doing(Proposed, func(c Case) error { return last(c.Serve(paivi, hours(9), hours(9))) })},
	{"not-decided conditions", doing(InReview, func(c Case) error { _, err := c.Conditions("fi"); return err })},
	{"not-final", func(t *testing.T) error {
		c := at(t, InForce)
		d := *c.Decision
		d.Route = Appeal
		c.Decision = &d
		_, err := c.Basis(c.ServedAt.AddDate(0, 0, 30))
		return err
	}},
	{"not-in-force order", doing(Served, func(c Case) error { return last(c.Order("T-1-2020", aino, nil, anyCatalogue, hours(20))) })},
	{"not-in-force ended", doing(Ended, func(c Case) error { return last(c.Order("T-1-2020", aino, nil, anyCatalogue, hours(20))) })},
	{"not-in-force revoke-refused", func(t *testing.T) error {
		c := must[Case](t)(signed(t, at(t, Refused), hours(8)).Serve(paivi, hours(9), hours(9)))
		return last(revoking(c, henrik, "", hours(20)))
	}},
	{"not-in-force disclosure", disclosing(DisclosureIsPrepared, func(d Disclosure) error { return last(d.Order("T-1-2020", sanna, 0, hours(20))) })},
	{"not-in-force forged", func(*testing.T) error {
		return last(Basis{}.order("T-1-2020", aino, application().Recipient, "fi", 0, start))
	}},
	{"not-in-review take", doing(Granted, func(c Case) error { return last(c.Take(mika, hours(9))) })},
	{"not-in-review propose", doing(Submitted, func(c Case) error {
		return last(c.Propose(paivi, c.Version, true, proposal(c), anyCatalogue, hours(9)))
	})},
	{"not-of-the-authority take", doing(Submitted, func(c Case) error { return last(c.Take(foreign, hours(9))) })},
	{"not-of-the-authority decide", doing(Proposed, func(c Case) error { return last(c.Decide(foreign, c.Version, true, hours(9))) })},
	{"not-of-the-body", disclosing(DisclosureIsConfirmed, func(d Disclosure) error {
		moved := sanna
		moved.Body = "ELY01"
		return last(d.Order("T-1-2020", moved, 0, hours(20)))
	})},
	{"not-prepared", disclosing(DisclosureIsRequested, func(d Disclosure) error { return last(d.Confirm(mika, d.Version, hours(9))) })},
	{"not-proposed", doing(InReview, func(c Case) error { return last(c.Decide(henrik, c.Version, true, hours(9))) })},
	{"not-requested", disclosing(DisclosureIsPrepared, func(d Disclosure) error { return last(d.Prepare(mika, d.Version, d.Scope, anyCatalogue, hours(9))) })},
	{"not-served accept", doing(Granted, func(c Case) error { return last(c.AcceptConditions(aino, c.ConditionsSHA256(), hours(9))) })},
	{"not-served before", doing(Served, func(c Case) error { return last(c.Sign(eero, "", c.ServedAt.Add(-time.Minute))) })},
	{"not-the-leader accept", doing(Served, func(c Case) error { return last(c.AcceptConditions(eero, c.ConditionsSHA256(), hours(9))) })},
	{"not-the-leader end", doing(InForce, func(c Case) error { return last(c.End(eero, hours(20))) })},
	{"not-your-application edit", doing(Draft, func(c Case) error { return last(c.Save(liisa, c.Version, application(), nil, hours(9))) })},
	{"not-your-application withdraw", doing(Submitted, func(c Case) error { return last(c.Withdraw(eero, c.Version, hours(9))) })},
	{"not-your-case", doing(InReview, func(c Case) error { return last(c.Propose(mika, c.Version, true, proposal(c), anyCatalogue, hours(9))) })},
	{"one-leader none", editing(func(a *Application) { a.People[1].Leader = false })},
	{"one-leader two", editing(func(a *Application) { a.People[0].Leader = true })},
	{"other-text conditions", doing(Served, func(c Case) error { return last(c.AcceptConditions(aino, "0000", hours(9))) })},
	{"other-text undertaking", doing(Served, func(c Case) error { return last(c.Sign(eero, "0000", hours(9))) })},
	{"outside-catalogue variable", scoping(func(s *Scope) { s.Tables[0].Variables[0].ID = "person.shoe_size" })},
	{"outside-catalogue name", scoping(func(s *Scope) { s.Tables[0].Variables[0].ID = "person.family_name" })},
	{"outside-catalogue technical", scoping(func(s *Scope) { s.Tables[0].Variables[0].ID = "person.person_id" })},
	{"outside-catalogue table", scoping(func(s *Scope) { s.Tables[0].Table = "payroll" })},
	{"outside-catalogue predicate", where(registers.Predicate{ID: "person.email", In: []string{"x"}})},
	{"own-case take", doing(Submitted, func(c Case) error {
		return last(c.Take(Actor{ID: "eero", Body: KEHA, Duties: []Duty{Presenter}}, hours(9)))
	})},
	{"own-case decide", doing(Proposed, func(c Case) error {
		return last(c.Decide(Actor{ID: "aino", Body: KEHA, Duties: []Duty{Decider}}, c.Version, true, hours(9)))
	})},
	{"own-case disclosure", disclosing(DisclosureIsPrepared, func(d Disclosure) error {
		return last(d.Confirm(Actor{ID: "sanna", Body: KEHA, Duties: []Duty{Presenter}}, d.Version, hours(9)))
	})},
	{"participant-twice", editing(func(a *Application) { a.People = append(a.People, Participant{User: "eero", Name: "Eero"}) })},
	{"participant-unknown", editing(func(a *Application) { a.People[0].User = "" })},
	{"private-key", editing(func(a *Application) { a.Recipient.Key = "AGE-SECRET-KEY-1QQQ" })},
	{"recipient-key", editing(func(a *Application) { a.Recipient.Key = "ssh-rsa AAAA" })},
	{"recipient-kind", editing(func(a *Application) { a.Recipient.Kind = "cloud" })},
	{"same-officer", disclosing(DisclosureIsPrepared, func(d Disclosure) error { return last(d.Confirm(paivi, d.Version, hours(9))) })},
	{"same-presenter", func(t *testing.T) error {
		c := at(t, Submitted)
		c = must[Case](t)(c.Take(both, hours(3)))
		c = must[Case](t)(c.Propose(both, c.Version, true, proposal(c), theCatalogue(t), hours(4)))
		return last(c.Decide(both, c.Version, true, hours(5)))
	}},
	{"served-before-decided", doing(Granted, func(c Case) error { return last(c.Serve(paivi, c.DecidedAt.Add(-time.Minute), hours(9))) })},
	{"set-or-interval neither", where(registers.Predicate{ID: "employment_code.code"})},
	{"set-or-interval both", where(registers.Predicate{ID: "employment_code.code", In: []string{"02"}, From: "02"})},
	{"stale-page submit", doing(Draft, func(c Case) error { return last(c.Submit(aino, c.Version-1, anyCatalogue, hours(9))) })},
	{"stale-page decide", doing(Proposed, func(c Case) error { return last(c.Decide(henrik, c.Version-1, true, hours(9))) })},
	{"stale-page disclosure", disclosing(DisclosureIsPrepared, func(d Disclosure) error { return last(d.Confirm(mika, d.Version-1, hours(9))) })},
	{"task-of-another-body", requesting(oskari, func(r *DisclosureRequest) { r.Area = []string{"13"} })},
	{"template-left reasons", proposing(func(d *Decision) { d.Reasons = "Hanke {nimi} on tieteellinen." })},
	{"template-left finding", proposing(func(d *Decision) { d.Findings[0].Text = "On ilmeistä, {miksi}." })},
	{"term-not-begun permit", func(t *testing.T) error {
		c := at(t, InForce)
		d := *c.Decision
		d.Term.From = on("2020-12-01")
		c.Decision = &d
		return last(c.Order("T-1-2020", aino, nil, anyCatalogue, hours(20)))
	}},
	{"term-not-begun disclosure", disclosing(DisclosureIsConfirmed, func(d Disclosure) error {
		d.Request.Term.From = on("2020-12-01")
		_, err := d.Basis(hours(9))
		return err
	})},
	{"term-over permit", doing(InForce, func(c Case) error {
		return last(c.Order("T-1-2023", aino, nil, anyCatalogue, time.Date(2023, 11, 3, 0, 0, 0, 0, time.UTC)))
	})},
	{"term-over disclosure", disclosing(DisclosureIsPrepared, func(d Disclosure) error {
		return last(d.Confirm(mika, d.Version, time.Date(2021, 11, 3, 0, 0, 0, 0, time.UTC)))
	})},
	{"term-over decide", doing(Proposed, func(c Case) error {
		return last(c.Decide(henrik, c.Version, true, time.Date(2023, 11, 3, 0, 0, 0, 0, time.UTC)))
	})},
	{"legacy-day", func(*testing.T) error {
		return destroying(Legacy{Term: registers.Period{From: on("2019-04-01"), To: on("2020-03-31")}}, on("2019-03-31"))
	}},
	{"legacy-destroyed", func(*testing.T) error { return destroying(Legacy{Destroyed: on("2020-04-01")}, on("2020-05-01")) }},
	{"too-fine", scoping(func(s *Scope) { s.Tables[0].Variables[0].Protection = registers.Exact })},
	{"variable-twice", scoping(func(s *Scope) { s.Tables[0].Variables[0] = s.Tables[0].Variables[1] })},
}

func destroying(l Legacy, day registers.Day) error {
	_, err := l.DeclareDestroyed(paivi, day, start)
	return err
}

var anyCatalogue, _ = registers.Load()

func day(s string) *registers.Day { d := on(s); return &d }

func TestRules(t *testing.T) {
	for _, b := range breaches {
		want, _, _ := strings.Cut(b.name, " ")
		t.Run(b.name, func(t *testing.T) {
			if got := rule(b.by(t)); got != want {
				t.Errorf("the rule is %s, want %s", got, want)
			}
		})
	}
}

// TestEveryRuleIsProvoked: a rule that no test breaks is a rule nobody knows
// to work. Those of access rights are broken by the tests of casbin.
func TestEveryRuleIsProvoked(t *testing.T) {
	provoked := map[string]bool{}
	for _, b := range breaches {
		name, _, _ := strings.Cut(b.name, " ")
		provoked[name] = true
	}
	used := usedRules(t)
	for name := range Rules() {
		if !provoked[name] && !strings.HasPrefix(used[name], "../casbin/rights/") && name != "no-right" {
			t.Errorf("no test breaks %s", name)
		}
	}
}
