package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/go-chi/chi/v5/middleware"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
	"tietolupa/registers/law"
)

// A RowFile is an opened file of register rows.
type RowFile interface {
	postgres.RowReader
	io.Closer
}

// Imports are files that the offices' own systems send. The zero value takes
// none.
type Imports struct {
	Dir     string        // where a file waits until it has arrived whole; only this program may read it
	Limit   int64         // bytes of one file
	Stall   time.Duration // how long a sender may send nothing; 30 s when 0
	Longest time.Duration // how long a file may take to arrive; 30 min when 0
	Parquet func(ctx context.Context, path string) (RowFile, error)
}

const importPath = "/api/registers/import"

// importsAtOnce is how many files may be arriving or waiting; the registers
// themselves take one at a time.
const importsAtOnce = 4

const parquetType = "application/vnd.apache.parquet"

var (
	errTooMany = errors.New("too many files at once")
	errSlow    = errors.New("the file did not arrive in time")
)

// An importProblem is why a file was not loaded: beside the problem itself, the
// bad rows, of which Bad lists the first and BadAll counts all.
type importProblem struct {
	problem
	Rows   int64       `json:"rows,omitempty"`
	BadAll int64       `json:"bad_all,omitempty"`
	Bad    []badImport `json:"bad,omitempty"`
}

type badImport struct {
	Line   int64  `json:"line"`
	Column string `json:"column"`
	Rule   string `json:"rule"`
	Reason string `json:"reason"`
}

type importAnswer struct {
	Table  string `json:"table"`
	Rows   int64  `json:"rows"`
	Loaded int64  `json:"loaded"`
	SHA256 string `json:"sha256"`
}

// postImport loads one file into one table: all of it or nothing (1.4, 4.1a). It
// answers when it is done; whoever sends waits. The file first arrives whole on
// the disk, so that a slow sender holds nothing in the database.
func (s *server) postImport(w http.ResponseWriter, r *http.Request) {
	answer, report, err := s.importFile(w, r)
	if err == nil {
		writeJSON(w, http.StatusOK, "application/json", answer)
		return
	}
	v := visitOf(r.Context())
	p := importProblem{Rows: report.Rows, BadAll: report.BadAll}
	status := http.StatusUnprocessableEntity
	switch {
	case errors.Is(err, postgres.ErrImportRefused):
		p.Title, p.Detail = s.texts.in(v.Lang, "import.refused"), s.texts.in(v.Lang, "import.refused.text", number(report.BadAll), number(report.Rows))
		for _, bad := range report.Bad {
			p.Bad = append(p.Bad, badImport{bad.Line, bad.Column, bad.Rule, bad.Text.In(v.Lang)})
		}
	case errors.Is(err, errTooMany):
		w.Header().Set("Retry-After", "60")
		status, p.Title = http.StatusServiceUnavailable, s.texts.in(v.Lang, "import.busy")
	case errors.Is(err, errSlow):
		w.Header().Set("Connection", "close")
		status, p.Title = http.StatusRequestTimeout, s.texts.in(v.Lang, "import.slow")
	case errors.Is(err, errUnreadable):
		p.Title, p.Detail = s.texts.in(v.Lang, "import.unreadable"), s.texts.in(v.Lang, "import.unreadable.text")
		s.Logger.Warn("read an imported file", "request", middleware.GetReqID(r.Context()), "cause", err)
	default:
		s.answerProblem(w, r, err)
		return
	}
	p.Type, p.Status = "about:blank", status
	writeJSON(w, status, "application/problem+json", p)
}

var errUnreadable = errors.New("the file cannot be read")

func (s *server) importFile(w http.ResponseWriter, r *http.Request) (importAnswer, postgres.ImportReport, error) {
	none := postgres.ImportReport{}
	v, err := s.allowed(r, casbin.RegisterImport)
	if err != nil {
		return importAnswer{}, none, err
	}
	in, parquet, err := s.importInput(r, v)
	if err != nil {
		return importAnswer{}, none, err
	}
	if err := s.mayImport(r.Context(), v, in.Table); err != nil {
		return importAnswer{}, none, err
	}
	select {
	case s.importing <- struct{}{}:
		defer func() { <-s.importing }()
	default:
		return importAnswer{}, none, errTooMany
	}
	if r.ContentLength > s.Imports.Limit {
		return importAnswer{}, none, &http.MaxBytesError{Limit: s.Imports.Limit}
	}
	path, sum, err := s.receive(w, r)
	if path != "" {
		defer os.Remove(path)
	}
	if err != nil {
		return importAnswer{}, none, err
	}
	file, err := s.openImport(r.Context(), path, parquet, &in)
	if err != nil {
		return importAnswer{}, none, err
	}
	report, err := s.registers.Import(r.Context(), in)
	if err = errors.Join(err, file.Close()); err != nil {
		return importAnswer{}, report, err
	}
	return importAnswer{Table: in.Table, Rows: report.Rows, Loaded: report.Loaded, SHA256: sum}, report, nil
}

// importInput reads what the address declares: table, origin, purpose, official,
// and source, for rows that do not say. The official answers for the import and
// is of the visitor's own office, whose the rows become.
func (s *server) importInput(r *http.Request, v *visit) (in postgres.ImportInput, parquet bool, err error) {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if parquet = kind == parquetType; !parquet && kind != "text/csv" || parquet && s.Imports.Parquet == nil || s.Imports.Dir == "" {
		return in, false, errBadForm
	}
	q := r.URL.Query()
	in = postgres.ImportInput{Table: q.Get("table"), Actor: v.Actor.ID, Official: permits.UserID(q.Get("official")), Purpose: registers.Purpose(q.Get("purpose")),
		Office: string(v.Actor.Body), From: q.Get("source"), Origin: registers.Origin(q.Get("origin"))}
	if most := q.Get("most_bad"); most != "" {
		if in.MostBad, err = strconv.Atoi(most); err != nil || in.MostBad < 1 || in.MostBad > 1000 {
			return in, false, errBadForm
		}
	}
	if !law.On(dayOf(v)).Allows(in.Purpose) {
		return in, false, errPurpose
	}
	official, err := s.DB.User(r.Context(), in.Official)
	if err != nil && !errors.Is(err, postgres.ErrNoUser) {
		return in, false, err
	}
	if err != nil || official.Body != v.Actor.Body || s.Policy.May(official, casbin.RegisterImport) != nil {
		return in, false, casbin.ErrNotAllowed
	}
	return in, parquet, nil
}

// receive writes the file to the disk and hashes it. The path is there even
// when it fails.
func (s *server) receive(w http.ResponseWriter, r *http.Request) (path, sha string, err error) {
	f, err := os.CreateTemp(s.Imports.Dir, "import-*")
	if err != nil {
		return "", "", fmt.Errorf("receive a file: %w", err)
	}
	sum := sha256.New()
	from := &patient{body: http.MaxBytesReader(w, r.Body, s.Imports.Limit), control: http.NewResponseController(w), stall: s.Imports.Stall,
		until: time.Now().Add(s.Imports.Longest)}
	_, err = io.Copy(io.MultiWriter(f, sum), from)
	_ = from.control.SetReadDeadline(time.Time{}) // the connection goes on
	if err = errors.Join(err, f.Close()); err != nil {
		return f.Name(), "", err
	}
	return f.Name(), hex.EncodeToString(sum.Sum(nil)), nil
}

// A patient reader waits for each part of a body, and not forever.
type patient struct {
	body    io.Reader
	control *http.ResponseController
	stall   time.Duration
	until   time.Time
}

func (p *patient) Read(b []byte) (int, error) {
	now := time.Now()
	if now.After(p.until) {
		return 0, errSlow
	}
	next := now.Add(p.stall)
	if p.until.Before(next) {
		next = p.until
	}
	if err := p.control.SetReadDeadline(next); err != nil {
		return 0, fmt.Errorf("time the sender: %w", err)
	}
	n, err := p.body.Read(b)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		err = errSlow
	}
	return n, err
}

// openImport opens the file that arrived. What is wrong with a Parquet file is
// the sender's fault; its own words name the file on our disk and stay here.
func (s *server) openImport(ctx context.Context, path string, parquet bool, in *postgres.ImportInput) (io.Closer, error) {
	if parquet {
		rows, err := s.Imports.Parquet(ctx, path)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", errUnreadable, err)
		}
		in.Rows = rows
		return rows, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open the file that arrived: %w", err)
	}
	in.Source = f
	return f, nil
}

// isImport says whether a request sends a file, for which the limits of forms
// are not meant.
func isImport(r *http.Request) bool {
	return r.Method == http.MethodPost && strings.TrimSuffix(r.URL.Path, "/") == importPath
}

// prepared gives the limits that were left to us.
func (i Imports) prepared() Imports {
	if i.Stall == 0 {
		i.Stall = 30 * time.Second
	}
	if i.Longest == 0 {
		i.Longest = 30 * time.Minute
	}
	if i.Limit == 0 {
		i.Limit = 1 << 30
	}
	return i
}
