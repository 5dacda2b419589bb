package web

import (
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/registers"
)

// lifeActs are the commands after the decision.
func lifeActs() []caseAct {
	return []caseAct{
		{Command: permits.DoRevoke, action: casbin.CaseRevoke,
			fields: func(a *acting) []actField {
				return []actField{a.field("tall", "revoke_reasons"), a.field("area", "unheard")}
			},
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				if why := a.text("unheard"); why != "" {
					return c.RevokeUnheard(a.v.Actor, a.text("revoke_reasons"), why, now)
				}
				return c.Revoke(a.v.Actor, a.text("revoke_reasons"), now)
			}},
		{Command: permits.DoSuspend, action: casbin.PermitHandle, fields: written("area", "suspend_reason"), do: words("suspend_reason", permits.Case.Suspend)},
		{Command: permits.DoLift, action: casbin.PermitDecide, do: plainly(permits.Case.Lift)},
		{Command: permits.DoDropChange, action: casbin.PermitUse, do: plainly(permits.Case.DropChange)},
		{Command: permits.DoProposeChange, action: casbin.PermitHandle, quotes: changeQuotes, fields: proposeFields, do: proposeChange},
		{Command: permits.DoDecideChange, action: casbin.PermitDecide, quotes: changeQuotes, do: plainly(permits.Case.DecideChange)},
		{Command: permits.DoAcceptChange, action: casbin.PermitUse, signs: agreementSigned, do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.AcceptChange(a.v.Actor, a.seen, a.text("sha256"), a.s.Catalogue, now)
		}},
		{Command: permits.DoAddUser, action: casbin.PermitUse, fields: written("input", "user_email"),
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				email := a.text("user_email")
				for _, p := range a.people {
					if p.Email == email {
						return c.AddUser(a.v.Actor, a.seen, permits.Participant{User: p.ID, Name: p.Name, Email: p.Email}, now)
					}
				}
				return c.AddUser(a.v.Actor, a.seen, permits.Participant{Email: email}, now)
			}},
		{Command: permits.DoSignAdded, action: casbin.PermitUse, signs: undertakingSigned,
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.SignAdded(a.v.Actor, a.seen, a.text("sha256"), now)
			}},
		{Command: permits.DoApproveUser, action: casbin.PermitHandle,
			fields: func(a *acting) []actField {
				waits := a.who("new_user", func(p permits.Actor) bool {
					for _, w := range a.c.UsersWaiting() {
						if w.Person.User == p.ID {
							return true
						}
					}
					return false
				})
				return []actField{waits, a.choice("user_answer", "user.approve", "user.decline"), a.field("area", "user_why")}
			},
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.ApproveUser(a.v.Actor, a.seen, permits.UserID(a.chosen("new_user")), a.chosen("user_answer") == "approve", a.text("user_why"), now)
			}},
		{Command: permits.DoRemoveUser, action: casbin.PermitUse,
			fields: func(a *acting) []actField {
				return []actField{a.who("old_user", func(p permits.Actor) bool { return named(a.c, p.ID) && p.ID != a.c.Leader() })}
			},
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.RemoveUser(a.v.Actor, a.seen, permits.UserID(a.chosen("old_user")), now)
			}},
		{Command: permits.DoFile, action: casbin.PermitUse,
			fields: func(a *acting) []actField {
				return []actField{a.choice("filed_kind", "filed.publication", "filed.report"), a.field("area", "filed_text")}
			},
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.File(a.v.Actor, a.seen, a.chosen("filed_kind"), a.text("filed_text"), now)
			}},
		{Command: permits.DoShowTitle, action: casbin.CaseWrite, fields: written("area", "title_why"), do: words("title_why", permits.Case.ShowTitle)},
		{Command: permits.DoDestroy, action: casbin.PermitUse,
			fields: func(a *acting) []actField {
				return []actField{a.field("area", "destroyed_how"), a.field("day", "backups")}
			},
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				backups := a.s.dayTyped(a.v, "backups", a.text("backups"), &a.wrong)
				return c.DeclareDestruction(a.v.Actor, a.seen, a.text("destroyed_how"), backups, now)
			}},
	}
}

// asked is the change that waits, if any.
func (a *acting) change() (ch permits.Change, open bool) {
	if n := len(a.c.Life.Changes); n > 0 {
		ch = a.c.Life.Changes[n-1]
	}
	return ch, ch.Open()
}

// added is what the open change was asked to add to the data.
func (a *acting) added() permits.Scope {
	ch, _ := a.change()
	if ch.Asked.Scope == nil {
		return permits.Scope{}
	}
	return permits.Added(a.c.Granted(), *ch.Asked.Scope, a.s.Catalogue)
}

// proposeFields are the outcome, the step of each variable that is added, a
// finding for each secrecy ground of them, and the reasons.
func proposeFields(a *acting) []actField {
	all := []actField{a.choice("change_outcome", "change.grant", "change.refuse")}
	ch, _ := a.change()
	for _, t := range a.added().Tables {
		for _, sv := range t.Variables {
			known, _ := a.s.Catalogue.Variable(sv.ID)
			if known.Role == "subject" {
				continue
			}
			f := a.field("select", "granted."+sv.ID)
			f.Label, f.Hint = known.Name.In(a.v.Lang), ch.Asked.Reasons[sv.ID]
			if f.Value == "" {
				f.Value = string(sv.Protection)
			}
			for _, step := range stepsFor(known, sv.Protection, registers.Protection(f.Value), true) {
				f.Options = append(f.Options, formOption{Value: string(step.Protection), Checked: step.Chosen, Label: a.s.texts.in(a.v.Lang, "protection."+string(step.Protection))})
			}
			all = append(all, f)
		}
	}
	for _, ground := range a.added().Grounds(a.s.Catalogue) {
		f := a.field("area", "finding."+ground)
		f.Label, f.Hint = a.s.texts.in(a.v.Lang, "acts.finding", a.s.texts.in(a.v.Lang, "ground."+ground)), ""
		if found := a.c.FoundBefore(ground); a.r.PostForm == nil && f.Value == "" && found != "" {
			f.Value, f.Hint = found, a.s.texts.in(a.v.Lang, "acts.finding.before")
		}
		all = append(all, f)
	}
	return append(all, a.field("tall", "change_reasons"))
}

// proposeChange proposes what was asked, less of its data, or its refusal.
func proposeChange(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
	var granted *permits.Delta
	var findings []permits.Finding
	ch, open := a.change()
	if open && a.chosen("change_outcome") == "grant" {
		d := ch.Asked
		if d.Scope != nil {
			d.Scope = a.grantedOf(*d.Scope)
		}
		granted = &d
		for _, ground := range a.added().Grounds(a.s.Catalogue) {
			if text := a.text("finding." + ground); text != "" {
				findings = append(findings, permits.Finding{Ground: ground, Text: text})
			}
		}
	}
	return c.ProposeChange(a.v.Actor, a.seen, granted, findings, a.text("change_reasons"), a.s.Catalogue, now)
}

// grantedOf is the scope asked for with what the presenter grants of what it
// adds: what is not granted stays as it was.
func (a *acting) grantedOf(asked permits.Scope) *permits.Scope {
	was, tables := a.c.Granted(), asked.Tables
	asked.Tables = nil
	for _, t := range tables {
		granted := permits.ScopeTable{Table: t.Table}
		for _, sv := range t.Variables {
			if at := registers.Protection(a.text("granted." + sv.ID)); at != "" {
				sv.Protection = at
			}
			if sv.Protection == registers.Drop {
				sv.Protection = was.Protection(sv.ID)
			}
			if sv.Protection != registers.Drop {
				granted.Variables = append(granted.Variables, sv)
			}
		}
		if a.s.delivers(granted) {
			asked.Tables = append(asked.Tables, granted)
		}
	}
	return &asked
}

// changeQuotes say what was asked, why, what it costs, and what is proposed.
func changeQuotes(a *acting) (all []quote) {
	ch, _ := a.change()
	say := func(key string, with ...string) string { return a.s.texts.in(a.v.Lang, key, with...) }
	for _, l := range a.c.ChangeLines(ch, a.s.Catalogue, a.v.Lang) {
		key, with := "acts.asks", []string{l.Before, l.Asked}
		if ch.Presenter != "" {
			key, with = "acts.gives", append(with, l.After)
		}
		text := say(key, with...)
		if why := ch.Asked.Reasons[l.Variable]; why != "" {
			text += "\n" + why
		}
		all = append(all, quote{Heading: l.Name, Text: text})
	}
	_, cents := a.c.ChangeFee(ch.Asked, registers.DayOf(ch.At))
	all = append(all, quote{Heading: say("field.change_why"), Text: a.body(ch.Why)}, quote{Heading: say("acts.price"), Text: permits.WriteCents(cents) + " €"})
	if ch.Presenter == "" {
		return all
	}
	outcome := "change.refuse"
	if ch.Granted != nil {
		outcome = "change.grant"
	}
	all = append(all, quote{Heading: say("field.change_outcome"), Text: say(outcome)})
	for _, f := range ch.Findings {
		all = append(all, quote{Heading: say("ground." + f.Ground), Text: f.Text})
	}
	return append(all, quote{Heading: say("field.change_reasons"), Text: a.body(ch.Reasons)})
}

// agreementSigned shows what a granted change changes and every condition as it
// will hold.
func agreementSigned(a *acting) (*signing, error) {
	agreed, err := a.c.Agreement(a.s.Catalogue)
	if err != nil {
		return nil, err
	}
	return &signing{Lines: agreed.Lines, Price: permits.WriteCents(agreed.Cents), Conditions: agreed.Conditions, Language: agreed.Language, SHA256: agreed.SHA256}, nil
}

func undertakingSigned(a *acting) (*signing, error) {
	text, sha := permits.Undertaking(a.v.Lang)
	return &signing{Paragraphs: paragraphs(text), Language: a.v.Lang, SHA256: sha}, nil
}
