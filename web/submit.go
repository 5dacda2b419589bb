package web

import (
	"net/http"
	"slices"
	"time"

	"tietolupa/permits"
)

// A sendingPage is the last section: everything that is missing, wrong or
// advised, what may be the same application made twice, and the whole of it.
type sendingPage struct {
	editPage
	Whole                bool // nothing keeps it from being sent
	Must, Faulty, Advice []gapView
	Ways                 []wayView
	Twice                []twin
	Show                 applicationView
}

// A gapView is one thing lacking, with the way to its field.
type gapView struct{ Section, Label, Text, Path string }

// A wayView says where data that are not this authority's are applied for.
type wayView struct{ Name, Holder, Way, Provision string }

// A twin is an open case that may be the same application.
type twin struct {
	permits.Case
	By string // title or variables
}

func (s *server) showSending(w http.ResponseWriter, r *http.Request, status int, c permits.Case, p editPage) error {
	v := visitOf(r.Context())
	page := sendingPage{editPage: p, Show: s.viewApplication(c.Application, v)}
	for _, gap := range c.Gaps(s.Catalogue, dayOf(v)) {
		view := gapView{Section: s.texts.in(v.Lang, "section."+permits.SectionOf(gap.Part)), Label: s.gapLabel(v, gap.Part), Text: s.sentence(r, gap.Rule), Path: partPath(c.ID, gap.Part)}
		switch gap.Weight {
		case permits.Missing:
			page.Must = append(page.Must, view)
		case permits.Faulty:
			page.Faulty = append(page.Faulty, view)
		case permits.Advised:
			page.Advice = append(page.Advice, view)
		}
	}
	s.asksStrong(&page.page, r, v, c.May(permits.DoSubmit, v.Actor, v.Now) && permits.NeedsStrong(permits.DoSubmit))
	page.Ways = s.waysOf(v, c.Application)
	page.Whole = len(page.Must)+len(page.Faulty) == 0
	var err error
	if page.Twice, err = s.twins(r, c); err != nil {
		return err
	}
	return s.render(w, r, status, "edit-review", &page)
}

// gapLabel names the part that a gap is in; those of a whole section have its
// name.
func (s *server) gapLabel(v *visit, part string) string {
	if part == "people" || part == "data" || part == permits.AnnexesPart {
		return s.texts.in(v.Lang, "section."+part)
	}
	return s.partLabel(v, part)
}

// waysOf says where each of the linked data is applied for that is asked for
// here though another holds it (JulkL 28.1 §).
func (s *server) waysOf(v *visit, a permits.Application) (ways []wayView) {
	for _, l := range a.Linked {
		h, known := permits.HolderByCode(l.Holder)
		if known && l.State == permits.LinkedHere && h.Kind != permits.OwnHolder {
			ways = append(ways, wayView{l.Name, h.Name.In(v.Lang), h.Way.In(v.Lang), h.Provision})
		}
	}
	return ways
}

// twins are the visitor's own open cases, and those they are a party of, that
// look like c.
func (s *server) twins(r *http.Request, c permits.Case) (all []twin, err error) {
	v := visitOf(r.Context())
	cases, err := s.DB.CasesOf(r.Context(), v.Actor.ID)
	if err != nil {
		return nil, err
	}
	for _, x := range cases {
		over := slices.Contains([]permits.State{permits.Withdrawn, permits.Refused, permits.Dismissed, permits.Ended, permits.Revoked, permits.Destroyed, permits.Transferred}, x.State)
		if by := permits.Alike(c.Application, x.Application); by != "" && x.ID != c.ID && !over && permits.MaySee(v.Actor, x) {
			all = append(all, twin{x, by})
		}
	}
	return all, nil
}

// postSubmit sends the application to the authority. What it lacks is listed on
// the page that it was sent from.
func (s *server) postSubmit(w http.ResponseWriter, r *http.Request) error {
	v, c, err := s.draftFor(r)
	if err != nil {
		return err
	}
	if err := posted(r); err != nil {
		return err
	}
	version := seen(r)
	_, err = s.DB.ChangeCase(r.Context(), c.ID, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		return c.Submit(v.Actor, version, s.Catalogue, now)
	})
	if rule, ok := broken(err); ok && c.State == permits.Draft {
		return s.showSection(w, r, http.StatusUnprocessableEntity, c, reviewSection, nil, wrongs{{"lacks", s.sentence(r, rule)}})
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "/cases/"+string(c.ID), s.texts.in(v.Lang, "case.sent"))
}
