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

	"github.com/go-chi/chi/v5"

	"tietolupa/casbin"
	"tietolupa/permits"
)

// Attachments say how files are taken into cases. The zero value takes none.
type Attachments struct {
	Dir    string               // where a file waits until it has arrived whole; only this program may read it
	Limits permits.AttachLimits // of a file and of a case
	Scan   permits.ScanState    // that a file begins in: permits.ScanPending, permits.NotScanned by choice, or none is taken
}

// attachmentRoutes are the page of a case's attachments and what is done there
// without a file.
func (s *server) attachmentRoutes(get, post func(path string, h handler)) {
	get(aCase+"/attachments", s.getAttachments)
	post(aCase+"/attachments/{attachment}/delete", s.postDetach)
	post(aCase+"/attachments/{attachment}/scan", s.postRescan)
}

// attachmentTransfers take as long as they take.
func (s *server) attachmentTransfers(r chi.Router) {
	r.Post(aCase+"/attachments", s.page(s.postAttachment))
	r.Get(aCase+"/attachments/{attachment}", s.page(s.getAttachment))
	r.Post(aDocument+"/files", s.page(s.postRequestFile))
	r.Get(aDocument+"/files/{attachment}", s.page(s.getRequestFile))
}

// isAttachment says whether a request sends an attachment, for which the limits of
// forms are not meant.
func isAttachment(r *http.Request) bool {
	path := strings.TrimPrefix(strings.TrimSuffix(r.URL.Path, "/"), "/api")
	return r.Method == http.MethodPost && (strings.HasPrefix(path, "/cases/") && strings.HasSuffix(path, "/attachments") ||
		(strings.HasPrefix(path, "/document-requests/") || strings.HasPrefix(path, "/statements/")) && strings.HasSuffix(path, "/files"))
}

// An upload is one file on its way into a case.
type upload struct {
	permits.Attachment // what was chosen of it
	file               *os.File
}

// attach keeps a file that has arrived in a case, when the rules take it.
func (s *server) attach(ctx context.Context, v *visit, c permits.Case, u upload) (permits.Attachment, error) {
	if err := u.examine(); err != nil {
		return permits.Attachment{}, err
	}
	return s.DB.Attach(ctx, c.ID, u.file, func(c permits.Case, now time.Time) (permits.Attachment, error) {
		return c.Attach(v.Actor, u.Attachment, c.Attached, s.Attachments.Limits, s.Attachments.Scan, now)
	})
}

// examine tells the type of a file that has arrived by its content, and sets it
// to its beginning.
func (u *upload) examine() (err error) {
	u.Name = permits.CleanName(u.Name)
	if u.Size == 0 {
		return &permits.RuleError{Rule: "attachment-empty"}
	}
	if u.Type, err = permits.Examine(u.file, u.Size, u.Name); err != nil {
		return err
	}
	if _, err := u.file.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("attach a file: %w", err)
	}
	return nil
}

// arrive writes a file to the disk, hashes it, and stops at the limit. The caller
// closes and removes the file, which is there even when it fails.
func (s *server) arrive(from io.Reader, u *upload) (err error) {
	if s.Attachments.Dir == "" {
		return &permits.RuleError{Rule: "attachment-no-scanner"}
	}
	if u.file, err = os.CreateTemp(s.Attachments.Dir, "attachment-*"); err != nil {
		return fmt.Errorf("receive a file: %w", err)
	}
	sum := sha256.New()
	if u.Size, err = io.Copy(io.MultiWriter(u.file, sum), io.LimitReader(from, s.Attachments.Limits.Bytes+1)); err != nil {
		return err
	}
	if u.Size > s.Attachments.Limits.Bytes {
		return &permits.RuleError{Rule: "attachment-too-large", About: permits.CleanName(u.Name)}
	}
	u.SHA256 = hex.EncodeToString(sum.Sum(nil))
	return nil
}

func (u upload) leave() {
	if u.file != nil {
		_ = u.file.Close() // read only by now
		_ = os.Remove(u.file.Name())
	}
}

// bounded is the body of a request that sends a file: it may be slow, but not
// forever, and not much larger than one file.
func (s *server) bounded(w http.ResponseWriter, r *http.Request) io.Reader {
	return &patient{body: http.MaxBytesReader(w, r.Body, s.Attachments.Limits.Bytes+1<<20), control: http.NewResponseController(w),
		stall: s.Imports.Stall, until: time.Now().Add(s.Imports.Longest)}
}

// postAttachment takes one file with the fields before it: to, kind, and replaces
// or redacts.
func (s *server) postAttachment(w http.ResponseWriter, r *http.Request) error {
	v, c, err := s.openCase(r, casbin.CaseAttach)
	if err != nil {
		return err
	}
	var u upload
	defer func() { u.leave() }()
	err = s.readUpload(w, r, &u, u.into(v, c))
	if err == nil {
		_, err = s.attach(r.Context(), v, c, u)
	}
	if rule, ok := broken(err); ok {
		return s.showAttachments(w, r, http.StatusUnprocessableEntity, v, c, u.Attachment, wrongs{{fieldOfAttachment(rule), s.sentence(r, rule)}})
	}
	if err != nil {
		return slowly(w, err)
	}
	if u.To == permits.ToArrival { // what it is comes next
		return s.done(w, r, "/cases/"+string(c.ID)+"/arrived", s.texts.in(v.Lang, "attachments.added"))
	}
	return s.done(w, r, attachmentsPath(c), s.texts.in(v.Lang, "attachments.added"))
}

// slowly is err as a page answers it: who sends too slowly is answered in time, and
// no more is read of what they send.
func slowly(w http.ResponseWriter, err error) error {
	if errors.Is(err, errSlow) {
		w.Header().Set("Connection", "close")
		return context.DeadlineExceeded
	}
	return err
}

// into is the rule that keeps the visitor from attaching u to c as it is chosen.
func (u *upload) into(v *visit, c permits.Case) func() error {
	return func() error {
		if u.Redacts != 0 {
			return nil // asked when the original is known
		}
		return c.MayAttach(v.Actor, u.To, v.Now)
	}
}

// readUpload reads a form with a file, which comes last and is not kept in memory.
// Who may not attach is told before anything arrives.
func (s *server) readUpload(w http.ResponseWriter, r *http.Request, u *upload, may func() error) error {
	r.Body = io.NopCloser(s.bounded(w, r))
	defer func() { _ = http.NewResponseController(w).SetReadDeadline(time.Time{}) }()
	parts, err := r.MultipartReader()
	if err != nil {
		return errBadForm
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return &permits.RuleError{Rule: "attachment-empty"}
		}
		if err != nil {
			return partError(err)
		}
		if part.FormName() == "file" {
			if err := may(); err != nil {
				return err
			}
			u.Name = part.FileName()
			return partError(s.arrive(part, u))
		}
		value, err := io.ReadAll(io.LimitReader(part, 200))
		if err != nil {
			return partError(err)
		}
		if err := u.set(part.FormName(), string(value)); err != nil {
			return err
		}
	}
}

func (u *upload) set(name, value string) (err error) {
	switch name {
	case "kind":
		u.Kind = permits.AnnexKind(value)
	case "to":
		u.To = permits.AttachedTo(value)
	case "replaces", "redacts":
		no := 0
		if value != "" {
			if no, err = strconv.Atoi(value); err != nil || no < 0 {
				return errBadForm
			}
		}
		if name == "replaces" {
			u.Replaces = no
		} else if u.Redacts = no; no != 0 {
			u.To, u.Kind = permits.ToNote, permits.OtherAnnex // those of the original in the end
		}
	case "secrecy_items":
		u.Secrecy = append(u.Secrecy, value)
	case "passage_where":
		u.Passages = append(u.Passages, permits.Passage{Where: value})
	case "passage_ground":
		if n := len(u.Passages); n > 0 && u.Passages[n-1].Ground == "" { // each place comes before its ground
			u.Passages[n-1].Ground = value
		}
	}
	return nil
}

// partError keeps what answers have a sentence for; the rest is a broken form.
func partError(err error) error {
	var tooLarge *http.MaxBytesError
	_, ruled := errors.AsType[*permits.RuleError](err)
	var path *os.PathError
	switch {
	case err == nil, ruled, errors.As(err, &tooLarge), errors.Is(err, errSlow), errors.As(err, &path):
		return err
	}
	return errors.Join(errBadForm, err)
}

// fieldOfAttachment is the field that mends the breach of rule.
func fieldOfAttachment(rule *permits.RuleError) string {
	switch rule.Rule {
	case "no-such-annex":
		return "kind"
	case "attachment-of-another", "attachment-replaced", "attachment-deleted":
		return "replaces"
	}
	return "file"
}

func attachmentsPath(c permits.Case) string {
	if c.State == permits.Draft {
		return sectionPath(c.ID, permits.AnnexesSection)
	}
	return "/cases/" + string(c.ID) + "/attachments"
}

// attachmentFor is the attachment of the address, when the visitor may know of it.
func (s *server) attachmentFor(r *http.Request, action casbin.Action) (*visit, permits.Case, permits.Attachment, error) {
	none := permits.Attachment{}
	v, c, err := s.openCase(r, action)
	if err != nil {
		return nil, permits.Case{}, none, err
	}
	no, err := strconv.Atoi(chi.URLParam(r, "attachment"))
	if err != nil {
		return nil, permits.Case{}, none, errNotFound
	}
	a, err := s.DB.Attachment(r.Context(), c.ID, no)
	if err != nil {
		return nil, permits.Case{}, none, err
	}
	if !permits.MaySeeAttachment(v.Actor, c, a) {
		return nil, permits.Case{}, none, errNotFound
	}
	return v, c, a, nil
}

// getAttachment gives the content, to be saved and never shown in the page. It is
// logged before the first byte.
func (s *server) getAttachment(w http.ResponseWriter, r *http.Request) error {
	v, _, a, err := s.attachmentFor(r, casbin.CaseView)
	if err != nil {
		return err
	}
	if err := a.Opens(); err != nil {
		return err
	}
	return s.giveAttachment(w, r, v, a)
}

func (s *server) giveAttachment(w http.ResponseWriter, r *http.Request, v *visit, a permits.Attachment) error {
	if err := s.DB.OpenedAttachment(r.Context(), v.Actor, a); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", a.Type.Media())
	h.Set("Content-Length", strconv.FormatInt(a.Size, 10))
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": a.Name}))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("Cache-Control", "no-store")
	h.Set("Repr-Digest", "sha-256=:"+digest(a.SHA256)+":")
	if err := s.DB.CopyAttachment(r.Context(), a, w); err != nil {
		s.Logger.Warn("give an attachment", "case", a.Case, "cause", err)
		panic(http.ErrAbortHandler) // the visitor sees a download cut, not a whole one
	}
	return nil
}

// postDetach takes an attachment away before the application is sent.
func (s *server) postDetach(w http.ResponseWriter, r *http.Request) error {
	v, c, a, err := s.attachmentFor(r, casbin.CaseAttach)
	if err != nil {
		return err
	}
	err = s.DB.Detach(r.Context(), c.ID, a.No, v.Actor, permits.Case.MayDetach)
	return s.afterAttachment(w, r, v, c, err, "attachments.deleted")
}

// postRescan has a scan that failed tried again.
func (s *server) postRescan(w http.ResponseWriter, r *http.Request) error {
	v, c, a, err := s.attachmentFor(r, casbin.CaseAttach)
	if err != nil {
		return err
	}
	err = s.DB.Rescan(r.Context(), c.ID, a.No, v.Actor, permits.Case.MayRescan)
	return s.afterAttachment(w, r, v, c, err, "attachments.rescanned")
}

func (s *server) afterAttachment(w http.ResponseWriter, r *http.Request, v *visit, c permits.Case, err error, done string) error {
	if rule, ok := broken(err); ok {
		return s.showAttachments(w, r, http.StatusUnprocessableEntity, v, c, permits.Attachment{}, wrongs{{"", s.sentence(r, rule)}})
	}
	if err != nil {
		return err
	}
	return s.done(w, r, attachmentsPath(c), s.texts.in(v.Lang, done))
}
