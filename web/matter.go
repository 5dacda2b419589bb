package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/go-chi/chi/v5"

	"tietolupa/casbin"
	"tietolupa/casbin/rights"
	"tietolupa/permits"
)

// A matterAct is a command on a request or a breach that has a page of its own:
// a form, and what it does with what is written there.
type matterAct[T any] struct {
	Command permits.Command
	action  casbin.Action
	fields  func(a *acting, t T) []actField
	quotes  func(a *acting, t T) []quote
	do      func(a *acting, t T, now time.Time) (T, permits.Event, error)
	whole   func(a *acting, t T) error // instead of do, for a command that changes more
	letter  bool                       // it is told by a letter: kept by the kind's tell
}

// A matterKind is how requests, or breaches, are found, changed and shown.
type matterKind[T any] struct {
	home, param, list string // addresses begin with home; list is the text of its title
	acts              []matterAct[T]
	find              func(ctx context.Context, id string) (T, error)
	sees              func(by permits.Actor, t T) bool
	commands          func(t T, by permits.Actor, now time.Time) []permits.Command
	strong            func(permits.Command) bool // that it asks for a strong identification
	change            func(ctx context.Context, id string, do func(t T, now time.Time) (T, permits.Event, error)) (T, error)
	tell              func(a *acting, id string, do func(t T, now time.Time) (T, permits.Event, error)) error
	about             func(t T) (id string, version int, state string)
}

type matterPage struct {
	page
	Act, Lead, Home string
	Version         int
	Fields          []actField
	Quotes          []quote
}

// routes are the pages of the commands.
func (k matterKind[T]) routes(s *server, get, post func(path string, h handler)) {
	path := k.home + "/{" + k.param + "}/acts/{act}"
	get(path, func(w http.ResponseWriter, r *http.Request) error { return k.get(s, w, r) })
	post(path, func(w http.ResponseWriter, r *http.Request) error { return k.post(s, w, r) })
}

// table are the routes' lines, one for each command.
func (k matterKind[T]) table(whose Whose) (all []Route) {
	for _, act := range k.acts {
		path := k.home + "/{" + k.param + "}/acts/{act:" + string(act.Command) + "}"
		all = append(all, duty("GET", path, act.action, whose), duty("POST", path, act.action, whose))
	}
	return all
}

// of gives what the address is about, when the visitor may see it; otherwise it
// is not there.
func (k matterKind[T]) of(r *http.Request, v *visit) (t T, err error) {
	if t, err = k.find(r.Context(), chi.URLParam(r, k.param)); err != nil {
		return t, err
	}
	if !k.sees(v.Actor, t) {
		return t, errNotFound
	}
	return t, nil
}

func (k matterKind[T]) acting(s *server, r *http.Request) (a *acting, t T, act matterAct[T], err error) {
	i := slices.IndexFunc(k.acts, func(a matterAct[T]) bool { return string(a.Command) == chi.URLParam(r, "act") })
	if i < 0 {
		return nil, t, act, errNotFound
	}
	v, err := s.allowed(r, k.acts[i].action)
	if err != nil {
		return nil, t, act, err
	}
	if t, err = k.of(r, v); err != nil {
		return nil, t, act, err
	}
	a = &acting{s: s, r: r, v: v}
	a.people, err = s.DB.Users(r.Context())
	return a, t, k.acts[i], err
}

func (k matterKind[T]) get(s *server, w http.ResponseWriter, r *http.Request) error {
	a, t, act, err := k.acting(s, r)
	if err != nil {
		return err
	}
	id, _, _ := k.about(t)
	if !slices.Contains(k.commands(t, a.v.Actor, a.v.Now), act.Command) {
		return s.done(w, r, k.home+"/"+id, "")
	}
	return k.show(s, w, http.StatusOK, a, t, act)
}

func (k matterKind[T]) show(s *server, w http.ResponseWriter, status int, a *acting, t T, act matterAct[T]) error {
	id, version, _ := k.about(t)
	command := string(act.Command)
	p := matterPage{Act: command, Lead: s.texts.in(a.v.Lang, "matter-text."+command), Version: version, Home: k.home + "/" + id}
	p.page = s.frame(a.r, s.texts.in(a.v.Lang, "matter-act."+command), crumb{s.texts.in(a.v.Lang, k.list), k.home}, crumb{caseNumber(id), p.Home})
	p.Path, p.Wrong = p.Home+"/acts/"+command, a.wrong
	s.asksStrong(&p.page, a.r, a.v, k.strong(act.Command))
	if act.fields != nil {
		p.Fields = act.fields(a, t)
	}
	a.wrong.mark(p.Fields)
	if act.quotes != nil {
		p.Quotes = act.quotes(a, t)
	}
	return s.render(w, a.r, status, "matter-act", &p)
}

func (k matterKind[T]) post(s *server, w http.ResponseWriter, r *http.Request) error {
	a, t, act, err := k.acting(s, r)
	if err != nil {
		return err
	}
	if err := posted(r); err != nil {
		return err
	}
	a.seen = seen(r)
	id, _, _ := k.about(t)
	err = k.perform(a, t, act)
	if rule, ok := broken(err); ok {
		a.wrong = wrongs{{k.field(a, t, act, rule), s.sentence(r, rule)}}
	}
	if len(a.wrong) > 0 {
		return k.show(s, w, http.StatusUnprocessableEntity, a, t, act)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, k.home+"/"+id, s.texts.in(a.v.Lang, "acts.done", s.texts.in(a.v.Lang, "matter-act."+string(act.Command))))
}

// perform does the command with what is written in the form, for a page or for a
// program. When a.wrong says what of it cannot be read, nothing was done.
func (k matterKind[T]) perform(a *acting, t T, act matterAct[T]) error {
	if act.whole != nil {
		return act.whole(a, t)
	}
	id, _, _ := k.about(t)
	if act.letter {
		return k.tell(a, id, func(t T, now time.Time) (T, permits.Event, error) { return act.do(a, t, now) })
	}
	_, err := k.change(a.r.Context(), id, func(t T, now time.Time) (T, permits.Event, error) {
		next, e, err := act.do(a, t, now)
		if len(a.wrong) > 0 {
			return t, permits.Event{}, errBadForm
		}
		return next, e, err
	})
	return err
}

// fieldOfRule is the field that the rules of requests and breaches are about,
// beside those that name it.
var fieldOfMatterRule = map[string]string{
	"no-ground": "refusal_grounds", "secret-to-the-public": "secrecy_items", "no-secret-parts": "secret_parts", "small-cell": "smallest", "beyond-the-price": "quarters",
	"beyond-the-clock": "ready_on", "already-over": "ready_on", "no-need-to-know": "precision_ground", "no-interface": "way", "reader-without-right": "reader",
	"late-without-reason": "late_why", "no-such-exemption": "exemption", "no-such-provision": "provision29", "no-provision": "provision29", "recurring-by-interface": "recurring",
	"no-such-file": "leaves", "covered-copy-leaves": "leaves", "covered-is-partly": "outcome_given", "file-unmarked": "secrecy_items", "mark-needs-pdf": "leaves",
}

func (k matterKind[T]) field(a *acting, t T, act matterAct[T], rule *permits.RuleError) string {
	var fields []actField
	if act.fields != nil {
		fields = act.fields(a, t)
	}
	for _, name := range []string{rule.About, fieldOfMatterRule[rule.Rule]} {
		for _, f := range fields {
			if name != "" && f.Name == name {
				return name
			}
		}
	}
	for _, f := range fields {
		if f.Kind == "area" || f.Kind == "tall" {
			return f.Name
		}
	}
	return ""
}

// matterView is what a request's or a breach's page shows of what was written
// and done.
type matterView struct {
	Acts   []permits.Command
	Texts  []textView
	Events []eventView
	read   []permits.Text // the same as Texts
}

// Says is a written text by its reference; empty when it was redacted or is not
// the visitor's to read.
func (m matterView) Says(ref permits.TextRef) string { return bodyOf(m.read, ref) }

func (k matterKind[T]) story(s *server, r *http.Request, v *visit, t T, sees func(permits.Text) bool, inside ...permits.EventKind) (m matterView, people map[permits.UserID]string, err error) {
	id, _, _ := k.about(t)
	if people, err = s.names(r); err != nil {
		return m, nil, err
	}
	open := k.commands(t, v.Actor, v.Now)
	for _, act := range k.acts {
		if slices.Contains(open, act.Command) && s.Policy.May(v.Actor, act.action) == nil {
			m.Acts = append(m.Acts, act.Command)
		}
	}
	texts, err := s.DB.Texts(r.Context(), id)
	if err != nil {
		return m, nil, err
	}
	m.read = slices.DeleteFunc(texts, func(x permits.Text) bool { return !sees(x) })
	m.Texts = textViews(m.read, people)
	events, err := s.DB.Events(r.Context(), id)
	if err != nil {
		return m, nil, err
	}
	for _, e := range slices.Backward(events) {
		if !v.officer() && slices.Contains(inside, e.Kind) {
			continue
		}
		m.Events = append(m.Events, viewEvent(e, people))
	}
	return m, people, nil
}

// boxes are values that may be chosen several at once; their texts stand under
// keys "group.value".
func (a *acting) boxes(name, group string, values ...string) actField {
	f := a.field("boxes", name)
	for _, value := range values {
		f.Options = append(f.Options, formOption{Name: name, Value: value, Label: a.s.texts.in(a.v.Lang, group+"."+value), Checked: a.r.PostForm != nil && slices.Contains(a.r.PostForm[name], value)})
	}
	return f
}

// from is one of values by texts under "group.value".
func (a *acting) from(kind, name, group string, values ...string) actField {
	f := a.field(kind, name)
	if kind == "select" {
		f.Options = append(f.Options, formOption{Name: name, Label: a.s.texts.in(a.v.Lang, "matter.choose")})
	}
	for _, value := range values {
		f.Options = append(f.Options, formOption{Name: name, Value: value, Label: a.s.texts.in(a.v.Lang, group+"."+value), Checked: f.Value == value})
	}
	return f
}

// several are the values posted in boxes.
func (a *acting) several(name string) []string { return a.r.PostForm[name] }

// whole is a number without a fraction, 0 when empty.
func (a *acting) whole(name string) int {
	n, err := wholeNumber(a.text(name))
	if err != nil {
		a.wrong.add(name, a.s.texts.in(a.v.Lang, "wrong.number"))
	}
	return n
}

var errNoNumber = errors.New("no number")

func wholeNumber(s string) (n int, err error) {
	for _, c := range s {
		if c < '0' || c > '9' || n > 99_999_999 {
			return 0, errNoNumber
		}
		n = n*10 + int(c-'0')
	}
	return n, nil
}

// mayReadRegisters is the number of a right by which somebody may read the
// registers today, for a pending matter first; empty when they have none.
func (s *server) mayReadRegisters(r *http.Request, v *visit, holder permits.UserID) string {
	for _, use := range []rights.Use{rights.PendingMatter, rights.CustomerService, rights.Oversight} {
		sight, err := s.Rights.Sight(r.Context(), holder, rights.Read, use, dayOf(v))
		if err == nil && !sight.Empty() {
			return sight.Rights[0].Right
		}
	}
	return ""
}
