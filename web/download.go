package web

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
)

// getPackage sends a sealed package, whole or from where a download broke off
// (Range, If-Range). The download is recorded before the first byte; nothing is
// sent when that fails, and no more once the gate has closed. HEAD sends no byte and records nothing.
func (s *server) getPackage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.OrderDownload)
	if err != nil {
		return err
	}
	o, err := s.packageFor(r, v)
	if err != nil {
		return err
	}
	return s.sendPackage(w, r, o, v.Actor.ID)
}

// sendPackage sends an order's package to by, who may have it, as getPackage says.
func (s *server) sendPackage(w http.ResponseWriter, r *http.Request, o permits.Order, by permits.UserID) error {
	if o.State != permits.OrderSealed || o.Delivery == nil {
		return errNotFound
	}
	content, size, err := s.Packages.Open(o.Delivery.File)
	if err != nil {
		return fmt.Errorf("open the package of order %s: %w", o.ID, err)
	}
	defer content.Close()
	if size != o.Delivery.Bytes {
		return fmt.Errorf("open the package of order %s: %d bytes in the store, %d in the log", o.ID, size, o.Delivery.Bytes)
	}
	etag := `"` + o.Delivery.SHA256 + `"`
	if r.Header.Get("If-None-Match") != etag && r.Method == http.MethodGet {
		if err := s.DB.RecordDownload(r.Context(), o.ID, by, firstByte(r, etag)); err != nil {
			return err
		}
	}
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", `attachment; filename="`+string(o.ID)+`.tar.age"`)
	h.Set("ETag", etag)
	h.Set("Cache-Control", "private, no-transform")
	watched := &watched{ReadSeeker: content, asked: time.Now(), open: func() error { return s.DB.DownloadOpen(r.Context(), o.ID, by) }}
	http.ServeContent(w, r, "", o.Delivery.SealedAt.Truncate(time.Second), watched)
	if watched.closed != nil { // fewer bytes than were promised: the connection is cut
		s.Logger.InfoContext(r.Context(), "download broken off", "extract", o.ID, "cause", watched.closed)
	}
	return nil
}

// askAgain is how long a download goes on before the gate is asked anew.
const askAgain = 2 * time.Second

// watched is a package that is being sent: what closes the gate meanwhile breaks
// it off.
type watched struct {
	io.ReadSeeker
	asked  time.Time
	open   func() error
	closed error
}

func (w *watched) Read(b []byte) (int, error) {
	if w.closed == nil && time.Since(w.asked) >= askAgain {
		w.asked, w.closed = time.Now(), w.open()
	}
	if w.closed != nil {
		return 0, w.closed
	}
	return w.ReadSeeker.Read(b)
}

// firstByte is where the download goes on from: zero for a whole one.
func firstByte(r *http.Request, etag string) int64 {
	if since := r.Header.Get("If-Range"); since != "" && since != etag {
		return 0
	}
	from, ok := strings.CutPrefix(r.Header.Get("Range"), "bytes=")
	if !ok {
		return 0
	}
	from, _, _ = strings.Cut(from, "-")
	n, err := strconv.ParseInt(strings.TrimSpace(from), 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}
