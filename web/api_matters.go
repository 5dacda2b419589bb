package web

import (
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
)

// Requests and breaches in JSON: the same acts as their pages, read as the fields
// of the same forms.

// A matterAPI is how requests, or breaches, are given in JSON.
type matterAPI[T any] struct {
	matterKind[T]
	tag, one  string // of the operations: "requests", "request"
	view      casbin.Action
	whose     Whose
	answer    reflect.Type
	specimens []T // that together have something of everything a form may ask about
	sees1     func(v *visit, t T) func(permits.Text) bool
	inside    []permits.EventKind
	json      func(v *visit, t T, m matterView, people map[permits.UserID]string) any
}

type matterCommandList struct {
	Commands []matterCommandJSON `json:"commands"`
}

// A matterCommandJSON is a command that is open to the reader, with what it asks for.
type matterCommandJSON struct {
	Command permits.Command `json:"command"`
	Title   string          `json:"title"`
	Path    string          `json:"path" doc:"to post to"`
	Strong  bool            `json:"strong" doc:"asks for a strong identification in the session"`
	Fields  []fieldJSON     `json:"fields"`
}

func (k matterAPI[T]) path() string { return "/api" + k.home + "/{" + k.param + "}" }

// operations are one to read, one that lists what is open, and one for each command.
func (k matterAPI[T]) operations(s *server) []operation {
	all := []operation{
		{Route: duty("GET", k.path(), k.view, k.whose), ID: "read" + capital(k.one), Tag: k.tag, Summary: "One " + k.one + ", as the visitor may see it, with what was written and done", Answer: k.answer, do: func(r *http.Request) (any, error) { return k.apiRead(s, r) }},
		{Route: duty("GET", k.path()+"/commands", k.view, k.whose), ID: "list" + capital(k.one) + "Commands", Tag: k.tag, Summary: "The commands that are open to the visitor, and what each asks for", Answer: reflect.TypeFor[matterCommandList](),
			do: func(r *http.Request) (any, error) { return k.apiList(s, r) }},
	}
	for _, act := range k.acts {
		members := sync.OnceValue(func() members { return k.membersOf(s, act) })
		title := string(act.Command)
		if s.texts.has("matter-act." + title) {
			title = s.texts.in("en", "matter-act."+title)
		}
		all = append(all, operation{Route: duty("POST", k.path()+"/commands/"+string(act.Command), act.action, k.whose), ID: k.one + "-" + string(act.Command), Tag: k.tag,
			Summary: title, Versioned: true, Idempotent: true, Answer: k.answer,
			BodySchema: func(schemas) schema { return members().schema() },
			do:         func(r *http.Request) (any, error) { return k.apiDo(s, r, act, members()) }})
	}
	return all
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// membersOf is what the form of act has for any of the specimens.
func (k matterAPI[T]) membersOf(s *server, act matterAct[T]) members {
	m := members{}
	if act.fields == nil {
		return m
	}
	for _, t := range k.specimens {
		a := &acting{s: s, r: &http.Request{URL: new(url.URL), PostForm: url.Values{}}, v: &visit{Lang: "en", Now: time.Date(2020, 11, 2, 12, 0, 0, 0, helsinki)}}
		for _, f := range act.fields(a, t) {
			m.add(f.Name, f.Kind, f)
		}
	}
	return m
}

// open gives the matter of the address to a visitor who may do action and see it.
func (k matterAPI[T]) open(s *server, r *http.Request, action casbin.Action) (v *visit, t T, err error) {
	if v, err = s.allowed(r, action); err == nil {
		t, err = k.of(r, v)
	}
	return v, t, err
}

func (k matterAPI[T]) apiRead(s *server, r *http.Request) (any, error) {
	v, t, err := k.open(s, r, k.view)
	if err != nil {
		return nil, err
	}
	return k.answered(s, r, v, t, http.StatusOK)
}

// answered is t as the visitor may see it.
func (k matterAPI[T]) answered(s *server, r *http.Request, v *visit, t T, status int) (any, error) {
	m, people, err := k.story(s, r, v, t, k.sees1(v, t), k.inside...)
	if err != nil {
		return nil, err
	}
	id, version, _ := k.about(t)
	return answers{Status: status, Version: version, Location: "/api" + k.home + "/" + id, Body: k.json(v, t, m, people)}, nil
}

func (k matterAPI[T]) apiList(s *server, r *http.Request) (any, error) {
	v, t, err := k.open(s, r, k.view)
	if err != nil {
		return nil, err
	}
	id, version, _ := k.about(t)
	a := &acting{s: s, r: r, v: v}
	if a.people, err = s.DB.Users(r.Context()); err != nil {
		return nil, err
	}
	list := matterCommandList{Commands: []matterCommandJSON{}}
	open := k.commands(t, v.Actor, v.Now)
	for _, act := range k.acts {
		if !slices.Contains(open, act.Command) || s.Policy.May(v.Actor, act.action) != nil {
			continue
		}
		one := matterCommandJSON{Command: act.Command, Title: s.texts.in(v.Lang, "matter-act."+string(act.Command)), Path: "/api" + k.home + "/" + id + "/commands/" + string(act.Command), Strong: k.strong(act.Command), Fields: []fieldJSON{}}
		if act.fields != nil {
			for _, f := range act.fields(a, t) {
				one.Fields = append(one.Fields, toldField(f))
			}
		}
		list.Commands = append(list.Commands, one)
	}
	return answers{Version: version, Body: list}, nil
}

// apiDo does a command over the version that was seen.
func (k matterAPI[T]) apiDo(s *server, r *http.Request, act matterAct[T], members members) (any, error) {
	v, t, err := k.open(s, r, act.action)
	if err != nil {
		return nil, err
	}
	a := &acting{s: s, r: r, v: v}
	if a.people, err = s.DB.Users(r.Context()); err != nil {
		return nil, err
	}
	if a.seen, err = seenBy(r); err != nil {
		return nil, err
	}
	if r.PostForm, err = members.read(r); err != nil {
		return nil, err
	}
	err = k.perform(a, t, act)
	if len(a.wrong) > 0 {
		return nil, formError{a.wrong}
	}
	if err != nil {
		return nil, err
	}
	if t, err = k.of(r, v); err != nil {
		return nil, err
	}
	return k.answered(s, r, v, t, http.StatusOK)
}

// toldField is a field of a form as a program is told of it.
func toldField(f actField) fieldJSON {
	values := []valueJSON{}
	for _, o := range f.Options {
		values = append(values, valueJSON{o.Value, o.Label})
	}
	return fieldJSON{f.Name, f.Kind, f.Label, f.Hint, f.Value, values}
}

// written are the texts of a matter that the reader may read.
func (m matterView) written(people map[permits.UserID]string) []textJSON {
	all := []textJSON{}
	for _, t := range m.read {
		all = append(all, textJSON{t.No, t.Kind, t.Anchor, t.Re, personJSON{t.By, people[t.By]}, t.At, t.Visible, t.Body, t.SHA256, t.Redacted})
	}
	return all
}

// done are its events that the reader may know of, oldest first.
func (m matterView) done(people map[permits.UserID]string) []eventJSON {
	all := []eventJSON{}
	for _, e := range slices.Backward(m.Events) {
		all = append(all, eventJSON{e.Version, e.Kind, personJSON{e.By, people[e.By]}, e.At, e.Detail})
	}
	return all
}
