package web

import (
	"net/http"
	"slices"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/registers"
)

type casesPage struct {
	page
	Cases  []ownCase
	MayAdd bool
	Asked  bool // statements are asked of the visitor
}

// An ownCase is a case as one of its people sees it in a list: whom it waits
// for, whether that is them, and the nearest day on which something is due.
type ownCase struct {
	permits.Case
	Party permits.Party
	Yours bool
	Next  *clockView
	Price bool // the visitor is to accept the price of retrieval
}

func viewOwn(c permits.Case, v *visit) ownCase {
	own := ownCase{Case: c, Price: c.PriceToAccept(v.Actor)}
	own.Party, _ = c.WaitsFor(nil)
	own.Yours = own.Party == permits.WaitsApplicant || own.Party == permits.WaitsHolder
	if next, due := permits.Nearest(c.Clocks(v.Now)); due {
		shown := viewClock(next)
		own.Next = &shown
	}
	return own
}

// first says whether the case was sent and waits for its people.
func (o ownCase) first() bool { return o.Yours && !o.Submitted.IsZero() }

// getCases lists the visitor's own cases: first those that wait for them and
// have been sent, then the newest.
func (s *server) getCases(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.CaseView)
	if err != nil {
		return err
	}
	cases, err := s.casesFor(r, v)
	if err != nil {
		return err
	}
	p := casesPage{page: s.frame(r, s.texts.in(v.Lang, "cases.title")), MayAdd: v.Actor.Has(permits.Researcher)}
	questions, err := s.DB.QuestionsOf(r.Context(), v.Actor.ID)
	if err != nil {
		return err
	}
	p.Asked = len(questions) > 0
	for _, c := range cases {
		p.Cases = append(p.Cases, viewOwn(c, v))
	}
	slices.SortStableFunc(p.Cases, func(a, b ownCase) int {
		switch {
		case a.first() == b.first():
			return 0
		case a.first():
			return -1
		}
		return 1
	})
	return s.render(w, r, http.StatusOK, "cases", &p)
}

// casesFor lists the cases in which the visitor takes part, newest first.
func (s *server) casesFor(r *http.Request, v *visit) ([]permits.Case, error) {
	cases, err := s.DB.CasesOf(r.Context(), v.Actor.ID)
	return slices.DeleteFunc(cases, func(c permits.Case) bool { return !permits.MaySee(v.Actor, c) }), err
}

// casesListing is the visitor's own cases as a file.
func (s *server) casesListing(r *http.Request) (listing, error) {
	v, err := s.allowed(r, casbin.CaseView)
	if err != nil {
		return listing{}, err
	}
	cases, err := s.casesFor(r, v)
	if err != nil {
		return listing{}, err
	}
	in := func(key string) string { return s.texts.in(v.Lang, key) }
	return listing{Name: "cases", Title: in("cases.title"),
		Heads: []string{in("cases.number"), in("cases.registry"), in("cases.name"), in("field.organisation"), in("field.purpose"), in("cases.state"), in("cases.begun"), in("cases.sent"), in("cases.decided"), in("field.term_from"), in("field.term_to")},
		Each: func(give func(row []any) error) error {
			for _, c := range cases {
				purpose, term := "", registers.Period{}
				if c.Application.Purpose != "" {
					purpose = in("purpose." + string(c.Application.Purpose))
				}
				if c.Decision != nil && c.Decision.Grants() && !c.ToServe() {
					term = c.AsItStands().Decision.Term
				}
				decided := c.DecidedAt
				if c.ToServe() {
					decided = time.Time{} // told by its letter
				}
				if err := give([]any{caseNumber(c.ID), c.Registry, c.Application.TitleIn(v.Lang), c.Application.Organisation, purpose, in("case." + string(c.State)), c.Created, c.Submitted, decided, term.From, term.To}); err != nil {
					return err
				}
			}
			return nil
		}}, nil
}
