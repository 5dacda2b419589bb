package web

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/go-chi/chi/v5"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/registers"
)

// assessmentRoutes are KEHA's duties of 2.2(3)–(4): impact assessments and prior
// consultations, every version of each.
func (s *server) assessmentRoutes(get, post func(path string, h handler)) {
	get("/assessments", s.getAssessments)
	get("/assessments/new/{kind}", s.getNewAssessment)
	post("/assessments/new/{kind}", s.postAssessment)
	get("/assessments/{assessment}", s.getAssessment)
	post("/assessments/{assessment}", s.postAssessment)
}

type assessmentsPage struct {
	page
	Due []registers.AssessmentDue
	All []assessmentRow // the newest version of each
	May bool            // write
}

// An assessmentRow is a version and whether it covers what there is today.
type assessmentRow struct {
	registers.Assessment
	Writer           string
	SameCatalogue    bool
	SameProfile      bool
	Description120   string // its beginning
	Newest, Consults bool
}

func (s *server) assessmentRow(a registers.Assessment, writer string) assessmentRow {
	now := s.Catalogue.Covered()
	row := assessmentRow{Assessment: a, Writer: writer, SameCatalogue: a.Covers.Catalogue == now.Catalogue, SameProfile: a.Covers.Profile == now.Profile}
	row.Consults = a.Kind == registers.PriorConsultation
	if start := []rune(a.Description); len(start) > 120 {
		row.Description120 = string(start[:120]) + "…"
	} else {
		row.Description120 = a.Description
	}
	return row
}

func (s *server) getAssessments(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.AssessmentView)
	if err != nil {
		return err
	}
	p := assessmentsPage{page: s.frame(r, s.texts.in(v.Lang, "assessments.title")), May: s.Policy.May(v.Actor, casbin.AssessmentWrite) == nil}
	if p.Due, err = s.registers.AssessmentsDue(r.Context()); err != nil {
		return err
	}
	all, err := s.registers.Assessments(r.Context())
	if err != nil {
		return err
	}
	people, err := s.names(r)
	if err != nil {
		return err
	}
	for i, a := range all { // the newest version of each comes first
		if i == 0 || all[i-1].Number != a.Number {
			p.All = append(p.All, s.assessmentRow(a, orID(people[permits.UserID(a.By)], a.By)))
		}
	}
	return s.render(w, r, http.StatusOK, "assessments", &p)
}

// An assessmentPage is all versions of one, and the form of the next.
type assessmentPage struct {
	page
	Action   string
	Kind     registers.AssessmentKind
	Versions []assessmentRow // the newest first
	About    []assessmentRow // approved impact assessments a consultation may be about
	Steps    []registers.AssessmentState
	May      bool
	Seen     int
	Typed    registers.Assessment
	AboutAt  string // number.version chosen
}

func (s *server) assessmentPage(r *http.Request, action casbin.Action) (v *visit, p *assessmentPage, err error) {
	if v, err = s.allowed(r, action); err != nil {
		return nil, nil, err
	}
	all, err := s.registers.Assessments(r.Context())
	if err != nil {
		return nil, nil, err
	}
	people, err := s.names(r)
	if err != nil {
		return nil, nil, err
	}
	p = &assessmentPage{Kind: registers.AssessmentKind(chi.URLParam(r, "kind")), Action: r.URL.Path, May: s.Policy.May(v.Actor, casbin.AssessmentWrite) == nil}
	number := int64(0)
	if text := chi.URLParam(r, "assessment"); text != "" {
		if number, err = strconv.ParseInt(text, 10, 64); err != nil {
			return nil, nil, errNotFound
		}
	}
	for _, a := range all {
		row := s.assessmentRow(a, orID(people[permits.UserID(a.By)], a.By))
		if a.Number == number {
			row.Newest = len(p.Versions) == 0
			p.Versions = append(p.Versions, row)
		}
		if a.Kind == registers.ImpactAssessment && a.State == registers.AssessmentApproved {
			p.About = append(p.About, row)
		}
	}
	title := "assessment.new." + string(p.Kind)
	if number != 0 {
		if len(p.Versions) == 0 {
			return nil, nil, errNotFound
		}
		newest := p.Versions[0]
		p.Kind, p.Seen, p.Typed, title = newest.Kind, newest.Version, newest.Assessment, "assessment."+string(newest.Kind)
		p.AboutAt = aboutAt(newest.Of, newest.OfAt)
	}
	if !slices.Contains([]registers.AssessmentKind{registers.ImpactAssessment, registers.PriorConsultation}, p.Kind) {
		return nil, nil, errNotFound
	}
	p.Steps = registers.AssessmentSteps(p.Kind, p.Typed.State)
	p.page = s.frame(r, s.texts.in(v.Lang, title), crumb{s.texts.in(v.Lang, "assessments.title"), "/assessments"})
	p.Path = r.URL.Path
	return v, p, nil
}

func aboutAt(number int64, version int) string {
	if number == 0 {
		return ""
	}
	return strconv.FormatInt(number, 10) + "." + strconv.Itoa(version)
}

func (s *server) getNewAssessment(w http.ResponseWriter, r *http.Request) error {
	_, p, err := s.assessmentPage(r, casbin.AssessmentWrite)
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, "assessment", p)
}

func (s *server) getAssessment(w http.ResponseWriter, r *http.Request) error {
	_, p, err := s.assessmentPage(r, casbin.AssessmentView)
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, "assessment", p)
}

// postAssessment writes the next version. What a rule refuses is shown with
// everything that was typed.
func (s *server) postAssessment(w http.ResponseWriter, r *http.Request) error {
	if err := posted(r); err != nil {
		return err
	}
	v, p, err := s.assessmentPage(r, casbin.AssessmentWrite)
	if err != nil {
		return err
	}
	next := registers.Assessment{Number: p.Typed.Number, Kind: p.Kind, State: registers.AssessmentState(r.PostForm.Get("step")),
		Description: trimmed(r, "assessment_description"), Necessity: trimmed(r, "assessment_necessity"), Risks: trimmed(r, "assessment_risks"),
		Measures: trimmed(r, "assessment_measures"), Advice: trimmed(r, "assessment_advice"), HighRisk: r.PostForm.Get("high_risk") == "yes",
		Answer: trimmed(r, "assessment_answer")}
	p.AboutAt = trimmed(r, "about")
	for _, a := range p.About {
		if aboutAt(a.Number, a.Version) == p.AboutAt {
			next.Of, next.OfAt = a.Number, a.Version
		}
	}
	stored, err := s.registers.PutAssessment(r.Context(), v.Actor.ID, next, seen(r))
	if rule, ok := shownRule(err); ok {
		p.Typed = next
		field := map[string]string{"35-advice": "assessment_advice", "36-answer": "assessment_answer", "35-step": "step", "36-about": "about"}[rule.Rule]
		if rule.Rule == "35-parts" {
			field = firstBlank(next)
		}
		p.Wrong.add(field, rule.In(v.Lang))
		return s.render(w, r, http.StatusUnprocessableEntity, "assessment", p)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "/assessments/"+strconv.FormatInt(stored.Number, 10), s.texts.in(v.Lang, "assessment.stored", strconv.Itoa(stored.Version)))
}

// firstBlank is the first part of an impact assessment that nobody has written.
func firstBlank(a registers.Assessment) string {
	for _, part := range []struct{ field, text string }{
		{"assessment_description", a.Description}, {"assessment_necessity", a.Necessity}, {"assessment_risks", a.Risks}, {"assessment_measures", a.Measures},
	} {
		if part.text == "" {
			return part.field
		}
	}
	return ""
}
