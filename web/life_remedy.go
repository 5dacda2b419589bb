package web

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
)

// remedyActs are the commands of rectification, appeal and correction.
func remedyActs() []caseAct {
	return []caseAct{
		{Command: permits.DoRectify, action: casbin.PermitUse, quotes: appealQuotes(permits.Case.Contestable),
			fields: func(a *acting) []actField { return a.against(a.field("tall", "demand")) },
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.RectifyOf(a.v.Actor, a.seen, a.contested(), a.served(a.contested()), a.text("demand"), now)
			}},
		{Command: permits.DoAppeal, action: casbin.PermitHandle, quotes: appealQuotes(permits.Case.Appealable),
			fields: func(a *acting) []actField {
				return a.againstOf(a.c.Appealable(), a.field("input", "court"), a.field("input", "court_number"), a.field("day", "appeal_day"), a.field("tall", "court_demand"))
			},
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				against := a.contested()
				if all := c.Appealable(); len(all) == 1 {
					against = all[0]
				}
				return c.RecordAppealFrom(a.v.Actor, a.seen, against, a.day("appeal_day"), a.text("court"), a.text("court_number"), a.text("court_demand"), now)
			}},
		{Command: permits.DoInterim, action: casbin.PermitDecide, quotes: gateQuotes,
			fields: func(a *acting) []actField {
				return a.against(a.choice("interim_from", "interim.court", "interim.authority"), a.choice("interim_effect", "gate.closes", "gate.opens"), a.field("area", "interim_text"))
			},
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.InterimOn(a.v.Actor, a.seen, a.contested(), a.chosen("interim_from"), a.chosen("interim_effect") == "closes", a.text("interim_text"), now)
			}},
		{Command: permits.DoCorrect, action: casbin.PermitDecide, quotes: correctionQuotes,
			fields: func(a *acting) []actField {
				return []actField{a.field("tall", "corrected"), a.field("area", "unneeded"), a.box("wrong_instruction")}
			},
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.Correct(a.v.Actor, a.seen, a.text("corrected"), a.text("unneeded"), a.text("wrong_instruction") == "yes", time.Time{}, now)
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

// against puts before fields the choice of the decision that a remedy is against,
// when there are several; the latest is offered.
func (a *acting) against(fields ...actField) []actField {
	return a.againstOf(a.c.Contestable(), fields...)
}

// againstOf is against, of all.
func (a *acting) againstOf(all []string, fields ...actField) []actField {
	if len(all) < 2 {
		return fields
	}
	f := a.field("radio", "remedy_against")
	for i, name := range all {
		value := cmp.Or(name, "decision")
		f.Options = append(f.Options, formOption{Name: f.Name, Value: value, Label: a.s.sayContested(a.v.Lang, name), Checked: f.Value == value || f.Value == "" && i == len(all)-1})
	}
	return append([]actField{f}, fields...)
}

// ruledOn puts before fields the choice of the remedy that is ruled on, when
// several are open.
func (a *acting) ruledOn(open []permits.Remedy, fields ...actField) []actField {
	if len(open) < 2 {
		return fields
	}
	f := a.field("radio", "remedy_no")
	for _, r := range open {
		day, _ := date(r.At)
		value := strconv.Itoa(r.No)
		label := a.s.texts.in(a.v.Lang, "remedy-kind."+r.Kind) + ", " + day + ": " + a.s.sayContested(a.v.Lang, r.Against)
		f.Options = append(f.Options, formOption{Name: f.Name, Value: value, Label: label, Checked: f.Value == value})
	}
	return append([]actField{f}, fields...)
}

// contested is the decision that was chosen; the case's own when none was.
func (a *acting) contested() string {
	if chosen := a.text("remedy_against"); chosen != "decision" {
		return chosen
	}
	return ""
}

// sayContested names a decision that a remedy is against.
func (s *server) sayContested(lang, against string) string {
	if no, found := strings.CutPrefix(against, "charge-"); found {
		return s.texts.in(lang, "contested.charge", no)
	}
	if no, found := strings.CutPrefix(against, "change-"); found {
		return s.texts.in(lang, "contested.change", no)
	}
	if no, found := strings.CutPrefix(against, permits.RevocationRemedy+"-"); found {
		return s.texts.in(lang, "contested.part", no)
	}
	return s.texts.in(lang, "contested."+cmp.Or(against, "decision"))
}

// delivered is a choice of the orders of the case that have been delivered, but for
// those that except says.
func (a *acting) delivered(kind, name string, except ...permits.OrderID) actField {
	f := a.field(kind, name)
	for _, o := range a.ordered {
		if o.Delivery != nil && !slices.Contains(except, o.ID) {
			day, _ := date(o.Delivery.SealedAt)
			a.option(&f, string(o.ID), caseNumber(string(o.ID))+", "+day)
		}
	}
	return f
}

// option adds one to the options of f, chosen when it is what was posted.
func (a *acting) option(f *actField, value, label string) {
	checked := f.Value == value
	if f.Kind == "boxes" {
		checked = a.r.PostForm != nil && slices.Contains(a.several(f.Name), value)
	}
	f.Options = append(f.Options, formOption{Name: f.Name, Value: value, Label: label, Checked: checked})
}

// orderChosen is the order of the case that was chosen in a field; an empty one
// when none was.
func (a *acting) orderChosen(name string) (of permits.Order) {
	chosen := a.chosen(name)
	for _, o := range a.ordered {
		if string(o.ID) == chosen {
			of = o
		}
	}
	return of
}

// deliveryActs are the commands on errors, reminders and the key.
func deliveryActs() []caseAct {
	return []caseAct{
		{Command: permits.DoReportError, action: casbin.PermitUse,
			fields: func(a *acting) []actField {
				return []actField{a.delivered("radio", "error_order"), a.field("tall", "error_text")}
			},
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.ReportError(a.v.Actor, a.seen, a.orderChosen("error_order"), a.text("error_text"), now)
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
				return c.SettleError(a.v.Actor, a.seen, a.chosenNumber("error_no"), a.chosen("error_found") == "yes", a.text("error_answer"), now)
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

// appealQuotes show the last day of what may be contested.
func appealQuotes(of func(permits.Case) []string) func(a *acting) []quote {
	return func(a *acting) (all []quote) {
		contestable := of(a.c)
		for _, against := range contestable {
			heading := a.s.texts.in(a.v.Lang, "clock.appeal")
			if len(contestable) > 1 || against != "" {
				heading += ": " + a.s.sayContested(a.v.Lang, against)
			}
			text := a.s.texts.in(a.v.Lang, "remedy.last.unserved")
			if last := a.c.LastDayAgainst(against, a.served(against)); !last.IsZero() {
				text, _ = date(last)
			}
			all = append(all, quote{Heading: heading, Text: text})
		}
		return all
	}
}

// served is when a revocation or a change came to who acts, or else to the last
// of its receivers; zero while it has not come, and for the case's own decision.
func (a *acting) served(against string) (at time.Time) {
	if (permits.Remedy{Against: against}).OfFee() {
		return at // by the service of its ruling
	}
	kind := permits.ChangeLetter
	if _, revocation := a.c.RevocationAgainst(against); revocation {
		kind = permits.RevocationLetter
	}
	for _, l := range a.sent {
		if against == "" || l.Kind != kind || l.At.Before(a.c.DecidedOn(against)) || len(l.To) == 0 || !at.IsZero() {
			continue // a revocation's is sent once both have signed it
		}
		for _, to := range l.To {
			if to.User == a.v.Actor.ID {
				return to.Deemed
			}
			if to.Deemed.After(at) {
				at = to.Deemed
			}
		}
	}
	return at
}

// remedyQuotes show the remedies of a kind that wait for their ruling.
func remedyQuotes(kind string) func(a *acting) []quote {
	return func(a *acting) (all []quote) {
		say := func(key string) string { return a.s.texts.in(a.v.Lang, key) }
		for _, m := range a.c.OpenOf(kind) {
			day, _ := date(m.At)
			late := ""
			if a.c.LateRemedy(m) {
				late = " – " + say("remedy.late")
			}
			all = append(all, quote{Heading: say("remedy-kind." + m.Kind), Text: a.s.sayContested(a.v.Lang, m.Against) + ", " + day + late})
			if m.Court != "" {
				all = append(all, quote{Heading: say("field.court"), Text: m.Court + " " + m.Number})
			}
			all = append(all, quote{Heading: say("text.demand"), Text: a.body(m.Demand)})
		}
		if m := a.c.ReturnedMeasure(permits.RulingMeasure); m != nil && kind == permits.RectificationRemedy && a.c.ProposedMeasure(permits.RulingMeasure) == nil {
			all = append(all, quote{Heading: say("measure.returned"), Text: a.body(m.Why)})
		}
		return all
	}
}

// gateQuotes say whether data may leave now, and why not.
func gateQuotes(a *acting) []quote {
	text := a.s.texts.in(a.v.Lang, "gate.open")
	if rule, ok := broken(a.c.Gate(a.v.Now)); ok {
		text = rule.In(a.v.Lang)
	}
	return []quote{{Heading: a.s.texts.in(a.v.Lang, "gate.now"), Text: text}}
}

// correctionQuotes show the hearings on a correction and their answers.
func correctionQuotes(a *acting) []quote { return a.hearingQuotes("correction") }

// hearingQuotes show what the party was asked for a purpose, and answered.
func (a *acting) hearingQuotes(purpose string) (all []quote) {
	say := func(key string) string { return a.s.texts.in(a.v.Lang, key) }
	for _, h := range a.c.Handling.Hearings {
		if h.Purpose != purpose || h.At.Before(a.c.DecidedAt) && a.c.Decision != nil {
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
