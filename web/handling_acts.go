package web

import (
	"strings"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/registers"
)

// anchors are the parts of an application that a deficiency may concern, each
// with the provision that asks for it.
var anchors = []struct{ Field, Provision string }{
	{"title", "HL 16 §"}, {"organisation", "HL 16 §"}, {"purpose", "JulkL 28 §"}, {"abstract", "JulkL 13.2 §"}, {"plan", "JulkL 28.1 §"},
	{"people", "JulkL 28.2 §"}, {"data", "JulkL 13.2 §"}, {"population", "JulkL 13.2 §"}, {"period", "JulkL 13.2 §"}, {"article6", "GDPR 6"},
	{"until", "JulkL 28.2 §"}, {"sample", "JulkL 13.2 §"}, {"linked", "JulkL 28.1 §"}, {"consent", "JulkL 28.1 §"}, {"third_countries", "GDPR 44"},
	{"security", "JulkL 13.2 §"}, {"disposal", "GDPR 5.1 e"}, {"recipient", "JulkL 13.2 §"}, {"annex", "HL 22 §"},
}

// anchorsOf are the parts of a that a deficiency may concern: each variable that is
// applied for, too.
func anchorsOf(a permits.Application) []permits.Lack {
	var all []permits.Lack
	for _, anchor := range anchors {
		if all = append(all, permits.Lack{Field: anchor.Field, Provision: anchor.Provision}); anchor.Field == "data" {
			for _, id := range a.Scope.VariableIDs() {
				all = append(all, permits.Lack{Field: permits.VariablePart + id, Provision: anchor.Provision})
			}
		}
	}
	return all
}

func written(kind, name string) func(a *acting) []actField {
	return func(a *acting) []actField { return []actField{a.field(kind, name)} }
}

// plainly does a command that asks for nothing.
func plainly(do func(c permits.Case, by permits.Actor, seen int, now time.Time) (permits.Case, permits.Event, error)) doing {
	return func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		return do(c, a.v.Actor, a.seen, now)
	}
}

// words does a command that asks for a text alone, in the field of that name.
func words(name string, do func(c permits.Case, by permits.Actor, seen int, text string, now time.Time) (permits.Case, permits.Event, error)) doing {
	return func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		return do(c, a.v.Actor, a.seen, a.text(name), now)
	}
}

// handlingActs are the commands from submission to the decision.
func handlingActs() []caseAct {
	return append(questionActs(), []caseAct{
		{Command: permits.DoComplete, action: casbin.CaseHandle, do: plainly(permits.Case.Complete)},
		{Command: permits.DoSupplement, action: casbin.CaseHandle, fields: lackFields, do: supplement},
		{Command: permits.DoReply, action: casbin.CaseReply, fields: replyFields, quotes: lackQuotes, do: reply},
		{Command: permits.DoExtend, action: casbin.CaseHandle,
			fields: func(a *acting) []actField {
				return []actField{a.due("term", permits.WorkingDay(a.c.Term().AddDate(0, 0, 14)))}
			},
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.Extend(a.v.Actor, a.seen, a.day("term"), now)
			}},
		{Command: permits.DoOffer, action: casbin.CaseHandle, fields: offerFields, do: offer},
		{Command: permits.DoAnswerOffer, action: casbin.CaseReply, quotes: offerQuotes,
			fields: func(a *acting) []actField {
				return []actField{a.choice("offer_answer", "offer.accept", "offer.decline"), a.field("area", "offer_words")}
			},
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.AnswerOffer(a.v.Actor, a.seen, a.chosen("offer_answer") == "accept", a.text("offer_words"), now)
			}},
		{Command: permits.DoHear, action: casbin.CaseHandle,
			fields: func(a *acting) []actField {
				purpose := a.proposed("heard_about", "hear.revocation", "hear.correction")
				switch {
				case a.c.State == permits.InReview:
					purpose = a.proposed("heard_about", "hear.decision")
				case changing(a):
					purpose = a.proposed("heard_about", "hear.decision", "hear.revocation", "hear.correction")
				case a.c.State != permits.InForce && !a.c.Decision.Grants():
					purpose = a.proposed("heard_about", "hear.correction")
				}
				return []actField{purpose, a.field("tall", "points"), a.due("term", permits.SupplementTerm(dayOf(a.v)))}
			},
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.Hear(a.v.Actor, a.seen, a.chosen("heard_about"), a.text("points"), a.day("term"), now)
			}},
		{Command: permits.DoAnswer, action: casbin.CaseReply,
			fields: func(a *acting) []actField {
				all := []actField{a.field("tall", "hearing_answer")}
				if n := len(a.c.Handling.Hearings); n > 0 && a.c.Handling.Hearings[n-1].Purpose == "correction" {
					all = append(all, a.box("consents"))
				}
				return all
			},
			quotes: func(a *acting) (all []quote) {
				if n := len(a.c.Handling.Hearings); n > 0 {
					h := a.c.Handling.Hearings[n-1]
					all = append(all, quote{Heading: a.s.texts.in(a.v.Lang, "text.hearing"), Text: a.body(h.Points)})
				}
				return all
			},
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.Answer(a.v.Actor, a.seen, a.text("hearing_answer"), a.text("consents") == "yes", now)
			}},
		{Command: permits.DoPause, action: casbin.CaseHandle, fields: written("area", "pause_reason"), do: words("pause_reason", permits.Case.Pause)},
		{Command: permits.DoResume, action: casbin.CaseHandle, do: plainly(permits.Case.Resume)},
		{Command: permits.DoPromise, action: casbin.CaseHandle,
			fields: func(a *acting) []actField {
				return []actField{a.due("promised", a.c.Expected(a.v.Now)), a.field("area", "promise_reason")}
			},
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.Promise(a.v.Actor, a.seen, a.day("promised"), a.text("promise_reason"), now)
			}},
		{Command: permits.DoNote, action: casbin.CaseHandle,
			fields: func(a *acting) []actField {
				return []actField{a.proposed("note_kind", "note.phone", "note.internal"), a.about(), a.field("area", "note_text")}
			},
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				kind := a.chosen("note_kind")
				if field := a.chosenField(); field != "" {
					kind = field
				}
				return c.Note(a.v.Actor, a.seen, kind, a.text("note_text"), now)
			}},
		{Command: permits.DoMessage, action: casbin.CaseWrite, fields: func(a *acting) []actField { return []actField{a.about(), a.field("area", "message_text")} }, do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.Message(a.v.Actor, a.seen, a.chosenField(), 0, a.text("message_text"), now)
		}},
		{Command: permits.DoAssign, action: casbin.CaseAssign, fields: presenters("presenter"), do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.Assign(a.v.Actor, a.seen, a.person(a.chosen("presenter")), now)
		}},
		{Command: permits.DoSubstitute, action: casbin.CaseHandle,
			fields: func(a *acting) []actField {
				return append(presenters("substitute")(a), a.due("substitute_from", dayOf(a.v)), a.field("day", "substitute_to"))
			},
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.Substitute(a.v.Actor, a.seen, a.person(a.chosen("substitute")), registers.Period{From: a.day("substitute_from"), To: a.day("substitute_to")}, now)
			}},
		{Command: permits.DoDeclare, action: casbin.CaseHandle,
			fields: func(a *acting) []actField {
				all := []actField{a.choice("interest", "bar.1", "bar.2", "bar.3", "bar.4", "bar.5", "bar.6", "bar.7"), a.field("area", "interest_why")}
				if a.v.Actor.Has(permits.Decider) || len(a.v.Actor.Duties) == 0 { // or of the description of the interface
					all = append([]actField{a.whoseInterest()}, all...)
				}
				return all
			},
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				whom := a.v.Actor.ID
				if other := a.text("interest_of"); other != "" && a.v.Actor.Has(permits.Decider) {
					if whom = a.person(other).ID; whom == "" {
						a.wrong.add("interest_of", a.s.texts.in(a.v.Lang, "wrong.choose"))
					}
				}
				return c.DeclareInterest(a.v.Actor, a.seen, whom, a.chosen("interest"), a.text("interest_why"), now)
			}},
		{Command: permits.DoTransfer, action: casbin.CaseHandle,
			fields: func(a *acting) []actField {
				return []actField{a.choice("transfer_kind", "transfer.whole", "transfer.part", "transfer.ministry"), a.receiver("transfer_to"), a.field("area", "transfer_what")}
			},
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.Transfer(a.v.Actor, a.seen, a.chosen("transfer_kind"), a.text("transfer_to"), a.text("transfer_what"), now)
			}},
		{Command: permits.DoReturn, action: casbin.CaseReturn, fields: written("area", "return_why"), do: words("return_why", permits.Case.Return)},
		{Command: permits.DoDissent, action: casbin.CaseHandle, fields: written("area", "dissent"), do: words("dissent", permits.Case.Dissent)},
	}...)
}

// whoseInterest is the official who is barred: whoever visits, or, by one who
// decides, another (HL 29 §).
func (a *acting) whoseInterest() actField {
	f := a.who("interest_of", func(p permits.Actor) bool {
		return p.Body == permits.KEHA && (p.Has(permits.Presenter) || p.Has(permits.Decider)) && p.ID != a.v.Actor.ID && !a.c.Barred(p.ID)
	})
	f.Options = append([]formOption{{Name: f.Name, Label: a.s.texts.in(a.v.Lang, "interest.own"), Checked: f.Value == ""}}, f.Options...)
	return f
}

// presenters are those who may handle the case: not its parties or the barred.
func presenters(name string) func(a *acting) []actField {
	return func(a *acting) []actField {
		return []actField{a.who(name, func(p permits.Actor) bool {
			return p.Has(permits.Presenter) && p.Body == permits.KEHA && p.ID != a.c.Presenter && !a.c.Barred(p.ID) && !named(a.c, p.ID) && p.ID != a.c.Applicant
		})}
	}
}

func lackFields(a *acting) []actField {
	var all []actField
	for _, anchor := range anchorsOf(a.c.Application) {
		f := actField{Kind: "lack"}
		f.Name, f.Label = "lack."+anchor.Field, a.s.anchorName(a.v, anchor.Field)
		if a.r.PostForm != nil {
			f.Value = a.text(f.Name)
		}
		need := formOption{Name: "needed." + anchor.Field, Value: "yes", Label: a.s.texts.in(a.v.Lang, "acts.needed"), Checked: true}
		if a.r.PostForm != nil {
			need.Checked = a.text(need.Name) == "yes"
		}
		f.Options = []formOption{need}
		all = append(all, f)
	}
	all = append(all, a.due("term", permits.SupplementTerm(dayOf(a.v))))
	if len(a.c.Handling.Supplements) > 0 {
		all = append(all, a.field("area", "again"))
	}
	return all
}

// supplement asks for all that is missing at once (HL 22 §).
func supplement(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
	var lacks []permits.Lack
	for _, lack := range anchorsOf(a.c.Application) {
		if lack.Text = a.text("lack." + lack.Field); lack.Text != "" {
			lack.Mandatory = a.text("needed."+lack.Field) == "yes"
			lacks = append(lacks, lack)
		}
	}
	return c.Supplement(a.v.Actor, a.seen, lacks, a.day("term"), a.text("again"), now)
}

// asked is the request to supplement that waits for its answer.
func (a *acting) asked() permits.Supplement {
	n := len(a.c.Handling.Supplements)
	if n == 0 {
		return permits.Supplement{}
	}
	return a.c.Handling.Supplements[n-1]
}

func lackQuotes(a *acting) []quote {
	day, _ := date(a.asked().Term)
	all := []quote{{Heading: a.s.texts.in(a.v.Lang, "field.term"), Text: day}}
	draft, writing := a.c.Amending()
	if !writing {
		return all
	}
	differences := a.s.differences(a.v, a.c.Application, draft.Application)
	for _, section := range draft.Reopened() {
		if section == permits.AnnexesSection {
			all = append(all, quote{Heading: a.s.texts.in(a.v.Lang, "section."+section), Text: a.s.texts.in(a.v.Lang, "reply.annexes"), Go: "/cases/" + string(a.c.ID) + "/attachments"})
			continue
		}
		text := a.s.texts.in(a.v.Lang, "reply.unchanged")
		var changed []string
		for _, d := range differences {
			if d.Section == section {
				changed = append(changed, d.Label)
			}
		}
		if len(changed) > 0 {
			text = a.s.texts.in(a.v.Lang, "reply.changed", strings.Join(changed, ", "))
		}
		all = append(all, quote{Heading: a.s.texts.in(a.v.Lang, "section."+section), Text: text, Go: sectionPath(a.c.ID, section)})
	}
	return all
}

// amendable are the parts of the application that the reply may write anew.
var amendable = map[string]func(*permits.Application) *string{
	"title": func(x *permits.Application) *string { return &x.Title }, "organisation": func(x *permits.Application) *string { return &x.Organisation },
	"abstract": func(x *permits.Application) *string { return &x.Abstract }, "plan": func(x *permits.Application) *string { return &x.Plan },
	"security": func(x *permits.Application) *string { return &x.Security }, "disposal": func(x *permits.Application) *string { return &x.Disposal },
}

func replyFields(a *acting) (all []actField) {
	draft, _ := a.c.Amending()
	for _, d := range a.asked().Deficiencies {
		if !d.Reply.IsZero() {
			continue
		}
		f := actField{Kind: "area"}
		if f.Name = "reply." + d.Field; a.r.PostForm != nil {
			f.Value = a.text(f.Name)
		}
		f.Label = a.s.texts.in(a.v.Lang, "acts.reply", a.s.anchorName(a.v, d.Field))
		if !d.Mandatory {
			f.Label = a.s.texts.in(a.v.Lang, "acts.optional", f.Label)
		}
		f.Hint = a.body(d.Text) + " (" + cite(a.v.Lang, d.Provision) + ")"
		all = append(all, f)
		if part, ok := amendable[d.Field]; ok {
			m := a.field("tall", "amended."+d.Field)
			m.Label, m.Hint = a.s.texts.in(a.v.Lang, "acts.amended", a.s.anchorName(a.v, d.Field)), ""
			if a.r.PostForm == nil {
				m.Value = *part(&draft.Application)
			}
			all = append(all, m)
		}
	}
	return all
}

// reply answers field by field, and writes anew what was changed of the
// application's texts.
func reply(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
	replies := map[string]string{}
	var changed *permits.Application
	draft, _ := c.Amending()
	for _, d := range a.asked().Deficiencies {
		replies[d.Field] = a.text("reply." + d.Field)
		part, ok := amendable[d.Field]
		if words := a.text("amended." + d.Field); ok && words != "" && words != *part(&draft.Application) {
			if changed == nil {
				x := draft.Application
				changed = &x
			}
			*part(changed) = words
		}
	}
	return c.Reply(a.v.Actor, a.seen, replies, changed, a.s.Catalogue, now)
}
