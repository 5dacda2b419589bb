package web

import (
	"net/http"
	"strings"
	"testing"
)

func TestDescriptionsAreForAnybody(t *testing.T) {
	s := newSite(t, true)
	p := s.visitor()
	for path, want := range map[string]string{
		"/descriptions?lang=fi": "Asiakirjajulkisuuskuvaus", "/descriptions/processing?lang=sv": "Register över behandling",
		"/descriptions/information-person?lang=en": "Municipality", "/descriptions/publicity?lang=fi": "Hakutekijät",
		"/descriptions/processing.xlsx": "PK", "/descriptions/information-joint.pdf": "%PDF",
	} {
		status, body := p.get(path)
		if status != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("GET %s: %d, want %q in %.200s", path, status, want, body)
		}
	}
	for _, path := range []string{"/descriptions/access", "/descriptions/information", "/descriptions/information-none", "/descriptions/processing.doc"} {
		if status, _ := p.get(path); status != http.StatusNotFound {
			t.Errorf("GET %s: %d, want 404", path, status)
		}
	}
	if t.Failed() {
		t.Log(s.log.String())
	}
}
