package web

import (
	"net/http"
	"slices"

	"github.com/go-chi/chi/v5"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/registers"
)

// reviewSection is the last page of the application form: what lacks, and the sending.
const reviewSection = "review"

// sections are those of the application form, in order.
var sections = []string{permits.BasicsSection, permits.ApplicantSection, permits.PeopleSection, permits.DataSection, permits.PopulationSection,
	permits.ProtectionSection, permits.SecuritySection, permits.KeySection, permits.AnnexesSection, reviewSection}

// applicationRoutes are the pages on which an application is written and sent.
func (s *server) applicationRoutes(get, post func(string, handler)) {
	get("/cases", s.getCases)
	s.exports(get, "/cases", s.casesListing)
	post("/cases", s.postCase)
	post("/cases/{case}/copy", s.postCopy)
	post("/cases/{case}/renew", s.postRenewal)
	get("/cases/{case}/application", s.getApplication)
	get("/cases/{case}/edit/{section}", s.getSection)
	post("/cases/{case}/edit/{section}", s.postSection)
	get("/cases/{case}/edit/data/{table}", s.getDataTable)
	post("/cases/{case}/edit/data/{table}", s.postDataTable)
	get("/cases/{case}/variables", s.getVariableList)
	post("/cases/{case}/variables", s.postVariableList)
	post("/cases/{case}/conflicts/{conflict}", s.postConflict)
	get("/cases/{case}/members", s.getMembers)
	post("/cases/{case}/members", s.changeMembers(permits.DoInvite, "members.invited"))
	post("/cases/{case}/members/remove", s.changeMembers(permits.DoRemoveMember, "members.removed"))
	post("/cases/{case}/members/uninvite", s.changeMembers(permits.DoUninvite, "members.uninvited"))
	get("/invitation", s.getInvitation)
	post("/invitation", s.postInvitation)
	post("/cases/{case}/submit", s.postSubmit)
	post("/cases/{case}/withdraw", s.postWithdraw)
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
	return s.done(w, r, sectionPath(c.ID, permits.BasicsSection), "")
}

// postCopy begins a draft with what was written in another application of the
// visitor's.
func (s *server) postCopy(w http.ResponseWriter, r *http.Request) error {
	v, of, err := s.openCase(r, casbin.CaseDraft)
	if err != nil {
		return err
	}
	if !of.Party(v.Actor.ID) {
		return errNotFound
	}
	c, err := s.DB.CopyCase(r.Context(), v.Actor, of.ID)
	if err != nil {
		return err
	}
	return s.done(w, r, sectionPath(c.ID, permits.BasicsSection), s.texts.in(v.Lang, "copy.done", caseNumber(of.ID)))
}

// postRenewal begins a renewal of the visitor's permit.
func (s *server) postRenewal(w http.ResponseWriter, r *http.Request) error {
	v, of, err := s.openCase(r, casbin.CaseDraft)
	if err != nil {
		return err
	}
	if !of.Party(v.Actor.ID) {
		return errNotFound
	}
	c, err := s.DB.RenewCase(r.Context(), v.Actor, of.ID)
	if rule, ok := broken(err); ok {
		return s.done(w, r, "/cases/"+string(of.ID), rule.In(v.Lang))
	}
	if err != nil {
		return err
	}
	return s.done(w, r, sectionPath(c.ID, permits.BasicsSection), s.texts.in(v.Lang, "renewal.done", caseNumber(of.ID)))
}

func sectionPath(id permits.CaseID, section string) string {
	return "/cases/" + string(id) + "/edit/" + section
}

// replyPath is where the answer to a request to supplement is sent.
func replyPath(id permits.CaseID) string {
	return "/cases/" + string(id) + "/acts/" + string(permits.DoReply)
}

// draftFor gives the draft of the address when the visitor may write in it.
func (s *server) draftFor(r *http.Request) (*visit, permits.Case, error) {
	v, c, err := s.openCase(r, casbin.CaseDraft)
	if err != nil {
		return nil, permits.Case{}, err
	}
	if draft, of := c.Amending(); of && draft.MayWrite(v.Actor) {
		c = draft
	}
	if c.State == permits.Draft && !c.MayWrite(v.Actor) || c.State != permits.Draft && c.Applicant != v.Actor.ID {
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
	section := chi.URLParam(r, "section")
	switch {
	case c.State != permits.Draft:
		return s.done(w, r, "/cases/"+string(c.ID), "")
	case !writable(c, section):
		return s.done(w, r, sectionPath(c.ID, c.Reopened()[0]), "")
	}
	return s.showSection(w, r, http.StatusOK, c, section, nil, nil)
}

// writable says whether a section of the draft c may be written: in the answer to a
// request to supplement those that it concerns.
func writable(c permits.Case, section string) bool {
	return c.Amends == 0 || slices.Contains(c.Reopened(), section)
}

// An editPage is what the pages of all sections hold.
type editPage struct {
	page
	Case      permits.Case
	A         permits.Application // as stored
	Section   string
	Steps     []sectionStep
	Marks     string // of the parts that the page shows, for the next save
	Conflicts []conflictView
	Mine      bool // the visitor is the applicant
}

// A sectionStep is one section in the stepper: done, lacking or wrong.
type sectionStep struct {
	Key, Path, State string
	Now              bool
	Count            int // of what is missing or wrong
}

// The states of a section.
const (
	stepDone    = "done"
	stepLacking = "lacking"
	stepWrong   = "wrong"
	stepPlain   = "plain" // says nothing of itself
)

// stepper tells how far each section is.
func (s *server) stepper(c permits.Case, section string, day registers.Day) (steps []sectionStep) {
	for _, key := range sections {
		if !writable(c, key) {
			continue
		}
		if key == reviewSection { // before it is sent
			steps = append(steps, sectionStep{Key: feasibilitySection, Path: "/cases/" + string(c.ID) + "/feasibility", State: stepPlain, Now: section == feasibilitySection})
		}
		step := sectionStep{Key: key, Path: sectionPath(c.ID, key), State: stepDone, Now: key == section}
		if key == reviewSection {
			step.State = stepPlain
		}
		steps = append(steps, step)
	}
	if c.Amends > 0 {
		steps = append(steps, sectionStep{Key: "reply", Path: replyPath(c.ID), State: stepPlain})
	}
	mark := func(part, state string) {
		for i := range steps {
			if steps[i].Key == permits.SectionOf(part) {
				steps[i].Count++
				if steps[i].State != stepWrong {
					steps[i].State = state
				}
			}
		}
	}
	for _, gap := range c.Gaps(s.Catalogue, day) {
		switch gap.Weight {
		case permits.Missing:
			mark(gap.Part, stepLacking)
		case permits.Faulty:
			mark(gap.Part, stepWrong)
		}
	}
	return steps
}

func (s *server) editPage(r *http.Request, c permits.Case, section string, w wrongs) (editPage, error) {
	v := visitOf(r.Context())
	p := editPage{Case: c, A: c.Application, Section: section, Mine: c.Applicant == v.Actor.ID, Steps: s.stepper(c, section, dayOf(v))}
	p.page = s.frame(r, s.texts.in(v.Lang, "section."+section),
		crumb{s.texts.in(v.Lang, "menu.cases"), "/cases"}, crumb{caseNumber(c.ID), "/cases/" + string(c.ID)})
	p.Wrong, p.Path = w, r.URL.Path
	p.Marks = marksText(c.Application.Marks(), section, "")
	var err error
	p.Conflicts, err = s.conflicts(r, c, section)
	return p, err
}

// showSection shows a section of c. typed is the form that was refused for
// wrong; nil shows what is stored.
func (s *server) showSection(w http.ResponseWriter, r *http.Request, status int, c permits.Case, section string, typed sectionForm, wrong wrongs) error {
	p, err := s.editPage(r, c, section, wrong)
	if err != nil {
		return err
	}
	v := visitOf(r.Context())
	switch section {
	case permits.BasicsSection, permits.ApplicantSection, permits.ProtectionSection, permits.SecuritySection:
		f, ok := typed.(*fieldsForm)
		if !ok {
			f = fieldsFormOf(c.Application)
		}
		return s.render(w, r, status, "edit-fields", &struct {
			editPage
			Fields []drawnField
		}{p, s.drawn(f, section, v, wrong)})
	case permits.PeopleSection:
		f, ok := typed.(*peopleForm)
		if !ok {
			f = peopleOf(c.Application, v.Actor)
		}
		return s.render(w, r, status, "edit-people", &struct {
			editPage
			F *peopleForm
		}{p, f})
	case permits.DataSection:
		return s.render(w, r, status, "edit-data", &struct {
			editPage
			Registers []pickRegister
			Secret    []secretVariable
		}{p, s.pickRegisters(c.Application.Scope), s.secretOf(c.Application.Scope)})
	case permits.PopulationSection:
		f, ok := typed.(*populationForm)
		if !ok {
			f = s.populationOf(c.Application.Scope, v)
			f.Comparison = c.Application.Comparison
		}
		return s.render(w, r, status, "edit-population", &struct {
			editPage
			F *populationForm
			B builder
		}{p, f, s.builder(v)})
	case permits.KeySection:
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
	case permits.AnnexesSection:
		return s.showAnnexes(w, r, status, v, c, permits.Attachment{}, wrong)
	case reviewSection:
		return s.showSending(w, r, status, c, p)
	}
	return errNotFound
}

// A sectionForm is one section as it was typed. into writes it in an
// application, or says what is wrong with it; what is right is written all the
// same.
type sectionForm interface {
	into(s *server, r *http.Request, a *permits.Application) (wrongs, error)
}

// secretOf lists the picked variables that stand apart by their class, each with
// its grounds of secrecy.
func (s *server) secretOf(scope permits.Scope) (all []secretVariable) {
	for _, v := range scope.Secret(s.Catalogue) {
		all = append(all, secretVariable{v, secretGrounds(v)})
	}
	return all
}

type secretVariable struct {
	registers.Variable
	Grounds []string
}
