package web

import (
	"strconv"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/registers"
)

// remedyActs are the commands of rectification, appeal and correction.
func remedyActs() []caseAct {
	return []caseAct{
		{Command: permits.DoRectify, action: casbin.PermitUse, quotes: appealQuotes, fields: written("tall", "demand"), do: words("demand", permits.Case.Rectify)},
		{Command: permits.DoAppeal, action: casbin.PermitHandle, quotes: appealQuotes,
			fields: func(a *acting) []actField {
				return []actField{a.field("input", "court"), a.field("input", "court_number"), a.field("tall", "court_demand")}
			},
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.RecordAppeal(a.v.Actor, a.seen, a.text("court"), a.text("court_number"), a.text("court_demand"), now)
			}},
		{Command: permits.DoRule, action: casbin.PermitDecide, quotes: remedyQuotes,
			fields: func(a *acting) []actField {
				return []actField{a.choice("remedy_outcome", "remedy.rejected", "remedy.dismissed", "remedy.changed", "remedy.returned", "remedy.overturned", "remedy.withdrawn"), a.field("tall", "ruling")}
			},
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.Rule(a.v.Actor, a.seen, a.chosen("remedy_outcome"), a.text("ruling"), now)
			}},
		{Command: permits.DoInterim, action: casbin.PermitDecide, quotes: gateQuotes,
			fields: func(a *acting) []actField {
				return []actField{a.choice("interim_from", "interim.court", "interim.authority"), a.choice("interim_effect", "gate.closes", "gate.opens"), a.field("area", "interim_text")}
			},
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.Interim(a.v.Actor, a.seen, a.chosen("interim_from"), a.chosen("interim_effect") == "closes", a.text("interim_text"), now)
			}},
		{Command: permits.DoCorrect, action: casbin.PermitDecide, quotes: correctionQuotes,
			fields: func(a *acting) []actField {
				return []actField{a.field("tall", "corrected"), a.field("area", "unneeded"), a.box("wrong_instruction"), a.field("day", "corrected_served")}
			},
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				var served time.Time
				if day := a.day("corrected_served"); !day.IsZero() {
					served = day.Time()
				}
				return c.Correct(a.v.Actor, a.seen, a.text("corrected"), a.text("unneeded"), a.text("wrong_instruction") == "yes", served, now)
			}},
		{Command: permits.DoReopen, action: casbin.PermitDecide, quotes: correctionQuotes,
			fields: func(a *acting) []actField {
				return []actField{a.choice("error_ground", "substance.1", "substance.2", "substance.3", "substance.4"), a.field("tall", "error_why"), a.box("detriment"), a.field("area", "own_error")}
			},
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.Reopen(a.v.Actor, a.seen, a.chosen("error_ground"), a.text("error_why"), a.text("detriment") == "yes", a.text("own_error"), now)
			}},
	}
}

// deliveryActs are the commands on errors, reminders and the key.
func deliveryActs() []caseAct {
	return []caseAct{
		{Command: permits.DoReportError, action: casbin.PermitUse,
			fields: func(a *acting) []actField {
				f := a.field("radio", "error_order")
				for _, o := range a.ordered {
					if o.Delivery != nil {
						day, _ := date(o.Delivery.SealedAt)
						f.Options = append(f.Options, formOption{Name: f.Name, Value: string(o.ID), Label: caseNumber(string(o.ID)) + ", " + day, Checked: f.Value == string(o.ID)})
					}
				}
				return []actField{f, a.field("tall", "error_text")}
			},
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				var of permits.Order
				for _, o := range a.ordered {
					if string(o.ID) == a.chosen("error_order") {
						of = o
					}
				}
				return c.ReportError(a.v.Actor, a.seen, of, a.text("error_text"), now)
			}},
		{Command: permits.DoSettleError, action: casbin.PermitHandle,
			quotes: func(a *acting) (all []quote) {
				for _, e := range a.c.Life.Errors {
					if e.Settled.IsZero() {
						price := "mended.paid"
						if e.Free {
							price = "mended.free"
						}
						all = append(all, quote{Heading: caseNumber(string(e.Order)), Text: a.body(e.Text) + "\n" + a.s.texts.in(a.v.Lang, price)})
					}
				}
				return all
			},
			fields: func(a *acting) []actField {
				f := a.field("radio", "error_no")
				for _, e := range a.c.Life.Errors {
					if no := strconv.Itoa(e.No); e.Settled.IsZero() {
						f.Options = append(f.Options, formOption{Name: f.Name, Value: no, Label: caseNumber(string(e.Order)), Checked: f.Value == no || f.Value == ""})
					}
				}
				return []actField{f, a.choice("error_found", "found.yes", "found.no"), a.field("area", "error_answer")}
			},
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				no, _ := strconv.Atoi(a.chosen("error_no"))
				return c.SettleError(a.v.Actor, a.seen, no, a.chosen("error_found") == "yes", a.text("error_answer"), now)
			}},
		{Command: permits.DoRemind, action: casbin.PermitHandle,
			fields: func(a *acting) []actField {
				f := a.field("radio", "reminder")
				for _, due := range a.c.Reminders(a.v.Now) {
					f.Options = append(f.Options, formOption{Name: f.Name, Value: due, Label: a.s.sayReminder(a.v.Lang, due), Checked: f.Value == due || f.Value == ""})
				}
				return []actField{f}
			},
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.Remind(a.v.Actor, a.seen, a.chosen("reminder"), now)
			}},
		{Command: permits.DoDestroyKey, action: casbin.PermitDecide,
			quotes: func(a *acting) []quote {
				day, _ := date(a.c.KeyDay())
				return []quote{{Heading: a.s.texts.in(a.v.Lang, "key.day"), Text: day}}
			},
			do: plainly(permits.Case.DestroyKey)},
	}
}

// box is one that is ticked for a yes; its label is the field's.
func (a *acting) box(name string) actField {
	f := a.field("box", name)
	f.Options = []formOption{{Name: name, Value: "yes", Label: f.Label, Hint: f.Hint, Checked: f.Value == "yes"}}
	return f
}

func appealQuotes(a *acting) []quote {
	day, _ := date(a.c.LastAppealDay())
	return []quote{{Heading: a.s.texts.in(a.v.Lang, "clock.appeal"), Text: day}}
}

// remedyQuotes show the remedy that waits for its ruling.
func remedyQuotes(a *acting) (all []quote) {
	say := func(key string) string { return a.s.texts.in(a.v.Lang, key) }
	for _, m := range a.c.Life.Remedies {
		if m.Outcome != "" {
			continue
		}
		day, _ := date(m.At)
		late := ""
		if m.Late {
			late = " – " + say("remedy.late")
		}
		all = append(all, quote{Heading: say("remedy-kind." + m.Kind), Text: day + late})
		if m.Court != "" {
			all = append(all, quote{Heading: say("field.court"), Text: m.Court + " " + m.Number})
		}
		all = append(all, quote{Heading: say("text.demand"), Text: a.body(m.Demand)})
	}
	return all
}

// gateQuotes say whether data may leave now, and why not.
func gateQuotes(a *acting) []quote {
	text := a.s.texts.in(a.v.Lang, "gate.open")
	if rule, ok := broken(a.c.Gate(a.v.Now)); ok {
		text = rule.In(a.v.Lang)
	}
	return []quote{{Heading: a.s.texts.in(a.v.Lang, "gate.now"), Text: text}}
}

// correctionQuotes show the latest hearing on a correction and its answer.
func correctionQuotes(a *acting) (all []quote) {
	say := func(key string) string { return a.s.texts.in(a.v.Lang, key) }
	for _, h := range a.c.Handling.Hearings {
		if h.Purpose != "correction" {
			continue
		}
		day, _ := date(h.Term)
		all = append(all, quote{Heading: say("text.hearing"), Text: a.body(h.Points) + "\n" + say("field.term") + " " + day})
		if !h.Answered.IsZero() {
			text := a.body(h.Answer)
			if h.Consents {
				text += "\n" + say("hearing.consents")
			}
			all = append(all, quote{Heading: say("text.answer"), Text: text})
		}
	}
	return all
}

// otherwiseActs let the decider decide otherwise than was proposed, with reasons
// of their own (PL 118 §).
func otherwiseActs() []caseAct {
	return []caseAct{{Command: permits.DoDecideOther, action: casbin.CaseDecide, quotes: otherwiseQuotes, fields: otherwiseFields,
		do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.DecideOtherwise(a.v.Actor, a.seen, a.otherwise(c), a.s.Catalogue, now)
		}}}
}

func otherwiseQuotes(a *acting) []quote {
	p := a.c.Proposal
	return []quote{
		{Heading: a.s.texts.in(a.v.Lang, "case.proposal"), Text: a.s.texts.in(a.v.Lang, "outcome."+string(p.Outcome))},
		{Heading: a.s.texts.in(a.v.Lang, "field.reasons"), Text: p.Reasons},
	}
}

// base is the decision that the form begins from: the proposal when it grants,
// otherwise all that was applied for on the standard conditions.
func (a *acting) base() permits.Decision {
	if a.c.Proposal.Grants() {
		return *a.c.Proposal
	}
	return permits.Decision{Scope: a.c.Application.Scope, Conditions: permits.StandardConditions(), Term: registers.Period{From: dayOf(a.v), To: a.c.Application.Until}}
}

func otherwiseFields(a *acting) []actField {
	d := a.base()
	outcome := a.choice("other_outcome", "outcome.grant", "outcome.partly", "outcome.refuse", "outcome.dismiss")
	all := []actField{outcome, a.field("tall", "other_reasons")}
	for _, t := range a.c.Application.Scope.Tables {
		for _, sv := range t.Variables {
			known, _ := a.s.Catalogue.Variable(sv.ID)
			f := a.field("select", "other."+sv.ID)
			f.Label, f.Hint = known.Name.In(a.v.Lang), sv.ID
			if f.Value == "" {
				f.Value = string(d.Scope.Protection(sv.ID))
			}
			for _, step := range stepsFor(known, sv.Protection, registers.Protection(f.Value), known.Role != "subject") {
				f.Options = append(f.Options, formOption{Value: string(step.Protection), Checked: step.Chosen, Label: a.s.texts.in(a.v.Lang, "protection."+string(step.Protection))})
			}
			all = append(all, f)
		}
	}
	code := a.field("select", "other_code")
	for _, r := range permits.ReasonCodes() {
		code.Options = append(code.Options, formOption{Value: r.Code, Checked: code.Value == r.Code, Label: r.Code + " " + r.Text.In(a.v.Lang)})
	}
	all = append(all, a.due("other_from", d.Scope.Period.From), a.due("other_to", d.Scope.Period.To), code, a.field("area", "other_less"))
	for _, ground := range a.c.Application.Scope.Grounds(a.s.Catalogue) {
		f := a.field("area", "other_finding."+ground)
		f.Label, f.Hint = a.s.texts.in(a.v.Lang, "ground."+ground), ""
		for _, x := range d.Findings {
			if x.Ground == ground && a.r.PostForm == nil {
				f.Value = x.Text
			}
		}
		all = append(all, f)
	}
	return all
}

// otherwise reads the decider's own decision.
func (a *acting) otherwise(c permits.Case) permits.Decision {
	d := permits.Decision{Outcome: permits.Outcome(a.chosen("other_outcome")), Reasons: a.text("other_reasons")}
	if !d.Grants() {
		return d
	}
	base := a.base()
	base.Outcome, base.Reasons, base.Findings, base.Refusals, base.Short = d.Outcome, d.Reasons, nil, nil, false
	base.Scope = c.Application.Scope
	base.Scope.Tables = nil
	less := func(item, applied, granted string) {
		base.Refusals = append(base.Refusals, permits.Refusal{Item: item, Applied: applied, Granted: granted, Code: a.text("other_code"), Text: a.text("other_less")})
	}
	for _, t := range c.Application.Scope.Tables {
		granted := permits.ScopeTable{Table: t.Table}
		for _, sv := range t.Variables {
			at := registers.Protection(a.text("other." + sv.ID))
			if at == "" {
				at = sv.Protection
			}
			if at != registers.Drop {
				granted.Variables = append(granted.Variables, permits.ScopeVariable{ID: sv.ID, Protection: at})
			}
			if at != sv.Protection {
				less(sv.ID, string(sv.Protection), string(at))
			}
		}
		if a.s.delivers(granted) {
			base.Scope.Tables = append(base.Scope.Tables, granted)
		}
	}
	base.Scope.Period = registers.Period{From: a.day("other_from"), To: a.day("other_to")}
	for _, i := range a.s.compareItems(c.Application.Scope, base.Scope, base, a.v) {
		if i.Less() {
			less(i.Item, i.Applied, i.Granted)
		}
	}
	for _, ground := range c.Application.Scope.Grounds(a.s.Catalogue) {
		if text := a.text("other_finding." + ground); text != "" {
			base.Findings = append(base.Findings, permits.Finding{Ground: ground, Text: text})
		}
	}
	return base
}
