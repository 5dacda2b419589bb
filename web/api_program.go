package web

import (
	"slices"
	"strings"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/registers"
)

// programActs are the commands that people do on pages of their own kind.
func programActs() []caseAct {
	sha := []actField{programField("input", "sha256")}
	signed := func(do func(c permits.Case, by permits.Actor, sha string, now time.Time) (permits.Case, permits.Event, error)) doing {
		return func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return do(c, a.v.Actor, a.text("sha256"), now)
		}
	}
	return slices.Concat(memberActs(), changeActs(), []caseAct{
		{Command: permits.DoSubmit, action: casbin.CaseSubmit, do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.Submit(a.v.Actor, a.seen, a.s.Catalogue, now)
		}},
		{Command: permits.DoWithdraw, action: casbin.CaseWithdraw, do: plainly(permits.Case.Withdraw)},
		{Command: permits.DoTake, action: casbin.CaseTake, do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.Take(a.v.Actor, now)
		}},
		{Command: permits.DoPropose, action: casbin.CasePropose, fields: decisionFields, before: weigh, do: decidedByProgram(permits.Case.Propose)},
		{Command: permits.DoDecideOther, action: casbin.CaseDecide, fields: decisionFields, before: weigh, do: decidedByProgram(permits.Case.DecideOtherwise)},
		{Command: permits.DoDecide, action: casbin.CaseDecide, fields: unbiased, do: declaring(permits.Case.Decide)},
		{Command: permits.DoAccept, action: casbin.CaseAccept, fields: func(*acting) []actField { return sha }, do: signed(permits.Case.AcceptConditions)},
		{Command: permits.DoSign, action: casbin.CaseSign, fields: func(*acting) []actField { return sha }, do: signed(permits.Case.Sign)},
		{Command: permits.DoEnd, action: casbin.CaseEnd, do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.End(a.v.Actor, now)
		}},
	})
}

func programField(kind, name string, values ...string) actField {
	f := actField{Kind: kind, Closed: len(values) > 0}
	f.Name = name
	for _, v := range values {
		f.Options = append(f.Options, formOption{Value: v, Label: v})
	}
	return f
}

// decisionFields are those that readDecision reads. The parameters of condition 2
// are parameters.2 here.
func decisionFields(*acting) (all []actField) {
	all = append(all, programField("radio", "outcome", string(permits.GrantAll), string(permits.GrantPart), string(permits.RefuseAll), string(permits.Dismiss)), programField("list", "condition"), programField("list", "withheld"),
		programField("radio", "cadence", string(permits.Once), string(permits.Monthly), string(permits.Yearly)), programField("box", "short"), programField("box", "unbiased"))
	for _, name := range []string{"sample", "reasons", "immediate", "fee_hours", "fee_waiver", "born_from", "born_to", "municipality"} {
		all = append(all, programField("input", name))
	}
	for _, day := range []string{"term_from", "term_to", "period_from", "period_to", "employment_from", "employment_to"} {
		all = append(all, programField("day", day))
	}
	for _, list := range []string{"region", "employment_code"} {
		all = append(all, programField("list", list))
	}
	for _, object := range []string{"granted", "refusal_code", "refusal", "clause", "finding", "topic", "need", "need_text", "departure", "order_reason", "parameters", "condition_asked", "keep", "from", "to"} {
		all = append(all, programField("area", object+".x"))
	}
	return all
}

// weigh reads what a decision is compared with, before the case is locked.
func weigh(a *acting) (err error) {
	a.practice, a.trials, err = a.s.practiceFor(a.r, a.c)
	return err
}

// decidedByProgram does with what is sent as the desk would with its form.
func decidedByProgram(do func(c permits.Case, by permits.Actor, seen int, unbiased bool, d permits.Decision, cat *registers.Catalogue, now time.Time, practice ...permits.Practice) (permits.Case, permits.Event, error)) doing {
	return func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		for name, value := range a.r.PostForm {
			if rest, ok := strings.CutPrefix(name, "parameters."); ok {
				a.r.PostForm["condition."+rest] = value
			}
		}
		of, _ := c.InChange()
		d, wrong := a.s.readDecision(a.r.PostForm, of).decision(a.s, a.v, of)
		a.wrong = append(a.wrong, wrong...)
		return do(c, a.v.Actor, a.seen, a.text("unbiased") == "yes", c.Rests(d, a.trials, a.s.Catalogue), a.s.Catalogue, now, a.practice)
	}
}
