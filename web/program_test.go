package web

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"

	"tietolupa/permits"
)

// A program is somebody who uses the interface by its description: every request
// and answer is checked against it by a reader of another maker.
type program struct {
	*person
	of *described
}

type described struct {
	check  validator.Validator
	paths  map[string]*regexp.Regexp // by operation, "GET /api/cases"
	called map[string]bool
}

// describe reads the document as it is served, and finds it whole.
func describe(t *testing.T, s *site) *described {
	t.Helper()
	_, text := s.visitor().download("/api/openapi.json")
	doc, err := libopenapi.NewDocument([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	check, errs := validator.NewValidator(doc)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	if ok, wrong := check.ValidateDocument(); !ok {
		for _, w := range wrong {
			t.Errorf("the document: %s: %s", w.Message, w.Reason)
		}
	}
	d := &described{check: check, paths: map[string]*regexp.Regexp{}, called: map[string]bool{}}
	var paths struct {
		Paths map[string]map[string]json.RawMessage `json:"paths"`
	}
	if err := json.Unmarshal([]byte(text), &paths); err != nil {
		t.Fatal(err)
	}
	for path, methods := range paths.Paths {
		for method := range methods {
			d.paths[strings.ToUpper(method)+" "+path] = regexp.MustCompile("^" + regexp.MustCompile(`\{\w+\}`).ReplaceAllString(path, `[^/]+`) + "$")
		}
	}
	return d
}

func (d *described) operation(method, path string) string {
	path, _, _ = strings.Cut(path, "?")
	best := ""
	for name, pattern := range d.paths {
		if strings.HasPrefix(name, method+" ") && pattern.MatchString(path) && (best == "" || strings.Count(name, "{") < strings.Count(best, "{")) {
			best = name
		}
	}
	return best
}

// A gotBack answer of a program.
type gotBack struct {
	*http.Response
	body []byte
}

func (a gotBack) into(t testing.TB, v any) {
	t.Helper()
	if err := json.Unmarshal(a.body, v); err != nil {
		t.Fatalf("%v\n%.400s", err, a.body)
	}
}

// call asks, and checks the answer against the document; of a success the request
// too.
func (p program) call(method, path string, body any, headers ...string) gotBack {
	p.t.Helper()
	var sent []byte
	kind := "application/json"
	switch b := body.(type) {
	case nil:
	case []byte:
		sent, kind = b, headers[0]
		headers = headers[1:]
	default:
		var err error
		if sent, err = json.Marshal(b); err != nil {
			p.t.Fatal(err)
		}
	}
	make := func() *http.Request {
		req, err := http.NewRequest(method, p.site.server.URL+path, bytes.NewReader(sent))
		if err != nil {
			p.t.Fatal(err)
		}
		if sent != nil {
			req.Header.Set("Content-Type", kind)
		}
		for i := 0; i < len(headers); i += 2 {
			req.Header.Set(headers[i], headers[i+1])
		}
		return req
	}
	res, err := p.client.Do(make())
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	op := p.of.operation(method, path)
	if op == "" {
		p.t.Errorf("%s %s is not in the document", method, path)
		return gotBack{res, text}
	}
	p.of.called[op] = true
	again := *res
	again.Body = io.NopCloser(bytes.NewReader(text))
	asked := make()
	for _, c := range p.client.Jar.Cookies(asked.URL) {
		asked.AddCookie(c)
	}
	if ok, wrong := p.of.check.ValidateHttpResponse(asked, &again); !ok {
		for _, w := range wrong {
			p.t.Errorf("%s %s answers %d otherwise than described: %s %s %v\n%.600s", method, path, res.StatusCode, w.Message, w.Reason, w.SchemaValidationErrors, text)
		}
	}
	if res.StatusCode < 300 && kind == "application/json" {
		if ok, wrong := p.of.check.ValidateHttpRequest(asked); !ok {
			for _, w := range wrong {
				p.t.Errorf("%s %s takes otherwise than described: %s %s %v", method, path, w.Message, w.Reason, w.SchemaValidationErrors)
			}
		}
	}
	return gotBack{res, text}
}

// must is call that has to succeed.
func (p program) must(method, path string, body any, headers ...string) gotBack {
	p.t.Helper()
	a := p.call(method, path, body, headers...)
	if a.StatusCode >= 300 {
		p.t.Fatalf("%s %s: %d %s", method, path, a.StatusCode, a.body)
	}
	return a
}

// command does a command on a case over the version that it reads.
func (p program) command(path, command string, body any) gotBack {
	p.t.Helper()
	seen := p.must("GET", path, nil).Header.Get("ETag")
	return p.must("POST", path+"/commands/"+command, body, "If-Match", seen)
}

func (s *site) program(a permits.Actor, of *described) program { return program{s.as(a), of} }
