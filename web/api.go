package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
	"tietolupa/registers/law"
)

// The technical interface to the registers: the same session, duties, purposes
// and rules as the pages, in JSON. Addresses hold tokens of the visit, never an
// identifier, and what one may not see is not found.

// A problem is why a request was not carried out (RFC 9457). Rule and About are
// there when a rule of the registers refused it.
type problem struct {
	Type   string      `json:"type"`
	Title  string      `json:"title"`
	Status int         `json:"status"`
	Rule   string      `json:"rule,omitempty"`
	About  string      `json:"about,omitempty"`
	Detail string      `json:"detail,omitempty"`
	Fields []wrongJSON `json:"fields,omitempty" doc:"of what was sent, those that are wrong"`
}

// api turns what a handler returns into JSON or a problem document.
func (s *server) api(h func(r *http.Request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		answer, err := h(r)
		if err != nil {
			s.answerProblem(w, r, err)
			return
		}
		writeJSON(w, http.StatusOK, "application/json", answer)
	}
}

func (s *server) answerProblem(w http.ResponseWriter, r *http.Request, err error) {
	v := visitOf(r.Context())
	status, kind := statusOf(err)
	p := problem{Type: "about:blank"}
	refusal, duties := errors.AsType[*permits.RuleError](err)
	switch rule, ok := errors.AsType[*registers.RuleError](err); {
	case errors.Is(err, errSignIn):
		status, kind = http.StatusUnauthorized, "forbidden"
	case duties && refusal.Rule == "stale-page" && r.Header.Get("If-Match") != "":
		status, p.Rule, p.Detail = http.StatusPreconditionFailed, refusal.Rule, refusal.In(v.Lang)
	case errors.Is(err, errPurpose):
		rule = purposeRefusal(s.Catalogue)
		status, kind, p.Rule, p.Detail = http.StatusUnprocessableEntity, "rule", rule.Rule, rule.In(v.Lang)
	case ok:
		p.Rule, p.About, p.Detail = rule.Rule, rule.About, rule.In(v.Lang)
	case weakly(err):
		s.challengeStrong(w, r)
		p.Rule, p.Detail = refusal.Rule, refusal.In(v.Lang)
	case duties && status == http.StatusUnprocessableEntity:
		p.Rule, p.Detail = refusal.Rule, refusal.In(v.Lang)
	case status == http.StatusInternalServerError:
		s.Logger.Error("answer a request", "request", middleware.GetReqID(r.Context()), "route", routeOf(r), "error", err)
	}
	if duties && p.Rule == refusal.Rule {
		p.About = refusal.About
	}
	if p.Fields = fieldsWrong(err); p.Fields != nil {
		status, kind = http.StatusUnprocessableEntity, "rule"
	}
	if kind == "match" || kind == "key" || kind == "answer-lost" || kind == "cursor" {
		p.Detail = s.texts.in(v.Lang, "error."+kind+".text")
	}
	p.Status, p.Title = status, s.texts.in(v.Lang, "error."+kind)
	writeJSON(w, status, "application/problem+json", p)
}

func writeJSON(w http.ResponseWriter, status int, kind string, answer any) {
	text, err := marshalLine(answer)
	if err != nil {
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(text) // a visitor who has gone needs no answer
}

// marshalLine is v in JSON with a line break at its end.
func marshalLine(v any) ([]byte, error) {
	text, err := json.Marshal(v)
	return append(text, '\n'), err
}

// readJSON reads the JSON of a request strictly: an unknown member is an error, and
// so is anything but JSON, which a page elsewhere could post without asking.
func readJSON(r *http.Request, into any) error {
	if r.Header.Get("Content-Type") != "application/json" {
		return errBadForm
	}
	from := json.NewDecoder(r.Body)
	from.DisallowUnknownFields()
	if err := from.Decode(into); err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			return err
		}
		return errBadForm // its text may hold what was sent
	}
	return nil
}

func (s *server) apiRoutes(r chi.Router) {
	r.Use(s.personsOnly)
	r.With(s.limit(searchLimit, bySession)).Post("/search", s.api(s.apiSearch))
	r.Post("/clients", s.api(s.apiWrite))
	r.Get("/clients/{client}", s.api(s.apiClient))
	r.Post("/clients/{client}/rows", s.api(s.apiWrite))
	r.Patch("/clients/{client}/rows/{row}", s.api(s.apiWrite))
	r.Get("/clients/{client}/rows/{row}/history/{column}", s.api(s.apiHistory))
	r.Post("/clients/{client}/disclosures", s.api(s.apiDisclose))
	missing := s.api(func(*http.Request) (any, error) { return nil, errNotFound })
	r.NotFound(missing)
	r.MethodNotAllowed(missing)
}

type foundJSON struct {
	Client       string        `json:"client"`
	Subject      string        `json:"subject"`
	Name         string        `json:"name"`
	Code         string        `json:"code"`
	Birth        registers.Day `json:"birth"`
	Municipality string        `json:"municipality"`
	Protected    bool          `json:"protected"`
	Office       string        `json:"office"`
	Restricted   bool          `json:"restricted"` // nothing else is told (GDPR 18)
}

// apiSearch is postSearch; the purpose it names is that of the visit from then on.
func (s *server) apiSearch(r *http.Request) (any, error) {
	if _, err := s.allowed(r, casbin.RegisterSearch); err != nil {
		return nil, err
	}
	var q clientSearch
	if err := readJSON(r, &q); err != nil {
		return nil, err
	}
	if !law.On(dayOf(visitOf(r.Context()))).Allows(q.Purpose) {
		return nil, errPurpose
	}
	s.sessions.Put(r.Context(), purposeInSession, string(q.Purpose))
	s.chooseUse(r, q.Use)
	d, err := s.desk(r, casbin.RegisterSearch)
	if err != nil {
		return nil, err
	}
	found, err := s.registers.FindClients(r.Context(), d.Look, postgres.Search{Subject: q.Subject, Code: q.Code, Name: q.Name, Limit: foundMost})
	if err != nil {
		return nil, err
	}
	all := make([]foundJSON, 0, len(found))
	for _, f := range found {
		all = append(all, foundJSON{s.clientToken(r.Context(), f.Subject, f.ID), f.Subject, f.Name, f.Code, f.Birth, f.Municipality, f.Protected, f.Office, f.Restricted})
	}
	return clientsFound{all}, nil
}

type rowJSON struct {
	Row        string            `json:"row"`
	Table      string            `json:"table"`
	Version    string            `json:"version"`
	Values     map[string]string `json:"values"`
	Office     string            `json:"office"`
	Source     string            `json:"source"`
	Recorder   string            `json:"recorder"`
	RecordedAt time.Time         `json:"recorded_at"`
	Versions   int               `json:"versions"` // earlier ones
}

// apiClient is the whole record of a client.
func (s *server) apiClient(r *http.Request) (any, error) {
	d, err := s.desk(r, casbin.RegisterRead)
	if err != nil {
		return nil, err
	}
	c, err := s.clientFor(r, d)
	if err != nil {
		return nil, err
	}
	rows := make([]rowJSON, 0, len(c.Rows))
	for _, row := range c.Rows {
		rows = append(rows, rowJSON{s.rowToken(r.Context(), c, row), row.Table, row.Version, row.Values, row.Office, row.Source, row.Recorder, row.RecordedAt, row.Superseded})
	}
	return recordJSON{s.clientToken(r.Context(), c.Subject, c.ID), c.Subject, c.Protected, c.Masked, c.Restricted != "", rows}, nil
}

type writeJSONRow struct {
	Table   string            `json:"table"`
	Version string            `json:"version"`
	Values  map[string]string `json:"values"`
	Source  string            `json:"source"`
	Affects bool              `json:"affects_employment"`
	Needed  bool              `json:"indispensable"`
}

// apiWrite enters rows, or corrects one: a correction names the version that was
// seen and the values that change. Several rows are stored all or none.
func (s *server) apiWrite(r *http.Request) (any, error) {
	d, err := s.desk(r, casbin.RegisterWrite)
	if err != nil {
		return nil, err
	}
	var c postgres.ClientRecord
	var stands *postgres.RecordRow
	if chi.URLParam(r, "client") != "" {
		if c, err = s.openClient(r, d, "form", registers.Changing); err != nil {
			return nil, err
		}
		if token := chi.URLParam(r, "row"); token != "" {
			row, ok := s.rowOf(r.Context(), c, token)
			if !ok {
				return nil, errNotFound
			}
			stands = &row
		}
	}
	var in rowsToWrite
	if err := readJSON(r, &in); err != nil {
		return nil, err
	}
	if len(in.Rows) == 0 || stands != nil && len(in.Rows) != 1 {
		return nil, errBadForm
	}
	var writes []postgres.Write
	for _, row := range in.Rows {
		w := postgres.Write{Actor: d.Actor.ID, Record: registers.Record{Table: row.Table, Subject: c.ID, Values: row.Values, Purpose: d.Purpose.Code,
			Office: string(d.Actor.Body), Source: row.Source, Recorder: string(d.Actor.ID),
			Health: registers.Health{AffectsEmployment: row.Affects, Indispensable: row.Needed}}}
		if stands != nil {
			w.Table, w.Office, w.Key, w.Version = stands.Table, stands.Office, stands.Key, row.Version
		}
		if t, ok := s.Catalogue.Table(w.Table); ok && c.ID != 0 && t.Subject != c.Subject || ok && c.ID != 0 && stands == nil && t.Name == t.Subject {
			return nil, errNotFound
		}
		writes = append(writes, w)
	}
	if c.ID == 0 && !slices.Contains(s.subjects(), writes[0].Table) {
		return nil, errBadForm
	}
	if err := s.mayWrite(d, c, writes); err != nil {
		return nil, err
	}
	done, err := s.registers.WriteRecords(r.Context(), writes...)
	if err != nil {
		return nil, err
	}
	t, _ := s.Catalogue.Table(done[0].Table)
	c = postgres.ClientRecord{Subject: t.Subject, ID: done[0].Subject}
	rows := make([]writtenRow, 0, len(done))
	for _, w := range done {
		changed := w.Changed
		if changed == nil {
			changed = []string{}
		}
		rows = append(rows, writtenRow{s.rowToken(r.Context(), c, postgres.RecordRow{Table: w.Table, Key: w.Key}), w.Table, w.Version, changed})
	}
	return writtenRows{s.clientToken(r.Context(), c.Subject, c.ID), rows}, nil
}

// apiHistory is getHistory.
func (s *server) apiHistory(r *http.Request) (any, error) {
	d, err := s.desk(r, casbin.RegisterRead)
	if err != nil {
		return nil, err
	}
	_, _, versions, err := s.historyFor(r, d)
	if err != nil {
		return nil, err
	}
	all := make([]versionJSON, 0, len(versions))
	for _, v := range versions {
		one := versionJSON{Value: v.Value, Office: v.Office, Source: v.Source, Recorder: v.Recorder, RecordedAt: v.RecordedAt}
		if !v.SupersededAt.IsZero() {
			one.SupersededAt, one.SupersededBy, one.Kind = v.SupersededAt, string(v.SupersededBy), v.Kind
		}
		all = append(all, one)
	}
	return valueHistory{all}, nil
}
