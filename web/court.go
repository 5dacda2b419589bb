package web

import (
	"cmp"
	"strconv"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
)

// courtActs are the statement that a court asks for on an appeal: the request is
// recorded, one writes the statement, another approves it, both sign, and that it was
// sent is recorded.
func courtActs() []caseAct {
	return []caseAct{
		{Command: permits.DoCourtRequest, action: casbin.PermitHandle, quotes: remedyQuotes(permits.CourtRemedy),
			fields: func(a *acting) []actField {
				return a.ruledOn(a.c.OpenOf(permits.CourtRemedy), a.field("day", "court_asked"), a.field("day", "court_term"), a.field("tall", "court_claims"), a.field("area", "court_words"))
			},
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.RecordCourtRequest(a.v.Actor, a.seen, a.remedyChosen(permits.CourtRemedy), a.day("court_asked"), a.day("court_term"), a.text("court_words"), a.text("court_claims"), now)
			}},
		{Command: permits.DoProposeStatement, action: casbin.PermitHandle, quotes: requestQuotes,
			fields: func(a *acting) []actField {
				all := []actField{a.field("area", "statement_demand")}
				for i, claim := range a.requestChosen(permits.Case.Unanswered).Claims {
					all = append(all, a.claimField(i+1, a.body(claim)))
				}
				if len(all) == 1 { // for the description of the interface
					all = append(all, a.claimField(1, ""))
				}
				all = append(all, a.field("tall", "statement_grounds"))
				return append(a.requestOf(permits.Case.Unanswered, all...), unbiased(a)...)
			},
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				q := a.requestChosen(permits.Case.Unanswered)
				p := permits.CourtStatement{Request: q.No, Demand: a.text("statement_demand"), Grounds: a.text("statement_grounds"), Unbiased: a.text("unbiased") == "yes"}
				for i := range q.Claims {
					p.Answers = append(p.Answers, a.text("claim."+strconv.Itoa(i+1)))
				}
				return c.ProposeCourtStatement(a.v.Actor, a.seen, p, now)
			}},
		{Command: permits.DoGiveStatement, action: casbin.PermitDecide, quotes: statementQuotes, fields: unbiased, do: declaring(permits.Case.GiveCourtStatement)},
		{Command: permits.DoReturnStatement, action: casbin.CaseReturn, quotes: statementQuotes, fields: written("area", "return_why"), do: words("return_why", permits.Case.ReturnCourtStatement)},
		{Command: permits.DoSendStatement, action: casbin.PermitHandle,
			fields: func(a *acting) []actField {
				return a.requestOf(permits.Case.UnsentStatements, a.choice("court_manner", "court-manner.service", "court-manner.email", "court-manner.post", "court-manner.hand"),
					a.due("court_sent", dayOf(a.v)), a.field("input", "court_receipt"))
			},
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.SendCourtStatement(a.v.Actor, a.seen, a.requestChosen(permits.Case.UnsentStatements).No, a.chosen("court_manner"), a.day("court_sent"), a.text("court_receipt"), now)
			}},
	}
}

// claimField is the answer to demand no of an appeal, under the demand itself.
func (a *acting) claimField(no int, claim string) actField {
	n := strconv.Itoa(no)
	f := a.field("area", "claim."+n)
	f.Label, f.Hint = a.s.texts.in(a.v.Lang, "field.claim", n), claim
	return f
}

// requestOf puts before fields the choice of the court's request, when several are
// open.
func (a *acting) requestOf(open func(permits.Case) []permits.CourtRequest, fields ...actField) []actField {
	all := open(a.c)
	if len(all) < 2 {
		return fields
	}
	f := a.field("radio", "court_request")
	for i, q := range all {
		a.option(&f, strconv.Itoa(q.No), a.sayRequest(q))
		f.Options[i].Checked = q.No == a.requestChosen(open).No
	}
	return append([]actField{f}, fields...)
}

// requestChosen is the court's request that was chosen; the first one otherwise, and
// an empty one when none is open.
func (a *acting) requestChosen(open func(permits.Case) []permits.CourtRequest) (of permits.CourtRequest) {
	no := cmp.Or(a.text("court_request"), a.r.URL.Query().Get("court_request"))
	for i, q := range open(a.c) {
		if i == 0 || strconv.Itoa(q.No) == no {
			of = q
		}
	}
	return of
}

// sayRequest names a court's request by its court and day.
func (a *acting) sayRequest(q permits.CourtRequest) string {
	day, _ := date(q.Asked)
	r, _ := a.c.RemedyNo(q.Remedy)
	return a.s.texts.in(a.v.Lang, "court-request.label", day, r.Court+" "+r.Number)
}

// requestQuotes show what the court asks and by when, and why an earlier proposal
// came back.
func requestQuotes(a *acting) (all []quote) {
	say := func(key string) string { return a.s.texts.in(a.v.Lang, key) }
	if m := a.c.ReturnedMeasure(permits.CourtStatementMeasure); m != nil {
		all = append(all, quote{Heading: say("measure.returned"), Text: a.body(m.Why)})
	}
	for _, q := range a.c.Unanswered() {
		day, _ := date(q.Term)
		all = append(all, quote{Heading: a.sayRequest(q), Text: a.s.texts.in(a.v.Lang, "court-request.due", day)})
		if !q.Text.IsZero() {
			all = append(all, quote{Heading: say("text.question"), Text: a.body(q.Text)})
		}
	}
	return all
}

// statementQuotes show a proposed statement, claim by claim, to who approves it.
func statementQuotes(a *acting) (all []quote) {
	m := a.c.ProposedMeasure(permits.CourtStatementMeasure)
	if m == nil {
		return nil
	}
	say := func(key string, with ...string) string { return a.s.texts.in(a.v.Lang, key, with...) }
	day, _ := date(m.At)
	all = append(all, quote{Heading: say("measure.by"), Text: a.person(string(m.Presenter)).Name + ", " + day})
	q, _ := a.c.CourtRequestOf(m.CourtRequest)
	term, _ := date(q.Term)
	all = append(all, quote{Heading: a.sayRequest(q), Text: say("court-request.due", term)}, quote{Heading: say("field.statement_demand"), Text: a.body(m.Demand)})
	for i, claim := range q.Claims {
		all = append(all, quote{Heading: a.body(claim), Text: a.body(m.Answers[i])})
	}
	return append(all, quote{Heading: say("field.statement_grounds"), Text: a.body(m.Reasons)})
}

// sayStatements says how the statements stand that the court has asked for on a
// remedy.
func (s *server) sayStatements(lang string, c permits.Case, r permits.Remedy) (all []string) {
	for _, q := range c.Life.CourtRequests {
		key, of := "court-request.due", q.Term
		if !q.Sent.IsZero() {
			key, of = "court-request.sent", q.Sent
		}
		if day, _ := date(of); q.Remedy == r.No {
			all = append(all, s.texts.in(lang, key, day))
		}
	}
	return all
}
