package web

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"tietolupa/permits"
)

// upload posts a form with one file: pairs of fields, and the file's name and
// content last.
func (p *person) upload(path string, pairs ...string) (status int, location, body string) {
	p.t.Helper()
	b, kind := formWithFile(p.t, pairs...)
	req, err := http.NewRequest(http.MethodPost, p.site.server.URL+path, b)
	if err != nil {
		p.t.Fatal(err)
	}
	req.Header.Set("Content-Type", kind)
	res, err := p.client.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return res.StatusCode, res.Header.Get("Location"), string(text)
}

// formWithFile is a form as browsers send it, and its media type.
func formWithFile(t testing.TB, pairs ...string) (*bytes.Buffer, string) {
	t.Helper()
	b := new(bytes.Buffer)
	w := multipart.NewWriter(b)
	for i := 0; i < len(pairs)-2; i += 2 {
		if err := w.WriteField(pairs[i], pairs[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	f, err := w.CreateFormFile("file", pairs[len(pairs)-2])
	if err == nil {
		_, err = io.WriteString(f, pairs[len(pairs)-1])
	}
	if err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	return b, w.FormDataContentType()
}

// attach is upload to a case that has to take it.
func (p *person) attach(path string, pairs ...string) {
	p.t.Helper()
	if status, _, body := p.upload(path+"/attachments", pairs...); status != http.StatusSeeOther {
		p.t.Fatalf("attach to %s: %d\n%s", path, status, wrongsIn(body))
	}
}

// scan is what a worker does with an attachment.
func (s *site) scan(path string, no int, clean bool) {
	s.t.Helper()
	args := json.RawMessage(fmt.Sprintf(`{"case":%q,"attachment":%d}`, last(path), no))
	if err := s.db.Scan(s.t.Context(), args, func(_ context.Context, content io.Reader) (bool, error) {
		_, err := io.Copy(io.Discard, content)
		return clean, err
	}); err != nil {
		s.t.Fatal(err)
	}
}

// download gives an attachment's answer with its headers.
func (p *person) download(path string) (*http.Response, string) {
	p.t.Helper()
	res, err := p.client.Get(p.site.server.URL + path)
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return res, string(b)
}

// TestAttachments goes through the life of an application's annexes: added by a
// plain form, closed until scanned, a new version, removed, sent, and redacted by
// an officer with the original's hash in sight.
func TestAttachments(t *testing.T) { // HL 20, 22 §; TiHL 13 §; JulkL 10 §
	s := newSite(t, true)
	path, p := drafted(s)
	page := path + "/edit/annexes"
	if _, body := p.get(page); !strings.Contains(body, "eivät edellytä liitteitä") || !strings.Contains(body, `enctype="multipart/form-data"`) {
		t.Error("a study of registers alone is asked for an annex")
	}
	const words = "Tutkimussuunnitelma: elinaikamallit."
	p.attach(path, "kind", "research-plan", "to", "application", `C:\tmp\suunnitelma "1".txt`, words)
	file := path + "/attachments/1"
	if res, body := p.download(file); res.StatusCode != http.StatusUnprocessableEntity || strings.Contains(body, words) {
		t.Errorf("before the scan: %d", res.StatusCode)
	}
	s.scan(path, 1, true)
	res, body := p.download(file)
	if res.StatusCode != http.StatusOK || body != words {
		t.Fatalf("after the scan: %d %.200s", res.StatusCode, body)
	}
	for header, want := range map[string]string{"Content-Type": "text/plain; charset=utf-8", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store",
		"Content-Disposition": `attachment; filename="suunnitelma -1-.txt"`, "Content-Security-Policy": "sandbox; default-src 'none'"} {
		if got := res.Header.Get(header); got != want {
			t.Errorf("%s is %q, want %q", header, got, want)
		}
	}
	if n := opened(t, s); n != 1 {
		t.Errorf("%d openings in the log, want 1", n)
	}
	if res, _ := s.as(esittelija).download(file); res.StatusCode != http.StatusNotFound {
		t.Errorf("a draft's annex by an officer: %d", res.StatusCode)
	}

	for name, x := range map[string][]string{
		"attachment-type":      {"kind", "other-annex", "to", "application", "x.pdf", "MZ\x90\x00 ei ole PDF"},
		"attachment-active":    {"kind", "other-annex", "to", "application", "x.txt", "#!/bin/sh\n"},
		"attachment-empty":     {"kind", "other-annex", "to", "application", "x.txt", ""},
		"attachment-too-large": {"kind", "other-annex", "to", "application", "x.txt", strings.Repeat("x", 1<<20+1)},
		"no-such-annex":        {"kind", "laulu", "to", "application", "x.txt", "x"},
		"attachment-closed":    {"kind", "other-annex", "to", "report", "x.txt", "x"},
	} {
		status, _, body := p.upload(path+"/attachments", x...)
		want := (&permits.RuleError{Rule: name}).In("fi")
		if status != http.StatusUnprocessableEntity || !strings.Contains(body, want[:30]) || !strings.Contains(body, "suunnitelma -1-.txt") {
			t.Errorf("%s: %d %s", name, status, wrongsIn(body))
		}
	}
	if status, _, _ := p.post(path+"/attachments", form("kind", "other-annex")); status != http.StatusBadRequest {
		t.Errorf("a form without a file: %d", status)
	}
	p.attach(path, "kind", "research-plan", "to", "application", "replaces", "1", "suunnitelma2.txt", words+" Toinen versio.")
	p.attach(path, "kind", "other-annex", "to", "application", "turha.txt", "Turha.")
	p.must(path+"/attachments/3/delete", nil)
	s.scan(path, 2, true)
	if _, body := p.get(page); !strings.Contains(body, "Aiemmat versiot") || strings.Contains(body, "turha.txt") || !strings.Contains(body, "suunnitelma2.txt") {
		t.Error("the page does not show what stands")
	}

	p.must(path+"/submit", form("version", p.version(path+"/edit/review")))
	if status, _, body := p.post(path+"/attachments/1/delete", nil); status != http.StatusUnprocessableEntity {
		t.Errorf("what was sent is removed: %d %s", status, wrongsIn(body))
	}
	e := s.as(esittelija)
	e.must(path+"/take", nil)
	e.attach(path, "redacts", "2", "peitetty.txt", "Tutkimussuunnitelma: ████.")
	e.attach(path, "kind", "other-annex", "to", "note", "muistio.txt", "Vain virastolle.")
	s.scan(path, 4, true)
	s.scan(path, 5, false)
	c, _ := s.db.Attachments(t.Context(), permits.CaseID(last(path)))
	_, body = e.get(path + "/attachments")
	if !strings.Contains(body, "Peitetty versio annettavaksi tiedoksi") || !strings.Contains(body, c[1].SHA256) || !strings.Contains(body, c[3].SHA256) || !strings.Contains(body, "Haittaohjelma") {
		t.Error("the officer does not see the copy, both hashes and the malware")
	}
	if res, _ := e.download(path + "/attachments/5"); res.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("malware is given: %d", res.StatusCode)
	}
	if _, body := e.get(path); !strings.Contains(body, "suunnitelma2.txt") {
		t.Error("the case's page does not show the attachments")
	}
	if _, body := p.get(path + "/attachments"); strings.Contains(body, "muistio.txt") {
		t.Error("the applicant sees a note of the authority")
	}
	if res, _ := p.download(path + "/attachments/5"); res.StatusCode != http.StatusNotFound {
		t.Errorf("a note of the authority by the applicant: %d", res.StatusCode)
	}
}

func opened(t *testing.T, s *site) (n int) {
	t.Helper()
	if err := s.db.Pool().QueryRow(t.Context(), `select count(*) from audit.entries where kind = 'attachment-opened'`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// TestAnnexIsAskedForBeforeSending: an answer that requires an annex holds the
// application until it is there, and the pages lead to it.
func TestAnnexIsAskedForBeforeSending(t *testing.T) { // HL 22 §
	s := newSite(t, true)
	path, p := drafted(s)
	c := s.answer(path, func(a *permits.Application) { a.Article9 = "TSL 6 § 1 mom. 7 k" })
	status, _, body := p.post(path+"/submit", form("version", fmt.Sprint(c.Version)))
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, path+"/edit/annexes") && !strings.Contains(body, path+"/attachments") || !strings.Contains(body, "vaikutustenarviointi") {
		t.Fatalf("without the annex: %d %s", status, wrongsIn(body))
	}
	if _, body := p.get(path + "/edit/annexes"); !strings.Contains(body, "GDPR 35 art.") {
		t.Error("the provision is not shown")
	}
	p.attach(path, "kind", "impact-assessment", "to", "application", "dpia.txt", "Vaikutustenarviointi.")
	p.must(path+"/submit", form("version", p.version(path+"/edit/review")))
}

// answer writes an answer into the draft of tutkija.
func (s *site) answer(path string, write func(*permits.Application)) permits.Case {
	s.t.Helper()
	c, err := s.db.ChangeCase(s.t.Context(), permits.CaseID(last(path)), func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		a := c.Application
		write(&a)
		return c.Save(tutkija, c.Version, a, nil, now)
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return c
}

func TestAttachmentsAreRefusedWithoutAScanner(t *testing.T) { // TiHL 13 §
	s := newSite(t, true)
	for scan, want := range map[permits.ScanState]string{"": "ei oteta nyt vastaan", permits.NotScanned: "ei tarkisteta haittaohjelmien varalta"} {
		s.config.Attachments.Scan = scan
		handler, err := New(s.config)
		if err != nil {
			t.Fatal(err)
		}
		s.server.Config.Handler = handler
		path, p := drafted(s)
		if _, body := p.get(path + "/edit/annexes"); !strings.Contains(body, want) {
			t.Errorf("scan %q is not told", scan)
		}
		status, _, _ := p.upload(path+"/attachments", "kind", "other-annex", "to", "application", "x.txt", "x")
		if taken := status == http.StatusSeeOther; taken != (scan == permits.NotScanned) {
			t.Errorf("scan %q: %d", scan, status)
		}
		if scan == permits.NotScanned {
			if _, body := p.get(path + "/edit/annexes"); !strings.Contains(body, `<span class="tag warn">Ei tarkistettu</span>`) {
				t.Error("the file is not marked as not scanned")
			}
		}
	}
}

func TestAttachmentPagesInABrowser(t *testing.T) {
	ctx := browser(t)
	s := newSite(t, true)
	path, p := drafted(s)
	s.answer(path, func(a *permits.Application) { a.Article9 = "TSL 6 § 1 mom. 7 k" })
	p.attach(path, "kind", "research-plan", "to", "application", "Tutkimussuunnitelma.txt", "Suunnitelma.")
	s.scan(path, 1, true)
	p.attach(path, "kind", "research-plan", "to", "application", "replaces", "1", "Tutkimussuunnitelma 2.txt", "Suunnitelma 2.")
	p.attach(path, "kind", "other-permits", "to", "application", "paha.txt", "Paha.")
	s.scan(path, 3, false)
	taken, q := sent(s)
	e := s.as(esittelija)
	e.must(taken+"/take", nil)
	q.attach(taken, "kind", "other-annex", "to", "message", "Rahoituspäätös.txt", "Rahoitus.")
	s.scan(taken, 1, true)
	e.attach(taken, "redacts", "1", "Rahoituspäätös peitetty.txt", "████")
	s.cleanAs(t, ctx, esittelija, taken+"/attachments", taken)
	s.cleanAs(t, ctx, tutkija, path+"/edit/annexes")

	// With the script a file is sent without leaving the page, and dropping one chooses it.
	const drop = `(()=>{const d=new DataTransfer();d.items.add(new File(['Vedetty tiedosto.'],'vedetty.txt',{type:'text/plain'}));
		document.querySelector('.drop').dispatchEvent(new DragEvent('drop',{dataTransfer:d,bubbles:true,cancelable:true}));
		return document.querySelector('#file').files[0].name})()`
	name, err := chromedp.Run(ctx, chromedp.Evaluate[string](drop))
	if err != nil || name != "vedetty.txt" {
		t.Fatalf("the dropped file is %q: %v", name, err)
	}
	if err := chromedp.Do(ctx, chromedp.Click(`form[data-upload] button`), chromedp.WaitVisible(`#attachment-4`)); err != nil {
		t.Fatalf("send the dropped file: %v\n%s", err, s.log.String())
	}
}
