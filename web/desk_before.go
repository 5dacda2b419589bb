package web

import (
	"cmp"
	"net/http"
	"strconv"

	"tietolupa/permits"
	"tietolupa/registers"
)

// A beforeView is what stands before a proposal: statements that the data
// require, hearings, who is kept from the case, and who may decide.
type beforeView struct {
	Missing  []missingStatement
	Open     []openStatement
	Bars     []barView
	Owing    []owingView    // overdue duties of earlier permits
	Renews   permits.CaseID // the permit that this one goes on from
	Joint    bool           // data entered by a municipality or Kela are asked for
	Untried  bool           // no dry run has been made of what is granted
	Small    int            // the cohort that the dry run found, when under the threshold
	Hearings []hearingView
	Deciders []deciderView
	Acts     map[string]bool // commands that are open
}

type missingStatement struct{ Kind string }

type openStatement struct {
	permits.Statement
	Over bool
}

// An owingView is an overdue duty of an earlier permit, with the people of this
// application who were named in it; without, it was the organisation's.
type owingView struct {
	Case   permits.CaseID
	Due    registers.Day
	People []string
}

type barView struct{ Name, Ground string }

type hearingView struct {
	permits.Hearing
	Open bool
}

// A deciderView is somebody to whom the delegation of the day gives the outcome.
type deciderView struct {
	Name, Provision, Comment string
	Barred                   bool
}

func (s *server) before(r *http.Request, v *visit, c permits.Case, d permits.Decision) (b beforeView, err error) {
	people, err := s.DB.Users(r.Context())
	if err != nil {
		return b, err
	}
	names := namesOf(people)
	scope := d.Scope
	if len(scope.Tables) == 0 {
		scope = c.Application.Scope
	}
	b.Untried = len(scope.Tables) > 0 && (d.Trial == nil || d.Trial.Scope != scope.WithKeys(s.Catalogue).Hash())
	if d.Trial != nil && d.Trial.Report.Persons < int64(permits.TermDays("small-cohort", dayOf(v))) {
		b.Small = int(max(d.Trial.Report.Persons, 1))
	}
	for _, need := range c.StatementsNeeded(scope, d.Trial, s.Catalogue, v.Now) {
		if !need.Asked {
			b.Missing = append(b.Missing, missingStatement{need.Kind})
		}
	}
	for _, x := range c.Handling.Statements {
		b.Open = append(b.Open, openStatement{x, x.Open() && x.Term.Before(dayOf(v))})
	}
	for _, t := range c.Application.Scope.Tables {
		known, _ := s.Catalogue.Table(t.Table)
		b.Joint = b.Joint || known.Register == "joint"
	}
	for _, x := range c.Handling.Bars {
		b.Bars = append(b.Bars, barView{names[x.User], x.Ground})
	}
	b.Renews = c.Renews
	for _, o := range c.Owing {
		view := owingView{Case: o.Case, Due: o.Due}
		for _, u := range o.People {
			view.People = append(view.People, names[u])
		}
		b.Owing = append(b.Owing, view)
	}
	for _, h := range c.Handling.Hearings {
		b.Hearings = append(b.Hearings, hearingView{h, h.Answered.IsZero()})
	}
	outcome := c.Matter(cmp.Or(d.Outcome, permits.GrantAll))
	for _, of := range permits.DelegationsOn(dayOf(v)) {
		for _, p := range people {
			if of.Matter == outcome && p.Has(of.Duty) && p.Body == permits.KEHA && p.ID != v.Actor.ID {
				b.Deciders = append(b.Deciders, deciderView{p.Name, of.Provision.In(v.Lang), of.Comment, c.Barred(p.ID)})
			}
		}
	}
	b.Acts = map[string]bool{}
	for _, do := range []permits.Command{permits.DoAsk, permits.DoHear, permits.DoTransfer, permits.DoDeclare, permits.DoOffer} {
		b.Acts[string(do)] = c.May(do, v.Actor, v.Now)
	}
	return b, nil
}

// deskOf names the page that a draft is written on.
func deskOf(r *http.Request) string {
	if desk := r.PostForm.Get("desk"); len(desk) >= 8 && len(desk) <= 64 {
		return desk
	}
	return ""
}

// baseOf is the version of the drafts that the page was drawn from.
func baseOf(r *http.Request) int {
	n, err := strconv.Atoi(r.PostForm.Get("base"))
	if err != nil || n < 0 {
		return 0
	}
	return n
}
