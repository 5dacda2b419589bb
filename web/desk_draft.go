package web

import (
	"crypto/rand"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
)

// A draftView is where the draft of a workspace stands: what the page was drawn
// from, when it was kept, and what others have written meanwhile.
type draftView struct {
	Case      permits.CaseID
	Desk      string
	Base      int
	At        time.Time // kept; zero before the first
	By        string    // whose draft was opened, when another's
	Conflicts []draftConflict
	Versions  int
	Focus     string
}

// A draftConflict is a field in which somebody else has written otherwise.
type draftConflict struct {
	Field, Name string // of who wrote
	At          time.Time
	Text        string
	Take        string // value of the button that takes it
}

// unkept are the fields of the page that are no part of a draft.
var unkept = []string{"version", "desk", "base", "model", "take", "tick", "seen"}

func draftForm(form url.Values) url.Values {
	kept := maps.Clone(form)
	for _, name := range unkept {
		delete(kept, name)
	}
	return kept
}

// openDraft draws the form from the visitor's latest draft, from the latest of
// somebody else who handles the case, or from the proposal.
func (s *server) openDraft(r *http.Request, v *visit, c permits.Case) (*decisionForm, draftView, error) {
	drafts, err := s.DB.Drafts(r.Context(), c.ID)
	if err != nil {
		return nil, draftView{}, err
	}
	view := draftView{Case: c.ID, Desk: rand.Text(), Versions: len(drafts)}
	if n := len(drafts); n > 0 {
		view.Base = drafts[n-1].No
	}
	drafts = draftsOf(c, drafts)
	if len(drafts) == 0 {
		return s.decisionOf(c, v), view, nil
	}
	last := drafts[len(drafts)-1]
	mine := last
	for _, d := range drafts {
		if d.Officer == v.Actor.ID {
			mine = d
		}
	}
	view.At = mine.At
	people, err := s.names(r)
	if err != nil {
		return nil, view, err
	}
	if mine.Officer != v.Actor.ID {
		view.By = people[mine.Officer]
	}
	var others []postgres.DeskDraft
	for _, d := range drafts {
		if d.No > mine.Base && d.Officer != mine.Officer {
			others = append(others, d)
		}
	}
	view.Conflicts = conflicts(mine.Form, draftNo(drafts, mine.Base), others, people)
	return s.readDecision(mine.Form, c), view, nil
}

// draftsOf leaves those of drafts that are of c: of a change not the permit's own
// nor those of earlier changes, which are older.
func draftsOf(c permits.Case, drafts []postgres.DeskDraft) []postgres.DeskDraft {
	return slices.DeleteFunc(drafts, func(d postgres.DeskDraft) bool { return c.OfChange > 0 && d.At.Before(c.Submitted) })
}

func draftNo(drafts []postgres.DeskDraft, no int) url.Values {
	for _, d := range drafts {
		if d.No == no {
			return d.Form
		}
	}
	return url.Values{}
}

// conflicts lists the fields that others have written otherwise than stands in
// mine since the version before both: the latest of each field.
func conflicts(mine, before url.Values, others []postgres.DeskDraft, people map[permits.UserID]string) (all []draftConflict) {
	found := map[string]draftConflict{}
	for _, o := range others {
		for name, values := range o.Form {
			text := strings.Join(values, ", ")
			if text == strings.Join(mine[name], ", ") || text == strings.Join(before[name], ", ") {
				delete(found, name)
				continue
			}
			found[name] = draftConflict{Field: name, Name: people[o.Officer], At: o.At, Text: text, Take: strconv.Itoa(o.No) + ":" + name}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(found)) {
		all = append(all, found[name])
	}
	return all
}

// keepDraft keeps what was posted as a version of the visitor's draft.
func (s *server) keepDraft(r *http.Request, v *visit, c permits.Case) (draftView, error) {
	desk := deskOf(r)
	if desk == "" {
		desk = rand.Text()
	}
	d := postgres.DeskDraft{Case: c.ID, Officer: v.Actor.ID, Desk: desk, Base: baseOf(r), Form: draftForm(r.PostForm)}
	kept, others, err := s.DB.KeepDraft(r.Context(), d)
	if err != nil {
		return draftView{}, err
	}
	view := draftView{Case: c.ID, Desk: desk, Base: d.Base, At: kept.At, Versions: kept.No}
	others = draftsOf(c, others)
	if len(others) == 0 {
		return view, nil
	}
	if r.PostForm.Get("seen") != "" { // what stands on the page was read, and this goes on from it
		view.Base = kept.No
		return view, nil
	}
	people, err := s.names(r)
	if err != nil {
		return view, err
	}
	drafts, err := s.DB.Drafts(r.Context(), c.ID)
	if err != nil {
		return view, err
	}
	if view.Conflicts = conflicts(d.Form, draftNo(drafts, d.Base), others, people); len(view.Conflicts) == 0 {
		view.Base = kept.No
	}
	return view, nil
}

// postDraft keeps the workspace as it stands: by itself while somebody writes,
// or at a button, which may also put a model text in, take what another wrote,
// or find the variables of a table needed.
func (s *server) postDraft(w http.ResponseWriter, r *http.Request) error {
	v, c, err := s.openDesk(r, casbin.CasePropose)
	if err != nil {
		return err
	}
	if err := posted(r); err != nil {
		return err
	}
	if !c.May(permits.DoPropose, v.Actor, v.Now) {
		return s.done(w, r, "/cases/"+string(c.ID), "")
	}
	focus, err := s.helpDraft(r, v, c)
	if err != nil {
		return err
	}
	draft, err := s.keepDraft(r, v, c)
	if err != nil {
		return err
	}
	if r.Header.Get("HX-Request") == "true" {
		return s.write(w, r, http.StatusOK, "review", "saved", &draft)
	}
	draft.Focus = focus
	return s.showReview(w, r, http.StatusOK, c, s.readDecision(r.PostForm, c), draft, nil)
}

// helpDraft does what the pressed button says to the posted form, and names the
// field it did it to.
func (s *server) helpDraft(r *http.Request, v *visit, c permits.Case) (focus string, err error) {
	if field := r.PostForm.Get("model"); field != "" {
		_, key, _ := strings.Cut(field, ".")
		if model := c.ModelOf(key, dayOf(v)); model != "" {
			r.PostForm.Set(field, strings.TrimSpace(r.PostForm.Get(field)+"\n\n"+model))
		}
		return field, nil
	}
	if table := r.PostForm.Get("tick"); table != "" {
		for _, t := range c.Application.Scope.Tables {
			for _, sv := range t.Variables {
				if t.Table == table && r.PostForm.Get("need_text."+sv.ID) == "" {
					r.PostForm.Set("need."+sv.ID, permits.AsApplied)
				}
			}
		}
		return "need." + table, nil
	}
	if no, field, ok := strings.Cut(r.PostForm.Get("take"), ":"); ok {
		drafts, err := s.DB.Drafts(r.Context(), c.ID)
		if err != nil {
			return "", err
		}
		for _, d := range drafts {
			if strconv.Itoa(d.No) == no {
				r.PostForm[field] = d.Form[field]
			}
		}
		return field, nil
	}
	return "", nil
}

// draftField names a field of the workspace for a person.
func (t *texts) draftField(lang, field string, cat *registers.Catalogue) string {
	kind, about, _ := strings.Cut(field, ".")
	if topic, ok := permits.TopicOf(about); ok && kind == "topic" {
		return topic.Name.In(lang)
	}
	switch kind {
	case "finding":
		ground, category, split := strings.Cut(about, "/")
		if split {
			return t.in(lang, "finding.category", t.item(lang, category))
		}
		return t.in(lang, "finding.ground", ground)
	case "condition", "order_reason":
		return t.in(lang, "outline.conditions")
	case "keep", "from", "to", "condition_asked":
		return t.in(lang, "outline.population")
	}
	if v, ok := cat.Variable(about); ok {
		return v.Name.In(lang)
	}
	if t.has("field." + field) {
		return t.in(lang, "field."+field)
	}
	return t.in(lang, "outline.granted")
}
