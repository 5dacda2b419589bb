package web

import (
	"strconv"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
)

// disputeActs are the acts about what was written down.
func disputeActs() []caseAct {
	return []caseAct{
		{Command: permits.DoDisputeRecord, action: casbin.CaseWrite,
			fields: func(a *acting) []actField {
				return []actField{a.recorded(a.c.Disputable(a.v.Actor.ID)), a.field("area", "record_why")}
			},
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.DisputeRecord(a.v.Actor, a.seen, a.chosenNumber("record_no"), a.text("record_why"), now)
			}},
		{Command: permits.DoSettleRecord, action: casbin.CaseRecord,
			fields: func(a *acting) []actField {
				return []actField{a.recorded(a.c.OpenDisputes()), a.choice("record_stands", "recordis.stands", "recordis.not-so"), a.field("area", "record_answer")}
			},
			quotes: func(a *acting) (all []quote) {
				for _, x := range a.c.OpenDisputes() {
					all = append(all, quote{Heading: a.sayArrived(x), Text: a.body(x.Dispute)})
				}
				return all
			},
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.SettleRecord(a.v.Actor, a.seen, a.chosenNumber("record_no"), a.chosen("record_stands") == "stands", a.text("record_answer"), now)
			}},
		{Command: permits.DoCorrectRecord, action: casbin.CaseRecord,
			fields: func(a *acting) []actField {
				return []actField{a.recorded(a.c.OwedCorrections()), a.field("area", "record_correction")}
			},
			quotes: func(a *acting) (all []quote) {
				for _, x := range a.c.OwedCorrections() {
					all = append(all, quote{Heading: a.sayArrived(x), Text: a.body(x.Dispute)}, quote{Heading: a.s.texts.in(a.v.Lang, "field.record_answer"), Text: a.body(x.Answer)})
				}
				return all
			},
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.CorrectRecord(a.v.Actor, a.seen, a.chosenNumber("record_no"), a.text("record_correction"), now)
			}},
	}
}

// recorded is a choice of acts that were written down.
func (a *acting) recorded(acts []permits.ArrivedAct) actField {
	f := a.field("radio", "record_no")
	for i, x := range acts {
		no := strconv.Itoa(x.No)
		f.Options = append(f.Options, formOption{Name: f.Name, Value: no, Label: a.sayArrived(x), Checked: f.Value == no || f.Value == "" && i == 0})
	}
	return f
}

func (a *acting) sayArrived(x permits.ArrivedAct) string {
	day, _ := date(x.Day)
	return a.s.titleOf(a.v.Lang, x.Command) + ", " + day
}
