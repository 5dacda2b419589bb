package web

import (
	"cmp"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
)

// lifeActs are the commands after the decision.
func lifeActs() []caseAct {
	return []caseAct{
		{Command: permits.DoSuspend, action: casbin.PermitHandle, fields: written("area", "suspend_reason"), do: words("suspend_reason", permits.Case.Suspend)},
		{Command: permits.DoLift, action: casbin.PermitDecide, do: plainly(permits.Case.Lift)},
		{Command: permits.DoDropChange, action: casbin.PermitUse, do: plainly(permits.Case.DropChange)},
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

// agreementSigned shows what a granted change changes and every condition as it
// will hold.
func agreementSigned(a *acting) (*signing, error) {
	agreed, err := a.c.Agreement(a.s.Catalogue)
	if err != nil {
		return nil, err
	}
	return &signing{Lines: agreed.Lines, Price: permits.WriteCents(agreed.Cents), Conditions: agreed.Conditions, Paragraphs: agreed.Declared(), Language: agreed.Language, SHA256: agreed.SHA256}, nil
}

func undertakingSigned(a *acting) (*signing, error) {
	lang := cmp.Or(a.signedIn, a.v.Lang)
	text, sha := permits.Undertaking(lang)
	return &signing{Paragraphs: paragraphs(text), Language: lang, SHA256: sha}, nil
}
