package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/go-chi/chi/v5"

	"tietolupa/casbin"
	"tietolupa/postgres"
	"tietolupa/registers"
	"tietolupa/registers/law"
)

// A subjectActPage is the form of one act on a request.
type subjectActPage struct {
	page
	Act        string
	Request    subjectRow
	Right      registers.Right
	Refusal    *registers.Reply // the whole answer, where the law leaves no other
	Recipients []string         // who are told (19)
	Waiting    bool             // for the search to say who they are
	Outcomes   []registers.Outcome
	Grounds    []registers.WithholdingGround
	Tables     []withholdable
	Erasable   []erasableTable
	Typed      subjectForm
}

// A withholdable is a table of which rows or columns may be left out.
type withholdable struct {
	registers.Table
	Columns []registers.Variable
}

type subjectForm struct {
	Outcome, Reasons, Provision, Impossible, Decision, What, Ground, Told, Row string
	Remedies, Given, Corrected, Silent                                         bool
	Notified                                                                   []string
}

func (s *server) subjectActPage(r *http.Request) (v *visit, p *subjectActPage, err error) {
	v, q, answers, err := s.requestFor(r, casbin.RequestAnswer)
	if err != nil {
		return nil, nil, err
	}
	p = &subjectActPage{Act: chi.URLParam(r, "act"), Request: s.subjectRow(v, q)}
	if !answers {
		return nil, nil, casbin.ErrNotAllowed
	}
	if !slices.Contains(actsOf(q), p.Act) {
		return nil, nil, errNotFound
	}
	p.page = s.frame(r, s.texts.in(v.Lang, "act."+p.Act), crumb{s.texts.in(v.Lang, "asks.title"), "/requests"},
		crumb{s.texts.in(v.Lang, "ask.title", caseNumber(q.ID)), "/requests/" + q.ID})
	p.Path = r.URL.Path
	if p.Right, err = law.On(dayOf(v)).Right(q.Kind, q.Register); err != nil {
		return nil, nil, err
	}
	switch p.Act {
	case "answer":
		p.Outcomes = []registers.Outcome{registers.RequestGranted, registers.RequestPartly, registers.RequestRefused}
		if refusal, none := registers.Refusal(p.Right, v.Lang); none {
			p.Refusal = &refusal
		}
		p.Typed.Provision = p.Right.Provision
		err = s.recipientsOf(r, v, p)
	case "erase":
		p.Erasable, err = s.erasable(r, v, q)
	case "withhold":
		p.Grounds = registers.WithholdingGrounds()
		p.Tables = s.withholdables(q.Subject)
	}
	return v, p, err
}

// recipientsOf lists who are told of what is granted.
func (s *server) recipientsOf(r *http.Request, v *visit, p *subjectActPage) (err error) {
	q := p.Request
	if q.Client == 0 || p.Refusal != nil || !q.Kind.Notifies() {
		return nil
	}
	p.Recipients, err = s.asked.Recipients(r.Context(), postgres.SubjectAsk{Look: s.subjectLook(r, v), Subject: q.Subject, ID: q.Client, Request: q.ID})
	if rule, ok := shownRule(err); ok && rule.Rule == "request-extracts" {
		p.Waiting = true
		return nil
	}
	return err
}

func (s *server) withholdables(subject string) (all []withholdable) {
	for _, t := range s.Catalogue.Tables() {
		if t.Subject != subject {
			continue
		}
		one := withholdable{Table: t}
		for _, v := range s.Catalogue.TableVariables(t.Name) {
			if v.Kind == registers.Stored {
				one.Columns = append(one.Columns, v)
			}
		}
		all = append(all, one)
	}
	return all
}

func (s *server) getSubjectAct(w http.ResponseWriter, r *http.Request) error {
	_, p, err := s.subjectActPage(r)
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, "subject-act", p)
}

// postSubjectAct does the act; what a rule refuses stands at its field, with
// everything that was typed.
func (s *server) postSubjectAct(w http.ResponseWriter, r *http.Request) error {
	if err := posted(r); err != nil {
		return err
	}
	v, p, err := s.subjectActPage(r)
	if err != nil {
		return err
	}
	yes := func(name string) bool { return r.PostForm.Get(name) == "yes" }
	p.Typed = subjectForm{
		Outcome: trimmed(r, "outcome"), Reasons: trimmed(r, reasonsOf[p.Act]), Provision: trimmed(r, "reply_provision"),
		Impossible: trimmed(r, "notify_impossible"), Decision: trimmed(r, "officials_decision"), What: trimmed(r, "what"), Told: trimmed(r, "lift_told"), Row: trimmed(r, "row"), Ground: trimmed(r, "ground"),
		Remedies: yes("remedies"), Given: yes("given"), Corrected: yes("corrected"), Silent: yes("silent"), Notified: r.PostForm["notified"],
	}
	err = s.act(r, v, p)
	if rule, ok := shownRule(err); ok {
		p.Wrong.add(fieldOf(p.Act, rule.Rule), rule.In(v.Lang))
		err = nil
	}
	if err == nil && len(p.Wrong) > 0 {
		return s.render(w, r, http.StatusUnprocessableEntity, "subject-act", p)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "/requests/"+p.Request.ID, s.texts.in(v.Lang, "act-done."+p.Act))
}

func (s *server) act(r *http.Request, v *visit, p *subjectActPage) (err error) {
	ctx, by, id, version, f := r.Context(), v.Actor.ID, p.Request.ID, seen(r), p.Typed
	change := func(to func(q registers.Request, day registers.Day) (registers.Request, error)) error {
		_, err := s.asked.ChangeRequest(ctx, by, id, version, to)
		return err
	}
	switch p.Act {
	case "extend":
		return change(func(q registers.Request, day registers.Day) (registers.Request, error) {
			return registers.Extend(q, f.Reasons, day)
		})
	case "identity":
		return change(func(q registers.Request, day registers.Day) (registers.Request, error) {
			return registers.AskIdentity(q, f.Reasons, day)
		})
	case "confirm":
		return change(registers.ConfirmIdentity)
	case "withdraw":
		return change(registers.WithdrawRequest)
	case "lift":
		told, _ := readDay(f.Told) // what is no day is refused as if none were given
		return change(func(q registers.Request, day registers.Day) (registers.Request, error) {
			return registers.Lift(q, f.Reasons, told, day)
		})
	case "erase":
		return s.erase(r, v, p)
	case "officials":
		_, err = s.asked.NameOfficials(ctx, by, id, version, f.Decision)
		return err
	case "withhold":
		out := registers.Withholding{Ground: registers.WithholdingGround(f.Ground), Reason: f.Reasons, Silent: f.Silent}
		out.Table, out.Column, _ = strings.Cut(f.What, ".")
		return s.asked.Withhold(ctx, by, id, out)
	case "answer":
		_, err = s.asked.AnswerRequest(ctx, by, id, version, p.reply())
		return err
	}
	return errNotFound
}

// reply is the answer as typed; where the law leaves no room it is the law's.
func (p *subjectActPage) reply() registers.Reply {
	if p.Refusal != nil {
		return *p.Refusal
	}
	f := p.Typed
	reply := registers.Reply{Outcome: registers.Outcome(f.Outcome), Corrected: f.Corrected, Notified: f.Notified, Impossible: f.Impossible}
	if reply.Outcome != registers.RequestGranted {
		reply.Reasons, reply.Provision, reply.Remedies = f.Reasons, f.Provision, f.Remedies
	} else if f.Reasons != "" {
		reply.Reasons = f.Reasons
	}
	if f.Given { // the report tells all of it
		reply.Parts = registers.AccessParts()
	}
	return reply
}
