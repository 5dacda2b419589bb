package web

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"tietolupa/permits"
	"tietolupa/registers"
)

// shownOn says whether a section's page shows a part; of the data the page of a
// table shows its own.
func shownOn(part, section, table string) bool {
	if permits.SectionOf(part) != section {
		return false
	}
	if section != permits.DataSection {
		return true
	}
	_, about, _ := strings.Cut(part, ".")
	of, _, _ := strings.Cut(about, ".")
	return of == table
}

// marksText writes the marks of the parts that a page shows, for it to carry.
func marksText(marks map[string]string, section, table string) string {
	shown := map[string]string{}
	for part, mark := range marks {
		if shownOn(part, section, table) {
			shown[part] = mark
		}
	}
	b, err := json.Marshal(shown)
	if err != nil {
		return "" // of texts only: cannot be
	}
	return string(b)
}

// marksSeen are the marks that a posted page carried; nil when it carried none.
func marksSeen(r *http.Request) map[string]string {
	var marks map[string]string
	if json.Unmarshal([]byte(r.PostForm.Get("marks")), &marks) != nil {
		return nil
	}
	return marks
}

// saveDraft stores what a page changed over what stands now, and gives the case
// after it; a page that changed nothing stores nothing.
func (s *server) saveDraft(r *http.Request, id permits.CaseID, mine func(*permits.Application)) (permits.Case, error) {
	v, version, marks := visitOf(r.Context()), seen(r), marksSeen(r)
	c, err := s.DB.ChangeCase(r.Context(), id, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		of, _ := c.Amending()
		a := of.Application
		mine(&a)
		return c.Save(v.Actor, version, a, marks, now)
	})
	if rule, ok := broken(err); ok && rule.Rule == "unchanged-page" {
		c, err = s.DB.Case(r.Context(), id)
	}
	if err != nil {
		return permits.Case{}, err
	}
	c, _ = c.Amending()
	c.Attached, err = s.DB.Attachments(r.Context(), id)
	return c, err
}

// postSection saves a section. What is right is stored although something else
// is wrong, and what is wrong is shown as it was typed.
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
	if !ok || !writable(c, section) {
		return errNotFound
	}
	tried := c.Application
	wrong, err := form.into(s, r, &tried)
	if err != nil {
		return err
	}
	people, more := form.(*peopleForm)
	if more = more && r.PostForm.Has("more"); more {
		people.Rows = append(people.Rows, personRow{})
	}
	mine := func(a *permits.Application) { _, _ = form.into(s, r, a) } // tried above
	next, err := s.saveDraft(r, c.ID, mine)
	if rule, ok := broken(err); ok {
		next, wrong, err = c, append(wrong, s.ruleWrong(r, rule)...), nil
	}
	if err != nil {
		return err
	}
	switch {
	case r.PostForm.Has("autosave"):
		return s.answerSave(w, r, next, section, "", wrong, mine)
	case len(wrong) > 0:
		return s.showSection(w, r, http.StatusUnprocessableEntity, next, section, form, wrong)
	case more:
		return s.showSection(w, r, http.StatusOK, next, section, form, nil)
	}
	return s.afterSection(w, r, next, section)
}

func (s *server) afterSection(w http.ResponseWriter, r *http.Request, c permits.Case, section string) error {
	lang := visitOf(r.Context()).Lang
	here := func(x permits.Conflict) bool { return permits.SectionOf(x.Part) == section }
	switch {
	case slices.ContainsFunc(c.OpenConflicts(), here):
		return s.done(w, r, sectionPath(c.ID, section), "")
	case r.PostForm.Has("stay"):
		return s.done(w, r, sectionPath(c.ID, section), s.texts.in(lang, "edit.saved"))
	}
	if c.Amends > 0 {
		open := c.Reopened()
		if i := slices.Index(open, section); i+1 < len(open) {
			return s.done(w, r, sectionPath(c.ID, open[i+1]), "")
		}
		return s.done(w, r, replyPath(c.ID), s.texts.in(lang, "edit.saved"))
	}
	next := sections[min(slices.Index(sections, section)+1, len(sections)-1)]
	return s.done(w, r, sectionPath(c.ID, next), "")
}

// A saved is what the page's own script is told of a save.
type saved struct {
	Version   int    `json:"version"`
	Marks     string `json:"marks"`
	Text      string `json:"text"`
	Conflicts int    `json:"conflicts"`
	Wrong     wrongs `json:"wrong"` // Field and Text of each
}

// answerSave tells how a save went, with the marks that the page now stands on:
// of what it holds as the application does those of now, and of the rest, what
// somebody else has changed, is in conflict or cannot be read, its old ones. mine
// writes what the page holds.
func (s *server) answerSave(w http.ResponseWriter, r *http.Request, c permits.Case, section, table string, wrong wrongs, mine func(*permits.Application)) error {
	v := visitOf(r.Context())
	shown := c.Application
	mine(&shown)
	answer, marks, others := saved{Version: c.Version, Wrong: wrong}, marksSeen(r), []string{}
	if marks == nil {
		marks = map[string]string{}
	}
	conflicts := map[string]bool{}
	for _, x := range c.OpenConflicts() {
		if x.By == v.Actor.ID && shownOn(x.Part, section, table) {
			conflicts[x.Part] = true
		}
	}
	answer.Conflicts = len(conflicts)
	held, stands := shown.Parts(), c.Application.Parts()
	current := c.Application.Marks()
	for _, part := range slices.Sorted(maps.Keys(current)) {
		switch {
		case held[part] == stands[part] && wrong.Of(part) == "":
			marks[part] = current[part]
		case shownOn(part, section, table) && !conflicts[part] && wrong.Of(part) == "":
			others = append(others, s.partLabel(v, part))
		}
	}
	maps.DeleteFunc(marks, func(part, _ string) bool { _, there := current[part]; return !there && held[part] == "" }) // gone there and here
	answer.Marks = marksText(marks, section, table)
	switch {
	case answer.Conflicts > 0:
		answer.Text = s.texts.in(v.Lang, "autosave.conflict")
	case len(wrong) > 0:
		answer.Text = s.texts.in(v.Lang, "autosave.wrong", wrong[0].Text)
	case len(others) > 0:
		answer.Text = s.texts.in(v.Lang, "autosave.others", v.Now.Format("15.04"), strings.Join(others, ", "))
	default:
		answer.Text = s.texts.in(v.Lang, "autosave.saved", v.Now.Format("15.04"))
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	return json.NewEncoder(w).Encode(answer)
}

// A conflictView is a part that two persons wrote at once: what the application
// holds, what was kept aside, whose each is and since when.
type conflictView struct {
	permits.Conflict
	Label      string
	Now, Aside string
	NowBy, By  string
	NowAt      time.Time
	Text       bool // the two may be put one after the other
	Mine       bool // what was kept aside is the visitor's
}

// conflicts are those of a section that wait for a choice.
func (s *server) conflicts(r *http.Request, c permits.Case, section string) (all []conflictView, err error) {
	open := c.OpenConflicts()
	if len(open) == 0 {
		return nil, nil
	}
	v := visitOf(r.Context())
	people, err := s.names(r)
	if err != nil {
		return nil, err
	}
	texts, err := s.DB.Texts(r.Context(), string(c.ID))
	if err != nil {
		return nil, err
	}
	parts := c.Application.Parts()
	for _, x := range open {
		if permits.SectionOf(x.Part) != section {
			continue
		}
		touch := c.Drafting.Touched[x.Part]
		at := c.Application.TextPart(x.Part)
		field, _ := fieldNamed(x.Part)
		all = append(all, conflictView{Conflict: x, Label: s.partLabel(v, x.Part), Now: s.sayPart(v, x.Part, parts[x.Part]),
			Aside: s.sayPart(v, x.Part, bodyOf(texts, x.Text)), NowBy: people[touch.By], By: people[x.By], NowAt: touch.At,
			Text: at != nil && len(field.Options) == 0 && field.Kind != "codes", Mine: x.By == v.Actor.ID})
	}
	return all, nil
}

// bodyOf is the written text that ref means; empty when it is not among texts or
// was redacted.
func bodyOf(texts []permits.Text, ref permits.TextRef) string {
	for _, t := range texts {
		if t.No == ref.No {
			return t.Body
		}
	}
	return ""
}

// postConflict settles one.
func (s *server) postConflict(w http.ResponseWriter, r *http.Request) error {
	v, c, err := s.draftFor(r)
	if err != nil {
		return err
	}
	if err := posted(r); err != nil {
		return err
	}
	no, _ := strconv.Atoi(chi.URLParam(r, "conflict")) // of none, 0
	_, err = s.settle(r, v, c, seen(r), no, trimmed(r, "choice"))
	section := permits.SectionOf(conflictOf(c, no).Part)
	if rule, ok := broken(err); ok {
		return s.showSection(w, r, http.StatusUnprocessableEntity, c, section, nil, wrongs{{"conflict-" + strconv.Itoa(no), rule.In(v.Lang)}})
	}
	if err != nil {
		return err
	}
	return s.done(w, r, sectionPath(c.ID, section), s.texts.in(v.Lang, "conflict.done"))
}

// conflictOf is the conflict of that number; an empty one when there is none.
func conflictOf(c permits.Case, no int) permits.Conflict {
	if no < 1 || no > len(c.Drafting.Conflicts) {
		return permits.Conflict{}
	}
	return c.Drafting.Conflicts[no-1]
}

// settle settles conflict no over the version that was seen.
func (s *server) settle(r *http.Request, v *visit, c permits.Case, seen, no int, choice string) (permits.Case, error) {
	texts, err := s.DB.Texts(r.Context(), string(c.ID))
	if err != nil {
		return permits.Case{}, err
	}
	body := bodyOf(texts, conflictOf(c, no).Text)
	return s.DB.ChangeCase(r.Context(), c.ID, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		return c.Settle(v.Actor, seen, no, choice, body, now)
	})
}

// partLabel names a part of an application.
func (s *server) partLabel(v *visit, part string) string {
	kind, about, _ := strings.Cut(part, ".")
	named := func(key string) string {
		known, ok := s.Catalogue.Variable(strings.Split(about, "#")[0])
		if !ok {
			return s.texts.in(v.Lang, key) + ": " + about
		}
		return s.texts.in(v.Lang, key) + ": " + known.Name.In(v.Lang)
	}
	switch kind {
	case "variable":
		return named("bundle.variable")
	case "reason":
		return named("pick.why")
	case "population":
		return named("scope.population")
	case "person":
		return s.texts.in(v.Lang, "people.person") + ": " + about
	case permits.LeaderPart:
		return s.texts.in(v.Lang, "people.leader")
	case permits.RecipientPart:
		return s.texts.in(v.Lang, "section.key")
	case permits.PeriodPart:
		return s.texts.in(v.Lang, "scope.period")
	}
	return s.texts.in(v.Lang, "field."+part)
}

// sayPart writes the value of a part as a person reads it.
func (s *server) sayPart(v *visit, part, value string) string {
	if value == "" {
		return s.texts.in(v.Lang, "part.empty")
	}
	kind, _, _ := strings.Cut(part, ".")
	var period registers.Period
	var person permits.Participant
	var condition registers.Predicate
	var recipient permits.Recipient
	var linked []permits.LinkedData
	read := func(to any) bool { return json.Unmarshal([]byte(value), to) == nil }
	switch field, _ := fieldNamed(part); {
	case field.Kind == "radio" || field.Kind == "box":
		return s.texts.in(v.Lang, part+"."+value)
	case field.Kind == "codes":
		return s.sayCodes(field.List, []string{value}, v)
	case kind == permits.UntilPart:
		day, _ := registers.ParseDay(value)
		said, _ := date(day)
		return said
	case kind == "variable":
		return s.texts.in(v.Lang, "protection."+value)
	case kind == permits.CadencePart:
		return s.texts.in(v.Lang, "cadence."+value)
	case kind == permits.PeriodPart && read(&period):
		from, _ := date(period.From)
		to, _ := date(period.To)
		return from + "–" + to
	case kind == "person" && read(&person):
		return person.Name + ", " + person.Email
	case kind == "population" && read(&condition):
		return s.sayPredicate(condition, v)
	case kind == permits.RecipientPart && read(&recipient):
		return recipient.Called(v.Lang) + " " + recipient.Key
	case kind == permits.LinkedPart && read(&linked):
		return strings.Join(s.sayLinked(v, linked), "\n")
	}
	return value
}

// sayLinked writes linked data, one on a line.
func (s *server) sayLinked(v *visit, all []permits.LinkedData) (lines []string) {
	for _, l := range all {
		h, _ := permits.HolderByCode(l.Holder)
		line := l.Name + " (" + orID(h.Name.In(v.Lang), l.Holder) + ")"
		if l.State != "" {
			line += ": " + s.texts.in(v.Lang, "linkedstate."+l.State)
		}
		if l.Permit != "" {
			line += ", " + l.Permit
		}
		lines = append(lines, line)
	}
	return lines
}
