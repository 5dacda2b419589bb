package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
)

// A handler answers a request, or returns why it did not. It has then written
// nothing.
type handler func(w http.ResponseWriter, r *http.Request) error

var (
	errNotFound    = errors.New("no such page")
	errSignIn      = errors.New("sign in first")
	errNotLoopback = errors.New("sign in to the demonstration: only from the machine itself")
	errBadForm     = errors.New("read the form")
)

// page turns what a handler returns into a page, a status and a log line. The
// text of no error but a RuleError's is shown.
func (s *server) page(h handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		err := h(w, r)
		if err == nil {
			return
		}
		if errors.Is(err, errSignIn) {
			http.Redirect(w, r, "/sign-in?next="+url.QueryEscape(nextAfter(r)), http.StatusSeeOther)
			return
		}
		if weakly(err) {
			s.stepUp(w, r)
			return
		}
		if errors.Is(err, errPurpose) {
			_ = s.done(w, r, "/registers", s.texts.in(visitOf(r.Context()).Lang, "purpose.first")) // writes a redirect only
			return
		}
		s.explain(w, r, err)
	}
}

// nextAfter is where to go after signing in: the page asked for, or the front
// page when something was posted.
func nextAfter(r *http.Request) string {
	if r.Method != http.MethodGet {
		return "/"
	}
	return r.URL.RequestURI()
}

type errorPage struct {
	page
	Kind string // key of the texts
	Rule string // sentence of a broken rule; empty for all else
	Back string
}

func (s *server) explain(w http.ResponseWriter, r *http.Request, err error) {
	status, kind := statusOf(err)
	v := visitOf(r.Context())
	if status == http.StatusInternalServerError {
		s.Logger.Error("answer a request", "request", middleware.GetReqID(r.Context()), "route", routeOf(r), "error", err)
	}
	p := errorPage{page: s.frame(r, s.texts.in(v.Lang, "error."+kind)), Kind: kind, Back: "/"}
	if rule, ok := errors.AsType[*permits.RuleError](err); ok {
		p.Rule = rule.In(v.Lang)
		p.Back = backFrom(r)
	}
	if rule, ok := errors.AsType[*registers.RuleError](err); ok {
		p.Rule = rule.In(v.Lang)
		p.Back = backFrom(r)
	}
	if err := s.render(w, r, status, "error", &p); err != nil {
		s.Logger.Error("render the error page", "error", err)
		http.Error(w, http.StatusText(status), status)
	}
}

// statusOf chooses a status and a text for err; what is not known is internal.
func statusOf(err error) (status int, kind string) {
	var tooLarge *http.MaxBytesError
	var rule *permits.RuleError
	var refusal *registers.RuleError
	switch {
	case errors.Is(err, errNotFound), errors.Is(err, postgres.ErrNoCase), errors.Is(err, postgres.ErrNoOrder), errors.Is(err, postgres.ErrNoEntry), errors.Is(err, postgres.ErrNoCalendar), errors.Is(err, postgres.ErrNoLegacy),
		errors.Is(err, postgres.ErrNoDisclosure), errors.Is(err, postgres.ErrNoUser), errors.Is(err, postgres.ErrNoRecord),
		errors.Is(err, postgres.ErrNoRight), errors.Is(err, postgres.ErrNoAccess), errors.Is(err, postgres.ErrNoNotice),
		errors.Is(err, postgres.ErrNoRequest), errors.Is(err, postgres.ErrNoAlert),
		errors.Is(err, postgres.ErrNoDocumentRequest), errors.Is(err, postgres.ErrNoBreach), errors.Is(err, postgres.ErrNoAttachment), errors.Is(err, postgres.ErrNotAsked):
		return http.StatusNotFound, "not-found"
	case errors.Is(err, casbin.ErrNotAllowed), errors.Is(err, errNotLoopback), errors.Is(err, postgres.ErrClientScope):
		return http.StatusForbidden, "forbidden"
	case errors.Is(err, postgres.ErrBusy):
		return http.StatusConflict, "busy"
	case weakly(err):
		return http.StatusForbidden, "identification"
	case errors.As(err, &rule) && rule.Rule == "stale-page":
		return http.StatusConflict, "stale"
	case errors.As(err, &refusal) && refusal.Rule == "version":
		return http.StatusConflict, "stale"
	case errors.As(err, &rule), errors.As(err, &refusal):
		return http.StatusUnprocessableEntity, "rule"
	case errors.As(err, &tooLarge):
		return http.StatusRequestEntityTooLarge, "too-large"
	case errors.Is(err, errNoMatch):
		return http.StatusPreconditionRequired, "match"
	case errors.Is(err, errOtherKey):
		return http.StatusUnprocessableEntity, "key"
	case errors.Is(err, errNoAnswer):
		return http.StatusConflict, "answer-lost"
	case errors.Is(err, errBadCursor):
		return http.StatusBadRequest, "cursor"
	case errors.Is(err, errBadForm):
		return http.StatusBadRequest, "bad-form"
	case errors.Is(err, errTooOften):
		return http.StatusTooManyRequests, "too-many"
	case errors.Is(err, context.DeadlineExceeded):
		return http.StatusServiceUnavailable, "slow"
	}
	return http.StatusInternalServerError, "internal"
}

// backFrom is the page a form was on: the subject's own page.
func backFrom(r *http.Request) string {
	for _, subject := range []struct{ param, path string }{{"case", "/cases/"}, {"disclosure", "/disclosures/"}, {"order", "/orders/"}, {"parcel", "/environment/orders/"}, {"client", "/registers/clients/"}, {"request", "/requests/"}, {"docrequest", "/document-requests/"}, {"breach", "/breaches/"}} {
		if id := chi.URLParam(r, subject.param); id != "" {
			return subject.path + url.PathEscape(id)
		}
	}
	return "/"
}

// record writes one line for each request. It holds the route's pattern and an
// id of the person, never what was asked or written.
func (s *server) record(next http.Handler) http.Handler {
	return middleware.RequestID(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begun := time.Now()
		who := new(visit)
		r = r.WithContext(context.WithValue(r.Context(), visitKey{}, who))
		ww := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
		defer func() {
			status := ww.Status()
			if broken := recover(); broken != nil {
				if err, ok := broken.(error); ok && errors.Is(err, http.ErrAbortHandler) {
					panic(broken)
				}
				s.Logger.Error("answer a request", "request", middleware.GetReqID(r.Context()), "route", routeOf(r), "panic", broken)
				if status == 0 {
					http.Error(ww, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
				}
				status = http.StatusInternalServerError
			}
			level := slog.LevelInfo
			if routeOf(r) == "/static/*" || routeOf(r) == "/healthz" {
				level = slog.LevelDebug
			}
			s.Logger.Log(r.Context(), level, "request", "method", r.Method, "route", routeOf(r), "status", status,
				"bytes", ww.BytesWritten(), "ms", time.Since(begun).Milliseconds(), "actor", who.Actor.ID, "request", middleware.GetReqID(r.Context()))
		}()
		next.ServeHTTP(ww, r)
	}))
}

func routeOf(r *http.Request) string {
	if c := chi.RouteContext(r.Context()); c != nil {
		return c.RoutePattern()
	}
	return ""
}

func (s *server) getHealth(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 3*time.Second)
	defer cancel()
	if _, err := s.DB.Now(ctx); err != nil {
		s.Logger.Error("check health", "error", err)
		http.Error(w, "database: no answer", http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte("ok " + s.Version + "\n"))
}
