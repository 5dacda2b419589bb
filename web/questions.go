package web

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/postgres"
)

// questionActs are what an official does with the questions of a case: asks, sends
// the link again or to another, takes back, and writes down what came elsewhere.
func questionActs() []caseAct {
	return []caseAct{
		{Command: permits.DoAsk, action: casbin.CaseHandle,
			fields: func(a *acting) []actField {
				return []actField{
					a.choice("statement_kind", "statement.dpo", "statement.joint", "statement.other"), a.field("input", "statement_from"),
					a.field("area", "question"), a.due("term", permits.WorkingDaysAfter(dayOf(a.v), permits.TermDays("statement", dayOf(a.v)))),
					a.field("input", "statement_email"), a.boxes("statement_applied", "statementapplied", "yes"), a.showable(),
					a.boxes("secrecy_items", "secrecy", permits.SecrecyItems()...),
				}
			},
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				with := permits.Asking{Email: a.text("statement_email"), Secrecy: a.several("secrecy_items"), Applied: slices.Contains(a.several("statement_applied"), "yes")}
				for _, text := range a.several("shown") {
					no, err := strconv.Atoi(text)
					if err != nil {
						return permits.Case{}, permits.Event{}, errBadForm
					}
					with.Shown = append(with.Shown, no)
				}
				return c.Ask(a.v.Actor, a.seen, a.chosen("statement_kind"), a.text("statement_from"), a.text("question"), a.day("term"), now, with)
			}},
		{Command: permits.DoGiveOpinion, action: casbin.CaseHandle,
			fields: func(a *acting) []actField {
				return []actField{a.waiting(), a.cameBy(), a.field("tall", "statement_text")}
			},
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.GiveStatement(a.v.Actor, a.seen, a.chosenNumber("statement_no"), a.chosen("came_by"), a.text("statement_text"), now)
			}},
		{Command: permits.DoInviteAnswerer, action: casbin.CaseHandle,
			fields: func(a *acting) []actField { return []actField{a.waiting(), a.field("input", "statement_email")} },
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.InviteAnswerer(a.v.Actor, a.seen, a.chosenNumber("statement_no"), a.text("statement_email"), now)
			}},
		{Command: permits.DoTakeBack, action: casbin.CaseHandle,
			fields: func(a *acting) []actField { return []actField{a.waiting(), a.field("area", "taken_back_why")} },
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.TakeBack(a.v.Actor, a.seen, a.chosenNumber("statement_no"), a.text("taken_back_why"), now)
			}},
	}
}

// waiting is a choice of the questions that wait for an answer.
func (a *acting) waiting() actField {
	f := a.field("radio", "statement_no")
	for _, st := range a.c.Handling.Statements {
		if st.Open() {
			no := strconv.Itoa(st.No)
			day, _ := date(st.Term)
			f.Options = append(f.Options, formOption{Name: f.Name, Value: no, Label: a.s.texts.in(a.v.Lang, "question.of", st.From, day), Checked: f.Value == no || f.Value == ""})
		}
	}
	return f
}

// showable is a choice of the attachments that may go with a question.
func (a *acting) showable() actField {
	f := a.field("boxes", "shown")
	for _, x := range a.c.Showable(a.c.Attached) {
		no := strconv.Itoa(x.No)
		f.Options = append(f.Options, formOption{Name: f.Name, Value: no, Label: a.s.texts.in(a.v.Lang, "annex."+string(x.Kind)) + ": " + x.Name,
			Checked: a.r.PostForm != nil && slices.Contains(a.several("shown"), no)})
	}
	if len(f.Options) == 0 {
		f.Hint = a.s.texts.in(a.v.Lang, "field.shown.none")
	}
	return f
}

// A questionView is one question as officials see it on the page of its case.
type questionView struct {
	permits.Inquiry
	Asker    string
	Answerer string // who opened it or gave it
	Files    int    // of the documents that went with it
	Link     *postgres.QuestionLink
	Late     bool
	May      bool // send the link again or take it back
}

// questionsOf lists the questions of c to officials; nobody else sees whom they were
// sent to and who opened them.
func (s *server) questionsOf(r *http.Request, v *visit, c permits.Case, people map[permits.UserID]string) (all []questionView, err error) {
	questions, handles := c.Questions(), s.Policy.May(v.Actor, casbin.CaseHandle) == nil
	if len(questions) == 0 || c.Party(v.Actor.ID) || !handles {
		return nil, nil
	}
	links, err := s.DB.QuestionLinks(r.Context(), c.ID)
	if err != nil {
		return nil, err
	}
	for _, q := range questions {
		view := questionView{Inquiry: q, Asker: people[q.By], Answerer: people[q.Answerer()], Files: len(q.Shown), Late: q.Open() && q.Term.Before(dayOf(v)),
			May: q.Open() && c.May(permits.DoTakeBack, v.Actor, v.Now)}
		if i := slices.IndexFunc(links, func(l postgres.QuestionLink) bool { return l.Question == q.ID.String() }); i >= 0 {
			view.Link = &links[i]
		}
		all = append(all, view)
	}
	return all, nil
}
