package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/go-chi/chi/v5"

	"tietolupa/permits"
	"tietolupa/postgres"
)

// An operation is one of the technical interface: the router, the table of routes
// and the OpenAPI document are all made of these.
type operation struct {
	Route
	ID, Tag, Summary string
	Query            []queryParam
	Body             reflect.Type // of the JSON that is sent; nil for none
	BodySchema       func(schemas) schema
	Sends            string       // media type of a body that is no JSON
	Answer           reflect.Type // of the JSON that is answered; nil for none
	Gives            string       // media type of an answer that is no JSON
	Status           int          // of success; 200 when 0
	Versioned        bool         // asks for the version that was seen (If-Match)
	Idempotent       bool         // takes a key (Idempotency-Key)
	do               func(r *http.Request) (any, error)
	raw              func(s *server) http.HandlerFunc // instead of do; nil where another part mounts it
	slow             bool                             // takes as long as it takes
}

// A queryParam is a parameter after the question mark.
type queryParam struct {
	Name, About string
	Values      []string // of a closed set
	Needed      bool
}

// answers is what a handler gives when more than a body of status 200.
type answers struct {
	Status   int
	Version  int // of what was read or changed; 0 for none
	Location string
	Body     any
}

var (
	errNoMatch   = errors.New("say which version was seen")
	errOtherKey  = errors.New("the key was used for another request")
	errNoAnswer  = errors.New("the request was carried out and its answer is not known")
	errBadCursor = errors.New("the cursor is not one that was given")
)

// apiOperations mounts every operation of the named person's part.
func (s *server) mountOperations(r chi.Router) {
	for _, op := range s.operations() {
		var h http.HandlerFunc
		switch {
		case op.raw != nil:
			h = op.raw(s)
		case op.do != nil:
			h = s.operate(op)
		default:
			continue
		}
		mw := []func(http.Handler) http.Handler{s.personsOnly, s.inAskedLanguage}
		if !op.slow {
			mw = append(mw, withTimeout)
		}
		r.With(mw...).Method(op.Method, op.Path, h)
	}
}

// inAskedLanguage lets a program choose the language of the sentences.
func (s *server) inAskedLanguage(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Accept-Language") != "" {
			visitOf(r.Context()).Lang = browserLanguage(r)
		}
		next.ServeHTTP(w, r)
	})
}

// operate answers an operation in JSON, at most once for each key.
func (s *server) operate(op operation) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		key := r.Header.Get("Idempotency-Key")
		if !op.Idempotent || key == "" || !visitOf(r.Context()).signedIn() {
			given, err := s.answer(op, r)
			if err != nil {
				s.answerProblem(w, r, err)
				return
			}
			given.write(w)
			return
		}
		if err := s.answerOnce(w, r, op, key); err != nil {
			s.answerProblem(w, r, err)
		}
	}
}

// A given answer is one that has been made and not yet written.
type given struct{ postgres.Answer }

func (g given) write(w http.ResponseWriter) {
	for name, value := range g.Headers {
		w.Header().Set(name, value)
	}
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(g.Status)
	_, _ = w.Write(g.Body) // who has gone needs no answer
}

func (s *server) answer(op operation, r *http.Request) (g given, err error) {
	made, err := op.do(r)
	if err != nil {
		return g, err
	}
	a, ok := made.(answers)
	if !ok {
		a.Body = made
	}
	if g.Status = a.Status; g.Status == 0 {
		g.Status = max(op.Status, http.StatusOK)
	}
	g.Headers = map[string]string{}
	if a.Version > 0 {
		g.Headers["ETag"] = etagOf(a.Version)
	}
	if a.Location != "" {
		g.Headers["Location"] = a.Location
	}
	if g.Status != http.StatusNoContent {
		g.Headers["Content-Type"] = "application/json"
		g.Body, err = marshalLine(a.Body)
	}
	return g, err
}

// answerOnce carries a request out, or gives the answer that was given to it
// before. The key is noted in the transaction of the command: a refusal leaves it
// free.
func (s *server) answerOnce(w http.ResponseWriter, r *http.Request, op operation, key string) error {
	v := visitOf(r.Context())
	if len(key) > 100 || strings.ContainsFunc(key, func(c rune) bool { return c <= ' ' || c > '~' }) {
		return errOtherKey
	}
	hash, err := hashOfRequest(r)
	if err != nil {
		return err
	}
	before, kept, err := s.DB.Answered(r.Context(), v.Actor.ID, key)
	switch {
	case err != nil:
		return err
	case before != "" && before != hash:
		return errOtherKey
	case before != "" && kept == nil:
		return errNoAnswer
	case before != "":
		kept.Headers["Idempotent-Replay"] = "true"
		given{*kept}.write(w)
		return nil
	}
	once := &postgres.Once{Actor: v.Actor.ID, Key: key, Hash: hash}
	g, err := s.answer(op, r.WithContext(postgres.WithOnce(r.Context(), once)))
	if errors.Is(err, postgres.ErrRepeated) {
		return errNoAnswer // its twin is being carried out
	}
	if err != nil {
		return err
	}
	if once.Noted() {
		if err := s.DB.Answer(context.WithoutCancel(r.Context()), once, g.Answer); err != nil {
			return err
		}
	}
	g.write(w)
	return nil
}

// hashOfRequest is what a key stands for: method, address, version seen and body.
// The body can be read again.
func hashOfRequest(r *http.Request) (string, error) {
	sum := sha256.New()
	fmt.Fprintf(sum, "%s\n%s\n%s\n", r.Method, r.URL.RequestURI(), r.Header.Get("If-Match"))
	if !isAttachment(r) { // a form with a file has other boundaries each time
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return "", partError(err)
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		sum.Write(body)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

func etagOf(version int) string { return `"` + strconv.Itoa(version) + `"` }

// seenBy is the version that a program has seen (If-Match).
func seenBy(r *http.Request) (int, error) {
	match := strings.Trim(strings.TrimPrefix(strings.TrimSpace(r.Header.Get("If-Match")), "W/"), `"`)
	if match == "" {
		return 0, errNoMatch
	}
	version, err := strconv.Atoi(match)
	if err != nil {
		return 0, &permits.RuleError{Rule: "stale-page"}
	}
	return version, nil
}

// listSize is how many of a list are given at once.
func listSize(r *http.Request) (int, error) {
	asked := r.URL.Query().Get("limit")
	if asked == "" {
		return 50, nil
	}
	n, err := strconv.Atoi(asked)
	if err != nil || n < 1 || n > 500 {
		return 0, errBadForm
	}
	return n, nil
}

// pageOf cuts a list after the element of the cursor; next is the cursor of what
// follows, empty at the end. id tells one from another.
func pageOf[T any](r *http.Request, all []T, id func(T) string) (page []T, next string, err error) {
	size, err := listSize(r)
	if err != nil {
		return nil, "", err
	}
	if after := r.URL.Query().Get("after"); after != "" {
		last, err := fromCursor(after)
		if err != nil {
			return nil, "", err
		}
		i := slices.IndexFunc(all, func(x T) bool { return id(x) == last })
		if i < 0 {
			return nil, "", errBadCursor
		}
		all = all[i+1:]
	}
	if len(all) > size {
		all = all[:size]
		next = toCursor(id(all[size-1]))
	}
	return all, next, nil
}

func toCursor(last string) string { return hex.EncodeToString([]byte(last)) }

func fromCursor(cursor string) (string, error) {
	last, err := hex.DecodeString(cursor)
	if err != nil || len(last) == 0 {
		return "", errBadCursor
	}
	return string(last), nil
}

// listParams are the parameters of every list.
var listParams = []queryParam{{Name: "limit", About: "how many at once: 50, at most 500"}, {Name: "after", About: "cursor: next of the list before"}}
