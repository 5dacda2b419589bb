package web

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tietolupa/permits"
)

// revokes has the presenter propose a revocation of the permit, as more says, and
// the decider decide it; both sign its letter.
func revokes(s *site, path string, more url.Values) {
	s.t.Helper()
	words := form("revoke_extent", "whole", "revoke_reasons", "Määräyksiä on rikottu.", "milder", "Huomautus ei riitä.", "unbiased", "yes")
	maps.Copy(words, more)
	s.as(esittelija).act(path, "propose-revocation", words)
	s.as(ratkaisija).act(path, "revoke", form("unbiased", "yes"))
	signsMeasure(s, path, esittelija, ratkaisija)
}

// signsMeasure has both officials sign the letter of the latest measure.
func signsMeasure(s *site, path string, both ...permits.Actor) {
	s.t.Helper()
	for _, who := range both {
		v := s.as(who)
		v.act(path, "sign-letter", form("accept", "yes", "unbiased", "yes", "sha256", hidden(v, path+"/acts/sign-letter", "sha256")))
	}
}

// TestRevokedInPartOnPages: a part is proposed by one and decided by another, its
// letter is the party's once both have signed it, and what it took is closed.
func TestRevokedInPartOnPages(t *testing.T) {
	s := newSite(t, false)
	path, p := inForce(s)
	e, d := s.as(esittelija), s.as(ratkaisija)
	page := path + "/acts/propose-revocation"
	if _, body := e.get(page); !strings.Contains(body, `value="person.municipality"`) || strings.Contains(body, `value="`+string(tutkija.ID)+`"`) {
		t.Error("the page does not offer the variables, or offers the responsible person")
	}
	if status, _, body := e.post(page, form("version", e.version(page), "revoke_extent", "part", "revoke_reasons", "Rikottu.", "milder", "Ei riitä.", "unheard", "Kiire.", "unbiased", "yes")); status != http.StatusUnprocessableEntity {
		t.Errorf("nothing was chosen: %d %s", status, wrongsIn(body))
	}
	e.act(path, "propose-revocation", form("revoke_extent", "part", "revoked_variables", "person.municipality", "revoke_reasons", "Kuntatietoa on käytetty väärin.", "milder", "Huomautus ei riitä.", "unheard", "Kiire.", "unbiased", "yes"))
	if status, _ := e.get(path + "/acts/revoke"); status != http.StatusForbidden {
		t.Errorf("who proposed decides: %d", status)
	}
	if _, body := p.get(path); strings.Contains(body, "Kuntatietoa on käytetty väärin.") {
		t.Error("the party reads what is proposed")
	}
	page = path + "/acts/revoke"
	if status, _, body := d.post(page, form("version", d.version(page))); status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#unbiased"`) {
		t.Errorf("decided without a word on disqualification: %d %s", status, wrongsIn(body))
	}
	d.act(path, "revoke", form("unbiased", "yes"))
	c := s.theCase(path)
	if c.State != permits.InForce || c.Granted().Protection("person.municipality") != "drop" {
		t.Errorf("%s, %s", c.State, c.Granted().Protection("person.municipality"))
	}
	letters := func() (all []string) {
		kept, err := s.db.Letters(t.Context(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range kept {
			if l.Kind == permits.RevocationLetter {
				all = append(all, letterPath(c.ID, l.No))
			}
		}
		return all
	}
	if status, _ := p.get(letters()[0]); status != http.StatusNotFound {
		t.Errorf("the party reads a letter that waits for its signatures: %d", status)
	}
	signsMeasure(s, path, esittelija, ratkaisija)
	all := letters()
	if status, _ := p.get(all[len(all)-1]); len(all) != 2 || status != http.StatusSeeOther { // to be fetched, strongly identified
		t.Errorf("%d letters; the party's: %d", len(all), status)
	}
	sha := s.theCase(path).Life.Measures[0].Letter[0].SHA256
	if status, _, body := s.visitor().post("/letters/verify", form("letter_sha256", sha)); status != http.StatusOK || !strings.Contains(body, esittelija.Name) || !strings.Contains(body, ratkaisija.Name) {
		t.Errorf("its signatures cannot be verified: %d", status)
	}
	p.act(path, "declare-destruction", form("destroyed_how", "Kuntatieto on poistettu.", "backups", "31.12.2020"))
	if c := s.theCase(path); c.State != permits.InForce || c.Life.Revocations[0].Destroyed == nil {
		t.Errorf("%s after the declaration", c.State)
	}
}
