package web

import (
	"net/http"
	"slices"
	"time"

	"github.com/go-chi/chi/v5"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/registers"
)

// The sections of the application form, in order.
const (
	basicsSection     = "basics"
	peopleSection     = "people"
	dataSection       = "data"
	populationSection = "population"
	securitySection   = "security"
	keySection        = "key"
	reviewSection     = "review"
)

var sections = []string{basicsSection, peopleSection, dataSection, populationSection, securitySection, keySection, annexesSection, reviewSection}

type casesPage struct {
	page
	Cases  []permits.Case
	MayAdd bool
}

func (s *server) getCases(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.CaseView)
	if err != nil {
		return err
	}
	cases, err := s.DB.CasesOf(r.Context(), v.Actor.ID)
	if err != nil {
		return err
	}
	p := casesPage{page: s.frame(r, s.texts.in(v.Lang, "cases.title")), Cases: cases, MayAdd: v.Actor.Has(permits.Researcher)}
	return s.render(w, r, http.StatusOK, "cases", &p)
}

func (s *server) postCase(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.CaseDraft)
	if err != nil {
		return err
	}
	c, err := s.DB.CreateCase(r.Context(), v.Actor)
	if err != nil {
		return err
	}
	return s.done(w, r, sectionPath(c.ID, basicsSection), "")
}

func sectionPath(id permits.CaseID, section string) string {
	return "/cases/" + string(id) + "/edit/" + section
}

// An editPage is what the pages of all sections hold.
type editPage struct {
	page
	Case    permits.Case
	A       permits.Application // as stored, or as just typed
	Section string
	Steps   []sectionStep
}

type sectionStep struct {
	Key, Path string
	Done, Now bool
}

func (s *server) editPage(r *http.Request, c permits.Case, section string, w wrongs) editPage {
	lang := visitOf(r.Context()).Lang
	p := editPage{Case: c, A: c.Application, Section: section}
	p.page = s.frame(r, s.texts.in(lang, "section."+section),
		crumb{s.texts.in(lang, "menu.cases"), "/cases"}, crumb{caseNumber(c.ID), "/cases/" + string(c.ID)})
	p.Wrong, p.Path = w, r.URL.Path
	lacks := lackingIn(c, s.Catalogue, registers.DayOf(visitOf(r.Context()).Now))
	for _, key := range sections {
		if key == reviewSection { // before it is sent
			p.Steps = append(p.Steps, sectionStep{Key: feasibilitySection, Path: "/cases/" + string(c.ID) + "/feasibility", Now: section == feasibilitySection})
		}
		p.Steps = append(p.Steps, sectionStep{Key: key, Path: sectionPath(c.ID, key), Now: key == section, Done: key != reviewSection && !lacks[key]})
	}
	return p
}

// draftFor gives the visitor's own draft of the address.
func (s *server) draftFor(r *http.Request) (*visit, permits.Case, error) {
	v, err := s.allowed(r, casbin.CaseDraft)
	if err != nil {
		return nil, permits.Case{}, err
	}
	c, err := s.caseFor(r, v)
	if err != nil {
		return nil, permits.Case{}, err
	}
	if c.Applicant != v.Actor.ID {
		return nil, permits.Case{}, errNotFound
	}
	c.Attached, err = s.DB.Attachments(r.Context(), c.ID)
	return v, c, err
}

func (s *server) getSection(w http.ResponseWriter, r *http.Request) error {
	_, c, err := s.draftFor(r)
	if err != nil {
		return err
	}
	if c.State != permits.Draft {
		return s.done(w, r, "/cases/"+string(c.ID), "")
	}
	return s.showSection(w, r, http.StatusOK, c, chi.URLParam(r, "section"), nil, nil)
}

// showSection shows a section of c. typed is the form that was refused for
// wrong; nil shows what is stored.
func (s *server) showSection(w http.ResponseWriter, r *http.Request, status int, c permits.Case, section string, typed sectionForm, wrong wrongs) error {
	p := s.editPage(r, c, section, wrong)
	switch section {
	case basicsSection:
		f, ok := typed.(*basicsForm)
		if !ok {
			f = basicsOf(c.Application)
		}
		return s.render(w, r, status, "edit-basics", &struct {
			editPage
			F *basicsForm
		}{p, f})
	case peopleSection:
		f, ok := typed.(*peopleForm)
		if !ok {
			f = peopleOf(c.Application, visitOf(r.Context()).Actor)
		}
		return s.render(w, r, status, "edit-people", &struct {
			editPage
			F *peopleForm
		}{p, f})
	case dataSection:
		return s.render(w, r, status, "edit-data", &struct {
			editPage
			Registers []pickRegister
		}{p, s.pickRegisters(c.Application.Scope)})
	case populationSection:
		f, ok := typed.(*populationForm)
		if !ok {
			f = s.populationOf(c.Application.Scope, visitOf(r.Context()))
		}
		return s.render(w, r, status, "edit-population", &struct {
			editPage
			F *populationForm
			B builder
		}{p, f, s.builder(visitOf(r.Context()))})
	case securitySection:
		f, ok := typed.(*securityForm)
		if !ok {
			f = &securityForm{Security: c.Application.Security, Disposal: c.Application.Disposal}
		}
		return s.render(w, r, status, "edit-security", &struct {
			editPage
			F *securityForm
		}{p, f})
	case keySection:
		f, ok := typed.(*keyForm)
		if !ok {
			f = keyOf(c.Application.Recipient)
		}
		if err := s.offer(r, f); err != nil {
			return err
		}
		return s.render(w, r, status, "edit-key", &struct {
			editPage
			F *keyForm
		}{p, f})
	case annexesSection:
		return s.showAnnexes(w, r, status, visitOf(r.Context()), c, permits.Attachment{}, wrong)
	case reviewSection:
		lacks := lackingIn(c, s.Catalogue, registers.DayOf(visitOf(r.Context()).Now))
		whole := !slices.ContainsFunc(sections, func(key string) bool { return lacks[key] })
		return s.render(w, r, status, "edit-review", &struct {
			editPage
			Whole bool
			Show  applicationView
		}{p, whole, s.viewApplication(c.Application, visitOf(r.Context()))})
	}
	return errNotFound
}

// A sectionForm is one section as it was typed. into writes it in an
// application, or says what is wrong with it.
type sectionForm interface {
	into(s *server, r *http.Request, a *permits.Application) (wrongs, error)
}

// postSection saves a section: what was typed is kept when something in it is
// wrong.
func (s *server) postSection(w http.ResponseWriter, r *http.Request) error {
	_, c, err := s.draftFor(r)
	if err != nil {
		return err
	}
	if err := posted(r); err != nil {
		return err
	}
	section := chi.URLParam(r, "section")
	form, ok := readSection(section, r)
	if !ok {
		return errNotFound
	}
	a := c.Application
	wrong, err := form.into(s, r, &a)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return s.showSection(w, r, http.StatusUnprocessableEntity, c, section, form, wrong)
	}
	if people, ok := form.(*peopleForm); ok && r.PostForm.Has("more") {
		people.Rows = append(people.Rows, personRow{})
		return s.showSection(w, r, http.StatusOK, c, section, form, nil)
	}
	if err := s.saveDraft(r, c.ID, a); err != nil {
		if rule, ok := broken(err); ok {
			return s.showSection(w, r, http.StatusUnprocessableEntity, c, section, form, s.ruleWrong(r, rule))
		}
		return err
	}
	return s.afterSection(w, r, c.ID, section)
}

// saveDraft stores the sections of a over the draft that the page was made of.
func (s *server) saveDraft(r *http.Request, id permits.CaseID, a permits.Application) error {
	v, version := visitOf(r.Context()), seen(r)
	_, err := s.DB.ChangeCase(r.Context(), id, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		return c.Edit(v.Actor, version, a, now)
	})
	return err
}

func (s *server) afterSection(w http.ResponseWriter, r *http.Request, id permits.CaseID, section string) error {
	if r.PostForm.Has("stay") {
		return s.done(w, r, sectionPath(id, section), s.texts.in(visitOf(r.Context()).Lang, "edit.saved"))
	}
	next := sections[min(slices.Index(sections, section)+1, len(sections)-1)]
	return s.done(w, r, sectionPath(id, next), "")
}

// ruleWrong shows a broken rule at the field it is about.
func (s *server) ruleWrong(r *http.Request, rule *permits.RuleError) wrongs {
	return wrongs{{fieldOfRule(rule), s.sentence(r, rule)}}
}

// sentence is the rule's text, with a variable's name where the rule gives its
// id and with the field's label where it gives the field.
func (s *server) sentence(r *http.Request, rule *permits.RuleError) string {
	lang := visitOf(r.Context()).Lang
	about := rule.About
	if v, ok := s.Catalogue.Variable(about); ok {
		about = v.Name.In(lang)
	} else if s.texts.has("annex." + about) {
		about = s.texts.in(lang, "annex."+about)
	} else if s.texts.has("field." + about) {
		about = s.texts.in(lang, "field."+about)
	}
	return (&permits.RuleError{Rule: rule.Rule, About: about}).In(lang)
}

// fieldOfRule is the field that mends the breach of rule.
func fieldOfRule(rule *permits.RuleError) string {
	switch rule.Rule {
	case "field-missing":
		return rule.About
	case "no-such-purpose":
		return "purpose"
	case "article-six":
		return "article6"
	case "article-nine":
		return "article9"
	case "no-such-language":
		return "language"
	case "already-over":
		return "until"
	case "no-recipient", "private-key", "recipient-key":
		return "recipient_key"
	case "no-such-environment", "environment-without-key":
		return "recipient_environment"
	case "recipient-kind":
		return "recipient_kind"
	case "no-period":
		return "period_from"
	case "negative-sample":
		return "sample"
	case "no-provision":
		return "provision"
	case "no-necessity":
		return "necessity"
	case "no-such-task", "task-of-another-body":
		return "task"
	case "no-finding":
		return "finding." + rule.About
	case "no-reason-for-refusal":
		return "refusal." + rule.About
	case "no-reasons":
		return "reasons"
	case "not-a-full-grant", "not-a-partial-grant", "no-such-outcome":
		return "outcome"
	case "no-clause":
		return "clause." + rule.About
	case "no-reason-for-variable":
		return "reason." + rule.About
	}
	return ""
}

// lacking says which sections do not yet hold what a submission needs. The rule
// itself is Application.Complete; this only points the way to it.
func lacking(a permits.Application, cat *registers.Catalogue, day registers.Day) map[string]bool {
	leaders, unknown := 0, false
	for _, p := range a.People {
		if p.Leader {
			leaders++
		}
		unknown = unknown || p.User == ""
	}
	data := len(a.Scope.VariableIDs()) == 0
	special := false
	for _, id := range a.Scope.VariableIDs() {
		v, _ := cat.Variable(id)
		data = data || v.Role != "subject" && v.Role != "key" && a.Reasons[id] == ""
		special = special || v.Class == registers.Special
	}
	return map[string]bool{
		basicsSection: a.Title == "" || a.Organisation == "" || a.Abstract == "" || a.Plan == "" || a.Purpose == "" ||
			a.Article6 == "" || special && a.Article9 == "" || !day.Before(a.Until),
		peopleSection:     leaders != 1 || unknown,
		dataSection:       data,
		populationSection: a.Scope.Period.From.IsZero() || a.Scope.Period.To.IsZero(),
		securitySection:   a.Security == "" || a.Disposal == "",
		keySection:        a.Recipient.Key == "" || a.Recipient.Kind == "",
	}
}

// postSubmit sends the application to the authority.
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
		wrong := s.ruleWrong(r, rule)
		wrong[0].Field = "check-" + sectionOfRule(rule)
		return s.showSection(w, r, http.StatusUnprocessableEntity, c, reviewSection, nil, wrong)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "/cases/"+string(c.ID), s.texts.in(v.Lang, "case.sent"))
}

// sectionOfRule is the section in which the breach of rule is mended.
func sectionOfRule(rule *permits.RuleError) string {
	switch rule.Rule {
	case "one-leader", "participant-unknown", "participant-twice":
		return peopleSection
	case "no-recipient", "private-key", "recipient-key", "recipient-kind", "no-such-environment", "environment-without-key":
		return keySection
	case "annex-missing", "attachment-infected":
		return annexesSection
	case "no-period", "negative-sample", "no-such-cadence", "set-or-interval", "day-or-period", "no-such-code", "no-such-date", "interval-reversed":
		return populationSection
	case "field-missing":
		if rule.About == "security" || rule.About == "disposal" {
			return securitySection
		}
	case "empty-scope", "outside-catalogue", "too-fine", "variable-twice", "no-such-protection", "no-reason-for-variable":
		return dataSection
	}
	return basicsSection
}
