package web

import (
	"net/http"
	"os/exec"
	"strings"
	"testing"

	"tietolupa/postgres"
)

// One click binds the documents of a case for a court: all of them in order,
// numbered and marked, what is no PDF named on the cover, and the binding logged
// (HOL 37 §, JulkL 25 §).
func TestBundleForACourt(t *testing.T) {
	s := newSite(t, true)
	path, p := sent(s)
	p.attach(path, "kind", "other-annex", "to", "message", "Rahoitus.txt", "Rahoitus.")
	s.scan(path, 1, true)
	e := s.as(esittelija)
	e.must(path+"/take", nil)
	e.act(path, "note", form("note_kind", "phone", "note_text", "Hakija soitti aikataulusta."))
	e.act(path, "supplement", form("lack.abstract", "Tiivistelmästä puuttuu aineiston käyttö.", "needed.abstract", "yes", "term", "20.11.2020"))
	p.act(path, "reply", form("reply.abstract", "Tarkennettu.", "amended.abstract", "Tutkitaan jaksojen kestoa ja palveluita."))
	if status, body := p.get(path + "/bundle"); status == http.StatusOK {
		t.Errorf("the applicant binds it: %.100s", body)
	}
	if _, body := p.get(path); strings.Contains(body, path+"/bundle") {
		t.Error("the applicant is offered it")
	}
	if _, body := e.get(path); !strings.Contains(body, path+"/bundle") {
		t.Error("the officer is not offered it")
	}
	for lang, says := range map[string][]string{
		"fi": {"Oikeudelle toimitettavat asiakirjat", "asiakirja 1 · sivu 2/", "salassa pidettävä, JulkL 24 § 1 mom. 7 k., 21 k.", "Täydennyspyyntö", "Rahoitus.txt", "versio 1/2", "versio 2/2", "Mikä muuttui edellisestä versiosta", "Tutkitaan jaksojen kestoa ja palveluita."},
		"sv": {"Handlingar till domstolen", "handling 1 · sida 2/", "sekretessbelagd, OffentlighetsL 24 § 1 mom. 7, 21 punkten"},
	} {
		status, body := e.get(path + "/bundle?language=" + lang)
		if status != http.StatusOK || !strings.HasPrefix(body, "%PDF-") {
			t.Fatalf("%s: %d %.200s", lang, status, body)
		}
		command := exec.Command("pdftotext", "-layout", "-", "-")
		command.Stdin = strings.NewReader(body)
		text, err := command.Output()
		if err != nil {
			t.Fatal(err)
		}
		whole := strings.Join(strings.Fields(string(text)), " ")
		for _, want := range append(says, "Hakija soitti aikataulusta.", "Tarkennettu.", "Työttömyyden kesto ja palvelut", caseNumber(s.caseOf(path).ID)) {
			if !strings.Contains(whole, want) {
				t.Errorf("%s: %q is not in it:\n%.3000s", lang, want, whole)
			}
		}
		if strings.Contains(whole, `"abstract":`) {
			t.Errorf("%s: an earlier version is there as its program keeps it", lang)
		}
	}
	told, err := s.db.SearchLog(t.Context(), vastaava.ID, postgres.LogQuery{Kinds: []string{"bundle-made"}})
	if err != nil || len(told) != 2 || told[0].Actor != esittelija.ID || told[0].Detail["sha256"] == "" {
		t.Errorf("the log: %+v, %v", told, err)
	}
}
