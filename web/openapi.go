package web

import (
	"encoding/json"
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"tietolupa/permits"
)

// The description of the technical interface: OpenAPI 3.1, made at start of the
// operations that the router is made of and of the Go types that they read and
// write, so that the two cannot differ.

// operations lists every operation of the interface.
func (s *server) operations() []operation {
	return append(s.ownOperations(), describedOperations()...)
}

// ownOperations are those that are mounted here.
func (s *server) ownOperations() []operation {
	return slices.Concat(s.documentOperations(), s.caseOperations(), s.memberOperations(), s.commandOperations(), s.arrivedOperations(), s.likenessOperations(), s.attachmentOperations(), s.statementOperations(), s.givingOperations(), s.trialOperations(),
		s.documentRequestOperations(), s.breachOperations(), s.catalogueOperations(), s.chargeOperations())
}

// apiRouteTable are the routes of the operations that are mounted here.
func apiRouteTable() (all []Route) {
	s := &server{texts: &texts{}}
	for _, op := range s.ownOperations() {
		all = append(all, op.Route)
	}
	return all
}

var pathParam = regexp.MustCompile(`\{(\w+)\}`)

// paramsAbout says what the parameters of paths are.
var paramsAbout = map[string]string{
	"case": "number with hyphens, KEHA-17-2020", "attachment": "number within the case", "disclosure": "number with hyphens, KEHA-L3-2020", "order": "number of the order, T-12-2020",
	"variable": "id of the catalogue, person.municipality", "list": "of the catalogue", "client": "token of the visit", "row": "token of the visit", "column": "of the table",
	"docrequest": "number with hyphens, KEHA-A4-2020", "breach": "number with hyphens, KEHA-T2-2020", "letter": "number within the case", "question": "number within the case, 1, or 2.1 of change 2", "conflict": "number within the case",
}

// openAPI is the document.
func (s *server) openAPI() map[string]any {
	all := schemas{}
	problemOf := all.of(reflect.TypeFor[problem]())
	paths := map[string]any{}
	for _, op := range s.operations() {
		path, _ := paths[op.Path].(map[string]any)
		if path == nil {
			path = map[string]any{}
			paths[op.Path] = path
		}
		path[strings.ToLower(op.Method)] = op.described(all)
	}
	components := map[string]any{}
	for name, s := range all {
		components[name] = s
	}
	return map[string]any{
		"openapi": "3.1.0",
		"info": map[string]any{"title": "Tietolupa", "version": "1", "description": "Permits, statutory disclosures and their extracts, by the same rules as the pages. " +
			"A named person's session, or for packages a machine client's token. Times are RFC 3339, days 2006-01-02. Refusals are problem documents (RFC 9457) with the rule and its sentence in the language of Accept-Language (fi, sv, en). " +
			"Commands name the version that was seen (If-Match) and may name themselves (Idempotency-Key): the same key never does anything twice, and gives the same answer for a day. Lists go on from next (after)."},
		"servers": []any{map[string]any{"url": "/"}},
		"tags":    tagsOf(s.operations()),
		"paths":   paths,
		"components": map[string]any{
			"schemas": components,
			"responses": map[string]any{"problem": map[string]any{"description": "Why it was not done",
				"content": map[string]any{"application/problem+json": map[string]any{"schema": problemOf}}}},
			"securitySchemes": map[string]any{
				"session": map[string]any{"type": "apiKey", "in": "cookie", "name": s.cookieName(), "description": "of a person who has signed in"},
				"client":  map[string]any{"type": "http", "scheme": "bearer", "description": "token of a machine client"},
				"secret":  map[string]any{"type": "http", "scheme": "basic", "description": "a machine client's id and secret"},
			},
		},
	}
}

func (s *server) cookieName() string {
	if s.sessions == nil {
		return "__Host-tietolupa"
	}
	return s.sessions.Cookie.Name
}

func tagsOf(ops []operation) (tags []any) {
	var seen []string
	for _, op := range ops {
		if !slices.Contains(seen, op.Tag) {
			seen = append(seen, op.Tag)
			tags = append(tags, map[string]any{"name": op.Tag})
		}
	}
	return tags
}

func (op operation) described(all schemas) map[string]any {
	d := map[string]any{"operationId": op.ID, "summary": op.Summary, "tags": []any{op.Tag}, "security": op.security()}
	if about := op.asks(); about != "" {
		d["description"] = about
	}
	if params := op.parameters(); len(params) > 0 {
		d["parameters"] = params
	}
	switch {
	case op.BodySchema != nil:
		d["requestBody"] = content("application/json", op.BodySchema(all), false)
	case op.Body != nil:
		d["requestBody"] = content("application/json", all.of(op.Body), true)
	case op.Sends == "multipart/form-data":
		d["requestBody"] = content(op.Sends, schema{"type": "object", "required": []string{"file"}, "properties": map[string]any{
			"kind": schema{"type": "string", "enum": texted(permits.AnnexKinds())}, "to": schema{"type": "string"}, "replaces": schema{"type": "integer"}, "redacts": schema{"type": "integer"},
			"file": schema{"type": "string", "contentMediaType": "application/octet-stream"}}}, true)
	case op.Sends != "":
		d["requestBody"] = content(op.Sends, schema{"type": "string"}, true)
		if op.Sends == "application/x-www-form-urlencoded" {
			d["requestBody"] = content(op.Sends, schema{"type": "object", "additionalProperties": schema{"type": "string"}}, true)
		}
	}
	if body, ok := d["requestBody"].(map[string]any); ok && apiExamples[op.ID] != nil {
		body["content"].(map[string]any)["application/json"].(map[string]any)["example"] = apiExamples[op.ID]
	}
	answer := map[string]any{"description": op.Summary}
	switch {
	case op.Answer != nil:
		answer["content"] = map[string]any{"application/json": map[string]any{"schema": all.of(op.Answer)}}
	case op.Gives != "":
		answer["content"] = map[string]any{op.Gives: map[string]any{"schema": schema{}}}
		if op.Gives == "application/octet-stream" {
			answer["content"] = map[string]any{"*/*": map[string]any{"schema": schema{}}}
		}
	}
	status := strconv.Itoa(max(op.Status, http.StatusOK))
	responses := map[string]any{status: answer, "default": map[string]any{"$ref": "#/components/responses/problem"}}
	if op.Asks == AsksSecret { // RFC 6749 5.2
		responses["default"] = map[string]any{"description": "Why there is no token", "content": map[string]any{"application/json": map[string]any{"schema": schema{"type": "object", "properties": map[string]any{"error": schema{"type": "string"}}}}}}
	}
	d["responses"] = responses
	return d
}

func content(kind string, s schema, required bool) map[string]any {
	return map[string]any{"required": required, "content": map[string]any{kind: map[string]any{"schema": s}}}
}

func (op operation) security() []any {
	switch op.Asks {
	case AsksNothing:
		return []any{}
	case AsksClient:
		return []any{map[string]any{"client": []any{}}}
	case AsksSecret:
		return []any{map[string]any{"secret": []any{}}, map[string]any{}}
	}
	return []any{map[string]any{"session": []any{}}}
}

// asks says in words what an operation takes.
func (op operation) asks() string {
	var parts []string
	if op.Action != "" {
		parts = append(parts, "Takes "+string(op.Action)+".")
	}
	if op.Versioned {
		parts = append(parts, "If-Match names the version that was seen: 412 when another stands, 428 without.")
	}
	return strings.Join(parts, " ")
}

func (op operation) parameters() (all []any) {
	for _, m := range pathParam.FindAllStringSubmatch(op.Path, -1) {
		all = append(all, map[string]any{"name": m[1], "in": "path", "required": true, "description": paramsAbout[m[1]], "schema": schema{"type": "string"}})
	}
	for _, q := range op.Query {
		s := schema{"type": "string"}
		if q.Values != nil {
			s["enum"] = q.Values
		}
		all = append(all, map[string]any{"name": q.Name, "in": "query", "required": q.Needed, "description": q.About, "schema": s})
	}
	if op.Versioned {
		all = append(all, map[string]any{"name": "If-Match", "in": "header", "required": true, "description": "ETag of what was seen", "schema": schema{"type": "string"}})
	}
	if op.Idempotent {
		all = append(all, map[string]any{"name": "Idempotency-Key", "in": "header", "required": false, "description": "of the caller's choice, up to 100 characters", "schema": schema{"type": "string"}})
	}
	return all
}

func (s *server) getOpenAPI(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-cache")
	_, _ = w.Write(s.document) // who has gone needs no answer
}

// An apiPage is the document for people to read.
type apiPage struct {
	page
	Groups []apiGroup
}

type apiGroup struct {
	Tag        string
	Operations []apiOperation
}

type apiOperation struct {
	operation
	Takes   []string // names of the members that it is sent
	Gives   []string
	Who     string
	Example string // of a body
}

func (s *server) getAPI(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	p := apiPage{page: s.frame(r, s.texts.in(v.Lang, "api.title"))}
	for _, op := range s.operations() {
		i := slices.IndexFunc(p.Groups, func(g apiGroup) bool { return g.Tag == op.Tag })
		if i < 0 {
			i = len(p.Groups)
			p.Groups = append(p.Groups, apiGroup{Tag: op.Tag})
		}
		one := apiOperation{operation: op, Takes: memberNames(op.Body), Gives: memberNames(op.Answer), Who: s.texts.in(v.Lang, "api-asks."+string(op.Asks))}
		if op.BodySchema != nil {
			of, _ := op.BodySchema(schemas{})["properties"].(map[string]any)
			for name := range of {
				one.Takes = append(one.Takes, name)
			}
			slices.Sort(one.Takes)
		}
		if of := apiExamples[op.ID]; of != nil {
			text, err := json.Marshal(of)
			if err != nil {
				return err
			}
			one.Example = string(text)
		}
		for _, q := range op.Query {
			one.Takes = append(one.Takes, "?"+q.Name)
		}
		p.Groups[i].Operations = append(p.Groups[i].Operations, one)
	}
	return s.render(w, r, http.StatusOK, "api", &p)
}

// memberNames are the names of the members of a type's JSON.
func memberNames(t reflect.Type) (names []string) {
	if t == nil {
		return nil
	}
	all := schemas{}
	all.of(t)
	of, _ := all[schemaName(t)]["properties"].(map[string]any)
	for name := range of {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
