package web

import (
	"net/http"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
)

// A versionsPage lists the versions of an application, the latest first, each with
// what it has otherwise than the one before it.
type versionsPage struct {
	page
	Case     permits.Case
	Versions []standingView
}

type standingView struct {
	No    int
	At    time.Time
	Why   string // "supplement", "offer"; empty of the first
	Now   bool
	Diffs []differenceView
	Show  *applicationView // of one that no longer stands
}

type differenceView struct{ Section, Label, Before, After string }

func (s *server) versionRoutes(get func(path string, h handler)) {
	get("/cases/{case}/versions", s.getVersions)
	get("/cases/{case}/beside", s.getBeside)
}

// getVersions shows both sides what each version of the application changed.
func (s *server) getVersions(w http.ResponseWriter, r *http.Request) error {
	v, c, err := s.openCase(r, casbin.CaseView)
	if err != nil {
		return err
	}
	of, _ := c.InChange()
	texts, err := s.DB.Texts(r.Context(), string(c.ID))
	if err != nil {
		return err
	}
	p := versionsPage{Case: c}
	p.page = s.frame(r, s.texts.in(v.Lang, "versions.title"), crumb{caseNumber(c.ID), "/cases/" + string(c.ID)})
	all, err := permits.Versions(of, texts)
	if err != nil {
		return err
	}
	for i, x := range all {
		view := standingView{No: i + 1, At: x.At, Why: x.Why, Now: i == len(all)-1}
		if !view.Now {
			show := s.viewApplication(x.Application, v)
			view.Show = &show
		}
		if i > 0 {
			view.Diffs = s.differences(v, all[i-1].Application, x.Application)
		}
		p.Versions = append([]standingView{view}, p.Versions...)
	}
	return s.render(w, r, http.StatusOK, "versions", &p)
}

// differences are what now has otherwise than was, part by part.
func (s *server) differences(v *visit, was, now permits.Application) (all []differenceView) {
	for _, d := range permits.Differences(was, now) {
		all = append(all, differenceView{permits.SectionOf(d.Part), s.partLabel(v, d.Part), s.sayPart(v, d.Part, d.Before), s.sayPart(v, d.Part, d.After)})
	}
	return all
}
