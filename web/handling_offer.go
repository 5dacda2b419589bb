package web

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"tietolupa/permits"
	"tietolupa/registers"
)

// offerFields are the step of each variable, the conditions of the population, the
// period and the sample of a narrower scope.
func offerFields(a *acting) (all []actField) {
	for _, t := range a.c.Application.Scope.Tables {
		for _, sv := range t.Variables {
			known, _ := a.s.Catalogue.Variable(sv.ID)
			f := a.field("select", "offered."+sv.ID)
			f.Label, f.Hint = known.Name.In(a.v.Lang), sv.ID
			if f.Value == "" {
				f.Value = string(sv.Protection)
			}
			for _, step := range stepsFor(known, sv.Protection, registers.Protection(f.Value), known.Role != "subject") {
				f.Options = append(f.Options, formOption{Value: string(step.Protection), Checked: step.Chosen, Label: a.s.texts.in(a.v.Lang, "protection."+string(step.Protection))})
			}
			all = append(all, f)
		}
	}
	asked := a.c.Application.Scope
	for i, p := range asked.Population {
		said := a.s.sayPredicate(p, a.v)
		of, _, _ := strings.Cut(said, ":")
		put := func(name, key, value string) {
			f := a.field("input", name+"."+strconv.Itoa(i))
			f.Label, f.Hint = a.s.texts.in(a.v.Lang, key, of), said
			if a.r.PostForm == nil {
				f.Value = value
			}
			all = append(all, f)
		}
		if len(p.In) > 0 {
			put("offered_codes", "offer.codes", strings.Join(p.In, ", "))
			continue
		}
		put("offered_from", "offer.from", p.From)
		put("offered_to", "offer.to", p.To)
	}
	sample := a.field("input", "offered_sample")
	if a.r.PostForm == nil && asked.Sample > 0 {
		sample.Value = strconv.Itoa(asked.Sample)
	}
	return append(all, a.due("period_from", asked.Period.From), a.due("period_to", asked.Period.To), sample, a.field("area", "offer_why"))
}

// offer proposes the narrower scope that the form says (HL 8, 22.3 §).
func offer(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
	scope := c.Application.Scope
	scope.Tables = nil
	for _, t := range c.Application.Scope.Tables {
		narrower := permits.ScopeTable{Table: t.Table}
		for _, sv := range t.Variables {
			at := registers.Protection(a.text("offered." + sv.ID))
			if at == "" {
				at = sv.Protection
			}
			if at != registers.Drop {
				narrower.Variables = append(narrower.Variables, permits.ScopeVariable{ID: sv.ID, Protection: at})
			}
		}
		if a.s.delivers(narrower) {
			scope.Tables = append(scope.Tables, narrower)
		}
	}
	scope.Period = registers.Period{From: a.day("period_from"), To: a.day("period_to")}
	scope.Population = slices.Clone(scope.Population)
	for i := range scope.Population {
		a.narrow(&scope.Population[i], strconv.Itoa(i))
	}
	if sample := a.text("offered_sample"); sample != "" {
		n, err := strconv.Atoi(sample)
		if err != nil || n < 1 {
			a.wrong.add("offered_sample", a.s.texts.in(a.v.Lang, "wrong.number"))
		}
		scope.Sample = n
	}
	return c.Offer(a.v.Actor, a.seen, scope, a.text("offer_why"), a.s.Catalogue, now)
}

// narrow reads the condition of the population that is offered in the place of p;
// a form without it leaves p as it is.
func (a *acting) narrow(p *registers.Predicate, no string) {
	if codes := a.text("offered_codes." + no); codes != "" && len(p.In) > 0 {
		p.In = strings.FieldsFunc(codes, func(r rune) bool { return r == ',' || r == ' ' || r == ';' })
	}
	if a.r.PostForm.Has("offered_from."+no) && len(p.In) == 0 {
		p.From, p.To = a.text("offered_from."+no), a.text("offered_to."+no)
	}
}

// offerQuotes says what is offered: each item that would be less.
func offerQuotes(a *acting) (all []quote) {
	n := len(a.c.Handling.Offers)
	if n == 0 {
		return nil
	}
	o := a.c.Handling.Offers[n-1]
	all = append(all, quote{Heading: a.s.texts.in(a.v.Lang, "field.offer_why"), Text: a.body(o.Why)})
	say := func(p registers.Protection) string { return a.s.texts.in(a.v.Lang, "protection."+string(p)) }
	compared := a.s.compare(a.c.Application.Scope, permits.Decision{Outcome: permits.GrantPart, Scope: o.Scope}, a.v)
	for _, t := range compared.Tables {
		for _, row := range t.Rows {
			if row.Less() {
				all = append(all, quote{Heading: row.Name.In(a.v.Lang), Text: a.s.texts.in(a.v.Lang, "acts.less", say(row.Applied), say(row.Granted))})
			}
		}
	}
	for _, i := range compared.Items {
		if i.Less() {
			all = append(all, quote{Heading: i.Name, Text: a.s.texts.in(a.v.Lang, "acts.less", i.Applied, i.Granted)})
		}
	}
	return slices.Clip(all)
}
