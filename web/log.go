package web

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"tietolupa/casbin"
	"tietolupa/casbin/rights"
	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
	"tietolupa/registers/law"
)

// logKinds are what may be chosen to search the log by: kinds of entries as they
// are written, with those refused.
var logKinds = []struct {
	group string
	kinds []string
}{
	{"reading", []string{"record-read", "record-search"}},
	{"writing", []string{"record-write", "import", "erasure-decided", "removal", "removal-replayed"}},
	{"giving", []string{"employer-disclosure", "authority-disclosure", "request-given", "extract-ordered", "extract-sealed", "extract-downloaded"}},
	{"deciding", []string{"case-granted", "case-partly-granted", "case-refused", "case-served", "case-revoked", "disclosure-confirmed", "disclosure-declined"}},
	{"access", []string{"access-applied", "access-granted", "access-refused", "right-given", "right-imported", "right-changed", "right-removed", "user-put", "user-linked"}},
	{"signing", []string{"signed-in", "signed-out"}},
	{"keys", []string{"key-made", "key-used", "key-destroyed"}},
	{"looking", []string{"log-search", "list-exported", "alert-handled"}},
}

func (s *server) logRoutes(get, post func(path string, h handler)) {
	get("/log", s.getLog)
	post("/log", s.postLog)
	get("/log/alerts", s.getAlerts)
	post("/log/alerts/{rule}/{actor}/{day}", s.postAlert)
}

type logPage struct {
	page
	Code, By, Subject, From, Until, Kind string
	Kinds                                []string
	People                               []permits.Actor
	Searched                             bool
	Found                                []logRow
	Formats                              []string
	Older                                int64 // number that the next page begins before; 0 when this is the last
	Alerts                               int   // that wait
}

type logRow struct {
	postgres.LogEntry
	Who, Behalf string
	What        string
	Why         string // purpose
	Path        string // of what it is about, when it has a page
	Client      string // beginning of the client's token: the same client has the same
	More        []string
}

func (s *server) logPage(r *http.Request, v *visit) (p logPage, err error) {
	p = logPage{page: s.frame(r, s.texts.in(v.Lang, "log.title"))}
	p.Path, p.Formats = "/log", exportFormats
	for _, k := range logKinds {
		p.Kinds = append(p.Kinds, k.group)
	}
	if p.People, err = s.DB.Users(r.Context()); err != nil {
		return p, err
	}
	waiting, err := s.DB.Alerts(r.Context(), true, 100)
	p.Alerts = len(waiting)
	return p, err
}

func (s *server) getLog(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.LogView)
	if err != nil {
		return err
	}
	p, err := s.logPage(r, v)
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, "log", &p)
}

// postLog searches. It is a POST, so that what is searched by stands in no
// address.
func (s *server) postLog(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.LogView)
	if err != nil {
		return err
	}
	if err := posted(r); err != nil {
		return err
	}
	p, err := s.logPage(r, v)
	if err != nil {
		return err
	}
	p.Code, p.By, p.Subject = strings.ToUpper(trimmed(r, "log_code")), trimmed(r, "log_user"), trimmed(r, "log_subject")
	p.From, p.Until, p.Kind = trimmed(r, "log_from"), trimmed(r, "log_until"), trimmed(r, "log_kind")
	q, err := s.logQuery(r, v, &p)
	if err != nil {
		return err
	}
	if len(p.Wrong) > 0 {
		return s.render(w, r, http.StatusUnprocessableEntity, "log", &p)
	}
	format := trimmed(r, "log_format")
	if slices.Contains(exportFormats, format) {
		q.Before, q.Limit = 0, postgres.LogMost+1
	}
	found, err := s.DB.SearchLog(r.Context(), v.Actor.ID, q)
	if err != nil {
		return err
	}
	names := namesOf(p.People)
	if q.Limit > logOnAPage {
		if len(found) <= postgres.LogMost {
			return s.give(w, r, s.logListing(found, names, p, v), format)
		}
		p.Wrong.add("log_from", s.texts.in(v.Lang, "log.many", number(postgres.LogMost)))
		return s.render(w, r, http.StatusUnprocessableEntity, "log", &p)
	}
	p.Searched = true
	for _, e := range found {
		p.Found = append(p.Found, s.logRow(e, names, v))
	}
	if len(found) == q.Limit {
		p.Older = found[len(found)-1].Number
	}
	return s.render(w, r, http.StatusOK, "log", &p)
}

const logOnAPage = 50

// logQuery reads the form; what is wrong with it stands in p.
func (s *server) logQuery(r *http.Request, v *visit, p *logPage) (postgres.LogQuery, error) {
	q := postgres.LogQuery{Actor: permits.UserID(p.By), Subject: strings.ReplaceAll(p.Subject, "/", "-"), Limit: logOnAPage}
	day := func(field, written string, after int) time.Time {
		d, err := readDay(written)
		if err != nil {
			p.Wrong.add(field, s.texts.in(v.Lang, "wrong.day"))
		}
		if d.IsZero() {
			return time.Time{}
		}
		at := d.Time()
		return time.Date(at.Year(), at.Month(), at.Day()+after, 0, 0, 0, 0, helsinki)
	}
	q.From, q.Until = day("log_from", p.From, 0), day("log_until", p.Until, 1)
	if i := slices.Index(p.Kinds, p.Kind); i >= 0 {
		q.Kinds = logKinds[i].kinds
	}
	q.Before, _ = strconv.ParseInt(r.PostForm.Get("before"), 10, 64) // none: the first page
	if p.Code == "" {
		return q, nil
	}
	id, err := s.registers.PersonByCode(r.Context(), p.Code)
	if err == nil {
		q.PersonToken, err = s.registers.SubjectToken(r.Context(), "person", id)
	}
	if err != nil && !errors.Is(err, postgres.ErrNoRecord) {
		return q, err
	}
	if q.PersonToken == "" { // nobody of that code, or nobody has ever looked
		p.Wrong.add("log_code", s.texts.in(v.Lang, "log.nobody"))
	}
	return q, nil
}

func (s *server) logRow(e postgres.LogEntry, people map[permits.UserID]string, v *visit) logRow {
	name := func(id permits.UserID) string { return orID(people[id], string(id)) }
	row := logRow{LogEntry: e, Who: name(e.Actor), What: s.sayKind(e.Kind, v.Lang), Why: s.sayPurpose(e.Purpose, v)}
	if e.OnBehalf != "" {
		row.Behalf = name(e.OnBehalf)
	}
	if e.PersonToken != "" {
		row.Client, _, _ = strings.Cut(e.PersonToken, "-")
	}
	switch {
	case e.PersonToken == e.Subject:
		row.Subject = ""
	case strings.HasPrefix(e.Subject, "KEHA-K"):
		row.Path = "/access/rights/" + e.Subject
	}
	for _, key := range slices.Sorted(maps.Keys(e.Detail)) {
		row.More = append(row.More, key+": "+e.Detail[key])
	}
	return row
}

// sayKind is the sentence of a kind, or the kind itself: events are called what
// the pages of their subjects call them.
func (s *server) sayKind(kind, lang string) string {
	for _, key := range []string{"log-kind." + kind, "event." + kind} {
		if s.texts.has(key) {
			return s.texts.in(lang, key)
		}
	}
	return kind
}

// sayPurpose is a purpose of 1 § in words.
func (s *server) sayPurpose(p registers.Purpose, v *visit) string {
	if purposes, err := law.On(dayOf(v)).Purposes(); err == nil {
		if i := slices.IndexFunc(purposes, func(x law.Purpose) bool { return x.Code == p }); i >= 0 {
			return purposes[i].Name.In(v.Lang)
		}
	}
	return string(p)
}

type alertsPage struct {
	page
	Waiting, Handled []postgres.Alert
	Findings         []rights.AlertFinding
	Names            map[permits.UserID]string
	Lang             string
	Typed            string // the note of the form that was refused
	TypedFor         string
}

// Sentence says what is abnormal about a.
func (p alertsPage) Sentence(a postgres.Alert) string { return rights.AlertText(a.Rule).In(p.Lang) }

// Form is the address that a's finding is sent to.
func (p alertsPage) Form(a postgres.Alert) string {
	return fmt.Sprintf("/log/alerts/%s/%s/%s", a.Rule, a.Actor, a.Day)
}

// ID tells a's form from the others of the page.
func (p alertsPage) ID(a postgres.Alert) string {
	return fmt.Sprintf("%s-%s-%s", a.Rule, strings.ReplaceAll(string(a.Actor), ".", "-"), a.Day)
}

func (s *server) alertsPage(r *http.Request, v *visit) (p alertsPage, err error) {
	p = alertsPage{page: s.frame(r, s.texts.in(v.Lang, "alerts.title"), crumb{s.texts.in(v.Lang, "log.title"), "/log"}),
		Findings: rights.AlertFindings(), Lang: v.Lang}
	p.Path = "/log/alerts"
	if p.Waiting, err = s.DB.Alerts(r.Context(), true, 200); err != nil {
		return p, err
	}
	if p.Handled, err = s.DB.Alerts(r.Context(), false, 50); err != nil {
		return p, err
	}
	p.Names, err = s.names(r)
	return p, err
}

func (s *server) getAlerts(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.LogView)
	if err != nil {
		return err
	}
	p, err := s.alertsPage(r, v)
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, "alerts", &p)
}

// postAlert notes what the visitor found of an alert.
func (s *server) postAlert(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.AlertHandle)
	if err != nil {
		return err
	}
	if err := posted(r); err != nil {
		return err
	}
	day, err := registers.ParseDay(chi.URLParam(r, "day"))
	finding := rights.AlertFinding(r.PostForm.Get("finding"))
	if err != nil || !slices.Contains(rights.AlertFindings(), finding) {
		return errNotFound
	}
	rule, actor, note := rights.AlertKind(chi.URLParam(r, "rule")), permits.UserID(chi.URLParam(r, "actor")), trimmed(r, "note")
	err = s.DB.HandleAlert(r.Context(), v.Actor.ID, rule, actor, day, finding, note)
	if errors.Is(err, postgres.ErrNoAlert) {
		return errNotFound
	}
	if refusal, is := broken(err); is {
		p, err := s.alertsPage(r, v)
		if err != nil {
			return err
		}
		p.TypedFor = p.ID(postgres.Alert{Rule: rule, Actor: actor, Day: day})
		p.Wrong.add("note-"+p.TypedFor, refusal.In(v.Lang))
		p.Typed = note
		return s.render(w, r, http.StatusUnprocessableEntity, "alerts", &p)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "/log/alerts", s.texts.in(v.Lang, "alerts.done"))
}
