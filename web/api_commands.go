package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/registers"
)

// The commands on a case, in JSON. Each is the act of its page: what is sent is
// read as the fields of the form, "reply.plan" of the form being plan of reply
// here, so that rules, store and log are the same.

// A commandJSON is a command that is open to the reader, with what it asks for.
type commandJSON struct {
	Command   permits.Command `json:"command"`
	Title     string          `json:"title"`
	Provision string          `json:"provision"`
	Path      string          `json:"path" doc:"to post to"`
	Strong    bool            `json:"strong" doc:"asks for a strong identification in the session"`
	Fields    []fieldJSON     `json:"fields"`
	SHA256    string          `json:"sha256,omitempty" doc:"of the text that is signed: send it back with accept"`
	Document  string          `json:"document,omitempty" doc:"where that text is, when it is a document"`
}

type fieldJSON struct {
	Name   string      `json:"name" doc:"a.b stands for b of the object a"`
	Kind   string      `json:"kind"`
	Label  string      `json:"label"`
	Hint   string      `json:"hint"`
	Value  string      `json:"value" doc:"what stands until another is sent by a person's page"`
	Values []valueJSON `json:"values"`
}

type valueJSON struct {
	Value string `json:"value"`
	Label string `json:"label"`
}

type commandList struct {
	Commands []commandJSON `json:"commands"`
}

// commandActs are the acts of every command that a program may do.
func commandActs() []caseAct {
	acts := caseActs()
	for _, act := range programActs() {
		if !slices.ContainsFunc(acts, func(a caseAct) bool { return a.Command == act.Command }) {
			acts = append(acts, act)
		}
	}
	return acts
}

func (s *server) commandOperations() []operation {
	all := []operation{{Route: duty("GET", "/api"+aCase+"/commands", casbin.CaseView, OfParties), ID: "listCommands", Tag: "commands",
		Summary: "The commands that are open to the visitor, and what each asks for", Answer: reflect.TypeFor[commandList](), do: s.apiCommands}}
	for _, act := range commandActs() {
		members := sync.OnceValue(func() members { return s.membersOf(act) })
		all = append(all, operation{Route: duty("POST", "/api"+aCase+"/commands/"+string(act.Command), act.action, OfParties), ID: "command-" + string(act.Command), Tag: "commands",
			Summary: s.titleOf("en", act.Command), Versioned: true, Idempotent: true, Answer: reflect.TypeFor[caseJSON](),
			BodySchema: func(schemas) schema { return members().schema() },
			do:         func(r *http.Request) (any, error) { return s.apiCommand(r, act, members()) }})
	}
	return all
}

// titleOf is what a command is called; its own name when no page has it.
func (s *server) titleOf(lang string, command permits.Command) string {
	if !s.texts.has("command." + string(command)) {
		return string(command)
	}
	return s.texts.in(lang, "command."+string(command))
}

func (s *server) openCommands(v *visit, c permits.Case) []permits.Command {
	open, may := []permits.Command{}, c.Commands(v.Actor, v.Now)
	for _, act := range commandActs() {
		if slices.Contains(may, act.Command) && s.Policy.May(v.Actor, act.action) == nil {
			open = append(open, act.Command)
		}
	}
	return open
}

// actingFor prepares act for the case of the address.
func (s *server) actingFor(r *http.Request, act caseAct) (*acting, error) {
	v, c, err := s.apiCaseFor(r, act.action)
	if err != nil {
		return nil, err
	}
	return s.prepared(r, v, c, act.Command)
}

// apiCommands tells what is open, field by field, as the pages would show it.
func (s *server) apiCommands(r *http.Request) (any, error) {
	v, c, err := s.apiCaseFor(r, casbin.CaseView)
	if err != nil {
		return nil, err
	}
	list, open := commandList{Commands: []commandJSON{}}, s.openCommands(v, c)
	for _, act := range commandActs() {
		if !slices.Contains(open, act.Command) {
			continue
		}
		a, err := s.actingFor(r, act)
		if err != nil {
			return nil, err
		}
		one := commandJSON{Command: act.Command, Title: s.titleOf(v.Lang, act.Command), Provision: permits.ProvisionOf(act.Command),
			Path: "/api/cases/" + string(c.ID) + "/commands/" + string(act.Command), Strong: permits.NeedsStrong(act.Command), Fields: []fieldJSON{}}
		if act.fields != nil {
			for _, f := range act.fields(a) {
				one.Fields = append(one.Fields, toldField(f))
			}
		}
		if act.signs != nil {
			signing, err := act.signs(a)
			if err != nil {
				return nil, err
			}
			one.SHA256, one.Document = signing.SHA256, signing.Letter
		}
		list.Commands = append(list.Commands, one)
	}
	return answers{Version: c.Version, Body: list}, nil
}

// A formError is what of a body cannot be read, field by field.
type formError struct{ wrong wrongs }

func (formError) Error() string { return "read what was sent" }

// apiCommand does a command over the version that was seen.
func (s *server) apiCommand(r *http.Request, act caseAct, members members) (any, error) {
	a, err := s.actingFor(r, act)
	if err != nil {
		return nil, err
	}
	if a.seen, err = seenBy(r); err != nil {
		return nil, err
	}
	if r.PostForm, err = members.read(r); err != nil {
		return nil, err
	}
	do := act.do
	act.do = func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		if c.Version != a.seen && c.May(act.Command, a.v.Actor, now) { // also of commands whose page carries none
			return permits.Case{}, permits.Event{}, &permits.RuleError{Rule: "stale-page"}
		}
		return do(a, c, now)
	}
	c, err := s.perform(a, act)
	if len(a.wrong) > 0 {
		return nil, formError{a.wrong}
	}
	if err != nil {
		return nil, err
	}
	return s.caseAnswer(r, a.v, c, http.StatusOK)
}

// members are what the body of a command may hold, by name.
type members map[string]member

type member struct {
	kind   string // of the form's field; "object" when its parts are named by the case
	values []string
}

// specimen is a case that has something of everything a form may ask about.
func specimen(state permits.State) permits.Case {
	return permits.Case{ID: "KEHA-1-2020", State: state, Applicant: "u",
		Application: permits.Application{Language: "fi", People: []permits.Participant{{User: "u", Leader: true}, {User: "v"}}, Scope: permits.Scope{Tables: []permits.ScopeTable{{Table: "person", Variables: []permits.ScopeVariable{{ID: "person.municipality", Protection: registers.Exact}}}}}},
		Decision:    &permits.Decision{},
		Handling: permits.Handling{Supplements: []permits.Supplement{{Deficiencies: []permits.Deficiency{{Field: "plan"}}}},
			Offers: make([]permits.Offer, 1), Hearings: make([]permits.Hearing, 1), Statements: make([]permits.Statement, 1)}}
}

// membersOf is what the form of act has in any state of a case.
func (s *server) membersOf(act caseAct) members {
	m := members{}
	if act.signs != nil {
		m["sha256"], m["accept"] = member{kind: "input"}, member{kind: "box"}
	}
	for _, state := range permits.AllStates() {
		if act.fields == nil {
			break
		}
		a := &acting{s: s, r: &http.Request{URL: new(url.URL)}, v: &visit{Lang: "en", Now: time.Date(2020, 11, 2, 12, 0, 0, 0, helsinki)}, c: specimen(state)}
		a.people = []permits.Actor{{ID: "u"}, {ID: "v"}}
		for _, f := range act.fields(a) {
			m.add(f.Name, f.Kind, f)
			if f.Kind == "lack" {
				for _, o := range f.Options {
					m.add(o.Name, "box", actField{})
				}
			}
		}
	}
	return m
}

func (m members) add(name, kind string, f actField) {
	whole, _, parts := strings.Cut(name, ".")
	if parts {
		if kind != "box" {
			kind = ""
		}
		m[whole] = member{kind: "object" + kind}
		return
	}
	of := m[name]
	of.kind = kind
	if f.Closed || kind == "boxes" {
		for _, o := range f.Options {
			if !slices.Contains(of.values, o.Value) {
				of.values = append(of.values, o.Value)
			}
		}
	}
	m[name] = of
}

func (m members) schema() schema {
	properties := map[string]any{}
	for name, of := range m {
		s := schema{"type": "string"}
		switch of.kind {
		case "day":
			s = schema{"type": "string", "pattern": `^(\d{4}-\d{2}-\d{2})?$`}
		case "box":
			s = schema{"type": "boolean"}
		case "list", "boxes":
			items := schema{"type": "string"}
			if len(of.values) > 0 {
				items["enum"] = of.values
			}
			s, of.values = schema{"type": "array", "items": items}, nil
		case "digits":
			s = schema{"type": "integer", "minimum": 0}
		case "objectbox":
			s = schema{"type": "object", "additionalProperties": schema{"type": "boolean"}}
		case "object":
			s = schema{"type": "object", "additionalProperties": schema{"type": []any{"string", "array", "object"}}}
		}
		if len(of.values) > 0 {
			s["enum"] = of.values
		}
		properties[name] = s
	}
	return schema{"type": "object", "properties": properties, "additionalProperties": false}
}

// read reads a body as a form. A member that the command does not have is an
// error, and so is one of another kind.
func (m members) read(r *http.Request) (url.Values, error) {
	if len(m) == 0 && r.ContentLength == 0 {
		return url.Values{}, nil
	}
	var body map[string]json.RawMessage
	if err := readJSON(r, &body); err != nil {
		return nil, err
	}
	return m.form(body)
}

// form writes the members of a body into a form, as read does.
func (m members) form(body map[string]json.RawMessage) (url.Values, error) {
	form := url.Values{}
	for name, raw := range body {
		of, known := m[name]
		if !known || !of.put(form, name, raw) {
			return nil, formError{wrongs{{name, "?"}}}
		}
	}
	return form, nil
}

// put writes one member into a form; no when it is of another kind.
func (of member) put(form url.Values, name string, raw json.RawMessage) bool {
	var text string
	var yes bool
	var list []string
	var parts map[string]json.RawMessage
	switch {
	case strings.HasPrefix(of.kind, "object"):
		if json.Unmarshal(raw, &parts) != nil {
			return false
		}
		inner := member{kind: strings.TrimPrefix(of.kind, "object")}
		for part, value := range parts {
			if !inner.put(form, name+"."+part, value) && (inner.kind != "" || !of.put(form, name+"."+part, value)) {
				return false
			}
		}
		return true
	case of.kind == "box":
		if json.Unmarshal(raw, &yes) != nil {
			return false
		}
		if yes {
			form.Set(name, "yes")
		}
		return true
	case of.kind == "digits":
		var n int
		if json.Unmarshal(raw, &n) != nil {
			return false
		}
		form.Set(name, strconv.Itoa(n))
		return true
	case of.kind == "list" || of.kind == "boxes":
		if json.Unmarshal(raw, &list) != nil {
			return false
		}
		form[name] = list
		return true
	}
	if json.Unmarshal(raw, &text) != nil {
		if !strings.Contains(name, ".") || json.Unmarshal(raw, &list) != nil { // of an object's parts a list may be one
			return false
		}
		form[name] = list
		return true
	}
	form.Set(name, text)
	return true
}

// fieldsWrong are the faults of a body, for its problem document.
func fieldsWrong(err error) (all []wrongJSON) {
	form, ok := errors.AsType[formError](err)
	if !ok {
		return nil
	}
	for _, w := range form.wrong {
		all = append(all, wrongJSON(w))
	}
	return all
}

type wrongJSON struct {
	Field string `json:"field"`
	Text  string `json:"text"`
}
