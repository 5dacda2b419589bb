package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
)

// measureActs are the commands of a revocation and of a ruling: one official
// proposes, another decides or sends back.
func measureActs() []caseAct {
	return []caseAct{
		{Command: permits.DoProposeRevocation, action: casbin.PermitHandle, quotes: revocationGrounds, fields: revokingFields, do: proposeRevocation},
		{Command: permits.DoRevoke, action: casbin.CaseRevoke, quotes: proposedQuotes(permits.RevocationMeasure), fields: unbiased,
			do: declaring(permits.Case.Revoke)},
		{Command: permits.DoReturnRevocation, action: casbin.CaseReturn, quotes: proposedQuotes(permits.RevocationMeasure), fields: written("area", "return_why"), do: words("return_why", permits.Case.ReturnRevocation)},
		{Command: permits.DoProposeRuling, action: casbin.PermitHandle, quotes: remedyQuotes(permits.RectificationRemedy),
			fields: rulingFields, do: proposeRuling},
		{Command: permits.DoRule, action: casbin.PermitDecide, quotes: proposedQuotes(permits.RulingMeasure), fields: unbiased,
			do: declaring(permits.Case.Rule)},
		{Command: permits.DoReturnRuling, action: casbin.CaseReturn, quotes: proposedQuotes(permits.RulingMeasure), fields: written("area", "return_why"), do: words("return_why", permits.Case.ReturnRuling)},
		{Command: permits.DoJudgment, action: casbin.PermitDecide, quotes: remedyQuotes(permits.CourtRemedy),
			fields: func(a *acting) []actField {
				fields := []actField{a.field("tall", "judgment")}
				open := a.c.OpenOf(permits.CourtRemedy)
				if len(open) == 0 || slices.ContainsFunc(open, permits.Remedy.OfFee) { // none: for the description of the interface
					fields = append(fields, a.field("input", "credit"))
				}
				return a.endedBy(permits.CourtRemedy, fields...)
			},
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.RecordJudgmentOn(a.v.Actor, a.seen, permits.Ruled{Remedy: a.remedyChosen(permits.CourtRemedy), Outcome: a.chosen("remedy_outcome"), Reasons: a.text("judgment"), Credit: a.credited()}, now)
			}},
	}
}

// unbiased is the official's own answer on disqualification (HL 28 §).
func unbiased(a *acting) []actField { return []actField{a.box("unbiased")} }

// unbiasedly says whether the official who sent a form declared it.
func unbiasedly(r *http.Request) bool { return r.PostFormValue("unbiased") == "yes" }

// declaring does a command of which unbiased is all that is asked.
func declaring(of func(c permits.Case, by permits.Actor, seen int, unbiased bool, now time.Time) (permits.Case, permits.Event, error)) doing {
	return func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		return of(c, a.v.Actor, a.seen, a.text("unbiased") == "yes", now)
	}
}

// revokingFields ask how much is revoked, and why nothing milder would do.
func revokingFields(a *acting) []actField {
	all := []actField{a.choice("revoke_extent", "extent.whole", "extent.part")}
	all = append(all, a.partFields()...)
	all = append(all, a.field("tall", "revoke_reasons"), a.field("area", "milder"))
	if a.c.HeardOnRevocation(a.v.Now) == 0 {
		all = append(all, a.field("area", "unheard"))
	}
	return append(all, unbiased(a)...)
}

// partFields offer what may be revoked in part: users, tables, variables, the
// recipient and deliveries.
func (a *acting) partFields() []actField {
	users, tables, variables, orders := a.field("boxes", "revoked_users"), a.field("boxes", "revoked_tables"), a.field("boxes", "revoked_variables"), a.delivered("boxes", "revoked_orders")
	if a.c.Decision.Grants() {
		for _, p := range a.people {
			if p.ID != a.c.Leader() && slices.Contains(a.c.Users(), p.ID) {
				a.option(&users, string(p.ID), p.Name)
			}
		}
		for _, t := range a.c.Granted().Tables {
			table, _ := a.s.Catalogue.Table(t.Table)
			a.option(&tables, t.Table, table.Name3.In(a.v.Lang))
			for _, v := range t.Variables {
				if known, found := a.s.Catalogue.Variable(v.ID); found && known.Role != "subject" && known.Role != "key" {
					a.option(&variables, v.ID, table.Name3.In(a.v.Lang)+": "+known.Name.In(a.v.Lang))
				}
			}
		}
	}
	all := slices.DeleteFunc([]actField{users, tables, variables}, func(f actField) bool { return len(f.Options) == 0 && a.c.Decision.Grants() })
	all = append(all, a.box("revoked_recipient"))
	if len(orders.Options) > 0 || !a.c.Decision.Grants() {
		all = append(all, orders)
	}
	return all
}

// proposeRevocation reads the proposal; what is ticked of a part while the whole
// is chosen is a fault of the form.
func proposeRevocation(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
	r := permits.Revoking{Reasons: a.text("revoke_reasons"), Milder: a.text("milder"), Unheard: a.text("unheard"), Unbiased: a.text("unbiased") == "yes"}
	part := a.partChosen()
	switch whole := a.chosen("revoke_extent") == "whole"; {
	case !whole:
		r.Part = &part
	case part.Data() || len(part.Users) > 0:
		a.wrong.add("revoke_extent", a.s.texts.in(a.v.Lang, "wrong.extent"))
	}
	return c.ProposeRevocation(a.v.Actor, a.seen, r, a.s.Catalogue, now)
}

// partChosen reads the fields of partFields.
func (a *acting) partChosen() permits.Part {
	part := permits.Part{Tables: a.several("revoked_tables"), Variables: a.several("revoked_variables")}
	for _, u := range a.several("revoked_users") {
		part.Users = append(part.Users, permits.UserID(u))
	}
	for _, id := range a.several("revoked_orders") {
		if !slices.ContainsFunc(a.ordered, func(o permits.Order) bool { return string(o.ID) == id }) {
			a.wrong.add("revoked_orders", a.s.texts.in(a.v.Lang, "wrong.choose"))
		}
		part.Orders = append(part.Orders, permits.OrderID(id))
	}
	if a.text("revoked_recipient") == "yes" {
		part.Recipient = &permits.Recipient{} // the one that stands
	}
	return part
}

// endedBy offers the outcomes that suit the open remedies of a kind, and puts the
// choice of the remedy first when there are several.
func (a *acting) endedBy(kind string, fields ...actField) []actField {
	f := a.field("radio", "remedy_outcome")
	f.Closed = true
	open := a.c.OpenOf(kind)
	offered := open
	if len(open) == 0 { // for the description of the interface
		offered = []permits.Remedy{{Kind: kind}, {Kind: kind, Against: "change-0"}, {Kind: kind, Against: permits.RevocationRemedy}, {Kind: kind, Against: "charge-1"}}
	}
	for _, r := range offered {
		for _, outcome := range a.c.RemedyOutcomes(r) {
			if !slices.ContainsFunc(f.Options, func(o formOption) bool { return o.Value == outcome }) {
				label := a.s.sayOutcome(a.v.Lang, r.Kind, r.Against, outcome)
				if len(open) > 1 {
					label = a.s.texts.in(a.v.Lang, "remedy."+outcome)
				}
				f.Options = append(f.Options, formOption{Name: f.Name, Value: outcome, Label: label, Checked: f.Value == outcome})
			}
		}
	}
	return a.ruledOn(open, append([]actField{f}, fields...)...)
}

// remedyChosen is the number of the remedy that was chosen, or of the only one of
// its kind that is open.
func (a *acting) remedyChosen(kind string) int {
	no, _ := strconv.Atoi(a.text("remedy_no"))
	if open := a.c.OpenOf(kind); no == 0 && len(open) == 1 {
		return open[0].No
	}
	if no == 0 {
		a.chosen("remedy_no")
	}
	return no
}

// sayOutcome says how a remedy may end, by what it is against.
func (s *server) sayOutcome(lang, kind, against, outcome string) string {
	what, _, _ := strings.Cut(against, "-")
	if what == "" {
		what = "decision"
	}
	for _, key := range []string{"outcome." + kind + "-" + what + "." + outcome, "outcome." + what + "." + outcome} {
		if s.texts.has(key) {
			return s.texts.in(lang, key)
		}
	}
	return s.texts.in(lang, "remedy."+outcome)
}

// revocationGrounds show on what a revocation rests: the suspension, the hearing
// and its answer, and why an earlier proposal came back.
func revocationGrounds(a *acting) (all []quote) {
	say := func(key string, with ...string) string { return a.s.texts.in(a.v.Lang, key, with...) }
	if m := a.c.ReturnedMeasure(permits.RevocationMeasure); m != nil {
		all = append(all, quote{Heading: say("measure.returned"), Text: a.body(m.Why)})
	}
	if s := a.c.Life.Suspension; s != nil {
		day, _ := date(s.At)
		all = append(all, quote{Heading: say("measure.suspended", day), Text: a.body(s.Reason)})
	}
	all = append(all, a.hearingQuotes("revocation")...)
	if a.c.HeardOnRevocation(a.v.Now) == 0 {
		all = append(all, quote{Heading: say("measure.hearing"), Text: say("measure.unheard")})
	}
	return all
}

// proposedQuotes show the proposed measure of a kind to who decides it.
func proposedQuotes(kind permits.MeasureKind) func(a *acting) []quote {
	return func(a *acting) (all []quote) {
		m := a.c.ProposedMeasure(kind)
		if m == nil {
			return nil
		}
		say := func(key string) string { return a.s.texts.in(a.v.Lang, key) }
		day, _ := date(m.At)
		all = append(all, quote{Heading: say("measure.by"), Text: a.person(string(m.Presenter)).Name + ", " + day})
		if kind == permits.RulingMeasure {
			all = append(all, remedyQuotes(permits.RectificationRemedy)(a)...)
			for _, r := range a.c.OpenOf(permits.RectificationRemedy) {
				if r.No == m.Remedy {
					all = append(all, quote{Heading: say("field.remedy_outcome"), Text: a.s.sayOutcome(a.v.Lang, r.Kind, r.Against, m.Outcome)})
				}
			}
			if m.Credit > 0 {
				all = append(all, quote{Heading: say("field.credit"), Text: euros(a.v.Lang, m.Credit)})
			}
			if m.Part != nil {
				all = append(all, quote{Heading: say("ruling.stays"), Text: strings.Join(a.sayRevoked(*m.Part), "\n")})
			}
			return append(all, quote{Heading: say("field.ruling"), Text: a.body(m.Reasons)})
		}
		extent := say("extent.whole")
		if m.Part != nil {
			extent = strings.Join(a.sayRevoked(*m.Part), "\n")
		}
		all = append(all, quote{Heading: say("field.revoke_extent"), Text: extent})
		all = append(all, a.hearingQuotes("revocation")...)
		if m.Heard == 0 {
			all = append(all, quote{Heading: say("field.unheard"), Text: a.body(m.Unheard)})
		}
		return append(all, quote{Heading: say("field.revoke_reasons"), Text: a.body(m.Reasons)}, quote{Heading: say("field.milder"), Text: a.body(m.Milder)})
	}
}

// sayRevoked names what a revocation in part takes away, a line for each kind.
func (a *acting) sayRevoked(p permits.Part) (lines []string) {
	s, lang := a.s, a.v.Lang
	var users, tables, variables, orders, recipient []string
	for _, u := range p.Users {
		if who := a.person(string(u)); who.ID != "" {
			users = append(users, who.Name)
		}
	}
	for _, t := range p.Tables {
		table, _ := s.Catalogue.Table(t)
		tables = append(tables, table.Name3.In(lang))
	}
	for _, v := range p.Variables {
		known, _ := s.Catalogue.Variable(v)
		variables = append(variables, known.Name.In(lang))
	}
	for _, o := range p.Orders {
		orders = append(orders, caseNumber(string(o)))
	}
	if p.Recipient != nil {
		recipient = []string{p.Recipient.Called(lang)}
	}
	for _, of := range []struct {
		field string
		what  []string
	}{{"revoked_users", users}, {"revoked_tables", tables}, {"revoked_variables", variables}, {"revoked_recipient", recipient}, {"revoked_orders", orders}} {
		if len(of.what) > 0 {
			lines = append(lines, s.texts.in(lang, "field."+of.field)+": "+strings.Join(of.what, ", "))
		}
	}
	return lines
}
