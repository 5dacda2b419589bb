package web

import (
	"net/http"
	"strings"
	"testing"

	"tietolupa/permits"
)

// TestSendingPage: the officer sees each recipient, paper and computed mark, and
// confirms exactly that; afterwards the letters stand in a list with their
// service (HL 54, 59–60 §; JulkL 25 §).
func TestSendingPage(t *testing.T) {
	ctx := browser(t)
	s := newSite(t, true)
	path, p := sent(s)
	e, d := s.as(esittelija), s.as(ratkaisija)
	e.must(path+"/take", nil)
	e.proposes(path, reviewed(e.version(path+"/review")))
	d.must(path+"/decide", form("version", d.version(path), "unbiased", "yes"))
	signed(s, path)
	_, body := e.get(path + "/acts/serve")
	for _, want := range []string{"Aino Tutkija", "Päätöksen liitteet 3 ja 4", "JulkL 24.1 §: 7; 25 k", "SHA-256", "5.11.2020", "7.12.2020", "ei ole vielä vahvistanut"} {
		if !strings.Contains(body, want) {
			t.Errorf("the sending page lacks %q", want)
		}
	}
	if !strings.Contains(body, `value="electronic" checked`) {
		t.Error("by consent it is not sent electronically")
	}
	seen := hidden(e, path+"/acts/serve", "sha256")
	s.cleanAs(t, ctx, esittelija, path+"/acts/serve")
	e.act(path, "note", form("note_kind", "internal", "note_text", "Soitetaan ennen lähettämistä."))
	status, _, body := e.post(path+"/acts/serve", form("manner", "fetched", "accept", "yes", "sha256", seen, "version", e.version(path+"/acts/serve")))
	if want := (&permits.RuleError{Rule: "sending-changed"}).In("fi"); status != http.StatusUnprocessableEntity || !strings.Contains(body, want) {
		t.Errorf("what was changed since it was shown is sent: %d", status)
	}
	if status, _ := p.get(path + "/letters/1/signature"); status != http.StatusNotFound {
		t.Errorf("a signature of a letter that was not sent: %d", status)
	}
	dispatched(e, path)
	for _, address := range []string{"/letter", "/letter?language=sv", "/letters/3"} {
		if status, location, _ := p.ask(http.MethodGet, path+address, nil); status != http.StatusSeeOther || location != path+"/acts/fetch?service=0" {
			t.Errorf("GET %s of a letter that waits: %d %s", address, status, location)
		}
		if status, _ := s.as(apulainen).get(path + address); status != http.StatusNotFound {
			t.Errorf("GET %s by another than its receivers: %d", address, status)
		}
	}
	if _, body := p.get(path); !strings.Contains(body, "odottaa noutamista") || !strings.Contains(body, "9.11.2020") {
		t.Error("the party is not told what waits and until when")
	}
	s.cleanAs(t, ctx, tutkija, path+"/acts/fetch")
	p.act(path, "fetch", form())
	id := permits.CaseID(strings.TrimPrefix(path, "/cases/"))
	latest := sealLetters(s)
	if status, body := p.get(letterPath(id, latest.No) + "/signature"); status != http.StatusOK || !strings.HasPrefix(body, "untrusted comment:") {
		t.Errorf("the signature: %d %s", status, body)
	}
	s.cleanAs(t, ctx, tutkija, path)
	_, body = p.get(path)
	for _, want := range []string{"Saate, ", ".minisig", "noudettu 2.11.2020"} {
		if !strings.Contains(body, want) {
			t.Errorf("the list of letters lacks %q", want)
		}
	}
}

// sealLetters signs every letter as a worker does, and gives the last of them.
func sealLetters(s *site) (latest permits.Letter) {
	s.t.Helper()
	all, err := s.db.LettersToSign(s.t.Context())
	if err != nil || len(all) == 0 {
		s.t.Fatal(len(all), err)
	}
	for _, l := range all {
		if err := s.db.PutLetterSignature(s.t.Context(), l.Letter, "K", "untrusted comment: x\n"); err != nil {
			s.t.Fatal(err)
		}
		latest = l.Letter
	}
	return latest
}
