package web

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
)

// breachActs are the commands on a breach that have a page.
func breachActs() []matterAct[permits.Breach] {
	type bre = permits.Breach
	field := func(kind, name string) func(a *acting, _ bre) []actField {
		return func(a *acting, _ bre) []actField { return []actField{a.field(kind, name)} }
	}
	return []matterAct[bre]{
		{Command: permits.DoTake, action: casbin.BreachHandle, do: func(a *acting, b bre, now time.Time) (bre, permits.Event, error) {
			return b.Take(a.v.Actor, a.seen, now)
		}},
		{Command: permits.DoTouch, action: casbin.BreachHandle, fields: touchedFields, do: touch},
		{Command: permits.DoAssess, action: casbin.BreachHandle,
			fields: func(a *acting, _ bre) []actField {
				return []actField{a.from("radio", "risk", "risk", texted(permits.BreachRisks())...), a.field("tall", "risk_why"), a.from("select", "exemption", "exemption", permits.BreachExemptions()...)}
			},
			do: func(a *acting, b bre, now time.Time) (bre, permits.Event, error) {
				return b.Assess(a.v.Actor, a.seen, permits.BreachRisk(a.text("risk")), a.text("exemption"), a.text("risk_why"), now)
			}},
		{Command: permits.DoNotify, action: casbin.BreachHandle, fields: noticeFields,
			do: func(a *acting, b bre, now time.Time) (bre, permits.Event, error) {
				at, err := momentTyped(a.text("sent_at"), a.text("sent_time"))
				if err != nil {
					a.wrong.add("sent_at", a.s.texts.in(a.v.Lang, "wrong.moment"))
				}
				return b.Notify(a.v.Actor, a.seen, a.text("notice_to"), a.text("notice_name"), a.text("notice_text"), a.text("late_why"), at, now)
			}},
		{Command: permits.DoSuspendFor, action: casbin.PermitHandle, fields: field("area", "suspend_words"),
			whole: func(a *acting, b bre) error {
				return a.s.DB.SuspendForBreach(a.r.Context(), b.ID,
					func(b bre, now time.Time) (bre, permits.Event, error) { return b.Suspend(a.v.Actor, a.seen, now) },
					func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
						return c.Suspend(a.v.Actor, c.Version, a.text("suspend_words"), now)
					})
			}},
		{Command: permits.DoMessage, action: casbin.BreachTell, fields: field("area", "message_words"),
			do: func(a *acting, b bre, now time.Time) (bre, permits.Event, error) {
				return b.Message(a.v.Actor, a.seen, a.text("message_words"), now)
			}},
		{Command: permits.DoNote, action: casbin.BreachHandle, fields: field("area", "note_words"),
			do: func(a *acting, b bre, now time.Time) (bre, permits.Event, error) {
				return b.Note(a.v.Actor, a.seen, a.text("note_words"), now)
			}},
		{Command: permits.DoDeclare, action: casbin.BreachHandle, fields: barFields[bre],
			do: func(a *acting, b bre, now time.Time) (bre, permits.Event, error) {
				return b.DeclareInterest(a.v.Actor, a.seen, a.chosen("bar_item"), a.text("bar_words"), now)
			}},
		{Command: permits.DoCloseBreach, action: casbin.BreachHandle, fields: field("tall", "measures"),
			do: func(a *acting, b bre, now time.Time) (bre, permits.Event, error) {
				return b.Close(a.v.Actor, a.seen, a.text("measures"), now)
			}},
		{Command: permits.DoReopenBreach, action: casbin.BreachHandle, fields: field("area", "reopen_why"),
			do: func(a *acting, b bre, now time.Time) (bre, permits.Event, error) {
				return b.Reopen(a.v.Actor, a.seen, a.text("reopen_why"), now)
			}},
	}
}

// touchedFields are the extracts that the breach may touch, each with its day,
// and how many persons beside theirs.
func touchedFields(a *acting, b permits.Breach) []actField {
	f := a.field("boxes", "touched")
	orders, err := a.s.ordersTouched(a.r.Context(), b)
	if err != nil {
		a.wrong.add("touched", a.s.texts.in(a.v.Lang, "error.busy"))
	}
	for _, o := range orders {
		if o.Delivery == nil {
			continue
		}
		day, _ := date(o.Delivery.SealedAt)
		chosen := a.r.PostForm == nil && slices.Contains(b.Extracts, o.ID) || a.r.PostForm != nil && slices.Contains(a.several("touched"), string(o.ID))
		f.Options = append(f.Options, formOption{Name: "touched", Value: string(o.ID), Label: caseNumber(o.ID) + " · " + caseNumber(o.BasisID) + " · " + day, Checked: chosen})
	}
	others := a.field("digits", "touched_others")
	if a.r.PostForm == nil && b.Others > 0 {
		others.Value = fmt.Sprint(b.Others)
	}
	return []actField{f, others}
}

// touch names the extracts; one that is not among those offered is refused.
func touch(a *acting, b permits.Breach, now time.Time) (permits.Breach, permits.Event, error) {
	offered := map[string]bool{}
	for _, o := range touchedFields(a, b)[0].Options {
		offered[o.Value] = true
	}
	var ids []permits.OrderID
	for _, id := range a.several("touched") {
		if !offered[id] {
			a.wrong.add("touched", a.s.texts.in(a.v.Lang, "wrong.choose"))
		}
		ids = append(ids, permits.OrderID(id))
	}
	return b.Touches(a.v.Actor, a.seen, ids, a.whole("touched_others"), now)
}

// noticeFields are those of a notice that was sent; its text is begun from what
// has been recorded, by the list of GDPR 33.3.
func noticeFields(a *acting, b permits.Breach) []actField {
	to := a.from("radio", "notice_to", "noticeto", permits.NoticeReceivers()...)
	if owes := b.Owes(); a.r.PostForm == nil && len(owes) > 0 {
		for i := range to.Options {
			to.Options[i].Checked = to.Options[i].Value == owes[0]
		}
	}
	words, day, clock := a.field("tall", "notice_text"), a.field("day", "sent_at"), a.field("input", "sent_time")
	if a.r.PostForm == nil {
		words.Value = a.noticeDraft(b)
		day.Value, _ = date(a.v.Now)
		clock.Value = a.v.Now.In(helsinki).Format("15.04")
	}
	fields := []actField{to, a.field("input", "notice_name"), day, clock, words}
	if a.v.Now.After(b.Due()) {
		fields = append(fields, a.field("area", "late_why"))
	}
	return fields
}

// noticeDraft begins a notice with what is known (GDPR 33.3 a–d).
func (a *acting) noticeDraft(b permits.Breach) string {
	in := func(key string, with ...string) string { return a.s.texts.in(a.v.Lang, key, with...) }
	var kinds []string
	for _, k := range b.Kinds {
		kinds = append(kinds, strings.ToLower(in("breachkind."+k)))
	}
	lines := []string{in("draft.kinds", strings.Join(kinds, ", ")), in("draft.happened", orID(b.Happened, "–"), moment(a.v.Lang, b.Aware)),
		in("draft.persons", number(b.Persons()), number(len(b.Extracts))), in("draft.what", a.written(b.ID, b.What))}
	if b.Risk != "" {
		lines = append(lines, in("draft.risk", in("risk."+string(b.Risk)), a.written(b.ID, b.RiskWhy)))
	}
	if !b.Suspended.IsZero() {
		lines = append(lines, in("draft.suspended", moment(a.v.Lang, b.Suspended)))
	}
	return strings.Join(append(lines, in("draft.contact")), "\n")
}
